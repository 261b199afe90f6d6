//! Random matrices and claims for the property tests.
//!
//! Everything follows from one seed, so that a failing case is told by one number. Values are
//! drawn where the meaning turns: at each literal, its neighbours, the ends of the domain, null.

mod cells;
mod claims;
mod expressions;
mod matrices;
mod random;
mod rules_text;

pub(crate) use claims::fill;
pub(crate) use matrices::{Shape, matrix};
pub(crate) use random::Random;
pub(crate) use rules_text::rules_text;

use decision_matrix::table::ColumnType;

/// A column type together with the values around which its cells and claims are drawn.
#[derive(Clone, Debug)]
pub(crate) struct Kind {
    /// The type; nullable and domain are set where it is used.
    pub(crate) column: ColumnType,
    /// Values of the type, its ends among them.
    pub(crate) pool: Vec<i64>,
}
