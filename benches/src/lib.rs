//! The workload of the benches: rules over ten factors, claims, and the same rules as a chain of
//! `if` statements; a second one with everything that a claims desk writes; and the clock.
//!
//! Everything follows from constants, so that every run measures the same thing.

mod chain;
mod claims;
mod clock;
mod columns;
mod derived;
mod desk;
mod rules;
mod rules_text;
mod turns;
mod typed;
mod workload;

pub use chain::{chain_12, chain_100, chain_1000};
pub use claims::{Claim, claims, facts};
pub use clock::{cpu_nanoseconds, cpu_time};
pub use columns::OwnedColumns;
pub use derived::DerivedWorkload;
pub use desk::{DeskClaim, desk_claims, desk_text};
pub use rules::{Condition, FACTORS, RuleSpec, rule, tables};
pub use rules_text::{Shape, rules_text};
pub use turns::{Way, find, median, take_turns};
pub use typed::{TypedClaim, json, money_tables, typed};
pub use workload::{Chain, DeskWorkload, Workload, place, read};
