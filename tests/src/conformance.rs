//! The conformance corpus: valid files with the decision of every claim on every engine, and
//! broken files with the line that must be named.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use decision_claims::{ClaimsMap, ClaimsReader, Field, FieldKind, Input, ReadOptions, Row};
use decision_matrix::diagnostic::Severity;
use decision_matrix::reference;
use decision_matrix::{
    CompileConfig, CompiledMatrix, Decision, DecisionColumns, DecisionMatrix, DecisionReason,
    EngineReason, Facts, LoadConfig, RawValue,
};

use crate::shared;

#[test]
fn valid_files_decide_every_claim_as_expected() {
    let Some(corpus) = shared::folder("conformance") else {
        return;
    };
    let mut rows = 0;
    let mut differences = Vec::new();
    for entry in folders(&corpus) {
        rows += check_folder(&entry, &mut differences);
    }
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences.join("\n")
    );
    assert!(rows > 10_000, "only {rows} rows were found");
}

#[test]
fn broken_files_are_refused_on_their_line() {
    let Some(corpus) = shared::folder("conformance") else {
        return;
    };
    let text = fs::read_to_string(corpus.join("invalid/expected.json")).unwrap();
    let expected: BTreeMap<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
    let mut missed = Vec::new();
    for (file, expectation) in &expected {
        let category = expectation["category"].as_str().unwrap();
        let mut lines: Vec<u64> = expectation["also"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(serde_json::Value::as_u64)
            .collect();
        lines.push(expectation["line"].as_u64().unwrap());
        let bytes = fs::read(corpus.join("invalid").join(file)).unwrap();
        let found = error_lines(file, &bytes);
        if !found.iter().any(|line| lines.contains(line)) {
            let wanted = expectation["line"].as_u64().unwrap();
            missed.push(format!(
                "{file} {category}: wanted line {wanted}, errors on {found:?}"
            ));
        }
    }
    assert!(
        missed.is_empty(),
        "{} files:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

/// The lines of the errors of a file.
fn error_lines(name: &str, bytes: &[u8]) -> Vec<u64> {
    let Err(findings) = DecisionMatrix::from_bytes(name, bytes, LoadConfig::STRICT) else {
        return Vec::new();
    };
    findings
        .diagnostics()
        .iter()
        .filter(|diagnostic| diagnostic.severity() == Severity::Error)
        .map(|diagnostic| findings.place(diagnostic.span()).line as u64)
        .collect()
}

/// The folders with a matrix, in order.
fn folders(corpus: &Path) -> Vec<std::path::PathBuf> {
    let mut folders: Vec<_> = fs::read_dir(corpus)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("matrix.yaml").is_file())
        .collect();
    folders.sort();
    folders
}

/// Decides the claims of a folder on all engines; gives the number of rows.
fn check_folder(folder: &Path, differences: &mut Vec<String>) -> usize {
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    let bytes = fs::read(folder.join("matrix.yaml")).unwrap();
    let matrix = match DecisionMatrix::from_bytes(&name, &bytes, LoadConfig::STRICT) {
        Ok(matrix) => matrix,
        Err(findings) => {
            differences.push(format!("{name} is refused:\n{findings}"));
            return 0;
        }
    };
    let compiled = CompiledMatrix::new(matrix.tables().clone(), &CompileConfig { audit_key: None });
    let all_facts = read_claims(folder, &compiled);
    let batch = decide_in_batch(&compiled, &all_facts);
    let expected = fs::read_to_string(folder.join("expected.csv")).unwrap();
    let expected: Vec<&str> = expected.lines().skip(1).collect();
    assert_eq!(all_facts.len(), expected.len(), "{name}: number of rows");
    for (row, (facts, line)) in all_facts.iter().zip(&expected).enumerate() {
        let decision = compiled.decide(facts);
        let by_reference = reference::decide(matrix.tables(), facts);
        if decision != by_reference || decision != batch[row] {
            differences.push(format!(
                "{name} row {row}: {decision:?}, {by_reference:?}, {:?}",
                batch[row]
            ));
        }
        let (expected, written) = (expected_fields(line), written(&compiled, &decision));
        if expected != written {
            differences.push(format!(
                "{name} row {row}: expected {expected:?}, decided {written:?}"
            ));
        }
    }
    all_facts.len()
}

/// Outcome, rule, reason, route, due and fault of an expected line. What `fault` says of a row
/// that is no claim is open. No field before them has a comma.
fn expected_fields(line: &str) -> Vec<String> {
    let mut fields: Vec<String> = line.rsplitn(7, ',').map(str::to_owned).collect();
    fields.reverse();
    fields.remove(0);
    if fields[2] == "INPUT_ROW" {
        fields[5] = String::new();
    }
    fields
}

fn written(compiled: &CompiledMatrix, decision: &Decision) -> Vec<String> {
    let due = decision
        .due_seconds
        .map(decision_matrix::calendar::format_duration);
    let is_bad_row = decision.reason == DecisionReason::Engine(EngineReason::InputRow);
    let fault = compiled.fault_name(decision).filter(|_| !is_bad_row);
    vec![
        decision.outcome.as_str().to_owned(),
        compiled.rule_id(decision).to_owned(),
        compiled.reason_code(decision).to_owned(),
        compiled.route(decision).unwrap_or_default().to_owned(),
        due.unwrap_or_default(),
        fault.unwrap_or_default().to_owned(),
    ]
}

/// The facts of every row of the folder's claims.
fn read_claims(folder: &Path, compiled: &CompiledMatrix) -> Vec<Facts> {
    let csv = folder.join("claims.csv");
    let path = if csv.is_file() {
        csv
    } else {
        folder.join("claims.jsonl")
    };
    let tables = compiled.tables();
    let mut fields: Vec<Field> = tables.factors.iter().map(Field::factor).collect();
    let claim = fields.len();
    fields.push(Field::new(
        tables.keys.column("claim").unwrap(),
        FieldKind::Text,
    ));
    if let Some(column) = tables.keys.column("time") {
        fields.push(Field::optional(column, FieldKind::Timestamp));
    }
    let options = ReadOptions {
        allow_missing: true,
        block_rows: 97,
        money_scale: 2,
    };
    let mut reader =
        ClaimsReader::open(&Input::Path(path), &ClaimsMap::default(), &fields, &options).unwrap();
    let mut all_facts = Vec::new();
    while let Some(block) = reader.next_block().unwrap() {
        for row in block.rows() {
            all_facts.push(facts_of(compiled, row, claim));
        }
    }
    all_facts
}

fn facts_of(compiled: &CompiledMatrix, row: Row<'_>, claim: usize) -> Facts {
    let mut facts = compiled.facts();
    match row.value(claim) {
        RawValue::Text(id) | RawValue::Number(id) => facts.set_claim(id),
        _ => facts.mark_unreadable(),
    }
    if !row.is_claim() {
        facts.mark_unreadable();
    }
    let tables = compiled.tables();
    for (position, factor) in tables.factors.iter().enumerate() {
        facts.set(compiled.factor(&factor.name).unwrap(), row.value(position));
    }
    if tables.keys.column("time").is_some() {
        facts.set_time_raw(row.value(claim + 1));
    }
    facts
}

fn decide_in_batch(compiled: &CompiledMatrix, all_facts: &[Facts]) -> Vec<Decision> {
    let mut decisions = Vec::new();
    for block in all_facts.chunks(61) {
        let mut columns = compiled.columns();
        for facts in block {
            columns.push(facts);
        }
        let mut out = DecisionColumns::new();
        compiled.decide_batch(&columns, &mut out);
        decisions.extend((0..block.len()).map(|row| out.get(row).unwrap()));
    }
    decisions
}
