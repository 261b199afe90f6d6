//! Tables for people: no frames, columns aligned, numbers to the right.

use comfy_table::{
    Cell, CellAlignment, ContentArrangement, ContentLineStyle, LineStyle, Table as ComfyTable,
    TableStyle,
};

/// A rule below the head and no other line.
const STYLE: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none())
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .content_lines(ContentLineStyle::none());

/// Where the text of a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    /// To the left.
    Left,
    /// To the right.
    Right,
}

impl From<Align> for CellAlignment {
    fn from(align: Align) -> Self {
        match align {
            Align::Left => Self::Left,
            Align::Right => Self::Right,
        }
    }
}

/// A table that is built row by row.
pub(crate) struct Table {
    inner: ComfyTable,
    aligns: Vec<Align>,
}

impl Table {
    /// A table with these columns.
    pub(crate) fn new(columns: &[(&str, Align)]) -> Self {
        let mut table = Self::plain(&columns.iter().map(|(_, align)| *align).collect::<Vec<_>>());
        let head = columns
            .iter()
            .map(|(name, align)| Cell::new(name).set_alignment((*align).into()));
        table.inner.set_header(head.collect::<Vec<_>>());
        table
    }

    /// A table without a head.
    pub(crate) fn plain(aligns: &[Align]) -> Self {
        let mut inner = ComfyTable::new();
        inner
            .load_style(STYLE)
            .set_content_arrangement(ContentArrangement::Disabled);
        Self {
            inner,
            aligns: aligns.to_vec(),
        }
    }

    /// Adds a row.
    pub(crate) fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        let cells = cells.into_iter().zip(&self.aligns);
        let cells = cells.map(|(text, align)| Cell::new(text).set_alignment((*align).into()));
        self.inner.add_row(cells.collect::<Vec<_>>());
    }

    /// The lines, without spaces at their ends.
    pub(crate) fn render(&self) -> String {
        let lines = self
            .inner
            .lines()
            .map(|line| format!(" {}", line.trim_end()).trim_end().to_owned());
        lines
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_to_the_right() {
        let mut table = Table::new(&[("policy", Align::Left), ("cost", Align::Right)]);
        table.row(["review all", "1,000"]);
        table.row(["these", "7"]);
        let text = table.render();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0], "  policy        cost");
        assert!(lines[1].contains('─'), "{text}");
        assert_eq!(lines[2], "  review all   1,000");
        assert_eq!(lines[3], "  these            7");
    }
}
