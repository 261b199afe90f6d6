use crate::compile::{CompileConfig, CompiledMatrix};
use crate::evaluate::DecisionColumns;
use crate::evaluate::tests::{MATRIX, SMALL, compiled, facts};
use crate::table::{Audit, AuditMode, Outcome};
use std::sync::Arc;

#[test]
fn columns_are_used_again() {
    let matrix = compiled(MATRIX);
    let mut columns = matrix.columns();
    let mut out = DecisionColumns::new();
    matrix.decide_batch(&columns, &mut out);
    assert!(columns.is_empty() && out.is_empty() && out.get(0).is_none());
    let good = facts(&matrix, &SMALL);
    let bad = matrix.facts();
    for _ in 0..300 {
        columns.push(&bad);
        columns.push(&good);
    }
    matrix.decide_batch(&columns, &mut out);
    assert_eq!((columns.len(), out.len()), (600, 600));
    columns.clear();
    columns.push(&good);
    matrix.decide_batch(&columns, &mut out);
    assert_eq!(out.iter().collect::<Vec<_>>(), [matrix.decide(&good)]);
}

#[test]
fn audits_are_the_same_in_a_batch() {
    let checked = compiled(MATRIX);
    for mode in [AuditMode::AfterPayment, AuditMode::BeforePayment] {
        let mut tables = checked.tables().clone();
        let of = vec![Outcome::Approve, Outcome::ApproveProvisional];
        tables.audit = Some(Audit {
            share_nano: 500_000_000,
            of,
            mode,
        });
        let matrix = CompiledMatrix::new(
            Arc::new(tables),
            &CompileConfig {
                audit_key: Some([9; 32]),
            },
        );
        let mut columns = matrix.columns();
        let mut expected = Vec::new();
        for at in 0..200 {
            let mut claim = facts(&matrix, if at % 5 == 0 { &SMALL[..3] } else { &SMALL });
            if at % 7 != 0 {
                claim.set_claim(&format!("claim {at}"));
            }
            columns.push(&claim);
            expected.push(matrix.decide(&claim));
        }
        let selected = expected
            .iter()
            .filter(|decision| decision.audit.selected)
            .count();
        assert!(
            (40..100).contains(&selected),
            "{selected} of about 137 at one half"
        );
        let mut out = DecisionColumns::new();
        matrix.decide_batch(&columns, &mut out);
        assert_eq!(out.iter().collect::<Vec<_>>(), expected);
    }
}
