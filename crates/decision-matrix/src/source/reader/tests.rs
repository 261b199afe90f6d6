use super::*;
use crate::source::matrix::{SourceBody, SourceCells, SourceGuaranteeClaim};
use crate::source::yaml;

/// A file that uses every key once.
const FULL: &str = r#"format: 1
matrix: demo
version: "1"
title: A demo
owner: team
currency: RUB
effective: {from: 2026-01-01, to: 2027-01-01}
keys: {claim: claim_id, time: filed_at, natural: [device, trace]}
permits: [decline]
factors:
  amount: {type: money, domain: "[0..10]", unit: RUB, label: the amount, nullable: true, changeable: false, sensitive: true}
  grade: {type: category, values: [good, bad]}
  paid: {type: money, from: {history: sum, of: approvals, field: amount, per: customer, window: P1D}}
parameters:
  small: {type: money, value: 5, label: l, tune: {min: 0, max: 9, step: 1}}
derive:
  share: {type: decimal, scale: 2, is: "amount / 3", rounding: down, label: l}
tables:
  points:
    hit: first
    output: {type: integer, nullable: false}
    default: 0
    label: points
    allow: {DM0304: why}
    rules: |
      | id | amount || points |
      | P1 | >= 3   || 40     |
  limit:
    output: {type: money}
    rows: grade
    columns: points
    cells: |
      | grade | 0 | >= 1 |
      | good  | 5 | 1    |
    tune: {grid: [1, 5], falling: {rows: down, columns: right}, frozen: ["good / 0"]}
decision:
  hit: first
  rules:
    - {id: A, when: {amount: "< 5"}, then: {outcome: approve, reason: R}}
    - id: B
      then: {reason: S, outcome: review, route: desk}
      when: {grade: bad, amount: "-"}
      allow: {DM0301: because}
  default: {outcome: review, reason: NO_RULE}
reasons:
  R: plain
  S: {en: english, ru: русский}
  T: {staff: {en: x}, customer: y, root_cause: word}
guarantees:
  - {id: G1, never: [approve], when: {amount: "> 5"}, allow: {DM0305: why}}
  - {id: G2, always: [review]}
  - {id: G3, more_cautious: {amount: rising}}
audit: {share: 0.02, of: [approve], mode: after_payment}
"#;

fn read_text(text: &str) -> (Option<SourceMatrix>, Vec<String>) {
    let source = SourceText::new("m", text);
    let root = yaml::read(&source, 262_144).unwrap();
    let (matrix, diagnostics) = read(&root, &source);
    let shown = |d: &Diagnostic| {
        let place = source.line_column(d.span().start);
        format!(
            "{}:{} {} {}",
            place.line,
            place.column,
            d.code().id(),
            d.message()
        )
    };
    (matrix, diagnostics.iter().map(shown).collect())
}

fn words(texts: &[Text]) -> Vec<&str> {
    texts.iter().map(Text::as_str).collect()
}

#[test]
fn reads_every_key() {
    let (matrix, problems) = read_text(FULL);
    assert_eq!(problems, [""; 0]);
    let matrix = matrix.unwrap();
    assert_eq!(matrix.id.text, "demo");
    assert_eq!(words(&matrix.keys.natural), ["device", "trace"]);
    assert_eq!(matrix.keys.columns.len(), 2);
    let amount = &matrix.factors[0];
    assert!(amount.value_type.nullable && amount.sensitive && !amount.changeable);
    let defaults = &matrix.factors[1];
    assert!(!defaults.value_type.nullable && !defaults.sensitive && defaults.changeable);
    assert_eq!(
        matrix.factors[2].history.as_ref().unwrap().per.text,
        "customer"
    );
    assert_eq!(matrix.parameters[0].tune.as_ref().unwrap().step.text, "1");
    assert_eq!(matrix.derives[0].rounding.as_ref().unwrap().text, "down");
    assert_eq!(matrix.tables[0].allow[0].1.text, "why");
    let default = matrix.tables[0].default.as_ref().unwrap();
    assert_eq!(
        (default.results[0].0.as_str(), default.results[0].1.as_str()),
        ("points", "0")
    );
    let SourceBody::Cross { tune, grid, .. } = &matrix.tables[1].body else {
        panic!()
    };
    assert_eq!(words(&tune.as_ref().unwrap().frozen), ["good / 0"]);
    assert_eq!(grid.corner.text, "grade");
    assert!(
        matches!(&matrix.guarantees[2].claim, SourceGuaranteeClaim::MoreCautious(pairs) if pairs.len() == 1)
    );
    assert_eq!(matrix.audit.unwrap().share.text, "0.02");
}

