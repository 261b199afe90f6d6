use std::sync::Arc;

use super::*;
use crate::limits;
use crate::source::span::SourceText;
use crate::source::{reader, yaml};
use crate::table::{DeriveIndex, FactorIndex, ParameterIndex, ReasonIndex, TableIndex};

const RULES: &str = r#"format: 1
matrix: places
version: "1"
currency: EUR
keys: {claim: claim_id}
factors:
  amount: {type: money}
  prior: {type: integer}
parameters:
  small: {type: money, value: 5}
derive:
  half: {type: money, is: "amount / 2"}
tables:
  points:
    hit: first
    output: {type: integer}
    default: 0
    allow: {DM0301: gaps are wanted}
    rules:
      - {id: P1, when: {amount: "> 5"}, then: {points: 1}}
      - id: P2
        when: {prior: "> 1"}
        then: {points: 2}
        allow: {DM0303: kept for later}
  limit:
    output: {type: money}
    rows: prior
    columns: points
    cells: |
      | prior | 0   | >= 1 |
      |-------|-----|------|
      | 0     | 100 | 200  |
      | >= 1  | 300 | 400  |
decision:
  hit: first
  allow: {DM0310: names for the next version}
  rules: |
    | id | amount   | half || outcome | reason |
    # a comment
    | A1 | <= limit | -    || approve | SMALL  |
    | A2 | > 5      | > 7  || review  | LARGE  |
  default: {outcome: review, reason: NO_RULE}
reasons:
  SMALL: small
  LARGE: large
  NO_RULE: other
guarantees:
  - {id: G1, never: [decline]}
  - {id: G2, never: [approve], when: {amount: "> 9"}, allow: {DM0313: known, DM0405: no}}
"#;

const POINTS: TableRef = TableRef::Table(TableIndex(0));
const LIMIT: TableRef = TableRef::Table(TableIndex(1));

fn source_of(text: &str) -> SourceMatrix {
    let source = Arc::new(SourceText::new("m.yaml", text));
    let root = yaml::read(&source, limits::FILE_BYTES).unwrap();
    reader::read(&root, &source).0.unwrap()
}

/// Checks which text stands at a place; `None` where there is no such place.
#[track_caller]
fn check(place: Place, expected: Option<&str>) {
    let matrix = source_of(RULES);
    let span = Places::new(&matrix).span(place);
    assert_eq!(span.map(|span| &RULES[span.start..span.end]), expected);
}

#[test]
fn names_tables_and_guarantees() {
    check(Place::Table(POINTS), Some("points"));
    check(Place::Table(LIMIT), Some("limit"));
    check(Place::Table(TableRef::Decision), Some("decision"));
    check(Place::Table(TableRef::Table(TableIndex(2))), None);
    check(Place::Factor(FactorIndex(1)), Some("prior"));
    check(Place::Factor(FactorIndex(2)), None);
    check(Place::Parameter(ParameterIndex(0)), Some("small"));
    check(Place::Derive(DeriveIndex(0)), Some("half"));
    check(Place::Reason(ReasonIndex(2)), Some("NO_RULE"));
    check(Place::Reason(ReasonIndex(3)), None);
    check(Place::Guarantee(0), Some("{id: G1, never: [decline]}"));
    check(Place::Guarantee(2), None);
}

#[test]
fn rules_and_cells_of_a_grid() {
    let table = TableRef::Decision;
    let line = "| A2 | > 5      | > 7  || review  | LARGE  |";
    check(Place::Rule(table, 1), Some(line));
    check(Place::Rule(table, 2), None);
    check(Place::Cell(table, 0, 0), Some("<= limit"));
    check(Place::Cell(table, 1, 1), Some("> 7"));
    check(Place::Cell(table, 1, 2), None);
}

#[test]
fn rules_and_cells_of_the_long_form() {
    let first = r#"{id: P1, when: {amount: "> 5"}, then: {points: 1}}"#;
    check(Place::Rule(POINTS, 0), Some(first));
    check(Place::Cell(POINTS, 0, 0), Some("\"> 5\""));
    // The first rule does not name the column of the second.
    check(Place::Cell(POINTS, 0, 1), Some(first));
    check(Place::Cell(POINTS, 1, 1), Some("\"> 1\""));
    check(Place::Cell(POINTS, 1, 2), None);
}

