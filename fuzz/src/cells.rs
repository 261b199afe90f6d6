//! The grammar of cells on any text.

use decision_matrix::source::cell::{self, CellSyntax, ItemSyntax, TestSyntax, ValueSyntax};
use decision_matrix::source::span::{Span, Text};

use crate::assert_places;

/// A cell is read or refused with a place, and every value stands where it says.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match cell::parse(&Text::new(text, Span::new(0, text.len()))) {
        Ok(CellSyntax::Any) => assert_eq!(text.trim(), "-"),
        Ok(CellSyntax::Items(items)) => {
            assert!(!items.is_empty(), "a cell without items");
            items.iter().for_each(|item| check_item(text, item));
        }
        Err(diagnostic) => assert_places(text, &[diagnostic]),
    }
}

fn check_item(text: &str, item: &ItemSyntax) {
    match item {
        ItemSyntax::Null | ItemSyntax::NotNull => {}
        ItemSyntax::Test(test) => check_test(text, test),
        ItemSyntax::Not(tests) => {
            assert!(!tests.is_empty(), "`not` of nothing");
            tests.iter().for_each(|test| check_test(text, test));
        }
    }
}

fn check_test(text: &str, test: &TestSyntax) {
    match test {
        TestSyntax::Compare(_, value) => check_value(text, value),
        TestSyntax::Interval { low, high, .. } => {
            check_value(text, low);
            check_value(text, high);
            assert!(
                low.span.end <= high.span.start,
                "the ends of an interval stand in order"
            );
        }
    }
}

fn check_value(text: &str, value: &ValueSyntax) {
    let written = text
        .get(value.span.start..value.span.end)
        .expect("a value stands inside of the cell");
    if value.quoted {
        assert!(
            written.len() >= 2 && written.starts_with('"') && written.ends_with('"'),
            "{written}"
        );
    } else {
        assert_eq!(written, value.text);
    }
}
