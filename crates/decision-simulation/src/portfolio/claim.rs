//! One generated claim, with everything that a register would know of it afterwards.

use decision_matrix::calendar;

use super::weights;

/// The columns of a file of generated claims, in order.
pub const COLUMNS: [&str; 14] = [
    "claim_id",
    "customer_id",
    "filed_at",
    "amount",
    "device_status",
    "prior_claims_365d",
    "justified",
    "clawed_back",
    "caught_by_review",
    "wrongly_refused",
    "cash_found",
    "evidence_days",
    "review_minutes",
    "customer_type",
];

/// What the device's own records say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Device {
    /// A fault that fits the claim.
    Fault,
    /// A warning.
    Warn,
    /// No data.
    NoData,
    /// Nothing unusual.
    Ok,
}

impl Device {
    /// Every value, in order.
    pub const ALL: [Self; 4] = [Self::Fault, Self::Warn, Self::NoData, Self::Ok];

    /// The word in rules files and claims files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fault => "fault",
            Self::Warn => "warn",
            Self::NoData => "nodata",
            Self::Ok => "ok",
        }
    }

    /// The device of a draw.
    pub(super) fn from_index(index: usize) -> Self {
        Self::ALL.get(index).copied().unwrap_or(Self::Ok)
    }
}

/// How a customer behaves; no rule may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CustomerType {
    /// Claims what was lost.
    Honest,
    /// Tries it now and then.
    Opportunist,
    /// Lives on it.
    Abuser,
}

impl CustomerType {
    /// Every value, in order.
    pub const ALL: [Self; 3] = [Self::Honest, Self::Opportunist, Self::Abuser];

    /// The word in claims files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Honest => "honest",
            Self::Opportunist => "opportunist",
            Self::Abuser => "abuser",
        }
    }

    /// The type of a draw.
    pub(super) fn from_index(index: usize) -> Self {
        Self::ALL.get(index).copied().unwrap_or(Self::Honest)
    }
}

/// A value of a generated claim, typed, so that each file format can write it in its own way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GeneratedValue {
    /// A text or a word.
    Text(String),
    /// Seconds since 1970-01-01T00:00:00Z.
    Timestamp(i64),
    /// Whole roubles.
    Money(i64),
    /// A whole number.
    Integer(i64),
    /// True or false.
    Boolean(bool),
}

impl GeneratedValue {
    /// The text of the value in a CSV field: times as `2026-01-01T00:00:00Z`, money in whole
    /// roubles, booleans as words.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Timestamp(seconds) => calendar::format_timestamp(*seconds),
            Self::Money(value) | Self::Integer(value) => value.to_string(),
            Self::Boolean(value) => value.to_string(),
        }
    }
}

/// One claim of the reference portfolio.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a column of the register"
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GeneratedClaim {
    /// Number of the customer, from 0.
    pub customer: u64,
    /// Which of the customer's draws it was, from 0, before they were put in order of time.
    pub draw: u64,
    /// Day, 365..=729; day 0 is 2025-01-01.
    pub day: i64,
    /// When it was filed, in seconds since 1970-01-01T00:00:00Z.
    pub filed_at: i64,
    /// What the device's own records say.
    pub device: Device,
    /// Earlier claims of the customer within 365 days, at most 3.
    pub prior_claims_365d: i64,
    /// Whole roubles.
    pub amount: i64,
    /// Whether the bank owes the money.
    pub justified: bool,
    /// Whether an unjustified payment is won back later.
    pub clawed_back: bool,
    /// Whether a review would recognise the claim if it is unjustified.
    pub caught_by_review: bool,
    /// Whether a review would wrongly refuse the claim if it is justified.
    pub wrongly_refused: bool,
    /// Whether the cash of a justified claim is found in the device.
    pub cash_found: bool,
    /// Days of waiting for evidence in a review.
    pub evidence_days: i64,
    /// Minutes of staff in a review.
    pub review_minutes: i64,
    /// How the customer behaves.
    pub customer_type: CustomerType,
}

impl GeneratedClaim {
    /// The claim's id, `C<customer>-<draw>`.
    pub fn claim_id(&self) -> String {
        format!("C{}-{}", self.customer, self.draw)
    }

    /// The customer's id, `C<customer>`.
    pub fn customer_id(&self) -> String {
        format!("C{}", self.customer)
    }

    /// The values, in the order of [`COLUMNS`].
    pub fn values(&self) -> [GeneratedValue; 14] {
        [
            GeneratedValue::Text(self.claim_id()),
            GeneratedValue::Text(self.customer_id()),
            GeneratedValue::Timestamp(self.filed_at),
            GeneratedValue::Money(self.amount),
            GeneratedValue::Text(self.device.as_str().to_owned()),
            GeneratedValue::Integer(self.prior_claims_365d),
            GeneratedValue::Boolean(self.justified),
            GeneratedValue::Boolean(self.clawed_back),
            GeneratedValue::Boolean(self.caught_by_review),
            GeneratedValue::Boolean(self.wrongly_refused),
            GeneratedValue::Boolean(self.cash_found),
            GeneratedValue::Integer(self.evidence_days),
            GeneratedValue::Integer(self.review_minutes),
            GeneratedValue::Text(self.customer_type.as_str().to_owned()),
        ]
    }

    /// The row that the digest is taken over.
    pub(super) fn digest_row(&self) -> [i64; 13] {
        [
            i64::try_from(self.customer).unwrap_or(i64::MAX),
            self.day,
            self.device as i64,
            self.prior_claims_365d,
            self.amount,
            i64::from(!self.justified),
            i64::from(self.clawed_back),
            i64::from(self.cash_found),
            i64::from(self.caught_by_review),
            i64::from(self.wrongly_refused),
            self.evidence_days,
            self.review_minutes,
            self.customer_type as i64,
        ]
    }

    /// Midnight of the claim's day, in seconds since 1970-01-01T00:00:00Z.
    pub(super) fn midnight(day: i64) -> i64 {
        (weights::FIRST_DAY + day) * calendar::DAY_SECONDS
    }
}
