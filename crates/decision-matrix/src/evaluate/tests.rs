use super::*;
use crate::compile::CompileConfig;
use crate::raw_value::RawValue;
use crate::{DecisionMatrix, reference};

/// A small matrix with everything that the engines know.
pub(super) const MATRIX: &str = r#"
format: 1
matrix: cash
version: "1"
currency: RUB
effective: {from: 2026-12-01, to: 2027-12-01}
keys: {claim: claim_id, time: filed_at}
factors:
  amount: {type: money, domain: "[0..1000000]"}
  status: {type: category, values: [ok, warn, fault], nullable: true}
  claims: {type: integer, domain: "[0..100]"}
  happened: {type: date, nullable: true}
  filed: {type: date}
parameters:
  small: {type: money, value: 1500}
derive:
  age: {type: duration, nullable: true, is: "filed - happened"}
  share: {type: decimal, scale: 2, is: "coalesce(amount / claims, 0)"}
  next_day: {type: date, is: "filed + P1D"}
tables:
  limit:
    hit: unique
    output: {type: money, nullable: true}
    rules: |
      | id | status    || limit |
      | L1 | ok        || 3000  |
      | L2 | warn      || 1000  |
      | L3 | null      || null  |
    default: 500
  points:
    hit: collect sum
    output: {type: integer}
    rules: |
      | id | claims | age   || points |
      | P1 | >= 3   | -     || 40     |
      | P2 | -      | > P9D || 25     |
    default: 0
decision:
  hit: first
  rules: |
    | id | amount   | points || outcome  | reason | route | due |
    | A1 | <= small | < 50   || approve  | SMALL  | -     | -   |
    | A2 | <= limit | -      || approve_provisional | LIMIT | desk | P1D |
    | E1 | > 100000 | -      || escalate | LARGE  | -     | -   |
  default: {outcome: review, reason: NO_RULE}
"#;

pub(super) fn compiled(text: &str) -> CompiledMatrix {
    let matrix = DecisionMatrix::from_yaml("cash.yaml", text)
        .map_err(|findings| format!("{findings:#?}"))
        .unwrap();
    CompiledMatrix::new(
        Arc::clone(matrix.tables()),
        &CompileConfig { audit_key: None },
    )
}

/// Facts from texts: factors by name, `filed_at` for the time, and an empty text for null.
pub(super) fn facts(matrix: &CompiledMatrix, values: &[(&str, &str)]) -> Facts {
    let mut facts = matrix.facts();
    for (name, text) in values {
        let raw = if text.is_empty() {
            RawValue::Null
        } else {
            RawValue::Text(text)
        };
        match *name {
            "filed_at" => facts.set_time_raw(raw),
            name => facts.set(matrix.factor(name).unwrap(), raw),
        }
    }
    facts
}

/// A claim that rule A1 answers.
pub(super) const SMALL: [(&str, &str); 6] = [
    ("filed_at", "2026-12-01"),
    ("amount", "1500.00"),
    ("status", "ok"),
    ("claims", "3"),
    ("happened", "2026-11-30"),
    ("filed", "2026-12-01"),
];

/// Outcome, rule, reason, route, due and fault of all three engines, for [`SMALL`] with changes.
#[track_caller]
fn check(changes: &[(&str, &str)], expected: &str) {
    let matrix = compiled(MATRIX);
    let values: Vec<_> = SMALL.into_iter().chain(changes.iter().copied()).collect();
    check_facts(&matrix, &facts(&matrix, &values), expected);
}

#[track_caller]
fn check_facts(matrix: &CompiledMatrix, facts: &Facts, expected: &str) {
    let mut columns = matrix.columns();
    columns.push(facts);
    let mut batch = DecisionColumns::new();
    matrix.decide_batch(&columns, &mut batch);
    let decisions = [
        matrix.decide(facts),
        batch.get(0).unwrap(),
        reference::decide(matrix.tables(), facts),
    ];
    for (engine, decision) in ["decide", "batch", "reference"].into_iter().zip(decisions) {
        let shown = [
            decision.outcome.as_str(),
            matrix.rule_id(&decision),
            matrix.reason_code(&decision),
            matrix.route(&decision).unwrap_or(""),
            &decision
                .due_seconds
                .map_or_else(String::new, crate::calendar::format_duration),
            matrix.fault_name(&decision).unwrap_or(""),
        ];
        assert_eq!(shown.join(" | "), expected, "{engine}");
    }
}

#[test]
fn rules_answer_and_the_default_does() {
    check(&[], "approve | A1 | SMALL |  |  | ");
    check(
        &[("amount", "1500.01")],
        "approve_provisional | A2 | LIMIT | desk | P1D | ",
    );
    check(
        &[("amount", "3000.01")],
        "review | default | NO_RULE |  |  | ",
    );
    check(&[("amount", "100000.01")], "escalate | E1 | LARGE |  |  | ");
}

