//! Champion and challenger on the same claims.

use std::sync::Arc;

use decision_matrix::table::{DecisionTables, FactorIndex};
use decision_matrix::{CompileConfig, CompiledMatrix, DecisionMatrix, RawValue};
use decision_simulation::analysis::comparison::{Comparison, ComparisonTally, OtherDecision};
use decision_simulation::replay::{Group, PricedClaim};
use decision_simulation::statistics::{Estimate, RatioMoments};
use decision_simulation::{
    CostModel, GeneratedClaim, KnownResults, Portfolio, Replay, ReplayPlan, ReplayedClaim,
};

const RULES: &str = include_str!("../../../rules/atm-cash-dispute/matrix.yaml");
const COSTS: &str = include_str!("../../../rules/atm-cash-dispute/costs.yaml");
/// The row of the table that the challenger changes, and what it makes of it.
const CHAMPION: &str = "| warn          | 75000  | 10000  | 5000  | 3000 |";
const CHALLENGER: &str = "| warn          | 20000  | 5000   | 3000  | 2000 |";

fn tables(text: &str) -> Arc<DecisionTables> {
    let matrix = DecisionMatrix::from_yaml("matrix.yaml", text).expect("the rules are right");
    Arc::clone(matrix.tables())
}

fn challenger() -> Arc<DecisionTables> {
    assert!(RULES.contains(CHAMPION));
    tables(&RULES.replace(CHAMPION, CHALLENGER))
}

/// What both rules come to, the comparison, and the net saving of each by customer.
struct Compared {
    champion: Group,
    challenger: Group,
    comparison: Comparison,
    savings: [RatioMoments; 2],
}

fn known(claim: &GeneratedClaim) -> KnownResults {
    KnownResults {
        justified: Some(claim.justified),
        clawed_back: Some(claim.clawed_back),
        caught_by_review: Some(claim.caught_by_review),
        wrongly_refused: Some(claim.wrongly_refused),
        review_minutes: Some(claim.review_minutes * 1_000_000_000),
        evidence_days: Some(claim.evidence_days * 1_000_000_000),
        ..KnownResults::default()
    }
}

/// The challenger against the champion, over the reference portfolio.
fn compare(champion: &Arc<DecisionTables>, challenger: &Arc<DecisionTables>) -> Compared {
    let costs = CostModel::from_yaml("costs.yaml", COSTS).unwrap();
    let config = CompileConfig { audit_key: None };
    let rules = [champion, challenger].map(|tables| {
        let plan = ReplayPlan::new(Arc::clone(tables), costs.clone()).unwrap();
        (plan, CompiledMatrix::new(Arc::clone(tables), &config))
    });
    let index = |name: &str| {
        let at = champion.factors.iter().position(|it| it.name == name);
        FactorIndex(u32::try_from(at.unwrap()).unwrap())
    };
    let factors = ["amount", "device_status", "prior_claims_365d"].map(index);
    let mut facts = rules[0].1.facts();
    let mut replays = vec![Replay::new(); 2];
    let mut savings = [RatioMoments::default(), RatioMoments::default()];
    let mut tally = ComparisonTally::new();
    let claims: Vec<_> = Portfolio::new(30_000, Portfolio::REFERENCE_SEED)
        .claims()
        .collect();
    for customer in claims.chunk_by(|one, other| one.customer == other.customer) {
        let mut saved = [0_i64; 2];
        for claim in customer {
            let id = claim.claim_id();
            facts.set(factors[0], RawValue::Number(&claim.amount.to_string()));
            facts.set(factors[1], RawValue::Text(claim.device.as_str()));
            facts.set(
                factors[2],
                RawValue::Number(&claim.prior_claims_365d.to_string()),
            );
            let decided = [0, 1].map(|at| {
                let (_, compiled) = &rules[at];
                ReplayedClaim::new(&id, &facts, compiled.decide(&facts), known(claim))
            });
            let priced = [0, 1].map(|at| PricedClaim::new(&rules[at].0, &decided[at]));
            for at in 0..2 {
                replays[at].add(&rules[at].0, &decided[at]);
                saved[at] += i64::try_from(priced[at].sums.net_saving()).unwrap();
            }
            tally.add(&priced[1], &OtherDecision::new(&priced[0]));
        }
        tally.end_cluster();
        for (moments, saved) in savings.iter_mut().zip(saved) {
            moments.add(saved, i64::try_from(customer.len()).unwrap());
        }
    }
    Compared {
        champion: *replays[0].total(),
        challenger: *replays[1].total(),
        comparison: tally.finish(&rules[1].0),
        savings,
    }
}

/// Minor units as whole ones.
fn whole(minor: i128) -> f64 {
    f64::from(i32::try_from(minor).unwrap()) / 100.0
}

fn is_near(estimate: Estimate, expected: f64) -> bool {
    let value = estimate.value.unwrap();
    (value - expected).abs() <= 1e-6 * expected.abs().max(1.0)
}

#[test]
fn the_paired_difference_is_the_difference_of_the_totals() {
    let found = compare(&tables(RULES), &challenger());
    let (these, others) = (&found.challenger, &found.champion);
    let comparison = &found.comparison;
    let saving = these.known.net_saving() - others.known.net_saving();
    assert!(saving != 0);
    assert!(
        is_near(comparison.net_saving, whole(saving)),
        "{:?}",
        comparison.net_saving
    );
    let loss = these.known.loss - others.known.loss;
    assert!(
        is_near(comparison.loss, whole(loss)),
        "{:?}",
        comparison.loss
    );
    let share = |group: &Group| {
        let all = f64::from(u32::try_from(group.claims()).unwrap());
        f64::from(u32::try_from(group.auto_claims()).unwrap()) / all
    };
    assert!(is_near(comparison.auto_share, share(these) - share(others)));
    assert_eq!(comparison.claims, these.claims());
    let moved = others.auto_claims() - these.auto_claims();
    assert_eq!(comparison.differing, moved, "lower limits only take away");
    let cost: i128 = comparison.flows.iter().map(|flow| flow.cost_change).sum();
    assert_eq!(cost, -saving);
}

#[test]
fn the_paired_interval_is_narrower_than_one_of_two_samples() {
    let found = compare(&tables(RULES), &challenger());
    let width = |estimate: Estimate| estimate.high.unwrap() - estimate.low.unwrap();
    let claims = whole(i128::from(found.champion.claims()) * 100);
    let apart = found
        .savings
        .map(|moments| width(moments.hall()) * claims / 100.0);
    // Two samples that know nothing of one another: variances add up.
    let unpaired = apart[0].hypot(apart[1]);
    let paired = width(found.comparison.net_saving);
    assert!(
        paired > 0.0 && paired < unpaired,
        "{paired} against {unpaired}"
    );
    let estimate = found.comparison.net_saving;
    assert!(estimate.low < estimate.value && estimate.value < estimate.high);
}

#[test]
fn rules_against_themselves_differ_in_nothing() {
    let same = tables(RULES);
    let comparison = compare(&same, &same).comparison;
    assert_eq!((comparison.differing, comparison.flows.len()), (0, 0));
    assert_eq!(comparison.net_saving.value, Some(0.0));
    assert_eq!(comparison.loss.value, Some(0.0));
    assert_eq!(comparison.auto_share.value, Some(0.0));
}
