//! Running other programs: where the tree is, how commands are started, and what a failure says.

use std::ffi::OsStr;
use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// Why a command or a step did not succeed.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    is_usage: bool,
}

impl Failure {
    /// Something went wrong while working.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            is_usage: false,
        }
    }

    /// The arguments are wrong; nothing was done.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            is_usage: true,
        }
    }

    /// Whether the arguments are at fault.
    pub(crate) fn is_usage(&self) -> bool {
        self.is_usage
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

/// The tree that is worked on, and how programs are started in it.
pub(crate) struct Shell {
    root: PathBuf,
    target: PathBuf,
    is_ci: bool,
}

impl Shell {
    /// Finds the root of the workspace from the place of this package.
    pub(crate) fn new() -> Result<Self, Failure> {
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package
            .parent()
            .ok_or_else(|| Failure::new("the package `xtask` has no parent folder"))?
            .to_path_buf();
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |folder| root.join(folder));
        let is_ci = std::env::var_os("CI").is_some_and(|value| value == "true");
        Ok(Self {
            root,
            target,
            is_ci,
        })
    }

    /// A path inside the tree.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A path inside Cargo's target folder.
    pub(crate) fn target(&self, relative: &str) -> PathBuf {
        self.target.join(relative)
    }

    /// A fresh, empty folder inside Cargo's target folder.
    pub(crate) fn empty_folder(&self, relative: &str) -> Result<PathBuf, Failure> {
        let folder = self.target(relative);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(|error| at(&folder, &error))?;
        }
        std::fs::create_dir_all(&folder).map_err(|error| at(&folder, &error))?;
        Ok(folder)
    }

    /// Cargo in the root of the tree.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = self.program(&cargo);
        command.args(arguments);
        command
    }

    /// Any program in the root of the tree, without standard input.
    pub(crate) fn program(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).stdin(Stdio::null());
        if self.is_ci {
            command
                .env("CARGO_TERM_COLOR", "never")
                .env("CARGO_TERM_PROGRESS_WHEN", "never")
                .env("NO_COLOR", "1");
        }
        command
    }
}

/// Runs a command whose output goes to the terminal.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    announce(command);
    let status = command
        .status()
        .map_err(|error| not_started(command, &error))?;
    judge(command, status)
}

/// Runs a command whose output goes to the terminal, and hands each line of its standard output to
/// `watch` on the way.
pub(crate) fn run_watched(
    command: &mut Command,
    mut watch: impl FnMut(&str),
) -> Result<(), Failure> {
    announce(command);
    let child = command.stdout(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| not_started(command, &error))?;
    let output = child.stdout.take().map(BufReader::new);
    for line in output
        .into_iter()
        .flat_map(|output| output.split(b'\n'))
        .map_while(Result::ok)
    {
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        watch(&line);
    }
    let status = child.wait().map_err(|error| not_started(command, &error))?;
    judge(command, status)
}

/// Runs a command and gives what it wrote; the output is shown only where it failed.
pub(crate) fn capture(command: &mut Command) -> Result<Captured, Failure> {
    let output = command
        .output()
        .map_err(|error| not_started(command, &error))?;
    let captured = Captured {
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    };
    judge(command, output.status)
        .map(|()| captured)
        .inspect_err(|_| {
            print!("{}", String::from_utf8_lossy(&output.stdout));
            eprint!("{}", String::from_utf8_lossy(&output.stderr));
        })
}

/// What a program wrote.
pub(crate) struct Captured {
    /// Its standard output.
    pub(crate) stdout: String,
    /// Its standard error.
    pub(crate) stderr: String,
}

/// Whether a program of this name can be started.
pub(crate) fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Reads a text file.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| at(path, &error))
}

/// Writes a text file.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|error| at(path, &error))
}

/// The failure of a file operation.
pub(crate) fn at(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{}: {error}", path.display()))
}

fn not_started(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(format!("`{}` could not be run: {error}", shown(command)))
}

fn judge(command: &Command, status: ExitStatus) -> Result<(), Failure> {
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "`{}` ended with {status}",
        shown(command)
    )))
}

fn announce(command: &Command) {
    println!("$ {}", shown(command));
}

/// The command as one would type it.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy();
    let arguments = command
        .get_args()
        .map(|argument| argument.to_string_lossy());
    std::iter::once(name)
        .chain(arguments)
        .collect::<Vec<_>>()
        .join(" ")
}
