//! Expressions: every name looked up, every operator typed, every possible null known.

use std::sync::Arc;

use super::Checker;
use super::names::{FUNCTIONS, Name, unknown};
use crate::calendar::{parse_date, parse_duration, parse_timestamp};
use crate::diagnostic::{Code, Diagnostic};
use crate::number;
use crate::source::expression::{ExprSyntax, ExprSyntaxKind, parse_with_words};
use crate::source::matrix::SourceDerive;
use crate::source::span::{Span, Text};
use crate::source::suggest::closest;
use crate::table::{
    ColumnRef, ColumnType, Derive, DeriveIndex, Expr, ExprKind, ExprType, Rounding, ValueType,
};

impl Checker<'_> {
    /// Every derived factor.
    pub(super) fn derives(&mut self) -> Option<Vec<Derive>> {
        let source = self.source;
        let derives = source.derives.iter().enumerate().map(|(position, derive)| {
            let column = ColumnRef::Derive(DeriveIndex(super::index(position)));
            self.reader = Some(column);
            let checked = self.derive(column, derive);
            self.reader = None;
            checked
        });
        super::all(derives)
    }

    fn derive(&mut self, own: ColumnRef, derive: &SourceDerive) -> Option<Derive> {
        let rounding = self.rounding(derive.rounding.as_ref());
        if derive.expression.text.is_empty() {
            return None;
        }
        let hyphenated = &self.hyphenated;
        let syntax = match parse_with_words(&derive.expression, &|word| hyphenated.contains(word)) {
            Ok(syntax) => syntax,
            Err(diagnostic) => return self.refuse(diagnostic),
        };
        let column = self.scope.column_type(own).cloned();
        let wanted = column.as_ref().map(type_of);
        let expression = self.infer(&syntax, wanted.as_ref())?;
        let (column, wanted) = (column?, wanted?);
        let expression = self.result_type(expression, &wanted, &column, syntax.span)?;
        if expression.nullable && !column.nullable {
            let message = format!("`{}` may be null, but it is not nullable", derive.name.text);
            let diagnostic = Diagnostic::new(Code::ExpressionNull, syntax.span, message)
                .with_label("null for some claims")
                .with_help("add `nullable: true`, or wrap it in `coalesce(.., value)`");
            return self.refuse(diagnostic);
        }
        let label = super::plain(derive.label.as_ref());
        Some(Derive {
            name: derive.name.text.clone(),
            column,
            rounding: rounding?,
            expression,
            label,
        })
    }

    fn rounding(&mut self, text: Option<&Text>) -> Option<Rounding> {
        let Some(text) = text else {
            return Some(Rounding::default());
        };
        let choices = [
            ("half_even", Rounding::HalfEven),
            ("half_up", Rounding::HalfUp),
            ("down", Rounding::Down),
            ("up", Rounding::Up),
        ];
        self.choose(text, "rounding", &choices)
    }

    /// The expression as the declared type wants it.
    fn result_type(
        &mut self,
        expression: Expr,
        wanted: &ExprType,
        column: &ColumnType,
        span: Span,
    ) -> Option<Expr> {
        match (&expression.value_type, wanted) {
            (ExprType::Category(_), ExprType::Category(words)) => {
                let recoded = recoded(expression, words);
                if matches!(&recoded.kind, ExprKind::Recode(_, codes) if codes.contains(&-1)) {
                    let message = "the expression may give a word that the declared values lack";
                    return self.refuse(Diagnostic::new(Code::ExpressionType, span, message));
                }
                Some(recoded)
            }
            (own, wanted) if own == wanted => Some(expression),
            (own, _) => {
                let message = format!(
                    "the expression gives {}, but {} is declared",
                    described(own),
                    column.value_type.as_str()
                );
                self.refuse(Diagnostic::new(Code::ExpressionType, span, message))
            }
        }
    }

    /// Types an expression. `expected` says which category a bare word may come from and which
    /// type a null has; it does not bind the result.
    pub(super) fn infer(
        &mut self,
        syntax: &ExprSyntax,
        expected: Option<&ExprType>,
    ) -> Option<Expr> {
        match &syntax.kind {
            ExprSyntaxKind::Literal(text) => self.expression_literal(text, syntax.span),
            ExprSyntaxKind::Text(text) => Some(constant(
                ExprKind::Code(self.texts.intern(text)),
                ExprType::Text,
            )),
            ExprSyntaxKind::Boolean(value) => Some(constant(
                ExprKind::Code(i64::from(*value)),
                ExprType::Boolean,
            )),
            ExprSyntaxKind::Null => self.null(syntax.span, expected),
            ExprSyntaxKind::Word(word) => self.word(word, syntax.span, expected),
            ExprSyntaxKind::Unary(operator, operand) => self.unary(*operator, operand, syntax.span),
            ExprSyntaxKind::Binary(operator, left, right) => {
                self.binary(*operator, left, right, syntax.span)
            }
            ExprSyntaxKind::If { condition, yes, no } => self.branch(condition, yes, no, expected),
            ExprSyntaxKind::Call {
                function,
                arguments,
            } => self.call(function, arguments, syntax.span, expected),
        }
    }

    fn expression_literal(&mut self, text: &str, span: Span) -> Option<Expr> {
        if let Some(literal) = number_literal(text) {
            return Some(literal);
        }
        let moment = if text.starts_with('P') {
            parse_duration(text).map(|seconds| (seconds, ExprType::Duration))
        } else if text.contains('T') {
            parse_timestamp(text).map(|seconds| (seconds, ExprType::Timestamp))
        } else {
            parse_date(text).map(|days| (days, ExprType::Date))
        };
        if let Ok((code, value_type)) = moment {
            return Some(constant(ExprKind::Code(code), value_type));
        }
        let message = format!("`{text}` is not a value");
        let diagnostic = Diagnostic::new(Code::BadLiteral, span, message).with_help(
            "numbers are written `0.85` with at most 9 fraction digits, dates `2026-01-31`, timestamps \
             `2026-01-31T10:00:00Z`, durations `P30D`",
        );
        self.refuse(diagnostic)
    }

    fn null(&mut self, span: Span, expected: Option<&ExprType>) -> Option<Expr> {
        if let Some(value_type) = expected {
            return Some(Expr {
                kind: ExprKind::Null,
                value_type: value_type.clone(),
                nullable: true,
            });
        }
        let diagnostic = Diagnostic::new(Code::ExpressionType, span, "`null` has no type here")
            .with_help("to ask whether a value is null write `is_null(..)`");
        self.refuse(diagnostic)
    }

    fn word(&mut self, word: &str, span: Span, expected: Option<&ExprType>) -> Option<Expr> {
        match self.scope.find(word) {
            Some(Name::Parameter(index)) => {
                let (column, _) = self.scope.parameter(index)?;
                let value_type = type_of(column);
                Some(Expr {
                    kind: ExprKind::Parameter(index),
                    value_type,
                    nullable: false,
                })
            }
            Some(Name::Column(column)) => {
                self.note_read(column);
                let column_type = self.scope.column_type(column)?;
                let (value_type, nullable) = (type_of(column_type), column_type.nullable);
                Some(Expr {
                    kind: ExprKind::Column(column),
                    value_type,
                    nullable,
                })
            }
            None => {
                let words: &[String] = match expected {
                    Some(ExprType::Category(words)) => words,
                    _ => &[],
                };
                if let Some(code) = words.iter().position(|value| value == word) {
                    let kind = ExprKind::Code(i64::from(super::index(code)));
                    return Some(constant(kind, ExprType::Category(words.into())));
                }
                if self.is_full() {
                    return None;
                }
                let candidates = self
                    .scope
                    .all()
                    .map(|(name, _)| name)
                    .chain(words.iter().map(String::as_str));
                let suggestion = closest(word, candidates).map(str::to_owned);
                let place = Text::new(word, span);
                let mut diagnostic = unknown(&place, "name or value", suggestion.as_deref());
                if self
                    .source
                    .keys
                    .columns
                    .iter()
                    .any(|(_, column)| column.text == word)
                {
                    diagnostic = diagnostic
                        .with_help("it is a key of the claim; to use it in an expression declare it under `factors`");
                }
                self.refuse(diagnostic)
            }
        }
    }

    fn branch(
        &mut self,
        condition: &ExprSyntax,
        yes: &ExprSyntax,
        no: &ExprSyntax,
        expected: Option<&ExprType>,
    ) -> Option<Expr> {
        let span = condition.span;
        let condition = self
            .infer(condition, None)
            .and_then(|it| self.wants_boolean(it, span));
        let (left, right) = self.joined(yes, no, expected)?;
        let condition = condition?;
        let value_type = left.value_type.clone();
        let nullable = condition.nullable || left.nullable || right.nullable;
        let kind = ExprKind::If(Box::new(condition), Box::new(left), Box::new(right));
        Some(Expr {
            kind,
            value_type,
            nullable,
        })
    }

    /// Types two expressions that must have one type; two categories may have different words. A
    /// side that needs its context (a bare word of a category, a null) is typed after the other.
    pub(super) fn pair(
        &mut self,
        left: &ExprSyntax,
        right: &ExprSyntax,
        expected: Option<&ExprType>,
    ) -> Option<(Expr, Expr)> {
        let (first, second, swapped) = if self.needs_context(left) {
            (right, left, true)
        } else {
            (left, right, false)
        };
        let first_expr = self.infer(first, expected);
        if first_expr.is_none() && expected.is_none() && self.needs_context(second) {
            return None;
        }
        let own = first_expr.as_ref().map(|expr| &expr.value_type);
        let second_expr = self.infer(second, context(own, expected).as_ref());
        let (first_expr, second_expr) = (first_expr?, second_expr?);
        if !goes_with(&first_expr.value_type, &second_expr.value_type) {
            let (one, other) = (
                described(&first_expr.value_type),
                described(&second_expr.value_type),
            );
            let message = format!("{one} and {other} do not go together");
            let diagnostic = Diagnostic::new(Code::ExpressionType, second.span, message)
                .with_label(other)
                .with_related(first.span, one);
            return self.refuse(diagnostic);
        }
        Some(if swapped {
            (second_expr, first_expr)
        } else {
            (first_expr, second_expr)
        })
    }

    /// Two expressions of which one is the result, in one type: categories in the expected list of
    /// words if it has them all, else in a list of the words of both.
    pub(super) fn joined(
        &mut self,
        left: &ExprSyntax,
        right: &ExprSyntax,
        expected: Option<&ExprType>,
    ) -> Option<(Expr, Expr)> {
        let (left, right) = self.pair(left, right, expected)?;
        let (ExprType::Category(one), ExprType::Category(other)) =
            (&left.value_type, &right.value_type)
        else {
            return Some((left, right));
        };
        if one == other {
            return Some((left, right));
        }
        let both = union(one, other);
        let words = match expected {
            Some(ExprType::Category(words)) if both.iter().all(|word| words.contains(word)) => {
                Arc::clone(words)
            }
            _ => both,
        };
        Some((recoded(left, &words), recoded(right, &words)))
    }

    /// Whether the type of an expression follows only from what stands beside it.
    fn needs_context(&self, syntax: &ExprSyntax) -> bool {
        match &syntax.kind {
            ExprSyntaxKind::Null => true,
            ExprSyntaxKind::Word(word) => self.scope.find(word).is_none(),
            ExprSyntaxKind::If { yes, no, .. } => self.needs_context(yes) && self.needs_context(no),
            ExprSyntaxKind::Call {
                function,
                arguments,
            } if function.text == "coalesce" => arguments
                .iter()
                .all(|argument| self.needs_context(argument)),
            _ => false,
        }
    }

    /// The diagnostic for a function that does not exist.
    pub(super) fn unknown_function(&mut self, function: &Text) -> Option<Expr> {
        let diagnostic = unknown(function, "function", closest(&function.text, FUNCTIONS));
        let diagnostic = match diagnostic.help() {
            Some(_) => diagnostic,
            None => diagnostic.with_help(format!("functions: {}", FUNCTIONS.join(", "))),
        };
        self.refuse(diagnostic)
    }
}

