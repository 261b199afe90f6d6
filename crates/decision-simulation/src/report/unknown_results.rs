//! What a report says where results are unknown and something better than bounds is known of them.

use super::warning::Warning;
use super::wording::Language;
use super::{Mode, SimulationReport};
use crate::analysis::missing::{MissingOutcomes, Refusal};
use crate::money::power_of_ten;

impl SimulationReport {
    /// Sets how unknown results were treated. Estimated losses, costs and savings take the place
    /// of sums over known results.
    #[must_use]
    pub fn with_missing(mut self, missing: &MissingOutcomes) -> Self {
        self.mode = missing.mode;
        if matches!(missing.mode, Mode::Audit | Mode::Impute) {
            let unit = power_of_ten(self.scale);
            let overall = &mut self.overall;
            overall.loss_rate = missing.loss_rate;
            overall.loss_estimate = missing.loss.in_parts(unit);
            overall.cost_estimate = missing.cost.in_parts(unit);
            overall.net_saving_estimate = missing.net_saving.in_parts(unit);
        }
        if let Some(reason) = missing.reason {
            self.warnings.push(refused(reason, missing));
        }
        if missing.mode == Mode::Impute {
            self.warnings.push(imputed(missing));
        }
        self.missing = Some(*missing);
        self
    }
}

/// Why the mode gives less than was asked for.
fn refused(reason: Refusal, missing: &MissingOutcomes) -> Warning {
    let share = |language: Language| language.percent(missing.unsupported_money_share, 1);
    let (english, russian) = match reason {
        Refusal::UnknownResults => (
            "Some results are unknown, so there is no full report: what they may be is bounded.".to_owned(),
            "Часть исходов неизвестна, поэтому полного отчёта нет: показаны границы.".to_owned(),
        ),
        Refusal::NoProbabilities => (
            "No claim says with which probability its result became known (`audit_probability`), so nothing can be weighted; bounds are shown.".to_owned(),
            "Ни в одном обращении нет вероятности, с которой стал известен исход (`audit_probability`), поэтому взвешивать нечего; показаны границы.".to_owned(),
        ),
        Refusal::UnsupportedMoney => (
            format!("{} of the money settled at once lies in claims whose result could never become known: no weights can stand for them, so bounds are shown. Audit such claims, too.", share(Language::English)),
            format!("{} выплачиваемых сразу денег приходится на обращения, исход которых не мог стать известен: их не заменит никакой вес, поэтому показаны границы. Проверяйте выборочно и такие.", share(Language::Russian)),
        ),
        Refusal::FewResults => (
            "Fewer than 30 results of claims settled at once were chosen by chance: too few to weight, so bounds are shown.".to_owned(),
            "Случайно проверенных исходов среди выплаченных сразу меньше 30: взвешивать рано, показаны границы.".to_owned(),
        ),
        Refusal::OutOfRange => (
            "The weighted sums of one customer are too large to be added up exactly, so bounds are shown.".to_owned(),
            "Взвешенные суммы одного клиента слишком велики для точного сложения, поэтому показаны границы.".to_owned(),
        ),
        Refusal::UnlikeKnown => (
            "More than 1% of the money settled at once lies in claims without 30 known ones like them: there is an interval, but no value.".to_owned(),
            "Более 1% выплачиваемых сразу денег приходится на обращения, для которых нет 30 похожих с известным исходом: есть интервал, но не значение.".to_owned(),
        ),
    };
    Warning::new(reason.as_str(), english, russian)
}

/// What imputed results rest on.
fn imputed(missing: &MissingOutcomes) -> Warning {
    let (imputed, bounded) = (missing.imputed_claims, missing.bounded_claims);
    Warning::new(
        "imputed_results",
        format!(
            "The results of {imputed} claims are imputed: this assumes that reviewed and unreviewed claims of one stratum (factors and amount) are alike, which nobody has checked. {bounded} claims without enough like them count with their best and worst case."
        ),
        format!(
            "Исходы {imputed} обращений восполнены: предполагается, что проверенные и непроверенные обращения одной группы (факторы и сумма) похожи, чего никто не проверял. Обращений без достаточного числа похожих, взятых по лучшему и худшему случаю: {bounded}."
        ),
    )
}
