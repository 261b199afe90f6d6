//! The tables of the page, every cell a text.

use crate::report::line::{Line, LineOf};
use crate::report::overall::ratio;
use crate::report::wording::{Language, MoneyWriter};
use crate::report::{Mode, SimulationReport};

/// The most lines of a table; the rest is told of in the last one.
const MOST_LINES: usize = 200;

/// A table of texts; the first cell of a row is its head.
pub(super) struct PlainTable {
    pub(super) name: String,
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// A table of rules, outcomes or levels.
pub(super) struct LevelTable {
    pub(super) name: String,
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<LevelRow>,
    pub(super) has_cumulative: bool,
}

/// One line of it.
pub(super) struct LevelRow {
    pub(super) name: String,
    pub(super) claims: String,
    pub(super) amount: String,
    pub(super) auto: String,
    pub(super) auto_width: u64,
    pub(super) loss: String,
    pub(super) loss_rate: String,
    pub(super) saving: String,
    pub(super) is_costly: bool,
    pub(super) break_even: String,
    pub(super) marginal: String,
    pub(super) cumulative: String,
    pub(super) is_total: bool,
}

/// A policy beside the others.
pub(super) struct Policy {
    pub(super) name: String,
    pub(super) cost: i128,
    /// Losses in the cost, where the policy has a choice of them.
    pub(super) loss: Option<i128>,
    pub(super) share: Option<f64>,
    pub(super) is_own: bool,
}

/// The policies: review all, these rules, other rules, pay all, perfect foresight.
pub(super) fn policies(report: &SimulationReport, language: Language) -> Vec<Policy> {
    let overall = &report.overall;
    let policy = |name: (&str, &str), cost: i128, loss: Option<i128>, share: Option<f64>| Policy {
        name: language.pick(name.0, name.1).to_owned(),
        cost,
        loss,
        share,
        is_own: false,
    };
    let review = ("review every claim", "проверять каждое");
    let mut policies = vec![policy(
        review,
        overall.cost_review_all,
        Some(overall.residual_review_all),
        Some(0.0),
    )];
    if let Some(against) = &report.against {
        let other = &against.overall;
        let loss = Some(other.loss_in_cost);
        policies.push(Policy {
            name: format!("{} {}", against.matrix, against.version),
            ..policy(("", ""), other.cost, loss, other.auto_share.value)
        });
    }
    let own = ("these rules", "эти правила");
    policies.push(Policy {
        is_own: true,
        ..policy(
            own,
            overall.cost,
            Some(overall.loss_in_cost),
            overall.auto_share.value,
        )
    });
    let pay = ("pay every claim at once", "платить по каждому сразу");
    policies.push(policy(
        pay,
        overall.cost_approve_all,
        Some(overall.loss_approve_all),
        Some(1.0),
    ));
    let foresight = ("perfect foresight", "полное предвидение");
    policies.push(policy(foresight, overall.cost_clairvoyant, None, None));
    policies
}

/// The policies as a table, exact.
pub(super) fn baselines(
    report: &SimulationReport,
    language: Language,
    money: &MoneyWriter,
) -> PlainTable {
    let claims = i128::from(report.overall.results_known.max(1));
    let exact = |minor| money.exact_or_dash(report.overall.if_known(minor));
    let rows = policies(report, language).into_iter().map(|policy| {
        vec![
            policy.name,
            exact(policy.cost),
            exact(crate::money::round_ratio(policy.cost, claims)),
            policy.loss.map_or_else(|| "–".to_owned(), exact),
            language.percent(policy.share, 1),
        ]
    });
    let rows = rows.collect();
    let heads = [
        ("policy", "политика"),
        ("cost, losses included", "затраты вместе с потерями"),
        ("per claim", "на обращение"),
        ("of it losses", "из них потери"),
        ("settled at once", "решено сразу"),
    ];
    let head = heads
        .map(|(english, russian)| language.pick(english, russian).to_owned())
        .into();
    PlainTable {
        name: String::new(),
        head,
        rows,
    }
}

/// The cross-tables of money.
pub(super) fn limits(report: &SimulationReport, money: &MoneyWriter) -> Vec<PlainTable> {
    let table = |grid: &crate::report::limits::LimitGrid| PlainTable {
        name: grid.name.clone(),
        head: std::iter::once(grid.corner.clone())
            .chain(grid.columns.iter().cloned())
            .collect(),
        rows: grid
            .rows
            .iter()
            .map(|(row, cells)| {
                let cell = |value: &Option<i64>| {
                    value.map_or_else(|| "–".to_owned(), |value| money.exact(i128::from(value)))
                };
                std::iter::once(row.clone())
                    .chain(cells.iter().map(cell))
                    .collect()
            })
            .collect(),
    };
    report.limits.iter().map(table).collect()
}

/// Rules, outcomes, and each factor that has more than one level.
pub(super) fn levels(
    report: &SimulationReport,
    language: Language,
    money: &MoneyWriter,
) -> Vec<LevelTable> {
    let pick = |english: &str, russian: &str| language.pick(english, russian).to_owned();
    let mut tables = vec![
        table(
            pick("By rule", "По правилам"),
            pick("rule", "правило"),
            &report.rules,
            report,
            language,
            money,
        ),
        table(
            pick("By outcome", "По решениям"),
            pick("outcome", "решение"),
            &report.outcomes,
            report,
            language,
            money,
        ),
    ];
    for lines in report
        .factors
        .chunk_by(|one, other| factor_of(one) == factor_of(other))
    {
        if let ([first, _, ..], Some((factor, label))) = (lines, lines.first().and_then(factor_of))
        {
            let name = if factor == label {
                label.to_owned()
            } else {
                format!("{label} ({factor})")
            };
            debug_assert!(!first.name().is_empty());
            tables.push(table(
                name,
                pick("level", "уровень"),
                lines,
                report,
                language,
                money,
            ));
        }
    }
    tables
}

/// The factor that a line belongs to, with its label.
fn factor_of(line: &Line) -> Option<(&str, &str)> {
    match &line.of {
        LineOf::Level { factor, label, .. } => Some((factor, label)),
        _ => None,
    }
}

/// A table of lines with their total.
fn table(
    name: String,
    first_head: String,
    lines: &[Line],
    report: &SimulationReport,
    language: Language,
    money: &MoneyWriter,
) -> LevelTable {
    let has_cumulative = lines
        .iter()
        .any(|line| line.cumulative_break_even.is_some());
    let mut rows: Vec<_> = lines
        .iter()
        .take(MOST_LINES)
        .map(|line| row(line, report.mode, language, money))
        .collect();
    if let Some(left) = lines.len().checked_sub(MOST_LINES).filter(|left| *left > 0) {
        let words = language.pick("more, left out here", "ещё, здесь не показаны");
        rows.push(LevelRow {
            name: format!("… {left} {words}"),
            ..empty_row()
        });
    }
    rows.push(total_row(report, language, money));
    let heads = [
        ("claims", "обращений"),
        ("amount", "сумма"),
        ("settled at once", "решено сразу"),
        ("loss", "потери"),
        ("loss rate", "доля потерь"),
        ("net saving", "чистая экономия"),
        ("break-even amount", "сумма безубыточности"),
        ("break-even review price", "безубыточная цена проверки"),
        ("the same, cumulative", "то же, нарастающим итогом"),
    ];
    let count = if has_cumulative {
        heads.len()
    } else {
        heads.len() - 1
    };
    let heads = heads
        .iter()
        .take(count)
        .map(|(english, russian)| language.pick(english, russian).to_owned());
    LevelTable {
        name,
        head: std::iter::once(first_head).chain(heads).collect(),
        rows,
        has_cumulative,
    }
}

/// One line.
fn row(line: &Line, mode: Mode, language: Language, money: &MoneyWriter) -> LevelRow {
    let share = ratio(i128::from(line.auto_claims), i128::from(line.claims));
    let dash = |value: Option<i128>| money.bare_or_dash(value);
    let rate = language.percent(line.loss_rate.value, 2);
    let bounds = match mode {
        Mode::Bounds if line.loss_rate.low != line.loss_rate.high => format!(
            " ({} – {})",
            language.percent(line.loss_rate.low, 1),
            language.percent(line.loss_rate.high, 1)
        ),
        _ => String::new(),
    };
    LevelRow {
        name: line.name().to_owned(),
        claims: language.count(line.claims),
        amount: money.bare(line.amount),
        auto: language.percent(share, 1),
        auto_width: (line.auto_claims * 100)
            .checked_div(line.claims)
            .unwrap_or_default(),
        loss: money.bare_or_dash(line.if_known(line.loss)),
        loss_rate: format!("{rate}{bounds}"),
        saving: money.bare_or_dash(line.if_known(line.net_saving)),
        is_costly: line.net_saving < 0,
        break_even: dash(line.break_even_amount),
        marginal: dash(line.marginal_break_even),
        cumulative: dash(line.cumulative_break_even),
        is_total: false,
    }
}

/// All claims.
fn total_row(report: &SimulationReport, language: Language, money: &MoneyWriter) -> LevelRow {
    let overall = &report.overall;
    LevelRow {
        name: language.pick("all claims", "все обращения").to_owned(),
        claims: language.count(overall.claims),
        amount: money.bare(overall.amount),
        auto: language.percent(overall.auto_share.value, 1),
        auto_width: (overall.auto_claims * 100)
            .checked_div(overall.claims)
            .unwrap_or_default(),
        loss: money.bare_or_dash(overall.if_known(overall.loss)),
        loss_rate: language.percent(overall.loss_rate.value, 2),
        saving: money.bare_or_dash(overall.if_known(overall.net_saving)),
        is_costly: overall.net_saving < 0,
        is_total: true,
        ..empty_row()
    }
}

/// A line without numbers.
fn empty_row() -> LevelRow {
    LevelRow {
        name: String::new(),
        claims: String::new(),
        amount: String::new(),
        auto: String::new(),
        auto_width: 0,
        loss: String::new(),
        loss_rate: String::new(),
        saving: String::new(),
        is_costly: false,
        break_even: String::new(),
        marginal: String::new(),
        cumulative: String::new(),
        is_total: false,
    }
}
