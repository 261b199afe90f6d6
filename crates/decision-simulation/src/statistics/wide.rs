//! Sums of 256 bits: wide enough for cubes of 64-bit numbers over any file, and as quick as an
//! addition should be.

#[cfg(test)]
mod tests;

use num_bigint::BigInt;

/// The low half of a 128-bit magnitude.
const LOW_HALF: u128 = u64::MAX as u128;

/// A signed sum of 256 bits in two's complement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Wide {
    high: i128,
    low: u128,
}

impl Wide {
    /// Adds a number.
    pub(super) fn add(&mut self, value: i128) {
        self.add_wide(Self::of(value));
    }

    /// Adds the product of two numbers.
    pub(super) fn add_product(&mut self, one: i128, other: i64) {
        match one.checked_mul(i128::from(other)) {
            Some(product) => self.add(product),
            None => self.add_wide(Self::product(one, other)),
        }
    }

    /// Adds another sum.
    pub(super) fn add_wide(&mut self, other: Self) {
        let (low, carry) = self.low.overflowing_add(other.low);
        self.low = low;
        // INVARIANT: a cube has at most 190 bits, so 2^64 of them fit.
        self.high = self
            .high
            .wrapping_add(other.high)
            .wrapping_add(i128::from(carry));
    }

    /// A number.
    fn of(value: i128) -> Self {
        Self {
            high: value >> 127,
            low: value.cast_unsigned(),
        }
    }

    /// A product that may not fit into 128 bits.
    fn product(one: i128, other: i64) -> Self {
        let (magnitude, factor) = (one.unsigned_abs(), u128::from(other.unsigned_abs()));
        // Neither half can overflow: each is a product of two 64-bit numbers.
        let below = (magnitude & LOW_HALF) * factor;
        let above = (magnitude >> 64) * factor;
        let (low, carry) = below.overflowing_add(above << 64);
        let high = (above >> 64) + u128::from(carry);
        let product = Self {
            high: high.cast_signed(),
            low,
        };
        if (one < 0) == (other < 0) {
            product
        } else {
            product.negated()
        }
    }

    /// The number with the other sign.
    fn negated(self) -> Self {
        let (low, carry) = (!self.low).overflowing_add(1);
        Self {
            high: (!self.high).wrapping_add(i128::from(carry)),
            low,
        }
    }

    /// The sum as a number of any size.
    pub(super) fn to_big(self) -> BigInt {
        (BigInt::from(self.high) << 128_u8) + BigInt::from(self.low)
    }
}
