//! Properties that a matrix promises for every claim.

use super::cell::Cell;
use super::column::ColumnRef;
use super::outcome::Outcome;

/// A promised property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guarantee {
    /// Its id.
    pub id: String,
    /// What it promises.
    pub claim: GuaranteeClaim,
    /// The claims it speaks of: all cells match. Empty is every claim.
    pub when: Vec<(ColumnRef, Cell)>,
}

/// What a guarantee promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GuaranteeClaim {
    /// None of these outcomes.
    Never(Vec<Outcome>),
    /// One of these outcomes.
    Always(Vec<Outcome>),
    /// Moving one of these columns alone in its direction never makes the outcome less cautious.
    MoreCautious(Vec<(ColumnRef, Direction)>),
}

/// The direction in which a column moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The value grows.
    Rising,
    /// The value falls.
    Falling,
}
