//! What cases show of the rules, and the cases that are generated for the rest, against a naive count.
//!
//! The oracle asks the reference interpreter about each rule and each cell on its own. In the small
//! matrices every possible claim is asked, so that what is said to be impossible is known to be so.

mod naive;
mod small_rules;

use std::collections::BTreeSet;
use std::sync::Arc;

use decision_matrix::table::{DecisionTables, FactorIndex};
use decision_matrix::verify::{Coverage, Standing, Target, examine};
use decision_matrix::{DecisionMatrix, Facts, RawValue, reference};

use crate::strategies::{Random, Shape, fill, matrix};
use crate::verdict_binary::Workplace;

use naive::Oracle;

/// Steps that no test needs.
const BUDGET: u64 = 10_000_000;

fn seen(coverage: &Coverage) -> BTreeSet<Target> {
    let targets = coverage.targets();
    let seen = targets.filter(|(_, standing)| *standing == Standing::Seen);
    seen.map(|(target, _)| target).collect()
}

#[test]
fn coverage_is_what_a_naive_count_finds() {
    let shape = Shape {
        rules: 6,
        factors: 3,
        computed: 3,
        derive_percent: 50,
    };
    let mut shown = 0;
    for seed in 0..150 {
        let mut random = Random::new(seed);
        let tables = Arc::new(matrix(&mut random, shape));
        let oracle = Oracle::new(&tables);
        let mut claims = Vec::new();
        for _ in 0..12 {
            let mut facts = Facts::new(Arc::clone(&tables));
            fill(&mut random, &tables, &mut facts);
            claims.push(facts);
        }
        let expected: BTreeSet<Target> = claims.iter().flat_map(|it| oracle.shown(it)).collect();
        let found = seen(&Coverage::of(&tables, &claims));
        assert_eq!(found, expected, "seed {seed}");
        shown += found.len();
    }
    assert!(shown > 300, "the claims show only {shown}");
}

#[test]
fn what_is_missing_can_be_shown_and_what_is_impossible_cannot() {
    let (mut examined, mut impossible, mut generated) = (0, 0, 0);
    for seed in 0..120 {
        let mut random = Random::new(seed);
        let rules = small_rules::text(&mut random);
        let Ok(matrix) = DecisionMatrix::from_yaml("matrix.yaml", &rules.text) else {
            continue;
        };
        let tables = Arc::clone(matrix.tables());
        let oracle = Oracle::new(&tables);
        let all = small_rules::claims(&tables);
        let possible: BTreeSet<Target> = all.iter().flat_map(|it| oracle.shown(it)).collect();
        let given: Vec<Facts> = all.iter().filter(|_| random.percent(1)).cloned().collect();
        let known: BTreeSet<Target> = given.iter().flat_map(|it| oracle.shown(it)).collect();
        let defaults = random.pick(&all).clone();
        let found = examine(&tables, &given, &defaults, BUDGET);

        let mut missing = BTreeSet::new();
        for (target, standing) in found.coverage.targets() {
            let rule = Target {
                cell: None,
                ..target
            };
            let can_be = possible.contains(&target) && possible.contains(&rule);
            let expected = match known.contains(&target) {
                true => Standing::Seen,
                false if can_be => Standing::Missing,
                false => Standing::Impossible,
            };
            // A free derived factor may stand in the way of a proof: then no claim is found, and the
            // cells of a rule of which it is not known that it never answers are as they are.
            let is_undecided = standing == Standing::NotFound
                || (standing == Standing::Missing && possible.contains(&target));
            let is_right = standing == expected
                || (rules.has_free_derive && expected == Standing::Impossible && is_undecided);
            assert!(
                is_right,
                "seed {seed}: {target:?} is {standing:?}, not {expected:?}\n{}",
                rules.text
            );
            impossible += usize::from(standing == Standing::Impossible);
            missing.extend((standing == Standing::Missing).then_some(target));
        }
        check_cases(&tables, &oracle, &found.cases, &defaults, &missing, seed);
        examined += 1;
        generated += found.cases.len();
    }
    assert!(examined >= 80, "only {examined} matrices");
    assert!(impossible >= 50, "only {impossible} impossible targets");
    assert!(generated >= 200, "only {generated} cases");
}

