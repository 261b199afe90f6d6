//! Root causes by cost: the backlog in the order of what it would save.

use super::section::{Cell, DataTable, Part, Row, Section};
use crate::report::desk::Desk;

/// The section; empty without causes.
pub(super) fn section(desk: &Desk<'_>) -> Section {
    let title = desk.t("What causes the claims", "Что вызывает обращения");
    let mut section = Section::new("causes", title, Vec::new());
    let lines = &desk.report.sections.causes.lines;
    if lines.is_empty() {
        return section;
    }
    section.lead = vec![desk.t(
        "What the decisions on these claims cost, the most costly cause first. It is what would be saved at most if the cause disappeared: an order for the backlog, not a forecast.",
        "Во что обходятся решения по этим обращениям, самая дорогая причина первой. Столько удалось бы сэкономить самое большее, если бы причина исчезла: это порядок очереди работ, а не прогноз.",
    )];
    let largest = lines
        .iter()
        .filter_map(|line| line.cost_share)
        .fold(1e-9, f64::max);
    let rows = lines.iter().map(|line| {
        let cause = line.cause.clone();
        let cause = cause.unwrap_or_else(|| desk.t("no cause named", "причина не названа"));
        let share = line.cost_share.unwrap_or_default() / largest;
        Row::new(vec![
            Cell::text(cause),
            Cell::bar(&[("track", 0.0, 1.0), ("cost", 0.0, share)], &[]),
            Cell::sum(desk.money.bare(line.cost), line.cost),
            Cell::ratio(desk.language.percent(line.cost_share, 1), line.cost_share),
            Cell::ratio(
                desk.language.percent(line.cumulative_share, 1),
                line.cumulative_share,
            ),
            Cell::sum(desk.language.count(line.claims), i128::from(line.claims)),
            Cell::sum(desk.money.bare(line.amount), line.amount),
            Cell::text(line.reasons.join(", ")).with_class("long"),
        ])
    });
    let head = desk.heads([
        ("cause", "причина"),
        ("", ""),
        ("cost", "затраты"),
        ("of all", "от всех"),
        ("with all above", "нарастающим итогом"),
        ("claims", "обращений"),
        ("amount", "сумма"),
        ("reasons", "основания"),
    ]);
    let caption = desk.t("Root causes by cost", "Первопричины по затратам");
    let table = DataTable::new(caption, head, rows.collect()).sortable();
    section.parts.push(Part::Table(table));
    section
}
