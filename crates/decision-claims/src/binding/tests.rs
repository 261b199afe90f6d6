//! What becomes of raw values.

use super::*;
use crate::fixture::{fields, map, shown};

fn converted(text: &str, field: usize, raw: RawValue<'_>) -> String {
    let binding = Binding::new(&map(text), &fields(), 2, true);
    shown(binding.convert(field, raw, false))
}

#[test]
fn a_decimal_comma_is_for_numbers_only() {
    let comma = "format: 1\ncsv: {decimal: ','}\n";
    for (text, expected) in [
        ("1500,00", "1500e-0"),
        ("1500,05", "150005e-2"),
        ("-0,5", "-5e-1"),
        ("7", "7e-0"),
        ("0", "0e-0"),
        // A point may separate thousands: 1.500 must not become one and a half.
        ("1.500", "other"),
        ("1.500,00", "other"),
        ("1500.00", "other"),
        ("1,5,0", "'1,5,0'"),
        (",5", "',5'"),
        ("1 500,00", "'1 500,00'"),
        ("1e3", "'1e3'"),
        (
            "99999999999999999999999999999999999999999",
            "170141183460469231731687303715884105727e-0",
        ),
        ("0,0000000000000000000000000000000000000000001", "1e-43"),
        ("1,50000000000000000000000000000000000000000000", "15e-1"),
    ] {
        assert_eq!(
            converted(comma, 1, RawValue::Text(text)),
            expected,
            "{text}"
        );
    }
    assert_eq!(converted(comma, 0, RawValue::Text("1,5")), "'1,5'");
    assert_eq!(converted("format: 1\n", 1, RawValue::Text("1,5")), "'1,5'");
}

#[test]
fn dates_follow_the_format_of_the_map_and_no_other() {
    let dates =
        "format: 1\nzone: '+03:00'\ndates: {filed_on: '%d.%m.%Y', filed_at: '%d.%m.%Y %H:%M'}\n";
    for (field, text, expected) in [
        (3, "31.01.2026", "d2026-01-31"),
        (3, "32.01.2026", "'32.01.2026'"),
        // The engine would read it, but the map says that the column is written otherwise.
        (3, "2026-01-31", "other"),
        (4, "31.01.2026 01:30", "t2026-01-30T22:30:00Z"),
        (4, "31.01.2026", "'31.01.2026'"),
        (4, "2026-01-31T10:00:00Z", "other"),
        (4, "01.01.0001 00:00", "'01.01.0001 00:00'"),
    ] {
        assert_eq!(
            converted(dates, field, RawValue::Text(text)),
            expected,
            "{text}"
        );
    }
    let days = "format: 1\ndates: {filed_on: '%d.%m.%Y %H:%M', filed_at: '%d.%m.%Y'}\n";
    assert_eq!(
        converted(days, 3, RawValue::Text("31.01.2026 23:59")),
        "d2026-01-31"
    );
    assert_eq!(
        converted(days, 4, RawValue::Text("31.01.2026")),
        "d2026-01-31"
    );
}

#[test]
fn a_zone_is_for_times_without_an_offset() {
    let zone = "format: 1\nzone: '+03:00'\n";
    for (field, text, expected) in [
        (4, "2026-01-31T10:00:00", "t2026-01-31T07:00:00Z"),
        (4, "2026-01-31 10:00:00.75", "t2026-01-31T07:00:00Z"),
        (4, "2026-01-31T10:00:00Z", "'2026-01-31T10:00:00Z'"),
        (
            4,
            "2026-01-31T10:00:00-05:00",
            "'2026-01-31T10:00:00-05:00'",
        ),
        (4, "2026-01-31", "'2026-01-31'"),
        (4, "nonsense", "'nonsense'"),
        (4, "0001-01-01T00:00:00", "'0001-01-01T00:00:00'"),
        (3, "2026-01-31T10:00:00", "'2026-01-31T10:00:00'"),
        (0, "2026-01-31T10:00:00", "'2026-01-31T10:00:00'"),
    ] {
        assert_eq!(
            converted(zone, field, RawValue::Text(text)),
            expected,
            "{text}"
        );
    }
    let binding = Binding::new(&map(zone), &fields(), 2, false);
    assert_eq!(
        shown(binding.convert(4, RawValue::Timestamp(10_800), true)),
        "t1970-01-01T00:00:00Z"
    );
    assert_eq!(
        shown(binding.convert(4, RawValue::Timestamp(10_800), false)),
        "t1970-01-01T03:00:00Z"
    );
}

