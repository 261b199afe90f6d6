//! The tidy test: the limits and arrows of the architecture, held by reading the tree.
//!
//! Each checker is a function from files to complaints, in a file of its own under `tidy/`, with a
//! small example that shows that it can complain. Here they are let loose on the real tree.

mod arrows;
mod code;
mod findings;
mod shape;
mod tree;
mod words;

use self::tree::Tree;

/// Fails with all complaints, one a line.
fn assert_tidy(complaints: &[String]) {
    assert!(
        complaints.is_empty(),
        "complaints ({}):\n{}",
        complaints.len(),
        complaints.join("\n")
    );
}

#[test]
fn the_tree_is_found() {
    let tree = Tree::read();
    for path in [
        "Cargo.toml",
        "clippy.toml",
        "crates/decision-matrix/src/lib.rs",
        "tests/src/tidy.rs",
    ] {
        assert!(
            tree.text(path).is_some_and(|text| !text.is_empty()),
            "{path}"
        );
    }
    assert!(tree.files().len() > 50, "{} files", tree.files().len());
}

#[test]
fn files_are_short_and_open_with_their_purpose() {
    let tree = Tree::read();
    assert_tidy(&shape::long_files(&tree));
    assert_tidy(&shape::files_without_purpose(&tree));
}

#[test]
fn crates_depend_only_along_the_arrows() {
    assert_tidy(&arrows::of_crates(&Tree::read()));
}

#[test]
fn modules_of_the_core_depend_only_along_the_arrows() {
    assert_tidy(&arrows::of_modules(&Tree::read()));
}

#[test]
fn the_core_has_no_float_hash_map_clock_file_or_environment() {
    assert_tidy(&words::impure_core(&Tree::read()));
}

#[test]
fn unsafe_code_is_in_one_file() {
    assert_tidy(&words::unsafe_code(&Tree::read()));
}

#[test]
fn nothing_is_left_over() {
    let tree = Tree::read();
    assert_tidy(&words::left_overs(&tree));
    assert_tidy(&words::machine_paths(&tree));
}

#[test]
fn every_finding_is_documented_and_triggered() {
    let tree = Tree::read();
    assert_tidy(&findings::undocumented(&tree));
    assert_tidy(&findings::untriggered(&tree));
}

#[test]
fn rules_folders_are_whole() {
    assert_tidy(&shape::incomplete_rules_folders(&Tree::read()));
}

#[test]
fn lints_hold_everywhere() {
    let tree = Tree::read();
    assert_tidy(&shape::crates_without_lints(&tree));
    assert_tidy(&shape::clippy_settings_that_differ(&tree));
}
