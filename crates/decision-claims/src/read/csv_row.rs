//! One CSV row: RFC 4180 with any delimiter, CRLF, LF or CR, and quotes only around whole fields.
//!
//! A quote inside an unquoted field is a character like any other, as most programs write it. A
//! quoted field that goes on after its closing quote cannot be split and is a fault of the row.

use std::borrow::Cow;

/// The fields of one row, without quotes; the buffers are used again for the next row.
#[derive(Default)]
pub(crate) struct FieldBytes {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl FieldBytes {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    fn end_field(&mut self) {
        self.ends.push(self.bytes.len());
    }

    /// How many fields.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the row is a line with nothing on it.
    pub(crate) fn is_blank(&self) -> bool {
        self.bytes.is_empty() && self.ends.len() == 1
    }

    /// The fields as text, with U+FFFD in the place of bytes that are none.
    pub(crate) fn lossy_texts(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let field = self.bytes.get(start..*end).unwrap_or_default();
            start = *end;
            String::from_utf8_lossy(field)
        })
    }

    /// The fields as text, or nothing if any is not UTF-8 by itself.
    pub(crate) fn texts(&self) -> Option<impl Iterator<Item = &str>> {
        let text = std::str::from_utf8(&self.bytes).ok()?;
        self.ends
            .iter()
            .all(|end| text.is_char_boundary(*end))
            .then_some(())?;
        let mut start = 0;
        Some(self.ends.iter().map(move |end| {
            let field = text.get(start..*end).unwrap_or_default();
            start = *end;
            field
        }))
    }
}

/// What became of the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Split {
    /// A row.
    Row {
        /// Its bytes, line end included.
        bytes: usize,
        /// Its line ends, those inside quotes included.
        lines: u64,
    },
    /// The row does not end within the bytes.
    More,
    /// The row cannot be split: a quote is never closed, or text stands after a closing quote.
    Broken,
}

/// Where a field ended.
enum FieldEnd {
    Delimiter(usize),
    Line(usize),
    More,
    Broken,
}

/// Splits the first row of `bytes`, which is not empty. `is_at_end`: nothing comes after them.
pub(crate) fn split(
    bytes: &[u8],
    delimiter: u8,
    is_at_end: bool,
    fields: &mut FieldBytes,
) -> Split {
    fields.clear();
    let (mut at, mut lines) = (0, 0);
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let end = match rest.split_first() {
            Some((b'"', quoted)) => {
                quoted_field(quoted, delimiter, is_at_end, fields, &mut lines).after(1)
            }
            _ => plain_field(rest, delimiter, is_at_end, fields),
        };
        match end {
            FieldEnd::Delimiter(count) => {
                fields.end_field();
                at += count;
            }
            FieldEnd::Line(count) => {
                fields.end_field();
                return Split::Row {
                    bytes: at + count,
                    lines: lines + 1,
                };
            }
            FieldEnd::More => return Split::More,
            FieldEnd::Broken => return Split::Broken,
        }
    }
}

impl FieldEnd {
    fn after(self, count: usize) -> Self {
        match self {
            Self::Delimiter(end) => Self::Delimiter(end + count),
            Self::Line(end) => Self::Line(end + count),
            other => other,
        }
    }
}

/// A field without quotes around it.
fn plain_field(bytes: &[u8], delimiter: u8, is_at_end: bool, fields: &mut FieldBytes) -> FieldEnd {
    let stop = bytes
        .iter()
        .position(|byte| *byte == delimiter || *byte == b'\n' || *byte == b'\r');
    let Some(stop) = stop else {
        if !is_at_end {
            return FieldEnd::More;
        }
        fields.bytes.extend_from_slice(bytes);
        return FieldEnd::Line(bytes.len());
    };
    fields
        .bytes
        .extend_from_slice(bytes.get(..stop).unwrap_or_default());
    ended(bytes.get(stop..).unwrap_or_default(), delimiter, is_at_end).after(stop)
}

/// A field after its opening quote.
fn quoted_field(
    bytes: &[u8],
    delimiter: u8,
    is_at_end: bool,
    fields: &mut FieldBytes,
    lines: &mut u64,
) -> FieldEnd {
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(quote) = rest.iter().position(|byte| *byte == b'"') else {
            return if is_at_end {
                FieldEnd::Broken
            } else {
                FieldEnd::More
            };
        };
        let inside = rest.get(..quote).unwrap_or_default();
        fields.bytes.extend_from_slice(inside);
        *lines += inside
            .iter()
            .map(|byte| u64::from(*byte == b'\n'))
            .sum::<u64>();
        let after = rest.get(quote + 1..).unwrap_or_default();
        if after.first() != Some(&b'"') {
            return ended(after, delimiter, is_at_end).after(at + quote + 1);
        }
        fields.bytes.push(b'"');
        at += quote + 2;
    }
}

/// What stands at the end of a field: a delimiter, a line end, the end of the stream.
fn ended(bytes: &[u8], delimiter: u8, is_at_end: bool) -> FieldEnd {
    match bytes {
        [byte, ..] if *byte == delimiter => FieldEnd::Delimiter(1),
        [b'\r', b'\n', ..] => FieldEnd::Line(2),
        [b'\r'] if !is_at_end => FieldEnd::More,
        [b'\n' | b'\r', ..] => FieldEnd::Line(1),
        [] if is_at_end => FieldEnd::Line(0),
        [] => FieldEnd::More,
        _ => FieldEnd::Broken,
    }
}

#[cfg(test)]
mod tests;
