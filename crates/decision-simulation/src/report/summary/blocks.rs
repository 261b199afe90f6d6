//! Frontier, limits, months, comparison, stress, answers and causes in a few lines each; the page
//! has the rest.

use super::{Block, TextTable};
use crate::analysis::frontier::FrontierPoint;
use crate::analysis::limit_cells::LimitGrid;
use crate::report::desk::Desk;
use crate::report::html::{comparison, heat_map, months_chart, stress_table};
use crate::report::intervals;
use crate::statistics::Estimate;

/// The most points of the frontier on a screen, the present policy aside.
const MOST_POINTS: usize = 5;
/// The most columns of a cross-table on a screen.
const MOST_COLUMNS: usize = 5;
/// The most rows of one.
const MOST_ROWS: usize = 6;
/// The most months of a small picture.
const MOST_MONTHS: usize = 36;
/// The most alarms that are told one by one.
const MOST_ALARMS: usize = 3;

/// The parts of the screen, those that show nothing left out.
pub(super) fn blocks(desk: &Desk<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    blocks.extend(frontier(desk));
    blocks.extend(limits(desk));
    blocks.extend(drift(desk));
    blocks.extend(against(desk));
    blocks.extend(stress(desk));
    blocks.extend(people(desk));
    blocks
}

/// Some points, from the most cautious to the most generous, with the present policy among them.
fn frontier(desk: &Desk<'_>) -> Option<Block> {
    let frontier = desk.report.sections.frontier.as_ref()?;
    let rate = |point: &FrontierPoint| point.loss_rate.unwrap_or_default();
    let row = |point: &FrontierPoint, name: String| {
        vec![
            name,
            desk.language.percent(point.loss_rate, 2),
            desk.language.percent(Some(point.auto_share), 1),
            desk.money.short(point.net_saving),
            point
                .marginal_break_even
                .map_or_else(|| "–".to_owned(), |price| desk.money.whole(price)),
        ]
    };
    let chosen = evenly(frontier.points.len(), MOST_POINTS);
    let points = chosen
        .into_iter()
        .filter_map(|place| frontier.points.get(place));
    let points: Vec<_> = points.collect();
    let own = points
        .iter()
        .filter(|point| rate(point) <= rate(&frontier.present))
        .count();
    let mut rows: Vec<_> = points
        .iter()
        .map(|point| row(point, desk.t("best limits", "лучшие лимиты")))
        .collect();
    rows.insert(
        own,
        row(&frontier.present, desk.t("these rules", "эти правила")),
    );
    Some(Block {
        title: desk.t(
            "Cost against risk: what the tunable limits could do",
            "Затраты против риска: что дали бы другие лимиты",
        ),
        table: TextTable {
            head: desk.heads([
                ("", ""),
                ("loss rate", "доля потерь"),
                ("settled at once", "решено сразу"),
                ("net saving", "чистая экономия"),
                ("marginal break-even", "предельная безубыточность"),
            ]),
            rows,
            own: Some(own),
        },
        ..Block::default()
    })
}

/// So many places out of a number of them, evenly, the first and the last among them.
fn evenly(count: usize, most: usize) -> Vec<usize> {
    if count <= most {
        return (0..count).collect();
    }
    (0..most)
        .map(|step| step * (count - 1) / (most - 1))
        .collect()
}

/// The first cross-table of limits, each with the amount at which a review pays.
fn limits(desk: &Desk<'_>) -> Option<Block> {
    let grid: &LimitGrid = desk.report.sections.limits.first()?;
    let head = std::iter::once(grid.corner.clone())
        .chain(grid.columns.iter().take(MOST_COLUMNS).cloned())
        .collect();
    let rows = grid.rows.iter().take(MOST_ROWS).map(|(name, cells)| {
        let cells = cells.iter().take(MOST_COLUMNS).map(|cell| {
            let limit = cell.limit.map_or_else(
                || "–".to_owned(),
                |limit| desk.money.compact(i128::from(limit)),
            );
            let (_, sign) = heat_map::band(heat_map::to_break_even(cell));
            match cell.break_even_amount {
                Some(amount) => format!("{limit} {sign} {}", desk.money.compact(amount)),
                None => limit,
            }
        });
        std::iter::once(name.clone()).chain(cells).collect()
    });
    let left = desk.report.sections.limits.len() - 1;
    let is_cut = left > 0 || grid.rows.len() > MOST_ROWS || grid.columns.len() > MOST_COLUMNS;
    let more = desk.t("More in the report.", "Остальное в отчёте.");
    let sign = desk.t(
        "limit, sign, break-even amount: ▼ below it, = about it, ▲ above it",
        "лимит, знак, сумма безубыточности: ▼ ниже неё, = около неё, ▲ выше неё",
    );
    Some(Block {
        title: format!("{} ({sign})", grid.name),
        table: TextTable {
            head,
            rows: rows.collect(),
            own: None,
        },
        lines: is_cut.then_some(more).into_iter().collect(),
        ..Block::default()
    })
}

