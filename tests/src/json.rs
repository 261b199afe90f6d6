//! The reader of one claim in JSON against `serde_json`: the same texts are claims, and they give
//! the same facts.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use decision_matrix::{CompiledMatrix, DecisionMatrix, Facts, JsonError, RawValue};
use serde_json::value::RawValue as RawJson;

use crate::strategies::Random;

const RULES: &str = r#"
format: 1
matrix: json
version: "1"
currency: RUB
keys: {claim: claim_id, time: day}
factors:
  amount: {type: money}
  rate: {type: decimal, scale: 9, nullable: true}
  count: {type: integer, nullable: true, domain: "[-5..5], 17"}
  flag: {type: boolean, nullable: true}
  status: {type: category, values: [ok, warn, a-rather-long-word-of-a-category], nullable: true}
  note: {type: text, nullable: true}
  other_note: {type: text, nullable: true}
  day: {type: date, nullable: true}
decision:
  hit: first
  rules: |
    | id | amount | note              || outcome | reason |
    | A  | > 5    | "A", "\"", "\\"   || approve | A      |
  default: {outcome: review, reason: B}
"#;

const KEYS: [&str; 12] = [
    "amount",
    "rate",
    "count",
    "flag",
    "status",
    "note",
    "other_note",
    "day",
    "claim_id",
    "x",
    "",
    "ключ",
];

const VALUES: [&str; 42] = [
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-1",
    "17",
    "5.000",
    "1.5",
    "0.000000001",
    "-0.5",
    "123456789012345678",
    "1234567890123456789",
    "0.1234567890123456789",
    "1e3",
    "1E-3",
    "-2.5e+7",
    "99999999999999999999999999",
    "\"\"",
    "\"ok\"",
    "\"warn\"",
    "\"w\\u0061rn\"",
    "\"A\"",
    "\"\\\"\"",
    "\"\\\\\"",
    "\"\\ud83d\\ude00\"",
    "\"\\/\\b\\f\\n\\r\\t\"",
    "\"2026-12-01\"",
    "\"a-rather-long-word-of-a-category\"",
    "\"a-rather-long-word-of-a-categorx\"",
    "\"ещё слово\"",
    "[]",
    "{}",
    "[1, {\"a\": [\"\\ud800\", null]}, \"]\"]",
    "{\"a\": {\"a\": [true, 1e9]}, \"a\": \"}\"}",
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"",
    "\"\\ud83d\\u0041\"",
    "01",
    "1.",
    "tru",
    "\"\u{1}\"",
];

const SPACES: [&str; 5] = ["", "", " ", "\n\t", "\r\n  "];

/// Sets facts as `serde_json` reads the text; `None` where it is no object of single keys.
fn expected(matrix: &CompiledMatrix, text: &str) -> Option<Facts> {
    let members: BTreeMap<String, &RawJson> = serde_json::from_str(text).ok()?;
    let mut facts = matrix.facts();
    for (key, raw) in members {
        let text = raw.get();
        let resolved;
        let value = match text.as_bytes()[0] {
            b'"' => {
                resolved = serde_json::from_str::<String>(text).ok()?;
                RawValue::Text(&resolved)
            }
            b't' => RawValue::Boolean(true),
            b'f' => RawValue::Boolean(false),
            b'n' => RawValue::Null,
            b'{' | b'[' => RawValue::Other,
            _ => RawValue::Number(text),
        };
        if let Ok(factor) = matrix.factor(&key) {
            facts.set(factor, value);
        }
        match (key.as_str(), value) {
            ("day", _) => facts.set_time_raw(value),
            ("claim_id", RawValue::Text(text) | RawValue::Number(text)) => facts.set_claim(text),
            ("claim_id", _) => facts.mark_unreadable(),
            _ => {}
        }
    }
    Some(facts)
}

/// Everything that facts say.
fn shown(matrix: &CompiledMatrix, facts: &Facts) -> String {
    let factors = matrix.tables().factors.iter().map(|factor| {
        let index = matrix.factor(&factor.name).unwrap();
        let text = facts.text(index);
        match text {
            Some(text) => format!("{}: {text:?}", factor.name),
            None => format!("{}: {:?}", factor.name, facts.fact(index)),
        }
    });
    let factors: Vec<_> = factors.collect();
    let decision = matrix.decide(facts);
    format!(
        "{factors:?} {:?} {:?} {} {decision:?}",
        facts.claim(),
        facts.time(),
        facts.is_unreadable()
    )
}

