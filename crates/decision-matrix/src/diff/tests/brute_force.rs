//! Random pairs of small matrices: every claim of the grid is in exactly one region if its two
//! decisions differ, and in none if they do not.

use std::fmt::Write as _;

use crate::diff::{DiffRegion, SemanticDiff, diff, semantic_fingerprint};
use crate::{CompiledMatrix, DecisionMatrix, Facts, RawValue};

use super::{BUDGET, lines, matrix};

/// A small generator: xorshift with a multiplier.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// A rules file in parts.
#[derive(Clone)]
struct Model {
    a_domain: &'static str,
    b_words: &'static str,
    c_nullable: bool,
    limit: usize,
    derived: &'static str,
    kind: Vec<[String; 3]>,
    kind_hit: &'static str,
    points: Vec<[String; 3]>,
    cross: Vec<usize>,
    decision: Vec<Vec<String>>,
    default: &'static str,
}

const A_CELLS: &[&str] = &[
    "-",
    "-",
    "< 2",
    "<= 3",
    "> 2",
    ">= 5",
    "1, 4",
    "[2..4]",
    "(1..5)",
    "not(3)",
    "null",
    "not(null)",
    "<= limit",
    "<= cross",
    "not(cross), null",
];
const B_CELLS: &[&str] = &["-", "-", "x", "y", "z", "x, z", "not(y)"];
const C_CELLS: &[&str] = &["-", "-", "true", "false", "null", "false, null"];
const KIND_CELLS: &[&str] = &["-", "-", "good", "bad", "not(odd)"];
const POINTS_CELLS: &[&str] = &["-", "-", "> 1", "<= 2", "0"];
const DERIVED_CELLS: &[&str] = &["-", "-", "-", "true", "false"];
const RESULTS: &[&str] = &[
    "approve | YES | -",
    "approve | YES | fast",
    "review | NO | desk",
    "escalate | NO | -",
];
const DERIVED: &[&str] = &[
    "coalesce(a >= limit, false)",
    "coalesce(a > 3, true)",
    "b = x or coalesce(c, false)",
    "is_null(a)",
    "coalesce(a < cross, false) and not (b = y)",
];

impl Model {
    fn random(random: &mut Random) -> Self {
        let rule = |random: &mut Random, results: &[&str]| {
            let first = random.of(&A_CELLS[..12]).to_owned();
            let second = random.of(B_CELLS).to_owned();
            [first, second, random.of(results).to_owned()]
        };
        let mut model = Self {
            a_domain: "[0..6]",
            b_words: "[x, y, z]",
            c_nullable: true,
            limit: random.below(7),
            derived: random.of(DERIVED),
            kind: Vec::new(),
            kind_hit: random.of(&["first", "priority"]),
            points: Vec::new(),
            cross: (0..4).map(|_| random.below(7)).collect(),
            decision: Vec::new(),
            default: random.of(RESULTS),
        };
        for _ in 0..=random.below(3) {
            model.kind.push(rule(random, &["good", "bad", "odd"]));
            model.points.push(rule(random, &["1", "2", "-1"]));
        }
        for _ in 0..=random.below(5) {
            model.decision.push(decision_rule(random));
        }
        model
    }

    /// The same with some changes.
    fn changed(&self, random: &mut Random) -> Self {
        let mut model = self.clone();
        for _ in 0..random.below(4) {
            match random.below(12) {
                0 => model.a_domain = random.of(&["[0..6]", "[0..4]", "[1..6]", "[0..2], [4..6]"]),
                1 => model.b_words = random.of(&["[z, y, x]", "[x, w, y, z]", "[x, y, z]"]),
                2 => model.c_nullable = !model.c_nullable,
                3 => model.limit = random.below(7),
                4 => model.derived = random.of(DERIVED),
                5 => {
                    model.kind[0] = [
                        random.of(&A_CELLS[..12]).to_owned(),
                        random.of(B_CELLS).to_owned(),
                        "odd".to_owned(),
                    ];
                }
                6 => model.points[0][2] = random.of(&["1", "3"]).to_owned(),
                7 => {
                    let at = random.below(4);
                    model.cross[at] = random.below(7);
                }
                8 => model.decision.insert(
                    random.below(model.decision.len() + 1),
                    decision_rule(random),
                ),
                9 => {
                    let at = random.below(model.decision.len());
                    model.decision[at] = decision_rule(random);
                }
                10 => {
                    let (one, other) = (
                        random.below(model.decision.len()),
                        random.below(model.decision.len()),
                    );
                    model.decision.swap(one, other);
                }
                _ => model.default = random.of(RESULTS),
            }
        }
        model
    }