/// Claims and loss rate by month as small pictures, and the alarms.
fn drift(desk: &Desk<'_>) -> Option<Block> {
    let drift = &desk.report.sections.drift;
    let months = drift
        .months
        .get(drift.months.len().saturating_sub(MOST_MONTHS)..)?;
    let (first, last) = (months.first()?, months.last()?);
    let span = format!(
        "{} … {}",
        desk.language.month(first.year_month),
        desk.language.month(last.year_month)
    );
    let spark = |values: Vec<Option<f64>>| sparkline(&values);
    let rates: Vec<_> = months.iter().map(|month| month.loss_rate.value).collect();
    let unjustified: Vec<_> = months
        .iter()
        .map(|month| month.unjustified_share.value)
        .collect();
    let line = |english: &str, russian: &str, values: Vec<Option<f64>>| {
        let known = || values.iter().flatten().copied();
        let low = known().fold(f64::INFINITY, f64::min);
        let high = known().fold(f64::NEG_INFINITY, f64::max);
        let range = if low <= high {
            intervals::range(
                &Estimate {
                    low: Some(low),
                    high: Some(high),
                    ..Estimate::exactly(None)
                },
                |share| desk.language.percent(Some(share), 2),
            )
        } else {
            None
        };
        let range = range.unwrap_or_default();
        format!("{}  {}  {range}", spark(values), desk.t(english, russian))
    };
    let lines = vec![
        line("loss rate", "доля потерь", rates),
        line(
            "unjustified claims",
            "необоснованные обращения",
            unjustified,
        ),
    ];
    let mut alarms: Vec<String> = drift
        .alarms
        .iter()
        .take(MOST_ALARMS)
        .map(|alarm| months_chart::alarm_text(desk, alarm))
        .collect();
    if drift.alarms.len() > MOST_ALARMS {
        alarms.push(format!(
            "… {} {}",
            drift.alarms.len() - MOST_ALARMS,
            desk.t("more alarms in the report", "тревог ещё в отчёте")
        ));
    }
    let calm = desk.t("no alarm", "тревог нет");
    let state = if drift.alarms.is_empty() {
        format!(", {calm}")
    } else {
        String::new()
    };
    Some(Block {
        title: format!("{} {span}{state}", desk.t("Month by month", "По месяцам")),
        lines,
        alarms,
        ..Block::default()
    })
}

/// Values as signs of rising height; a gap where there is none.
fn sparkline(values: &[Option<f64>]) -> String {
    const SIGNS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let highest = values.iter().flatten().copied().fold(0.0, f64::max);
    let sign = |value: &Option<f64>| {
        let share = (*value)? / highest;
        let place = crate::report::svg::whole_pixels(share * 7.0);
        SIGNS.get(place).copied()
    };
    values
        .iter()
        .map(|value| match value {
            Some(_) if highest <= 0.0 => SIGNS.first().copied().unwrap_or(' '),
            value => sign(value).unwrap_or(' '),
        })
        .collect()
}

