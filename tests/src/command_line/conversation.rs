//! What the program says to people: the demo, an explanation, schemas, completions and help.

use super::place_with;
use crate::verdict_binary::Workplace;

#[test]
fn the_demo_tells_the_figures_and_writes_a_page_of_its_own() {
    let place = Workplace::new();
    let run = place.verdict("demo --customers 1000 --out shown").exits(0);
    for figure in [
        "87.5%",
        "5 min",
        "370 580.16",
        "32 900",
        "569 531.10",
        "198 566.42",
        "report.html",
    ] {
        let told = run.output.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(told.contains(figure), "`{figure}` is not told: {run}");
    }
    let widest = run.output.lines().map(|line| line.chars().count()).max();
    assert!(
        run.output.lines().count() <= 80,
        "more than a screen: {run}"
    );
    assert!(widest > Some(60));
    check_page(&place.read("shown/report.html"));
    // The command that the demo recommends runs.
    let advice = run
        .output
        .lines()
        .find_map(|line| line.trim().strip_prefix("verdict simulate"));
    let advice = advice.unwrap_or_else(|| panic!("no advice: {run}"));
    place.verdict(&format!("simulate{advice}")).exits(0);
}

/// A page that loads nothing from elsewhere, whose figures are those of the screen.
fn check_page(page: &str) {
    assert!(page.starts_with("<!DOCTYPE html>") || page.starts_with("<!doctype html>"));
    for load in [
        "http://",
        "https://",
        "src=",
        "<link",
        "@import",
        "url(",
        "<iframe",
        "<script src",
    ] {
        assert!(!page.contains(load), "the page loads something: `{load}`");
    }
    let page = page
        .replace("&nbsp;", " ")
        .replace(['\u{a0}', '\u{202f}'], " ");
    for figure in ["87.5%", "370 580", "A1"] {
        assert!(page.contains(figure), "`{figure}` is not in the page");
    }
}

#[test]
fn the_demo_speaks_russian() {
    let place = Workplace::new();
    let run = place
        .verdict("demo --customers 1000 --language ru")
        .exits(0);
    assert!(
        run.output
            .chars()
            .any(|letter| ('а'..='я').contains(&letter)),
        "{run}"
    );
    assert!(place.read("report.html").contains("lang=\"ru\""));
}

#[test]
fn the_demo_answers_in_json() {
    let document = Workplace::new()
        .verdict("demo --customers 1000 --format json")
        .json();
    assert_eq!(document["format"], 1, "{document}");
    assert!(document.to_string().contains("\"370580.16\""), "{document}");
}

#[test]
fn an_explanation_names_the_cell_that_fails() {
    let place = place_with("atm-cash-dispute");
    let claim = "{\n  \"claim_id\": \"C-1\",\n  \"amount\": \"3000.01\",\n  \"device_status\": \"ok\",\n  \"prior_claims_365d\": 0\n}\n";
    place.write("claim.json", claim);
    let run = place
        .verdict("explain --rules atm-cash-dispute --claim claim.json")
        .exits(0);
    let line = |start: &str| {
        let line = run
            .output
            .lines()
            .map(str::trim)
            .find(|line| line.starts_with(start));
        line.unwrap_or_else(|| panic!("no line `{start}`: {run}"))
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        line("A1"),
        "A1 amount is 3000.01 the rule wants <= auto_limit (auto_limit is 3000.00)"
    );
    assert_eq!(line("F2"), "F2 risk_flag is not given the rule wants true");
    assert_eq!(line("auto_limit"), "auto_limit 3000.00 rule ok / 0");
    assert!(line("claim C-1").starts_with("claim C-1: review"), "{run}");

    let document = place
        .verdict("explain --rules atm-cash-dispute --claim claim.json --format json")
        .json();
    assert_eq!(document["decision"]["outcome"], "review");
    assert_eq!(document["decision"]["reason"], "NEEDS_EVIDENCE");
    assert_eq!(document["claim"], "C-1");
}

#[test]
fn a_trace_is_one_json_column() {
    let place = place_with("atm-cash-dispute");
    place.write("claims.jsonl", "{\"claim_id\":\"C-1\",\"amount\":3000.01,\"device_status\":\"ok\",\"prior_claims_365d\":0}\n");
    let decide = "decide --rules atm-cash-dispute --claims claims.jsonl --trace --out traced.jsonl";
    place.verdict(decide).exits(0);
    let row: serde_json::Value = serde_json::from_str(place.read("traced.jsonl").trim()).unwrap();
    assert_eq!(row["amount"].to_string(), "3000.01");
    let trace = row["trace"].to_string();
    assert!(trace.contains("auto_limit"), "{trace}");
}

#[test]
fn schemas_are_json_and_name_their_format() {
    let place = Workplace::new();
    for kind in ["rules", "cases", "costs", "map"] {
        let schema = place.verdict(&format!("schema {kind}")).json();
        assert_eq!(
            schema["$schema"], "https://json-schema.org/draft/2020-12/schema",
            "{kind}"
        );
        assert!(schema["properties"].is_object(), "{kind}");
    }
}

#[test]
fn completions_know_every_command_for_every_shell() {
    let place = Workplace::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = place.verdict(&format!("completions {shell}")).exits(0);
        for command in ["check", "decide", "demo", "explain", "simulate"] {
            assert!(
                run.output.contains(command),
                "{shell} does not know `{command}`"
            );
        }
    }
}

#[test]
fn findings_are_one_json_document_with_their_place() {
    let place = place_with("card-fee-refund");
    let right = place.read("card-fee-refund/matrix.yaml");
    place.write(
        "card-fee-refund/matrix.yaml",
        right.replace("nullable: true", "nulable: true"),
    );
    let run = place
        .verdict("check card-fee-refund --format json")
        .exits(1);
    let document: serde_json::Value = serde_json::from_str(&run.output).unwrap();
    let findings = document["findings"].as_array().unwrap();
    assert_eq!(
        findings.len(),
        right.matches("nullable: true").count(),
        "{run}"
    );
    let first = &findings[0];
    let line = 1 + right
        .lines()
        .position(|line| line.contains("nullable: true"))
        .unwrap();
    assert_eq!(first["line"], line);
    assert_eq!(first["severity"], "error");
    assert_eq!(first["file"], "card-fee-refund/matrix.yaml");
    for name in [
        "code",
        "kind",
        "message",
        "column",
        "end_line",
        "end_column",
        "help",
    ] {
        assert!(!first[name].is_null(), "{name}: {first}");
    }
}
