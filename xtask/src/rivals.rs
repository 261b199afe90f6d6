//! `cargo xtask rivals`: Verdict and other engines on the same rules and claims, and the tables of
//! the README.
//!
//! The comparison itself is `benches/rivals`, a workspace of its own. This command builds it, makes
//! a Python environment for the columnar engines below the target folder, and runs the parts after
//! one another, because each is to have the machine for itself.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::shell::{self, Failure, Shell};
use crate::unknown;

/// Rounds of single decisions, where nobody says otherwise.
const ROUNDS: usize = 15;
/// Most rounds of columns: one takes some minutes.
const BATCH_ROUNDS_MAX: usize = 5;

const PARTS: [&str; 2] = ["single", "batch"];

/// Runs the parts that are named, or all, with so many rounds, and prints the tables.
pub(crate) fn run(shell: &Shell, arguments: &[String]) -> Result<ExitCode, Failure> {
    let wanted = Wanted::new(arguments)?;
    let reports = shell.target("rivals-reports");
    std::fs::create_dir_all(&reports).map_err(|error| shell::at(&reports, &error))?;
    let program = build(shell)?;
    let single = reports.join("single.json");
    let batches = [reports.join("batch.json"), reports.join("python.json")];
    if wanted.single {
        let rounds = wanted.rounds.to_string();
        let mut command = shell.program(&program);
        shell::run(command.args(["single", &rounds]).arg(&single))?;
    }
    if wanted.batch {
        let rounds = wanted.rounds.min(BATCH_ROUNDS_MAX).to_string();
        measure_columns(shell, &program, &rounds, &batches)?;
    }
    // A report of an earlier run stands for the part that was not asked for.
    shell::run(shell.program(&program).arg("tables").arg(&reports))?;
    Ok(ExitCode::SUCCESS)
}

/// What the arguments ask for.
struct Wanted {
    single: bool,
    batch: bool,
    rounds: usize,
}

impl Wanted {
    fn new(arguments: &[String]) -> Result<Self, Failure> {
        let mut wanted = Self {
            single: false,
            batch: false,
            rounds: ROUNDS,
        };
        for argument in arguments {
            match (argument.as_str(), argument.parse()) {
                ("single", _) => wanted.single = true,
                ("batch", _) => wanted.batch = true,
                (_, Ok(rounds)) if rounds > 0 => wanted.rounds = rounds,
                (word, _) => {
                    let permitted = PARTS.into_iter().chain(["a number of rounds"]);
                    return Err(unknown("argument", word, permitted));
                }
            }
        }
        if !wanted.single && !wanted.batch {
            (wanted.single, wanted.batch) = (true, true);
        }
        Ok(wanted)
    }
}

/// Builds the program in a target folder of its own and gives its place.
fn build(shell: &Shell) -> Result<PathBuf, Failure> {
    let folder = shell.target("rivals");
    let mut command = shell.cargo(&["build", "--release", "--locked"]);
    command
        .arg("--manifest-path")
        .arg(shell.path("benches/rivals/Cargo.toml"))
        .arg("--target-dir")
        .arg(&folder);
    shell::run(&mut command)?;
    let name = format!("verdict-rivals{}", std::env::consts::EXE_SUFFIX);
    Ok(folder.join("release").join(name))
}

/// Verdict in this program, `DuckDB` and Polars in Python, on the claims that it writes.
fn measure_columns(
    shell: &Shell,
    program: &Path,
    rounds: &str,
    [own, python]: &[PathBuf; 2],
) -> Result<(), Failure> {
    let claims = shell.target("rivals-claims");
    shell::run(shell.program(program).arg("claims").arg(&claims))?;
    let interpreter = environment(shell)?;
    shell::run(shell.program(program).args(["batch", rounds]).arg(own))?;
    let mut command = shell.program(interpreter);
    command
        .arg(shell.path("benches/rivals/batch.py"))
        .arg(&claims)
        .arg(rounds)
        .arg(python);
    shell::run(&mut command)
}

/// A Python environment with the pinned packages; gives its interpreter.
fn environment(shell: &Shell) -> Result<PathBuf, Failure> {
    let folder = shell.target("rivals-python");
    let place = if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    };
    let interpreter = folder.join(place);
    if !interpreter.is_file() {
        let base = ["python3", "python"]
            .into_iter()
            .find(|name| shell::is_on_path(name))
            .ok_or_else(|| {
                Failure::new(
                    "DuckDB and Polars need Python; without it run `cargo xtask rivals single`",
                )
            })?;
        shell::run(shell.program(base).args(["-m", "venv"]).arg(&folder))?;
    }
    let mut command = shell.program(&interpreter);
    command
        .args(["-m", "pip", "install", "--quiet", "--requirement"])
        .arg(shell.path("benches/rivals/requirements.txt"));
    shell::run(&mut command)?;
    Ok(interpreter)
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    fn wanted(words: &[&str]) -> Option<(bool, bool, usize)> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let wanted = Wanted::new(&words).ok()?;
        Some((wanted.single, wanted.batch, wanted.rounds))
    }

    #[test]
    fn parts_and_rounds_are_read_in_any_order() {
        assert_eq!(wanted(&[]), Some((true, true, super::ROUNDS)));
        assert_eq!(wanted(&["batch"]), Some((false, true, super::ROUNDS)));
        assert_eq!(wanted(&["3", "single"]), Some((true, false, 3)));
        assert_eq!(wanted(&["7"]), Some((true, true, 7)));
        assert_eq!(wanted(&["0"]), None);
        assert_eq!(wanted(&["duckdb"]), None);
    }
}