#[test]
fn words_are_looked_up_by_the_text_of_any_value() {
    let words = "format: 1\nvalues: {device_status: {JAM: fault, '': nodata, 7: warn, true: ok, 1.5: ok, gone: null}}\n";
    for (raw, expected) in [
        (RawValue::Text("JAM"), "'fault'"),
        (RawValue::Text(""), "'nodata'"),
        (RawValue::Null, "'nodata'"),
        (RawValue::Number("7"), "'warn'"),
        (
            RawValue::Decimal {
                mantissa: 7,
                scale: 0,
            },
            "'warn'",
        ),
        (
            RawValue::Decimal {
                mantissa: 15,
                scale: 1,
            },
            "'ok'",
        ),
        (RawValue::Boolean(true), "'ok'"),
        (RawValue::Text("gone"), "-"),
        (RawValue::Text("jam"), "'jam'"),
        (RawValue::Other, "other"),
    ] {
        assert_eq!(converted(words, 2, raw), expected, "{raw:?}");
    }
}

#[test]
fn floats_become_the_nearest_value_or_none() {
    for (value, float, expected) in [
        (0.1 + 0.2, FloatUse::Nearest(2), "3e-1"),
        (1.005, FloatUse::Nearest(2), "1e-0"), // below 1.005 in binary
        (2.675, FloatUse::Nearest(2), "267e-2"),
        (-0.5, FloatUse::Nearest(0), "0e-0"),
        (1e15, FloatUse::Nearest(2), "1000000000000000e-0"),
        (f64::NAN, FloatUse::Nearest(2), "other"),
        (f64::INFINITY, FloatUse::Shortest, "other"),
        (0.1, FloatUse::Shortest, "1e-1"),
        (0.1, FloatUse::Refused, "other"),
        (
            1e300,
            FloatUse::Shortest,
            "170141183460469231731687303715884105727e-0",
        ),
    ] {
        assert_eq!(shown(float_value(value, float)), expected, "{value}");
    }
}

#[test]
fn flags_are_yes_no_unknown_or_a_surprise() {
    let text = "format: 1\nresults: {justified: {column: o, yes: [paid], no: [denied, '0']}, cash_found: c}\n";
    let binding = Binding::new(&map(text), &fields(), 2, true);
    for (result, raw, expected) in [
        (
            ResultField::Justified,
            RawValue::Text("paid"),
            Ok(Some(true)),
        ),
        (
            ResultField::Justified,
            RawValue::Text("denied"),
            Ok(Some(false)),
        ),
        (
            ResultField::Justified,
            RawValue::Number("0"),
            Ok(Some(false)),
        ),
        (ResultField::Justified, RawValue::Null, Ok(None)),
        (
            ResultField::Justified,
            RawValue::Text("true"),
            Err("true".to_owned()),
        ),
        (
            ResultField::Justified,
            RawValue::Other,
            Err("(no single value)".to_owned()),
        ),
        (
            ResultField::CashFound,
            RawValue::Boolean(true),
            Ok(Some(true)),
        ),
        (ResultField::CashFound, RawValue::Text("0"), Ok(Some(false))),
        (ResultField::ClawedBack, RawValue::Boolean(true), Ok(None)),
    ] {
        assert_eq!(binding.flag(result, raw), expected, "{result:?} {raw:?}");
    }
}

#[test]
fn decimals_are_written_in_full() {
    for (mantissa, scale, expected) in [
        (150_000, 2, "1500.00"),
        (-5, 2, "-0.05"),
        (3, -2, "300"),
        (0, -5, "0"),
    ] {
        assert_eq!(decimal_text(mantissa, scale), expected);
    }
}
