//! The compressed coordinates of a matrix: of each factor every value at which an answer can turn.

use std::collections::BTreeSet;

use decision_matrix::table::{
    Cell, ColumnRef, ColumnType, DecisionTables, Expr, ExprKind, FactorIndex, HitPolicy, Item,
    Operand, Table, TableIndex, Test, ValueType,
};

use super::naive::{Claim, holds};

/// Of each factor the values that matter, rising, null last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    axes: Vec<Vec<Option<i64>>>,
}

impl Grid {
    /// The grid of one matrix, or of several with the same factors.
    pub(super) fn of(all: &[&DecisionTables]) -> Self {
        let factors = all[0].factors.iter().enumerate();
        let axes = factors.map(|(at, factor)| {
            let index = FactorIndex(u32::try_from(at).unwrap());
            let mut values = BTreeSet::new();
            for tables in all {
                add_bounds(tables, index, &mut values);
            }
            let (low, high) = factor.column.value_type.range(factor.column.scale);
            if factor.column.value_type.is_ordered() {
                let beside = values
                    .iter()
                    .flat_map(|value| [value - 1, *value, value + 1]);
                values = beside.chain([low, high]).collect();
            }
            let permitted = values
                .into_iter()
                .filter(|value| {
                    (low..=high).contains(value) && is_permitted(&factor.column, *value)
                })
                .map(Some);
            permitted
                .chain(factor.column.nullable.then_some(None))
                .collect()
        });
        Self {
            axes: axes.collect(),
        }
    }

    /// How many claims it has.
    pub(super) fn len(&self) -> usize {
        self.axes.iter().map(Vec::len).product()
    }

    /// The values of each factor.
    pub(super) fn axes(&self) -> &[Vec<Option<i64>>] {
        &self.axes
    }

    /// The claim of a number.
    pub(super) fn claim(&self, at: usize) -> Vec<Option<i64>> {
        let mut rest = at;
        let values = self.axes.iter().map(|axis| {
            let value = axis[rest % axis.len()];
            rest /= axis.len();
            value
        });
        values.collect()
    }

    /// The claims that differ from this one in one factor only, in order of that factor's values,
    /// itself among them.
    pub(super) fn line(&self, at: usize, factor: usize) -> impl Iterator<Item = usize> {
        let stride: usize = self.axes[..factor].iter().map(Vec::len).product();
        let length = self.axes[factor].len();
        let first = at - at / stride % length * stride;
        (0..length).map(move |step| first + step * stride)
    }

    /// Whether the claim is the first of its line.
    pub(super) fn is_first(&self, at: usize, factor: usize) -> bool {
        self.line(at, factor).next() == Some(at)
    }
}

/// Whether a value lies in the domain of its column.
pub(super) fn is_permitted(column: &ColumnType, value: i64) -> bool {
    let nobody = Claim::default();
    let domain = column.domain.as_ref();
    domain.is_none_or(|domain| holds(domain, Some(value), &nobody) == Some(true))
}

fn add_bounds(tables: &DecisionTables, index: FactorIndex, values: &mut BTreeSet<i64>) {
    let column = &tables.factors[index.0 as usize].column;
    match &column.value_type {
        ValueType::Boolean => values.extend([0, 1]),
        ValueType::Category(words) => values.extend(0..i64::try_from(words.len()).unwrap()),
        ValueType::Text => {
            values.extend(0..i64::try_from(tables.texts.len()).unwrap());
            // A text that no rule knows.
            values.insert(i64::MAX);
            return;
        }
        _ => {}
    }
    for cell in column
        .domain
        .iter()
        .chain(cells_of(tables, ColumnRef::Factor(index)))
    {
        for operand in operands(cell) {
            values.extend(possible(tables, operand));
        }
    }
    for derive in &tables.derives {
        add_compared(tables, index, &derive.expression, values);
    }
}

/// Every cell of a column, in tables and guarantees.
fn cells_of(tables: &DecisionTables, column: ColumnRef) -> Vec<&Cell> {
    let mut cells = Vec::new();
    for table in &tables.tables {
        for (at, _) in table
            .rules
            .columns
            .iter()
            .enumerate()
            .filter(|it| *it.1 == column)
        {
            cells.extend(table.rules.rules.iter().map(|rule| &rule.cells[at]));
        }
    }
    let decision = &tables.decision;
    for (at, _) in decision
        .columns
        .iter()
        .enumerate()
        .filter(|it| *it.1 == column)
    {
        cells.extend(decision.rules.iter().map(|rule| &rule.cells[at]));
    }
    let promised = tables.guarantees.iter().flat_map(|it| &it.when);
    cells.extend(promised.filter(|it| it.0 == column).map(|it| &it.1));
    cells
}

fn operands(cell: &Cell) -> Vec<&Operand> {
    let Cell::Items(items) = cell else {
        return Vec::new();
    };
    let tests = items.iter().flat_map(|item| match item {
        Item::Null | Item::NotNull => [].as_slice(),
        Item::Test(test) => std::slice::from_ref(test),
        Item::Not(tests) => tests,
    });
    let operands = tests.flat_map(|test| match test {
        Test::Compare(_, operand) => vec![operand],
        Test::Interval { low, high, .. } => vec![low, high],
    });
    operands.collect()
}

