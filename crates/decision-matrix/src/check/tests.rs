//! Every error of the check has a case that raises it and one beside it that just does not.

use crate::diagnostic::Severity;
use crate::{Analyses, DecisionMatrix, LoadConfig};

/// A file that uses everything once and has no error.
const BASE: &str = r#"format: 1
matrix: demo
version: "1"
currency: RUB
effective: {from: 2026-01-01, to: 2027-01-01}
keys: {claim: claim_id, customer: customer_id, time: filed_at}
permits: []
factors:
  amount: {type: money, domain: "[0..1000000]"}
  status: {type: category, values: [ok, warn, fault], nullable: true}
  claims: {type: integer, from: {history: count, of: claims, per: customer, window: P1D}}
  rate: {type: decimal, scale: 2, nullable: true}
  filed: {type: timestamp}
  happened: {type: timestamp}
  serial: {type: text, nullable: true}
  flag: {type: boolean}
parameters:
  small: {type: money, value: 5000, tune: {min: 0, max: 30000, step: 500}}
  wait: {type: duration, value: P30D}
derive:
  age: {type: duration, is: "filed - happened"}
  ratio: {type: decimal, scale: 4, nullable: true, is: "rate / claims"}
  strange: {type: boolean, is: "coalesce(status = fault, false)"}
tables:
  points:
    hit: collect sum
    output: {type: integer, domain: "[0..100]"}
    default: 0
    rules: |
      | id | claims | age    || points |
      | P1 | >= 3   | -      || 40     |
      | P2 | -      | < wait || 25     |
  limit:
    output: {type: money}
    rows: status
    columns: claims
    cells: |
      | status         | 0     | >= 1 |
      | ok, warn       | 5000  | 1000 |
      | fault, null    | small | 2000 |
    tune: {grid: [1000, 2000, 5000], falling: {rows: down, columns: right}, frozen: ["ok, warn / 0"]}
  grade:
    hit: priority
    output: {type: category, values: [good, bad]}
    default: bad
    rules: [{id: G1, when: {serial: '"A-17"'}, then: {grade: good}}]
decision:
  hit: first
  rules: |
    | id | amount   | status | points | flag  || outcome | reason | route | due  |
    | A1 | <= limit | ok     | < 40   | false || approve | SMALL  | -     | P1D  |
    | R1 | > small  | -      | -      | -     || review  | LARGE  | desk  | wait |
  default: {outcome: review, reason: NO_RULE}
reasons:
  SMALL: {staff: {en: small, ru: мало}, root_cause: device}
  LARGE: {customer: "We look at it."}
  NO_RULE: {}
guarantees:
  - {id: G1, never: [approve], when: {flag: "true"}}
  - {id: G2, more_cautious: {amount: rising}}
audit: {share: 0.02, of: [approve], mode: after_payment}
"#;

/// The codes and lines of the errors of a text.
fn errors(text: &str) -> Vec<(&'static str, usize)> {
    let config = LoadConfig {
        analyses: Analyses::None,
        ..LoadConfig::STRICT
    };
    match DecisionMatrix::from_yaml_with("demo.yaml", text, config) {
        Ok(_) => Vec::new(),
        Err(findings) => findings
            .diagnostics()
            .iter()
            .filter(|diagnostic| diagnostic.severity() == Severity::Error)
            .map(|diagnostic| {
                (
                    diagnostic.code().id(),
                    findings.place(diagnostic.span()).line,
                )
            })
            .collect(),
    }
}

/// Replaces the only occurrence of a text in [`BASE`]; gives the line where it stands.
fn edited(find: &str, replace: &str) -> (String, usize) {
    assert_eq!(
        BASE.matches(find).count(),
        1,
        "`{find}` stands once in the base"
    );
    let line = BASE[..BASE.find(find).unwrap()].matches('\n').count() + 1;
    (BASE.replace(find, replace), line)
}

