//! Rules that the user named: a folder with `matrix.yaml` or a file, read and checked.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use decision_matrix::DecisionMatrix;
use decision_matrix::diagnostic::Findings;

use crate::failure::{Failure, reason};
use crate::folder;
use crate::output::Console;

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

    /// The bytes of the file.
    pub(crate) fn read(&self) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Standard => {
                let mut bytes = Vec::new();
                let read = std::io::stdin().lock().read_to_end(&mut bytes);
                read.map_err(|error| Failure::file("read", "standard input", &error))?;
                Ok(bytes)
            }
            Self::Path(path) => std::fs::read(path)
                .map_err(|error| Failure::file("read", &path.display().to_string(), &error)),
        }
    }

    /// Reads and checks the file; findings of a refused file come back as they are.
    pub(crate) fn check(
        &self,
        console: &Console,
    ) -> Result<Result<DecisionMatrix, Findings>, Failure> {
        let bytes = self.read()?;
        Ok(DecisionMatrix::from_bytes(
            &self.name(),
            &bytes,
            console.load_config(),
        ))
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

/// Reads a text file that the user named; `what` says what it is.
pub(crate) fn read_text(path: &Path, what: &str) -> Result<String, Failure> {
    if !path.exists() {
        return Err(Failure::input(folder::missing(path, what)));
    }
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        Failure::input(format!(
            "cannot read the {what} `{name}`: {}",
            reason(&error)
        ))
    })?;
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
}
