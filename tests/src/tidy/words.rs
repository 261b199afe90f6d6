//! Words that must not stand somewhere: impure ones in the core, left-overs and machine paths anywhere.

use super::code::{code_of, line_of, paths, words};
use super::tree::{TextFile, Tree};

const CORE: &str = "crates/decision-matrix/src/";

/// Types with which order or money would not be exact.
const INEXACT: &[&str] = &["f32", "f64", "HashMap", "HashSet"];

/// Parts of the standard library that reach out of the process or ask for the time.
const OUTSIDE: &[&str] = &["env", "fs", "io", "net", "os", "process", "time"];

/// Macros and attributes of unfinished work.
const UNFINISHED: &[&str] = &["todo!", "unimplemented!", "dbg!", "#[ignore"];

/// Marks of work to be done; each needs the number of its issue, as in `(#12)`.
const MARKS: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
];

/// Beginnings of paths that exist on one machine only.
const MACHINE: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/tm", "p/"),
    concat!("/wo", "rk/"),
    concat!("/Us", "ers/"),
];

/// The one file that may have code which the compiler cannot prove sound.
const UNSAFE_FILE: &str = "crates/decision-matrix/src/evaluate/simd.rs";

/// `unsafe` code outside of its one file.
pub(super) fn unsafe_code(tree: &Tree) -> Vec<String> {
    let files = tree.files().iter();
    let others = files.filter(|file| file.is_rust() && file.path != UNSAFE_FILE);
    let unsafe_files = others.filter(|file| words(&code_of(&file.text)).any(|it| it == "unsafe"));
    unsafe_files
        .map(|file| format!("{}: `unsafe` belongs into {UNSAFE_FILE} only", file.path))
        .collect()
}

/// Floats, hash maps, clocks, files and the environment in the core, its tests aside. A parameter
/// without a name, which a foreign trait asks for, holds nothing.
pub(super) fn impure_core(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    let is_core =
        |file: &&TextFile| file.path.starts_with(CORE) && file.is_rust() && !file.is_test();
    for file in tree.files().iter().filter(is_core) {
        let code = code_of(&file.text)
            .replace("_: f32", "")
            .replace("_: f64", "");
        let inexact = words(&code)
            .filter(|word| INEXACT.contains(word))
            .map(str::to_owned);
        let used = paths(&code, "std::").into_iter();
        let outside = used.filter(|path| {
            path.split("::")
                .next()
                .is_some_and(|head| OUTSIDE.contains(&head))
        });
        let found = inexact.chain(outside.map(|path| format!("std::{path}")));
        complaints
            .extend(found.map(|word| format!("{}: `{word}` has no place in the core", file.path)));
    }
    complaints
}

/// Unfinished work: macros and attributes in code, marks without an issue anywhere.
pub(super) fn left_overs(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in tree.files() {
        let code = if file.is_rust() {
            code_of(&file.text)
        } else {
            String::new()
        };
        for word in UNFINISHED.iter().filter(|word| code.contains(*word)) {
            complaints.push(format!("{}: `{word}` is left over", file.path));
        }
        for (mark, at) in found(&file.text, MARKS) {
            let after = file.text.get(at + mark.len()..).unwrap_or_default();
            if !after.starts_with("(#") && !after.starts_with(char::is_alphanumeric) {
                complaints.push(format!(
                    "{}:{}: `{mark}` without an issue",
                    file.path,
                    line_of(&file.text, at)
                ));
            }
        }
    }
    complaints
}

/// Paths of one machine, in code, documents and data.
pub(super) fn machine_paths(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in tree.files() {
        for (start, at) in found(&file.text, MACHINE) {
            let before = file.text.get(..at).unwrap_or_default();
            if !before
                .ends_with(|letter: char| letter.is_alphanumeric() || "._-}~".contains(letter))
            {
                complaints.push(format!(
                    "{}:{}: a path in `{start}` exists on one machine only",
                    file.path,
                    line_of(&file.text, at)
                ));
            }
        }
    }
    complaints
}

/// Where a text holds one of the words, with the byte.
fn found<'a>(text: &'a str, words: &'a [&str]) -> impl Iterator<Item = (&'a str, usize)> {
    words
        .iter()
        .flat_map(|word| text.match_indices(word).map(|(at, word)| (word, at)))
}

#[test]
fn an_impure_core_is_seen() {
    let code = "//! Why no f64.\nuse std::{fmt, fs}; fn rate(_: f32) -> f64 { std::time::Instant::now(); \"HashMap\" }\n#[cfg(test)]\nmod tests { use std::env; }";
    let tree = Tree::of(&[
        ("crates/decision-matrix/src/rate.rs", code),
        ("crates/decision-matrix/src/rate/tests.rs", "f64"),
        ("crates/decision-simulation/src/rate.rs", "f64"),
    ]);
    let complaints = impure_core(&tree);
    assert_eq!(complaints.len(), 3, "{complaints:?}");
    for (complaint, word) in
        complaints
            .iter()
            .zip(["`f64`", "`std::fs`", "`std::time::Instant::now`"])
    {
        assert!(complaint.contains(word), "{complaint}");
    }
}

#[test]
fn left_overs_are_seen() {
    let mark = concat!("TO", "DO");
    let tree = Tree::of(&[
        ("a.rs", "fn a() { todo!() }"),
        (
            "b.rs",
            "// todo!() in a comment is harmless\n#[ignore = \"slow\"]",
        ),
        (
            "c.md",
            &format!("{mark}(#12): with an issue\n{mark}: without\n{mark}S"),
        ),
    ]);
    let expected = [
        "a.rs: `todo!` is left over".to_owned(),
        "b.rs: `#[ignore` is left over".to_owned(),
        format!("c.md:2: `{mark}` without an issue"),
    ];
    assert_eq!(left_overs(&tree), expected);
}

#[test]
fn machine_paths_are_seen() {
    let path = concat!(
        "see /ho",
        "me/anna/rules\nhttps://example.com/ho",
        "me/page"
    );
    let complaints = machine_paths(&Tree::of(&[("a.md", path)]));
    assert_eq!(
        complaints,
        [concat!(
            "a.md:1: a path in `/ho",
            "me/` exists on one machine only"
        )]
    );
}
