//! Rules over ten factors, as constants: rule `at` of a table of `count` rules.

use std::sync::Arc;

use decision_matrix::comparison::Comparison;
use decision_matrix::table::{
    Cell, ColumnRef, ColumnType, Conclusion, DecisionTables, Factor, FactorIndex, HitPolicy, Item,
    Key, Keys, Operand, Outcome, Reason, ReasonIndex, Rule, RuleTable, Test, ValueType,
};

/// The factors: name, and the largest value. Values begin with 0; those below 16 are words.
pub const FACTORS: [(&str, i64); 10] = [
    ("amount", 20_000_000),
    ("fault_class", 7),
    ("cash_position", 3),
    ("prior_claims", 30),
    ("tenure_months", 600),
    ("device_status", 3),
    ("hour", 23),
    ("risk_flag", 1),
    ("distance_m", 50_000),
    ("account_age_days", 20_000),
];

/// What a rule asks of one factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Nothing.
    Any,
    /// A word of a set, one bit a word.
    OneOf(u32),
    /// A number, both ends included.
    Between(i64, i64),
}

/// A rule: one condition a factor.
pub type RuleSpec = [Condition; FACTORS.len()];

impl Condition {
    /// Whether a value fulfils it.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "the chain is to be one function of plain comparisons"
    )]
    pub const fn holds(self, value: i64) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(words) => words >> value & 1 == 1,
            Self::Between(low, high) => low <= value && value <= high,
        }
    }
}

/// A number that follows from three others: `SplitMix64`.
const fn mixed(count: usize, at: usize, what: usize) -> u64 {
    let seed = ((count as u64) << 40) ^ ((at as u64) << 8) ^ what as u64;
    let mixed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D_4C95_7F2D;
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// A number in `0..limit`.
const fn below(count: usize, at: usize, what: usize, limit: i64) -> i64 {
    (mixed(count, at, what) % limit.cast_unsigned()).cast_signed()
}

/// Rule `at` of a table of `count` rules. Larger tables ask more of each claim, so that the rule
/// that answers lies anywhere in the table.
#[expect(
    clippy::indexing_slicing,
    reason = "factors are counted modulo their number"
)]
pub const fn rule(count: usize, at: usize) -> RuleSpec {
    let asked = match count {
        0..=12 => 4,
        13..=100 => 5,
        101..=1_000 => 7,
        _ => 8,
    };
    let mut conditions = [Condition::Any; FACTORS.len()];
    // The first factor is asked by every rule, the others by turns.
    let mut factor = 0;
    let mut left = asked;
    while left > 0 {
        conditions[factor] = condition(count, at, factor);
        let step = 1 + (mixed(count, at, 100 + left) % 2 == 1) as usize;
        factor = (factor + step) % FACTORS.len();
        left -= 1;
    }
    conditions
}

/// What rule `at` asks of a factor.
#[expect(
    clippy::indexing_slicing,
    reason = "factors are counted modulo their number"
)]
#[expect(clippy::cast_possible_truncation, reason = "any 32 bits will do")]
const fn condition(count: usize, at: usize, factor: usize) -> Condition {
    let largest = FACTORS[factor].1;
    if largest < 16 {
        let words = mixed(count, at, factor) as u32 & ((1 << (largest + 1)) - 1);
        let one_more = 1 << below(count, at, 50 + factor, largest + 1);
        return Condition::OneOf(words | one_more);
    }
    let limit = (1 + below(count, at, factor, 19)) * largest / 20;
    match below(count, at, 50 + factor, 3) {
        0 => Condition::Between(0, limit),
        1 => Condition::Between(limit, largest),
        _ => Condition::Between(limit - largest / 20, limit + largest / 5),
    }
}

/// The rules as a checked matrix: first hit, a default, one outcome a rule in turn.
pub fn tables(count: usize) -> DecisionTables {
    let conclusion = |at: usize| Conclusion {
        outcome: *Outcome::ALL.get(at % 5).unwrap_or(&Outcome::Review),
        reason: ReasonIndex(u32::try_from(at % 5).unwrap_or(0)),
        route: None,
        due_seconds: None,
    };
    let columns = (0..)
        .map(|at| ColumnRef::Factor(FactorIndex(at)))
        .take(FACTORS.len())
        .collect();
    let rules = (0..count).map(|at| Rule {
        id: format!("R{at}"),
        cells: rule(count, at)
            .iter()
            .zip(FACTORS)
            .map(|(it, (_, largest))| cell(*it, largest))
            .collect(),
        result: conclusion(at),
    });
    let decision = RuleTable {
        hit: HitPolicy::First,
        columns,
        rules: rules.collect(),
        default: Some(conclusion(3)),
    };
    let reason = |at| Reason {
        code: format!("REASON_{at}"),
        staff: vec![],
        customer: vec![],
        root_cause: None,
    };
    DecisionTables {
        id: "bench".to_owned(),
        version: "1".to_owned(),
        title: None,
        owner: None,
        currency: None,
        effective: None,
        keys: Keys {
            columns: vec![Key {
                name: "claim".to_owned(),
                column: "id".to_owned(),
            }],
            natural: vec![],
        },
        permits_decline: false,
        texts: vec![],
        factors: FACTORS
            .iter()
            .map(|(name, largest)| factor(name, *largest))
            .collect(),
        parameters: vec![],
        derives: vec![],
        tables: vec![],
        order: vec![],
        decision,
        reasons: (0..5).map(reason).collect(),
        routes: vec![],
        guarantees: vec![],
        audit: None,
    }
}

fn factor(name: &str, largest: i64) -> Factor {
    let words: Arc<[String]> = (0..=largest.min(16))
        .map(|word| format!("w{word}"))
        .collect();
    let is_word = largest < 16;
    let column = ColumnType {
        value_type: if is_word {
            ValueType::Category(words)
        } else {
            ValueType::Integer
        },
        scale: 0,
        nullable: false,
        domain: (!is_word).then(|| cell(Condition::Between(0, largest), i64::MAX)),
    };
    Factor {
        name: name.to_owned(),
        column,
        changeable: true,
        sensitive: false,
        unit: None,
        label: None,
        history: None,
    }
}

/// A condition as a person would write it.
fn cell(condition: Condition, largest: i64) -> Cell {
    let compare =
        |comparison, value| Item::Test(Test::Compare(comparison, Operand::Literal(value)));
    let items = match condition {
        Condition::Any => return Cell::Any,
        Condition::OneOf(words) => (0..32)
            .filter(|word| words >> word & 1 == 1)
            .map(|word| compare(Comparison::Equal, word))
            .collect(),
        Condition::Between(0, high) if largest < i64::MAX => {
            vec![compare(Comparison::LessOrEqual, high)]
        }
        Condition::Between(low, high) if high == largest => {
            vec![compare(Comparison::GreaterOrEqual, low)]
        }
        Condition::Between(low, high) => vec![Item::Test(Test::Interval {
            low: Operand::Literal(low),
            low_included: true,
            high: Operand::Literal(high),
            high_included: true,
        })],
    };
    Cell::Items(items)
}
