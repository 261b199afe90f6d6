//! Every field is there, and claims stand as in a claims file.

use std::sync::Arc;

use decision_matrix::DecisionMatrix;
use decision_matrix::diagnostic::Code;
use decision_matrix::source::span::{SourceText, Span};

use super::*;

#[test]
fn a_finding_has_every_field_of_the_document() {
    let findings = DecisionMatrix::from_yaml("m.yaml", "format: 1\nmatrx: a\n").unwrap_err();
    let document = &of(std::slice::from_ref(&findings), &[])["findings"][0];
    let keys: Vec<_> = document
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let expected = [
        "code",
        "kind",
        "severity",
        "message",
        "file",
        "line",
        "column",
        "end_line",
        "end_column",
        "table",
        "rules",
        "guarantee",
        "related",
        "help",
        "witness",
        "decisions",
    ];
    assert_eq!(keys, expected);
    assert_eq!(document["severity"], "error");
    assert_eq!(document["file"], "m.yaml");
    assert!(document["line"].as_u64() >= Some(1));
    assert_eq!(document["witness"], Value::Null);
    assert_eq!(document["decisions"], json!([]));
}

#[test]
fn claims_have_their_factors_in_order_and_null_stays_null() {
    let claim = |amount: &str, decision: &str| Witness {
        values: vec![
            ("prior".to_owned(), None),
            ("amount".to_owned(), Some(amount.to_owned())),
        ],
        decision: decision.to_owned(),
    };
    let diagnostic = Diagnostic::new(Code::GuaranteeViolated, Span::new(0, 1), "broken")
        .with_guarantee("G1")
        .with_witness(claim("1.00", "review (R1)"))
        .with_witness(claim("2.00", "approve (A1)"));
    let source = Arc::new(SourceText::new("m.yaml", "text"));
    let document = of(&[Findings::new(source, vec![diagnostic])], &[]);
    let finding = &document["findings"][0];
    assert_eq!(
        finding["witness"].to_string(),
        r#"{"claims":[{"prior":null,"amount":"1.00"},{"prior":null,"amount":"2.00"}]}"#
    );
    assert_eq!(finding["decisions"], json!(["review (R1)", "approve (A1)"]));
    assert_eq!(finding["guarantee"], "G1");
}
