//! What the proofs report of a matrix, brought to the same shape as what the oracle expects.

use std::collections::BTreeSet;

use decision_matrix::diagnostic::{Code, Diagnostic, Findings};
use decision_matrix::table::Outcome;

use super::model::Model;
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
pub(super) fn keys(findings: &Findings) -> Expected {
    let mut keys = Expected::new();
    for diagnostic in findings.diagnostics() {
        if EXACT.contains(&diagnostic.code()) {
            *keys.entry(key(diagnostic)).or_default() += 1;
        }
    }
    keys
}

/// One finding in that shape.
pub(super) fn key(diagnostic: &Diagnostic) -> Key {
    let code = diagnostic.code();
    let named = diagnostic.rules();
    let rules = match code {
        // The further rules say which ones answer instead.
        Code::Shadowed | Code::PartlyHidden => &named[..1],
        Code::Redundant
        | Code::AlwaysTrue
        | Code::NeverTrue
        | Code::Overlap
        | Code::Conflict
        | Code::OverlapUnderFirst => named,
        _ => &[],
    };
    let what = match code {
        Code::GuaranteeViolated => diagnostic.guarantee().unwrap_or_default().to_owned(),
        // The cell comes first, and may be the name of a table.
        Code::AlwaysTrue | Code::NeverTrue => quoted(diagnostic).last().unwrap_or_default(),
        Code::NullToDefault => quoted(diagnostic).next().unwrap_or_default(),
        Code::UnreachableOutcome => {
            let mut words = quoted(diagnostic);
            let outcome = words.find(|word| Outcome::from_word(word).is_some());
            outcome.unwrap_or_default()
        }
        _ => String::new(),
    };
    Key {
        code,
        table: diagnostic.table().unwrap_or_default().to_owned(),
        rules: rules.to_vec(),
        what,
    }
}

/// What the message quotes in backticks.
fn quoted(diagnostic: &Diagnostic) -> impl Iterator<Item = String> {
    let quoted = diagnostic.message().split('`').skip(1).step_by(2);
    quoted.map(str::to_owned)
}

/// What the findings of a code name.
pub(super) fn named(findings: &Findings, code: Code) -> BTreeSet<String> {
    let of_code = findings.diagnostics().iter().filter(|it| it.code() == code);
    of_code.flat_map(quoted).collect()
}

/// A parameter is unused exactly if its name stands nowhere but where it is declared.
pub(super) fn check_unused(model: &Model, findings: &Findings) -> Result<(), String> {
    let text = model.text();
    let unused = named(findings, Code::Unused);
    for parameter in &model.parameters {
        let words = text.split(|letter: char| letter != '_' && !letter.is_ascii_alphanumeric());
        let is_unused = words.filter(|word| *word == parameter.name).count() == 1;
        if unused.contains(&parameter.name) != is_unused {
            return Err(format!("`{}` is unused: {is_unused}", parameter.name));
        }
    }
    Ok(())
}
