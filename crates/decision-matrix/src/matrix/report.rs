//! From what proofs found to findings about the file: places, names, and what the file silences.

use super::missing_rule;
use super::places::Places;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::matrix::SourceMatrix;
use crate::table::DecisionTables;
use crate::verify::Finding;

/// Findings about the file, without those that an `allow` of the file silences.
pub(super) fn diagnostics(
    findings: Vec<Finding>,
    tables: &DecisionTables,
    source: &SourceMatrix,
) -> Vec<Diagnostic> {
    let places = Places::new(source);
    let told = findings
        .into_iter()
        .filter(|finding| places.silencing(finding).is_empty());
    told.map(|finding| diagnostic(finding, tables, places))
        .collect()
}

/// [`diagnostics`] of a run of every analysis: an entry of an `allow` that silences nothing is told
/// too, unless an analysis did not end and might still have found what it silences.
pub(super) fn diagnostics_of_all(
    findings: Vec<Finding>,
    tables: &DecisionTables,
    source: &SourceMatrix,
) -> Vec<Diagnostic> {
    let is_whole = !findings
        .iter()
        .any(|finding| matches!(finding.code, Code::NotExamined | Code::NotProved));
    let stale = if is_whole {
        stale(&findings, Places::new(source))
    } else {
        Vec::new()
    };
    let mut all = diagnostics(findings, tables, source);
    all.extend(stale);
    all
}

/// One finding about the file.
fn diagnostic(finding: Finding, tables: &DecisionTables, places: Places<'_>) -> Diagnostic {
    let span = places.span(finding.place);
    let span = span.unwrap_or_else(|| places.decision());
    let mut diagnostic =
        Diagnostic::new(finding.code, span, finding.message).with_label(finding.label);
    if let Some(mut help) = finding.help {
        if let Some(table) = finding.table.filter(|_| !finding.missing_rule.is_empty()) {
            let conditions = finding.missing_rule.iter();
            let conditions =
                conditions.map(|(column, cell)| (tables.column_name(*column), &**cell));
            let conditions: Vec<_> = conditions.collect();
            let line = places
                .table(table)
                .map(|table| missing_rule::line(table, &conditions));
            help.extend(line.map(|line| format!(":\n{line}")));
        }
        diagnostic = diagnostic.with_help(help);
    }
    for (place, message) in finding.related {
        if let Some(span) = places.span(place) {
            diagnostic = diagnostic.with_related(span, message);
        }
    }
    if let Some(table) = finding.table {
        diagnostic = diagnostic.with_table(table.name(tables));
    }
    for rule in finding.rules {
        diagnostic = diagnostic.with_rule(rule);
    }
    let guarantee = finding
        .guarantee
        .and_then(|position| tables.guarantees.get(position));
    if let Some(guarantee) = guarantee {
        diagnostic = diagnostic.with_guarantee(&guarantee.id);
    }
    for witness in finding.witness {
        diagnostic = diagnostic.with_witness(witness);
    }
    diagnostic
}

/// The entries of every `allow` that silence none of the findings.
fn stale(findings: &[Finding], places: Places<'_>) -> Vec<Diagnostic> {
    let mut used: Vec<_> = findings
        .iter()
        .flat_map(|finding| places.silencing(finding))
        .map(|(code, _)| code.span)
        .collect();
    used.sort_unstable();
    let entries = places.allowances().into_iter();
    let stale = entries.filter(|(code, _)| used.binary_search(&code.span).is_err());
    stale
        .map(|(code, _)| {
            let message = format!("`allow` silences `{}`, which is not found here", code.text);
            Diagnostic::new(Code::Unused, code.span, message)
                .with_label("silences nothing")
                .with_help("delete the entry, so that it cannot hide a later mistake")
        })
        .collect()
}

#[cfg(test)]
mod tests;