#[test]
fn the_long_form_fills_the_columns_of_all_rules() {
    let matrix = read_text(FULL).0.unwrap();
    let SourceBody::Rules {
        columns,
        results,
        rules,
        ..
    } = &matrix.decision.body
    else {
        panic!()
    };
    assert_eq!(words(columns), ["amount", "grade"]);
    assert_eq!(words(results), ["outcome", "reason", "route"]);
    let cells = |cells: &SourceCells, count: usize| -> Vec<String> {
        assert_eq!(cells.get(count), None);
        let cells = (0..count).map(|column| cells.get(column));
        cells
            .map(|cell| cell.map_or("", Text::as_str).to_owned())
            .collect()
    };
    assert_eq!(cells(&rules[0].conditions, 2), ["< 5", ""]);
    assert_eq!(cells(&rules[0].results, 3), ["approve", "R", ""]);
    assert_eq!(cells(&rules[1].conditions, 2), ["-", "bad"]);
    assert_eq!(cells(&rules[1].results, 3), ["review", "S", "desk"]);
    // What a rule leaves out takes no room.
    assert_eq!(rules[0].conditions.cells().len(), 1);
    assert_eq!(rules[1].allow[0].0.text, "DM0301");
}

#[test]
fn wordings_of_reasons() {
    let reasons = read_text(FULL).0.unwrap().reasons.unwrap();
    assert_eq!(reasons[0].staff[0], (None, reasons[0].staff[0].1.clone()));
    assert_eq!(reasons[1].staff[1].0.as_ref().unwrap().text, "ru");
    assert_eq!(reasons[2].customer[0].1.text, "y");
    assert_eq!(reasons[2].root_cause.as_ref().unwrap().text, "word");
}

