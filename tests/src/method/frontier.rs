//! The frontier against policies replayed in full.

use std::sync::Arc;

use decision_matrix::table::{DecisionTables, FactorIndex};
use decision_matrix::{CompileConfig, CompiledMatrix, DecisionMatrix, Facts, RawValue};
use decision_simulation::analysis::frontier::{
    Frontier, FrontierPoint, FrontierTally, PolicyFigures, Tunables,
};
use decision_simulation::replay::{Group, PricedClaim};
use decision_simulation::{
    CostModel, GeneratedClaim, KnownResults, Portfolio, Replay, ReplayPlan, ReplayedClaim,
};

const CONFIG: CompileConfig = CompileConfig { audit_key: None };

/// Numbers that look random, the same in every run (`SplitMix64`).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(end).unwrap()).unwrap()
    }
}

/// Rules, costs and claims.
struct Bench {
    tables: Arc<DecisionTables>,
    plan: ReplayPlan,
    tunables: Tunables,
    claims: Vec<GeneratedClaim>,
    unknown_every: u64,
}

fn costs() -> CostModel {
    let text = include_str!("../../../rules/atm-cash-dispute/costs.yaml");
    CostModel::from_yaml("costs.yaml", text).unwrap()
}

impl Bench {
    #[track_caller]
    fn new(rules: &str, claims: Vec<GeneratedClaim>) -> Self {
        let matrix = DecisionMatrix::from_yaml("matrix.yaml", rules).unwrap_or_else(|findings| {
            let messages = findings
                .diagnostics()
                .iter()
                .map(decision_matrix::diagnostic::Diagnostic::message);
            panic!("{:?}\n{rules}", messages.collect::<Vec<_>>())
        });
        let tables = Arc::clone(matrix.tables());
        Self {
            plan: ReplayPlan::new(Arc::clone(&tables), costs()).unwrap(),
            tunables: Tunables::new(&tables, &CONFIG).expect("something may be tuned"),
            tables,
            claims,
            unknown_every: u64::MAX,
        }
    }

    fn facts(&self, compiled: &CompiledMatrix, claim: &GeneratedClaim) -> Facts {
        let mut facts = compiled.facts();
        for (index, factor) in (0..).map(FactorIndex).zip(&self.tables.factors) {
            let number = match factor.name.as_str() {
                "amount" => claim.amount.to_string(),
                "prior_claims_365d" => claim.prior_claims_365d.to_string(),
                "device_status" => claim.device.as_str().to_owned(),
                "flagged" if claim.draw == 0 => claim.customer.is_multiple_of(3).to_string(),
                _ => continue,
            };
            facts.set(index, RawValue::Text(&number));
        }
        facts
    }

