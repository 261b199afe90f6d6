//! One CSV row: RFC 4180 with any delimiter, CRLF, LF or CR, and quotes only around whole fields.
//!
//! A quote inside an unquoted field is a character like any other, as most programs write it. A
//! quoted field that goes on after its closing quote cannot be split and is a fault of the row.

use std::borrow::Cow;

use memchr::{memchr, memchr3};

/// Takes the fields of one row.
pub(crate) trait FieldSink {
    /// A piece of the field, which stands at this place of the row.
    fn text(&mut self, at: usize, bytes: &[u8]);

    /// The field ends.
    fn end_field(&mut self);
}

/// The fields of one row, without quotes; the buffers are used again for the next row.
#[derive(Default)]
pub(crate) struct FieldBytes {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl FieldSink for FieldBytes {
    fn text(&mut self, _: usize, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    fn end_field(&mut self) {
        self.ends.push(self.bytes.len());
    }
}

impl FieldBytes {
    /// Forgets the row.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// How many fields.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
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

/// Tells only whether a row is a line with nothing on it.
#[derive(Default)]
pub(crate) struct Blankness {
    has_text: bool,
    fields: usize,
}

impl FieldSink for Blankness {
    fn text(&mut self, _: usize, bytes: &[u8]) {
        self.has_text |= !bytes.is_empty();
    }

    fn end_field(&mut self) {
        self.fields += 1;
    }
}

impl Blankness {
    /// Whether the row is a line with nothing on it.
    pub(crate) fn is_blank(&self) -> bool {
        !self.has_text && self.fields == 1
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

/// Where a field ended, in bytes of the row.
enum FieldEnd {
    Delimiter(usize),
    Line(usize),
    More,
    Broken,
}

/// A row and how it is written.
#[derive(Clone, Copy)]
struct RowBytes<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    /// Whether nothing comes after the bytes.
    is_at_end: bool,
}

/// Splits the first row of `bytes`, which is not empty. `is_at_end`: nothing comes after them.
pub(crate) fn split(
    bytes: &[u8],
    delimiter: u8,
    is_at_end: bool,
    fields: &mut impl FieldSink,
) -> Split {
    let row = RowBytes {
        bytes,
        delimiter,
        is_at_end,
    };
    let (mut at, mut lines) = (0, 0);
    loop {
        let end = if bytes.get(at) == Some(&b'"') {
            row.quoted_field(at + 1, fields, &mut lines)
        } else {
            row.plain_field(at, fields)
        };
        match end {
            FieldEnd::Delimiter(next) => {
                fields.end_field();
                at = next;
            }
            FieldEnd::Line(next) => {
                fields.end_field();
                return Split::Row {
                    bytes: next,
                    lines: lines + 1,
                };
            }
            FieldEnd::More => return Split::More,
            FieldEnd::Broken => return Split::Broken,
        }
    }
}

impl<'a> RowBytes<'a> {
    fn from(self, at: usize) -> &'a [u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    /// A field without quotes around it.
    fn plain_field(self, at: usize, fields: &mut impl FieldSink) -> FieldEnd {
        let rest = self.from(at);
        let Some(stop) = memchr3(self.delimiter, b'\n', b'\r', rest) else {
            if !self.is_at_end {
                return FieldEnd::More;
            }
            fields.text(at, rest);
            return FieldEnd::Line(self.bytes.len());
        };
        fields.text(at, rest.get(..stop).unwrap_or_default());
        self.ended(at + stop)
    }

    /// A field after its opening quote.
    fn quoted_field(self, mut at: usize, fields: &mut impl FieldSink, lines: &mut u64) -> FieldEnd {
        loop {
            let rest = self.from(at);
            let Some(quote) = memchr(b'"', rest) else {
                return if self.is_at_end {
                    FieldEnd::Broken
                } else {
                    FieldEnd::More
                };
            };
            let inside = rest.get(..quote).unwrap_or_default();
            fields.text(at, inside);
            *lines += memchr::memchr_iter(b'\n', inside).count() as u64;
            let after = at + quote + 1;
            if self.bytes.get(after) != Some(&b'"') {
                return self.ended(after);
            }
            fields.text(at + quote, b"\"");
            at = after + 1;
        }
    }

    /// What stands at the end of a field: a delimiter, a line end, the end of the stream.
    fn ended(self, at: usize) -> FieldEnd {
        match self.from(at) {
            [byte, ..] if *byte == self.delimiter => FieldEnd::Delimiter(at + 1),
            [b'\r', b'\n', ..] => FieldEnd::Line(at + 2),
            [b'\r'] if !self.is_at_end => FieldEnd::More,
            [b'\n' | b'\r', ..] => FieldEnd::Line(at + 1),
            [] if self.is_at_end => FieldEnd::Line(at),
            [] => FieldEnd::More,
            _ => FieldEnd::Broken,
        }
    }
}

#[cfg(test)]
mod tests;
