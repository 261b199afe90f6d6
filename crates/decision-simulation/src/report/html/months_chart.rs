//! Drift: months beside one another, with the alarms.

use super::plot::{Plot, Size, Ticks, figure};
use super::section::{Cell, DataTable, Figure, Part, Row, Section};
use super::ticks::{count_ticks, money_ticks, share_ticks};
use crate::analysis::drift::{Drift, DriftAlarm, DriftOf, Month};
use crate::report::desk::Desk;
use crate::report::svg::{Axis, nice_ticks};
use crate::statistics::Estimate;
use crate::statistics::float;

/// The section; empty without months.
pub(super) fn section(desk: &Desk<'_>) -> Section {
    let drift = &desk.report.sections.drift;
    let title = desk.t("Month by month", "По месяцам");
    let mut section = Section::new("drift", title, Vec::new());
    if drift.months.is_empty() {
        return section;
    }
    section.lead = vec![format!(
        "{} {}. {}",
        desk.t(
            "The shaded months at the left are the reference:",
            "Затенённые месяцы слева — эталон, их"
        ),
        drift.reference_months,
        desk.t(
            "Bands are 95% intervals. A month in which something is no longer as it was is marked in red. Limits that were chosen on other times mislead.",
            "Полосы — интервалы 95%. Месяц, в котором что-то стало не таким, как было, отмечен красным. Лимиты, подобранные по другим временам, вводят в заблуждение.",
        )
    )];
    section.parts.extend(alarms(desk, drift));
    section.parts.push(Part::Figures(figures(desk, drift)));
    section.parts.push(Part::Table(table(desk, drift)));
    section
}

/// The pictures: claims, loss rate, unjustified claims, saving.
fn figures(desk: &Desk<'_>, drift: &Drift) -> Vec<Figure> {
    let rate = |month: &Month| month.loss_rate;
    let unjustified = |month: &Month| month.unjustified_share;
    vec![
        figure(desk.t("Claims", "Обращения"), |size| {
            let values: Vec<f64> = drift
                .months
                .iter()
                .map(|month| float(i128::from(month.claims)))
                .collect();
            let ticks = nice_ticks(0.0, values.iter().copied().fold(1.0, f64::max), size.ticks);
            let up = count_ticks(desk, &ticks, desk.t("claims", "обращений"));
            bars(desk, drift, size, &values, &up)
        }),
        figure(desk.t("Loss rate", "Доля потерь"), |size| {
            let name = desk.t("loss rate", "доля потерь");
            band(desk, drift, size, rate, name)
        }),
        figure(
            desk.t("Unjustified claims", "Необоснованные обращения"),
            |size| {
                let name = desk.t("share of known results", "доля известных исходов");
                band(desk, drift, size, unjustified, name)
            },
        ),
        figure(
            desk.t("Net saving", "Чистая экономия"),
            |size| {
                let values: Vec<f64> = drift
                    .months
                    .iter()
                    .map(|month| desk.money.units(month.net_saving))
                    .collect();
                let low = values.iter().copied().fold(0.0, f64::min);
                let high = values.iter().copied().fold(low + 1.0, f64::max);
                let ticks = nice_ticks(low, high, size.ticks);
                let up = money_ticks(desk, &ticks, desk.t("net saving", "чистая экономия"));
                bars(desk, drift, size, &values, &up)
            },
        ),
    ]
}

/// Axes with the reference shaded and the alarms marked.
fn frame(desk: &Desk<'_>, drift: &Drift, size: Size, up: &Ticks) -> Plot {
    let count = drift.months.len();
    let last = as_float(count);
    let every = count.div_ceil(usize::from(size.ticks) + 1).max(1);
    let marks = drift
        .months
        .iter()
        .enumerate()
        .step_by(every)
        .map(|(place, month)| (as_float(place) + 0.5, desk.language.month(month.year_month)));
    let across = Ticks {
        name: String::new(),
        range: (0.0, last),
        marks: marks.collect(),
    };
    let mut plot = Plot::new(size, &across, up);
    let (_, _, top, bottom) = plot.ends;
    let end = plot.x.place(as_float(drift.reference_months.min(count)));
    plot.picture
        .rectangle("reference", (plot.x.place(0.0), top), (end, bottom));
    for (place, month) in drift.months.iter().enumerate() {
        if month.is_alarming {
            let from = plot.x.place(as_float(place));
            let to = plot.x.place(as_float(place) + 1.0);
            plot.picture.rectangle("alarm", (from, top), (to, bottom));
            let middle = f64::midpoint(from, to);
            let peak = [
                (middle - 5.0, top - 8.0),
                (middle + 5.0, top - 8.0),
                (middle, top),
            ];
            plot.picture.shape("alarm-mark", &peak);
        }
    }
    plot
}

