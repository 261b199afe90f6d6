//! Expressions by the type of their value, so that evaluation asks no types: numbers, booleans,
//! and codes (every other type, as its `i64`).

use std::sync::Arc;

use crate::decimal::Decimal;
use crate::table::{
    Arithmetic, DecisionTables, Derive, Expr, ExprKind, ExprType, Ordering, Rounding, ValueType,
};

use super::value_set::ValueSet;
use super::{NULL, Slot, SlotMap};

/// A derived factor that is ready to be computed.
#[derive(Debug)]
pub(crate) struct CompiledDerive {
    /// What it is computed from.
    pub(crate) node: Node,
    /// The scale and the rounding of a number.
    pub(crate) scale: u8,
    pub(crate) rounding: Rounding,
    /// The values that the result may have; every other one is a fault.
    pub(crate) values: ValueSet,
}

/// An expression of any type.
#[derive(Debug)]
pub(crate) enum Node {
    Number(NumberNode),
    Boolean(BooleanNode),
    Code(CodeNode),
}

/// An expression that gives a number or null.
#[derive(Debug)]
pub(crate) enum NumberNode {
    Null,
    Literal(Decimal),
    Column(Slot, u8),
    Negate(Box<NumberNode>),
    Abs(Box<NumberNode>),
    Arithmetic(Arithmetic, Box<(NumberNode, NumberNode)>),
    If(Box<(BooleanNode, NumberNode, NumberNode)>),
    Coalesce(Box<(NumberNode, NumberNode)>),
    /// The largest, or with `false` the smallest.
    Extreme(bool, Vec<NumberNode>),
    Round(Box<NumberNode>, u8),
    /// A number read off a day, a second or a duration.
    Part(Part, Box<CodeNode>),
}

/// An expression that gives true, false or null.
#[derive(Debug)]
pub(crate) enum BooleanNode {
    Null,
    Literal(bool),
    Column(Slot),
    Not(Box<BooleanNode>),
    And(Box<(BooleanNode, BooleanNode)>),
    Or(Box<(BooleanNode, BooleanNode)>),
    /// Numbers of columns, parameters or literals at one scale, as their units.
    CompareUnits(Ordering, CodeNode, CodeNode),
    CompareNumbers(Ordering, Box<(NumberNode, NumberNode)>),
    CompareCodes(Ordering, Box<(CodeNode, CodeNode)>),
    /// Words: a negative code is a word that the other list does not have; it equals nothing.
    CompareWords(Ordering, Box<(CodeNode, CodeNode)>),
    CompareBooleans(Ordering, Box<(BooleanNode, BooleanNode)>),
    If(Box<(BooleanNode, BooleanNode, BooleanNode)>),
    Coalesce(Box<(BooleanNode, BooleanNode)>),
    IsNull(Box<Node>),
}

/// An expression that gives a code or null.
#[derive(Debug)]
pub(crate) enum CodeNode {
    Null,
    Literal(i64),
    Column(Slot),
    Negate(Box<CodeNode>),
    Abs(Box<CodeNode>),
    /// Sums and differences of dates, timestamps and durations.
    Temporal(Temporal, Arithmetic, Box<(CodeNode, CodeNode)>),
    If(Box<(BooleanNode, CodeNode, CodeNode)>),
    Coalesce(Box<(CodeNode, CodeNode)>),
    /// The largest, or with `false` the smallest.
    Extreme(bool, Vec<CodeNode>),
    Recode(Box<CodeNode>, Arc<[i64]>),
}

/// What a sum or a difference of moments means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Temporal {
    /// Days apart, as seconds.
    DaysApart,
    /// Seconds that must lie in `low..=high`.
    Seconds { low: i64, high: i64 },
    /// A day moved by seconds, which stand on the right.
    DayThenSeconds,
    /// A day moved by seconds, which stand on the left.
    SecondsThenDay,
}

/// What is read off a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Whole days of a duration.
    Days,
    /// Year of a day; the flag says that the code counts seconds.
    Year(bool),
    /// Month of a day.
    Month(bool),
    /// Day of the week.
    Weekday(bool),
}

/// What the names in an expression mean.
pub(crate) struct Names<'a> {
    pub(crate) tables: &'a DecisionTables,
    pub(crate) slots: &'a SlotMap,
}

