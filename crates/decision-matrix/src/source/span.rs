//! Places in a source file: byte spans, and the text they point into.

use std::ops::Range;
use std::sync::Arc;

/// A half-open range of bytes of one source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte; not below `start`.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span does not run backwards");
        Self { start, end }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// Which byte of the file each byte of a resolved text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Places {
    /// Byte `i` of the text stands at this byte of the file plus `i`.
    Straight(usize),
    /// Runs that stand in the file as they are, sorted, the last one empty and at the end.
    Runs(Arc<[Run]>),
    /// Not known better than by the whole span.
    Whole(Span),
}

/// From byte `text` of the resolved text on, the bytes stand at `file` and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) text: usize,
    pub(crate) file: usize,
}

impl Places {
    /// The place of a range of bytes of the text.
    pub(crate) fn span_of(&self, range: Range<usize>) -> Span {
        match self {
            Self::Straight(start) => {
                Span::new(start + range.start, start + range.end.max(range.start))
            }
            Self::Runs(runs) => {
                let start = file_byte(runs, range.start);
                Span::new(start, file_byte(runs, range.end).max(start))
            }
            Self::Whole(span) => *span,
        }
    }

    /// The places of a part of the text.
    fn part(&self, range: Range<usize>) -> Self {
        let span = self.span_of(range.clone());
        if span.end - span.start == range.len() && !matches!(self, Self::Whole(_)) {
            return Self::Straight(span.start);
        }
        let Self::Runs(runs) = self else {
            return Self::Whole(span);
        };
        let inside = runs
            .iter()
            .filter(|run| range.start < run.text && run.text < range.end);
        let part = std::iter::once(Run {
            text: 0,
            file: span.start,
        })
        .chain(inside.map(|run| Run {
            text: run.text - range.start,
            file: run.file,
        }))
        .chain(std::iter::once(Run {
            text: range.len(),
            file: span.end,
        }));
        Self::Runs(part.collect())
    }
}

/// The byte of the file at which a byte of the text stands.
fn file_byte(runs: &[Run], byte: usize) -> usize {
    let after = runs.partition_point(|run| run.text <= byte);
    let Some(run) = after.checked_sub(1).and_then(|at| runs.get(at)) else {
        return runs.first().map_or(0, |run| run.file);
    };
    let file = run.file + (byte - run.text);
    runs.get(after).map_or(run.file, |next| file.min(next.file))
}

/// A text with the place where it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text, escapes resolved.
    pub text: String,
    /// Where it stands, quotes included.
    pub span: Span,
    places: Places,
}

impl Text {
    /// A text at a place.
    pub fn new(text: impl Into<String>, span: Span) -> Self {
        let text = text.into();
        let is_straight = text.len() == span.end - span.start;
        let places = if is_straight {
            Places::Straight(span.start)
        } else {
            Places::Whole(span)
        };
        Self { text, span, places }
    }

    /// A text whose bytes have known places.
    pub(crate) fn with_places(text: impl Into<String>, span: Span, places: Places) -> Self {
        Self {
            text: text.into(),
            span,
            places,
        }
    }

    /// The text as a string slice.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where a range of bytes of the text stands in the file, escapes and line ends regarded.
    pub fn span_of(&self, range: Range<usize>) -> Span {
        self.places.span_of(range)
    }

    /// A part of the text with its place; empty where the range does not fit the text.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Self {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let range = range.start..range.start + text.len();
        let span = self.span_of(range.clone());
        Self {
            text: text.to_owned(),
            span,
            places: self.places.part(range),
        }
    }
}

/// A line and a column as people count them: from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A mark that may stand at the start of a file and counts as no column.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// A named source text, with its line starts indexed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    name: String,
    text: String,
    line_starts: Vec<usize>,
}

impl SourceText {
    /// Indexes the lines of `text`; `name` is what messages call the file.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self {
            name: name.into(),
            text,
            line_starts,
        }
    }

    /// What messages call the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span, empty where the span does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Line and column of a byte; a byte past the end counts as the end.
    pub fn line_column(&self, byte: usize) -> LineColumn {
        let byte = char_floor(&self.text, byte);
        let line = self.line_starts.partition_point(|start| *start <= byte);
        let start = self.line_starts.get(line - 1).copied().unwrap_or_default();
        let before = self.text.get(start..byte).unwrap_or_default();
        let column = before.trim_start_matches(BYTE_ORDER_MARK).chars().count() + 1;
        LineColumn { line, column }
    }

    /// Line and column at which a span ends: the first character behind it. A line end belongs to
    /// the line it ends.
    pub fn end_line_column(&self, span: Span) -> LineColumn {
        let inside = self.slice(span);
        let visible = inside.trim_end_matches(['\n', '\r']).len();
        self.line_column(span.start + visible)
    }

    /// The place of a line without its line end; `line` counts from 1. Empty at the end of the
    /// text where there is no such line.
    pub fn line_span(&self, line: usize) -> Span {
        let line = line.max(1);
        let start_of = |index: usize| self.line_starts.get(index).copied();
        let start = start_of(line - 1).unwrap_or(self.text.len());
        let end = start_of(line).unwrap_or(self.text.len());
        let text = self.text.get(start..end).unwrap_or_default();
        Span::new(start, start + text.trim_end_matches(['\n', '\r']).len())
    }
}

/// The last boundary between characters that is not behind this byte.
pub(crate) fn char_floor(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The first boundary between characters that is not in front of this byte; the end of the text
/// for a byte behind it.
pub(crate) fn char_ceil(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests;
