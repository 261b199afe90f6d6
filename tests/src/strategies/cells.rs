//! Random cells over the columns, parameters and tables that are there.

use std::sync::Arc;

use decision_matrix::comparison::Comparison;
use decision_matrix::table::{
    Cell, ColumnRef, ColumnType, Conversion, DecisionTables, Item, Operand, ParameterIndex,
    TableIndex, Test, ValueType,
};

use super::Random;
use super::matrices::pool;

/// A cell of a column; `any_percent` of 100 are `-`.
pub(super) fn cell(
    random: &mut Random,
    tables: &DecisionTables,
    column: ColumnRef,
    any_percent: usize,
) -> Cell {
    if random.percent(any_percent) {
        return Cell::Any;
    }
    let column = tables.column_type(column).unwrap().clone();
    let items = 1 + random.below(2);
    Cell::Items((0..items).map(|_| item(random, tables, &column)).collect())
}

fn item(random: &mut Random, tables: &DecisionTables, column: &ColumnType) -> Item {
    match random.below(12) {
        0 => Item::Null,
        1 => Item::NotNull,
        2 | 3 => Item::Not(
            (0..=random.below(2))
                .map(|_| test(random, tables, column))
                .collect(),
        ),
        _ => Item::Test(test(random, tables, column)),
    }
}

fn test(random: &mut Random, tables: &DecisionTables, column: &ColumnType) -> Test {
    if !column.value_type.is_ordered() {
        return Test::Compare(Comparison::Equal, operand(random, tables, column));
    }
    if random.percent(30) {
        let (mut low, mut high) = (
            operand(random, tables, column),
            operand(random, tables, column),
        );
        if let (Operand::Literal(a), Operand::Literal(b)) = (&low, &high)
            && a > b
        {
            std::mem::swap(&mut low, &mut high);
        }
        return Test::Interval {
            low,
            low_included: random.percent(50),
            high,
            high_included: random.percent(50),
        };
    }
    let comparisons = [
        Comparison::Equal,
        Comparison::Less,
        Comparison::LessOrEqual,
        Comparison::Greater,
        Comparison::GreaterOrEqual,
    ];
    Test::Compare(*random.pick(&comparisons), operand(random, tables, column))
}

fn operand(random: &mut Random, tables: &DecisionTables, column: &ColumnType) -> Operand {
    if random.percent(25) {
        let fitting = (0..).map(ParameterIndex).zip(&tables.parameters);
        let fitting: Vec<_> = fitting
            .filter(|(_, it)| is_alike(&it.column, column))
            .collect();
        if !fitting.is_empty() {
            let (index, parameter) = random.pick(&fitting);
            return Operand::Parameter {
                index: *index,
                value: parameter.value,
            };
        }
    }
    if random.percent(30) {
        let fitting = (0..).map(TableIndex).zip(&tables.tables);
        let fitting: Vec<_> = fitting
            .filter_map(|(index, it)| Some((index, conversion(&it.output, column)?)))
            .collect();
        if !fitting.is_empty() {
            let (index, conversion) = random.pick(&fitting);
            return Operand::Table {
                index: *index,
                conversion: conversion.clone(),
            };
        }
    }
    Operand::Literal(near(random, column))
}

/// Whether two columns have the same values.
pub(super) fn is_alike(a: &ColumnType, b: &ColumnType) -> bool {
    a.value_type == b.value_type && a.scale == b.scale
}

/// How the values of one column are brought to another; `None` where they cannot be compared.
#[expect(
    clippy::option_option,
    reason = "none: not comparable; some none: alike"
)]
fn conversion(from: &ColumnType, to: &ColumnType) -> Option<Option<Conversion>> {
    match (&from.value_type, &to.value_type) {
        _ if is_alike(from, to) => Some(None),
        (ValueType::Category(from), ValueType::Category(to)) => {
            Some(Some(Conversion::Words(codes(from, to))))
        }
        _ => None,
    }
}

/// The codes of the words of one list in another, -1 where it has no such word.
pub(super) fn codes(from: &[String], to: &[String]) -> Arc<[i64]> {
    let code = |word: &String| {
        to.iter()
            .position(|other| other == word)
            .map_or(-1, |at| i64::try_from(at).unwrap())
    };
    from.iter().map(code).collect()
}

/// A value of the pool or a neighbour of one.
pub(super) fn near(random: &mut Random, column: &ColumnType) -> i64 {
    let value = *random.pick(&pool(column));
    if column.value_type.is_ordered() && value.abs() < 1_000_000_000 {
        value + [-1, 0, 0, 0, 1][random.below(5)]
    } else {
        value
    }
}
