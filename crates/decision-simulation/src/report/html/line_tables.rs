//! Where the money is: rules, levels of factors, outcomes, each as a table that sorts.

use super::section::{Cell, DataTable, Fold, Part, Row, Section};
use crate::report::desk::Desk;
use crate::report::line::{Line, LineOf};
use crate::report::overall::ratio;
use crate::report::{Mode, svg};

/// The most lines of a table; the rest is told of in the last one.
const MOST_LINES: usize = 200;

/// How break-even figures are to be read.
fn reading(desk: &Desk<'_>) -> String {
    desk.t(
        "Break-even amount: below it a review costs more than the loss that it can be expected to stop. Break-even price of a review: the avoidable loss per claim; pay at once where your review costs more than that. It is for the line alone (marginal); the cumulative figure is for everything up to the level and makes limits look better than they are.",
        "Сумма безубыточности: ниже неё проверка стоит дороже потерь, которые она может предотвратить. Безубыточная цена проверки: предотвратимые потери на одно обращение; платите сразу там, где ваша проверка дороже. Она дана для самой строки (предельная); нарастающий итог охватывает все уровни до неё и приукрашивает лимиты.",
    )
}

/// Rule by rule.
pub(super) fn rules(desk: &Desk<'_>) -> Section {
    let lead = desk.t(
        "A claim counts for the rule that decided it. Press a head to sort.",
        "Обращение отнесено к правилу, которое его решило. Нажмите на заголовок, чтобы отсортировать.",
    );
    let currency = match desk.report.currency.as_str() {
        "" => String::new(),
        code => format!(" {} {code}.", desk.t("Amounts in", "Суммы в")),
    };
    let lead = vec![format!("{lead}{currency}"), reading(desk)];
    let mut section = Section::new("rules", desk.t("By rule", "По правилам"), lead);
    let table = table(
        desk,
        desk.t("Rules of the decision", "Правила решения"),
        desk.t("rule", "правило"),
        &desk.report.rules,
    );
    section.parts.push(Part::Table(table));
    section
}

/// Outcome by outcome.
pub(super) fn outcomes(desk: &Desk<'_>) -> Section {
    let title = desk.t("By outcome", "По решениям");
    let mut section = Section::new("outcomes", title, Vec::new());
    if desk.report.outcomes.is_empty() {
        return section;
    }
    let table = table(
        desk,
        desk.t("Outcomes", "Решения"),
        desk.t("outcome", "решение"),
        &desk.report.outcomes,
    );
    section.parts.push(Part::Table(table));
    section
}

/// Each factor that has more than one level; the first two stand open.
pub(super) fn factors(desk: &Desk<'_>) -> Section {
    let lead = desk.t(
        "Each factor cut where the rules cut it. What has a high loss rate here is where limits should be low.",
        "Каждый показатель разбит там, где его разбивают правила. Где доля потерь высока, там лимиты должны быть низкими.",
    );
    let title = desk.t("By factor", "По показателям");
    let mut section = Section::new("factors", title, vec![lead]);
    let groups = desk
        .report
        .factors
        .chunk_by(|one, other| factor_of(one) == factor_of(other));
    for lines in groups.filter(|lines| lines.len() > 1) {
        let Some((factor, label)) = lines.first().and_then(factor_of) else {
            continue;
        };
        let name = if factor == label {
            label.to_owned()
        } else {
            format!("{label} ({factor})")
        };
        let fold = if section.parts.len() < 2 {
            Fold::Open
        } else {
            Fold::Closed
        };
        let table = table(desk, name, desk.t("level", "уровень"), lines);
        section.parts.push(Part::Table(DataTable { fold, ..table }));
    }
    section
}

/// The factor that a line belongs to, with its label.
fn factor_of(line: &Line) -> Option<(&str, &str)> {
    match &line.of {
        LineOf::Level { factor, label, .. } => Some((factor, label)),
        _ => None,
    }
}

