//! The text files of the repository, read once, with paths from its root.

use std::fs;
use std::path::Path;

/// What belongs to the repository; all else at its root is built or generated.
const TOP_LEVEL: &[&str] = &[
    ".cargo", ".ci", "benches", "crates", "docs", "fuzz", "rules", "tests", "xtask",
];

/// Folders that hold what a run leaves behind.
const LEFT_BEHIND: &[&str] = &["target", "corpus", "artifacts"];

/// Endings of text files; a file without an ending is one too.
const TEXT_ENDINGS: &[&str] = &[
    "css", "csv", "html", "js", "json", "jsonl", "md", "rs", "sh", "snap", "svg", "toml", "yaml",
];

/// One text file.
pub(super) struct TextFile {
    /// Its path from the root, with `/` on every platform.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
}

impl TextFile {
    /// Whether it holds tests and nothing else.
    pub(super) fn is_test(&self) -> bool {
        let mut folders = self.path.split('/');
        self.path.ends_with("/tests.rs")
            || folders.any(|folder| matches!(folder, "tests" | "snapshots"))
    }

    /// Whether it is Rust.
    pub(super) fn is_rust(&self) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|ending| ending == "rs")
    }
}

/// The files, in the order of their paths.
pub(super) struct Tree(Vec<TextFile>);

impl Tree {
    /// Reads the repository that this test was built in.
    pub(super) fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .unwrap_or(Path::new("."));
        let mut files = Vec::new();
        collect(root, "", &mut files);
        files.sort_by(|left, right| left.path.cmp(&right.path));
        Self(files)
    }

    /// A tree of made-up files: path and text.
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| TextFile {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        };
        Self(files.iter().map(file).collect())
    }

    /// All files.
    pub(super) fn files(&self) -> &[TextFile] {
        &self.0
    }

    /// The text of one file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|file| file.path == path)
            .map(|file| file.text.as_str())
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<TextFile>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_folder = entry.path().is_dir();
        let path = format!("{prefix}{name}");
        if is_folder
            && !LEFT_BEHIND.contains(&name.as_str())
            && (!prefix.is_empty() || TOP_LEVEL.contains(&name.as_str()))
        {
            collect(&entry.path(), &format!("{path}/"), files);
        }
        let is_text = match name.rsplit_once('.') {
            Some((_, ending)) => TEXT_ENDINGS.contains(&ending),
            None => true,
        };
        if !is_folder
            && is_text
            && let Ok(text) = fs::read_to_string(entry.path())
        {
            files.push(TextFile { path, text });
        }
    }
}
