//! Replayed history against a naive count over all pairs of claims.

use std::fmt::Write as _;
use std::sync::Arc;

use decision_matrix::table::{FactorIndex, Outcome};
use decision_matrix::{CompiledMatrix, DecisionMatrix, Facts, RawValue};
use decision_simulation::history::{HistoryPlan, OwnValues};
use decision_simulation::replay::{Replay, ReplayPlan, ReplayRun, RowDecisions, RowLog};
use decision_simulation::spool::{ClaimSpool, SpooledClaim};
use decision_simulation::{CostModel, KnownResults, Portfolio};

use crate::engines::NO_AUDIT;
use crate::strategies::Random;

const DAY: i64 = 86_400;

/// The head of every matrix of these tests.
const HEAD: &str = "
format: 1
matrix: stateful
version: \"1\"
currency: RUB
keys: {claim: claim_id, customer: customer_id, device: device_id, time: filed_at}
factors:
  amount: {type: money, domain: \">= 0\"}
  device_status: {type: category, values: [fault, ok]}
";

/// Five kinds of history, each with a rule over it.
const STATEFUL: [(&str, &str); 5] = [
    (
        "{type: integer, nullable: true, from: {history: count, of: approvals, per: customer, window: P30D}}",
        ">= 2",
    ),
    (
        "{type: money, nullable: true, from: {history: sum, of: approvals, field: amount, per: all, window: P2D}}",
        "> 20000",
    ),
    (
        "{type: integer, nullable: true, from: {history: count, of: unjustified, per: customer, window: P90D}}",
        ">= 1",
    ),
    (
        "{type: duration, nullable: true, from: {history: age_of_last, of: reviews, per: device, window: P20D}}",
        "< P2D",
    ),
    (
        "{type: integer, nullable: true, from: {history: count, of: claims, per: device, window: P5D}}",
        ">= 4",
    ),
];

/// A matrix with the chosen kinds of history.
fn matrix(chosen: &[usize]) -> DecisionMatrix {
    let mut text = HEAD.to_owned();
    for kind in chosen {
        writeln!(text, "  history_{kind}: {}", STATEFUL[*kind].0).unwrap();
    }
    text += "decision:\n  hit: first\n  allow: {DM0301: a test, DM0302: a test, DM0304: a test, DM0312: a test}\n  rules:\n";
    for kind in chosen {
        let cell = STATEFUL[*kind].1;
        writeln!(
            text,
            "    - {{id: H{kind}, when: {{history_{kind}: \"{cell}\"}}, then: {{outcome: review, reason: HISTORY}}}}"
        )
        .unwrap();
    }
    text += "    - {id: A, when: {amount: \"<= 5000\"}, then: {outcome: approve, reason: SMALL}}\n";
    text += "  default: {outcome: review, reason: LARGE}\n";
    DecisionMatrix::from_yaml("matrix.yaml", &text)
        .unwrap_or_else(|findings| panic!("{text}\n{findings}"))
}

/// A claim of these tests.
#[derive(Clone, Debug)]
struct Claim {
    id: String,
    customer: Option<String>,
    device: Option<String>,
    time: Option<i64>,
    sequence: Option<i64>,
    amount: i64,
    results: KnownResults,
}

fn claims(random: &mut Random, count: usize, has_sequence: bool) -> Vec<Claim> {
    let claim = |place: usize| {
        let time = i64::try_from(random.below(120 * 24)).unwrap() * 3_600;
        let justified = [None, Some(true), Some(false)][random.below(3)];
        let known_after = i64::try_from(random.below(40)).unwrap() * DAY - 5 * DAY;
        Claim {
            // Ids do not rise with time, and times are shared.
            id: format!("C{}", (place * 7_919) % 100_003),
            customer: (random.below(20) > 0).then(|| format!("customer {}", random.below(60))),
            device: (random.below(20) > 0).then(|| format!("device {}", random.below(5))),
            time: (random.below(50) > 0).then_some(time),
            sequence: has_sequence.then(|| i64::try_from(place).unwrap() / 2),
            amount: i64::try_from(random.below(10)).unwrap() * 100_000,
            results: KnownResults {
                justified,
                known_at: (random.below(4) > 0).then_some(time + known_after),
                ..KnownResults::default()
            },
        }
    };
    (0..count).map(claim).collect()
}

/// The facts of a claim without its history.
fn facts(compiled: &CompiledMatrix, claim: &Claim) -> Facts {
    let mut facts = compiled.facts();
    facts.set_claim(&claim.id);
    if let Some(time) = claim.time {
        facts.set_time(time);
    }
    facts.set_units(FactorIndex(0), Some(claim.amount));
    facts.set(FactorIndex(1), RawValue::Text("ok"));
    facts
}

/// The replay under test: decisions by row, and sums.
fn replayed(
    matrix: &DecisionMatrix,
    claims: &[(u64, &Claim)],
    bytes_in_memory: usize,
    threads: usize,
) -> (RowDecisions, Replay) {
    let compiled = CompiledMatrix::new(Arc::clone(matrix.tables()), &NO_AUDIT);
    let plan = ReplayPlan::new(Arc::clone(matrix.tables()), CostModel::none()).unwrap();
    let history = HistoryPlan::new(matrix.tables(), |_| OwnValues::Absent);
    let mut spool = ClaimSpool::new(
        matrix.tables().factors.len(),
        history.keys().len(),
        bytes_in_memory,
    );
    let mut batch = spool.batch();
    for (row, claim) in claims {
        let keys: Vec<Option<&str>> = { history.keys().iter() }
            .map(|key| match key.as_str() {
                "customer" => claim.customer.as_deref(),
                _ => claim.device.as_deref(),
            })
            .collect();
        batch.push(&SpooledClaim {
            row: *row,
            sequence: claim.sequence,
            keys: &keys,
            facts: &facts(&compiled, claim),
            results: &claim.results,
            amount: None,
        });
        spool.append(&mut batch).unwrap();
    }
    let rows = RowLog::new();
    let run = ReplayRun {
        plan: &plan,
        compiled: &compiled,
        history: &history,
        rows: Some(&rows),
        analysis: None,
        others: None,
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let replay = pool.unwrap().install(|| run.run(spool)).unwrap().replay;
    (rows.finish(), *replay)
}

/// A claim that was decided by the naive replay.
struct Decided<'a> {
    claim: &'a Claim,
    time: i64,
    outcome: Outcome,
}

impl Decided<'_> {
    /// When the claim is an event of a kind of history.
    fn event(&self, kind: usize) -> Option<i64> {
        match kind {
            0 | 1 => (self.outcome == Outcome::Approve).then_some(self.time),
            2 => {
                let results = &self.claim.results;
                let known_at = results.known_at?.max(self.time);
                (results.justified == Some(false)).then_some(known_at)
            }
            3 => (self.outcome == Outcome::Review).then_some(self.time),
            _ => Some(self.time),
        }
    }
}

