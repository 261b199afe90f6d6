//! What has to be said about factors that are counted from earlier claims: this replay takes them
//! from the file and computes none anew.

use decision_claims::ClaimsReader;
use decision_matrix::table::{DecisionTables, HistoryEvents};

/// Remarks, each with its code.
pub(super) fn remarks(
    tables: &DecisionTables,
    reader: &ClaimsReader,
) -> Vec<(&'static str, String)> {
    let absent: Vec<&str> = reader.absent_fields().collect();
    let history = || {
        tables
            .factors
            .iter()
            .filter(|factor| factor.history.is_some())
    };
    let listed = |names: Vec<&str>| {
        names
            .iter()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let missing: Vec<&str> = history()
        .map(|factor| factor.name.as_str())
        .filter(|name| absent.contains(name))
        .collect();
    let depends_on_decisions: Vec<&str> = history()
        .filter(|factor| !absent.contains(&factor.name.as_str()))
        .filter(|factor| {
            factor
                .history
                .as_ref()
                .is_some_and(|history| history.of != HistoryEvents::Claims)
        })
        .map(|factor| factor.name.as_str())
        .collect();
    let mut remarks = Vec::new();
    if !missing.is_empty() {
        remarks.push((
            "history_not_computed",
            format!(
                "The file has no column for {}, and this replay does not count earlier claims itself: rules about them see no value, so caps on repetition are not in force here.",
                listed(missing)
            ),
        ));
    }
    if !depends_on_decisions.is_empty() {
        remarks.push((
            "history_from_file",
            format!(
                "{} follow from earlier decisions and are taken from the file as they were then, not computed anew for these rules.",
                listed(depends_on_decisions)
            ),
        ));
    }
    remarks
}
