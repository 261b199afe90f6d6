//! One case: its claim, decided, and what differs from what was expected.

use decision_matrix::diagnostic::{Code, Diagnostic};
use decision_matrix::source::cases::{SourceCase, SourceCases};
use decision_matrix::source::span::{SourceText, Text};
use decision_matrix::source::suggest;
use decision_matrix::table::{DecisionTables, FactorIndex, Outcome};
use decision_matrix::{CompiledMatrix, Decision, Facts, RawValue, calendar};

/// A case whose decision differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CaseFailure {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) differences: Vec<Difference>,
}

/// One part of a decision that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) field: &'static str,
    pub(super) expected: String,
    pub(super) got: String,
}

/// Fills facts with columns and their texts; of a column that comes twice the later one counts.
pub(super) fn fill<'t>(facts: &mut Facts, given: impl IntoIterator<Item = (&'t str, &'t str)>) {
    for (column, text) in given {
        let value = if text == "null" {
            RawValue::Null
        } else {
            RawValue::Text(text)
        };
        let tables = facts.tables();
        let factors = (0..).map(FactorIndex).zip(&tables.factors);
        let factor = { factors }.find(|(_, it)| it.name == column);
        let factor = factor.map(|(index, _)| index);
        let is_time = tables.keys.column("time") == Some(column);
        let is_claim = tables.keys.column("claim") == Some(column);
        if let Some(index) = factor {
            facts.set(index, value);
        }
        if is_time {
            facts.set_time_raw(value);
        }
        if is_claim {
            facts.set_claim(text);
        }
    }
}

impl CaseFailure {
    /// The failure of a case, if the decision is not the expected one.
    pub(super) fn of(
        compiled: &CompiledMatrix,
        case: &SourceCase,
        decision: &Decision,
        source: &SourceText,
    ) -> Option<Self> {
        let expect = &case.expect;
        let due = decision.due_seconds.map(calendar::format_duration);
        let compared = [
            ("outcome", &expect.outcome, Some(decision.outcome.as_str())),
            ("rule", &expect.rule, Some(compiled.rule_id(decision))),
            (
                "reason",
                &expect.reason,
                Some(compiled.reason_code(decision)),
            ),
            ("route", &expect.route, compiled.route(decision)),
            ("due", &expect.due, due.as_deref()),
            ("fault", &expect.fault, compiled.fault_name(decision)),
        ];
        let differences: Vec<Difference> = compared
            .into_iter()
            .filter_map(|(field, expected, got)| Some((field, expected.as_ref()?.as_str(), got)))
            .filter(|(field, expected, got)| !is_same(field, expected, *got))
            .map(|(field, expected, got)| Difference {
                field,
                expected: expected.to_owned(),
                got: got.unwrap_or("none").to_owned(),
            })
            .collect();
        let place = source.line_column(case.span.start);
        let name = case.name.text.clone();
        (!differences.is_empty()).then_some(Self {
            name,
            line: place.line,
            column: place.column,
            differences,
        })
    }
}

/// Whether a part of the decision is the expected one; `null` and `-` stand for none.
fn is_same(field: &str, expected: &str, got: Option<&str>) -> bool {
    match got {
        Some(got) if field == "due" => {
            expected == got || calendar::parse_duration(expected) == calendar::parse_duration(got)
        }
        Some(got) => expected == got,
        None => matches!(expected, "null" | "-"),
    }
}

/// Names in the cases that the rules do not have.
pub(super) fn check_names(tables: &DecisionTables, cases: &SourceCases) -> Vec<Diagnostic> {
    let keys = tables.keys.columns.iter().map(|key| key.column.as_str());
    let columns: Vec<&str> = tables
        .factors
        .iter()
        .map(|factor| factor.name.as_str())
        .chain(keys)
        .collect();
    let outcomes: Vec<&str> = Outcome::ALL
        .iter()
        .map(|outcome| outcome.as_str())
        .collect();
    let rules = tables.decision.rules.iter().map(|rule| rule.id.as_str());
    let rules: Vec<&str> = rules.chain(["default", "-"]).collect();
    let given = cases.cases.iter().flat_map(|case| &case.given);
    let given = cases
        .defaults
        .iter()
        .chain(given)
        .map(|(column, _)| ("factor or key", column, &columns));
    let expected = cases.cases.iter().map(|case| &case.expect);
    let outcome = expected
        .clone()
        .filter_map(|it| Some(("outcome", it.outcome.as_ref()?, &outcomes)));
    let rule = expected.filter_map(|it| Some(("rule of `decision`", it.rule.as_ref()?, &rules)));
    given
        .chain(outcome)
        .chain(rule)
        .filter_map(|(what, word, known)| unknown(what, word, known))
        .collect()
}

/// The finding about a word that is not known.
fn unknown(what: &str, word: &Text, known: &[&str]) -> Option<Diagnostic> {
    if known.contains(&word.as_str()) {
        return None;
    }
    let diagnostic = Diagnostic::new(
        Code::UnknownName,
        word.span,
        format!("`{}` is no {what}", word.text),
    );
    Some(
        match suggest::closest(word.as_str(), known.iter().copied()) {
            Some(close) => diagnostic.with_label(format!("did you mean `{close}`?")),
            None => diagnostic.with_label("not known in the rules"),
        },
    )
}
