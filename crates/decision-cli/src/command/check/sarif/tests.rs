//! The log says of each finding what it is, where it stands and what it means.

use std::path::PathBuf;
use std::sync::Arc;

use decision_matrix::diagnostic::Witness;
use decision_matrix::source::span::SourceText;

use super::*;

const TEXT: &str = "format: 1\nтаблица: \u{1f600} a{b}\nlast: end\n";

fn span(part: &str) -> Span {
    let start = TEXT.find(part).unwrap();
    Span::new(start, start + part.len())
}

fn gap() -> Diagnostic {
    Diagnostic::new(Code::Gap, span("a{b}"), "no rule for `a{b}`")
        .with_label("here")
        .with_help("write `{x: 1}`")
        .with_table("decision")
        .with_rule("R1")
        .with_rule("A1")
        .with_related(span("last"), "the default")
        .with_witness(Witness {
            values: vec![
                ("amount".to_owned(), Some("5.00".to_owned())),
                ("prior".to_owned(), None),
            ],
            decision: "review (default)".to_owned(),
        })
}

/// The log of these findings about one file.
fn log_of(file: RulesFile, diagnostics: Vec<Diagnostic>) -> Value {
    let source = Arc::new(SourceText::new(file.name(), TEXT));
    log(&[file], &[Findings::new(source, diagnostics)])
}

fn path() -> RulesFile {
    RulesFile::Path(PathBuf::from("rules/cash refund/matrix.yaml"))
}

#[test]
fn a_result_points_at_its_place_in_characters() {
    let log = log_of(path(), vec![gap()]);
    let result = &log["runs"][0]["results"][0];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"],
        json!({ "uri": "rules/cash%20refund/matrix.yaml", "index": 0 })
    );
    // Letters of two bytes and a face of two UTF-16 units are one column each.
    assert_eq!(
        place["region"],
        json!({ "startLine": 2, "startColumn": 12, "endLine": 2, "endColumn": 16 })
    );
    assert_eq!(log["runs"][0]["columnKind"], "unicodeCodePoints");
    let related = &result["relatedLocations"][0];
    assert_eq!(related["message"]["text"], "the default");
    assert_eq!(
        related["physicalLocation"]["region"],
        json!({ "startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 5 })
    );
    assert_eq!(
        related["physicalLocation"]["artifactLocation"]["uri"],
        "rules/cash%20refund/matrix.yaml"
    );
}

#[test]
fn a_result_says_everything_in_its_message_and_braces_are_no_placeholders() {
    let log = log_of(path(), vec![gap()]);
    let result = &log["runs"][0]["results"][0];
    assert_eq!(
        result["message"]["text"],
        "no rule for `a{{b}}`\nhere\nclaim: amount 5.00, prior null\ndecided: review (default)\nhelp: write `{{x: 1}}`"
    );
    assert_eq!(result["level"], "warning");
    assert_eq!(
        result["properties"],
        json!({
            "kind": "gap",
            "witness": { "claims": [{ "amount": "5.00", "prior": null }] },
            "decisions": ["review (default)"],
        })
    );
}

#[test]
fn a_result_names_its_table_rules_and_guarantee() {
    let places = |diagnostic: &Diagnostic| -> Vec<String> {
        logical_locations(diagnostic)
            .iter()
            .map(|it| {
                let field = |name: &str| it[name].as_str().unwrap().to_owned();
                format!("{} {}", field("kind"), field("fullyQualifiedName"))
            })
            .collect()
    };
    assert_eq!(
        places(&gap().with_rule("A1").with_guarantee("G1")),
        [
            "table decision",
            "rule decision/A1",
            "rule decision/R1",
            "guarantee guarantees/G1"
        ]
    );
    let bare = Diagnostic::new(Code::Yaml, span("last"), "broken");
    assert!(places(&bare).is_empty());
    let log = log_of(path(), vec![bare]);
    let location = &log["runs"][0]["results"][0]["locations"][0];
    assert!(location.get("logicalLocations").is_none());
}

#[test]
fn each_code_is_explained_once_and_found_by_its_index() {
    let decline = Diagnostic::new(Code::DeclinePermitted, span("last"), "permitted");
    let overlap = Diagnostic::new(Code::Overlap, span("format"), "overlap");
    let log = log_of(path(), vec![gap(), decline, gap(), overlap]);
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: Vec<_> = rules.iter().map(|rule| &rule["id"]).collect();
    assert_eq!(ids, ["DM0301", "DM0402", "DM0501"]);
    let levels: Vec<_> = rules
        .iter()
        .map(|rule| &rule["defaultConfiguration"]["level"])
        .collect();
    assert_eq!(levels, ["warning", "error", "note"]);
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert_eq!(
            rules[index]["defaultConfiguration"]["level"],
            result["level"]
        );
    }
    for rule in rules {
        for field in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[field]["text"].as_str().unwrap().is_empty(), "{rule}");
        }
    }
}

#[test]
fn standard_input_has_a_name_and_no_address() {
    let log = log_of(RulesFile::Standard, vec![gap()]);
    let artifact = &log["runs"][0]["artifacts"][0];
    assert_eq!(
        *artifact,
        json!({
            "location": { "description": { "text": "standard input" } },
            "roles": ["standardStream"],
        })
    );
}

#[test]
fn addresses_are_relative_or_whole_and_encoded() {
    for (path, has_backslashes, expected) in [
        ("rules/m.yaml", false, "rules/m.yaml"),
        ("./rules/m.yaml", false, "rules/m.yaml"),
        ("../m.yaml", false, "../m.yaml"),
        ("/srv/a b/m.yaml", false, "file:///srv/a%20b/m.yaml"),
        ("a:b/50%#?.yaml", false, "a%3Ab/50%25%23%3F.yaml"),
        (
            "правила/m.yaml",
            false,
            "%D0%BF%D1%80%D0%B0%D0%B2%D0%B8%D0%BB%D0%B0/m.yaml",
        ),
        ("rules\\m.yaml", true, "rules/m.yaml"),
        ("C:\\rules\\m.yaml", true, "file:///C:/rules/m.yaml"),
        ("rules\\m.yaml", false, "rules%5Cm.yaml"),
    ] {
        assert_eq!(address(path, has_backslashes), expected, "{path}");
    }
}
