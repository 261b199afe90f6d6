//! What one screen holds, for people who decide about money.

mod blocks;
mod numbers;

use super::SimulationReport;
use super::desk::Desk;
use super::headline;
use super::html::baselines;
use super::wording::{Language, MoneyWriter, visible};

/// A screen: a sentence, some numbers, tables and lines, and what has to be said about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// What the report is about.
    pub title: String,
    /// What came out, in a few sentences.
    pub headline: String,
    /// How sure it is, as the end of a sentence that begins with `sure_head`; perhaps empty.
    pub sure: String,
    /// What stands before `sure`.
    pub sure_head: String,
    /// The numbers behind the headline.
    pub lines: Vec<SummaryLine>,
    /// The policy beside its baselines.
    pub baselines: TextTable,
    /// Frontier, limits, months, stress and the like, in order of reading.
    pub blocks: Vec<Block>,
    /// What the warnings are called.
    pub warnings_head: String,
    /// What has to be said, most important first.
    pub warnings: Vec<String>,
    /// Whether unknown results were filled in by an assumption: the first warning says so.
    pub is_imputed: bool,
}

/// One number with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryLine {
    /// What it is.
    pub name: String,
    /// The number, as text.
    pub value: String,
    /// Its interval; perhaps empty.
    pub interval: String,
    /// What to read it against, perhaps empty.
    pub note: String,
}

/// A table of texts; the first column stands to the left, the others to the right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextTable {
    /// Its head.
    pub head: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
    /// The row that is about these rules.
    pub own: Option<usize>,
}

/// A part of the screen with a name of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// What it shows.
    pub title: String,
    /// A table; perhaps without rows.
    pub table: TextTable,
    /// Lines below it.
    pub lines: Vec<String>,
    /// Lines below those which tell of something bad.
    pub alarms: Vec<String>,
}

/// Makes the screen.
pub(super) fn summary(report: &SimulationReport, language: Language) -> Summary {
    let money = MoneyWriter::new(language, &report.currency, report.scale);
    let desk = Desk::new(report, language);
    let title = format!("{} ({} {})", report.title, report.matrix, report.version);
    let warnings = report.warnings.iter();
    let warnings = warnings.map(|warning| warning.text(language).to_owned());
    let is_imputed = report.mode == super::Mode::Impute;
    let imputed = desk.t(
        "Part of the results is imputed: this assumes that reviewed and unreviewed claims of one stratum are alike.",
        "Часть исходов восполнена расчётом: предполагается, что проверенные и непроверенные обращения одного слоя одинаковы.",
    );
    Summary {
        title: visible(&title),
        headline: headline::headline(report, language, &money),
        sure: headline::sure(report, language, &money),
        sure_head: desk.t("How sure:", "Насколько это точно:"),
        lines: numbers::lines(&desk),
        baselines: baselines_table(&desk),
        blocks: blocks::blocks(&desk),
        warnings_head: desk.t("Before you rely on this", "Прежде чем на это полагаться"),
        warnings: is_imputed
            .then_some(imputed)
            .into_iter()
            .chain(warnings)
            .collect(),
        is_imputed,
    }
}

/// The policy beside its baselines: cost, losses in it, share settled at once.
fn baselines_table(desk: &Desk<'_>) -> TextTable {
    let overall = &desk.report.overall;
    let money = |minor: i128| desk.money.exact_or_dash(overall.if_known(minor));
    let policies = baselines::policies(desk.report, desk.language);
    let own = policies.iter().position(|policy| policy.is_own);
    let rows = policies.into_iter().map(|policy| {
        vec![
            policy.name,
            money(policy.cost),
            policy.loss.map_or_else(|| "–".to_owned(), money),
            desk.language.percent(policy.share, 1),
        ]
    });
    TextTable {
        rows: rows.collect(),
        head: desk.heads([
            ("policy", "политика"),
            ("cost, losses included", "затраты вместе с потерями"),
            ("of it losses", "из них потери"),
            ("settled at once", "решено сразу"),
        ]),
        own,
    }
}
