//! Grids with their columns aligned.

use super::{GridKind, cell};
use crate::source::grid::line::{Cells, Line, LineKind, lines};

/// A line of cells, ready to be padded.
struct Row {
    cells: Vec<String>,
    is_ruler: bool,
}

/// For each line of a grid without errors the lines that take its place: usually one, two for a
/// header without a ruler. A blank line becomes an empty one.
pub(super) fn aligned(text: &str, kind: GridKind) -> Vec<Vec<String>> {
    let mut found: Vec<Line> = lines(text).collect();
    // Behind the last line end there is no line.
    if text.ends_with('\n') || text.is_empty() {
        found.pop();
    }
    let mut position = 0;
    let mut conditions = 0;
    let rows: Vec<Option<Row>> = found
        .iter()
        .map(|line| {
            let LineKind::Cells(cells) = &line.kind else {
                return None;
            };
            let is_ruler = position == 1 && cells.is_ruler(text);
            if position == 0 {
                conditions = cells.conditions();
            }
            let cells = canonical(text, cells, kind, position == 0, is_ruler);
            position += 1;
            Some(Row { cells, is_ruler })
        })
        .collect();
    let layout = Layout {
        widths: widths(&rows),
        conditions,
    };
    let has_ruler = rows.iter().flatten().any(|row| row.is_ruler);
    let mut is_header = true;
    let mut written = Vec::with_capacity(found.len());
    for (line, row) in found.iter().zip(&rows) {
        written.push(match row {
            None => vec![text.get(line.range.clone()).unwrap_or_default().to_owned()],
            Some(row) if row.is_ruler => vec![layout.ruler()],
            Some(row) if is_header && !has_ruler => vec![layout.row(&row.cells), layout.ruler()],
            Some(row) => vec![layout.row(&row.cells)],
        });
        is_header = is_header && row.is_none();
    }
    written
}

/// The cells of a line in canonical spacing. Names of columns and ids stay as they are.
fn canonical(
    text: &str,
    cells: &Cells,
    kind: GridKind,
    is_header: bool,
    is_ruler: bool,
) -> Vec<String> {
    let is_name = |position: usize| match kind {
        GridKind::Rules => is_header || position == 0,
        GridKind::Cross => is_header && position == 0,
    };
    let one = |(position, range): (usize, &std::ops::Range<usize>)| {
        let written = text
            .get(range.clone())
            .unwrap_or_default()
            .trim_matches([' ', '\t']);
        if is_ruler || is_name(position) {
            written.to_owned()
        } else {
            cell::canonical(written)
        }
    };
    cells.ranges.iter().enumerate().map(one).collect()
}

/// The widest cell of each column, in characters.
fn widths(rows: &[Option<Row>]) -> Vec<usize> {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows.iter().flatten().filter(|row| !row.is_ruler) {
        widths.resize(widths.len().max(row.cells.len()), 1);
        for (width, cell) in widths.iter_mut().zip(&row.cells) {
            *width = (*width).max(cell.chars().count());
        }
    }
    widths
}

/// Where the bars of a grid stand.
struct Layout {
    widths: Vec<usize>,
    /// Cells in front of `||`; all of them in a cross-table.
    conditions: usize,
}

impl Layout {
    fn row(&self, cells: &[String]) -> String {
        let cells = cells.iter().zip(&self.widths).map(|(cell, width)| {
            let padding = " ".repeat(width.saturating_sub(cell.chars().count()));
            format!(" {cell}{padding} ")
        });
        self.joined(cells)
    }

    fn ruler(&self) -> String {
        self.joined(self.widths.iter().map(|width| "-".repeat(width + 2)))
    }

    fn joined(&self, cells: impl Iterator<Item = String>) -> String {
        let mut line = String::from("|");
        for (position, cell) in cells.enumerate() {
            line.push_str(&cell);
            let is_last_condition =
                position + 1 == self.conditions && self.conditions < self.widths.len();
            line.push_str(if is_last_condition { "||" } else { "|" });
        }
        line
    }
}
