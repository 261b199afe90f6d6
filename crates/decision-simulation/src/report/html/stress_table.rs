//! What happens if people or machines behave otherwise, and how much of it the policy bears.

use super::section::{Cell, DataTable, Part, Row, Section};
use crate::analysis::stress::{Scenario, Stress, StressKind, StressMargin};
use crate::report::desk::Desk;
use crate::report::wording::Language;

/// The section; empty without scenarios.
pub(super) fn section(desk: &Desk<'_>) -> Section {
    let title = desk.t("If things turn out otherwise", "Если всё пойдёт иначе");
    let mut section = Section::new("stress", title, Vec::new());
    let stress = &desk.report.sections.stress;
    if stress.scenarios.is_empty() {
        return section;
    }
    let accepted = stress.accepted_loss_rate.map_or_else(String::new, |rate| {
        format!(
            " {} {}.",
            desk.t(
                "The line in the bars is the loss rate that is accepted:",
                "Черта на полосах — допустимая доля потерь:"
            ),
            desk.language.percent(Some(rate), 2)
        )
    });
    section.lead = vec![format!(
        "{}{accepted}",
        desk.t(
            "The past is what people did while the limits were not known. These are the same claims with people who learn them, with more of those who try, with machines that fail.",
            "Прошлое — это поведение людей, пока лимиты не были известны. Здесь те же обращения, но люди о лимитах узнали, желающих попробовать больше, устройства сбоят.",
        )
    )];
    if let Some(text) = broken_text(desk) {
        section.parts.push(Part::Remark("bad", text));
    }
    for margin in &stress.margins {
        let is_near = stress.accepted_loss_rate.is_some() && is_near(margin.breaks_limit);
        let class = if is_near { "bad" } else { "note" };
        section
            .parts
            .push(Part::Remark(class, margin_text(desk, margin)));
    }
    section.parts.push(Part::Table(table(desk)));
    section
}

/// The scenarios.
fn table(desk: &Desk<'_>) -> DataTable {
    let stress = &desk.report.sections.stress;
    let largest = stress
        .scenarios
        .iter()
        .filter_map(|scenario| scenario.loss_rate)
        .chain(stress.accepted_loss_rate)
        .fold(1e-9, f64::max)
        * 1.05;
    let rows = stress.scenarios.iter().map(|scenario| {
        let rate = scenario.loss_rate.unwrap_or_default() / largest;
        let limit = stress.accepted_loss_rate.map(|limit| limit / largest);
        let marks: Vec<_> = limit.iter().map(|limit| ("limit", *limit)).collect();
        let class = if scenario.is_broken { "risk" } else { "cost" };
        let parts = [("track", 0.0, 1.0), (class, 0.0, rate)];
        Row::new(vec![
            Cell::text(kind_text(desk, scenario.kind)),
            Cell::bar(&parts, &marks),
            Cell::ratio(
                desk.language.percent(scenario.loss_rate, 2),
                scenario.loss_rate,
            ),
            verdict(desk, scenario),
            saving(desk, scenario.net_saving),
            Cell::ratio(
                desk.language.percent(scenario.auto_share, 1),
                scenario.auto_share,
            ),
        ])
    });
    let head = desk.heads([
        ("scenario", "сценарий"),
        ("", ""),
        ("loss rate", "доля потерь"),
        ("limit", "предел"),
        ("net saving", "чистая экономия"),
        ("settled at once", "решено сразу"),
    ]);
    let caption = desk.t("Scenarios", "Сценарии");
    DataTable::new(caption, head, rows.collect())
}

/// Whether the accepted loss rate holds.
fn verdict(desk: &Desk<'_>, scenario: &Scenario) -> Cell {
    if desk.report.sections.stress.accepted_loss_rate.is_none() {
        return Cell::text("–");
    }
    if scenario.is_broken {
        Cell::text(desk.t("▲ broken", "▲ нарушен")).with_class("negative")
    } else {
        Cell::text(desk.t("kept", "соблюдён")).with_class("positive")
    }
}

/// A saving of a scenario, which is an estimate. Stress works in minor units.
fn saving(desk: &Desk<'_>, minor: f64) -> Cell {
    let units = minor / desk.money.minor_per_unit();
    let text = desk.money.short_units(units);
    let cell = Cell::ratio(text, Some(minor));
    if minor < 0.0 {
        cell.with_class("negative")
    } else {
        cell
    }
}

/// What is stressed, in words.
pub(in crate::report) fn kind_text(desk: &Desk<'_>, kind: StressKind) -> String {
    let percent = |share: f64| desk.language.percent(Some(share), 0);
    let times = |factor: f64| format!("×{}", desk.language.number(factor, times_digits(factor)));
    let shading = |share: f64| {
        format!(
            "{} {}",
            percent(share),
            desk.t(
                "of those who claim too much ask for just the limit",
                "завышающих просят ровно лимит"
            )
        )
    };
    let unjustified = desk.t("unjustified claims", "необоснованных обращений");
    match kind {
        StressKind::Past => desk.t("the past as it was", "прошлое, как оно было"),
        StressKind::Shading(share) => shading(share),
        StressKind::Opportunists(factor) => format!("{} {unjustified}", times(factor)),
        StressKind::ShadingOpportunists(share, factor) => {
            format!("{}, {} {unjustified}", shading(share), times(factor))
        }
        StressKind::Outage(factor) => format!("{} {}", times(factor), outage(desk)),
        StressKind::Drift(factor) => format!(
            "{} {}",
            times(factor),
            desk.t(
                "share of unjustified claims (drift)",
                "доля необоснованных обращений (дрейф)"
            )
        ),
    }
}

