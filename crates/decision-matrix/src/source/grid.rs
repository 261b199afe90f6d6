//! The grids inside literal blocks: rule grids and cross-tables, split into cells with places.

pub(crate) mod line;

use std::ops::Range;

use line::{Cells, Line, LineKind};

use super::span::{Span, Text};
use crate::diagnostic::{Code, DIAGNOSTICS_MAX, Diagnostic};

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

/// Splits a rule grid; the text is the one of a literal block. A line that does not fit is reported
/// and left out; the other lines are there. There is no grid without a readable header line.
pub fn parse_rules(text: &Text) -> (Option<RuleGrid>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut lines = placed_lines(text);
    let header = lines.next();
    if header.is_none() {
        diagnostics.push(no_header(text));
    }
    let header = header.filter(|line| line.fits_rules(None, &mut diagnostics));
    if let Some(header) = &header {
        header.check_names(&mut diagnostics);
    }
    let mut rows = Vec::new();
    for (index, line) in lines.enumerate() {
        let fits = line.fits_rules(header.as_ref(), &mut diagnostics);
        let is_ruler = index == 0 && line.is_ruler();
        if fits && !is_ruler {
            let (id, conditions, results) = line.rule();
            rows.push(GridRow {
                span: line.span,
                id,
                conditions,
                results,
            });
        }
    }
    let grid = header.map(|header| {
        let (_, conditions, results) = header.rule();
        RuleGrid {
            header: header.span,
            conditions,
            results,
            rows,
        }
    });
    (grid, diagnostics)
}

/// Splits a cross-table; the text is the one of a literal block. A line that does not fit is
/// reported and left out; the other lines are there. There is no grid without a readable header
/// line.
pub fn parse_cross(text: &Text) -> (Option<CrossGrid>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut lines = placed_lines(text);
    let header = lines.next();
    if header.is_none() {
        diagnostics.push(no_header(text));
    }
    let header = header.filter(|line| line.fits_cross(None, &mut diagnostics));
    if header
        .as_ref()
        .is_some_and(|header| header.cells.ranges.len() == 1)
    {
        let message = "the cross-table has no columns";
        diagnostics.push(Diagnostic::new(Code::GridShape, text.span, message));
    }
    let mut rows = Vec::new();
    for (index, line) in lines.enumerate() {
        let fits = line.fits_cross(header.as_ref(), &mut diagnostics);
        let is_ruler = index == 0 && line.is_ruler();
        let mut texts = line.texts();
        if let Some(header) = texts.next().filter(|_| fits && !is_ruler) {
            rows.push(CrossRow {
                span: line.span,
                header,
                results: texts.collect(),
            });
        }
    }
    let grid = header.and_then(|header| {
        let mut texts = header.texts();
        Some(CrossGrid {
            corner: texts.next()?,
            columns: texts.collect(),
            rows,
        })
    });
    (grid, diagnostics)
}

/// A line of cells with its place in the file.
struct PlacedLine<'a> {
    text: &'a Text,
    /// The bytes of the line in the text.
    range: Range<usize>,
    cells: Cells,
    span: Span,
}

/// The lines that are neither blank nor comments.
fn placed_lines(text: &Text) -> impl Iterator<Item = PlacedLine<'_>> {
    line::lines(text.as_str()).filter_map(|Line { range, kind }| match kind {
        LineKind::Cells(cells) => {
            let span = text.span_of(range.clone());
            Some(PlacedLine {
                text,
                range,
                cells,
                span,
            })
        }
        LineKind::Blank | LineKind::Comment => None,
    })
}

