//! Numbers, dates, timestamps and durations: what is read is printed back, and what is printed is read.

use decision_matrix::limits;
use decision_matrix::{calendar, number};

/// Reads the text as everything it could be, and the first eight bytes as a whole number to print.
pub fn check(data: &[u8]) {
    if let Some(bytes) = data.first_chunk() {
        check_printed(i64::from_le_bytes(*bytes));
    }
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let scales = 0..=limits::SCALE;
    let is_number = number::is_number(text);
    for scale in scales {
        match number::parse_scaled(text, scale) {
            Ok(value) => {
                assert!(is_number, "`{text}` is read but is no number");
                assert_eq!(
                    number::parse_scaled(&number::format_scaled(value, scale), scale),
                    Ok(value)
                );
                assert_eq!(plain(&number::format_scaled(value, scale)), plain(text));
            }
            Err(error) => assert_eq!(is_number, error != number::NumberError::Syntax, "`{text}`"),
        }
    }
    if let Ok(days) = calendar::parse_date(text) {
        assert_eq!(calendar::format_date(days), text);
    }
    if let Ok(seconds) = calendar::parse_timestamp(text) {
        assert_eq!(calendar::format_timestamp(seconds), text);
        assert_eq!(calendar::parse_claim_timestamp(text), Ok(seconds));
    }
    if let Ok(seconds) = calendar::parse_claim_timestamp(text) {
        assert_eq!(
            calendar::parse_timestamp(&calendar::format_timestamp(seconds)),
            Ok(seconds)
        );
    }
    if let Ok(seconds) = calendar::parse_duration(text) {
        assert_eq!(
            calendar::parse_duration(&calendar::format_duration(seconds)),
            Ok(seconds)
        );
    }
}

/// A number without the zeros behind its point and without the sign of zero.
fn plain(text: &str) -> &str {
    let shortened = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text
    };
    if shortened == "-0" { "0" } else { shortened }
}

/// A whole number, brought into the range of each type, survives printing and reading.
fn check_printed(value: i64) {
    for scale in 0..=limits::SCALE {
        let value = value % (number::limit(scale) + 1);
        assert_eq!(
            number::parse_scaled(&number::format_scaled(value, scale), scale),
            Ok(value)
        );
        assert_eq!(
            number::rescale(i128::from(value), i32::from(scale), scale),
            Ok(value)
        );
    }
    let (first, last) = (
        calendar::days_from_civil(1, 1, 1),
        calendar::days_from_civil(9999, 12, 31),
    );
    let days = first + value.rem_euclid(last - first + 1);
    let (year, month, day) = calendar::civil_from_days(days);
    assert_eq!(calendar::days_from_civil(year, month, day), days);
    assert_eq!(calendar::parse_date(&calendar::format_date(days)), Ok(days));
    assert!(
        (1..=7).contains(&calendar::weekday(days)),
        "a day of no week"
    );
    let seconds = days * 86_400 + value.rem_euclid(86_400);
    assert_eq!(
        calendar::parse_timestamp(&calendar::format_timestamp(seconds)),
        Ok(seconds)
    );
    let duration = value % (calendar::DURATION_LIMIT_SECONDS + 1);
    assert_eq!(
        calendar::parse_duration(&calendar::format_duration(duration)),
        Ok(duration)
    );
}

#[test]
fn seeds_hold() {
    for text in [
        "0",
        "-0",
        "15000.00",
        "1e3",
        "+5",
        "2026-10-31",
        "2026-01-31T10:00:00+03:00",
        "P1DT12H",
        "-PT0S",
    ] {
        check(text.as_bytes());
    }
    for value in [0, 1, -1, i64::MAX, i64::MIN] {
        check(&value.to_le_bytes());
    }
}
