//! Rules files that are refused.

use super::{CLAIMS, MATRIX, compare, refund, spoilt};

/// Checks the right rules with one thing spoilt.
#[track_caller]
fn check(name: &str, right: &str, wrong: &str) {
    check_bytes(name, spoilt(MATRIX, right, wrong).as_bytes());
}

#[track_caller]
fn check_bytes(name: &str, matrix: &[u8]) {
    let place = refund();
    place.write("refund/matrix.yaml", matrix);
    let run = place.verdict("check refund").exits(1);
    compare(&format!("rules_{name}"), &run);
}

#[test]
fn broken_yaml() {
    check("broken_yaml", "currency: EUR", "currency: [EUR");
}

#[test]
fn tab_as_indent() {
    check("tab_as_indent", "  prior_claims: {", "\tprior_claims: {");
}

#[test]
fn duplicate_key() {
    check(
        "duplicate_key",
        "  escalate_above:",
        "  escalate_above: {type: money, value: 1}\n  escalate_above:",
    );
}

#[test]
fn misspelt_key() {
    check("misspelt_key", "nullable: true", "nulable: true");
}

#[test]
fn missing_key() {
    check("missing_key", "version: \"1\"\n", "");
}

#[test]
fn anchor() {
    check(
        "anchor",
        "{type: money, value: 5000}",
        "&limit {type: money, value: 5000}",
    );
}

#[test]
fn hidden_direction_mark() {
    check(
        "hidden_direction_mark",
        "# A small rules file",
        "# A small \u{202e}rules file",
    );
}

#[test]
fn not_utf8() {
    let text = MATRIX.replace("# A small", "# Une r\u{e9}clamation, a small");
    let latin: Vec<u8> = text
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap())
        .collect();
    check_bytes("not_utf8", &latin);
}

#[test]
fn too_large() {
    let comments = "# all work and no play\n".repeat(13_000);
    check_bytes("too_large", format!("{MATRIX}{comments}").as_bytes());
}

#[test]
fn unknown_type() {
    check(
        "unknown_type",
        "prior_claims: {type: integer",
        "prior_claims: {type: int",
    );
}

#[test]
fn number_with_thousands_separator() {
    check(
        "number_with_thousands_separator",
        "value: 5000",
        "value: 5_000",
    );
}

#[test]
fn number_with_decimal_comma() {
    check("number_with_decimal_comma", "| 500  |", "| 500,50 |");
}

#[test]
fn number_with_too_many_digits() {
    check(
        "number_with_too_many_digits",
        "value: 5000",
        "value: 5000.005",
    );
}

#[test]
fn misspelt_name_in_a_cell() {
    check(
        "misspelt_name_in_a_cell",
        "> escalate_above",
        "> escalate_abvoe",
    );
}

#[test]
fn misspelt_column() {
    check("misspelt_column", "| id | amount  ", "| id | ammount ");
}

#[test]
fn unknown_category_word() {
    check(
        "unknown_category_word",
        "| warn          | 200",
        "| warm          | 200",
    );
}

#[test]
fn wrong_type_in_a_cell() {
    check(
        "wrong_type_in_a_cell",
        "> escalate_above",
        "> device_status",
    );
}

#[test]
fn reversed_interval() {
    check("reversed_interval", "> escalate_above |", "[9000..5000] |");
}

#[test]
fn cycle() {
    check(
        "cycle",
        "coalesce(prior_claims = 0, false)",
        "auto_limit > 100",
    );
}

#[test]
fn decline_without_permit() {
    check(
        "decline_without_permit",
        "| escalate | LARGE ",
        "| decline  | LARGE ",
    );
}

#[test]
fn grid_with_a_missing_bar() {
    check(
        "grid_with_a_missing_bar",
        "|| approve  | WITHIN_LIMIT |",
        "|| approve  |",
    );
}

#[test]
fn rule_id_twice() {
    check("rule_id_twice", "| A1 |", "| L1 |");
}

#[test]
fn nullable_result_of_an_expression() {
    check(
        "nullable_result_of_an_expression",
        "coalesce(prior_claims = 0, false)",
        "prior_claims = 0",
    );
}

#[test]
fn broken_expression() {
    check(
        "broken_expression",
        "coalesce(prior_claims = 0, false)",
        "coalesce(prior_claims == 0, false)",
    );
}

#[test]
fn several_mistakes_are_told_at_once() {
    let text = spoilt(MATRIX, "nullable: true", "nulable: true");
    let text = spoilt(&text, "> escalate_above", "> escalate_abvoe");
    let text = spoilt(&text, "hit: first", "hit: frist");
    check_bytes("several_mistakes", text.as_bytes());
}

#[test]
fn refused_rules_decide_nothing() {
    let place = refund();
    place.write(
        "refund/matrix.yaml",
        spoilt(MATRIX, "> escalate_above", "> escalate_abvoe"),
    );
    place.write("claims.csv", CLAIMS);
    let run = place
        .verdict("decide --rules refund --claims claims.csv --out decided.csv")
        .exits(1);
    assert!(!place.path("decided.csv").exists());
    compare("rules_refused_by_decide", &run);
}
