//! The cost model: what it costs to review a claim, to pay it at once, and to be wrong.
//!
//! A model is read from `costs.yaml` or is [`CostModel::none`]. Prices and rates are scaled whole
//! numbers; each term of each claim is rounded half to even to the minor unit, sums are exact.
//! It knows claims only by what was learned about them afterwards; rules and files are not its
//! matter. The method follows Elkan, "The foundations of cost-sensitive learning" (IJCAI 2001),
//! with costs that differ from claim to claim.

mod calendar;
mod late;
mod model;
mod price;
mod queue;
mod read;
mod staffing;

#[cfg(test)]
mod tests;

pub use calendar::BusinessCalendar;
pub use late::{LateCalendar, LatePenalty, Lateness};
pub use model::{
    AmountStep, ApproveCosts, AuditCosts, CostModel, DelayCosts, EscalateCosts, RequestInfoCosts,
    ReviewCosts,
};
pub use price::{ClaimPrice, ReviewCost};
pub use queue::{NeverWorksOff, Queue, StaffError, waiting_days};
pub use staffing::{QueueState, Staffing, WorkTime};
