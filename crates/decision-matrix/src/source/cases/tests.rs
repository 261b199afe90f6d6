use super::*;
use crate::source::yaml;

fn read_text(text: &str) -> (Option<SourceCases>, Vec<String>) {
    let source = SourceText::new("cases.yaml", text);
    let root = yaml::read(&source, 262_144).unwrap();
    let (cases, diagnostics) = read(&root, &source);
    let shown = |d: &Diagnostic| {
        let place = source.line_column(d.span().start);
        format!("{}:{} {}", place.line, place.column, d.message())
    };
    (cases, diagnostics.iter().map(shown).collect())
}

#[test]
fn reads_cases() {
    let (cases, problems) = read_text(
        "defaults: {amount: 1500.00, note: \"\"}\ncases:\n  - {name: small jam, given: {x: null}, \
         expect: {outcome: approve, rule: A1, reason: R, route: q, due: P1D, fault: x}}\n  - name: b\n    \
         expect: {}\n",
    );
    assert_eq!(problems, [""; 0]);
    let cases = cases.unwrap();
    assert_eq!(cases.defaults[0].1.text, "1500.00");
    assert_eq!(cases.defaults[1].1.text, "");
    assert_eq!(cases.cases[0].name.text, "small jam");
    assert_eq!(cases.cases[0].given[0].1.text, "null");
    assert_eq!(cases.cases[0].expect.due.as_ref().unwrap().text, "P1D");
    assert_eq!(cases.cases[1].expect.outcome, None);
    assert!(cases.cases[1].given.is_empty());
}

#[test]
fn shape_errors_stand_at_their_places() {
    for (text, expected) in [
        (
            "a: 1\n",
            &[
                "1:1 the key `a` is not known in a file of cases",
                "1:1 the key `cases` is missing in a file of cases",
            ][..],
        ),
        ("cases: x\n", &["1:8 `cases` must be a list, not a text"]),
        (
            "format: 2\ncases: []\n",
            &["1:9 the format `2` is not known"],
        ),
        (
            "cases:\n  - {expect: {}}\n",
            &["2:5 the key `name` is missing in a case"],
        ),
        (
            "cases:\n  - {name: a}\n",
            &["2:5 the key `expect` is missing in a case"],
        ),
        (
            "cases:\n  - {name: a, expect: {outcom: x}}\n",
            &["2:24 the key `outcom` is not known in `expect`"],
        ),
        (
            "cases:\n  - {name: a, given: [x], expect: {}}\n",
            &["2:22 `given` must be a mapping, not a list"],
        ),
        (
            "cases:\n  - {name: a, given: {x: [y]}, expect: {}}\n",
            &["2:26 the value of `x` must be a text, not a list"],
        ),
    ] {
        let mut found = read_text(text).1;
        found.sort();
        assert_eq!(found, expected, "{text}");
    }
}
