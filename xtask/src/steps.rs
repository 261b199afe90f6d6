//! A run of steps: each has a name and a function, goes on after a failed one, and ends with a table.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::shell::{Failure, Shell};
use crate::unknown;

/// One step of a run.
pub(crate) struct Step {
    /// The word by which it can be chosen.
    pub(crate) name: &'static str,
    /// What it shows.
    pub(crate) about: &'static str,
    /// The steps without whose success it makes no sense.
    pub(crate) needs: &'static [&'static str],
    /// The work.
    pub(crate) run: fn(&Shell) -> Result<Done, Failure>,
}

/// How a step ended that did not fail.
pub(crate) enum Done {
    /// It passed; perhaps with a word on what was seen.
    Passed(String),
    /// It could not be run here, and why.
    Skipped(String),
}

impl Done {
    /// Passed, with nothing to add.
    pub(crate) fn passed() -> Self {
        Self::Passed(String::new())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Passed,
    Failed,
    Skipped,
}

impl Verdict {
    fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// A step that was run.
struct Record {
    name: &'static str,
    verdict: Verdict,
    time: Duration,
    note: String,
}

/// Runs the chosen steps, or all of them where none is named, and prints the table of what happened.
pub(crate) fn run(shell: &Shell, steps: &[Step], chosen: &[String]) -> Result<ExitCode, Failure> {
    for name in chosen {
        if !steps.iter().any(|step| step.name == name) {
            return Err(unknown("step", name, steps.iter().map(|step| step.name)));
        }
    }
    let mut records: Vec<Record> = Vec::new();
    for step in steps {
        if chosen.is_empty() || chosen.iter().any(|name| name == step.name) {
            records.push(run_one(shell, step, &records));
        }
    }
    print!("{}", summary(&records));
    let failed = count(&records, Verdict::Failed);
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The names of the steps with what they show, one a line.
pub(crate) fn list(steps: &[Step]) -> String {
    steps.iter().fold(String::new(), |mut text, step| {
        let _ = writeln!(text, "  {:<26}{}", step.name, step.about);
        text
    })
}

fn run_one(shell: &Shell, step: &Step, before: &[Record]) -> Record {
    println!("\n== {}: {}", step.name, step.about);
    let verdicts: BTreeMap<_, _> = before
        .iter()
        .map(|record| (record.name, record.verdict))
        .collect();
    let missing = step.needs.iter().find(|need| {
        verdicts
            .get(*need)
            .is_some_and(|verdict| *verdict != Verdict::Passed)
    });
    let start = Instant::now();
    let outcome = match missing {
        Some(need) => Ok(Done::Skipped(format!("`{need}` did not pass"))),
        None => (step.run)(shell),
    };
    let (verdict, note) = match outcome {
        Ok(Done::Passed(note)) => (Verdict::Passed, note),
        Ok(Done::Skipped(reason)) => (Verdict::Skipped, reason),
        Err(failure) => (Verdict::Failed, failure.to_string()),
    };
    println!("== {}: {} {}", step.name, verdict.as_str(), note);
    Record {
        name: step.name,
        verdict,
        time: start.elapsed(),
        note,
    }
}

/// The table, and as its last line the plain count.
fn summary(records: &[Record]) -> String {
    let mut text = String::from("\nstep          result   seconds  remark\n");
    for Record {
        name,
        verdict,
        time,
        note,
    } in records
    {
        let seconds = format!("{}.{}", time.as_secs(), time.subsec_millis() / 100);
        let line = format!("{name:<14}{:<8}{seconds:>8}  {note}", verdict.as_str());
        let _ = writeln!(text, "{}", line.trim_end());
    }
    let total: Duration = records.iter().map(|record| record.time).sum();
    let _ = writeln!(
        text,
        "{:<20}{:>6}.{}\n",
        "in all",
        total.as_secs(),
        total.subsec_millis() / 100
    );
    let _ = writeln!(
        text,
        "{} passed, {} failed, {} skipped",
        count(records, Verdict::Passed),
        count(records, Verdict::Failed),
        count(records, Verdict::Skipped)
    );
    text
}

fn count(records: &[Record], verdict: Verdict) -> usize {
    records
        .iter()
        .filter(|record| record.verdict == verdict)
        .count()
}

#[cfg(test)]
mod tests;
