//! What the proofs report of a matrix, brought to the same shape as what the oracle expects.

use std::collections::BTreeSet;

use decision_matrix::diagnostic::{Code, Diagnostic, Findings};
use decision_matrix::table::DecisionTables;

use super::truth::{Expected, Key};

/// The codes that the oracle knows all about.
pub(super) const EXACT: [Code; 13] = [
    Code::Gap,
    Code::OverlapUnderFirst,
    Code::Shadowed,
    Code::PartlyHidden,
    Code::Redundant,
    Code::AlwaysTrue,
    Code::NeverTrue,
    Code::UnreachableOutcome,
    Code::NullToDefault,
    Code::Overlap,
    Code::Conflict,
    Code::Incomplete,
    Code::GuaranteeViolated,
];

/// The findings in the shape of the oracle's.
pub(super) fn keys(tables: &DecisionTables, findings: &Findings) -> Expected {
    let mut keys = Expected::new();
    for diagnostic in findings.diagnostics() {
        if EXACT.contains(&diagnostic.code()) {
            *keys.entry(key(tables, diagnostic)).or_default() += 1;
        }
    }
    keys
}

/// One finding in that shape.
pub(super) fn key(tables: &DecisionTables, diagnostic: &Diagnostic) -> Key {
    let code = diagnostic.code();
    let named = diagnostic.rules();
    let rules = match code {
        // The further rules say which ones answer instead.
        Code::Shadowed | Code::PartlyHidden => &named[..1],
        Code::Redundant | Code::AlwaysTrue | Code::NeverTrue => named,
        Code::Overlap | Code::Conflict | Code::OverlapUnderFirst => named,
        _ => &[],
    };
    let what = match code {
        Code::GuaranteeViolated => diagnostic.guarantee().unwrap_or_default().to_owned(),
        Code::AlwaysTrue | Code::NeverTrue | Code::NullToDefault => {
            quoted_names(diagnostic, |name| is_column(tables, name))
        }
        Code::UnreachableOutcome => quoted_names(diagnostic, |name| {
            decision_matrix::table::Outcome::from_word(name).is_some()
        }),
        _ => String::new(),
    };
    Key {
        code,
        table: diagnostic.table().unwrap_or_default().to_owned(),
        rules: rules.to_vec(),
        what,
    }
}

fn is_column(tables: &DecisionTables, name: &str) -> bool {
    let factors = tables.factors.iter().map(|it| &it.name);
    let derives = tables.derives.iter().map(|it| &it.name);
    let outputs = tables.tables.iter().map(|it| &it.name);
    factors.chain(derives).chain(outputs).any(|it| it == name)
}

/// The first name of this sort that the message quotes in backticks.
fn quoted_names(diagnostic: &Diagnostic, wanted: impl Fn(&str) -> bool) -> String {
    let quoted = diagnostic.message().split('`').skip(1).step_by(2);
    quoted
        .filter(|name| wanted(name))
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// What the findings of a code name.
pub(super) fn named(findings: &Findings, code: Code) -> BTreeSet<String> {
    let of_code = findings.diagnostics().iter().filter(|it| it.code() == code);
    let quoted = of_code.flat_map(|it| it.message().split('`').skip(1).step_by(2));
    quoted.map(str::to_owned).collect()
}
