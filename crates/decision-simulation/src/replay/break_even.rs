//! The share of claims whose review costs more than the loss it can be expected to stop.
//!
//! A cell is a combination of levels of the discrete factors (device and history, say). Within a
//! cell the probability that a claim is unjustified is the observed one.

use std::collections::BTreeMap;

use crate::costs::ClaimPrice;
use crate::results::KnownResults;

/// The most cells that are told apart; claims beyond them share one.
const MOST_CELLS: usize = 4_096;
/// One, in the fixed point of ratios.
const ONE: i128 = 1 << 32;
/// Bits that a bucket keeps of a ratio: buckets are a thousandth of the ratio wide.
const MANTISSA_BITS: u32 = 10;

/// Claims by cell and by direct review cost over amount.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BreakEvenCells {
    cells: BTreeMap<Vec<u16>, Cell>,
    known: i128,
    /// Sum of the avoidable share over claims with a known result, times 10^9.
    avoidable_share: i128,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Cell {
    known: u64,
    unjustified: u64,
    /// Claims by bucket of review cost over amount.
    buckets: BTreeMap<u32, u64>,
}

impl BreakEvenCells {
    /// Adds a claim.
    pub(super) fn add(
        &mut self,
        cell: Vec<u16>,
        price: &ClaimPrice<'_>,
        results: &KnownResults,
        amount: Option<i64>,
    ) {
        let ratio = match amount {
            Some(amount @ 1..) => price.review().direct.saturating_mul(ONE) / i128::from(amount),
            _ => i128::MAX,
        };
        let is_full = self.cells.len() >= MOST_CELLS && !self.cells.contains_key(&cell);
        let cell = self
            .cells
            .entry(if is_full { Vec::new() } else { cell })
            .or_default();
        *cell.buckets.entry(bucket(ratio)).or_default() += 1;
        if results.is_known() {
            cell.known += 1;
            cell.unjustified += u64::from(price.is_unjustified());
            self.known += 1;
            self.avoidable_share += price.avoidable_share();
        }
    }

    /// Adds other cells.
    pub(super) fn merge(&mut self, other: &Self) {
        for (key, theirs) in &other.cells {
            let mine = self.cells.entry(key.clone()).or_default();
            mine.known += theirs.known;
            mine.unjustified += theirs.unjustified;
            for (bucket, count) in &theirs.buckets {
                *mine.buckets.entry(*bucket).or_default() += count;
            }
        }
        self.known += other.known;
        self.avoidable_share += other.avoidable_share;
    }

    /// Claims whose direct review cost is above the expected avoidable loss, and claims in cells
    /// where a result is known.
    pub(crate) fn share(&self) -> Option<(i128, i128)> {
        let (mut above, mut all) = (0_i128, 0_i128);
        for cell in self.cells.values().filter(|cell| cell.known > 0) {
            // p(cell) times the mean avoidable share, in the fixed point of ratios.
            let risk = i128::from(cell.unjustified) * self.avoidable_share / i128::from(cell.known);
            let threshold = bucket(risk.saturating_mul(ONE) / (self.known.max(1) * 1_000_000_000));
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
