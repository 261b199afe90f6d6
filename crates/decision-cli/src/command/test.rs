//! `verdict test`: claims with known decisions, decided again; what they show, and cases for what they
//! do not.

mod case;
mod coverage;
mod generated;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use decision_matrix::diagnostic::Findings;
use decision_matrix::limits;
use decision_matrix::source::span::SourceText;
use decision_matrix::source::{cases, yaml};
use decision_matrix::verify::{self, Examination};
use decision_matrix::{CompileConfig, CompiledMatrix, DecisionMatrix};
use serde_json::{Value, json};

use crate::failure::{Failure, Status};
use crate::output::{Console, Style, counted};
use crate::rules_file::{self, RulesFile};

use case::{CaseFailure, check_names, fill};
use generated::Generated;

/// The cases of a rules folder.
const CASES: &str = "cases.yaml";

/// Arguments of `test`.
#[derive(Debug, Args)]
pub(crate) struct TestArguments {
    /// Rules folders, or files with cases.yaml beside them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Also say which rules and cells the cases show, and what no claim can show
    #[arg(long)]
    coverage: bool,
    /// Print cases for what the cases do not show yet, with what the rules decide now
    #[arg(long)]
    generate: bool,
}

/// What came out of the cases of one folder.
struct CaseReport {
    file: String,
    cases: usize,
    failures: Vec<CaseFailure>,
    /// What the cases show; only where it is asked for.
    examination: Option<Examination>,
    /// Cases for the rest; only where they are asked for.
    generated: Option<Generated>,
}

/// What is done with cases besides running them.
#[derive(Clone, Copy, Debug)]
struct Tasks {
    coverage: bool,
    generate: bool,
    budget: u64,
}

/// Runs the cases of every path.
pub(crate) fn run(arguments: &TestArguments, console: &Console) -> Result<Status, Failure> {
    let tasks = Tasks {
        coverage: arguments.coverage,
        generate: arguments.generate,
        budget: console.load_config().proof_budget,
    };
    if tasks.generate && arguments.paths.len() > 1 {
        return Err(Failure::input(
            "`--generate` prints the cases of one rules folder: give one path",
        ));
    }
    let mut reports = Vec::with_capacity(arguments.paths.len());
    for path in &arguments.paths {
        let (file, matrix) = rules_file::load(&matrix_path(path), console)?;
        let (name, text) = read_cases(&file, tasks)?;
        let report = run_cases(&matrix, &name, text.as_deref(), tasks)?;
        tell(&report, &matrix, tasks, console)?;
        reports.push((matrix, report));
    }
    let mut failures = reports.iter().flat_map(|(_, report)| &report.failures);
    let has_failed = failures.next().is_some();
    if console.is_json() {
        console.document(&document(&reports, tasks))?;
    }
    Ok(if has_failed {
        Status::NotPassed
    } else {
        Status::Done
    })
}

/// Prints what came out for people. Generated cases stand alone on standard output, so that they can
/// be appended to a file; everything else goes to standard error then.
fn tell(
    report: &CaseReport,
    matrix: &DecisionMatrix,
    tasks: Tasks,
    console: &Console,
) -> Result<(), Failure> {
    let text = text_of(report, matrix, tasks, console.style());
    let Some(generated) = &report.generated else {
        return console.text(&text);
    };
    if report.failures.is_empty() {
        console.note(&text);
    } else {
        console.warning(&text);
    }
    if let Some(examination) = &report.examination {
        console.note(&coverage::outcome_of_search(
            matrix.tables(),
            examination,
            tasks.budget,
        ));
    }
    if console.is_json() || generated.cases.is_empty() {
        return Ok(());
    }
    console.text(&generated.text)
}

