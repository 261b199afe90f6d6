//! Exact money: fractions rounded half to even to the minor unit, and sums as text.

#[cfg(test)]
mod tests;

use decision_matrix::number;

/// Minor units as text: `format(150_000, 2)` is `1500.00`.
pub fn format(minor: i128, scale: u8) -> String {
    number::format_wide(minor, scale)
}

/// Minor units for people: thousands set off by narrow spaces, without a fraction that is zero.
pub fn format_readable(minor: i128, scale: u8) -> String {
    let text = format(minor, scale);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, digits) = whole
        .strip_prefix('-')
        .map_or(("", whole), |digits| ("\u{2212}", digits));
    let grouped = group(digits);
    let is_round = fraction.bytes().all(|digit| digit == b'0');
    if is_round {
        format!("{sign}{grouped}")
    } else {
        format!("{sign}{grouped}.{fraction}")
    }
}

/// Digits in groups of three.
pub(crate) fn group(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// `numerator / denominator`, rounded half to even. The denominator is positive.
///
/// Most fractions of a claim fit into 64 bits, where a division is one instruction; a division of
/// 128 bits is a call of a hundred. Both give the same number.
#[inline]
pub(crate) fn round_ratio(numerator: i128, denominator: i128) -> i128 {
    match (i64::try_from(numerator), i64::try_from(denominator)) {
        (Ok(numerator), Ok(denominator)) => i128::from(round_narrow(numerator, denominator)),
        _ => round_wide(numerator, denominator),
    }
}

/// [`round_ratio`] by a denominator that is known to fit into 64 bits.
#[inline]
pub(crate) fn round_by(numerator: i128, denominator: i64) -> i128 {
    match i64::try_from(numerator) {
        Ok(numerator) => i128::from(round_narrow(numerator, denominator)),
        Err(_) => round_wide(numerator, i128::from(denominator)),
    }
}

/// [`round_ratio`] in 64 bits.
#[inline]
pub(crate) fn round_narrow(numerator: i64, denominator: i64) -> i64 {
    let quotient = numerator / denominator;
    let rest = (numerator % denominator).unsigned_abs();
    // What lacks to the next whole number, away from zero; rest and lack are equal at a half.
    let lack = denominator.unsigned_abs() - rest;
    if rest > lack || (rest == lack && quotient % 2 != 0) {
        quotient + numerator.signum()
    } else {
        quotient
    }
}

/// [`round_ratio`] in 128 bits.
#[cold]
fn round_wide(numerator: i128, denominator: i128) -> i128 {
    let quotient = numerator / denominator;
    let rest = (numerator - quotient * denominator).unsigned_abs();
    let lack = denominator.unsigned_abs() - rest;
    if rest > lack || (rest == lack && quotient % 2 != 0) {
        quotient + numerator.signum()
    } else {
        quotient
    }
}

/// The sum of two fractions, rounded half to even once. Both denominators divide `common`.
pub(crate) fn round_sum(first: (i128, i128), second: (i128, i128), common: i128) -> i128 {
    if second.0 == 0 {
        return round_ratio(first.0, first.1);
    }
    let whole = first.0.div_euclid(first.1) + second.0.div_euclid(second.1);
    let rest = first.0.rem_euclid(first.1) * (common / first.1)
        + second.0.rem_euclid(second.1) * (common / second.1);
    // The rest is below 2 and `whole` decides which neighbour of a half is even.
    round_ratio(whole.rem_euclid(2) * common + rest, common) + whole - whole.rem_euclid(2)
}

/// The powers of ten that are asked for.
#[expect(
    clippy::indexing_slicing,
    reason = "computed by the compiler, within the length"
)]
const POWERS_OF_TEN: [i128; 31] = {
    let mut powers = [1; 31];
    let mut exponent = 1;
    while exponent < powers.len() {
        powers[exponent] = powers[exponent - 1] * 10;
        exponent += 1;
    }
    powers
};

/// Ten to a small power; the largest is 10^30.
#[inline]
pub(crate) fn power_of_ten(exponent: u8) -> i128 {
    POWERS_OF_TEN
        .get(usize::from(exponent))
        .or(POWERS_OF_TEN.last())
        .copied()
        .unwrap_or(1)
}