/// Decides the claims one by one; the history of each is looked for among all before it.
fn naive(matrix: &DecisionMatrix, chosen: &[usize], claims: &[Claim]) -> Vec<(Outcome, String)> {
    let compiled = CompiledMatrix::new(Arc::clone(matrix.tables()), &NO_AUDIT);
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|row| {
        let claim = &claims[*row];
        let sequence = claim.sequence.unwrap_or_default();
        (sequence, claim.time.unwrap_or(i64::MAX), claim.id.clone())
    });
    let mut passed: Vec<Decided<'_>> = Vec::new();
    let mut said = vec![(Outcome::Review, String::new()); claims.len()];
    for row in order {
        let claim = &claims[row];
        let mut facts = facts(&compiled, claim);
        for (place, kind) in chosen.iter().enumerate() {
            let units = claim
                .time
                .and_then(|time| history(*kind, claim, time, &passed));
            let factor = FactorIndex(u32::try_from(place + 2).unwrap());
            facts.set_units(factor, units);
        }
        let decision = compiled.decide(&facts);
        said[row] = (decision.outcome, compiled.rule_id(&decision).to_owned());
        if let Some(time) = claim.time {
            passed.push(Decided {
                claim,
                time,
                outcome: decision.outcome,
            });
        }
    }
    said
}