/// Runs cases and says in a few words what came out; failed cases are a failure.
pub(super) fn run_text(
    matrix: &DecisionMatrix,
    name: &str,
    text: &str,
    console: &Console,
) -> Result<String, Failure> {
    let tasks = Tasks {
        coverage: false,
        generate: false,
        budget: 0,
    };
    let report = run_cases(matrix, name, Some(text), tasks)?;
    if !report.failures.is_empty() {
        console.warning(&text_of(&report, matrix, tasks, Style::new(false)));
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

/// Name and text of the cases beside rules. Where there are none yet, they can be generated.
fn read_cases(rules: &RulesFile, tasks: Tasks) -> Result<(String, Option<String>), Failure> {
    let Some(path) = rules.beside(CASES) else {
        return Err(Failure::input(
            "`test` needs a folder: rules from standard input have no `cases.yaml` beside them",
        ));
    };
    let name = path.display().to_string();
    if path.is_file() {
        let text = rules_file::read_text(&path, "file of cases", limits::LARGE_FILE_BYTES)?;
        return Ok((name, Some(text)));
    }
    if tasks.generate && !path.exists() {
        return Ok((name, None));
    }
    Err(Failure::input(format!(
        "there is no file of cases `{name}`: write one, `verdict schema cases` says what stands in it, \
         or let `verdict test --generate` write the first"
    )))
}

/// Runs the cases of a text; `None` is a file that is still to be written.
fn run_cases(
    matrix: &DecisionMatrix,
    name: &str,
    text: Option<&str>,
    tasks: Tasks,
) -> Result<CaseReport, Failure> {
    let tables = matrix.tables();
    let source = Arc::new(SourceText::new(name, text.unwrap_or("cases: []\n")));
    let refused = |diagnostics| {
        Failure::RefusedRules(Box::new(Findings::new(Arc::clone(&source), diagnostics)))
    };
    let root = yaml::read(&source, limits::LARGE_FILE_BYTES).map_err(refused)?;
    let (read, mut diagnostics) = cases::read(&root, &source);
    if let Some(read) = &read {
        diagnostics.extend(check_names(tables, read));
    }
    let Some(read) = read.filter(|_| diagnostics.is_empty()) else {
        return Err(refused(diagnostics));
    };
    let compiled = CompiledMatrix::new(Arc::clone(tables), &CompileConfig { audit_key: None });
    let mut claims = Vec::with_capacity(read.cases.len());
    let mut failures = Vec::new();
    for case in &read.cases {
        let mut facts = compiled.facts();
        facts.set_claim(case.name.as_str());
        let given = read.defaults.iter().chain(&case.given);
        fill(
            &mut facts,
            given.map(|(column, text)| (column.as_str(), text.as_str())),
        );
        failures.extend(CaseFailure::of(
            &compiled,
            case,
            &compiled.decide(&facts),
            &source,
        ));
        claims.push(facts);
    }
    let mut defaults = compiled.facts();
    let mut new_defaults = None;
    if text.is_none() {
        let plain = verify::plain_claim(tables).unwrap_or_default();
        fill(&mut defaults, generated::stated(&plain));
        new_defaults = Some(plain);
    } else {
        let stated = read.defaults.iter();
        fill(
            &mut defaults,
            stated.map(|(column, text)| (column.as_str(), text.as_str())),
        );
    }
    let is_examined = tasks.coverage || tasks.generate;
    let examination =
        is_examined.then(|| verify::examine(tables, &claims, &defaults, tasks.budget));
    let generated = examination.as_ref().filter(|_| tasks.generate).map(|it| {
        let indent = generated::indent_of(&source, &read);
        Generated::new(&compiled, &it.cases, new_defaults.as_deref(), indent)
    });
    Ok(CaseReport {
        file: name.to_owned(),
        cases: read.cases.len(),
        failures,
        examination,
        generated,
    })
}

/// A report for people.
fn text_of(report: &CaseReport, matrix: &DecisionMatrix, tasks: Tasks, style: Style) -> String {
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
    lines.push(match report.cases {
        0 => format!("{}: no cases", report.file),
        count => format!("{}: {}, {result}", report.file, counted(count, "case")),
    });
    if let Some(examination) = report.examination.as_ref().filter(|_| tasks.coverage) {
        lines.push(coverage::text_of(
            matrix.tables(),
            &examination.coverage,
            tasks.budget,
        ));
    }
    lines.join("\n")
}

/// The JSON document.
fn document(reports: &[(DecisionMatrix, CaseReport)], tasks: Tasks) -> Value {
    let failures = reports.iter().flat_map(|(_, report)| {
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
    let coverage = reports.iter().filter_map(|(matrix, report)| {
        let examination = report.examination.as_ref()?;
        Some(coverage::document(
            &report.file,
            matrix.tables(),
            &examination.coverage,
        ))
    });
    let generated = reports.iter().filter_map(|(_, report)| {
        let generated = report.generated.as_ref()?;
        Some(json!({ "file": report.file, "cases": generated.cases }))
    });
    let list = |is_asked: bool, list: Vec<Value>| if is_asked { json!(list) } else { Value::Null };
    json!({
        "format": 1,
        "cases": reports.iter().map(|(_, report)| report.cases).sum::<usize>(),
        "failed": reports.iter().map(|(_, report)| report.failures.len()).sum::<usize>(),
        "failures": failures.collect::<Vec<_>>(),
        "coverage": list(tasks.coverage, coverage.collect()),
        "generated": list(tasks.generate, generated.collect()),
    })
}

#[cfg(test)]
mod tests;
