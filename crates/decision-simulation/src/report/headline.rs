//! What came out, in a few sentences: the share settled at once, minutes against days, what is saved
//! and what is lost, and over which claims that is known.

use super::overall::{Overall, ratio};
use super::wording::{Language, MoneyWriter};
use super::{Mode, SimulationReport};

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
    let share = language.percent(overall.auto_share.value, 1);
    let automatic = language.time(ratio(5, 1_440));
    let waiting = language.time(overall.resolution_days_review_all.value);
    let settled = match language {
        Language::English => {
            format!("{share} of claims are settled in {automatic} instead of {waiting}.")
        }
        Language::Russian => {
            format!("{share} обращений решаются за {automatic} вместо {waiting}.")
        }
    };
    let about_money = match (report.mode, overall.results_known) {
        (Mode::Full, _) => known(overall, language, money),
        (Mode::Bounds, 0) => unknown(overall, language, money),
        (Mode::Bounds, _) => partly_known(overall, language, money),
    };
    format!("{settled} {about_money}")
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
