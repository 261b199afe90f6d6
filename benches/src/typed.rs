//! The same claims as the caller of a library holds them: a struct with an exact decimal and texts,
//! or a JSON text.

use std::fmt::Write as _;

use decision_matrix::table::{Currency, DecisionTables, ValueType};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::claims::Claim;
use crate::rules::{FACTORS, tables};

/// A claim of [`money_tables`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TypedClaim {
    /// Money, with two fraction digits.
    pub amount: Decimal,
    /// One of eight words.
    pub fault_class: String,
    /// One of four words.
    pub cash_position: String,
    /// A number of claims.
    pub prior_claims: i64,
    /// Months.
    pub tenure_months: i64,
    /// One of four words.
    pub device_status: String,
    /// An hour of the day.
    pub hour: i64,
    /// One of two words.
    pub risk_flag: String,
    /// Metres.
    pub distance_m: i64,
    /// Days.
    pub account_age_days: i64,
}

/// The rules of [`tables`] with money as their first factor: what was a number is a number of minor
/// units, so that every claim is decided as before.
pub fn money_tables(count: usize) -> DecisionTables {
    let mut tables = tables(count);
    tables.currency = Currency::from_code("RUB");
    if let Some(amount) = tables.factors.first_mut() {
        amount.column.value_type = ValueType::Money;
        amount.column.scale = 2;
    }
    tables
}

/// A claim as a struct.
pub fn typed(claim: &Claim) -> TypedClaim {
    let [
        amount,
        fault_class,
        cash_position,
        prior_claims,
        tenure_months,
        device_status,
        hour,
        risk_flag,
        distance_m,
        account_age_days,
    ] = *claim;
    let word = |word: i64| format!("w{word}");
    TypedClaim {
        amount: Decimal::new(amount, 2),
        fault_class: word(fault_class),
        cash_position: word(cash_position),
        prior_claims,
        tenure_months,
        device_status: word(device_status),
        hour,
        risk_flag: word(risk_flag),
        distance_m,
        account_age_days,
    }
}

/// A claim as a line of JSON, its money as a number with two fraction digits.
pub fn json(claim: &Claim) -> String {
    let mut text = String::from("{");
    for (at, ((name, largest), value)) in FACTORS.iter().zip(claim).enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        let _ = match (at, *largest < 16) {
            (0, _) => write!(text, "\"{name}\": {}.{:02}", value / 100, value % 100),
            (_, true) => write!(text, "{comma}\"{name}\": \"w{value}\""),
            (_, false) => write!(text, "{comma}\"{name}\": {value}"),
        };
    }
    text.push('}');
    text
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use decision_matrix::{CompileConfig, CompiledMatrix};

    use super::{json, money_tables, typed};
    use crate::{claims, facts, tables};

    const CONFIG: CompileConfig = CompileConfig { audit_key: None };

    #[test]
    fn typed_claims_are_decided_like_numbers() {
        let numbers = CompiledMatrix::new(Arc::new(tables(100)), &CONFIG);
        let money = CompiledMatrix::new(Arc::new(money_tables(100)), &CONFIG);
        let claims = claims(200);
        let binding = money.bind(&typed(&claims[0])).unwrap();
        let mut typed_facts = money.facts();
        for claim in &claims {
            binding.fill(&mut typed_facts, &typed(claim));
            let expected = numbers.decide(&facts(&numbers, claim));
            assert_eq!(money.decide(&typed_facts), expected, "{claim:?}");
        }
    }

    #[test]
    fn a_claim_as_json_has_its_money_with_two_digits() {
        let text = json(&[123_405, 1, 2, 3, 4, 0, 6, 1, 8, 9]);
        assert!(
            text.starts_with("{\"amount\": 1234.05, \"fault_class\": \"w1\", "),
            "{text}"
        );
        assert!(
            text.ends_with("\"distance_m\": 8, \"account_age_days\": 9}"),
            "{text}"
        );
    }
}
