//! What a cost model says, key by key.

use decision_matrix::diagnostic::Findings;
use decision_matrix::table::Currency;

use super::late::LatePenalty;
use super::queue::{Queue, StaffError};
use super::read;

/// Fraction digits of prices, of numbers of things and of days.
pub(crate) const MICRO_SCALE: u8 = 6;
/// One price unit, one thing, one day.
pub(crate) const MICRO: i128 = 1_000_000;
/// Fraction digits of rates between 0 and 1.
pub(crate) const NANO_SCALE: u8 = 9;

/// Costs of one deployment, in whole currency units times 10^6 where a field is a price.
///
/// Every part is zero where `costs.yaml` does not name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CostModel {
    /// The currency of every price; `None` takes that of the rules.
    pub currency: Option<Currency>,
    /// A review.
    pub review: ReviewCosts,
    /// Waiting.
    pub delay: DelayCosts,
    /// Being late in law.
    pub late: LatePenalty,
    /// Paying at once.
    pub approve: ApproveCosts,
    /// Checking what was paid at once.
    pub audit: AuditCosts,
    /// A review by a group with extended powers.
    pub escalate: EscalateCosts,
    /// Asking the customer.
    pub request_info: RequestInfoCosts,
}

/// What a review costs and how well it works.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewCosts {
    /// Price of every review, times 10^6.
    pub fixed: i64,
    /// Minutes of staff where the claim has none, times 10^6.
    pub minutes: i64,
    /// Price of a minute, times 10^6.
    pub per_minute: i64,
    /// Calls to the customer, times 10^6.
    pub calls: i64,
    /// Price of a call, times 10^6.
    pub per_call: i64,
    /// Messages to the customer, times 10^6.
    pub messages: i64,
    /// Price of a message, times 10^6.
    pub per_message: i64,
    /// What is added to `fixed` by the amount of the claim: the first step that reaches it.
    pub by_amount: Vec<AmountStep>,
    /// Probability that an unjustified claim is recognised, times 10^9.
    pub caught: i64,
    /// Price of refusing a justified claim, times 10^6.
    pub wrong_refusal: i64,
    /// Probability that a justified claim is refused, times 10^9.
    pub wrong_refusal_rate: i64,
}

/// One step of the review cost by amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmountStep {
    /// The largest amount of the step, times 10^6; `None` is every larger amount.
    pub up_to: Option<i64>,
    /// The price, times 10^6.
    pub cost: i64,
}

/// What waiting costs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DelayCosts {
    /// Days of waiting for evidence where the claim has none, times 10^6.
    pub evidence_days: i64,
    /// Days of waiting for staff where every claim is reviewed, times 10^6.
    pub queue_days: i64,
    /// The queue from which `queue_days` follows; `None` where it is given as a constant.
    pub queue: Option<Queue>,
    /// Contacts of a waiting customer a day, times 10^6.
    pub contacts_per_day: i64,
    /// Price of a contact, times 10^6.
    pub per_contact: i64,
    /// Loss of good will a day, times 10^6.
    pub goodwill_per_day: i64,
    /// Interest of a year on the amount, times 10^6.
    pub yearly_rate: i64,
}

/// What paying at once costs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApproveCosts {
    /// Price of a decision by machine, times 10^6.
    pub fixed: i64,
    /// Messages to the customer, times 10^6.
    pub messages: i64,
    /// Price of a message, times 10^6.
    pub per_message: i64,
    /// Probability that an unjustified payment is won back, times 10^9.
    pub claw_back: i64,
    /// Probability that the cash of a justified claim is found, times 10^9.
    pub cash_found: i64,
}

/// What checking payments costs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditCosts {
    /// Price of a check, times 10^6.
    pub per_check: i64,
}

/// What an escalation changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EscalateCosts {
    /// Minutes of staff, times 10^6; `None` is as in a review.
    pub minutes: Option<i64>,
}

/// What a request for information changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestInfoCosts {
    /// Days of waiting for the customer, times 10^6.
    pub days: i64,
}

impl CostModel {
    /// Reads `costs.yaml`; `name` is what messages call the file.
    ///
    /// # Errors
    /// Everything that is wrong with the text, each with its place: broken YAML, keys that are not
    /// known, numbers that are none or lie outside their range.
    pub fn from_yaml(name: &str, text: &str) -> Result<Self, Findings> {
        read::cost_model(name, text)
    }

    /// The same costs with other staff at the queue, and the waiting days that follow.
    ///
    /// # Errors
    /// The model waits a constant number of days, or the staff never works off the queue.
    pub fn with_staff(mut self, staff: u32) -> Result<Self, StaffError> {
        let queue = self.delay.queue.ok_or(StaffError::NoQueue)?;
        let queue = queue.with_staff(staff)?;
        self.delay.queue_days = queue.waiting_micro().unwrap_or_default();
        self.delay.queue = Some(queue);
        Ok(self)
    }

    /// No costs at all: only losses count.
    pub fn none() -> Self {
        Self::default()
    }
}
