//! Generated cases, as lines of a file of cases and as a document.

use std::fmt::Write as _;

use decision_matrix::source::cases::SourceCases;
use decision_matrix::source::span::SourceText;
use decision_matrix::verify::GeneratedCase;
use decision_matrix::{CompiledMatrix, Decision, calendar};
use serde_json::{Map, Value, json};

use super::coverage::case_name;

/// What stands above the cases.
const REMARK: [&str; 2] = [
    "Written by `verdict test --generate`: these cases say what the rules decide now, not what they",
    "should decide. Review each of them, and mend the rules where a decision is not the one you want.",
];

/// Columns with their values; `None` is null.
type Given = [(String, Option<String>)];

/// Cases for what the others do not show.
pub(super) struct Generated {
    /// The lines to be appended to the file; the whole file where there is none.
    pub(super) text: String,
    /// The cases as a document.
    pub(super) cases: Vec<Value>,
}

impl Generated {
    /// Writes cases. `new_defaults` are those of a file that is still to be written; `indent` is how
    /// far the cases of the file stand to the right.
    pub(super) fn new(
        compiled: &CompiledMatrix,
        cases: &[GeneratedCase],
        new_defaults: Option<&Given>,
        indent: usize,
    ) -> Self {
        let margin = " ".repeat(indent);
        let mut text = String::new();
        match new_defaults {
            None => {
                // The first line is empty: the last line of the file may lack its end.
                text.push('\n');
                for line in REMARK {
                    let _ = writeln!(text, "{margin}# {line}");
                }
            }
            Some(defaults) => {
                for line in REMARK {
                    let _ = writeln!(text, "# {line}");
                }
                let stated = stated(defaults).map(|(column, value)| (column, Some(value)));
                let _ = writeln!(text, "defaults: {}\ncases:", mapping(stated));
            }
        }
        let mut documents = Vec::with_capacity(cases.len());
        for case in cases {
            let tables = compiled.tables();
            let shows = case.shows.iter().map(|target| case_name(tables, *target));
            let shows: Vec<String> = shows.collect();
            let name = shows.first().map_or("", String::as_str);
            let expect = expectation(compiled, &case.decision);
            let given = case.given.iter();
            let given = given.map(|(column, value)| (column.as_str(), value.as_deref()));
            let expected = expect
                .iter()
                .map(|(key, value)| (*key, Some(value.as_str())));
            let _ = writeln!(
                text,
                "{margin}- {{name: {}, given: {}, expect: {}}}",
                scalar(name),
                mapping(given.clone()),
                mapping(expected.clone())
            );
            documents.push(json!({
                "name": name, "given": members(given), "expect": members(expected), "shows": shows,
            }));
        }
        Self {
            text,
            cases: documents,
        }
    }
}

/// The columns that are not null, with their texts.
pub(super) fn stated(values: &Given) -> impl Iterator<Item = (&str, &str)> + Clone {
    values
        .iter()
        .filter_map(|(column, value)| Some((column.as_str(), value.as_deref()?)))
}

/// How far the cases of a file stand to the right.
pub(super) fn indent_of(source: &SourceText, cases: &SourceCases) -> usize {
    let Some(first) = cases.cases.first() else {
        return 2;
    };
    let before = source.text().get(..first.span.start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.len() - line.trim_start_matches(' ').len()
}

/// What the engine decides, part by part.
fn expectation(compiled: &CompiledMatrix, decision: &Decision) -> Vec<(&'static str, String)> {
    let mut expect = vec![
        ("outcome", decision.outcome.as_str().to_owned()),
        ("rule", compiled.rule_id(decision).to_owned()),
        ("reason", compiled.reason_code(decision).to_owned()),
    ];
    expect.extend(
        compiled
            .route(decision)
            .map(|route| ("route", route.to_owned())),
    );
    let due = decision.due_seconds.map(calendar::format_duration);
    expect.extend(due.map(|due| ("due", due)));
    expect
}

fn members<'t>(pairs: impl Iterator<Item = (&'t str, Option<&'t str>)>) -> Map<String, Value> {
    pairs
        .map(|(key, value)| (key.to_owned(), json!(value)))
        .collect()
}

/// A mapping of YAML in one line.
fn mapping<'t>(pairs: impl Iterator<Item = (&'t str, Option<&'t str>)>) -> String {
    let pairs = pairs.map(|(key, value)| {
        let value = value.map_or_else(|| "null".to_owned(), scalar);
        format!("{}: {value}", scalar(key))
    });
    format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
}

/// A scalar of YAML: plain where every reader takes it for this text, else in double quotes.
fn scalar(text: &str) -> String {
    let is_plain = |(at, c): (usize, char)| match c {
        _ if c.is_ascii_alphanumeric() => true,
        '-' => {
            text.len() > 1
                && (at > 0
                    || text
                        .as_bytes()
                        .get(1)
                        .is_some_and(u8::is_ascii_alphanumeric))
        }
        '_' | '.' | ' ' => at > 0 && at + 1 < text.len(),
        ':' => {
            at > 0
                && text
                    .get(at + 1..)
                    .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        }
        _ => false,
    };
    if !text.is_empty() && text.char_indices().all(is_plain) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests;
