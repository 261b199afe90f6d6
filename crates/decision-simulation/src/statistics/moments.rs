//! Moments of pairs over clusters, exact, so that they depend neither on the order of customers
//! nor on threads.

use super::estimate::Estimate;

/// Sums over clusters `c` of `n_c`, `d_c` and their products up to the third degree: what the
/// interval of the ratio `sum n_c / sum d_c` needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RatioMoments {
    clusters: u64,
    n: i128,
    d: i128,
}

impl RatioMoments {
    /// Adds a cluster: the sums of its numerator and its denominator.
    pub fn add(&mut self, n: i64, d: i64) {
        self.clusters += 1;
        self.n += i128::from(n);
        self.d += i128::from(d);
    }

    /// How many clusters were added.
    pub fn clusters(&self) -> u64 {
        self.clusters
    }

    /// Adds what was summed elsewhere over other clusters.
    pub fn merge(&mut self, other: &Self) {
        self.clusters += other.clusters;
        self.n += other.n;
        self.d += other.d;
    }

    /// The ratio with its 95% interval.
    pub fn hall(&self) -> Estimate {
        Estimate::of(Some((self.n, self.d)))
    }
}
