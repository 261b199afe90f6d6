//! The commands: one file each.

mod bench;
mod check;
mod completions;
mod decide;
mod demo;
mod diff;
mod explain;
mod fmt;
mod generate;
mod schema;
mod simulate;
mod test;

use clap::Subcommand;

use crate::failure::{Failure, Status};
use crate::output::Console;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show the whole: generated claims, shipped rules, cost against risk, a report
    Demo(demo::DemoArguments),
    /// Write the reference portfolio ATMGEN-1 as a claims file
    Generate(generate::GenerateArguments),
    /// Say everything that is wrong with rules
    Check(check::CheckArguments),
    /// Lay out rules canonically, comments kept
    Fmt(fmt::FmtArguments),
    /// Run the cases of rules
    Test(test::TestArguments),
    /// Decide every claim of a file
    Decide(decide::DecideArguments),
    /// Decide one claim and say why, in full
    Explain(explain::ExplainArguments),
    /// Say which claims a change of rules decides differently, and prove that nothing else changes
    Diff(diff::DiffArguments),
    /// Replay past claims and count cost and risk
    Simulate(simulate::SimulateArguments),
    /// Measure decisions per second on this machine
    Bench(bench::BenchArguments),
    /// Print a JSON Schema for editors
    Schema(schema::SchemaArguments),
    /// Print completions for a shell
    Completions(completions::CompletionsArguments),
}

/// Runs a command.
pub(crate) fn run(command: Command, console: &Console) -> Result<Status, Failure> {
    if console.is_sarif() && !matches!(command, Command::Check(_)) {
        return Err(Failure::input(
            "only `verdict check` writes a SARIF log: write `--format text` or `--format json` here",
        ));
    }
    if console.is_markdown() && !matches!(command, Command::Diff(_)) {
        return Err(Failure::input(
            "only `verdict diff` writes Markdown: write `--format text` or `--format json` here",
        ));
    }
    match command {
        Command::Demo(arguments) => demo::run(&arguments, console),
        Command::Generate(arguments) => generate::run(&arguments, console),
        Command::Check(arguments) => check::run(&arguments, console),
        Command::Fmt(arguments) => fmt::run(&arguments, console),
        Command::Test(arguments) => test::run(&arguments, console),
        Command::Decide(arguments) => decide::run(&arguments, console),
        Command::Explain(arguments) => explain::run(&arguments, console),
        Command::Diff(arguments) => diff::run(&arguments, console),
        Command::Simulate(arguments) => simulate::run(&arguments, console),
        Command::Bench(arguments) => bench::run(&arguments, console),
        Command::Schema(arguments) => schema::run(&arguments, console),
        Command::Completions(arguments) => completions::run(&arguments, console),
    }
}
