//! What a rule asks of one factor, as its author would say it; each rival has its own words for it.

use verdict_benches::{Condition, FACTORS, RuleSpec};

/// What a rule asks of one factor. Bounds are included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// Nothing.
    Any,
    /// One of some words.
    OneOf(Vec<String>),
    /// A number of at most so much.
    AtMost(i64),
    /// A number of at least so much.
    AtLeast(i64),
    /// A number in an interval.
    Between(i64, i64),
}

/// What a rule asks, with the names of the factors; factors that are not asked are left out.
pub(crate) fn asked(rule: &RuleSpec) -> impl Iterator<Item = (&'static str, Question)> {
    questions(rule).filter(|(_, question)| *question != Question::Any)
}

/// What a rule asks of each factor.
pub(crate) fn questions(rule: &RuleSpec) -> impl Iterator<Item = (&'static str, Question)> {
    FACTORS
        .into_iter()
        .zip(rule)
        .map(|((name, largest), condition)| (name, question(*condition, largest)))
}

/// A condition in the form that the rules of Verdict have too: a bound at the edge of the domain is
/// not asked for.
fn question(condition: Condition, largest: i64) -> Question {
    match condition {
        Condition::Any => Question::Any,
        Condition::OneOf(words) => Question::OneOf(
            (0..32)
                .filter(|at| words >> at & 1 == 1)
                .map(word)
                .collect(),
        ),
        Condition::Between(0, high) => Question::AtMost(high),
        Condition::Between(low, high) if high == largest => Question::AtLeast(low),
        Condition::Between(low, high) => Question::Between(low, high),
    }
}

/// Whether the values of a factor are words.
pub(crate) fn is_word(largest: i64) -> bool {
    largest < 16
}

/// The word behind a value of a claim.
pub(crate) fn word(value: i64) -> String {
    format!("w{value}")
}

/// The words of a question in quotes, with something between them.
pub(crate) fn quoted(words: &[String], between: &str) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    words.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_at_the_edge_of_the_domain_is_not_asked_for() {
        let largest = 600;
        let cases = [
            (Condition::Any, Question::Any),
            (Condition::Between(0, 30), Question::AtMost(30)),
            (Condition::Between(30, 600), Question::AtLeast(30)),
            (Condition::Between(30, 599), Question::Between(30, 599)),
            (Condition::Between(1, 30), Question::Between(1, 30)),
        ];
        for (condition, expected) in cases {
            assert_eq!(question(condition, largest), expected);
        }
        assert_eq!(
            question(Condition::OneOf(0b1010), 3),
            Question::OneOf(vec!["w1".to_owned(), "w3".to_owned()])
        );
    }
}
