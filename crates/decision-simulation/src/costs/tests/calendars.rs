//! The shipped calendars against the rules by which their holidays are made, and the limits that
//! count by them.

use decision_matrix::calendar::{civil_from_days, days_from_civil, parse_date, weekday};

use super::super::{BusinessCalendar, LateCalendar, LatePenalty};
use super::{model, refused};

fn named(name: &str) -> BusinessCalendar {
    BusinessCalendar::named(name).expect("a shipped calendar")
}

fn date(text: &str) -> i64 {
    parse_date(text).expect("a date")
}

/// Business days of a year.
fn of_year(calendar: &BusinessCalendar, year: i64) -> i64 {
    calendar.business_days(
        days_from_civil(year - 1, 12, 31),
        days_from_civil(year, 12, 31),
    )
}

/// Days from Monday to Friday without work.
fn closed(calendar: &BusinessCalendar, year: i64) -> Vec<(i64, i64)> {
    (days_from_civil(year, 1, 1)..days_from_civil(year + 1, 1, 1))
        .filter(|day| weekday(*day) <= 5 && !calendar.is_business_day(*day))
        .map(|day| (civil_from_days(day).1, civil_from_days(day).2))
        .collect()
}

#[test]
fn every_shipped_calendar_is_read() {
    for name in BusinessCalendar::NAMES {
        let calendar = named(name);
        let (first, last) = calendar.years().expect("its years");
        assert!(first <= 2005 && last >= 2026, "{name}");
        assert!(calendar.covers(date("2026-01-01"), date("2026-12-31")));
    }
    assert_eq!(BusinessCalendar::named("mars"), None);
    assert_eq!(named("ru").years(), Some((2005, 2026)));
    assert_eq!(named("target2").years(), Some((2002, 2030)));
    assert_eq!(named("us_federal_reserve").years(), Some((2000, 2030)));
}

#[test]
fn the_federal_reserve_closes_by_rule() {
    let calendar = named("us_federal_reserve");
    // The n-th weekday of a month, counted from its end where n is negative.
    let nth = |year, month, day_of_week, n: i64| {
        let (start, end) = (
            days_from_civil(year, month, 1),
            days_from_civil(year, month + 1, 1),
        );
        let days: Vec<_> = (start..end)
            .filter(|day| weekday(*day) == day_of_week)
            .collect();
        let place = if n > 0 {
            n - 1
        } else {
            i64::try_from(days.len()).unwrap() + n
        };
        days[usize::try_from(place).unwrap()]
    };
    for year in 2000..=2030 {
        let mut fixed = vec![(1, 1), (7, 4), (11, 11), (12, 25)];
        if year >= 2022 {
            fixed.push((6, 19));
        }
        let mut expected: Vec<_> = fixed
            .into_iter()
            .map(|(month, day)| days_from_civil(year, month, day))
            .filter(|day| weekday(*day) != 6)
            .map(|day| day + i64::from(weekday(day) == 7))
            .chain([
                nth(year, 1, 1, 3),
                nth(year, 2, 1, 3),
                nth(year, 5, 1, -1),
                nth(year, 9, 1, 1),
                nth(year, 10, 1, 2),
                nth(year, 11, 4, 4),
            ])
            .map(|day| (civil_from_days(day).1, civil_from_days(day).2))
            .collect();
        expected.sort_unstable();
        assert_eq!(closed(&calendar, year), expected, "{year}");
    }
    // Published: 2009 and 2022 as the Reserve Banks listed them.
    assert_eq!(closed(&calendar, 2009).len(), 9, "4 July was a Saturday");
    assert!(closed(&calendar, 2022).contains(&(12, 26)));
    assert!(!closed(&calendar, 2021).contains(&(12, 24)));
}

#[test]
fn target_closes_at_easter() {
    let calendar = named("target2");
    // Easter Sundays as published.
    for (easter, year) in [
        ("2008-03-23", 2008),
        ("2011-04-24", 2011),
        ("2019-04-21", 2019),
        ("2024-03-31", 2024),
        ("2025-04-20", 2025),
        ("2030-04-21", 2030),
    ] {
        let easter = date(easter);
        let mut expected: Vec<_> = [
            days_from_civil(year, 1, 1),
            easter - 2,
            easter + 1,
            days_from_civil(year, 5, 1),
            days_from_civil(year, 12, 25),
            days_from_civil(year, 12, 26),
        ]
        .into_iter()
        .filter(|day| weekday(*day) <= 5)
        .map(|day| (civil_from_days(day).1, civil_from_days(day).2))
        .collect();
        expected.sort_unstable();
        assert_eq!(closed(&calendar, year), expected, "{year}");
    }
    for year in 2002..=2030 {
        let fixed = [(1, 1), (5, 1), (12, 25), (12, 26)]
            .iter()
            .filter(|(month, day)| weekday(days_from_civil(year, *month, *day)) <= 5)
            .count();
        assert_eq!(closed(&calendar, year).len(), fixed + 2, "{year}");
    }
}

