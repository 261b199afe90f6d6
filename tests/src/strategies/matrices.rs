//! Random matrices, built as checked models.

use std::sync::Arc;

use decision_matrix::comparison::Comparison;
use decision_matrix::table::{
    Cell, ColumnRef, ColumnType, Conclusion, DecisionTables, Derive, DeriveIndex, Effective,
    Factor, FactorIndex, HitPolicy, Item, Key, Keys, Operand, Outcome, Parameter, Reason,
    ReasonIndex, ResultCell, Rounding, RouteIndex, Rule, RuleTable, Table, TableForm, TableIndex,
    Test, ValueType,
};

use super::cells::cell;
use super::expressions::Expressions;
use super::{Kind, Random};

/// How large a matrix may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Most rules of a table.
    pub(crate) rules: usize,
    /// Most factors.
    pub(crate) factors: usize,
    /// Most derives and tables.
    pub(crate) computed: usize,
    /// How many of them are derives, in percent.
    pub(crate) derive_percent: usize,
}

/// The matrix of a seed.
pub(crate) fn matrix(random: &mut Random, shape: Shape) -> DecisionTables {
    let mut tables = empty();
    let words: Vec<Arc<[String]>> = vec![
        list(&["ok", "warn", "fault"]),
        list(&["fault", "ok", "none", "jam"]),
    ];
    tables.texts = ["A-17", "", "b"].map(str::to_owned).to_vec();
    for at in 0..=random.below(shape.factors) {
        let mut column = kind(random, &words).column;
        column.nullable = random.percent(40);
        column.domain = domain(random, &column);
        tables.factors.push(factor(format!("f{at}"), column));
    }
    for at in 0..random.below(4) {
        let kind = kind(random, &words);
        let value = *random.pick(&kind.pool);
        let column = kind.column;
        tables.parameters.push(Parameter {
            name: format!("p{at}"),
            column,
            value,
            label: None,
            tune: None,
        });
    }
    for at in 0..random.below(shape.computed + 1) {
        let column = kind(random, &words).column;
        if random.percent(shape.derive_percent) {
            add_derive(random, &mut tables, format!("c{at}"), column);
        } else {
            add_table(random, &mut tables, format!("c{at}"), column, shape);
        }
    }
    add_decision(random, &mut tables, shape);
    if random.percent(20) {
        tables.effective = Some(Effective {
            from: Some(1_000),
            to: random.percent(50).then_some(2_000),
        });
    }
    tables
}

fn list(words: &[&str]) -> Arc<[String]> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// A type and values around which cells are drawn.
#[expect(clippy::too_many_lines, reason = "one arm a type")]
pub(super) fn kind(random: &mut Random, words: &[Arc<[String]>]) -> Kind {
    let (value_type, scale, pool) = match random.below(9) {
        0 => (
            ValueType::Money,
            2,
            vec![
                -100_000_000_000_000_000,
                -1,
                0,
                1,
                150_000,
                500_000,
                100_000_000_000_000_000,
            ],
        ),
        1 => (
            ValueType::Decimal,
            4,
            vec![
                -10_000,
                0,
                1,
                2_500,
                5_000,
                10_000,
                1_000_000_000_000_000_000,
            ],
        ),
        2 => (
            ValueType::Integer,
            0,
            vec![
                -1_000_000_000_000_000,
                -3,
                0,
                1,
                2,
                3,
                5,
                10,
                1_000_000_000_000_000,
            ],
        ),
        3 => (ValueType::Boolean, 0, vec![0, 1]),
        4 => {
            let words = random.pick(words);
            let codes = (0..).take(words.len()).collect();
            (ValueType::Category(Arc::clone(words)), 0, codes)
        }
        5 => (ValueType::Text, 0, vec![0, 1, 2]),
        6 => (
            ValueType::Date,
            0,
            vec![-719_162, -1, 0, 59, 20_000, 20_454, 2_932_896],
        ),
        7 => (
            ValueType::Timestamp,
            0,
            vec![
                -62_135_596_800,
                -1,
                0,
                86_399,
                86_400,
                1_728_000_000,
                253_402_300_799,
            ],
        ),
        _ => (
            ValueType::Duration,
            0,
            vec![
                -1_000_000_000_000_000,
                -86_400,
                0,
                1,
                86_400,
                2_592_000,
                1_000_000_000_000_000,
            ],
        ),
    };
    Kind {
        column: ColumnType {
            value_type,
            scale,
            nullable: false,
            domain: None,
        },
        pool,
    }
}

/// The values around which cells of a type are drawn.
pub(super) fn pool(column: &ColumnType) -> Vec<i64> {
    match &column.value_type {
        ValueType::Category(words) => (0..).take(words.len()).collect(),
        other => {
            // Every type comes up within a few draws.
            let mut random = Random::new(1);
            let words = [list(&["ok", "warn"])];
            loop {
                let kind = kind(&mut random, &words);
                if kind.column.value_type == *other {
                    return kind.pool;
                }
            }
        }
    }
}

fn domain(random: &mut Random, column: &ColumnType) -> Option<Cell> {
    if !random.percent(25) {
        return None;
    }
    let pool = pool(column);
    let low = random.below(pool.len());
    let high = low + random.below(pool.len() - low);
    if column.value_type.is_ordered() && random.percent(70) {
        let (low, high) = (Operand::Literal(pool[low]), Operand::Literal(pool[high]));
        let interval = Test::Interval {
            low,
            low_included: true,
            high,
            high_included: true,
        };
        return Some(Cell::Items(vec![Item::Test(interval)]));
    }
    let equal =
        |value: &i64| Item::Test(Test::Compare(Comparison::Equal, Operand::Literal(*value)));
    Some(Cell::Items(pool[low..=high].iter().map(equal).collect()))
}

