//! The oracle is right about matrices whose answers are known.

use decision_matrix::diagnostic::Code;

use super::grid::Grid;
use super::load::load;
use super::model::{Column, Derive, Kind, Model, Rule, Table, Unit};
use super::oracle::Oracle;
use super::truth::{errors, warnings};

/// Checks what the oracle says of a matrix: code, table, rules and what else, a finding a line.
#[track_caller]
fn check(model: &Model, expected: &[&str]) {
    let tables = load(model).tables;
    let oracle = Oracle::new(&tables, Grid::of(&[&tables]));
    let mut keys = errors(&oracle);
    if keys.keys().all(|key| key.code == Code::GuaranteeViolated) {
        keys.extend(warnings(&oracle));
    }
    let line = |key: &super::truth::Key| {
        let rules = key.rules.join(" ");
        let parts = [key.code.id(), &key.table, &rules, &key.what];
        let parts: Vec<&str> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        parts.join(" ")
    };
    let lines: Vec<String> = keys.keys().map(line).collect();
    assert_eq!(lines, expected, "{}", model.text());
}

fn ordered(name: &str, unit: Unit, domain: &str) -> Column {
    Column {
        name: name.to_owned(),
        kind: Kind::Ordered(unit),
        nullable: false,
        domain: Some(domain.to_owned()),
    }
}

fn age(domain: &str) -> Column {
    ordered("age", Unit::Integer, domain)
}

/// A table from lines like `A | < 5 | - || approve | S`; a line `default || ..` is the default.
fn table(hit: &'static str, columns: &[&str], lines: &[&str]) -> Table {
    let cells = |text: &str| text.split('|').map(|cell| cell.trim().to_owned()).collect();
    let mut table = Table {
        hit,
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        ..Table::default()
    };
    table.output.name = "decision".to_owned();
    for line in lines {
        let (conditions, results) = line.split_once("||").unwrap();
        let mut results: Vec<String> = cells(results);
        if results.len() == 2 {
            results.extend(["-".to_owned(), "-".to_owned()]);
        }
        let mut conditions: Vec<String> = cells(conditions);
        let id = conditions.remove(0);
        if id == "default" {
            table.default = Some(results);
        } else {
            table.rules.push(Rule {
                id,
                cells: conditions,
                results,
            });
        }
    }
    table
}

fn model(factors: &[Column], decision: Table) -> Model {
    Model {
        factors: factors.to_vec(),
        decision,
        ..Model::default()
    }
}

#[test]
fn a_hole_between_two_rules_is_a_gap_or_makes_the_table_incomplete() {
    let amount = [ordered("amount", Unit::Money, ">= 0")];
    let rules = ["A | < 5 || approve | S", "B | > 5 || review | L"];
    let hole = table("unique", &["amount"], &rules);
    check(&model(&amount, hole.clone()), &["DM0404 decision"]);
    let mut answered = hole;
    answered.default = Some(["review", "N", "-", "-"].map(str::to_owned).to_vec());
    check(&model(&amount, answered.clone()), &["DM0301 decision"]);
    answered.rules[0].cells[0] = "<= 5".to_owned();
    check(&model(&amount, answered), &[]);
}

#[test]
fn a_hole_that_no_claim_reaches_is_none() {
    let rules = ["A | < 5 || approve | S", "B | > 5 || review | L"];
    let rules = table("unique", &["age"], &rules);
    check(&model(&[age("[0..4], 6")], rules), &[]);
}

#[test]
fn one_rule_is_covered_by_two_others_together() {
    let rules = [
        "A | < 5 || approve | S",
        "B | >= 5 || review | L",
        "C | [3..7] || escalate | M",
    ];
    check(
        &model(&[age("[0..9]")], table("first", &["age"], &rules)),
        &[
            "DM0302 decision A C",
            "DM0302 decision B C",
            "DM0303 decision C",
            "DM0309 decision escalate",
        ],
    );
}

#[test]
fn the_order_of_two_rules_hides_one_in_part() {
    let rules = ["A | < 5 || approve | S", "B | >= 3 || review | L"];
    check(
        &model(&[age("[0..9]")], table("first", &["age"], &rules)),
        &["DM0302 decision A B", "DM0304 decision B"],
    );
}

