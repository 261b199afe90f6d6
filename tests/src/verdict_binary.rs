//! The program itself, as a user runs it: built once, then run in folders of its own.
//!
//! A test makes a [`Workplace`], puts files into it and runs `verdict` there with relative paths, so
//! that messages do not depend on the machine. The folder goes away with the value.

use std::fmt;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder for one test, removed at its end.
pub(crate) struct Workplace(PathBuf);

impl Workplace {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("workplace-{}-{number}", std::process::id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// The text of a file that was written here.
    #[track_caller]
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The path of a file here.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Runs the program here with arguments in one line, split at spaces.
    pub(crate) fn verdict(&self, arguments: &str) -> Run {
        self.verdict_with_input(arguments, b"")
    }

    /// Runs the program here with something on its standard input.
    pub(crate) fn verdict_with_input(&self, arguments: &str, input: &[u8]) -> Run {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let output = std::thread::scope(|scope| {
            // A program that does not want its input closes the pipe; that is its right.
            scope.spawn(move || stdin.write_all(input).ok());
            child.wait_with_output().unwrap()
        });
        Run::new(arguments, output)
    }

    /// Runs the program here and stops reading its standard output after the first bytes.
    pub(crate) fn verdict_cut_short(&self, arguments: &str) -> Run {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut first = vec![0; 64];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let mut output = child.wait_with_output().unwrap();
        output.stdout = first;
        Run::new(arguments, output)
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(binary());
        command
            .args(arguments.split_whitespace())
            .current_dir(&self.0);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        for variable in [
            "COLUMNS",
            "NO_COLOR",
            "CLICOLOR",
            "CLICOLOR_FORCE",
            "RUST_BACKTRACE",
        ] {
            command.env_remove(variable);
        }
        command
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// What one run of the program did. As text: the command, the exit code and what was printed.
pub(crate) struct Run {
    /// The words after `verdict`.
    arguments: String,
    /// The exit code.
    pub(crate) exit_code: i32,
    /// Standard output.
    pub(crate) output: String,
    /// Standard error.
    pub(crate) error: String,
}

impl Run {
    fn new(arguments: &str, output: Output) -> Self {
        Self {
            arguments: arguments.to_owned(),
            exit_code: output.status.code().expect("the program ends by itself"),
            output: String::from_utf8(output.stdout).unwrap(),
            error: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The run, which must have ended with this exit code.
    #[track_caller]
    pub(crate) fn exits(self, exit_code: i32) -> Self {
        assert_eq!(self.exit_code, exit_code, "{self}");
        self
    }

    /// Standard output as one JSON document; the run must have ended well.
    #[track_caller]
    pub(crate) fn json(self) -> serde_json::Value {
        let run = self.exits(0);
        serde_json::from_str(&run.output).unwrap_or_else(|error| panic!("{error}: {run}"))
    }
}

impl fmt::Display for Run {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(text, "$ verdict {}", self.arguments)?;
        writeln!(text, "exit code {}", self.exit_code)?;
        for (name, printed) in [
            ("standard error", &self.error),
            ("standard output", &self.output),
        ] {
            if !printed.is_empty() {
                writeln!(text, "--- {name}")?;
                writeln!(text, "{}", printed.trim_end())?;
            }
        }
        Ok(())
    }
}

/// The program, built at the first use into the folder that this test was built in.
fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let test = std::env::current_exe().unwrap();
        let folder = test.parent().and_then(Path::parent).unwrap().to_owned();
        build(&folder);
        let binary = folder.join(format!("verdict{}", std::env::consts::EXE_SUFFIX));
        assert!(binary.is_file(), "{} was not built", binary.display());
        binary
    })
}

/// Builds the program into `target/profile`; nothing is downloaded that the test did not need.
fn build(folder: &Path) {
    let profile = match folder.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(name) => name,
    };
    let mut command = Command::new(env!("CARGO"));
    command.args([
        "build",
        "--quiet",
        "--package",
        "decision-cli",
        "--bin",
        "verdict",
    ]);
    command
        .args(["--profile", profile, "--target-dir"])
        .arg(folder.parent().unwrap());
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = command.output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "the program cannot be built:\n{error}"
    );
}