fn factor(name: String, column: ColumnType) -> Factor {
    Factor {
        name,
        column,
        changeable: true,
        sensitive: false,
        unit: None,
        label: None,
        history: None,
    }
}

/// Every column so far.
fn columns(tables: &DecisionTables) -> Vec<ColumnRef> {
    let factors = (0..)
        .map(|at| ColumnRef::Factor(FactorIndex(at)))
        .take(tables.factors.len());
    factors.chain(tables.order.iter().copied()).collect()
}

fn add_derive(
    random: &mut Random,
    tables: &mut DecisionTables,
    name: String,
    mut column: ColumnType,
) {
    let readable = columns(tables);
    let mut expressions = Expressions {
        tables,
        columns: &readable,
        random,
    };
    let expression = expressions.of_column(&column);
    column.nullable = random.percent(80);
    column.domain = if random.percent(30) {
        domain(random, &column)
    } else {
        None
    };
    let rounding = *random.pick(&[
        Rounding::HalfEven,
        Rounding::HalfUp,
        Rounding::Down,
        Rounding::Up,
    ]);
    let index = u32::try_from(tables.derives.len()).unwrap();
    tables.order.push(ColumnRef::Derive(DeriveIndex(index)));
    tables.derives.push(Derive {
        name,
        column,
        rounding,
        expression,
        label: None,
    });
}

fn add_table(
    random: &mut Random,
    tables: &mut DecisionTables,
    name: String,
    mut output: ColumnType,
    shape: Shape,
) {
    output.nullable = random.percent(50);
    let hit = match &output.value_type {
        ValueType::Money | ValueType::Decimal | ValueType::Integer => *random.pick(&HitPolicy::ALL),
        ValueType::Category(_) => *random.pick(&HitPolicy::ALL[..4]),
        _ => *random.pick(&HitPolicy::ALL[..3]),
    };
    let pool = pool(&output);
    let nullable = output.nullable;
    let result = |random: &mut Random| {
        let value = *random.pick(&pool);
        // Sums of the far ends leave the type, which `check` refuses.
        let value = if hit == HitPolicy::CollectSum && value.abs() > 1_000_000_000 {
            7
        } else {
            value
        };
        ResultCell {
            value: (!nullable || random.percent(80)).then_some(value),
            parameter: None,
        }
    };
    // In large tables nearly every claim would be a conflict.
    let has_conflicts = matches!(hit, HitPolicy::Unique | HitPolicy::Any) && shape.rules > 64;
    let hit = if has_conflicts && random.percent(80) {
        HitPolicy::First
    } else {
        hit
    };
    let rules = rule_table(random, tables, hit, shape, result);
    let index = u32::try_from(tables.tables.len()).unwrap();
    tables.order.push(ColumnRef::Table(TableIndex(index)));
    tables.tables.push(Table {
        name,
        output,
        rules,
        form: TableForm::Rules,
        label: None,
    });
}

fn add_decision(random: &mut Random, tables: &mut DecisionTables, shape: Shape) {
    let hit = *random.pick(&[
        HitPolicy::First,
        HitPolicy::First,
        HitPolicy::First,
        HitPolicy::Unique,
        HitPolicy::Any,
        HitPolicy::Priority,
    ]);
    let distinct = 1 + random.below(6);
    let result = |random: &mut Random| {
        let number = random.below(distinct);
        Conclusion {
            outcome: *Outcome::ALL.get(number).unwrap(),
            reason: ReasonIndex(u32::try_from(number).unwrap()),
            route: (number == 1).then_some(RouteIndex(0)),
            due_seconds: (number == 2).then_some(86_400),
        }
    };
    tables.decision = rule_table(random, tables, hit, shape, result);
}

fn rule_table<R>(
    random: &mut Random,
    tables: &DecisionTables,
    hit: HitPolicy,
    shape: Shape,
    result: impl Fn(&mut Random) -> R,
) -> RuleTable<R> {
    let mut columns = columns(tables);
    while columns.len() > 7 || (!columns.is_empty() && random.percent(25)) {
        columns.swap_remove(random.below(columns.len()));
    }
    // Large tables would match everywhere if many cells were `-`.
    let any_percent = if shape.rules > 64 { 15 } else { 35 };
    let count = random.below(shape.rules + 1);
    let rule = |at: usize, random: &mut Random| Rule {
        id: format!("r{at}"),
        cells: columns
            .iter()
            .map(|column| cell(random, tables, *column, any_percent))
            .collect(),
        result: result(random),
    };
    let rules = (0..count).map(|at| rule(at, random)).collect();
    let default = random.percent(85).then(|| result(random));
    RuleTable {
        hit,
        rules,
        default,
        columns,
    }
}

fn empty() -> DecisionTables {
    let key = |name: &str, column: &str| Key {
        name: name.to_owned(),
        column: column.to_owned(),
    };
    let reason = |at| Reason {
        code: format!("R{at}"),
        staff: vec![],
        customer: vec![],
        root_cause: None,
    };
    DecisionTables {
        id: "random".to_owned(),
        version: "1".to_owned(),
        title: None,
        owner: None,
        currency: None,
        effective: None,
        keys: Keys {
            columns: vec![key("claim", "claim_id"), key("time", "filed_at")],
            natural: vec![],
        },
        permits_decline: true,
        texts: vec![],
        factors: vec![],
        parameters: vec![],
        derives: vec![],
        tables: vec![],
        order: vec![],
        decision: RuleTable {
            hit: HitPolicy::First,
            columns: vec![],
            rules: vec![],
            default: None,
        },
        reasons: (0..6).map(reason).collect(),
        routes: vec!["desk".to_owned()],
        guarantees: vec![],
        audit: None,
    }
}
