//! The policy beside its baselines: what the same claims cost if somebody else decided.

use super::section::{Cell, DataTable, Part, Row, Section};
use crate::report::SimulationReport;
use crate::report::desk::Desk;
use crate::report::overall::ratio;
use crate::report::wording::Language;

/// A policy beside the others.
pub(in crate::report) struct Policy {
    pub(in crate::report) name: String,
    pub(in crate::report) cost: i128,
    /// Losses in the cost, where the policy has a choice of them.
    pub(in crate::report) loss: Option<i128>,
    pub(in crate::report) share: Option<f64>,
    /// The claims that the cost is over.
    pub(in crate::report) claims: u64,
    pub(in crate::report) is_own: bool,
}

/// The policies: review all, history as it was, other rules, these rules, pay all, perfect
/// foresight.
pub(in crate::report) fn policies(report: &SimulationReport, language: Language) -> Vec<Policy> {
    let overall = &report.overall;
    let policy = |name: (&str, &str), cost: i128, loss: Option<i128>, share: Option<f64>| Policy {
        name: language.pick(name.0, name.1).to_owned(),
        cost,
        loss,
        share,
        claims: overall.results_known,
        is_own: false,
    };
    let review = ("review every claim", "проверять каждое");
    let passed = Some(overall.residual_review_all);
    let mut policies = vec![policy(review, overall.cost_review_all, passed, Some(0.0))];
    if let Some(past) = &report.past {
        let name = ("as it was decided then", "как решали тогда");
        let share = ratio(i128::from(past.auto_claims), i128::from(past.claims));
        policies.push(Policy {
            claims: past.claims,
            ..policy(name, past.cost, Some(past.loss), share)
        });
    }
    if let Some(against) = &report.against {
        let other = &against.overall;
        let loss = Some(other.loss_in_cost);
        policies.push(Policy {
            name: format!("{} {}", against.matrix, against.version),
            claims: other.results_known,
            ..policy(("", ""), other.cost, loss, other.auto_share.value)
        });
    }
    let own = ("these rules", "эти правила");
    let loss = Some(overall.loss_in_cost);
    policies.push(Policy {
        is_own: true,
        ..policy(own, overall.cost, loss, overall.auto_share.value)
    });
    let pay = ("pay every claim at once", "платить по каждому сразу");
    let loss = Some(overall.loss_approve_all);
    policies.push(policy(pay, overall.cost_approve_all, loss, Some(1.0)));
    let foresight = ("with perfect foresight", "при полном предвидении");
    policies.push(policy(foresight, overall.cost_clairvoyant, None, None));
    policies
}

/// The section.
pub(super) fn section(desk: &Desk<'_>) -> Section {
    let lead = desk.t(
        "The same claims under other policies. Perfect foresight is no policy but a bound: it knows every result beforehand, and no choice between review and payment can be cheaper.",
        "Те же обращения при других политиках. Полное предвидение — не политика, а граница: оно заранее знает каждый исход, и никакой выбор между проверкой и выплатой не дешевле.",
    );
    let title = desk.t(
        "Against the alternatives",
        "В сравнении с другими способами",
    );
    let mut section = Section::new("policies", title, vec![lead]);
    section.parts.push(Part::Table(table(desk)));
    section.parts.push(Part::Key(vec![
        (
            "cost",
            desk.t(
                "work, waiting, contacts, wrong refusals",
                "работа, ожидание, контакты, ошибочные отказы",
            ),
        ),
        (
            "risk",
            desk.t(
                "money lost on unjustified claims",
                "деньги, потерянные на необоснованных обращениях",
            ),
        ),
    ]));
    if let Some(captured) = captured(desk) {
        section.parts.push(Part::Remark("note", captured));
    }
    section
}

/// The policies as a table with bars.
fn table(desk: &Desk<'_>) -> DataTable {
    let overall = &desk.report.overall;
    let policies = policies(desk.report, desk.language);
    let per_claim = |minor: i128, claims: u64| ratio(minor, i128::from(claims)).unwrap_or_default();
    let largest = policies
        .iter()
        .map(|policy| per_claim(policy.cost, policy.claims))
        .fold(0.0, f64::max);
    let share = |minor: i128, claims: u64| {
        if largest > 0.0 {
            per_claim(minor, claims).max(0.0) / largest
        } else {
            0.0
        }
    };
    let exact = |minor| desk.money.exact_or_dash(overall.if_known(minor));
    let rows = policies.into_iter().map(|policy| {
        let claims = i128::from(policy.claims.max(1));
        let whole = share(policy.cost, policy.claims);
        // The bound has no split: which losses it accepts is not a policy's choice.
        let lost = share(policy.loss.unwrap_or_default(), policy.claims).min(whole);
        let parts = [("cost", 0.0, whole - lost), ("risk", whole - lost, whole)];
        let cost = Cell::text(exact(policy.cost));
        let interval = desk
            .report
            .overall
            .sum_intervals(desk.report.mode, desk.report.scale)
            .cost;
        let cost = if policy.is_own {
            cost.with_note(desk.money_interval(&interval))
        } else {
            cost
        };
        let cells = vec![
            Cell::text(policy.name),
            Cell::bar(&parts, &[]),
            cost,
            Cell::text(exact(crate::money::round_ratio(policy.cost, claims))),
            Cell::text(policy.loss.map_or_else(|| "–".to_owned(), exact)),
            Cell::text(desk.language.percent(policy.share, 1)),
        ];
        Row::new(cells).with_class(if policy.is_own { "own" } else { "" })
    });
    let head = desk.heads([
        ("policy", "политика"),
        ("", ""),
        ("cost, losses included", "затраты вместе с потерями"),
        ("per claim", "на обращение"),
        ("of it losses", "из них потери"),
        ("settled at once", "решено сразу"),
    ]);
    let caption = desk.t("Cost of each policy", "Затраты при каждой политике");
    DataTable::new(caption, head, rows.collect())
}

/// How much of what foresight would save is saved.
fn captured(desk: &Desk<'_>) -> Option<String> {
    let captured = desk.report.overall.captured;
    captured.value?;
    let share = desk.language.percent(captured.value, 1);
    let interval = desk.share_interval(&captured, 1);
    let interval = if interval.is_empty() {
        String::new()
    } else {
        format!(" ({interval})")
    };
    Some(match desk.language {
        Language::English => format!(
            "These rules reach {share}{interval} of what perfect foresight would save against reviewing every claim."
        ),
        Language::Russian => format!(
            "Эти правила дают {share}{interval} экономии, возможной при полном предвидении."
        ),
    })
}
