//! What an array's value is as a text, for outputs that have no arrays: exact numbers, floats by
//! their shortest text, times of day and moments. What has no text is told, not dropped.

use std::borrow::Cow;

use arrow_array::Array;
use arrow_array::types::{
    Decimal256Type, Float16Type, Float32Type, Float64Type, Time32MillisecondType, Time32SecondType,
    Time64MicrosecondType, Time64NanosecondType,
};
use arrow_schema::{DataType, TimeUnit};
use decision_matrix::{RawValue, calendar};

use super::{dictionary_place, native, ticks, ticks_of_second, value};
use crate::binding::{FloatUse, decimal_text};
use crate::block::Passed;

/// One value that is not null. `zone_seconds` is the offset of times that have none.
pub(super) fn passed(array: &dyn Array, row: usize, zone_seconds: Option<i64>) -> Passed<'_> {
    let bare = |text: String| Passed::Bare(Cow::Owned(text));
    match array.data_type() {
        DataType::Dictionary(_, _) => match dictionary_place(array, row) {
            Some((values, place)) => passed(values, place, zone_seconds),
            None => Passed::Null,
        },
        DataType::Timestamp(unit, zone) => {
            let offset = if zone.is_some() {
                0
            } else {
                zone_seconds.unwrap_or_default()
            };
            let text = timestamp_text(ticks(array, row, *unit), *unit, offset);
            Passed::Text(Cow::Owned(text))
        }
        DataType::Time32(unit) | DataType::Time64(unit) => {
            Passed::Text(Cow::Owned(clock_text(clock(array, row, *unit), *unit)))
        }
        DataType::Float16 => {
            let value = native::<Float16Type>(array, row);
            float(value.to_f64(), value.to_string())
        }
        DataType::Float32 => {
            let value = native::<Float32Type>(array, row);
            float(value.into(), value.to_string())
        }
        DataType::Float64 => {
            let value = native::<Float64Type>(array, row);
            float(value, value.to_string())
        }
        DataType::Decimal256(_, scale) => bare(pointed(
            &native::<Decimal256Type>(array, row).to_string(),
            *scale,
        )),
        _ => match value(array, row, FloatUse::Shortest) {
            RawValue::Text(text) => Passed::Text(Cow::Borrowed(text)),
            RawValue::Number(text) => Passed::Bare(Cow::Borrowed(text)),
            RawValue::Boolean(value) => {
                Passed::Bare(Cow::Borrowed(if value { "true" } else { "false" }))
            }
            RawValue::Decimal { mantissa, scale } => bare(decimal_text(mantissa, scale)),
            RawValue::Date(days) => Passed::Text(Cow::Owned(calendar::format_date(days))),
            RawValue::Null => Passed::Null,
            RawValue::Timestamp(_) | RawValue::Other => Passed::Unwritable,
        },
    }
}

/// A float by its shortest text; what is no number is a word.
fn float<'a>(value: f64, text: String) -> Passed<'a> {
    if value == 0.0 {
        Passed::Bare(Cow::Borrowed("0"))
    } else if value.is_finite() {
        Passed::Bare(Cow::Owned(text))
    } else {
        Passed::Text(Cow::Owned(text))
    }
}

/// The text of a whole number times `10^-scale`.
fn pointed(whole: &str, scale: i8) -> String {
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", whole),
    };
    let places = usize::from(scale.unsigned_abs());
    if scale == 0 || (scale < 0 && digits == "0") {
        return whole.to_owned();
    }
    if scale < 0 {
        return format!("{whole}{}", "0".repeat(places));
    }
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (before, after) = digits.split_at(digits.len() - places);
    format!("{sign}{before}.{after}")
}

/// A time of day in its own unit.
fn clock(array: &dyn Array, row: usize, unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => native::<Time32SecondType>(array, row).into(),
        TimeUnit::Millisecond => native::<Time32MillisecondType>(array, row).into(),
        TimeUnit::Microsecond => native::<Time64MicrosecondType>(array, row),
        TimeUnit::Nanosecond => native::<Time64NanosecondType>(array, row),
    }
}

/// A time of day with its fraction.
fn clock_text(ticks: i64, unit: TimeUnit) -> String {
    let seconds = ticks.div_euclid(ticks_of_second(unit));
    let (hours, minutes) = (seconds.div_euclid(3_600), seconds.div_euclid(60) % 60);
    let mut text = format!("{hours:02}:{minutes:02}:{:02}", seconds.rem_euclid(60));
    push_fraction(&mut text, ticks, unit);
    text
}

/// A timestamp with its fraction and its offset from UTC. One that has none is in the zone of the
/// map, else in UTC, as the engine reads it; so it means the same in every output.
fn timestamp_text(ticks: i64, unit: TimeUnit, offset_seconds: i64) -> String {
    let mut text = calendar::format_timestamp(ticks.div_euclid(ticks_of_second(unit)));
    text.truncate(text.len() - 1);
    push_fraction(&mut text, ticks, unit);
    if offset_seconds == 0 {
        text.push('Z');
        return text;
    }
    let sign = if offset_seconds < 0 { '-' } else { '+' };
    let minutes = offset_seconds.abs() / 60;
    format!("{text}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The part of a second, without zeros at its end.
fn push_fraction(text: &mut String, ticks: i64, unit: TimeUnit) {
    let per_second = ticks_of_second(unit);
    let fraction = ticks.rem_euclid(per_second);
    if fraction > 0 {
        let digits = format!("{fraction:0width$}", width = per_second.ilog10() as usize);
        text.push('.');
        text.push_str(digits.trim_end_matches('0'));
    }
}

#[cfg(test)]
mod tests {
    use super::{clock_text, pointed, timestamp_text};
    use arrow_schema::TimeUnit;

    #[test]
    fn digits_get_their_point() {
        for (whole, scale, expected) in [
            ("12345", 2, "123.45"),
            ("-5", 3, "-0.005"),
            ("0", 2, "0.00"),
            ("-12", -2, "-1200"),
            ("0", -2, "0"),
            ("7", 0, "7"),
        ] {
            assert_eq!(pointed(whole, scale), expected, "{whole} {scale}");
        }
    }

    #[test]
    fn times_have_fractions_and_offsets() {
        let milli = TimeUnit::Millisecond;
        assert_eq!(clock_text(3_723_040, milli), "01:02:03.04");
        assert_eq!(timestamp_text(-1, milli, 0), "1969-12-31T23:59:59.999Z");
        assert_eq!(
            timestamp_text(0, milli, 10_800),
            "1970-01-01T00:00:00+03:00"
        );
        assert_eq!(
            timestamp_text(0, milli, -12_600),
            "1970-01-01T00:00:00-03:30"
        );
    }
}
