use super::*;
use crate::DecisionMatrix;

const MATRIX: &str = r#"
format: 1
matrix: facts
version: "1"
currency: RUB
keys: {claim: claim_id, time: filed_at}
factors:
  amount: {type: money, domain: "[0..1000000]"}
  rate: {type: decimal, scale: 2, nullable: true}
  count: {type: integer, nullable: true, domain: "1, 2, [5..9]"}
  flag: {type: boolean, nullable: true}
  status: {type: category, values: [ok, warn, fault], domain: "ok, warn", nullable: true}
  note: {type: text, nullable: true}
  other: {type: text, nullable: true}
  tag: {type: text, nullable: true, domain: "not(\"A-17\")"}
  day: {type: date, nullable: true}
  moment: {type: timestamp, nullable: true}
  age: {type: duration, nullable: true}
decision:
  hit: first
  rules: |
    | id | note   | other || outcome | reason |
    | A  | "A-17" | -     || approve | A      |
    | B  | -      | "b"   || approve | A      |
  default: {outcome: review, reason: B}
"#;

fn facts() -> Facts {
    let matrix = DecisionMatrix::from_yaml("facts.yaml", MATRIX)
        .map_err(|findings| format!("{findings:?}"))
        .unwrap();
    Facts::new(Arc::clone(matrix.tables()))
}

fn factor(facts: &Facts, name: &str) -> FactorIndex {
    let at = facts
        .tables()
        .factors
        .iter()
        .position(|factor| factor.name == name)
        .unwrap();
    FactorIndex(u32::try_from(at).unwrap())
}

const MISSING: Fact = Fact::Fault(InputFault::Missing);
const OUTSIDE: Fact = Fact::Fault(InputFault::OutOfDomain);
const TYPE: Fact = Fact::Fault(InputFault::Type);

#[test]
fn raw_values_become_facts_or_faults() {
    use RawValue::{Boolean, Date, Decimal, Null, Number, Other, Text, Timestamp};
    let value = Fact::Value;
    let long = "x".repeat(257);
    #[rustfmt::skip]
    let cases = [
        ("amount", Null, MISSING), ("amount", Text("1500.00"), value(150_000)), ("amount", Number("1500"), value(150_000)),
        ("amount", Number("5000.10"), value(500_010)), ("amount", Text("-0"), value(0)), ("amount", Text("1.500"), value(150)),
        ("amount", Text("1.505"), TYPE), ("amount", Text("1e3"), TYPE), ("amount", Number("1e3"), TYPE), ("amount", Text(""), TYPE),
        ("amount", Text(" 5"), TYPE), ("amount", Text("-1"), OUTSIDE), ("amount", Text("1000000.01"), OUTSIDE),
        ("amount", Text("1000000"), value(100_000_000)), ("amount", Text("99999999999999999999999999"), OUTSIDE),
        ("amount", Text("99999999999999999999999999.001"), TYPE), ("amount", Text("1000000000000000.01"), OUTSIDE),
        ("amount", Boolean(true), TYPE), ("amount", Other, TYPE), ("amount", Date(3), TYPE), ("amount", Timestamp(3), TYPE),
        ("amount", Decimal { mantissa: 15, scale: 1 }, value(150)), ("amount", Decimal { mantissa: 1_500_000, scale: 6 }, value(150)),
        ("amount", Decimal { mantissa: 1_005, scale: 3 }, TYPE), ("amount", Decimal { mantissa: 5, scale: -3 }, value(500_000)),
        ("amount", Decimal { mantissa: 5, scale: -100 }, OUTSIDE), ("amount", Decimal { mantissa: 0, scale: -100 }, value(0)),
        ("rate", Null, Fact::Null), ("rate", Text("null"), TYPE), ("rate", Text("0.5"), value(50)),
        ("count", Text("3.0"), OUTSIDE), ("count", Text("2.0"), value(2)), ("count", Text("5"), value(5)), ("count", Text("2.5"), TYPE),
        ("flag", Text("true"), value(1)), ("flag", Boolean(false), value(0)), ("flag", Text("True"), TYPE), ("flag", Number("1"), TYPE),
        ("flag", Text("1"), TYPE),
        ("status", Text("ok"), value(0)), ("status", Text("fault"), OUTSIDE), ("status", Text("OK"), OUTSIDE), ("status", Text(""), OUTSIDE),
        ("status", Number("1"), TYPE), ("status", Boolean(true), TYPE), ("status", Null, Fact::Null),
        ("note", Text("A-17"), value(0)), ("note", Text("b"), value(1)), ("note", Text(""), value(2)), ("note", Number("17"), TYPE),
        ("note", Boolean(true), TYPE), ("note", Text(&long), OUTSIDE), ("note", Text(&long[..256]), value(2)),
        ("tag", Text("A-17"), OUTSIDE), ("tag", Text("b"), value(1)), ("tag", Text("new"), value(2)),
        ("day", Text("1970-01-02"), value(1)), ("day", Text("2026-02-29"), TYPE), ("day", Text("0000-01-01"), TYPE),
        ("day", Text("1970-01-02T00:00:00Z"), TYPE), ("day", Date(-719_162), value(-719_162)), ("day", Date(-719_163), OUTSIDE),
        ("day", Timestamp(0), TYPE), ("day", Number("1"), TYPE),
        ("moment", Text("1970-01-02T00:00:00Z"), value(86_400)), ("moment", Text("1970-01-01 03:00:01.9+03:00"), value(1)),
        ("moment", Text("1970-01-02"), TYPE), ("moment", Timestamp(5), value(5)), ("moment", Timestamp(i64::MAX), OUTSIDE), ("moment", Date(0), TYPE),
        ("age", Text("P1DT12H"), value(129_600)), ("age", Text("P"), TYPE), ("age", Number("5"), TYPE),
        ("age", Text("PT1000000000000001S"), OUTSIDE),
    ];
    for (name, raw, expected) in cases {
        let mut facts = facts();
        let index = factor(&facts, name);
        facts.set(index, raw);
        assert_eq!(facts.fact(index), expected, "{name} {raw:?}");
    }
}

