//! How long customers wait: the share of claims settled by each day, before and after.

use super::plot::{Plot, Size, figure};
use super::section::{Cell, DataTable, Part, Row, Section};
use super::ticks::{count_ticks, share_ticks};
use crate::report::desk::Desk;
use crate::report::resolution_curve::ResolutionCurve;
use crate::report::svg::{Anchor, nice_ticks};
use crate::statistics::float;

/// Quarters of a day.
const DAY: usize = 4;
/// The days that the table tells of.
const DAYS: [usize; 10] = [0, 1, 2, 3, 5, 7, 10, 15, 30, 60];

/// The section; empty without claims.
pub(super) fn section(desk: &Desk<'_>) -> Section {
    let title = desk.t("How long customers wait", "Сколько ждут клиенты");
    let overall = &desk.report.overall;
    let curve = &desk.report.resolution;
    let time = |value| desk.language.time(value);
    let lead = format!(
        "{} {} {} {}. {} {}.",
        desk.t("On average", "В среднем"),
        time(overall.resolution_days_mean.value),
        desk.t("instead of", "вместо"),
        time(overall.resolution_days_review_all.value),
        desk.t(
            "95 of 100 claims are settled within",
            "95 обращений из 100 решаются за"
        ),
        time(overall.resolution_days_p95.value),
    );
    let mut section = Section::new("time", title, vec![lead]);
    if curve.span() == 0 {
        return section;
    }
    let caption = desk.t(
        "Share of claims settled by day",
        "Доля решённых обращений по дням",
    );
    section
        .parts
        .push(Part::Figures(vec![figure(caption, |size| {
            draw(desk, curve, size)
        })]));
    section.parts.push(Part::Key(vec![
        ("own-mark", desk.t("these rules", "эти правила")),
        (
            "before-mark",
            desk.t(
                "if every claim were reviewed",
                "если проверять каждое обращение",
            ),
        ),
    ]));
    section.parts.push(Part::Table(table(desk, curve)));
    section
}

/// The picture.
fn draw(desk: &Desk<'_>, curve: &ResolutionCurve, size: Size) -> Plot {
    let span = curve.span().max(DAY);
    let days = |quarter: usize| quarters_as_days(quarter);
    let across = nice_ticks(0.0, days(span), size.ticks);
    let across = count_ticks(desk, &across, desk.t("days", "дней"));
    let up = nice_ticks(0.0, 1.0, size.ticks);
    let up = share_ticks(desk, &up, desk.t("settled", "решено"));
    let mut plot = Plot::new(size, &across, &up);
    let last_day = across.range.1;
    for (class, shares) in [("before", &curve.before), ("after", &curve.after)] {
        let mut places = vec![plot.place(0.0, 0.0)];
        let mut share_before = 0.0;
        for quarter in 0..=span {
            let share = ResolutionCurve::at(shares, quarter).unwrap_or_default();
            places.push(plot.place(days(quarter), share_before));
            places.push(plot.place(days(quarter), share));
            share_before = share;
        }
        places.push(plot.place(last_day, share_before));
        plot.picture.path(class, &places);
    }
    let at_once = ResolutionCurve::at(&curve.after, 0).unwrap_or_default();
    let place = plot.place(0.0, at_once);
    let text = format!(
        "{} {}",
        desk.language.percent(Some(at_once), 1),
        desk.t("within minutes", "за минуты")
    );
    plot.picture.text(
        "own-name",
        Anchor::Start,
        (place.0 + 8.0, place.1 + 18.0),
        &text,
    );
    plot
}

/// Days as a float.
fn quarters_as_days(quarter: usize) -> f64 {
    float(i128::try_from(quarter).unwrap_or_default()) / 4.0
}

/// The shares by day.
fn table(desk: &Desk<'_>, curve: &ResolutionCurve) -> DataTable {
    let percent = |shares: &[f64], day: usize| {
        desk.language
            .percent(ResolutionCurve::at(shares, day * DAY), 1)
    };
    let span = curve.span();
    let mut days: Vec<usize> = DAYS
        .into_iter()
        .filter(|day| *day * DAY <= span + DAY)
        .collect();
    let end = span.div_ceil(DAY);
    if !days.contains(&end) {
        days.push(end);
        days.sort_unstable();
    }
    let rows = days.into_iter().map(|day| {
        let name = if day == 0 {
            desk.t("at once", "сразу")
        } else {
            desk.language.count(day as u64)
        };
        Row::new(vec![
            Cell::text(name),
            Cell::text(percent(&curve.after, day)),
            Cell::text(percent(&curve.before, day)),
        ])
    });
    let head = desk.heads([
        ("settled within days", "решено за дней"),
        ("these rules", "эти правила"),
        ("reviewing every claim", "проверка каждого"),
    ]);
    let caption = desk.t(
        "Share of claims settled by day",
        "Доля решённых обращений по дням",
    );
    DataTable::new(caption, head, rows.collect())
}
