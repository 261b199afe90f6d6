//! The words of an explanation: reasons in the customer's language, faults in plain words.

use decision_matrix::table::{DecisionTables, Reason, Wording};
use decision_matrix::{Decision, DecisionReason, EngineReason};

/// The reason of a decision as the rules word it.
pub(super) fn reason<'a>(tables: &'a DecisionTables, decision: &Decision) -> Option<&'a Reason> {
    match decision.reason {
        DecisionReason::Rule(index) => tables.reasons.get(index.0 as usize),
        DecisionReason::Engine(_) => None,
    }
}

/// The wording in a language: the same tag, the same main language, one text for all, English, or
/// the first.
pub(super) fn in_language<'a>(wordings: &'a [Wording], language: Option<&str>) -> Option<&'a str> {
    let main = |tag: &str| {
        tag.split('-')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    let find = |fits: &dyn Fn(Option<&str>) -> bool| {
        wordings.iter().find(|it| fits(it.language.as_deref()))
    };
    let found = language
        .and_then(|wanted| {
            find(&|tag| tag.is_some_and(|tag| tag.eq_ignore_ascii_case(wanted)))
                .or_else(|| find(&|tag| tag.is_some_and(|tag| main(tag) == main(wanted))))
        })
        .or_else(|| find(&|tag| tag.is_none()))
        .or_else(|| find(&|tag| tag.is_some_and(|tag| main(tag) == "en")))
        .or_else(|| wordings.first());
    found.map(|wording| wording.text.as_str())
}

/// What a reason of the engine means; `at` is what it is about.
pub(super) fn engine_reason(reason: EngineReason, at: Option<&str>) -> String {
    let at = at.unwrap_or("decision");
    match reason {
        EngineReason::InputRow => {
            "the row cannot be read as a claim, or has no claim id".to_owned()
        }
        EngineReason::InputMissing => format!("`{at}` is missing"),
        EngineReason::InputOutOfDomain => format!("`{at}` lies outside its permitted values"),
        EngineReason::InputType => format!("`{at}` is not written as its type demands"),
        EngineReason::DeriveFault => format!("`{at}` cannot be computed from this claim"),
        EngineReason::NotEffective => {
            "the claim lies outside the time in which the rules are in force".to_owned()
        }
        EngineReason::AuditSample => "chosen by chance for a check before payment".to_owned(),
        EngineReason::TableConflict => {
            format!("several rules of `{at}` match and give different results")
        }
        EngineReason::TableIncomplete => {
            format!("no rule of `{at}` matches, and it has no default")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(language: Option<&str>, text: &str) -> Wording {
        Wording {
            language: language.map(String::from),
            text: text.to_owned(),
        }
    }

    #[test]
    fn the_nearest_language_is_taken() {
        let both = [wording(Some("ru"), "да"), wording(Some("en"), "yes")];
        assert_eq!(in_language(&both, Some("ru-RU")), Some("да"));
        assert_eq!(in_language(&both, Some("EN")), Some("yes"));
        assert_eq!(in_language(&both, Some("de")), Some("yes"));
        assert_eq!(in_language(&both, None), Some("yes"));
        assert_eq!(
            in_language(&[wording(None, "any")], Some("ru")),
            Some("any")
        );
        assert_eq!(in_language(&[], Some("ru")), None);
    }
}
