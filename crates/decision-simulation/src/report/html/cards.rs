//! The large numbers, each with its interval.

use crate::report::Mode;
use crate::report::desk::Desk;
use crate::report::overall::ratio;

/// One large number.
pub(super) struct Card {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) note: String,
    /// The interval, with its kind; perhaps empty.
    pub(super) interval: String,
    pub(super) class: &'static str,
}

/// The numbers.
pub(super) fn cards(desk: &Desk<'_>) -> Vec<Card> {
    vec![
        settled(desk),
        time(desk),
        saving(desk),
        loss(desk),
        staff(desk),
    ]
}

fn settled(desk: &Desk<'_>) -> Card {
    let overall = &desk.report.overall;
    Card {
        name: desk.t("settled at once", "решено сразу"),
        value: desk.language.percent(overall.auto_share.value, 1),
        note: format!(
            "{} {} {}",
            desk.language.count(overall.auto_claims),
            desk.t("of", "из"),
            desk.language.count(overall.claims)
        ),
        interval: desk.share_interval(&overall.auto_share, 1),
        class: "",
    }
}

fn time(desk: &Desk<'_>) -> Card {
    let overall = &desk.report.overall;
    let time = |value: f64| desk.language.time(Some(value));
    let mean = &overall.resolution_days_mean;
    Card {
        name: desk.t("mean time to settlement", "среднее время до решения"),
        value: desk.language.time(mean.value),
        note: format!(
            "{} {}",
            desk.t("instead of", "вместо"),
            desk.language.time(overall.resolution_days_review_all.value)
        ),
        interval: crate::report::intervals::labelled(desk.language, mean, time),
        class: "",
    }
}

fn saving(desk: &Desk<'_>) -> Card {
    let overall = &desk.report.overall;
    let mode = desk.report.mode;
    let saving = overall.shown_saving(mode);
    // An estimate is one over all claims, and what reviewing all of them costs is not known.
    let is_sum = matches!(mode, Mode::Full | Mode::Bounds) && saving.is_some();
    let share = ratio(overall.net_saving, overall.cost_review_all).filter(|_| is_sum);
    let intervals = overall.sum_intervals(desk.report.mode, desk.report.scale);
    Card {
        name: desk.t("net saving", "чистая экономия"),
        value: desk.money.short_or_dash(saving),
        note: format!(
            "{} {}",
            desk.language.percent(share, 1),
            desk.t(
                "of the cost of reviewing everything",
                "затрат на проверку всего"
            )
        ),
        interval: desk.money_interval(&intervals.net_saving),
        class: match saving {
            None => "",
            Some(..0) => "loss",
            Some(_) => "save",
        },
    }
}

fn loss(desk: &Desk<'_>) -> Card {
    let overall = &desk.report.overall;
    let rate = &overall.loss_rate;
    let loss = desk
        .money
        .short_or_dash(overall.shown_loss(desk.report.mode));
    let intervals = overall.sum_intervals(desk.report.mode, desk.report.scale);
    let range = match desk.report.mode {
        // The rate of known results may lie outside the bounds of all; the bounds of the money
        // are what can be said of everything.
        Mode::Bounds => desk.money_interval(&intervals.loss),
        Mode::Full | Mode::Audit | Mode::Impute => desk.share_interval(rate, 2),
    };
    Card {
        name: desk.t("loss on money paid at once", "потери на выплаченном сразу"),
        value: desk.language.percent(rate.value, 2),
        note: loss,
        interval: range,
        class: "loss",
    }
}

fn staff(desk: &Desk<'_>) -> Card {
    let overall = &desk.report.overall;
    let hours = |minutes: i128| {
        let hours = ratio(minutes, 60_000_000_000).unwrap_or_default();
        desk.language.number(hours, 0)
    };
    let share = ratio(
        overall.minutes_review_all - overall.minutes,
        overall.minutes_review_all,
    );
    Card {
        name: desk.t("staff hours", "часов работы"),
        value: hours(overall.minutes),
        note: format!(
            "{} {}",
            desk.t("instead of", "вместо"),
            hours(overall.minutes_review_all)
        ),
        interval: share.map_or_else(String::new, |share| {
            format!(
                "{} {}",
                desk.language.percent(Some(share.abs()), 0),
                if share < 0.0 {
                    desk.t("more", "больше")
                } else {
                    desk.t("less", "меньше")
                }
            )
        }),
        class: "",
    }
}
