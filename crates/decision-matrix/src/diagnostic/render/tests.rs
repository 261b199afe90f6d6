use std::sync::Arc;

use insta::assert_snapshot;

use super::*;
use crate::diagnostic::{Code, Witness};

const TEXT: &str = "format: 1\nmatrix: demo\nтаблица: \"日本 x\"\n\tkey:\tvalue\nlast: end";

/// The span of the `nth` place at which `part` stands.
fn span(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span::new(start, start + part.len())
}

fn rendered(text: &str, diagnostics: Vec<Diagnostic>) -> String {
    Findings::new(Arc::new(SourceText::new("rules/m.yaml", text)), diagnostics).to_string()
}

#[test]
fn a_place_a_label_a_second_place_and_help() {
    let diagnostic = Diagnostic::new(Code::UnknownName, span(TEXT, "demo"), "`demo` is not known")
        .with_label("not declared")
        .with_related(span(TEXT, "last"), "declared after")
        .with_related(span(TEXT, "matrix"), "its key")
        .with_help("declare it");
    assert_snapshot!(rendered(TEXT, vec![diagnostic]), @r#"
    rules/m.yaml:2:9: error[DM0203]: `demo` is not known
      |
    2 | matrix: demo
      | ------  ^^^^ not declared
      | |
      | its key
      |
     ::: rules/m.yaml:5:1
      |
    5 | last: end
      | ---- declared after
      |
      = help: declare it

    1 error
    "#);
}

#[test]
fn wide_characters_and_tabs_keep_the_caret_right() {
    let diagnostics = vec![
        Diagnostic::new(Code::Yaml, span(TEXT, "本"), "a wide character").with_label("here"),
        Diagnostic::new(Code::Yaml, span(TEXT, "value"), "behind a tab").with_label("here"),
    ];
    assert_snapshot!(rendered(TEXT, diagnostics), @r#"
    rules/m.yaml:3:12: error[DM0010]: a wide character
      |
    3 | таблица: "日本 x"
      |             ^^ here

    rules/m.yaml:4:7: error[DM0010]: behind a tab
      |
    4 |     key:    value
      |             ^^^^^ here

    2 errors
    "#);
}

#[test]
fn the_severities_are_counted() {
    let at = span(TEXT, "demo");
    let diagnostics = vec![
        Diagnostic::new(Code::Yaml, at, "one"),
        Diagnostic::new(Code::Anchor, at, "two"),
        Diagnostic::new(Code::DeclinePermitted, at, "three"),
    ];
    let source = Arc::new(SourceText::new("m", TEXT));
    assert_eq!(
        Findings::new(source.clone(), diagnostics).summary(),
        "2 errors, 1 note"
    );
    let none = Findings::new(source, Vec::new());
    assert_eq!(
        (none.summary().as_str(), none.to_string().as_str()),
        ("no findings", "")
    );
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let text = format!("a: {} here {}", "x".repeat(5_000), "y".repeat(5_000));
    let diagnostic = Diagnostic::new(Code::Yaml, span(&text, "here"), "far").with_label("this");
    assert_snapshot!(rendered(&text, vec![diagnostic]), @r#"
    rules/m.yaml:1:5005: error[DM0010]: far
      |
    1 | …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx here yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…
      |                                                               ^^^^ this

    1 error
    "#);
}

#[test]
fn a_span_over_lines_points_at_its_first_line() {
    let text = "a:\n  b: 1\n  c: 2\n";
    let diagnostic = Diagnostic::new(Code::WrongShape, Span::new(5, 16), "two lines");
    assert_snapshot!(rendered(text, vec![diagnostic]), @r#"
    rules/m.yaml:2:3: error[DM0103]: two lines
      |
    2 |   b: 1
      |   ^^^^

    1 error
    "#);
}

#[test]
fn color_adds_escapes_and_nothing_else() {
    let diagnostic = Diagnostic::new(Code::Yaml, span(TEXT, "demo"), "wrong").with_help("mend it");
    let findings = Findings::new(Arc::new(SourceText::new("m", TEXT)), vec![diagnostic]);
    let colored = findings.render(true);
    assert!(colored.contains('\u{1b}'));
    let mut plain = String::new();
    let mut rest = colored.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    assert_eq!(plain + rest, findings.render(false));
}

#[test]
fn no_span_makes_it_panic() {
    let text = "é: 日\r\n\u{301}x\t|\n";
    for start in 0..text.len() + 3 {
        for end in start..text.len() + 5 {
            let diagnostic = Diagnostic::new(Code::Yaml, Span::new(start, end), "somewhere")
                .with_label("here")
                .with_related(Span::new(end, end + 1), "there")
                .with_related(Span::new(end.saturating_sub(3), end), "and there");
            let source = Arc::new(SourceText::new("m", text));
            let rendered = Findings::new(source, vec![diagnostic]).render(true);
            assert!(rendered.contains("somewhere"));
        }
    }
    assert!(
        rendered("", vec![Diagnostic::new(Code::Yaml, Span::new(0, 0), "e")])
            .contains("m.yaml:1:1")
    );
}

/// A claim and what is decided.
fn claim(values: &[(&str, Option<&str>)], decision: &str) -> Witness {
    let value =
        |(factor, value): &(&str, Option<&str>)| ((*factor).to_owned(), value.map(str::to_owned));
    Witness {
        values: values.iter().map(value).collect(),
        decision: decision.to_owned(),
    }
}

fn with_claims(claims: &[Witness]) -> Diagnostic {
    let mut diagnostic =
        Diagnostic::new(Code::Gap, span(TEXT, "last"), "no rule matches").with_help("add a rule");
    for claim in claims {
        diagnostic = diagnostic.with_witness(claim.clone());
    }
    diagnostic
}

#[test]
fn a_claim_is_told_below_the_line() {
    let values = [
        ("amount", Some("5000.01")),
        ("status", Some("warn")),
        ("device", None),
    ];
    let diagnostic = with_claims(&[claim(&values, "review (default)")]);
    assert_snapshot!(rendered(TEXT, vec![diagnostic]), @"
    rules/m.yaml:5:1: warning[DM0301]: no rule matches
      |
    5 | last: end
      | ^^^^
      |
      = claim: amount 5000.01, status warn, device null
      = decided: review (default)
      = help: add a rule

    1 warning
    ");
}

#[test]
fn of_a_step_only_the_change_is_told() {
    let before = [("amount", Some("100.00")), ("prior", Some("1"))];
    let after = [("amount", Some("100.01")), ("prior", Some("1"))];
    let diagnostic = with_claims(&[claim(&before, "review (R1)"), claim(&after, "approve (A1)")]);
    assert_snapshot!(rendered(TEXT, vec![diagnostic.clone()]), @"
    rules/m.yaml:5:1: warning[DM0301]: no rule matches
      |
    5 | last: end
      | ^^^^
      |
      = before: amount 100.00, prior 1
      = decided: review (R1)
      = after: amount 100.01, all else the same
      = decided: approve (A1)
      = help: add a rule

    1 warning
    ");
    let source = Arc::new(SourceText::new("m", TEXT));
    let colored = Findings::new(source, vec![diagnostic]).render(true);
    assert!(
        colored.contains("\u{1b}[1mamount 100.00\u{1b}[0m, prior 1"),
        "{colored:?}"
    );
    assert!(
        colored.contains("\u{1b}[1mamount 100.01\u{1b}[0m, all else"),
        "{colored:?}"
    );
}

#[test]
fn a_long_claim_is_broken_between_factors() {
    let factors: Vec<_> = (0..12)
        .map(|n| format!("a_factor_of_some_length_{n}"))
        .collect();
    let values: Vec<_> = factors
        .iter()
        .map(|name| (name.as_str(), Some("10")))
        .collect();
    let diagnostic = with_claims(&[claim(&values, "review (default)")]);
    assert_snapshot!(rendered(TEXT, vec![diagnostic]), @"
    rules/m.yaml:5:1: warning[DM0301]: no rule matches
      |
    5 | last: end
      | ^^^^
      |
      = claim: a_factor_of_some_length_0 10, a_factor_of_some_length_1 10, a_factor_of_some_length_2 10,
               a_factor_of_some_length_3 10, a_factor_of_some_length_4 10, a_factor_of_some_length_5 10,
               a_factor_of_some_length_6 10, a_factor_of_some_length_7 10, a_factor_of_some_length_8 10,
               a_factor_of_some_length_9 10, a_factor_of_some_length_10 10, a_factor_of_some_length_11 10
      = decided: review (default)
      = help: add a rule

    1 warning
    ");
}

#[test]
fn a_value_that_could_be_something_else_is_quoted() {
    let values = [
        ("a", Some("null")),
        ("b", Some("")),
        ("c", Some("x, d 5")),
        ("d", Some("2026-01-31T10:00:00Z")),
        ("e", Some("\u{1b}[2J")),
    ];
    let text = rendered(TEXT, vec![with_claims(&[claim(&values, "")])]);
    let line = text.lines().find(|line| line.contains("= claim:")).unwrap();
    assert_eq!(
        line.trim_start(),
        r#"= claim: a "null", b "", c "x, d 5", d 2026-01-31T10:00:00Z, e "\u{1b}[2J""#
    );
    assert!(!text.contains("= decided"), "{text}");
}
