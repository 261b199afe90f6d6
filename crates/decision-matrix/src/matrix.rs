//! A rules file that has been read and checked: the entry to everything else.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::check;
use crate::compile::{CompileConfig, CompiledMatrix};
use crate::diagnostic::{Diagnostic, Findings};
use crate::limits;
use crate::source::span::{SourceText, Span};
use crate::source::{reader, yaml};
use crate::table::{self, DecisionTables};

/// How a rules file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadConfig {
    /// Permits files of up to 16 MiB instead of 262,144 bytes.
    pub large: bool,
}

impl LoadConfig {
    /// The limits for files from anywhere.
    pub const STRICT: Self = Self { large: false };

    /// The largest permitted size, in bytes.
    pub fn limit_bytes(self) -> usize {
        if self.large {
            limits::LARGE_FILE_BYTES
        } else {
            limits::FILE_BYTES
        }
    }
}

/// A checked matrix with what was found in its file.
#[derive(Clone, Debug)]
pub struct DecisionMatrix {
    tables: Arc<DecisionTables>,
    findings: Findings,
    fingerprint: String,
}

impl DecisionMatrix {
    /// Reads and checks the text of a rules file; `name` is what messages call the file.
    ///
    /// # Errors
    /// All findings, if one of them is an error.
    pub fn from_yaml(name: &str, text: &str) -> Result<Self, Findings> {
        Self::from_yaml_with(name, text, LoadConfig::STRICT)
    }

    /// [`Self::from_yaml`] with other limits.
    ///
    /// # Errors
    /// All findings, if one of them is an error.
    pub fn from_yaml_with(name: &str, text: &str, config: LoadConfig) -> Result<Self, Findings> {
        Self::from_source(SourceText::new(name, text), config)
    }

    /// Reads and checks the bytes of a rules file.
    ///
    /// # Errors
    /// All findings, if one of them is an error; bytes that are not UTF-8 are one.
    pub fn from_bytes(name: &str, bytes: &[u8], config: LoadConfig) -> Result<Self, Findings> {
        Self::from_source(yaml::decode(name, bytes, config.limit_bytes())?, config)
    }

    fn from_source(source: SourceText, config: LoadConfig) -> Result<Self, Findings> {
        let source = Arc::new(source);
        let root = match yaml::read(&source, config.limit_bytes()) {
            Ok(root) => root,
            Err(diagnostics) => return Err(Findings::new(source, diagnostics)),
        };
        let (matrix, mut diagnostics) = reader::read(&root, &source);
        let mut tables = None;
        if let Some(matrix) = matrix {
            let checked = check::check(&matrix);
            // What the reader has reported stands in the matrix as an empty text.
            let reported: BTreeSet<Span> = diagnostics.iter().map(Diagnostic::span).collect();
            let news = checked
                .diagnostics
                .into_iter()
                .filter(|it| !reported.contains(&it.span()));
            diagnostics.extend(news);
            tables = checked.tables;
        }
        let findings = Findings::new(source, diagnostics);
        let Some(tables) = tables.filter(|_| !findings.has_errors()) else {
            debug_assert!(
                findings.has_errors(),
                "a matrix is refused only for an error"
            );
            return Err(findings);
        };
        Ok(Self {
            fingerprint: table::fingerprint(&tables),
            tables: Arc::new(tables),
            findings,
        })
    }

    /// The fast form of the matrix, without selection for audit.
    pub fn compile(&self) -> CompiledMatrix {
        self.compile_with(&CompileConfig { audit_key: None })
    }

    /// The fast form of the matrix.
    pub fn compile_with(&self, config: &CompileConfig) -> CompiledMatrix {
        CompiledMatrix::new(Arc::clone(&self.tables), config)
    }

    /// What was found: warnings and notes.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// The checked matrix.
    pub fn tables(&self) -> &Arc<DecisionTables> {
        &self.tables
    }

    /// SHA-256 of the canonical form, in hexadecimal digits: equal fingerprints decide alike.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}
