//! One line of a table: a rule, a level of a factor, an outcome.

use decision_matrix::table::Outcome;

use super::Mode;
use super::overall::loss_rate;
use crate::money::round_ratio;
use crate::replay::{Group, Sums};
use crate::statistics::{Estimate, RatioMoments};

/// What a line is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineOf {
    /// A rule of the decision by its id, `default`, or `-` for claims with a fault.
    Rule(String),
    /// A level of a factor.
    Level {
        /// The factor's name.
        factor: String,
        /// What the factor is called, for people.
        label: String,
        /// The level, as a cell.
        level: String,
    },
    /// An outcome.
    Outcome(Outcome),
}

/// The sums of a group of claims. Money is in minor units; over known results where it is a loss
/// or a cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is about.
    pub of: LineOf,
    /// Claims.
    pub claims: u64,
    /// Money claimed.
    pub amount: i128,
    /// Claims settled at once.
    pub auto_claims: u64,
    /// Loss of claims settled at once.
    pub loss: i128,
    /// Loss over money settled at once.
    pub loss_rate: Estimate,
    /// What is saved against reviewing these claims.
    pub net_saving: i128,
    /// What all claims together would save less without the rule; `None` where it was not computed.
    pub marginal_saving: Option<i128>,
    /// The amount at which a review of such a claim costs as much as the loss that it can be
    /// expected to stop; `None` where none of them was unjustified.
    pub break_even_amount: Option<i128>,
    /// The price of a review at which paying these claims at once neither costs nor saves: the
    /// avoidable loss per claim.
    pub marginal_break_even: Option<i128>,
    /// The same over this and all lower levels.
    pub cumulative_break_even: Option<i128>,
    /// Claims with a known result.
    pub results_known: u64,
}

impl Line {
    /// The line of a group.
    pub(super) fn new(
        of: LineOf,
        group: &Group,
        mode: Mode,
        customers: Option<&RatioMoments>,
    ) -> Self {
        Self {
            of,
            claims: group.claims(),
            amount: group.amount(),
            auto_claims: group.auto_claims(),
            loss: group.known.loss,
            loss_rate: loss_rate(group, mode, customers),
            net_saving: group.known.net_saving(),
            marginal_saving: None,
            break_even_amount: break_even_amount(&group.known),
            marginal_break_even: avoidable_per_claim(&group.known),
            cumulative_break_even: None,
            results_known: group.known.claims,
        }
    }

    /// A loss or a saving over the known results; `None` where claims have none.
    pub(super) fn if_known(&self, minor: i128) -> Option<i128> {
        (self.results_known > 0 || self.claims == 0).then_some(minor)
    }

    /// What the line is called.
    pub fn name(&self) -> &str {
        match &self.of {
            LineOf::Rule(name) | LineOf::Level { level: name, .. } => name,
            LineOf::Outcome(outcome) => outcome.as_str(),
        }
    }
}

/// The avoidable loss per claim, as if all of them were paid at once.
pub(super) fn avoidable_per_claim(sums: &Sums) -> Option<i128> {
    (sums.claims > 0).then(|| round_ratio(sums.potential_avoidable_loss, i128::from(sums.claims)))
}

/// `a* = (Cd + Cw + Cl + (1-p)·E[f]·c_wrong - c_auto) / (p·(1-g)·k)` with the means of the group
/// (Elkan 2001).
fn break_even_amount(sums: &Sums) -> Option<i128> {
    let claims = i128::from(sums.claims);
    let saved = sums.review_without_loss - sums.auto_without_loss;
    let risk = i128::from(sums.unjustified).checked_mul(sums.avoidable_share)?;
    let scaled = saved.checked_mul(claims)?.checked_mul(1_000_000_000)?;
    (risk > 0).then(|| round_ratio(scaled, risk))
}
