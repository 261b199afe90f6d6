//! What one screen holds, for people who decide about money.

use super::headline::headline;
use super::wording::{Language, MoneyWriter, visible};
use super::{Mode, SimulationReport};

/// A screen: a sentence, some lines, and what has to be said about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// What the report is about.
    pub title: String,
    /// What came out, in a few sentences.
    pub headline: String,
    /// The numbers behind it.
    pub lines: Vec<SummaryLine>,
    /// The policy beside its baselines: name, cost, share settled at once.
    pub baselines: Vec<[String; 3]>,
    /// The head of `baselines`.
    pub baselines_head: [String; 3],
    /// What has to be said, most important first.
    pub warnings: Vec<String>,
}

/// One number with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryLine {
    /// What it is.
    pub name: String,
    /// The number, as text.
    pub value: String,
    /// What to read it against, perhaps empty.
    pub note: String,
}

/// Makes the screen.
pub(super) fn summary(report: &SimulationReport, language: Language) -> Summary {
    let money = MoneyWriter::new(language, &report.currency, report.scale);
    let overall = &report.overall;
    let title = format!("{} ({} {})", report.title, report.matrix, report.version);
    let title = visible(&title);
    let warnings = report
        .warnings
        .iter()
        .map(|warning| warning.text(language).to_owned())
        .collect();
    let pick = |english: &str, russian: &str| language.pick(english, russian).to_owned();
    let row = |name: String, cost: i128, share: Option<f64>| {
        let cost = money.exact_or_dash(overall.if_known(cost));
        [name, cost, language.percent(share, 1)]
    };
    let baselines = vec![
        row(
            pick("review every claim", "проверять каждое"),
            overall.cost_review_all,
            Some(0.0),
        ),
        row(
            pick("these rules", "эти правила"),
            overall.cost,
            overall.auto_share.value,
        ),
        row(
            pick("pay every claim at once", "платить по каждому сразу"),
            overall.cost_approve_all,
            Some(1.0),
        ),
        row(
            pick("with perfect foresight", "при полном предвидении"),
            overall.cost_clairvoyant,
            None,
        ),
    ];
    let head = [
        pick("policy", "политика"),
        pick("cost, losses included", "затраты вместе с потерями"),
        pick("settled at once", "решено сразу"),
    ];
    Summary {
        title,
        headline: headline(report, language, &money),
        lines: lines(report, language, &money),
        baselines,
        baselines_head: head,
        warnings,
    }
}

/// The numbers behind the headline.
fn lines(report: &SimulationReport, language: Language, money: &MoneyWriter) -> Vec<SummaryLine> {
    let mut lines = about_claims(report, language, money);
    lines.extend(about_time(report, language));
    lines
}

/// A line with its name in the language.
fn line(language: Language, name: (&str, &str), value: String, note: String) -> SummaryLine {
    let name = language.pick(name.0, name.1).to_owned();
    SummaryLine { name, value, note }
}

/// How many claims, how much money.
fn about_claims(
    report: &SimulationReport,
    language: Language,
    money: &MoneyWriter,
) -> Vec<SummaryLine> {
    let overall = &report.overall;
    let line = |name, value, note| line(language, name, value, note);
    let all = format!(
        "{} {}",
        language.pick("of", "из"),
        language.count(overall.claims)
    );
    let against = (
        "against reviewing every claim",
        "против проверки каждого обращения",
    );
    let paid = ("of the money paid at once", "от выплаченного сразу");
    let bounds = match report.mode {
        Mode::Full => String::new(),
        Mode::Bounds => format!(
            "{} {} … {}",
            language.pick("with unknown results", "с неизвестными исходами"),
            money.short(overall.loss_bounds.0),
            money.short(overall.loss_bounds.1)
        ),
    };
    let saving = money.exact_or_dash(overall.if_known(overall.net_saving));
    let rate = language.percent(overall.loss_rate.value, 3);
    vec![
        line(
            ("claims", "обращений"),
            language.count(overall.claims),
            money.exact(overall.amount),
        ),
        line(
            ("settled at once", "решено сразу"),
            language.count(overall.auto_claims),
            all.clone(),
        ),
        line(
            ("wait for a person", "ждут человека"),
            language.count(overall.review_claims),
            all,
        ),
        line(
            ("net saving", "чистая экономия"),
            saving,
            language.pick(against.0, against.1).to_owned(),
        ),
        line(
            ("loss accepted", "принятые потери"),
            money.exact_or_dash(overall.if_known(overall.loss)),
            bounds,
        ),
        line(
            ("loss rate", "доля потерь"),
            rate,
            language.pick(paid.0, paid.1).to_owned(),
        ),
    ]
}

/// How long customers wait and staff work.
fn about_time(report: &SimulationReport, language: Language) -> Vec<SummaryLine> {
    let overall = &report.overall;
    let line = |name, value, note| line(language, name, value, note);
    let hours = |minutes: i128| {
        language.number(
            super::overall::ratio(minutes, 60_000_000_000).unwrap_or(0.0),
            0,
        )
    };
    let instead = |of: String| format!("{} {of}", language.pick("instead of", "вместо"));
    let before = language.time(overall.resolution_days_review_all.value);
    let costly = (
        "reviews that cost more than their risk",
        "проверки дороже своего риска",
    );
    vec![
        line(
            ("time to settlement, mean", "время до решения, среднее"),
            language.time(overall.resolution_days_mean.value),
            instead(before),
        ),
        line(
            ("staff hours", "часов работы"),
            hours(overall.minutes),
            instead(hours(overall.minutes_review_all)),
        ),
        line(
            costly,
            language.percent(overall.break_even_share.value, 1),
            language.pick("of claims", "обращений").to_owned(),
        ),
    ]
}