#[test]
fn russia_moves_days_off_but_gives_none_away() {
    let calendar = named("ru");
    // The published numbers of working days of a week of five days.
    for (year, days) in [
        (2005, 248),
        (2008, 250),
        (2012, 249),
        (2013, 247),
        (2018, 247),
        (2020, 248),
        (2022, 247),
        (2023, 247),
        (2024, 248),
        (2025, 247),
        (2026, 247),
    ] {
        assert_eq!(of_year(&calendar, year), days, "{year}");
    }
    for year in 2005..=2026 {
        // Article 112: the first days of January (to the 5th and the 7th; since 2013 to the 8th)
        // and six single days.
        let january: Vec<_> = if year < 2013 {
            vec![1, 2, 3, 4, 5, 7]
        } else {
            (1..=8).collect()
        };
        let day_of = |(month, day)| days_from_civil(year, month, day);
        let january: Vec<_> = january.into_iter().map(|day| day_of((1, day))).collect();
        let others: Vec<_> = [(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)]
            .map(day_of)
            .into();
        let all: Vec<_> = january.iter().chain(&others).copied().collect();
        let closed: Vec<_> = closed(&calendar, year).into_iter().map(day_of).collect();
        for holiday in all.iter().filter(|day| weekday(**day) <= 5) {
            assert!(closed.contains(holiday), "{year}: {holiday}");
        }
        // A holiday on a weekend moves to another day (since 2013 only two of those of January),
        // and so does the weekend day that is worked.
        let on_weekends = |days: &[i64]| days.iter().filter(|day| weekday(**day) > 5).count();
        let most = if year < 2013 { 8 } else { 2 };
        let worked = (day_of((1, 1))..days_from_civil(year + 1, 1, 1))
            .filter(|day| weekday(*day) > 5 && calendar.is_business_day(*day))
            .count();
        let moved = on_weekends(&january).min(most) + on_weekends(&others) + worked;
        let extra = closed.iter().filter(|day| !all.contains(day)).count();
        assert_eq!(extra, moved, "{year}");
    }
    assert!(calendar.is_business_day(date("2024-12-28")));
    assert!(!calendar.is_business_day(date("2024-12-30")));
    assert!(calendar.is_business_day(date("2024-11-02")));
}

#[test]
fn counting_equals_looking_at_each_day() {
    let weekend = [5, 7];
    let holidays = [date("2026-01-01"), date("2026-01-07"), date("2026-01-11")];
    let worked = [date("2026-01-04"), date("2026-01-06")];
    let calendar = BusinessCalendar::new(&weekend, &holidays, &worked, None);
    let works = |day: i64| {
        let is_weekend = weekend.contains(&weekday(day));
        if is_weekend {
            worked.contains(&day)
        } else {
            !holidays.contains(&day)
        }
    };
    let start = date("2025-12-20");
    for from in start..start + 30 {
        assert_eq!(calendar.is_business_day(from), works(from));
        for to in start..start + 30 {
            let naive = (from + 1..=to).filter(|day| works(*day)).count();
            let naive = i64::try_from(naive).unwrap();
            assert_eq!(calendar.business_days(from, to), naive, "{from} {to}");
        }
    }
    let before = BusinessCalendar::default();
    assert_eq!(before.business_days(-1_000_000, -999_993), 5);
}

