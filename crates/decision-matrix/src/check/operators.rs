//! Operators and functions of expressions: which types they take and give.

use super::Checker;
use super::expressions::{described, recoded};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::expression::{BinaryOperator, ExprSyntax, ExprSyntaxKind, UnaryOperator};
use crate::source::span::{Span, Text};
use crate::table::{Arithmetic, Expr, ExprKind, ExprType, Ordering};

impl Checker<'_> {
    pub(super) fn unary(
        &mut self,
        operator: UnaryOperator,
        operand: &ExprSyntax,
        span: Span,
    ) -> Option<Expr> {
        let expr = self.infer(operand, None)?;
        let nullable = expr.nullable;
        match operator {
            UnaryOperator::Not => {
                let expr = self.wants_boolean(expr, operand.span)?;
                Some(Expr {
                    kind: ExprKind::Not(Box::new(expr)),
                    value_type: ExprType::Boolean,
                    nullable,
                })
            }
            UnaryOperator::Negate if is_quantity(&expr.value_type) => {
                let value_type = expr.value_type.clone();
                Some(Expr {
                    kind: ExprKind::Negate(Box::new(expr)),
                    value_type,
                    nullable,
                })
            }
            UnaryOperator::Negate => self.wrong_operand("-", &expr.value_type, span),
        }
    }

    pub(super) fn binary(
        &mut self,
        operator: BinaryOperator,
        left: &ExprSyntax,
        right: &ExprSyntax,
        span: Span,
    ) -> Option<Expr> {
        match operator {
            BinaryOperator::Add => self.arithmetic(Arithmetic::Add, left, right, span),
            BinaryOperator::Subtract => self.arithmetic(Arithmetic::Subtract, left, right, span),
            BinaryOperator::Multiply => self.arithmetic(Arithmetic::Multiply, left, right, span),
            BinaryOperator::Divide => self.arithmetic(Arithmetic::Divide, left, right, span),
            BinaryOperator::Equal => self.comparison(Ordering::Equal, left, right),
            BinaryOperator::NotEqual => self.comparison(Ordering::NotEqual, left, right),
            BinaryOperator::Less => self.comparison(Ordering::Less, left, right),
            BinaryOperator::LessOrEqual => self.comparison(Ordering::LessOrEqual, left, right),
            BinaryOperator::Greater => self.comparison(Ordering::Greater, left, right),
            BinaryOperator::GreaterOrEqual => {
                self.comparison(Ordering::GreaterOrEqual, left, right)
            }
            BinaryOperator::And => self.logic(ExprKind::And, left, right),
            BinaryOperator::Or => self.logic(ExprKind::Or, left, right),
        }
    }

    fn arithmetic(
        &mut self,
        operator: Arithmetic,
        left: &ExprSyntax,
        right: &ExprSyntax,
        span: Span,
    ) -> Option<Expr> {
        let (one, other) = (self.infer(left, None), self.infer(right, None));
        let (one, other) = (one?, other?);
        let Some(value_type) = arithmetic_type(operator, &one.value_type, &other.value_type) else {
            let message = format!(
                "`{}` does not take {} and {}",
                symbol(operator),
                described(&one.value_type),
                described(&other.value_type)
            );
            let diagnostic = Diagnostic::new(Code::ExpressionType, span, message).with_help(
                "numbers go with numbers; date - date and timestamp - timestamp give a duration; a duration may \
                 be added to or taken from a date, a timestamp or a duration",
            );
            return self.refuse(diagnostic);
        };
        let divides_to_null = operator == Arithmetic::Divide && !self.is_not_zero(&other);
        let nullable = one.nullable || other.nullable || divides_to_null;
        let kind = ExprKind::Arithmetic(operator, Box::new(one), Box::new(other));
        Some(Expr {
            kind,
            value_type,
            nullable,
        })
    }

    /// Whether a divisor is a constant other than zero.
    fn is_not_zero(&self, divisor: &Expr) -> bool {
        match &divisor.kind {
            ExprKind::Number(mantissa, _) => *mantissa != 0,
            ExprKind::Parameter(index) => self
                .scope
                .parameter(*index)
                .is_some_and(|(_, value)| *value != 0),
            ExprKind::Negate(inner) => self.is_not_zero(inner),
            _ => false,
        }
    }

    fn comparison(
        &mut self,
        ordering: Ordering,
        left: &ExprSyntax,
        right: &ExprSyntax,
    ) -> Option<Expr> {
        let (one, mut other) = self.pair(left, right, None)?;
        if let ExprType::Category(words) = &one.value_type {
            other = recoded(other, words);
        }
        let needs_order = !matches!(ordering, Ordering::Equal | Ordering::NotEqual);
        if needs_order
            && matches!(
                one.value_type,
                ExprType::Boolean | ExprType::Category(_) | ExprType::Text
            )
        {
            let message = format!("{} has no order", described(&one.value_type));
            let diagnostic = Diagnostic::new(Code::ExpressionType, left.span, message)
                .with_help("only `=` and `!=` compare such values");
            return self.refuse(diagnostic);
        }
        let nullable = one.nullable || other.nullable;
        let kind = ExprKind::Compare(ordering, Box::new(one), Box::new(other));
        Some(Expr {
            kind,
            value_type: ExprType::Boolean,
            nullable,
        })
    }

    fn logic(
        &mut self,
        kind: fn(Box<Expr>, Box<Expr>) -> ExprKind,
        left: &ExprSyntax,
        right: &ExprSyntax,
    ) -> Option<Expr> {
        let one = self
            .infer(left, None)
            .and_then(|expr| self.wants_boolean(expr, left.span));
        let other = self
            .infer(right, None)
            .and_then(|expr| self.wants_boolean(expr, right.span));
        let (one, other) = (one?, other?);
        let nullable = one.nullable || other.nullable;
        Some(Expr {
            kind: kind(Box::new(one), Box::new(other)),
            value_type: ExprType::Boolean,
            nullable,
        })
    }

    pub(super) fn wants_boolean(&mut self, expr: Expr, span: Span) -> Option<Expr> {
        if expr.value_type == ExprType::Boolean {
            return Some(expr);
        }
        let message = format!(
            "a condition is needed here, but this is {}",
            described(&expr.value_type)
        );
        self.refuse(Diagnostic::new(Code::ExpressionType, span, message))
    }

    pub(super) fn call(
        &mut self,
        function: &Text,
        arguments: &[ExprSyntax],
        span: Span,
        expected: Option<&ExprType>,
    ) -> Option<Expr> {
        match (function.text.as_str(), arguments) {
            ("coalesce", [first, second]) => {
                let (first, second) = self.joined(first, second, expected)?;
                let (value_type, nullable) =
                    (first.value_type.clone(), first.nullable && second.nullable);
                let kind = ExprKind::Coalesce(Box::new(first), Box::new(second));
                Some(Expr {
                    kind,
                    value_type,
                    nullable,
                })
            }
            ("is_null", [argument]) => {
                let argument = self.infer(argument, None)?;
                let kind = ExprKind::IsNull(Box::new(argument));
                Some(Expr {
                    kind,
                    value_type: ExprType::Boolean,
                    nullable: false,
                })
            }
            ("min", [_, ..]) => self.extreme(ExprKind::Min, function, arguments),
            ("max", [_, ..]) => self.extreme(ExprKind::Max, function, arguments),
            ("abs", [argument]) => {
                let expr = self.infer(argument, None)?;
                if !is_quantity(&expr.value_type) {
                    return self.wrong_operand("abs", &expr.value_type, span);
                }
                let (value_type, nullable) = (expr.value_type.clone(), expr.nullable);
                Some(Expr {
                    kind: ExprKind::Abs(Box::new(expr)),
                    value_type,
                    nullable,
                })
            }
            ("round", [argument, digits]) => self.round(argument, digits, span),
            ("days", [argument]) => {
                self.part(ExprKind::Days, function, argument, &[ExprType::Duration])
            }
            ("year", [argument]) => self.part(ExprKind::Year, function, argument, &DAYS),
            ("month", [argument]) => self.part(ExprKind::Month, function, argument, &DAYS),
            ("weekday", [argument]) => self.part(ExprKind::Weekday, function, argument, &DAYS),
            (name, _) => match arity(name) {
                Some(needed) => {
                    let message = format!("`{name}` takes {needed}, not {}", arguments.len());
                    self.refuse(Diagnostic::new(Code::ExpressionType, span, message))
                }
                None => self.unknown_function(function),
            },
        }
    }

    /// `min` and `max`.
    fn extreme(
        &mut self,
        kind: fn(Vec<Expr>) -> ExprKind,
        function: &Text,
        arguments: &[ExprSyntax],
    ) -> Option<Expr> {
        let inferred = arguments.iter().map(|argument| self.infer(argument, None));
        let inferred: Vec<Expr> = super::all(inferred)?;
        let value_type = inferred.first()?.value_type.clone();
        if matches!(
            value_type,
            ExprType::Boolean | ExprType::Category(_) | ExprType::Text
        ) {
            let span = arguments
                .first()
                .map_or(function.span, |argument| argument.span);
            return self.wrong_operand(&function.text, &value_type, span);
        }
        let stranger = inferred
            .iter()
            .zip(arguments)
            .find(|(expr, _)| expr.value_type != value_type);
        if let Some((expr, syntax)) = stranger {
            let message = format!(
                "{} and {} do not go together",
                described(&value_type),
                described(&expr.value_type)
            );
            return self.refuse(Diagnostic::new(Code::ExpressionType, syntax.span, message));
        }
        let nullable = inferred.iter().any(|expr| expr.nullable);
        Some(Expr {
            kind: kind(inferred),
            value_type,
            nullable,
        })
    }

    fn round(&mut self, argument: &ExprSyntax, digits: &ExprSyntax, span: Span) -> Option<Expr> {
        let expr = self.infer(argument, None)?;
        if expr.value_type != ExprType::Number {
            return self.wrong_operand("round", &expr.value_type, span);
        }
        let digit = match &digits.kind {
            ExprSyntaxKind::Literal(text) => match text.as_bytes() {
                [digit @ b'0'..=b'9'] => Some(digit - b'0'),
                _ => None,
            },
            _ => None,
        };
        let Some(digit) = digit else {
            let message = "the second argument of `round` is a literal from 0 to 9";
            return self.refuse(Diagnostic::new(Code::ExpressionType, digits.span, message));
        };
        let nullable = expr.nullable;
        Some(Expr {
            kind: ExprKind::Round(Box::new(expr), digit),
            value_type: ExprType::Number,
            nullable,
        })
    }

    /// A function that gives a number out of a date, a timestamp or a duration.
    fn part(
        &mut self,
        kind: fn(Box<Expr>) -> ExprKind,
        function: &Text,
        argument: &ExprSyntax,
        permitted: &[ExprType],
    ) -> Option<Expr> {
        let expr = self.infer(argument, None)?;
        if !permitted.contains(&expr.value_type) {
            return self.wrong_operand(&function.text, &expr.value_type, argument.span);
        }
        let nullable = expr.nullable;
        Some(Expr {
            kind: kind(Box::new(expr)),
            value_type: ExprType::Number,
            nullable,
        })
    }

    fn wrong_operand(&mut self, what: &str, value_type: &ExprType, span: Span) -> Option<Expr> {
        let message = format!("`{what}` does not take {}", described(value_type));
        self.refuse(Diagnostic::new(Code::ExpressionType, span, message))
    }
}

