use super::*;
use crate::evaluate::tests::{MATRIX, compiled, facts};

#[track_caller]
fn check(name: &str, expected: &[&str], values: &[(&str, &str)]) {
    let matrix = compiled(MATRIX);
    let levels = matrix.levels(matrix.factor(name).unwrap());
    assert_eq!(levels.names(), expected, "{name}");
    for (value, level) in values {
        let facts = facts(&matrix, &[(name, value)]);
        assert_eq!(
            levels.names()[levels.level_of(&facts)],
            *level,
            "{name} {value}"
        );
    }
}

#[test]
fn bands_lie_between_the_limits_of_all_cells() {
    // 500, 1000 and 3000 are results of `limit`, which a cell compares `amount` with.
    check(
        "amount",
        &[
            "<= 500.00",
            "(500.00..1000.00]",
            "(1000.00..1500.00]",
            "(1500.00..3000.00]",
            "(3000.00..100000.00]",
            "> 100000.00",
            "fault",
        ],
        &[
            ("0", "<= 500.00"),
            ("500.00", "<= 500.00"),
            ("500.01", "(500.00..1000.00]"),
            ("3000", "(1500.00..3000.00]"),
            ("1000000", "> 100000.00"),
            ("x", "fault"),
            ("", "fault"),
        ],
    );
    check(
        "claims",
        &["< 3", ">= 3", "fault"],
        &[("2", "< 3"), ("3", ">= 3")],
    );
}

#[test]
fn words_and_null_are_levels() {
    check(
        "status",
        &["ok", "warn", "fault", "null", "fault"],
        &[("warn", "warn"), ("", "null")],
    );
}

#[test]
fn a_factor_that_no_cell_names_has_one_level() {
    check(
        "happened",
        &["any value", "null", "fault"],
        &[("2026-01-01", "any value"), ("", "null")],
    );
}

#[test]
fn at_most_64_levels() {
    let words: Vec<String> = (0..1_024).map(|at| format!("w{at}")).collect();
    let (names, cuts) = word_levels(&words);
    assert!(names.len() <= MOST_LEVELS - 2 && cuts.len() + 1 == names.len());
    assert_eq!((names[0].as_str(), cuts[0]), ("w0 to w16", 17));
    let limits: Vec<Limit> = (1..1_000)
        .map(|cut| Limit {
            cut,
            is_single: false,
            names_lower: false,
        })
        .collect();
    let column = ColumnType {
        value_type: ValueType::Integer,
        scale: 0,
        nullable: false,
        domain: None,
    };
    let matrix = compiled(MATRIX);
    let (names, cuts) = band_levels(matrix.tables(), &column, &limits);
    assert!(
        names.len() <= MOST_LEVELS - 2 && cuts.len() + 1 == names.len(),
        "{names:?}"
    );
}
