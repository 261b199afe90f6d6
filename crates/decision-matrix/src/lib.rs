//! Decides bank claims against YAML rules: exactly, in nanoseconds, with reasons.
//!
//! The path of a rules file: text -> [`source`] -> `check` -> [`table`] -> `compile` -> `evaluate`.
//! The path of a claim: [`RawValue`]s or typed setters -> [`Facts`] -> [`CompiledMatrix::decide`]
//! -> [`Decision`]. The core reads no clock, no file and no environment; there is no float in it.
//!
//! # Example
//!
//! ```
//! use decision_matrix::{DecisionMatrix, table::Outcome};
//!
//! let rules = r#"
//! format: 1
//! matrix: cash-refund
//! version: "1"
//! currency: RUB
//! keys: {claim: claim_id}
//! factors:
//!   amount: {type: money, domain: ">= 0"}
//!   device_status: {type: category, values: [fault, ok], nullable: true}
//! decision:
//!   hit: first
//!   rules: |
//!     | id | amount  | device_status || outcome | reason         |
//!     |----|---------|---------------||---------|----------------|
//!     | A1 | <= 5000 | fault         || approve | SMALL_AND_SAFE |
//!   default: {outcome: review, reason: NO_RULE}
//! "#;
//! let matrix = DecisionMatrix::from_yaml("matrix.yaml", rules)?;
//! let compiled = matrix.compile();
//!
//! let mut facts = compiled.facts();
//! facts.set_money(compiled.factor("amount")?, "1500.00")?;
//! facts.set_category(compiled.factor("device_status")?, "fault")?;
//! let decision = compiled.decide(&facts);
//! assert_eq!(decision.outcome, Outcome::Approve);
//! assert_eq!(compiled.rule_id(&decision), "A1");
//! assert_eq!(compiled.reason_code(&decision), "SMALL_AND_SAFE");
//!
//! // A claim that lacks a value is still decided: a person looks at it.
//! let decision = compiled.decide(&compiled.facts());
//! assert_eq!(decision.outcome, Outcome::Review);
//! assert_eq!(compiled.reason_code(&decision), "INPUT_MISSING");
//! assert_eq!(compiled.fault_name(&decision), Some("amount"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod calendar;
mod check;
pub mod comparison;
mod compile;
mod decimal;
pub mod diagnostic;
pub mod diff;
mod evaluate;
pub mod limits;
mod matrix;
pub mod number;
mod raw_value;
pub mod reference;
pub mod source;
pub mod table;
pub mod verify;

pub use compile::{CompileConfig, CompiledMatrix};
pub use evaluate::{
    AuditMark, BatchConfig, BindError, Binding, ChangedValues, ClaimColumns, ColumnValues,
    ColumnView, Columns, Decision, DecisionColumns, DecisionReason, EngineReason, ExplainedTable,
    ExplainedValue, Explanation, Fact, FactError, FactorChange, FactorLevels, Facts, FailedCell,
    FaultSource, InputFault, Instructions, JsonError, NearestChange, NearestSearch, RuleAbove,
    RuleRef, UnknownFactorError, Validity, ValueState,
};
pub use matrix::{DecisionMatrix, LoadConfig};
pub use raw_value::RawValue;
pub use verify::{Analyses, GuaranteeStatus};
