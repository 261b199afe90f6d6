use super::*;
use crate::evaluate::tests::{MATRIX, SMALL, compiled, facts};

/// The explanation as lines: values, then each table with the rules that answer and those above.
fn told(changes: &[(&str, &str)]) -> String {
    let matrix = compiled(MATRIX);
    let values: Vec<_> = SMALL.into_iter().chain(changes.iter().copied()).collect();
    let facts = facts(&matrix, &values);
    let explanation = matrix.explain(&facts);
    assert_eq!(explanation.decision, matrix.decide(&facts));
    let state = |state: &ValueState| match state {
        ValueState::Null => "null".to_owned(),
        ValueState::Value(text) => text.clone(),
        ValueState::Fault(reason) => reason.as_str().to_owned(),
        ValueState::Unknown => "?".to_owned(),
    };
    let values: Vec<_> = explanation
        .values
        .iter()
        .map(|it| format!("{} {}", it.name, state(&it.state)))
        .collect();
    let mut lines = vec![values.join(", ")];
    for table in &explanation.tables {
        let above: Vec<_> = table
            .above
            .iter()
            .map(|rule| match &rule.failed {
                Some(cell) => format!(
                    "{}: {} {} is not {}",
                    rule.id,
                    cell.name,
                    state(&cell.value),
                    cell.cell
                ),
                None => format!("{}: matches", rule.id),
            })
            .collect();
        lines.push(format!(
            "{} {:?} [{}]",
            table.name,
            table.answering,
            above.join("; ")
        ));
    }
    lines.join("\n")
}

#[test]
fn every_rule_above_names_its_first_failing_cell() {
    let expected = "\
amount 2000.00, status ok, claims 3, happened 2026-11-21, filed 2026-12-01, age P10D, share 666.67, \
next_day 2026-12-02, limit 3000.00, points 65
limit [0] []
points [0, 1] []
decision [1] [A1: amount 2000.00 is not <= small]";
    assert_eq!(
        told(&[("amount", "2000"), ("happened", "2026-11-21")]),
        expected
    );
}

#[test]
fn where_the_default_answers_every_rule_is_told() {
    let expected = "\
amount 4000.00, status null, claims 0, happened null, filed 2026-12-01, age null, share 0.00, \
next_day 2026-12-02, limit null, points 0
limit [2] [L1: status null is not ok; L2: status null is not warn]
points [] [P1: claims 0 is not >= 3; P2: age null is not > P9D]
decision [] [A1: amount 4000.00 is not <= small; A2: amount 4000.00 is not <= limit; \
E1: amount 4000.00 is not > 100000.00]";
    assert_eq!(
        told(&[
            ("amount", "4000"),
            ("status", ""),
            ("claims", "0"),
            ("happened", "")
        ]),
        expected
    );
}

#[test]
fn faults_are_told() {
    let expected = "\
amount INPUT_TYPE, status ok, claims 3, happened 2026-11-30, filed 2026-12-01, age ?, share ?, next_day ?, \
limit ?, points ?";
    assert_eq!(told(&[("amount", "x")]), expected);
    let line = told(&[("filed", "9999-12-31")]);
    assert!(
        line.contains("next_day DERIVE_FAULT, limit 3000.00"),
        "{line}"
    );
    // No rule of the decision was asked.
    assert!(line.ends_with("\ndecision [] []"), "{line}");
}
