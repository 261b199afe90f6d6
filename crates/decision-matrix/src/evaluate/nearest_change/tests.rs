//! The nearest change, case by case; [`brute_force`] compares it with all changes.

mod brute_force;

use std::fmt::Write as _;

use super::*;
use crate::evaluate::tests::{MATRIX, SMALL, compiled, facts};

/// The search in words: `amount 1500.00 -> 1000.00 [<= 1000.00] => approve A1, 2 crossed`.
fn told(matrix: &CompiledMatrix, search: &NearestSearch) -> String {
    let state = |state: &ValueState| match state {
        ValueState::Null => "null".to_owned(),
        ValueState::Value(text) => text.clone(),
        ValueState::Fault(reason) => reason.as_str().to_owned(),
        ValueState::Unknown => "?".to_owned(),
    };
    match search {
        NearestSearch::NotSearched => "not searched".to_owned(),
        NearestSearch::NoneWithin { factors, is_all } => {
            format!("none of {factors}{}", if *is_all { ", all" } else { "" })
        }
        NearestSearch::Found(found) => {
            let changes = found.changes.iter().map(|it| {
                format!(
                    "{} {} -> {} [{}]",
                    it.name,
                    state(&it.from),
                    it.to,
                    it.values.cell()
                )
            });
            format!(
                "{} => {} {}, {} crossed",
                changes.collect::<Vec<_>>().join("; "),
                found.decision.outcome.as_str(),
                matrix.rule_id(&found.decision),
                found.crossed
            )
        }
    }
}

/// The nearest change of a claim of [`MATRIX`], after changes of [`SMALL`].
#[track_caller]
fn check(changes: &[(&str, &str)], expected: &str) {
    let values: Vec<_> = SMALL.into_iter().chain(changes.iter().copied()).collect();
    check_rules(MATRIX, &values, expected);
}

#[track_caller]
fn check_rules(rules: &str, values: &[(&str, &str)], expected: &str) {
    let matrix = compiled(rules);
    let facts = facts(&matrix, values);
    let search = matrix.nearest_change(&facts);
    assert_eq!(told(&matrix, &search), expected);
}

#[test]
fn the_bound_of_a_cell_that_names_a_table_is_that_of_the_claim() {
    // Neither `small` nor the limits of other devices count.
    check(
        &[("amount", "3000.01"), ("happened", "2026-11-01")],
        "amount 3000.01 -> 3000.00 [<= 3000.00] => approve_provisional A2, 1 crossed",
    );
    // As many bounds below as above: the lower comes first.
    check(
        &[("amount", "99999"), ("claims", "0")],
        "amount 99999.00 -> 3000.00 [[1500.01..3000.00]] => approve_provisional A2, 1 crossed",
    );
}

#[test]
fn the_bound_of_a_derived_value_is_found_to_the_day() {
    // 40 points for the claims stay; with 25 for an age above nine days they are too many.
    check(
        &[],
        "amount 1500.00 -> 1500.01 [[1500.01..3000.00]] => approve_provisional A2, 1 crossed",
    );
    let fixed = MATRIX.replacen("amount: {", "amount: {changeable: false, ", 1);
    check_rules(
        &fixed,
        &SMALL,
        "happened 2026-11-30 -> 2026-11-21 [<= 2026-11-21] => approve_provisional A2, 1 crossed",
    );
    let both = fixed.replacen("happened: {", "happened: {changeable: false, ", 1);
    check_rules(
        &both,
        &SMALL,
        "filed 2026-12-01 -> 2026-12-10 [[2026-12-10..9999-12-30]] => approve_provisional A2, 1 crossed",
    );
}

#[test]
fn a_day_that_a_function_of_the_calendar_tells_is_found() {
    let rules = "format: 1\nmatrix: week\nversion: \"1\"\nkeys: {claim: id}\nfactors:\n  filed: {type: date}\n\
        derive:\n  day: {type: integer, is: \"weekday(filed)\"}\ndecision:\n  hit: first\n  rules: |\n    \
        | id | day || outcome | reason |\n    | A | 3 || approve | X |\n  default: {outcome: review, reason: X}\n";
    // A Monday; the day in the same week lies nearer than others.
    check_rules(
        rules,
        &[("filed", "2026-11-23")],
        "filed 2026-11-23 -> 2026-11-25 [2026-11-25] => approve A, 1 crossed",
    );
}

