//! `verdict completions`: what a shell needs to complete the command line.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::failure::{Failure, Status};
use crate::output::{Console, print};

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the completions on standard output.
pub(crate) fn run(arguments: &CompletionsArguments, _: &Console) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut Arguments::command(),
        "verdict",
        &mut script,
    );
    print(&String::from_utf8_lossy(&script))?;
    Ok(Status::Done)
}
