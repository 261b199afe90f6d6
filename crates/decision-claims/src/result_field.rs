//! What is known of a claim after it was settled: the fields of `results` in a map.

use crate::field::{Field, FieldKind};

/// One field of `results`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResultField {
    /// Whether the claim was justified.
    Justified,
    /// What was owed in truth, where the claim was partly justified.
    DueAmount,
    /// Whether the money was clawed back.
    ClawedBack,
    /// Minutes of staff work.
    ReviewMinutes,
    /// Days of waiting for evidence.
    EvidenceDays,
    /// The probability with which the result became known.
    AuditProbability,
    /// How the claim was really settled: `auto` or `review`.
    DecidedBy,
    /// When the result became known.
    KnownAt,
    /// Whether a review caught, or would have caught, an unjustified claim.
    CaughtByReview,
    /// Whether a review refused a justified claim.
    WronglyRefused,
    /// Whether the cash was found in the device.
    CashFound,
    /// A survey answer after settlement, 0 to 10.
    Score,
}

impl ResultField {
    /// Every result, in the order of the map file.
    pub const ALL: [Self; 12] = [
        Self::Justified,
        Self::DueAmount,
        Self::ClawedBack,
        Self::ReviewMinutes,
        Self::EvidenceDays,
        Self::AuditProbability,
        Self::DecidedBy,
        Self::KnownAt,
        Self::CaughtByReview,
        Self::WronglyRefused,
        Self::CashFound,
        Self::Score,
    ];

    /// Its name in a map, and its column's name without one.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Justified => "justified",
            Self::DueAmount => "due_amount",
            Self::ClawedBack => "clawed_back",
            Self::ReviewMinutes => "review_minutes",
            Self::EvidenceDays => "evidence_days",
            Self::AuditProbability => "audit_probability",
            Self::DecidedBy => "decided_by",
            Self::KnownAt => "known_at",
            Self::CaughtByReview => "caught_by_review",
            Self::WronglyRefused => "wrongly_refused",
            Self::CashFound => "cash_found",
            Self::Score => "score",
        }
    }

    /// The result of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }

    /// Whether its answer is yes or no.
    pub fn is_flag(self) -> bool {
        matches!(
            self,
            Self::Justified
                | Self::ClawedBack
                | Self::CaughtByReview
                | Self::WronglyRefused
                | Self::CashFound
        )
    }

    /// Its place in [`Self::ALL`].
    pub(crate) fn index(self) -> usize {
        self as usize
    }

    /// How it is read; `money_scale` is the scale of the currency.
    pub(crate) fn field(self, money_scale: u8) -> Field {
        let kind = match self {
            Self::DueAmount => FieldKind::Number { scale: money_scale },
            Self::ReviewMinutes | Self::EvidenceDays | Self::AuditProbability | Self::Score => {
                FieldKind::Number {
                    scale: decision_matrix::limits::SCALE,
                }
            }
            Self::KnownAt => FieldKind::Timestamp,
            Self::DecidedBy => FieldKind::Text,
            _ => FieldKind::Boolean,
        };
        Field::optional(self.as_str(), kind)
    }
}
