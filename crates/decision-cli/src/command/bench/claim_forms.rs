//! One claim in the forms in which callers hold claims: a record of typed values, as a struct of
//! theirs would be, and a line of JSON.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use decision_matrix::table::{DecisionTables, FactorIndex, ValueType};
use decision_matrix::{Fact, Facts, InputFault, calendar};
use rust_decimal::Decimal;
use serde::ser::{Serialize, SerializeStruct as _, Serializer};
use serde_json::Value as Json;

/// The names of the fields of all claims.
#[derive(Clone, Debug)]
pub(super) struct FieldNames {
    /// One a factor, then the columns of the keys that are no factors.
    names: Vec<&'static str>,
    has_claim: bool,
    has_time: bool,
}

/// A claim with typed values.
#[derive(Clone, Debug)]
pub(super) struct ClaimRecord {
    fields: Vec<(&'static str, Value)>,
}

/// A value as a caller holds it.
#[derive(Clone, Debug)]
enum Value {
    Null,
    Decimal(Decimal),
    Integer(i64),
    Boolean(bool),
    Text(String),
}

impl FieldNames {
    /// The fields of a matrix. The names are leaked, because the fields of a struct are words of a
    /// program; there are as many as columns.
    pub(super) fn new(tables: &DecisionTables) -> Self {
        let leaked = |name: &str| -> &'static str { name.to_owned().leak() };
        let mut names: Vec<&'static str> = tables
            .factors
            .iter()
            .map(|factor| leaked(&factor.name))
            .collect();
        let mut taken: BTreeSet<&str> = names.iter().copied().collect();
        let mut add = |key: &str| match tables.keys.column(key) {
            Some(column) if !taken.contains(column) => {
                let name = leaked(column);
                taken.insert(name);
                names.push(name);
                true
            }
            _ => false,
        };
        let (has_claim, has_time) = (add("claim"), add("time"));
        Self {
            names,
            has_claim,
            has_time,
        }
    }