/// The types that have a calendar day.
const DAYS: [ExprType; 2] = [ExprType::Date, ExprType::Timestamp];

fn is_quantity(value_type: &ExprType) -> bool {
    matches!(value_type, ExprType::Number | ExprType::Duration)
}

fn arithmetic_type(operator: Arithmetic, left: &ExprType, right: &ExprType) -> Option<ExprType> {
    use ExprType::{Date, Duration, Number, Timestamp};
    Some(match (operator, left, right) {
        (_, Number, Number) => Number,
        (Arithmetic::Subtract, Date, Date)
        | (Arithmetic::Subtract, Timestamp, Timestamp)
        | (Arithmetic::Add | Arithmetic::Subtract, Duration, Duration) => Duration,
        (Arithmetic::Add | Arithmetic::Subtract, Date, Duration)
        | (Arithmetic::Add, Duration, Date) => Date,
        (Arithmetic::Add | Arithmetic::Subtract, Timestamp, Duration)
        | (Arithmetic::Add, Duration, Timestamp) => Timestamp,
        _ => return None,
    })
}

fn symbol(operator: Arithmetic) -> &'static str {
    match operator {
        Arithmetic::Add => "+",
        Arithmetic::Subtract => "-",
        Arithmetic::Multiply => "*",
        Arithmetic::Divide => "/",
    }
}

fn arity(function: &str) -> Option<&'static str> {
    Some(match function {
        "coalesce" | "round" => "2 arguments",
        "min" | "max" => "1 or more arguments",
        "is_null" | "abs" | "days" | "year" | "month" | "weekday" => "1 argument",
        _ => return None,
    })
}
