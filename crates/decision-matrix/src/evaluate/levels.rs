//! The levels of a factor that the rules tell apart, for reports: words, bands between the limits
//! of all cells, null, and input faults.

use crate::comparison::Comparison;
use crate::compile::{CompiledMatrix, ValueSet};
use crate::table::{
    Cell, ColumnRef, ColumnType, DecisionTables, FactorIndex, Item, Operand, RuleTable, TableIndex,
    Test, ValueType, value_text,
};

use super::facts::{Fact, Facts};

/// Most levels of a factor, null and fault included; beyond it neighbours are merged.
const MOST_LEVELS: usize = 64;

/// The levels of one factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorLevels {
    factor: FactorIndex,
    names: Vec<String>,
    /// The smallest value of every level of values but the first, rising.
    cuts: Vec<i64>,
    null: usize,
    fault: usize,
}

impl FactorLevels {
    /// The factor.
    pub fn factor(&self) -> FactorIndex {
        self.factor
    }

    /// The names of the levels: values in their order, written as cells, then `null` and `fault`.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The level of a claim, an index of [`FactorLevels::names`].
    pub fn level_of(&self, facts: &Facts) -> usize {
        match facts.fact(self.factor) {
            Fact::Null => self.null,
            Fact::Fault(_) => self.fault,
            Fact::Value(value) => self.cuts.partition_point(|cut| *cut <= value),
        }
    }
}

impl CompiledMatrix {
    /// The levels of a factor that the cells of all tables tell apart, the results of tables that
    /// they compare it with included; at most 64. A factor of another matrix has `fault` only.
    pub fn levels(&self, factor: FactorIndex) -> FactorLevels {
        let tables = self.tables();
        let column = tables.column_type(ColumnRef::Factor(factor));
        let (mut names, cuts) = match column {
            None => (Vec::new(), Vec::new()),
            Some(column) => match words(tables, column) {
                Some(words) => word_levels(&words),
                None => band_levels(tables, column, &limits_of(tables, factor)),
            },
        };
        let null = names.len();
        if column.is_some_and(|column| column.nullable) {
            names.push("null".to_owned());
        }
        names.push("fault".to_owned());
        FactorLevels {
            factor,
            cuts,
            null,
            fault: names.len() - 1,
            names,
        }
    }
}

/// A limit between two levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Limit {
    /// The smallest value above it.
    cut: i64,
    /// Whether it is an end of a single value, whose neighbours no rule names.
    is_single: bool,
    /// Whether rules name the value below it, as `<= 5` does, not the one above, as `< 5`.
    names_lower: bool,
}

/// The words of a column without an order.
fn words(tables: &DecisionTables, column: &ColumnType) -> Option<Vec<String>> {
    match &column.value_type {
        ValueType::Boolean => Some(vec!["false".to_owned(), "true".to_owned()]),
        ValueType::Category(words) => Some(words.to_vec()),
        ValueType::Text => {
            let codes = (0..).take(tables.texts.len());
            let literals = codes.map(|code| value_text(tables, column, code));
            Some(
                literals
                    .chain(std::iter::once("another text".to_owned()))
                    .collect(),
            )
        }
        _ => None,
    }
}

/// One level a word, or a few words where there are many.
fn word_levels(words: &[String]) -> (Vec<String>, Vec<i64>) {
    let step = words.len().div_ceil(MOST_LEVELS - 2).max(1);
    let names = words.chunks(step).map(|words| match words {
        [first, .., last] => format!("{first} to {last}"),
        [only] => only.clone(),
        [] => String::new(),
    });
    (
        names.collect(),
        (0..)
            .step_by(step)
            .skip(1)
            .take(words.len().div_ceil(step).saturating_sub(1))
            .collect(),
    )
}