/// Which claims multiply in an outage.
fn outage(desk: &Desk<'_>) -> String {
    match &desk.report.sections.stress.outage_of {
        Some((factor, level)) => format!(
            "{} {factor} = {level}",
            desk.t("claims with", "обращений с")
        ),
        None => desk.t("claims in an outage", "обращений при сбое"),
    }
}

/// Fraction digits of a factor: none where it is whole.
fn times_digits(factor: f64) -> usize {
    if (factor - factor.round()).abs() < 1e-9 {
        0
    } else {
        2
    }
}

/// The number of a stress that has one.
fn level(kind: StressKind) -> Option<f64> {
    match kind {
        StressKind::Past => None,
        StressKind::Shading(level)
        | StressKind::Opportunists(level)
        | StressKind::ShadingOpportunists(_, level)
        | StressKind::Outage(level)
        | StressKind::Drift(level) => Some(level),
    }
}

/// Whether little stress breaks the limit: less than a quarter more, or a quarter of claimants.
fn is_near(kind: StressKind) -> bool {
    match kind {
        StressKind::Past => true,
        StressKind::Shading(share) | StressKind::ShadingOpportunists(share, _) => share < 0.25,
        StressKind::Opportunists(factor)
        | StressKind::Outage(factor)
        | StressKind::Drift(factor) => factor < 1.25,
    }
}

/// How much of a stress it is, short: `×1.2`, `53% of them`.
fn level_text(desk: &Desk<'_>, kind: StressKind) -> Option<String> {
    let level = level(kind).filter(|level| level.is_finite())?;
    Some(if matches!(kind, StressKind::Shading(_)) {
        format!(
            "{} {}",
            desk.language.percent(Some(level), 0),
            desk.t("of them", "из них")
        )
    } else {
        format!("×{}", desk.language.number(level, 2))
    })
}

/// Whether the accepted loss rate is broken without any stress.
fn is_past_broken(stress: &Stress) -> bool {
    let mut past = stress.scenarios.iter();
    past.any(|scenario| scenario.kind == StressKind::Past && scenario.is_broken)
}

/// What is to be said where the accepted loss rate is broken without any stress.
pub(in crate::report) fn broken_text(desk: &Desk<'_>) -> Option<String> {
    let stress = &desk.report.sections.stress;
    let accepted = stress
        .accepted_loss_rate
        .filter(|_| is_past_broken(stress))?;
    let rate = desk
        .language
        .percent(desk.report.overall.loss_rate.value, 2);
    let accepted = desk.language.percent(Some(accepted), 2);
    Some(match desk.language {
        Language::English => format!(
            "Without any stress the loss rate is {rate} already, above the accepted {accepted}: there is no room for anything worse."
        ),
        Language::Russian => format!(
            "Уже без всяких стрессов доля потерь {rate} выше допустимых {accepted}: запаса нет."
        ),
    })
}

/// How much stress of one kind the policy bears, in a sentence.
pub(in crate::report) fn margin_text(desk: &Desk<'_>, margin: &StressMargin) -> String {
    let name = match margin.breaks_limit {
        StressKind::Past => desk.t("The past", "Прошлое"),
        StressKind::Shading(_) => desk.t(
            "Claimants who ask for just the limit",
            "Просящие ровно лимит",
        ),
        StressKind::Opportunists(_) => {
            desk.t("More unjustified claims", "Больше необоснованных обращений")
        }
        StressKind::ShadingOpportunists(..) => desk.t("Both together", "И то и другое"),
        StressKind::Outage(_) => format!("{} ({})", desk.t("Outage", "Сбой"), outage(desk)),
        StressKind::Drift(_) => desk.t(
            "A larger share of unjustified claims",
            "Рост доли необоснованных",
        ),
    };
    let has_limit = desk.report.sections.stress.accepted_loss_rate.is_some();
    let limit = match level_text(desk, margin.breaks_limit) {
        // Where the past itself breaks it, that is said once, not stress by stress.
        _ if !has_limit || is_past_broken(&desk.report.sections.stress) => None,
        Some(level) => Some(format!(
            "{} {level}",
            desk.t(
                "the accepted loss rate breaks at",
                "допустимая доля потерь нарушается при"
            )
        )),
        None => Some(desk.t(
            "the accepted loss rate holds however much",
            "допустимая доля потерь держится при любом размере",
        )),
    };
    let saving = match level_text(desk, margin.ends_saving) {
        Some(level) => format!(
            "{} {level}",
            desk.t("the saving ends at", "экономия исчезает при")
        ),
        None => desk.t("the saving never ends", "экономия не исчезает"),
    };
    let parts: Vec<_> = limit.into_iter().chain([saving]).collect();
    format!("{name}: {}.", parts.join("; "))
}