/// The edit raises this error, and no other, on the line of the edit.
#[track_caller]
fn refused(code: &str, find: &str, replace: &str) {
    let (text, line) = edited(find, replace);
    assert_eq!(errors(&text), [(code, line)], "`{find}` -> `{replace}`");
}

/// The edit raises no error.
#[track_caller]
fn accepted(find: &str, replace: &str) {
    assert_eq!(
        errors(&edited(find, replace).0),
        [],
        "`{find}` -> `{replace}`"
    );
}

#[test]
fn the_base_has_no_error() {
    assert_eq!(errors(BASE), []);
}

#[test]
fn header() {
    refused("DM0104", "matrix: demo", "matrix: Demo_1");
    accepted("matrix: demo", "matrix: demo-2");
    refused("DM0104", "currency: RUB", "currency: RUR");
    accepted("currency: RUB", "currency: KWD");
    refused("DM0206", "from: 2026-01-01", "from: 2026-02-30");
    refused("DM0104", "from: 2026-01-01", "from: 2027-01-01");
    accepted("from: 2026-01-01", "from: 2026-12-31T23:59:59Z");
    refused("DM0104", "permits: []", "permits: [pay]");
    refused("DM0206", "share: 0.02", "share: 1.5");
    accepted("share: 0.02", "share: 1");
    refused("DM0104", "mode: after_payment", "mode: sometimes");
    refused("DM0203", "of: [approve], mode", "of: [aprove], mode");
}

#[test]
fn names() {
    refused("DM0201", "  ratio: {", "  Ratio: {");
    refused("DM0201", "  ratio: {", "  round: {");
    refused("DM0201", "  ratio: {", "  default: {");
    accepted("  ratio: {", "  ratio_2: {");
    refused("DM0202", "  ratio: {", "  amount: {");
    refused("DM0205", "is: \"filed - happened\"", "is: \"age + P1D\"");
}

#[test]
fn types() {
    refused(
        "DM0104",
        "{type: text, nullable: true}",
        "{type: string, nullable: true}",
    );
    refused(
        "DM0102",
        "{type: decimal, scale: 2, nullable: true}",
        "{type: decimal, nullable: true}",
    );
    refused(
        "DM0104",
        "{type: decimal, scale: 2, nullable: true}",
        "{type: decimal, scale: 10, nullable: true}",
    );
    accepted(
        "{type: decimal, scale: 2, nullable: true}",
        "{type: decimal, scale: 9, nullable: true}",
    );
    refused(
        "DM0104",
        "values: [ok, warn, fault]",
        "values: [ok, warn, fault, ok]",
    );
    refused(
        "DM0104",
        "values: [ok, warn, fault]",
        "values: [ok, warn, fault, \"true\"]",
    );
    accepted(
        "values: [ok, warn, fault]",
        "values: [ok, warn, fault, Zed-1]",
    );
    refused("DM0210", "\"[0..1000000]\"", "\"[10..1]\"");
    refused("DM0206", "\"[0..1000000]\"", "\"[0..1e6]\"");
    refused("DM0104", "\"[0..1000000]\"", "\"null, [0..1]\"");
    refused("DM0104", "\"[0..1000000]\"", "\"(1.00..1.01)\"");
    accepted("\"[0..1000000]\"", "\"(1.00..1.02)\"");
}

#[test]
fn history() {
    refused("DM0104", "per: customer", "per: time");
    refused("DM0203", "per: customer", "per: device");
    accepted("per: customer", "per: all");
    refused("DM0104", "history: count", "history: average");
    refused("DM0104", "of: claims", "of: payments");
    refused("DM0206", "window: P1D", "window: 1d");
    refused("DM0104", "window: P1D", "window: P0D");
    refused("DM0102", "history: count", "history: sum");
    refused("DM0207", "history: count", "history: age_of_last");
}

#[test]
fn parameters() {
    for value in [
        "5_000",
        "5e3",
        "5000.001",
        "+5000",
        "05000",
        "0x1388",
        "1000000000000000.01",
    ] {
        refused("DM0206", "value: 5000,", &format!("value: {value},"));
    }
    accepted("value: 5000,", "value: 5000.000,");
    refused("DM0104", "min: 0,", "min: 6000,");
    refused("DM0104", "max: 30000,", "max: 4999.99,");
    refused("DM0104", "step: 500}", "step: 0}");
}

