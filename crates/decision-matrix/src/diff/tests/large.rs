//! Two versions of a thousand rules that differ in ten cells: how many steps it takes.

use std::fmt::Write as _;

use crate::diff::diff_tables;
use crate::diff::joint::Joint;
use crate::diff::search::changes;
use crate::diff::unify::Unified;
use crate::verify::search::Budget;

use super::brute_force::Random;
use super::{decided, matrix};

const WORDS: [&str; 8] = ["w0", "w1", "w2", "w3", "w4", "w5", "w6", "w7"];

/// The cells of so many rules over ten factors.
fn cells(count: usize) -> Vec<Vec<String>> {
    let mut random = Random::new(7);
    let rules = (0..count).map(|_| {
        let mut cells: Vec<String> = Vec::new();
        for factor in 0..10 {
            let low = random.below(900);
            let cell = match (random.below(5), factor) {
                (0, _) => "-".to_owned(),
                (_, 0..=4) => format!("[{low}..{}]", low + 1 + random.below(200)),
                (_, 5..=7) => format!("{}, {}", WORDS[random.below(4)], WORDS[4 + random.below(4)]),
                _ => ["true", "false"][random.below(2)].to_owned(),
            };
            cells.push(cell);
        }
        cells.push(["approve", "review", "escalate"][random.below(3)].to_owned());
        cells
    });
    rules.collect()
}

fn text(rules: &[Vec<String>]) -> String {
    let mut text = "factors:\n".to_owned();
    for factor in 0..10 {
        let words = WORDS.join(", ");
        let declared = match factor {
            0..=4 => "{type: integer, domain: \"[0..1200]\"}".to_owned(),
            5..=7 => format!("{{type: category, values: [{words}]}}"),
            _ => "{type: boolean}".to_owned(),
        };
        let _ = writeln!(text, "  f{factor}: {declared}");
    }
    text.push_str("decision:\n  hit: first\n  rules: |\n    | id | f0 | f1 | f2 | f3 | f4 | f5 | f6 | f7 | f8 | f9 || outcome | reason |\n");
    for (at, rule) in rules.iter().enumerate() {
        let (result, cells) = rule.split_last().unwrap();
        let _ = writeln!(
            text,
            "    | R{at} | {} || {result} | {} |",
            cells.join(" | "),
            result.to_uppercase()
        );
    }
    text.push_str("  default: {outcome: review, reason: NONE}\n");
    text
}

#[test]
fn ten_cells_of_a_thousand_rules_take_few_steps() {
    let rules = cells(1_000);
    let mut changed = rules.clone();
    for at in 0..10 {
        let rule = &mut changed[at * 97 + 40];
        let cell = rule.iter().take(5).position(|cell| cell.starts_with('['));
        match cell {
            Some(place) => rule[place] = "[100..400]".to_owned(),
            None => rule[10] = "request_info".to_owned(),
        }
    }
    let (old, new) = (matrix(&text(&rules)), matrix(&text(&changed)));
    let unified = Unified::new(old.tables(), new.tables()).unwrap();
    let joint = Joint::new(&unified);
    let steps = 500_000;
    let found_parts = changes(&joint, &mut Budget::new(steps));
    let parts = found_parts.expect("few steps");
    assert!(parts.len() > 100, "{}", parts.len());
    let found = diff_tables(old.tables(), new.tables(), steps).unwrap();
    assert!(!found.regions().is_empty() && found.regions().len() < parts.len());
    let (old, new) = (old.compile(), new.compile());
    for region in found.regions() {
        let witness: Vec<(&str, Option<String>)> = region
            .witness
            .iter()
            .flatten()
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        assert_ne!(decided(&old, &witness), decided(&new, &witness));
    }
}
