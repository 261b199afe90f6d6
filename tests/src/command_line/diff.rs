//! `verdict diff` on the shipped rules with one limit changed: text, JSON, Markdown, exit codes, and
//! what past claims say of it.

use serde_json::{Value, json};

use super::{SHIPPED, place_with};
use crate::verdict_binary::Workplace;

/// The shipped rules as `old`, and with another limit for machines without data as `new`.
fn place() -> Workplace {
    let place = Workplace::new();
    let shipped = place_with("atm-cash-dispute");
    let rules = shipped.read("atm-cash-dispute/matrix.yaml");
    let line = "| nodata        | 12000  | 5000   | 3000  | 2000 |";
    assert!(rules.contains(line), "the line of the table has changed");
    let changed = rules.replace(line, "| nodata        | 7000   | 5000   | 3000  | 2000 |");
    for (folder, rules) in [("old", &rules), ("new", &changed)] {
        place.write(&format!("{folder}/matrix.yaml"), rules);
        place.write(
            &format!("{folder}/costs.yaml"),
            shipped.read("atm-cash-dispute/costs.yaml"),
        );
    }
    place
}

#[test]
fn rules_are_equal_to_themselves() {
    for name in SHIPPED {
        let place = place_with(name);
        let document = place
            .verdict(&format!("diff {name} {name} --format json --exit-code"))
            .exits(0)
            .json();
        assert_eq!(document["equal"], true, "{name}");
        assert_eq!(document["regions"], json!([]), "{name}");
        assert_eq!(document["possible"], json!([]), "{name}");
        let print = &document["semantic_fingerprint"];
        assert!(print["old"].is_string(), "{name}: no semantic fingerprint");
        assert_eq!(print["old"], print["new"], "{name}");
    }
}

#[test]
fn a_limit_of_the_table_is_told_in_its_words() {
    let place = place();
    let run = place.verdict("diff old new").exits(0);
    assert!(
        run.output
            .contains("amount (7000..12000], device_status nodata, prior_claims_365d = 0"),
        "{run}"
    );
    assert!(
        run.output
            .contains("approve -> review, reason WITHIN_LIMIT -> NEEDS_EVIDENCE"),
        "{run}"
    );
    assert!(
        run.output.contains("nothing else changes (proved)"),
        "{run}"
    );
    place.verdict("diff old new --exit-code").exits(1);
    place.verdict("diff old old --exit-code").exits(0);
}

#[test]
fn every_witness_is_decided_as_its_region_says() {
    let place = place();
    let document = place.verdict("diff old new --format json").exits(0).json();
    assert_eq!(document["equal"], false);
    let regions = document["regions"].as_array().unwrap();
    assert!(!regions.is_empty());
    for region in regions {
        assert_eq!(region["claims"], Value::Null);
        assert_eq!(region["cost_change"], Value::Null);
        let mut claim = region["witness"].as_object().unwrap().clone();
        claim.insert("claim_id".to_owned(), json!("C-1"));
        place.write("claim.jsonl", format!("{}\n", Value::Object(claim)));
        for (folder, side) in [("old", "from"), ("new", "to")] {
            let decide =
                format!("decide --rules {folder} --claims claim.jsonl --out {folder}.jsonl");
            place.verdict(&decide).exits(0);
            let decided: Value =
                serde_json::from_str(&place.read(&format!("{folder}.jsonl"))).unwrap();
            for field in ["outcome", "rule", "reason"] {
                assert_eq!(
                    decided[field], region[side][field],
                    "{field} of {side}: {region:#}"
                );
            }
        }
    }
}

