//! Against brute force: every change of every claim of small random matrices.
//!
//! The domains are small enough for all assignments to be decided and compared. The oracle knows
//! cells, the reference and the definition of "nearest", and nothing of classes or halving.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::line::sides;
use super::compiled;
use crate::compile::{CompiledMatrix, NULL, ResidualCell, SlotMap, ValueSet};
use crate::evaluate::residual::cell_holds;
use crate::evaluate::row::{ClaimRow, FAULTED, Row};
use crate::evaluate::{Facts, NearestSearch};
use crate::raw_value::RawValue;
use crate::reference;
use crate::table::{ColumnRef, DecisionTables, FactorIndex, Outcome, RuleTable, ValueType};

/// Random numbers from a seed (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let at = self.below(words.len() as u64);
        words[usize::try_from(at).unwrap()]
    }
}

const COMPARISONS: [&str; 6] = ["< ", "<= ", "> ", ">= ", "", "not("];

/// A cell of numbers; `names` may stand where a number stands.
fn number_cell(random: &mut Random, names: &[&str]) -> String {
    let operand = |random: &mut Random| {
        if !names.is_empty() && random.percent(40) {
            random.pick(names).to_owned()
        } else {
            random.below(8).to_string()
        }
    };
    match random.below(10) {
        0..=3 => "-".to_owned(),
        4 => {
            let low = random.below(6);
            format!("[{low}..{})", low + 1 + random.below(3))
        }
        5 if random.percent(30) => "null".to_owned(),
        _ => {
            let comparison = random.pick(&COMPARISONS);
            let end = if comparison == "not(" { ")" } else { "" };
            format!("{comparison}{}{end}", operand(random))
        }
    }
}

fn word_cell(random: &mut Random) -> String {
    let cells = ["-", "-", "x", "y", "z, x", "not(y)", "null", "not(null)"];
    random.pick(&cells).to_owned()
}

/// A matrix of five factors, up to two derived ones and two tables. `joint` lets a derived factor
/// read two factors.
fn rules(random: &mut Random, joint: bool) -> String {
    let mut text =
        "format: 1\nmatrix: small\nversion: \"1\"\nkeys: {claim: id}\nfactors:\n".to_owned();
    let flags = |random: &mut Random| {
        let nullable = random.percent(30);
        let unchangeable = random.percent(15);
        let flags = [
            (nullable, ", nullable: true"),
            (unchangeable, ", changeable: false"),
        ];
        flags
            .into_iter()
            .filter(|(is_set, _)| *is_set)
            .map(|(_, text)| text)
            .collect::<String>()
    };
    for name in ["a", "b"] {
        let domain = random.pick(
            &["[0..7]", "[0..2], [5..7]", ">= 1, <= 6"]
                .map(|it| if it.starts_with('>') { "[1..6]" } else { it }),
        );
        writeln!(
            text,
            "  {name}: {{type: integer, domain: \"{domain}\"{}}}",
            flags(random)
        )
        .unwrap();
    }
    writeln!(
        text,
        "  w: {{type: category, values: [x, y, z]{}}}",
        flags(random)
    )
    .unwrap();
    writeln!(text, "  f: {{type: boolean{}}}", flags(random)).unwrap();
    writeln!(
        text,
        "  t: {{type: text, domain: '\"p\", \"q\"'{}}}",
        flags(random)
    )
    .unwrap();
    let derive = match random.below(5) {
        0 => None,
        1 if joint => Some("a - b"),
        2 if joint => Some("a + b"),
        3 => Some("7 - 2 * a"),
        _ => Some("b + 1"),
    };
    if let Some(derive) = derive {
        writeln!(
            text,
            "derive:\n  d: {{type: integer, nullable: true, is: \"{derive}\"}}"
        )
        .unwrap();
    }
    tables_text(random, &mut text);
    decision_text(random, derive.is_some(), &mut text);
    text
}

