//! Numbers of the data as places in a picture, where a loss of digits cannot be seen.

/// Tenths of a pixel; what is no number stands at 0.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the value is clamped to what fits"
)]
pub(super) fn tenths(value: f64) -> i64 {
    (value.clamp(-1e9, 1e9) * 10.0).round() as i64
}

/// A length in whole steps, at least 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is clamped to what fits"
)]
pub(crate) fn whole_pixels(value: f64) -> usize {
    value.clamp(0.0, 1e9).round() as usize
}
