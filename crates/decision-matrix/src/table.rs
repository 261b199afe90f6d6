//! The checked, typed centre: a matrix in which every name is an index and every value a whole
//! number of its smallest unit.
//!
//! It is made by `check` only, and read by `compile`, `reference` and whoever proves or explains.
//! It knows nothing of YAML or places.

mod audit;
mod cell;
pub(crate) mod cell_text;
mod column;
mod conversion;
mod currency;
mod decision;
mod expression;
mod expression_text;
mod fingerprint;
mod guarantee;
mod json;
mod key;
mod outcome;
mod parameter;
mod reads;
mod reason;
mod rules;

pub use audit::{Audit, AuditMode};
pub use cell::{Cell, Item, Operand, Test};
pub use cell_text::{cell_text, value_text};
pub use column::{
    ColumnRef, ColumnType, Derive, DeriveIndex, Factor, FactorIndex, Rounding, ValueType,
};
pub use conversion::{Conversion, Nearest};
pub use currency::Currency;
pub use decision::{DecisionTables, Effective};
pub use expression::{Arithmetic, Expr, ExprKind, ExprType, Ordering};
pub use expression_text::expression_text;
pub use fingerprint::{canonical_form, fingerprint};
pub use guarantee::{Direction, Guarantee, GuaranteeClaim};
pub use key::{History, HistoryEvents, HistoryFunction, Key, KeyIndex, Keys};
pub use outcome::Outcome;
pub use parameter::{Parameter, ParameterIndex, ParameterTune};
pub(crate) use reads::{columns_of, factors_behind};
pub use reason::{Reason, ReasonIndex, RouteIndex, Wording};
pub use rules::{
    Conclusion, CrossForm, CrossTune, HitPolicy, ResultCell, Rule, RuleTable, Table, TableForm,
    TableIndex,
};
