//! `cargo xtask`: set-up, the full test run, long runs and generated documents, in plain Rust.
//!
//! Each command is one file that says what it does; this one only reads the arguments. Nothing here
//! is part of the product, and nothing here is needed to use it.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for developers speaks on the terminal"
)]

mod bench;
mod browser;
mod budget;
mod demo;
mod docs;
mod fuzz;
mod instructions;
mod rivals;
mod setup;
mod shell;
mod soak;
mod steps;
mod test;

use std::process::ExitCode;

use decision_matrix::source::suggest;

use crate::shell::{Failure, Shell};

/// One command: its name, its arguments, what it does, and how it is run.
struct Subcommand {
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    run: fn(&Shell, &[String]) -> Result<ExitCode, Failure>,
}

const COMMANDS: &[Subcommand] = &[
    Subcommand {
        name: "test",
        arguments: "[STEP..]",
        about: "the full run that every change must pass; with names only these steps",
        run: test::run,
    },
    Subcommand {
        name: "soak",
        arguments: "[STEP..]",
        about: "the long run: every fuzz target, property tests with more cases, 1,000,000 customers",
        run: soak::run,
    },
    Subcommand {
        name: "fuzz",
        arguments: "[TARGET] [SECONDS]",
        about: "one fuzz target, or all of them, for 60 seconds each or as long as you say",
        run: fuzz::run,
    },
    Subcommand {
        name: "docs",
        arguments: "[--check]",
        about: "writes the generated documents; with --check only says whether they are fresh",
        run: docs::run,
    },
    Subcommand {
        name: "bench",
        arguments: "[FILTER]",
        about: "cargo bench, then its medians as the table of the README",
        run: bench::run,
    },
    Subcommand {
        name: "instructions",
        arguments: "[--record]",
        about: "counts the instructions of each path and compares them with the recorded counts",
        run: instructions::run,
    },
    Subcommand {
        name: "rivals",
        arguments: "[single] [batch] [ROUNDS]",
        about: "other engines on the same rules and claims: the tables of docs/performance.md",
        run: rivals::run,
    },
    Subcommand {
        name: "setup",
        arguments: "",
        about: "says which optional tools are here, and installs the browser where it may",
        run: setup::run,
    },
    Subcommand {
        name: "help",
        arguments: "",
        about: "this text",
        run: help,
    },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_else(|| "help".to_owned());
    let rest: Vec<String> = arguments.collect();
    let known = match name.as_str() {
        "-h" | "--help" => "help",
        other => other,
    };
    let outcome = match COMMANDS.iter().find(|command| command.name == known) {
        Some(command) => Shell::new().and_then(|shell| (command.run)(&shell, &rest)),
        None => Err(unknown(
            "command",
            &name,
            COMMANDS.iter().map(|command| command.name),
        )),
    };
    outcome.unwrap_or_else(|failure| {
        eprintln!("error: {failure}");
        if failure.is_usage() {
            ExitCode::from(2)
        } else {
            ExitCode::FAILURE
        }
    })
}

fn help(_: &Shell, arguments: &[String]) -> Result<ExitCode, Failure> {
    expect_no_more(arguments)?;
    println!("cargo xtask COMMAND\n");
    for command in COMMANDS {
        let head = format!("{} {}", command.name, command.arguments);
        println!("  {head:<26}{}", command.about);
    }
    println!("\nsteps of `test`:\n{}", steps::list(test::STEPS));
    println!("steps of `soak`:\n{}", steps::list(soak::STEPS));
    println!("targets of `fuzz`: {}", fuzz::TARGETS.join(", "));
    println!("\nenvironment:");
    for (variable, meaning) in ENVIRONMENT {
        println!("  {variable:<26}{meaning}");
    }
    Ok(ExitCode::SUCCESS)
}

const ENVIRONMENT: &[(&str, &str)] = &[
    ("CI", "`true`: no colours and no progress bars"),
    (
        "VERDICT_CHROMIUM",
        "the browser to test with, instead of the one on the path",
    ),
    (
        "VERDICT_SOAK_FACTOR",
        "how many times the usual cases each property test draws in soak (20)",
    ),
    (
        "VERDICT_SOAK_SECONDS",
        "how long soak runs each fuzz target (60)",
    ),
];

/// The refusal of a word that is none of the permitted ones.
fn unknown<'a>(
    what: &str,
    word: &str,
    permitted: impl Iterator<Item = &'a str> + Clone,
) -> Failure {
    let closest = suggest::closest(word, permitted.clone());
    let hint = match closest {
        Some(closest) => format!("did you mean `{closest}`?"),
        None => format!("there are {}", permitted.collect::<Vec<_>>().join(", ")),
    };
    Failure::usage(format!("unknown {what} `{word}`; {hint}"))
}

/// Refuses arguments that a command has no use for.
fn expect_no_more(arguments: &[String]) -> Result<(), Failure> {
    match arguments.first() {
        Some(surplus) => Err(Failure::usage(format!(
            "`{surplus}` is an argument too many; see `cargo xtask help`"
        ))),
        None => Ok(()),
    }
}
