//! The share of claims whose review costs more than the loss it can be expected to stop.
//!
//! A cell is a combination of levels of the discrete factors (device and history, say). Within a
//! cell the probability that a claim is unjustified is the observed one.

use std::collections::BTreeMap;

use super::priced::PricedClaim;

/// The most cells that are told apart; claims beyond them share one.
const MOST_CELLS: usize = 4_096;
/// One, in the fixed point of ratios.
const ONE: i128 = 1 << 32;
/// Bits that a bucket keeps of a ratio: buckets are a thousandth of the ratio wide.
const MANTISSA_BITS: u32 = 10;

/// Claims by cell and by direct review cost over amount.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BreakEvenCells {
    cells: BTreeMap<Vec<u16>, BreakEvenCell>,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct BreakEvenCell {
    known: u64,
    unjustified: u64,
    /// Sum of the avoidable share over claims with a known result, times 10^9.
    avoidable_share: i128,
    /// Claims by bucket of review cost over amount.
    buckets: BTreeMap<u32, u64>,
}

impl BreakEvenCell {
    /// Adds a claim.
    pub(super) fn add(&mut self, priced: &PricedClaim<'_>) {
        let direct = priced.price.review().direct;
        let ratio = match priced.amount {
            Some(amount @ 1..) => quotient(direct.saturating_mul(ONE), amount),
            _ => i128::MAX,
        };
        *self.buckets.entry(bucket(ratio)).or_default() += 1;
        if priced.is_known() {
            self.known += 1;
            self.unjustified += u64::from(priced.price.is_unjustified());
            self.avoidable_share += priced.price.avoidable_share();
        }
    }

    fn merge(&mut self, other: &Self) {
        self.known += other.known;
        self.unjustified += other.unjustified;
        self.avoidable_share += other.avoidable_share;
        for (bucket, count) in &other.buckets {
            *self.buckets.entry(*bucket).or_default() += count;
        }
    }
}

/// A quotient; the numbers of nearly every claim are small, and division of small numbers is fast.
fn quotient(numerator: i128, denominator: i64) -> i128 {
    match i64::try_from(numerator) {
        Ok(numerator) => i128::from(numerator / denominator),
        Err(_) => numerator / i128::from(denominator),
    }
}

impl BreakEvenCells {
    /// Adds claims of one cell.
    pub(super) fn add(&mut self, cell: &[u16], claims: &BreakEvenCell) {
        let is_full = self.cells.len() >= MOST_CELLS && !self.cells.contains_key(cell);
        let cell = if is_full { &[] } else { cell };
        self.cells.entry(cell.to_vec()).or_default().merge(claims);
    }

    /// Adds other cells.
    pub(super) fn merge(&mut self, other: &Self) {
        for (key, theirs) in &other.cells {
            self.cells.entry(key.clone()).or_default().merge(theirs);
        }
    }

    /// Claims whose direct review cost is above the expected avoidable loss, and claims in cells
    /// where a result is known.
    pub(crate) fn share(&self) -> Option<(i128, i128)> {
        let (mut above, mut all) = (0_i128, 0_i128);
        let known: i128 = self.cells.values().map(|it| i128::from(it.known)).sum();
        let avoidable_share: i128 = self.cells.values().map(|it| it.avoidable_share).sum();
        for cell in self.cells.values().filter(|cell| cell.known > 0) {
            // p(cell) times the mean avoidable share, in the fixed point of ratios.
            let risk = i128::from(cell.unjustified) * avoidable_share / i128::from(cell.known);
            let threshold = bucket(risk.saturating_mul(ONE) / (known.max(1) * 1_000_000_000));
            for (bucket, count) in &cell.buckets {
                all += i128::from(*count);
                above += if *bucket > threshold {
                    i128::from(*count)
                } else {
                    0
                };
            }
        }
        (all > 0).then_some((above, all))
    }
}

/// The bucket of a ratio: its highest bits and their place. Rises with the ratio.
fn bucket(ratio: i128) -> u32 {
    let Ok(ratio) = u128::try_from(ratio) else {
        return 0;
    };
    let bits = u128::BITS - ratio.leading_zeros();
    let shift = bits.saturating_sub(MANTISSA_BITS + 1);
    let mantissa = u32::try_from(ratio >> shift).unwrap_or(u32::MAX);
    (shift << (MANTISSA_BITS + 1)) | mantissa
}
