use super::*;

fn text(expression: &str) -> Text {
    Text::new(expression, Span::new(50, 50 + expression.len()))
}

/// The tree with every operator in brackets, or the message with the bytes it points at.
fn shown(expression: &str) -> String {
    match parse_with_words(&text(expression), &|word| word == "new-card") {
        Ok(tree) => tree_shown(&tree),
        Err(diagnostic) => {
            let span = diagnostic.span();
            let at = &expression[span.start - 50..span.end - 50];
            format!(
                "{} at {at:?}: {}",
                diagnostic.code().id(),
                diagnostic.message()
            )
        }
    }
}

fn tree_shown(tree: &ExprSyntax) -> String {
    match &tree.kind {
        ExprSyntaxKind::Literal(text) => format!("#{text}"),
        ExprSyntaxKind::Text(text) => format!("{text:?}"),
        ExprSyntaxKind::Boolean(value) => value.to_string().to_uppercase(),
        ExprSyntaxKind::Null => "NULL".to_owned(),
        ExprSyntaxKind::Word(word) => word.clone(),
        ExprSyntaxKind::Unary(operator, operand) => {
            format!("({operator:?} {})", tree_shown(operand))
        }
        ExprSyntaxKind::Binary(operator, left, right) => {
            format!("({operator:?} {} {})", tree_shown(left), tree_shown(right))
        }
        ExprSyntaxKind::If { condition, yes, no } => {
            format!(
                "(If {} {} {})",
                tree_shown(condition),
                tree_shown(yes),
                tree_shown(no)
            )
        }
        ExprSyntaxKind::Call {
            function,
            arguments,
        } => {
            let arguments: Vec<_> = arguments.iter().map(tree_shown).collect();
            format!("{}[{}]", function.text, arguments.join(" "))
        }
    }
}

#[test]
fn binds_as_documented() {
    for (expression, expected) in [
        ("a", "a"),
        ("a + b * c", "(Add a (Multiply b c))"),
        ("a - b - c", "(Subtract (Subtract a b) c)"),
        ("a / b * c", "(Multiply (Divide a b) c)"),
        ("(a + b) * c", "(Multiply (Add a b) c)"),
        ("-a * b", "(Multiply (Negate a) b)"),
        ("a - -3", "(Subtract a (Negate #3))"),
        ("6-0", "(Subtract #6 #0)"),
        ("not a = b and c or d", "(Or (And (Not (Equal a b)) c) d)"),
        ("not not a", "(Not (Not a))"),
        ("not(a) or b", "(Or (Not a) b)"),
        ("a != b", "(NotEqual a b)"),
        ("a<=b", "(LessOrEqual a b)"),
        ("if a then b else c + 1", "(If a b (Add c #1))"),
        ("if a then b else if c then d else e", "(If a b (If c d e))"),
        ("1 + (if a then 2 else 3)", "(Add #1 (If a #2 #3))"),
        (
            "coalesce(if a then b else c, false)",
            "coalesce[(If a b c) FALSE]",
        ),
        ("max(a, b, c)", "max[a b c]"),
        ("now()", "now[]"),
        ("a = null", "(Equal a NULL)"),
        ("a = \"x\\\"y\\\\\"", "(Equal a \"x\\\"y\\\\\")"),
    ] {
        assert_eq!(shown(expression), expected, "{expression}");
    }
}

#[test]
fn the_longest_literal_wins() {
    for (expression, expected) in [
        ("2026-10-31", "#2026-10-31"),
        ("2026-10-31T10:00:00Z", "#2026-10-31T10:00:00Z"),
        ("2026-10", "(Subtract #2026 #10)"),
        ("0.85", "#0.85"),
        ("d + P30D", "(Add d #P30D)"),
        ("-PT1H30M", "(Negate #PT1H30M)"),
        ("P1DT12H", "#P1DT12H"),
        ("P1DT", "P1DT"),
        ("PT", "PT"),
        ("P", "P"),
        ("amount-1", "(Subtract amount #1)"),
        ("amount-fee", "(Subtract amount fee)"),
        ("c = new-card", "(Equal c new-card)"),
        ("new-card-fee", "(Subtract new-card fee)"),
        ("new-cards", "(Subtract new cards)"),
    ] {
        assert_eq!(shown(expression), expected, "{expression}");
    }
}

#[test]
fn refuses_with_a_place() {
    for (expression, expected) in [
        ("", "DM0220 at \"\": the expression ends too early"),
        ("(rate / claims", "DM0220 at \"\": a bracket is not closed"),
        (
            "0 < claims < 5",
            "DM0220 at \"<\": comparisons cannot be chained",
        ),
        (
            "if flag then 1",
            "DM0220 at \"\": the expression ends too early",
        ),
        (
            "a == b",
            "DM0220 at \"==\": `==` cannot stand in an expression",
        ),
        (
            "a && b",
            "DM0220 at \"&&\": `&&` cannot stand in an expression",
        ),
        (
            "a + if b then c else d",
            "DM0220 at \"if\": `if` cannot stand here",
        ),
        ("a = not b", "DM0220 at \"not\": `not` cannot stand here"),
        ("a b", "DM0220 at \"b\": `b` cannot stand here"),
        ("a)", "DM0220 at \")\": `)` cannot stand here"),
        ("max(a b)", "DM0220 at \"b\": `b` cannot stand here"),
        ("max(a,)", "DM0220 at \")\": `)` cannot stand here"),
        ("*", "DM0220 at \"*\": `*` cannot stand here"),
        ("1e3", "DM0206 at \"1e3\": `1e3` is no literal"),
        ("05", "DM0206 at \"05\": `05` is no literal"),
        ("5.", "DM0206 at \"5.\": `5.` is no literal"),
        ("1_000", "DM0206 at \"1_000\": `1_000` is no literal"),
        (
            "2026-10-31T10:00",
            "DM0206 at \"2026-10-31T10\": `2026-10-31T10` is no literal",
        ),
        ("\"a", "DM0220 at \"\\\"a\": the text is not closed"),
        (
            "\"\\n\"",
            "DM0220 at \"\\\\n\": this escape is not known in a text",
        ),
        (
            "стоп",
            "DM0220 at \"стоп\": `стоп` cannot stand in an expression",
        ),
    ] {
        assert_eq!(shown(expression), expected, "{expression}");
    }
}

#[test]
fn depth_counts_operators_functions_and_brackets() {
    for (open, close) in [
        ("abs(", ")"),
        ("(", ")"),
        ("-", ""),
        ("not ", ""),
        ("a + (", ")"),
    ] {
        let per_level = if open == "a + (" { 2 } else { 1 };
        let nested = |levels: usize| format!("{}a{}", open.repeat(levels), close.repeat(levels));
        let deepest = 64 / per_level;
        assert!(parse(&text(&nested(deepest))).is_ok(), "{open}");
        let error = parse(&text(&nested(deepest + 1))).unwrap_err();
        assert_eq!(error.code().id(), "DM0105", "{open}");
    }
    let chain = |operands: usize| vec!["a"; operands].join(" + ");
    assert!(parse(&text(&chain(65))).is_ok());
    assert_eq!(parse(&text(&chain(66))).unwrap_err().code().id(), "DM0105");
}

#[test]
fn hostile_depth_is_refused_early() {
    for part in [
        "(",
        "-",
        "not ",
        "if ",
        "abs(",
        "a + ",
        "if a then b else ",
        "a-",
    ] {
        assert!(parse(&text(&part.repeat(50_000))).is_err(), "{part}");
    }
}
