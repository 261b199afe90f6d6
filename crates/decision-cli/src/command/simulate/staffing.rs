//! What the people of the cost model's queue are needed for once most claims are settled at once.

use decision_simulation::CostModel;
use decision_simulation::costs::Staffing;
use decision_simulation::report::{Language, SimulationReport};

/// A remark with its code, where the cost model has a queue.
pub(in crate::command) fn staffing(
    costs: &CostModel,
    report: &SimulationReport,
    language: Language,
) -> Option<(&'static str, String)> {
    let queue = costs.delay.queue?;
    let overall = report.overall();
    let staffing = Staffing::new(&queue, overall.review_claims, overall.claims)?;
    let (today, same) = (staffing.today, staffing.same_waiting);
    let reviewed = staffing.share_reviewed * 100.0;
    let text = match language {
        Language::English => format!(
            "Staff: today {} people review everything and a claim waits {:.2} days for them. With these rules {reviewed:.1}% are reviewed: {} people suffice for no longer a wait ({:.2} days). The prices of this report keep today's wait.",
            today.staff, today.waiting_days, same.staff, same.waiting_days
        ),
        Language::Russian => format!(
            "Персонал: сейчас {} сотрудников проверяют всё, обращение ждёт их {:.2} дня. С этими правилами проверяется {reviewed:.1}%: для ожидания не дольше нынешнего достаточно {} ({:.2} дня). Цены этого отчёта исходят из нынешнего ожидания.",
            today.staff, today.waiting_days, same.staff, same.waiting_days
        ),
    };
    Some(("staffing", text))
}
