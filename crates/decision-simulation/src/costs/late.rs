//! The legal time limit and what missing it costs.

use decision_matrix::calendar::{self, DAY_SECONDS};

use super::model::MICRO;
use crate::money;

/// A penalty for each day after the limit, up to a cap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LatePenalty {
    /// Days until a claim is late; 0 switches the limit off.
    pub after_days: i64,
    /// Penalty for each day begun after the limit, times 10^6.
    pub per_day: i64,
    /// The largest penalty of a claim, times 10^6; 0 is no cap.
    pub cap: i64,
    /// Which days count.
    pub calendar: LateCalendar,
}

/// Which days count towards the limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LateCalendar {
    /// Every day; parts of a day count from the hour of filing.
    #[default]
    Days,
    /// Days on which the bank works.
    Business(BusinessCalendar),
}

/// The days on which a bank works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusinessCalendar {
    /// Days of the week without work, Monday 1 .. Sunday 7.
    pub weekend: Vec<i64>,
    /// Further days without work, in days since 1970-01-01, rising.
    pub holidays: Vec<i64>,
}

impl Default for BusinessCalendar {
    /// Monday to Friday, without holidays.
    fn default() -> Self {
        Self {
            weekend: vec![6, 7],
            holidays: Vec::new(),
        }
    }
}

/// 1970-01-05, a Monday: where a claim without a time is thought to begin.
const A_MONDAY: i64 = 4 * DAY_SECONDS;

impl BusinessCalendar {
    /// Whether the bank works on this day, in days since 1970-01-01.
    pub fn is_business_day(&self, day: i64) -> bool {
        !self.weekend.contains(&calendar::weekday(day))
            && self.holidays.binary_search(&day).is_err()
    }

    /// Business days after `from` up to and with `to`, in days since 1970-01-01.
    fn business_days(&self, from: i64, to: i64) -> i64 {
        if to <= from {
            return 0;
        }
        let is_weekend = |day: i64| self.weekend.contains(&calendar::weekday(day));
        let work_days = |first: i64, last: i64| {
            (first..=last)
                .map(|day| i64::from(!is_weekend(day)))
                .sum::<i64>()
        };
        let weeks = (to - from) / 7;
        let in_whole_weeks = weeks * work_days(from + 1, from + 7);
        let in_the_rest = work_days(from + weeks * 7 + 1, to);
        let is_within = |day: &&i64| (from + 1..=to).contains(day);
        let free: i64 = self
            .holidays
            .iter()
            .filter(is_within)
            .map(|day| i64::from(!is_weekend(*day)))
            .sum();
        in_whole_weeks + in_the_rest - free
    }
}

impl LatePenalty {
    /// The names of the presets.
    pub(crate) const PRESETS: [&'static str; 4] =
        ["rbi", "regulation_e", "psd2", "ru_15_working_days"];

    /// A limit in business days without a penalty in money.
    fn business(after_days: i64) -> Self {
        Self {
            after_days,
            calendar: LateCalendar::Business(BusinessCalendar::default()),
            ..Self::default()
        }
    }

    /// The preset of this name.
    ///
    /// `rbi`: India, five days, then 100 a day (RBI circular DPSS.CO.PD 629, 2019).
    /// `regulation_e`: United States, ten business days (12 CFR 1005.11). `psd2`: European Union,
    /// the next business day (Directive 2015/2366, article 73). `ru_15_working_days`: Russia.
    pub fn preset(name: &str) -> Option<Self> {
        match name {
            "rbi" => Some(Self {
                after_days: 5,
                per_day: 100_000_000,
                cap: 0,
                calendar: LateCalendar::Days,
            }),
            "regulation_e" => Some(Self::business(10)),
            "psd2" => Some(Self::business(1)),
            "ru_15_working_days" => Some(Self::business(15)),
            _ => None,
        }
    }

    /// Days begun after the limit, for a claim filed at `filed_at` (seconds since
    /// 1970-01-01T00:00:00Z) and settled `days` (times 10^6) later.
    pub fn days_late(&self, days: i64, filed_at: Option<i64>) -> i64 {
        if self.after_days == 0 {
            return 0;
        }
        let elapsed = match &self.calendar {
            // ceil(d - T) = ceil(d) - T, because the limit is whole days.
            LateCalendar::Days => {
                days.div_euclid(1_000_000) + i64::from(days.rem_euclid(1_000_000) > 0)
            }
            LateCalendar::Business(business) => {
                let from = filed_at.unwrap_or(A_MONDAY);
                let seconds = i128::from(days) * i128::from(DAY_SECONDS) / MICRO;
                let until = from.saturating_add(i64::try_from(seconds).unwrap_or(i64::MAX));
                business.business_days(from.div_euclid(DAY_SECONDS), until.div_euclid(DAY_SECONDS))
            }
        };
        (elapsed - self.after_days).max(0)
    }

    /// The penalty in minor units of a currency with `scale` fraction digits.
    pub fn penalty(&self, days_late: i64, scale: u8) -> i128 {
        let full = i128::from(self.per_day) * i128::from(days_late);
        let capped = if self.cap == 0 {
            full
        } else {
            full.min(i128::from(self.cap))
        };
        money::round_ratio(capped, MICRO / money::power_of_ten(scale.min(6)))
    }
}
