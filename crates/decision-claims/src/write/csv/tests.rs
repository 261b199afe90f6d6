//! Cells that need quotes, cells that need an apostrophe, and the way back.

use super::*;

fn line(cells: &[Option<&str>]) -> String {
    let mut row = CsvRow::default();
    for cell in cells {
        row.push(*cell);
    }
    let mut text = String::new();
    row.end(|bytes| {
        text.push_str(std::str::from_utf8(bytes).unwrap());
        Ok(())
    })
    .unwrap();
    text
}

#[test]
fn cells_are_quoted_where_they_must_be() {
    for (cells, expected) in [
        (vec![Some("a"), None, Some("b")], "a,,b\n"),
        (
            vec![Some("a,b"), Some("say \"x\"")],
            "\"a,b\",\"say \"\"x\"\"\"\n",
        ),
        (vec![Some("a\nb"), Some("c\rd")], "\"a\nb\",\"c\rd\"\n"),
        (vec![Some("a;b "), Some(" c")], "a;b , c\n"),
        (vec![None], "\"\"\n"),
        (vec![None, None], ",\n"),
        (vec![Some("=1+2,3")], "\"'=1+2,3\"\n"),
    ] {
        assert_eq!(line(&cells), expected);
    }
}

#[test]
fn formulas_are_made_harmless_and_numbers_are_left_alone() {
    for (text, is_escaped) in [
        ("=cmd|' /C calc'!A0", true),
        ("+1", true),
        ("+cmd", true),
        ("-1", false),
        ("-0.50", false),
        ("-01", true),
        ("-1e3", true),
        ("-2+3", true),
        ("-", false),
        ("--", true),
        ("@SUM(A1)", true),
        ("\tx", true),
        ("\rx", true),
        ("'=x", true),
        ("''-x", true),
        ("'x", false),
        ("'", false),
        ("", false),
        ("a=b", false),
        (" =x", false),
        ("15000.00", false),
    ] {
        assert_eq!(looks_like_formula(text), is_escaped, "{text:?}");
    }
}

#[test]
fn the_apostrophe_can_be_taken_off_again() {
    let unescaped = |cell: &str| match cell.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) => rest.to_owned(),
        _ => cell.to_owned(),
    };
    for text in [
        "=x", "'=x", "''=x", "'x", "-1", "'-1", "''-1", "-", "'-", "'", "''", "+", "'+5", "x",
    ] {
        let mut row = CsvRow::default();
        row.push(Some(text));
        let mut written = String::new();
        row.end(|bytes| {
            written = String::from_utf8_lossy(bytes).trim_end().to_owned();
            Ok(())
        })
        .unwrap();
        assert_eq!(unescaped(&written), text, "{written}");
    }
}
