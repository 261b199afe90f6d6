//! `cargo xtask instructions`: the instructions that each path of the engine takes, counted under
//! valgrind and compared with the recorded ones. No other program on the machine disturbs them.
//!
//! Other compilers write other code: with another one than the recorded the counts are shown, and
//! nothing fails. Counts beyond the tolerance ask to be recorded in both directions, so that a gain
//! is not lost again unseen.

mod record;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::shell::{self, Failure, Shell};
use crate::steps::Done;
use crate::{expect_no_more, setup};
use record::{Compared, Counts, Record};

/// What was recorded.
const RECORD: &str = "benches/instructions.toml";

/// Counts and compares; with `--record` writes what was counted.
pub(crate) fn run(shell: &Shell, arguments: &[String]) -> Result<ExitCode, Failure> {
    let is_recording = arguments.first().is_some_and(|it| it == "--record");
    expect_no_more(
        arguments
            .get(usize::from(is_recording)..)
            .unwrap_or_default(),
    )?;
    if is_recording {
        let runner = runner(shell).map_err(Failure::new)?;
        let record = Record {
            compiler: compiler(shell)?,
            counts: count(shell, &runner)?,
        };
        shell::write(&shell.path(RECORD), &record.to_text())?;
        println!("{} counts are recorded in {RECORD}", record.counts.len());
        return Ok(ExitCode::SUCCESS);
    }
    match check(shell)? {
        Done::Passed(note) => println!("{note}"),
        Done::Skipped(reason) => println!("skipped: {reason}"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Counts and compares, where valgrind and the runner of the benches are here or can be installed.
pub(crate) fn check(shell: &Shell) -> Result<Done, Failure> {
    let recorded = Record::from_text(&shell::read(&shell.path(RECORD))?)
        .map_err(|error| Failure::new(format!("{RECORD}: {error}")))?;
    let runner = match runner(shell) {
        Ok(runner) => runner,
        Err(reason) => return Ok(Done::Skipped(reason)),
    };
    let counts = count(shell, &runner)?;
    let compared = record::compare(&recorded.counts, &counts);
    print!("{}", record::table(&compared));
    let compiler = compiler(shell)?;
    if compiler != recorded.compiler {
        return Ok(Done::Passed(format!(
            "counted only: recorded with {}, this is {compiler}",
            recorded.compiler
        )));
    }
    let changed: Vec<&Compared> = compared.iter().filter(|it| it.is_changed()).collect();
    if changed.is_empty() {
        return Ok(Done::Passed(format!("{} counts as recorded", counts.len())));
    }
    let names: Vec<&str> = changed.iter().map(|it| it.name.as_str()).collect();
    Err(Failure::new(format!(
        "counts that are not as recorded: {}: mend what became slower, or run `cargo xtask instructions --record` and say in the commit why",
        names.join(", ")
    )))
}

/// The compiler and the processor for which it writes code.
fn compiler(shell: &Shell) -> Result<String, Failure> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = shell::capture(shell.program(rustc).arg("--version"))?.stdout;
    Ok(format!("{} on {}", version.trim(), std::env::consts::ARCH))
}

/// Builds the benches without claims files, and counts.
fn count(shell: &Shell, runner: &Path) -> Result<Counts, Failure> {
    let mut command = shell.cargo(&[
        "bench",
        "--package",
        "verdict-benches",
        "--locked",
        "--no-default-features",
        "--features",
        "instructions",
        "--bench",
        "instructions",
        "--",
        "--output-format=json",
    ]);
    let output = shell::capture(command.env("GUNGRAUN_RUNNER", runner))?.stdout;
    let counts = record::counts_of(&output);
    if counts.is_empty() {
        return Err(Failure::new("the benches counted nothing"));
    }
    Ok(counts)
}

/// The program that starts the benches under valgrind, of the version of the library; installed
/// into the target folder where it is missing. The error is the reason for there being none.
fn runner(shell: &Shell) -> Result<PathBuf, String> {
    setup::valgrind(shell)?;
    let lock = shell::read(&shell.path("Cargo.lock")).map_err(|error| error.to_string())?;
    let version = version_of("gungraun", &lock).ok_or("Cargo.lock names no gungraun")?;
    let folder = shell.target(&format!("gungraun/{version}"));
    let runner = folder.join("bin/gungraun-runner");
    if runner.is_file() {
        return Ok(runner);
    }
    // Only the benches have to be fast, so it is built without optimisation.
    let mut command = shell.cargo(&["install", "--locked", "--debug", "--root"]);
    command
        .arg(&folder)
        .arg("--target-dir")
        .arg(shell.target("gungraun/build"))
        .arg(format!("gungraun-runner@{version}"))
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    match shell::run(&mut command) {
        Ok(()) => Ok(runner),
        Err(failure) => Err(format!("no gungraun-runner: {failure}")),
    }
}

/// The version of a package in a lock file.
fn version_of<'a>(package: &str, lock: &'a str) -> Option<&'a str> {
    let (_, after) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    after.split_once('"').map(|(version, _)| version)
}

#[cfg(test)]
mod tests {
    use super::version_of;

    #[test]
    fn the_runner_has_the_version_of_the_library() {
        let lock = "[[package]]\nname = \"gungraun-common\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"gungraun\"\nversion = \"0.20.0\"\n";
        assert_eq!(version_of("gungraun", lock), Some("0.20.0"));
        assert_eq!(version_of("criterion", lock), None);
    }
}
