//! The shape of the tree: sizes of files, what they open with, and what belongs together.

use std::collections::BTreeSet;

use super::tree::{TextFile, Tree};

/// Most lines of a file, its tests aside.
const FILE_LINES_MAX: usize = 500;

/// What every rules folder holds.
const RULES_FILES: &[&str] = &["matrix.yaml", "cases.yaml", "costs.yaml"];

/// Rust files that are too long to be read whole.
pub(super) fn long_files(tree: &Tree) -> Vec<String> {
    let long =
        |file: &&TextFile| !file.is_test() && lines_without_tests(&file.text) > FILE_LINES_MAX;
    let complaint = |file: &TextFile| {
        let lines = lines_without_tests(&file.text);
        format!(
            "{}: {lines} lines, at most {FILE_LINES_MAX} are permitted",
            file.path
        )
    };
    rust(tree).filter(long).map(complaint).collect()
}

/// The lines up to a test module at the end of the file.
fn lines_without_tests(text: &str) -> usize {
    let code = text
        .split("\n#[cfg(test)]\nmod ")
        .next()
        .unwrap_or_default();
    code.lines().count()
}

/// Rust files that do not begin by saying what they are; `foo/tests.rs` is said to be the tests of
/// `foo` by its name.
pub(super) fn files_without_purpose(tree: &Tree) -> Vec<String> {
    let has_none = |file: &&TextFile| {
        if file.path.ends_with("/tests.rs") {
            return false;
        }
        let first = file.text.lines().next().unwrap_or_default();
        let purpose = first.strip_prefix("//! ").unwrap_or_default();
        purpose.len() < 10 || purpose.starts_with("Placeholder")
    };
    rust(tree)
        .filter(has_none)
        .map(|file| format!("{}: does not open with `//!` and its purpose", file.path))
        .collect()
}

fn rust(tree: &Tree) -> impl Iterator<Item = &TextFile> {
    tree.files().iter().filter(|file| file.is_rust())
}

/// Folders of `rules/` that lack one of their files.
pub(super) fn incomplete_rules_folders(tree: &Tree) -> Vec<String> {
    let folders: BTreeSet<&str> = tree
        .files()
        .iter()
        .filter_map(|file| file.path.strip_prefix("rules/")?.split_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    let paths = folders.into_iter().flat_map(|folder| {
        RULES_FILES
            .iter()
            .map(move |name| format!("rules/{folder}/{name}"))
    });
    paths
        .filter(|path| tree.text(path).is_none())
        .map(|path| format!("{path}: is missing"))
        .collect()
}

/// Manifests of packages that do not take over the lints of the workspace. Fuzz targets stand
/// outside it.
pub(super) fn crates_without_lints(tree: &Tree) -> Vec<String> {
    let is_member = |file: &&TextFile| {
        file.path.ends_with("/Cargo.toml")
            && !file.path.starts_with("fuzz/")
            && !file.path.starts_with("benches/rivals/")
    };
    let manifests = tree.files().iter().filter(is_member);
    manifests
        .filter(|file| !file.text.contains("[lints]\nworkspace = true"))
        .map(|file| {
            format!(
                "{}: does not take over the lints of the workspace",
                file.path
            )
        })
        .collect()
}

/// Settings of the root's `clippy.toml` that a nested one, which replaces it, does not repeat.
pub(super) fn clippy_settings_that_differ(tree: &Tree) -> Vec<String> {
    let settings = |text: &str| -> BTreeSet<String> {
        text.lines()
            .filter(|line| line.contains('=') && !line.starts_with('#'))
            .map(str::to_owned)
            .collect()
    };
    let shared = settings(tree.text("clippy.toml").unwrap_or_default());
    let nested = tree
        .files()
        .iter()
        .filter(|file| file.path.ends_with("/clippy.toml"));
    nested
        .flat_map(|file| {
            let own = settings(&file.text);
            let missing: Vec<String> = shared.difference(&own).cloned().collect();
            missing
                .into_iter()
                .map(move |line| format!("{}: lacks `{line}` of the root", file.path))
        })
        .collect()
}

#[test]
fn a_long_file_is_seen_and_its_tests_are_not_counted() {
    let lines = |count: usize| "//! A file.\n".repeat(count);
    let with_tests = format!(
        "{}\n#[cfg(test)]\nmod tests {{\n{}}}\n",
        lines(499),
        lines(400)
    );
    let tree = Tree::of(&[
        ("a.rs", &lines(500)),
        ("b.rs", &lines(501)),
        ("c.rs", &with_tests),
        ("c/tests.rs", &lines(900)),
    ]);
    assert_eq!(
        long_files(&tree),
        ["b.rs: 501 lines, at most 500 are permitted"]
    );
}

#[test]
fn a_file_without_purpose_is_seen() {
    let tree = Tree::of(&[
        ("a.rs", "//! Reads claims.\n"),
        ("b.rs", "use std::fmt;\n"),
        ("c.rs", "//! Placeholder.\n"),
        ("d.rs", ""),
        ("d/tests.rs", ""),
    ]);
    let complaints = files_without_purpose(&tree);
    assert_eq!(complaints.len(), 3, "{complaints:?}");
}

#[test]
fn a_rules_folder_without_costs_is_seen() {
    let tree = Tree::of(&[
        ("rules/README.md", ""),
        ("rules/refund/matrix.yaml", ""),
        ("rules/refund/cases.yaml", ""),
    ]);
    assert_eq!(
        incomplete_rules_folders(&tree),
        ["rules/refund/costs.yaml: is missing"]
    );
}

#[test]
fn a_package_that_escapes_the_lints_is_seen() {
    let tree = Tree::of(&[
        ("Cargo.toml", ""),
        ("fuzz/Cargo.toml", ""),
        ("crates/a/Cargo.toml", "[lints]\nworkspace = true"),
        ("crates/b/Cargo.toml", ""),
        ("clippy.toml", "# why\nlines = 70\ntests = true\n"),
        (
            "crates/a/clippy.toml",
            "lines = 90\ntests = true\nmore = []\n",
        ),
    ]);
    assert_eq!(
        crates_without_lints(&tree),
        ["crates/b/Cargo.toml: does not take over the lints of the workspace"]
    );
    assert_eq!(
        clippy_settings_that_differ(&tree),
        ["crates/a/clippy.toml: lacks `lines = 70` of the root"]
    );
}
