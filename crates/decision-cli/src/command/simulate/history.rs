//! What has to be said about factors that are counted from earlier claims: which are computed anew
//! for these rules, which come from the file, and which nobody can know.

use decision_claims::{ClaimsReader, ResultField};
use decision_matrix::table::{DecisionTables, HistoryEvents};
use decision_simulation::history::HistoryPlan;
use decision_simulation::report::Language;

use super::policy::Policy;

/// Remarks, each with its code.
pub(in crate::command) fn remarks(
    policy: &Policy,
    computed_history: &HistoryPlan,
    reader: &ClaimsReader,
    language: Language,
) -> Vec<(&'static str, String)> {
    let tables = policy.tables();
    let absent: Vec<&str> = reader.absent_fields().collect();
    let (mut without_key, mut without_results, mut from_file) =
        (Vec::new(), Vec::new(), Vec::new());
    let computed: Vec<_> = computed_history.factors().collect();
    for (index, factor) in (0..)
        .map(decision_matrix::table::FactorIndex)
        .zip(&tables.factors)
    {
        let Some(history) = &factor.history else {
            continue;
        };
        let name = format!("`{}`", factor.name);
        let key = history
            .per
            .and_then(|key| tables.keys.columns.get(key.0 as usize));
        let is_of_results = matches!(
            history.of,
            HistoryEvents::Justified | HistoryEvents::Unjustified
        );
        let has_own =
            computed_history.yields_to_own(index) && !absent.contains(&factor.name.as_str());
        if !computed.contains(&index) || has_own {
            from_file.push(name);
        } else if key.is_some_and(|key| absent.contains(&key.column.as_str()))
            || has_no_time(tables, &absent)
        {
            without_key.push(name);
        } else if is_of_results && !reader.has_result(ResultField::KnownAt) {
            without_results.push(name);
        }
    }
    let said = [
        (
            "history_from_file",
            from_file,
            from_file_text as fn(&str, Language) -> String,
        ),
        ("history_without_key", without_key, without_key_text),
        (
            "history_without_known_at",
            without_results,
            without_results_text,
        ),
    ];
    let customer = tables.keys.column("customer");
    let has_customers = customer.is_some_and(|column| !absent.contains(&column));
    let by_claim = (!has_customers).then(|| ("no_customer_key", by_claim_text(language)));
    let said = said.into_iter().filter(|(_, names, _)| !names.is_empty());
    said.map(|(code, names, text)| (code, text(&names.join(", "), language)))
        .chain(by_claim)
        .collect()
}

/// Whether nothing has a time by which it could be ordered.
fn has_no_time(tables: &DecisionTables, absent: &[&str]) -> bool {
    let time = tables.keys.column("time");
    time.is_none_or(|column| absent.contains(&column))
}

fn from_file_text(names: &str, language: Language) -> String {
    match language {
        Language::English => format!(
            "{names}: earlier claims are those that the file counts, because it may begin later than the history."
        ),
        Language::Russian => format!(
            "{names}: прежние обращения взяты из файла, потому что он может начинаться позже истории."
        ),
    }
}

fn without_key_text(names: &str, language: Language) -> String {
    match language {
        Language::English => format!(
            "The file has no key or no time by which to count {names}: rules about them see no value, so caps on repetition are not in force here."
        ),
        Language::Russian => format!(
            "В файле нет ключа или времени, чтобы посчитать {names}: правила о них не видят значений, поэтому ограничения повторов здесь не действуют."
        ),
    }
}

fn by_claim_text(language: Language) -> String {
    match language {
        Language::English => "No customers are known here, so intervals take every claim for an independent one; where a customer claims more than once they are too narrow. Name the key `customer`.".to_owned(),
        Language::Russian => "Клиенты здесь неизвестны, поэтому интервалы считают каждое обращение независимым; если клиент обращался не раз, они слишком узки. Укажите ключ `customer`.".to_owned(),
    }
}

fn without_results_text(names: &str, language: Language) -> String {
    match language {
        Language::English => format!(
            "{names} stay at nothing: the claims do not say when their results became known (`known_at`), so no result was known by then."
        ),
        Language::Russian => format!(
            "{names} остаются пустыми: в обращениях не сказано, когда стал известен исход (`known_at`), поэтому на тот момент исходов не было."
        ),
    }
}