/// Every value that an operand can have.
fn possible(tables: &DecisionTables, operand: &Operand) -> Vec<i64> {
    match operand {
        Operand::Literal(value) | Operand::Parameter { value, .. } => vec![*value],
        Operand::Table { index, conversion } => {
            let results = possible_results(&tables.tables[index.0 as usize]);
            let converted = results.into_iter().map(|value| match conversion {
                Some(conversion) => conversion.apply(value),
                None => value,
            });
            converted.collect()
        }
    }
}

/// Every result that the rules and the default of a table write down, or that they can add up to;
/// whether some claim gets it does not matter.
pub(super) fn written_results(table: &Table) -> BTreeSet<Option<i64>> {
    let rules = &table.rules.rules;
    let values: Vec<i64> = rules.iter().filter_map(|rule| rule.result.value).collect();
    let has_null = values.len() < rules.len();
    let mut results: BTreeSet<Option<i64>> = match table.rules.hit {
        HitPolicy::CollectSum => {
            let mut sums = BTreeSet::new();
            for value in values {
                let with_value: Vec<_> = sums.iter().map(|sum| sum + value).collect();
                sums.extend(with_value);
                sums.insert(value);
            }
            sums.into_iter().map(Some).collect()
        }
        HitPolicy::CollectCount => {
            let unit = 10_i64.pow(u32::from(table.output.scale));
            let most = i64::try_from(values.len()).unwrap();
            let counts = i64::from(!has_null)..=most;
            counts.map(|count| Some(count * unit)).collect()
        }
        _ => values.into_iter().map(Some).collect(),
    };
    if has_null && table.rules.hit != HitPolicy::CollectCount {
        results.insert(None);
    }
    results.extend(table.rules.default.map(|it| it.value));
    results
}

fn possible_results(table: &Table) -> Vec<i64> {
    written_results(table).into_iter().flatten().collect()
}

/// What an expression compares a factor with, rounded either way to the factor's scale.
fn add_compared(
    tables: &DecisionTables,
    index: FactorIndex,
    expr: &Expr,
    values: &mut BTreeSet<i64>,
) {
    match &expr.kind {
        ExprKind::Compare(_, a, b) => {
            let wanted = ExprKind::Column(ColumnRef::Factor(index));
            for (one, other) in [(a, b), (b, a)] {
                if one.kind == wanted {
                    let scale = tables.factors[index.0 as usize].column.scale;
                    values.extend(compared(tables, &other.kind, scale));
                }
            }
        }
        ExprKind::Coalesce(a, b) | ExprKind::And(a, b) | ExprKind::Or(a, b) => {
            add_compared(tables, index, a, values);
            add_compared(tables, index, b, values);
        }
        ExprKind::If(a, b, c) => {
            for part in [a, b, c] {
                add_compared(tables, index, part, values);
            }
        }
        ExprKind::Not(a) => add_compared(tables, index, a, values),
        ExprKind::Column(_) | ExprKind::Code(_) | ExprKind::IsNull(_) => {}
        other => panic!("not an exact truth: {other:?}"),
    }
}

fn compared(tables: &DecisionTables, other: &ExprKind, scale: u8) -> Vec<i64> {
    let rescaled = |value: i128, from: u8| {
        let value = value * 10_i128.pow(u32::from(scale));
        let unit = 10_i128.pow(u32::from(from));
        let below = i64::try_from(value.div_euclid(unit)).unwrap();
        [below, below + 1]
    };
    match other {
        ExprKind::Number(mantissa, from) => rescaled(*mantissa, *from).to_vec(),
        ExprKind::Code(code) => vec![*code],
        ExprKind::Parameter(index) => {
            let parameter = &tables.parameters[index.0 as usize];
            rescaled(i128::from(parameter.value), parameter.column.scale).to_vec()
        }
        ExprKind::Column(ColumnRef::Table(index)) => {
            let table = &tables.tables[index.0 as usize];
            let results = possible_results(table).into_iter();
            results
                .flat_map(|value| rescaled(i128::from(value), table.output.scale))
                .collect()
        }
        // Words take all values anyway.
        ExprKind::Recode(..) | ExprKind::Column(ColumnRef::Factor(_)) => Vec::new(),
        other => panic!("not an exact truth: {other:?}"),
    }
}

/// The values of a table's declared output at which a cell of it can turn.
pub(super) fn declared_values(tables: &DecisionTables, index: TableIndex, cell: &Cell) -> Vec<i64> {
    let output = &tables.tables[index.0 as usize].output;
    let (low, high) = output.value_type.range(output.scale);
    let mut values = BTreeSet::from([low, high]);
    for operand in operands(cell) {
        for value in possible(tables, operand) {
            values.extend([value - 1, value, value.saturating_add(1)]);
        }
    }
    if let ValueType::Category(words) = &output.value_type {
        values.extend(0..i64::try_from(words.len()).unwrap());
    }
    let mut values: Vec<i64> = values.into_iter().collect();
    values.retain(|value| (low..=high).contains(value) && is_permitted(output, *value));
    values
}

/// The tables that a cell names.
pub(super) fn named_tables(cell: &Cell) -> BTreeSet<TableIndex> {
    let operands = operands(cell).into_iter();
    let tables = operands.filter_map(|operand| match operand {
        Operand::Table { index, .. } => Some(*index),
        _ => None,
    });
    tables.collect()
}
