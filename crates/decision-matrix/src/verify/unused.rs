//! Names that are declared and read by nothing.

use std::collections::BTreeSet;

use crate::diagnostic::Code;
use crate::table::{
    Cell, ColumnRef, Conclusion, DecisionTables, DeriveIndex, FactorIndex, ParameterIndex,
    ReasonIndex, TableIndex,
};

use super::finding::{Finding, Place, TableRef};
use super::model::all_results;
use super::reads::{Name, each_cell, each_name, each_parameter};

/// Everything that is read.
#[derive(Default)]
struct Used {
    columns: BTreeSet<ColumnRef>,
    parameters: BTreeSet<ParameterIndex>,
    reasons: BTreeSet<ReasonIndex>,
}

/// Reports what nothing reads: factors, derived factors, parameters, tables, reasons. A factor that
/// is also a key of the claim is used.
pub(crate) fn find(tables: &DecisionTables, found: &mut Vec<Finding>) {
    let used = Used::of(tables);
    let column = |column: ColumnRef| !used.columns.contains(&column);
    for (at, factor) in (0..).map(FactorIndex).zip(&tables.factors) {
        let is_key = tables
            .keys
            .columns
            .iter()
            .any(|key| key.column == factor.name)
            || tables.keys.natural.contains(&factor.name);
        if column(ColumnRef::Factor(at)) && !is_key {
            found.push(unused("factor", &factor.name, Place::Factor(at)));
        }
    }
    for (at, derive) in (0..).map(DeriveIndex).zip(&tables.derives) {
        if column(ColumnRef::Derive(at)) {
            found.push(unused("derived factor", &derive.name, Place::Derive(at)));
        }
    }
    for (at, parameter) in (0..).map(ParameterIndex).zip(&tables.parameters) {
        if !used.parameters.contains(&at) {
            found.push(unused("parameter", &parameter.name, Place::Parameter(at)));
        }
    }
    for (at, table) in (0..).map(TableIndex).zip(&tables.tables) {
        if column(ColumnRef::Table(at)) {
            let table_ref = TableRef::Table(at);
            let mut finding = unused("table", &table.name, Place::Table(table_ref));
            finding.table = Some(table_ref);
            found.push(finding);
        }
    }
    for (at, reason) in (0..).map(ReasonIndex).zip(&tables.reasons) {
        if !used.reasons.contains(&at) {
            found.push(unused("reason", &reason.code, Place::Reason(at)));
        }
    }
}

impl Used {
    fn of(tables: &DecisionTables) -> Self {
        let mut used = Self::default();
        for table in &tables.tables {
            each_cell(&table.rules, &mut |column, cell| used.cell(column, cell));
            let results = all_results(&table.rules);
            used.parameters
                .extend(results.filter_map(|result| result.parameter));
        }
        each_cell(&tables.decision, &mut |column, cell| {
            used.cell(column, cell);
        });
        let reason = |conclusion: &Conclusion| conclusion.reason;
        used.reasons
            .extend(all_results(&tables.decision).map(reason));
        for derive in &tables.derives {
            each_name(&derive.expression, &mut |name| match name {
                Name::Column(column) => {
                    used.columns.insert(column);
                }
                Name::Parameter(parameter) => {
                    used.parameters.insert(parameter);
                }
            });
        }
        for guarantee in &tables.guarantees {
            for (column, cell) in &guarantee.when {
                used.cell(*column, cell);
            }
            if let crate::table::GuaranteeClaim::MoreCautious(moves) = &guarantee.claim {
                used.columns.extend(moves.iter().map(|(column, _)| *column));
            }
        }
        let histories = tables
            .factors
            .iter()
            .filter_map(|factor| factor.history.as_ref());
        let fields = histories.filter_map(|history| history.field);
        used.columns.extend(fields.map(ColumnRef::Factor));
        used
    }

    fn cell(&mut self, column: ColumnRef, cell: &Cell) {
        self.columns.insert(column);
        self.columns
            .extend(cell.named_tables().into_iter().map(ColumnRef::Table));
        each_parameter(cell, &mut |parameter| {
            self.parameters.insert(parameter);
        });
    }
}

fn unused(what: &str, name: &str, place: Place) -> Finding {
    let message = format!("the {what} `{name}` is never used");
    let mut finding = Finding::new(Code::Unused, place, message);
    finding.set_label("nothing reads it");
    let use_it = match place {
        Place::Reason(_) => "give it in a rule",
        Place::Parameter(_) => "name it in a cell or an expression",
        _ => "use it as a column or in an expression",
    };
    finding.help = Some(format!("delete `{name}`, or {use_it}"));
    finding
}
