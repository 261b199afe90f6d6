//! The grammar of expressions, from the weakest binding to the strongest:
//! `or`, `and`, `not`, one comparison, `+ -`, `* /`, the sign.

use std::ops::Range;

use super::lexer::{Found, Lexer, Token};
use super::{BinaryOperator, ExprSyntax, ExprSyntaxKind, UnaryOperator};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::EXPRESSION_DEPTH;
use crate::source::span::{Span, Text};

/// Words of the language that are no names.
const KEYWORDS: [&str; 6] = ["and", "or", "not", "if", "then", "else"];

/// A part of the tree with its depth: a name or literal has 0, an operator, a function and a pair
/// of brackets one more than what they hold.
struct Part {
    expression: ExprSyntax,
    depth: usize,
}

/// Reads tokens into a tree.
pub(super) struct Parser<'a> {
    lexer: Lexer<'a>,
    next: Found,
    /// How many brackets, functions, signs and `if` are open; bounds the recursion.
    open: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(mut lexer: Lexer<'a>) -> Result<Self, Diagnostic> {
        let next = lexer.next()?;
        Ok(Self {
            lexer,
            next,
            open: 0,
        })
    }

    /// The whole text.
    pub(super) fn whole(mut self) -> Result<ExprSyntax, Diagnostic> {
        let part = self.expression()?;
        match self.next.token {
            Token::End => Ok(part.expression),
            _ => Err(self.unexpected("an operator or the end")),
        }
    }

    /// An expression at a place where `if` may stand.
    fn expression(&mut self) -> Result<Part, Diagnostic> {
        if !self.next.is_word("if") {
            return self.disjunction();
        }
        let start = self.advance()?.range;
        self.enter(&start)?;
        let condition = self.expression()?;
        self.expect_word("then")?;
        let yes = self.expression()?;
        self.expect_word("else")?;
        let no = self.expression()?;
        self.open -= 1;
        let depth = condition.depth.max(yes.depth).max(no.depth);
        let span = self.lexer.span(&start).to(no.expression.span);
        let kind = ExprSyntaxKind::If {
            condition: Box::new(condition.expression),
            yes: Box::new(yes.expression),
            no: Box::new(no.expression),
        };
        deeper(span, kind, depth)
    }

    fn disjunction(&mut self) -> Result<Part, Diagnostic> {
        let mut left = self.conjunction()?;
        while self.next.is_word("or") {
            self.advance()?;
            left = binary(BinaryOperator::Or, left, self.conjunction()?)?;
        }
        Ok(left)
    }

    fn conjunction(&mut self) -> Result<Part, Diagnostic> {
        let mut left = self.negation()?;
        while self.next.is_word("and") {
            self.advance()?;
            left = binary(BinaryOperator::And, left, self.negation()?)?;
        }
        Ok(left)
    }

    fn negation(&mut self) -> Result<Part, Diagnostic> {
        if !self.next.is_word("not") {
            return self.comparison();
        }
        let start = self.advance()?.range;
        self.enter(&start)?;
        let operand = self.negation()?;
        self.open -= 1;
        self.unary(UnaryOperator::Not, &start, operand)
    }

    fn comparison(&mut self) -> Result<Part, Diagnostic> {
        let left = self.sum()?;
        let Some(operator) = self.operator(is_comparison) else {
            return Ok(left);
        };
        self.advance()?;
        let right = self.sum()?;
        if self.operator(is_comparison).is_some() {
            let label = "join two comparisons with `and`";
            return Err(self
                .lexer
                .error(&self.next.range, "comparisons cannot be chained", label));
        }
        binary(operator, left, right)
    }

    fn sum(&mut self) -> Result<Part, Diagnostic> {
        let is_sum = |operator| matches!(operator, BinaryOperator::Add | BinaryOperator::Subtract);
        let mut left = self.product()?;
        while let Some(operator) = self.operator(is_sum) {
            self.advance()?;
            left = binary(operator, left, self.product()?)?;
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Part, Diagnostic> {
        let is_product =
            |operator| matches!(operator, BinaryOperator::Multiply | BinaryOperator::Divide);
        let mut left = self.sign()?;
        while let Some(operator) = self.operator(is_product) {
            self.advance()?;
            left = binary(operator, left, self.sign()?)?;
        }
        Ok(left)
    }

    fn sign(&mut self) -> Result<Part, Diagnostic> {
        if self
            .operator(|operator| operator == BinaryOperator::Subtract)
            .is_none()
        {
            return self.primary();
        }
        let start = self.advance()?.range;
        self.enter(&start)?;
        let operand = self.sign()?;
        self.open -= 1;
        self.unary(UnaryOperator::Negate, &start, operand)
    }

    fn primary(&mut self) -> Result<Part, Diagnostic> {
        let kind = match &self.next.token {
            Token::Literal(literal) => ExprSyntaxKind::Literal(literal.clone()),
            Token::Quoted(text) => ExprSyntaxKind::Text(text.clone()),
            Token::Open => return self.brackets(),
            Token::Word(word) if KEYWORDS.contains(&word.as_str()) => {
                return Err(self.misplaced_keyword());
            }
            Token::Word(word) => match word.as_str() {
                "true" => ExprSyntaxKind::Boolean(true),
                "false" => ExprSyntaxKind::Boolean(false),
                "null" => ExprSyntaxKind::Null,
                _ => ExprSyntaxKind::Word(word.clone()),
            },
            _ => return Err(self.unexpected("a name, a value or `(`")),
        };
        let found = self.advance()?;
        let span = self.lexer.span(&found.range);
        if matches!(kind, ExprSyntaxKind::Word(_)) && self.next.token == Token::Open {
            let function = Text::new(self.lexer.slice(&found.range), span);
            return self.call(&found.range, function);
        }
        Ok(Part {
            expression: ExprSyntax { span, kind },
            depth: 0,
        })
    }

    fn brackets(&mut self) -> Result<Part, Diagnostic> {
        let start = self.advance()?.range;
        self.enter(&start)?;
        let inside = self.expression()?;
        let end = self.close(&start)?;
        self.open -= 1;
        let span = self.lexer.span(&(start.start..end));
        deeper(span, inside.expression.kind, inside.depth)
    }

    fn call(&mut self, name: &Range<usize>, function: Text) -> Result<Part, Diagnostic> {
        let start = self.advance()?.range;
        self.enter(name)?;
        let mut arguments = Vec::new();
        let mut depth = 0;
        if self.next.token != Token::Close {
            loop {
                let argument = self.expression()?;
                depth = depth.max(argument.depth);
                arguments.push(argument.expression);
                if self.next.token != Token::Comma {
                    break;
                }
                self.advance()?;
            }
        }
        let end = self.close(&start)?;
        self.open -= 1;
        let span = self.lexer.span(&(name.start..end));
        deeper(
            span,
            ExprSyntaxKind::Call {
                function,
                arguments,
            },
            depth,
        )
    }

    /// Expects `)`; gives the byte behind it.
    fn close(&mut self, open: &Range<usize>) -> Result<usize, Diagnostic> {
        match self.next.token {
            Token::Close => Ok(self.advance()?.range.end),
            Token::End => Err(self
                .lexer
                .error(&self.next.range, "a bracket is not closed", "expected `)`")
                .with_related(self.lexer.span(open), "opened here")),
            _ => Err(self.unexpected("an operator, a comma or `)`")),
        }
    }

    fn expect_word(&mut self, word: &str) -> Result<(), Diagnostic> {
        if self.next.is_word(word) {
            self.advance()?;
            return Ok(());
        }
        Err(self
            .unexpected(&format!("`{word}`"))
            .with_help("a choice is written `if condition then value else value`"))
    }

    fn operator(&self, fits: impl Fn(BinaryOperator) -> bool) -> Option<BinaryOperator> {
        match self.next.token {
            Token::Operator(operator) if fits(operator) => Some(operator),
            _ => None,
        }
    }

    fn advance(&mut self) -> Result<Found, Diagnostic> {
        let next = self.lexer.next()?;
        Ok(std::mem::replace(&mut self.next, next))
    }

    /// Counts one more open nesting.
    fn enter(&mut self, at: &Range<usize>) -> Result<(), Diagnostic> {
        self.open += 1;
        if self.open > EXPRESSION_DEPTH {
            return Err(too_deep(self.lexer.span(at)));
        }
        Ok(())
    }

    fn unary(
        &self,
        operator: UnaryOperator,
        sign: &Range<usize>,
        operand: Part,
    ) -> Result<Part, Diagnostic> {
        let span = self.lexer.span(sign).to(operand.expression.span);
        let kind = ExprSyntaxKind::Unary(operator, Box::new(operand.expression));
        deeper(span, kind, operand.depth)
    }

    fn unexpected(&self, expected: &str) -> Diagnostic {
        let message = match &self.next.token {
            Token::End => "the expression ends too early".to_owned(),
            _ => format!("`{}` cannot stand here", self.lexer.slice(&self.next.range)),
        };
        self.lexer
            .error(&self.next.range, &message, &format!("expected {expected}"))
    }

    fn misplaced_keyword(&self) -> Diagnostic {
        let diagnostic = self.unexpected("a name, a value or `(`");
        if self.next.is_word("not") || self.next.is_word("if") {
            return diagnostic.with_help("put it in brackets");
        }
        diagnostic
    }
}

/// A node above a part of depth `below`.
fn deeper(span: Span, kind: ExprSyntaxKind, below: usize) -> Result<Part, Diagnostic> {
    if below >= EXPRESSION_DEPTH {
        return Err(too_deep(span));
    }
    Ok(Part {
        expression: ExprSyntax { span, kind },
        depth: below + 1,
    })
}

fn binary(operator: BinaryOperator, left: Part, right: Part) -> Result<Part, Diagnostic> {
    let depth = left.depth.max(right.depth);
    let span = left.expression.span.to(right.expression.span);
    let (left, right) = (Box::new(left.expression), Box::new(right.expression));
    deeper(span, ExprSyntaxKind::Binary(operator, left, right), depth)
}

fn too_deep(span: Span) -> Diagnostic {
    let message = format!("the expression is nested deeper than {EXPRESSION_DEPTH}");
    Diagnostic::new(Code::LimitExceeded, span, message)
        .with_label("one level too deep")
        .with_help("operators, functions and brackets count; move a part into a derive of its own")
}

fn is_comparison(operator: BinaryOperator) -> bool {
    matches!(
        operator,
        BinaryOperator::Equal
            | BinaryOperator::NotEqual
            | BinaryOperator::Less
            | BinaryOperator::LessOrEqual
            | BinaryOperator::Greater
            | BinaryOperator::GreaterOrEqual
    )
}
