//! These rules against others, claim by claim: champion and challenger.

use decision_matrix::table::Outcome;

use super::section::{Cell, DataTable, Part, Row, Section};
use crate::analysis::comparison::{Comparison, Flow};
use crate::report::desk::Desk;
use crate::report::intervals;
use crate::report::overall::ratio;
use crate::report::wording::visible;
use crate::statistics::Estimate;

/// How a difference is written.
type Writer<'a> = &'a dyn Fn(f64) -> String;

/// The section; empty without other rules.
pub(super) fn section(desk: &Desk<'_>) -> Section {
    let title = desk.t("Against the other rules", "В сравнении с другими правилами");
    let mut section = Section::new("against", title, Vec::new());
    let Some(comparison) = &desk.report.sections.comparison else {
        return section;
    };
    section.lead = vec![desk.t(
        "Both sets of rules decide the same claims, and the difference is taken claim by claim, so what they have in common cancels. Differences are these rules minus the others.",
        "Оба набора правил решают одни и те же обращения, и разность берётся по каждому обращению, так что общее взаимно уничтожается. Разность — эти правила минус другие.",
    )];
    section
        .parts
        .push(Part::Remark("note", differing(desk, comparison)));
    section
        .parts
        .push(Part::Table(differences(desk, comparison)));
    if !comparison.flows.is_empty() {
        section.parts.push(Part::Table(matrix(desk, comparison)));
        section.parts.push(Part::Table(flows(desk, comparison)));
    }
    section
}

/// How many claims are decided otherwise.
fn differing(desk: &Desk<'_>, comparison: &Comparison) -> String {
    let share = ratio(
        i128::from(comparison.differing),
        i128::from(comparison.claims),
    );
    format!(
        "{} {} {} {} ({}): {}.",
        desk.t("Decided otherwise:", "Решены иначе:"),
        desk.language.count(comparison.differing),
        desk.t("of", "из"),
        desk.language.count(comparison.claims),
        desk.language.percent(share, 2),
        desk.money.short(comparison.differing_amount)
    )
}

/// The three differences with their intervals, and whether they are beyond doubt.
fn differences(desk: &Desk<'_>, comparison: &Comparison) -> DataTable {
    let money = |units: f64| desk.money.signed(desk.money.minor(units));
    let points = |share: f64| desk.language.points(share, 2);
    let lines: [(&str, &str, &Estimate, Writer<'_>); 3] = [
        (
            "net saving",
            "чистая экономия",
            &comparison.net_saving,
            &money,
        ),
        ("loss", "потери", &comparison.loss, &money),
        (
            "settled at once",
            "решено сразу",
            &comparison.auto_share,
            &points,
        ),
    ];
    let rows = lines.map(|(english, russian, estimate, write)| {
        let value = estimate.value.map_or_else(|| "–".to_owned(), write);
        let range = intervals::labelled(desk.language, estimate, write);
        Row::new(vec![
            Cell::text(desk.t(english, russian)),
            Cell::text(value),
            Cell::text(if range.is_empty() {
                "–".to_owned()
            } else {
                range
            }),
            Cell::text(verdict(desk, estimate)),
        ])
    });
    let head = desk.heads([
        ("difference", "разность"),
        ("estimate", "оценка"),
        ("interval", "интервал"),
        ("reading", "вывод"),
    ]);
    let caption = desk.t("Differences", "Разности");
    DataTable::new(caption, head, rows.into())
}

/// What the interval says.
pub(in crate::report) fn verdict(desk: &Desk<'_>, estimate: &Estimate) -> String {
    match estimate.low.zip(estimate.high) {
        None => desk.t("no interval", "интервала нет"),
        Some((low, _)) if low > 0.0 => desk.t("higher here", "здесь больше"),
        Some((_, high)) if high < 0.0 => desk.t("lower here", "здесь меньше"),
        Some(_) => desk.t("may be none", "разности может не быть"),
    }
}

/// From the others' outcome to that of these rules, in claims.
fn matrix(desk: &Desk<'_>, comparison: &Comparison) -> DataTable {
    let has = |outcome: Outcome, of: fn(&Flow) -> Outcome| {
        comparison.flows.iter().any(|flow| of(flow) == outcome)
    };
    let from: Vec<_> = Outcome::ALL
        .into_iter()
        .filter(|outcome| has(*outcome, |flow| flow.from))
        .collect();
    let to: Vec<_> = Outcome::ALL
        .into_iter()
        .filter(|outcome| has(*outcome, |flow| flow.to))
        .collect();
    let rows = from.iter().map(|one| {
        let cells = to.iter().map(|other| {
            let flows = comparison.flows.iter();
            let claims: u64 = flows
                .filter(|flow| flow.from == *one && flow.to == *other)
                .map(|flow| flow.claims)
                .sum();
            let text = match claims {
                0 => "·".to_owned(),
                claims => desk.language.count(claims),
            };
            let class = if one == other || claims == 0 {
                ""
            } else {
                "moved"
            };
            Cell::text(text).with_class(class)
        });
        let name = Cell::text(one.as_str());
        Row::new(std::iter::once(name).chain(cells).collect())
    });
    let corner = desk.t("others ↓ / these →", "другие ↓ / эти →");
    let names = to.iter().map(|outcome| outcome.as_str().to_owned());
    let head = std::iter::once(corner).chain(names).collect();
    let caption = desk.t("Claims by both decisions", "Обращения по обоим решениям");
    DataTable::new(caption, head, rows.collect())
}

/// The flows with their money.
fn flows(desk: &Desk<'_>, comparison: &Comparison) -> DataTable {
    let rows = comparison.flows.iter().map(|flow| {
        let change = |minor: i128| {
            let class = match minor {
                1.. => "negative",
                0 => "",
                _ => "positive",
            };
            Cell::sum(desk.money.signed(minor), minor).with_class(class)
        };
        Row::new(vec![
            Cell::text(format!("{} → {}", flow.from.as_str(), flow.to.as_str())),
            Cell::sum(desk.language.count(flow.claims), i128::from(flow.claims)),
            Cell::sum(desk.money.bare(flow.amount), flow.amount),
            change(flow.cost_change),
            change(flow.loss_change),
            Cell::text(visible(&flow.example)).with_class("long"),
        ])
    });
    let head = desk.heads([
        ("others → these", "другие → эти"),
        ("claims", "обращений"),
        ("amount", "сумма"),
        ("cost", "затраты"),
        ("loss", "потери"),
        ("for instance", "например"),
    ]);
    let caption = desk.t("What the moves cost", "Во что обходятся перемещения");
    DataTable::new(caption, head, rows.collect()).sortable()
}
