//! The canonical text of expressions: every operation in brackets, so that one tree has one text.

use super::cell_text::value_text;
use super::column::{ColumnType, ValueType};
use super::decision::DecisionTables;
use super::expression::{Arithmetic, Expr, ExprKind, ExprType, Ordering};
use crate::number::format_wide;

/// An expression in canonical text.
pub fn expression_text(tables: &DecisionTables, expression: &Expr) -> String {
    let text = |inner: &Expr| expression_text(tables, inner);
    let call = |name: &str, arguments: &[Expr]| {
        let arguments: Vec<_> = arguments.iter().map(text).collect();
        format!("{name}({})", arguments.join(", "))
    };
    match &expression.kind {
        ExprKind::Number(mantissa, scale) => format_wide(*mantissa, *scale),
        ExprKind::Code(code) => value_text(tables, &literal_type(&expression.value_type), *code),
        ExprKind::Null => "null".to_owned(),
        ExprKind::Column(column) => tables.column_name(*column).to_owned(),
        ExprKind::Parameter(index) => tables
            .parameters
            .get(index.0 as usize)
            .map_or_else(String::new, |it| it.name.clone()),
        ExprKind::Recode(inner, _) => text(inner),
        ExprKind::Negate(inner) => format!("(-{})", text(inner)),
        ExprKind::Not(inner) => format!("(not {})", text(inner)),
        ExprKind::Arithmetic(operator, left, right) => {
            format!("({} {} {})", text(left), arithmetic(*operator), text(right))
        }
        ExprKind::Compare(ordering, left, right) => {
            format!("({} {} {})", text(left), comparison(*ordering), text(right))
        }
        ExprKind::And(left, right) => format!("({} and {})", text(left), text(right)),
        ExprKind::Or(left, right) => format!("({} or {})", text(left), text(right)),
        ExprKind::If(condition, yes, no) => {
            format!(
                "(if {} then {} else {})",
                text(condition),
                text(yes),
                text(no)
            )
        }
        ExprKind::Coalesce(first, second) => format!("coalesce({}, {})", text(first), text(second)),
        ExprKind::IsNull(inner) => format!("is_null({})", text(inner)),
        ExprKind::Min(arguments) => call("min", arguments),
        ExprKind::Max(arguments) => call("max", arguments),
        ExprKind::Abs(inner) => format!("abs({})", text(inner)),
        ExprKind::Round(inner, digits) => format!("round({}, {digits})", text(inner)),
        ExprKind::Days(inner) => format!("days({})", text(inner)),
        ExprKind::Year(inner) => format!("year({})", text(inner)),
        ExprKind::Month(inner) => format!("month({})", text(inner)),
        ExprKind::Weekday(inner) => format!("weekday({})", text(inner)),
    }
}

/// The column type whose literals look like those of an expression's type.
fn literal_type(value_type: &ExprType) -> ColumnType {
    let value_type = match value_type {
        ExprType::Number => ValueType::Integer,
        ExprType::Boolean => ValueType::Boolean,
        ExprType::Category(words) => ValueType::Category(words.clone()),
        ExprType::Text => ValueType::Text,
        ExprType::Date => ValueType::Date,
        ExprType::Timestamp => ValueType::Timestamp,
        ExprType::Duration => ValueType::Duration,
    };
    ColumnType {
        value_type,
        scale: 0,
        nullable: false,
        domain: None,
    }
}

fn arithmetic(operator: Arithmetic) -> &'static str {
    match operator {
        Arithmetic::Add => "+",
        Arithmetic::Subtract => "-",
        Arithmetic::Multiply => "*",
        Arithmetic::Divide => "/",
    }
}

fn comparison(ordering: Ordering) -> &'static str {
    match ordering {
        Ordering::Equal => "=",
        Ordering::NotEqual => "!=",
        Ordering::Less => "<",
        Ordering::LessOrEqual => "<=",
        Ordering::Greater => ">",
        Ordering::GreaterOrEqual => ">=",
    }
}
