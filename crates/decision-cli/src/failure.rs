//! How a run ends: the exit codes and everything that can stop a run.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use decision_claims::ClaimsError;
use decision_matrix::diagnostic::Findings;

use crate::output::Console;

/// A run that came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Everything was done; exit code 0.
    Done,
    /// A check did not pass, and was told; exit code 1.
    NotPassed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Done => Self::SUCCESS,
            Status::NotPassed => Self::from(1),
        }
    }
}

/// What stops a run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Wrong usage or an input that cannot be read; exit code 2.
    #[error("{0}")]
    Input(String),
    /// A rules file that is refused; exit code 1.
    #[error("the rules are refused")]
    RefusedRules(Box<Findings>),
    /// A map or a cost model that cannot be used; exit code 2.
    #[error("the file cannot be used")]
    RefusedFile(Box<Findings>),
    /// Nobody reads standard output any more; exit code 0.
    #[error("standard output is closed")]
    ClosedOutput,
}

impl Failure {
    /// A wrong usage or an unreadable input.
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::Input(message.into())
    }

    /// A file that cannot be read or written, `verb` says which.
    pub(crate) fn file(verb: &str, name: &str, error: &io::Error) -> Self {
        let folder = Path::new(name).parent().filter(|folder| !folder.exists());
        match folder {
            Some(folder) if verb == "write" && !folder.as_os_str().is_empty() => {
                Self::Input(format!(
                    "cannot write `{name}`: there is no folder `{}`: make it first",
                    folder.display()
                ))
            }
            _ => Self::Input(format!("cannot {verb} `{name}`: {}", reason(error))),
        }
    }

    /// Tells the user, and gives the exit code.
    pub(crate) fn report(&self, console: &Console) -> ExitCode {
        match self {
            Self::Input(message) => {
                console.error(message);
                ExitCode::from(2)
            }
            Self::RefusedRules(findings) => {
                console.findings_as_error(findings);
                ExitCode::from(1)
            }
            Self::RefusedFile(findings) => {
                console.findings_as_error(findings);
                ExitCode::from(2)
            }
            Self::ClosedOutput => ExitCode::SUCCESS,
        }
    }
}

impl From<ClaimsError> for Failure {
    fn from(error: ClaimsError) -> Self {
        match &error {
            ClaimsError::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe => {
                Self::ClosedOutput
            }
            ClaimsError::Open { path, source } if source.kind() == io::ErrorKind::NotFound => {
                Self::Input(crate::folder::missing(path, "claims file"))
            }
            ClaimsError::Write { file, source } => Self::file("write", file, source),
            _ => Self::Input(error.to_string()),
        }
    }
}

/// What the system says, in the words of the messages.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}

/// Prints what clap found; help and version are no failure.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    let is_closed = error
        .print()
        .is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
    if is_closed || !error.use_stderr() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    }
}

/// The text of a panic.
fn text_of(payload: &dyn std::any::Any) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("no message")
}

/// Makes a panic one clear line and exit code 3.
pub(crate) fn explain_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let what = text_of(panic.payload());
        let place = panic
            .location()
            .map(|at| format!(" at {}:{}", at.file(), at.line()))
            .unwrap_or_default();
        let version = env!("CARGO_PKG_VERSION");
        // Nothing is left to be done if standard error is closed as well.
        let _ = writeln!(
            io::stderr(),
            "error: internal fault of verdict {version}{place}: {}: please report this line with the command you ran",
            what.replace('\n', " ")
        );
        std::process::exit(3);
    }));
}
