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

/// The powers of ten that 64 bits hold.
#[expect(
    clippy::indexing_slicing,
    reason = "a constant: the compiler itself checks the places"
)]
const POWERS: [i64; 19] = {
    let mut powers = [1; 19];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// The largest magnitude of a value of this scale, in units of the scale: 10^15 whole units, at
/// most 10^18 units.
pub fn limit(scale: u8) -> i64 {
    let power = POWERS.get(usize::from(scale) + 15);
    power.copied().unwrap_or(1_000_000_000_000_000_000)
}

/// Reads a number text as units of `scale` (0..=9).
///
/// # Errors
/// The text is no number, is finer than the scale, or is beyond [`limit`], in this order.
#[inline]
pub fn parse_scaled(text: &str, scale: u8) -> Result<i64, NumberError> {
    match scan_short(text.as_bytes()) {
        Some(short) if short.len == text.len() => {
            rescale_short(short.mantissa, short.fraction_digits, scale)
        }
        _ => parse_any(text, scale),
    }
}

/// [`parse_scaled`] of a text of any length.
fn parse_any(text: &str, scale: u8) -> Result<i64, NumberError> {
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

/// A number of at most 18 digits at the beginning of a text: `mantissa · 10^-fraction_digits`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ShortNumber {
    pub(crate) mantissa: i64,
    pub(crate) fraction_digits: u8,
    /// Its bytes.
    pub(crate) len: usize,
}

/// The longest number that stands at the beginning of some bytes, if it has at most 18 digits.
#[inline]
pub(crate) fn scan_short(bytes: &[u8]) -> Option<ShortNumber> {
    let negative = bytes.first() == Some(&b'-');
    let start = usize::from(negative);
    let (whole, mut at) = scan_digits(bytes, start, 0);
    let starts_with_zero = bytes.get(start) == Some(&b'0');
    if at == start || (starts_with_zero && at > start + 1) {
        return None;
    }
    let (mut mantissa, mut digits, mut fraction_digits) = (whole, at - start, 0);
    if bytes.get(at) == Some(&b'.') {
        let (all, end) = scan_digits(bytes, at + 1, mantissa);
        fraction_digits = end - at - 1;
        if fraction_digits == 0 {
            return None;
        }
        (mantissa, digits, at) = (all, digits + fraction_digits, end);
    }
    if digits > 18 {
        return None;
    }
    Some(ShortNumber {
        mantissa: if negative { -mantissa } else { mantissa },
        fraction_digits: u8::try_from(fraction_digits).ok()?,
        len: at,
    })
}

/// The digits from a place on, behind those of `value`, and where they end. Of more than 18 digits
/// the value is not right.
#[inline]
fn scan_digits(bytes: &[u8], from: usize, mut value: i64) -> (i64, usize) {
    let mut at = from;
    while let Some(digit) = bytes.get(at).map(|byte| byte.wrapping_sub(b'0')) {
        if digit > 9 {
            break;
        }
        value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
        at += 1;
    }
    (value, at)
}

/// Brings `mantissa · 10^-from` to units of `scale` without rounding.
///
/// # Errors
/// [`NumberError::TooFine`] where digits would be lost, [`NumberError::OutOfRange`] beyond [`limit`].
pub fn rescale(mantissa: i128, from: i32, scale: u8) -> Result<i64, NumberError> {
    if let (Ok(mantissa), Ok(from)) = (i64::try_from(mantissa), u8::try_from(from)) {
        return rescale_short(mantissa, from, scale);
    }
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

/// [`rescale`] in 64 bits.
///
/// # Errors
/// As [`rescale`].
#[inline]
pub(crate) fn rescale_short(mantissa: i64, from: u8, scale: u8) -> Result<i64, NumberError> {
    let power = POWERS.get(usize::from(scale.abs_diff(from))).copied();
    let scaled = match power {
        _ if mantissa == 0 => 0,
        _ if from == scale => mantissa,
        Some(power) if from < scale => {
            mantissa.checked_mul(power).ok_or(NumberError::OutOfRange)?
        }
        Some(power) if mantissa % power == 0 => mantissa / power,
        // A power without a place in the table is larger than every mantissa.
        None if from < scale => return Err(NumberError::OutOfRange),
        _ => return Err(NumberError::TooFine),
    };
    if scaled.unsigned_abs() <= limit(scale).unsigned_abs() {
        Ok(scaled)
    } else {
        Err(NumberError::OutOfRange)
    }
}

/// Writes units of `scale` with exactly `scale` fraction digits: `format_scaled(150000, 2)` is
/// `1500.00`.
pub fn format_scaled(value: i64, scale: u8) -> String {
    format_wide(i128::from(value), scale)
}

/// [`format_scaled`] for sums that need more than 64 bits.
pub fn format_wide(value: i128, scale: u8) -> String {
    let mut text = String::new();
    append_scaled(&mut text, value, scale);
    text
}

/// [`format_wide`] behind what is there already.
pub(crate) fn append_scaled(out: &mut String, value: i128, scale: u8) {
    // The largest number has 39 digits, the smallest one 255 zeros behind its point.
    let mut digits = [b'0'; 320];
    let mut rest = value.unsigned_abs();
    let mut count = 0;
    for digit in digits.iter_mut().rev() {
        if rest == 0 {
            break;
        }
        // Numbers of 64 bits are divided much faster.
        let last = if let Ok(short) = u64::try_from(rest) {
            rest = u128::from(short / 10);
            u8::try_from(short % 10)
        } else {
            let last = rest % 10;
            rest /= 10;
            u8::try_from(last)
        };
        *digit += last.unwrap_or_default();
        count += 1;
    }
    let scale = usize::from(scale);
    let first = digits.len() - count.max(scale + 1);
    let point = digits.len() - scale;
    let text = |from: usize, to: usize| {
        let digits = digits.get(from..to).unwrap_or_default();
        std::str::from_utf8(digits).unwrap_or_default()
    };
    if value < 0 {
        out.push('-');
    }
    out.push_str(text(first, point));
    if scale > 0 {
        out.push('.');
        out.push_str(text(point, digits.len()));
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
