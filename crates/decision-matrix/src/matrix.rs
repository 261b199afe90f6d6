//! A rules file that has been read, checked and proved: the entry to everything else.

mod missing_rule;
mod places;
mod report;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::check;
use crate::compile::{CompileConfig, CompiledMatrix};
use crate::diagnostic::{Diagnostic, Findings};
use crate::limits;
use crate::source::matrix::SourceMatrix;
use crate::source::span::{SourceText, Span};
use crate::source::{reader, yaml};
use crate::table::{self, DecisionTables};
use crate::verify::{self, Analyses, GuaranteeStatus};

/// How a rules file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadConfig {
    /// Permits files of up to 16 MiB instead of 262,144 bytes.
    pub large: bool,
    /// Which properties are looked at.
    pub analyses: Analyses,
    /// The steps that the proof of one property may take; a step is the test of one rule in one
    /// region of claims. A proof that needs more is the error *not proved*.
    pub proof_budget: u64,
    /// The fingerprint, as bytes, of a matrix that was proved before: a file that has it is taken
    /// without proofs.
    pub trust_fingerprint: Option<[u8; 32]>,
}

impl LoadConfig {
    /// The limits for files from anywhere; every property whose failure is an error is proved.
    pub const STRICT: Self = Self {
        large: false,
        analyses: Analyses::Errors,
        proof_budget: limits::PROOF_STEPS,
        trust_fingerprint: None,
    };

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
    guarantees: Vec<GuaranteeStatus>,
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
        if let Some(matrix) = &matrix {
            let checked = check::check(matrix);
            // What the reader has reported stands in the matrix as an empty text.
            let reported: BTreeSet<Span> = diagnostics.iter().map(Diagnostic::span).collect();
            let news = checked
                .diagnostics
                .into_iter()
                .filter(|it| !reported.contains(&it.span()));
            diagnostics.extend(news);
            tables = checked.tables;
        }
        let findings = Findings::new(Arc::clone(&source), diagnostics);
        let tables = tables.filter(|_| !findings.has_errors());
        let (Some(tables), Some(matrix)) = (tables, matrix) else {
            debug_assert!(
                findings.has_errors(),
                "a matrix is refused only for an error"
            );
            return Err(findings);
        };
        Self::proved(tables, &matrix, findings, config)
    }

    /// Proves what a checked matrix has to fulfil.
    fn proved(
        tables: DecisionTables,
        matrix: &SourceMatrix,
        mut findings: Findings,
        config: LoadConfig,
    ) -> Result<Self, Findings> {
        let fingerprint = table::fingerprint(&tables);
        let tables = Arc::new(tables);
        let trusted = config.trust_fingerprint.map(hexadecimal);
        let mut guarantees = Vec::new();
        let is_trusted = trusted.as_ref() == Some(&fingerprint);
        if !is_trusted && config.analyses != Analyses::None {
            let proofs = verify::verify(&tables, config.analyses, config.proof_budget);
            guarantees = proofs.guarantees;
            findings.extend(match config.analyses {
                Analyses::All => report::diagnostics_of_all(proofs.findings, &tables, matrix),
                _ => report::diagnostics(proofs.findings, &tables, matrix),
            });
        }
        if findings.has_errors() {
            return Err(findings);
        }
        Ok(Self {
            tables,
            findings,
            fingerprint,
            guarantees,
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

    /// The status of each guarantee, in order of declaration: proved, or possible where a derived
    /// factor is in the way. Empty where nothing was proved.
    pub fn guarantees(&self) -> &[GuaranteeStatus] {
        &self.guarantees
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

/// Bytes as hexadecimal digits.
fn hexadecimal(bytes: [u8; 32]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    let digits = bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    digits.collect()
}
