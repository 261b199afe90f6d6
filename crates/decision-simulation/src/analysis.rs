//! What a replay tells beyond its totals. Each analysis is one file: a tally that takes decided
//! and priced claims one by one and may be split over threads and merged again, and what it comes
//! to in the end.
//!
//! A tally has `new(plan)`, `add(plan, claim)`, `merge(other)` and `finish`; its sums are exact
//! and do not depend on the order of the claims.

pub mod causes;
pub mod comparison;
pub mod drift;
pub mod frontier;
pub mod gaming;
pub mod limit_cells;
pub mod missing;
pub mod stress;
pub mod survey;
