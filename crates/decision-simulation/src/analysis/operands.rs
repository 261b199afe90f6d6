//! What the cells of a matrix are compared with.

use decision_matrix::table::{Cell, ColumnRef, DecisionTables, Item, Operand, Test};

/// Visits every cell of every table that is not `-`, with its column.
pub(super) fn each_cell<'a>(
    tables: &'a DecisionTables,
    visit: &mut impl FnMut(ColumnRef, &'a Cell),
) {
    let decision = { tables.decision.rules.iter() }
        .map(|rule| (tables.decision.columns.as_slice(), rule.cells.as_slice()));
    let intermediate = tables.tables.iter().flat_map(|table| {
        let columns = table.rules.columns.as_slice();
        { table.rules.rules.iter() }.map(move |rule| (columns, rule.cells.as_slice()))
    });
    for (columns, cells) in intermediate.chain(decision) {
        for (column, cell) in columns.iter().zip(cells) {
            if *cell != Cell::Any {
                visit(*column, cell);
            }
        }
    }
}

/// Visits every operand of a cell.
pub(super) fn each_operand<'a>(cell: &'a Cell, visit: &mut impl FnMut(&'a Operand)) {
    let Cell::Items(items) = cell else { return };
    for item in items {
        let tests = match item {
            Item::Null | Item::NotNull => continue,
            Item::Test(test) => std::slice::from_ref(test),
            Item::Not(tests) => tests.as_slice(),
        };
        for test in tests {
            match test {
                Test::Compare(_, operand) => visit(operand),
                Test::Interval { low, high, .. } => {
                    visit(low);
                    visit(high);
                }
            }
        }
    }
}
