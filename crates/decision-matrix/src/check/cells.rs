//! Cells: what each test compares with, and whether it may.

use std::sync::Arc;

use super::Checker;
use super::literals::{article, literal};
use super::names::{Name, is_name, unknown};
use super::types::same_type;
use crate::diagnostic::{Code, Diagnostic};
use crate::limits;
use crate::number::rescale;
use crate::source::cell::{CellSyntax, Comparison, ItemSyntax, TestSyntax, ValueSyntax, parse};
use crate::source::span::Text;
use crate::source::suggest::closest;
use crate::table::{
    Cell, ColumnRef, ColumnType, Conversion, Item, Nearest, Operand, ParameterIndex, TableIndex,
    Test, ValueType,
};

/// What a cell may compare with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Operands {
    /// Literals, parameters and tables.
    All,
    /// Literals only.
    Literals,
}

impl Checker<'_> {
    /// Checks the text of a cell of a column.
    pub(super) fn cell(&mut self, column: &ColumnType, text: &Text) -> Option<Cell> {
        self.cell_with(column, text, Operands::All)
    }

    /// Checks the text of a cell that may name no more than `operands`.
    pub(super) fn cell_with(
        &mut self,
        column: &ColumnType,
        text: &Text,
        operands: Operands,
    ) -> Option<Cell> {
        if self.is_full() {
            return None;
        }
        let syntax = match parse(text) {
            Ok(syntax) => syntax,
            Err(diagnostic) => return self.refuse(diagnostic),
        };
        match syntax {
            CellSyntax::Any => Some(Cell::Any),
            CellSyntax::Items(items) => {
                let items = items.iter();
                super::all(items.map(|item| self.item(column, item, operands))).map(Cell::Items)
            }
        }
    }

    fn item(&mut self, column: &ColumnType, item: &ItemSyntax, operands: Operands) -> Option<Item> {
        if self.is_full() {
            return None;
        }
        match item {
            ItemSyntax::Null => Some(Item::Null),
            ItemSyntax::NotNull => Some(Item::NotNull),
            ItemSyntax::Test(test) => self.test(column, test, operands).map(Item::Test),
            ItemSyntax::Not(tests) => {
                let tests = tests.iter();
                super::all(tests.map(|test| self.test(column, test, operands))).map(Item::Not)
            }
        }
    }

    fn test(&mut self, column: &ColumnType, test: &TestSyntax, operands: Operands) -> Option<Test> {
        match test {
            TestSyntax::Compare(comparison, value) => {
                if *comparison != Comparison::Equal && !self.is_ordered(column, value) {
                    return None;
                }
                let nearest = match comparison {
                    Comparison::Equal => Nearest::Equal,
                    Comparison::Less | Comparison::GreaterOrEqual => Nearest::Above,
                    Comparison::LessOrEqual | Comparison::Greater => Nearest::Below,
                };
                let operand = self.operand(column, value, operands, nearest)?;
                Some(Test::Compare(*comparison, operand))
            }
            TestSyntax::Interval {
                low,
                low_included,
                high,
                high_included,
            } => {
                if !self.is_ordered(column, low) {
                    return None;
                }
                let low_nearest = if *low_included {
                    Nearest::Above
                } else {
                    Nearest::Below
                };
                let high_nearest = if *high_included {
                    Nearest::Below
                } else {
                    Nearest::Above
                };
                let lower = self.operand(column, low, operands, low_nearest);
                let upper = self.operand(column, high, operands, high_nearest);
                let (lower, upper) = (lower?, upper?);
                let ends = self
                    .constant(column, &lower)
                    .zip(self.constant(column, &upper));
                if ends.is_some_and(|(lower, upper)| lower > upper) {
                    let message = format!(
                        "the interval runs backwards: `{}` is above `{}`",
                        low.text, high.text
                    );
                    let diagnostic =
                        Diagnostic::new(Code::ReversedInterval, low.span.to(high.span), message)
                            .with_help(format!(
                                "write the lower end first: `{} .. {}`",
                                high.text, low.text
                            ));
                    return self.refuse(diagnostic);
                }
                Some(Test::Interval {
                    low: lower,
                    low_included: *low_included,
                    high: upper,
                    high_included: *high_included,
                })
            }
        }
    }

    fn is_ordered(&mut self, column: &ColumnType, value: &ValueSyntax) -> bool {
        let ordered = column.value_type.is_ordered();
        if !ordered {
            let message = format!("a {} has no order", column.value_type.as_str());
            let diagnostic = Diagnostic::new(Code::WrongType, value.span, message)
                .with_help("list the values, joined by commas");
            self.report(diagnostic);
        }
        ordered
    }

    fn operand(
        &mut self,
        column: &ColumnType,
        value: &ValueSyntax,
        operands: Operands,
        nearest: Nearest,
    ) -> Option<Operand> {
        if value.quoted != (column.value_type == ValueType::Text)
            && (value.quoted || !is_name(&value.text))
        {
            return self.refuse(wrong_quotes(column, value));
        }
        let is_literal = value.quoted || Self::is_literal_word(column, value);
        let name = self
            .scope
            .find(&value.text)
            .filter(|_| !value.quoted && operands == Operands::All);
        match name {
            Some(name @ (Name::Parameter(_) | Name::Column(ColumnRef::Table(_)))) if is_literal => {
                let message = format!(
                    "`{}` is both a value of the column and the name of {}",
                    value.text,
                    name.kind()
                );
                let diagnostic = Diagnostic::new(Code::AmbiguousWord, value.span, message)
                    .with_help("rename one of the two");
                self.refuse(diagnostic)
            }
            _ if is_literal => match literal(column, &value.text, value.span, &mut self.texts) {
                Ok(value) => Some(Operand::Literal(value)),
                Err(diagnostic) => self.refuse(diagnostic),
            },
            Some(Name::Parameter(index)) => self.parameter_operand(column, value, index, nearest),
            Some(Name::Column(ColumnRef::Table(index))) => {
                self.table_operand(column, value, index, nearest)
            }
            Some(name) => {
                let message = format!(
                    "`{}` is {}; a cell compares with a value",
                    value.text,
                    name.kind()
                );
                let diagnostic = Diagnostic::new(Code::WrongType, value.span, message).with_help(
                    "a cell may name a parameter or a table; compare two factors in a derived factor",
                );
                self.refuse(diagnostic)
            }
            None => {
                let diagnostic = self.unknown_word(column, value, operands);
                self.refuse(diagnostic)
            }
        }
    }

    /// Whether a word without quotes can only be, or also is, a literal of the column.
    fn is_literal_word(column: &ColumnType, value: &ValueSyntax) -> bool {
        match &column.value_type {
            ValueType::Category(values) => values.contains(&value.text),
            ValueType::Boolean => value.text == "true" || value.text == "false",
            _ => !is_name(&value.text),
        }
    }

    fn parameter_operand(
        &mut self,
        column: &ColumnType,
        value: &ValueSyntax,
        index: ParameterIndex,
        nearest: Nearest,
    ) -> Option<Operand> {
        let (own, constant) = self.scope.parameter(index)?.clone();
        if !same_type(column, &own) {
            return self.refuse(wrong_type(column, value, &own));
        }
        let conversion = conversion(&own, column, nearest);
        let value = conversion.map_or(constant, |conversion| conversion.apply(constant));
        Some(Operand::Parameter { index, value })
    }

    fn table_operand(
        &mut self,
        column: &ColumnType,
        value: &ValueSyntax,
        index: TableIndex,
        nearest: Nearest,
    ) -> Option<Operand> {
        self.note_read(ColumnRef::Table(index));
        let own = self.scope.column_type(ColumnRef::Table(index))?.clone();
        if !same_type(column, &own) {
            return self.refuse(wrong_type(column, value, &own));
        }
        if self.too_many_results(index) {
            let message = format!(
                "table `{}` has too many different results to be named in a cell",
                value.text
            );
            let diagnostic =
                Diagnostic::new(Code::TooManyResults, value.span, message).with_help(format!(
                    "a `collect sum` table may have at most {} different sums here",
                    limits::NAMED_TABLE_RESULTS
                ));
            return self.refuse(diagnostic);
        }
        Some(Operand::Table {
            index,
            conversion: conversion(&own, column, nearest),
        })
    }

    fn unknown_word(
        &self,
        column: &ColumnType,
        value: &ValueSyntax,
        operands: Operands,
    ) -> Diagnostic {
        let mut words: Vec<&str> = match &column.value_type {
            ValueType::Category(values) => values.iter().map(String::as_str).collect(),
            ValueType::Boolean => vec!["true", "false"],
            _ => Vec::new(),
        };
        if operands == Operands::All {
            let named = self
                .scope
                .all()
                .filter(|(_, name)| self.fits(column, *name));
            words.extend(named.map(|(text, _)| text));
        }
        let suggestion = closest(&value.text, words.iter().copied());
        let place = Text::new(value.text.clone(), value.span);
        let kind = match &column.value_type {
            ValueType::Category(_) | ValueType::Boolean => "value, parameter or table",
            _ => "parameter or table",
        };
        let diagnostic = unknown(&place, kind, suggestion);
        if suggestion.is_some() {
            return diagnostic;
        }
        match &column.value_type {
            ValueType::Category(values) => {
                diagnostic.with_help(format!("values of the column: {}", values.join(", ")))
            }
            ValueType::Text => diagnostic.with_help(format!(
                "texts stand in double quotes: `\"{}\"`",
                value.text
            )),
            other => diagnostic.with_help(format!("the column holds {}", article(other))),
        }
    }

    /// The value of an operand that does not depend on the claim, in units of 10^-9 so that
    /// different scales can be compared.
    fn constant(&self, column: &ColumnType, operand: &Operand) -> Option<i128> {
        let (value, scale) = match operand {
            Operand::Literal(value) => (*value, column.scale),
            Operand::Parameter { index, .. } => {
                let (own, value) = self.scope.parameter(*index)?;
                (*value, own.scale)
            }
            Operand::Table { .. } => return None,
        };
        Some(i128::from(value) * 10_i128.pow(u32::from(limits::SCALE - scale)))
    }

    /// Whether a cell of the column may name this.
    fn fits(&self, column: &ColumnType, name: Name) -> bool {
        let own = match name {
            Name::Parameter(index) => self.scope.parameter(index).map(|(own, _)| own),
            Name::Column(index @ ColumnRef::Table(_)) => self.scope.column_type(index),
            Name::Column(_) => None,
        };
        own.is_some_and(|own| same_type(column, own))
    }
}