#[test]
fn a_claim_at_fault_needs_a_value_first() {
    check(
        &[("amount", "x"), ("happened", "2026-11-01")],
        "amount INPUT_TYPE -> 1500.00 [[0.00..3000.00]] => approve_provisional A2, 1 crossed",
    );
    check(
        &[("claims", "101"), ("amount", "400000")],
        "claims INPUT_OUT_OF_DOMAIN -> 2 [[0..100]] => escalate E1, 1 crossed",
    );
    // Two at fault: both are changed.
    check(
        &[("claims", "101"), ("amount", "")],
        "amount INPUT_MISSING -> 1500.00 [[0.00..1500.00]]; claims INPUT_OUT_OF_DOMAIN -> 0 [[0..100]] => approve A1, 2 crossed",
    );
    let fixed = MATRIX.replacen("claims: {", "claims: {changeable: false, ", 1);
    let values: Vec<_> = SMALL.into_iter().chain([("claims", "")]).collect();
    check_rules(&fixed, &values, "none of 4, all");
}

#[test]
fn null_is_given_a_value_and_no_value_is_taken_away() {
    let rules = "format: 1\nmatrix: proof\nversion: \"1\"\nkeys: {claim: id}\nfactors:\n  \
        proof: {type: category, values: [none, photo, receipt], nullable: true}\n  \
        shop: {type: text, nullable: true}\ndecision:\n  hit: first\n  rules: |\n    \
        | id | proof          | shop || outcome | reason |\n    \
        | A  | photo, receipt | -    || approve | X |\n    \
        | B  | null           | \"north\", \"south\" || request_info | X |\n  \
        default: {outcome: review, reason: X}\n";
    check_rules(
        rules,
        &[("proof", ""), ("shop", "")],
        "proof null -> photo [photo, receipt] => approve A, 1 crossed",
    );
    // Without a proof any shop of B would do, but it is not asked of anybody to have none.
    check_rules(
        rules,
        &[("proof", "none"), ("shop", "north")],
        "proof none -> photo [photo, receipt] => approve A, 1 crossed",
    );
    let fixed = rules.replacen("nullable: true}", "nullable: true, changeable: false}", 1);
    check_rules(
        &fixed,
        &[("proof", ""), ("shop", "west")],
        "shop \"west\" -> \"north\" [\"north\", \"south\"] => request_info B, 1 crossed",
    );
    check_rules(
        &fixed,
        &[("proof", "none"), ("shop", "north")],
        "none of 1, all",
    );
}

#[test]
fn changes_of_several_factors_are_found_where_one_is_not_enough() {
    let rules = "format: 1\nmatrix: pair\nversion: \"1\"\ncurrency: RUB\nkeys: {claim: id}\nfactors:\n  \
        amount: {type: money, domain: \"> 0\"}\n  status: {type: category, values: [ok, warn, fault]}\n  \
        seen: {type: boolean}\n  calls: {type: integer, domain: \"[0..9]\"}\ntables:\n  limit:\n    hit: first\n    \
        output: {type: money}\n    rules: |\n      | id | status || limit |\n      | F | fault || 9000 |\n      \
        | W | warn || 4000 |\n    default: 0\ndecision:\n  hit: first\n  rules: |\n    \
        | id | amount   | seen | calls || outcome | reason |\n    | A  | <= limit | true | RANGE || approve | X |\n  \
        default: {outcome: review, reason: X}\n";
    let free = rules.replace("RANGE", "-");
    let claim = [
        ("amount", "5000"),
        ("status", "ok"),
        ("seen", "false"),
        ("calls", "7"),
    ];
    check_rules(
        &free,
        &claim,
        "status ok -> fault [fault]; seen false -> true [true] => approve A, 2 crossed",
    );
    check_rules(
        &rules.replace("RANGE", "[2..4]"),
        &claim,
        "status ok -> fault [fault]; seen false -> true [true]; calls 7 -> 4 [[2..4]] => approve A, 3 crossed",
    );
    let claim = [
        ("amount", "9500"),
        ("status", "ok"),
        ("seen", "false"),
        ("calls", "7"),
    ];
    check_rules(
        &free,
        &claim,
        "amount 9500.00 -> 4000.00 [<= 4000.00]; status ok -> warn [warn, fault]; seen false -> true [true] => approve A, 3 crossed",
    );
    // Four would be needed.
    check_rules(&rules.replace("RANGE", "[2..4]"), &claim, "none of 3");
}

