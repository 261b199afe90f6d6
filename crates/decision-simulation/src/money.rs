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
pub(crate) fn round_ratio(numerator: i128, denominator: i128) -> i128 {
    let floor = numerator.div_euclid(denominator);
    let rest = numerator.rem_euclid(denominator);
    match (rest * 2).cmp(&denominator) {
        std::cmp::Ordering::Less => floor,
        std::cmp::Ordering::Greater => floor + 1,
        std::cmp::Ordering::Equal => floor + floor.rem_euclid(2),
    }
}

/// The sum of two fractions, rounded half to even once. Both denominators divide `common`.
pub(crate) fn round_sum(first: (i128, i128), second: (i128, i128), common: i128) -> i128 {
    let whole = first.0.div_euclid(first.1) + second.0.div_euclid(second.1);
    let rest = first.0.rem_euclid(first.1) * (common / first.1)
        + second.0.rem_euclid(second.1) * (common / second.1);
    // The rest is below 2 and `whole` decides which neighbour of a half is even.
    round_ratio(whole.rem_euclid(2) * common + rest, common) + whole - whole.rem_euclid(2)
}

/// Ten to a small power.
pub(crate) fn power_of_ten(exponent: u8) -> i128 {
    10_i128.pow(u32::from(exponent.min(30)))
}