fn matrix() -> CompiledMatrix {
    let matrix = DecisionMatrix::from_yaml("json.yaml", RULES);
    matrix
        .unwrap_or_else(|findings| panic!("{findings}"))
        .compile()
}

/// A document of random members, and whether a key stands in it twice.
fn document(random: &mut Random) -> (String, bool) {
    let mut text = String::from("{");
    let mut keys = Vec::new();
    for at in 0..random.below(8) {
        let key = *random.pick(&KEYS);
        let first = key.chars().next().filter(|_| random.percent(10));
        let written = match first {
            Some(first) if u32::from(first) < 0xFFFF => {
                let rest = key.strip_prefix(first).unwrap();
                format!("\\u{:04X}{rest}", u32::from(first))
            }
            _ => key.to_owned(),
        };
        keys.push(key);
        let [a, b, c, d] = [(); 4].map(|()| *random.pick(&SPACES));
        let comma = if at == 0 { "" } else { "," };
        let value = random.pick(&VALUES);
        let _ = write!(text, "{comma}{a}\"{written}\"{b}:{c}{value}{d}");
    }
    text.push('}');
    keys.sort_unstable();
    (text, keys.windows(2).any(|pair| pair[0] == pair[1]))
}

/// The text with some bytes taken out, put in or changed.
fn broken(random: &mut Random, text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len().max(1));
        let new = *random.pick(b"{}[]\",:\\u0123456789eE+-. tfn\x01\xd1\x8f");
        match random.below(3) {
            0 if at < bytes.len() => drop(bytes.remove(at)),
            1 => bytes.insert(at.min(bytes.len()), new),
            _ if at < bytes.len() => bytes[at] = new,
            _ => {}
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn random_claims_are_read_as_serde_json_reads_them() {
    let matrix = matrix();
    // The same facts over and over, so that the order of the keys is remembered.
    let mut facts = matrix.facts();
    let mut counts = BTreeMap::new();
    for seed in 0..60_000 {
        let mut random = Random::new(seed);
        let (whole, has_repeated) = document(&mut random);
        let is_broken = random.percent(50);
        let text = if is_broken {
            broken(&mut random, &whole)
        } else {
            whole
        };
        let found = facts.set_json(&text);
        let expected = expected(&matrix, &text);
        let told = format!("seed {seed}: {text:?}: {found:?}");
        let kind = match &found {
            Ok(()) => "claim",
            Err(JsonError::RepeatedKey { .. }) => "repeated",
            Err(JsonError::NotAnObject) => "not an object",
            Err(_) => "malformed",
        };
        *counts.entry(kind).or_insert(0) += 1;
        match &found {
            Ok(()) => {
                let expected = expected.unwrap_or_else(|| panic!("{told}"));
                assert_eq!(shown(&matrix, &facts), shown(&matrix, &expected), "{told}");
            }
            Err(JsonError::RepeatedKey { key }) => {
                let members: BTreeMap<String, &RawJson> = serde_json::from_str(&text).unwrap();
                assert!(members.contains_key(key), "{told}");
            }
            Err(JsonError::NotAnObject) => {
                assert!(serde_json::from_str::<&RawJson>(&text).is_ok(), "{told}");
                assert!(!text.trim_start().starts_with('{'), "{told}");
            }
            // Of equal keys the map has seen only the last value.
            Err(_) => assert!(
                expected.is_none() || has_repeated || (is_broken && text.contains("\\ud")),
                "{told}"
            ),
        }
        if !is_broken && (found.is_ok() || kind == "repeated") {
            assert_eq!(kind == "repeated", has_repeated, "{told}");
        }
        if found.is_err() {
            assert!(facts.is_unreadable(), "{told}");
        }
    }
    assert!(
        counts.len() >= 3 && counts.values().all(|count| *count > 5),
        "{counts:?}"
    );
}
