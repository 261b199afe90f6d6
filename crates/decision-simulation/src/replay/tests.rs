use std::sync::Arc;

use decision_matrix::table::{FactorIndex, Outcome};
use decision_matrix::{CompileConfig, CompiledMatrix, DecisionMatrix, Facts, RawValue};

use super::{Replay, ReplayPlan, ReplayedClaim, Simulation, Trap};
use crate::costs::CostModel;
use crate::portfolio::{GeneratedClaim, Portfolio};
use crate::results::KnownResults;

pub(crate) const COSTS: &str = "
format: 1
currency: RUB
review: {minutes: 40, per_minute: 8.00, calls: 1, per_call: 100.00, messages: 2, per_message: 0.30, caught: 0.95, wrong_refusal: 3000.00, wrong_refusal_rate: 0.01}
delay: {evidence_days: 3.5, queue_days: 1.5, contacts_per_day: 0.08, per_contact: 300.00, goodwill_per_day: 35.00}
approve: {fixed: 0.02, messages: 2, per_message: 0.30, claw_back: 0.40, cash_found: 0.99}
escalate: {minutes: 120}
request_info: {days: 3}
";

pub(crate) const MATRIX: &str = "
format: 1
matrix: test-disputes
version: \"1\"
title: Cash <not> dispensed
currency: RUB
keys: {claim: claim_id, customer: customer_id, time: filed_at}
factors:
  amount: {type: money, domain: \"[0..200000]\", label: Amount claimed}
  device_status: {type: category, values: [fault, warn, nodata, ok]}
  prior_claims_365d: {type: integer, domain: \">= 0\"}
tables:
  auto_limit:
    output: {type: money}
    rows: device_status
    columns: prior_claims_365d
    cells: |
      | device_status | 0      | 1      | 2     | >= 3 |
      | fault         | 200000 | 200000 | 30000 | 7000 |
      | warn          | 75000  | 10000  | 5000  | 3000 |
      | nodata        | 12000  | 5000   | 3000  | 2000 |
      | ok            | 3000   | 3000   | 2000  | 1000 |
decision:
  hit: first
  rules: |
    | id | amount        | device_status || outcome             | reason |
    | A1 | <= auto_limit | fault         || approve             | SAFE   |
    | A2 | <= auto_limit | -             || approve_provisional | SMALL  |
    | E1 | > 150000      | -             || escalate            | LARGE  |
  default: {outcome: review, reason: NO_RULE}
";

/// A matrix, its engine and the plan of its replay.
pub(crate) struct Bench {
    pub(crate) matrix: DecisionMatrix,
    pub(crate) compiled: CompiledMatrix,
    pub(crate) plan: ReplayPlan,
}

pub(crate) fn bench() -> Bench {
    let matrix = DecisionMatrix::from_yaml("matrix.yaml", MATRIX).unwrap_or_else(|findings| {
        let messages: Vec<_> = findings
            .diagnostics()
            .iter()
            .map(|one| one.message().to_owned())
            .collect();
        panic!("{messages:?}")
    });
    let costs = CostModel::from_yaml("costs.yaml", COSTS).expect("the costs are right");
    let plan = ReplayPlan::new(Arc::clone(matrix.tables()), costs).expect("one currency");
    let compiled = CompiledMatrix::new(
        Arc::clone(matrix.tables()),
        &CompileConfig { audit_key: None },
    );
    Bench {
        matrix,
        compiled,
        plan,
    }
}

/// What a register knows of a generated claim.
pub(crate) fn known(claim: &GeneratedClaim) -> KnownResults {
    KnownResults {
        justified: Some(claim.justified),
        clawed_back: Some(claim.clawed_back),
        caught_by_review: Some(claim.caught_by_review),
        wrongly_refused: Some(claim.wrongly_refused),
        cash_found: Some(claim.cash_found),
        review_minutes: Some(claim.review_minutes * 1_000_000_000),
        evidence_days: Some(claim.evidence_days * 1_000_000_000),
        ..KnownResults::default()
    }
}

impl Bench {
    pub(crate) fn facts(&self, claim: &GeneratedClaim) -> Facts {
        let mut facts = self.compiled.facts();
        facts.set(FactorIndex(0), RawValue::Number(&claim.amount.to_string()));
        facts.set(FactorIndex(1), RawValue::Text(claim.device.as_str()));
        facts.set(
            FactorIndex(2),
            RawValue::Number(&claim.prior_claims_365d.to_string()),
        );
        facts.set_claim(&claim.claim_id());
        facts.set_time(claim.filed_at);
        facts
    }

    pub(crate) fn add(&self, replay: &mut Replay, claim: &GeneratedClaim, results: KnownResults) {
        let facts = self.facts(claim);
        let decision = self.compiled.decide(&facts);
        replay.add(
            &self.plan,
            &ReplayedClaim::new(&claim.claim_id(), &facts, decision, results),
        );
        replay.end_customer();
    }

    pub(crate) fn replay(&self, claims: &[GeneratedClaim]) -> Replay {
        let mut replay = Replay::new();
        for claim in claims {
            self.add(&mut replay, claim, known(claim));
        }
        replay
    }
}

pub(crate) fn portfolio(customers: u64) -> Vec<GeneratedClaim> {
    Portfolio::new(customers, Portfolio::REFERENCE_SEED)
        .claims()
        .collect()
}

/// Claims in another order, always the same one.
fn shuffled(claims: &[GeneratedClaim]) -> Vec<GeneratedClaim> {
    let mut claims = claims.to_vec();
    claims.sort_by_key(|claim| {
        let mixed = claim.customer.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ claim.draw;
        (mixed.rotate_left(29), claim.draw)
    });
    claims
}

#[test]
fn totals_are_those_of_the_reference_portfolio() {
    let bench = bench();
    let replay = bench.replay(&portfolio(100_000));
    let known = &replay.total().known;
    assert_eq!((known.claims, known.auto_claims), (57_740, 50_986));
    assert_eq!(
        (known.amount, known.auto_amount),
        (47_040_350_000, 37_157_480_000)
    );
    assert_eq!(known.loss, 397_010_000);
    assert_eq!(
        known.net_saving(),
        3_413_205_828 + known_escalations(&replay)
    );
    assert_eq!(known.cost_review_all, 4_382_217_200);
    assert_eq!(known.cost_approve_all, 1_693_409_880);
}

/// What escalations cost more than reviews; the published totals have none.
fn known_escalations(replay: &Replay) -> i128 {
    replay.outcomes[super::outcome_place(Outcome::Escalate)]
        .known
        .net_saving()
}

#[test]
fn sums_over_rules_levels_and_outcomes_are_the_total() {
    let bench = bench();
    let replay = bench.replay(&portfolio(5_000));
    let sum = |groups: Vec<&super::Group>| {
        groups
            .into_iter()
            .fold(super::Group::default(), |mut sum, group| {
                sum.merge(group);
                sum
            })
    };
    assert_eq!(&sum(replay.rules.values().collect()), replay.total());
    assert_eq!(&sum(replay.outcomes.iter().collect()), replay.total());
    for factor in bench.plan.levels().factors() {
        let of_factor = replay
            .levels
            .iter()
            .filter(|((index, _), _)| *index == factor.factor());
        assert_eq!(
            &sum(of_factor.map(|(_, group)| group).collect()),
            replay.total(),
            "{}",
            factor.name()
        );
    }
    let known = &replay.total().known;
    assert!(known.cost_clairvoyant <= known.cost);
    assert!(known.cost_clairvoyant <= known.cost_review_all.min(known.cost_approve_all));
    let automatic: i128 = replay
        .rules()
        .map(|(_, group)| group.known)
        .filter(|sums| sums.auto_claims > 0)
        .map(|sums| sums.net_saving())
        .sum();
    assert_eq!(
        known.cost_review_all - known.cost,
        automatic + known_escalations(&replay)
    );
    assert_eq!(
        known.loss,
        known.avoidable_loss + (known.loss - known.avoidable_loss)
    );
    assert!(known.avoidable_loss <= known.loss && known.loss > 0);
}

#[test]
fn order_and_division_of_claims_change_nothing() {
    let bench = bench();
    let claims = portfolio(3_000);
    let whole = bench.replay(&claims);
    assert_eq!(bench.replay(&shuffled(&claims)), whole);
    let mut merged = Replay::new();
    for block in shuffled(&claims).chunks(97) {
        merged.merge(&bench.replay(block));
    }
    assert_eq!(merged, whole);
}

#[test]
fn unknown_results_are_bounded_and_never_no_loss() {
    let bench = bench();
    let claims = portfolio(3_000);
    let whole = bench.replay(&claims);
    let mut replay = Replay::new();
    for claim in &claims {
        let results = if claim.customer % 3 == 0 {
            KnownResults::default()
        } else {
            known(claim)
        };
        bench.add(&mut replay, claim, results);
    }
    assert!(replay.total().known.claims < replay.claims());
    let (low, high) = replay.total().bounds(|figures| figures.loss);
    assert_eq!(low, replay.total().known.loss);
    assert!(high > whole.total().known.loss && whole.total().known.loss >= low);
    assert_eq!(replay.total().auto_claims(), whole.total().auto_claims());
    assert_eq!(replay.total().amount(), whole.total().amount());
    let missing = replay.traps().get(Trap::MissingOutcome).unwrap();
    assert_eq!(
        missing.claims,
        replay.claims() - replay.total().known.claims
    );
}

#[test]
fn a_claim_that_comes_twice_counts_once() {
    let bench = bench();
    let claims = portfolio(100);
    let whole = bench.replay(&claims);
    let mut simulation = Simulation::new(bench.plan.clone());
    for claim in claims.iter().chain(&claims[..7]) {
        let facts = bench.facts(claim);
        let decision = bench.compiled.decide(&facts);
        simulation.add(&ReplayedClaim::new(
            &claim.claim_id(),
            &facts,
            decision,
            known(claim),
        ));
    }
    assert_eq!(simulation.replay().total(), whole.total());
    assert_eq!(
        simulation
            .replay()
            .traps()
            .get(Trap::Duplicate)
            .unwrap()
            .claims,
        7
    );
}

/// Eleven claims, each strange in its own way.
fn strange_claims(bench: &Bench) -> Replay {
    let justified = |justified| KnownResults {
        justified: Some(justified),
        ..KnownResults::default()
    };
    let due = |is, due| KnownResults {
        due_amount: Some(due),
        ..justified(is)
    };
    let unreadable = KnownResults {
        unreadable: 2,
        ..justified(true)
    };
    let claims = [
        ("C2", "5000000000", "ok", justified(false), None),
        ("C1", "9000000", "ok", justified(false), None),
        ("C3", "0", "ok", justified(true), None),
        ("C4", "-5", "ok", justified(true), None),
        ("C5", "100", "ok", due(false, 500), None),
        ("C6", "100", "ok", due(true, 20_000), None),
        ("C7", "100", "ok", justified(true), Some(-1)),
        ("C8", "100", "ok", KnownResults::default(), None),
        ("C9", "100", "ok", unreadable, None),
        ("D1", "", "ok", justified(true), None),
        ("D2", "100", "broken", justified(true), None),
    ];
    let mut replay = Replay::new();
    for (id, amount, device, results, filing_delay_days) in claims {
        let mut facts = bench.compiled.facts();
        facts.set(FactorIndex(0), RawValue::Text(amount));
        facts.set(FactorIndex(1), RawValue::Text(device));
        facts.set(FactorIndex(2), RawValue::Text("0"));
        let decision = bench.compiled.decide(&facts);
        let amount = bench.plan.read_amount(RawValue::Text(amount));
        let claim = ReplayedClaim::new(id, &facts, decision, results);
        replay.add(
            &bench.plan,
            &ReplayedClaim {
                amount,
                filing_delay_days,
                ..claim
            },
        );
    }
    replay
}

#[test]
fn strange_claims_are_counted_with_an_example() {
    let replay = strange_claims(&bench());
    let count = |trap| {
        replay
            .traps()
            .get(trap)
            .map_or((0, "-"), |one| (one.claims, one.example.as_str()))
    };
    let expected = [
        (Trap::AmountOutOfDomain, 3, "C1"),
        (Trap::AmountZero, 1, "C3"),
        (Trap::AmountNegative, 1, "C4"),
        (Trap::DeniedButPaid, 1, "C5"),
        (Trap::DueAboveAmount, 1, "C6"),
        (Trap::NegativeDelay, 1, "C7"),
        (Trap::MissingOutcome, 1, "C8"),
        (Trap::UnreadableResult, 1, "C9"),
        (Trap::AmountUnreadable, 1, "D1"),
        (Trap::InputFault, 5, "C1"),
    ];
    for (trap, claims, example) in expected {
        assert_eq!(count(trap), (claims, example), "{trap:?}");
    }
    assert_eq!(replay.total().amount(), 500_900_000_000 - 500 + 60_000);
    assert_eq!(replay.faults, 5);
    // A fault goes to a person, whatever the amount.
    assert_eq!(replay.total().auto_claims(), 6);
}

#[test]
fn levels_are_the_bands_that_cells_tell_apart() {
    let bench = bench();
    let names = |factor: u32| {
        let levels = bench.plan.levels().of(FactorIndex(factor)).unwrap();
        (0..20)
            .map(|level| levels.name_of(level))
            .collect::<Vec<_>>()
    };
    assert_eq!(names(2)[..5], ["<= -1", "0", "1", "2", ">= 3"]);
    assert_eq!(names(1)[..4], ["fault", "warn", "nodata", "ok"]);
    let amounts = names(0);
    assert_eq!(
        amounts[..3],
        ["<= 1000.00", "(1000.00..2000.00]", "(2000.00..3000.00]"]
    );
    assert_eq!(amounts[10], "(150000.00..200000.00]");
    assert_eq!(amounts[11], "> 200000.00");
}

#[test]
fn another_currency_is_refused() {
    let bench = bench();
    let costs = CostModel::from_yaml("costs.yaml", "format: 1\ncurrency: EUR\n").unwrap();
    let refused = ReplayPlan::new(Arc::clone(bench.matrix.tables()), costs).unwrap_err();
    assert!(
        refused
            .to_string()
            .starts_with("the rules count in RUB and the costs in EUR")
    );
}

/// A claim of which only the amount is known.
fn unknown_claim(bench: &Bench, amount: &str, device: &str) -> Facts {
    let mut facts = bench.compiled.facts();
    facts.set(FactorIndex(0), RawValue::Text(amount));
    facts.set(FactorIndex(1), RawValue::Text(device));
    facts.set(FactorIndex(2), RawValue::Text("0"));
    facts.set_claim("U");
    facts
}

#[test]
fn bounds_are_sums_of_the_bounds_of_each_claim() {
    let bench = bench();
    // A review of the small claim costs most if it is justified (a wrong refusal), that of the
    // large one if it is not (a loss that the review lets pass).
    let replay_of = |amounts: &[&str]| {
        let mut replay = Replay::new();
        for amount in amounts {
            let facts = unknown_claim(&bench, amount, "ok");
            let mut decision = bench.compiled.decide(&facts);
            decision.outcome = Outcome::Review;
            let claim = ReplayedClaim::new("U", &facts, decision, KnownResults::default());
            replay.add(&bench.plan, &claim);
        }
        replay.total().bounds(|figures| figures.cost)
    };
    let (small, large) = (replay_of(&["100"]), replay_of(&["100000"]));
    let (least, most) = (small.0 + large.0, small.1 + large.1);
    assert_eq!(replay_of(&["100", "100000"]), (least, most));
    // 30.00 more if the small one is justified and 3.00 if it is not; of the large one 3,000.00
    // pass if it is not justified.
    assert_eq!(small.1 - small.0, 3_000 - 300);
    assert_eq!(large.1 - large.0, 300_000 - 3_000);
}

#[test]
fn perfect_foresight_does_not_depend_on_the_decisions() {
    let bench = bench();
    let foresight = |outcome| {
        let mut replay = Replay::new();
        for claim in portfolio(500) {
            let facts = bench.facts(&claim);
            let mut decision = bench.compiled.decide(&facts);
            decision.outcome = outcome;
            let claim = ReplayedClaim::new("U", &facts, decision, known(&claim));
            replay.add(&bench.plan, &claim);
        }
        let known = &replay.total().known;
        if matches!(
            outcome,
            Outcome::Approve | Outcome::ApproveProvisional | Outcome::Review
        ) {
            assert!(known.cost_clairvoyant <= known.cost, "{outcome:?}");
        }
        known.cost_clairvoyant
    };
    let expected = foresight(Outcome::Review);
    for outcome in Outcome::ALL {
        assert_eq!(foresight(outcome), expected, "{outcome:?}");
    }
}

#[test]
fn an_empty_id_is_no_example_and_an_unreadable_row_is_told_apart() {
    let bench = bench();
    let mut replay = Replay::new();
    for id in ["", "Z", "", "Y"] {
        let mut facts = unknown_claim(&bench, "100", "ok");
        if id.is_empty() {
            facts.mark_unreadable();
        }
        let decision = bench.compiled.decide(&facts);
        let claim = ReplayedClaim::new(id, &facts, decision, KnownResults::default());
        let mut one = Replay::new();
        one.add(&bench.plan, &claim);
        replay.merge(&one);
    }
    let count = |trap| {
        let found = replay.traps().get(trap);
        found.map(|one| (one.claims, one.example.as_str()))
    };
    assert_eq!(count(Trap::RowUnreadable), Some((2, "")));
    assert_eq!(count(Trap::MissingOutcome), Some((4, "Y")));
    assert_eq!(count(Trap::InputFault), None);
}
