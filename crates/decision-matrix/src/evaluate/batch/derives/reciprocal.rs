//! Division by a number that stays the same, as one multiplication.

/// A divisor of magnitudes below 2^63.
///
/// With `l` bits of the divisor less one, the multiplier is 2^(63 + l) divided by it, rounded up;
/// its error is too small to move a quotient of a dividend below 2^63. Source: Granlund and
/// Montgomery, "Division by invariant integers using multiplication" (1994), theorem 4.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reciprocal {
    divisor: u64,
    multiplier: u64,
    shift: u32,
}

impl Reciprocal {
    /// Of a divisor in `1..2^63`; every other one is taken as 1.
    pub(super) fn new(divisor: u64) -> Self {
        let divisor = if (1..1 << 63).contains(&divisor) {
            divisor
        } else {
            1
        };
        let shift = 63 + (u64::BITS - (divisor - 1).leading_zeros());
        let multiplier = (1_u128 << shift).div_ceil(u128::from(divisor));
        Self {
            divisor,
            multiplier: u64::try_from(multiplier).unwrap_or(u64::MAX),
            shift,
        }
    }

    /// What is divided by.
    #[inline]
    pub(super) fn divisor(&self) -> u64 {
        self.divisor
    }

    /// The quotient, rounded down.
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the quotient is at most the dividend"
    )]
    pub(super) fn quotient(&self, dividend: u64) -> u64 {
        ((u128::from(dividend) * u128::from(self.multiplier)) >> self.shift) as u64
    }
}

#[cfg(test)]
mod tests;
