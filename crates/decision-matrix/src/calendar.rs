//! Days, seconds and durations: their text and their numbers, in the proleptic Gregorian
//! calendar without leap seconds.
//!
//! Day and month arithmetic follows Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".

#[cfg(test)]
mod tests;

/// Seconds of a day.
pub const DAY_SECONDS: i64 = 86_400;

/// The largest magnitude of a duration, in seconds.
pub const DURATION_LIMIT_SECONDS: i64 = 1_000_000_000_000_000;

/// First and last day: 0001-01-01 and 9999-12-31, in days since 1970-01-01.
pub const DAY_RANGE: (i64, i64) = (-719_162, 2_932_896);

/// First and last second of the calendar, counted from 1970-01-01T00:00:00Z.
pub const SECOND_RANGE: (i64, i64) = (
    DAY_RANGE.0 * DAY_SECONDS,
    DAY_RANGE.1 * DAY_SECONDS + DAY_SECONDS - 1,
);

/// Why a text is not a date, a timestamp or a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The text does not follow the grammar, or the day does not exist.
    #[error(
        "dates are written `2026-01-31`, timestamps `2026-01-31T10:00:00Z`, durations `P1DT12H`"
    )]
    Syntax,
    /// The moment or the duration is beyond the range of its type.
    #[error("the value is beyond the range of its type")]
    OutOfRange,
}

/// Days since 1970-01-01 of a date.
pub fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month and day of a number of days since 1970-01-01.
pub fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 {
        month_index + 3
    } else {
        month_index - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// Day of the week, Monday 1 .. Sunday 7.
pub fn weekday(days: i64) -> i64 {
    (days + 3).rem_euclid(7) + 1
}

/// Reads `YYYY-MM-DD` as days since 1970-01-01.
///
/// # Errors
/// [`CalendarError::Syntax`] for any other text and for days that do not exist; there is no year
/// 0000.
pub fn parse_date(text: &str) -> Result<i64, CalendarError> {
    let bytes = text.as_bytes();
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else {
        return Err(CalendarError::Syntax);
    };
    let year = digits(&[*y1, *y2, *y3, *y4])?;
    let month = digits(&[*m1, *m2])?;
    let day = digits(&[*d1, *d2])?;
    if year == 0 || !(1..=12).contains(&month) || day < 1 || day > days_of_month(year, month) {
        return Err(CalendarError::Syntax);
    }
    Ok(days_from_civil(year, month, day))
}

/// Reads a timestamp of a rules file, `YYYY-MM-DDThh:mm:ssZ`, as seconds since the epoch.
///
/// # Errors
/// See [`parse_date`].
pub fn parse_timestamp(text: &str) -> Result<i64, CalendarError> {
    let well_formed =
        text.len() == 20 && text.ends_with('Z') && text.as_bytes().get(10) == Some(&b'T');
    if well_formed {
        parse_claim_timestamp(text)
    } else {
        Err(CalendarError::Syntax)
    }
}

/// Reads a timestamp of a claim: as in rules, or with an offset (`+03:00`) for `Z`, a space for
/// `T`, and a fraction of a second, which is cut.
///
/// # Errors
/// [`CalendarError::Syntax`] for any other text, [`CalendarError::OutOfRange`] where the moment in
/// UTC lies outside the years 0001 to 9999.
pub fn parse_claim_timestamp(text: &str) -> Result<i64, CalendarError> {
    let (date, rest) = text.split_at_checked(10).ok_or(CalendarError::Syntax)?;
    let rest = rest.strip_prefix(['T', ' ']).ok_or(CalendarError::Syntax)?;
    let (clock, rest) = rest.split_at_checked(8).ok_or(CalendarError::Syntax)?;
    let seconds = parse_clock(clock)?;
    let offset = parse_offset(skip_fraction(rest)?)?;
    let days = parse_date(date)?;
    let moment = days * DAY_SECONDS + seconds - offset;
    let (first, last) = DAY_RANGE;
    if (first * DAY_SECONDS..(last + 1) * DAY_SECONDS).contains(&moment) {
        Ok(moment)
    } else {
        Err(CalendarError::OutOfRange)
    }
}

/// Reads `hh:mm:ss` as seconds of the day.
fn parse_clock(text: &str) -> Result<i64, CalendarError> {
    let [h1, h2, b':', m1, m2, b':', s1, s2] = text.as_bytes() else {
        return Err(CalendarError::Syntax);
    };
    let (hour, minute, second) = (
        digits(&[*h1, *h2])?,
        digits(&[*m1, *m2])?,
        digits(&[*s1, *s2])?,
    );
    if hour > 23 || minute > 59 || second > 59 {
        return Err(CalendarError::Syntax);
    }
    Ok(hour * 3_600 + minute * 60 + second)
}

/// Skips `.123`.
fn skip_fraction(text: &str) -> Result<&str, CalendarError> {
    let Some(fraction) = text.strip_prefix('.') else {
        return Ok(text);
    };
    let rest = fraction.trim_start_matches(|character: char| character.is_ascii_digit());
    if rest.len() == fraction.len() {
        Err(CalendarError::Syntax)
    } else {
        Ok(rest)
    }
}

/// Reads `Z` or `+hh:mm` as seconds east of UTC.
fn parse_offset(text: &str) -> Result<i64, CalendarError> {
    match text.as_bytes() {
        b"Z" => Ok(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (digits(&[*h1, *h2])?, digits(&[*m1, *m2])?);
            if hours > 23 || minutes > 59 {
                return Err(CalendarError::Syntax);
            }
            let seconds = hours * 3_600 + minutes * 60;
            Ok(if *sign == b'-' { -seconds } else { seconds })
        }
        _ => Err(CalendarError::Syntax),
    }
}

/// Reads a duration, `-?P(nD)?(T(nH)?(nM)?(nS)?)?` with at least one part, and one after a `T`,
/// as seconds.
///
/// # Errors
/// [`CalendarError::Syntax`] for any other text, [`CalendarError::OutOfRange`] beyond
/// ±[`DURATION_LIMIT_SECONDS`].
pub fn parse_duration(text: &str) -> Result<i64, CalendarError> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let rest = rest.strip_prefix('P').ok_or(CalendarError::Syntax)?;
    let (date, time) = match rest.split_once('T') {
        Some((_, "")) => return Err(CalendarError::Syntax),
        Some((date, time)) => (date, time),
        None if rest.is_empty() => return Err(CalendarError::Syntax),
        None => (rest, ""),
    };
    let mut total = Some(0_i128);
    parts(date, &[('D', DAY_SECONDS)], &mut total)?;
    parts(time, &[('H', 3_600), ('M', 60), ('S', 1)], &mut total)?;
    let total = total
        .and_then(|total| i64::try_from(total).ok())
        .filter(|total| *total <= DURATION_LIMIT_SECONDS)
        .ok_or(CalendarError::OutOfRange)?;
    Ok(if negative { -total } else { total })
}

