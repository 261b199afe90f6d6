//! The words of the command line: global options and the list of commands.

use std::num::NonZeroUsize;
use std::str::FromStr;

use clap::{Args, Parser, ValueEnum};
use decision_matrix::limits;

use crate::command::Command;

/// Decides bank claims against YAML rules, and counts what a policy costs.
#[derive(Debug, Parser)]
#[command(
    name = "verdict",
    version,
    arg_required_else_help = true,
    propagate_version = true
)]
#[command(
    after_help = "First steps: `verdict demo` shows the whole with claims of its own.\n\
    Exit codes: 0 done, 1 findings or failed cases, 2 wrong usage or unreadable input, 3 an internal fault."
)]
pub(crate) struct Arguments {
    /// Options of every command.
    #[command(flatten)]
    pub(crate) global: GlobalArguments,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalArguments {
    /// What is printed on standard output: text for people, one JSON document, of `check` a SARIF log, of `diff` Markdown
    #[arg(long, global = true, value_enum, default_value_t = Format::Text, value_name = "text|json|sarif|markdown")]
    #[arg(hide_possible_values = true)]
    pub(crate) format: Format,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "auto|always|never")]
    #[arg(hide_possible_values = true)]
    pub(crate) color: Color,
    /// Print results and errors only
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Threads that decide [default: all processors]
    #[arg(long, global = true, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<NonZeroUsize>,
    /// Permit rules files of up to 16 MiB instead of 256 KiB
    #[arg(long, global = true)]
    pub(crate) large: bool,
    /// Most steps that the proof of one property of a rules file may take; what does not end is told
    #[arg(long, global = true, value_name = "N", value_parser = whole_number)]
    #[arg(default_value_t = PROOF_BUDGET)]
    pub(crate) proof_budget: u64,
}

/// Steps that proofs may take where the user says nothing.
pub(crate) const PROOF_BUDGET: u64 = limits::PROOF_STEPS;

/// What is printed on standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text for people.
    Text,
    /// One JSON document.
    Json,
    /// A SARIF log of findings; of `check` only.
    Sarif,
    /// A table for a merge request; of `diff` only.
    Markdown,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Most threads; more would only wait for each other.
const THREADS_MAX: u64 = 1_024;

/// A number of threads.
fn threads(text: &str) -> Result<NonZeroUsize, String> {
    let number = whole_number(text)?;
    let number = usize::try_from(number.min(THREADS_MAX)).ok();
    number
        .and_then(NonZeroUsize::new)
        .ok_or_else(|| "at least one thread is needed".to_owned())
}

/// A whole number, not below zero.
pub(crate) fn whole_number(text: &str) -> Result<u64, String> {
    let digits: String = text.chars().filter(|digit| *digit != '_').collect();
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    match digits.parse() {
        Ok(number) if is_number => Ok(number),
        _ => Err("write a whole number such as 100000".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::{Arguments, threads, whole_number};

    #[test]
    fn numbers_are_whole_and_threads_at_least_one() {
        assert_eq!(whole_number("100_000"), Ok(100_000));
        assert!(whole_number("1e5").is_err());
        assert!(whole_number("+5").is_err());
        assert!(whole_number("99999999999999999999").is_err());
        assert_eq!(threads("2").map(usize::from), Ok(2));
        assert!(threads("0").is_err());
    }

    #[test]
    fn proofs_have_a_budget_that_can_be_changed() {
        let budget = |words: &[&str]| {
            let words = ["verdict", "check", "rules"].iter().chain(words);
            Arguments::try_parse_from(words).map(|arguments| arguments.global.proof_budget)
        };
        assert_eq!(budget(&[]).unwrap(), 10_000_000);
        assert_eq!(budget(&["--proof-budget", "5_000"]).unwrap(), 5_000);
        assert!(budget(&["--proof-budget", "many"]).is_err());
    }

    #[test]
    fn the_words_of_the_command_line_do_not_clash() {
        Arguments::command().debug_assert();
    }
}

/// A loss rate that the bank accepts; `none` is any.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LossRate(pub(crate) Option<f64>);

impl FromStr for LossRate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Self(None));
        }
        let rate = text.parse().ok().filter(|rate| (0.0..=1.0).contains(rate));
        let expected = "a number from 0 to 1, such as 0.01, or `none`";
        rate.map(|rate| Self(Some(rate)))
            .ok_or_else(|| format!("expected {expected}"))
    }
}

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct YearMonth(pub(crate) (i64, u8));

impl FromStr for YearMonth {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let day = decision_matrix::calendar::parse_date(&format!("{text}-01"));
        let parts = text.split_once('-').filter(|_| day.is_ok());
        let month = parts.and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
        month
            .map(Self)
            .ok_or_else(|| "expected a month such as 2005-01".to_owned())
    }
}