fn tables_text(random: &mut Random, text: &mut String) {
    text.push_str("tables:\n");
    let hit = random.pick(&["first", "collect sum", "collect max", "collect count"]);
    write!(
        text,
        "  u:\n    hit: {hit}\n    output: {{type: integer}}\n    default: {}\n    rules: |\n",
        random.below(4)
    )
    .unwrap();
    text.push_str("      | id | a | w || u |\n");
    for at in 0..2 + random.below(3) {
        let (a, w) = (number_cell(random, &[]), word_cell(random));
        writeln!(text, "      | U{at} | {a} | {w} || {} |", random.below(6)).unwrap();
    }
}

fn decision_text(random: &mut Random, has_derive: bool, text: &mut String) {
    text.push_str("decision:\n  hit: first\n  rules: |\n");
    let d = if has_derive { " d |" } else { "" };
    writeln!(
        text,
        "    | id | a | b | w | f | t | u |{d}| outcome | reason |"
    )
    .unwrap();
    for at in 0..2 + random.below(5) {
        let mut cells = vec![
            number_cell(random, &["u"]),
            number_cell(random, &["u"]),
            word_cell(random),
        ];
        cells.push(
            random
                .pick(&["-", "-", "-", "true", "false", "null"])
                .to_owned(),
        );
        cells.push(
            random
                .pick(&["-", "-", "-", "\"p\"", "not(\"q\")", "null"])
                .to_owned(),
        );
        cells.push(number_cell(random, &[]));
        if has_derive {
            cells.push(number_cell(random, &["u"]));
        }
        let outcome = random.pick(&["approve", "review", "escalate"]);
        writeln!(
            text,
            "    | R{at} | {} || {outcome} | X |",
            cells.join(" | ")
        )
        .unwrap();
    }
    let outcome = random.pick(&["approve", "review", "escalate"]);
    writeln!(text, "  default: {{outcome: {outcome}, reason: X}}").unwrap();
}

/// All assignments of a matrix: the outcome where no fault stands in the way, and a number for what
/// all cells say.
struct World<'a> {
    matrix: &'a CompiledMatrix,
    /// Each factor's values, null last where it is one.
    values: Vec<Vec<i64>>,
    known: BTreeMap<Vec<i64>, (Option<Outcome>, usize)>,
    answers: BTreeMap<Vec<i64>, usize>,
}

impl<'a> World<'a> {
    fn new(matrix: &'a CompiledMatrix) -> Self {
        let values = matrix.tables().factors.iter().map(|factor| {
            let domain = ValueSet::of_domain(&factor.column);
            let mut values: Vec<i64> = (0..8).filter(|value| domain.contains(*value)).collect();
            values.extend(factor.column.nullable.then_some(NULL));
            values
        });
        Self {
            matrix,
            values: values.collect(),
            known: BTreeMap::new(),
            answers: BTreeMap::new(),
        }
    }

    /// Outcome and answers of a claim; the outcome of the reference.
    fn of(&mut self, claim: &[i64]) -> (Option<Outcome>, usize) {
        if let Some(known) = self.known.get(claim) {
            return *known;
        }
        let tables = self.matrix.tables();
        let mut facts = self.matrix.facts();
        for (at, value) in (0..).zip(claim) {
            set(tables, &mut facts, FactorIndex(at), *value);
        }
        let decision = reference::decide(tables, &facts);
        let outcome = decision.fault.is_none().then_some(decision.outcome);
        let answers = self.answers(claim);
        let next = self.answers.len();
        let answers = *self.answers.entry(answers).or_insert(next);
        self.known.insert(claim.to_vec(), (outcome, answers));
        (outcome, answers)
    }

    /// What every cell of every table says, and whether derived factors are null or at fault.
    fn answers(&self, claim: &[i64]) -> Vec<i64> {
        let tables = self.matrix.tables();
        let mut computed = vec![FAULTED; self.matrix.computed_count];
        self.matrix.compute(claim, &mut computed);
        let row = ClaimRow::new(self.matrix, claim, &computed);
        let mut answers = Vec::new();
        for derived in computed.iter().take(tables.derives.len()) {
            answers.push(i64::from(*derived == NULL) + 2 * i64::from(*derived == FAULTED));
        }
        for table in &tables.tables {
            cells(tables, &table.rules, &row, &mut answers);
        }
        cells(tables, &tables.decision, &row, &mut answers);
        answers
    }

