//! What came out, in a few sentences: what happens now, what would happen, what that saves and
//! what it risks, over which claims that is known, and how sure it is.

use super::intervals;
use super::overall::{Overall, ratio};
use super::wording::{Language, MoneyWriter};
use super::{Mode, SimulationReport};
use crate::statistics::Estimate;

/// Share settled at once, minutes against days, cost saved, loss accepted.
pub(super) fn headline(
    report: &SimulationReport,
    language: Language,
    money: &MoneyWriter,
) -> String {
    let overall = &report.overall;
    if overall.claims == 0 {
        return language
            .pick("There are no claims.", "Обращений нет.")
            .to_owned();
    }
    let now = now(report, language, money);
    let share = language.percent(overall.auto_share.value, 1);
    let automatic = language.time(ratio(5, 1_440));
    let settled = match language {
        Language::English => format!("With these rules {share} are settled in {automatic}."),
        Language::Russian => format!("С этими правилами {share} решаются за {automatic}."),
    };
    let about_money = match (report.mode, overall.results_known) {
        (Mode::Full, _) => known(overall, language, money),
        (Mode::Audit | Mode::Impute, _) => estimated(overall, language, money),
        (Mode::Bounds, 0) => unknown(overall, language, money),
        (Mode::Bounds, _) => partly_known(overall, language, money),
    };
    format!("{now} {settled} {about_money}")
}

/// What happens without the rules: a person looks at every claim, or what was really decided.
fn now(report: &SimulationReport, language: Language, money: &MoneyWriter) -> String {
    let overall = &report.overall;
    let claims = language.count(overall.claims);
    let waiting = language.time(overall.resolution_days_review_all.value);
    let cost = overall.if_known(overall.cost_review_all);
    let known = i128::from(overall.results_known.max(1));
    let each = cost.map(|cost| money.short(crate::money::round_ratio(cost, known)));
    match (language, each) {
        (Language::English, Some(each)) => {
            format!("Reviewed by people, {claims} claims wait {waiting} and cost {each} each.")
        }
        (Language::English, None) => {
            format!("Reviewed by people, {claims} claims wait {waiting}.")
        }
        (Language::Russian, Some(each)) => {
            format!("При проверке людьми обращения ({claims}) ждут {waiting} и стоят по {each}.")
        }
        (Language::Russian, None) => {
            format!("При проверке людьми обращения ({claims}) ждут {waiting}.")
        }
    }
}

/// How sure saving and loss rate are; empty without claims.
pub(super) fn sure(report: &SimulationReport, language: Language, money: &MoneyWriter) -> String {
    let overall = &report.overall;
    if overall.claims == 0 {
        return String::new();
    }
    if report.mode == Mode::Bounds {
        return within_bounds(report, language, money);
    }
    let saving = overall.sum_intervals(report.mode, report.scale).net_saving;
    let saving = intervals::money_range(money, &saving);
    let rate = intervals::range(&overall.loss_rate, |rate| language.percent(Some(rate), 2));
    let known = match (report.mode, language) {
        (Mode::Audit, Language::English) => " Results are estimated from audits.",
        (Mode::Audit, Language::Russian) => " Исходы оценены по выборочным проверкам.",
        (Mode::Impute, Language::English) => " Part of the results is imputed.",
        (Mode::Impute, Language::Russian) => " Часть исходов восполнена расчётом.",
        (_, Language::English) => " The result of every claim is known.",
        (_, Language::Russian) => " Исход каждого обращения известен.",
    };
    let text = match (language, saving, rate) {
        (Language::English, Some(saving), Some(rate)) => format!(
            "for claims like these, expect a saving of {saving} and a loss rate of {rate}, each with 95% confidence."
        ),
        (Language::Russian, Some(saving), Some(rate)) => format!(
            "для таких обращений экономия лежит в пределах {saving}, а доля потерь — {rate}, каждая с доверием 95%."
        ),
        (Language::English, ..) => {
            "the figures are exact for these claims; how much they would vary on others was not computed.".to_owned()
        }
        (Language::Russian, ..) => {
            "для этих обращений цифры точны; насколько они отличались бы на других, не вычислялось.".to_owned()
        }
    };
    format!("{text}{known}")
}

/// How many results are known, and between which bounds the saving lies whatever the others are.
fn within_bounds(report: &SimulationReport, language: Language, money: &MoneyWriter) -> String {
    let overall = &report.overall;
    let (known, claims) = (
        language.count(overall.results_known),
        language.count(overall.claims),
    );
    let (low, high) = (
        money.short(overall.net_saving_bounds.0),
        money.short(overall.net_saving_bounds.1),
    );
    match language {
        Language::English => format!(
            "the result of {known} of {claims} claims is known; whatever the others are, the saving lies between {low} and {high}."
        ),
        Language::Russian => format!(
            "исход известен по {known} обращениям из {claims}; какими бы ни были остальные, экономия лежит между {low} и {high}."
        ),
    }
}

