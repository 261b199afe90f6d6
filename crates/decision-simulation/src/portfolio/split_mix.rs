//! `SplitMix64` with direct access to any output, and draws without floats.
//!
//! Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.

/// Output `index` (from 0) of `SplitMix64` with state `state`.
pub(super) fn output(state: u64, index: u64) -> u64 {
    let steps = index.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = state.wrapping_add(steps);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// A number below `bound` from a 64-bit draw; `bound` is below 2^32.
pub(super) fn below(draw: u64, bound: u64) -> u64 {
    ((draw >> 32) * bound) >> 32
}

/// The first index whose cumulative weight exceeds `value`; the last one where none does.
pub(super) fn pick(value: u64, weights: &[u64]) -> usize {
    let mut cumulative = 0;
    weights
        .iter()
        .position(|weight| {
            cumulative += weight;
            cumulative > value
        })
        .unwrap_or(weights.len().saturating_sub(1))
}