impl CompiledDerive {
    /// Compiles a derived factor.
    pub(crate) fn new(derive: &Derive, names: &Names<'_>) -> Self {
        Self {
            node: names.node(&derive.expression),
            scale: derive.column.scale,
            rounding: derive.rounding,
            values: ValueSet::of_column(&derive.column),
        }
    }
}

impl Names<'_> {
    fn node(&self, expr: &Expr) -> Node {
        match &expr.value_type {
            ExprType::Number => Node::Number(self.number(expr)),
            ExprType::Boolean => Node::Boolean(self.boolean(expr)),
            _ => Node::Code(self.code(expr)),
        }
    }

    fn number(&self, expr: &Expr) -> NumberNode {
        let boxed = |expr: &Expr| Box::new(self.number(expr));
        let pair = |a: &Expr, b: &Expr| Box::new((self.number(a), self.number(b)));
        match &expr.kind {
            ExprKind::Number(mantissa, scale) => {
                NumberNode::Literal(Decimal::new(*mantissa, u32::from(*scale)))
            }
            ExprKind::Column(column) => {
                let scale = self.tables.column_type(*column).map_or(0, |it| it.scale);
                NumberNode::Column(self.slots.column(*column), scale)
            }
            ExprKind::Parameter(index) => match self.tables.parameters.get(index.0 as usize) {
                Some(it) => NumberNode::Literal(Decimal::from_units(it.value, it.column.scale)),
                None => NumberNode::Null,
            },
            ExprKind::Negate(a) => NumberNode::Negate(boxed(a)),
            ExprKind::Abs(a) => NumberNode::Abs(boxed(a)),
            ExprKind::Arithmetic(operator, a, b) => NumberNode::Arithmetic(*operator, pair(a, b)),
            ExprKind::If(condition, yes, no) => NumberNode::If(Box::new((
                self.boolean(condition),
                self.number(yes),
                self.number(no),
            ))),
            ExprKind::Coalesce(a, b) => NumberNode::Coalesce(pair(a, b)),
            ExprKind::Min(all) => {
                NumberNode::Extreme(false, all.iter().map(|it| self.number(it)).collect())
            }
            ExprKind::Max(all) => {
                NumberNode::Extreme(true, all.iter().map(|it| self.number(it)).collect())
            }
            ExprKind::Round(a, digits) => NumberNode::Round(boxed(a), *digits),
            ExprKind::Days(a) => NumberNode::Part(Part::Days, Box::new(self.code(a))),
            ExprKind::Year(a) => {
                NumberNode::Part(Part::Year(counts_seconds(a)), Box::new(self.code(a)))
            }
            ExprKind::Month(a) => {
                NumberNode::Part(Part::Month(counts_seconds(a)), Box::new(self.code(a)))
            }
            ExprKind::Weekday(a) => {
                NumberNode::Part(Part::Weekday(counts_seconds(a)), Box::new(self.code(a)))
            }
            _ => NumberNode::Null,
        }
    }

    fn boolean(&self, expr: &Expr) -> BooleanNode {
        let pair = |a: &Expr, b: &Expr| Box::new((self.boolean(a), self.boolean(b)));
        match &expr.kind {
            ExprKind::Code(code) => BooleanNode::Literal(*code != 0),
            ExprKind::Column(column) => BooleanNode::Column(self.slots.column(*column)),
            ExprKind::Parameter(index) => match self.tables.parameters.get(index.0 as usize) {
                Some(it) => BooleanNode::Literal(it.value != 0),
                None => BooleanNode::Null,
            },
            ExprKind::Not(a) => BooleanNode::Not(Box::new(self.boolean(a))),
            ExprKind::And(a, b) => BooleanNode::And(pair(a, b)),
            ExprKind::Or(a, b) => BooleanNode::Or(pair(a, b)),
            ExprKind::Compare(ordering, a, b) => self.comparison(*ordering, a, b),
            ExprKind::If(condition, yes, no) => BooleanNode::If(Box::new((
                self.boolean(condition),
                self.boolean(yes),
                self.boolean(no),
            ))),
            ExprKind::Coalesce(a, b) => BooleanNode::Coalesce(pair(a, b)),
            ExprKind::IsNull(a) => BooleanNode::IsNull(Box::new(self.node(a))),
            _ => BooleanNode::Null,
        }
    }

    fn comparison(&self, ordering: Ordering, a: &Expr, b: &Expr) -> BooleanNode {
        match a.value_type {
            ExprType::Number => match self.units(a).zip(self.units(b)) {
                Some(((a, scale), (b, other))) if scale == other => {
                    BooleanNode::CompareUnits(ordering, a, b)
                }
                _ => BooleanNode::CompareNumbers(
                    ordering,
                    Box::new((self.number(a), self.number(b))),
                ),
            },
            ExprType::Boolean => {
                BooleanNode::CompareBooleans(ordering, Box::new((self.boolean(a), self.boolean(b))))
            }
            ExprType::Category(_) => {
                BooleanNode::CompareWords(ordering, Box::new((self.code(a), self.code(b))))
            }
            _ => BooleanNode::CompareCodes(ordering, Box::new((self.code(a), self.code(b)))),
        }
    }

    /// A column, parameter or literal as units of its scale.
    fn units(&self, expr: &Expr) -> Option<(CodeNode, u8)> {
        match &expr.kind {
            ExprKind::Column(column) => {
                let scale = self.tables.column_type(*column)?.scale;
                Some((CodeNode::Column(self.slots.column(*column)), scale))
            }
            ExprKind::Parameter(index) => {
                let parameter = self.tables.parameters.get(index.0 as usize)?;
                Some((CodeNode::Literal(parameter.value), parameter.column.scale))
            }
            ExprKind::Number(mantissa, scale) => {
                let units = i64::try_from(*mantissa)
                    .ok()
                    .filter(|units| *units != NULL)?;
                Some((CodeNode::Literal(units), *scale))
            }
            _ => None,
        }
    }

    fn code(&self, expr: &Expr) -> CodeNode {
        let boxed = |expr: &Expr| Box::new(self.code(expr));
        let pair = |a: &Expr, b: &Expr| Box::new((self.code(a), self.code(b)));
        match &expr.kind {
            ExprKind::Code(code) => CodeNode::Literal(*code),
            ExprKind::Column(column) => CodeNode::Column(self.slots.column(*column)),
            ExprKind::Parameter(index) => match self.tables.parameters.get(index.0 as usize) {
                Some(it) => CodeNode::Literal(it.value),
                None => CodeNode::Null,
            },
            ExprKind::Negate(a) => CodeNode::Negate(boxed(a)),
            ExprKind::Abs(a) => CodeNode::Abs(boxed(a)),
            ExprKind::Arithmetic(operator, a, b) => {
                CodeNode::Temporal(temporal(a, b), *operator, pair(a, b))
            }
            ExprKind::If(condition, yes, no) => CodeNode::If(Box::new((
                self.boolean(condition),
                self.code(yes),
                self.code(no),
            ))),
            ExprKind::Coalesce(a, b) => CodeNode::Coalesce(pair(a, b)),
            ExprKind::Min(all) => {
                CodeNode::Extreme(false, all.iter().map(|it| self.code(it)).collect())
            }
            ExprKind::Max(all) => {
                CodeNode::Extreme(true, all.iter().map(|it| self.code(it)).collect())
            }
            ExprKind::Recode(a, codes) => CodeNode::Recode(boxed(a), Arc::clone(codes)),
            _ => CodeNode::Null,
        }
    }
}

/// What a sum or a difference of these operands means.
fn temporal(a: &Expr, b: &Expr) -> Temporal {
    match (&a.value_type, &b.value_type) {
        (ExprType::Date, ExprType::Date) => Temporal::DaysApart,
        (ExprType::Date, _) => Temporal::DayThenSeconds,
        (_, ExprType::Date) => Temporal::SecondsThenDay,
        _ => {
            // A difference of timestamps stays in the range of their seconds, like every other sum.
            let value_type = match (&a.value_type, &b.value_type) {
                (ExprType::Timestamp, _) | (_, ExprType::Timestamp) => ValueType::Timestamp,
                _ => ValueType::Duration,
            };
            let (low, high) = value_type.range(0);
            Temporal::Seconds { low, high }
        }
    }
}

/// Whether a moment is counted in seconds, not days.
fn counts_seconds(expr: &Expr) -> bool {
    matches!(expr.value_type, ExprType::Timestamp)
}
