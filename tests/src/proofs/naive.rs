//! What cells, exact truths and tables mean, written down once more for the oracle: it walks the
//! checked model and shares nothing with the proofs.

#![expect(
    clippy::option_option,
    reason = "a fault outside, null inside: the two are never the same"
)]

use std::cmp;

use decision_matrix::comparison::Comparison;
use decision_matrix::table::{
    Cell, ColumnRef, ColumnType, DecisionTables, Expr, ExprKind, HitPolicy, Item, Operand,
    Ordering, ResultCell, RuleTable, TableIndex, Test,
};

/// Values of the columns of one claim; the outer `None` of a computed one is a fault.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Claim {
    /// Of the factors.
    pub(super) factors: Vec<Option<i64>>,
    /// Of the derived factors.
    pub(super) derives: Vec<Option<Option<i64>>>,
    /// Of the tables.
    pub(super) tables: Vec<Option<Option<i64>>>,
}

/// What a table says of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Said {
    /// It reads something that is at fault.
    Inherited,
    /// Nothing matches and there is no default.
    Incomplete,
    /// Rules match that must not match together.
    Conflict,
    /// Nothing matches.
    Default,
    /// This rule answers.
    Rule(usize),
    /// The matches are collected.
    Collected,
}

/// What one table makes of one claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seen {
    /// One bit a matching rule.
    pub(super) matches: u64,
    /// The answer.
    pub(super) said: Said,
}

impl Claim {
    /// The value of a column; `None` is a fault.
    pub(super) fn value(&self, column: ColumnRef) -> Option<Option<i64>> {
        match column {
            ColumnRef::Factor(index) => Some(self.factors[index.0 as usize]),
            ColumnRef::Derive(index) => self.derives[index.0 as usize],
            ColumnRef::Table(index) => self.tables[index.0 as usize],
        }
    }

    fn operand(&self, operand: &Operand) -> Option<Option<i64>> {
        match operand {
            Operand::Literal(value) | Operand::Parameter { value, .. } => Some(Some(*value)),
            Operand::Table { index, conversion } => {
                let result = self.value(ColumnRef::Table(*index))?;
                Some(match conversion {
                    Some(conversion) => result.map(|value| conversion.apply(value)),
                    None => result,
                })
            }
        }
    }
}

/// Whether a cell holds a value; the outer `None` says that it reads a fault.
pub(super) fn holds(cell: &Cell, value: Option<i64>, claim: &Claim) -> Option<bool> {
    let Cell::Items(items) = cell else {
        return Some(true);
    };
    let mut found = false;
    for item in items {
        found |= match item {
            Item::Null => value.is_none(),
            Item::NotNull => value.is_some(),
            Item::Test(test) => passes(test, value, claim)? == Some(true),
            Item::Not(tests) => {
                let mut all_fail = value.is_some();
                for test in tests {
                    all_fail &= passes(test, value, claim)? == Some(false);
                }
                all_fail
            }
        };
    }
    Some(found)
}

/// Whether a test passes; the inner `None` is unknown.
fn passes(test: &Test, value: Option<i64>, claim: &Claim) -> Option<Option<bool>> {
    let (low, high) = match test {
        Test::Compare(_, operand) => (operand, operand),
        Test::Interval { low, high, .. } => (low, high),
    };
    let (low, high) = (claim.operand(low)?, claim.operand(high)?);
    let (Some(value), Some(low), Some(high)) = (value, low, high) else {
        return Some(None);
    };
    Some(Some(match test {
        Test::Compare(Comparison::Equal, _) => value == low,
        Test::Compare(Comparison::Less, _) => value < low,
        Test::Compare(Comparison::LessOrEqual, _) => value <= low,
        Test::Compare(Comparison::Greater, _) => value > low,
        Test::Compare(Comparison::GreaterOrEqual, _) => value >= low,
        Test::Interval {
            low_included,
            high_included,
            ..
        } => {
            let above = if *low_included {
                value >= low
            } else {
                value > low
            };
            let below = if *high_included {
                value <= high
            } else {
                value < high
            };
            above && below
        }
    }))
}

