use super::*;

fn text(cell: &str) -> Text {
    Text::new(cell, Span::new(100, 100 + cell.len()))
}

/// The cell in a compact form, or the message with the bytes it points at.
fn shown(cell: &str) -> String {
    match parse(&text(cell)) {
        Ok(CellSyntax::Any) => "any".to_owned(),
        Ok(CellSyntax::Items(items)) => items
            .iter()
            .map(item_shown)
            .collect::<Vec<_>>()
            .join(" or "),
        Err(diagnostic) => {
            let span = diagnostic.span();
            let at = &cell[span.start - 100..span.end - 100];
            format!(
                "{} at {:?}: {}",
                diagnostic.code().id(),
                at,
                diagnostic.message()
            )
        }
    }
}

fn item_shown(item: &ItemSyntax) -> String {
    match item {
        ItemSyntax::Null => "NULL".to_owned(),
        ItemSyntax::NotNull => "NOT NULL".to_owned(),
        ItemSyntax::Test(test) => test_shown(test),
        ItemSyntax::Not(tests) => {
            format!(
                "NOT({})",
                tests.iter().map(test_shown).collect::<Vec<_>>().join(" ")
            )
        }
    }
}

fn test_shown(test: &TestSyntax) -> String {
    let value = |value: &ValueSyntax| {
        if value.quoted {
            format!("{:?}", value.text)
        } else {
            value.text.clone()
        }
    };
    match test {
        TestSyntax::Compare(comparison, operand) => {
            let sign = match comparison {
                Comparison::Equal => "=",
                Comparison::Less => "<",
                Comparison::LessOrEqual => "<=",
                Comparison::Greater => ">",
                Comparison::GreaterOrEqual => ">=",
            };
            format!("{sign}{}", value(operand))
        }
        TestSyntax::Interval {
            low,
            low_included,
            high,
            high_included,
        } => format!(
            "{}{}..{}{}",
            if *low_included { '[' } else { '(' },
            value(low),
            value(high),
            if *high_included { ']' } else { ')' },
        ),
    }
}

#[test]
fn reads_every_form() {
    for (cell, expected) in [
        ("-", "any"),
        ("  - ", "any"),
        ("null", "NULL"),
        ("not(null)", "NOT NULL"),
        ("not ( null )", "NOT NULL"),
        ("jam", "=jam"),
        ("jam, shutter", "=jam or =shutter"),
        ("not(none), null", "NOT(=none) or NULL"),
        ("not(< 3,[5..6), over)", "NOT(<3 [5..6) =over)"),
        (">= 18", ">=18"),
        (">=18", ">=18"),
        ("=v", "=v"),
        ("= -5", "=-5"),
        ("-5", "=-5"),
        ("[0..5]", "[0..5]"),
        ("(0.50 .. 5.25)", "(0.50..5.25)"),
        ("(-P1D..PT1H]", "(-P1D..PT1H]"),
        (
            "[2026-01-31T10:00:00Z..2026-02-01T00:00:00Z)",
            "[2026-01-31T10:00:00Z..2026-02-01T00:00:00Z)",
        ),
        ("\"A-17\"", "=\"A-17\""),
        (
            "\"a\\\"b\\\\c\\|d, (e)\",\"\"",
            "=\"a\\\"b\\\\c|d, (e)\" or =\"\"",
        ),
        ("nullable, notes", "=nullable or =notes"),
        ("~", "=~"),
    ] {
        assert_eq!(shown(cell), expected, "{cell}");
    }
}

#[test]
fn refuses_with_a_place() {
    for (cell, expected) in [
        ("", "DM0209 at \"\": the cell is empty"),
        ("   ", "DM0209 at \"   \": the cell is empty"),
        ("!= ok", "DM0208 at \"!\": `!=` is no comparison of a cell"),
        ("== 40", "DM0208 at \"==\": this is no comparison of a cell"),
        ("[10..]", "DM0208 at \"]\": `]` cannot stand here"),
        ("[10, 20]", "DM0208 at \",\": `,` cannot stand here"),
        ("ok,", "DM0208 at \"\": the cell ends too early"),
        (", ok", "DM0208 at \",\": `,` cannot stand here"),
        (
            "ok, -",
            "DM0208 at \"-\": `-` stands alone: it is every value and null",
        ),
        (
            "-, ok",
            "DM0208 at \"-\": `-` stands alone: it is every value and null",
        ),
        (
            "- 5",
            "DM0208 at \"-\": `-` stands alone: it is every value and null",
        ),
        (
            "not(null, 5)",
            "DM0208 at \"null\": `null` stands alone in `not(..)`",
        ),
        (
            "not(5, null)",
            "DM0208 at \"null\": `null` stands alone in `not(..)`",
        ),
        (
            "not(-)",
            "DM0208 at \"-\": `-` stands alone: it is every value and null",
        ),
        ("not()", "DM0208 at \")\": `)` cannot stand here"),
        (
            "not(not(ok))",
            "DM0208 at \"not\": `not` cannot hold another `not`",
        ),
        ("not ok", "DM0208 at \"not\": `not` needs brackets"),
        ("not", "DM0208 at \"not\": `not` needs brackets"),
        ("not(ok", "DM0208 at \"\": the cell ends too early"),
        (
            "= null",
            "DM0208 at \"null\": `null` is no value to compare with",
        ),
        ("a b", "DM0208 at \"b\": `b` cannot stand here"),
        ("\"a", "DM0208 at \"\\\"a\": the text is not closed"),
        (
            "\"a\\",
            "DM0208 at \"\\\\\": this escape is not known in a text",
        ),
        (
            "\"a\\n\"",
            "DM0208 at \"\\\\n\": this escape is not known in a text",
        ),
        (
            "a\u{a0}b",
            "DM0208 at \"\\u{a0}\": an unusual space stands in the cell",
        ),
        ("5..6", "DM0208 at \"..\": `..` cannot stand here"),
        ("[5..6..7]", "DM0208 at \"..\": `..` cannot stand here"),
    ] {
        assert_eq!(shown(cell), expected, "{cell}");
    }
}

#[test]
fn values_know_their_places() {
    let Ok(CellSyntax::Items(items)) = parse(&text("null, [ab..\"c\\\"\"]")) else {
        panic!()
    };
    let ItemSyntax::Test(TestSyntax::Interval { low, high, .. }) = &items[1] else {
        panic!()
    };
    assert_eq!(low.span, Span::new(107, 109));
    assert_eq!(high.span, Span::new(111, 116));
}
