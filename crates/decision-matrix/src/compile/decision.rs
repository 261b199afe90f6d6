//! The decision: plain indexes into the matrix, so that it is copied and compared for nothing.
//!
//! Its names (rule id, reason code, queue) come from the matrix it was made by.

use crate::table::{
    Conclusion, DeriveIndex, FactorIndex, Outcome, ReasonIndex, RouteIndex, TableIndex,
};

/// What happens to one claim, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What happens to the claim.
    pub outcome: Outcome,
    /// The rule that says so.
    pub rule: RuleRef,
    /// Why.
    pub reason: DecisionReason,
    /// The queue, if the rule names one.
    pub route: Option<RouteIndex>,
    /// By when it must be settled, in seconds from the claim's time, if the rule says so.
    pub due_seconds: Option<i64>,
    /// Whether the claim was chosen for a later check.
    pub audit: AuditMark,
    /// What is wrong with the claim, if something is.
    pub fault: Option<FaultSource>,
}

impl Decision {
    /// The decision where nothing matches and there is no default.
    pub(crate) const INCOMPLETE: Self =
        Self::faulted(EngineReason::TableIncomplete, Some(FaultSource::Decision));

    /// The decision of a rule or of the default.
    pub(crate) const fn of_rule(rule: RuleRef, conclusion: Conclusion) -> Self {
        Self {
            outcome: conclusion.outcome,
            rule,
            reason: DecisionReason::Rule(conclusion.reason),
            route: conclusion.route,
            due_seconds: conclusion.due_seconds,
            audit: AuditMark::NONE,
            fault: None,
        }
    }

    /// The decision on a claim that is at fault: a person looks at it.
    pub(crate) const fn faulted(reason: EngineReason, fault: Option<FaultSource>) -> Self {
        Self {
            outcome: Outcome::Review,
            rule: RuleRef::Fault,
            reason: DecisionReason::Engine(reason),
            route: None,
            due_seconds: None,
            audit: AuditMark::NONE,
            fault,
        }
    }
}

/// The rule of `decision` that answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleRef {
    /// A rule, by its place from the top, beginning with 0.
    Rule(u32),
    /// No rule matched: the default, written `default`.
    Default,
    /// No rule was asked, written `-`.
    Fault,
}

/// Why: a code of the rules file or one of the engine's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionReason {
    /// A code of the rules file.
    Rule(ReasonIndex),
    /// A code of the engine.
    Engine(EngineReason),
}

/// The reasons that no rules file may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EngineReason {
    /// The row is no claim, or has no claim id.
    InputRow,
    /// A value that must be there is not.
    InputMissing,
    /// A value lies outside its domain, its words or the range of its type.
    InputOutOfDomain,
    /// A value is of another type, or cannot be read.
    InputType,
    /// A derived value cannot be computed or lies outside its type or domain.
    DeriveFault,
    /// The claim's time lies outside the time in which the rules are in force.
    NotEffective,
    /// An approval that was chosen for a check before payment.
    AuditSample,
    /// Several rules match where at most one may, or with different results where they may not.
    TableConflict,
    /// No rule matches and there is no default.
    TableIncomplete,
}

impl EngineReason {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::InputRow,
        Self::InputMissing,
        Self::InputOutOfDomain,
        Self::InputType,
        Self::DeriveFault,
        Self::NotEffective,
        Self::AuditSample,
        Self::TableConflict,
        Self::TableIncomplete,
    ];

    /// The code in decisions.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InputRow => "INPUT_ROW",
            Self::InputMissing => "INPUT_MISSING",
            Self::InputOutOfDomain => "INPUT_OUT_OF_DOMAIN",
            Self::InputType => "INPUT_TYPE",
            Self::DeriveFault => "DERIVE_FAULT",
            Self::NotEffective => "NOT_EFFECTIVE",
            Self::AuditSample => "AUDIT_SAMPLE",
            Self::TableConflict => "TABLE_CONFLICT",
            Self::TableIncomplete => "TABLE_INCOMPLETE",
        }
    }
}

/// What a fault is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultSource {
    /// The time column of the keys.
    Time,
    /// A factor.
    Factor(FactorIndex),
    /// A derived factor.
    Derive(DeriveIndex),
    /// An intermediate table.
    Table(TableIndex),
    /// The table `decision`.
    Decision,
}

/// Whether a claim was chosen for a later check by staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditMark {
    /// Whether it was chosen.
    pub selected: bool,
    /// The probability of being chosen, in units of 10^-9; `None` where no choice was made:
    /// without a key, without a claim id, or for an outcome that is not sampled.
    pub probability_nano: Option<u64>,
}

impl AuditMark {
    /// No choice was made.
    pub(crate) const NONE: Self = Self {
        selected: false,
        probability_nano: None,
    };
}