/// Computes every derive and table of a claim, and what each table makes of it, the decision last.
pub(super) fn survey(tables: &DecisionTables, factors: Vec<Option<i64>>) -> (Claim, Vec<Seen>) {
    let mut claim = Claim {
        factors,
        derives: vec![None; tables.derives.len()],
        tables: vec![None; tables.tables.len()],
    };
    let nothing = Seen {
        matches: 0,
        said: Said::Inherited,
    };
    let mut seen = vec![nothing; tables.tables.len() + 1];
    for column in &tables.order {
        match column {
            ColumnRef::Factor(_) => {}
            ColumnRef::Derive(index) => {
                let derive = &tables.derives[index.0 as usize];
                claim.derives[index.0 as usize] = computed(tables, &derive.expression, &claim);
            }
            ColumnRef::Table(TableIndex(index)) => {
                let at = *index as usize;
                let table = &tables.tables[at];
                let result = |at: usize| table.rules.rules[at].result.value;
                let rank = |at: usize| result(at).map_or((1, 0), |value| (0, value));
                seen[at] = see(&table.rules, &claim, |a, b| result(a) == result(b), rank);
                claim.tables[at] = table_value(&table.rules, seen[at], table.output.scale);
            }
        }
    }
    let decision = &tables.decision;
    let result = |at: usize| decision.rules[at].result;
    let last = seen.len() - 1;
    seen[last] = see(
        decision,
        &claim,
        |a, b| result(a) == result(b),
        |at| (i64::from(result(at).outcome.priority()), 0),
    );
    (claim, seen)
}

/// What a table makes of a claim.
fn see<R>(
    table: &RuleTable<R>,
    claim: &Claim,
    alike: impl Fn(usize, usize) -> bool,
    rank: impl Fn(usize) -> (i64, i64),
) -> Seen {
    let Some(matches) = matches(table, claim) else {
        return Seen {
            matches: 0,
            said: Said::Inherited,
        };
    };
    Seen {
        matches,
        said: said(table.hit, table.default.is_some(), matches, alike, rank),
    }
}

/// One bit a matching rule; `None` where a column is at fault.
fn matches<R>(table: &RuleTable<R>, claim: &Claim) -> Option<u64> {
    let values: Option<Vec<_>> = table.columns.iter().map(|it| claim.value(*it)).collect();
    let values = values?;
    let mut matches = 0;
    for (at, rule) in table.rules.iter().enumerate() {
        let mut is_match = true;
        for (cell, value) in rule.cells.iter().zip(&values) {
            is_match &= holds(cell, *value, claim)?;
        }
        matches |= u64::from(is_match) << at;
    }
    Some(matches)
}

/// The answer to a set of matches.
pub(super) fn said(
    hit: HitPolicy,
    has_default: bool,
    matches: u64,
    alike: impl Fn(usize, usize) -> bool,
    rank: impl Fn(usize) -> (i64, i64),
) -> Said {
    if matches == 0 {
        return if has_default {
            Said::Default
        } else {
            Said::Incomplete
        };
    }
    if hit.is_collect() {
        return Said::Collected;
    }
    let topmost = matches.trailing_zeros() as usize;
    let mut others = rules(matches).filter(|at| *at != topmost);
    match hit {
        HitPolicy::Unique if others.next().is_some() => Said::Conflict,
        HitPolicy::Any if others.any(|at| !alike(at, topmost)) => Said::Conflict,
        HitPolicy::Priority => {
            let best =
                rules(matches).reduce(|best, at| if rank(at) < rank(best) { at } else { best });
            Said::Rule(best.unwrap_or(topmost))
        }
        _ => Said::Rule(topmost),
    }
}

/// The rules of a set, topmost first.
pub(super) fn rules(matches: u64) -> impl Iterator<Item = usize> {
    (0..64).filter(move |at| matches >> at & 1 == 1)
}

/// The result of an intermediate table; the outer `None` is a fault.
pub(super) fn table_value(
    table: &RuleTable<ResultCell>,
    seen: Seen,
    scale: u8,
) -> Option<Option<i64>> {
    let value = |at: usize| table.rules[at].result.value;
    match seen.said {
        Said::Inherited | Said::Incomplete | Said::Conflict => None,
        Said::Default => table.default.map(|it| it.value),
        Said::Rule(at) => Some(value(at)),
        Said::Collected => {
            let values = rules(seen.matches).filter_map(value);
            Some(match table.hit {
                HitPolicy::CollectMin => values.min(),
                HitPolicy::CollectMax => values.max(),
                HitPolicy::CollectCount => {
                    Some(i64::try_from(values.count()).unwrap() * 10_i64.pow(u32::from(scale)))
                }
                _ => values.reduce(|sum, value| sum + value),
            })
        }
    }
}