/// The type that expressions give to a column's values.
pub(super) fn type_of(column: &ColumnType) -> ExprType {
    match &column.value_type {
        ValueType::Money | ValueType::Decimal | ValueType::Integer => ExprType::Number,
        ValueType::Boolean => ExprType::Boolean,
        ValueType::Category(words) => ExprType::Category(Arc::clone(words)),
        ValueType::Text => ExprType::Text,
        ValueType::Date => ExprType::Date,
        ValueType::Timestamp => ExprType::Timestamp,
        ValueType::Duration => ExprType::Duration,
    }
}

/// A type in words.
pub(super) fn described(value_type: &ExprType) -> &'static str {
    match value_type {
        ExprType::Number => "a number",
        ExprType::Boolean => "true or false",
        ExprType::Category(_) => "a category",
        ExprType::Text => "a text",
        ExprType::Date => "a date",
        ExprType::Timestamp => "a timestamp",
        ExprType::Duration => "a duration",
    }
}

/// A number literal with at most 9 fraction digits.
pub(super) fn number_literal(text: &str) -> Option<Expr> {
    let (_, whole, fraction) = number::split(text)?;
    let scale = u8::try_from(fraction.len())
        .ok()
        .filter(|scale| *scale <= crate::limits::SCALE)?;
    let mantissa = format!("{whole}{fraction}").parse().ok()?;
    Some(constant(
        ExprKind::Number(mantissa, scale),
        ExprType::Number,
    ))
}