#[test]
fn past_claims_are_counted_in_their_regions() {
    let place = place();
    place
        .verdict("generate --customers 20000 --seed 7 --out claims.csv")
        .exits(0);
    let files = "--claims claims.csv --allow-missing";
    let document = place
        .verdict(&format!("diff old new {files} --format json"))
        .exits(0)
        .json();
    let total = &document["total"];
    let counted = total["claims"].as_u64().unwrap();
    assert!(counted > 0, "no claim in any region: {total:#}");
    assert_eq!(total["outside_regions"], 0);
    let regions = document["regions"].as_array().unwrap();
    let sum: u64 = regions
        .iter()
        .map(|it| it["claims"].as_u64().unwrap())
        .sum();
    assert_eq!(sum, counted);
    // The same by deciding every claim twice.
    for folder in ["old", "new"] {
        let decide = format!("decide --rules {folder} {files} --out {folder}.jsonl");
        place.verdict(&decide).exits(0);
    }
    let (old, new) = (place.read("old.jsonl"), place.read("new.jsonl"));
    let decided = |line: &str| {
        let row: Value = serde_json::from_str(line).unwrap();
        ["outcome", "reason", "route", "due"].map(|field| row[field].clone())
    };
    let rows = old.lines().zip(new.lines());
    let different = rows
        .filter(|(old, new)| decided(old) != decided(new))
        .count();
    assert_eq!(u64::try_from(different).unwrap(), counted);
    check_costs(&place, files, total);
}

/// Fails unless the change of cost is the difference of the two simulations.
fn check_costs(place: &Workplace, files: &str, total: &Value) {
    let kopecks = |value: &Value| -> i128 {
        let text = value
            .as_str()
            .unwrap_or_else(|| panic!("no amount: {value}"));
        text.replace('.', "").parse().unwrap()
    };
    let overall = |folder: &str| {
        let simulate = format!("simulate --rules {folder} {files} --format json");
        place.verdict(&simulate).exits(0).json()["overall"].clone()
    };
    let (old, new) = (overall("old"), overall("new"));
    for (change, figure) in [("cost_change", "cost"), ("loss_change", "loss")] {
        let expected = kopecks(&new[figure]) - kopecks(&old[figure]);
        assert_eq!(kopecks(&total[change]), expected, "{change}");
    }
}

#[test]
fn markdown_is_a_table_for_a_merge_request() {
    let place = place();
    let run = place.verdict("diff old new --format markdown").exits(0);
    assert!(run.output.starts_with("### `atm-cash-dispute`"), "{run}");
    assert!(
        run.output
            .contains("| claims with | change | for example |"),
        "{run}"
    );
    assert!(run.output.contains("nothing else changes"), "{run}");
    place.verdict("check old --format markdown").exits(2);
}

#[test]
fn what_cannot_be_compared_is_said() {
    let place = place();
    let rules = place.read("old/matrix.yaml");
    place.write(
        "typed/matrix.yaml",
        rules
            .replace(
                "card_present: {type: boolean",
                "card_present: {type: integer",
            )
            .replace("| P1 | false ", "| P1 | 0     "),
    );
    let run = place.verdict("diff old typed").exits(2);
    assert!(
        run.to_string().contains(
            "the factor `card_present` is `boolean` in the old version and `integer` in the new one"
        ),
        "{run}"
    );
    place.verdict("diff old absent").exits(2);
    place.verdict("diff - -").exits(2);
    place.write("broken/matrix.yaml", "format: 1\n");
    place.verdict("diff old broken").exits(1);
    let run = place.verdict("diff old new --proof-budget 10");
    assert!(run.to_string().contains("--proof-budget"), "{run}");
    run.exits(1);
    place
        .verdict("diff old new --costs old/costs.yaml")
        .exits(2);
}

#[test]
fn what_differs_outside_of_the_regions_is_never_called_equal() {
    let place = place();
    let rules = place.read("old/matrix.yaml");
    let more = rules.replacen("\nfactors:\n", "\nfactors:\n  extra: {type: money}\n", 1);
    assert_ne!(rules, more);
    place.write("more/matrix.yaml", more);
    let run = place.verdict("diff old more --exit-code").exits(1);
    assert!(
        run.output
            .contains("`extra` is required by the new version only"),
        "{run}"
    );
    assert!(!run.output.contains("every claim"), "{run}");
    let document = place.verdict("diff old more --format json").exits(0).json();
    assert_eq!(document["equal"], false);
    assert_eq!(document["outside"].as_array().unwrap().len(), 1);
    place.verdict("diff old new --map map.yaml").exits(2);
}
