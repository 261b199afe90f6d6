//! Random claims for a drawn rules file: values at the borders of its cells, nulls, and values that
//! are none.

use decision_matrix::RawValue;

use crate::bytes::Bytes;
use crate::rules::Factor;

/// Texts that are wrong for at least one type.
const WRONG: &[&str] = &[
    "",
    "x",
    "null",
    "1e3",
    "007",
    "-0",
    "3.0",
    "0.001",
    "11",
    "99999999999999999999",
    "2026-02-30",
    "+1",
    " 1",
];

/// Digits of decimals as a Parquet file may hold them.
const MANTISSAS: &[i128] = &[0, 1, -1, 150, 10_i128.pow(18), i128::MAX, i128::MIN];

/// What a claim says about one factor; texts are the claim's own.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Text(String),
    Number(String),
    Boolean(bool),
    Decimal(i128, i8),
    Date(i64),
    Timestamp(i64),
    Other,
}

impl Value {
    /// The value as a source of claims hands it over.
    pub(crate) fn raw(&self) -> RawValue<'_> {
        match self {
            Self::Null => RawValue::Null,
            Self::Text(text) => RawValue::Text(text),
            Self::Number(text) => RawValue::Number(text),
            Self::Boolean(value) => RawValue::Boolean(*value),
            Self::Decimal(mantissa, scale) => RawValue::Decimal {
                mantissa: *mantissa,
                scale: *scale,
            },
            Self::Date(days) => RawValue::Date(*days),
            Self::Timestamp(seconds) => RawValue::Timestamp(*seconds),
            Self::Other => RawValue::Other,
        }
    }
}

/// One claim: its id, its time, and a value for each factor.
#[derive(Debug)]
pub(crate) struct Claim {
    pub(crate) id: Option<String>,
    pub(crate) time: Value,
    pub(crate) values: Vec<Value>,
}

/// Draws a claim.
pub(crate) fn draw(bytes: &mut Bytes<'_>, factors: &[Factor]) -> Claim {
    Claim {
        id: (!bytes.one_in(24)).then(|| format!("C-{}", bytes.below(256))),
        time: draw_time(bytes),
        values: factors
            .iter()
            .map(|factor| draw_value(bytes, factor))
            .collect(),
    }
}

fn draw_time(bytes: &mut Bytes<'_>) -> Value {
    match bytes.below(16) {
        0 => Value::Null,
        1 => Value::Text("yesterday".to_owned()),
        2 => Value::Text("2026-02-01T00:00:00Z".to_owned()),
        3 => Value::Date(20_454),
        _ => Value::Text("2026-01-01T03:00:00+03:00".to_owned()),
    }
}

fn draw_value(bytes: &mut Bytes<'_>, factor: &Factor) -> Value {
    if factor.is_nullable && bytes.one_in(5) {
        return Value::Null;
    }
    let value = bytes.pick(factor.kind.values());
    let unquoted = value.trim_matches('"').to_owned();
    match bytes.below(128) {
        0 => Value::Null,
        1 => Value::Text(bytes.pick(WRONG).to_owned()),
        2 => Value::Number(bytes.pick(WRONG).to_owned()),
        3 => Value::Boolean(bytes.one_in(2)),
        4 => Value::Decimal(
            bytes.pick(MANTISSAS),
            bytes.pick(&[0, 2, 9, -2, 38, -128, 127]),
        ),
        5 => Value::Date(bytes.pick(&[0, 20_454, i64::MAX, i64::MIN])),
        6 => Value::Timestamp(bytes.pick(&[0, 1_769_853_600, i64::MAX, i64::MIN])),
        7 => Value::Other,
        8..=40 if unquoted.parse::<i64>().is_ok() || unquoted.contains('.') => {
            Value::Number(unquoted)
        }
        8..=40 if matches!(unquoted.as_str(), "true" | "false") => {
            Value::Boolean(unquoted == "true")
        }
        _ => Value::Text(unquoted),
    }
}
