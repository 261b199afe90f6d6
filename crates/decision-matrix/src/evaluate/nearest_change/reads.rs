//! Which factors each column hangs on, through derived factors and tables.

use std::collections::BTreeSet;

use crate::table::{
    Cell, ColumnRef, DecisionTables, Expr, ExprKind, FactorIndex, Item, Operand, RuleTable, Test,
};

/// The factors behind every column, sorted.
pub(super) struct Reads {
    derives: Vec<Vec<FactorIndex>>,
    tables: Vec<Vec<FactorIndex>>,
}

impl Reads {
    pub(super) fn new(tables: &DecisionTables) -> Self {
        let mut reads = Self {
            derives: vec![Vec::new(); tables.derives.len()],
            tables: vec![Vec::new(); tables.tables.len()],
        };
        for column in &tables.order {
            let mut columns = BTreeSet::new();
            match column {
                ColumnRef::Factor(_) => continue,
                ColumnRef::Derive(index) => {
                    if let Some(derive) = tables.derives.get(index.0 as usize) {
                        columns_of_expression(&derive.expression, &mut columns);
                    }
                }
                ColumnRef::Table(index) => {
                    if let Some(table) = tables.tables.get(index.0 as usize) {
                        columns_of_rules(&table.rules, &mut columns);
                    }
                }
            }
            let factors = reads.of_all(columns);
            let place = match column {
                ColumnRef::Factor(_) => None,
                ColumnRef::Derive(index) => reads.derives.get_mut(index.0 as usize),
                ColumnRef::Table(index) => reads.tables.get_mut(index.0 as usize),
            };
            if let Some(place) = place {
                *place = factors;
            }
        }
        reads
    }

    /// The factors behind some columns, sorted.
    pub(super) fn of_all(&self, columns: impl IntoIterator<Item = ColumnRef>) -> Vec<FactorIndex> {
        let mut factors = BTreeSet::new();
        for column in columns {
            match column {
                ColumnRef::Factor(index) => {
                    factors.insert(index);
                }
                computed => factors.extend(self.of(computed)),
            }
        }
        factors.into_iter().collect()
    }

    /// Whether a derived factor hangs on the factor.
    pub(super) fn derive_reads(&self, derive: usize, factor: FactorIndex) -> bool {
        self.derives
            .get(derive)
            .is_some_and(|factors| factors.binary_search(&factor).is_ok())
    }

    /// Of a computed column.
    fn of(&self, column: ColumnRef) -> &[FactorIndex] {
        match column {
            ColumnRef::Factor(_) => None,
            ColumnRef::Derive(index) => self.derives.get(index.0 as usize),
            ColumnRef::Table(index) => self.tables.get(index.0 as usize),
        }
        .map_or(&[], Vec::as_slice)
    }
}

/// The columns that rules read, the tables that their cells name included.
fn columns_of_rules<R>(rules: &RuleTable<R>, columns: &mut BTreeSet<ColumnRef>) {
    for rule in &rules.rules {
        for (column, cell) in rules.columns.iter().zip(&rule.cells) {
            if *cell != Cell::Any {
                columns.insert(*column);
                columns.extend(named_tables(cell));
            }
        }
    }
}

/// The tables that a cell names.
pub(super) fn named_tables(cell: &Cell) -> impl Iterator<Item = ColumnRef> {
    operands(cell).filter_map(|operand| match operand {
        Operand::Table { index, .. } => Some(ColumnRef::Table(*index)),
        Operand::Literal(_) | Operand::Parameter { .. } => None,
    })
}

/// What a cell compares its column with.
pub(super) fn operands(cell: &Cell) -> impl Iterator<Item = &Operand> {
    let items: &[Item] = match cell {
        Cell::Any => &[],
        Cell::Items(items) => items,
    };
    let tests = items.iter().flat_map(|item| match item {
        Item::Null | Item::NotNull => &[],
        Item::Test(test) => std::slice::from_ref(test),
        Item::Not(tests) => tests.as_slice(),
    });
    tests
        .flat_map(|test| match test {
            Test::Compare(_, operand) => [Some(operand), None],
            Test::Interval { low, high, .. } => [Some(low), Some(high)],
        })
        .flatten()
}

fn columns_of_expression(expression: &Expr, columns: &mut BTreeSet<ColumnRef>) {
    let parts: Vec<&Expr> = match &expression.kind {
        ExprKind::Column(column) => {
            columns.insert(*column);
            Vec::new()
        }
        ExprKind::Number(..) | ExprKind::Code(_) | ExprKind::Null | ExprKind::Parameter(_) => {
            Vec::new()
        }
        ExprKind::Recode(a, _)
        | ExprKind::Negate(a)
        | ExprKind::Not(a)
        | ExprKind::IsNull(a)
        | ExprKind::Abs(a)
        | ExprKind::Round(a, _)
        | ExprKind::Days(a)
        | ExprKind::Year(a)
        | ExprKind::Month(a)
        | ExprKind::Weekday(a) => vec![a],
        ExprKind::Arithmetic(_, a, b)
        | ExprKind::Compare(_, a, b)
        | ExprKind::And(a, b)
        | ExprKind::Or(a, b)
        | ExprKind::Coalesce(a, b) => vec![a, b],
        ExprKind::If(a, b, c) => vec![a, b, c],
        ExprKind::Min(all) | ExprKind::Max(all) => all.iter().collect(),
    };
    for part in parts {
        columns_of_expression(part, columns);
    }
}