/// How a value of one column is compared in another; `None` where they have the same unit.
fn conversion(from: &ColumnType, to: &ColumnType, nearest: Nearest) -> Option<Conversion> {
    if let (ValueType::Category(from), ValueType::Category(to)) = (&from.value_type, &to.value_type)
    {
        return recode_words(from, to).map(Conversion::Words);
    }
    let power = 10_i64.pow(u32::from(from.scale.abs_diff(to.scale)));
    match from.scale.cmp(&to.scale) {
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Less => Some(Conversion::Coarser(power)),
        std::cmp::Ordering::Greater => Some(Conversion::Finer(power, nearest)),
    }
}

/// The value of one column as a constant of another, if it is one there.
pub(super) fn converted(from: &ColumnType, to: &ColumnType, value: i64) -> Option<i64> {
    if let Some(conversion @ Conversion::Words(_)) = conversion(from, to, Nearest::Equal) {
        return Some(conversion.apply(value)).filter(|code| *code >= 0);
    }
    rescale(i128::from(value), i32::from(from.scale), to.scale).ok()
}

/// The codes of one category's words in another's list, -1 where it lacks the word; `None` where
/// the lists are the same.
pub(super) fn recode_words(from: &[String], to: &[String]) -> Option<Arc<[i64]>> {
    let code = |word: &String| {
        to.iter()
            .position(|other| other == word)
            .map_or(-1, |at| i64::from(super::index(at)))
    };
    (from != to).then(|| from.iter().map(code).collect())
}

fn wrong_quotes(column: &ColumnType, value: &ValueSyntax) -> Diagnostic {
    let (message, help) = if value.quoted {
        let message = format!(
            "a text stands where {} is expected",
            article(&column.value_type)
        );
        (message, "delete the quotes".to_owned())
    } else {
        let message = format!("`{}` is not a text", value.text);
        (
            message,
            format!("texts stand in double quotes: `\"{}\"`", value.text),
        )
    };
    Diagnostic::new(Code::BadLiteral, value.span, message).with_help(help)
}

fn wrong_type(column: &ColumnType, value: &ValueSyntax, own: &ColumnType) -> Diagnostic {
    let message = format!(
        "`{}` is {}, but the column holds {}",
        value.text,
        own.value_type.as_str(),
        column.value_type.as_str()
    );
    Diagnostic::new(Code::WrongType, value.span, message)
        .with_help("a cell compares values of one type")
}