/// What to replace by what in the full file, and the one problem that it makes.
const SHAPE_ERRORS: &[(&str, &str, &str)] = &[
    (
        "format: 1",
        "format: 2",
        "1:9 DM0104 the format `2` is not known",
    ),
    (
        "matrix: demo\n",
        "",
        "1:1 DM0102 the key `matrix` is missing in a rules file",
    ),
    (
        "title: A demo",
        "titel: A demo",
        "4:1 DM0101 the key `titel` is not known in a rules file",
    ),
    (
        "title: A demo",
        "title: [x]",
        "4:8 DM0103 `title` must be a text, not a list",
    ),
    ("title: A demo", "title: ''", "4:8 DM0012 `title` is empty"),
    (
        "permits: [decline]",
        "permits: decline",
        "9:10 DM0103 `permits` must be a list, not a text",
    ),
    (
        "from: 2026-01-01",
        "form: 2026-01-01",
        "7:13 DM0101 the key `form` is not known in `effective`",
    ),
    (
        "unit: RUB",
        "unti: RUB",
        "11:44 DM0101 the key `unti` is not known in factor `amount`",
    ),
    (
        "nullable: true,",
        "nullable: yes,",
        "11:84 DM0104 `nullable` must be `true` or `false`, not `yes`",
    ),
    (
        "grade: {type: category, ",
        "grade: {",
        "12:3 DM0102 the key `type` is missing in factor `grade`",
    ),
    (
        "[good, bad]",
        "good",
        "12:35 DM0103 `values` must be a list, not a text",
    ),
    (
        "per: customer, ",
        "",
        "13:23 DM0102 the key `per` is missing in `from`",
    ),
    (
        "value: 5, ",
        "",
        "15:3 DM0102 the key `value` is missing in parameter `small`",
    ),
    (
        ", step: 1",
        "",
        "15:44 DM0102 the key `step` is missing in `tune`",
    ),
    (
        "is: \"amount / 3\", ",
        "",
        "17:3 DM0102 the key `is` is missing in derive `share`",
    ),
    ("\"amount / 3\"", "\"\"", "17:40 DM0012 `is` is empty"),
    (
        "    output: {type: integer, nullable: false}\n",
        "",
        "19:3 DM0102 the key `output` is missing in table `points`",
    ),
    (
        "    rules: |\n",
        "    rules: >\n",
        "25:5 DM0103 `rules` must be a literal block (`rules: |`) or a list, not a folded block",
    ),
    (
        "|| points |\n",
        "| points |\n",
        "26:7 DM0106 the line has no `||` between conditions and results",
    ),
    (
        "    rows: grade\n",
        "",
        "28:3 DM0102 the key `rows` is missing in cross-table `limit`",
    ),
    (
        "cells: |\n",
        "cells: >\n",
        "32:5 DM0103 `cells` must be a literal block (`cells: |`), not a folded block",
    ),
    (
        "| good  | 5 |",
        "| good  |",
        "34:7 DM0106 the line has 2 cells, the header has 3",
    ),
    (
        "falling: {rows",
        "falling: {row",
        "35:36 DM0101 the key `row` is not known in `falling`",
    ),
    (
        "decision:\n",
        "decision:\n  rows: x\n",
        "37:3 DM0101 the key `rows` is not known in `decision`",
    ),
    (
        "{id: A, ",
        "{",
        "39:7 DM0102 the key `id` is missing in a rule",
    ),
    (
        "when: {amount: \"< 5\"}",
        "whn: {}",
        "39:15 DM0101 the key `whn` is not known in a rule",
    ),
    (
        "      then: {reason: S, outcome: review, route: desk}\n",
        "",
        "40:7 DM0102 the key `then` is missing in a rule",
    ),
    (
        "default: {outcome: review, reason: NO_RULE}",
        "default: x",
        "44:12 DM0103 `default` must be a mapping, not a text",
    ),
    (
        "root_cause: word",
        "rootcause: word",
        "48:36 DM0101 the key `rootcause` is not known in a reason",
    ),
    (
        "{en: english",
        "{staf: english",
        "47:7 DM0101 the key `staf` is not known in a reason",
    ),
    (
        "never: [approve], ",
        "",
        "50:5 DM0102 a guarantee has one of `never`, `always`, `more_cautious`",
    ),
    (
        "always: [review]",
        "always: [review], never: [approve]",
        "51:32 DM0104 a guarantee has only one of `never`, `always`, `more_cautious`",
    ),
    (
        "more_cautious: {amount: rising}",
        "more_cautious: {amount: rising}, when: {}",
        "52:47 DM0104 `when` cannot stand beside `more_cautious`",
    ),
    (
        "share: 0.02, ",
        "",
        "53:1 DM0102 the key `share` is missing in `audit`",
    ),
];

#[test]
fn shape_errors_stand_at_their_places() {
    for &(from, to, expected) in SHAPE_ERRORS {
        assert!(FULL.contains(from), "{from}");
        let (matrix, problems) = read_text(&FULL.replacen(from, to, 1));
        assert_eq!(problems, [expected], "{from} -> {to}");
        assert!(matrix.is_some(), "{from}");
    }
}

#[test]
fn all_errors_are_reported_at_once() {
    let text = FULL
        .replacen("format: 1", "fromat: 1", 1)
        .replacen("unit: RUB", "unti: RUB", 1)
        .replacen("{id: A, ", "{", 1)
        .replacen("share: 0.02", "part: 0.02", 1);
    let (matrix, problems) = read_text(&text);
    assert!(matrix.is_some());
    assert_eq!(problems.len(), 6);
}

#[test]
fn without_a_decision_there_is_no_matrix() {
    let (matrix, problems) = read_text("format: 1\nmatrix: a\nversion: b\n");
    assert!(matrix.is_none());
    let missing = ["keys", "factors", "decision"];
    let expected =
        missing.map(|key| format!("1:1 DM0102 the key `{key}` is missing in a rules file"));
    assert_eq!(problems, expected);
    let (matrix, problems) = read_text("[a]\n");
    assert!(matrix.is_none());
    assert_eq!(
        problems,
        ["1:1 DM0103 a rules file must be a mapping, not a list"]
    );
}

#[test]
fn a_hostile_file_has_no_endless_list_of_problems() {
    let keys: Vec<String> = (0..10_000).map(|key| format!("faktor{key}: 1\n")).collect();
    let keys = keys.concat();
    assert_eq!(read_text(&keys).1.len(), 1_000);
    let grid = format!(
        "decision:\n  rules: |\n    | id || a |\n{}",
        "    |\n".repeat(40_000)
    );
    assert_eq!(read_text(&grid).1.len(), 1_000);
}
