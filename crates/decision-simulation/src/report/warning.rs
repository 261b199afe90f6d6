//! What has to be said about the numbers, with the same weight as the good news.

use super::ReportInputs;
use super::line::Line;
use super::overall::Overall;
use super::wording::{Language, MoneyWriter, visible};
use crate::costs::CostModel;
use crate::replay::{Ratio, Replay, ReplayPlan, Trap, TrapCount};

/// One warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    code: &'static str,
    english: String,
    russian: String,
}

impl Warning {
    pub(super) fn new(
        code: &'static str,
        english: impl Into<String>,
        russian: impl Into<String>,
    ) -> Self {
        Self {
            code,
            english: visible(&english.into()),
            russian: visible(&russian.into()),
        }
    }

    /// Its stable code.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Its wording.
    pub fn text(&self, language: Language) -> &str {
        language.pick(&self.english, &self.russian)
    }
}

/// Everything that has to be said.
pub(super) fn warnings(
    plan: &ReplayPlan,
    replay: &Replay,
    inputs: &ReportInputs,
    overall: &Overall,
    rules: &[Line],
) -> Vec<Warning> {
    let mut warnings = about_inputs(plan, inputs, overall);
    let code = plan
        .currency()
        .map(|currency| currency.to_string())
        .unwrap_or_default();
    let writer = |language| MoneyWriter::new(language, &code, plan.scale());
    let (english, russian) = (writer(Language::English), writer(Language::Russian));
    for trap in Trap::ALL {
        if let Some(count) = replay.traps().get(trap) {
            warnings.push(match trap {
                Trap::MissingOutcome => missing_outcomes(count, overall, &english, &russian),
                _ => about_trap(trap, count, &english, &russian),
            });
        }
    }
    warnings.extend(about_money(overall, rules, &english, &russian));
    warnings.extend(few_losses(replay));
    warnings
}

/// The fewest customers with a loss for an interval of the loss rate that is more than rough.
const FEWEST_LOSSES: u64 = 30;

/// The warning about a sample with few losses.
fn few_losses(replay: &Replay) -> Option<Warning> {
    let customers = replay.clusters.ratio(Ratio::LossRate).events();
    let has_payments = replay.total().known.auto_claims > 0;
    (has_payments && customers < FEWEST_LOSSES).then(|| {
        Warning::new(
            "small_sample",
            format!("Only {customers} customers brought a loss: what the loss rate would be in the long run is hardly known from so few."),
            format!("Потери принесли только {customers} клиентов: по стольким о долгосрочной доле потерь известно мало."),
        )
    })
}

/// Warnings about what went into the replay.
fn about_inputs(plan: &ReplayPlan, inputs: &ReportInputs, overall: &Overall) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if let Some((customers, seed)) = inputs.generated {
        warnings.push(Warning::new(
            "synthetic_claims",
            format!("The claims are generated ({customers} customers, seed {seed}), not real ones. They show what the method finds, not what your bank would save."),
            format!("Обращения сгенерированы (клиентов: {customers}, seed {seed}), они не настоящие. Они показывают метод, а не экономию вашего банка."),
        ));
    }
    if overall.claims == 0 {
        warnings.push(Warning::new(
            "no_claims",
            "The file holds no claims.",
            "В файле нет обращений.",
        ));
    }
    if plan.amount_factor().is_none() {
        warnings.push(Warning::new(
            "no_amount",
            "The rules have no money factor `amount` (nor exactly one money factor), so losses cannot be counted: every amount counts as 0.",
            "В правилах нет денежного показателя `amount` (и нет ровно одного денежного), поэтому потери не посчитать: каждая сумма считается нулевой.",
        ));
    }
    if *plan.costs() == CostModel::none() {
        warnings.push(Warning::new(
            "no_costs",
            "There is no cost model: a review is free and stops nothing here, so only losses mean something. Write a `costs.yaml`.",
            "Модели затрат нет: проверка здесь ничего не стоит и ничего не предотвращает, поэтому смысл имеют только потери. Создайте `costs.yaml`.",
        ));
    }
    if inputs.is_effective_ignored {
        warnings.push(Warning::new(
            "effective_ignored",
            "The time in which the rules are in force was left out of account, because the claims are older than the rules under test.",
            "Срок действия правил не учитывался: обращения старше проверяемых правил.",
        ));
    }
    warnings
}

/// The warning about unknown results: never silently "no loss".
fn missing_outcomes(
    count: &TrapCount,
    overall: &Overall,
    english: &MoneyWriter,
    russian: &MoneyWriter,
) -> Warning {
    let (low, high) = overall.loss_bounds;
    let claims = count.claims;
    let example = |words: &str| match count.example.as_str() {
        "" => String::new(),
        id => format!(", {words} `{id}`"),
    };
    let (instance, instance_russian) = (example("for instance"), example("например"));
    Warning::new(
        Trap::MissingOutcome.code(),
        format!(
            "The result of {claims} of {} claims ({}) is unknown{instance}. Losses, costs and savings are over the others; with these the loss lies between {} and {}.",
            overall.claims,
            english.short(count.amount),
            english.whole(low),
            english.whole(high),
        ),
        format!(
            "Исход неизвестен по {claims} обращениям из {} ({}){instance_russian}. Потери, затраты и экономия посчитаны по остальным; вместе с ними потери лежат между {} и {}.",
            overall.claims,
            russian.short(count.amount),
            russian.whole(low),
            russian.whole(high),
        ),
    )
}

