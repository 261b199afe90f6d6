//! One CSV row: RFC 4180 with commas, LF, UTF-8, and cells that a spreadsheet cannot take for a
//! formula.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe in
//! front, unless it is a number or a lone `-`. So that the apostrophe can be taken off again
//! without a doubt, a cell that begins with apostrophes before such a character gets one more.

use decision_matrix::number;

/// A row that is being written.
#[derive(Default)]
pub(crate) struct CsvRow {
    bytes: Vec<u8>,
    cells: usize,
}

impl CsvRow {
    /// Adds a cell; nothing is an empty cell.
    pub(crate) fn push(&mut self, text: Option<&str>) {
        if self.cells > 0 {
            self.bytes.push(b',');
        }
        self.cells += 1;
        let text = text.unwrap_or_default();
        let is_escaped = looks_like_formula(text);
        let is_quoted = text
            .bytes()
            .any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
        if !is_quoted {
            if is_escaped {
                self.bytes.push(b'\'');
            }
            self.bytes.extend_from_slice(text.as_bytes());
            return;
        }
        self.bytes.push(b'"');
        if is_escaped {
            self.bytes.push(b'\'');
        }
        for byte in text.bytes() {
            if byte == b'"' {
                self.bytes.push(b'"');
            }
            self.bytes.push(byte);
        }
        self.bytes.push(b'"');
    }

    /// The whole row with its line end; the next cell begins a new one.
    pub(crate) fn end(
        &mut self,
        mut write: impl FnMut(&[u8]) -> Result<(), crate::ClaimsError>,
    ) -> Result<(), crate::ClaimsError> {
        if self.bytes.is_empty() {
            // An empty line would be no row at all.
            self.bytes.extend_from_slice(b"\"\"");
        }
        self.bytes.push(b'\n');
        let result = write(&self.bytes);
        self.bytes.clear();
        self.cells = 0;
        result
    }
}

/// Whether a cell needs an apostrophe in front.
pub(crate) fn looks_like_formula(text: &str) -> bool {
    let bare = text.trim_start_matches('\'');
    let begins = bare.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_harmless = text == "-" || number::is_number(text);
    begins && !is_harmless
}

#[cfg(test)]
mod tests;