impl PlacedLine<'_> {
    /// Whether the line fits a rule grid, and the header if it is not the header itself.
    fn fits_rules(&self, header: Option<&Self>, diagnostics: &mut Vec<Diagnostic>) -> bool {
        let cells = &self.cells;
        let problem = self
            .bars_problem()
            .or_else(|| match cells.double_bars.as_slice() {
                [] => Some("the line has no `||` between conditions and results".to_owned()),
                [_] => None,
                _ => Some("the line has `||` more than once".to_owned()),
            });
        let problem = problem.or_else(|| {
            let header = &header?.cells;
            difference("before `||`", cells.conditions(), header.conditions())
                .or_else(|| difference("after `||`", cells.results(), header.results()))
        });
        self.is_without(problem, diagnostics)
    }

    /// Whether the line fits a cross-table, and the header if it is not the header itself.
    fn fits_cross(&self, header: Option<&Self>, diagnostics: &mut Vec<Diagnostic>) -> bool {
        let cells = &self.cells;
        let problem = self.bars_problem().or_else(|| {
            (!cells.double_bars.is_empty()).then(|| "a cross-table has no `||`".to_owned())
        });
        let problem =
            problem.or_else(|| difference("", cells.ranges.len(), header?.cells.ranges.len()));
        self.is_without(problem, diagnostics)
    }

    /// What is wrong about the bars at both ends of the line.
    fn bars_problem(&self) -> Option<String> {
        if !self.cells.is_opened {
            return Some("a grid line begins with `|`".to_owned());
        }
        if !self.cells.is_closed {
            return Some("a grid line ends with `|`".to_owned());
        }
        None
    }

    /// Reports a problem of the line; whether there is none.
    fn is_without(&self, problem: Option<String>, diagnostics: &mut Vec<Diagnostic>) -> bool {
        let Some(problem) = problem else { return true };
        if diagnostics.len() >= DIAGNOSTICS_MAX {
            return false;
        }
        diagnostics.push(
            Diagnostic::new(Code::GridShape, self.span, problem)
                .with_label("this line does not fit the grid")
                .with_help("a bar inside a text is written `\\|`"),
        );
        false
    }

    /// Refuses a header that does not begin with `id` or has a cell without a name.
    fn check_names(&self, diagnostics: &mut Vec<Diagnostic>) {
        let mut names = self.texts();
        if let Some(first) = names.next().filter(|first| first.text != "id") {
            let message = format!("the first column of a grid is `id`, not `{}`", first.text);
            let diagnostic = Diagnostic::new(Code::GridShape, first.span, message);
            diagnostics.push(diagnostic.with_label("`id` was expected"));
        }
        for name in names.filter(|name| name.text.is_empty()) {
            let message = "a column has no name";
            diagnostics.push(Diagnostic::new(Code::GridShape, name.span, message));
        }
    }

    fn is_ruler(&self) -> bool {
        self.cells.is_ruler(self.text.as_str())
    }

    /// The id, the conditions and the results of a line whose bars are right.
    fn rule(&self) -> (Text, Vec<Text>, Vec<Text>) {
        let mut texts = self.texts();
        let id = texts.next().unwrap_or_else(|| Text::new("", self.span));
        let conditions = texts
            .by_ref()
            .take(self.cells.conditions().saturating_sub(1))
            .collect();
        (id, conditions, texts.collect())
    }

    fn texts(&self) -> impl Iterator<Item = Text> {
        self.cells.ranges.iter().map(|range| self.cell(range))
    }

    /// The text of a cell; an empty one stands at the spaces between its bars.
    fn cell(&self, range: &Range<usize>) -> Text {
        let cell = self.text.text.get(range.clone()).unwrap_or_default();
        // A line of a literal block stands in the file as it is.
        let is_straight = self.span.end - self.span.start == self.range.len();
        let span = if is_straight {
            let start = self.span.start + (range.start - self.range.start);
            Span::new(start, start + range.len())
        } else {
            self.text.span_of(range.clone())
        };
        Text::new(cell.trim_matches([' ', '\t']), span)
    }
}

/// The problem of a line that has not as many of something as the header.
fn difference(place: &str, found: usize, expected: usize) -> Option<String> {
    let cells = if found == 1 { "cell" } else { "cells" };
    let space = if place.is_empty() { "" } else { " " };
    (found != expected)
        .then(|| format!("the line has {found} {cells}{space}{place}, the header has {expected}"))
}

fn no_header(text: &Text) -> Diagnostic {
    Diagnostic::new(Code::GridShape, text.span, "the grid has no header line")
}

#[cfg(test)]
mod tests;
