//! The numbers behind the headline, each with its interval.

use super::SummaryLine;
use crate::report::Mode;
use crate::report::desk::Desk;
use crate::report::intervals;
use crate::report::overall::ratio;

/// Claims, shares, money, time and work.
pub(super) fn lines(desk: &Desk<'_>) -> Vec<SummaryLine> {
    let mut lines = about_claims(desk);
    lines.extend(about_time(desk));
    lines
}

/// A line with its name in the language.
fn line(
    desk: &Desk<'_>,
    name: (&str, &str),
    value: String,
    interval: String,
    note: String,
) -> SummaryLine {
    SummaryLine {
        name: desk.t(name.0, name.1),
        value,
        interval,
        note,
    }
}

/// How many claims, how much money.
fn about_claims(desk: &Desk<'_>) -> Vec<SummaryLine> {
    let (overall, mode) = (&desk.report.overall, desk.report.mode);
    let sums = overall.sum_intervals(mode, desk.report.scale);
    let of = |part: u64| {
        format!(
            "{} {} {}",
            desk.language.count(part),
            desk.t("of", "из"),
            desk.language.count(overall.claims)
        )
    };
    let saved = ratio(overall.net_saving, overall.cost_review_all);
    let is_sum = matches!(mode, Mode::Full | Mode::Bounds) && overall.results_known > 0;
    let saved = saved.filter(|_| is_sum);
    let rate = match mode {
        // The bounds are over all claims, the value over known results.
        Mode::Bounds => String::new(),
        _ => desk.share_interval(&overall.loss_rate, 2),
    };
    vec![
        line(
            desk,
            ("settled at once", "решено сразу"),
            desk.language.percent(overall.auto_share.value, 1),
            desk.share_interval(&overall.auto_share, 1),
            of(overall.auto_claims),
        ),
        line(
            desk,
            ("net saving", "чистая экономия"),
            desk.money.exact_or_dash(overall.shown_saving(mode)),
            desk.money_interval(&sums.net_saving),
            format!(
                "{} {}",
                desk.language.percent(saved, 0),
                desk.t("of review cost", "цены проверки")
            ),
        ),
        line(
            desk,
            ("loss accepted", "принятые потери"),
            desk.money.exact_or_dash(overall.shown_loss(mode)),
            desk.money_interval(&sums.loss),
            String::new(),
        ),
        line(
            desk,
            ("loss rate", "доля потерь"),
            desk.language.percent(overall.loss_rate.value, 3),
            rate,
            desk.t("of money paid", "от выплат"),
        ),
    ]
}

/// How long customers wait and staff work.
fn about_time(desk: &Desk<'_>) -> Vec<SummaryLine> {
    let overall = &desk.report.overall;
    let hours = |minutes: i128| {
        let hours = ratio(minutes, 60_000_000_000).unwrap_or_default();
        desk.language.number(hours, 0)
    };
    let instead = |of: String| format!("{} {of}", desk.t("instead of", "вместо"));
    let time = |days: f64| desk.language.time(Some(days));
    let mean = &overall.resolution_days_mean;
    vec![
        line(
            desk,
            ("time to settlement, mean", "время до решения, среднее"),
            desk.language.time(mean.value),
            intervals::labelled(desk.language, mean, time),
            instead(desk.language.time(overall.resolution_days_review_all.value)),
        ),
        line(
            desk,
            ("staff hours", "часов работы"),
            hours(overall.minutes),
            String::new(),
            instead(hours(overall.minutes_review_all)),
        ),
        line(
            desk,
            ("reviews above their risk", "проверки дороже риска"),
            desk.language.percent(overall.break_even_share.value, 1),
            desk.share_interval(&overall.break_even_share, 1),
            desk.t("of claims", "обращений"),
        ),
    ]
}
