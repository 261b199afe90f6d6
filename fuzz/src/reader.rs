//! The whole way of a file: bytes to a tree, to rules, to a checked matrix; and the formatter.

use decision_matrix::diagnostic::{Findings, Severity};
use decision_matrix::source::print;
use decision_matrix::source::span::SourceText;
use decision_matrix::source::yaml::{self, Node, NodeValue};
use decision_matrix::{Analyses, DecisionMatrix, LoadConfig, limits};

use crate::assert_places;

/// Every analysis, with few steps so that the fuzzer gets on.
const PROVED: LoadConfig = LoadConfig {
    analyses: Analyses::All,
    proof_budget: 20_000,
    ..LoadConfig::STRICT
};

/// Any bytes are read or refused with places; what is accepted survives the formatter unchanged.
pub fn check(data: &[u8]) {
    let source = match yaml::decode("fuzz.yaml", data, limits::FILE_BYTES) {
        Ok(source) => source,
        Err(findings) => return check_refused(&findings),
    };
    if let Ok(root) = yaml::read(&source, limits::FILE_BYTES) {
        check_node(source.text(), &root, 1);
    }
    match DecisionMatrix::from_bytes("fuzz.yaml", data, PROVED) {
        Ok(matrix) => check_accepted(&source, &matrix),
        Err(findings) => check_refused(&findings),
    }
}

fn check_refused(findings: &Findings) {
    assert!(findings.has_errors(), "refused without an error");
    assert_places(findings.source().text(), findings.diagnostics());
    assert!(!findings.render(false).is_empty(), "refused without a word");
}

/// Every node stands inside of the text, and in its parent's order.
fn check_node(text: &str, node: &Node, depth: usize) {
    assert!(
        text.get(node.span.start..node.span.end).is_some(),
        "a node stands outside of the text"
    );
    let children: Vec<&Node> = match &node.value {
        NodeValue::Scalar(_) => return,
        NodeValue::Sequence(items) => items.iter().collect(),
        NodeValue::Mapping(entries) => entries.iter().map(|entry| &entry.value).collect(),
    };
    assert!(depth <= limits::YAML_DEPTH, "nested deeper than permitted");
    for pair in children.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "nodes overlap");
    }
    for child in children {
        assert!(
            node.span.start <= child.span.start && child.span.end <= node.span.end,
            "a node leaves its parent"
        );
        check_node(text, child, depth + 1);
    }
}

fn check_accepted(source: &SourceText, matrix: &DecisionMatrix) {
    assert_eq!(matrix.findings().count(Severity::Error), 0);
    assert_places(source.text(), matrix.findings().diagnostics());
    let formatted = print::format(source).expect("what is accepted can be formatted");
    let again = DecisionMatrix::from_yaml("formatted.yaml", &formatted);
    let again = again.unwrap_or_else(|findings| panic!("{formatted}\n{}", findings.render(false)));
    assert_eq!(again.fingerprint(), matrix.fingerprint(), "{formatted}");
    let twice = print::format(&SourceText::new("formatted.yaml", formatted.as_str()));
    assert_eq!(
        twice.as_ref(),
        Ok(&formatted),
        "the formatter is not at rest"
    );
}

#[test]
fn seeds_hold() {
    for seed in ["small", "hostile"] {
        let path = format!("{}/seeds/reader/{seed}.yaml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("the seed is there");
        check(text.as_bytes());
        assert_eq!(
            DecisionMatrix::from_yaml("seed.yaml", &text).is_ok(),
            seed == "small",
            "{seed}"
        );
    }
}
