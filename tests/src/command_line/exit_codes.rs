//! The exit codes: 0 done, 1 findings or failed cases, 2 wrong usage or unreadable input.

use super::place_with;
use crate::verdict_binary::Workplace;

const GOOD: &str = "expense-refund";

/// A place with good rules, rules that are refused, and a claim.
fn place() -> Workplace {
    let place = place_with(GOOD);
    let right = place.read(&format!("{GOOD}/matrix.yaml"));
    place.write(
        "refused/matrix.yaml",
        right.replacen("currency:", "curency:", 1),
    );
    place.write("claim.jsonl", "{\"claim_id\": \"C-1\"}\n");
    place
}

#[track_caller]
fn check(exit_code: i32, arguments: &[&str]) {
    let place = place();
    for arguments in arguments {
        let run = place.verdict(arguments).exits(exit_code);
        let told = format!("{}{}", run.error, run.output);
        assert!(
            exit_code == 0 || !told.trim().is_empty(),
            "nothing is said: {run}"
        );
    }
}

#[test]
fn what_is_done_is_zero() {
    check(
        0,
        &[
            "--version",
            "--help",
            "help decide",
            "check expense-refund",
            "fmt expense-refund --check",
            "test expense-refund",
            "test expense-refund --coverage",
            "decide --rules expense-refund --claims claim.jsonl",
            "explain --rules expense-refund --claim claim.jsonl",
            "simulate --rules expense-refund --claims claim.jsonl",
            "schema rules",
            "completions bash",
        ],
    );
}

#[test]
fn refused_rules_are_one_in_every_command() {
    check(
        1,
        &[
            "check refused",
            "check expense-refund refused",
            "test refused",
            "decide --rules refused --claims claim.jsonl",
            "explain --rules refused --claim claim.jsonl",
            "simulate --rules refused --claims claim.jsonl",
            "bench --rules refused",
        ],
    );
}

#[test]
fn wrong_usage_and_unreadable_input_are_two() {
    check(
        2,
        &[
            "",
            "decode",
            "check",
            "check absent",
            "check expense-refund absent",
            "fmt absent",
            "test absent",
            "decide --rules absent --claims claim.jsonl",
            "decide --rules expense-refund --claims absent.jsonl",
            "decide --rules expense-refund --claims claim.jsonl --map absent.yaml",
            "decide --rules expense-refund --claims claim.jsonl --audit-key absent.key",
            "explain --rules expense-refund --claim absent.jsonl",
            "simulate --rules expense-refund --claims claim.jsonl --costs absent.yaml",
            "simulate --rules expense-refund --claims claim.jsonl --report absent/report.html",
            "generate --customers 10 --out absent/portfolio.csv",
        ],
    );
}

#[test]
fn a_layout_that_would_change_is_one_and_then_mended() {
    let place = place_with(GOOD);
    let right = place.read(&format!("{GOOD}/matrix.yaml"));
    let wrong = right.replacen("    | id ", "    |id", 1);
    assert_ne!(wrong, right);
    place.write(&format!("{GOOD}/matrix.yaml"), &wrong);
    place.verdict("fmt expense-refund --check").exits(1);
    assert_eq!(
        place.read(&format!("{GOOD}/matrix.yaml")),
        wrong,
        "`--check` changes nothing"
    );
    place.verdict("fmt expense-refund").exits(0);
    assert_eq!(place.read(&format!("{GOOD}/matrix.yaml")), right);
}

#[test]
fn a_file_that_is_no_yaml_is_not_laid_out() {
    let place = Workplace::new();
    place.write("refund/matrix.yaml", "format: [1\n");
    place.verdict("fmt refund").exits(1);
    assert_eq!(place.read("refund/matrix.yaml"), "format: [1\n");
}

#[test]
fn a_missing_column_is_two_unless_it_may_be_missing() {
    let place = place_with("atm-cash-dispute");
    place.write(
        "claims.csv",
        "claim_id,amount,device_status\nC-1,10.00,ok\n",
    );
    let decide = "decide --rules atm-cash-dispute --claims claims.csv";
    let run = place.verdict(decide).exits(2);
    assert!(run.error.contains("prior_claims_365d"), "{run}");
    let run = place.verdict(&format!("{decide} --allow-missing")).exits(0);
    assert!(
        run.output
            .contains("review,-,INPUT_MISSING,,,false,,prior_claims_365d"),
        "{run}"
    );
}
