//! Lines of grids, cut at their bars; shared by the parser of grids and the formatter.

use std::ops::Range;

/// One line of a grid.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// The bytes of the line, without indentation and trailing spaces.
    pub(crate) range: Range<usize>,
    pub(crate) kind: LineKind,
}

/// What a line is.
#[derive(Clone, Debug)]
pub(crate) enum LineKind {
    /// Nothing but spaces.
    Blank,
    /// A line that begins with `#`.
    Comment,
    /// Anything else.
    Cells(Cells),
}

/// The cells of a line.
#[derive(Clone, Debug)]
pub(crate) struct Cells {
    /// The bytes of each cell without the spaces around it; of an empty cell with them.
    pub(crate) ranges: Vec<Range<usize>>,
    /// For each `||` the number of cells in front of it.
    pub(crate) double_bars: Vec<usize>,
    /// Whether the line begins with a bar.
    pub(crate) is_opened: bool,
    /// Whether the line ends with a bar.
    pub(crate) is_closed: bool,
}

impl Cells {
    /// How many cells stand in front of the first `||`, the id included.
    pub(crate) fn conditions(&self) -> usize {
        self.double_bars
            .first()
            .copied()
            .unwrap_or(self.ranges.len())
    }

    /// Whether every cell consists of dashes: the line under the header.
    pub(crate) fn is_ruler(&self, text: &str) -> bool {
        self.ranges.iter().all(|range| {
            let cell = text.get(range.clone()).unwrap_or_default();
            !cell.is_empty() && cell.bytes().all(|byte| byte == b'-')
        })
    }

    /// How many cells stand behind the first `||`.
    pub(crate) fn results(&self) -> usize {
        self.ranges.len() - self.conditions()
    }
}

/// Cuts a text into lines and the lines into cells.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Line> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let begin = start + line.len() - line.trim_start_matches([' ', '\t']).len();
        let end = start + line.trim_end_matches([' ', '\t', '\r']).len();
        start += line.len() + 1;
        let range = begin.min(end)..end;
        let content = text.get(range.clone()).unwrap_or_default();
        let kind = if content.is_empty() {
            LineKind::Blank
        } else if content.starts_with('#') {
            LineKind::Comment
        } else {
            LineKind::Cells(cells(content, range.start))
        };
        Line { range, kind }
    })
}

/// Cuts one line at its bars; a backslash takes the bar behind it, and any other character, along.
fn cells(content: &str, offset: usize) -> Cells {
    let is_opened = content.starts_with('|');
    let mut at = usize::from(is_opened);
    let mut cell_start = at;
    let mut found = Cells {
        ranges: Vec::new(),
        double_bars: Vec::new(),
        is_opened,
        is_closed: false,
    };
    let bytes = content.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'|' => {
                let is_double = bytes.get(at + 1) == Some(&b'|');
                found.ranges.push(trimmed(content, cell_start..at, offset));
                if is_double {
                    found.double_bars.push(found.ranges.len());
                    at += 1;
                }
                cell_start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    found.is_closed = cell_start >= bytes.len() && !found.ranges.is_empty();
    if cell_start < bytes.len() {
        found
            .ranges
            .push(trimmed(content, cell_start..bytes.len(), offset));
    }
    found
}

/// The bytes of a cell without the spaces around it; an empty cell keeps them.
fn trimmed(content: &str, range: Range<usize>, offset: usize) -> Range<usize> {
    let cell = content.get(range.clone()).unwrap_or_default();
    let visible = cell.trim_matches([' ', '\t']);
    if visible.is_empty() {
        return offset + range.start..offset + range.end;
    }
    let front = cell.len() - cell.trim_start_matches([' ', '\t']).len();
    let start = offset + range.start + front;
    start..start + visible.len()
}
