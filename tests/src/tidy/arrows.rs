//! Who may use whom: the crates, and the modules of the core.

use std::collections::BTreeMap;

use super::code::{code_of, paths};
use super::tree::{TextFile, Tree};

const CORE: &str = "crates/decision-matrix/src/";

/// The crates that each crate may depend on. An unlisted crate needs a line here, and in
/// ARCHITECTURE.md.
const CRATES: &[(&str, &[&str])] = &[
    ("decision-matrix", &[]),
    ("decision-claims", &["decision-matrix"]),
    ("decision-log", &["decision-matrix"]),
    ("decision-simulation", &["decision-matrix"]),
    (
        "decision-service",
        &["decision-log", "decision-matrix", "decision-simulation"],
    ),
    (
        "decision-python",
        &["decision-claims", "decision-matrix", "decision-simulation"],
    ),
    (
        "decision-cli",
        &[
            "decision-claims",
            "decision-log",
            "decision-matrix",
            "decision-service",
            "decision-simulation",
        ],
    ),
];

/// Packages that only one crate may know.
const OWNED: &[(&str, &str)] = &[("arrow", "decision-claims"), ("parquet", "decision-claims")];

/// What everybody in the core may use: modules that know nothing but each other, and the words that
/// several stages speak.
const SHARED: &[&str] = &[
    "calendar",
    "comparison",
    "decimal",
    "error",
    "limits",
    "money",
    "number",
    "raw_value",
    "source::suggest",
    "table::Rounding",
];

/// The paths that each stage of the core may use besides the shared ones. The reference takes claims
/// and gives decisions in the same words as the fast engine, and takes nothing else from it.
const STAGES: &[(&str, &[&str])] = &[
    ("diagnostic", &["source"]),
    ("source", &["diagnostic"]),
    ("table", &[]),
    ("check", &["diagnostic", "source", "table"]),
    ("compile", &["table"]),
    ("evaluate", &["compile", "table"]),
    (
        "reference",
        &[
            "evaluate::AuditMark",
            "evaluate::Decision",
            "evaluate::DecisionReason",
            "evaluate::EngineReason",
            "evaluate::Fact",
            "evaluate::Facts",
            "evaluate::FaultSource",
            "evaluate::InputFault",
            "evaluate::RuleRef",
            "table",
        ],
    ),
    (
        "verify",
        &[
            "compile",
            "diagnostic::Code",
            "diagnostic::Witness",
            "evaluate",
            "table",
        ],
    ),
    (
        "diff",
        &[
            "compile",
            "evaluate",
            "matrix::DecisionMatrix",
            "table",
            "verify",
        ],
    ),
    (
        "matrix",
        &[
            "check",
            "compile",
            "diagnostic",
            "evaluate",
            "source",
            "table",
            "verify",
        ],
    ),
];

/// Dependencies between crates that no arrow permits; those of tests are free.
pub(super) fn of_crates(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in tree.files() {
        let Some(name) = crate_of(&file.path) else {
            continue;
        };
        let Some((_, permitted)) = CRATES.iter().find(|(known, _)| *known == name) else {
            complaints.push(format!(
                "{}: crate `{name}` has no line in the table of arrows",
                file.path
            ));
            continue;
        };
        for dependency in dependencies(&file.text) {
            if dependency.starts_with("decision-") && !permitted.contains(&dependency) {
                complaints.push(format!(
                    "{}: `{name}` must not depend on `{dependency}`",
                    file.path
                ));
            }
            if let Some((_, owner)) = OWNED
                .iter()
                .find(|(owned, owner)| dependency.starts_with(owned) && *owner != name)
            {
                complaints.push(format!(
                    "{}: only `{owner}` may depend on `{dependency}`",
                    file.path
                ));
            }
        }
    }
    complaints
}

/// The crate whose manifest a path is.
fn crate_of(path: &str) -> Option<&str> {
    let name = path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
    (!name.contains('/')).then_some(name)
}

/// The packages that a manifest names as dependencies of the product, not of its tests.
fn dependencies(manifest: &str) -> Vec<&str> {
    let mut is_section = false;
    let mut names = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            is_section =
                section.ends_with("dependencies") && !section.ends_with("dev-dependencies");
        } else if is_section && !line.starts_with('#') {
            names.extend(
                line.split(['.', '=', ' '])
                    .next()
                    .filter(|name| !name.is_empty()),
            );
        }
    }
    names
}

