//! How cases are written.

use super::*;

#[test]
fn scalars_are_quoted_where_a_reader_might_take_them_for_something_else() {
    let same = [
        "approve",
        "1500.00",
        "-3",
        "2026-01-31T10:00:00Z",
        "P30D",
        "-P1D",
        "A1 answers",
        "true",
    ];
    for text in same {
        assert_eq!(scalar(text), text);
    }
    let quoted = [
        ("", r#""""#),
        ("-", r#""-""#),
        ("A1: amount", r#""A1: amount""#),
        ("fault / >= 3", r#""fault / >= 3""#),
        ("a, b", r#""a, b""#),
        ("say \"no\" \\", r#""say \"no\" \\""#),
        (" x", r#"" x""#),
        ("x ", r#""x ""#),
        ("a #b", r#""a #b""#),
        ("Привет", "\"Привет\""),
    ];
    for (text, written) in quoted {
        assert_eq!(scalar(text), written);
    }
}

#[test]
fn a_quoted_scalar_is_read_as_it_was() {
    use decision_matrix::source::{cases, yaml};
    for text in [
        "A1: amount",
        "say \"no\" \\",
        "a, {b}",
        "- x",
        "#",
        "{",
        "&a",
        "'",
    ] {
        let file = format!("cases:\n  - {{name: {}, expect: {{}}}}\n", scalar(text));
        let source = SourceText::new("cases.yaml", file);
        let root = yaml::read(&source, 10_000).unwrap();
        let (read, findings) = cases::read(&root, &source);
        assert!(findings.is_empty(), "{text}");
        assert_eq!(read.unwrap().cases[0].name.as_str(), text);
    }
}
