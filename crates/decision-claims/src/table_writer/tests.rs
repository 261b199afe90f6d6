//! A table in every format, and back.

use super::*;
use crate::fixture::{Folder, open, rows};
use crate::{ClaimsMap, OutputType};

fn columns() -> Vec<OutputColumn> {
    vec![
        OutputColumn::new("claim_id", OutputType::Text),
        OutputColumn::new("amount", OutputType::Decimal(2)),
        OutputColumn::new("device_status", OutputType::Integer),
        OutputColumn::new("filed_on", OutputType::Boolean),
        OutputColumn::new("filed_at", OutputType::Timestamp),
    ]
}

fn write(folder: &Folder, name: &str) -> Result<(), ClaimsError> {
    let mut writer = TableWriter::create(&Output::Path(folder.path(name)), &columns())?;
    let [text, money, count, flag, time] = [
        OutputValue::Text("=C,1"),
        OutputValue::Decimal(-150),
        OutputValue::Integer(3),
        OutputValue::Boolean(true),
        OutputValue::Timestamp(-1),
    ];
    writer.write_row(&[text, money, count, flag, time])?;
    writer.write_row(&[OutputValue::Null; 5])?;
    writer.finish()
}

#[test]
fn tables_are_written_and_read_again() {
    let folder = Folder::new();
    for (name, expected) in [
        (
            "a.csv",
            [
                "2: ''=C,1' '-1.50' '3' 'true' '1969-12-31T23:59:59Z'",
                "3: - - - - -",
            ],
        ),
        (
            "a.csv.gz",
            [
                "2: ''=C,1' '-1.50' '3' 'true' '1969-12-31T23:59:59Z'",
                "3: - - - - -",
            ],
        ),
        (
            "a.jsonl",
            [
                "1: '=C,1' #-1.50 #3 true '1969-12-31T23:59:59Z'",
                "2: - - - - -",
            ],
        ),
        (
            "a.jsonl.gz",
            [
                "1: '=C,1' #-1.50 #3 true '1969-12-31T23:59:59Z'",
                "2: - - - - -",
            ],
        ),
        (
            "a.parquet",
            [
                "1: '=C,1' -150e-2 3e-0 true t1969-12-31T23:59:59Z",
                "2: - - - - -",
            ],
        ),
    ] {
        write(&folder, name).unwrap();
        assert_eq!(
            rows(&folder.input(name), &ClaimsMap::default()),
            expected,
            "{name}"
        );
    }
    assert_eq!(
        folder.read("a.csv"),
        "claim_id,amount,device_status,filed_on,filed_at\n\"'=C,1\",-1.50,3,true,1969-12-31T23:59:59Z\n,,,,\n"
    );
    assert_eq!(
        folder.read("a.jsonl").lines().next(),
        Some(
            "{\"claim_id\":\"=C,1\",\"amount\":-1.50,\"device_status\":3,\"filed_on\":true,\"filed_at\":\"1969-12-31T23:59:59Z\"}"
        )
    );
}

#[test]
fn a_table_without_rows_has_its_columns() {
    let folder = Folder::new();
    for name in ["a.csv", "a.parquet"] {
        TableWriter::create(&Output::Path(folder.path(name)), &columns())
            .unwrap()
            .finish()
            .unwrap();
        let reader = open(&folder.input(name), &ClaimsMap::default()).unwrap();
        assert_eq!(reader.columns().len(), 5, "{name}");
        assert!(rows(&folder.input(name), &ClaimsMap::default()).is_empty());
    }
}

#[test]
fn rows_that_do_not_fit_are_refused_and_leave_nothing() {
    let folder = Folder::new();
    let mut writer = TableWriter::create(&Output::Path(folder.path("a.csv")), &columns()).unwrap();
    let error = writer
        .write_row(&[OutputValue::Null])
        .unwrap_err()
        .to_string();
    assert!(error.contains("1 values where 5 belong"), "{error}");
    let mut row = [OutputValue::Null; 5];
    row[1] = OutputValue::Text("1.50");
    let error = writer.write_row(&row).unwrap_err().to_string();
    assert!(
        error.contains("the column `amount` cannot hold this value"),
        "{error}"
    );
    drop(writer);
    assert!(folder.names().is_empty());
}
