//! From a set of values of a column to the shortest cell that holds them, in the words that people
//! write: `(3000..5000]` and not `[3000.01..5000.00]`.
//!
//! It is the reverse of reading a cell: over the column's domain the text means the same set.

use crate::calendar::{
    DAY_SECONDS, civil_from_days, format_date, format_duration, format_timestamp,
};
use crate::compile::{NULL, ValueSet};
use crate::number::format_scaled;
use crate::table::{ColumnRef, ColumnType, DecisionTables, ValueType};

#[cfg(test)]
mod tests;

/// The cell of a column that holds just these values; empty for no values, and for an index of
/// another matrix. A `|` inside a text stands as it is: a grid wants `\|` for it.
pub(crate) fn cell_words(tables: &DecisionTables, column: ColumnRef, set: &ValueSet) -> String {
    tables
        .column_type(column)
        .map_or_else(String::new, |column| words(column, &tables.texts, set))
}

/// The same for a column of no matrix, whose texts have these codes.
pub(crate) fn words(column: &ColumnType, texts: &[String], set: &ValueSet) -> String {
    let whole = ValueSet::of_column(column);
    let held = set.intersection(&whole);
    if held == whole {
        return "-".to_owned();
    }
    let domain = ValueSet::of_domain(column);
    let values = held.intersection(&ValueSet::not_null());
    let has_null = held.contains(NULL);
    if values.ranges().is_empty() {
        return if has_null { "null" } else { "" }.to_owned();
    }
    if values == domain {
        return "not(null)".to_owned();
    }
    let writer = Writer {
        column,
        texts,
        domain: &domain,
    };
    let others = without(&domain, &values);
    let listed = writer.items(&values, &others).join(", ");
    let excluded = format!("not({})", writer.items(&others, &values).join(", "));
    let is_shorter = excluded.chars().count() < listed.chars().count();
    let words = if writer.has_unnamed(&values) || (is_shorter && !writer.has_unnamed(&others)) {
        excluded
    } else {
        listed
    };
    if has_null {
        format!("{words}, null")
    } else {
        words
    }
}

/// A value as people write it in a cell: numbers without zeros at the end, texts in quotes.
pub(crate) fn value_words(column: &ColumnType, texts: &[String], value: i64) -> String {
    match &column.value_type {
        ValueType::Money | ValueType::Decimal | ValueType::Integer => {
            trimmed(format_scaled(value, column.scale))
        }
        ValueType::Boolean => (value != 0).to_string(),
        ValueType::Category(words) => at(words, value).to_owned(),
        ValueType::Text => {
            let text = at(texts, value);
            format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
        }
        ValueType::Date => format_date(value),
        ValueType::Timestamp => format_timestamp(value),
        ValueType::Duration => format_duration(value),
    }
}

/// The values of the first set that are not in the second.
pub(crate) fn without(set: &ValueSet, excluded: &ValueSet) -> ValueSet {
    let mut left = Vec::new();
    for (low, high) in set.ranges() {
        let (mut start, mut is_spent) = (*low, false);
        for (first, last) in excluded.ranges() {
            if *last < start || high < first {
                continue;
            }
            if start < *first {
                left.push((start, first - 1));
            }
            match last.checked_add(1) {
                Some(next) if next <= *high => start = next,
                _ => is_spent = true,
            }
        }
        if !is_spent {
            left.push((start, *high));
        }
    }
    ValueSet::from_ranges(left)
}

/// What a bound is written with.
struct Writer<'a> {
    column: &'a ColumnType,
    texts: &'a [String],
    domain: &'a ValueSet,
}

