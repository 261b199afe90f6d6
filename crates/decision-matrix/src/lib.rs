//! Decides bank claims against YAML rules: exactly, in nanoseconds, with reasons.
//!
//! The path of a rules file: text -> [`source`] -> [`check`] -> [`table`] -> [`compile`] ->
//! [`evaluate`]. The core reads no clock, no file and no environment; there is no float in it.

pub mod calendar;
mod check;
mod compile;
mod decimal;
pub mod diagnostic;
mod evaluate;
pub mod limits;
mod matrix;
pub mod number;
mod raw_value;
pub mod reference;
pub mod source;
pub mod table;

pub use compile::{CompileConfig, CompiledMatrix};
pub use evaluate::{
    AuditMark, BindError, Binding, Columns, Decision, DecisionColumns, DecisionReason, EngineReason, ExplainedTable,
    ExplainedValue, Explanation, Fact, FactError, FactorLevels, Facts, FailedCell, FaultSource, InputFault, RuleAbove, RuleRef,
    UnknownFactorError, ValueState,
};
pub use matrix::{DecisionMatrix, LoadConfig};
pub use raw_value::RawValue;
