//! `verdict bench`: which ways are measured and what is said of each. How long anything takes is
//! nobody's matter here.

use serde_json::Value;

use super::place_with;
use crate::verdict_binary::Workplace;

const RULES: &str = "atm-cash-dispute";

/// The results of a run, after a look at what all of them have.
#[track_caller]
fn results(place: &Workplace, arguments: &str) -> Vec<Value> {
    let run = place.verdict(&format!("bench {arguments} --format json"));
    let document = run.json();
    assert_eq!(document["format"], 1);
    let results = document["results"].as_array().unwrap().clone();
    for result in &results {
        assert!(result["rules"].as_u64() > Some(0), "{result}");
        assert!(result["rows"].as_u64() > Some(0), "{result}");
        assert!(result["ns_per_decision"].as_f64() > Some(0.0), "{result}");
        assert!(
            result["decisions_per_second"].as_u64() > Some(0),
            "{result}"
        );
        let processor = &result["cpu_ns_per_decision"];
        assert!(
            processor.is_null() || processor.as_f64() > Some(0.0),
            "{result}"
        );
    }
    results
}

/// The ways and their threads.
fn ways(results: &[Value]) -> Vec<(&str, u64)> {
    results
        .iter()
        .map(|it| {
            (
                it["mode"].as_str().unwrap(),
                it["threads"].as_u64().unwrap(),
            )
        })
        .collect()
}

#[test]
fn every_way_is_measured_on_claims_of_a_file() {
    let place = place_with(RULES);
    place
        .verdict("generate --customers 300 --out claims.csv")
        .exits(0);
    let arguments = format!("--rules {RULES} --claims claims.csv --threads 2");
    let results = results(&place, &arguments);
    assert_eq!(
        ways(&results),
        [
            ("single", 1),
            ("struct", 1),
            ("json", 1),
            ("batch", 1),
            ("batch", 2),
            ("file", 1),
            ("file", 2)
        ]
    );
    let lines = place.read("claims.csv").lines().count() as u64 - 1;
    for file in &results[5..] {
        assert_eq!(file["rows"], lines);
        let shares = &file["shares"];
        if cfg!(unix) {
            let parts = ["reading", "deciding", "writing"].map(|part| shares[part].as_f64());
            assert!(
                parts
                    .iter()
                    .all(|part| (0.0..=1.0).contains(&part.unwrap())),
                "{file}"
            );
            let whole: f64 = parts.iter().flatten().sum();
            assert!((whole - 1.0).abs() < 0.01, "{file}");
        }
    }
}

#[test]
fn without_claims_random_ones_are_measured_and_told_in_a_table() {
    let place = place_with("expense-refund");
    let run = place
        .verdict("bench --rules expense-refund --threads 1")
        .exits(0);
    assert!(
        run.output
            .contains("random claims on the limits of the rules"),
        "{run}"
    );
    let rows: Vec<Vec<&str>> = run
        .output
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let row = |mode| {
        rows.iter()
            .find(|row| row.first() == Some(&mode) && row.get(1) == Some(&"1"))
            .unwrap_or_else(|| panic!("no row of `{mode}`: {run}"))
    };
    for mode in ["single", "struct", "json", "batch"] {
        assert!(row(mode).len() >= 5, "{run}");
    }
    assert!(!run.output.contains("\n  file"), "{run}");
    assert!(run.error.contains("all modes decide alike"), "{run}");
}

#[test]
fn rows_that_are_no_claims_are_left_out_in_memory_and_kept_in_the_file() {
    let place = place_with("expense-refund");
    let cases = place.read("expense-refund/matrix.yaml");
    assert!(cases.contains("amount"), "the factor that is broken below");
    place.write(
        "claims.jsonl",
        "{\"claim_id\": \"C-1\"}\n{\"claim_id\": \"C-2\", \"amount\": \"much\"}\nno claim\n",
    );
    let results = results(
        &place,
        "--rules expense-refund --claims claims.jsonl --threads 1",
    );
    let rows = |mode: &str| {
        let result = results.iter().find(|it| it["mode"] == mode).unwrap();
        result["rows"].as_u64().unwrap()
    };
    assert_eq!(
        [rows("single"), rows("struct"), rows("json"), rows("file")],
        [1, 1, 1, 3]
    );
}

#[test]
fn a_file_without_claims_and_standard_input_are_refused() {
    let place = place_with("expense-refund");
    place.write("empty.jsonl", "");
    let run = place
        .verdict("bench --rules expense-refund --claims empty.jsonl")
        .exits(2);
    assert!(run.error.contains("no claims to measure with"), "{run}");
    let run = place
        .verdict("bench --rules expense-refund --claims -")
        .exits(2);
    assert!(run.error.contains("name a file instead of `-`"), "{run}");
}
