//! Deciding one claim allocates nothing, whatever the matrix and the claim; nor does filling facts from
//! a caller's value or from JSON, once the buffers of texts have grown.
//! Reading rules takes memory in proportion to what they say.

use std::fmt::Write as _;
use std::sync::Arc;

use decision_matrix::{
    Analyses, CompileConfig, CompiledMatrix, DecisionMatrix, LoadConfig, limits,
};

use crate::strategies::{Random, Shape, fill, matrix};

#[test]
fn decide_does_not_allocate() {
    for seed in 0..300 {
        let mut random = Random::new(seed);
        let rules = if seed % 10 == 0 { 700 } else { 8 };
        let shape = Shape {
            rules,
            factors: 6,
            computed: 6,
            derive_percent: 50,
        };
        let tables = Arc::new(matrix(&mut random, shape));
        let compiled = CompiledMatrix::new(
            Arc::clone(&tables),
            &CompileConfig {
                audit_key: Some([3; 32]),
            },
        );
        let mut facts = compiled.facts();
        for _ in 0..20 {
            fill(&mut random, &tables, &mut facts);
            let counted = allocation_counter::measure(|| {
                std::hint::black_box(compiled.decide(&facts));
            });
            assert_eq!(counted.count_total, 0, "seed {seed}: {tables:#?}");
        }
    }
}

const RULES: &str = r#"
format: 1
matrix: claims
version: "1"
currency: RUB
keys: {claim: claim_id, time: filed_at}
factors:
  amount: {type: money}
  status: {type: category, values: [fault, warn, no-data]}
  journal: {type: text, nullable: true}
  score: {type: decimal, scale: 3, nullable: true}
  prior_claims: {type: integer}
  is_known: {type: boolean, nullable: true}
decision:
  hit: first
  rules: |
    | id | amount  | status || outcome | reason |
    | A  | <= 5000 | fault  || approve | A      |
  default: {outcome: review, reason: B}
"#;

/// Claims with their keys in one order, in another one, with keys that are the names of nothing, and
/// with escapes.
const CLAIMS: [&str; 4] = [
    r#"{"claim_id": "C-1", "amount": 1500.00, "status": "fault", "journal": "taken", "score": 0.25,
        "prior_claims": 3, "is_known": true, "filed_at": "2026-12-01T10:00:00Z"}"#,
    r#"{"prior_claims": 31, "claim_id": 17, "status": "warn", "journal": null, "amount": "7"}"#,
    r#"{"claim_id": "C-3", "x": {"y": [1, 2]}, "amount": 1e3, "st\u0061tus": "no-data", "z": "\n"}"#,
    r#"{"claim_id": "C-\u0034", "journal": "t\u0061ken", "amount": 12345678901234567890}"#,
];

#[test]
fn reading_json_does_not_allocate() {
    let matrix = DecisionMatrix::from_yaml("claims.yaml", RULES);
    let compiled = matrix.unwrap_or_else(|found| panic!("{found}")).compile();
    let mut facts = compiled.facts();
    for round in 0..3 {
        let counted = allocation_counter::measure(|| {
            for text in CLAIMS {
                facts.set_json(text).unwrap();
                std::hint::black_box(compiled.decide(&facts));
            }
        });
        assert!(round == 0 || counted.count_total == 0, "{counted:?}");
    }
}

#[test]
fn binding_does_not_allocate() {
    let matrix = DecisionMatrix::from_yaml("claims.yaml", RULES);
    let compiled = matrix.unwrap_or_else(|found| panic!("{found}")).compile();
    let mut facts = compiled.facts();
    let mut claims = CLAIMS.map(|text| serde_json::from_str::<serde_json::Value>(text).unwrap());
    // Binary floats are values of no factor.
    claims[0]["amount"] = "1500.00".into();
    claims[0]["score"] = "0.25".into();
    claims[2]["amount"] = 17.into();
    let binding = compiled.bind(&claims[0]).unwrap();
    for round in 0..3 {
        let counted = allocation_counter::measure(|| {
            for claim in &claims {
                binding.fill(&mut facts, claim);
                std::hint::black_box(compiled.decide(&facts));
            }
        });
        assert!(round == 0 || counted.count_total == 0, "{counted:?}");
    }
}

/// A file of the permitted size, with 250 columns of which each rule names one.
fn sparse_rules() -> String {
    let mut text = String::from(
        "format: 1\nmatrix: sparse\nversion: \"1\"\nkeys: {claim: claim_id}\nfactors:\n",
    );
    for column in 0..250 {
        let _ = writeln!(text, "  f{column}: {{type: integer}}");
    }
    text.push_str("decision:\n  hit: first\n  default: {outcome: review, reason: N}\n  rules:\n");
    for rule in 0.. {
        let start = text.len();
        let column = rule % 250;
        let _ = writeln!(
            text,
            "  - {{id: R{rule}, when: {{f{column}: 1}}, then: {{outcome: review, reason: R}}}}"
        );
        if text.len() > limits::FILE_BYTES {
            text.truncate(start);
            break;
        }
    }
    text
}

#[test]
fn a_wide_table_of_sparse_rules_takes_little_memory() {
    let text = sparse_rules();
    let config = LoadConfig {
        analyses: Analyses::None,
        ..LoadConfig::STRICT
    };
    let mut rules = 0;
    let counted = allocation_counter::measure(|| {
        let matrix = DecisionMatrix::from_yaml_with("sparse.yaml", &text, config);
        rules = matrix
            .unwrap_or_else(|found| panic!("{found}"))
            .tables()
            .decision
            .rules
            .len();
    });
    let most = counted.bytes_max;
    assert!(rules > 3_500, "{rules}");
    assert!(most < 48 << 20, "{rules} rules took {most} bytes");
}
