//! Words of sets: what they look like, and that they mean the same when they are read again.

use crate::DecisionMatrix;
use crate::compile::{NULL, ValueSet};
use crate::table::{ColumnRef, DecisionTables, FactorIndex};

use super::cell_words;

/// A matrix with one factor of this declaration and one rule with this cell.
fn matrix(factor: &str, cell: &str) -> DecisionTables {
    let cell = cell.replace('\\', "\\\\").replace('"', "\\\"");
    let text = format!(
        "format: 1\nmatrix: words\nversion: \"1\"\ncurrency: RUB\nkeys: {{claim: claim_id}}\n\
         factors:\n  x: {factor}\n\
         decision:\n  hit: first\n  rules:\n    - {{id: R1, when: {{x: \"{cell}\"}}, then: {{outcome: approve, reason: YES}}}}\n  \
         default: {{outcome: review, reason: NO}}\n"
    );
    match DecisionMatrix::from_yaml("words.yaml", &text) {
        Ok(matrix) => DecisionTables::clone(matrix.tables()),
        Err(findings) => panic!("{}\n{text}", findings.render(false)),
    }
}

const X: ColumnRef = ColumnRef::Factor(FactorIndex(0));

/// The values of the only cell of a matrix.
fn set_of(tables: &DecisionTables) -> ValueSet {
    let set = ValueSet::of_cell(&tables.decision.rules[0].cells[0]).unwrap();
    set.intersection(&ValueSet::of_column(&tables.factors[0].column))
}

/// The words of a cell of a factor, checked to mean the same.
fn words(factor: &str, cell: &str) -> String {
    let tables = matrix(factor, cell);
    let set = set_of(&tables);
    let words = cell_words(&tables, X, &set);
    if tables.texts.is_empty() {
        assert_eq!(set_of(&matrix(factor, &words)), set, "{cell} as {words}");
    }
    words
}

#[test]
fn numbers_are_written_as_people_write_them() {
    let money = "{type: money, domain: \">= 0\"}";
    for (cell, expected) in [
        ("[3000.01..5000]", "(3000..5000]"),
        ("[3000..4999.99]", "[3000..5000)"),
        ("> 5000", "> 5000"),
        (">= 5000", ">= 5000"),
        ("[0..5000]", "<= 5000"),
        ("< 5000", "< 5000"),
        ("> 0", "> 0"),
        ("0", "0"),
        ("0.5", "0.5"),
        ("not(7)", "not(7)"),
        ("< 5, >= 7", "< 5, >= 7"),
        ("[1..2], [4..5]", "[1..2], [4..5]"),
        (">= 0", "-"),
    ] {
        assert_eq!(words(money, cell), expected, "{cell}");
    }
    let integer = "{type: integer, domain: \"[0..1000]\", nullable: true}";
    for (cell, expected) in [
        (">= 1", ">= 1"),
        ("> 9", ">= 10"),
        ("<= 9", "<= 9"),
        ("<= 99", "< 100"),
        ("[10..20]", "[10..20]"),
        ("[11..19]", "(10..20)"),
        ("[12..18]", "[12..18]"),
        ("[3..4]", "3, 4"),
        ("1, 3, null", "1, 3, null"),
        ("null", "null"),
        ("not(null)", "not(null)"),
        ("<= 1000", "not(null)"),
        ("<= 1000, null", "-"),
        ("> 2, null", ">= 3, null"),
        ("not(1, 3)", "not(1, 3)"),
    ] {
        assert_eq!(words(integer, cell), expected, "{cell}");
    }
    assert_eq!(words("{type: decimal, scale: 2}", "< -1.5"), "< -1.5");
    assert_eq!(words("{type: decimal, scale: 4}", "<= 0.8499"), "< 0.85");
}

#[test]
fn a_domain_with_holes_is_read_across_them() {
    let steps = "{type: integer, domain: \"1, 3, 5, [100..200]\"}";
    assert_eq!(words(steps, "1, 3"), "<= 3");
    assert_eq!(words(steps, "3, 5"), "[3..5]");
    assert_eq!(words(steps, "> 7"), ">= 100");
    assert_eq!(words(steps, "3"), "3");
    assert_eq!(words(steps, "1, 5"), "1, 5");
}

#[test]
fn words_that_are_left_out_stand_in_a_not_where_that_is_shorter() {
    let status = "{type: category, values: [fault, warn, nodata, ok], nullable: true}";
    for (cell, expected) in [
        ("warn", "warn"),
        ("fault, ok", "fault, ok"),
        ("fault, warn, ok", "not(nodata)"),
        ("fault, warn, ok, null", "not(nodata), null"),
        ("fault, warn, nodata, ok", "not(null)"),
        ("null, warn", "warn, null"),
        ("-", "-"),
    ] {
        assert_eq!(words(status, cell), expected, "{cell}");
    }
    assert_eq!(words("{type: boolean}", "true"), "true");
    assert_eq!(
        words("{type: boolean, nullable: true}", "false, null"),
        "false, null"
    );
}

#[test]
fn texts_are_quoted_and_the_unnamed_ones_excluded_by_name() {
    assert_eq!(words("{type: text}", "\"A-17\""), "\"A-17\"");
    assert_eq!(
        words("{type: text}", "not(\"A-17\", \"B\")"),
        "not(\"A-17\", \"B\")"
    );
    assert_eq!(
        words("{type: text}", "\"a \\\\ \\\" b\""),
        "\"a \\\\ \\\" b\""
    );
}

#[test]
fn moments_prefer_the_beginning_of_a_day_and_of_a_month() {
    assert_eq!(words("{type: date}", "<= 2026-11-30"), "< 2026-12-01");
    assert_eq!(words("{type: date}", "> 2026-11-10"), ">= 2026-11-11");
    assert_eq!(
        words("{type: timestamp}", "<= 2026-11-10T23:59:59Z"),
        "< 2026-11-11T00:00:00Z"
    );
    assert_eq!(words("{type: duration}", "< P30D"), "< P30D");
    assert_eq!(words("{type: duration}", "[PT0S..P30D]"), "[PT0S..P30D]");
}

#[test]
fn every_small_set_means_the_same_when_it_is_read_again() {
    let factor = "{type: integer, domain: \"0, 1, 2, 5, 6, 9\", nullable: true}";
    let values = [NULL, 0, 1, 2, 5, 6, 9];
    for mask in 1_u32..1 << values.len() {
        let held = values
            .iter()
            .enumerate()
            .filter(|(at, _)| mask >> at & 1 == 1);
        let set = ValueSet::from_ranges(held.map(|(_, value)| (*value, *value)).collect());
        let tables = matrix(factor, "-");
        let words = cell_words(&tables, X, &set);
        assert_eq!(set_of(&matrix(factor, &words)), set, "{words}");
    }
}
