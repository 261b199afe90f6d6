use decision_matrix::RawValue;

use super::{DecidedBy, KnownResults, RawResults};

fn read(raw: &RawResults<'_>) -> KnownResults {
    KnownResults::from_raw(raw, 2)
}

#[test]
fn readable_values_are_read() {
    let known = read(&RawResults {
        justified: RawValue::Text("true"),
        due_amount: RawValue::Decimal {
            mantissa: 12_345,
            scale: 1,
        },
        clawed_back: RawValue::Boolean(false),
        review_minutes: RawValue::Text("42.5"),
        evidence_days: RawValue::Number("3"),
        caught_by_review: RawValue::Number("1"),
        audit_probability: RawValue::Text("0.02"),
        decided_by: RawValue::Text("auto"),
        known_at: RawValue::Text("2026-01-01"),
        score: RawValue::Text("10"),
        ..RawResults::default()
    });
    assert_eq!(known.justified, Some(true));
    assert_eq!(known.due_amount, Some(123_450));
    assert_eq!(known.clawed_back, Some(false));
    assert_eq!(known.review_minutes, Some(42_500_000_000));
    assert_eq!(known.evidence_days, Some(3_000_000_000));
    assert_eq!(known.caught_by_review, Some(true));
    assert_eq!((known.wrongly_refused, known.cash_found), (None, None));
    assert_eq!(known.audit_probability, Some(20_000_000));
    assert_eq!(known.decided_by, Some(DecidedBy::Auto));
    assert_eq!(known.known_at, Some(1_767_225_600));
    assert_eq!((known.score, known.unreadable), (Some(10), 0));
}

#[test]
fn what_cannot_be_read_is_counted_and_stays_unknown() {
    let known = read(&RawResults {
        justified: RawValue::Text("perhaps"),
        due_amount: RawValue::Text("1e3"),
        review_minutes: RawValue::Text("-1"),
        audit_probability: RawValue::Text("1.5"),
        decided_by: RawValue::Text("robot"),
        known_at: RawValue::Text("31.01.2026"),
        score: RawValue::Text("11"),
        ..RawResults::default()
    });
    assert_eq!(
        known,
        KnownResults {
            unreadable: 7,
            ..KnownResults::default()
        }
    );
    assert!(!known.is_known());
}

#[test]
fn a_negative_delay_is_marked_and_not_used() {
    let known = read(&RawResults {
        evidence_days: RawValue::Text("-3"),
        ..RawResults::default()
    });
    assert_eq!(
        (
            known.evidence_days,
            known.is_negative_delay,
            known.unreadable
        ),
        (None, true, 0)
    );
}

#[test]
fn digits_beyond_the_scale_are_rounded_half_to_even() {
    let due = |text| {
        read(&RawResults {
            due_amount: RawValue::Text(text),
            ..RawResults::default()
        })
        .due_amount
    };
    assert_eq!(due("0.125"), Some(12));
    assert_eq!(due("0.135"), Some(14));
    assert_eq!(due("0.13500000000000001"), Some(14));
    assert_eq!(due("-0.125"), Some(-12));
}
