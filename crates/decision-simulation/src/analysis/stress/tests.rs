use super::*;
use crate::analysis::fixture::{Past, Rules};
use crate::portfolio::{CustomerType, GeneratedClaim};
use crate::replay::tests::{bench, known, portfolio};
use crate::results::KnownResults;

const RULES: &str = "
format: 1
matrix: stress
version: \"1\"
currency: RUB
keys: {claim: claim_id}
factors:
  amount: {type: money, domain: \"[0..100000]\"}
  device: {type: category, values: [fault, ok, none]}
  is_inside: {type: boolean}
parameters:
  small: {type: money, value: 200}
tables:
  limit:
    output: {type: money}
    rows: device
    columns: is_inside
    cells: |
      | device | true | false |
      | fault  | 1000 | 1000  |
      | ok     | 500  | 500   |
      | none   | 100  | 100   |
decision:
  hit: first
  rules: |
    | id | amount   || outcome | reason |
    | A1 | < small  || approve | SMALL  |
    | A2 | <= limit || approve | SMALL  |
  default: {outcome: review, reason: NO_RULE}
reasons:
  SMALL: {staff: small}
  NO_RULE: {staff: none}
";
const COSTS: &str = "{format: 1, currency: RUB, review: {fixed: 30.00}}";

/// Amount, device, whether justified.
type Claim = (&'static str, &'static str, bool);

const CLAIMS: [Claim; 9] = [
    ("900", "fault", true),
    ("150", "none", true),
    ("400", "ok", true),
    ("7000", "ok", true),
    ("800", "fault", false),
    ("5000", "fault", false),
    ("600", "ok", false),
    ("300", "none", false),
    ("60000", "fault", true),
];

fn tally(rules: &Rules, claims: &[Claim]) -> StressTally {
    let mut tally = StressTally::new(&rules.plan);
    for (amount, device, justified) in claims {
        let results = KnownResults {
            justified: Some(*justified),
            clawed_back: Some(false),
            caught_by_review: Some(true),
            ..KnownResults::default()
        };
        Past::of(rules, &[amount, device, "true"], results).price(rules, |claim| {
            tally.add(&rules.plan, &rules.compiled, claim);
        });
    }
    tally
}

fn rules() -> Rules {
    Rules::new(RULES, COSTS)
}

/// The scenario that really happens: these claims, as the past.
fn past(rules: &Rules, claims: &[Claim]) -> Scenario {
    tally(rules, claims)
        .finish(&rules.plan, Some(0.3))
        .scenarios[0]
}

fn same(scenario: &Scenario, real: &Scenario) {
    let close = |one: f64, other: f64| (one - other).abs() <= 1e-9 * other.abs().max(1.0);
    assert!(
        close(scenario.loss_rate.unwrap(), real.loss_rate.unwrap())
            && close(scenario.net_saving, real.net_saving)
            && close(scenario.auto_share.unwrap(), real.auto_share.unwrap()),
        "{scenario:?} {real:?}"
    );
}

fn scenario(stress: &Stress, kind: StressKind) -> Scenario {
    *{ stress.scenarios.iter() }
        .find(|scenario| scenario.kind == kind)
        .unwrap_or_else(|| panic!("{kind:?}"))
}

#[test]
fn a_scenario_is_what_a_replay_of_such_claims_would_give() {
    let rules = rules();
    let stress = tally(&rules, &CLAIMS).finish(&rules.plan, Some(0.3));
    let unjustified: Vec<Claim> = { CLAIMS.iter() }.filter(|it| !it.2).copied().collect();
    let justified: Vec<Claim> = { CLAIMS.iter() }.filter(|it| it.2).copied().collect();
    // Whoever is above the limit asks for it: 1,000 of a fault, 500 of ok; without a device the
    // limit of 100 is small, but below the parameter 200 everything is paid.
    let shaded = [
        ("800", "fault", false),
        ("1000", "fault", false),
        ("500", "ok", false),
        ("199.99", "none", false),
    ];
    let all = |parts: &[&[Claim]]| past(&rules, &parts.concat());
    same(&scenario(&stress, StressKind::Past), &all(&[&CLAIMS]));
    same(
        &scenario(&stress, StressKind::Shading(1.0)),
        &all(&[&justified, &shaded]),
    );
    // Half of them: each claim twice, once shaded.
    let half = all(&[&justified, &justified, &unjustified, &shaded]);
    same(
        &scenario(&stress, StressKind::Shading(0.5)),
        &Scenario {
            net_saving: half.net_saving / 2.0,
            ..half
        },
    );
    same(
        &scenario(&stress, StressKind::Opportunists(2.0)),
        &all(&[&CLAIMS, &unjustified]),
    );
    same(
        &scenario(&stress, StressKind::ShadingOpportunists(1.0, 4.0)),
        &all(&[&justified, &shaded, &shaded, &shaded, &shaded]),
    );
    let fault: Vec<Claim> = { CLAIMS.iter() }
        .filter(|it| it.1 == "fault")
        .copied()
        .collect();
    same(
        &scenario(&stress, StressKind::Outage(3.0)),
        &all(&[&CLAIMS, &fault, &fault]),
    );
    let outage_of = stress.outage_of.clone().unwrap();
    assert_eq!(outage_of, ("device".to_owned(), "fault".to_owned()));
    // Four of nine claims are unjustified; 1.5 times as many are six of nine.
    let drift = scenario(&stress, StressKind::Drift(1.5));
    let (j, u) = (past(&rules, &justified), past(&rules, &unjustified));
    let expected = j.net_saving * 3.0 / 5.0 + u.net_saving * 1.5;
    assert!(
        (drift.net_saving - expected).abs() < 1e-6,
        "{drift:?} {expected}"
    );
    // Twice as many are eight of nine; more than nine of nine cannot be.
    scenario(&stress, StressKind::Drift(2.0));
}

#[test]
fn a_margin_is_where_the_line_crosses() {
    let rules = rules();
    let tally = tally(&rules, &CLAIMS);
    let stress = tally.finish(&rules.plan, Some(0.3));
    let past = stress.scenarios[0];
    // Paid at once: 900, 150, 400, 800; of the money 800 of 2,250 are lost.
    assert!((past.loss_rate.unwrap() - 800.0 / 2_250.0).abs() < 1e-12);
    assert!(past.is_broken);
    let margin = |stress: &Stress, at: usize| stress.margins[at];
    assert_eq!(margin(&stress, 0).breaks_limit, StressKind::Shading(0.0));
    assert_eq!(
        margin(&stress, 1).breaks_limit,
        StressKind::Opportunists(1.0)
    );
    // At a half: (800*m) > 0.5*(1450 + 800*m) from m = 1450/800.
    let stress = tally.finish(&rules.plan, Some(0.5));
    let StressKind::Opportunists(times) = margin(&stress, 1).breaks_limit else {
        panic!("{stress:?}")
    };
    assert!((times - 1_450.0 / 800.0).abs() < 1e-9, "{times}");
    // All shaded: 800 + 1000 + 500 + 199.99 lost, m times.
    let StressKind::ShadingOpportunists(share, times) = margin(&stress, 2).breaks_limit else {
        panic!("{stress:?}")
    };
    assert!((share - 1.0).abs() < 1e-12);
    assert!(
        (times - 1.0).abs() < 1e-12,
        "{times}: broken from the beginning"
    );
    // More than everything cannot be lost.
    let stress = tally.finish(&rules.plan, Some(1.5));
    for margin in &stress.margins {
        let (StressKind::Shading(value)
        | StressKind::Opportunists(value)
        | StressKind::ShadingOpportunists(_, value)
        | StressKind::Outage(value)
        | StressKind::Drift(value)) = margin.breaks_limit
        else {
            panic!("{margin:?}")
        };
        assert!(value.is_infinite(), "{margin:?}");
    }
    // Four claims are paid at once: 4 * 30 are saved and 800 are lost, so nothing is saved from
    // the beginning.
    assert_eq!(
        margin(&stress, 1).ends_saving,
        StressKind::Opportunists(1.0)
    );
    assert_eq!(crossing_of_saving(&rules), StressKind::Opportunists(3.0));
}

/// The margin of the saving where three claims save 30 each, and one loses 30 more than it saves.
fn crossing_of_saving(rules: &Rules) -> StressKind {
    let claims = [
        ("100", "ok", true),
        ("110", "ok", true),
        ("120", "ok", true),
        ("60", "ok", false),
    ];
    tally(rules, &claims).finish(&rules.plan, None).margins[1].ends_saving
}

#[test]
fn nothing_known_is_no_stress_and_parts_merge_to_the_whole() {
    let rules = rules();
    let empty = StressTally::new(&rules.plan).finish(&rules.plan, Some(0.01));
    assert_eq!((empty.scenarios, empty.margins), (vec![], vec![]));
    let mut merged = tally(&rules, &CLAIMS[4..]);
    merged.merge(&tally(&rules, &CLAIMS[..4]));
    assert_eq!(
        merged.finish(&rules.plan, Some(0.01)),
        tally(&rules, &CLAIMS).finish(&rules.plan, Some(0.01))
    );
}

#[test]
fn people_who_are_known_for_it_shade_and_multiply_as_in_the_reference() {
    // Loss rates where opportunists and abusers lower their claims to the limit and come more
    // often, as multiples of the loss rate of the past, in a large portfolio of the same kind.
    let expected = [
        (StressKind::Shading(0.5), 1.29 / 1.05),
        (StressKind::Shading(1.0), 1.53 / 1.05),
        (StressKind::Opportunists(2.0), 1.49 / 1.05),
        (StressKind::ShadingOpportunists(0.5, 2.0), 1.96 / 1.05),
        (StressKind::ShadingOpportunists(1.0, 4.0), 3.89 / 1.05),
    ];
    let claims = portfolio(100_000);
    let by_type = stress_of(&claims, |claim| claim.customer_type != CustomerType::Honest);
    let by_result = stress_of(&claims, |claim| !claim.justified);
    let times = |stress: &Stress, kind| {
        let past = stress.scenarios[0].loss_rate.unwrap();
        scenario(stress, kind).loss_rate.unwrap() / past
    };
    for (kind, expected) in expected {
        let (of_type, of_result) = (times(&by_type, kind), times(&by_result, kind));
        assert!(
            (of_type / expected - 1.0).abs() < 0.03,
            "{kind:?}: {of_type} and {expected}"
        );
        assert!(
            of_result > of_type,
            "{kind:?}: unjustified claims are the harder stress, {of_result} and {of_type}"
        );
        // "Saving stays above 450 roubles a claim in all".
        let saving = scenario(&by_type, kind).net_saving / 100.0 / 57_740.0;
        assert!(saving > 450.0, "{kind:?}: {saving}");
    }
}

/// The stress where claims of this kind are the ones that shade and multiply.
fn stress_of(claims: &[GeneratedClaim], is_stressed: impl Fn(&GeneratedClaim) -> bool) -> Stress {
    let bench = bench();
    let mut tally = StressTally::new(&bench.plan);
    for claim in claims {
        let facts = bench.facts(claim);
        let decision = bench.compiled.decide(&facts);
        let replayed = ReplayedClaim::new("", &facts, decision, known(claim));
        let priced = PricedClaim::new(&bench.plan, &replayed);
        tally.add_as(&bench.plan, &bench.compiled, &priced, is_stressed(claim));
    }
    tally.finish(&bench.plan, Some(0.01))
}