#[test]
fn collected_points_count_every_match() {
    check(
        &[("happened", "2026-11-21")],
        "approve_provisional | A2 | LIMIT | desk | P1D | ",
    );
    check(
        &[("happened", "2026-11-22")],
        "approve | A1 | SMALL |  |  | ",
    );
    check(
        &[("happened", "2026-11-21"), ("claims", "2")],
        "approve | A1 | SMALL |  |  | ",
    );
}

#[test]
fn a_null_result_of_a_table_matches_nothing() {
    check(
        &[("amount", "1500.01"), ("status", "")],
        "review | default | NO_RULE |  |  | ",
    );
    check(
        &[("amount", "500.00"), ("status", "fault")],
        "approve | A1 | SMALL |  |  | ",
    );
}

#[test]
fn division_by_zero_is_null() {
    check(&[("claims", "0")], "approve | A1 | SMALL |  |  | ");
}

#[test]
fn faults_come_in_their_order() {
    check(
        &[("amount", "")],
        "review | - | INPUT_MISSING |  |  | amount",
    );
    check(
        &[("claims", "x"), ("amount", "-1")],
        "review | - | INPUT_OUT_OF_DOMAIN |  |  | amount",
    );
    check(
        &[("claims", "x"), ("status", "odd")],
        "review | - | INPUT_OUT_OF_DOMAIN |  |  | status",
    );
    check(&[("claims", "x")], "review | - | INPUT_TYPE |  |  | claims");
    check(
        &[("filed_at", "2026-11-30T23:59:59Z"), ("claims", "x")],
        "review | - | NOT_EFFECTIVE |  |  | filed_at",
    );
    check(
        &[("filed_at", "2027-12-01")],
        "review | - | NOT_EFFECTIVE |  |  | filed_at",
    );
    check(
        &[("filed_at", "2027-11-30T23:59:59Z")],
        "approve | A1 | SMALL |  |  | ",
    );
    check(
        &[("filed_at", ""), ("claims", "x")],
        "review | - | INPUT_MISSING |  |  | filed_at",
    );
    check(
        &[("filed_at", "soon")],
        "review | - | INPUT_TYPE |  |  | filed_at",
    );
    check(
        &[("filed", "9999-12-31")],
        "review | - | DERIVE_FAULT |  |  | next_day",
    );
}

#[test]
fn an_unreadable_row_comes_before_everything() {
    let matrix = compiled(MATRIX);
    let mut facts = facts(&matrix, &[("filed_at", "soon"), ("amount", "x")]);
    facts.mark_unreadable();
    check_facts(&matrix, &facts, "review | - | INPUT_ROW |  |  | ");
}

#[test]
fn conflicts_and_gaps_are_found_claim_by_claim() {
    use crate::table::HitPolicy;
    let checked = compiled(MATRIX);
    let mut tables = checked.tables().clone();
    tables.tables[0].rules.default = None;
    tables.tables[1].rules.hit = HitPolicy::Unique;
    tables.tables[1].rules.default = None;
    tables.decision.hit = HitPolicy::Any;
    tables.decision.default = None;
    let matrix = CompiledMatrix::new(Arc::new(tables), &CompileConfig { audit_key: None });
    #[rustfmt::skip]
    let cases: [(&[(&str, &str)], &str); 6] = [
        (&[("status", "fault")], "review | - | TABLE_INCOMPLETE |  |  | limit"),
        (&[("status", "fault"), ("filed", "9999-12-31")], "review | - | DERIVE_FAULT |  |  | next_day"),
        (&[("happened", "2026-01-01")], "review | - | TABLE_CONFLICT |  |  | points"),
        (&[("claims", "2")], "review | - | TABLE_INCOMPLETE |  |  | points"),
        (&[], "review | - | TABLE_CONFLICT |  |  | decision"),
        (&[("amount", "3000.01")], "review | - | TABLE_INCOMPLETE |  |  | decision"),
    ];
    for (changes, expected) in cases {
        let values: Vec<_> = SMALL.into_iter().chain(changes.iter().copied()).collect();
        check_facts(&matrix, &facts(&matrix, &values), expected);
    }
}

#[test]
fn an_unknown_factor_is_told_with_the_closest() {
    let error = compiled(MATRIX).factor("amonut").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the matrix `cash` has no factor `amonut`: did you mean `amount`?"
    );
    assert_eq!(error.closest(), Some("amount"));
}

#[test]
fn a_compiled_matrix_is_shared_between_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<CompiledMatrix>();
    is_shared::<Facts>();
    is_shared::<Columns>();
    is_shared::<DecisionColumns>();
}
