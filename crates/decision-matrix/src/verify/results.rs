//! What a table can give, whatever the claim.

use std::collections::BTreeSet;

use crate::compile::{NULL, ValueSet};
use crate::table::{Cell, HitPolicy, Item, Operand, Table, TableIndex, Test};

use super::classes::Classes;

/// Most different results that are listed one by one.
const RESULTS_MAX: usize = 4_096;

/// What a table can give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Results {
    /// These values, sorted; null is the first.
    Values(Vec<i64>),
    /// So many different sums that only their range is known.
    Range(ValueSet),
}

impl Results {
    /// The results of a table. A `collect sum` is looked at as if any rules could match together.
    pub(crate) fn of(table: &Table) -> Self {
        let rules = &table.rules;
        let given = || {
            rules
                .rules
                .iter()
                .map(|rule| rule.result.value.unwrap_or(NULL))
        };
        let default = rules.default.map(|result| result.value.unwrap_or(NULL));
        let has_null = given().any(|value| value == NULL);
        let values: Vec<i64> = given().filter(|value| *value != NULL).collect();
        let mut found: BTreeSet<i64> = match rules.hit {
            HitPolicy::CollectSum => match sums(&values) {
                Some(sums) => sums,
                None => return Self::range(&values, has_null, default),
            },
            HitPolicy::CollectCount => {
                let unit = 10_i64.saturating_pow(u32::from(table.output.scale));
                let least = i64::from(!has_null);
                let most = i64::try_from(values.len()).unwrap_or(i64::MAX);
                (least..=most)
                    .map(|count| count.saturating_mul(unit))
                    .collect()
            }
            _ => values.iter().copied().collect(),
        };
        if has_null && rules.hit != HitPolicy::CollectCount {
            found.insert(NULL);
        }
        found.extend(default);
        Self::Values(found.into_iter().collect())
    }

    fn range(values: &[i64], has_null: bool, default: Option<i64>) -> Self {
        let low = values.iter().filter(|value| **value < 0).sum();
        let high = values.iter().filter(|value| **value > 0).sum();
        let mut ranges = vec![(low, high)];
        ranges.extend(has_null.then_some((NULL, NULL)));
        ranges.extend(default.map(|value| (value, value)));
        Self::Range(ValueSet::from_ranges(ranges))
    }

    /// The results in classes: each its own, or cut where something tells them apart.
    pub(crate) fn classes(&self, cuts: &mut Vec<i64>) -> Classes {
        match self {
            Self::Values(values) => Classes::singles(values),
            Self::Range(set) => Classes::new(set, cuts),
        }
    }

    /// The results one by one; `None` where there are too many.
    pub(crate) fn values(&self) -> Option<&[i64]> {
        match self {
            Self::Values(values) => Some(values),
            Self::Range(_) => None,
        }
    }
}

/// Every sum of one or more of the values; `None` where there are too many.
fn sums(values: &[i64]) -> Option<BTreeSet<i64>> {
    let mut found: BTreeSet<i64> = BTreeSet::new();
    for value in values {
        let with: Vec<i64> = found.iter().map(|sum| sum.saturating_add(*value)).collect();
        found.extend(with);
        found.insert(*value);
        if found.len() > RESULTS_MAX {
            return None;
        }
    }
    Some(found)
}

/// The values of a cell where the tables that it names give these results.
pub(crate) fn cell_with(cell: &Cell, result: &impl Fn(TableIndex) -> i64) -> ValueSet {
    let Cell::Items(items) = cell else {
        return ValueSet::any();
    };
    let known = items.iter().filter_map(|item| item_with(item, result));
    ValueSet::of_cell(&Cell::Items(known.collect())).unwrap_or(ValueSet::EMPTY)
}

/// An item without names of tables; `None` where a result is null, so that it holds nothing.
fn item_with(item: &Item, result: &impl Fn(TableIndex) -> i64) -> Option<Item> {
    Some(match item {
        Item::Null | Item::NotNull => item.clone(),
        Item::Test(test) => Item::Test(test_with(test, result)?),
        Item::Not(tests) => Item::Not(
            tests
                .iter()
                .map(|test| test_with(test, result))
                .collect::<Option<_>>()?,
        ),
    })
}

fn test_with(test: &Test, result: &impl Fn(TableIndex) -> i64) -> Option<Test> {
    Some(match test {
        Test::Compare(comparison, operand) => {
            Test::Compare(*comparison, operand_with(operand, result)?)
        }
        Test::Interval {
            low,
            low_included,
            high,
            high_included,
        } => Test::Interval {
            low: operand_with(low, result)?,
            low_included: *low_included,
            high: operand_with(high, result)?,
            high_included: *high_included,
        },
    })
}

fn operand_with(operand: &Operand, result: &impl Fn(TableIndex) -> i64) -> Option<Operand> {
    let Operand::Table { index, conversion } = operand else {
        return Some(operand.clone());
    };
    let value = result(*index);
    let converted = || match conversion {
        Some(conversion) => conversion.apply(value),
        None => value,
    };
    (value != NULL).then(|| Operand::Literal(converted()))
}
