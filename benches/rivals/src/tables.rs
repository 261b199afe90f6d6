//! The tables for the README, out of the reports.

use std::fmt::Write as _;

use crate::report::{BatchCell, BatchReport, COUNTS, SingleCell, SingleOutcome, SingleReport};

/// Engines down, numbers of rules across: nanoseconds a decision, and how many times Verdict's.
pub(crate) fn single(report: &SingleReport) -> String {
    let mut text = format!(
        "CPU time of one decision in ns, and how many times Verdict's: median of {} rounds in which \
         the engines take turns.\n10 factors, first-hit tables, {} claims{}; one thread. {}, {} cores.\n\n",
        report.rounds,
        most_claims(report),
        if has_fewer(report) {
            " (fewer where noted below)"
        } else {
            ""
        },
        report.processor,
        report.cores,
    );
    text.push_str(&head("engine"));
    for engine in engines(report.cells.iter().map(|cell| &cell.engine)) {
        let cells = COUNTS.map(|rules| single_cell(report, engine, rules));
        let _ = writeln!(text, "| {engine} | {} |", cells.join(" | "));
    }
    text.push('\n');
    text.push_str(&details(report));
    text
}

/// The numbers of claims, the best rounds, and what the rules cost once.
fn details(report: &SingleReport) -> String {
    let mut text = String::from(
        "| engine | rules | claims a round | median, ns | best, ns | rules read and compiled, ms |\n|---|--:|--:|--:|--:|--:|\n",
    );
    for cell in &report.cells {
        if let SingleOutcome::Measured(figures) = &cell.outcome {
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} | {:.1} |",
                cell.engine,
                thousands(cell.rules),
                thousands(figures.claims),
                significant(figures.median_ns),
                significant(figures.best_ns),
                figures.build_ms,
            );
        }
    }
    text
}

fn single_cell(report: &SingleReport, engine: &str, rules: usize) -> String {
    let median = |cell: &SingleCell| match &cell.outcome {
        SingleOutcome::Measured(figures) => Some(figures.median_ns),
        SingleOutcome::Left(_) => None,
    };
    let of = |engine: &str| {
        let mut cells = report.cells.iter();
        cells.find(|cell| cell.engine == engine && cell.rules == rules)
    };
    let reference = report.cells.first().and_then(|cell| of(&cell.engine));
    match (of(engine), reference.and_then(median)) {
        (Some(cell), Some(reference)) => match (&cell.outcome, median(cell)) {
            (SingleOutcome::Left(reason), _) => reason.clone(),
            (_, Some(ns)) if is_first(report, engine) => significant(ns),
            (_, Some(ns)) => format!("{} ({}x)", significant(ns), significant(ns / reference)),
            (_, None) => String::new(),
        },
        _ => String::new(),
    }
}

fn is_first(report: &SingleReport, engine: &str) -> bool {
    report
        .cells
        .first()
        .is_some_and(|cell| cell.engine == engine)
}

fn claims_of(report: &SingleReport) -> impl Iterator<Item = usize> {
    report.cells.iter().filter_map(|cell| match &cell.outcome {
        SingleOutcome::Measured(figures) => Some(figures.claims),
        SingleOutcome::Left(_) => None,
    })
}

fn most_claims(report: &SingleReport) -> String {
    thousands(claims_of(report).max().unwrap_or(0))
}

fn has_fewer(report: &SingleReport) -> bool {
    claims_of(report).max() != claims_of(report).min()
}

/// Ways down, numbers of rules across: million rows per second of CPU time, and how many times
/// faster Verdict is.
pub(crate) fn batch(reports: &[BatchReport]) -> String {
    let versions: Vec<&str> = reports.iter().map(|it| it.versions.as_str()).collect();
    let cells: Vec<&BatchCell> = reports.iter().flat_map(|report| &report.cells).collect();
    let rows = |rows: usize, rounds: usize| format!("{} claims x {rounds}", thousands(rows));
    let mut sizes: Vec<String> = Vec::new();
    for cell in &cells {
        let size = rows(cell.rows, cell.rounds);
        if !sizes.contains(&size) {
            sizes.push(size);
        }
    }
    let mut text = format!(
        "Million claims per second of CPU time in columns, and how many times faster Verdict is: median of \
         rounds, one thread, same claims.\n{}; {}.\n\n",
        versions.join(", "),
        sizes.join(", "),
    );
    text.push_str(&head("way"));
    for engine in engines(cells.iter().map(|cell| &cell.engine)) {
        let shown = COUNTS.map(|rules| batch_cell(&cells, engine, rules));
        let _ = writeln!(text, "| {engine} | {} |", shown.join(" | "));
    }
    text
}

fn batch_cell(cells: &[&BatchCell], engine: &str, rules: usize) -> String {
    let of = |engine: &str| {
        let mut cells = cells.iter();
        cells.find(|cell| cell.engine == engine && cell.rules == rules)
    };
    let first = cells.first().map_or("", |cell| cell.engine.as_str());
    let (Some(cell), Some(reference)) = (of(engine), of(first)) else {
        return "-".to_owned();
    };
    let speed = significant(cell.median_rows_per_second / 1e6);
    if engine == first {
        return speed;
    }
    let ratio = reference.median_rows_per_second / cell.median_rows_per_second;
    format!("{speed} ({}x)", significant(ratio))
}

/// The head of a table with one column for each number of rules.
fn head(first: &str) -> String {
    let counts = COUNTS.map(|count| format!("{} rules", thousands(count)));
    format!(
        "| {first} | {} |\n|---|--:|--:|--:|--:|\n",
        counts.join(" | ")
    )
}

/// Each name once, in order.
fn engines<'a>(names: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    let mut engines: Vec<&str> = Vec::new();
    for name in names {
        if !engines.contains(&name.as_str()) {
            engines.push(name);
        }
    }
    engines
}

/// A number with two or three digits that say something.
fn significant(value: f64) -> String {
    match value {
        0.0..0.1 => format!("{value:.4}"),
        0.1..1.0 => format!("{value:.2}"),
        1.0..100.0 => format!("{value:.1}"),
        _ => {
            let step = 10_f64.powf((value.abs().log10().floor() - 2.0).max(0.0));
            grouped(&format!("{:.0}", (value / step).round() * step))
        }
    }
}

fn thousands(number: usize) -> String {
    grouped(&number.to_string())
}

/// Digits with a comma between thousands.
fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests;
