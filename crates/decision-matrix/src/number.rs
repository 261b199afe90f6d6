//! The grammar of number text and exact whole-number values: the one way in which Verdict reads
//! and writes numbers.
//!
//! Grammar: `-?(0|[1-9][0-9]*)(\.[0-9]+)?`. No exponent, underscore, plus sign, hex or float.

#[cfg(test)]
mod tests;

/// Why a text is not a number of some scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// The text does not follow the grammar.
    #[error("a number is written like `15000`, `-3` or `0.85`")]
    Syntax,
    /// Digits that are not zeros stand beyond the scale.
    #[error("more fraction digits than the scale of the type")]
    TooFine,
    /// The number lies outside ±10^15 whole units or ±10^18 units of its scale.
    #[error("the number is beyond the range of its type")]
    OutOfRange,
}

/// The largest magnitude of a value of this scale, in units of the scale: 10^15 whole units, at
/// most 10^18 units.
pub fn limit(scale: u8) -> i64 {
    10_i64.pow(u32::from(scale.saturating_add(15).min(18)))
}

/// Reads a number text as units of `scale` (0..=9).
///
/// # Errors
/// The text is no number, is finer than the scale, or is beyond [`limit`], in this order.
pub fn parse_scaled(text: &str, scale: u8) -> Result<i64, NumberError> {
    let (negative, whole, fraction) = split(text).ok_or(NumberError::Syntax)?;
    let (kept, beyond) = fraction.split_at(fraction.len().min(usize::from(scale)));
    if beyond.bytes().any(|digit| digit != b'0') {
        return Err(NumberError::TooFine);
    }
    let zeros = usize::from(scale) - kept.len();
    let magnitude = whole
        .bytes()
        .chain(kept.bytes())
        .chain(std::iter::repeat_n(b'0', zeros))
        .try_fold(0_i64, |value, digit| {
            value.checked_mul(10)?.checked_add(i64::from(digit - b'0'))
        })
        .filter(|magnitude| *magnitude <= limit(scale))
        .ok_or(NumberError::OutOfRange)?;
    Ok(if negative { -magnitude } else { magnitude })
}

/// Brings `mantissa · 10^-from` to units of `scale` without rounding.
///
/// # Errors
/// [`NumberError::TooFine`] where digits would be lost, [`NumberError::OutOfRange`] beyond [`limit`].
pub fn rescale(mantissa: i128, from: i32, scale: u8) -> Result<i64, NumberError> {
    let shift = i32::from(scale) - from;
    let scaled = match (shift, 10_i128.checked_pow(shift.unsigned_abs())) {
        _ if mantissa == 0 => 0,
        (0.., Some(power)) => mantissa.checked_mul(power).ok_or(NumberError::OutOfRange)?,
        (0.., None) => return Err(NumberError::OutOfRange),
        (_, Some(power)) if mantissa % power == 0 => mantissa / power,
        _ => return Err(NumberError::TooFine),
    };
    i64::try_from(scaled)
        .ok()
        .filter(|value| value.unsigned_abs() <= limit(scale).unsigned_abs())
        .ok_or(NumberError::OutOfRange)
}

/// Writes units of `scale` with exactly `scale` fraction digits: `format_scaled(150000, 2)` is
/// `1500.00`.
pub fn format_scaled(value: i64, scale: u8) -> String {
    format_wide(i128::from(value), scale)
}

/// [`format_scaled`] for sums that need more than 64 bits.
pub fn format_wide(value: i128, scale: u8) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!(
        "{:0width$}",
        value.unsigned_abs(),
        width = usize::from(scale) + 1
    );
    let (whole, fraction) = digits.split_at(digits.len() - usize::from(scale));
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

/// Whether the text follows the grammar of numbers.
pub fn is_number(text: &str) -> bool {
    split(text).is_some()
}

/// Sign, whole digits and fraction digits of a number text.
pub(crate) fn split(text: &str) -> Option<(bool, &str, &str)> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (digits, ""),
    };
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let whole_fits = whole == "0" || (!whole.is_empty() && !whole.starts_with('0'));
    (whole_fits && all_digits(whole) && all_digits(fraction)).then_some((negative, whole, fraction))
}
