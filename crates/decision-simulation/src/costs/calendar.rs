//! The days on which a bank works: weekends, holidays, and weekend days that are worked.
//!
//! Calendars of jurisdictions are data (`calendars/*.yaml`), in the words of `costs.yaml`. A
//! calendar knows which years it covers; outside of them only weekends are free, and
//! [`BusinessCalendar::covers`] says so.

use decision_matrix::calendar::{civil_from_days, days_from_civil, weekday};

use super::read;

/// Days of a week.
const WEEK: i64 = 7;
/// 1970-01-05, a Monday, in days since 1970-01-01: weeks are counted from here.
const FIRST_MONDAY: i64 = 4;

/// The days on which a bank works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusinessCalendar {
    /// Work days among the first `n` days of a week, Monday first, without holidays.
    work_days_of_week: [i64; 8],
    /// Days without work that are no weekend, in days since 1970-01-01, rising.
    holidays: Vec<i64>,
    /// Weekend days with work, in days since 1970-01-01, rising.
    worked: Vec<i64>,
    /// First and last year whose holidays are known; `None` where none are to be known.
    years: Option<(i64, i64)>,
    /// The first and the last day of these years.
    known: (i64, i64),
}

impl Default for BusinessCalendar {
    /// Monday to Friday, without holidays.
    fn default() -> Self {
        Self::new(&[6, 7], &[], &[], None)
    }
}

impl BusinessCalendar {
    /// The names of the calendars that are shipped.
    pub const NAMES: [&'static str; 3] = ["us_federal_reserve", "target2", "ru"];

    /// A calendar: days of the week without work (Monday 1 .. Sunday 7), further days without
    /// work, weekend days with work (both in days since 1970-01-01, in any order), and the first
    /// and last year for which these are complete.
    ///
    /// Where `years` is `None` they are those of the first and the last of the days, and a
    /// calendar without such days covers all years.
    pub fn new(
        weekend: &[i64],
        holidays: &[i64],
        worked: &[i64],
        years: Option<(i64, i64)>,
    ) -> Self {
        let mut work_days_of_week = [0; 8];
        let mut sum = 0;
        for (day, count) in (1..).zip(work_days_of_week.iter_mut().skip(1)) {
            sum += i64::from(!weekend.contains(&day));
            *count = sum;
        }
        let is_weekend = |day: i64| weekend.contains(&weekday(day));
        let sorted = |days: &[i64], on_weekends: bool| {
            let mut days: Vec<_> = days
                .iter()
                .copied()
                .filter(|day| is_weekend(*day) == on_weekends)
                .collect();
            days.sort_unstable();
            days.dedup();
            days
        };
        let named = || holidays.iter().chain(worked).copied();
        let year_of = |day| civil_from_days(day).0;
        let years = years.or_else(|| Some((year_of(named().min()?), year_of(named().max()?))));
        Self {
            work_days_of_week,
            holidays: sorted(holidays, false),
            worked: sorted(worked, true),
            years,
            known: years.map_or((i64::MIN, i64::MAX), |(first, last)| {
                (days_from_civil(first, 1, 1), days_from_civil(last, 12, 31))
            }),
        }
    }

    /// The shipped calendar of this name.
    ///
    /// `us_federal_reserve`: Federal Reserve Banks, 2000 to 2030. `target2`: the euro payment
    /// system of the ECB, 2002 to 2030. `ru`: Russia with the transfers of days off that the
    /// government orders each year, 2005 to 2026. Each file names its sources.
    pub fn named(name: &str) -> Option<Self> {
        let text = match name {
            "us_federal_reserve" => include_str!("calendars/us_federal_reserve.yaml"),
            "target2" => include_str!("calendars/target2.yaml"),
            "ru" => include_str!("calendars/ru.yaml"),
            _ => return None,
        };
        read::business_calendar(name, text).ok()
    }

    /// First and last year whose holidays are known; `None` where there are no holidays to know.
    pub fn years(&self) -> Option<(i64, i64)> {
        self.years
    }

    /// Whether the holidays of all days from `from` to `to` are known, in days since 1970-01-01.
    pub fn covers(&self, from: i64, to: i64) -> bool {
        self.known.0 <= from && to <= self.known.1
    }

    /// Whether the bank works on this day, in days since 1970-01-01.
    pub fn is_business_day(&self, day: i64) -> bool {
        self.work_days_until(day) > self.work_days_until(day - 1)
    }

    /// Business days after `from` up to and with `to`, in days since 1970-01-01.
    pub fn business_days(&self, from: i64, to: i64) -> i64 {
        if to <= from {
            0
        } else {
            self.work_days_until(to) - self.work_days_until(from)
        }
    }

    /// Business days up to and with `day`, counted from some day before all others.
    fn work_days_until(&self, day: i64) -> i64 {
        let [.., in_week] = self.work_days_of_week;
        let since = day - FIRST_MONDAY;
        let days_of_week = usize::try_from(since.rem_euclid(WEEK) + 1).unwrap_or_default();
        let in_last_week = self.work_days_of_week.get(days_of_week).copied();
        let until = |days: &[i64]| {
            let passed = days.partition_point(|one| *one <= day);
            i64::try_from(passed).unwrap_or(i64::MAX)
        };
        since.div_euclid(WEEK) * in_week + in_last_week.unwrap_or_default() - until(&self.holidays)
            + until(&self.worked)
    }
}
