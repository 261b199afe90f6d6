//! Exact decimals of expressions: an `i128` mantissa and a scale.
//!
//! `+` and `-` work at the larger scale, `*` at the sum of the scales, `/` rounds half to even at
//! nine fraction digits. Nothing is normalised. A *result* whose mantissa passes 2^127 - 1 is an
//! overflow; intermediates are as wide as they need to be, and comparisons never overflow. Shared
//! by both engines, so that there is one arithmetic.

mod wide;

use std::cmp::Ordering;

use crate::table::Rounding;
use wide::Wide;

/// Fraction digits of a quotient.
pub(crate) const QUOTIENT_SCALE: u32 = 9;

/// The largest mantissa, 2^127 - 1. `i128::MIN` is never one.
const MANTISSA_MAX: u128 = i128::MAX.unsigned_abs();

/// An exact decimal, `mantissa · 10^-scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    /// All digits. INVARIANT: never `i128::MIN`.
    mantissa: i128,
    /// Fraction digits; a product may have many.
    scale: u32,
}

/// A result whose mantissa passes 2^127 - 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overflow;

impl Decimal {
    /// `mantissa · 10^-scale`; the one mantissa that has no negative counterpart is moved by one
    /// (no literal and no column can hold it).
    pub(crate) fn new(mantissa: i128, scale: u32) -> Self {
        Self {
            mantissa: mantissa.max(-i128::MAX),
            scale,
        }
    }

    /// A value of a column, in units of its scale.
    #[inline]
    pub(crate) fn from_units(units: i64, scale: u8) -> Self {
        Self {
            mantissa: i128::from(units),
            scale: u32::from(scale),
        }
    }

    /// The mantissa and the scale.
    pub(crate) fn parts(self) -> (i128, u32) {
        (self.mantissa, self.scale)
    }

    /// `-self`
    #[inline]
    pub(crate) fn negated(self) -> Self {
        Self {
            mantissa: -self.mantissa,
            scale: self.scale,
        }
    }

    /// The magnitude.
    pub(crate) fn abs(self) -> Self {
        Self {
            mantissa: self.mantissa.abs(),
            scale: self.scale,
        }
    }

    /// `self + other`
    #[inline]
    pub(crate) fn add(self, other: Self) -> Result<Self, Overflow> {
        if self.scale == other.scale {
            let sum = self
                .mantissa
                .checked_add(other.mantissa)
                .filter(|sum| *sum != i128::MIN);
            return sum
                .map(|mantissa| Self {
                    mantissa,
                    scale: self.scale,
                })
                .ok_or(Overflow);
        }
        if self.scale > other.scale {
            other.add_finer(self)
        } else {
            self.add_finer(other)
        }
    }

    /// `self + finer`, where `finer` has the larger scale.
    fn add_finer(self, finer: Self) -> Result<Self, Overflow> {
        let scale = finer.scale;
        if self.mantissa == 0 {
            return Ok(finer);
        }
        let scaled =
            times_power(self.mantissa.unsigned_abs(), scale - self.scale).ok_or(Overflow)?;
        let addend = finer.mantissa.unsigned_abs();
        let negative = self.mantissa < 0;
        if negative == (finer.mantissa < 0) {
            signed(scaled.checked_add(addend).ok_or(Overflow)?, negative, scale)
        } else if scaled >= addend {
            signed(scaled - addend, negative, scale)
        } else {
            signed(addend - scaled, !negative, scale)
        }
    }

    /// `self - other`
    #[inline]
    pub(crate) fn subtract(self, other: Self) -> Result<Self, Overflow> {
        self.add(other.negated())
    }

    /// `self * other`
    #[inline]
    pub(crate) fn multiply(self, other: Self) -> Result<Self, Overflow> {
        let scale = self.scale.checked_add(other.scale).ok_or(Overflow)?;
        if let (Ok(a), Ok(b)) = (i64::try_from(self.mantissa), i64::try_from(other.mantissa)) {
            return Ok(Self {
                mantissa: i128::from(a) * i128::from(b),
                scale,
            });
        }
        let product = Wide::product(self.mantissa.unsigned_abs(), other.mantissa.unsigned_abs());
        let magnitude = product.narrow().ok_or(Overflow)?;
        signed(
            magnitude,
            (self.mantissa < 0) != (other.mantissa < 0),
            scale,
        )
    }