fn constant(kind: ExprKind, value_type: ExprType) -> Expr {
    Expr {
        kind,
        value_type,
        nullable: false,
    }
}

/// What a bare word may be a value of: the category beside it, or the expected one.
fn context(own: Option<&ExprType>, expected: Option<&ExprType>) -> Option<ExprType> {
    match (own, expected) {
        (Some(ExprType::Category(own)), Some(ExprType::Category(expected))) => {
            Some(ExprType::Category(union(own, expected)))
        }
        (own, expected) => own.or(expected).cloned(),
    }
}

/// Whether values of the two types can be compared.
fn goes_with(one: &ExprType, other: &ExprType) -> bool {
    match (one, other) {
        (ExprType::Category(_), ExprType::Category(_)) => true,
        (one, other) => one == other,
    }
}

/// The words of both lists, each once.
fn union(one: &Arc<[String]>, other: &Arc<[String]>) -> Arc<[String]> {
    let new = other.iter().filter(|word| !one.contains(word));
    let mut new = new.peekable();
    if new.peek().is_none() {
        return Arc::clone(one);
    }
    one.iter().chain(new).cloned().collect()
}

/// A category expression in another list of words; a word that is not in it equals nothing.
pub(super) fn recoded(expression: Expr, words: &Arc<[String]>) -> Expr {
    let ExprType::Category(own) = &expression.value_type else {
        return expression;
    };
    match super::cells::recode_words(own, words) {
        None => expression,
        Some(codes) => Expr {
            nullable: expression.nullable,
            kind: ExprKind::Recode(Box::new(expression), codes),
            value_type: ExprType::Category(Arc::clone(words)),
        },
    }
}
