//! The grammar of expressions on any text.

use decision_matrix::limits;
use decision_matrix::source::expression::{self, ExprSyntax, ExprSyntaxKind};
use decision_matrix::source::span::{Span, Text};

use crate::assert_places;

/// An expression is read or refused with a place; each part stands inside of the whole, and the depth
/// is limited.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match expression::parse(&Text::new(text, Span::new(0, text.len()))) {
        Ok(whole) => {
            check_part(text, &whole, Span::new(0, text.len()), 0);
        }
        Err(diagnostic) => assert_places(text, &[diagnostic]),
    }
}

fn check_part(text: &str, part: &ExprSyntax, whole: Span, depth: usize) {
    let Span { start, end } = part.span;
    assert!(
        whole.start <= start && end <= whole.end,
        "a part stands outside of the whole"
    );
    let written = text
        .get(start..end)
        .expect("a part stands on borders of characters");
    assert!(
        depth <= limits::EXPRESSION_DEPTH,
        "deeper than permitted: {written}"
    );
    let bare = written.trim_matches(|letter: char| letter.is_whitespace() || "()".contains(letter));
    let inside = |inner: &ExprSyntax| check_part(text, inner, part.span, depth + 1);
    match &part.kind {
        ExprSyntaxKind::Literal(literal) => assert_eq!(literal, bare),
        ExprSyntaxKind::Word(word) => assert_eq!(word, bare),
        ExprSyntaxKind::Text(_) => {
            assert!(bare.starts_with('"') && bare.ends_with('"'), "{written}")
        }
        ExprSyntaxKind::Boolean(value) => assert_eq!(value.to_string(), bare),
        ExprSyntaxKind::Null => assert_eq!(bare, "null"),
        ExprSyntaxKind::Unary(_, operand) => inside(operand),
        ExprSyntaxKind::Binary(_, left, right) => [left, right]
            .into_iter()
            .for_each(|operand| inside(operand)),
        ExprSyntaxKind::If { condition, yes, no } => {
            [condition, yes, no]
                .into_iter()
                .for_each(|branch| inside(branch));
        }
        ExprSyntaxKind::Call {
            function,
            arguments,
        } => {
            assert!(!function.text.is_empty(), "a call of nothing");
            arguments.iter().for_each(inside);
        }
    }
}
