//! Moments of pairs over clusters, exact, so that they depend neither on the order of customers
//! nor on threads, and the interval of their ratio.

#[cfg(test)]
mod tests;

use num_bigint::BigInt;
use num_traits::{ToPrimitive as _, Zero as _};

use super::estimate::{Estimate, Method, float, ratio};
use super::wide::Wide;

/// The normal quantile of 97.5%: both ends together leave out 5%.
const QUANTILE: f64 = 1.959_963_984_540_054_2;
/// The fewest clusters that count in the denominator for an interval to be given.
const FEWEST_CLUSTERS: u64 = 10;
/// A skewness below this changes nothing in a float.
const NO_SKEWNESS: f64 = 1e-12;

/// Sums over clusters `c` of `n_c`, `d_c` and their products up to the third degree: what the
/// interval of the ratio `sum n_c / sum d_c` needs.
///
/// A cluster is what is independent of the rest: a customer, or a claim where no customer is
/// known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RatioMoments {
    clusters: u64,
    /// Clusters whose denominator is not 0.
    weighted: u64,
    /// Clusters whose numerator is not 0.
    events: u64,
    n: i128,
    d: i128,
    nn: Wide,
    nd: Wide,
    dd: Wide,
    nnn: Wide,
    nnd: Wide,
    ndd: Wide,
    ddd: Wide,
}

impl RatioMoments {
    /// Adds a cluster: the sums of its numerator and its denominator.
    pub fn add(&mut self, n: i64, d: i64) {
        self.clusters += 1;
        if d != 0 {
            let square = i128::from(d) * i128::from(d);
            self.weighted += 1;
            self.d += i128::from(d);
            self.dd.add(square);
            self.ddd.add_product(square, d);
            if n != 0 {
                self.ndd.add_product(square, n);
                self.nd.add(i128::from(n) * i128::from(d));
            }
        }
        if n != 0 {
            let square = i128::from(n) * i128::from(n);
            self.events += 1;
            self.n += i128::from(n);
            self.nn.add(square);
            self.nnn.add_product(square, n);
            self.nnd.add_product(square, d);
        }
    }

    /// Adds what was summed elsewhere over other clusters.
    pub fn merge(&mut self, other: &Self) {
        self.clusters += other.clusters;
        self.weighted += other.weighted;
        self.events += other.events;
        self.n += other.n;
        self.d += other.d;
        self.nn.add_wide(other.nn);
        self.nd.add_wide(other.nd);
        self.dd.add_wide(other.dd);
        self.nnn.add_wide(other.nnn);
        self.nnd.add_wide(other.nnd);
        self.ndd.add_wide(other.ndd);
        self.ddd.add_wide(other.ddd);
    }

    /// How many clusters were added.
    pub fn clusters(&self) -> u64 {
        self.clusters
    }

    /// How many of them have a numerator that is not 0. An interval that rests on a handful of
    /// losses is wide and, where there are fewer still, too narrow: say so beside it.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// The sum of the numerators.
    pub fn numerator(&self) -> i128 {
        self.n
    }

    /// The sum of the denominators.
    pub fn denominator(&self) -> i128 {
        self.d
    }

    /// The ratio with its 95% interval.
    ///
    /// With `u_c = (n_c - r*d_c)/mean(d)`, `s` its standard deviation (divisor `C - 1`), `g` its
    /// skewness (divisor `C`) and `A = g/sqrt(C)` over `C` clusters, the interval is
    /// `[r - H(z)*s/sqrt(C), r - H(-z)*s/sqrt(C)]`, where `H` is the inverse of
    /// `h(x) = x + A*x^2/3 + A^2*x^3/27 + A/6` (Hall 1992, "On the removal of skewness by
    /// transformation", J. R. Statist. Soc. B 54) and `z` the normal quantile of 97.5%. Sums of
    /// money over customers are skewed: a symmetric interval misses a loss rate three times more
    /// often on one side than on the other.
    ///
    /// There is a value without an interval (method `none`) with fewer than ten clusters whose
    /// denominator is not 0, and where all clusters have the same ratio: a sample without spread
    /// does not say how much spread there is. No loss among a thousand customers does not make
    /// the loss rate 0 without doubt. Nothing is cut off: the ends of a share may lie outside of
    /// 0 and 1, and who prints them cuts.
    pub fn hall(&self) -> Estimate {
        self.scaled(1.0, 1.0)
    }

