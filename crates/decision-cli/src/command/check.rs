//! `verdict check`: everything that is wrong with rules, for people or as a document.

mod document;
mod proved;
mod sarif;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use decision_matrix::diagnostic::{Findings, Severity};
use decision_matrix::verify::Analyses;
use decision_matrix::{DecisionMatrix, LoadConfig};

use crate::failure::{Failure, Status};
use crate::output::{Console, counted};
use crate::rules_file::RulesFile;
use proved::Proved;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// Rules folders or files; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Also fail on warnings
    #[arg(long, value_enum, value_name = "warnings", hide_possible_values = true)]
    deny: Option<Denied>,
}

/// What fails besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Denied {
    /// Warnings fail too.
    Warnings,
}

/// Checks every path.
pub(crate) fn run(arguments: &CheckArguments, console: &Console) -> Result<Status, Failure> {
    // Paths are looked up first: a wrong one is told before anything is printed.
    let files = arguments
        .paths
        .iter()
        .map(|path| RulesFile::find(path))
        .collect::<Result<Vec<_>, _>>()?;
    let mut all = Vec::with_capacity(files.len());
    let mut proofs = Vec::new();
    for file in &files {
        let (findings, proved) = match check(file, console)? {
            Ok(matrix) => (matrix.findings().clone(), Some(Proved::of(file, &matrix))),
            Err(findings) => (findings, None),
        };
        if !findings.is_empty() {
            let text = findings.render(console.style().is_colored());
            // The counts stand in the last line of all.
            console.text(
                text.trim_end()
                    .strip_suffix(&findings.summary())
                    .unwrap_or(&text),
            )?;
        }
        all.push(findings);
        if let Some(proved) = proved {
            console.text(&proved.line())?;
            proofs.push(proved);
        }
    }
    let count = |severity| {
        all.iter()
            .map(|findings| findings.count(severity))
            .sum::<usize>()
    };
    let (errors, warnings, notes) = (
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Note),
    );
    let passed = errors == 0 && (warnings == 0 || arguments.deny != Some(Denied::Warnings));
    let refused = all.iter().filter(|findings| findings.has_errors()).count();
    console.text(&summary(
        files.len(),
        refused,
        [errors, warnings, notes],
        passed,
        console,
    ))?;
    if console.is_json() {
        console.document(&document::of(&all, &proofs))?;
    } else if console.is_sarif() {
        console.document(&sarif::log(&files, &all))?;
    }
    Ok(if passed {
        Status::Done
    } else {
        Status::NotPassed
    })
}

/// Reads a file with the analyses that a mere loading leaves out.
fn check(file: &RulesFile, console: &Console) -> Result<Result<DecisionMatrix, Findings>, Failure> {
    let config = LoadConfig {
        analyses: Analyses::All,
        ..console.load_config()
    };
    Ok(file
        .read(console)?
        .and_then(|bytes| DecisionMatrix::from_bytes(&file.name(), &bytes, config)))
}

/// The last line for people.
fn summary(
    files: usize,
    refused: usize,
    counts: [usize; 3],
    passed: bool,
    console: &Console,
) -> String {
    let style = console.style();
    let verdict = match (passed, refused) {
        (true, _) => style.green("passed"),
        (false, 0) => style.red("not passed, warnings are denied"),
        (false, _) if files == 1 => style.red("refused"),
        (false, _) => style.red(&format!("{refused} refused")),
    };
    let names = ["error", "warning", "note"];
    let found: Vec<String> = counts
        .iter()
        .zip(names)
        .filter(|(count, _)| **count > 0)
        .map(|(count, name)| counted(*count, name))
        .collect();
    let found = if found.is_empty() {
        "nothing found".to_owned()
    } else {
        found.join(", ")
    };
    format!("{} checked: {verdict}, {found}", counted(files, "file"))
}