#[test]
fn cells() {
    refused("DM0203", "| <= limit |", "| <= limi |");
    refused("DM0207", "| <= limit |", "| <= points |");
    refused("DM0207", "| <= limit |", "| <= amount |");
    refused("DM0206", "| <= limit |", "| <= 0.001 |");
    accepted("| <= limit |", "| <= 0.010 |");
    refused("DM0210", "| <= limit |", "| [small .. 1] |");
    accepted("| <= limit |", "| [small .. 5000] |");
    refused("DM0203", "| ok     |", "| okay   |");
    refused("DM0207", "| ok     |", "| > ok   |");
    refused("DM0203", "'\"A-17\"'", "abc");
    refused("DM0206", "'\"A-17\"'", "5");
    refused("DM0203", "| false || approve", "| no    || approve");
    refused("DM0209", "| false || approve", "|       || approve");
}

#[test]
fn rules() {
    refused("DM0203", "| id | amount   |", "| id | amont    |");
    refused("DM0207", "| id | amount   |", "| id | small    |");
    refused("DM0202", "| R1 |", "| A1 |");
    refused("DM0104", "| R1 |", "| _R |");
    refused("DM0104", "| R1 |", "| default |");
    refused("DM0203", "|| approve | SMALL", "|| aprove  | SMALL");
    refused("DM0203", "|| approve | SMALL", "|| approve | SMALLER");
    refused("DM0104", "|| approve | SMALL", "|| approve | small");
    refused("DM0104", "|| approve | SMALL", "|| approve | INPUT_LATE");
    refused("DM0401", "|| approve | SMALL", "|| decline | SMALL");
    refused("DM0104", "| desk  |", "| a desk |");
    refused("DM0206", "| P1D  |", "| P1W  |");
    refused("DM0208", "| P1D  |", "| 2 days |");
    refused("DM0104", "hit: first", "hit: frist");
    refused("DM0207", "hit: first", "hit: collect sum");
}

#[test]
fn tables() {
    refused("DM0206", "default: 0\n", "default: -1\n");
    refused("DM0206", "|| 25     |", "|| 25.5   |");
    refused("DM0203", "then: {grade: good}", "then: {grade: better}");
    refused("DM0206", "then: {grade: good}", "then: {grade: \"null\"}");
    refused("DM0207", "hit: priority", "hit: collect max");
    refused("DM0207", "hit: collect sum", "hit: priority");
    refused("DM0207", "|| 25     |", "|| limit  |");
}

#[test]
fn sums_stay_in_their_domain() {
    let (text, _) = edited("domain: \"[0..100]\"", "domain: \"[0..64]\"");
    let line = BASE.lines().position(|line| line == "  points:").unwrap() + 1;
    assert_eq!(errors(&text), [("DM0212", line)]);
    accepted("domain: \"[0..100]\"", "domain: \"[0..65]\"");
}

#[test]
fn cross_tables() {
    refused("DM0106", "| status         |", "| claims         |");
    refused("DM0104", "grid: [1000, 2000, 5000]", "grid: [2000, 5000]");
    refused(
        "DM0203",
        "frozen: [\"ok, warn / 0\"]",
        "frozen: [\"ok / 0\"]",
    );
    refused("DM0104", "rows: down", "rows: right");
}

