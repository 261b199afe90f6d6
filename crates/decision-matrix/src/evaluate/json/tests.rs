use super::*;
use crate::compile::CompiledMatrix;
use crate::evaluate::tests::{MATRIX, compiled};
use crate::{Fact, InputFault};

/// The facts of a JSON text that is a claim.
fn read(matrix: &CompiledMatrix, text: &str) -> Facts {
    let mut facts = matrix.facts();
    facts
        .set_json(text)
        .unwrap_or_else(|error| panic!("{text}: {error}"));
    facts
}

/// What is wrong about a text.
fn refused(text: &str) -> JsonError {
    let matrix = compiled(MATRIX);
    let mut facts = read(&matrix, r#"{"claim_id": "C-1", "amount": 5}"#);
    let error = facts.set_json(text).unwrap_err();
    assert!(facts.is_unreadable(), "{text}");
    assert_eq!(facts.claim(), None, "{text}");
    error
}

fn fact(matrix: &CompiledMatrix, facts: &Facts, name: &str) -> Fact {
    facts.fact(matrix.factor(name).unwrap())
}

#[test]
fn a_claim_is_read_like_a_row_of_a_file() {
    let matrix = compiled(MATRIX);
    let text = r#" { "claim_id" : "C-1", "amount":1500.50,"status": "warn", "claims": 3,
        "happened": null, "filed": "2026-12-01", "memo": {"a": [1, "x", {}]},
        "filed_at": "2026-12-01T10:00:00Z" } "#;
    let facts = read(&matrix, text);
    assert_eq!(facts.claim(), Some("C-1"));
    assert_eq!(facts.time(), Fact::Value(1_796_119_200));
    let expected = [
        ("amount", Fact::Value(150_050)),
        ("status", Fact::Value(1)),
        ("claims", Fact::Value(3)),
        ("happened", Fact::Null),
        ("filed", Fact::Value(20_788)),
    ];
    for (name, expected) in expected {
        assert_eq!(fact(&matrix, &facts, name), expected, "{name}");
    }
}

#[test]
fn numbers_are_read_by_their_own_digits() {
    let matrix = compiled(MATRIX);
    let outside = Fact::Fault(InputFault::OutOfDomain);
    let other = Fact::Fault(InputFault::Type);
    let cases = [
        ("0.1", Fact::Value(10)),
        ("-0", Fact::Value(0)),
        ("5000.100000000000000000000000", Fact::Value(500_010)),
        ("1000000.00", Fact::Value(100_000_000)),
        ("1000000.001", other),
        ("-0.01", outside),
        ("99999999999999999999999999", outside),
        ("1e3", other),
        ("1E+3", other),
        ("\"1500\"", Fact::Value(150_000)),
        ("true", other),
        ("[1]", other),
        ("{}", other),
        ("null", Fact::Fault(InputFault::Missing)),
    ];
    for (text, expected) in cases {
        let facts = read(&matrix, &format!("{{\"amount\": {text}}}"));
        assert_eq!(fact(&matrix, &facts, "amount"), expected, "{text}");
    }
    assert_eq!(
        read(&matrix, r#"{"claim_id": 17.50}"#).claim(),
        Some("17.50")
    );
}

#[test]
fn escapes_are_resolved_in_keys_and_values() {
    let matrix = compiled(MATRIX);
    let facts = read(
        &matrix,
        r#"{"\u0061mount": 1, "status": "w\u0061rn", "claim_id": "\"\\\/\b\f\n\r\t\ud83d\uDE00é"}"#,
    );
    assert_eq!(fact(&matrix, &facts, "amount"), Fact::Value(100));
    assert_eq!(fact(&matrix, &facts, "status"), Fact::Value(1));
    assert_eq!(facts.claim(), Some("\"\\/\u{8}\u{c}\n\r\t😀é"));
}

#[test]
fn the_order_of_keys_may_change_from_claim_to_claim() {
    let matrix = compiled(MATRIX);
    let mut facts = matrix.facts();
    let texts = [
        r#"{"amount": 1, "claims": 2, "status": "ok"}"#,
        r#"{"status": "ok", "extra": 7, "claims": 2, "amount": 1, "more": 1}"#,
        r#"{"extra": 7, "amount": 1, "amounts": 3, "claims": 2, "status": "ok"}"#,
        r#"{"amount": 1, "status": "ok", "claims": 2}"#,
    ];
    for _ in 0..2 {
        for text in texts {
            facts.set_json(text).unwrap();
            assert_eq!(fact(&matrix, &facts, "amount"), Fact::Value(100), "{text}");
            assert_eq!(fact(&matrix, &facts, "claims"), Fact::Value(2), "{text}");
            assert_eq!(fact(&matrix, &facts, "status"), Fact::Value(0), "{text}");
            assert_eq!(
                fact(&matrix, &facts, "filed"),
                Fact::Fault(InputFault::Missing)
            );
        }
    }
    facts.set_json("{}").unwrap();
    assert_eq!(fact(&matrix, &facts, "status"), Fact::Null);
}

#[test]
fn a_key_that_stands_twice_makes_it_no_claim() {
    let twice = |text: &str, expected: &str| {
        let key = expected.to_owned();
        assert_eq!(refused(text), JsonError::RepeatedKey { key }, "{text}");
    };
    twice(r#"{"amount": 1, "amount": 1}"#, "amount");
    twice(
        r#"{"amount": 1, "status": "ok", "amo\u0075nt": 2}"#,
        "amount",
    );
    twice(r#"{"x": 1, "amount": 1, "y": 2, "x": 3}"#, "x");
    twice(r#"{"x\u0079": 1, "xy": 2}"#, "xy");
    // What is no JSON at all is told first.
    let error = refused(r#"{"amount": 1, "amount": 1, "x": 01}"#);
    assert!(matches!(error, JsonError::Malformed { .. }), "{error}");
    // Below the claim nobody asks.
    let matrix = compiled(MATRIX);
    read(&matrix, r#"{"amount": 1, "x": {"a": 1, "a": 2}, "y": 1}"#);
}

#[test]
fn what_is_no_claim_is_told() {
    for text in [
        "",
        " ",
        "{",
        "{]",
        "nul",
        "{\"a\"}",
        "{\"a\": }",
        "{\"a\": 1,}",
        "{,}",
    ] {
        let error = refused(text);
        assert!(
            matches!(error, JsonError::Malformed { .. }),
            "{text}: {error}"
        );
    }
    for text in ["[1, {\"a\": 2}]", "null", " \"x\" ", "17"] {
        assert_eq!(refused(text), JsonError::NotAnObject, "{text}");
    }
    let error = refused(r#"{"amount": 1} 2"#);
    assert_eq!(
        error.to_string(),
        "the claim is no JSON: the end was expected at byte 14"
    );
    let nested = |depth: usize| format!("{{\"x\": {}{}}}", "[".repeat(depth), "]".repeat(depth));
    read(&compiled(MATRIX), &nested(127));
    assert_eq!(
        refused(&nested(128)),
        JsonError::TooDeep {
            at: 133,
            limit: 128
        }
    );
    assert_eq!(
        refused(&"[".repeat(1_000_000)),
        JsonError::TooDeep {
            at: 127,
            limit: 128
        }
    );
}
