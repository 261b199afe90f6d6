//! From the cost of reviewing everything to the cost of these rules, step by step.

use super::section::{Cell, DataTable, Part, Row, Section};
use crate::report::desk::Desk;
use crate::report::overall::ratio;
use crate::statistics::float;

/// One step: what it is called, and by how much it changes the cost.
struct Step {
    name: String,
    change: i128,
}

/// The section; empty where the costs are not split or not known.
pub(super) fn section(desk: &Desk<'_>) -> Section {
    let lead = desk.t(
        "Read from top to bottom: what reviewing every claim costs, what these rules save of it, what they add, and what is left. Blue is cost, green is saved, red is added.",
        "Читайте сверху вниз: во что обходится проверка каждого обращения, что эти правила на ней экономят, что добавляют и что остаётся. Синее — затраты, зелёное — экономия, красное — добавка.",
    );
    let title = desk.t("Where the saving comes from", "Откуда берётся экономия");
    let mut section = Section::new("waterfall", title, vec![lead]);
    let overall = &desk.report.overall;
    if overall.terms.is_zero() || overall.terms_review_all.is_zero() || overall.results_known == 0 {
        return section;
    }
    section.parts.push(Part::Table(table(desk)));
    section
}

/// The steps in the order of the page; those that change nothing are left out.
fn steps(desk: &Desk<'_>) -> Vec<Step> {
    let (from, to) = (
        &desk.report.overall.terms_review_all,
        &desk.report.overall.terms,
    );
    let step = |english: &str, russian: &str, change: i128| Step {
        name: desk.t(english, russian),
        change,
    };
    let steps = [
        step(
            "staff, calls and messages",
            "работа, звонки и сообщения",
            to.direct - from.direct,
        ),
        step(
            "customers waiting",
            "ожидание клиентов",
            to.delay - from.delay,
        ),
        step("late penalties", "штрафы за просрочку", to.late - from.late),
        step(
            "honest claims refused",
            "ошибочные отказы",
            to.wrong_refusal - from.wrong_refusal,
        ),
        step(
            "losses that reviews let pass",
            "потери, пропущенные проверкой",
            to.residual_loss - from.residual_loss,
        ),
        step(
            "settling by machine",
            "автоматическое решение",
            to.machine - from.machine,
        ),
        step(
            "audits of paid claims",
            "выборочные проверки выплат",
            to.audit - from.audit,
        ),
        step(
            "losses on claims paid at once",
            "потери на выплаченном сразу",
            to.loss - from.loss,
        ),
    ];
    steps.into_iter().filter(|step| step.change != 0).collect()
}

/// The picture, which is a table with bars.
fn table(desk: &Desk<'_>) -> DataTable {
    let overall = &desk.report.overall;
    let (first, last) = (overall.terms_review_all.total(), overall.terms.total());
    let steps = steps(desk);
    let sums = steps.iter().scan(first, |sum, step| {
        *sum += step.change;
        Some(*sum)
    });
    let largest = sums.chain([first, last]).max().unwrap_or_default().max(1);
    let share = |minor: i128| ratio(minor, largest).unwrap_or_default();
    let end = |name: String, minor: i128| {
        let cells = vec![
            Cell::text(name),
            Cell::bar(&[("cost", 0.0, share(minor))], &[("link", share(minor))]),
            Cell::text(desk.money.short(minor)).with_note(desk.money.exact(minor)),
            Cell::text(desk.language.percent(ratio(minor, first), 1)),
        ];
        Row::new(cells).with_class("total")
    };
    let mut rows = vec![end(
        desk.t("review every claim", "проверять каждое обращение"),
        first,
    )];
    let mut sum = first;
    for Step { name, change } in steps {
        let class = if change < 0 { "save" } else { "risk" };
        let (before, after) = (share(sum), share(sum + change));
        sum += change;
        let bar = Cell::bar(
            &[(class, before, after)],
            &[("link", before), ("link", after)],
        );
        rows.push(Row::new(vec![
            Cell::text(name),
            bar,
            Cell::text(desk.money.signed(change)).with_class(if change < 0 {
                "positive"
            } else {
                "negative"
            }),
            Cell::text(signed_percent(desk, change, first)),
        ]));
    }
    rows.push(end(desk.t("these rules", "эти правила"), last));
    let head = desk.heads([
        ("step", "шаг"),
        ("", ""),
        ("money", "деньги"),
        ("of reviewing all", "от проверки всех"),
    ]);
    let caption = desk.t(
        "From reviewing everything to these rules",
        "От проверки всех обращений к этим правилам",
    );
    DataTable::new(caption, head, rows)
}

/// A change against the first bar, in percent of it.
fn signed_percent(desk: &Desk<'_>, change: i128, first: i128) -> String {
    let share = float(change) / float(first.max(1));
    let sign = if change > 0 { "+" } else { "" };
    format!("{sign}{}", desk.language.percent(Some(share), 1))
}