    /// The sum of the numerators with the interval of the ratio times the sum of the denominators,
    /// in whole units of `scale` fraction digits: with claims as denominators, the interval of a
    /// sum of money over as many claims.
    pub fn hall_sum(&self, scale: u8) -> Estimate {
        let unit = 10_f64.powi(i32::from(scale));
        Estimate {
            value: ratio(self.n, 1).map(|sum| sum / unit),
            ..self.scaled(float(self.d), unit)
        }
    }

    /// The ratio and its interval times `factor/divisor`.
    pub(crate) fn scaled(&self, factor: f64, divisor: f64) -> Estimate {
        let Some(value) = ratio(self.n, self.d) else {
            return Estimate::exactly(None);
        };
        let scale = |value: f64| value * factor / divisor;
        let Some((error, skewness)) = self.error_and_skewness() else {
            return Estimate::exactly(Some(scale(value)));
        };
        let ends = [QUANTILE, -QUANTILE].map(|z| scale(value - undone(z, skewness) * error));
        let [low, high] = ends;
        Estimate {
            value: Some(scale(value)),
            low: Some(low.min(high)),
            high: Some(low.max(high)),
            method: Method::Hall,
        }
    }

    /// `s/sqrt(C)` and `A`; `None` where there are too few clusters or no spread.
    ///
    /// The sums of squares and cubes of `n_c*D - N*d_c`, with `N` and `D` the sums of `n` and `d`,
    /// are whole numbers and computed as such, so that nothing cancels.
    fn error_and_skewness(&self) -> Option<(f64, f64)> {
        if self.weighted < FEWEST_CLUSTERS || self.d == 0 {
            return None;
        }
        let (n, d) = (BigInt::from(self.n), BigInt::from(self.d));
        let (n2, nd, d2) = (&n * &n, &n * &d, &d * &d);
        let squares =
            self.nn.to_big() * &d2 - self.nd.to_big() * &nd * 2_u8 + self.dd.to_big() * &n2;
        if squares.is_zero() {
            return None;
        }
        let cubes = self.nnn.to_big() * (&d2 * &d) - self.nnd.to_big() * (&d2 * &n) * 3_u8
            + self.ndd.to_big() * (&n2 * &d) * 3_u8
            - self.ddd.to_big() * (&n2 * &n);
        let (squares, d2) = (squares.to_f64()?, d2.to_f64()?);
        let clusters = count(self.clusters);
        let error = (squares * (clusters / (clusters - 1.0))).sqrt() / d2;
        let skewness = cubes.to_f64()? / squares / squares.sqrt();
        (error.is_finite() && skewness.is_finite()).then_some((error, skewness))
    }
}

/// Hall's transformation undone: the `x` with `x + a*x^2/3 + a^2*x^3/27 + a/6 = y`, which is
/// `3/a*(cbrt(1 + a*(y - a/6)) - 1)`.
fn undone(y: f64, a: f64) -> f64 {
    let shifted = y - a / 6.0;
    if a.abs() < NO_SKEWNESS {
        return shifted;
    }
    let inside = a * shifted;
    let root = if inside.abs() < 0.5 {
        // The same without the difference of two numbers near 1.
        (inside.ln_1p() / 3.0).exp_m1()
    } else {
        (1.0 + inside).cbrt() - 1.0
    };
    3.0 / a * root
}

/// A count as a float.
#[expect(
    clippy::cast_precision_loss,
    reason = "a count of clusters lies far below 2^53"
)]
fn count(clusters: u64) -> f64 {
    clusters as f64
}
