use super::*;
use crate::compile::HmacKey;
use crate::compile::{FaultSource, RuleRef};
use crate::table::{Audit, ReasonIndex};

fn plan(share_nano: u64, mode: AuditMode) -> AuditPlan {
    AuditPlan {
        audit: Audit {
            share_nano,
            of: vec![Outcome::Approve],
            mode,
        },
        key: HmacKey::new(&[7; 32]),
    }
}

fn approval() -> Decision {
    Decision {
        outcome: Outcome::Approve,
        rule: RuleRef::Rule(3),
        reason: DecisionReason::Rule(ReasonIndex(1)),
        route: None,
        due_seconds: Some(5),
        audit: AuditMark::NONE,
        fault: None,
    }
}

fn marked(plan: &AuditPlan, claim: Option<&str>) -> Decision {
    let mut decision = approval();
    mark(&mut decision, plan, "atm", claim);
    decision
}

#[test]
fn the_share_bounds_the_first_eight_bytes() {
    // HMAC-SHA-256 with 32 bytes 07 over `atm` 00 `C-1`, first eight bytes, computed by RFC 2104.
    let code = HmacKey::new(&[7; 32]).sign(&[b"atm\0C-1"]);
    let number = u64::from_be_bytes(code[..8].try_into().unwrap());
    // The smallest share, in billionths, whose bound lies above the number.
    let just = u64::try_from(
        (u128::from(number) + 1)
            .saturating_mul(NANO)
            .div_ceil(1 << 64),
    )
    .unwrap();
    assert!(
        !marked(&plan(just - 1, AuditMode::AfterPayment), Some("C-1"))
            .audit
            .selected
    );
    assert!(
        marked(&plan(just, AuditMode::AfterPayment), Some("C-1"))
            .audit
            .selected
    );
}

#[test]
fn share_one_selects_all_and_share_zero_none() {
    for claim in (0..200).map(|at| format!("claim {at}")) {
        assert!(
            marked(&plan(1_000_000_000, AuditMode::AfterPayment), Some(&claim))
                .audit
                .selected
        );
        assert!(
            !marked(&plan(0, AuditMode::AfterPayment), Some(&claim))
                .audit
                .selected
        );
    }
}

#[test]
fn about_the_share_is_selected() {
    let plan = plan(20_000_000, AuditMode::AfterPayment);
    let selected = (0..10_000)
        .filter(|at| marked(&plan, Some(&format!("{at}"))).audit.selected)
        .count();
    assert!(
        (150..250).contains(&selected),
        "{selected} of 10,000 at 2 %"
    );
}

#[test]
fn before_payment_a_selected_approval_is_reviewed() {
    let decision = marked(&plan(1_000_000_000, AuditMode::BeforePayment), Some("C-1"));
    let expected = Decision {
        outcome: Outcome::Review,
        reason: DecisionReason::Engine(EngineReason::AuditSample),
        audit: AuditMark {
            selected: true,
            probability_nano: Some(1_000_000_000),
        },
        ..approval()
    };
    assert_eq!(decision, expected);
    let after = marked(&plan(1_000_000_000, AuditMode::AfterPayment), Some("C-1"));
    assert_eq!(
        (after.outcome, after.audit),
        (Outcome::Approve, expected.audit)
    );
}

#[test]
fn no_choice_without_a_claim_id_and_for_other_outcomes() {
    let plan = plan(1_000_000_000, AuditMode::BeforePayment);
    assert_eq!(marked(&plan, None), approval());
    let mut review = Decision {
        outcome: Outcome::Review,
        ..approval()
    };
    let before = review;
    mark(&mut review, &plan, "atm", Some("C-1"));
    assert_eq!(review, before);
    let mut faulted = Decision {
        fault: Some(FaultSource::Time),
        ..approval()
    };
    let before = faulted;
    mark(&mut faulted, &plan, "atm", Some("C-1"));
    assert_eq!(faulted, before);
}