#[test]
fn under_priority_the_more_cautious_rule_hides_the_upper_one() {
    let rules = [
        "A | < 5 || approve | S",
        "B | [3..9] || review | L",
        "C | [4..9] || review | L",
    ];
    check(
        &model(&[age("[0..9]")], table("priority", &["age"], &rules)),
        &["DM0303 decision C", "DM0304 decision A"],
    );
}

#[test]
fn cells_that_hold_everything_or_nothing_are_told_from_those_about_null() {
    let rules = [
        "A | >= 30, < 50 || approve | S",
        "B | null || review | L",
        "C | > 90 || review | L",
    ];
    let mut age = age("[0..90]");
    age.nullable = true;
    check(
        &model(&[age], table("unique", &["age"], &rules)),
        &["DM0307 decision A age", "DM0308 decision C age"],
    );
}

#[test]
fn a_missing_value_falls_to_the_default() {
    let risk = Column {
        name: "risk".to_owned(),
        nullable: true,
        ..Column::default()
    };
    let rules = [
        "A | true || escalate | S",
        "B | false || review | L",
        "default || approve | N",
    ];
    check(
        &model(&[risk], table("unique", &["risk"], &rules)),
        &["DM0301 decision", "DM0312 decision risk"],
    );
}

/// A limit for each status, in a table of its own.
fn with_limits(decision: Table) -> Model {
    let status = Column {
        name: "status".to_owned(),
        kind: Kind::Category(vec!["ok", "fault"]),
        ..Column::default()
    };
    let amount = ordered("amount", Unit::Money, "[0..1000]");
    let mut limits = table(
        "unique",
        &["status"],
        &["L1 | ok || 100", "L2 | fault || 300"],
    );
    limits.output = Column {
        name: "limit".to_owned(),
        kind: Kind::Ordered(Unit::Money),
        ..Column::default()
    };
    let mut model = model(&[amount, status], decision);
    model.tables.push(limits);
    model
}

#[test]
fn a_chain_of_tables_and_a_cell_that_names_one_are_followed() {
    let rules = ["A | <= limit | - || approve | S", "B | - | - || review | L"];
    let mut model = with_limits(table("first", &["amount", "limit"], &rules));
    model.guarantees = [
        "id: G1, never: [approve], when: {amount: \"> 300\"}",
        "id: G2, never: [approve], when: {amount: \"> 299\"}",
        "id: G3, never: [approve], when: {amount: \"> 100\", status: ok}",
        "id: G4, more_cautious: {amount: rising}",
        "id: G5, more_cautious: {amount: falling}",
    ]
    .map(str::to_owned)
    .to_vec();
    let expected = [
        "DM0302 decision A B",
        "DM0304 decision B",
        "DM0405 decision G2",
        "DM0405 decision G5",
    ];
    check(&model, &expected);
}

#[test]
fn an_exact_truth_is_followed() {
    let rules = ["A | true || approve | S", "B | false || review | L"];
    let mut model = with_limits(table("unique", &["covered"], &rules));
    model.derives.push(Derive {
        name: "covered".to_owned(),
        nullable: false,
        is: "amount <= limit".to_owned(),
    });
    model.guarantees = [
        "id: G1, never: [approve], when: {amount: \"> 300\"}",
        "id: G2, always: [approve], when: {amount: \"<= 100.01\"}",
    ]
    .map(str::to_owned)
    .to_vec();
    check(&model, &["DM0405 decision G2"]);
}

#[test]
fn results_that_agree_may_overlap_under_any_and_one_is_redundant() {
    let rules = [
        "A | < 5 || approve | S",
        "B | [2..4] || approve | S",
        "C | >= 5 || review | L",
    ];
    let mut model = model(&[age("[0..9]")], table("any", &["age"], &rules));
    check(&model, &["DM0305 decision B"]);
    model.decision.rules[1].cells[0] = "[2..5]".to_owned();
    check(&model, &["DM0403 decision B C"]);
}

#[test]
fn collected_rules_are_redundant_where_they_add_nothing() {
    let rules = ["A | < 7 || approve | S", "B | >= 7 || review | L"];
    let mut points = table(
        "collect sum",
        &["age"],
        &["P1 | > 3 || 0", "P2 | > 4 || 7", "default || 0"],
    );
    points.output = Column {
        name: "points".to_owned(),
        kind: Kind::Ordered(Unit::Integer),
        ..Column::default()
    };
    let mut model = model(&[age("[0..9]")], table("unique", &["points"], &rules));
    model.tables.push(points);
    check(&model, &["DM0301 points", "DM0305 points P1"]);
}
