//! Claims files that cannot be read, and rows that are no claims.

use super::{CLAIMS, compare, refund, spoilt};
use crate::verdict_binary::Run;

/// Two claims as a statistics program stores them: amounts as binary floats.
const WITH_FLOATS: &[u8] = include_bytes!("../../data/refund/floats.parquet");

/// Decides a claims file of this name and content.
fn decide(file: &str, bytes: impl AsRef<[u8]>) -> Run {
    let place = refund();
    place.write(file, bytes);
    place.verdict(&format!("decide --rules refund --claims {file}"))
}

/// The run fails with exit code 2.
#[track_caller]
fn check(name: &str, file: &str, bytes: impl AsRef<[u8]>) {
    compare(&format!("claims_{name}"), &decide(file, bytes).exits(2));
}

/// The run decides every row, says which are at fault, and ends well.
#[track_caller]
fn check_rows(name: &str, file: &str, bytes: impl AsRef<[u8]>) {
    compare(&format!("claims_{name}"), &decide(file, bytes).exits(0));
}

#[test]
fn missing_column() {
    check(
        "missing_column",
        "bad.csv",
        spoilt(CLAIMS, ",amount,", ",ammount,"),
    );
}

#[test]
fn wrong_delimiter() {
    check("wrong_delimiter", "bad.csv", CLAIMS.replace(',', ";"));
}

#[test]
fn duplicate_header() {
    check(
        "duplicate_header",
        "bad.csv",
        spoilt(CLAIMS, ",settlement", ",amount"),
    );
}

#[test]
fn wrong_extension() {
    check("wrong_extension", "bad.xlsx", "PK");
}

#[test]
fn empty_file() {
    check("empty_file", "bad.csv", "");
}

#[test]
fn broken_gzip() {
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    bytes.extend(CLAIMS.bytes());
    check("broken_gzip", "bad.csv.gz", bytes);
}

#[test]
fn plain_text_with_the_name_of_gzip() {
    check("plain_text_with_the_name_of_gzip", "bad.csv.gz", CLAIMS);
}

#[test]
fn no_parquet() {
    check("no_parquet", "bad.parquet", CLAIMS);
}

#[test]
fn float_column_in_parquet() {
    check("float_column_in_parquet", "bad.parquet", WITH_FLOATS);
}

#[test]
fn folder_instead_of_a_file() {
    let place = refund();
    place.write("claims.d.csv/part.csv", CLAIMS);
    let run = place
        .verdict("decide --rules refund --claims claims.d.csv")
        .exits(2);
    compare("claims_folder_instead_of_a_file", &run);
}

#[test]
fn row_with_too_few_fields() {
    check_rows(
        "row_with_too_few_fields",
        "bad.csv",
        spoilt(CLAIMS, ",80.00,ok,2,refused", ",80.00"),
    );
}

#[test]
fn quote_that_does_not_end() {
    check_rows(
        "quote_that_does_not_end",
        "bad.csv",
        spoilt(CLAIMS, ",80.00,", ",\"80.00,"),
    );
}

#[test]
fn not_utf8() {
    let mut bytes = CLAIMS.replace("paid", "?").into_bytes();
    bytes
        .iter_mut()
        .filter(|byte| **byte == b'?')
        .for_each(|byte| *byte = 0xe9);
    check_rows("not_utf8", "bad.csv", bytes);
}

#[test]
fn wrong_values() {
    let text = spoilt(CLAIMS, "120.00", "1.2e2");
    let text = spoilt(&text, ",ok,", ",Okay,");
    check_rows(
        "wrong_values",
        "bad.csv",
        spoilt(
            &text,
            "2026-03-02T09:15:00Z,7500.00",
            "2026-03-02T09:15:00Z,",
        ),
    );
}

#[test]
fn json_key_twice() {
    let lines = "{\"claim_id\": \"C-1\", \"amount\": 120, \"amount\": 12, \"device_status\": \"fault\"}\n\
                 {\"claim_id\": \"C-2\", \"amount\": 80, \"device_status\": \"ok\"}\n";
    check_rows("json_key_twice", "bad.jsonl", lines);
}

#[test]
fn json_line_that_is_broken() {
    let lines = "{\"claim_id\": \"C-1\", \"amount\": 120,\n{\"claim_id\": \"C-2\", \"amount\": 80, \"device_status\": \"ok\"}\n[1]\n";
    check_rows("json_line_that_is_broken", "bad.jsonl", lines);
}
