//! Every code of the registry is explained in the reference and triggered by a test.

use decision_matrix::diagnostic::Code;

use super::tree::{TextFile, Tree};

const REFERENCE: &str = "docs/findings.md";

/// Codes without a heading in the reference.
pub(super) fn undocumented(tree: &Tree) -> Vec<String> {
    let reference = tree.text(REFERENCE).unwrap_or_default();
    let lacks = |code: &&Code| !reference.contains(&format!("\n## {}\n", code.id()));
    Code::ALL
        .iter()
        .filter(lacks)
        .map(|code| format!("{REFERENCE}: lacks {}; run `cargo xtask docs`", code.id()))
        .collect()
}

/// Codes that no test mentions, be it by number or by name, in its text, data or snapshot.
pub(super) fn untriggered(tree: &Tree) -> Vec<String> {
    let is_evidence = |file: &&TextFile| file.is_test() && !file.path.starts_with("tests/src/tidy");
    let evidence: Vec<&TextFile> = tree.files().iter().filter(is_evidence).collect();
    let is_untriggered = |code: &&Code| {
        let name = format!("Code::{code:?}");
        !evidence
            .iter()
            .any(|file| file.text.contains(code.id()) || has_word(&file.text, &name))
    };
    Code::ALL
        .iter()
        .filter(is_untriggered)
        .map(|code| format!("no test triggers {}, {}", code.id(), code.title()))
        .collect()
}

/// Whether a text holds a word that does not go on after its end.
fn has_word(text: &str, word: &str) -> bool {
    text.split(word)
        .skip(1)
        .any(|after| !after.starts_with(char::is_alphanumeric))
}

#[test]
fn a_code_without_heading_or_test_is_seen() {
    let all = Code::ALL.len();
    let tree = Tree::of(&[
        (REFERENCE, "\n## DM0001\n"),
        (
            "crates/a/src/b/tests.rs",
            "DM0001 Code::TooLarge, Code::ControlCharacterAndMore",
        ),
        ("crates/a/src/b.rs", "DM0004"),
        ("tests/src/tidy/c.rs", "DM0005"),
    ]);
    assert_eq!(undocumented(&tree).len(), all - 1);
    assert_eq!(untriggered(&tree).len(), all - 2);
}