#[test]
fn rules_and_cells_of_a_cross_table() {
    for (rule, (result, row, column)) in [
        ("100", "0", "0"),
        ("200", "0", ">= 1"),
        ("300", ">= 1", "0"),
        ("400", ">= 1", ">= 1"),
    ]
    .into_iter()
    .enumerate()
    {
        check(Place::Rule(LIMIT, rule), Some(result));
        check(Place::Cell(LIMIT, rule, 0), Some(row));
        check(Place::Cell(LIMIT, rule, 1), Some(column));
        check(Place::Cell(LIMIT, rule, 2), None);
    }
    check(Place::Rule(LIMIT, 4), None);
    check(Place::Cell(LIMIT, 4, 0), None);
}

/// Checks the reasons with which a finding of this code at this place is silenced.
#[track_caller]
fn check_silenced(finding: &Finding, expected: &[&str]) {
    let matrix = source_of(RULES);
    let entries = Places::new(&matrix).silencing(finding);
    let why: Vec<_> = entries.iter().map(|(_, why)| why.as_str()).collect();
    assert_eq!(why, expected);
}

#[test]
fn a_finding_is_silenced_in_its_table_its_rule_and_its_guarantee() {
    let at = |code, place| Finding::new(code, place, "found");
    let gaps = &["gaps are wanted"][..];
    check_silenced(&at(Code::Gap, Place::Table(POINTS)), gaps);
    check_silenced(&at(Code::Gap, Place::Rule(POINTS, 0)), gaps);
    check_silenced(&at(Code::Gap, Place::Table(LIMIT)), &[]);
    check_silenced(&at(Code::Gap, Place::Table(TableRef::Decision)), &[]);
    let later = &["kept for later"][..];
    check_silenced(&at(Code::Shadowed, Place::Rule(POINTS, 1)), later);
    check_silenced(&at(Code::Shadowed, Place::Cell(POINTS, 1, 0)), later);
    check_silenced(&at(Code::Shadowed, Place::Rule(POINTS, 0)), &[]);
    let known = &["known"][..];
    check_silenced(&at(Code::GuaranteePossible, Place::Guarantee(1)), known);
    check_silenced(&at(Code::GuaranteePossible, Place::Guarantee(0)), &[]);
}

#[test]
fn the_table_and_the_guarantee_that_a_finding_names_count_too() {
    let mut gap = Finding::new(Code::Gap, Place::Factor(FactorIndex(0)), "found");
    check_silenced(&gap, &[]);
    gap.table = Some(POINTS);
    check_silenced(&gap, &["gaps are wanted"]);
    let place = Place::Table(TableRef::Decision);
    let mut possible = Finding::new(Code::GuaranteePossible, place, "found");
    check_silenced(&possible, &[]);
    possible.guarantee = Some(1);
    check_silenced(&possible, &["known"]);
}

#[test]
fn the_decision_silences_what_stands_in_no_table() {
    for place in [
        Place::Factor(FactorIndex(0)),
        Place::Derive(DeriveIndex(0)),
        Place::Parameter(ParameterIndex(0)),
        Place::Reason(ReasonIndex(0)),
    ] {
        let unused = Finding::new(Code::Unused, place, "found");
        check_silenced(&unused, &["names for the next version"]);
    }
    let unused = Finding::new(Code::Unused, Place::Table(POINTS), "found");
    check_silenced(&unused, &[]);
}

#[test]
fn an_error_is_never_silenced() {
    let violated = Finding::new(Code::GuaranteeViolated, Place::Guarantee(1), "found");
    check_silenced(&violated, &[]);
}

#[test]
fn every_entry_is_listed_in_order() {
    let matrix = source_of(RULES);
    let codes: Vec<_> = Places::new(&matrix)
        .allowances()
        .into_iter()
        .map(|(code, _)| code.as_str())
        .collect();
    assert_eq!(codes, ["DM0301", "DM0303", "DM0310", "DM0313", "DM0405"]);
}
