//! The population stability index: how far a distribution over bins has moved.

#[cfg(test)]
mod tests;

use super::quantile::chi_square_quantile;

/// What an empty bin counts as, so that its logarithm exists.
const EMPTY_BIN: f64 = 0.5;

/// The population stability index of `now` against `reference`, counts bin by bin, and the value
/// that it stays below with probability `confidence` where nothing has changed.
///
/// The index is `sum (p - q)*ln(p/q)` over the bins' shares; a bin that is empty on one side
/// counts as half an observation there, one that is empty on both sides is left out. Where nothing
/// has changed it is distributed as `(1/n + 1/m)` times chi-square with one degree of freedom less
/// than there are bins (Yurdakul and Naranjo 2020), so that what counts as much depends on how many
/// claims there are, not on a rule of thumb.
///
/// `None` where the lengths differ, a side is empty or fewer than two bins are filled.
pub fn stability_index(reference: &[u64], now: &[u64], confidence: f64) -> Option<(f64, f64)> {
    let (n, m) = (total(reference), total(now));
    if reference.len() != now.len() || n <= 0.0 || m <= 0.0 {
        return None;
    }
    let filled = reference.iter().zip(now).filter(|(n, m)| **n + **m > 0);
    let (mut bins, mut index) = (0_u32, 0.0);
    for (before, after) in filled {
        let (p, q) = (share(*before, n), share(*after, m));
        index += (p - q) * (p / q).ln();
        bins += 1;
    }
    let degrees = bins.checked_sub(1).filter(|degrees| *degrees > 0)?;
    let quantile = chi_square_quantile(f64::from(degrees), confidence);
    Some((index, (1.0 / n + 1.0 / m) * quantile))
}

/// The share of a bin that is never 0.
fn share(count: u64, total: f64) -> f64 {
    if count == 0 {
        EMPTY_BIN / total
    } else {
        float(count) / total
    }
}

/// All counts of one side.
fn total(counts: &[u64]) -> f64 {
    counts.iter().map(|count| float(*count)).sum()
}

/// A count as a float.
#[expect(
    clippy::cast_precision_loss,
    reason = "a share needs no more than 53 bits"
)]
fn float(count: u64) -> f64 {
    count as f64
}
