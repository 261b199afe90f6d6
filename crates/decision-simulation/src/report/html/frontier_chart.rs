//! The frontier: what more could be saved at which loss rate, with the present policy on it.

use super::plot::{Plot, Size, Ticks, figure};
use super::section::{Cell, DataTable, Part, Row, Section};
use super::ticks::{money_ticks, share_ticks};
use crate::analysis::frontier::{Frontier, FrontierPoint, LimitValue};
use crate::report::desk::Desk;
use crate::report::svg::{Anchor, nice_ticks};

/// The most limits that a tip lists.
const MOST_LIMITS: usize = 16;
/// The most changed limits that a row of the table lists.
const MOST_CHANGES: usize = 4;

/// What stands on the upward axis.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Saving,
    Share,
}

/// The section; empty without a frontier.
pub(super) fn section(desk: &Desk<'_>) -> Section {
    let title = desk.t("Cost against risk", "Затраты против риска");
    let mut section = Section::new("frontier", title, Vec::new());
    let Some(frontier) = &desk.report.sections.frontier else {
        return section;
    };
    section.lead = lead(desk, frontier);
    let picture = |measure: Measure, english: &str, russian: &str| {
        figure(desk.t(english, russian), |size| {
            draw(desk, frontier, measure, size)
        })
    };
    section.parts.push(Part::Figures(vec![
        picture(
            Measure::Saving,
            "Net saving at each loss rate",
            "Чистая экономия при каждой доле потерь",
        ),
        picture(
            Measure::Share,
            "Share settled at once at each loss rate",
            "Доля решённых сразу при каждой доле потерь",
        ),
    ]));
    section.parts.push(Part::Key(vec![
        ("own-mark", desk.t("these rules", "эти правила")),
        (
            "point-mark",
            desk.t("best limits at that risk", "лучшие лимиты при таком риске"),
        ),
    ]));
    section.parts.push(Part::Table(table(desk, frontier)));
    section
}

/// How it was made and how to read it.
fn lead(desk: &Desk<'_>, frontier: &Frontier) -> Vec<String> {
    let policies = desk.language.count(frontier.policies);
    let varied = frontier.varied.join(", ");
    let mut lead = vec![
        format!(
            "{} {policies} {} {varied}. {}",
            desk.t("Looked at:", "Рассмотрено:"),
            desk.t("policies over", "политик по лимитам"),
            desk.t(
                "Each point is one that none of them beats: none saves as much at a lower loss rate.",
                "Каждая точка — политика, которую не превосходит другая: ни одна не экономит столько же при меньшей доле потерь.",
            )
        ),
        desk.t(
            "The marginal break-even is the price of a review at which the last step, from the point before, neither costs nor saves. Stop raising limits where it passes what your review costs; the total saving still looks good long after that.",
            "Предельная безубыточность — цена проверки, при которой последний шаг от предыдущей точки ничего не стоит и не экономит. Прекращайте повышать лимиты там, где она превышает стоимость вашей проверки: общая экономия ещё долго выглядит хорошо.",
        ),
    ];
    if !frontier.thinned.is_empty() {
        lead.push(format!(
            "{} {}.",
            desk.t(
                "Of these not every permitted value was tried, because there are too many:",
                "Не каждое допустимое значение пробовали (их слишком много) у:"
            ),
            frontier.thinned.join(", ")
        ));
    }
    if frontier.entangled > 0 {
        lead.push(format!(
            "{} {}.",
            desk.t(
                "Claims that more than one limit moves, computed as if each limit were changed alone:",
                "Обращений, которые сдвигает более чем один лимит (посчитаны так, будто меняется только один):"
            ),
            desk.language.count(frontier.entangled)
        ));
    }
    if frontier.is_history_held {
        lead.push(desk.t(
            "History that counts approvals is held at that of the present policy for all points but the present one.",
            "История, которая считает одобрения, для всех точек, кроме нынешней, взята такой, как при нынешних правилах.",
        ));
    }
    lead
}

