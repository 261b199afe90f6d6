//! `report.html`: one file that opens from disk, light and dark, on screen and on paper.
//!
//! The sections prepare texts and pictures; the templates in `templates/report` place and escape
//! them. Nothing on the page refers to anything outside of it, and its security policy forbids
//! that too. The script sorts tables and shows tips; without it everything can be read all the
//! same.

pub(in crate::report) mod baselines;
mod cards;
mod causes_table;
pub(in crate::report) mod comparison;
mod frontier_chart;
mod gaming_table;
pub(in crate::report) mod heat_map;
mod inputs;
mod line_tables;
pub(in crate::report) mod months_chart;
mod plot;
mod resolution_chart;
mod section;
pub(in crate::report) mod stress_table;
pub(in crate::report) mod survey_table;
mod ticks;
mod waterfall;

#[cfg(test)]
mod tests;

use askama::Template;
use decision_matrix::calendar;

use super::desk::Desk;
use super::wording::{Language, visible};
use super::{Mode, SimulationReport, summary};
use cards::Card;
use inputs::Input;
use section::{Fold, Part, Section};

/// Everything that the page shows.
#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    language: Language,
    title: String,
    subtitle: String,
    headline: String,
    sure: String,
    cards: Vec<Card>,
    is_imputed: bool,
    warnings: Vec<String>,
    sections: Vec<Section>,
    inputs: Vec<Input>,
}

impl Page {
    /// The wording in the language of the page.
    fn t<'a>(&self, english: &'a str, russian: &'a str) -> &'a str {
        self.language.pick(english, russian)
    }
}

/// Writes the page.
pub(super) fn page(
    report: &SimulationReport,
    language: Language,
) -> Result<String, std::fmt::Error> {
    let desk = Desk::new(report, language);
    let summary = summary::summary(report, language);
    let page = Page {
        language,
        title: visible(&report.title),
        subtitle: subtitle(report, language),
        headline: summary.headline,
        sure: summary.sure,
        cards: cards::cards(&desk),
        is_imputed: report.mode == Mode::Impute,
        warnings: summary.warnings,
        sections: sections(&desk),
        inputs: inputs::inputs(&desk),
    };
    page.render().map_err(|_| std::fmt::Error)
}

/// The sections in their order of reading; those that show nothing are left out.
fn sections(desk: &Desk<'_>) -> Vec<Section> {
    let sections = [
        waterfall::section(desk),
        baselines::section(desk),
        frontier_chart::section(desk),
        heat_map::section(desk),
        line_tables::rules(desk),
        line_tables::factors(desk),
        line_tables::outcomes(desk),
        resolution_chart::section(desk),
        months_chart::section(desk),
        comparison::section(desk),
        stress_table::section(desk),
        gaming_table::section(desk),
        survey_table::section(desk),
        causes_table::section(desk),
    ];
    sections
        .into_iter()
        .filter(|section| !section.is_empty())
        .collect()
}

/// What was decided, and from when to when.
fn subtitle(report: &SimulationReport, language: Language) -> String {
    let claims = language.count(report.overall.claims);
    let words = language.pick("claims", "обращений");
    let day = |seconds: i64| calendar::format_date(seconds.div_euclid(calendar::DAY_SECONDS));
    let span = match report.first_time.zip(report.last_time) {
        Some((first, last)) => format!(" · {} – {}", day(first), day(last)),
        None => String::new(),
    };
    let rules = format!("{} {}", report.matrix, report.version);
    format!("{} · {claims} {words}{span}", visible(&rules))
}