    /// The claim of some facts. Facts at fault are missing in it.
    pub(super) fn record(&self, facts: &Facts) -> ClaimRecord {
        let factors = (0..).map(FactorIndex).zip(&facts.tables().factors);
        let mut values: Vec<Value> = factors
            .map(|(index, factor)| match facts.fact(index) {
                Fact::Value(code) => value(
                    facts,
                    index,
                    &factor.column.value_type,
                    factor.column.scale,
                    code,
                ),
                Fact::Null | Fact::Fault(_) => Value::Null,
            })
            .collect();
        if self.has_claim {
            values.push(facts.claim().map_or(Value::Null, text));
        }
        if self.has_time {
            values.push(match facts.time() {
                Fact::Value(seconds) => Value::Text(calendar::format_timestamp(seconds)),
                Fact::Null | Fact::Fault(_) => Value::Null,
            });
        }
        ClaimRecord {
            fields: self.names.iter().copied().zip(values).collect(),
        }
    }
}

/// Whether the forms of a claim say the same as its facts: nothing is at fault but what is missing.
pub(super) fn has_forms(facts: &Facts) -> bool {
    let factors = (0..).map(FactorIndex).take(facts.tables().factors.len());
    let mut all = factors.map(|index| facts.fact(index)).chain([facts.time()]);
    !facts.is_unreadable()
        && facts.claim().is_some()
        && all.all(|fact| match fact {
            Fact::Null | Fact::Value(_) | Fact::Fault(InputFault::Missing) => true,
            Fact::Fault(InputFault::OutOfDomain | InputFault::Type) => false,
        })
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// The value behind a code.
fn value(facts: &Facts, index: FactorIndex, value_type: &ValueType, scale: u8, code: i64) -> Value {
    match value_type {
        ValueType::Money | ValueType::Decimal => Value::Decimal(Decimal::new(code, scale.into())),
        ValueType::Integer => Value::Integer(code),
        ValueType::Boolean => Value::Boolean(code != 0),
        ValueType::Category(words) => usize::try_from(code)
            .ok()
            .and_then(|at| words.get(at))
            .map_or(Value::Null, |word| text(word)),
        ValueType::Text => facts.text(index).map_or(Value::Null, text),
        ValueType::Date => Value::Text(calendar::format_date(code)),
        ValueType::Timestamp => Value::Text(calendar::format_timestamp(code)),
        ValueType::Duration => Value::Text(calendar::format_duration(code)),
    }
}

impl ClaimRecord {
    /// The claim as a line of JSON; values that are missing are left out. Numbers are written by
    /// their own digits, never through a binary float.
    pub(super) fn json(&self) -> String {
        let mut line = String::from("{");
        for (name, value) in &self.fields {
            let value = match value {
                Value::Null => continue,
                Value::Decimal(value) => value.to_string(),
                Value::Integer(value) => value.to_string(),
                Value::Boolean(value) => value.to_string(),
                Value::Text(text) => Json::from(text.as_str()).to_string(),
            };
            let comma = if line.len() > 1 { "," } else { "" };
            let _ = write!(line, "{comma}{}:{value}", Json::from(*name));
        }
        line.push('}');
        line
    }
}

impl Serialize for ClaimRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = serializer.serialize_struct("Claim", self.fields.len())?;
        for (name, value) in &self.fields {
            record.serialize_field(name, value)?;
        }
        record.end()
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Decimal(value) => Serialize::serialize(value, serializer),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use decision_matrix::{DecisionMatrix, RawValue};

    use super::*;

    const RULES: &str = "format: 1
matrix: small
version: \"1\"
keys: {claim: id, time: filed_at}
currency: EUR
factors:
  amount: {type: money}
  word: {type: category, values: [a, b], nullable: true}
  note: {type: text, nullable: true}
  count: {type: integer, nullable: true}
  seen: {type: boolean, nullable: true}
  day: {type: date, nullable: true}
  waited: {type: duration, nullable: true}
decision:
  hit: first
  rules: |
    | id | amount   | note || outcome | reason |
    | R1 | <= 10.00 | \"x\" || approve | SMALL  |
  default: {outcome: escalate, reason: REST}
";

    #[test]
    fn a_record_is_read_back_as_the_same_facts() {
        let matrix = DecisionMatrix::from_yaml("small.yaml", RULES).unwrap();
        let compiled = matrix.compile();
        let mut facts = compiled.facts();
        facts.set_claim("C-1");
        facts.set_time(1_700_000_000);
        let values = [
            RawValue::Text("1234.50"),
            RawValue::Text("b"),
            RawValue::Text("a \"quoted\" text"),
            RawValue::Number("7"),
            RawValue::Boolean(true),
            RawValue::Date(20_000),
            RawValue::Null,
        ];
        for (index, value) in (0..).map(FactorIndex).zip(values) {
            facts.set(index, value);
        }
        assert!(has_forms(&facts));
        let record = FieldNames::new(compiled.tables()).record(&facts);
        assert_eq!(
            record.json(),
            r#"{"amount":1234.50,"word":"b","note":"a \"quoted\" text","count":7,"seen":true,"day":"2024-10-04","id":"C-1","filed_at":"2023-11-14T22:13:20Z"}"#
        );
        let mut read = compiled.facts();
        compiled.bind(&record).unwrap().fill(&mut read, &record);
        for index in (0..7).map(FactorIndex) {
            assert_eq!(read.fact(index), facts.fact(index), "{index:?}");
            assert_eq!(read.text(index), facts.text(index), "{index:?}");
        }
        assert_eq!((read.claim(), read.time()), (facts.claim(), facts.time()));
    }

    #[test]
    fn a_claim_with_a_value_that_nobody_can_type_has_no_record() {
        let matrix = DecisionMatrix::from_yaml("small.yaml", RULES).unwrap();
        let compiled = matrix.compile();
        let mut facts = compiled.facts();
        assert!(!has_forms(&facts), "a claim without its id is none");
        facts.set_claim("C-1");
        assert!(has_forms(&facts), "what is missing can be left out");
        facts.set(FactorIndex(1), RawValue::Text("c"));
        assert!(!has_forms(&facts));
    }
}
