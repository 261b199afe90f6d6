//! What happens to a claim.

/// What happens to a claim, in the order of caution; `Decline` is not comparable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Paid now, final.
    Approve,
    /// Paid now, settled after the device is reconciled.
    ApproveProvisional,
    /// Waits for the customer.
    RequestInfo,
    /// Waits for staff.
    Review,
    /// Goes to a group with extended powers.
    Escalate,
    /// Not paid.
    Decline,
}

impl Outcome {
    /// Every outcome, in order of declaration.
    pub const ALL: [Self; 6] = [
        Self::Approve,
        Self::ApproveProvisional,
        Self::RequestInfo,
        Self::Review,
        Self::Escalate,
        Self::Decline,
    ];

    /// The outcome of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|outcome| outcome.as_str() == word)
    }

    /// The word in rules and files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::ApproveProvisional => "approve_provisional",
            Self::RequestInfo => "request_info",
            Self::Review => "review",
            Self::Escalate => "escalate",
            Self::Decline => "decline",
        }
    }

    /// How cautious it is, 1..=5; `None` for decline, which is not comparable.
    pub fn caution(self) -> Option<u8> {
        match self {
            Self::Approve => Some(1),
            Self::ApproveProvisional => Some(2),
            Self::RequestInfo => Some(3),
            Self::Review => Some(4),
            Self::Escalate => Some(5),
            Self::Decline => None,
        }
    }

    /// Place in the order of hit policy `priority`: `escalate`, `review`, `request_info`, `decline`,
    /// `approve_provisional`, `approve`. The smallest wins.
    pub fn priority(self) -> u8 {
        match self {
            Self::Escalate => 0,
            Self::Review => 1,
            Self::RequestInfo => 2,
            Self::Decline => 3,
            Self::ApproveProvisional => 4,
            Self::Approve => 5,
        }
    }

    /// Whether the claim is settled at once, by payment and without a person.
    pub fn is_automatic_payment(self) -> bool {
        matches!(self, Self::Approve | Self::ApproveProvisional)
    }
}