#[test]
fn an_overwritten_fault_is_forgotten() {
    let mut facts = facts();
    let amount = factor(&facts, "amount");
    let rate = factor(&facts, "rate");
    assert_eq!(facts.first_fault(), Some((amount, InputFault::Missing)));
    facts.set(rate, RawValue::Other);
    facts.set(amount, RawValue::Text("x"));
    assert_eq!(facts.first_fault(), Some((amount, InputFault::Type)));
    facts.set(amount, RawValue::Text("5"));
    assert_eq!(facts.first_fault(), Some((rate, InputFault::Type)));
    facts.set_null(rate);
    assert_eq!(facts.first_fault(), None);
    facts.clear();
    assert_eq!(facts.first_fault(), Some((amount, InputFault::Missing)));
}

#[test]
fn narrow_values_stand_side_by_side_after_every_change() {
    #[track_caller]
    fn check(facts: &Facts) {
        assert_eq!(facts.packed(), facts.schema().pack(facts.values()));
    }

    let mut facts = facts();
    let [count, flag, status] = ["count", "flag", "status"].map(|name| factor(&facts, name));
    check(&facts);
    for number in ["1", "9", "4", "5"] {
        for word in ["warn", "fault", "ok", "unknown"] {
            assert!(facts.set_words(count, number));
            check(&facts);
            assert!(facts.set_short(count, 20, 1));
            check(&facts);
            assert!(facts.set_words(status, word));
            check(&facts);
            facts.set(flag, RawValue::Boolean(word == "ok"));
            check(&facts);
            assert_ne!(facts.packed(), 0);
            facts.set_null(count);
            check(&facts);
        }
    }
    assert!(!facts.set_short(FactorIndex(u32::MAX), 1, 0));
    assert!(!facts.set_words(FactorIndex(u32::MAX), "ok"));
    facts.clear();
    assert_eq!(facts.packed(), 0);
    check(&facts);
}

