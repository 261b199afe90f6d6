//! The shape of a rules file: keys, kinds of nodes, grids. What the words mean is `check`'s matter.
//!
//! Everything wrong is collected, and what could be read comes back too: a part without a required
//! text has an empty one there, which no text that was read ever is (cells excepted).

mod columns;
mod parts;
mod tables;

use super::matrix::{SourceBody, SourceKeys, SourceMatrix, SourceTable};
use super::span::{SourceText, Text};
use super::yaml::{Entry, Fields, Node, Walker};
use crate::diagnostic::{Code, Diagnostic};

/// The one version of the format.
const FORMAT: &str = "1";

/// The keys of a rules file, in the order of the documentation.
const KEYS: [&str; 17] = [
    "format",
    "matrix",
    "version",
    "title",
    "owner",
    "currency",
    "effective",
    "keys",
    "permits",
    "factors",
    "parameters",
    "derive",
    "tables",
    "decision",
    "reasons",
    "guarantees",
    "audit",
];

/// Reads the shape of a rules file: what could be read, together with everything that is wrong.
/// There is no matrix without a diagnostic that says why; there may be one with diagnostics.
pub fn read(root: &Node, source: &SourceText) -> (Option<SourceMatrix>, Vec<Diagnostic>) {
    let mut reader = Reader {
        walker: Walker::new(),
    };
    let matrix = reader.matrix(root, source);
    let mut diagnostics = reader.walker.into_diagnostics();
    diagnostics.sort_by_key(Diagnostic::span);
    (matrix, diagnostics)
}

/// Reads the parts of a rules file.
struct Reader {
    walker: Walker,
}

impl Reader {
    fn matrix(&mut self, root: &Node, source: &SourceText) -> Option<SourceMatrix> {
        let what = "a rules file";
        let first_line = source.line_span(1);
        let fields = self.walker.fields(root, first_line, what, &KEYS)?;
        self.format(&fields);
        let id = self.required_text(&fields, what, "matrix");
        let version = self.required_text(&fields, what, "version");
        let keys = self.walker.required(&fields, what, "keys");
        let factors = self.walker.required(&fields, what, "factors");
        let decision = self.walker.required(&fields, what, "decision");
        let no_keys = SourceKeys {
            span: first_line,
            columns: Vec::new(),
            natural: Vec::new(),
        };
        let decision = decision.and_then(|entry| self.table(entry, true));
        let mut matrix = SourceMatrix {
            id,
            version,
            title: self.walker.optional_text(&fields, "title"),
            owner: self.walker.optional_text(&fields, "owner"),
            currency: self.walker.optional_text(&fields, "currency"),
            effective: fields
                .get("effective")
                .and_then(|entry| self.effective(entry)),
            keys: keys.and_then(|entry| self.keys(entry)).unwrap_or(no_keys),
            permits: self.walker.optional_texts(&fields, "permits"),
            factors: Vec::new(),
            parameters: Vec::new(),
            derives: Vec::new(),
            tables: Vec::new(),
            decision: decision?,
            reasons: fields.get("reasons").and_then(|entry| self.reasons(entry)),
            guarantees: Vec::new(),
            audit: fields.get("audit").and_then(|entry| self.audit(entry)),
        };
        matrix.factors = self.each(factors, Self::factor);
        matrix.parameters = self.each(fields.get("parameters"), Self::parameter);
        matrix.derives = self.each(fields.get("derive"), Self::derive);
        matrix.tables = self.each(fields.get("tables"), |reader, entry| {
            reader.table(entry, false)
        });
        matrix.guarantees = fields.get("guarantees").map_or_else(Vec::new, |entry| {
            let items = self
                .walker
                .list(&entry.value, "`guarantees`")
                .unwrap_or_default();
            items
                .iter()
                .filter_map(|item| self.guarantee(item))
                .collect()
        });
        Some(matrix)
    }

    /// The format number.
    fn format(&mut self, fields: &Fields<'_>) {
        let Some(format) = self.walker.required_text(fields, "a rules file", "format") else {
            return;
        };
        if format.text != FORMAT {
            let message = format!("the format `{}` is not known", format.text);
            let diagnostic = Diagnostic::new(Code::BadValue, format.span, message);
            self.walker
                .report(diagnostic.with_label("write `format: 1`"));
        }
    }

    /// Every entry of a mapping of named parts.
    fn each<T>(
        &mut self,
        entry: Option<&Entry>,
        mut read: impl FnMut(&mut Self, &Entry) -> Option<T>,
    ) -> Vec<T> {
        let Some(entry) = entry else {
            return Vec::new();
        };
        let what = format!("`{}`", entry.key.text);
        let entries = self.walker.mapping(&entry.value, &what).unwrap_or_default();
        entries
            .iter()
            .filter_map(|entry| read(self, entry))
            .collect()
    }

    /// A text that must be there; where it is not, an empty one at the mapping's place.
    fn required_text(&mut self, fields: &Fields<'_>, what: &str, key: &str) -> Text {
        let text = self.walker.required_text(fields, what, key);
        text.unwrap_or_else(|| Text::new("", fields.at()))
    }
}

/// Whether the keys of a table are those of a cross-table.
fn is_cross_table(entries: &[Entry]) -> bool {
    let has = |key: &str| entries.iter().any(|entry| entry.key.text == key);
    !has("rules") && (has("cells") || has("rows") || has("columns"))
}

/// A table without rules, where they could not be read.
fn without_rules(name: &Text) -> SourceTable {
    SourceTable {
        name: name.clone(),
        hit: None,
        output: None,
        default: None,
        body: SourceBody::Rules {
            is_grid: true,
            columns: Vec::new(),
            results: Vec::new(),
            rules: Vec::new(),
        },
        label: None,
        allow: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
