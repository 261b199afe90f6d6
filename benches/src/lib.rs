//! The workload of the benches: rules over ten factors, claims, and the same rules as a chain of
//! `if` statements.
//!
//! Everything follows from constants, so that every run measures the same thing.

mod chain;
mod claims;
mod rules;
mod rules_text;

pub use chain::{chain_12, chain_100, chain_1000};
pub use claims::{Claim, claims, facts};
pub use rules::{Condition, FACTORS, RuleSpec, rule, tables};
pub use rules_text::{Shape, rules_text};