impl Writer<'_> {
    /// The items of some values, where `others` are the rest of the domain.
    fn items(&self, values: &ValueSet, others: &ValueSet) -> Vec<String> {
        if !self.column.value_type.is_ordered() {
            let known = i64::try_from(self.texts.len()).unwrap_or(i64::MAX);
            let ranges = values.ranges().iter();
            let codes = ranges.flat_map(|(low, high)| match self.column.value_type {
                ValueType::Text => *low..=(*high).min(known - 1),
                _ => *low..=*high,
            });
            return codes.map(|code| self.value(code)).collect();
        }
        let mut items = Vec::new();
        for (low, high) in joined(values, others) {
            self.range(low, high, others, &mut items);
        }
        items
    }

    /// Whether a set has texts that no literal of the rules names.
    fn has_unnamed(&self, set: &ValueSet) -> bool {
        self.column.value_type == ValueType::Text && set.contains(i64::MAX)
    }

    /// The items of one range between others.
    fn range(&self, low: i64, high: i64, others: &ValueSet, items: &mut Vec<String>) {
        let inside = self.domain.intersection(&ValueSet::range(low, high));
        if let [(first, last)] = inside.ranges()
            && last - first <= 1
        {
            items.push(self.value(*first));
            items.extend((first < last).then(|| self.value(*last)));
            return;
        }
        let below = others.ranges().iter().rev().find(|range| range.1 < low);
        let above = others.ranges().iter().find(|range| high < range.0);
        let lower = below.map(|range| self.bound(low, range.1));
        let upper = above.map(|range| self.bound(high, range.0));
        items.push(match (lower, upper) {
            (None, None) => "not(null)".to_owned(),
            (Some((text, true)), None) => format!(">= {text}"),
            (Some((text, false)), None) => format!("> {text}"),
            (None, Some((text, true))) => format!("<= {text}"),
            (None, Some((text, false))) => format!("< {text}"),
            (Some((low, low_included)), Some((high, high_included))) => format!(
                "{}{low}..{high}{}",
                if low_included { '[' } else { '(' },
                if high_included { ']' } else { ')' },
            ),
        });
    }

    /// The plainer of two ends: the last value inside, and whether it is that one, or the first
    /// value outside.
    fn bound(&self, inside: i64, outside: i64) -> (String, bool) {
        let (closed, open) = (self.value(inside), self.value(outside));
        if self.weight(outside, &open) < self.weight(inside, &closed) {
            (open, false)
        } else {
            (closed, true)
        }
    }

    /// How heavy a value is to read: digits of its fraction, then digits that are not zeros at its
    /// end; of dates and times the smallest unit that they need.
    fn weight(&self, value: i64, text: &str) -> (usize, usize) {
        let of_day = |days: i64| match civil_from_days(days) {
            (_, 1, 1) => 0,
            (_, _, 1) => 1,
            _ => 2,
        };
        match self.column.value_type {
            ValueType::Date => (of_day(value), 0),
            ValueType::Timestamp if value.rem_euclid(DAY_SECONDS) == 0 => {
                (of_day(value.div_euclid(DAY_SECONDS)), 0)
            }
            ValueType::Timestamp => match (value.rem_euclid(3_600), value.rem_euclid(60)) {
                (0, _) => (3, 0),
                (_, 0) => (4, 0),
                _ => (5, 0),
            },
            ValueType::Duration => (text.len(), 0),
            _ => {
                let digits = text.trim_start_matches('-');
                let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
                let plain = if fraction.is_empty() {
                    whole.trim_end_matches('0').len().max(1)
                } else {
                    whole.len() + fraction.len()
                };
                (fraction.len(), plain)
            }
        }
    }

    fn value(&self, value: i64) -> String {
        value_words(self.column, self.texts, value)
    }
}

/// The ranges, those joined between which the domain has no other value.
fn joined(values: &ValueSet, others: &ValueSet) -> Vec<(i64, i64)> {
    let mut joined: Vec<(i64, i64)> = Vec::new();
    for (low, high) in values.ranges() {
        match joined.last_mut() {
            Some((_, end))
                if others
                    .intersection(&ValueSet::range(*end, *low))
                    .ranges()
                    .is_empty() =>
            {
                *end = *high;
            }
            _ => joined.push((*low, *high)),
        }
    }
    joined
}

/// A number without zeros at the end of its fraction.
fn trimmed(text: String) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// The word of a code.
fn at(words: &[String], code: i64) -> &str {
    let place = usize::try_from(code).ok();
    place
        .and_then(|at| words.get(at))
        .map_or("", String::as_str)
}
