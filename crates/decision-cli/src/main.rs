//! The command line of Verdict: reads files, calls the engine and the simulation, prints.
//!
//! No rule logic and no cost logic stands here. A run goes from [`arguments`] to one file under
//! [`command`], which loads rules by [`rules_file`], claims by [`claims_file`], and speaks through
//! [`output`]. Every end of a run is a [`failure::Status`] or a [`failure::Failure`].

mod arguments;
mod claim_values;
mod claims_file;
mod command;
mod failure;
mod folder;
mod output;
mod pipeline;
mod random_claims;
mod rules_file;
mod schema;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::Arguments;
use output::Console;

fn main() -> ExitCode {
    failure::explain_panics();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return failure::usage(&error),
    };
    let console = Console::new(&arguments.global);
    match command::run(arguments.command, &console) {
        Ok(status) => status.into(),
        Err(failure) => failure.report(&console),
    }
}