/// Every result is known.
fn known(overall: &Overall, language: Language, money: &MoneyWriter) -> String {
    let (saving, percent, loss) = figures(overall, language, money);
    let is_saved = overall.net_saving >= 0;
    let rate = language.percent(overall.loss_rate.value, 2);
    let has_rate = overall.loss_rate.value.is_some();
    match language {
        Language::English => {
            let verb = if is_saved { "It saves" } else { "It costs" };
            let than = if is_saved {
                "of the cost of reviewing everything"
            } else {
                "more than reviewing everything"
            };
            let rate = if_some(has_rate, format!(": {rate} of the money paid at once"));
            format!("{verb} {saving}, {percent} {than}, and accepts a loss of {loss}{rate}.")
        }
        Language::Russian => {
            let verb = saving_or_cost(is_saved);
            let rate = if_some(has_rate, format!(", или {rate} выплаченного сразу"));
            format!(
                "{verb}: {saving}, {percent} затрат на проверку всех обращений. Принятые потери: {loss}{rate}."
            )
        }
    }
}

/// Some results are unknown and the others stand for them: saving and loss are estimates.
fn estimated(overall: &Overall, language: Language, money: &MoneyWriter) -> String {
    let about = |sum: &Estimate| money.short_or_dash(sum.rounded());
    let saving = about(&overall.net_saving_estimate);
    let loss = about(&overall.loss_estimate);
    let rate = language.percent(overall.loss_rate.value, 2);
    match language {
        Language::English => format!(
            "Over all claims they are estimated to save {saving} against reviewing everything and to lose {loss}: {rate} of the money paid at once."
        ),
        Language::Russian => format!(
            "По оценке для всех обращений экономия против проверки всего: {saving}, потери: {loss}, или {rate} выплаченного сразу."
        ),
    }
}

/// Some results are unknown: the money is that of the others, and the loss has a range.
fn partly_known(overall: &Overall, language: Language, money: &MoneyWriter) -> String {
    let (saving, percent, loss) = figures(overall, language, money);
    let is_saved = overall.net_saving >= 0;
    let rate = language.percent(overall.loss_rate.value, 2);
    let has_rate = overall.loss_rate.value.is_some();
    let claims = language.count(overall.results_known);
    let (low, high) = (
        money.short(overall.loss_bounds.0),
        money.short(overall.loss_bounds.1),
    );
    match language {
        Language::English => {
            let verb = if is_saved { "it saves" } else { "it costs" };
            let than = if is_saved {
                "of the cost of reviewing them"
            } else {
                "more than reviewing them"
            };
            let rate = if_some(has_rate, format!(": {rate} of their money paid at once"));
            format!(
                "The money is that of the {claims} claims whose result is known: {verb} {saving}, {percent} {than}, and accepts a loss of {loss}{rate}. Over all claims the loss lies between {low} and {high}."
            )
        }
        Language::Russian => {
            let verb = saving_or_cost(is_saved);
            let rate = if_some(has_rate, format!(", или {rate} выплаченного по ним сразу"));
            format!(
                "Деньги посчитаны по обращениям с известным исходом (их {claims}). {verb}: {saving}, {percent} затрат на их проверку. Принятые потери: {loss}{rate}. По всем обращениям потери лежат между {low} и {high}."
            )
        }
    }
}

/// No result is known: neither are saving and loss.
fn unknown(overall: &Overall, language: Language, money: &MoneyWriter) -> String {
    let (low, high) = (
        money.short(overall.loss_bounds.0),
        money.short(overall.loss_bounds.1),
    );
    match language {
        Language::English => format!(
            "What that saves and what it loses is unknown, because the result of no claim is known; the loss lies between {low} and {high}."
        ),
        Language::Russian => format!(
            "Сколько это экономит и сколько теряет, неизвестно, потому что исход не известен ни по одному обращению; потери лежат между {low} и {high}."
        ),
    }
}

/// Saving, its share of the cost of reviewing everything, loss.
fn figures(overall: &Overall, language: Language, money: &MoneyWriter) -> (String, String, String) {
    let percent = ratio(overall.net_saving.abs(), overall.cost_review_all);
    (
        money.short(overall.net_saving.abs()),
        language.percent(percent, 0),
        money.short(overall.loss),
    )
}

/// The Russian word for what is saved or spent.
fn saving_or_cost(is_saved: bool) -> &'static str {
    if is_saved {
        "Экономия"
    } else {
        "Перерасход"
    }
}

/// The text where it applies.
fn if_some(applies: bool, text: String) -> String {
    if applies { text } else { String::new() }
}
