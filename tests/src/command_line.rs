//! The program from end to end, on the shipped rules: what a user types and what comes out.

mod bench;
mod conversation;
mod diff;
mod exit_codes;
mod limits_of_registers;
mod portfolio;
mod real_claims;
mod register;
mod simulate;

use std::path::{Path, PathBuf};

use crate::verdict_binary::Workplace;

/// The shipped rules folders.
pub(crate) const SHIPPED: [&str; 6] = [
    "atm-cash-dispute",
    "atm-deposit-not-credited",
    "baggage-claim",
    "card-fee-refund",
    "credit-limit-restore",
    "expense-refund",
];

/// The path of a shipped rules folder.
fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../rules")
        .join(name)
}

/// A place with copies of the shipped rules of this name.
pub(crate) fn place_with(name: &str) -> Workplace {
    let place = Workplace::new();
    for entry in std::fs::read_dir(shipped(name)).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_string_lossy();
        place.write(&format!("{name}/{file}"), std::fs::read(&path).unwrap());
    }
    place
}

#[test]
fn every_shipped_folder_is_known_here() {
    let folders = std::fs::read_dir(shipped(""))
        .unwrap()
        .map(|entry| entry.unwrap());
    let folders = folders.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = folders
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, SHIPPED);
}

#[test]
fn shipped_rules_are_checked_tested_and_laid_out() {
    for name in SHIPPED {
        let place = place_with(name);
        place
            .verdict(&format!("check {name} --deny warnings"))
            .exits(0);
        place.verdict(&format!("fmt {name} --check")).exits(0);
        let tested = place.verdict(&format!("test {name} --format json")).json();
        assert!(tested["cases"].as_u64() >= Some(10), "{name}: {tested}");
        assert_eq!(tested["failed"], 0, "{name}: {tested}");
    }
}