    /// The least number of factors, and with it the least number of bounds, of all changes.
    fn nearest(
        &mut self,
        claim: &[i64],
        faulted: &[usize],
        present: Outcome,
    ) -> Option<(usize, u32)> {
        let tables = self.matrix.tables();
        let changeable: Vec<usize> = (0..claim.len())
            .filter(|at| tables.factors[*at].changeable)
            .collect();
        let mut best = None;
        for set in 1..1_u32 << changeable.len() {
            let set: Vec<usize> = (0..changeable.len())
                .filter(|at| set >> at & 1 == 1)
                .map(|at| changeable[at])
                .collect();
            let is_tried = set.len() <= 3 && faulted.iter().all(|at| set.contains(at));
            if is_tried && best.is_none_or(|(count, _)| set.len() <= count) {
                self.assign(&set, claim, &mut claim.to_vec(), present, &mut best);
            }
        }
        best
    }

    /// Gives the factors of a set every value but null and the present one.
    fn assign(
        &mut self,
        rest: &[usize],
        base: &[i64],
        claim: &mut Vec<i64>,
        present: Outcome,
        best: &mut Option<(usize, u32)>,
    ) {
        if let Some((first, rest)) = rest.split_first() {
            for value in self.values[*first].clone() {
                if value != NULL && value != base[*first] {
                    claim[*first] = value;
                    self.assign(rest, base, claim, present, best);
                }
            }
            claim[*first] = base[*first];
            return;
        }
        if self.of(claim).0.is_none_or(|outcome| outcome == present) {
            return;
        }
        let changed: Vec<usize> = (0..claim.len())
            .filter(|at| claim[*at] != base[*at])
            .collect();
        let crossed = changed
            .iter()
            .map(|at| self.crossed(*at, base[*at], claim))
            .sum();
        let found = (changed.len(), crossed);
        *best = Some(best.map_or(found, |best| best.min(found)));
    }

    /// How often the cells change their answers on the way of one factor to its new value.
    fn crossed(&mut self, at: usize, from: i64, claim: &[i64]) -> u32 {
        if from == NULL
            || !self.matrix.tables().factors[at]
                .column
                .value_type
                .is_ordered()
        {
            return 1;
        }
        let (low, high) = (from.min(claim[at]), from.max(claim[at]));
        let way: Vec<i64> = self.values[at]
            .iter()
            .copied()
            .filter(|value| low <= *value && *value <= high)
            .collect();
        let mut answers = Vec::new();
        for value in way {
            let mut there = claim.to_vec();
            there[at] = value;
            answers.push(self.of(&there).1);
        }
        u32::try_from(answers.windows(2).filter(|pair| pair[0] != pair[1]).count()).unwrap()
    }
}

fn cells<R>(
    tables: &DecisionTables,
    rules: &RuleTable<R>,
    row: &ClaimRow<'_>,
    answers: &mut Vec<i64>,
) {
    let slots = SlotMap::new(tables);
    for rule in &rules.rules {
        for (column, cell) in rules.columns.iter().zip(&rule.cells) {
            let slot = slots.column(*column);
            let value = row.value(slot);
            let set = ValueSet::of_cell(cell);
            match (ResidualCell::of_cell(cell, slot, slots), set) {
                (Some(named), _) if matches!(column, ColumnRef::Derive(_)) => {
                    sides(&named, value, row, answers);
                }
                (Some(named), _) => {
                    answers.push(i64::from(value != FAULTED && cell_holds(&named, row)));
                }
                // A derived value passes the bounds of a cell, even where it leaps over the cell.
                (None, Some(set)) if matches!(column, ColumnRef::Derive(_)) => {
                    let sides = set.ranges().iter();
                    answers
                        .extend(sides.map(|(low, high)| {
                            i64::from(value >= *low) + i64::from(value > *high)
                        }));
                }
                (None, set) => answers.push(i64::from(set.unwrap().contains(value))),
            }
        }
    }
}

fn set(tables: &DecisionTables, facts: &mut Facts, factor: FactorIndex, value: i64) {
    let column = tables.column_type(ColumnRef::Factor(factor)).unwrap();
    let text = match &column.value_type {
        _ if value == NULL => return facts.set_null(factor),
        ValueType::Text => tables.texts[usize::try_from(value).unwrap()].clone(),
        _ => crate::table::value_text(tables, column, value),
    };
    facts.set(factor, RawValue::Text(&text));
}