    /// `self / other`, half to even at nine fraction digits; `None` where `other` is zero.
    pub(crate) fn divide(self, other: Self) -> Result<Option<Self>, Overflow> {
        if other.mantissa == 0 {
            return Ok(None);
        }
        let zero = Self {
            mantissa: 0,
            scale: QUOTIENT_SCALE,
        };
        if self.mantissa == 0 {
            return Ok(Some(zero));
        }
        let (dividend, divisor) = (self.mantissa.unsigned_abs(), other.mantissa.unsigned_abs());
        let negative = (self.mantissa < 0) != (other.mantissa < 0);
        let shift = i64::from(QUOTIENT_SCALE) + i64::from(other.scale) - i64::from(self.scale);
        let power = u32::try_from(shift.unsigned_abs()).map_err(|_| Overflow)?;
        let magnitude = if shift >= 0 {
            // The dividend has a wide form, or the quotient has more than 128 bits.
            Wide::from(dividend)
                .times_power_of_ten(power)
                .and_then(|wide| wide.divide_half_even(divisor))
        } else {
            match times_power(divisor, power) {
                Some(divisor) => Wide::from(dividend).divide_half_even(divisor),
                // The divisor passes 2^128, more than twice any dividend: less than a half.
                None => Some(0),
            }
        };
        signed(magnitude.ok_or(Overflow)?, negative, QUOTIENT_SCALE).map(Some)
    }

    /// Brought to at most `scale` fraction digits; fewer stay as they are.
    pub(crate) fn rounded(self, scale: u8, rounding: Rounding) -> Self {
        let scale = u32::from(scale);
        if self.scale <= scale {
            return self;
        }
        let (quotient, half) = match 10_u128.checked_pow(self.scale - scale) {
            Some(power) => {
                let magnitude = self.mantissa.unsigned_abs();
                let rest = magnitude % power;
                // `power - rest` and `rest` compare as `rest` with one half of `power`.
                (
                    magnitude / power,
                    (rest != 0).then(|| rest.cmp(&(power - rest))),
                )
            }
            // The power is 10^39 or more, the mantissa below 2^127: less than a half.
            None => (0, (self.mantissa != 0).then_some(Ordering::Less)),
        };
        let away = match (rounding, half) {
            (Rounding::Down, _)
            | (_, None)
            | (Rounding::HalfEven | Rounding::HalfUp, Some(Ordering::Less)) => false,
            (Rounding::Up, Some(_))
            | (_, Some(Ordering::Greater))
            | (Rounding::HalfUp, Some(Ordering::Equal)) => true,
            (Rounding::HalfEven, Some(Ordering::Equal)) => quotient % 2 == 1,
        };
        // A quotient by ten or more has room for one more.
        let magnitude = i128::try_from(quotient + u128::from(away)).unwrap_or(i128::MAX);
        let mantissa = if self.mantissa < 0 {
            -magnitude
        } else {
            magnitude
        };
        Self { mantissa, scale }
    }

    /// Units of `scale`, rounded; `None` where they pass 64 bits.
    pub(crate) fn to_units(self, scale: u8, rounding: Rounding) -> Option<i64> {
        let rounded = self.rounded(scale, rounding);
        if rounded.mantissa == 0 {
            return Some(0);
        }
        let power = 10_i128.checked_pow(u32::from(scale) - rounded.scale)?;
        i64::try_from(rounded.mantissa.checked_mul(power)?).ok()
    }

    /// The order of the values; scales may differ.
    #[inline]
    pub(crate) fn compare(self, other: Self) -> Ordering {
        if self.scale == other.scale {
            return self.mantissa.cmp(&other.mantissa);
        }
        let signs = self.mantissa.signum().cmp(&other.mantissa.signum());
        if signs != Ordering::Equal || self.mantissa == 0 {
            return signs;
        }
        let magnitudes = compare_magnitudes(self, other);
        if self.mantissa < 0 {
            magnitudes.reverse()
        } else {
            magnitudes
        }
    }
}

/// The order of the magnitudes of two numbers that are not zero.
fn compare_magnitudes(a: Decimal, b: Decimal) -> Ordering {
    if a.scale > b.scale {
        return compare_magnitudes(b, a).reverse();
    }
    match times_power(a.mantissa.unsigned_abs(), b.scale - a.scale) {
        Some(scaled) => scaled.cmp(&b.mantissa.unsigned_abs()),
        None => Ordering::Greater,
    }
}

/// `value · 10^power`; `None` where it passes 128 bits.
fn times_power(value: u128, power: u32) -> Option<u128> {
    if value == 0 {
        Some(0)
    } else {
        10_u128.checked_pow(power)?.checked_mul(value)
    }
}

/// A magnitude with its sign.
fn signed(magnitude: u128, negative: bool, scale: u32) -> Result<Decimal, Overflow> {
    if magnitude > MANTISSA_MAX {
        return Err(Overflow);
    }
    let magnitude = i128::try_from(magnitude).map_err(|_| Overflow)?;
    Ok(Decimal {
        mantissa: if negative { -magnitude } else { magnitude },
        scale,
    })
}

#[cfg(test)]
mod tests;
