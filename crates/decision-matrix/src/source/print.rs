//! The canonical layout of a rules file: aligned grids, no trailing spaces, one final line end.
//!
//! Only lines of grids are written anew; everything else stays as it was written, comments, blank
//! lines and line ends included. The result is read again and compared before it is handed out.

mod cell;
mod grid;
mod same;

use std::collections::BTreeMap;

use super::grid::{parse_cross, parse_rules};
use super::span::{SourceText, Span};
use super::yaml::{self, Node, NodeValue, Scalar, ScalarStyle};
use crate::diagnostic::Diagnostic;
use crate::limits::{FILE_BYTES, LARGE_FILE_BYTES};

/// The two kinds of grids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GridKind {
    Rules,
    Cross,
}

/// Formats a file. The text comes back as it was where a change could alter what it says.
///
/// # Errors
///
/// What keeps the file, or a grid in it, from being read.
pub fn format(source: &SourceText) -> Result<String, Vec<Diagnostic>> {
    let root = yaml::read(source, LARGE_FILE_BYTES)?;
    let mut plan = Plan {
        source,
        lines: BTreeMap::new(),
        diagnostics: Vec::new(),
    };
    plan.file(&root);
    if !plan.diagnostics.is_empty() {
        return Err(plan.diagnostics);
    }
    let formatted = plan.written();
    // Aligned grids are longer; a file within the usual limit stays within it.
    let is_too_long = |text: &str| text.len() > FILE_BYTES;
    if is_too_long(&formatted) && !is_too_long(source.text()) {
        return Ok(source.text().to_owned());
    }
    // INVARIANT: formatting never changes what a file says.
    let again = SourceText::new(source.name(), formatted);
    let is_same = yaml::read(&again, LARGE_FILE_BYTES).is_ok_and(|node| same::node(&root, &node));
    Ok(if is_same {
        again.text().to_owned()
    } else {
        source.text().to_owned()
    })
}

/// What becomes of a line.
enum Fate {
    /// It stays as it is, trailing spaces included: it is part of a text.
    Kept,
    /// These lines take its place.
    Replaced(Vec<String>),
}

/// What becomes of the lines of a file; a line that is not listed loses its trailing spaces.
struct Plan<'a> {
    source: &'a SourceText,
    lines: BTreeMap<usize, Fate>,
    diagnostics: Vec<Diagnostic>,
}

impl Plan<'_> {
    /// Plans the whole file: the grids in their places, and every other text kept.
    fn file(&mut self, root: &Node) {
        let mut grids = Vec::new();
        let tables = root
            .get("tables")
            .and_then(Node::mapping)
            .unwrap_or_default();
        for table in tables
            .iter()
            .map(|entry| &entry.value)
            .chain(root.get("decision"))
        {
            grids.extend(table.get("rules").map(|node| (GridKind::Rules, node)));
            grids.extend(table.get("cells").map(|node| (GridKind::Cross, node)));
        }
        self.keep(root);
        for (kind, node) in grids {
            if let Some(scalar) = node.scalar().filter(|s| s.style == ScalarStyle::Literal) {
                self.grid(kind, node, scalar);
            }
        }
    }

    /// Keeps the lines of every text that has more than one.
    fn keep(&mut self, node: &Node) {
        match &node.value {
            NodeValue::Scalar(_) => self.keep_lines(node.span),
            NodeValue::Sequence(items) => items.iter().for_each(|item| self.keep(item)),
            NodeValue::Mapping(entries) => {
                for entry in entries {
                    self.keep_lines(entry.key.span);
                    self.keep(&entry.value);
                }
            }
        }
    }

    fn keep_lines(&mut self, span: Span) {
        if self.source.slice(span).contains('\n') {
            let first = self.source.line_column(span.start).line;
            let last = self.source.line_column(span.end).line;
            self.lines
                .extend((first..=last).map(|line| (line, Fate::Kept)));
        }
    }

    /// Plans the lines of one grid.
    fn grid(&mut self, kind: GridKind, node: &Node, scalar: &Scalar) {
        let Some(text) = node.text() else { return };
        let diagnostics = match kind {
            GridKind::Rules => parse_rules(&text).1,
            GridKind::Cross => parse_cross(&text).1,
        };
        if !diagnostics.is_empty() {
            self.diagnostics.extend(diagnostics);
            return;
        }
        let mut begin = 0;
        let mut indentation = None;
        for lines in grid::aligned(&scalar.text, kind) {
            let end = begin
                + scalar
                    .text
                    .get(begin..)
                    .and_then(|t| t.find('\n'))
                    .unwrap_or(0);
            let place = self.source.line_column(scalar.span_of(begin..begin).start);
            begin = end + 1;
            // The block is indented as its first line that is not blank.
            let is_blank = lines.iter().all(String::is_empty);
            if !is_blank && indentation.is_none() {
                indentation = Some(place.column - 1);
            }
            let indent = " ".repeat(indentation.unwrap_or_default());
            let lines = lines.into_iter().map(|line| {
                if line.is_empty() {
                    line
                } else {
                    format!("{indent}{line}")
                }
            });
            self.lines
                .insert(place.line, Fate::Replaced(lines.collect()));
        }
    }

    /// The file with its lines as planned.
    fn written(&self) -> String {
        let text = self.source.text();
        let usual_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut written = String::with_capacity(text.len() + text.len() / 4);
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let content = line.trim_end_matches(['\n', '\r']);
            let end = line
                .get(content.len()..)
                .filter(|end| !end.is_empty())
                .unwrap_or(usual_end);
            match self.lines.get(&(index + 1)) {
                Some(Fate::Kept) => {
                    written.push_str(content);
                    written.push_str(end);
                }
                Some(Fate::Replaced(lines)) => {
                    for line in lines {
                        written.push_str(line);
                        written.push_str(end);
                    }
                }
                None => {
                    written.push_str(content.trim_end_matches([' ', '\t']));
                    written.push_str(end);
                }
            }
        }
        let visible = written.trim_end_matches(['\n', '\r', ' ', '\t']).len();
        written.truncate(visible);
        if !written.is_empty() {
            written.push_str(usual_end);
        }
        written
    }
}

#[cfg(test)]
mod tests;
