//! What customers say: net promoter scores by outcome and by time.

use super::section::{Cell, DataTable, Part, Row, Section};
use crate::analysis::survey::{SurveyGroup, SurveyOf};
use crate::report::desk::Desk;

/// The section; empty without answers.
pub(super) fn section(desk: &Desk<'_>) -> Section {
    let title = desk.t("What customers say", "Что говорят клиенты");
    let mut section = Section::new("survey", title, Vec::new());
    let groups = &desk.report.sections.survey.groups;
    if groups.is_empty() {
        return section;
    }
    section.lead = vec![desk.t(
        "Net promoter score: answers of 9 and 10 less answers of 0 to 6, in percent of all answers. The bar begins at 0; the fine lines are the ends of the 95% interval. Only customers who answered are counted.",
        "Индекс лояльности (NPS): ответы 9 и 10 минус ответы от 0 до 6, в процентах от всех ответов. Полоса начинается от 0, тонкие черты — концы интервала 95%. Учтены только ответившие.",
    )];
    let rows = groups.iter().map(|group| row(desk, group));
    let head = desk.heads([
        ("claims", "обращения"),
        ("−100 to +100", "от −100 до +100"),
        ("NPS", "NPS"),
        ("answers", "ответов"),
        ("9 and 10", "9 и 10"),
        ("0 to 6", "от 0 до 6"),
    ]);
    let caption = desk.t("Net promoter scores", "Индекс лояльности");
    let table = DataTable::new(caption, head, rows.collect());
    section.parts.push(Part::Table(table));
    section
}

/// One group.
fn row(desk: &Desk<'_>, group: &SurveyGroup) -> Row {
    let place = |score: f64| f64::midpoint(score, 1.0);
    let value = group.score.value;
    let class = if value.is_some_and(|score| score < 0.0) {
        "risk"
    } else {
        "save"
    };
    let end = value.map_or(0.5, place);
    let mut marks = vec![("zero", 0.5)];
    let ends = group.score.low.into_iter().chain(group.score.high);
    marks.extend(ends.map(|end| ("limit", place(end))));
    let points = |score: f64| {
        let sign = if score > 0.0 { "+" } else { "" };
        format!("{sign}{}", desk.language.number(score * 100.0, 0))
    };
    let range = crate::report::intervals::range(&group.score, points).unwrap_or_default();
    Row::new(vec![
        Cell::text(name(desk, group.of)),
        Cell::bar(&[("track", 0.0, 1.0), (class, 0.5, end)], &marks),
        Cell::text(value.map_or_else(|| "–".to_owned(), points)).with_note(range),
        Cell::text(desk.language.count(group.answers)),
        Cell::text(desk.language.count(group.promoters)),
        Cell::text(desk.language.count(group.detractors)),
    ])
    .with_class(if group.of == SurveyOf::All { "own" } else { "" })
}

/// Which claims.
pub(in crate::report) fn name(desk: &Desk<'_>, of: SurveyOf) -> String {
    match of {
        SurveyOf::All => desk.t("all answers", "все ответы"),
        SurveyOf::Outcome(outcome) => outcome.as_str().to_owned(),
        SurveyOf::Days(..=0, Some(1)) => desk.t("within a day", "за день"),
        SurveyOf::Days(..=0, Some(to)) => {
            format!("{} {to} {}", desk.t("within", "за"), desk.t("days", "дн."))
        }
        SurveyOf::Days(from, Some(to)) => format!("{from} – {to} {}", desk.t("days", "дн.")),
        SurveyOf::Days(from, None) => format!(
            "{} {from} {}",
            desk.t("more than", "более"),
            desk.t("days", "дн.")
        ),
    }
}