/// The loss rate of a point; a policy that pays nothing at once loses nothing.
fn rate(point: &FrontierPoint) -> f64 {
    point.loss_rate.unwrap_or_default()
}

/// One picture.
fn draw(desk: &Desk<'_>, frontier: &Frontier, measure: Measure, size: Size) -> Plot {
    let height = |point: &FrontierPoint| match measure {
        Measure::Saving => desk.money.units(point.net_saving),
        Measure::Share => point.auto_share,
    };
    let all = || frontier.points.iter().chain([&frontier.present]);
    let most = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, f64::max);
    let across = nice_ticks(0.0, most(&mut all().map(rate)).max(1e-4), size.ticks);
    let lowest = all().map(height).fold(0.0, f64::min);
    let highest = match measure {
        Measure::Saving => most(&mut all().map(height)),
        Measure::Share => 1.0,
    };
    let up = nice_ticks(lowest, highest, size.ticks);
    let across = rate_ticks(desk, &across);
    let up = match measure {
        Measure::Saving => money_ticks(desk, &up, desk.t("net saving", "чистая экономия")),
        Measure::Share => share_ticks(desk, &up, desk.t("settled at once", "решено сразу")),
    };
    let mut plot = Plot::new(size, &across, &up);
    let places: Vec<_> = frontier
        .points
        .iter()
        .map(|point| plot.place(rate(point), height(point)))
        .collect();
    plot.picture.path("curve", &places);
    for (point, place) in frontier.points.iter().zip(&places) {
        let tip = tip(desk, point, "");
        plot.picture.with_tip(&tip, |picture| {
            picture.disc("reach", *place, 9.0);
            picture.disc("point", *place, 4.0);
        });
    }
    mark_present(
        desk,
        &frontier.present,
        height(&frontier.present),
        &mut plot,
    );
    plot
}

/// The present policy with its interval.
fn mark_present(desk: &Desk<'_>, present: &FrontierPoint, height: f64, plot: &mut Plot) {
    let place = plot.place(rate(present), height);
    let (left, right, _, _) = plot.ends;
    if let Some((low, high)) = present
        .loss_rate_interval
        .and_then(|interval| interval.low.zip(interval.high))
    {
        let from = plot.x.place(low).clamp(left, right);
        let to = plot.x.place(high).clamp(left, right);
        plot.picture.line("whisker", (from, place.1), (to, place.1));
        for end in [from, to] {
            plot.picture
                .line("whisker", (end, place.1 - 5.0), (end, place.1 + 5.0));
        }
    }
    let own = desk.t("these rules", "эти правила");
    let tip = tip(desk, present, &own);
    plot.picture.with_tip(&tip, |picture| {
        picture.disc("reach", place, 12.0);
        picture.diamond("own-point", place, 7.5);
    });
    let (anchor, shift) = if place.0 > right - 110.0 {
        (Anchor::End, -4.0)
    } else {
        (Anchor::Start, 10.0)
    };
    let at = (place.0 + shift, place.1 + 26.0);
    plot.picture.text("own-name", anchor, at, &own);
}

/// What is told of a point when it is pointed at.
fn tip(desk: &Desk<'_>, point: &FrontierPoint, name: &str) -> Vec<String> {
    let mut lines = Vec::new();
    if !name.is_empty() {
        lines.push(name.to_owned());
    }
    let percent = |share: Option<f64>| desk.language.percent(share, 2);
    lines.push(format!(
        "{}: {}",
        desk.t("loss rate", "доля потерь"),
        percent(point.loss_rate)
    ));
    lines.push(format!(
        "{}: {}",
        desk.t("settled at once", "решено сразу"),
        desk.language.percent(Some(point.auto_share), 1)
    ));
    lines.push(format!(
        "{}: {}",
        desk.t("net saving", "чистая экономия"),
        desk.money.short(point.net_saving)
    ));
    if let Some(price) = point.marginal_break_even {
        lines.push(format!(
            "{}: {}",
            desk.t("marginal break-even", "предельная безубыточность"),
            desk.money.whole(price)
        ));
    }
    lines.extend(limit_lines(desk, point));
    lines
}

