//! The same rules as files, for what begins with text: reading and proofs.

use std::fmt::Write as _;

use crate::rules::{Condition, FACTORS, rule};

/// How rules lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Wide conditions on many factors: most rules overlap with many others.
    Wide,
    /// As claims desks write them: a band of amounts for a class of fault, a status and some history,
    /// rarely overlapping.
    Bands,
}

const OUTCOMES: [&str; 5] = [
    "approve",
    "review",
    "escalate",
    "request_info",
    "approve_provisional",
];

/// A rules file with one first-hit table of so many rules over ten factors, and a guarantee. In
/// `changed` rules of bands the band is wider by half a unit of thousand.
pub fn rules_text(count: usize, shape: Shape, changed: usize) -> String {
    let mut text = String::from(
        "format: 1\nmatrix: bench\nversion: \"1\"\nkeys: {claim: claim_id}\nfactors:\n",
    );
    for (name, largest) in FACTORS {
        let _ = writeln!(
            text,
            "  {name}: {{type: integer, domain: \"[0..{largest}]\"}}"
        );
    }
    text.push_str("decision:\n  hit: first\n  rules: |\n    | id |");
    for (name, _) in FACTORS {
        let _ = write!(text, " {name} |");
    }
    text.push_str("| outcome | reason |\n");
    for at in 0..count {
        let cells = match shape {
            Shape::Wide => rule(count, at).map(wide_cell),
            Shape::Bands => bands(at, at % 97 == 0 && at / 97 < changed),
        };
        let outcome = OUTCOMES.get(at % OUTCOMES.len()).unwrap_or(&"review");
        let _ = writeln!(
            text,
            "    | R{at} | {} || {outcome} | R{} |",
            cells.join(" | "),
            at % 5
        );
    }
    text.push_str("  default: {outcome: review, reason: NO_RULE}\nguarantees:\n");
    text.push_str(
        "  - {id: G1, always: [approve, review, escalate, request_info, approve_provisional]}\n",
    );
    text
}

fn wide_cell(condition: Condition) -> String {
    match condition {
        Condition::Any => "-".to_owned(),
        Condition::Between(low, high) => format!("[{low}..{high}]"),
        Condition::OneOf(words) => {
            let words = (0..32).filter(|word| words >> word & 1 == 1);
            words
                .map(|word| word.to_string())
                .collect::<Vec<_>>()
                .join(", ")
        }
    }
}

/// The cells of a rule of bands, by a fixed sequence of numbers.
fn bands(at: usize, is_changed: bool) -> [String; FACTORS.len()] {
    let mut state = (at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut below = |limit: u64| {
        state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        state ^= state >> 27;
        state % limit
    };
    let low = below(20_000) * 1_000;
    let widths = [1_000, 2_000, 5_000, 50_000];
    let width = widths
        .get(usize::try_from(below(4)).unwrap_or(0))
        .unwrap_or(&1_000);
    let high = low + width + if is_changed { 500 } else { 0 };
    let mut pick = |words: &[&str]| {
        let at = usize::try_from(below(words.len() as u64)).unwrap_or(0);
        words.get(at).copied().unwrap_or("-").to_owned()
    };
    [
        format!("[{low}..{}]", high.min(20_000_000)),
        pick(&["0", "1", "2", "3", "4", "5", "6", "7"]),
        pick(&["-", "0", "1", "2", "3"]),
        pick(&["-", "0", "1", "2", ">= 3"]),
        pick(&["-", "-", "< 6", ">= 6", ">= 24"]),
        pick(&["0", "1", "2", "3"]),
        pick(&["-", "-", "-", "-", "< 6", "[6..20]"]),
        pick(&["-", "-", "-", "0", "1"]),
        pick(&["-", "-", "-", "<= 1000", "> 1000"]),
        pick(&["-", "-", "-", "< 90", ">= 365"]),
    ]
}
