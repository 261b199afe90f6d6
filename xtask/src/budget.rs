//! What the core may drag in: at most so many crates, and only licences that are permitted.

use std::collections::{BTreeMap, BTreeSet};

use crate::shell::{self, Failure, Shell};
use crate::steps::Done;

/// Most packages in the tree of the core, itself included.
const CORE_CRATES_MAX: usize = 32;

/// Licences that anybody can fulfil by naming the authors.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Counts the crates of the core and reads the licences of everything that is shipped.
pub(crate) fn check(shell: &Shell) -> Result<Done, Failure> {
    let core = tree(shell, &["--package", "decision-matrix"])?;
    if core.len() > CORE_CRATES_MAX {
        let names: Vec<_> = core.keys().map(String::as_str).collect();
        return Err(Failure::new(format!(
            "the core has {} crates, at most {CORE_CRATES_MAX} are permitted: {}",
            core.len(),
            names.join(", ")
        )));
    }
    let all = tree(shell, &["--workspace"])?;
    let refused: Vec<String> = all
        .iter()
        .filter(|(_, licence)| !is_permitted(licence))
        .map(|(name, licence)| format!("{name} ({licence})"))
        .collect();
    if !refused.is_empty() {
        return Err(Failure::new(format!(
            "licences that are not permitted: {}",
            refused.join(", ")
        )));
    }
    Ok(Done::Passed(format!(
        "{} crates in the core, {} in all",
        core.len(),
        all.len()
    )))
}

/// Each package of a tree, name and version, with its licence; build dependencies included.
fn tree(shell: &Shell, packages: &[&str]) -> Result<BTreeMap<String, String>, Failure> {
    let mut command = shell.cargo(&[
        "tree",
        "--locked",
        "--edges",
        "normal,build",
        "--prefix",
        "none",
    ]);
    command.args(["--format", "{p}|{l}"]).args(packages);
    let listing = shell::capture(&mut command)?.stdout;
    Ok(listing.lines().filter_map(package_of).collect())
}

/// `name v1.2.3 (..)|licence (*)` as `name v1.2.3` and `licence`.
fn package_of(line: &str) -> Option<(String, String)> {
    let (package, licence) = line.split_once('|')?;
    let mut words = package.split(' ');
    let name = format!("{} {}", words.next()?, words.next()?);
    Some((name, licence.trim_end_matches(" (*)").to_owned()))
}

/// Whether one side of each `OR` can be fulfilled; brackets bind as written, `/` is an old `OR`.
fn is_permitted(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    let permitted: BTreeSet<&str> = LICENCES.iter().copied().collect();
    let mut rest = expression.as_str();
    let holds = any_of(&mut rest, &permitted);
    holds && rest.trim().is_empty()
}

fn any_of(rest: &mut &str, permitted: &BTreeSet<&str>) -> bool {
    let mut holds = all_of(rest, permitted);
    while let Some(after) = rest.trim_start().strip_prefix("OR ") {
        *rest = after;
        holds |= all_of(rest, permitted);
    }
    holds
}

fn all_of(rest: &mut &str, permitted: &BTreeSet<&str>) -> bool {
    let mut holds = one(rest, permitted);
    while let Some(after) = rest.trim_start().strip_prefix("AND ") {
        *rest = after;
        holds &= one(rest, permitted);
    }
    holds
}

fn one(rest: &mut &str, permitted: &BTreeSet<&str>) -> bool {
    let text = rest.trim_start();
    if let Some(inside) = text.strip_prefix('(') {
        *rest = inside;
        let holds = any_of(rest, permitted);
        *rest = rest
            .trim_start()
            .strip_prefix(')')
            .unwrap_or("unclosed bracket");
        return holds;
    }
    let end = [" OR ", " AND ", ")"]
        .iter()
        .filter_map(|stop| text.find(stop))
        .min();
    let (name, after) = text.split_at(end.unwrap_or(text.len()));
    *rest = after;
    permitted.contains(name.trim())
}

#[cfg(test)]
mod tests {
    use super::{is_permitted, package_of};

    #[test]
    fn licence_expressions_are_read_as_written() {
        for permitted in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-3.0",
        ] {
            assert!(is_permitted(permitted), "{permitted}");
        }
        for refused in [
            "",
            "GPL-3.0",
            "MIT AND GPL-3.0",
            "(MIT OR Apache-2.0) AND GPL-3.0",
            "(MIT",
            "MIT)",
        ] {
            assert!(!is_permitted(refused), "{refused}");
        }
    }

    #[test]
    fn a_line_of_the_tree_gives_the_package_and_its_licence() {
        let line =
            "decision-matrix v0.1.0 (/somewhere/crates/decision-matrix)|MIT OR Apache-2.0 (*)";
        let package = package_of(line);
        assert_eq!(
            package,
            Some((
                "decision-matrix v0.1.0".to_owned(),
                "MIT OR Apache-2.0".to_owned()
            ))
        );
    }
}