/// The paired differences to other rules.
fn against(desk: &Desk<'_>) -> Option<Block> {
    let comparison = desk.report.sections.comparison.as_ref()?;
    let name = desk.report.against.as_ref().map_or_else(
        || desk.t("the other rules", "другими правилами"),
        |against| format!("{} {}", against.matrix, against.version),
    );
    let money = |units: f64| desk.money.signed(desk.money.minor(units));
    let points = |share: f64| desk.language.points(share, 2);
    let row = |name: (&str, &str), estimate: &Estimate, write: &dyn Fn(f64) -> String| {
        let dash = || "–".to_owned();
        vec![
            desk.t(name.0, name.1),
            estimate.value.map_or_else(dash, write),
            intervals::range(estimate, write).unwrap_or_else(dash),
            comparison::verdict(desk, estimate),
        ]
    };
    Some(Block {
        title: format!(
            "{} {name}: {} {} {} {}",
            desk.t("Against", "В сравнении с"),
            desk.language.count(comparison.differing),
            desk.t("of", "из"),
            desk.language.count(comparison.claims),
            desk.t("claims decided otherwise", "обращений решены иначе")
        ),
        table: TextTable {
            head: Vec::new(),
            rows: vec![
                row(
                    ("net saving", "чистая экономия"),
                    &comparison.net_saving,
                    &money,
                ),
                row(("loss", "потери"), &comparison.loss, &money),
                row(
                    ("settled at once", "решено сразу"),
                    &comparison.auto_share,
                    &points,
                ),
            ],
            own: None,
        },
        ..Block::default()
    })
}

/// How much stress the policy bears, a line a kind.
fn stress(desk: &Desk<'_>) -> Option<Block> {
    let stress = &desk.report.sections.stress;
    let lines = stress
        .margins
        .iter()
        .map(|margin| stress_table::margin_text(desk, margin));
    let lines: Vec<_> = stress_table::broken_text(desk)
        .into_iter()
        .chain(lines)
        .collect();
    let accepted = stress.accepted_loss_rate.map_or_else(String::new, |rate| {
        format!(
            " ({} {})",
            desk.t("accepted loss rate", "допустимая доля потерь"),
            desk.language.percent(Some(rate), 2)
        )
    });
    (!lines.is_empty()).then(|| Block {
        title: format!(
            "{}{accepted}",
            desk.t("If things turn out otherwise", "Если всё пойдёт иначе")
        ),
        lines,
        ..Block::default()
    })
}

/// Limits at which claims gather, the score of all customers, the most costly cause.
fn people(desk: &Desk<'_>) -> Option<Block> {
    let sections = &desk.report.sections;
    let mut lines = Vec::new();
    if let Some(all) = sections.survey.groups.first()
        && let Some(score) = all.score.value
    {
        let points = |score: f64| desk.language.number(score * 100.0, 0);
        let range = intervals::labelled(desk.language, &all.score, points);
        let range = if range.is_empty() {
            range
        } else {
            format!(" ({range})")
        };
        lines.push(format!(
            "NPS {}{range}, {} {}",
            points(score),
            desk.language.count(all.answers),
            desk.t("answers", "ответов")
        ));
    }
    if let Some(line) = sections.causes.lines.first()
        && let Some(cause) = &line.cause
    {
        lines.push(format!(
            "{} `{cause}`: {} {}",
            desk.t("most costly root cause", "самая дорогая первопричина"),
            desk.language.percent(line.cost_share, 0),
            desk.t("of the cost", "затрат")
        ));
    }
    let alarms: Vec<_> = sections
        .gaming
        .tests
        .iter()
        .filter(|test| test.is_alarming)
        .take(MOST_ALARMS)
        .map(|test| {
            format!(
                "{} {} ({}).",
                desk.t(
                    "More claims than before gather just below",
                    "Больше прежнего обращений скапливается чуть ниже"
                ),
                desk.money.whole(i128::from(test.limit)),
                test.limit_of
            )
        })
        .collect();
    (!lines.is_empty() || !alarms.is_empty()).then(|| Block {
        title: desk.t("Customers", "Клиенты"),
        lines,
        alarms,
        ..Block::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_chosen_evenly_with_both_ends() {
        assert_eq!(evenly(3, 5), [0, 1, 2]);
        assert_eq!(evenly(100, 5), [0, 24, 49, 74, 99]);
        assert_eq!(evenly(0, 5), Vec::<usize>::new());
    }

    #[test]
    fn a_sparkline_rises_with_its_values_and_keeps_gaps() {
        assert_eq!(sparkline(&[Some(0.0), Some(0.5), None, Some(1.0)]), "▁▅ █");
        assert_eq!(sparkline(&[Some(0.0), Some(0.0)]), "▁▁");
        assert_eq!(sparkline(&[]), "");
    }
}