/// A bar a month.
fn bars(desk: &Desk<'_>, drift: &Drift, size: Size, values: &[f64], up: &Ticks) -> Plot {
    let mut plot = frame(desk, drift, size, up);
    for (place, (value, month)) in values.iter().zip(&drift.months).enumerate() {
        let (from, to) = month_ends(&plot.x, place);
        let (zero, end) = (plot.y.place(0.0), plot.y.place(*value));
        let class = if *value < 0.0 { "risk" } else { "cost" };
        let tip = tip(desk, month);
        plot.picture.with_tip(&tip, |picture| {
            picture.rectangle(class, (from, zero), (to, end));
        });
    }
    plot
}

/// The places between which the bar of a month stands.
fn month_ends(axis: &Axis, place: usize) -> (f64, f64) {
    let (from, to) = (
        axis.place(as_float(place)),
        axis.place(as_float(place) + 1.0),
    );
    let gap = ((to - from) * 0.12).min(3.0);
    (from + gap, to - gap)
}

/// A line with its interval.
fn band(
    desk: &Desk<'_>,
    drift: &Drift,
    size: Size,
    value: impl Fn(&Month) -> Estimate,
    name: String,
) -> Plot {
    let points: Vec<_> = drift
        .months
        .iter()
        .enumerate()
        .filter_map(|(place, month)| {
            let estimate = value(month);
            let middle = estimate.value?;
            let (low, high) = estimate.low.zip(estimate.high).unwrap_or((middle, middle));
            Some((as_float(place) + 0.5, low, middle, high, month))
        })
        .collect();
    // One month of few claims must not press all others flat: the picture ends at twice the
    // largest value.
    let largest = points
        .iter()
        .map(|(_, _, middle, ..)| *middle)
        .fold(1e-4, f64::max);
    let highest = points
        .iter()
        .map(|(_, _, _, high, _)| *high)
        .fold(largest, f64::max);
    let ticks = nice_ticks(0.0, highest.min(largest * 2.0), size.ticks);
    let up = share_ticks(desk, &ticks, name);
    let most = up.range.1;
    let mut plot = frame(desk, drift, size, &up);
    let edge = |points: &mut dyn Iterator<Item = (f64, f64)>, plot: &Plot| {
        points
            .map(|(x, y)| plot.place(x, y.clamp(0.0, most)))
            .collect::<Vec<_>>()
    };
    let mut outline = edge(&mut points.iter().map(|(x, low, ..)| (*x, *low)), &plot);
    let upper = edge(
        &mut points.iter().map(|(x, _, _, high, _)| (*x, *high)).rev(),
        &plot,
    );
    outline.extend(upper);
    plot.picture.shape("band", &outline);
    let line = edge(
        &mut points.iter().map(|(x, _, middle, ..)| (*x, *middle)),
        &plot,
    );
    plot.picture.path("curve", &line);
    for ((_, _, _, _, month), place) in points.iter().zip(&line) {
        let tip = tip(desk, month);
        plot.picture.with_tip(&tip, |picture| {
            picture.disc("reach", *place, 8.0);
            picture.disc(
                if month.is_alarming {
                    "point bad"
                } else {
                    "point"
                },
                *place,
                3.2,
            );
        });
    }
    plot
}

