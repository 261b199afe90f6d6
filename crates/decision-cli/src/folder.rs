//! Paths that the user gave: what is there instead, where something is missing.

use std::path::{Path, PathBuf};

use decision_matrix::source::suggest;

/// The message about a path that is not there; `what` says what was looked for.
pub(crate) fn missing(path: &Path, what: &str) -> String {
    let message = format!("there is no {what} `{}`", path.display());
    match near(path) {
        Some(near) => format!("{message}, did you mean `{}`?", near.display()),
        None => message,
    }
}

/// A path with nearly the same name in the same folder, or below nearly the same folder.
pub(crate) fn near(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let parent = path.parent().unwrap_or_else(|| Path::new(""));
    if !folder_of(parent).is_dir() {
        let candidate = near(parent)?.join(name);
        return candidate.exists().then_some(candidate);
    }
    let names = names_in(folder_of(parent));
    let close = suggest::closest(&name, names.iter().map(String::as_str))?;
    Some(parent.join(close))
}

/// The empty path is the present folder.
fn folder_of(path: &Path) -> &Path {
    if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    }
}

/// The names in a folder, sorted; none where it cannot be read.
fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_finds_its_neighbour() {
        let folder = std::env::temp_dir().join(format!("verdict-near-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("atm-cash-dispute")).unwrap();
        std::fs::write(folder.join("claims.csv"), "").unwrap();
        assert_eq!(
            near(&folder.join("clams.csv")),
            Some(folder.join("claims.csv"))
        );
        assert_eq!(
            near(&folder.join("atm-cash-disptue")),
            Some(folder.join("atm-cash-dispute"))
        );
        assert_eq!(near(&folder.join("something-else.parquet")), None);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_misspelt_folder_is_found_above_the_file() {
        let folder = std::env::temp_dir().join(format!("verdict-above-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("rules")).unwrap();
        std::fs::write(folder.join("rules/matrix.yaml"), "").unwrap();
        assert_eq!(
            near(&folder.join("ruels/matrix.yaml")),
            Some(folder.join("rules/matrix.yaml"))
        );
        std::fs::remove_dir_all(folder).unwrap();
    }
}
