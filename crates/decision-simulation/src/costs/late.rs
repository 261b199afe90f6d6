//! The legal time limit and what missing it costs.

use decision_matrix::calendar::DAY_SECONDS;

use super::calendar::BusinessCalendar;
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
    /// Days on which the bank works, by dates in UTC; the day of filing does not count.
    Business(BusinessCalendar),
}

/// How late a claim is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lateness {
    /// Days begun after the limit.
    pub days: i64,
    /// Whether the claim has no time, or waits in part outside of the years whose holidays are
    /// known: then only weekends are free, and `days` may be too many.
    pub is_outside_calendar: bool,
}

/// 1970-01-05, a Monday: where a claim without a time is thought to begin.
const A_MONDAY: i64 = 4 * DAY_SECONDS;
/// Micro-days of a day.
const MICRO_DAYS: i64 = 1_000_000;

impl LatePenalty {
    /// The names of the presets.
    pub(crate) const PRESETS: [&'static str; 6] = [
        "rbi",
        "regulation_e",
        "regulation_e_45_days",
        "psd2",
        "psd2_complaint",
        "ru_15_working_days",
    ];

    /// A limit in business days without a penalty in money.
    fn business(after_days: i64, calendar: &str) -> Option<Self> {
        Some(Self {
            after_days,
            calendar: LateCalendar::Business(BusinessCalendar::named(calendar)?),
            ..Self::default()
        })
    }

    /// The preset of this name: the limit of a law, and its penalty where it names one.
    ///
    /// - `rbi`: India, cash not dispensed: five calendar days after the day of the transaction,
    ///   then 100 rupees a day (RBI circular DPSS.CO.PD No.629/02.01.014/2019-20, annex).
    /// - `regulation_e`: United States, error resolved or provisionally credited within ten
    ///   business days (12 CFR 1005.11(c)(1) and (2)).
    /// - `regulation_e_45_days`: the investigation after a provisional credit (the same, (c)(2)).
    /// - `psd2`: European Union, refund of an unauthorised payment by the end of the following
    ///   business day (Directive (EU) 2015/2366, article 73(1)).
    /// - `psd2_complaint`: answer to a complaint within 15 business days (the same, 101(2)).
    /// - `ru_15_working_days`: Russia, answer of a bank within 15 working days of registration
    ///   (Federal Law 395-1, article 30.1, as amended by 442-FZ of 2023).
    pub fn preset(name: &str) -> Option<Self> {
        match name {
            "rbi" => Some(Self {
                after_days: 5,
                per_day: 100_000_000,
                ..Self::default()
            }),
            "regulation_e" => Self::business(10, "us_federal_reserve"),
            "regulation_e_45_days" => Some(Self {
                after_days: 45,
                ..Self::default()
            }),
            "psd2" => Self::business(1, "target2"),
            "psd2_complaint" => Self::business(15, "target2"),
            "ru_15_working_days" => Self::business(15, "ru"),
            _ => None,
        }
    }

    /// How late a claim is that was filed at `filed_at` (seconds since 1970-01-01T00:00:00Z) and
    /// settled `days` (times 10^6) later.
    #[inline]
    pub fn lateness(&self, days: i64, filed_at: Option<i64>) -> Lateness {
        if self.after_days == 0 {
            return Lateness::default();
        }
        let (elapsed, is_outside_calendar) = match &self.calendar {
            // ceil(d - T) = ceil(d) - T, because the limit is whole days.
            LateCalendar::Days => {
                let begun = i64::from(days.rem_euclid(MICRO_DAYS) > 0);
                (days.div_euclid(MICRO_DAYS) + begun, false)
            }
            LateCalendar::Business(business) => elapsed(business, days, filed_at),
        };
        Lateness {
            days: (elapsed - self.after_days).max(0),
            is_outside_calendar,
        }
    }

    /// [`Self::lateness`] in days alone.
    pub fn days_late(&self, days: i64, filed_at: Option<i64>) -> i64 {
        self.lateness(days, filed_at).days
    }

    /// The penalty in minor units of a currency with `scale` fraction digits.
    #[inline]
    pub fn penalty(&self, days_late: i64, scale: u8) -> i128 {
        if days_late == 0 || self.per_day == 0 {
            return 0;
        }
        let full = i128::from(self.per_day) * i128::from(days_late);
        let capped = if self.cap == 0 {
            full
        } else {
            full.min(i128::from(self.cap))
        };
        money::round_ratio(capped, money::power_of_ten(6 - scale.min(6)))
    }
}

/// Business days from filing to settlement, and whether a holiday between them may be unknown.
fn elapsed(business: &BusinessCalendar, days: i64, filed_at: Option<i64>) -> (i64, bool) {
    let from = filed_at.unwrap_or(A_MONDAY);
    let seconds = days.checked_mul(DAY_SECONDS).map_or_else(
        || i64::try_from(i128::from(days) * i128::from(DAY_SECONDS) / MICRO).unwrap_or(i64::MAX),
        |product| product / MICRO_DAYS,
    );
    let until = from.saturating_add(seconds);
    let (first, last) = (from.div_euclid(DAY_SECONDS), until.div_euclid(DAY_SECONDS));
    let is_outside =
        business.years().is_some() && (filed_at.is_none() || !business.covers(first, last));
    (business.business_days(first, last), is_outside)
}
