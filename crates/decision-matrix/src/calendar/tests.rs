//! Dates, timestamps and durations: what is read, what is refused, and back to text.

use super::*;

#[test]
fn dates() {
    assert_eq!(parse_date("1970-01-01"), Ok(0));
    assert_eq!(parse_date("0001-01-01"), Ok(DAY_RANGE.0));
    assert_eq!(parse_date("9999-12-31"), Ok(DAY_RANGE.1));
    assert_eq!(parse_date("2024-02-29"), Ok(19_782));
    for text in [
        "2023-02-29",
        "1900-02-29",
        "2026-13-01",
        "2026-00-01",
        "2026-01-32",
        "2026-1-01",
        "26-01-01",
        "2026/01/01",
        "",
        "2026-01-01T",
    ] {
        assert_eq!(parse_date(text), Err(CalendarError::Syntax), "{text}");
    }
    assert_eq!(parse_date("0000-12-31"), Err(CalendarError::Syntax));
}

#[test]
fn weekdays() {
    assert_eq!(weekday(0), 4);
    assert_eq!(weekday(parse_date("2026-11-22").unwrap()), 7);
    assert_eq!(weekday(parse_date("2026-11-23").unwrap()), 1);
    assert_eq!(weekday(-4), 7);
}

#[test]
fn timestamps_of_rules_are_strict() {
    assert_eq!(parse_timestamp("1970-01-01T00:00:01Z"), Ok(1));
    for text in [
        "1970-01-01T00:00:01+00:00",
        "1970-01-01 00:00:01Z",
        "1970-01-01T00:00:01.5Z",
        "1970-01-01T24:00:00Z",
        "1970-01-01T00:00:60Z",
        "1970-01-01",
    ] {
        assert_eq!(parse_timestamp(text), Err(CalendarError::Syntax), "{text}");
    }
}

#[test]
fn timestamps_of_claims_may_have_offsets_and_fractions() {
    let noon = parse_timestamp("2026-06-01T12:00:00Z");
    for text in [
        "2026-06-01 12:00:00Z",
        "2026-06-01T15:00:00+03:00",
        "2026-06-01T06:30:00-05:30",
        "2026-06-01T12:00:00.999999Z",
    ] {
        assert_eq!(parse_claim_timestamp(text), noon, "{text}");
    }
    for text in [
        "2026-06-01T12:00:00",
        "2026-06-01T12:00Z",
        "2026-06-01T12:00:00.Z",
        "2026-06-01t12:00:00Z",
        "2026-06-01T12:00:00+3:00",
        "2026-06-01T12:00:00+24:00",
        "ü026-06-01T12:00:00Z",
    ] {
        assert_eq!(
            parse_claim_timestamp(text),
            Err(CalendarError::Syntax),
            "{text}"
        );
    }
    assert_eq!(
        parse_claim_timestamp("0001-01-01T00:00:00+01:00"),
        Err(CalendarError::OutOfRange)
    );
    assert_eq!(
        parse_claim_timestamp("9999-12-31T23:59:59-00:01"),
        Err(CalendarError::OutOfRange)
    );
}

#[test]
fn durations() {
    let check = |text: &str, seconds, canonical: &str| {
        assert_eq!(parse_duration(text), Ok(seconds), "{text}");
        assert_eq!(format_duration(seconds), canonical, "{text}");
    };
    check("P30D", 30 * 86_400, "P30D");
    check("PT24H", 86_400, "P1D");
    check("P1DT12H", 129_600, "P1DT12H");
    check("PT90M", 5_400, "PT1H30M");
    check("-PT1S", -1, "-PT1S");
    check("P0D", 0, "PT0S");
    check("P1000000DT1S", 86_400_000_001, "P1000000DT1S");
    for text in [
        "P", "PT", "P1DT", "1D", "P1H", "PT1D", "P1W", "P-1D", "PT1S1M", "P1.5D", "p1d", "P1D ", "",
    ] {
        assert_eq!(parse_duration(text), Err(CalendarError::Syntax), "{text}");
    }
    assert_eq!(
        parse_duration("PT1000000000000000S"),
        Ok(DURATION_LIMIT_SECONDS)
    );
    assert_eq!(
        parse_duration("PT1000000000000001S"),
        Err(CalendarError::OutOfRange)
    );
    assert_eq!(
        parse_duration("P99999999999999999999999999999999999999999D"),
        Err(CalendarError::OutOfRange)
    );
}

proptest::proptest! {
    #[test]
    fn days_and_civil_dates_are_inverse(days in DAY_RANGE.0..=DAY_RANGE.1) {
        let (year, month, day) = civil_from_days(days);
        proptest::prop_assert_eq!(days_from_civil(year, month, day), days);
        proptest::prop_assert_eq!(parse_date(&format_date(days)), Ok(days));
    }

    #[test]
    fn durations_are_read_back(seconds in -DURATION_LIMIT_SECONDS..=DURATION_LIMIT_SECONDS) {
        proptest::prop_assert_eq!(parse_duration(&format_duration(seconds)), Ok(seconds));
    }
}
