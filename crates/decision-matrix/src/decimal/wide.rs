//! Unsigned 256-bit numbers: just enough for exact products and quotients of 128 bits.

/// The largest power of ten in 128 bits.
const LARGEST_POWER: u32 = 38;

/// `high · 2^128 + low`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wide {
    high: u128,
    low: u128,
}

impl From<u128> for Wide {
    fn from(low: u128) -> Self {
        Self { high: 0, low }
    }
}

impl Wide {
    /// `a * b`, schoolbook on halves of 64 bits.
    pub(super) fn product(a: u128, b: u128) -> Self {
        let (a_high, a_low) = halves(a);
        let (b_high, b_low) = halves(b);
        let low = a_low * b_low;
        let cross = a_low * b_high;
        let (middle, carry) = (a_high * b_low).overflowing_add(cross);
        let (low, low_carry) = low.overflowing_add(middle << 64);
        let high =
            a_high * b_high + (middle >> 64) + (u128::from(carry) << 64) + u128::from(low_carry);
        Self { high, low }
    }

    /// The number, where it has 128 bits.
    pub(super) fn narrow(self) -> Option<u128> {
        (self.high == 0).then_some(self.low)
    }

    /// `self · 10^power`; `None` where it passes 256 bits. `self` must not be zero.
    pub(super) fn times_power_of_ten(self, power: u32) -> Option<Self> {
        let (mut value, mut rest) = (self, power);
        while rest > 0 {
            let step = rest.min(LARGEST_POWER);
            value = value.times(10_u128.checked_pow(step)?)?;
            rest -= step;
        }
        Some(value)
    }

    /// `self * factor`; `None` where it passes 256 bits.
    fn times(self, factor: u128) -> Option<Self> {
        let low = Self::product(self.low, factor);
        let high = Self::product(self.high, factor).narrow()?;
        Some(Self {
            high: low.high.checked_add(high)?,
            low: low.low,
        })
    }

    /// `self / divisor`, half to even; `None` where the quotient passes 128 bits. The divisor must
    /// not be zero.
    pub(super) fn divide_half_even(self, divisor: u128) -> Option<u128> {
        let (quotient, rest) = self.divide(divisor)?;
        let other = divisor - rest;
        let away = rest > other || (rest == other && quotient % 2 == 1);
        quotient.checked_add(u128::from(away))
    }

    /// Quotient and rest; `None` where the quotient passes 128 bits.
    fn divide(self, divisor: u128) -> Option<(u128, u128)> {
        if self.high == 0 {
            return Some((
                self.low.checked_div(divisor)?,
                self.low.checked_rem(divisor)?,
            ));
        }
        if self.high >= divisor {
            return None;
        }
        // Long division bit by bit: the rest stays below the divisor, so its doubling needs one
        // bit more than 128, kept in `carry`.
        let (mut quotient, mut rest) = (0_u128, self.high);
        for bit in (0..128).rev() {
            let carry = rest >> 127 == 1;
            rest = (rest << 1) | ((self.low >> bit) & 1);
            quotient <<= 1;
            if carry || rest >= divisor {
                rest = rest.wrapping_sub(divisor);
                quotient |= 1;
            }
        }
        Some((quotient, rest))
    }
}

#[cfg(test)]
impl Wide {
    /// `self + addend`
    pub(super) fn plus(self, addend: u128) -> Option<Self> {
        let (low, carry) = self.low.overflowing_add(addend);
        Some(Self {
            high: self.high.checked_add(u128::from(carry))?,
            low,
        })
    }
}

/// Upper and lower 64 bits.
fn halves(value: u128) -> (u128, u128) {
    (value >> 64, value & u128::from(u64::MAX))
}
