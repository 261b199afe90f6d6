//! Random cells, as people write them: literals, parameters and tables, lists, intervals, `not`.

use crate::strategies::Random;

use super::model::{Column, Kind, Model, Unit};

/// Cells that together hold every value of the column, each once.
pub(super) fn parts(random: &mut Random, column: &Column) -> Vec<String> {
    let literals = column.kind.literals();
    let mut parts = match &column.kind {
        Kind::Boolean => literals,
        Kind::Text => vec![literals[0].clone(), format!("not({})", literals[0])],
        Kind::Category(words) => {
            let at = 1 + random.below(words.len() - 1);
            vec![words[..at].join(", "), words[at..].join(", ")]
        }
        Kind::Ordered(_) => {
            let low = 1 + random.below(4);
            let high = low + 1 + random.below(2);
            let (low, high) = (&literals[low], &literals[high]);
            if random.percent(50) {
                vec![format!("< {low}"), format!(">= {low}")]
            } else {
                vec![
                    format!("< {low}"),
                    format!("[{low}..{high})"),
                    format!(">= {high}"),
                ]
            }
        }
    };
    if column.nullable {
        if random.percent(50) {
            parts.push("null".to_owned());
        } else {
            let at = random.below(parts.len());
            parts[at].push_str(", null");
        }
    }
    parts
}

/// A cell of a column; `any_percent` of 100 are `-`.
pub(super) fn cell(
    random: &mut Random,
    model: &Model,
    column: &Column,
    any_percent: usize,
) -> String {
    if random.percent(any_percent) {
        return "-".to_owned();
    }
    let items = if random.percent(70) { 1 } else { 2 };
    let items: Vec<_> = (0..items).map(|_| item(random, model, column)).collect();
    items.join(", ")
}

fn item(random: &mut Random, model: &Model, column: &Column) -> String {
    let nulls = if column.nullable { 12 } else { 2 };
    if random.percent(nulls) {
        return "null".to_owned();
    }
    if random.percent(nulls / 2) {
        return "not(null)".to_owned();
    }
    if random.percent(15) {
        let tests: Vec<_> = (0..=random.below(2))
            .map(|_| test(random, model, column))
            .collect();
        return format!("not({})", tests.join(", "));
    }
    test(random, model, column)
}

fn test(random: &mut Random, model: &Model, column: &Column) -> String {
    let literals = column.kind.literals();
    let operand = operand(random, model, column);
    if column.kind.unit().is_none() {
        return operand;
    }
    if random.percent(25) {
        let low = random.below(literals.len());
        let high = low + random.below(literals.len() - low);
        let [open, close] = [["[", "("], ["]", ")"]].map(|ends| *random.pick(&ends));
        let is_table = model.tables.iter().any(|it| it.output.name == operand);
        let high = if is_table { &operand } else { &literals[high] };
        return format!("{open}{}..{high}{close}", literals[low]);
    }
    let comparison = *random.pick(&["", "= ", "< ", "<= ", "> ", ">= "]);
    format!("{comparison}{operand}")
}

/// A literal, a parameter or a table.
pub(super) fn operand(random: &mut Random, model: &Model, column: &Column) -> String {
    if random.percent(20)
        && let Some(unit) = column.kind.unit()
        && let Some(name) = parameter(random, model, unit)
    {
        return name;
    }
    if random.percent(25)
        && let Some(name) = table_like(random, model, column)
    {
        return name;
    }
    random.pick(&column.kind.literals()).clone()
}

/// The name of a table that cells of the column can name.
fn table_like(random: &mut Random, model: &Model, column: &Column) -> Option<String> {
    let is_like = |output: &Column| match (&output.kind, &column.kind) {
        (Kind::Category(own), Kind::Category(other)) => {
            own.contains(&"fault") == other.contains(&"fault")
        }
        (own, other) => own == other,
    };
    let fitting = model.tables.iter().map(|it| &it.output);
    let fitting: Vec<_> = fitting
        .filter(|output| is_like(output) && output.name != column.name)
        .collect();
    (!fitting.is_empty()).then(|| random.pick(&fitting).name.clone())
}

/// The name of a parameter of this unit.
pub(super) fn parameter(random: &mut Random, model: &Model, unit: Unit) -> Option<String> {
    let fitting = model.parameters.iter().filter(|it| it.unit == unit);
    let fitting: Vec<_> = fitting.collect();
    (!fitting.is_empty()).then(|| random.pick(&fitting).name.clone())
}

impl Kind {
    /// The unit of values with an order.
    pub(super) fn unit(&self) -> Option<Unit> {
        match self {
            Self::Ordered(unit) => Some(*unit),
            _ => None,
        }
    }
}
