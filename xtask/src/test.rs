//! `cargo xtask test`: the full run, in the order that shares most builds.

use std::process::ExitCode;

use crate::shell::{self, Failure, Shell};
use crate::steps::{self, Done, Step};
use crate::{browser, budget, demo, docs, fuzz, instructions};

/// The steps: cheap ones first, then everything of the dev profile, then everything of release.
pub(crate) const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        about: "every file is formatted",
        needs: &[],
        run: fmt,
    },
    Step {
        name: "docs",
        about: "generated documents are fresh",
        needs: &[],
        run: docs::check,
    },
    Step {
        name: "crates",
        about: "the core stays small, licences are permitted",
        needs: &[],
        run: budget::check,
    },
    Step {
        name: "clippy",
        about: "no warning in any target",
        needs: &[],
        run: clippy,
    },
    Step {
        name: "tests",
        about: "unit, conformance, property, tidy and doc tests",
        needs: &[],
        run: workspace_tests,
    },
    Step {
        name: "benches",
        about: "every bench runs once",
        needs: &["tests"],
        run: benches,
    },
    Step {
        name: "doc",
        about: "the API documentation has no warning",
        needs: &[],
        run: doc,
    },
    Step {
        name: "release",
        about: "the release build of `verdict`",
        needs: &[],
        run: release,
    },
    Step {
        name: "demo",
        about: "the demo, run as a user runs it",
        needs: &["release"],
        run: demo::check,
    },
    Step {
        name: "browser",
        about: "the report in a real browser",
        needs: &["demo"],
        run: browser::check,
    },
    Step {
        name: "instructions",
        about: "no path takes more instructions than recorded",
        needs: &[],
        run: instructions::check,
    },
    Step {
        name: "fuzz",
        about: "every fuzz target, a few seconds each",
        needs: &[],
        run: fuzz::smoke,
    },
];

/// Runs the chosen steps, or all.
pub(crate) fn run(shell: &Shell, arguments: &[String]) -> Result<ExitCode, Failure> {
    steps::run(shell, STEPS, arguments)
}

fn fmt(shell: &Shell) -> Result<Done, Failure> {
    shell::run(&mut shell.cargo(&["fmt", "--all", "--check"]))?;
    shell::run(&mut shell.cargo(&["fmt", "--check", "--manifest-path", "fuzz/Cargo.toml"]))?;
    Ok(Done::passed())
}

fn clippy(shell: &Shell) -> Result<Done, Failure> {
    shell::run(&mut shell.cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "--deny",
        "warnings",
    ]))?;
    Ok(Done::passed())
}

fn workspace_tests(shell: &Shell) -> Result<Done, Failure> {
    let mut passed = 0_usize;
    shell::run_watched(
        &mut shell.cargo(&["test", "--workspace", "--locked", "--no-fail-fast"]),
        |line| passed += passed_tests(line),
    )?;
    if passed == 0 {
        return Err(Failure::new("no test was run"));
    }
    Ok(Done::Passed(format!("{passed} tests")))
}

/// How many tests a line like `test result: ok. 12 passed; 0 failed; ..` reports.
fn passed_tests(line: &str) -> usize {
    line.strip_prefix("test result: ")
        .and_then(|rest| rest.split_once(". "))
        .and_then(|(_, counts)| counts.split_once(" passed"))
        .and_then(|(passed, _)| passed.parse().ok())
        .unwrap_or(0)
}

fn doc(shell: &Shell) -> Result<Done, Failure> {
    let mut command = shell.cargo(&["doc", "--workspace", "--no-deps", "--locked"]);
    shell::run(command.env("RUSTDOCFLAGS", "--deny warnings"))?;
    Ok(Done::passed())
}

fn release(shell: &Shell) -> Result<Done, Failure> {
    shell::run(&mut shell.cargo(&["build", "--release", "--locked"]))?;
    Ok(Done::passed())
}

/// Without `--bench` a bench only shows that it works, and that its answers agree.
fn benches(shell: &Shell) -> Result<Done, Failure> {
    shell::run(&mut shell.cargo(&[
        "test",
        "--package",
        "verdict-benches",
        "--benches",
        "--locked",
    ]))?;
    Ok(Done::passed())
}

#[cfg(test)]
mod tests {
    use super::passed_tests;

    #[test]
    fn tests_are_counted_from_the_summary_lines_alone() {
        assert_eq!(
            passed_tests("test result: ok. 12 passed; 0 failed; 0 ignored"),
            12
        );
        assert_eq!(
            passed_tests("test result: FAILED. 3 passed; 1 failed; 0 ignored"),
            3
        );
        assert_eq!(passed_tests("test a::b ... ok"), 0);
    }
}
