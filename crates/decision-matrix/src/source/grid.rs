//! The grids inside literal blocks: rule grids and cross-tables, split into cells with places.

use super::span::{Span, Text};

/// A rule grid, split but not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleGrid {
    /// The header line.
    pub header: Span,
    /// The condition columns, without `id`.
    pub conditions: Vec<Text>,
    /// The result columns.
    pub results: Vec<Text>,
    /// The rules; each has as many cells as there are columns.
    pub rows: Vec<GridRow>,
}

/// One line of a rule grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridRow {
    /// The line, without indentation and line end.
    pub span: Span,
    /// The rule's id as written.
    pub id: Text,
    /// The condition cells as written.
    pub conditions: Vec<Text>,
    /// The result cells as written.
    pub results: Vec<Text>,
}

/// A cross-table, split but not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossGrid {
    /// The corner: the name of the row factor.
    pub corner: Text,
    /// The header cells of the columns.
    pub columns: Vec<Text>,
    /// The lines: header cell of the row, then one result a column.
    pub rows: Vec<CrossRow>,
}

/// One line of a cross-table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossRow {
    /// The line, without indentation and line end.
    pub span: Span,
    /// The header cell.
    pub header: Text,
    /// The results, one a column.
    pub results: Vec<Text>,
}
