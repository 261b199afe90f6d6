//! The nearest change: the smallest change of a claim that gives another outcome.
//!
//! It speaks to the person whose claim it is: only factors that a person could act on or dispute
//! are changed (`changeable: false` keeps a factor out), a value is never taken away, and what the
//! rules say is asked of the engine, never guessed.
//!
//! **What is nearest.** Fewer factors first; then fewer bounds crossed in all; then the factors
//! that are declared first. A bound lies where a cell of any table, or a derived value that a cell
//! tests, begins to answer otherwise, all other factors standing as after the change. A word, a
//! truth value, a text, or a value where there was none is one bound. The new value is the one of
//! its class that is nearest to the present one; of texts those that the rules or the claim name are
//! tried, and one that stands for all others.
//! A claim at fault needs a value for each factor at fault; those count as changes. A change that
//! leads into a fault is none.
//!
//! **What is searched.** All classes of one factor, then of two, then of three, with at most
//! 20,000 questions to the engine. The classes of a factor are exact where no derived factor reads
//! it. Where one does, its bounds are found by halving between class ends and values ever farther
//! from the present one: exact where the derived value rises or falls between two of these; what is
//! found is confirmed either way. Of two factors that feed one derived factor, one moves freely and
//! the other stands at the ends of its classes.

mod axis;
mod bounds;
mod line;
mod reach;
mod reads;
mod report;
mod search;

use super::explain::ValueState;
use super::facts::{Fact, Facts};
use super::input_fault;
use super::row::ClaimRow;
use crate::compile::{CompiledMatrix, Decision, FaultSource, SlotMap};
use crate::table::{FactorIndex, Outcome};

use axis::Axis;
use bounds::Bounds;
use reads::Reads;
use search::Search;

/// Most factors that a change may have.
const FACTORS_MAX: usize = 3;

/// Most questions to the engine for one claim.
const STEPS_MAX: u32 = 20_000;

/// What the search for the nearest change found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NearestSearch {
    /// It was not searched, because no value of a factor matters: the row is no claim, it lies
    /// outside the time in which the rules are in force, or it was chosen for a check before
    /// payment. Or nobody asked.
    NotSearched,
    /// The nearest change.
    Found(NearestChange),
    /// No change of so many factors or fewer gives such an outcome.
    NoneWithin {
        /// How many factors; 0 where the search ended before all changes of one were tried.
        factors: u32,
        /// Whether there are no further factors that could be changed.
        is_all: bool,
    },
}

/// The smallest change of a claim that gives another outcome, confirmed by the engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearestChange {
    /// The factors that change, in order of declaration.
    pub changes: Vec<FactorChange>,
    /// What the rules then decide, before any choice of an audit.
    pub decision: Decision,
    /// How many bounds are crossed in all.
    pub crossed: u32,
    /// Whether all changes of as many factors were tried. If not, there may be one that crosses
    /// fewer bounds, never one of fewer factors.
    pub is_nearest: bool,
}

/// The change of one factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorChange {
    /// The factor.
    pub factor: FactorIndex,
    /// Its name.
    pub name: String,
    /// What the claim says.
    pub from: ValueState,
    /// The nearest value that gives the other outcome, as rules write it.
    pub to: String,
    /// The values near it that give the same outcome, the other factors standing as after the
    /// change.
    pub values: ChangedValues,
}

/// Values of one factor that give the same outcome, as rules write them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangedValues {
    /// Every value.
    Any,
    /// This value and all below.
    AtMost(String),
    /// This value and all above.
    AtLeast(String),
    /// From the first to the last, both included.
    Between(String, String),
    /// These values.
    OneOf(Vec<String>),
    /// Every text but these.
    NotOf(Vec<String>),
}

impl ChangedValues {
    /// The values as a cell.
    pub fn cell(&self) -> String {
        match self {
            Self::Any => "not(null)".to_owned(),
            Self::AtMost(high) => format!("<= {high}"),
            Self::AtLeast(low) => format!(">= {low}"),
            Self::Between(low, high) => format!("[{low}..{high}]"),
            Self::OneOf(words) => words.join(", "),
            Self::NotOf(words) => format!("not({})", words.join(", ")),
        }
    }
}

