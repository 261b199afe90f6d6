use std::sync::Arc;

use super::*;
use crate::diagnostic::Witness;
use crate::source::span::SourceText;
use crate::source::{reader, yaml};
use crate::table::{FactorIndex, ReasonIndex, TableIndex};
use crate::verify::{Place, TableRef};
use crate::{check, limits};

const RULES: &str = r#"format: 1
matrix: report
version: "1"
keys: {claim: claim_id}
factors:
  prior: {type: integer}
tables:
  points:
    hit: first
    output: {type: integer}
    default: 0
    allow: {DM0301: gaps are wanted, DM0305: no longer true}
    rules: |
      | id | prior || points |
      | P1 | > 5   || 1      |
decision:
  hit: first
  allow: {DM0302: the order is meant}
  rules: |
    | id | points || outcome | reason |
    | A1 | 0      || approve | SMALL  |
    | A2 | <= 1   || review  | LARGE  |
  default: {outcome: review, reason: NO_RULE}
guarantees:
  - {id: G1, never: [decline]}
"#;

const POINTS: TableRef = TableRef::Table(TableIndex(0));

/// What the file is told of the findings: text at the place, code, message.
fn told(
    findings: Vec<Finding>,
    report: fn(Vec<Finding>, &DecisionTables, &SourceMatrix) -> Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let source = Arc::new(SourceText::new("m.yaml", RULES));
    let root = yaml::read(&source, limits::FILE_BYTES).unwrap();
    let matrix = reader::read(&root, &source).0.unwrap();
    let tables = check::check(&matrix).tables.unwrap();
    report(findings, &tables, &matrix)
}

fn text_at(diagnostic: &Diagnostic) -> &str {
    let span = diagnostic.span();
    &RULES[span.start..span.end]
}

fn overlap() -> Finding {
    let place = Place::Rule(TableRef::Decision, 1);
    Finding {
        label: "also here".to_owned(),
        help: Some("swap them".to_owned()),
        related: vec![
            (Place::Rule(TableRef::Decision, 0), "first".to_owned()),
            (Place::Reason(ReasonIndex(0)), "not declared".to_owned()),
        ],
        table: Some(TableRef::Decision),
        rules: vec!["A1".to_owned(), "A2".to_owned()],
        guarantee: Some(0),
        witness: vec![Witness {
            values: vec![("prior".to_owned(), None)],
            decision: "approve (A1)".to_owned(),
        }],
        ..Finding::new(Code::Overlap, place, "`A1` and `A2` overlap")
    }
}

#[test]
fn everything_of_a_finding_reaches_the_file() {
    let all = told(vec![overlap()], diagnostics);
    let [diagnostic] = all.as_slice() else {
        panic!("{all:?}");
    };
    assert_eq!(text_at(diagnostic), "| A2 | <= 1   || review  | LARGE  |");
    assert_eq!(diagnostic.code(), Code::Overlap);
    assert_eq!(diagnostic.message(), "`A1` and `A2` overlap");
    assert_eq!(diagnostic.label(), "also here");
    assert_eq!(diagnostic.help(), Some("swap them"));
    // A place that the file does not have is left out, not made up.
    let related: Vec<_> = diagnostic
        .related()
        .iter()
        .map(|it| it.message.as_str())
        .collect();
    assert_eq!(related, ["first"]);
    assert_eq!(diagnostic.table(), Some("decision"));
    assert_eq!(diagnostic.rules(), ["A1", "A2"]);
    assert_eq!(diagnostic.guarantee(), Some("G1"));
    assert_eq!(diagnostic.witness(), overlap().witness);
}

#[test]
fn a_place_that_the_file_lacks_is_the_decision() {
    let unused = Finding::new(Code::Unused, Place::Reason(ReasonIndex(0)), "unused");
    let all = told(vec![unused], diagnostics);
    assert_eq!(text_at(&all[0]), "decision");
}

#[test]
fn what_the_file_silences_is_not_told() {
    let gap = Finding::new(Code::Gap, Place::Table(POINTS), "a gap");
    let other = Finding::new(Code::Gap, Place::Table(TableRef::Decision), "another");
    let all = told(vec![gap, other], diagnostics);
    let messages: Vec<_> = all.iter().map(Diagnostic::message).collect();
    assert_eq!(messages, ["another"]);
}

#[test]
fn an_entry_that_silences_nothing_is_told_when_every_analysis_ran() {
    let gap = Finding::new(Code::Gap, Place::Table(POINTS), "a gap");
    assert!(told(vec![gap.clone()], diagnostics).is_empty());
    let all = told(vec![gap.clone()], diagnostics_of_all);
    let found: Vec<_> = all
        .iter()
        .map(|it| (it.code(), text_at(it), it.message()))
        .collect();
    let expected = [
        (
            Code::Unused,
            "DM0305",
            "`allow` silences `DM0305`, which is not found here",
        ),
        (
            Code::Unused,
            "DM0302",
            "`allow` silences `DM0302`, which is not found here",
        ),
    ];
    assert_eq!(found, expected);

    let place = Place::Factor(FactorIndex(0));
    for code in [Code::NotExamined, Code::NotProved] {
        let cut_short = Finding::new(code, place, "cut short");
        let all = told(vec![gap.clone(), cut_short], diagnostics_of_all);
        let codes: Vec<_> = all.iter().map(Diagnostic::code).collect();
        assert_eq!(codes, [code]);
    }
}
