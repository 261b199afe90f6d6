//! The schemas know every key of the shipped files and are strict and described everywhere.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{CASES, COSTS, MAP, RULES};

const SCHEMAS: [(&str, &str); 4] = [
    ("matrix.yaml", RULES),
    ("cases.yaml", CASES),
    ("costs.yaml", COSTS),
    ("map.yaml", MAP),
];

fn parsed(schema: &str) -> Value {
    serde_json::from_str(schema).unwrap()
}

/// The schemas that a schema stands for: itself, what it refers to, its alternatives.
fn alternatives<'a>(schema: &'a Value, root: &'a Value) -> Vec<&'a Value> {
    let mut all = vec![schema];
    if let Some(pointer) = schema["$ref"].as_str() {
        all.extend(alternatives(
            root.pointer(pointer.trim_start_matches('#')).unwrap(),
            root,
        ));
    }
    for option in schema["anyOf"].as_array().into_iter().flatten() {
        all.extend(alternatives(option, root));
    }
    all
}

/// The keys of a document for which no alternative of the schema has a place.
fn unknown_keys(
    document: &Value,
    schemas: &[&Value],
    root: &Value,
    at: &str,
    unknown: &mut Vec<String>,
) {
    for (key, value) in document.as_object().into_iter().flatten() {
        let below = |schema: &&'_ Value| -> Option<Value> {
            let named = &schema["properties"][key];
            let open = &schema["additionalProperties"];
            let found = if named.is_null() { open } else { named };
            (!found.is_null() && found != &json!(false)).then(|| found.clone())
        };
        let found: Vec<Value> = schemas.iter().filter_map(below).collect();
        let at = format!("{at}.{key}");
        if found.is_empty() {
            unknown.push(at);
            continue;
        }
        let next: Vec<&Value> = found
            .iter()
            .flat_map(|schema| alternatives(schema, root))
            .collect();
        unknown_keys(value, &next, root, &at, unknown);
    }
    for item in document.as_array().into_iter().flatten() {
        let next: Vec<&Value> = schemas
            .iter()
            .flat_map(|schema| alternatives(&schema["items"], root))
            .collect();
        unknown_keys(item, &next, root, &format!("{at}[]"), unknown);
    }
}

fn complaints(document: &str, schema: &str) -> Vec<String> {
    let root = parsed(schema);
    let document: Value = serde_yaml::from_str(document).unwrap();
    let mut unknown = Vec::new();
    unknown_keys(
        &document,
        &alternatives(&root, &root),
        &root,
        "",
        &mut unknown,
    );
    for key in root["required"].as_array().unwrap() {
        if document.get(key.as_str().unwrap()).is_none() {
            unknown.push(format!("{key} is missing"));
        }
    }
    unknown
}

fn rules_folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let mut folders: Vec<_> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    folders
}

#[test]
fn every_key_of_the_shipped_files_has_its_place() {
    let mut seen = 0;
    for (file, schema) in SCHEMAS {
        for path in rules_folders()
            .into_iter()
            .map(|folder| folder.join(file))
            .filter(|path| path.is_file())
        {
            let found = complaints(&std::fs::read_to_string(&path).unwrap(), schema);
            assert!(found.is_empty(), "{}: {found:#?}", path.display());
            seen += 1;
        }
    }
    assert!(seen >= 6, "{seen} files");
}

#[test]
fn unknown_keys_have_no_place() {
    let found = complaints("{format: 1, review: {caugt: 0.5}, lat: {}}", COSTS);
    assert_eq!(found, [".review.caugt", ".lat"]);
    assert_eq!(
        complaints("{cases: [{name: a, expect: {outcom: pay}}]}", CASES),
        [".cases[].expect.outcom"]
    );
    assert_eq!(
        complaints("{format: 1, results: {justifed: outcome}}", MAP),
        [".results.justifed"]
    );
    assert_eq!(complaints("{}", COSTS), ["\"format\" is missing"]);
}

#[test]
fn each_object_is_strict_and_each_property_described() {
    fn walk(schema: &Value, at: &str, complaints: &mut Vec<String>) {
        let Some(object) = schema.as_object() else {
            return;
        };
        if object.get("type") == Some(&json!("object"))
            && !object.contains_key("additionalProperties")
        {
            complaints.push(format!("{at} is open"));
        }
        for (key, value) in object
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            if value.get("description").is_none() && value.get("$ref").is_none() {
                complaints.push(format!("{at}.{key} has no description"));
            }
        }
        for (key, value) in object {
            walk(value, &format!("{at}.{key}"), complaints);
            for item in value.as_array().into_iter().flatten() {
                walk(item, &format!("{at}.{key}[]"), complaints);
            }
        }
    }
    let mut complaints = Vec::new();
    for (name, text) in SCHEMAS {
        walk(&parsed(text), name, &mut complaints);
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}
