//! The checked, typed centre: a matrix in which every name is an index and every value a whole
//! number of its smallest unit.
//!
//! It is made by `check` only, and read by `compile`, `reference` and whoever proves or explains.
//! It knows nothing of YAML or places.

mod audit;
mod cell;
mod column;
mod currency;
mod decision;
mod expression;
mod guarantee;
mod key;
mod outcome;
mod parameter;
mod reason;
mod rules;

pub use audit::{Audit, AuditMode};
pub use cell::{Cell, Item, Operand, Test};
pub use column::{ColumnRef, ColumnType, Derive, DeriveIndex, Factor, FactorIndex, Rounding, ValueType};
pub use currency::Currency;
pub use decision::{DecisionTables, Effective};
pub use expression::{Arithmetic, Expr, ExprKind, ExprType, Ordering};
pub use guarantee::{Direction, Guarantee, GuaranteeClaim};
pub use key::{History, HistoryEvents, HistoryFunction, Key, KeyIndex, Keys};
pub use outcome::Outcome;
pub use parameter::{Parameter, ParameterIndex, ParameterTune};
pub use reason::{Reason, ReasonIndex, RouteIndex, Wording};
pub use rules::{
    Conclusion, CrossForm, CrossTune, HitPolicy, ResultCell, Rule, RuleTable, Table, TableForm, TableIndex,
};
