use std::sync::Arc;

use decision_matrix::table::{FactorIndex, Outcome};
use decision_matrix::{CompileConfig, CompiledMatrix, DecisionMatrix, Facts, RawValue};

use super::Tunables;

const CONFIG: CompileConfig = CompileConfig { audit_key: None };

/// Rules with a limit in each of several ways.
fn rules(factors: &str, parameters: &str, tables: &str, decision: &str) -> DecisionMatrix {
    let text = format!(
        "
format: 1
matrix: small-limits
version: \"1\"
currency: RUB
keys: {{claim: claim_id}}
factors:
  amount: {{type: money, domain: \">= 0\"}}
  level: {{type: integer, domain: \"[0..2]\"}}
{factors}
parameters:
{parameters}
{tables}
decision:
  hit: first
  rules: |
    | id | amount | level || outcome | reason |
{decision}
  default: {{outcome: review, reason: NONE}}
"
    );
    DecisionMatrix::from_yaml("matrix.yaml", &text).unwrap_or_else(|findings| {
        let messages = findings
            .diagnostics()
            .iter()
            .map(decision_matrix::diagnostic::Diagnostic::message);
        panic!("{:?}\n{text}", messages.collect::<Vec<_>>())
    })
}

fn facts(compiled: &CompiledMatrix, amount: i64, level: i64) -> Facts {
    let mut facts = compiled.facts();
    facts.set(FactorIndex(0), RawValue::Number(&amount.to_string()));
    facts.set(FactorIndex(1), RawValue::Number(&level.to_string()));
    facts
}

/// Compares the outcome at each level of each limit with a decision of the changed matrix.
#[track_caller]
fn check(matrix: &DecisionMatrix, are_compared_with_one_factor: bool) {
    let tables = matrix.tables();
    let tunables = Tunables::new(tables, &CONFIG).expect("something may be tuned");
    let compiled = CompiledMatrix::new(Arc::clone(tables), &CONFIG);
    let mut outcomes = Vec::new();
    let mut changed = 0;
    for amount in 0..12 {
        for level in 0..3 {
            let facts = facts(&compiled, amount * 500, level);
            let present = compiled.decide(&facts).outcome;
            for variable in &tunables.variables {
                let Some(at) = variable.cell(&facts) else {
                    continue;
                };
                let cell = tunables.cells[at];
                let moves = variable.outcomes(&facts, (cell.present, present), &mut outcomes);
                for (level, outcome) in outcomes.iter().enumerate() {
                    let mut levels = tunables.present();
                    levels[at] = level;
                    let tables = tunables.tables_with(&tunables.limits(&levels));
                    let other = CompiledMatrix::new(Arc::new(tables), &CONFIG);
                    let expected = other.decide(&facts).outcome;
                    assert_eq!(
                        *outcome,
                        expected,
                        "{amount} {level} of {}",
                        tunables.names()[0]
                    );
                    changed += usize::from(expected != present);
                    assert!(moves || expected == present);
                }
            }
        }
    }
    assert!(changed > 0, "some limit matters");
    let compared = tunables
        .variables
        .iter()
        .all(super::tunables::Variable::is_compared_with_one_factor);
    assert_eq!(compared, are_compared_with_one_factor);
}

#[test]
fn a_parameter_in_cells_in_results_and_in_expressions() {
    let limit = "  limit: {type: money, value: 2000, tune: {min: 0, max: 5000, step: 500}}";
    let in_cells = "    | A1 | < limit | - || approve | SAFE |\n    | A2 | = limit | - || request_info | EVEN |";
    check(&rules("", limit, "", in_cells), true);
    let result = "
tables:
  most:
    hit: collect min
    output: {type: money}
    rules: |
      | id | level || most |
      | M1 | 0     || limit |
      | M2 | -     || 3000 |";
    let by_table = "    | A1 | <= most | - || approve | SAFE |";
    check(&rules("", limit, result, by_table), true);
    let doubt = "  doubt: {type: integer, value: 1, tune: {min: 0, max: 2, step: 1}}";
    let both = format!("{limit}\n{doubt}");
    let cells = "    | R1 | - | > doubt || escalate | MUCH |\n    | A1 | [doubt_money..limit] | - || approve | SAFE |";
    let fixed = format!("{both}\n  doubt_money: {{type: money, value: 1000}}");
    check(&rules("", &fixed, "", cells), true);
    let derived = "
derive:
  is_small: {type: boolean, is: \"amount * 2 <= limit\"}
tables:
  small:
    hit: first
    output: {type: money}
    rules: |
      | id | is_small || small |
      | S1 | true     || 9000 |
      | S2 | -        || 0 |";
    check(
        &rules(
            "",
            limit,
            derived,
            "    | A1 | <= small | - || approve | SAFE |",
        ),
        false,
    );
}

#[test]
fn a_finer_parameter_is_compared_as_the_column_counts() {
    let factors = "  rate: {type: decimal, scale: 1, nullable: true}";
    let limit = "  least: {type: decimal, scale: 2, value: 0.50, tune: {min: 0, max: 1, step: 0.05}}\n  top: {type: money, value: 4000, tune: {min: 1000, max: 5000, step: 1000}}";
    let tables = "
tables:
  sure:
    hit: first
    output: {type: money}
    rules: |
      | id | rate     || sure |
      | S1 | >= least || top |
      | S2 | -        || 1000 |";
    let matrix = rules(
        factors,
        limit,
        tables,
        "    | A1 | <= sure | - || approve | SAFE |",
    );
    let tables = matrix.tables();
    let tunables = Tunables::new(tables, &CONFIG).unwrap();
    let compiled = CompiledMatrix::new(Arc::clone(tables), &CONFIG);
    let mut facts = facts(&compiled, 3_000, 0);
    facts.set(FactorIndex(2), RawValue::Number("0.5"));
    let mut outcomes = Vec::new();
    let least = &tunables.variables[0];
    assert!(least.outcomes(&facts, (10, Outcome::Approve), &mut outcomes));
    // `>= 0.50` is met by 0.5, `>= 0.55` is not: it rounds up to 0.6.
    assert_eq!(outcomes[10], Outcome::Approve);
    assert_eq!(outcomes[11], Outcome::Review);
    assert_eq!(outcomes.len(), 21);
}

#[test]
fn frozen_cells_parameters_and_directions_bound_the_levels() {
    let tables = "
tables:
  most:
    output: {type: money}
    rows: level
    columns: amount
    cells: |
      | level | < 100 | >= 100 |
      | 0     | 3000  | 2000   |
      | 1     | 2000  | limit  |
      | 2     | 1000  | 0      |
    tune: {grid: [0, 1000, 2000, 3000], falling: {rows: down}, frozen: [\"1 / < 100.00\"]}";
    let limit = "  limit: {type: money, value: 1500}";
    let matrix = rules(
        "",
        limit,
        tables,
        "    | A1 | <= most | - || approve | SAFE |",
    );
    let tunables = Tunables::new(matrix.tables(), &CONFIG).unwrap();
    // Four cells: two of the left column around the frozen 2000, two of the right around 1500.
    assert_eq!(tunables.present(), [3, 2, 1, 0]);
    let permitted = |levels: [usize; 4]| tunables.permits(&levels);
    assert!(permitted([3, 2, 1, 0]) && permitted([2, 3, 2, 1]));
    assert!(
        !permitted([1, 2, 1, 0]),
        "above the frozen cell not less than it"
    );
    assert!(
        !permitted([3, 2, 3, 0]),
        "below the frozen cell not more than it"
    );
    assert!(
        !permitted([3, 1, 1, 0]) && !permitted([3, 2, 1, 2]),
        "around the parameter too"
    );
    let limits = tunables.limits(&[3, 2, 1, 0]);
    let texts: Vec<_> = limits
        .iter()
        .map(|it| (it.cell.as_str(), it.text.as_str()))
        .collect();
    assert_eq!(texts[0], ("0 / < 100.00", "3000.00"));
    assert_eq!(tunables.tables_with(&limits), **matrix.tables());
}

#[test]
fn long_parameters_are_thinned_and_keep_the_present_value() {
    let limit = "  limit: {type: money, value: 1234, tune: {min: 0, max: 100000, step: 1}}";
    let matrix = rules("", limit, "", "    | A1 | <= limit | - || approve | SAFE |");
    let tunables = Tunables::new(matrix.tables(), &CONFIG).unwrap();
    assert_eq!(tunables.thinned(), ["limit"]);
    let variable = &tunables.variables[0];
    assert_eq!(variable.levels.len(), 64);
    assert_eq!(variable.levels[tunables.present()[0]], 123_400);
    assert_eq!((variable.levels[0], variable.levels[63]), (0, 10_000_000));
    let none = rules(
        "",
        "  limit: {type: money, value: 1}",
        "",
        "    | A1 | <= limit | - || approve | SAFE |",
    );
    assert!(Tunables::new(none.tables(), &CONFIG).is_none());
}