/// Uses between modules of the core that no arrow permits.
pub(super) fn of_modules(tree: &Tree) -> Vec<String> {
    let exports = exports(&code_of(
        tree.text(&format!("{CORE}lib.rs")).unwrap_or_default(),
    ));
    let mut complaints = Vec::new();
    for file in tree
        .files()
        .iter()
        .filter(|file| file.is_rust() && !file.is_test())
    {
        let Some(module) = module_of(file) else {
            continue;
        };
        let Some(permitted) = permitted(module) else {
            complaints.push(format!(
                "{}: module `{module}` has no line in the table of arrows",
                file.path
            ));
            continue;
        };
        for path in uses(file) {
            let path = exports.get(&path).unwrap_or(&path);
            let is_permitted = [module]
                .iter()
                .chain(SHARED)
                .chain(permitted)
                .any(|prefix| is_within(path, prefix));
            if !is_permitted {
                complaints.push(format!("{}: `{module}` must not use `{path}`", file.path));
            }
        }
    }
    complaints
}

/// The paths that a module may use; a shared one only what is shared.
fn permitted(module: &str) -> Option<&'static [&'static str]> {
    let stage = STAGES
        .iter()
        .find(|(stage, _)| *stage == module)
        .map(|(_, permitted)| *permitted);
    stage.or_else(|| SHARED.contains(&module).then_some(&[]))
}

/// Whether a path is the prefix or goes on from it.
fn is_within(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The module of the core that a file belongs to; the façade belongs to none.
fn module_of(file: &TextFile) -> Option<&str> {
    let path = file
        .path
        .strip_prefix(CORE)
        .filter(|path| *path != "lib.rs")?;
    path.split(['/', '.']).next()
}

/// The paths from the root of the crate that a file uses, by `crate::` or by enough `super::`.
fn uses(file: &TextFile) -> Vec<String> {
    let code = code_of(&file.text);
    let depth = file
        .path
        .strip_prefix(CORE)
        .unwrap_or_default()
        .split('/')
        .count();
    [
        paths(&code, "crate::"),
        paths(&code, &"super::".repeat(depth)),
    ]
    .concat()
}

/// The names that the façade gives out, with the path that each comes from.
fn exports(facade: &str) -> BTreeMap<String, String> {
    let uses = paths(facade, "pub use ").into_iter();
    uses.filter_map(|path| Some((path.rsplit("::").next()?.to_owned(), path)))
        .collect()
}

#[test]
fn a_dependency_against_the_arrows_is_seen() {
    let manifest = "[dependencies]\ndecision-claims.workspace = true\nparquet = \"1\"\nserde = \"1\"\n[dev-dependencies]\ndecision-cli = \"0\"";
    let tree = Tree::of(&[
        ("crates/decision-simulation/Cargo.toml", manifest),
        ("crates/new/Cargo.toml", ""),
    ]);
    let complaints = of_crates(&tree);
    let expected = [
        "crates/decision-simulation/Cargo.toml: `decision-simulation` must not depend on `decision-claims`",
        "crates/decision-simulation/Cargo.toml: only `decision-claims` may depend on `parquet`",
        "crates/new/Cargo.toml: crate `new` has no line in the table of arrows",
    ];
    assert_eq!(complaints, expected);
}

#[test]
fn a_use_against_the_arrows_is_seen() {
    let tree = Tree::of(&[
        (
            "crates/decision-matrix/src/lib.rs",
            "pub use evaluate::{facts::Facts, Decision}; pub use raw_value::RawValue;",
        ),
        (
            "crates/decision-matrix/src/table/cell.rs",
            "use crate::source::cell::CellSyntax; use crate::comparison::Comparison; // crate::check",
        ),
        (
            "crates/decision-matrix/src/compile.rs",
            "use super::diagnostic::Code; use crate::{number, RawValue, Facts};",
        ),
        (
            "crates/decision-matrix/src/check/names.rs",
            "use super::super::evaluate; use super::cells; use crate::table::Cell;",
        ),
        (
            "crates/decision-matrix/src/check/names/tests.rs",
            "use crate::evaluate::Facts;",
        ),
        ("crates/decision-matrix/src/utils.rs", ""),
    ]);
    let expected = [
        "crates/decision-matrix/src/table/cell.rs: `table` must not use `source::cell::CellSyntax`",
        "crates/decision-matrix/src/compile.rs: `compile` must not use `evaluate::facts::Facts`",
        "crates/decision-matrix/src/compile.rs: `compile` must not use `diagnostic::Code`",
        "crates/decision-matrix/src/check/names.rs: `check` must not use `evaluate`",
        "crates/decision-matrix/src/utils.rs: module `utils` has no line in the table of arrows",
    ];
    assert_eq!(of_modules(&tree), expected);
}
