//! `cargo xtask soak`: what takes too long for every change, meant for a night.

use std::process::ExitCode;

use crate::fuzz;
use crate::shell::{self, Failure, Shell};
use crate::steps::{self, Done, Step};

/// The steps.
pub(crate) const STEPS: &[Step] = &[
    Step {
        name: "fuzz",
        about: "every fuzz target, 60 seconds each",
        needs: &[],
        run: fuzz_all,
    },
    Step {
        name: "properties",
        about: "property tests with 20 times the cases",
        needs: &[],
        run: properties,
    },
    Step {
        name: "release",
        about: "the release build of `verdict`",
        needs: &[],
        run: release,
    },
    Step {
        name: "golden",
        about: "1,000,000 customers, totals to the kopeck",
        needs: &["release"],
        run: golden,
    },
];

/// How many times the usual number of cases each property test draws where nobody says.
const FACTOR: u32 = 20;

/// How many cases proptest draws where a test does not say.
const PROPTEST_CASES: u32 = 256;

/// The net saving of the shipped limits on the portfolio of 1,000,000 customers: a golden value.
const NET_SAVING: &str = "345800503.48";

/// Runs the chosen steps, or all.
pub(crate) fn run(shell: &Shell, arguments: &[String]) -> Result<ExitCode, Failure> {
    steps::run(shell, STEPS, arguments)
}

fn fuzz_all(shell: &Shell) -> Result<Done, Failure> {
    fuzz::all(
        shell,
        fuzz::TARGETS,
        from_environment("VERDICT_SOAK_SECONDS", fuzz::SECONDS)?,
    )
}

fn properties(shell: &Shell) -> Result<Done, Failure> {
    let factor = from_environment("VERDICT_SOAK_FACTOR", FACTOR)?;
    let cases = PROPTEST_CASES.saturating_mul(factor);
    let mut command = shell.cargo(&[
        "test",
        "--workspace",
        "--release",
        "--locked",
        "--no-fail-fast",
    ]);
    command
        .env("VERDICT_SOAK_FACTOR", factor.to_string())
        .env("PROPTEST_CASES", cases.to_string());
    shell::run(&mut command)?;
    Ok(Done::Passed(format!("{factor} times the usual cases")))
}

/// A whole number from the environment.
fn from_environment(variable: &str, otherwise: u32) -> Result<u32, Failure> {
    match std::env::var(variable) {
        Ok(text) => text
            .parse()
            .map_err(|_| Failure::new(format!("{variable} is `{text}`, which is no whole number"))),
        Err(_) => Ok(otherwise),
    }
}

fn release(shell: &Shell) -> Result<Done, Failure> {
    shell::run(&mut shell.cargo(&["build", "--release", "--locked"]))?;
    Ok(Done::passed())
}

/// Generates the large portfolio into a file, replays it through the shipped rules, and compares the
/// money with the golden value.
fn golden(shell: &Shell) -> Result<Done, Failure> {
    let folder = shell.empty_folder("soak")?;
    let claims = folder.join("portfolio.parquet");
    let verdict = shell.target("release/verdict");
    shell::run(
        shell
            .program(&verdict)
            .args(["generate", "--customers", "1000000", "--out"])
            .arg(&claims),
    )?;
    let mut simulate = shell.program(&verdict);
    simulate
        .args([
            "simulate",
            "--format",
            "json",
            "--rules",
            "rules/atm-cash-dispute",
            "--claims",
        ])
        .arg(&claims);
    let document = shell::capture(&mut simulate)?.stdout;
    shell::write(&folder.join("simulate.json"), &document)?;
    if document.contains(&format!("\"{NET_SAVING}\"")) {
        return Ok(Done::Passed(format!("net saving {NET_SAVING}")));
    }
    Err(Failure::new(format!(
        "the replay does not give the net saving {NET_SAVING}; see {}",
        folder.display()
    )))
}
