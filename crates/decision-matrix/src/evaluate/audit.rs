//! The choice of decisions for a later check by staff.
//!
//! Chosen when the first eight bytes, big-endian, of HMAC-SHA-256 with the deployment's secret over
//! the matrix id, a zero byte and the claim id are below the share of 2^64.

use crate::compile::AuditPlan;
use crate::table::{AuditMode, Outcome};

use crate::compile::{AuditMark, Decision, DecisionReason, EngineReason};

/// Units of a share.
const NANO: u128 = 1_000_000_000;

/// Marks a decision, and sends a chosen one to review if that comes before payment.
pub(super) fn mark(decision: &mut Decision, plan: &AuditPlan, matrix: &str, claim: Option<&str>) {
    let is_sampled = decision.fault.is_none() && plan.audit.of.contains(&decision.outcome);
    let Some(claim) = claim.filter(|_| is_sampled) else {
        return;
    };
    let selected = is_selected(plan, matrix, claim);
    decision.audit = AuditMark {
        selected,
        probability_nano: Some(plan.audit.share_nano),
    };
    if selected && plan.audit.mode == AuditMode::BeforePayment {
        decision.outcome = Outcome::Review;
        decision.reason = DecisionReason::Engine(EngineReason::AuditSample);
    }
}

fn is_selected(plan: &AuditPlan, matrix: &str, claim: &str) -> bool {
    let code = plan.key.sign(&[matrix.as_bytes(), &[0], claim.as_bytes()]);
    let number = code
        .iter()
        .take(8)
        .fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
    number < (u128::from(plan.audit.share_nano) << 64) / NANO
}

#[cfg(test)]
mod tests;