/// The cases show all that is missing and decide as the reference does; none is superfluous.
fn check_cases(
    tables: &Arc<DecisionTables>,
    oracle: &Oracle,
    cases: &[decision_matrix::verify::GeneratedCase],
    defaults: &Facts,
    missing: &BTreeSet<Target>,
    seed: u64,
) {
    let shown: Vec<BTreeSet<Target>> = cases
        .iter()
        .map(|case| {
            let mut facts = defaults.clone();
            for (name, value) in &case.given {
                let at = tables.factors.iter().position(|it| it.name == *name);
                let index = FactorIndex(u32::try_from(at.unwrap()).unwrap());
                facts.set(
                    index,
                    value.as_deref().map_or(RawValue::Null, RawValue::Text),
                );
            }
            assert_eq!(
                case.decision,
                reference::decide(tables, &facts),
                "seed {seed}"
            );
            oracle.shown(&facts).into_iter().collect()
        })
        .collect();
    let all: BTreeSet<Target> = shown.iter().flatten().copied().collect();
    assert!(
        missing.is_subset(&all),
        "seed {seed}: {missing:?} not in {all:?}"
    );
    for (at, case) in cases.iter().enumerate() {
        let claimed: BTreeSet<Target> = case.shows.iter().copied().collect();
        let own: BTreeSet<Target> = shown[at].intersection(missing).copied().collect();
        assert_eq!(claimed, own, "seed {seed}, case {at}");
        let others = shown.iter().enumerate().filter(|(other, _)| *other != at);
        let is_needed = !{ others }.any(|(_, other)| other.contains(&case.shows[0]));
        assert!(is_needed, "seed {seed}: case {at} is superfluous");
    }
}

/// Runs the program on rules and on what it has generated for them; all is covered then.
#[track_caller]
fn check_generated(place: &Workplace, name: &str, before: &str) {
    let generated = place.verdict(&format!("test {name} --generate")).exits(0);
    place.write(
        &format!("{name}/cases.yaml"),
        format!("{before}{}", generated.output),
    );
    let tested = place
        .verdict(&format!("test {name} --coverage --format json"))
        .json();
    assert_eq!(tested["failed"], 0, "{name}: {tested}");
    let coverage = &tested["coverage"][0];
    assert_eq!(
        coverage["rules_hit"], coverage["rules"],
        "{name}: {generated}\n{coverage:#}"
    );
    assert_eq!(
        coverage["cells_seen"], coverage["cells"],
        "{name}: {generated}\n{coverage:#}"
    );
    let again = place.verdict(&format!("test {name} --generate")).exits(0);
    assert_eq!(again.output, "", "{again}");
}

#[test]
fn generated_cases_complete_the_shipped_rules() {
    for name in crate::command_line::SHIPPED {
        let place = crate::command_line::place_with(name);
        let cases = place.read(&format!("{name}/cases.yaml"));
        let first_only: String = cases
            .lines()
            .take_while(|line| !line.contains("- {"))
            .collect::<Vec<_>>()
            .join("\n");
        let first = cases.lines().find(|line| line.contains("- {")).unwrap();
        // All the cases of the folder, the first one only without a line end, and none at all.
        if !place
            .verdict(&format!("test {name} --generate"))
            .exits(0)
            .output
            .is_empty()
        {
            check_generated(&place, name, &cases);
        }
        let few = format!("{first_only}\n{first}");
        place.write(&format!("{name}/cases.yaml"), &few);
        check_generated(&place, name, &few);
        std::fs::remove_file(place.path(&format!("{name}/cases.yaml"))).unwrap();
        check_generated(&place, name, "");
    }
}

#[test]
fn generated_cases_complete_random_rules() {
    let mut tested = 0;
    for seed in 1_000..1_030 {
        let rules = small_rules::text(&mut Random::new(seed));
        if rules.has_free_derive || DecisionMatrix::from_yaml("matrix.yaml", &rules.text).is_err() {
            continue;
        }
        let place = Workplace::new();
        place.write("random/matrix.yaml", &rules.text);
        check_generated(&place, "random", "");
        tested += 1;
    }
    assert!(tested >= 8, "only {tested}");
}

#[test]
fn cases_are_generated_for_one_folder_at_a_time() {
    let place = Workplace::new();
    let run = place.verdict("test a b --generate").exits(2);
    assert!(run.error.contains("give one path"), "{run}");
}