#[test]
fn what_lies_outside_the_rules_is_not_searched() {
    check(&[("filed_at", "2027-12-01")], "not searched");
    check(&[("filed_at", "")], "not searched");
    let matrix = compiled(MATRIX);
    let mut unreadable = facts(&matrix, &SMALL);
    unreadable.mark_unreadable();
    assert_eq!(
        matrix.nearest_change(&unreadable),
        NearestSearch::NotSearched
    );
}

#[test]
fn a_claim_that_chance_holds_back_is_not_told_to_change() {
    let audited = format!("{MATRIX}audit: {{share: 1, of: [approve], mode: before_payment}}\n");
    let tables = compiled(&audited).schema.tables().clone();
    let config = crate::CompileConfig {
        audit_key: Some([7; 32]),
    };
    let matrix = CompiledMatrix::new(tables, &config);
    let mut facts = facts(&matrix, &SMALL);
    assert_ne!(matrix.nearest_change(&facts), NearestSearch::NotSearched);
    facts.set_claim("C-1");
    assert_eq!(matrix.decide(&facts).outcome, Outcome::Review);
    assert_eq!(matrix.nearest_change(&facts), NearestSearch::NotSearched);
}

#[test]
fn the_easier_outcome_is_told_where_the_nearest_is_a_harder_one() {
    let matrix = compiled(MATRIX);
    let values: Vec<_> = SMALL
        .into_iter()
        .chain([
            ("amount", "99999"),
            ("status", ""),
            ("happened", "2026-11-01"),
        ])
        .collect();
    let facts = facts(&matrix, &values);
    let explanation = matrix.explain(&facts);
    assert_eq!(
        told(&matrix, &explanation.nearest),
        "amount 99999.00 -> 100000.01 [>= 100000.01] => escalate E1, 1 crossed"
    );
    assert_eq!(
        told(&matrix, &explanation.nearest_easier),
        "amount 99999.00 -> 3000.00 [<= 3000.00]; status null -> ok [ok] => approve_provisional A2, 2 crossed"
    );
    let trace = matrix.trace(&facts);
    assert_eq!(trace.nearest, NearestSearch::NotSearched);
    assert_eq!(trace.tables, explanation.tables);
}

#[test]
fn nothing_is_easier_than_approval_and_all_but_decline_is_easier_than_decline() {
    for outcome in Outcome::ALL {
        assert!(!is_easier(outcome, Outcome::Approve));
        assert_eq!(
            is_easier(outcome, Outcome::Decline),
            outcome != Outcome::Decline
        );
    }
    assert!(is_easier(Outcome::RequestInfo, Outcome::Review));
    assert!(!is_easier(Outcome::Decline, Outcome::Escalate));
}

/// A table in which only five changes at once help.
fn wide(rules: usize) -> String {
    let mut text =
        "format: 1\nmatrix: wide\nversion: \"1\"\nkeys: {claim: id}\nfactors:\n".to_owned();
    for at in 0..5 {
        let domain = "domain: \"[0..1000000]\"";
        writeln!(text, "  n{at}: {{type: integer, {domain}}}").unwrap();
    }
    text.push_str("decision:\n  hit: first\n  rules: |\n    | id | n0 | n1 | n2 | n3 | n4 || outcome | reason |\n");
    for at in 1..=rules {
        let cells = (0..5).map(|column| format!("[{}..{}]", at * 900, at * 900 + 10 * column));
        let cells: Vec<_> = cells.collect();
        writeln!(text, "    | R{at} | {} || approve | X |", cells.join(" | ")).unwrap();
    }
    text.push_str("  default: {outcome: review, reason: X}\n");
    text
}

