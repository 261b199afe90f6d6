//! What has to be said about factors that are counted from earlier claims: a difference takes them
//! from the file and computes none anew.

use decision_claims::ClaimsReader;
use decision_matrix::table::{DecisionTables, HistoryEvents};
use decision_simulation::report::Language;

/// Remarks, each with its code.
pub(super) fn remarks(
    tables: &DecisionTables,
    reader: &ClaimsReader,
    language: Language,
) -> Vec<(&'static str, String)> {
    let absent: Vec<&str> = reader.absent_fields().collect();
    let mut missing = Vec::new();
    let mut from_decisions = Vec::new();
    for factor in &tables.factors {
        let Some(history) = &factor.history else {
            continue;
        };
        let name = format!("`{}`", factor.name);
        if absent.contains(&factor.name.as_str()) {
            missing.push(name);
        } else if history.of != HistoryEvents::Claims {
            from_decisions.push(name);
        }
    }
    let mut remarks = Vec::new();
    if !missing.is_empty() {
        remarks.push((
            "history_not_computed",
            not_computed(&missing.join(", "), language),
        ));
    }
    if !from_decisions.is_empty() {
        remarks.push((
            "history_from_file",
            from_file(&from_decisions.join(", "), language),
        ));
    }
    remarks
}

/// The remark about factors without a column.
fn not_computed(names: &str, language: Language) -> String {
    match language {
        Language::English => format!(
            "The file has no column for {names}, and a difference does not count earlier claims itself: rules about them see no value, so caps on repetition are not in force here."
        ),
        Language::Russian => format!(
            "В файле нет столбцов {names}, а сравнение само прежние обращения не считает: правила о них не видят значений, поэтому ограничения повторов здесь не действуют."
        ),
    }
}

/// The remark about factors that follow from decisions and come from the file.
fn from_file(names: &str, language: Language) -> String {
    match language {
        Language::English => format!(
            "{names} follow from earlier decisions and are taken from the file as they were then, not computed anew for these rules."
        ),
        Language::Russian => format!(
            "{names} зависят от прежних решений и взяты из файла такими, какими были тогда; для этих правил они заново не считались."
        ),
    }
}
