//! The limits as a heat map: each against the amount at which a review pays for itself.

use super::section::{HeatCell, HeatMap, Part, Section};
use crate::analysis::limit_cells::{LimitCell, LimitGrid};
use crate::report::desk::Desk;
use crate::report::overall::ratio;

/// How far a limit is from break-even: the least ratio of the band, class, sign.
const BANDS: [(f64, &str, &str); 5] = [
    (2.0, "heat-high2", "▲▲"),
    (1.25, "heat-high1", "▲"),
    (0.8, "heat-even", "="),
    (0.4, "heat-low1", "▼"),
    (0.0, "heat-low2", "▼▼"),
];

/// The section; empty without cross-tables of money.
pub(super) fn section(desk: &Desk<'_>) -> Section {
    let title = desk.t("The limits", "Лимиты");
    let mut section = Section::new("limits", title, Vec::new());
    let grids = &desk.report.sections.limits;
    if grids.is_empty() {
        section.lead = vec![desk.t(
            "Up to these amounts a rule that refers to the table may pay at once.",
            "До этих сумм правило, которое ссылается на таблицу, может платить сразу.",
        )];
        let plain = desk.report.limits.iter().map(|grid| plain(desk, grid));
        section.parts = plain.map(Part::HeatMap).collect();
        return section;
    }
    section.lead = vec![desk.t(
        "In each cell stand the limit, the amount at which a review costs as much as the loss that it can be expected to stop (break-even), the claims, how many of them are settled at once, and the loss rate. The colour tells how the limit stands to break-even.",
        "В каждой ячейке: лимит; сумма, при которой проверка стоит столько же, сколько потери, которые она может предотвратить (безубыточность); число обращений; доля решённых сразу; доля потерь. Цвет показывает, как лимит относится к безубыточности.",
    )];
    for grid in grids {
        section.parts.push(Part::HeatMap(heat_map(desk, grid)));
    }
    section.parts.push(Part::Key(key(desk)));
    section
}

/// What the colours mean, from the most cautious to the most generous.
fn key(desk: &Desk<'_>) -> Vec<(&'static str, String)> {
    let words = [
        (
            "▲▲ more than 2 times break-even",
            "▲▲ больше безубыточности в 2 и более раз",
        ),
        ("▲ above it", "▲ выше неё"),
        (
            "= about break-even (0.8 to 1.25)",
            "= около безубыточности (0,8–1,25)",
        ),
        ("▼ below it", "▼ ниже неё"),
        (
            "▼▼ less than 0.4 of break-even",
            "▼▼ меньше 0,4 безубыточности",
        ),
    ];
    let bands = BANDS.iter().zip(words);
    let mut key: Vec<_> = bands
        .map(|((_, class, _), (english, russian))| (*class, desk.t(english, russian)))
        .collect();
    key.reverse();
    key.push((
        "heat-none",
        desk.t(
            "no unjustified claim seen, or no claims",
            "необоснованных обращений не было или нет обращений",
        ),
    ));
    key
}

/// A table with what happened in its cells.
fn heat_map(desk: &Desk<'_>, grid: &LimitGrid) -> HeatMap {
    let head = std::iter::once(grid.corner.clone()).chain(grid.columns.iter().cloned());
    let rows = grid.rows.iter().map(|(name, cells)| {
        let cells = cells.iter().map(|cell| heat_cell(desk, cell));
        (name.clone(), cells.collect())
    });
    HeatMap {
        caption: grid.name.clone(),
        head: head.collect(),
        rows: rows.collect(),
    }
}

/// The limit over the break-even amount; `None` where there is none.
pub(in crate::report) fn to_break_even(cell: &LimitCell) -> Option<f64> {
    ratio(i128::from(cell.limit?), cell.break_even_amount?)
}

/// The class and the sign of a ratio to break-even.
pub(in crate::report) fn band(ratio: Option<f64>) -> (&'static str, &'static str) {
    let found = ratio.and_then(|ratio| BANDS.iter().find(|(least, ..)| ratio >= *least));
    found.map_or(("heat-none", ""), |(_, class, sign)| (class, sign))
}

/// One cell.
fn heat_cell(desk: &Desk<'_>, cell: &LimitCell) -> HeatCell {
    let relation = to_break_even(cell);
    let (class, sign) = band(relation);
    let limit = cell.limit.map_or_else(
        || "–".to_owned(),
        |limit| desk.money.whole(i128::from(limit)),
    );
    let mut lines = Vec::new();
    if let Some(amount) = cell.break_even_amount {
        let times = relation.map_or_else(String::new, |times| {
            format!(" (×{})", desk.language.number(times, 2))
        });
        lines.push(format!(
            "{} {}{times}",
            desk.t("break-even", "безубыт."),
            desk.money.whole(amount)
        ));
    }
    if cell.claims > 0 {
        let share = ratio(i128::from(cell.auto_claims), i128::from(cell.claims));
        lines.push(format!(
            "{} {}, {} {}",
            desk.language.count(cell.claims),
            desk.t("claims", "обращ."),
            desk.language.percent(share, 0),
            desk.t("at once", "сразу")
        ));
        lines.push(format!(
            "{} {}",
            desk.t("loss rate", "потери"),
            desk.language.percent(cell.loss_rate, 2)
        ));
        if let Some(price) = cell.marginal_break_even {
            lines.push(format!(
                "{} {}",
                desk.t("top band risks", "верх рискует"),
                desk.money.whole(price)
            ));
        }
    } else {
        lines.push(desk.t("no claims", "нет обращений"));
    }
    HeatCell {
        class,
        sign,
        value: limit,
        lines,
    }
}

/// A table of which no more is known than its limits.
fn plain(desk: &Desk<'_>, grid: &crate::report::limits::LimitGrid) -> HeatMap {
    let head = std::iter::once(grid.corner.clone()).chain(grid.columns.iter().cloned());
    let cell = |value: &Option<i64>| HeatCell {
        class: "heat-none",
        sign: "",
        value: value.map_or_else(
            || "–".to_owned(),
            |value| desk.money.exact(i128::from(value)),
        ),
        lines: Vec::new(),
    };
    let rows = grid.rows.iter();
    HeatMap {
        caption: grid.name.clone(),
        head: head.collect(),
        rows: rows
            .map(|(row, cells)| (row.clone(), cells.iter().map(cell).collect()))
            .collect(),
    }
}
