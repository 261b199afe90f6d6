//! Random claims of a matrix, for measuring: every factor takes the values at which its cells
//! change, their neighbours, its words, and null.

use std::collections::BTreeSet;

use decision_matrix::table::{
    Cell, ColumnRef, DecisionTables, Factor, FactorIndex, Item, Operand, Test, ValueType,
};
use decision_matrix::{CompiledMatrix, Fact, Facts, RawValue, calendar};

/// A source of random numbers that gives the same ones for the same seed (`SplitMix64`).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of the items.
    fn choose<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let count = u64::try_from(items.len()).ok().filter(|count| *count > 0)?;
        items.get(usize::try_from(self.next() % count).ok()?)
    }
}

/// This many claims; the same seed gives the same claims.
pub(crate) fn random_claims(compiled: &CompiledMatrix, count: usize, seed: u64) -> Vec<Facts> {
    let tables = compiled.tables();
    let values: Vec<(FactorIndex, Vec<Value>)> = (0..)
        .map(FactorIndex)
        .zip(&tables.factors)
        .map(|(index, factor)| (index, values_of(compiled, index, factor)))
        .collect();
    let mut random = Random(seed);
    let time = tables
        .effective
        .map_or(0, |effective| effective.from.unwrap_or_default());
    let mut claims = Vec::with_capacity(count);
    for number in 0..count {
        let mut facts = compiled.facts();
        facts.set_claim(&format!("R-{number}"));
        facts.set_time(time);
        for (factor, values) in &values {
            if let Some(value) = random.choose(values) {
                value.set(*factor, &mut facts);
            }
        }
        claims.push(facts);
    }
    claims
}

/// A value that a factor may take.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Null,
    Text(String),
    Boolean(bool),
    Number { mantissa: i64, scale: i8 },
    Date(i64),
    Timestamp(i64),
}

impl Value {
    fn set(&self, factor: FactorIndex, facts: &mut Facts) {
        facts.set(
            factor,
            match self {
                Self::Null => RawValue::Null,
                Self::Text(text) => RawValue::Text(text),
                Self::Boolean(value) => RawValue::Boolean(*value),
                Self::Number { mantissa, scale } => RawValue::Decimal {
                    mantissa: i128::from(*mantissa),
                    scale: *scale,
                },
                Self::Date(days) => RawValue::Date(*days),
                Self::Timestamp(seconds) => RawValue::Timestamp(*seconds),
            },
        );
    }
}

/// The values of a factor that are no faults.
fn values_of(compiled: &CompiledMatrix, index: FactorIndex, factor: &Factor) -> Vec<Value> {
    let tables = compiled.tables();
    let mut codes = BTreeSet::from([0, 1, 1_000]);
    collect_codes(tables, ColumnRef::Factor(index), &mut codes);
    let mut domain = |cell: &Cell| literals(tables, cell, &mut codes);
    if let Some(cell) = &factor.column.domain {
        domain(cell);
    }
    let scale = i8::try_from(factor.column.scale).unwrap_or_default();
    let of_code = |code: i64| match &factor.column.value_type {
        ValueType::Money | ValueType::Decimal | ValueType::Integer => Value::Number {
            mantissa: code,
            scale,
        },
        ValueType::Boolean => Value::Boolean(code != 0),
        ValueType::Category(words) => Value::Text(at(words, code)),
        ValueType::Text => Value::Text(at(&tables.texts, code)),
        ValueType::Date => Value::Date(code),
        ValueType::Timestamp => Value::Timestamp(code),
        ValueType::Duration => Value::Text(calendar::format_duration(code)),
    };
    if let ValueType::Category(words) = &factor.column.value_type {
        codes.extend((0..).zip(words.iter()).map(|(code, _)| code));
    }
    let mut values: BTreeSet<Value> = codes.into_iter().map(of_code).collect();
    values.insert(Value::Null);
    let mut facts = compiled.facts();
    values.retain(|value| {
        value.set(index, &mut facts);
        !matches!(facts.fact(index), Fact::Fault(_))
    });
    values.into_iter().collect()
}

/// The text of a code; a word that no list has where there is none.
fn at(words: &[String], code: i64) -> String {
    usize::try_from(code)
        .ok()
        .and_then(|at| words.get(at))
        .cloned()
        .unwrap_or_else(|| "elsewhere".to_owned())
}

/// The values at which the cells of a column change, and their neighbours.
fn collect_codes(tables: &DecisionTables, column: ColumnRef, codes: &mut BTreeSet<i64>) {
    for table in &tables.tables {
        collect_cells(
            tables,
            &table.rules.columns,
            table.rules.rules.iter().map(|rule| &rule.cells),
            column,
            codes,
        );
    }
    let decision = &tables.decision;
    collect_cells(
        tables,
        &decision.columns,
        decision.rules.iter().map(|rule| &rule.cells),
        column,
        codes,
    );
}

fn collect_cells<'a>(
    tables: &DecisionTables,
    columns: &[ColumnRef],
    rules: impl Iterator<Item = &'a Vec<Cell>>,
    column: ColumnRef,
    codes: &mut BTreeSet<i64>,
) {
    for cells in rules {
        for (_, cell) in columns
            .iter()
            .zip(cells)
            .filter(|(other, _)| **other == column)
        {
            literals(tables, cell, codes);
        }
    }
}

/// Adds the operands of a cell and their neighbours.
fn literals(tables: &DecisionTables, cell: &Cell, codes: &mut BTreeSet<i64>) {
    let Cell::Items(items) = cell else { return };
    let tests = items.iter().flat_map(|item| match item {
        Item::Test(test) => std::slice::from_ref(test),
        Item::Not(tests) => tests,
        Item::Null | Item::NotNull => &[],
    });
    for test in tests {
        let operands = match test {
            Test::Compare(_, operand) => vec![operand],
            Test::Interval { low, high, .. } => vec![low, high],
        };
        for operand in operands {
            let values = match operand {
                Operand::Literal(value) | Operand::Parameter { value, .. } => vec![*value],
                Operand::Table { index, .. } => tables
                    .tables
                    .get(index.0 as usize)
                    .map(|table| {
                        table
                            .rules
                            .rules
                            .iter()
                            .filter_map(|rule| rule.result.value)
                            .collect()
                    })
                    .unwrap_or_default(),
            };
            for value in values {
                codes.extend([value.saturating_sub(1), value, value.saturating_add(1)]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use decision_matrix::{CompileConfig, DecisionMatrix};

    use super::*;

    const RULES: &str = "format: 1
matrix: small
version: \"1\"
keys: {claim: id}
currency: EUR
factors:
  amount: {type: money, domain: \"[0..100]\"}
  word: {type: category, values: [a, b], nullable: true}
decision:
  hit: first
  rules: |
    | id | amount   | word || outcome | reason |
    | R1 | <= 10.00 | a    || approve | SMALL  |
    | R2 | -        | null || review  | EMPTY  |
  default: {outcome: escalate, reason: REST}
";

    #[test]
    fn random_claims_have_no_faults_and_reach_every_rule() {
        let matrix = DecisionMatrix::from_yaml("small.yaml", RULES).unwrap();
        let compiled =
            CompiledMatrix::new(matrix.tables().clone(), &CompileConfig { audit_key: None });
        let claims = random_claims(&compiled, 200, 7);
        let rules: BTreeSet<String> = claims
            .iter()
            .map(|facts| compiled.rule_id(&compiled.decide(facts)).to_owned())
            .collect();
        assert_eq!(rules, ["R1", "R2", "default"].map(String::from).into());
    }
}
