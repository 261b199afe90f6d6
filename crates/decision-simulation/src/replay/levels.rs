//! The levels of a factor: the groups of its values that the rules tell apart.
//!
//! Words of a category, true and false, and of an ordered factor the bands between the bounds
//! that some cell of the matrix names, results of named tables among them.

use std::collections::BTreeSet;

use decision_matrix::source::cell::Comparison;
use decision_matrix::table::{
    Cell, ColumnRef, ColumnType, DecisionTables, FactorIndex, Item, Operand, RuleTable, Test,
    ValueType,
};
use decision_matrix::{Fact, Facts, calendar, number};

/// The most bands of a factor; of more bounds some are left out, evenly.
const MOST_BANDS: usize = 64;
/// The level of null.
const NULL: u16 = u16::MAX - 1;
/// The level of an input fault.
const FAULT: u16 = u16::MAX;

/// The levels of all factors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels {
    factors: Vec<FactorLevels>,
}

/// The levels of one factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorLevels {
    factor: FactorIndex,
    name: String,
    label: Option<String>,
    column: ColumnType,
    /// Last value of each band but the last, rising; for a text factor the literals, sorted.
    bounds: Vec<i64>,
    texts: Vec<String>,
}

impl Levels {
    /// The levels that a matrix tells apart.
    pub fn of_tables(tables: &DecisionTables) -> Self {
        let factors = (0..).map(FactorIndex).zip(&tables.factors);
        let levels = factors.map(|(factor, declared)| {
            let is_text = declared.column.value_type == ValueType::Text;
            let bounds = bounds(tables, ColumnRef::Factor(factor), is_text);
            FactorLevels {
                factor,
                name: declared.name.clone(),
                label: declared.label.clone(),
                column: declared.column.clone(),
                bounds: if is_text { bounds } else { thinned(bounds) },
                texts: if is_text {
                    tables.texts.clone()
                } else {
                    Vec::new()
                },
            }
        });
        Self {
            factors: levels.collect(),
        }
    }

    /// Factor by factor, in order of declaration.
    pub fn factors(&self) -> &[FactorLevels] {
        &self.factors
    }

    /// Appends the level of each factor of a claim.
    pub(crate) fn levels_of(&self, facts: &Facts, levels: &mut Vec<u16>) {
        let level = |factor: &FactorLevels| factor.level(facts.fact(factor.factor));
        levels.extend(self.factors.iter().map(level));
    }

    /// Those of the levels of a claim that make cells together.
    pub(crate) fn cell(&self, levels: &[u16]) -> Vec<u16> {
        let discrete = self.factors.iter().zip(levels);
        let discrete = discrete.filter(|(factor, _)| factor.is_discrete());
        discrete.map(|(_, level)| *level).collect()
    }

    /// The levels of a factor.
    pub fn of(&self, factor: FactorIndex) -> Option<&FactorLevels> {
        self.factors.get(factor.0 as usize)
    }
}

impl FactorLevels {
    /// The factor.
    pub fn factor(&self) -> FactorIndex {
        self.factor
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is called, for people.
    pub fn label(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.name)
    }

    /// Whether bands have an order, so that sums up to a band mean something.
    pub fn is_ordered(&self) -> bool {
        self.column.value_type.is_ordered()
    }

    /// Whether the factor makes cells together with others: words, booleans, whole numbers.
    pub(crate) fn is_discrete(&self) -> bool {
        matches!(
            self.column.value_type,
            ValueType::Category(_) | ValueType::Boolean | ValueType::Integer
        )
    }

    /// The level of a value.
    pub fn level(&self, fact: Fact) -> u16 {
        let value = match fact {
            Fact::Value(value) => value,
            Fact::Null => return NULL,
            Fact::Fault(_) => return FAULT,
        };
        let place = match self.column.value_type {
            ValueType::Category(_) | ValueType::Boolean => {
                usize::try_from(value).unwrap_or_default()
            }
            ValueType::Text => self
                .bounds
                .binary_search(&value)
                .unwrap_or(self.bounds.len()),
            _ => self.bounds.partition_point(|bound| *bound < value),
        };
        u16::try_from(place).unwrap_or(NULL - 1).min(NULL - 1)
    }

    /// How a level is written, as a cell where there is one; `-` is an input fault.
    pub fn name_of(&self, level: u16) -> String {
        let place = usize::from(level);
        match (&self.column.value_type, level) {
            (_, NULL) => "null".to_owned(),
            (_, FAULT) => "-".to_owned(),
            (ValueType::Category(words), _) => words.get(place).cloned().unwrap_or_default(),
            (ValueType::Boolean, _) => (place > 0).to_string(),
            (ValueType::Text, _) => self.text_of(place),
            _ => self.band(place),
        }
    }

