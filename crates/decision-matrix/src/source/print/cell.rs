//! Cells in canonical spacing.

use crate::source::cell::{CellSyntax, Comparison, ItemSyntax, TestSyntax, ValueSyntax, parse};
use crate::source::span::{Span, Text};

/// A cell of a grid in canonical spacing; a text that is no cell stays as it is.
pub(super) fn canonical(written: &str) -> String {
    match parse(&Text::new(written, Span::new(0, written.len()))) {
        Err(_) => written.to_owned(),
        Ok(CellSyntax::Any) => "-".to_owned(),
        Ok(CellSyntax::Items(items)) => joined(items.iter().map(item)),
    }
}

fn item(item: &ItemSyntax) -> String {
    match item {
        ItemSyntax::Null => "null".to_owned(),
        ItemSyntax::NotNull => "not(null)".to_owned(),
        ItemSyntax::Test(one) => test(one),
        ItemSyntax::Not(tests) => format!("not({})", joined(tests.iter().map(test))),
    }
}

fn test(test: &TestSyntax) -> String {
    match test {
        TestSyntax::Compare(comparison, operand) => {
            let sign = match comparison {
                Comparison::Equal => "",
                Comparison::Less => "< ",
                Comparison::LessOrEqual => "<= ",
                Comparison::Greater => "> ",
                Comparison::GreaterOrEqual => ">= ",
            };
            format!("{sign}{}", value(operand))
        }
        TestSyntax::Interval {
            low,
            low_included,
            high,
            high_included,
        } => {
            let open = if *low_included { '[' } else { '(' };
            let close = if *high_included { ']' } else { ')' };
            format!("{open}{}..{}{close}", value(low), value(high))
        }
    }
}

fn value(value: &ValueSyntax) -> String {
    if !value.quoted {
        return value.text.clone();
    }
    let mut quoted = String::from("\"");
    for character in value.text.chars() {
        if matches!(character, '"' | '\\' | '|') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}
