//! `verdict test`: claims with known decisions, decided again.

mod case;
mod coverage;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use decision_matrix::diagnostic::Findings;
use decision_matrix::limits;
use decision_matrix::source::span::SourceText;
use decision_matrix::source::{cases, yaml};
use decision_matrix::{CompileConfig, CompiledMatrix, DecisionMatrix};
use serde_json::{Value, json};

use crate::failure::{Failure, Status};
use crate::output::{Console, Style, counted, percent};
use crate::rules_file::{self, RulesFile};

use case::{CaseFailure, check_names, run_case};
use coverage::Coverage;

/// The cases of a rules folder.
const CASES: &str = "cases.yaml";

/// Arguments of `test`.
#[derive(Debug, Args)]
pub(crate) struct TestArguments {
    /// Rules folders, or files with cases.yaml beside them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Also say which rules and cells the cases reach
    #[arg(long)]
    coverage: bool,
}

/// What came out of the cases of one folder.
struct CaseReport {
    file: String,
    cases: usize,
    failures: Vec<CaseFailure>,
    coverage: Coverage,
}

/// Runs the cases of every path.
pub(crate) fn run(arguments: &TestArguments, console: &Console) -> Result<Status, Failure> {
    let mut reports = Vec::with_capacity(arguments.paths.len());
    for path in &arguments.paths {
        let (file, matrix) = rules_file::load(&matrix_path(path), console)?;
        let (name, text) = read_cases(&file)?;
        let report = run_cases(&matrix, &name, &text)?;
        console.text(&text_of(&report, arguments.coverage, console.style()))?;
        reports.push(report);
    }
    let failed: usize = reports.iter().map(|report| report.failures.len()).sum();
    if console.is_json() {
        console.document(&document(&reports, arguments.coverage))?;
    }
    Ok(if failed == 0 {
        Status::Done
    } else {
        Status::NotPassed
    })
}

/// Runs cases and says in a few words what came out; failed cases are a failure.
pub(super) fn run_text(
    matrix: &DecisionMatrix,
    name: &str,
    text: &str,
    console: &Console,
) -> Result<String, Failure> {
    let report = run_cases(matrix, name, text)?;
    if !report.failures.is_empty() {
        console.warning(&text_of(&report, false, Style::new(false)));
    }
    let passed = report.cases - report.failures.len();
    Ok(format!(
        "{passed} of {} passed",
        counted(report.cases, "case")
    ))
}

/// The cases file itself stands for the rules beside it.
fn matrix_path(path: &Path) -> PathBuf {
    if path.file_name().is_some_and(|name| name == CASES) {
        path.with_file_name("matrix.yaml")
    } else {
        path.to_path_buf()
    }
}

/// Name and text of the cases beside rules.
fn read_cases(rules: &RulesFile) -> Result<(String, String), Failure> {
    let Some(path) = rules.beside(CASES) else {
        return Err(Failure::input(
            "`test` needs a folder: rules from standard input have no `cases.yaml` beside them",
        ));
    };
    if !path.is_file() {
        return Err(Failure::input(format!(
            "there is no file of cases `{}`: write one, `verdict schema cases` says what stands in it",
            path.display()
        )));
    }
    Ok((
        path.display().to_string(),
        rules_file::read_text(&path, "file of cases", limits::LARGE_FILE_BYTES)?,
    ))
}

/// Runs the cases of a text.
fn run_cases(matrix: &DecisionMatrix, name: &str, text: &str) -> Result<CaseReport, Failure> {
    let source = Arc::new(SourceText::new(name, text));
    let refused = |diagnostics| {
        Failure::RefusedRules(Box::new(Findings::new(Arc::clone(&source), diagnostics)))
    };
    let root = yaml::read(&source, limits::LARGE_FILE_BYTES).map_err(refused)?;
    let (read, mut diagnostics) = cases::read(&root, &source);
    if let Some(read) = &read {
        diagnostics.extend(check_names(matrix.tables(), read));
    }
    let Some(read) = read.filter(|_| diagnostics.is_empty()) else {
        return Err(refused(diagnostics));
    };
    let compiled = CompiledMatrix::new(
        Arc::clone(matrix.tables()),
        &CompileConfig { audit_key: None },
    );
    let mut facts = compiled.facts();
    let mut coverage = Coverage::new(matrix.tables());
    let mut failures = Vec::new();
    for case in &read.cases {
        let explanation = run_case(&compiled, &read.defaults, case, &mut facts);
        coverage.add(matrix.tables(), &explanation);
        failures.extend(CaseFailure::of(
            &compiled,
            case,
            &explanation.decision,
            &source,
        ));
    }
    Ok(CaseReport {
        file: name.to_owned(),
        cases: read.cases.len(),
        failures,
        coverage,
    })
}

/// A report for people.
fn text_of(report: &CaseReport, has_coverage: bool, style: Style) -> String {
    let mut lines = Vec::new();
    for failure in &report.failures {
        let place = format!("{}:{}:{}", report.file, failure.line, failure.column);
        lines.push(format!(
            "{place}: {} case `{}`",
            style.red("failed"),
            failure.name
        ));
        for difference in &failure.differences {
            lines.push(format!(
                "  {:<8} expected {}, got {}",
                difference.field, difference.expected, difference.got
            ));
        }
    }
    let result = match report.failures.len() {
        0 => style.green("all passed"),
        failed => style.red(&format!("{failed} failed")),
    };
    lines.push(format!(
        "{}: {}, {result}",
        report.file,
        counted(report.cases, "case")
    ));
    if has_coverage {
        let coverage = &report.coverage;
        let (hit, rules) = coverage.rules_hit();
        let (seen, cells) = coverage.cells_seen();
        lines.push(format!(
            "  rules that answered a case: {hit} of {rules} ({})",
            percent(hit, rules)
        ));
        lines.push(format!(
            "  cells seen both true and false: {seen} of {cells} ({})",
            percent(seen, cells)
        ));
        lines.extend(
            coverage
                .missing()
                .map(|missing| format!("  not reached: {missing}")),
        );
    }
    lines.join("\n")
}

/// The JSON document.
fn document(reports: &[CaseReport], has_coverage: bool) -> Value {
    let failures = reports.iter().flat_map(|report| {
        report.failures.iter().map(|failure| {
            let differences: Vec<Value> = failure
                .differences
                .iter()
                .map(|it| json!({ "field": it.field, "expected": it.expected, "got": it.got }))
                .collect();
            json!({
                "name": failure.name, "file": report.file, "line": failure.line, "column": failure.column,
                "differences": differences,
            })
        })
    });
    let coverage: Vec<Value> = reports
        .iter()
        .map(|report| report.coverage.document(&report.file))
        .collect();
    json!({
        "format": 1,
        "cases": reports.iter().map(|report| report.cases).sum::<usize>(),
        "failed": reports.iter().map(|report| report.failures.len()).sum::<usize>(),
        "failures": failures.collect::<Vec<_>>(),
        "coverage": if has_coverage { json!(coverage) } else { Value::Null },
    })
}

#[cfg(test)]
mod tests;
