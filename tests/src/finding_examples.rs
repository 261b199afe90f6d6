//! Every example of the reference of findings raises the finding it stands for.

use decision_matrix::diagnostic::{Code, EXAMPLE_FRAME};
use serde_json::Value;

use crate::verdict_binary::Workplace;

/// Rules in which nothing is found: everything is used, every claim has its rule.
pub(crate) const FRAME_WITHOUT_FINDINGS: &str = r#"format: 1
matrix: example
version: "1"
currency: EUR
keys: {claim: claim_id}
factors:
  amount: {type: money, domain: ">= 0"}
decision:
  hit: unique
  rules: |
    | id | amount  || outcome | reason |
    | A1 | <= 5000 || approve | SMALL  |
    | R1 | > 5000  || review  | LARGE  |
"#;

/// Writes the example of every code as a file of its own, and gives their names.
pub(crate) fn write_all(place: &Workplace) -> Vec<String> {
    let codes = Code::ALL.iter();
    codes
        .map(|code| {
            let name = format!("{}.yaml", code.id());
            place.write(&name, file(*code));
            name
        })
        .collect()
}

/// The bytes of a rules file in which a code is found: its example in the frame. What an example only
/// describes, because it cannot be printed, is done here.
fn file(code: Code) -> Vec<u8> {
    let example = code.explanation().example;
    match code {
        // Letters up to U+00FF are one byte each in windows-1252.
        Code::Encoding => framed(example)
            .chars()
            .map(|letter| u8::try_from(u32::from(letter)).unwrap())
            .collect(),
        Code::TooLarge => framed(&example.repeat(262_144 / example.len() + 1)).into_bytes(),
        Code::ControlCharacter => framed(example).replace("<U+202E>", "\u{202e}").into_bytes(),
        _ => framed(example).into_bytes(),
    }
}

/// An example with what it leaves out, from the frame. A directive stands in front of everything.
fn framed(example: &str) -> String {
    let is_replaced = |line: &str| {
        let key = line.split(':').next().unwrap_or_default();
        example
            .lines()
            .any(|own| own.split(':').next() == Some(key))
    };
    let mut rest = String::new();
    let mut is_left_out = false;
    for line in EXAMPLE_FRAME.lines() {
        if !line.starts_with(' ') {
            is_left_out = is_replaced(line);
        }
        if !is_left_out {
            rest.push_str(line);
            rest.push('\n');
        }
    }
    if example.starts_with('%') {
        format!("{example}{rest}")
    } else {
        format!("{rest}{example}")
    }
}

/// The options with which an example is checked.
fn options(code: Code) -> &'static str {
    match code {
        Code::NotExamined | Code::NotProved => " --proof-budget 1",
        _ => "",
    }
}

#[test]
fn every_example_raises_its_finding() {
    let place = Workplace::new();
    let mut complaints = Vec::new();
    for (code, name) in Code::ALL.iter().zip(write_all(&place)) {
        let run = place.verdict(&format!("check {name} --format json{}", options(*code)));
        let document: Value =
            serde_json::from_str(&run.output).unwrap_or_else(|error| panic!("{error}: {run}"));
        let findings = document["findings"].as_array().unwrap();
        let found: Vec<_> = findings
            .iter()
            .map(|it| it["code"].as_str().unwrap())
            .collect();
        if !found.contains(&code.id()) {
            complaints.push(format!("{code:?}: {run}"));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Examples mended as the reference advises: what is replaced, and by what.
const MENDED: &[(Code, &[(&str, &str)])] = &[
    (Code::AlwaysTrue, &[(">= 30, < 50 ", "[30..50)")]),
    (Code::NeverTrue, &[("> 200", "> 50")]),
    (Code::Gap, &[("> 5001", "> 5000")]),
    (
        Code::OverlapUnderFirst,
        &[("<= 5000 | - ", "<= 5000 | not(fault), null")],
    ),
    (Code::Shadowed, &[(">= 1000", "> 1500")]),
    (Code::PartlyHidden, &[("[4000..9000]", "(5000..9000]")]),
    (
        Code::Redundant,
        &[("<= 100  || approve | SMALL", "<= 100  || approve | TINY")],
    ),
    (
        Code::Mergeable,
        &[("5000] || approve | SMALL", "5000] || approve | MIDDLE")],
    ),
    (Code::NullToDefault, &[("not(fault)", "not(fault), null")]),
    (Code::Overlap, &[("[5000..9000]", "(5000..9000]")]),
    (
        Code::Conflict,
        &[("<= 5000 | - ", "<= 5000 | not(fault), null")],
    ),
    (Code::Incomplete, &[("> 6000", "> 5000")]),
    (Code::UnreachableOutcome, &[("> 5000 ", "(5000..50000]")]),
    (
        Code::NearMonotone,
        &[("2000] || review ", "2000] || approve")],
    ),
    (
        Code::GuaranteePossible,
        &[("id | excess", "id | amount"), ("A1 | 0 ", "A1 | <= 5000")],
    ),
    (
        Code::GuaranteeViolated,
        &[("never: [approve], when", "never: [escalate], when")],
    ),
    (Code::NotExamined, &[]),
    (Code::NotProved, &[]),
    (Code::DeclineNotPermitted, &[("decline", "review")]),
];

#[test]
fn a_mended_example_no_longer_raises_its_finding() {
    let place = Workplace::new();
    let mut complaints = Vec::new();
    for (code, replaced) in MENDED {
        let mut text = framed(code.explanation().example);
        for (wrong, right) in *replaced {
            assert!(text.contains(wrong), "{code:?}: `{wrong}` is not there");
            text = text.replace(wrong, right);
        }
        place.write("m.yaml", text);
        // With the usual budget; every file is one that can be read.
        let run = place.verdict("check m.yaml --format json");
        if run.output.contains(&format!("\"{}\"", code.id())) || run.error.contains("error[DM02") {
            complaints.push(format!("{code:?}: {run}"));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn the_frame_and_the_rules_without_findings_are_accepted() {
    let place = Workplace::new();
    place.write("frame.yaml", EXAMPLE_FRAME);
    place.write("m.yaml", FRAME_WITHOUT_FINDINGS);
    place.verdict("check frame.yaml").exits(0);
    let run = place.verdict("check m.yaml --deny warnings").exits(0);
    assert!(run.output.contains("nothing found"), "{run}");
}

#[test]
fn an_example_takes_the_place_of_its_keys() {
    let framed = framed("factors:\n  a: {type: integer}\n");
    assert_eq!(framed.matches("factors:").count(), 1);
    assert!(
        framed.contains("\nkeys:") && !framed.contains("prior_claims"),
        "{framed}"
    );
    assert!(framed.contains("decision:\n  hit: first\n"), "{framed}");
}