/// What is told of a month when it is pointed at.
fn tip(desk: &Desk<'_>, month: &Month) -> Vec<String> {
    let share = |estimate: &Estimate| {
        let interval = desk.share_range(estimate, 2);
        let value = desk.language.percent(estimate.value, 2);
        if interval.is_empty() {
            value
        } else {
            format!("{value} ({interval})")
        }
    };
    vec![
        desk.language.month(month.year_month),
        format!(
            "{}: {}",
            desk.t("claims", "обращений"),
            desk.language.count(month.claims)
        ),
        format!(
            "{}: {}",
            desk.t("loss rate", "доля потерь"),
            share(&month.loss_rate)
        ),
        format!(
            "{}: {}",
            desk.t("unjustified", "необоснованных"),
            share(&month.unjustified_share)
        ),
        format!(
            "{}: {}",
            desk.t("net saving", "чистая экономия"),
            desk.money.short(month.net_saving)
        ),
    ]
}

/// Every alarm as a remark; a good word where there is none.
fn alarms(desk: &Desk<'_>, drift: &Drift) -> Vec<Part> {
    if drift.alarms.is_empty() {
        let calm = desk.t(
            "No alarm: the later months are of the kind that the reference is.",
            "Тревог нет: поздние месяцы такие же, как эталонные.",
        );
        return vec![Part::Remark("good", calm)];
    }
    let alarms = drift.alarms.iter().map(|alarm| alarm_text(desk, alarm));
    alarms.map(|text| Part::Remark("bad", text)).collect()
}

/// One alarm in words.
pub(in crate::report) fn alarm_text(desk: &Desk<'_>, alarm: &DriftAlarm) -> String {
    let month = desk.language.month(alarm.year_month);
    let share = |value: f64| desk.language.percent(Some(value), 2);
    let index = |value: f64| desk.language.number(value, 4);
    match &alarm.of {
        DriftOf::UnjustifiedShare => format!(
            "{} {month}: {} {}, {} {}.",
            desk.t("Since", "С месяца"),
            desk.t(
                "the share of unjustified claims is",
                "доля необоснованных обращений"
            ),
            share(alarm.value),
            desk.t("against", "против"),
            share(alarm.limit)
        ),
        DriftOf::LossRate => format!(
            "{} {month}: {} {}, {} {}.",
            desk.t("Since", "С месяца"),
            desk.t("the loss rate is", "доля потерь"),
            share(alarm.value),
            desk.t("against", "против"),
            share(alarm.limit)
        ),
        DriftOf::Factor(name) => format!(
            "{} {month}: {} `{name}` {} (PSI {}, {} {}).",
            desk.t("Since", "С месяца"),
            desk.t("the values of", "значения"),
            desk.t("are spread otherwise", "распределены иначе"),
            index(alarm.value),
            desk.t("at most", "не более"),
            index(alarm.limit)
        ),
    }
}

/// The months as a table.
fn table(desk: &Desk<'_>, drift: &Drift) -> DataTable {
    let share = |estimate: &Estimate| {
        Cell::ratio(desk.language.percent(estimate.value, 2), estimate.value)
            .with_note(desk.share_range(estimate, 2))
    };
    let rows = drift.months.iter().map(|month| {
        let state = if month.is_alarming {
            Cell::text(desk.t("▲ alarm", "▲ тревога")).with_class("negative")
        } else {
            Cell::text("")
        };
        Row::new(vec![
            Cell::text(desk.language.month(month.year_month)),
            Cell::sum(desk.language.count(month.claims), i128::from(month.claims)),
            Cell::sum(desk.money.bare(month.amount), month.amount),
            share(&month.auto_share),
            share(&month.loss_rate),
            share(&month.unjustified_share),
            Cell::sum(desk.money.bare(month.net_saving), month.net_saving),
            state,
        ])
    });
    let head = desk.heads([
        ("month", "месяц"),
        ("claims", "обращений"),
        ("amount", "сумма"),
        ("settled at once", "решено сразу"),
        ("loss rate", "доля потерь"),
        ("unjustified", "необоснованных"),
        ("net saving", "чистая экономия"),
        ("alarm", "тревога"),
    ]);
    let caption = desk.t("The months in numbers", "Месяцы в числах");
    DataTable::new(caption, head, rows.collect())
        .sortable()
        .folded()
}

/// A place among months as a float.
fn as_float(place: usize) -> f64 {
    float(i128::try_from(place).unwrap_or_default())
}