/// Adds up numbers with units, each unit at most once and in order; `None` is an overflow.
fn parts(
    mut text: &str,
    units: &[(char, i64)],
    total: &mut Option<i128>,
) -> Result<(), CalendarError> {
    for (unit, seconds) in units {
        let rest = text.trim_start_matches(|character: char| character.is_ascii_digit());
        let (number, Some(after)) = (
            text.strip_suffix(rest).unwrap_or_default(),
            rest.strip_prefix(*unit),
        ) else {
            continue;
        };
        if number.is_empty() {
            return Err(CalendarError::Syntax);
        }
        let value = number
            .parse::<i128>()
            .ok()
            .and_then(|n| n.checked_mul(i128::from(*seconds)));
        *total = total
            .zip(value)
            .and_then(|(total, value)| total.checked_add(value));
        text = after;
    }
    if text.is_empty() {
        Ok(())
    } else {
        Err(CalendarError::Syntax)
    }
}

/// Writes days since the epoch as `YYYY-MM-DD`.
pub fn format_date(days: i64) -> String {
    let (year, month, day) = civil_from_days(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Writes seconds since the epoch as `YYYY-MM-DDThh:mm:ssZ`.
pub fn format_timestamp(seconds: i64) -> String {
    let clock = seconds.rem_euclid(DAY_SECONDS);
    let (hour, minute, second) = (clock / 3_600, clock / 60 % 60, clock % 60);
    format!(
        "{}T{hour:02}:{minute:02}:{second:02}Z",
        format_date(seconds.div_euclid(DAY_SECONDS))
    )
}

/// Writes seconds as the canonical duration: `P1D`, `P1DT12H`, `PT0S`.
pub fn format_duration(seconds: i64) -> String {
    use std::fmt::Write;
    let magnitude = seconds.unsigned_abs();
    let (days, rest) = (magnitude / 86_400, magnitude % 86_400);
    let mut text = String::from(if seconds < 0 { "-P" } else { "P" });
    if days > 0 {
        let _ = write!(text, "{days}D");
    }
    if rest > 0 || days == 0 {
        text.push('T');
        let parts = [(rest / 3_600, 'H'), (rest / 60 % 60, 'M'), (rest % 60, 'S')];
        for (number, unit) in parts {
            if number > 0 || (rest == 0 && unit == 'S') {
                let _ = write!(text, "{number}{unit}");
            }
        }
    }
    text
}

/// The value of some ASCII digits.
fn digits(bytes: &[u8]) -> Result<i64, CalendarError> {
    bytes.iter().try_fold(0, |value, byte| {
        if byte.is_ascii_digit() {
            Ok(value * 10 + i64::from(byte - b'0'))
        } else {
            Err(CalendarError::Syntax)
        }
    })
}

/// How many days a month has.
fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
