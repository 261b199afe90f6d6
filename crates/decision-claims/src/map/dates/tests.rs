//! Formats that are read and refused, and texts that fit and do not.

use super::*;

fn read(format: &str, text: &str) -> Option<String> {
    let moment = DateFormat::parse(format).unwrap().read(text)?;
    let day = calendar::format_date(moment.days);
    Some(match moment.clock_seconds {
        Some(clock) => format!("{day} {clock}"),
        None => day,
    })
}

#[test]
fn texts_that_fit_are_read() {
    for (format, text, expected) in [
        ("%d.%m.%Y", "31.01.2026", "2026-01-31"),
        ("%d.%m.%Y", "1.2.2026", "2026-02-01"),
        ("%m/%d/%y", "12/31/68", "2068-12-31"),
        ("%m/%d/%y", "12/31/69", "1969-12-31"),
        ("%Y%m%d", "20260131", "2026-01-31"),
        ("%d.%m.%Y", "29.02.2024", "2024-02-29"),
        ("%d.%m.%Y %H:%M", "31.01.2026 09:05", "2026-01-31 32700"),
        (
            "%d.%m.%Y %H:%M:%S",
            "31.01.2026 23:59:59",
            "2026-01-31 86399",
        ),
        (
            "am %d.%m.%Y um %H Uhr %M",
            "am 3.4.2026 um 7 Uhr 05",
            "2026-04-03 25500",
        ),
        ("%%%d-%m-%Y", "%03-04-2026", "2026-04-03"),
    ] {
        assert_eq!(
            read(format, text).as_deref(),
            Some(expected),
            "{format} {text}"
        );
    }
}

#[test]
fn texts_that_do_not_fit_are_not_read() {
    for (format, text) in [
        ("%d.%m.%Y", "2026-01-31"),
        ("%d.%m.%Y", "31.02.2026"),
        ("%d.%m.%Y", "29.02.2026"),
        ("%d.%m.%Y", "00.01.2026"),
        ("%d.%m.%Y", "01.13.2026"),
        ("%d.%m.%Y", "01.01.26"),
        ("%d.%m.%Y", "01.01.0000"),
        ("%d.%m.%Y", "01.01.2026 "),
        ("%d.%m.%Y", " 01.01.2026"),
        ("%d.%m.%Y", "+1.01.2026"),
        ("%d.%m.%Y", ""),
        ("%d.%m.%Y", "٠١.01.2026"),
        ("%m/%d/%y", "1/1/2026"),
        ("%d.%m.%Y %H:%M", "31.01.2026 24:00"),
        ("%d.%m.%Y %H:%M", "31.01.2026 10:60"),
        ("%d.%m.%Y %H:%M", "31.01.2026"),
    ] {
        assert_eq!(read(format, text), None, "{format} {text}");
    }
}

#[test]
fn formats_that_cannot_name_a_day_are_refused() {
    for (format, part) in [
        ("%d.%m", "needs"),
        ("%Y-%m", "needs"),
        ("%d.%m.%Y %y", "one of"),
        ("%d.%d.%m.%Y", "twice"),
        ("%d.%b.%Y", "`%b` is not known"),
        ("%d.%m.%Y %H", "time of day"),
        ("%d.%m.%Y %S", "time of day"),
        ("%d.%m.%Y %", "at the end"),
        ("", "needs"),
    ] {
        let error = DateFormat::parse(format).unwrap_err();
        assert!(error.contains(part), "{format}: {error}");
    }
}
