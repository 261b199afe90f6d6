//! Random matrices and claims for the property tests.
//!
//! Everything follows from one seed, so that a failing case is told by one number. Values are
//! drawn where the meaning turns: at each literal, its neighbours, the ends of the domain, null.

mod cells;
mod claims;
mod expressions;
mod matrices;
mod random;

pub use claims::fill;
pub use matrices::{Shape, matrix};
pub use random::Random;

use decision_matrix::table::ColumnType;

/// A column type together with the values around which its cells and claims are drawn.
#[derive(Clone, Debug)]
pub struct Kind {
    /// The type; nullable and domain are set where it is used.
    pub column: ColumnType,
    /// Values of the type, its ends among them.
    pub pool: Vec<i64>,
}
