//! Quantiles and distribution functions of the normal and the chi-square distribution.

#[cfg(test)]
mod tests;

use statrs::function::erf::erfc_inv;
use statrs::function::gamma::{gamma_lr, gamma_ur};

/// The most steps of a search for a quantile; some ten are usual.
const MOST_STEPS: u32 = 200;

/// The value that a standard normal variable stays below with this probability, which lies
/// strictly between 0 and 1.
pub fn normal_quantile(probability: f64) -> f64 {
    -std::f64::consts::SQRT_2 * erfc_inv(2.0 * probability)
}

/// The probability that a chi-square variable is at most `value`.
pub fn chi_square_probability(degrees: f64, value: f64) -> f64 {
    if value > 0.0 && value.is_finite() {
        gamma_lr(degrees / 2.0, value / 2.0)
    } else {
        f64::from(u8::from(value > 0.0))
    }
}

/// The probability that a chi-square variable is larger than `value`; exact in its digits where
/// it is small.
pub fn chi_square_excess(degrees: f64, value: f64) -> f64 {
    if value > 0.0 && value.is_finite() {
        gamma_ur(degrees / 2.0, value / 2.0)
    } else {
        f64::from(u8::from(value <= 0.0))
    }
}

/// The value that a chi-square variable stays below with this probability, which lies strictly
/// between 0 and 1. `degrees` is above 0.
pub fn chi_square_quantile(degrees: f64, probability: f64) -> f64 {
    let mut high = degrees.max(1.0);
    while chi_square_probability(degrees, high) < probability && high < f64::MAX / 4.0 {
        high *= 2.0;
    }
    let mut low = 0.0;
    for _ in 0..MOST_STEPS {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if chi_square_probability(degrees, middle) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}