    fn results(&self, claim: &GeneratedClaim) -> KnownResults {
        if claim.customer % self.unknown_every == self.unknown_every - 1 {
            return KnownResults::default();
        }
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

    /// Every claim decided anew by these tables, and its price.
    fn each(&self, tables: Arc<DecisionTables>, mut visit: impl FnMut(&ReplayedClaim<'_>)) {
        let compiled = CompiledMatrix::new(tables, &CONFIG);
        for claim in &self.claims {
            let facts = self.facts(&compiled, claim);
            let id = claim.claim_id();
            let decision = compiled.decide(&facts);
            visit(&ReplayedClaim::new(
                &id,
                &facts,
                decision,
                self.results(claim),
            ));
        }
    }

    /// What the claims come to under these tables.
    fn replay(&self, tables: Arc<DecisionTables>) -> Group {
        let mut replay = Replay::new();
        self.each(tables, |claim| {
            replay.add(&self.plan, claim);
        });
        *replay.total()
    }

    fn tally(&self) -> FrontierTally {
        // In blocks that are put together, as threads do.
        let mut whole = FrontierTally::new(&self.tunables);
        let mut part = FrontierTally::new(&self.tunables);
        let mut count = 0;
        self.each(Arc::clone(&self.tables), |claim| {
            part.add(
                &self.plan,
                &self.tunables,
                &PricedClaim::new(&self.plan, claim),
            );
            count += 1;
            if count % 501 == 0 {
                whole.merge(&part);
                part = FrontierTally::new(&self.tunables);
            }
        });
        whole.merge(&part);
        whole
    }

    fn frontier(&self) -> Frontier {
        let total = self.replay(Arc::clone(&self.tables));
        self.tally().finish(&self.plan, &self.tunables, &total)
    }

    /// Compares what the statistics say of a policy with a full replay of it.
    #[track_caller]
    fn check(&self, found: &PolicyFigures, levels: &[usize]) {
        let tables = self.tunables.tables_with(&self.tunables.limits(levels));
        let total = self.replay(Arc::new(tables));
        let known = &total.known;
        let expected = PolicyFigures {
            auto_claims: i128::from(total.auto_claims()),
            auto_amount: total.auto_amount(),
            known_amount: known.auto_amount,
            auto_negative: i128::from(total.auto_negative()),
            // At present there may be as many more; the difference is checked by its parts.
            reviews: found.reviews,
            auto_unjustified: i128::from(known.auto_unjustified),
            loss: known.loss,
            avoidable_loss: known.avoidable_loss,
            net_saving: known.net_saving(),
        };
        assert_eq!(*found, expected, "{levels:?}");
    }
}

/// A cross-table of two by three cells, drawn, with what else is given.
fn rules(numbers: &mut Numbers, frozen: &str, parameters: &str, decision: &str) -> String {
    // A table that falls down and to the right: each cell at most its upper and left neighbour.
    const GRID: [i64; 4] = [0, 2_000, 5_000, 20_000];
    let mut cells = [[0_usize; 3]; 2];
    for row in 0..2 {
        for column in 0..3 {
            let above = if row == 0 { 3 } else { cells[row - 1][column] };
            let left = if column == 0 {
                3
            } else {
                cells[row][column - 1]
            };
            cells[row][column] = numbers.below(above.min(left) + 1);
        }
    }
    let line = |row: usize| {
        let values = cells[row].map(|level| GRID[level].to_string());
        values.join(" | ")
    };
    format!(
        r#"
format: 1
matrix: small-limits
version: "1"
currency: RUB
keys: {{claim: claim_id}}
factors:
  amount: {{type: money, domain: "(0..1000000]"}}
  device_status: {{type: category, values: [fault, warn, nodata, ok]}}
  prior_claims_365d: {{type: integer, domain: ">= 0"}}
  flagged: {{type: boolean, nullable: true}}
{parameters}
tables:
  auto_limit:
    output: {{type: money}}
    rows: device_status
    columns: prior_claims_365d
    cells: |
      | device_status | 0 | 1 | >= 2 |
      | fault, warn   | {} |
      | nodata, ok    | {} |
    tune: {{grid: [0, 2000, 5000, 20000], falling: {{rows: down, columns: right}}, frozen: [{frozen}]}}
decision:
  hit: first
  rules: |
{decision}
  default: {{outcome: review, reason: NONE}}
"#,
        line(0),
        line(1),
    )
}

const PLAIN: &str = r"
    | id | amount        | flagged || outcome | reason |
    | F1 | -             | true    || review  | FLAG   |
    | A1 | <= auto_limit | -       || approve | SAFE   |";

/// The limit decides in three ways, and one of them looks at an equal amount.
const MANY_WAYS: &str = r"
    | id | amount                   | flagged || outcome             | reason |
    | E1 | > top                    | -       || escalate            | LARGE  |
    | Q1 | = auto_limit             | -       || request_info        | EVEN   |
    | A1 | < auto_limit             | not(true) || approve           | SAFE   |
    | A2 | [low..auto_limit]        | null    || approve_provisional | LATER  |
    | A3 | <= low                   | -       || approve             | TINY   |";

const PARAMETERS: &str = "
parameters:
  top: {type: money, value: 30000, tune: {min: 10000, max: 50000, step: 10000}}
  low: {type: money, value: 500, tune: {min: 0, max: 1500, step: 500}}";

fn portfolio(customers: u64, seed: u64) -> Vec<GeneratedClaim> {
    Portfolio::new(customers, seed).claims().collect()
}

#[test]
fn each_level_of_each_limit_is_what_a_full_replay_says() {
    for seed in 0..4 {
        let mut numbers = Numbers(seed);
        for (parameters, decision) in [("", PLAIN), (PARAMETERS, MANY_WAYS)] {
            let text = rules(&mut numbers, "", parameters, decision);
            let mut bench = Bench::new(&text, portfolio(600, seed));
            bench.unknown_every = 2 + seed;
            let total = bench.replay(Arc::clone(&bench.tables));
            let statistics = bench.tally().statistics(&bench.tunables, &total);
            let present = bench.tunables.present();
            bench.check(&statistics.evaluate(&present), &present);
            for (cell, levels) in bench.tunables.level_counts().into_iter().enumerate() {
                for level in 0..levels {
                    let mut policy = present.clone();
                    policy[cell] = level;
                    bench.check(&statistics.evaluate(&policy), &policy);
                }
            }
        }
    }
}

#[test]
fn policies_that_change_every_limit_are_what_a_full_replay_says() {
    for seed in 0..10 {
        let mut numbers = Numbers(seed + 100);
        let text = rules(&mut numbers, "", "", PLAIN);
        let mut bench = Bench::new(&text, portfolio(1_000, seed));
        bench.unknown_every = 3;
        let total = bench.replay(Arc::clone(&bench.tables));
        let tally = bench.tally();
        assert_eq!(tally.entangled(), 0);
        let statistics = tally.statistics(&bench.tunables, &total);
        let counts = bench.tunables.level_counts();
        for _ in 0..12 {
            let policy: Vec<_> = counts.iter().map(|count| numbers.below(*count)).collect();
            bench.check(&statistics.evaluate(&policy), &policy);
        }
    }
}

/// Every permitted policy with what the statistics say of it.
fn all_policies(bench: &Bench) -> Vec<PolicyFigures> {
    let total = bench.replay(Arc::clone(&bench.tables));
    let statistics = bench.tally().statistics(&bench.tunables, &total);
    let counts = bench.tunables.level_counts();
    let mut found = Vec::new();
    for number in 0..counts.iter().product::<usize>() {
        let mut rest = number;
        let levels: Vec<usize> = { counts.iter() }
            .map(|count| {
                let level = rest % count;
                rest /= count;
                level
            })
            .collect();
        if bench.tunables.permits(&levels) {
            found.push(statistics.evaluate(&levels));
        }
    }
    found
}

#[test]
fn the_best_policies_are_those_of_brute_force() {
    for seed in 0..30 {
        let mut numbers = Numbers(seed + 900);
        let frozen = ["", "\"fault, warn / 1\"", "\"nodata, ok / >= 2\""][numbers.below(3)];
        let text = rules(&mut numbers, frozen, "", PLAIN);
        let bench = Bench::new(&text, portfolio(1_500, seed));
        let all = all_policies(&bench);
        if frozen.is_empty() {
            assert_eq!(
                all.len(),
                175,
                "plane partitions in a 2 x 3 x 3 box (MacMahon)"
            );
        }
        let frontier = bench.frontier();
        let most = all.iter().map(|it| it.net_saving).max();
        let last = frontier.points.last().unwrap();
        assert_eq!(Some(last.net_saving), most, "seed {seed}");
        // Each policy that is the best one at some price of the loss is on the frontier, or
        // another one that loses less a rouble and saves as much or more.
        for price in 0..60 {
            let value = |saving: i128, loss: i128| saving * 8 - loss * price;
            let best = all
                .iter()
                .map(|it| value(it.net_saving, it.loss))
                .max()
                .unwrap();
            let found = frontier
                .points
                .iter()
                .map(|it| value(it.net_saving, it.loss));
            let found = found.max().unwrap();
            assert!(found <= best, "seed {seed}");
            let supported = { all.iter() }
                .filter(|it| value(it.net_saving, it.loss) == best)
                .all(|it| is_beaten(&frontier, it));
            assert!(found == best || supported, "seed {seed} price {price}");
        }
        // And no point is beaten by any policy at all where the rate is one that was asked for.
        for point in &frontier.points {
            let rate = point.loss_rate.unwrap_or(0.0);
            assert!(point.net_saving <= best_within(&all, rate), "seed {seed}");
        }
    }
}

/// The most that a policy within a loss rate saves.
#[expect(clippy::cast_precision_loss, reason = "sums of a test are small")]
fn best_within(all: &[PolicyFigures], rate: f64) -> i128 {
    let within = |it: &&PolicyFigures| it.loss as f64 <= rate * it.known_amount as f64 + 1e-6;
    all.iter()
        .filter(within)
        .map(|it| it.net_saving)
        .max()
        .unwrap()
}

/// Whether a point has at most the loss rate of the policy and saves at least as much.
#[expect(clippy::cast_precision_loss, reason = "sums of a test are small")]
fn is_beaten(frontier: &Frontier, policy: &PolicyFigures) -> bool {
    let rate = if policy.known_amount == 0 {
        0.0
    } else {
        policy.loss as f64 / policy.known_amount as f64
    };
    { frontier.points.iter() }
        .any(|it| it.loss_rate.unwrap_or(0.0) <= rate + 1e-12 && it.net_saving >= policy.net_saving)
}

#[test]
fn points_rise_and_the_present_policy_is_the_replay() {
    let text = include_str!("../../../rules/atm-cash-dispute/matrix.yaml");
    let bench = Bench::new(text, portfolio(20_000, 5));
    let total = bench.replay(Arc::clone(&bench.tables));
    let frontier = bench.frontier();
    assert_eq!(frontier.present.loss, total.known.loss);
    assert_eq!(frontier.present.net_saving, total.known.net_saving());
    assert!(frontier.points.len() > 10 && frontier.points.len() <= 40);
    assert!(frontier.policies > 1_000 && frontier.is_history_held);
    let rising = |one: &FrontierPoint, other: &FrontierPoint| {
        one.loss_rate.unwrap_or(0.0) < other.loss_rate.unwrap_or(0.0)
            && one.net_saving < other.net_saving
    };
    assert!(frontier.points.is_sorted_by(rising));
    assert_eq!(
        frontier.varied,
        [
            "auto_limit",
            "proven_limit",
            "provisional_limit",
            "doubt_limit"
        ]
    );
    for point in [&frontier.points[3], frontier.points.last().unwrap()] {
        let replayed = bench.replay(Arc::new(bench.tunables.tables_at(point)));
        assert_eq!(replayed.known.loss, point.loss);
        assert_eq!(replayed.known.net_saving(), point.net_saving);
    }
    let again = bench.tunables.tables_at(&frontier.present);
    assert_eq!(
        again, *bench.tables,
        "the present limits are those of the file"
    );
}

/// The frontier of `docs/method.md`: permitted loss rate in per cent, share settled at once and
/// saving a claim in roubles of a large population, over the limits that the file permits.
const POPULATION: [(f64, f64, f64); 6] = [
    (0.3, 0.692, 501.5),
    (0.5, 0.783, 556.7),
    (0.75, 0.847, 586.6),
    (1.0, 0.885, 597.0),
    (1.1, 0.896, 599.3),
    (1.2, 0.905, 600.5),
];

#[test]
#[expect(
    clippy::cast_precision_loss,
    reason = "printed figures need few digits"
)]
fn the_reference_portfolio_has_the_frontier_of_its_population() {
    let text = include_str!("../../../rules/atm-cash-dispute/matrix.yaml");
    let bench = Bench::new(text, portfolio(100_000, Portfolio::REFERENCE_SEED));
    let frontier = bench.frontier();
    let claims = bench.claims.len() as f64;
    for (rate, share, saving) in POPULATION {
        let within = |it: &&FrontierPoint| it.loss_rate.is_none_or(|it| it * 100.0 <= rate);
        let best = frontier.points.iter().rfind(within).unwrap();
        let saved = best.net_saving as f64 / 100.0 / claims;
        println!(
            "{rate}: {:.3} {saved:.1} at {:?}; expected {share} {saving}",
            best.auto_share, best.loss_rate
        );
        assert!(
            (best.auto_share - share).abs() < 0.03,
            "{rate}: share {}",
            best.auto_share
        );
        assert!((saved - saving).abs() < 20.0, "{rate}: saving {saved}");
    }
}