    fn text(&self) -> String {
        let mut text = format!(
            "factors:
  a: {{type: integer, domain: \"{}\", nullable: true}}
  b: {{type: category, values: {}}}
  c: {{type: boolean, nullable: {}}}
parameters:
  limit: {{type: integer, value: {}}}
derive:
  d: {{type: boolean, is: \"{}\"}}
tables:
  kind:
    hit: {}
    output: {{type: category, values: [good, bad, odd]}}
    default: odd
    rules: |
      | id | a | b || kind |
",
            self.a_domain, self.b_words, self.c_nullable, self.limit, self.derived, self.kind_hit
        );
        for (at, [a, b, result]) in self.kind.iter().enumerate() {
            let _ = writeln!(text, "      | K{at} | {a} | {b} || {result} |");
        }
        text.push_str("  points:\n    hit: collect sum\n    output: {type: integer}\n    default: 0\n    rules: |\n      | id | a | b || points |\n");
        for (at, [a, b, result]) in self.points.iter().enumerate() {
            let _ = writeln!(text, "      | P{at} | {a} | {b} || {result} |");
        }
        let _ = writeln!(
            text,
            "  cross:
    output: {{type: integer}}
    rows: b
    columns: c
    default: 2
    cells: |
      | b | true | not(true), null |
      | x | {} | {} |
      | not(x) | {} | {} |
decision:
  hit: first
  rules: |
    | id | a | b | c | kind | points | d || outcome | reason | route |",
            self.cross[0], self.cross[1], self.cross[2], self.cross[3]
        );
        for (at, cells) in self.decision.iter().enumerate() {
            let _ = writeln!(
                text,
                "    | R{at} | {} |",
                cells.join(" | ").replace(" | ||", " ||")
            );
        }
        let parts: Vec<&str> = self.default.split(" | ").collect();
        let _ = writeln!(
            text,
            "  default: {{outcome: {}, reason: {}, route: {}}}",
            parts[0],
            parts[1],
            parts[2].replace('-', "null")
        );
        text
    }
}

fn decision_rule(random: &mut Random) -> Vec<String> {
    let cells = [
        random.of(A_CELLS),
        random.of(B_CELLS),
        random.of(C_CELLS),
        random.of(KIND_CELLS),
        random.of(POINTS_CELLS),
        random.of(DERIVED_CELLS),
    ];
    let mut cells: Vec<String> = cells.map(str::to_owned).to_vec();
    cells.push(format!("|| {}", random.of(RESULTS)));
    cells
}

/// The facts of a claim, as a matrix reads them.
fn fill(compiled: &CompiledMatrix, facts: &mut Facts, claim: [Option<&str>; 3]) {
    for (name, value) in ["a", "b", "c"].into_iter().zip(claim) {
        let factor = compiled.factor(name).unwrap();
        facts.set(factor, value.map_or(RawValue::Null, RawValue::Text));
    }
}

fn words(compiled: &CompiledMatrix, facts: &Facts) -> (String, bool) {
    let decision = compiled.decide(facts);
    let words = format!(
        "{} {} {:?} {:?}",
        decision.outcome.as_str(),
        compiled.reason_code(&decision),
        compiled.route(&decision),
        decision.due_seconds
    );
    (words, decision.fault.is_some())
}

fn region_words(it: &crate::diff::DiffDecision) -> String {
    format!(
        "{} {} {:?} {:?}",
        it.outcome.as_str(),
        it.reason,
        it.route.as_deref(),
        it.due_seconds
    )
}

/// Compares a difference with every claim of the grid.
fn check(seed: u64, old: &DecisionMatrix, new: &DecisionMatrix, found: &SemanticDiff) {
    let (old, new) = (old.compile(), new.compile());
    let (mut old_facts, mut new_facts) = (old.facts(), new.facts());
    let mut used = vec![false; found.regions().len()];
    let numbers: Vec<String> = (0..=6).map(|it| it.to_string()).collect();
    let numbers = numbers.iter().map(|it| Some(it.as_str())).chain([None]);
    for a in numbers {
        for b in ["w", "x", "y", "z"] {
            for c in [Some("true"), Some("false"), None] {
                let claim = [a, Some(b), c];
                fill(&old, &mut old_facts, claim);
                fill(&new, &mut new_facts, claim);
                let place = found.locate(&old_facts, &new_facts);
                let readable = found.locate_readable(&old_facts, &new_facts);
                let told = readable.map(|at| &found.readable_regions()[at]);
                let plain = place.map(|at| &found.regions()[at]);
                let verdicts = |it: &DiffRegion| (region_words(&it.from), region_words(&it.to));
                assert_eq!(
                    told.map(verdicts),
                    plain.map(verdicts),
                    "seed {seed}: {claim:?}"
                );
                let (from, is_old_fault) = words(&old, &old_facts);
                let (to, is_new_fault) = words(&new, &new_facts);
                // Values that both refuse are not compared.
                if is_old_fault && is_new_fault && place.is_none() {
                    continue;
                }
                assert_eq!(
                    place.is_some(),
                    from != to,
                    "seed {seed}: {claim:?} {from} {to}\n{:#?}",
                    lines(found)
                );
                let Some(place) = place else {
                    continue;
                };
                used[place] = true;
                let region = &found.regions()[place];
                assert_eq!(
                    (region_words(&region.from), region_words(&region.to)),
                    (from, to),
                    "seed {seed}: {claim:?}"
                );
            }
        }
    }
    assert!(
        used.iter().all(|used| *used),
        "seed {seed}: an empty region\n{:#?}",
        lines(found)
    );
    assert!(
        found.regions().iter().all(|it| it.witness.is_some()),
        "seed {seed}"
    );
    let mut shown = found.readable_regions().iter();
    assert!(shown.all(|it| it.witness.is_some()), "seed {seed}");
    assert!(found.readable_regions().len() <= found.regions().len());
    assert!(found.uncompared().is_empty());
}

#[test]
fn every_claim_of_the_grid_is_in_the_region_of_its_difference() {
    let (mut different, mut equal) = (0, 0);
    for seed in 0..1_500 {
        let mut random = Random::new(seed);
        let model = Model::random(&mut random);
        let (one, other) = (model.text(), model.changed(&mut random).text());
        let (old, new) = (matrix(&one), matrix(&other));
        let found = diff(&old, &new, BUDGET).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        check(seed, &old, &new, &found);
        different += usize::from(!found.is_equal());
        let prints = [&old, &new].map(|it| semantic_fingerprint(it.tables(), BUDGET));
        assert!(prints[0].is_some() && prints[1].is_some(), "seed {seed}");
        let has_same_factors = old
            .tables()
            .factors
            .iter()
            .zip(&new.tables().factors)
            .all(|(one, other)| one.column == other.column);
        if has_same_factors {
            assert_eq!(
                prints[0] == prints[1],
                found.is_equal(),
                "seed {seed}: {:#?}",
                lines(&found)
            );
            equal += usize::from(found.is_equal());
        }
    }
    assert!(different > 500 && equal > 200, "{different} {equal}");
}

#[test]
fn unrelated_matrices_are_compared_as_well() {
    for seed in 10_000..10_300 {
        let mut random = Random::new(seed);
        let (one, other) = (Model::random(&mut random), Model::random(&mut random));
        let (old, new) = (matrix(&one.text()), matrix(&other.text()));
        let found = diff(&old, &new, BUDGET).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        check(seed, &old, &new, &found);
    }
}
