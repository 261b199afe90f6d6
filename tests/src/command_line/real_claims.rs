//! Two public registers, decided and replayed whole with the shipped rules and maps, where their
//! files lie beside the repository: nothing in them stops a run, and nothing is lost silently.

use std::fs;

use serde_json::Value;

use super::place_with;
use crate::shared;
use crate::verdict_binary::Workplace;

/// A place with the rules and the register; none where there are no registers.
fn place(rules: &str, register: &str) -> Option<Workplace> {
    let register = shared::folder("data")?.join(register);
    let place = place_with(rules);
    place.write("claims.csv.gz", fs::read(register).unwrap());
    Some(place)
}

/// The document of `simulate`, and the number of decided rows with a fault.
fn replayed(place: &Workplace, rules: &str) -> (Value, usize) {
    let files = format!("--rules {rules} --claims claims.csv.gz --map {rules}/map.yaml");
    let simulate = format!("simulate {files} --format json --decisions decided.jsonl");
    let document = place.verdict(&simulate).json();
    let decided = place.read("decided.jsonl");
    let rows = u64::try_from(decided.lines().count()).unwrap();
    assert_eq!(
        document["claims"]["rows"], rows,
        "every row has its decision"
    );
    assert_eq!(document["claims"]["decided"], rows);
    let faults = decided
        .lines()
        .filter(|row| row.contains("\"rule\":\"-\""))
        .count();
    assert_eq!(document["claims"]["faults"], faults);
    (document, faults)
}

/// The number of claims of an outcome.
fn outcome(document: &Value, name: &str) -> u64 {
    document["outcomes"][name]["claims"]
        .as_u64()
        .unwrap_or_else(|| panic!("{name}: {}", document["outcomes"]))
}

/// The text of the warning with this code.
fn warning<'a>(document: &'a Value, code: &str) -> &'a str {
    let warnings = document["warnings"].as_array().unwrap();
    let found = warnings.iter().find(|warning| warning["code"] == code);
    found.unwrap_or_else(|| panic!("no {code}: {warnings:#?}"))["text"]
        .as_str()
        .unwrap()
}

/// Fails unless the sums over the claims are these.
fn check_overall(document: &Value, expected: &[(&str, &str)]) {
    for (name, expected) in expected {
        assert_eq!(document["overall"][*name], *expected, "{name}");
    }
}

#[test]
fn baggage_claims_of_six_years() {
    let Some(place) = place("baggage-claim", "tsa_claims_2002_2007.csv.gz") else {
        return;
    };
    let (document, faults) = replayed(&place, "baggage-claim");
    assert_eq!(document["claims"]["rows"], 115_625);
    assert_eq!(faults, 185);
    assert_eq!(outcome(&document, "approve"), 34_519);
    assert_eq!(outcome(&document, "request_info"), 3_298);
    assert_eq!(outcome(&document, "review"), 77_068);
    assert_eq!(outcome(&document, "escalate"), 740);
    assert_eq!(
        document["mode"], "bounds",
        "results are missing, and that is told"
    );
    assert_eq!(document["claims"]["results_known"], 104_311);
    check_overall(
        &document,
        &[
            ("amount", "15508027397.42"),
            ("auto_amount", "1464735.88"),
            ("loss", "495940.56"),
            ("net_saving", "700335.44"),
            ("cost_review_all", "5275707.00"),
        ],
    );
    // The traps of the register: jokes, zeros, nothing claimed, paid more than claimed, no result.
    for (code, count) in [
        ("missing_outcome", "11314"),
        ("input_fault", "185"),
        ("amount_out_of_domain", "185"),
        ("amount_unreadable", "3409"),
        ("amount_zero", "185"),
        ("due_above_amount", "436"),
        ("unknown_result_text", "11314"),
    ] {
        let text = warning(&document, code).replace([',', '\u{202f}', '\u{a0}'], "");
        assert!(text.contains(count), "{code} {count}: {text}");
    }
    let texts = warning(&document, "unknown_result_text");
    for word in [
        "`canceled`",
        "`contractor`",
        "`insufficient`",
        "`litigation`",
        "`open`",
    ] {
        assert!(texts.contains(word), "{word}: {texts}");
    }
}

#[test]
fn baggage_claims_are_decided_alike_on_any_number_of_threads() {
    let Some(place) = place("baggage-claim", "tsa_claims_2002_2007.csv.gz") else {
        return;
    };
    let decide = "decide --rules baggage-claim --claims claims.csv.gz --map baggage-claim/map.yaml";
    let one = place
        .verdict(&format!("{decide} --threads 1 --out one.csv"))
        .exits(0);
    place
        .verdict(&format!("{decide} --threads 3 --out three.csv"))
        .exits(0);
    assert_eq!(place.read("one.csv"), place.read("three.csv"));
    assert!(one.error.contains("115,625 claims decided"), "{one}");
    assert!(
        one.error.contains("INPUT_OUT_OF_DOMAIN amount 185"),
        "{one}"
    );
}

#[test]
fn expense_claims_of_a_university() {
    let Some(place) = place("expense-refund", "expense_claims_2017_2018q1.csv.gz") else {
        return;
    };
    let (document, faults) = replayed(&place, "expense-refund");
    assert_eq!(document["claims"]["rows"], 9_576);
    assert_eq!(faults, 0);
    assert_eq!(outcome(&document, "approve"), 7_822);
    assert_eq!(outcome(&document, "approve_provisional"), 244);
    assert_eq!(outcome(&document, "request_info"), 162);
    assert_eq!(outcome(&document, "review"), 1_329);
    assert_eq!(outcome(&document, "escalate"), 19);
    assert_eq!(document["mode"], "full");
    check_overall(
        &document,
        &[
            ("amount", "3267204.28"),
            ("auto_amount", "1381008.21"),
            ("loss", "25731.94"),
            ("net_saving", "240604.82"),
            ("cost_review_all", "320241.96"),
        ],
    );
    assert!(warning(&document, "amount_unreadable").contains("162"));
}
