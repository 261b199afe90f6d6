//! Between which ends the values of each column lie, as far as its type, its domain and what is
//! written in it say.

use crate::table::{ColumnType, DecisionTables, HitPolicy, Table};

use super::value_set::ValueSet;
use super::{NULL, Slot};

/// The ends of the values of every slot. What a row with an input fault holds may lie outside.
#[derive(Debug)]
pub(crate) struct ColumnRanges {
    factors: Vec<(i64, i64)>,
    computed: Vec<(i64, i64)>,
}

impl ColumnRanges {
    /// The ranges of a matrix.
    pub(crate) fn new(tables: &DecisionTables) -> Self {
        let derives = tables.derives.iter().map(|it| of_column(&it.column));
        Self {
            factors: tables
                .factors
                .iter()
                .map(|it| of_column(&it.column))
                .collect(),
            computed: derives.chain(tables.tables.iter().map(of_table)).collect(),
        }
    }

    /// The smallest and the largest value of a slot; null is none. Neither is `i64::MIN`.
    pub(crate) fn of(&self, slot: Slot) -> (i64, i64) {
        let range = match slot {
            Slot::Factor(index) => self.factors.get(index as usize),
            Slot::Computed(index) => self.computed.get(index as usize),
        };
        let (low, high) = range.copied().unwrap_or((NULL, i64::MAX));
        (low.max(-i64::MAX), high.max(-i64::MAX))
    }
}

fn of_column(column: &ColumnType) -> (i64, i64) {
    let domain = ValueSet::of_domain(column);
    match domain.ranges() {
        [] => (0, 0),
        [(low, high)] | [(low, _), .., (_, high)] => (*low, *high),
    }
}

/// What the results that are written can come to.
fn of_table(table: &Table) -> (i64, i64) {
    let rules = &table.rules;
    let written = rules.rules.iter().filter_map(|rule| rule.result.value);
    let default = rules.default.as_ref().and_then(|cell| cell.value);
    let whole = match rules.hit {
        HitPolicy::CollectSum => {
            let positive = |value: &i64| *value > 0;
            let high = written.clone().filter(positive);
            let low = written.filter(|value| !positive(value));
            let sum = |all: i64, value: i64| all.saturating_add(value);
            Some((low.fold(0, sum), high.fold(0, sum)))
        }
        HitPolicy::CollectCount => {
            let unit = 10_i64.saturating_pow(u32::from(table.output.scale));
            let count = i64::try_from(rules.rules.len()).unwrap_or(i64::MAX);
            Some((0, count.saturating_mul(unit)))
        }
        _ => ends(written),
    };
    let all = whole.into_iter().flat_map(|(low, high)| [low, high]);
    ends(all.chain(default)).unwrap_or((0, 0))
}

fn ends(values: impl Iterator<Item = i64> + Clone) -> Option<(i64, i64)> {
    Some((values.clone().min()?, values.max()?))
}
