//! Statistics of sums and ratios over customers: intervals, tests and estimators. Floats live
//! here and nowhere else; what they are computed from is exact and does not depend on any order.

mod estimate;
mod exact_test;
mod moments;
mod quantile;
mod stability;
mod wide;

pub use estimate::{Estimate, Method};
pub(crate) use estimate::{float, ratio};
pub use exact_test::{
    clopper_pearson, clopper_pearson_high, clopper_pearson_low, fisher_one_sided,
};
pub use moments::RatioMoments;
pub use quantile::{
    chi_square_excess, chi_square_probability, chi_square_quantile, normal_quantile,
};
pub use stability::stability_index;