/// Checks some claims of one random matrix; returns how many changes of each size there were, and
/// how many crossed more bounds than need be.
fn check_seed(seed: u64, joint: bool) -> ([u32; 4], u32) {
    let mut random = Random(seed);
    let text = rules(&mut random, joint);
    let matrix = compiled(&text);
    let tables = matrix.tables();
    let mut world = World::new(&matrix);
    let (mut sizes, mut farther) = ([0; 4], 0);
    for _ in 0..6 {
        let mut facts = matrix.facts();
        let mut claim = Vec::new();
        let mut faulted = Vec::new();
        for at in 0..world.values.len() {
            let factor = FactorIndex(u32::try_from(at).unwrap());
            let values = &world.values[at];
            let value = values[usize::try_from(random.below(values.len() as u64)).unwrap()];
            if random.percent(4) {
                facts.set(factor, RawValue::Other);
                faulted.push(at);
                claim.push(NULL);
            } else {
                set(tables, &mut facts, factor, value);
                claim.push(value);
            }
        }
        let present = matrix.decide(&facts).outcome;
        let expected = world.nearest(&claim, &faulted, present);
        let context = || format!("seed {seed}, claim {claim:?}, faulted {faulted:?}\n{text}");
        match matrix.nearest_change(&facts) {
            NearestSearch::NotSearched => panic!("not searched: {}", context()),
            NearestSearch::NoneWithin { factors, is_all } => {
                assert_eq!(expected, None, "{}", context());
                assert!(is_all || factors == 3, "{factors}: {}", context());
                sizes[0] += 1;
            }
            NearestSearch::Found(found) => {
                let count = found.changes.len();
                assert!(found.is_nearest, "{}", context());
                let (least, crossed) = expected.unwrap_or_default();
                let is_equal = (count, found.crossed) == (least, crossed);
                // Of two factors behind one derived factor one stands at the ends of its classes.
                let is_near = joint && count == least && count > 1 && found.crossed > crossed;
                assert!(
                    is_equal || is_near,
                    "{expected:?}, not {found:#?}\n{}",
                    context()
                );
                farther += u32::from(is_near);
                confirm(&matrix, &mut facts, &found, present, &context());
                sizes[count] += 1;
            }
        }
    }
    (sizes, farther)
}

/// The change is one, and the engine and the reference decide as it says.
#[track_caller]
fn confirm(
    matrix: &CompiledMatrix,
    facts: &mut Facts,
    found: &super::NearestChange,
    present: Outcome,
    context: &str,
) {
    for change in &found.changes {
        facts.set(change.factor, RawValue::Text(change.to.trim_matches('"')));
    }
    assert_eq!(matrix.decide(facts), found.decision, "{context}");
    assert_eq!(
        reference::decide(matrix.tables(), facts),
        found.decision,
        "{context}"
    );
    assert_ne!(found.decision.outcome, present, "{context}");
    assert_eq!(found.decision.fault, None, "{context}");
}

#[track_caller]
fn check(seeds: std::ops::Range<u64>, joint: bool, least: [u32; 4]) {
    let (mut sizes, mut farther) = ([0; 4], 0);
    for seed in seeds {
        let (sizes_there, farther_there) = check_seed(seed, joint);
        for (total, more) in sizes.iter_mut().zip(sizes_there) {
            *total += more;
        }
        farther += farther_there;
    }
    let all: u32 = sizes.iter().sum();
    assert!(
        farther * 200 < all,
        "{farther} of {all} cross more bounds than need be"
    );
    let is_enough = sizes.iter().zip(least).all(|(size, least)| *size >= least);
    assert!(is_enough, "none, of one, of two, of three: {sizes:?}");
}

#[test]
fn it_is_the_nearest_of_all_changes() {
    check(0..300, false, [100, 400, 100, 20]);
}

#[test]
fn so_it_is_where_two_factors_feed_one_derived_factor() {
    check(10_000..10_200, true, [100, 300, 50, 10]);
}
