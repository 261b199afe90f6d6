//! Rules that the user named: a folder with `matrix.yaml` or a file, read and checked.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use decision_matrix::DecisionMatrix;
use decision_matrix::diagnostic::{Code, Diagnostic, Findings};
use decision_matrix::source::span::SourceText;

use crate::failure::{Failure, reason};
use crate::folder;
use crate::output::{Console, thousands};

/// The matrix of a rules folder.
const MATRIX: &str = "matrix.yaml";

/// A rules file that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RulesFile {
    /// Standard input.
    Standard,
    /// A file, by the path that the user gave or the folder leads to.
    Path(PathBuf),
}

impl RulesFile {
    /// Finds the rules file of a path: a folder, a file or `-`.
    pub(crate) fn find(path: &Path) -> Result<Self, Failure> {
        if path.as_os_str() == "-" {
            return Ok(Self::Standard);
        }
        if path.is_dir() {
            let file = path.join(MATRIX);
            return if file.is_file() {
                Ok(Self::Path(file))
            } else {
                Err(Failure::input(no_matrix(path)))
            };
        }
        if path.exists() {
            return Ok(Self::Path(path.to_path_buf()));
        }
        Err(Failure::input(folder::missing(
            path,
            "rules folder or file",
        )))
    }

    /// What messages call it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Standard => "standard input".to_owned(),
            Self::Path(path) => path.display().to_string(),
        }
    }

    /// The path of another file of the same folder; none beside standard input.
    pub(crate) fn beside(&self, name: &str) -> Option<PathBuf> {
        match self {
            Self::Standard => None,
            Self::Path(path) => Some(path.with_file_name(name)),
        }
    }

    /// The bytes of the file; a file beyond the limit is refused before it is read to its end.
    pub(crate) fn read(&self, console: &Console) -> Result<Result<Vec<u8>, Findings>, Failure> {
        let limit = console.load_config().limit_bytes();
        let mut size = None;
        let read = match self {
            Self::Standard => read_at_most(io::stdin().lock(), limit),
            Self::Path(path) => File::open(path).and_then(|file| {
                let known = file.metadata().ok().filter(std::fs::Metadata::is_file);
                size = known.map(|metadata| metadata.len());
                read_at_most(file, limit)
            }),
        };
        match read.map_err(|error| Failure::file("read", &self.name(), &error))? {
            Reading::Whole(bytes) => Ok(Ok(bytes)),
            Reading::Cut(head) => Ok(Err(too_large(&self.name(), &head, size, console))),
        }
    }

    /// Reads and checks the file; findings of a refused file come back as they are.
    pub(crate) fn check(
        &self,
        console: &Console,
    ) -> Result<Result<DecisionMatrix, Findings>, Failure> {
        Ok(self.read(console)?.and_then(|bytes| {
            DecisionMatrix::from_bytes(&self.name(), &bytes, console.load_config())
        }))
    }
}

/// Loads the rules that a command works with.
pub(crate) fn load(path: &Path, console: &Console) -> Result<(RulesFile, DecisionMatrix), Failure> {
    let file = RulesFile::find(path)?;
    match file.check(console)? {
        Ok(matrix) => Ok((file, matrix)),
        Err(findings) => Err(Failure::RefusedRules(Box::new(findings))),
    }
}

/// What was read of a stream that may have so many bytes.
pub(crate) enum Reading {
    /// Everything.
    Whole(Vec<u8>),
    /// As many as it may have, and one more; the rest is not read.
    Cut(Vec<u8>),
}

