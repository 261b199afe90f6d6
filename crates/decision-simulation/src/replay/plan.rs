//! What is prepared once for all claims of a replay.

use std::sync::Arc;

use decision_matrix::table::{
    Audit, AuditMode, Currency, DecisionTables, FactorIndex, Outcome, ValueType,
};
use decision_matrix::{Fact, Facts, RawValue, number};

use super::levels::Levels;
use crate::costs::CostModel;

/// Prices, levels and the amount of a matrix.
#[derive(Clone, Debug)]
pub struct ReplayPlan {
    tables: Arc<DecisionTables>,
    costs: CostModel,
    levels: Levels,
    amount: Option<FactorIndex>,
    scale: u8,
}

/// The cost model counts in another currency than the rules.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the rules count in {rules} and the costs in {costs}; write `currency: {rules}` and prices in it in the costs file"
)]
pub struct CurrencyMismatchError {
    rules: Currency,
    costs: Currency,
}

impl ReplayPlan {
    /// Prepares the replay of a matrix with these costs.
    ///
    /// # Errors
    /// The costs name another currency than the rules.
    pub fn new(
        tables: Arc<DecisionTables>,
        costs: CostModel,
    ) -> Result<Self, CurrencyMismatchError> {
        if let (Some(rules), Some(costs)) = (tables.currency, costs.currency)
            && rules != costs
        {
            return Err(CurrencyMismatchError { rules, costs });
        }
        let currency = tables.currency.or(costs.currency);
        let levels = Levels::of_tables(&tables);
        let amount = amount_factor(&tables);
        let scale = currency.map_or(2, |currency| currency.scale());
        Ok(Self {
            tables,
            costs,
            levels,
            amount,
            scale,
        })
    }

    /// The matrix.
    pub fn tables(&self) -> &DecisionTables {
        &self.tables
    }

    /// The matrix, to be shared.
    pub fn tables_shared(&self) -> &Arc<DecisionTables> {
        &self.tables
    }

    /// The prices.
    pub fn costs(&self) -> &CostModel {
        &self.costs
    }

    /// Fraction digits of the currency.
    pub fn scale(&self) -> u8 {
        self.scale
    }

    /// The currency: that of the rules, else that of the costs.
    pub fn currency(&self) -> Option<Currency> {
        self.tables.currency.or(self.costs.currency)
    }

    /// The levels of the factors.
    pub fn levels(&self) -> &Levels {
        &self.levels
    }

    /// The factor that is the amount of a claim: the money factor `amount`, else the only money
    /// factor that is not counted from earlier claims. `None` where there is none: then only
    /// costs count, and the report says so.
    pub fn amount_factor(&self) -> Option<FactorIndex> {
        self.amount
    }

    /// The amount of a claim in minor units, where it has one.
    pub(crate) fn amount(&self, facts: &Facts) -> Option<i64> {
        match facts.fact(self.amount?) {
            Fact::Value(value) => Some(value),
            _ => None,
        }
    }

    /// The amount that a source gives, in minor units, where it is a readable number, even outside
    /// the factor's domain.
    pub fn read_amount(&self, value: RawValue<'_>) -> Option<i64> {
        match value {
            RawValue::Text(text) | RawValue::Number(text) => {
                number::parse_scaled(text, self.scale).ok()
            }
            RawValue::Decimal { mantissa, scale } => {
                number::rescale(mantissa, i32::from(scale), self.scale).ok()
            }
            _ => None,
        }
    }

    /// Probability, times 10^9, that a claim settled at once is checked later.
    pub(crate) fn audit_nano(&self, outcome: Outcome) -> u64 {
        match &self.tables.audit {
            Some(Audit {
                share_nano,
                of,
                mode: AuditMode::AfterPayment,
            }) if of.contains(&outcome) => *share_nano,
            _ => 0,
        }
    }
}

/// The factor that is the amount.
fn amount_factor(tables: &DecisionTables) -> Option<FactorIndex> {
    let mut money = (0..)
        .map(FactorIndex)
        .zip(&tables.factors)
        .filter(|(_, factor)| {
            factor.column.value_type == ValueType::Money && factor.history.is_none()
        });
    if let Some((index, _)) = money.clone().find(|(_, factor)| factor.name == "amount") {
        return Some(index);
    }
    match (money.next(), money.next()) {
        (Some((index, _)), None) => Some(index),
        _ => None,
    }
}
