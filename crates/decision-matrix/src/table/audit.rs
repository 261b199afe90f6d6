//! The random check of approvals.

use super::outcome::Outcome;

/// Which decisions are selected for a later check by staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// The share selected, in units of 10^-9, 0..=10^9.
    pub share_nano: u64,
    /// The outcomes that are sampled.
    pub of: Vec<Outcome>,
    /// When the check happens.
    pub mode: AuditMode,
}

/// When a selected decision is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditMode {
    /// The money is paid, the check comes later.
    AfterPayment,
    /// The claim goes to review with reason `AUDIT_SAMPLE`.
    BeforePayment,
}
