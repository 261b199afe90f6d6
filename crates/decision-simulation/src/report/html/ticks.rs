//! What is written on axes: shares in percent, money in a common size, counts.

use super::plot::Ticks;
use crate::report::desk::Desk;
use crate::report::svg::tick_digits;

/// Ticks of a share, in percent.
pub(super) fn share_ticks(desk: &Desk<'_>, ticks: &[f64], name: String) -> Ticks {
    let percents: Vec<f64> = ticks.iter().map(|tick| tick * 100.0).collect();
    let digits = tick_digits(&percents);
    let write = |tick: &f64| (*tick, desk.language.percent(Some(*tick), digits));
    Ticks {
        name,
        range: ends(ticks),
        marks: ticks.iter().map(write).collect(),
    }
}

/// Ticks of money: a common size, which the name of the axis tells.
pub(super) fn money_ticks(desk: &Desk<'_>, ticks: &[f64], name: String) -> Ticks {
    let largest = ticks
        .iter()
        .fold(0.0, |most: f64, tick| most.max(tick.abs()));
    let (size, word) = match largest {
        1e9.. => (1e9, desk.t("billion", "млрд")),
        1e6.. => (1e6, desk.t("million", "млн")),
        1e4.. => (1e3, desk.t("thousand", "тыс.")),
        _ => (1.0, String::new()),
    };
    let scaled: Vec<f64> = ticks.iter().map(|tick| tick / size).collect();
    let digits = tick_digits(&scaled);
    let marks = ticks.iter().zip(&scaled);
    let unit = desk.money.symbol();
    let unit = [word.as_str(), unit].join(" ");
    let unit = unit.trim();
    Ticks {
        name: if unit.is_empty() {
            name
        } else {
            format!("{name}, {unit}")
        },
        range: ends(ticks),
        marks: marks
            .map(|(tick, scaled)| (*tick, desk.language.number(*scaled, digits)))
            .collect(),
    }
}

/// Ticks of a count.
pub(super) fn count_ticks(desk: &Desk<'_>, ticks: &[f64], name: String) -> Ticks {
    let write = |tick: &f64| (*tick, desk.language.number(*tick, tick_digits(ticks)));
    Ticks {
        name,
        range: ends(ticks),
        marks: ticks.iter().map(write).collect(),
    }
}

/// The first and the last tick.
fn ends(ticks: &[f64]) -> (f64, f64) {
    let first = ticks.first().copied().unwrap_or_default();
    (first, ticks.last().copied().unwrap_or(first))
}