/// The outcomes that are looked for.
#[derive(Clone, Copy, Debug)]
struct Wanted {
    present: Outcome,
    /// Only outcomes that are less cautious than the present one.
    only_easier: bool,
}

impl Wanted {
    fn holds(self, outcome: Outcome) -> bool {
        outcome != self.present && (!self.only_easier || is_easier(outcome, self.present))
    }
}

/// Whether an outcome is less cautious; nothing is harder than `decline`.
fn is_easier(outcome: Outcome, present: Outcome) -> bool {
    match (outcome.caution(), present.caution()) {
        (Some(outcome), Some(present)) => outcome < present,
        (caution, _) => caution.is_some(),
    }
}

/// Whether there is an outcome that is less cautious.
pub(super) fn has_easier(present: Outcome) -> bool {
    is_easier(Outcome::Approve, present)
}

impl NearestChange {
    /// Whether the change gives a less cautious outcome than this one.
    pub(super) fn is_easier_than(&self, present: Outcome) -> bool {
        is_easier(self.decision.outcome, present)
    }
}

impl CompiledMatrix {
    /// The smallest change of a claim that gives another outcome. The facts must come from this
    /// matrix. It takes up to tens of milliseconds.
    pub fn nearest_change(&self, facts: &Facts) -> NearestSearch {
        self.nearest(facts, false)
    }

    /// The smallest change of a claim that gives a less cautious outcome: the same search for what
    /// the person hopes for. Every outcome but `decline` is less cautious than `decline`.
    pub fn nearest_easier_change(&self, facts: &Facts) -> NearestSearch {
        self.nearest(facts, true)
    }

    fn nearest(&self, facts: &Facts, only_easier: bool) -> NearestSearch {
        let tables = self.tables();
        let present = match input_fault(tables, facts) {
            Some(refused) if matches!(refused.fault, Some(FaultSource::Factor(_))) => refused,
            Some(_) => return NearestSearch::NotSearched,
            None => self.before_audit(facts.values()),
        };
        let bounds = Bounds::new(tables, SlotMap::new(tables));
        let reads = Reads::new(tables);
        let factors = (0..).map(FactorIndex).zip(&tables.factors);
        let changeable = factors.filter(|(_, factor)| factor.changeable);
        let axes: Vec<Axis> = changeable
            .filter_map(|(index, _)| Axis::new(tables, facts, index, &bounds, &reads))
            .collect();
        let fault_count = axes.iter().filter(|axis| axis.is_faulted).count();
        let is_faulted = |index: &FactorIndex| matches!(facts.fact(*index), Fact::Fault(_));
        let all = (0..).map(FactorIndex).take(tables.factors.len());
        if fault_count < all.filter(is_faulted).count() {
            // A value is missing that nobody could give.
            return NearestSearch::none_within(axes.len(), true);
        }
        if self.decide(facts).outcome != present.outcome {
            return NearestSearch::NotSearched;
        }
        let wanted = Wanted {
            present: present.outcome,
            only_easier,
        };
        let end = Search::new(self, &axes, facts.values(), wanted, &reads).run();
        let is_all = end.factors == axes.len();
        match end.found {
            None => NearestSearch::none_within(end.factors, is_all),
            Some(found) => {
                let is_nearest = end.factors == found.values.len();
                report::confirmed(self, facts, &axes, &found, is_nearest)
                    .map_or(NearestSearch::none_within(0, false), NearestSearch::Found)
            }
        }
    }

    /// What the rules decide on values without an input fault.
    fn before_audit(&self, factors: &[i64]) -> Decision {
        let row = ClaimRow::new(self, factors, &[]);
        self.compute_into(row, &mut vec![super::FAULTED; self.computed_count])
    }
}

impl NearestSearch {
    fn none_within(factors: usize, is_all: bool) -> Self {
        Self::NoneWithin {
            factors: u32::try_from(factors).unwrap_or(u32::MAX),
            is_all,
        }
    }
}

#[cfg(test)]
mod tests;
