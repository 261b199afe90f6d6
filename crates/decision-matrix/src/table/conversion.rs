//! Bringing a value of one column to the unit of another, so that the two can be compared.

use std::sync::Arc;

/// How a value of another column becomes one of this column. Never gives `i64::MIN`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// A category with another list of words: its code to the code here, -1 where this column does
    /// not have the word, which equals nothing.
    Words(Arc<[i64]>),
    /// A decimal with a smaller scale: times this power of ten. A product beyond 64 bits stays at
    /// the end, beyond every value of a column.
    Coarser(i64),
    /// A decimal with a larger scale: divided by this power of ten, rounded as the comparison needs.
    Finer(i64, Nearest),
}

/// Which value of a coarser scale stands for a finer bound without changing a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearest {
    /// The largest that is not above: for `<=`, `>` and such ends of intervals.
    Below,
    /// The smallest that is not below: for `<`, `>=` and such ends of intervals.
    Above,
    /// Only the equal one, else a value that equals nothing: for `=`.
    Equal,
}

impl Conversion {
    /// The value in the unit of this column.
    pub fn apply(&self, value: i64) -> i64 {
        match self {
            Self::Words(codes) => usize::try_from(value)
                .ok()
                .and_then(|at| codes.get(at))
                .copied()
                .unwrap_or(-1),
            Self::Coarser(power) => value.saturating_mul(*power).max(-i64::MAX),
            Self::Finer(power, nearest) => {
                let (below, rest) = (value.div_euclid(*power), value.rem_euclid(*power));
                match nearest {
                    Nearest::Below => below,
                    Nearest::Above => below + i64::from(rest != 0),
                    Nearest::Equal if rest == 0 => below,
                    Nearest::Equal => i64::MAX,
                }
            }
        }
    }
}
