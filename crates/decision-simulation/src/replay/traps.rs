//! What is strange in a file of claims: counted, with an example, never silent.

use std::collections::BTreeMap;

use decision_matrix::table::{FactorIndex, ValueType};
use decision_matrix::{DecisionReason, EngineReason, Fact, InputFault};

use super::ReplayedClaim;
use super::plan::ReplayPlan;

/// A kind of strangeness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trap {
    /// An amount outside its domain: a joke, or a slip of the keyboard.
    AmountOutOfDomain,
    /// An amount that is absent or cannot be read.
    AmountUnreadable,
    /// An amount below zero.
    AmountNegative,
    /// An amount of zero.
    AmountZero,
    /// Not justified, and yet something was owed.
    DeniedButPaid,
    /// More was owed than claimed.
    DueAboveAmount,
    /// Waiting or filing took less than no time.
    NegativeDelay,
    /// A date that is none or lies outside its range.
    DateOutOfRange,
    /// A result that cannot be read.
    UnreadableResult,
    /// A result that is unknown.
    MissingOutcome,
    /// A claim id that came before.
    Duplicate,
    /// A legal limit was counted over days that the calendar does not know.
    OutsideCalendar,
    /// A row that is no claim or has no claim id: a person looks at it.
    RowUnreadable,
    /// An input fault of a value: a person looks at the claim.
    InputFault,
}

impl Trap {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::MissingOutcome,
        Self::Duplicate,
        Self::RowUnreadable,
        Self::InputFault,
        Self::AmountOutOfDomain,
        Self::AmountUnreadable,
        Self::AmountNegative,
        Self::AmountZero,
        Self::DeniedButPaid,
        Self::DueAboveAmount,
        Self::NegativeDelay,
        Self::OutsideCalendar,
        Self::DateOutOfRange,
        Self::UnreadableResult,
    ];

    /// The code of its warning.
    pub fn code(self) -> &'static str {
        match self {
            Self::AmountOutOfDomain => "amount_out_of_domain",
            Self::AmountUnreadable => "amount_unreadable",
            Self::AmountNegative => "amount_negative",
            Self::AmountZero => "amount_zero",
            Self::DeniedButPaid => "denied_but_paid",
            Self::DueAboveAmount => "due_above_amount",
            Self::NegativeDelay => "negative_delay",
            Self::OutsideCalendar => "outside_calendar",
            Self::DateOutOfRange => "date_out_of_range",
            Self::UnreadableResult => "unreadable_result",
            Self::MissingOutcome => "missing_outcome",
            Self::Duplicate => "duplicate_claim",
            Self::RowUnreadable => "row_unreadable",
            Self::InputFault => "input_fault",
        }
    }
}

/// How often a kind came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrapCount {
    /// Claims.
    pub claims: u64,
    /// Money of these claims, in minor units, as far as it can be read.
    pub amount: i128,
    /// The claim whose id is the smallest, byte for byte; empty where none of them has one.
    pub example: String,
}

impl TrapCount {
    /// Takes an id as the example if it is one and smaller.
    fn keep_example(&mut self, id: &str) {
        if !id.is_empty() && (self.example.is_empty() || id < self.example.as_str()) {
            id.clone_into(&mut self.example);
        }
    }
}

/// All kinds that came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traps {
    counts: BTreeMap<Trap, TrapCount>,
}

impl Traps {
    /// How often this kind came.
    pub fn get(&self, trap: Trap) -> Option<&TrapCount> {
        self.counts.get(&trap)
    }

    /// Looks at a claim.
    pub(super) fn add(
        &mut self,
        plan: &ReplayPlan,
        claim: &ReplayedClaim<'_>,
        amount: Option<i64>,
    ) {
        let money = i128::from(amount.unwrap_or_default());
        let results = &claim.results;
        let amount_fact = plan.amount_factor().map(|factor| claim.facts.fact(factor));
        let fault = match amount_fact {
            Some(Fact::Fault(InputFault::OutOfDomain)) => Some(Trap::AmountOutOfDomain),
            Some(Fact::Fault(_) | Fact::Null) => Some(Trap::AmountUnreadable),
            _ => None,
        };
        let is_denied = results.justified == Some(false);
        let due = results.due_amount;
        let is_early =
            claim.filing_delay_days.is_some_and(|days| days < 0) || results.is_negative_delay;
        let is_row = claim.decision.reason == DecisionReason::Engine(EngineReason::InputRow);
        let found = [
            (fault == Some(Trap::AmountOutOfDomain)).then_some(Trap::AmountOutOfDomain),
            (fault == Some(Trap::AmountUnreadable)).then_some(Trap::AmountUnreadable),
            amount
                .is_some_and(|amount| amount < 0)
                .then_some(Trap::AmountNegative),
            (amount == Some(0)).then_some(Trap::AmountZero),
            (is_denied && due.is_some_and(|due| due > 0)).then_some(Trap::DeniedButPaid),
            due.zip(amount)
                .is_some_and(|(due, amount)| due > amount)
                .then_some(Trap::DueAboveAmount),
            is_early.then_some(Trap::NegativeDelay),
            has_bad_date(plan, claim).then_some(Trap::DateOutOfRange),
            (results.unreadable > 0).then_some(Trap::UnreadableResult),
            (!results.is_known()).then_some(Trap::MissingOutcome),
            is_row.then_some(Trap::RowUnreadable),
            (!is_row && claim.decision.fault.is_some()).then_some(Trap::InputFault),
        ];
        for trap in found.into_iter().flatten() {
            self.count(trap, claim.id, money);
        }
    }

    /// Counts a claim of this kind.
    pub(super) fn count(&mut self, trap: Trap, id: &str, amount: i128) {
        let count = self.counts.entry(trap).or_default();
        count.keep_example(id);
        count.claims += 1;
        count.amount += amount;
    }

    /// Adds what was counted elsewhere.
    pub(super) fn merge(&mut self, other: &Self) {
        for (trap, theirs) in &other.counts {
            let mine = self.counts.entry(*trap).or_default();
            mine.keep_example(&theirs.example);
            mine.claims += theirs.claims;
            mine.amount += theirs.amount;
        }
    }
}

/// Whether the time of the claim or a date among its facts is there and is none.
fn has_bad_date(plan: &ReplayPlan, claim: &ReplayedClaim<'_>) -> bool {
    let is_bad = |fact| {
        matches!(
            fact,
            Fact::Fault(InputFault::OutOfDomain | InputFault::Type)
        )
    };
    let is_date =
        |value_type: &ValueType| matches!(value_type, ValueType::Date | ValueType::Timestamp);
    let factors = (0..).map(FactorIndex).zip(&plan.tables().factors);
    let mut dates = factors.filter(|(_, factor)| is_date(&factor.column.value_type));
    is_bad(claim.facts.time()) || dates.any(|(index, _)| is_bad(claim.facts.fact(index)))
}
