//! A small validator of JSON Schema: the keywords that the schema of SARIF uses, and a panic at every
//! other one, so that nothing is passed over.

use std::path::Path;

use serde_json::Value;

/// Keywords that say nothing about a document. A `format` is a remark in draft 7.
const REMARKS: &[&str] = &[
    "$id",
    "$schema",
    "default",
    "definitions",
    "description",
    "format",
    "title",
];

/// A schema with everything it refers to.
pub(super) struct Schema(Value);

impl Schema {
    /// The schema of SARIF 2.1.0.
    pub(super) fn of_sarif() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sarif/sarif-schema-2.1.0.json");
        Self(serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())
    }

    /// What is wrong with a document, each with its place.
    pub(super) fn complaints(&self, document: &Value) -> Vec<String> {
        let mut complaints = Vec::new();
        self.check(document, &self.0, "", &mut complaints);
        complaints
    }

    fn check(&self, value: &Value, schema: &Value, at: &str, complaints: &mut Vec<String>) {
        let keywords = schema
            .as_object()
            .unwrap_or_else(|| panic!("the schema of {at} is no object: {schema}"));
        for (keyword, rule) in keywords {
            match keyword.as_str() {
                "$ref" => self.check(value, self.definition(rule), at, complaints),
                "anyOf" | "oneOf" => self.check_alternatives(value, keyword, rule, at, complaints),
                "properties" | "additionalProperties" | "items" => {}
                known if REMARKS.contains(&known) => {}
                _ => {
                    if !holds(value, keyword, rule) {
                        complaints.push(format!("{at}: {value} breaks {keyword} {rule}"));
                    }
                }
            }
        }
        for (key, member) in value.as_object().into_iter().flatten() {
            let at = format!("{at}/{key}");
            let known = keywords.get("properties").and_then(|all| all.get(key));
            match known.or_else(|| keywords.get("additionalProperties")) {
                Some(Value::Bool(false)) => complaints.push(format!("{at}: has no place")),
                Some(Value::Bool(true)) | None => {}
                Some(schema) => self.check(member, schema, &at, complaints),
            }
        }
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            if let Some(schema) = keywords.get("items") {
                self.check(item, schema, &format!("{at}/{index}"), complaints);
            }
        }
    }

    fn definition(&self, reference: &Value) -> &Value {
        let pointer = reference.as_str().and_then(|text| text.strip_prefix('#'));
        let found = pointer.and_then(|pointer| self.0.pointer(pointer));
        found.unwrap_or_else(|| panic!("{reference} refers to nothing"))
    }

    fn check_alternatives(
        &self,
        value: &Value,
        keyword: &str,
        rule: &Value,
        at: &str,
        complaints: &mut Vec<String>,
    ) {
        let fits = |schema: &&Value| {
            let mut inner = Vec::new();
            self.check(value, schema, at, &mut inner);
            inner.is_empty()
        };
        let fitting = rule.as_array().unwrap().iter().filter(fits).count();
        if fitting == 0 || (keyword == "oneOf" && fitting > 1) {
            complaints.push(format!(
                "{at}: fits {fitting} alternatives of {keyword} {rule}"
            ));
        }
    }
}

/// Whether a value follows a keyword that looks at nothing below it.
fn holds(value: &Value, keyword: &str, rule: &Value) -> bool {
    let number = || rule.as_f64().unwrap();
    match keyword {
        "type" => match rule {
            Value::String(name) => is_of(value, name),
            Value::Array(names) => names
                .iter()
                .any(|name| is_of(value, name.as_str().unwrap())),
            _ => panic!("a type {rule}"),
        },
        "enum" => rule.as_array().unwrap().contains(value),
        "required" => value.as_object().is_none_or(|object| {
            let mut names = rule.as_array().unwrap().iter();
            names.all(|name| object.contains_key(name.as_str().unwrap()))
        }),
        "minimum" => value.as_f64().is_none_or(|value| value >= number()),
        "maximum" => value.as_f64().is_none_or(|value| value <= number()),
        "minItems" => {
            let least = usize::try_from(rule.as_u64().unwrap()).unwrap();
            value.as_array().is_none_or(|items| items.len() >= least)
        }
        "uniqueItems" => {
            let has_twice = |items: &Vec<Value>| {
                let mut each = items.iter().enumerate();
                each.any(|(index, item)| items[..index].contains(item))
            };
            rule == &Value::Bool(false) || !value.as_array().is_some_and(has_twice)
        }
        "pattern" => value
            .as_str()
            .is_none_or(|text| matches(text, rule.as_str().unwrap())),
        _ => panic!("the keyword `{keyword}` is not known to this validator"),
    }
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "array" => value.is_array(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "object" => value.is_object(),
        "string" => value.is_string(),
        _ => panic!("the type `{name}` is not known to this validator"),
    }
}

/// The patterns that the schema uses, one by one.
fn matches(text: &str, pattern: &str) -> bool {
    match pattern {
        "[^/]+/.+" => text
            .match_indices('/')
            .any(|(at, _)| at > 0 && !text[..at].ends_with('/') && at + 1 < text.len()),
        _ => panic!("the pattern `{pattern}` is not known to this validator"),
    }
}

#[test]
fn what_the_schema_forbids_is_seen() {
    let schema = Schema::of_sarif();
    let right = serde_json::json!({
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "t", "rules": [{ "id": "A" }] } },
            "results": [{
                "message": { "text": "m" },
                "level": "note",
                "locations": [{ "physicalLocation": {
                    "artifactLocation": { "uri": "a" }, "region": { "startLine": 1 } } }],
            }],
            "artifacts": [{ "mimeType": "text/plain" }],
        }],
    });
    assert_eq!(schema.complaints(&right), Vec::<String>::new());
    let run = "/runs/0";
    let result = "/runs/0/results/0";
    for (pointer, wrong, keyword) in [
        ("/version".to_owned(), "2.0.0".into(), "enum"),
        ("/runs".to_owned(), 5.into(), "type"),
        (
            format!("{run}/tool/driver"),
            serde_json::json!({}),
            "required",
        ),
        (format!("{run}/tool/driver/name"), Value::Null, "type"),
        (
            format!("{run}/artifacts/0/mimeType"),
            "text".into(),
            "pattern",
        ),
        (format!("{result}/level"), "warn".into(), "enum"),
        (format!("{result}/message"), serde_json::json!({}), "anyOf"),
        (
            format!("{result}/locations/0/physicalLocation/region/startLine"),
            0.into(),
            "minimum",
        ),
        (
            format!("{result}/locations/0/physicalLocation/region"),
            serde_json::json!({ "line": 1 }),
            "has no place",
        ),
        (
            format!("{run}/tool/driver/rules"),
            serde_json::json!([{ "id": "A" }, { "id": "A" }]),
            "uniqueItems",
        ),
    ] {
        let mut document = right.clone();
        *document.pointer_mut(&pointer).unwrap() = wrong;
        let complaints = schema.complaints(&document);
        assert!(
            complaints
                .iter()
                .any(|complaint| complaint.contains(keyword)),
            "{pointer}: {complaints:?}"
        );
    }
}
