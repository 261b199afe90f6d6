//! Champion and challenger: two policies on the same claims, paired claim by claim, so that what
//! they have in common cancels.

use decision_matrix::table::Outcome;

use crate::statistics::Estimate;

/// These rules against others. Differences are these minus the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Claims that both decided.
    pub claims: u64,
    /// Claims with another outcome.
    pub differing: u64,
    /// Money of the claims with another outcome, in minor units.
    pub differing_amount: i128,
    /// Net saving of these rules less that of the others, in whole units, with its paired interval.
    pub net_saving: Estimate,
    /// Difference of the losses, in whole units.
    pub loss: Estimate,
    /// Difference of the shares settled at once.
    pub auto_share: Estimate,
    /// From the others' outcome to the outcome of these rules, the most claims first.
    pub flows: Vec<Flow>,
}

/// Claims that moved from one outcome to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// What the others decide.
    pub from: Outcome,
    /// What these rules decide.
    pub to: Outcome,
    /// Claims.
    pub claims: u64,
    /// Their money, in minor units.
    pub amount: i128,
    /// What they cost more under these rules, in minor units, over known results.
    pub cost_change: i128,
    /// What they lose more under these rules, in minor units, over known results.
    pub loss_change: i128,
    /// The smallest claim id, byte for byte, as an example.
    pub example: String,
}