/// Reads a stream to its end, or one byte beyond the limit.
pub(crate) fn read_at_most(stream: impl Read, limit_bytes: usize) -> io::Result<Reading> {
    let mut bytes = Vec::new();
    stream
        .take(limit_bytes as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(if bytes.len() > limit_bytes {
        Reading::Cut(bytes)
    } else {
        Reading::Whole(bytes)
    })
}

/// The finding about rules of too many bytes, with their first line.
fn too_large(name: &str, head: &[u8], size: Option<u64>, console: &Console) -> Findings {
    let line: Vec<u8> = head
        .iter()
        .copied()
        .take(256)
        .take_while(|byte| *byte != b'\n')
        .collect();
    let source = SourceText::new(name, String::from_utf8_lossy(&line).into_owned());
    let config = console.load_config();
    let limit = config.limit_bytes();
    let bytes = size.filter(|size| *size > limit as u64).map_or_else(
        || format!("more than {limit} bytes"),
        |size| format!("{size} bytes"),
    );
    let help = if config.large {
        "split the matrix"
    } else {
        "split the matrix, or lift the limit to 16 MiB with `--large`"
    };
    let message = format!("the file has {bytes}, the limit is {limit}");
    let diagnostic = Diagnostic::new(Code::TooLarge, source.line_span(1), message)
        .with_label("in this file")
        .with_help(help);
    Findings::new(Arc::new(source), vec![diagnostic])
}

/// Reads a text file that the user named; `what` says what it is.
pub(crate) fn read_text(path: &Path, what: &str, limit_bytes: usize) -> Result<String, Failure> {
    if !path.exists() {
        return Err(Failure::input(folder::missing(path, what)));
    }
    let name = path.display().to_string();
    let read = File::open(path).and_then(|file| read_at_most(file, limit_bytes));
    let read = read.map_err(|error| {
        Failure::input(format!(
            "cannot read the {what} `{name}`: {}",
            reason(&error)
        ))
    })?;
    let Reading::Whole(bytes) = read else {
        return Err(Failure::input(format!(
            "the {what} `{name}` has more than {} bytes, which is the limit: name the right file, or make it smaller",
            thousands(limit_bytes as u64)
        )));
    };
    String::from_utf8(bytes).map_err(|error| {
        let line = 1 + error
            .as_bytes()
            .iter()
            .take(error.utf8_error().valid_up_to())
            .filter(|b| **b == b'\n')
            .count();
        Failure::input(format!(
            "{name}:{line}: the {what} is not UTF-8: save it as UTF-8 in the editor"
        ))
    })
}

/// The message about a folder without a matrix: perhaps a folder of folders, or another name.
fn no_matrix(folder: &Path) -> String {
    let message = format!("the folder `{}` has no `{MATRIX}`", folder.display());
    if let Some(near) = folder::near(&folder.join(MATRIX)) {
        return format!("{message}, did you mean `{}`?", near.display());
    }
    let below = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let mut below: Vec<PathBuf> = below.filter(|path| path.join(MATRIX).is_file()).collect();
    below.sort_unstable();
    match below.first() {
        Some(first) => format!(
            "{message}: name one of the folders in it, such as `{}`",
            first.display()
        ),
        None => message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_leads_to_its_matrix_and_a_folder_of_folders_to_advice() {
        let root = std::env::temp_dir().join(format!("verdict-rules-{}", std::process::id()));
        std::fs::create_dir_all(root.join("atm")).unwrap();
        std::fs::write(root.join("atm/matrix.yaml"), "format: 1\n").unwrap();
        let found = RulesFile::find(&root.join("atm")).unwrap();
        assert_eq!(found, RulesFile::Path(root.join("atm/matrix.yaml")));
        assert_eq!(
            found.beside("costs.yaml"),
            Some(root.join("atm/costs.yaml"))
        );
        let above = RulesFile::find(&root).unwrap_err().to_string();
        assert!(above.contains("name one of the folders in it"), "{above}");
        let misspelt = RulesFile::find(&root.join("amt")).unwrap_err().to_string();
        assert!(misspelt.contains("did you mean"), "{misspelt}");
        std::fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn no_more_is_read_than_a_file_may_have() {
        let read = |limit| match read_at_most(&b"12345"[..], limit).unwrap() {
            Reading::Whole(bytes) => format!("whole {}", bytes.len()),
            Reading::Cut(bytes) => format!("cut {}", bytes.len()),
        };
        assert_eq!(read(5), "whole 5");
        assert_eq!(read(4), "cut 5");
        assert_eq!(read(0), "cut 1");
        let endless = read_at_most(io::repeat(0), 1_000).unwrap();
        assert!(matches!(endless, Reading::Cut(bytes) if bytes.len() == 1_001));
    }

    #[test]
    fn a_text_beyond_its_limit_is_refused_without_advice_that_has_no_effect() {
        let name = format!("verdict-limit-{}.yaml", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, "format: 1\n").unwrap();
        assert_eq!(read_text(&path, "map file", 10).unwrap(), "format: 1\n");
        let error = read_text(&path, "map file", 9).unwrap_err().to_string();
        assert!(error.contains("more than 9 bytes"), "{error}");
        assert!(!error.contains("--large"), "{error}");
        std::fs::remove_file(path).unwrap();
    }
}
