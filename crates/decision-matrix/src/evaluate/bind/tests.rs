use super::*;
use crate::evaluate::tests::{MATRIX, compiled, facts};
use rust_decimal::Decimal;
use serde::ser::{SerializeMap, SerializeStruct, Serializer};

/// A claim of a caller, as `serde` would derive it.
struct Dispute {
    claim_id: &'static str,
    memo: &'static str,
    amount: Decimal,
    status: Option<Status>,
    claims: u32,
    happened: Option<&'static str>,
    filed: Day,
    filed_at: &'static str,
}

struct Day(&'static str);

enum Status {
    Ok,
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit_variant("Status", 0, "ok")
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct("Day", self.0)
    }
}

/// An amount as text, as `rust_decimal` serializes it.
struct Shown<'a>(&'a Decimal);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

impl Serialize for Dispute {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Dispute", 8)?;
        fields.serialize_field("claim_id", self.claim_id)?;
        fields.serialize_field("memo", self.memo)?;
        fields.serialize_field("amount", &Shown(&self.amount))?;
        // A field that is skipped where it is empty.
        if let Some(status) = &self.status {
            fields.serialize_field("status", status)?;
        }
        fields.serialize_field("claims", &self.claims)?;
        fields.serialize_field("happened", &self.happened)?;
        fields.serialize_field("filed", &self.filed)?;
        fields.serialize_field("filed_at", self.filed_at)?;
        fields.end()
    }
}

fn example() -> Dispute {
    Dispute {
        claim_id: "C-1",
        memo: "not a factor",
        amount: Decimal::new(150_000, 2),
        status: Some(Status::Ok),
        claims: 3,
        happened: None,
        filed: Day("2026-12-01"),
        filed_at: "2026-12-01T10:00:00Z",
    }
}

/// A map of some values.
struct Map<'a, T>(&'a [(&'a str, T)]);

impl<T: Serialize> Serialize for Map<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

#[test]
fn a_struct_is_read_as_a_claims_file_would_be() {
    let matrix = compiled(MATRIX);
    let binding = matrix.bind(&example()).unwrap();
    let mut bound = matrix.facts();
    binding.fill(&mut bound, &example());
    let values = [
        ("amount", "1500.00"),
        ("status", "ok"),
        ("claims", "3"),
        ("filed", "2026-12-01"),
    ];
    let mut expected = facts(&matrix, &values);
    expected.set_time_raw(RawValue::Text("2026-12-01T10:00:00Z"));
    assert_eq!(bound.values(), expected.values());
    assert_eq!(
        (bound.time(), bound.claim()),
        (expected.time(), Some("C-1"))
    );
    assert_eq!(matrix.decide(&bound), matrix.decide(&expected));
    // A skipped field is null, and the fields after it are found all the same.
    binding.fill(
        &mut bound,
        &Dispute {
            status: None,
            claims: 0,
            ..example()
        },
    );
    let status = matrix.factor("status").unwrap();
    assert_eq!(bound.fact(status), crate::Fact::Null);
    assert_eq!(
        bound.fact(matrix.factor("claims").unwrap()),
        crate::Fact::Value(0)
    );
}

#[test]
fn a_map_is_bound_by_its_keys() {
    let matrix = compiled(MATRIX);
    let map = Map(&[
        ("filed", "2026-12-01"),
        ("claims", "3"),
        ("amount", "1500"),
        ("claim_id", "C-2"),
    ]);
    let binding = matrix.bind(&map).unwrap();
    let mut bound = matrix.facts();
    binding.fill(&mut bound, &map);
    assert_eq!(bound.claim(), Some("C-2"));
    assert_eq!(
        bound.fact(matrix.factor("amount").unwrap()),
        crate::Fact::Value(150_000)
    );
}

#[test]
fn keys_and_values_of_a_map_may_come_apart() {
    struct Apart(&'static str);
    impl Serialize for Apart {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            map.serialize_key("amount")?;
            map.serialize_value(self.0)?;
            map.serialize_entry("claims", &7)?;
            map.serialize_entry("claim_id", &-12_i128)?;
            map.serialize_entry("filed", "2026-12-01")?;
            map.end()
        }
    }
    let matrix = compiled(MATRIX);
    let mut bound = matrix.facts();
    // Field by field, with the names at other places than in the example.
    let binding = matrix.bind(&example()).unwrap();
    binding.fill(&mut bound, &Apart("17"));
    let amount = matrix.factor("amount").unwrap();
    let claims = matrix.factor("claims").unwrap();
    assert_eq!(bound.fact(amount), crate::Fact::Value(1_700));
    assert_eq!(bound.fact(claims), crate::Fact::Value(7));
    assert_eq!(bound.claim(), Some("-12"));
    binding.fill(&mut bound, &Map(&[(1, 2)].map(|_| ("claims", u64::MAX))));
    let outside = crate::Fact::Fault(crate::InputFault::OutOfDomain);
    assert_eq!(bound.fact(claims), outside);
}

#[test]
fn what_cannot_be_bound_is_told() {
    let matrix = compiled(MATRIX);
    assert_eq!(matrix.bind(&5).unwrap_err(), BindError::NotARecord);
    assert_eq!(matrix.bind(&[1, 2][..]).unwrap_err(), BindError::NotARecord);
    let error = matrix.bind(&Map(&[("amount", 1.5)])).unwrap_err();
    assert_eq!(
        error,
        BindError::Float {
            field: "amount".to_owned()
        }
    );
    let error = matrix.bind(&Map(&[("amuont", 1)])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the factor `amount` has no field: did you mean to call `amuont` so?"
    );
}

#[test]
fn values_of_no_factor_are_input_faults() {
    let matrix = compiled(MATRIX);
    let binding = matrix.bind(&example()).unwrap();
    let mut bound = matrix.facts();
    binding.fill(&mut bound, &Map(&[("claims", [1, 2])]));
    assert_eq!(
        bound.fact(matrix.factor("claims").unwrap()),
        crate::Fact::Fault(crate::InputFault::Type)
    );
    binding.fill(&mut bound, &7);
    assert!(bound.is_unreadable());
}