/// A history factor of a claim: what it comes to over the claims that passed.
fn history(kind: usize, claim: &Claim, time: i64, passed: &[Decided<'_>]) -> Option<i64> {
    let days = [30, 2, 90, 20, 5][kind];
    let is_of_device = kind >= 3;
    let key = |claim: &Claim| match kind {
        1 => Some("all".to_owned()),
        _ if is_of_device => claim.device.clone(),
        _ => claim.customer.clone(),
    };
    let own = key(claim)?;
    let events: Vec<(i64, i64)> = { passed.iter() }
        .filter(|decided| key(decided.claim).as_ref() == Some(&own))
        .filter_map(|decided| Some((decided.event(kind)?, decided.claim.amount)))
        .filter(|(at, _)| *at >= time - days * DAY && (kind != 2 || *at <= time))
        .collect();
    match kind {
        1 => Some(events.iter().map(|(_, amount)| amount).sum()),
        3 => events.iter().map(|(at, _)| (time - at).max(0)).min(),
        _ => i64::try_from(events.len()).ok(),
    }
}

/// Compares the replay with the naive one, in any order of rows, memory and number of threads.
fn check(seed: u64, chosen: &[usize], count: usize, has_sequence: bool) {
    let mut random = Random::new(seed);
    let matrix = matrix(chosen);
    let claims = claims(&mut random, count, has_sequence);
    let expected = naive(&matrix, chosen, &claims);
    // The first rule hides no other one, so its history must matter.
    let first_rule = format!("H{}", chosen[0]);
    let is_first = |(_, rule): &&(Outcome, String)| *rule == first_rule;
    let met = expected.iter().filter(is_first).count();
    assert!(
        (1..count).contains(&met),
        "seed {seed}: {first_rule}, {met} of {count}"
    );
    let compiled = CompiledMatrix::new(Arc::clone(matrix.tables()), &NO_AUDIT);
    let mut rows: Vec<(u64, &Claim)> = (0..).zip(&claims).collect();
    let mut first = None;
    for (bytes_in_memory, threads) in [(usize::MAX, 1), (4_000, 2)] {
        let (said, replay) = replayed(&matrix, &rows, bytes_in_memory, threads);
        for (row, (outcome, rule)) in (0..).zip(&expected) {
            let decision = said.get(row).unwrap().decision;
            let found = (decision.outcome, compiled.rule_id(&decision));
            assert_eq!(
                found,
                (*outcome, rule.as_str()),
                "seed {seed}, {chosen:?}, row {row}"
            );
        }
        assert_eq!(replay, *first.get_or_insert_with(|| replay.clone()));
        rows.reverse();
        rows.rotate_left(count / 3);
    }
}

#[test]
fn history_is_that_of_a_count_over_all_pairs() {
    for (seed, chosen) in (1..).zip([
        &[0][..],
        &[1],
        &[2],
        &[3],
        &[4],
        &[0, 2],
        &[0, 1, 2, 3, 4],
        &[4, 3, 1],
    ]) {
        check(seed, chosen, 700, false);
        check(seed + 100, chosen, 400, true);
    }
}

/// Caps see every payment of the replay itself.
#[test]
fn a_cap_is_never_passed() {
    let matrix = matrix(&[0]);
    let mut random = Random::new(5);
    let claims = claims(&mut random, 2_000, false);
    let rows: Vec<(u64, &Claim)> = (0..).zip(&claims).collect();
    let (said, _) = replayed(&matrix, &rows, usize::MAX, 2);
    let approved = |row: &(u64, &Claim)| {
        let time = row.1.time?;
        let is_approved = said.outcome(row.0) == Some(Outcome::Approve);
        Some((row.1.customer.clone()?, time)).filter(|_| is_approved)
    };
    let approved: Vec<(String, i64)> = rows.iter().filter_map(approved).collect();
    assert!(approved.len() > 100);
    for (customer, time) in &approved {
        let within = |(other, at): &&(String, i64)| {
            other == customer && (time - 30 * DAY..=*time).contains(at)
        };
        assert!(
            approved.iter().filter(within).count() <= 2,
            "{customer} at {time}"
        );
    }
}

/// The reference portfolio under the limits of the reference table and a cap on repetition.
const CAPPED: &str = "
format: 1
matrix: capped
version: \"1\"
currency: RUB
keys: {claim: claim_id, customer: customer_id, time: filed_at}
factors:
  amount: {type: money, domain: \"[0..200000]\"}
  device_status: {type: category, values: [fault, warn, nodata, ok]}
  prior_claims_365d: {type: integer, domain: \">= 0\"}
  approvals_365d: {type: integer, nullable: true, from: {history: count, of: approvals, per: customer, window: P365D}}
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
  allow: {DM0301: a test, DM0302: a test, DM0312: a test}
  rules: |
    | id | amount        | approvals_365d || outcome | reason |
    | C  | -             | >= 1           || review  | OFTEN  |
    | A  | <= auto_limit | -              || approve | SMALL  |
  default: {outcome: review, reason: LARGE}
";

/// Counted anew, the cap holds more claims back than a log in which nothing was settled at once
/// would make believe.
#[test]
fn history_of_the_log_would_hide_what_a_cap_does() {
    let matrix = DecisionMatrix::from_yaml("matrix.yaml", CAPPED).unwrap();
    let compiled = CompiledMatrix::new(Arc::clone(matrix.tables()), &NO_AUDIT);
    let plan = ReplayPlan::new(Arc::clone(matrix.tables()), CostModel::none()).unwrap();
    let computed = HistoryPlan::new(matrix.tables(), |_| OwnValues::Column);
    let share = |history: &HistoryPlan| {
        let mut spool = ClaimSpool::new(4, 1, usize::MAX);
        let mut batch = spool.batch();
        for (row, claim) in (0..).zip(Portfolio::new(200_000, 2_718).claims()) {
            let mut facts = compiled.facts();
            facts.set_claim(&claim.claim_id());
            facts.set_time(claim.filed_at);
            facts.set_units(FactorIndex(0), Some(claim.amount * 100));
            facts.set(FactorIndex(1), RawValue::Text(claim.device.as_str()));
            facts.set_units(FactorIndex(2), Some(claim.prior_claims_365d));
            facts.set_units(FactorIndex(3), Some(0));
            batch.push(&SpooledClaim {
                row,
                sequence: None,
                keys: &[Some(&claim.customer_id())],
                facts: &facts,
                results: &KnownResults::default(),
                amount: None,
            });
        }
        spool.append(&mut batch).unwrap();
        let run = ReplayRun {
            plan: &plan,
            compiled: &compiled,
            history,
            rows: None,
            analysis: None,
            others: None,
        };
        let replay = run.run(spool).unwrap().replay;
        let total = replay.total();
        f64::from(u32::try_from(total.auto_claims()).unwrap())
            / f64::from(u32::try_from(total.claims()).unwrap())
    };
    let (computed, logged) = (share(&computed), share(&HistoryPlan::default()));
    let hidden = logged - computed;
    assert!(
        (hidden - 0.049).abs() <= 0.002,
        "{logged} - {computed} = {hidden}"
    );
    assert!((logged - 0.884).abs() <= 0.003, "{logged}");
}
