//! Claims just below the limits, before and after these were known.

use decision_matrix::calendar;

use super::section::{Cell, DataTable, Part, Row, Section};
use crate::report::desk::Desk;
use crate::report::overall::ratio;

/// The section; empty without tests.
pub(super) fn section(desk: &Desk<'_>) -> Section {
    let gaming = &desk.report.sections.gaming;
    let title = desk.t("Claims just below a limit", "Обращения чуть ниже лимита");
    let mut section = Section::new("gaming", title, Vec::new());
    let Some(since) = gaming.since.filter(|_| !gaming.tests.is_empty()) else {
        return section;
    };
    let day = calendar::format_date(since.div_euclid(calendar::DAY_SECONDS));
    section.lead = vec![format!(
        "{} {day}. {}",
        desk.t("The limits are in force since", "Лимиты действуют с"),
        desk.t(
            "Amounts gather on round numbers anyhow, so each limit is compared with the time before it (Fisher's exact test, one-sided; corrected for the number of limits after Holm).",
            "Суммы и так скапливаются на круглых числах, поэтому каждый лимит сравнивается с временем до него (точный односторонний критерий Фишера с поправкой Холма на число лимитов).",
        )
    )];
    let alarms: Vec<_> = gaming
        .tests
        .iter()
        .filter(|test| test.is_alarming)
        .map(|test| test.limit_of.clone())
        .collect();
    section.parts.push(if alarms.is_empty() {
        Part::Remark(
            "good",
            desk.t(
                "At no limit more claims gather below it than before.",
                "Ни у одного лимита под ним не скапливается больше обращений, чем раньше.",
            ),
        )
    } else {
        Part::Remark(
            "bad",
            format!(
                "{} {}.",
                desk.t(
                    "More claims than before gather just below:",
                    "Больше прежнего обращений скапливается чуть ниже:"
                ),
                alarms.join(", ")
            ),
        )
    });
    section.parts.push(Part::Table(table(desk)));
    section
}

/// The tests.
fn table(desk: &Desk<'_>) -> DataTable {
    let counts = |(below, above): (u64, u64)| {
        let share = ratio(i128::from(below), i128::from(below) + i128::from(above));
        Cell::ratio(
            format!(
                "{} : {}",
                desk.language.count(below),
                desk.language.count(above)
            ),
            share,
        )
        .with_note(desk.language.percent(share, 1))
    };
    let tests = desk.report.sections.gaming.tests.iter();
    let rows = tests.map(|test| {
        let state = if test.is_alarming {
            Cell::text(desk.t("▲ gathering", "▲ скопление")).with_class("negative")
        } else {
            Cell::text(desk.t("none seen", "не видно"))
        };
        Row::new(vec![
            Cell::text(test.limit_of.clone()),
            Cell::sum(
                desk.money.whole(i128::from(test.limit)),
                i128::from(test.limit),
            ),
            Cell::sum(
                desk.money.whole(i128::from(test.width)),
                i128::from(test.width),
            ),
            counts(test.before),
            counts(test.after),
            Cell::ratio(p_value(desk, test.p_value), Some(test.p_value)),
            state,
        ])
    });
    let head = desk.heads([
        ("limit of", "лимит"),
        ("limit", "сумма"),
        ("window", "окно"),
        ("below : above, before", "ниже : выше, до"),
        ("below : above, after", "ниже : выше, после"),
        ("p-value", "p-значение"),
        ("gathering", "скопление"),
    ]);
    let caption = desk.t("Tests at the limits", "Проверки у лимитов");
    DataTable::new(caption, head, rows.collect()).sortable()
}

/// A chance, never printed as nought.
fn p_value(desk: &Desk<'_>, value: f64) -> String {
    if value < 0.0001 {
        format!("< {}", desk.language.number(0.0001, 4))
    } else {
        desk.language.number(value, 4)
    }
}