#[test]
fn unknown_texts_are_equal_exactly_where_their_bytes_are() {
    let mut facts = facts();
    let [note, other, tag] = ["note", "other", "tag"].map(|name| factor(&facts, name));
    facts.set(note, RawValue::Text("x"));
    facts.set(other, RawValue::Text("x"));
    assert_eq!(facts.fact(note), facts.fact(other));
    facts.set(note, RawValue::Text("y"));
    assert_ne!(facts.fact(note), facts.fact(other));
    facts.set(tag, RawValue::Text("x"));
    assert_eq!(facts.fact(tag), facts.fact(other));
    facts.set(other, RawValue::Text("b"));
    facts.set(note, RawValue::Text("b"));
    assert_eq!(facts.fact(note), Fact::Value(1));
    assert_eq!(
        [facts.text(note), facts.text(tag), facts.text(other)],
        [Some("b"), Some("x"), Some("b")]
    );
    facts.clear();
    facts.set(note, RawValue::Text("z"));
    facts.set(other, RawValue::Text("x"));
    assert_ne!(facts.fact(note), facts.fact(other));
}

#[test]
fn time_is_a_timestamp_or_a_date() {
    #[rustfmt::skip]
    let cases = [
        (RawValue::Text("1970-01-02"), Fact::Value(86_400)), (RawValue::Text("1970-01-01T00:00:05Z"), Fact::Value(5)),
        (RawValue::Date(1), Fact::Value(86_400)), (RawValue::Timestamp(7), Fact::Value(7)), (RawValue::Null, MISSING),
        (RawValue::Text("soon"), TYPE), (RawValue::Text("0000-01-01"), TYPE), (RawValue::Date(i64::MAX), OUTSIDE),
        (RawValue::Number("5"), TYPE), (RawValue::Boolean(true), TYPE),
    ];
    let mut facts = facts();
    assert_eq!(facts.time(), MISSING);
    for (raw, expected) in cases {
        facts.set_time_raw(raw);
        assert_eq!(facts.time(), expected, "{raw:?}");
    }
    facts.set_time(12);
    assert_eq!(facts.time(), Fact::Value(12));
}

#[test]
fn typed_setters_tell_the_callers_mistakes() {
    let mut facts = facts();
    let [amount, rate, count, flag] =
        ["amount", "rate", "count", "flag"].map(|name| factor(&facts, name));
    assert_eq!(facts.set_money(amount, "12.50"), Ok(()));
    assert_eq!(facts.fact(amount), Fact::Value(1_250));
    assert!(matches!(
        facts.set_money(amount, "twelve"),
        Err(FactError::Malformed { .. })
    ));
    assert_eq!(facts.fact(amount), TYPE);
    assert_eq!(facts.set_money(amount, "-1"), Ok(()));
    assert_eq!(facts.fact(amount), OUTSIDE);
    assert_eq!(facts.set_minor(amount, 7), Ok(()));
    assert_eq!(facts.fact(amount), Fact::Value(7));
    assert_eq!(facts.set_minor(amount, i64::MIN), Ok(()));
    assert_eq!(facts.fact(amount), OUTSIDE);
    assert_eq!(
        facts.set_decimal(rate, rust_decimal::Decimal::new(250, 3)),
        Ok(())
    );
    assert_eq!(facts.fact(rate), Fact::Value(25));
    assert!(
        facts
            .set_decimal(rate, rust_decimal::Decimal::new(255, 3))
            .is_err()
    );
    assert_eq!(facts.set_integer(count, 2), Ok(()));
    assert!(matches!(
        facts.set_integer(flag, 1),
        Err(FactError::WrongType { .. })
    ));
    assert_eq!(facts.fact(flag), TYPE);
    assert_eq!(facts.set_boolean(flag, true), Ok(()));
    assert!(matches!(
        facts.set_text(FactorIndex(99), "x"),
        Err(FactError::UnknownFactor { .. })
    ));
    let error = facts.set_boolean(amount, true).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the factor `amount` is of type money, not boolean"
    );
}
