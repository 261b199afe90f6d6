//! Findings as a SARIF 2.1.0 log, which code hosts and editors show at their lines.
//!
//! Source of the format: OASIS Standard "Static Analysis Results Interchange Format (SARIF) Version
//! 2.1.0", the numbers in brackets are its sections.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use decision_matrix::diagnostic::{Code, Diagnostic, Findings};
use decision_matrix::source::span::Span;
use serde_json::{Map, Value, json};

use super::document;
use crate::rules_file::RulesFile;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The log of one run over all files, results in the order of the files.
pub(super) fn log(files: &[RulesFile], all: &[Findings]) -> Value {
    let used: BTreeSet<Code> = all
        .iter()
        .flat_map(Findings::diagnostics)
        .map(Diagnostic::code)
        .collect();
    let used: Vec<Code> = used.into_iter().collect();
    let rules: Vec<Value> = used.iter().map(|code| rule(*code)).collect();
    let artifacts: Vec<Value> = files.iter().zip(all).map(artifact).collect();
    let results: Vec<Value> = files
        .iter()
        .zip(all)
        .enumerate()
        .flat_map(|(index, (file, findings))| {
            let place = Place {
                findings,
                artifact: artifact_location(file, findings, Some(index)),
            };
            let diagnostics = findings.diagnostics().iter();
            diagnostics
                .map(|diagnostic| result(diagnostic, &place, &used))
                .collect::<Vec<_>>()
        })
        .collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "verdict",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "invocations": [{ "executionSuccessful": true }],
            "artifacts": artifacts,
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// A file with its findings, and how the log names it.
struct Place<'a> {
    findings: &'a Findings,
    artifact: Value,
}

/// What a code means (3.49).
fn rule(code: Code) -> Value {
    let explanation = code.explanation();
    json!({
        "id": code.id(),
        "name": format!("{code:?}"),
        "shortDescription": { "text": text(code.title()) },
        "fullDescription": { "text": text(&format!("{} {}", explanation.meaning, explanation.why)) },
        "help": { "text": text(explanation.remedy) },
        "defaultConfiguration": { "level": code.severity().as_str() },
        "properties": { "kind": code.kind().as_str() },
    })
}

/// A file that was checked (3.24).
fn artifact((file, findings): (&RulesFile, &Findings)) -> Value {
    let role = match file {
        RulesFile::Standard => "standardStream",
        RulesFile::Path(_) => "analysisTarget",
    };
    json!({ "location": artifact_location(file, findings, None), "roles": [role] })
}

/// One finding (3.27).
fn result(diagnostic: &Diagnostic, place: &Place<'_>, used: &[Code]) -> Value {
    let code = diagnostic.code();
    let mut location = Map::new();
    location.insert(
        "physicalLocation".to_owned(),
        place.physical(diagnostic.span()),
    );
    let logical = logical_locations(diagnostic);
    if !logical.is_empty() {
        location.insert("logicalLocations".to_owned(), logical.into());
    }
    let related: Vec<Value> = (1..)
        .zip(diagnostic.related())
        .map(|(id, related)| {
            json!({
                "id": id,
                "physicalLocation": place.physical(related.span),
                "message": { "text": text(&related.message) },
            })
        })
        .collect();
    json!({
        "ruleId": code.id(),
        "ruleIndex": used.binary_search(&code).unwrap_or_default(),
        "level": diagnostic.severity().as_str(),
        "message": { "text": text(&message(diagnostic)) },
        "locations": [location],
        "relatedLocations": related,
        "properties": {
            "kind": code.kind().as_str(),
            "witness": document::witness(diagnostic.witness()),
            "decisions": document::decisions(diagnostic.witness()),
        },
    })
}

/// What was found, the words at the caret, the claims that show it, and what to do: a line each.
fn message(diagnostic: &Diagnostic) -> String {
    let mut lines = vec![diagnostic.message().to_owned()];
    lines.extend((!diagnostic.label().is_empty()).then(|| diagnostic.label().to_owned()));
    lines.extend(diagnostic.claim_lines());
    lines.extend(diagnostic.help().map(|help| format!("help: {help}")));
    lines.join("\n")
}

/// The table, the rules and the guarantee that a finding is about (3.33); rules by table and id.
fn logical_locations(diagnostic: &Diagnostic) -> Vec<Value> {
    let table = diagnostic.table();
    let named = |name: &str, kind: &str, whole: &str| json!({ "name": name, "fullyQualifiedName": whole, "kind": kind });
    let tables = table.map(|table| named(table, "table", table));
    let rules: BTreeSet<&String> = diagnostic.rules().iter().collect();
    let rules = rules.into_iter().map(|rule| {
        let whole = table.map_or_else(|| rule.clone(), |table| format!("{table}/{rule}"));
        named(rule, "rule", &whole)
    });
    let guarantee = diagnostic.guarantee();
    let guarantee = guarantee.map(|id| named(id, "guarantee", &format!("guarantees/{id}")));
    tables.into_iter().chain(rules).chain(guarantee).collect()
}

impl Place<'_> {
    /// A place in the file (3.29), columns in characters from 1, the end behind the last one (3.30).
    fn physical(&self, span: Span) -> Value {
        let start = self.findings.place(span);
        let end = self.findings.end_place(span);
        json!({
            "artifactLocation": self.artifact,
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
        })
    }
}

/// How a file is named (3.4); standard input has no address.
fn artifact_location(file: &RulesFile, findings: &Findings, index: Option<usize>) -> Value {
    let mut location = Map::new();
    match file {
        RulesFile::Standard => {
            let name = json!({ "text": findings.source().name() });
            location.insert("description".to_owned(), name);
        }
        RulesFile::Path(_) => {
            let address = address(findings.source().name(), cfg!(windows));
            location.insert("uri".to_owned(), address.into());
        }
    }
    location.extend(index.map(|index| ("index".to_owned(), index.into())));
    Value::Object(location)
}

/// The address of a path (RFC 3986): relative as the user gave it, or with the scheme `file`.
fn address(path: &str, has_backslashes: bool) -> String {
    let path = if has_backslashes {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    };
    let has_drive = has_backslashes && path.get(1..3) == Some(":/");
    let (scheme, path) = match path.as_str() {
        whole if has_drive => ("file:///", whole),
        whole if whole.starts_with('/') => ("file://", whole),
        whole => ("", whole.strip_prefix("./").unwrap_or(whole)),
    };
    let mut address = scheme.to_owned();
    for (at, byte) in path.bytes().enumerate() {
        let is_drive = has_drive && at == 1;
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) || is_drive {
            address.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

/// A message in which braces are no placeholders (3.11.5).
fn text(message: &str) -> String {
    message.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests;
