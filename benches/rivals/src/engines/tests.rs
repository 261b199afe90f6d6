//! Every translation against the rules themselves, at and around each bound.

use verdict_benches::{Claim, Condition, FACTORS, RuleSpec};

use super::{Entrant, rules};
use crate::engine::RuleNumber;

/// What the rules mean: the first whose conditions all hold.
fn expected(rules: &[RuleSpec], claim: &Claim) -> RuleNumber {
    let number = rules.iter().position(|rule| {
        rule.iter()
            .zip(claim)
            .all(|(condition, value)| condition.holds(*value))
    });
    number.and_then(|number| u32::try_from(number).ok())
}

/// The values at which something could change, and those beside them.
fn edges(condition: Condition, largest: i64) -> Vec<i64> {
    let edges = match condition {
        Condition::Any => vec![],
        Condition::OneOf(_) => (0..=largest).collect(),
        Condition::Between(low, high) => vec![low - 1, low, low + 1, high - 1, high, high + 1],
    };
    edges
        .into_iter()
        .filter(|value| (0..=largest).contains(value))
        .collect()
}

/// A claim that fulfils a rule, and copies of it that have one value at or beside a bound.
fn around(rule: &RuleSpec) -> Vec<Claim> {
    let mut inside: Claim = [0; FACTORS.len()];
    for (value, condition) in inside.iter_mut().zip(rule) {
        *value = match condition {
            Condition::Any => 0,
            Condition::OneOf(words) => i64::from(words.trailing_zeros()),
            Condition::Between(low, _) => (*low).max(0),
        };
    }
    let mut claims = vec![inside];
    for (factor, condition) in rule.iter().enumerate() {
        for edge in edges(*condition, FACTORS[factor].1) {
            let mut claim = inside;
            claim[factor] = edge;
            claims.push(claim);
        }
    }
    claims
}

#[track_caller]
fn check(entrant: Entrant, rules: &[RuleSpec]) {
    let claims: Vec<Claim> = rules.iter().flat_map(around).collect();
    let mut contestant = entrant.build_rival(rules).unwrap();
    contestant.hold(&claims).unwrap();
    // Twice, because an engine could keep something of a claim.
    for _ in 0..2 {
        for (claim, answer) in claims.iter().zip(contestant.answers().unwrap()) {
            assert_eq!(answer, expected(rules, claim), "{entrant:?}: {claim:?}");
        }
    }
}

/// Each kind of condition, alone and with others; the last rule leaves claims to the default.
fn handful() -> Vec<RuleSpec> {
    let any = [Condition::Any; FACTORS.len()];
    let with = |conditions: &[(usize, Condition)]| {
        let mut rule = any;
        for (factor, condition) in conditions {
            rule[*factor] = *condition;
        }
        rule
    };
    vec![
        with(&[
            (0, Condition::Between(500, 1_000)),
            (7, Condition::OneOf(0b10)),
        ]),
        with(&[(0, Condition::Between(1_000, 1_000))]),
        with(&[
            (1, Condition::OneOf(0b1000_0001)),
            (8, Condition::Between(49_000, 50_000)),
        ]),
        with(&[
            (4, Condition::Between(0, 6)),
            (5, Condition::OneOf(0b0110)),
            (6, Condition::Between(0, 0)),
        ]),
        with(&[
            (3, Condition::Between(30, 30)),
            (9, Condition::Between(1, 19_999)),
        ]),
        with(&[(0, Condition::Between(19_999_999, 20_000_000))]),
    ]
}

const RIVALS: [Entrant; 4] = [Entrant::Zen, Entrant::Dsntk, Entrant::Cel, Entrant::Regorus];

#[test]
fn each_kind_of_condition_is_translated() {
    for rival in RIVALS {
        check(rival, &handful());
    }
}

#[test]
fn a_rule_that_asks_nothing_always_matches() {
    let rules = [[Condition::Any; FACTORS.len()]];
    for rival in RIVALS {
        check(rival, &rules);
    }
}

#[test]
fn the_smallest_table_is_translated() {
    for rival in RIVALS {
        check(rival, &rules(12));
    }
}

#[test]
fn verdict_and_the_chain_have_the_same_rules() {
    let rules = rules(100);
    let claims: Vec<Claim> = rules.iter().flat_map(around).collect();
    for entrant in [Entrant::Verdict, Entrant::IfChain] {
        let mut contestant = entrant.build(100).unwrap();
        contestant.hold(&claims).unwrap();
        for (claim, answer) in claims.iter().zip(contestant.answers().unwrap()) {
            assert_eq!(answer, expected(&rules, claim), "{entrant:?}: {claim:?}");
        }
    }
}
