//! The JSON document of `verdict check`.

use decision_matrix::diagnostic::{Diagnostic, Findings, Witness};
use serde_json::{Map, Value, json};

use super::proved::Proved;

/// The document of all files, findings in their order, then the guarantees of the accepted ones.
pub(super) fn of(all: &[Findings], proofs: &[Proved]) -> Value {
    let findings: Vec<Value> = all
        .iter()
        .flat_map(|findings| {
            let diagnostics = findings.diagnostics().iter();
            diagnostics.map(|diagnostic| finding(findings, diagnostic))
        })
        .collect();
    let guarantees: Vec<Value> = proofs.iter().flat_map(Proved::values).collect();
    json!({ "format": 1, "findings": findings, "guarantees": guarantees })
}

/// One finding of the document.
fn finding(findings: &Findings, diagnostic: &Diagnostic) -> Value {
    let start = findings.place(diagnostic.span());
    let end = findings.end_place(diagnostic.span());
    let related: Vec<Value> = diagnostic
        .related()
        .iter()
        .map(|related| {
            let place = findings.place(related.span);
            json!({ "line": place.line, "column": place.column, "message": related.message })
        })
        .collect();
    json!({
        "code": diagnostic.code().id(),
        "kind": diagnostic.code().kind().as_str(),
        "severity": diagnostic.severity().as_str(),
        "message": diagnostic.message(),
        "file": findings.source().name(),
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "table": diagnostic.table(),
        "rules": diagnostic.rules(),
        "guarantee": diagnostic.guarantee(),
        "related": related,
        "help": diagnostic.help(),
        "witness": witness(diagnostic.witness()),
        "decisions": decisions(diagnostic.witness()),
    })
}

/// The claims that show a finding, each factor with its value as a claims file writes it; null where
/// there are none.
pub(super) fn witness(claims: &[Witness]) -> Value {
    if claims.is_empty() {
        return Value::Null;
    }
    let claims: Vec<Value> = claims.iter().map(claim).collect();
    json!({ "claims": claims })
}

/// What the engine says of each of these claims.
pub(super) fn decisions(claims: &[Witness]) -> Vec<&str> {
    claims.iter().map(|claim| claim.decision.as_str()).collect()
}

fn claim(claim: &Witness) -> Value {
    let values = claim.values.iter();
    let values: Map<String, Value> = values
        .map(|(factor, value)| (factor.clone(), Value::from(value.clone())))
        .collect();
    Value::Object(values)
}

#[cfg(test)]
mod tests;
