//! Differences against brute force, and on rules as people write them.

mod brute_force;
mod fingerprints;
mod large;
mod outside;
mod shipped;
mod versions;

use crate::{CompiledMatrix, DecisionMatrix, RawValue};

use super::{DiffDecision, DiffRegion, SemanticDiff, diff};

/// Steps that no test needs.
const BUDGET: u64 = 10_000_000;

/// A matrix of this text, without `format`, `matrix`, `version` and `keys`.
fn matrix(body: &str) -> DecisionMatrix {
    let text = format!(
        "format: 1\nmatrix: test\nversion: \"1\"\ncurrency: RUB\nkeys: {{claim: claim_id}}\n{body}"
    );
    match DecisionMatrix::from_yaml("matrix.yaml", &text) {
        Ok(matrix) => matrix,
        Err(findings) => panic!("{}\n{text}", findings.render(false)),
    }
}

/// The difference of two texts.
fn difference(old: &str, new: &str) -> SemanticDiff {
    diff(&matrix(old), &matrix(new), BUDGET).unwrap_or_else(|error| panic!("{error}"))
}

/// The regions in one line each.
fn lines(diff: &SemanticDiff) -> Vec<String> {
    diff.regions().iter().map(line).collect()
}

/// A region in one line: `amount <= 5, status ok: review MANY -> approve FEW`.
fn line(region: &DiffRegion) -> String {
    let when: Vec<String> = region
        .when
        .iter()
        .map(|(name, cell)| format!("{name} {cell}"))
        .collect();
    let possible = if region.is_possible_only() {
        " (possible)"
    } else {
        ""
    };
    let decided = |it: &DiffDecision| {
        let route = it.route.as_deref();
        let route = route.map(|it| format!(" {it}")).unwrap_or_default();
        format!("{} {}{route}", it.outcome.as_str(), it.reason)
    };
    format!(
        "{}: {} -> {}{possible}",
        when.join(", "),
        decided(&region.from),
        decided(&region.to)
    )
}

/// What the engine decides of a claim of texts: outcome, reason, route, due.
fn decided(compiled: &CompiledMatrix, claim: &[(&str, Option<String>)]) -> String {
    let mut facts = compiled.facts();
    for (name, value) in claim {
        if let Ok(factor) = compiled.factor(name) {
            facts.set(
                factor,
                value.as_deref().map_or(RawValue::Null, RawValue::Text),
            );
        }
    }
    let decision = compiled.decide(&facts);
    format!(
        "{} {} {:?} {:?}",
        decision.outcome.as_str(),
        compiled.reason_code(&decision),
        compiled.route(&decision),
        decision.due_seconds
    )
}
