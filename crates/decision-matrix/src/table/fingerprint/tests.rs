//! The canonical form of the example in the documentation, and what it leaves out.

use crate::table::canonical_form;
use crate::{Analyses, DecisionMatrix, LoadConfig};

const EXAMPLE: &str = r#"format: 1
matrix: example
version: "1"
currency: RUB
keys: {claim: claim_id, customer: customer_id}
factors:
  amount: {type: money, domain: "[0..1000000]", label: amount asked for}
  rate: {type: decimal, scale: 2, nullable: true}
  prior: {type: integer, from: {history: count, of: claims, per: customer, window: P365D}}
parameters:
  small: {type: money, value: 5000, tune: {min: 0, max: 30000, step: 500}}
derive:
  half: {type: money, is: "amount / 2", rounding: down}
tables:
  limit:
    output: {type: money}
    rows: prior
    columns: rate
    cells: |
      | prior | null  | not(null) |
      | 0     | small | 3000      |
      | >= 1  | 1000  | 2000.00   |
decision:
  hit: first
  rules: |
    | id | amount   | half    || outcome | reason | due  |
    | A1 | <= limit | < small || approve | SMALL  | P1D  |
  default: {outcome: review, reason: NO_RULE}
guarantees:
  - {id: G1, never: [approve], when: {amount: "> 5000"}}
"#;

const CANONICAL: &str = concat!(
    r#"{"format":1,"matrix":"example","version":"1","currency":"RUB","effective":null,"#,
    r#""keys":{"claim":"claim_id","customer":"customer_id","natural":[]},"permits":[],"#,
    r#""factors":[{"name":"amount","type":"money","nullable":false,"domain":"[0.00..1000000.00]","#,
    r#""changeable":true,"sensitive":false,"from":null},{"name":"rate","type":"decimal","scale":2,"#,
    r#""nullable":true,"domain":null,"changeable":true,"sensitive":false,"#,
    r#""from":null},{"name":"prior","type":"integer","nullable":false,"domain":">= 0","#,
    r#""changeable":true,"sensitive":false,"from":{"history":"count","of":"claims","field":null,"#,
    r#""per":"customer","window":"P365D"}}],"parameters":[{"name":"small","type":"money","#,
    r#""nullable":false,"domain":null,"value":"5000.00"}],"derive":[{"name":"half","type":"money","#,
    r#""nullable":false,"domain":null,"rounding":"down","is":"(amount / 2)"}],"#,
    r#""tables":[{"name":"limit","output":{"type":"money","nullable":false,"domain":null},"#,
    r#""hit":"unique","columns":["prior","rate"],"rules":[{"id":"0 / null","cells":["0","null"],"#,
    r#""result":"small"},{"id":"0 / not(null)","cells":["0","not(null)"],"#,
    r#""result":"3000.00"},{"id":">= 1 / null","cells":[">= 1","null"],"#,
    r#""result":"1000.00"},{"id":">= 1 / not(null)","cells":[">= 1","not(null)"],"#,
    r#""result":"2000.00"}],"default":null}],"decision":{"hit":"first","columns":["amount","half"],"#,
    r#""rules":[{"id":"A1","cells":["<= limit","< small"],"result":{"outcome":"approve","#,
    r#""reason":"SMALL","route":null,"due":"P1D"}}],"default":{"outcome":"review","#,
    r#""reason":"NO_RULE","route":null,"due":null}},"reasons":["NO_RULE","SMALL"],"#,
    r#""guarantees":[{"id":"G1","never":["approve"],"when":{"amount":"> 5000.00"}}],"audit":null}"#,
);

fn matrix(text: &str) -> DecisionMatrix {
    let config = LoadConfig {
        analyses: Analyses::None,
        ..LoadConfig::STRICT
    };
    DecisionMatrix::from_yaml_with("example.yaml", text, config)
        .unwrap_or_else(|findings| panic!("{findings}"))
}

#[test]
fn the_documented_example_has_the_documented_form() {
    let example = matrix(EXAMPLE);
    assert_eq!(canonical_form(example.tables()), CANONICAL);
    assert_eq!(
        example.fingerprint(),
        "724b7cb4f36616c8646a7b8d1edbc11d4b81f3e14e83b439a31408e4f40e49f7"
    );
}

#[test]
fn what_cannot_change_a_decision_is_left_out() {
    let fingerprint = matrix(EXAMPLE).fingerprint().to_owned();
    let same = [
        ("amount asked for", "another label"),
        ("max: 30000", "max: 40000"),
        ("| 0     | small | 3000      |", "|0|small|3000.000|   "),
        (
            "version: \"1\"\n",
            "version: '1' # why\ntitle: A title\nowner: somebody\n",
        ),
    ];
    for (find, replace) in same {
        assert!(EXAMPLE.contains(find), "{find}");
        assert_eq!(
            matrix(&EXAMPLE.replace(find, replace)).fingerprint(),
            fingerprint,
            "{replace}"
        );
    }
    let other = [
        ("version: \"1\"", "version: \"2\""),
        ("value: 5000", "value: 5001"),
        ("| 0     | small", "| 0     | 5000 "),
        ("rounding: down", "rounding: up"),
        ("| P1D  |", "| P2D  |"),
        ("> 5000\"", ">= 5000\""),
    ];
    for (find, replace) in other {
        assert!(EXAMPLE.contains(find), "{find}");
        assert_ne!(
            matrix(&EXAMPLE.replace(find, replace)).fingerprint(),
            fingerprint,
            "{replace}"
        );
    }
}