#[test]
fn presets_count_as_their_laws_say() {
    let late = |name: &str, filed: &str, days: i64| {
        let preset = LatePenalty::preset(name).expect("a preset");
        let noon = date(filed) * 86_400 + 43_200;
        let lateness = preset.lateness(days * 1_000_000, Some(noon));
        (lateness.days, lateness.is_outside_calendar)
    };
    // Ten business days from Friday 2025-12-19: Christmas and New Year's Day do not count.
    assert_eq!(late("regulation_e", "2025-12-19", 18), (0, false));
    assert_eq!(late("regulation_e", "2025-12-19", 19), (1, false));
    assert_eq!(late("regulation_e_45_days", "2025-12-19", 45), (0, false));
    assert_eq!(late("regulation_e_45_days", "2025-12-19", 46), (1, false));
    // The business day after the Thursday before Easter 2025 is Tuesday.
    assert_eq!(late("psd2", "2025-04-17", 5), (0, false));
    assert_eq!(late("psd2", "2025-04-17", 6), (1, false));
    // Fifteen: to Tuesday 13 May, without 1 May.
    assert_eq!(late("psd2_complaint", "2025-04-17", 26), (0, false));
    assert_eq!(late("psd2_complaint", "2025-04-17", 27), (1, false));
    // Fifteen working days from Friday 2024-12-20: 28 December is worked, 30 December to 8 January
    // are free.
    assert_eq!(late("ru_15_working_days", "2024-12-20", 32), (0, false));
    assert_eq!(late("ru_15_working_days", "2024-12-20", 33), (1, false));
    assert_eq!(late("rbi", "2025-12-19", 5), (0, false));
    assert_eq!(late("rbi", "2025-12-19", 7), (2, false));
}

#[test]
fn a_wait_outside_of_the_known_years_is_told() {
    let preset = LatePenalty::preset("ru_15_working_days").unwrap();
    let outside = |filed: Option<&str>, days: i64| {
        let filed = filed.map(|filed| date(filed) * 86_400);
        preset.lateness(days * 1_000_000, filed).is_outside_calendar
    };
    assert!(!outside(Some("2005-01-01"), 30));
    assert!(!outside(Some("2026-12-01"), 30));
    assert!(outside(Some("2026-12-01"), 31), "it ends on 2027-01-01");
    assert!(outside(Some("2004-12-31"), 1));
    assert!(outside(None, 1), "a claim without a time has no holidays");
    let weekends = LatePenalty {
        after_days: 3,
        calendar: LateCalendar::Business(BusinessCalendar::default()),
        ..LatePenalty::default()
    };
    assert!(!weekends.lateness(1_000_000, None).is_outside_calendar);
    let off = LatePenalty {
        after_days: 0,
        ..preset
    };
    assert!(!off.lateness(1_000_000, None).is_outside_calendar);
}

#[test]
fn costs_take_calendars_by_name_or_in_full() {
    let calendar = |text: &str| {
        let text = format!("format: 1\nlate: {{after_days: 3, calendar: {text}}}\n");
        match model(&text).late.calendar {
            LateCalendar::Business(calendar) => Some(calendar),
            LateCalendar::Days => None,
        }
    };
    assert_eq!(calendar("days"), None);
    assert_eq!(calendar("business_days"), Some(BusinessCalendar::default()));
    assert_eq!(calendar("target2"), Some(named("target2")));
    let own = "{weekend: [friday], holidays: [2026-01-01, 2025-05-01], work_days: [2026-01-02]}";
    let own = calendar(own).unwrap();
    assert_eq!(own.years(), Some((2025, 2026)), "those of its days");
    assert!(!own.is_business_day(date("2026-01-01")));
    assert!(own.is_business_day(date("2026-01-02")), "a Friday, worked");
    assert!(own.is_business_day(date("2026-01-03")), "a Saturday");
    let stated = calendar("{holidays: [2026-01-01], years: [2024, 2027]}").unwrap();
    assert_eq!(stated.years(), Some((2024, 2027)));
    assert_eq!(calendar("{weekend: [sunday]}").unwrap().years(), None);
}

#[test]
fn wrong_calendars_are_refused() {
    let messages = |text: &str| refused(&format!("format: 1\nlate: {{calendar: {text}}}\n"));
    assert_eq!(
        messages("target3"),
        ["2:18 `target3` is no value of `calendar`; did you mean `target2`?"]
    );
    assert_eq!(
        messages("{years: [2027, 2024]}"),
        [
            "2:26 the years are a first and a last one; write the years of the holidays like `[2024, 2027]`"
        ]
    );
    assert_eq!(
        messages("{work_days: [2026-01-01], holidays: [2026-01-01]}"),
        ["2:18 2026-01-01 is a holiday and a work day; name a day in one of the two lists"]
    );
    assert_eq!(
        messages("{weekend: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]}"),
        [
            "2:28 a week without a work day is never late; leave at least one day of the week for work"
        ]
    );
    assert_eq!(messages("{holidays: [2026-02-30]}").len(), 1);
}