#[test]
fn expressions() {
    refused("DM0203", "filed - happened\"", "filed - hapened\"");
    refused("DM0203", "filed - happened\"", "floor(filed - happened)\"");
    refused("DM0203", "filed - happened\"", "customer_id\"");
    refused("DM0221", "filed - happened\"", "filed + happened\"");
    refused("DM0221", "filed - happened\"", "filed\"");
    refused("DM0221", "filed - happened\"", "(filed - happened) * 2\"");
    refused("DM0221", "rate / claims", "round(rate, claims)");
    refused("DM0221", "rate / claims", "coalesce(rate)");
    accepted("rate / claims", "round(rate, 1)");
    refused("DM0222", "scale: 4, nullable: true, is", "scale: 4, is");
    accepted(
        "scale: 4, nullable: true, is: \"rate / claims\"",
        "scale: 4, is: \"claims / 3\"",
    );
    refused(
        "DM0222",
        "scale: 4, nullable: true, is: \"rate / claims\"",
        "scale: 4, is: \"claims / 0\"",
    );
    refused("DM0221", "status = fault", "status > fault");
    refused("DM0203", "status = fault", "status = broken");
    refused(
        "DM0222",
        "coalesce(status = fault, false)",
        "status = fault",
    );
}

#[test]
fn guarantees() {
    refused("DM0203", "never: [approve], when", "never: [pay], when");
    refused("DM0203", "{flag: \"true\"}", "{flg: \"true\"}");
    refused("DM0202", "id: G2", "id: G1");
    refused("DM0104", "amount: rising", "amount: up");
    refused("DM0207", "amount: rising", "flag: rising");
}

#[test]
fn a_column_stands_once() {
    let text = BASE.replace("    - | -      | -     ||", "");
    let text = text
        .replace(
            "| status | points | flag  ||",
            "| status | points | points ||",
        )
        .replace("| false ||", "| < 40 ||");
    let line = text
        .lines()
        .position(|line| line.contains("| points | points ||"))
        .unwrap()
        + 1;
    assert_eq!(errors(&text), [("DM0202", line)]);
}

#[test]
fn a_cell_names_a_sum_of_few_results_only() {
    let rules = |count: u32| {
        let rows = (0..count).fold(String::new(), |rows, at| {
            format!("{rows}      | S{at} | -      || {}     |\n", 1_i64 << at)
        });
        let table = format!(
            "  score:\n    hit: collect sum\n    output: {{type: integer}}\n    rules: |\n      | id | claims || score |\n{rows}"
        );
        BASE.replace("  grade:\n", &format!("{table}  grade:\n"))
            .replace("| < 40   |", "| < score |")
    };
    assert_eq!(errors(&rules(12)), []);
    let text = rules(13);
    let line = text
        .lines()
        .position(|line| line.contains("| < score |"))
        .unwrap()
        + 1;
    assert_eq!(errors(&text), [("DM0211", line)]);
}

#[test]
fn domains_hold_a_value() {
    let typed = |value_type: &str, domain: &str| {
        let factor = format!("  extra: {{type: {value_type}, domain: \"{domain}\"}}\n  flag: {{");
        errors(&BASE.replace("  flag: {", &factor)).len()
    };
    for (value_type, domain) in [
        ("category, values: [x, y]", "not(x, y)"),
        ("boolean", "not(true, false)"),
        ("integer", "> 1000000000000000"),
        ("date", "> 9999-12-31"),
        ("duration", "(PT1S..PT2S)"),
    ] {
        assert_eq!(typed(value_type, domain), 1, "{value_type} {domain}");
    }
    for (value_type, domain) in [
        ("category, values: [x, y]", "not(x)"),
        ("boolean", "not(true)"),
        ("integer", ">= 1000000000000000"),
        ("text", "not(\\\"a\\\")"),
        ("duration", "(PT1S..PT3S)"),
    ] {
        assert_eq!(typed(value_type, domain), 0, "{value_type} {domain}");
    }
}

#[test]
fn a_result_stands_once_and_has_the_name_of_the_table() {
    let text = BASE
        .replace("|| points |", "|| points | points |")
        .replace("|| 40     |", "|| 40 | 1 |")
        .replace("|| 25     |", "|| 25 | 1 |");
    let line = text
        .lines()
        .position(|line| line.contains("| points | points |"))
        .unwrap()
        + 1;
    assert_eq!(errors(&text), [("DM0202", line)]);
    refused(
        "DM0203",
        "default: bad",
        "default: {grade: bad, other: good}",
    );
}