/// The bands between limits.
fn band_levels(
    tables: &DecisionTables,
    column: &ColumnType,
    limits: &[Limit],
) -> (Vec<String>, Vec<i64>) {
    let domain = ValueSet::of_domain(column);
    let low = domain.ranges().first().map_or(0, |(low, _)| *low);
    let high = domain.ranges().last().map_or(0, |(_, high)| *high);
    let mut limits: Vec<Limit> = limits
        .iter()
        .copied()
        .filter(|limit| low < limit.cut && limit.cut <= high)
        .collect();
    let step = (limits.len() + 1).div_ceil(MOST_LEVELS - 2);
    limits = limits.into_iter().skip(step - 1).step_by(step).collect();
    let text = |value: i64| value_text(tables, column, value);
    let mut names = Vec::with_capacity(limits.len() + 1);
    for at in 0..=limits.len() {
        let below = at.checked_sub(1).and_then(|at| limits.get(at));
        let above = limits.get(at);
        let first = below.map_or(low, |limit| limit.cut);
        let last = above.map_or(high, |limit| limit.cut - 1);
        let lower = below.map(|it| {
            if it.names_lower {
                format!("({}", text(it.cut - 1))
            } else {
                format!("[{}", text(it.cut))
            }
        });
        let upper = above.map(|it| {
            if it.names_lower {
                format!("{}]", text(it.cut - 1))
            } else {
                format!("{})", text(it.cut))
            }
        });
        names.push(match (lower, upper, below, above) {
            _ if first == last => text(first),
            (Some(lower), Some(upper), _, _) => format!("{lower}..{upper}"),
            (None, Some(_), _, Some(it)) if it.names_lower => format!("<= {}", text(it.cut - 1)),
            (None, Some(_), _, Some(it)) => format!("< {}", text(it.cut)),
            (Some(_), None, Some(it), _) if it.names_lower => format!("> {}", text(it.cut - 1)),
            (Some(_), None, Some(it), _) => format!(">= {}", text(it.cut)),
            _ => "any value".to_owned(),
        });
    }
    (names, limits.into_iter().map(|limit| limit.cut).collect())
}

/// Every limit that a cell of any table sets to the factor, rising, one a cut.
fn limits_of(tables: &DecisionTables, factor: FactorIndex) -> Vec<Limit> {
    let mut limits = Vec::new();
    for table in &tables.tables {
        limits_of_table(tables, &table.rules, factor, &mut limits);
    }
    limits_of_table(tables, &tables.decision, factor, &mut limits);
    limits.sort_unstable_by_key(|limit| (limit.cut, limit.is_single, !limit.names_lower));
    limits.dedup_by_key(|limit| limit.cut);
    limits
}

fn limits_of_table<R>(
    tables: &DecisionTables,
    table: &RuleTable<R>,
    factor: FactorIndex,
    limits: &mut Vec<Limit>,
) {
    let Some(at) = table
        .columns
        .iter()
        .position(|column| *column == ColumnRef::Factor(factor))
    else {
        return;
    };
    for cell in table.rules.iter().filter_map(|rule| rule.cells.get(at)) {
        let Cell::Items(items) = cell else { continue };
        for test in items.iter().flat_map(tests) {
            limits_of_test(tables, test, limits);
        }
    }
}

fn tests(item: &Item) -> &[Test] {
    match item {
        Item::Null | Item::NotNull => &[],
        Item::Test(test) => std::slice::from_ref(test),
        Item::Not(tests) => tests,
    }
}

fn limits_of_test(tables: &DecisionTables, test: &Test, limits: &mut Vec<Limit>) {
    let is_single = matches!(test, Test::Compare(Comparison::Equal, _));
    let mut add = |operand: &Operand, names_lower: bool| {
        for value in values_of(tables, operand) {
            let cut = value.saturating_add(i64::from(names_lower));
            limits.push(Limit {
                cut,
                is_single,
                names_lower,
            });
        }
    };
    match test {
        Test::Compare(Comparison::Equal, operand) => {
            add(operand, false);
            add(operand, true);
        }
        Test::Compare(Comparison::LessOrEqual | Comparison::Greater, operand) => add(operand, true),
        Test::Compare(Comparison::Less | Comparison::GreaterOrEqual, operand) => {
            add(operand, false);
        }
        Test::Interval {
            low,
            low_included,
            high,
            high_included,
        } => {
            add(low, !low_included);
            add(high, *high_included);
        }
    }
}

/// The values that an operand may have; of a table every result that its rules write.
fn values_of(tables: &DecisionTables, operand: &Operand) -> Vec<i64> {
    match operand {
        Operand::Literal(value) | Operand::Parameter { value, .. } => vec![*value],
        Operand::Table {
            index: TableIndex(index),
            ..
        } => {
            let rules = tables.tables.get(*index as usize).map(|table| &table.rules);
            let results = rules
                .into_iter()
                .flat_map(|it| it.rules.iter().map(|rule| &rule.result).chain(&it.default));
            results.filter_map(|result| result.value).collect()
        }
    }
}

#[cfg(test)]
mod tests;
