//! `report.html`: one file that opens from disk, light and dark, on screen and on paper.
//!
//! This file prepares texts and widths; the template in `templates/report.html` places and escapes
//! them. Nothing on the page refers to anything outside of it.

mod tables;

use askama::Template;
use decision_matrix::calendar;

use super::wording::{Language, MoneyWriter, visible};
use super::{Mode, SimulationReport, summary};
use tables::{LevelTable, PlainTable};

/// Everything that the page shows.
#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    language: Language,
    currency: String,
    title: String,
    subtitle: String,
    headline: String,
    cards: Vec<Card>,
    warnings: Vec<String>,
    bars: Vec<Bar>,
    baselines: PlainTable,
    limits: Vec<PlainTable>,
    tables: Vec<LevelTable>,
    inputs: Vec<Input>,
}

/// One large number.
struct Card {
    name: String,
    value: String,
    note: String,
    class: &'static str,
}

/// One policy: cost without and with losses, in thousandths of the largest.
struct Bar {
    name: String,
    value: String,
    cost: i128,
    risk: i128,
    class: &'static str,
}

/// One line of what went in.
struct Input {
    name: String,
    value: String,
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
    let money = MoneyWriter::new(language, &report.currency, report.scale);
    let summary = summary::summary(report, language);
    let page = Page {
        language,
        currency: report.currency.clone(),
        title: visible(&report.title),
        subtitle: subtitle(report, language),
        headline: summary.headline,
        cards: cards(report, language, &money),
        warnings: summary.warnings,
        bars: bars(report, language, &money),
        baselines: tables::baselines(report, language, &money),
        limits: tables::limits(report, &money),
        tables: tables::levels(report, language, &money),
        inputs: inputs(report, language),
    };
    page.render().map_err(|_| std::fmt::Error)
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
    format!(
        "{} {} · {claims} {words}{span}",
        report.matrix, report.version
    )
}

/// The large numbers.
fn cards(report: &SimulationReport, language: Language, money: &MoneyWriter) -> Vec<Card> {
    let overall = &report.overall;
    let card = |name: (&str, &str), value: String, note: String, class: &'static str| Card {
        name: language.pick(name.0, name.1).to_owned(),
        value,
        note,
        class,
    };
    let of = language.pick("of", "из");
    let instead = language.pick("instead of", "вместо");
    let saving = overall.if_known(overall.net_saving);
    let saved_share = super::overall::ratio(overall.net_saving, overall.cost_review_all);
    let saved = match saving {
        None => "",
        Some(..0) => "loss",
        Some(_) => "save",
    };
    let loss_note = match report.mode {
        Mode::Full => format!(
            "{} {}",
            language.percent(overall.loss_rate.value, 2),
            language.pick("of the money paid at once", "от выплаченного сразу")
        ),
        Mode::Bounds => format!(
            "{} {} – {}",
            language.pick("all results:", "все исходы:"),
            money.short(overall.loss_bounds.0),
            money.short(overall.loss_bounds.1)
        ),
    };
    vec![
        card(
            ("settled at once", "решено сразу"),
            language.percent(overall.auto_share.value, 1),
            format!(
                "{} {of} {}",
                language.count(overall.auto_claims),
                language.count(overall.claims)
            ),
            "",
        ),
        card(
            ("mean time to settlement", "среднее время до решения"),
            language.time(overall.resolution_days_mean.value),
            format!(
                "{instead} {}",
                language.time(overall.resolution_days_review_all.value)
            ),
            "",
        ),
        card(
            ("net saving", "чистая экономия"),
            money.short_or_dash(saving),
            format!(
                "{} {}",
                language.percent(saved_share, 1),
                language.pick(
                    "of the cost of reviewing everything",
                    "затрат на проверку всего"
                )
            ),
            saved,
        ),
        card(
            ("loss accepted", "принятые потери"),
            money.short_or_dash(overall.if_known(overall.loss)),
            loss_note,
            "loss",
        ),
    ]
}

/// The policies, each as long as it costs.
fn bars(report: &SimulationReport, language: Language, money: &MoneyWriter) -> Vec<Bar> {
    let totals = tables::policies(report, language);
    let largest = totals
        .iter()
        .map(|policy| policy.cost)
        .max()
        .unwrap_or_default()
        .max(1);
    let thousandths = |part: i128| (part.max(0) * 1_000 / largest).min(1_000);
    let bar = |policy: tables::Policy| {
        // The bound has no split: which losses it accepts is not a policy's choice.
        let risk = thousandths(policy.loss.unwrap_or_default());
        Bar {
            value: money.short_or_dash(report.overall.if_known(policy.cost)),
            cost: (thousandths(policy.cost) - risk).max(0),
            risk,
            class: if policy.is_own { "own" } else { "" },
            name: policy.name,
        }
    };
    totals.into_iter().map(bar).collect()
}

/// Everything that is needed to compute the page again.
fn inputs(report: &SimulationReport, language: Language) -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut put = |english: &str, russian: &str, value: String| {
        inputs.push(Input {
            name: language.pick(english, russian).to_owned(),
            value,
        });
    };
    let source = &report.inputs;
    put(
        "rules",
        "правила",
        format!("{} {}", report.matrix, report.version),
    );
    put(
        "fingerprint of the rules",
        "отпечаток правил",
        source.fingerprint.clone(),
    );
    put("claims", "обращения", visible(&source.claims_file));
    if let Some((customers, seed)) = source.generated {
        put(
            "generated",
            "сгенерировано",
            format!("ATMGEN-1, customers {customers}, seed {seed}"),
        );
    }
    put(
        "costs",
        "затраты",
        source.costs_file.clone().unwrap_or_else(|| "–".to_owned()),
    );
    put("rows in the file", "строк в файле", report.rows.to_string());
    put(
        "claims decided",
        "решено обращений",
        report.overall.claims.to_string(),
    );
    put(
        "claims with an input fault",
        "обращений с ошибкой ввода",
        report.faults.to_string(),
    );
    put(
        "claims with a known result",
        "обращений с известным исходом",
        report.results_known.to_string(),
    );
    if let Some((first, last)) = report.first_time.zip(report.last_time) {
        let (first, last) = (
            calendar::format_timestamp(first),
            calendar::format_timestamp(last),
        );
        put(
            "first and last claim",
            "первое и последнее обращение",
            format!("{first}, {last}"),
        );
    }
    put(
        "unknown results",
        "неизвестные исходы",
        report.mode.as_str().to_owned(),
    );
    put("currency", "валюта", report.currency.clone());
    inputs
}
