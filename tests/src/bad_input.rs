//! Wrong input of every kind, given to the program itself: each message must say what is wrong,
//! where, and how to mend it.
//!
//! Each test spoils one thing in files that are right (`tests/data/refund`) and compares exit code
//! and messages with a snapshot under `bad_input/snapshots`. Read those as a stranger would.

mod arguments;
mod cases;
mod claims;
mod costs;
mod map;
mod rules;

use crate::verdict_binary::{Run, Workplace};

/// Rules that are right.
const MATRIX: &str = include_str!("../data/refund/matrix.yaml");
/// Their cases, all met.
const CASES: &str = include_str!("../data/refund/cases.yaml");
/// Their costs.
const COSTS: &str = include_str!("../data/refund/costs.yaml");
/// Claims with the names of the rules.
const CLAIMS: &str = include_str!("../data/refund/claims.csv");
/// The same claims as another system writes them, and their map.
const REGISTER: &str = include_str!("../data/refund/register.csv");
const MAP: &str = include_str!("../data/refund/map.yaml");

/// A folder with the right files.
fn refund() -> Workplace {
    let place = Workplace::new();
    place
        .write("refund/matrix.yaml", MATRIX)
        .write("refund/cases.yaml", CASES);
    place
        .write("refund/costs.yaml", COSTS)
        .write("refund/map.yaml", MAP);
    place
        .write("claims.csv", CLAIMS)
        .write("register.csv", REGISTER);
    place
}

/// A text with one thing spoilt, which must stand in it exactly once.
#[track_caller]
fn spoilt(text: &str, right: &str, wrong: &str) -> String {
    assert_eq!(
        text.matches(right).count(),
        1,
        "`{right}` must stand once in:\n{text}"
    );
    text.replace(right, wrong)
}

/// Compares a run with its snapshot. A run that went wrong says so on standard error or, where
/// findings are what was asked for, on standard output.
#[track_caller]
fn compare(name: &str, run: &Run) {
    assert_ne!(run.exit_code, 3, "an internal fault: {run}");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("bad_input/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, run.to_string()));
}

#[test]
fn the_files_are_right_before_they_are_spoilt() {
    let place = refund();
    place.verdict("check refund --deny warnings").exits(0);
    place.verdict("fmt refund --check").exits(0);
    place.verdict("test refund").exits(0);
    let plain = place
        .verdict("decide --rules refund --claims claims.csv")
        .exits(0);
    let mapped = "decide --rules refund --claims register.csv --map refund/map.yaml";
    let mapped = place.verdict(mapped).exits(0);
    let decisions = |run: &Run| -> Vec<String> {
        let rows = run.output.lines().skip(1);
        rows.map(|row| row.rsplitn(9, ',').take(8).collect::<Vec<_>>().join(","))
            .collect()
    };
    assert_eq!(decisions(&plain), decisions(&mapped));
    assert_eq!(decisions(&plain).len(), 3);
}