    /// A literal of a text factor, or every other text.
    fn text_of(&self, place: usize) -> String {
        let code = self
            .bounds
            .get(place)
            .and_then(|code| usize::try_from(*code).ok());
        match code.and_then(|code| self.texts.get(code)) {
            Some(text) => format!("\"{text}\""),
            None if self.bounds.is_empty() => "not(null)".to_owned(),
            None => "other".to_owned(),
        }
    }

    /// A band as a cell.
    fn band(&self, place: usize) -> String {
        let below = place
            .checked_sub(1)
            .and_then(|before| self.bounds.get(before));
        match (below, self.bounds.get(place)) {
            (None, None) => "not(null)".to_owned(),
            (None, Some(high)) => format!("<= {}", self.value(*high)),
            (Some(below), None) if self.is_whole() => format!(">= {}", self.value(below + 1)),
            (Some(below), None) => format!("> {}", self.value(*below)),
            (Some(below), Some(high)) if below + 1 == *high => self.value(*high),
            (Some(below), Some(high)) if self.is_whole() => {
                format!("[{}..{}]", self.value(below + 1), self.value(*high))
            }
            (Some(below), Some(high)) => format!("({}..{}]", self.value(*below), self.value(*high)),
        }
    }

    /// Whether neighbours are whole numbers or days apart.
    fn is_whole(&self) -> bool {
        matches!(self.column.value_type, ValueType::Integer | ValueType::Date)
    }

    /// A value as cells write it.
    fn value(&self, value: i64) -> String {
        match self.column.value_type {
            ValueType::Date => calendar::format_date(value),
            ValueType::Timestamp => calendar::format_timestamp(value),
            ValueType::Duration => calendar::format_duration(value),
            _ => number::format_scaled(value, self.column.scale),
        }
    }
}

/// The last value of each band but the last; for a text column the literals themselves.
fn bounds(tables: &DecisionTables, column: ColumnRef, is_text: bool) -> Vec<i64> {
    let mut bounds = BTreeSet::new();
    let intermediate = tables
        .tables
        .iter()
        .flat_map(|table| cells(&table.rules, column));
    for cell in cells(&tables.decision, column).chain(intermediate) {
        let Cell::Items(items) = cell else { continue };
        for item in items {
            let tests = match item {
                Item::Test(test) => std::slice::from_ref(test),
                Item::Not(tests) => tests.as_slice(),
                Item::Null | Item::NotNull => &[],
            };
            for test in tests {
                add_bounds(tables, test, is_text, &mut bounds);
            }
        }
    }
    bounds.into_iter().collect()
}

/// The cells of a column of a table.
fn cells<R>(table: &RuleTable<R>, column: ColumnRef) -> impl Iterator<Item = &Cell> {
    let place = table.columns.iter().position(|other| *other == column);
    table
        .rules
        .iter()
        .filter_map(move |rule| rule.cells.get(place?))
}

/// Adds where a test divides the values.
fn add_bounds(tables: &DecisionTables, test: &Test, is_text: bool, bounds: &mut BTreeSet<i64>) {
    let mut add = |operand: &Operand, divides_below: bool, divides_above: bool| {
        for value in operand_values(tables, operand) {
            if divides_below && !is_text {
                bounds.insert(value.saturating_sub(1));
            }
            if divides_above || is_text {
                bounds.insert(value);
            }
        }
    };
    match test {
        Test::Compare(Comparison::Equal, operand) => add(operand, true, true),
        Test::Compare(Comparison::Less | Comparison::GreaterOrEqual, operand) => {
            add(operand, true, false);
        }
        Test::Compare(Comparison::LessOrEqual | Comparison::Greater, operand) => {
            add(operand, false, true);
        }
        Test::Interval {
            low,
            low_included,
            high,
            high_included,
        } => {
            add(low, *low_included, !*low_included);
            add(high, !*high_included, *high_included);
        }
    }
}

/// What an operand can be; the results of a table that adds up are too many to list.
fn operand_values(tables: &DecisionTables, operand: &Operand) -> Vec<i64> {
    match operand {
        Operand::Literal(value) | Operand::Parameter { value, .. } => vec![*value],
        Operand::Table { index, .. } => {
            let Some(table) = tables.tables.get(index.0 as usize) else {
                return Vec::new();
            };
            let results = table
                .rules
                .rules
                .iter()
                .map(|rule| rule.result)
                .chain(table.rules.default);
            results.filter_map(|result| result.value).collect()
        }
    }
}

/// At most 63 bounds, evenly chosen, the first and the last among them.
fn thinned(bounds: Vec<i64>) -> Vec<i64> {
    let most = MOST_BANDS - 1;
    if bounds.len() <= most {
        return bounds;
    }
    let last = bounds.len() - 1;
    (0..most)
        .filter_map(|step| bounds.get(step * last / (most - 1)).copied())
        .collect()
}
