use decision_matrix::table::Outcome;

use super::{Comparison, ComparisonTally, OtherDecision};
use crate::portfolio::Portfolio;
use crate::replay::tests::{Bench, bench, known};
use crate::replay::{PricedClaim, ReplayedClaim};
use crate::results::KnownResults;

/// Compares the rules with themselves, changed by `other`, in blocks of customers.
fn compared(bench: &Bench, block: usize, other: impl Fn(i64, Outcome) -> Outcome) -> Comparison {
    let claims: Vec<_> = Portfolio::new(4_000, 11).claims().collect();
    let customers: Vec<_> = claims.chunk_by(|a, b| a.customer == b.customer).collect();
    let mut whole = ComparisonTally::new();
    for block in customers.chunks(block) {
        let mut tally = ComparisonTally::new();
        for customer in block {
            for claim in *customer {
                let facts = bench.facts(claim);
                let id = claim.claim_id();
                let decision = bench.compiled.decide(&facts);
                let results = if claim.customer % 5 == 0 {
                    KnownResults::default()
                } else {
                    known(claim)
                };
                let mut theirs = decision;
                theirs.outcome = other(claim.amount, decision.outcome);
                let one = ReplayedClaim::new(&id, &facts, decision, results);
                let two = ReplayedClaim::new(&id, &facts, theirs, results);
                let theirs = OtherDecision::new(&PricedClaim::new(&bench.plan, &two));
                tally.add(&PricedClaim::new(&bench.plan, &one), &theirs);
            }
            tally.end_cluster();
        }
        whole.merge(&tally);
    }
    whole.finish(&bench.plan)
}

#[test]
fn rules_against_themselves_do_not_differ() {
    let same = compared(&bench(), 7, |_, outcome| outcome);
    assert!(same.claims > 2_000);
    assert_eq!((same.differing, same.differing_amount), (0, 0));
    assert_eq!(same.flows, []);
    for estimate in [same.net_saving, same.loss, same.auto_share] {
        assert_eq!(estimate.value, Some(0.0));
    }
}

#[test]
fn flows_lead_from_the_others_to_these_and_blocks_change_nothing() {
    let bench = bench();
    let stricter = |amount: i64, outcome: Outcome| match outcome {
        Outcome::ApproveProvisional if amount > 5_000 => Outcome::Review,
        Outcome::ApproveProvisional if amount > 2_000 => Outcome::Escalate,
        outcome => outcome,
    };
    let found = compared(&bench, 10_000, stricter);
    assert_eq!(compared(&bench, 13, stricter), found);
    let flows: Vec<_> = { found.flows.iter() }.map(|it| (it.from, it.to)).collect();
    assert!(flows.contains(&(Outcome::Review, Outcome::ApproveProvisional)));
    assert!(flows.contains(&(Outcome::Escalate, Outcome::ApproveProvisional)));
    assert!(found.flows.is_sorted_by(|a, b| a.claims >= b.claims));
    let claims: u64 = found.flows.iter().map(|it| it.claims).sum();
    assert_eq!(claims, found.differing);
    for flow in &found.flows {
        assert!(flow.loss_change > 0 && flow.amount > 0);
        assert!(flow.example.starts_with('C'));
    }
    let cost: i128 = found.flows.iter().map(|it| it.cost_change).sum();
    let saving = found.net_saving.value.unwrap() * 100.0;
    let exact = -f64::from(i32::try_from(cost).unwrap());
    assert!((saving - exact).abs() < 1.0, "{saving} and {exact}");
    assert!(found.auto_share.value.unwrap() > 0.0);
}
