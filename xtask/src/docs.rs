//! `cargo xtask docs`: documents that are written by the program, so that they cannot be wrong.

use std::fmt::Write as _;
use std::process::ExitCode;

use decision_matrix::diagnostic::{Code, EXAMPLE_FRAME};

use crate::shell::{self, Failure, Shell};
use crate::steps::Done;
use crate::unknown;

/// One generated document: its path in the tree, and how its text is made.
struct Document {
    path: &'static str,
    text: fn() -> String,
}

const DOCUMENTS: &[Document] = &[Document {
    path: "docs/findings.md",
    text: findings,
}];

/// Writes the documents, or with `--check` only compares them.
pub(crate) fn run(shell: &Shell, arguments: &[String]) -> Result<ExitCode, Failure> {
    match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        [] => write(shell)?,
        ["--check"] => {
            check(shell)?;
            println!("fresh");
        }
        ["--check", surplus, ..] | [surplus, ..] => {
            return Err(unknown("argument", surplus, ["--check"].into_iter()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Fails where a document is not what the program would write now.
pub(crate) fn check(shell: &Shell) -> Result<Done, Failure> {
    for document in DOCUMENTS {
        let path = shell.path(document.path);
        if !path.is_file() || shell::read(&path)? != (document.text)() {
            return Err(Failure::new(format!(
                "{} is stale; run `cargo xtask docs`",
                document.path
            )));
        }
    }
    Ok(Done::passed())
}

fn write(shell: &Shell) -> Result<(), Failure> {
    for document in DOCUMENTS {
        shell::write(&shell.path(document.path), &(document.text)())?;
        println!("wrote {}", document.path);
    }
    Ok(())
}

/// The reference of findings, from the registry of codes.
fn findings() -> String {
    let mut text = format!("{FINDINGS_HEAD}{EXAMPLE_FRAME}{FINDINGS_TABLE}");
    for code in Code::ALL {
        let _ = writeln!(
            text,
            "| [{id}](#{anchor}) | {} | {} | {} |",
            code.kind().as_str(),
            code.severity().as_str(),
            code.title(),
            id = code.id(),
            anchor = code.id().to_lowercase()
        );
    }
    for code in Code::ALL {
        text.push_str(&finding(*code));
    }
    text
}

/// What the reference says of one code.
fn finding(code: Code) -> String {
    let explanation = code.explanation();
    format!(
        "\n## {}\n\n**{}: {}.** Kind `{}`.\n\n{}\n\n*Why it is bad:* {}\n\n*Example:*\n\n```yaml\n{}```\n\n*What to do:* {}\n",
        code.id(),
        capitalised(code.severity().as_str()),
        code.title(),
        code.kind().as_str(),
        explanation.meaning,
        explanation.why,
        explanation.example,
        explanation.remedy,
    )
}

const FINDINGS_HEAD: &str = "\
<!-- Written by `cargo xtask docs` from `crates/decision-matrix/src/diagnostic/code.rs` and the files in `code/`; change those. -->

# Findings of `verdict check`

Every finding has a stable code. An error refuses the file; a warning is for somebody to look at and
fails `verdict check --deny warnings`; a note never fails a check. A finding names its place as
`path:line:column`, shows the line with a caret, and says how to mend it. Where a proof failed, it also
shows a claim that the engine itself decides so: every factor with its value.

A warning can be silenced in place, with a reason: `allow: {DM0301: why}` in the table, the long-form rule
or the guarantee at which it stands; for a name that stands in no table, in the decision. An entry that
silences nothing is a warning itself ([DM0310](#dm0310)).

The examples below show only what matters. The rest of each file is this; a key of an example stands in
place of the same key here:

```yaml
";

const FINDINGS_TABLE: &str = "\
```

| code | kind | severity | title |
|---|---|---|---|
";

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_row_and_a_heading() {
        let text = findings();
        for code in Code::ALL {
            let anchor = code.id().to_lowercase();
            assert!(
                text.contains(&format!("| [{}](#{anchor}) |", code.id())),
                "{code:?}"
            );
            assert!(text.contains(&format!("\n## {}\n", code.id())), "{code:?}");
            assert!(text.contains(code.explanation().example), "{code:?}");
        }
    }
}