#[test]
fn a_circle_is_reported_once_and_what_reads_it_is_not() {
    let chain = (1..500).fold(String::new(), |chain, at| {
        format!("{chain}  d{at}: {{type: duration, is: d{}}}\n", at - 1)
    });
    let text = BASE.replace(
        "  ratio: {",
        &format!("  d0: {{type: duration, is: d0}}\n{chain}  ratio: {{"),
    );
    let line = text
        .lines()
        .position(|line| line.contains("  d0:"))
        .unwrap()
        + 1;
    assert_eq!(errors(&text), [("DM0205", line)]);
}

#[test]
fn currency_is_asked_for_once() {
    let text = BASE.replace("currency: RUB\n", "");
    let line = text
        .lines()
        .position(|line| line.contains("type: money"))
        .unwrap()
        + 1;
    assert_eq!(errors(&text), [("DM0102", line)]);
}

#[test]
fn a_word_with_two_meanings_is_refused() {
    let text = BASE
        .replace("  wait: {", "  warn: {type: integer, value: 1}\n  wait: {")
        .replace("| ok     |", "| warn   |");
    assert_eq!(
        errors(&text)
            .iter()
            .map(|(code, _)| *code)
            .collect::<Vec<_>>(),
        ["DM0204", "DM0204"]
    );
}

#[test]
fn all_errors_are_reported_at_once() {
    let text = BASE.replace("matrix: demo", "matrix: Demo_1").replace(
        "small: {type: money, value: 5000",
        "small: {type: money, value: 5e3",
    );
    let codes: Vec<_> = errors(&text).iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, ["DM0104", "DM0206"]);
}

/// The decision on a claim given as factor and text, of rules with this `derive` and one rule that
/// approves where `e` is true.
fn decided(factors: &str, derive: &str, claim: &[(&str, &str)]) -> (String, String) {
    let text = format!(
        "format: 1\nmatrix: m\nversion: \"1\"\nkeys: {{claim: c}}\nfactors: {{{factors}}}\nderive: {{{derive}}}\n\
         decision: {{hit: first, rules: [{{id: A, when: {{e: \"true\"}}, then: {{outcome: approve, reason: YES}}}}], \
         default: {{outcome: review, reason: NO}}}}\n"
    );
    let matrix = DecisionMatrix::from_yaml("m.yaml", &text).unwrap_or_else(|it| panic!("{it}"));
    let compiled = matrix.compile();
    let mut facts = compiled.facts();
    for (factor, value) in claim {
        facts.set(
            compiled.factor(factor).unwrap(),
            crate::RawValue::Text(value),
        );
    }
    let decision = compiled.decide(&facts);
    assert_eq!(decision, crate::reference::decide(matrix.tables(), &facts));
    (
        compiled.reason_code(&decision).to_owned(),
        compiled
            .fault_name(&decision)
            .unwrap_or_default()
            .to_owned(),
    )
}

#[test]
fn categories_with_different_words_keep_their_words() {
    let factors = "p: {type: category, values: [x], nullable: true}, q: {type: category, values: [y]}, \
                   r: {type: category, values: [y]}, c: {type: boolean}";
    let claim = [("q", "y"), ("r", "y"), ("c", "false")];
    let yes = ("YES".to_owned(), String::new());
    for expression in [
        "coalesce(p, q) = r",
        "(if c then p else q) = r",
        "r = coalesce(p, y)",
        "coalesce(p, q) != x",
    ] {
        let derive = format!("e: {{type: boolean, nullable: true, is: \"{expression}\"}}");
        assert_eq!(decided(factors, &derive, &claim), yes, "{expression}");
    }
    for expression in ["if c then p else q", "coalesce(p, y)", "coalesce(y, p)"] {
        let derive = format!(
            "d: {{type: category, values: [z, y, x], nullable: true, is: \"{expression}\"}}, \
             e: {{type: boolean, is: \"coalesce(d = y, false)\"}}"
        );
        assert_eq!(decided(factors, &derive, &claim), yes, "{expression}");
    }
}
