//! Where the parts of a checked matrix stand in its file, and what the file silences there.
//!
//! Proofs speak of a matrix by indexes. Check keeps the order of the file, so an index leads back to
//! the text it was made from; a cross-table, which is expanded to rules, back to its grid.

use crate::diagnostic::{Code, Severity};
use crate::source::grid::CrossGrid;
use crate::source::matrix::{SourceBody, SourceMatrix, SourceTable};
use crate::source::span::{Span, Text};
use crate::verify::{Finding, Place, TableRef};

/// One entry of an `allow`: the code and why.
type Entry = (Text, Text);

/// The places of one file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places<'a> {
    source: &'a SourceMatrix,
}

impl<'a> Places<'a> {
    /// The places of a file whose check gave no error.
    pub(super) fn new(source: &'a SourceMatrix) -> Self {
        Self { source }
    }

    /// Where a part stands: a table at its key, a rule at its grid line or mapping, a rule of a
    /// cross-table at its result, a cell left out of the long form at its rule. `None` for a reason
    /// that the file uses without declaring it, and for an index of another matrix.
    pub(super) fn span(self, place: Place) -> Option<Span> {
        match place {
            Place::Table(table) => Some(self.table(table)?.name.span),
            Place::Rule(table, rule) => self.rule(table, rule),
            Place::Cell(table, rule, column) => self.cell(table, rule, column),
            Place::Guarantee(position) => Some(self.source.guarantees.get(position)?.span),
            Place::Factor(index) => Some(self.source.factors.get(index.0 as usize)?.name.span),
            Place::Derive(index) => Some(self.source.derives.get(index.0 as usize)?.name.span),
            Place::Parameter(index) => {
                Some(self.source.parameters.get(index.0 as usize)?.name.span)
            }
            Place::Reason(index) => {
                let declared = self.source.reasons.as_ref()?;
                Some(declared.get(index.0 as usize)?.code.span)
            }
        }
    }

    /// The place that every file has: the key `decision`.
    pub(super) fn decision(self) -> Span {
        self.source.decision.name.span
    }

    /// The entries of the file that silence a finding: of its table, of the long-form rule at which
    /// it stands, of its guarantee; a finding about a name outside every table is silenced in the
    /// decision. Only warnings can be silenced.
    pub(super) fn silencing(self, finding: &Finding) -> Vec<&'a Entry> {
        if finding.code.severity() != Severity::Warning {
            return Vec::new();
        }
        let places = self.silencing_places(finding).into_iter();
        let entries = places.flatten().filter(|entry| is_of(entry, finding.code));
        entries.collect()
    }

    /// Every entry of every `allow`, in the order of the format.
    pub(super) fn allowances(self) -> Vec<&'a Entry> {
        let tables = self.source.tables.iter().chain([&self.source.decision]);
        let of_tables = tables.flat_map(|table| {
            let rules = match &table.body {
                SourceBody::Rules { rules, .. } => rules.as_slice(),
                SourceBody::Cross { .. } => &[],
            };
            table
                .allow
                .iter()
                .chain(rules.iter().flat_map(|rule| &rule.allow))
        });
        let guarantees = self.source.guarantees.iter();
        let of_guarantees = guarantees.flat_map(|guarantee| &guarantee.allow);
        of_tables.chain(of_guarantees).collect()
    }

    /// The lists of entries that speak of a finding.
    fn silencing_places(self, finding: &Finding) -> Vec<&'a [Entry]> {
        let mut places = Vec::new();
        let (of_place, is_outside) = match finding.place {
            Place::Table(table) => (Some(table), false),
            Place::Rule(table, rule) | Place::Cell(table, rule, _) => {
                places.extend(self.allow_of_rule(table, rule));
                (Some(table), false)
            }
            Place::Guarantee(position) => {
                places.extend(self.allow_of_guarantee(position));
                (None, false)
            }
            Place::Factor(_) | Place::Derive(_) | Place::Parameter(_) | Place::Reason(_) => {
                (None, true)
            }
        };
        places.extend(
            finding
                .guarantee
                .and_then(|position| self.allow_of_guarantee(position)),
        );
        let tables = [of_place, finding.table];
        places.extend(
            tables
                .into_iter()
                .flatten()
                .filter_map(|table| self.allow_of_table(table)),
        );
        if is_outside {
            places.push(&self.source.decision.allow);
        }
        places
    }

    pub(super) fn table(self, table: TableRef) -> Option<&'a SourceTable> {
        match table {
            TableRef::Table(index) => self.source.tables.get(index.0 as usize),
            TableRef::Decision => Some(&self.source.decision),
        }
    }

    fn rule(self, table: TableRef, rule: usize) -> Option<Span> {
        match &self.table(table)?.body {
            SourceBody::Rules { rules, .. } => Some(rules.get(rule)?.span),
            SourceBody::Cross { grid, .. } => {
                let (row, column) = position(grid, rule)?;
                Some(grid.rows.get(row)?.results.get(column)?.span)
            }
        }
    }

    fn cell(self, table: TableRef, rule: usize, column: usize) -> Option<Span> {
        match &self.table(table)?.body {
            SourceBody::Rules { columns, rules, .. } => {
                let (rule, _) = rules.get(rule).zip(columns.get(column))?;
                let cell = rule.conditions.get(column);
                Some(cell.map_or(rule.span, |cell| cell.span))
            }
            SourceBody::Cross { grid, .. } => {
                let (at_row, at_column) = position(grid, rule)?;
                let header = match column {
                    0 => &grid.rows.get(at_row)?.header,
                    1 => grid.columns.get(at_column)?,
                    _ => return None,
                };
                Some(header.span)
            }
        }
    }

    fn allow_of_table(self, table: TableRef) -> Option<&'a [Entry]> {
        Some(&self.table(table)?.allow)
    }

    fn allow_of_rule(self, table: TableRef, rule: usize) -> Option<&'a [Entry]> {
        match &self.table(table)?.body {
            SourceBody::Rules { rules, .. } => Some(&rules.get(rule)?.allow),
            SourceBody::Cross { .. } => None,
        }
    }

    fn allow_of_guarantee(self, position: usize) -> Option<&'a [Entry]> {
        Some(&self.source.guarantees.get(position)?.allow)
    }
}

/// Row and column at which a rule of a cross-table stands.
fn position(grid: &CrossGrid, rule: usize) -> Option<(usize, usize)> {
    let width = grid.columns.len();
    Some((rule.checked_div(width)?, rule.checked_rem(width)?))
}

/// Whether an entry speaks of a code.
fn is_of(entry: &Entry, code: Code) -> bool {
    entry.0.text == code.id()
}

#[cfg(test)]
mod tests;
