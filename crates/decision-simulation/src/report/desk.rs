//! What every section needs to write: the report, its language, its money.

use crate::report::SimulationReport;
use crate::report::intervals;
use crate::report::wording::{Language, MoneyWriter};
use crate::statistics::Estimate;

/// The report with the means to write about it.
pub(in crate::report) struct Desk<'a> {
    pub(in crate::report) report: &'a SimulationReport,
    pub(in crate::report) language: Language,
    pub(in crate::report) money: MoneyWriter,
}

impl<'a> Desk<'a> {
    /// For a page in this language.
    pub(in crate::report) fn new(report: &'a SimulationReport, language: Language) -> Self {
        let money = MoneyWriter::new(language, &report.currency, report.scale);
        Self {
            report,
            language,
            money,
        }
    }

    /// The wording in the language of the page.
    pub(in crate::report) fn t(&self, english: &str, russian: &str) -> String {
        self.language.pick(english, russian).to_owned()
    }

    /// Several wordings.
    pub(in crate::report) fn heads<const N: usize>(&self, heads: [(&str, &str); N]) -> Vec<String> {
        heads
            .iter()
            .map(|(english, russian)| self.t(english, russian))
            .collect()
    }

    /// The interval of a share, with its kind.
    pub(in crate::report) fn share_interval(&self, estimate: &Estimate, digits: usize) -> String {
        let percent = |share| self.language.percent(Some(share), digits);
        intervals::labelled(self.language, estimate, percent)
    }

    /// The interval of a share without its kind, for tables whose head says it.
    pub(in crate::report) fn share_range(&self, estimate: &Estimate, digits: usize) -> String {
        let percent = |share| self.language.percent(Some(share), digits);
        intervals::range(estimate, percent).unwrap_or_default()
    }

    /// The interval of a sum in whole units, with its kind.
    pub(in crate::report) fn money_interval(&self, estimate: &Estimate) -> String {
        let range = intervals::money_range(&self.money, estimate);
        range.map_or_else(String::new, |range| {
            format!(
                "{}: {range}",
                intervals::kind(self.language, estimate.method)
            )
        })
    }
}
