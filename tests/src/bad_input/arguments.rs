//! Command lines that cannot be followed.

use super::{compare, refund};

#[track_caller]
fn check(name: &str, arguments: &str) {
    compare(
        &format!("arguments_{name}"),
        &refund().verdict(arguments).exits(2),
    );
}

#[test]
fn misspelt_command() {
    check(
        "misspelt_command",
        "simulat --rules refund --claims claims.csv",
    );
}

#[test]
fn misspelt_option() {
    check(
        "misspelt_option",
        "decide --rule refund --claims claims.csv",
    );
}

#[test]
fn missing_option() {
    check("missing_option", "decide --rules refund");
}

#[test]
fn misspelt_rules_folder() {
    check("misspelt_rules_folder", "check refunds");
}

#[test]
fn folder_without_rules() {
    check("folder_without_rules", "check .");
}

#[test]
fn misspelt_claims_file() {
    check(
        "misspelt_claims_file",
        "decide --rules refund --claims clams.csv",
    );
}

#[test]
fn misspelt_map_file() {
    check(
        "misspelt_map_file",
        "decide --rules refund --claims claims.csv --map refund/maps.yaml",
    );
}

#[test]
fn rules_and_claims_from_standard_input() {
    check(
        "rules_and_claims_from_standard_input",
        "decide --rules - --claims -",
    );
}

#[test]
fn json_and_decisions_on_standard_output() {
    check(
        "json_and_decisions_on_standard_output",
        "simulate --rules refund --claims claims.csv --decisions - --format json",
    );
}

#[test]
fn output_into_a_missing_folder() {
    check(
        "output_into_a_missing_folder",
        "decide --rules refund --claims claims.csv --out results/decided.csv",
    );
}

#[test]
fn output_without_a_known_ending() {
    check(
        "output_without_a_known_ending",
        "decide --rules refund --claims claims.csv --out decided.xls",
    );
}

#[test]
fn unknown_shell() {
    check("unknown_shell", "completions tcsh");
}

#[test]
fn unknown_schema() {
    check("unknown_schema", "schema rule");
}

#[test]
fn number_that_is_none() {
    check(
        "number_that_is_none",
        "generate --customers 1e5 --out portfolio.csv",
    );
}

#[test]
fn no_threads() {
    check(
        "no_threads",
        "decide --rules refund --claims claims.csv --threads 0",
    );
}
