//! The SARIF log of `verdict check` follows the schema of the standard, whatever was found.

mod schema;

use serde_json::Value;

use crate::finding_examples;
use crate::verdict_binary::{Run, Workplace};
use schema::Schema;

/// The log that a run printed, which the schema must accept.
#[track_caller]
fn valid_log(run: &Run) -> Value {
    let log: Value =
        serde_json::from_str(&run.output).unwrap_or_else(|error| panic!("{error}: {run}"));
    let complaints = Schema::of_sarif().complaints(&log);
    assert!(complaints.is_empty(), "{}\n{run}", complaints.join("\n"));
    log
}

#[test]
fn the_log_of_every_example_is_valid() {
    let place = Workplace::new();
    let names = finding_examples::write_all(&place);
    let run = place.verdict(&format!("check {} --format sarif", names.join(" ")));
    let log = valid_log(&run.exits(1));
    let run = &log["runs"][0];
    assert_eq!(run["artifacts"].as_array().unwrap().len(), names.len());
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert!(results.len() >= rules.len() && rules.len() > 20);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
}

#[test]
fn a_log_without_findings_is_valid() {
    let place = Workplace::new();
    place.write("m.yaml", finding_examples::FRAME_WITHOUT_FINDINGS);
    let log = valid_log(&place.verdict("check m.yaml --format sarif").exits(0));
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn rules_from_standard_input_have_no_address() {
    let place = Workplace::new();
    let run = place.verdict_with_input("check - --format sarif", b"format: 1\nmatrx: a\n");
    let log = valid_log(&run.exits(1));
    let result = &log["runs"][0]["results"][0];
    let artifact = &result["locations"][0]["physicalLocation"]["artifactLocation"];
    assert!(artifact.get("uri").is_none(), "{artifact}");
}

#[test]
fn people_read_the_findings_on_standard_error() {
    let place = Workplace::new();
    place.write("m.yaml", "format: 1\nmatrx: a\n");
    let run = place.verdict("check m.yaml --format sarif").exits(1);
    assert!(run.error.contains("error[DM0101]"), "{run}");
    assert!(run.error.contains("1 file checked: refused"), "{run}");
}

#[test]
fn other_commands_refuse_the_format() {
    let place = Workplace::new();
    place.write("m.yaml", finding_examples::FRAME_WITHOUT_FINDINGS);
    for command in [
        "fmt --check m.yaml",
        "test m.yaml",
        "schema rules",
        "bench --rules m.yaml",
    ] {
        let run = place.verdict(&format!("{command} --format sarif")).exits(2);
        assert!(
            run.error
                .contains("only `verdict check` writes a SARIF log"),
            "{run}"
        );
        assert!(run.output.is_empty(), "{run}");
    }
}