/// A table of lines with their total.
fn table(desk: &Desk<'_>, name: String, first_head: String, lines: &[Line]) -> DataTable {
    let has_marginal = lines.iter().any(|line| line.marginal_saving.is_some());
    let has_cumulative = lines
        .iter()
        .any(|line| line.cumulative_break_even.is_some());
    let columns = [has_marginal, has_cumulative];
    let mut rows: Vec<_> = lines
        .iter()
        .take(MOST_LINES)
        .map(|line| row(desk, line, columns))
        .collect();
    if let Some(left) = lines.len().checked_sub(MOST_LINES).filter(|left| *left > 0) {
        let words = desk.t("more, left out here", "ещё, здесь не показаны");
        rows.push(Row::new(vec![Cell::text(format!("… {left} {words}"))]));
    }
    let mut head = vec![first_head];
    head.extend(desk.heads([
        ("claims", "обращений"),
        ("amount", "сумма"),
        ("settled at once", "решено сразу"),
        ("loss", "потери"),
        ("loss rate", "доля потерь"),
        ("net saving", "чистая экономия"),
    ]));
    if has_marginal {
        head.push(desk.t("lost without the rule", "потеря без правила"));
    }
    head.extend(desk.heads([
        ("break-even amount", "сумма безубыточности"),
        ("break-even review price", "безубыточная цена проверки"),
    ]));
    if has_cumulative {
        head.push(desk.t("the same, cumulative", "то же, нарастающим итогом"));
    }
    let mut table = DataTable::new(name, head, rows).sortable();
    table.foot = vec![total(desk, columns)];
    table
}

/// One line; `columns` says whether the marginal saving and the cumulative break-even are there.
fn row(desk: &Desk<'_>, line: &Line, [has_marginal, has_cumulative]: [bool; 2]) -> Row {
    let money = |value: Option<i128>| Cell::sum_if(desk.money.bare_or_dash(value), value);
    let saving = money(line.if_known(line.net_saving));
    let saving = if line.net_saving < 0 {
        saving.with_class("negative")
    } else {
        saving
    };
    let mut cells = vec![
        Cell::text(line.name()),
        Cell::sum(desk.language.count(line.claims), i128::from(line.claims)),
        money(Some(line.amount)),
        settled(desk, line.auto_claims, line.claims),
        money(line.if_known(line.loss)),
        Cell::ratio(
            desk.language.percent(line.loss_rate.value, 2),
            line.loss_rate.value,
        )
        .with_note(rate_note(desk, line)),
        saving,
    ];
    if has_marginal {
        cells.push(money(line.marginal_saving));
    }
    cells.push(money(line.break_even_amount));
    cells.push(money(line.marginal_break_even));
    if has_cumulative {
        cells.push(money(line.cumulative_break_even));
    }
    Row::new(cells)
}

/// The interval of the loss rate, and how many results are known where not all are.
fn rate_note(desk: &Desk<'_>, line: &Line) -> String {
    let is_point = desk.report.mode == Mode::Bounds && line.loss_rate.low == line.loss_rate.high;
    if is_point {
        String::new()
    } else {
        desk.share_range(&line.loss_rate, 2)
    }
}

/// The share settled at once, with a bar.
fn settled(desk: &Desk<'_>, auto_claims: u64, claims: u64) -> Cell {
    let share = ratio(i128::from(auto_claims), i128::from(claims));
    let length = share.unwrap_or_default();
    Cell {
        bar: svg::bar(&[("track", 0.0, 1.0), ("cost", 0.0, length)], &[]),
        ..Cell::ratio(desk.language.percent(share, 1), share)
    }
}

/// All claims.
fn total(desk: &Desk<'_>, [has_marginal, has_cumulative]: [bool; 2]) -> Row {
    let overall = &desk.report.overall;
    let money = |value: Option<i128>| Cell::text(desk.money.bare_or_dash(value));
    let mut cells = vec![
        Cell::text(desk.t("all claims", "все обращения")),
        Cell::text(desk.language.count(overall.claims)),
        money(Some(overall.amount)),
        settled(desk, overall.auto_claims, overall.claims),
        money(overall.if_known(overall.loss)),
        Cell::text(desk.language.percent(overall.loss_rate.value, 2))
            .with_note(desk.share_range(&overall.loss_rate, 2)),
        money(overall.if_known(overall.net_saving)),
    ];
    let blanks = 2 + usize::from(has_marginal) + usize::from(has_cumulative);
    cells.extend(std::iter::repeat_n(Cell::default(), blanks));
    Row::new(cells).with_class("total")
}
