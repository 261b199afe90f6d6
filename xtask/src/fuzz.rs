//! `cargo xtask fuzz`: the fuzz targets, on the stable toolchain.
//!
//! libFuzzer needs the coverage counters that LLVM adds to every branch; the compiler flags below
//! ask for them without a nightly toolchain. A target is given, so that only the program and its
//! dependencies are instrumented, not build scripts and macros.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::shell::{self, Failure, Shell, is_on_path};
use crate::steps::Done;
use crate::unknown;

/// The programs in `fuzz/targets`.
pub(crate) const TARGETS: &[&str] = &["reader", "cells", "expressions", "numbers", "differential"];

/// How long a target runs where nobody says.
pub(crate) const SECONDS: u32 = 60;

/// How long each target runs in the full run.
const SMOKE_SECONDS: u32 = 5;

const COVERAGE_FLAGS: &str = "\
    --cfg=fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Runs one target, or all.
pub(crate) fn run(shell: &Shell, arguments: &[String]) -> Result<ExitCode, Failure> {
    let (targets, rest) = match arguments.split_first() {
        Some((name, rest)) if name.parse::<u32>().is_err() => {
            let position = TARGETS.iter().position(|target| target == name);
            let position =
                position.ok_or_else(|| unknown("target", name, TARGETS.iter().copied()))?;
            (TARGETS.get(position..=position).unwrap_or_default(), rest)
        }
        _ => (TARGETS, arguments),
    };
    let seconds = match rest {
        [] => SECONDS,
        [seconds] => seconds
            .parse()
            .map_err(|_| Failure::usage(format!("`{seconds}` is no number of seconds")))?,
        [_, surplus, ..] => {
            return Err(unknown(
                "argument",
                surplus,
                ["TARGET", "SECONDS"].into_iter(),
            ));
        }
    };
    match all(shell, targets, seconds)? {
        Done::Passed(note) => println!("{note}"),
        Done::Skipped(reason) => return Err(Failure::new(reason)),
    }
    Ok(ExitCode::SUCCESS)
}

/// Every target, long enough to see that it starts and finds nothing at once.
pub(crate) fn smoke(shell: &Shell) -> Result<Done, Failure> {
    all(shell, TARGETS, SMOKE_SECONDS)
}

/// Builds the targets and runs each for so long; all of them, even after a finding.
pub(crate) fn all(shell: &Shell, targets: &[&str], seconds: u32) -> Result<Done, Failure> {
    if compiler().is_none() {
        return Ok(Done::Skipped(
            "no C++ compiler for libFuzzer; Debian's package is `g++`".to_owned(),
        ));
    }
    let programs = build(shell)?;
    let failed: Vec<_> = targets
        .iter()
        .filter(|target| one(shell, &programs, target, seconds).is_err())
        .collect();
    if failed.is_empty() {
        return Ok(Done::Passed(format!(
            "{seconds} s each: {}",
            targets.join(", ")
        )));
    }
    Err(Failure::new(format!(
        "findings of {failed:?}; the inputs are in fuzz/artifacts"
    )))
}

/// The C++ compiler that builds libFuzzer.
pub(crate) fn compiler() -> Option<&'static str> {
    ["c++", "g++", "clang++"]
        .into_iter()
        .find(|name| is_on_path(name))
}

/// Builds all targets with coverage counters and gives the folder of the programs.
fn build(shell: &Shell) -> Result<PathBuf, Failure> {
    let host = host(shell)?;
    let folder = shell.target("fuzz");
    let mut command = shell.cargo(&[
        "build",
        "--release",
        "--manifest-path",
        "fuzz/Cargo.toml",
        "--target",
        &host,
    ]);
    command
        .arg("--target-dir")
        .arg(&folder)
        .env("RUSTFLAGS", COVERAGE_FLAGS);
    shell::run(&mut command)?;
    Ok(folder.join(host).join("release"))
}

/// The platform that the compiler runs on, as it calls it.
fn host(shell: &Shell) -> Result<String, Failure> {
    let version = shell::capture(shell.program("rustc").arg("-vV"))?.stdout;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or_else(|| Failure::new("`rustc -vV` names no host"))
}

fn one(
    shell: &Shell,
    programs: &std::path::Path,
    target: &str,
    seconds: u32,
) -> Result<(), Failure> {
    let corpus = shell.path("fuzz/corpus").join(target);
    let artifacts = shell.path("fuzz/artifacts").join(target);
    for folder in [&corpus, &artifacts] {
        std::fs::create_dir_all(folder).map_err(|error| shell::at(folder, &error))?;
    }
    let mut command = shell.program(programs.join(target));
    command.args([
        format!("-max_total_time={seconds}"),
        format!("-artifact_prefix={}/", artifacts.display()),
        "-dict=fuzz/rules.dict".to_owned(),
        "-timeout=10".to_owned(),
        format!(
            "-max_len={}",
            if target == "reader" { 16_384 } else { 2_048 }
        ),
        "-verbosity=0".to_owned(),
        "-print_final_stats=1".to_owned(),
    ]);
    command.arg(corpus).arg(format!("fuzz/seeds/{target}"));
    if target == "reader" {
        command.arg("rules");
    }
    shell::run(&mut command)
}
