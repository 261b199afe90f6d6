//! The frontier: share settled at once against loss rate against net saving, over the limits that
//! the rules file lets be tuned, with the present policy on it.
//!
//! Claims are decided once for each level of each limit that moves them, all else as it stands,
//! and what changes is added up. Every policy then is a sum over its limits. Claims that several
//! limits move are counted; for them the sum is an approximation, so a point that is shown as
//! chosen is replayed in full.

mod classes;
mod closure;
mod compared;
mod names;
mod plan;
mod points;
mod search;
mod step;
mod tally;
mod tunables;
mod variant;

#[cfg(test)]
mod tests;

pub use search::{PolicyFigures, Statistics};
pub use tally::FrontierTally;
pub use tunables::Tunables;

use crate::statistics::Estimate;

/// Policies from the most cautious to the most generous.
#[derive(Clone, Debug, PartialEq)]
pub struct Frontier {
    /// The best policies: no other one that was looked at saves as much at a lower loss rate.
    /// Rising in the loss rate and in the saving; the last one saves the most.
    pub points: Vec<FrontierPoint>,
    /// The policy of the rules as they stand.
    pub present: FrontierPoint,
    /// What was varied: names of tables and parameters.
    pub varied: Vec<String>,
    /// How many policies were looked at.
    pub policies: u64,
    /// Whether history that counts approvals was held at that of the present policy.
    pub is_history_held: bool,
    /// Claims that more than one limit moves: for them a policy that changes several limits is
    /// computed as if each were changed alone.
    pub entangled: u64,
    /// Parameters of whose permitted values some were left out, because they are too many.
    pub thinned: Vec<String>,
}

/// One policy.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierPoint {
    /// The limits: tables in order of declaration, cell by cell, then parameters.
    pub limits: Vec<LimitValue>,
    /// Share of claims settled at once.
    pub auto_share: f64,
    /// Share of money settled at once; `None` where an amount is negative.
    pub auto_money_share: Option<f64>,
    /// Loss over money settled at once; `None` where nothing is.
    pub loss_rate: Option<f64>,
    /// Loss of claims settled at once, in minor units.
    pub loss: i128,
    /// What is saved against reviewing every claim, in minor units.
    pub net_saving: i128,
    /// The price of a review at which the last step, from the point before, neither costs nor
    /// saves, in minor units: avoidable loss added per review saved.
    pub marginal_break_even: Option<i128>,
    /// The interval of the loss rate, where the point was replayed in full.
    pub loss_rate_interval: Option<Estimate>,
}

/// One limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitValue {
    /// The table or the parameter.
    pub name: String,
    /// `row / column`; empty for a parameter.
    pub cell: String,
    /// Its value, in the unit of its type.
    pub value: i64,
    /// Its value as it stands in the rules file.
    pub text: String,
}
