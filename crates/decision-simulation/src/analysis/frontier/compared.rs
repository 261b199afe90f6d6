//! What the value of a limit is compared with, wherever the matrix names it.

use decision_matrix::table::{
    ColumnRef, DecisionTables, FactorIndex, HitPolicy, Operand, ParameterIndex, TableIndex,
};

use super::names::{Name, each_name};
use crate::analysis::operands::{each_cell, each_operand};

/// What the value of a table or parameter is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compared {
    Nothing,
    With(FactorIndex),
    Much,
}

impl Compared {
    pub(super) fn only(self) -> Option<FactorIndex> {
        match self {
            Self::With(factor) => Some(factor),
            Self::Nothing | Self::Much => None,
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, it) | (it, Self::Nothing) => it,
            (one, two) if one == two => one,
            _ => Self::Much,
        }
    }

    /// Over the uses of a table: in cells that name it; a column of it or an expression over it is
    /// more than one comparison.
    pub(super) fn of_table(tables: &DecisionTables, table: TableIndex) -> Self {
        let mut found = Self::Nothing;
        each_cell(tables, &mut |column, cell| {
            if column == ColumnRef::Table(table) {
                found = Self::Much;
            }
            each_operand(cell, &mut |operand| {
                if let Operand::Table { index, conversion } = operand
                    && *index == table
                {
                    found = found.and(Self::in_column(column, conversion.is_none()));
                }
            });
        });
        each_name(tables, &mut |name| {
            if name == Name::Column(ColumnRef::Table(table)) {
                found = Self::Much;
            }
        });
        found
    }

    /// Over the uses of a parameter: in cells that name it, and as the result of tables.
    pub(super) fn of_parameter(tables: &DecisionTables, parameter: ParameterIndex) -> Self {
        let mut found = Self::Nothing;
        let scale = { tables.parameters.get(parameter.0 as usize) }.map(|it| it.column.scale);
        each_cell(tables, &mut |column, cell| {
            let is_same = tables.column_type(column).map(|it| it.scale) == scale;
            each_operand(cell, &mut |operand| {
                if matches!(operand, Operand::Parameter { index, .. } if *index == parameter) {
                    found = found.and(Self::in_column(column, is_same));
                }
            });
        });
        each_name(tables, &mut |name| {
            if name == Name::Parameter(parameter) {
                found = Self::Much;
            }
        });
        for (index, table) in (0..).map(TableIndex).zip(&tables.tables) {
            let results = { table.rules.rules.iter() }.map(|it| &it.result);
            let mut results = results.chain(&table.rules.default);
            if results.any(|it| it.parameter == Some(parameter)) {
                let picks = matches!(
                    table.rules.hit,
                    HitPolicy::Unique
                        | HitPolicy::First
                        | HitPolicy::CollectMin
                        | HitPolicy::CollectMax
                );
                found = found.and(if picks && scale == Some(table.output.scale) {
                    Self::of_table(tables, index)
                } else {
                    Self::Much
                });
            }
        }
        found
    }

    fn in_column(column: ColumnRef, is_same_unit: bool) -> Self {
        match column {
            ColumnRef::Factor(factor) if is_same_unit => Self::With(factor),
            _ => Self::Much,
        }
    }
}