#[test]
fn a_thousand_rules_are_searched_whole_where_few_can_match() {
    let values = [
        ("n0", "0"),
        ("n1", "0"),
        ("n2", "0"),
        ("n3", "0"),
        ("n4", "0"),
    ];
    check_rules(&wide(1_000), &values, "none of 3");
    let values = [
        ("n0", "900"),
        ("n1", "0"),
        ("n2", "901"),
        ("n3", "0"),
        ("n4", "0"),
    ];
    check_rules(
        &wide(1_000),
        &values,
        "n1 0 -> 900 [[900..910]]; n3 0 -> 900 [[900..930]]; n4 0 -> 900 [[900..940]] => approve R1, 3 crossed",
    );
}

const TEXTS: &str = "format: 1\nmatrix: texts\nversion: \"1\"\nkeys: {claim: id}\nfactors:\n  item: {type: text}\n  \
    payer: {type: text, changeable: false}\ndecision:\n  hit: first\n  rules: |\n    \
    | id | item               || outcome | reason |\n    | A  | \"Books\", \"Tools\" || review  | X |\n  \
    default: {outcome: approve, reason: X}\n";

#[test]
fn a_text_that_no_rule_names_is_tried() {
    check_rules(
        TEXTS,
        &[("item", "Books"), ("payer", "p")],
        "item \"Books\" -> \"other item\" [not(\"Books\", \"Tools\")] => approve default, 1 crossed",
    );
    // It is neither a literal nor a text of the claim.
    check_rules(
        &TEXTS.replace("Tools", "other item"),
        &[("item", "Books"), ("payer", "other item_")],
        "item \"Books\" -> \"other item__\" [not(\"Books\", \"other item\")] => approve default, 1 crossed",
    );
    check_rules(
        TEXTS,
        &[("item", "Clothing"), ("payer", "p")],
        "item \"Clothing\" -> \"Books\" [\"Books\", \"Tools\"] => review A, 1 crossed",
    );
    let all = TEXTS.replace("\"Books\", \"Tools\"", "not(\"Books\"), \"Books\"");
    let all = all.replace("|| review ", "|| approve ");
    check_rules(
        &all,
        &[("payer", "p")],
        "item INPUT_MISSING -> \"Books\" [not(null)] => approve A, 1 crossed",
    );
}

#[test]
fn the_cure_of_a_value_outside_the_domain_does_not_name_it() {
    let rules = "format: 1\nmatrix: cure\nversion: \"1\"\nkeys: {claim: id}\ncurrency: EUR\nfactors:\n  \
        amount: {type: money, domain: \"(0..5000]\"}\ndecision:\n  hit: first\n  rules: |\n    \
        | id | amount  || outcome | reason |\n    | A  | <= 1000 || approve | X |\n  \
        default: {outcome: escalate, reason: X}\n";
    check_rules(
        rules,
        &[("amount", "0")],
        "amount INPUT_OUT_OF_DOMAIN -> 1000.00 [[0.01..1000.00]] => approve A, 1 crossed",
    );
    check_rules(
        rules,
        &[("amount", "2000")],
        "amount 2000.00 -> 1000.00 [<= 1000.00] => approve A, 1 crossed",
    );
}

#[test]
fn what_is_easier_than_the_easiest_outcome_is_not_searched() {
    let matrix = compiled(TEXTS);
    let explanation = matrix.explain(&facts(&matrix, &[("item", "Clothing"), ("payer", "p")]));
    assert!(matches!(explanation.nearest, NearestSearch::Found(_)));
    assert_eq!(explanation.nearest_easier, NearestSearch::NotSearched);
}
