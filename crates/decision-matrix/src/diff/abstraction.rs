//! Tables in place of what they are computed from: a table that is the same in both versions is a
//! word of both, so a region may name its result instead of every factor behind it.
//!
//! In the abstract versions such tables are factors. What differs there is exact for each claim, but
//! a region may ask for results that no claim gets; whether there is one is a question to the
//! versions themselves.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::compile::ValueSet;
use crate::table::{
    ColumnRef, ColumnType, DecisionTables, DeriveIndex, Factor, RuleTable, TableIndex, columns_of,
};
use crate::verify::results::Results;

use super::pairing::Pairing;
use super::unify::{Side, Unified, index, with_values};

/// Two versions in which shared tables are factors.
#[derive(Debug)]
pub(super) struct Abstraction {
    /// The versions.
    pub(super) unified: Unified,
    /// The tables that have become factors, after the factors of the claims: the table of the old
    /// version, and that of the new one.
    pub(super) tables: Vec<(TableIndex, TableIndex)>,
}

impl Abstraction {
    /// Makes factors of the tables that are the same in both versions and that nothing names.
    pub(super) fn new(concrete: &Unified, pairing: &Pairing) -> Self {
        let (old, new) = (&concrete.old.tables, &concrete.new.tables);
        let (old_named, new_named) = (named(old), named(new));
        let mut tables = Vec::new();
        let mut factors = concrete.factors.clone();
        let mut sides = [&concrete.old, &concrete.new].map(copied);
        for (column, twin) in &pairing.to_new {
            let (ColumnRef::Table(one), ColumnRef::Table(other)) = (*column, *twin) else {
                continue;
            };
            let Some(table) = old.tables.get(one.0 as usize).filter(|_| {
                pairing.is_same(*column) && !old_named.contains(&one) && !new_named.contains(&other)
            }) else {
                continue;
            };
            let values = match Results::of(table) {
                Results::Values(values) => {
                    ValueSet::from_ranges(values.iter().map(|value| (*value, *value)).collect())
                }
                Results::Range(set) => set,
            };
            for side in &mut sides {
                side.joint.push(factors.len());
                side.domains.push(Some(values.clone()));
            }
            factors.push(factor(&table.name, &table.output, &values));
            tables.push((one, other));
        }
        let [mut old_side, mut new_side] = sides;
        let first = concrete.factors.len();
        let place = |found: Option<usize>| found.map(|at| ColumnRef::Factor(index(first + at)));
        old_side.tables = rewritten(old, &factors, &|table| {
            place(tables.iter().position(|pair| pair.0 == table))
        });
        new_side.tables = rewritten(new, &factors, &|table| {
            place(tables.iter().position(|pair| pair.1 == table))
        });
        Self {
            unified: Unified {
                old: old_side,
                new: new_side,
                factors,
                texts: concrete.texts.clone(),
            },
            tables,
        }
    }
}

fn copied(side: &Side) -> Side {
    Side {
        tables: Arc::clone(&side.tables),
        domains: side.domains.clone(),
        joint: side.joint.clone(),
        texts: side.texts.clone(),
        words: side.words.clone(),
    }
}

/// A factor that stands for a table.
fn factor(name: &str, output: &ColumnType, values: &ValueSet) -> Factor {
    Factor {
        name: name.to_owned(),
        column: with_values(output, values),
        changeable: false,
        sensitive: false,
        unit: None,
        label: None,
        history: None,
    }
}

/// The tables that cells or expressions name: their values are compared with others.
fn named(tables: &DecisionTables) -> BTreeSet<TableIndex> {
    fn of<R>(table: &RuleTable<R>, found: &mut BTreeSet<TableIndex>) {
        for cell in table.rules.iter().flat_map(|rule| &rule.cells) {
            found.extend(cell.named_tables());
        }
    }
    let mut found = BTreeSet::new();
    for table in &tables.tables {
        of(&table.rules, &mut found);
    }
    of(&tables.decision, &mut found);
    for at in (0..).map(DeriveIndex).take(tables.derives.len()) {
        let reads = columns_of(tables, ColumnRef::Derive(at)).into_iter();
        found.extend(reads.filter_map(|read| match read {
            ColumnRef::Table(table) => Some(table),
            _ => None,
        }));
    }
    found
}

/// A matrix that reads factors in place of tables.
fn rewritten(
    tables: &DecisionTables,
    factors: &[Factor],
    factor_of: &dyn Fn(TableIndex) -> Option<ColumnRef>,
) -> Arc<DecisionTables> {
    let mut tables = tables.clone();
    tables.factors = factors.to_vec();
    let replace = |column: &mut ColumnRef| {
        if let ColumnRef::Table(table) = column
            && let Some(factor) = factor_of(*table)
        {
            *column = factor;
        }
    };
    for table in &mut tables.tables {
        table.rules.columns.iter_mut().for_each(replace);
    }
    tables.decision.columns.iter_mut().for_each(replace);
    Arc::new(tables)
}
