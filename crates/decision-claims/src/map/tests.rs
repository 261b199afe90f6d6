//! Map files that are read, and everything that is wrong with one that is not.

use super::*;
use crate::fixture::{fields, map};

const WHOLE: &str = r#"
format: 1
columns: {amount: claim_amount, filed_at: date_received}
values: {device_status: {JAM: fault, "": nodata, OTHER: null}}
results:
  justified: {column: outcome, yes: [approved_full, settled], no: [denied]}
  due_amount: paid_amount
  clawed_back: clawed_back
  review_minutes: minutes
  evidence_days: evidence_days
  audit_probability: propensity
  decided_by: decided_by
  known_at: closed_at
  caught_by_review: caught
  wrongly_refused: refused
  cash_found: {column: cash, yes: [Y], no: [N]}
  score: nps
csv: {delimiter: ";", encoding: windows-1251, decimal: ","}
dates: {filed_on: "%d.%m.%Y", known_at: "%d.%m.%Y %H:%M"}
zone: "+03:00"
float: {amount: nearest, due_amount: nearest}
"#;

#[test]
fn a_whole_map_is_read() {
    let map = map(WHOLE);
    assert_eq!(map.column("amount"), "claim_amount");
    assert_eq!(map.column("claim_id"), "claim_id");
    let expected = [
        "outcome",
        "paid_amount",
        "clawed_back",
        "minutes",
        "evidence_days",
        "propensity",
        "decided_by",
        "closed_at",
        "caught",
        "refused",
        "cash",
        "nps",
    ];
    let columns: Vec<&str> = ResultField::ALL
        .iter()
        .filter_map(|result| map.result_column(*result))
        .collect();
    assert_eq!(columns, expected);
    assert_eq!(map.csv.delimiter, b';');
    assert_eq!(map.csv.encoding, encoding_rs::WINDOWS_1251);
    assert!(map.csv.decimal_comma);
    assert_eq!(map.zone_seconds, Some(10_800));
    let words = &map.values["device_status"];
    assert_eq!(words["JAM"], Word::Text("fault".into()));
    assert_eq!(words[""], Word::Text("nodata".into()));
    assert_eq!(words["OTHER"], Word::Null);
}

#[test]
fn without_a_map_names_are_their_own() {
    let map = ClaimsMap::default();
    assert_eq!(map.column("amount"), "amount");
    assert_eq!(map.result_column(ResultField::KnownAt), Some("known_at"));
    assert_eq!(map.csv, CsvDialect::default());
    // A map without `results` leaves them as they are; one with them has those it lists.
    assert_eq!(
        crate::fixture::map("format: 1\n").result_column(ResultField::Score),
        Some("score")
    );
    let some = crate::fixture::map("format: 1\nresults: {justified: ok}\n");
    assert_eq!(some.result_column(ResultField::Justified), Some("ok"));
    assert_eq!(some.result_column(ResultField::Score), None);
}

#[test]
fn zones_and_delimiters_are_read() {
    for (zone, seconds) in [("Z", 0), ("\"-05:30\"", -19_800), ("+14:00", 50_400)] {
        assert_eq!(
            map(&format!("format: 1\nzone: {zone}\n")).zone_seconds,
            Some(seconds),
            "{zone}"
        );
    }
    for (delimiter, byte) in [("\"\\t\"", b'\t'), ("'\\t'", b'\t'), ("'|'", b'|')] {
        let text = format!("format: 1\ncsv: {{delimiter: {delimiter}}}\n");
        assert_eq!(map(&text).csv.delimiter, byte, "{delimiter}");
    }
}

/// Each mistake with its line and a part of its message or help.
fn check_refused(text: &str, expected: &[(usize, &str)]) {
    let findings = ClaimsMap::from_yaml("map.yaml", text, &fields()).unwrap_err();
    let found: Vec<(usize, String)> = findings
        .diagnostics()
        .iter()
        .map(|finding| {
            let text = format!(
                "{} | {} | {}",
                finding.message(),
                finding.label(),
                finding.help().unwrap_or_default()
            );
            (findings.place(finding.span()).line, text)
        })
        .collect();
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for ((line, text), (expected_line, part)) in found.iter().zip(expected) {
        assert_eq!(line, expected_line, "{text}");
        assert!(text.contains(part), "`{text}` lacks `{part}`");
    }
}

#[test]
fn every_mistake_is_found_at_once() {
    let text = "\
format: 2
colums: {amount: a}
columns: {amont: a, justified: b}
values: {device_status: {X: falt}, nothing: {A: b}}
results: {justifid: a, score: {column: b}}
csv: {delimiter: ab, encoding: klingon, decimal: x, quote: y}
dates: {filed_at: '%d.%m', filed_on: 7}
zone: Moscow
float: {amount: up, amoun: nearest}
";
    check_refused(
        text,
        &[
            (1, "write `format: 1`"),
            (2, "did you mean `columns`?"),
            (3, "did you mean `amount`?"),
            (3, "write it under `results`"),
            (4, "did you mean `fault`?"),
            (4, "`nothing` is no factor, key or result"),
            (5, "did you mean `justified`?"),
            (5, "not answered by yes or no"),
            (6, "one ASCII character"),
            (6, "WHATWG"),
            (6, "decimal mark"),
            (6, "quote"),
            (7, "needs `%d`"),
            (7, "needs `%d`"),
            (8, "an offset from UTC"),
            (9, "`nearest` only"),
            (9, "did you mean `amount`?"),
        ],
    );
}

#[test]
fn single_mistakes_are_found() {
    check_refused("columns: {amount: a}\n", &[(1, "format")]);
    check_refused("[]\n", &[(1, "mapping")]);
    check_refused(
        "format: 1\ndates: {filed_at: '%d.%m.%Y %H:%M'}\n",
        &[(2, "no `zone`")],
    );
    check_refused(
        "format: 1\nresults: {justified: {column: a, yes: [x]}}\n",
        &[(2, "`no`")],
    );
    check_refused(
        "format: 1\nresults:\n  justified: {column: a, yes: [x], no: [y, x]}\n",
        &[(3, "both yes and no")],
    );
    check_refused("format: 1\nformat: 1\n", &[(2, "format")]);
    check_refused("format: 1\nzone: '.5Z'\n", &[(2, "offset")]);
}

#[test]
fn a_day_may_have_a_clock_that_does_not_matter() {
    map("format: 1\ndates: {filed_on: '%d.%m.%Y %H:%M'}\n");
}

#[test]
fn only_numbers_are_rounded() {
    let refused = |text: &str| {
        let findings = ClaimsMap::from_yaml("map.yaml", text, &fields()).unwrap_err();
        let [finding] = findings.diagnostics() else {
            panic!("{:#?}", findings.diagnostics());
        };
        finding.message().to_owned()
    };
    for name in ["claim_id", "filed_at", "justified"] {
        let text = format!("format: 1\nfloat: {{{name}: nearest}}\n");
        assert_eq!(refused(&text), format!("`{name}` is no number"));
    }
}
