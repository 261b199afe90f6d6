//! Statistics of sums and ratios over customers: intervals, tests and estimators. Floats live
//! here and nowhere else; what they are computed from is exact and does not depend on any order.

mod estimate;
mod moments;

pub(crate) use estimate::ratio;
pub use estimate::{Estimate, Method};
pub use moments::RatioMoments;