/// A value of an expression: a number as mantissa and scale, anything else as its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Number(i128, u8),
    Code(i64),
}

/// The value of an exact truth; the outer `None` is a fault.
fn computed(tables: &DecisionTables, expr: &Expr, claim: &Claim) -> Option<Option<i64>> {
    Some(match evaluate(tables, expr, claim)? {
        Some(Value::Code(code)) => Some(code),
        None => None,
        Some(number) => panic!("a truth is not {number:?}"),
    })
}

fn typed(column: &ColumnType, value: i64) -> Value {
    if column.value_type.is_number() {
        Value::Number(i128::from(value), column.scale)
    } else {
        Value::Code(value)
    }
}

fn evaluate(tables: &DecisionTables, expr: &Expr, claim: &Claim) -> Option<Option<Value>> {
    let truth = |value: bool| Value::Code(i64::from(value));
    Some(match &expr.kind {
        ExprKind::Number(mantissa, scale) => Some(Value::Number(*mantissa, *scale)),
        ExprKind::Code(code) => Some(Value::Code(*code)),
        ExprKind::Null => None,
        ExprKind::Column(column) => {
            let column_type = tables.column_type(*column).unwrap();
            let value = claim.value(*column)?;
            value.map(|value| typed(column_type, value))
        }
        ExprKind::Parameter(index) => {
            let parameter = &tables.parameters[index.0 as usize];
            Some(typed(&parameter.column, parameter.value))
        }
        ExprKind::Recode(inner, codes) => evaluate(tables, inner, claim)?.map(|value| {
            let Value::Code(code) = value else {
                panic!("only words are recoded");
            };
            Value::Code(codes[usize::try_from(code).unwrap()])
        }),
        ExprKind::Compare(ordering, a, b) => {
            let (a, b) = (evaluate(tables, a, claim)?, evaluate(tables, b, claim)?);
            a.zip(b).map(|(a, b)| truth(is_ordered(*ordering, a, b)))
        }
        ExprKind::Coalesce(a, b) => match evaluate(tables, a, claim)? {
            Some(value) => Some(value),
            None => evaluate(tables, b, claim)?,
        },
        ExprKind::IsNull(a) => Some(truth(evaluate(tables, a, claim)?.is_none())),
        ExprKind::Not(a) => known(evaluate(tables, a, claim)?).map(|value| truth(!value)),
        ExprKind::And(a, b) | ExprKind::Or(a, b) => {
            let decides = matches!(expr.kind, ExprKind::Or(..));
            let a = known(evaluate(tables, a, claim)?);
            if a == Some(decides) {
                return Some(Some(truth(decides)));
            }
            match (a, known(evaluate(tables, b, claim)?)) {
                (_, Some(b)) if b == decides => Some(truth(decides)),
                (Some(_), Some(_)) => Some(truth(!decides)),
                _ => None,
            }
        }
        ExprKind::If(condition, yes, no) => match known(evaluate(tables, condition, claim)?) {
            Some(true) => evaluate(tables, yes, claim)?,
            Some(false) => evaluate(tables, no, claim)?,
            None => None,
        },
        other => panic!("not an exact truth: {other:?}"),
    })
}

fn known(value: Option<Value>) -> Option<bool> {
    value.map(|value| value == Value::Code(1))
}

fn is_ordered(ordering: Ordering, a: Value, b: Value) -> bool {
    let found = match (a, b) {
        (Value::Code(a), Value::Code(b)) => a.cmp(&b),
        (Value::Number(a, of_a), Value::Number(b, of_b)) => {
            (a * 10_i128.pow(u32::from(of_b))).cmp(&(b * 10_i128.pow(u32::from(of_a))))
        }
        _ => panic!("{a:?} and {b:?} are not compared"),
    };
    match ordering {
        Ordering::Equal => found == cmp::Ordering::Equal,
        Ordering::NotEqual => found != cmp::Ordering::Equal,
        Ordering::Less => found == cmp::Ordering::Less,
        Ordering::LessOrEqual => found != cmp::Ordering::Greater,
        Ordering::Greater => found == cmp::Ordering::Greater,
        Ordering::GreaterOrEqual => found != cmp::Ordering::Less,
    }
}