/// The warning about a strangeness of the data.
fn about_trap(
    trap: Trap,
    count: &TrapCount,
    english: &MoneyWriter,
    russian: &MoneyWriter,
) -> Warning {
    let (en, ru) = trap_texts(trap);
    let claims = count.claims;
    let details = |words: &str, writer: &MoneyWriter| {
        let id = count.example.as_str();
        let example = (!id.is_empty()).then(|| format!("{words} `{id}`"));
        let money = (count.amount != 0).then(|| writer.short(count.amount));
        match (example, money) {
            (Some(example), Some(money)) => format!(" ({example}, {money})"),
            (Some(one), None) | (None, Some(one)) => format!(" ({one})"),
            (None, None) => String::new(),
        }
    };
    Warning::new(
        trap.code(),
        format!("{claims} {en}{}.", details("for instance", english)),
        format!("{claims} {ru}{}.", details("например,", russian)),
    )
}

/// What a kind of strangeness is called, after the number of claims: English, Russian.
fn trap_texts(trap: Trap) -> (&'static str, &'static str) {
    match trap {
        Trap::Duplicate => (
            "claims came with an id that had come before; the first one counts",
            "обращений с уже встречавшимся номером; считается первое",
        ),
        Trap::RowUnreadable => (
            "rows cannot be read as a claim or have no claim id; a person looks at them",
            "строк не читаются как обращение или не имеют его номера; их смотрит человек",
        ),
        Trap::InputFault => (
            "claims have a value that is missing or wrong; a person looks at them",
            "обращений с отсутствующим или неверным значением; их смотрит человек",
        ),
        Trap::AmountOutOfDomain => (
            "claims have an amount outside its domain (a joke or a slip?); they go to review",
            "обращений с суммой вне допустимой области (шутка или описка?); они идут на проверку",
        ),
        Trap::AmountUnreadable => (
            "claims have no readable amount; it counts as 0",
            "обращений без читаемой суммы; она считается нулевой",
        ),
        Trap::AmountNegative => (
            "claims have an amount below zero",
            "обращений с суммой меньше нуля",
        ),
        Trap::AmountZero => (
            "claims have an amount of zero",
            "обращений с нулевой суммой",
        ),
        Trap::DeniedButPaid => (
            "claims are marked as not justified although something was owed; what was owed counts",
            "обращений отмечены как необоснованные, хотя часть суммы причиталась; считается причитавшееся",
        ),
        Trap::DueAboveAmount => (
            "claims were owed more than was claimed; no loss is counted for them",
            "обращений, по которым причиталось больше запрошенного; потерь по ним нет",
        ),
        Trap::OutsideCalendar => (
            "claims were settled in years that the business calendar does not know; there only weekends are free",
            "обращений решалось в годы, которых нет в календаре рабочих дней; там выходные только по дням недели",
        ),
        Trap::NegativeDelay => (
            "claims have a delay below zero; it is not used",
            "обращений с отрицательной задержкой; она не используется",
        ),
        Trap::DateOutOfRange => (
            "claims have a date that is none or out of range",
            "обращений с неверной датой или датой вне диапазона",
        ),
        Trap::UnreadableResult => (
            "claims have a result that cannot be read; it counts as unknown",
            "обращений с нечитаемым результатом; он считается неизвестным",
        ),
        Trap::MissingOutcome => (
            "claims have an unknown result",
            "обращений с неизвестным исходом",
        ),
    }
}

/// Warnings about a policy that costs money, as a whole or in one rule.
fn about_money(
    overall: &Overall,
    rules: &[Line],
    english: &MoneyWriter,
    russian: &MoneyWriter,
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if overall.net_saving < 0 {
        warnings.push(Warning::new(
            "negative_saving",
            format!(
                "These rules cost {} more than reviewing every claim.",
                english.whole(-overall.net_saving)
            ),
            format!(
                "Эти правила обходятся на {} дороже проверки каждого обращения.",
                russian.whole(-overall.net_saving)
            ),
        ));
    }
    if overall.cost_approve_all < overall.cost {
        warnings.push(Warning::new(
            "approve_all_is_cheaper",
            format!("Paying every claim at once would have been {} cheaper on these claims, at the loss shown beside it; customers would learn of it.", english.whole(overall.cost - overall.cost_approve_all)),
            format!("Выплата по каждому обращению сразу обошлась бы на {} дешевле, но с показанными рядом потерями; клиенты узнали бы об этом.", russian.whole(overall.cost - overall.cost_approve_all)),
        ));
    }
    for line in rules
        .iter()
        .filter(|line| line.auto_claims > 0 && line.net_saving < 0)
    {
        let name = line.name();
        warnings.push(Warning::new(
            "rule_loses_money",
            format!(
                "Rule `{name}` pays at once where a review would be cheaper: it costs {}.",
                english.whole(-line.net_saving)
            ),
            format!(
                "Правило `{name}` платит сразу там, где проверка дешевле: оно стоит {}.",
                russian.whole(-line.net_saving)
            ),
        ));
    }
    warnings
}