/// The limits of a point, a table a line.
fn limit_lines(desk: &Desk<'_>, point: &FrontierPoint) -> Vec<String> {
    let mut lines: Vec<String> = point
        .limits
        .iter()
        .take(MOST_LIMITS)
        .map(limit_text)
        .collect();
    if point.limits.len() > MOST_LIMITS {
        lines.push(format!(
            "… {} {}",
            point.limits.len() - MOST_LIMITS,
            desk.t("more limits", "других лимитов")
        ));
    }
    lines
}

/// The limits of a point that are not those of the present policy, in short.
fn changes(desk: &Desk<'_>, point: &FrontierPoint, present: &FrontierPoint) -> String {
    let changed: Vec<_> = point
        .limits
        .iter()
        .filter(|limit| !present.limits.contains(limit))
        .map(limit_text)
        .collect();
    let mut text: Vec<_> = changed.iter().take(MOST_CHANGES).cloned().collect();
    if changed.len() > MOST_CHANGES {
        text.push(format!(
            "… {} {}",
            changed.len() - MOST_CHANGES,
            desk.t("more", "ещё")
        ));
    }
    text.join("; ")
}

/// One limit with its value.
fn limit_text(limit: &LimitValue) -> String {
    if limit.cell.is_empty() {
        format!("{} = {}", limit.name, limit.text)
    } else {
        format!("{} [{}] = {}", limit.name, limit.cell, limit.text)
    }
}

/// The points as a table, the present policy among them.
fn table(desk: &Desk<'_>, frontier: &Frontier) -> DataTable {
    let own = desk.t("these rules", "эти правила");
    let row = |point: &FrontierPoint, name: String, class: &'static str| {
        let interval = point
            .loss_rate_interval
            .map_or_else(String::new, |interval| desk.share_interval(&interval, 2));
        let price = point.marginal_break_even;
        let cells = vec![
            Cell::text(name),
            Cell::ratio(desk.language.percent(point.loss_rate, 2), point.loss_rate)
                .with_note(interval),
            Cell::ratio(
                desk.language.percent(Some(point.auto_share), 1),
                Some(point.auto_share),
            ),
            Cell::sum(desk.money.bare(point.net_saving), point.net_saving),
            Cell::sum(desk.money.bare(point.loss), point.loss),
            Cell::sum_if(
                price.map_or_else(|| "–".to_owned(), |price| desk.money.whole(price)),
                price,
            ),
            Cell::text(changes(desk, point, &frontier.present)).with_class("long"),
        ];
        Row::new(cells).with_class(class)
    };
    let points = frontier.points.iter().zip(1_u64..);
    let mut rows: Vec<Row> = points
        .map(|(point, number)| row(point, number.to_string(), ""))
        .collect();
    let place = frontier
        .points
        .iter()
        .position(|point| rate(point) > rate(&frontier.present));
    let present = row(&frontier.present, own, "own");
    rows.insert(place.unwrap_or(rows.len()), present);
    let head = desk.heads([
        ("policy", "политика"),
        ("loss rate", "доля потерь"),
        ("settled at once", "решено сразу"),
        ("net saving", "чистая экономия"),
        ("loss", "потери"),
        ("marginal break-even", "предельная безубыточность"),
        ("limits other than now", "лимиты, не как сейчас"),
    ]);
    let caption = desk.t("The points of the frontier", "Точки границы");
    DataTable::new(caption, head, rows).sortable().folded()
}

/// Ticks of a loss rate.
fn rate_ticks(desk: &Desk<'_>, ticks: &[f64]) -> Ticks {
    share_ticks(desk, ticks, desk.t("loss rate", "доля потерь"))
}
