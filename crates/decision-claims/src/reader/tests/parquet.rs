//! Parquet files with every type of column that a claim may have.

use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use arrow_array::types::{Int8Type, Int32Type};
use arrow_array::*;
use arrow_schema::{Field as ArrowField, Schema};

use super::*;
use crate::fixture::shown;
use crate::{Field, FieldKind};

fn write(folder: &Folder, columns: Vec<(&str, ArrayRef)>) -> Input {
    let fields: Vec<ArrowField> = columns
        .iter()
        .map(|(name, array)| ArrowField::new(*name, array.data_type().clone(), true))
        .collect();
    let schema = Arc::new(Schema::new(fields));
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).unwrap();
    let file = std::fs::File::create(folder.path("a.parquet")).unwrap();
    let mut writer = ArrowWriter::try_new(file, schema, None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    folder.input("a.parquet")
}

/// The values of one column `x` read as a field of this kind.
fn column(kind: FieldKind, map_text: &str, array: ArrayRef) -> String {
    let folder = Folder::new();
    let input = write(&folder, vec![("x", array)]);
    let fields = [Field::new("x", kind)];
    let map = ClaimsMap::from_yaml("map.yaml", map_text, &fields).unwrap();
    let mut reader = ClaimsReader::open(&input, &map, &fields, &ReadOptions::default()).unwrap();
    let blocks = blocks(&mut reader);
    let values: Vec<String> = blocks
        .iter()
        .flat_map(|block| {
            block
                .rows()
                .map(|row| shown(row.value(0)))
                .collect::<Vec<_>>()
        })
        .collect();
    values.join(" ")
}

const PLAIN: &str = "format: 1\n";
const NUMBER: FieldKind = FieldKind::Number { scale: 2 };

#[test]
fn numbers_are_exact() {
    let integers: Vec<(ArrayRef, &str)> = vec![
        (Arc::new(Int8Array::from(vec![Some(-7), None])), "-7e-0 -"),
        (Arc::new(Int16Array::from(vec![300])), "300e-0"),
        (Arc::new(Int32Array::from(vec![-70_000])), "-70000e-0"),
        (
            Arc::new(Int64Array::from(vec![i64::MAX])),
            "9223372036854775807e-0",
        ),
        (Arc::new(UInt8Array::from(vec![200])), "200e-0"),
        (Arc::new(UInt16Array::from(vec![60_000])), "60000e-0"),
        (
            Arc::new(UInt32Array::from(vec![4_000_000_000])),
            "4000000000e-0",
        ),
        (
            Arc::new(UInt64Array::from(vec![u64::MAX])),
            "18446744073709551615e-0",
        ),
        (
            Arc::new(
                Decimal32Array::from(vec![150])
                    .with_precision_and_scale(9, 2)
                    .unwrap(),
            ),
            "150e-2",
        ),
        (
            Arc::new(
                Decimal64Array::from(vec![-150])
                    .with_precision_and_scale(18, 4)
                    .unwrap(),
            ),
            "-150e-4",
        ),
        (
            Arc::new(
                Decimal128Array::from(vec![i128::MAX / 10])
                    .with_precision_and_scale(38, 9)
                    .unwrap(),
            ),
            "17014118346046923173168730371588410572e-9",
        ),
    ];
    for (array, expected) in integers {
        assert_eq!(column(NUMBER, PLAIN, array), expected);
    }
}

#[test]
fn texts_booleans_and_days_are_read() {
    let dictionary: DictionaryArray<Int8Type> = vec![Some("a"), None, Some("b"), Some("a")]
        .into_iter()
        .collect();
    let large: DictionaryArray<Int32Type> = vec![Some("q")].into_iter().collect();
    let cases: Vec<(FieldKind, ArrayRef, &str)> = vec![
        (
            FieldKind::Text,
            Arc::new(StringArray::from(vec![Some("ж"), None, Some("")])),
            "'ж' - ''",
        ),
        (
            FieldKind::Text,
            Arc::new(LargeStringArray::from(vec!["x"])),
            "'x'",
        ),
        (
            FieldKind::Text,
            Arc::new(StringViewArray::from(vec![
                "a text longer than twelve bytes",
            ])),
            "'a text longer than twelve bytes'",
        ),
        (
            FieldKind::Text,
            Arc::new(BinaryArray::from(vec![&b"x"[..], &b"\xff"[..]])),
            "'x' other",
        ),
        (FieldKind::Category, Arc::new(dictionary), "'a' - 'b' 'a'"),
        (FieldKind::Category, Arc::new(large), "'q'"),
        (
            FieldKind::Boolean,
            Arc::new(BooleanArray::from(vec![Some(true), None])),
            "true -",
        ),
        (
            FieldKind::Date,
            Arc::new(Date32Array::from(vec![0, -1])),
            "d1970-01-01 d1969-12-31",
        ),
        (
            FieldKind::Date,
            Arc::new(Date64Array::from(vec![86_400_000])),
            "d1970-01-02",
        ),
        (
            FieldKind::Text,
            Arc::new(Time32SecondArray::from(vec![1])),
            "other",
        ),
    ];
    for (kind, array, expected) in cases {
        assert_eq!(column(kind, PLAIN, array), expected);
    }
}

#[test]
fn fractions_of_a_second_are_cut_before_1970_too() {
    let cases: Vec<(ArrayRef, &str)> = vec![
        (
            Arc::new(TimestampSecondArray::from(vec![1]).with_timezone("UTC")),
            "t1970-01-01T00:00:01Z",
        ),
        (
            Arc::new(TimestampMillisecondArray::from(vec![1_999, -1]).with_timezone("UTC")),
            "t1970-01-01T00:00:01Z t1969-12-31T23:59:59Z",
        ),
        (
            Arc::new(TimestampMicrosecondArray::from(vec![-1_000_001]).with_timezone("+03:00")),
            "t1969-12-31T23:59:58Z",
        ),
        (
            Arc::new(TimestampNanosecondArray::from(vec![-1])),
            "t1969-12-31T23:59:59Z",
        ),
    ];
    for (array, expected) in cases {
        assert_eq!(column(FieldKind::Timestamp, PLAIN, array), expected);
    }
}

#[test]
fn a_zone_is_for_timestamps_without_one() {
    let zone = "format: 1\nzone: '+03:00'\n";
    let local: ArrayRef = Arc::new(TimestampMillisecondArray::from(vec![10_800_000]));
    assert_eq!(
        column(FieldKind::Timestamp, zone, local),
        "t1970-01-01T00:00:00Z"
    );
    let placed: ArrayRef =
        Arc::new(TimestampMillisecondArray::from(vec![10_800_000]).with_timezone("UTC"));
    assert_eq!(
        column(FieldKind::Timestamp, zone, placed),
        "t1970-01-01T03:00:00Z"
    );
}

#[test]
fn binary_floats_need_leave() {
    let floats = || -> ArrayRef {
        Arc::new(Float64Array::from(vec![
            Some(0.1 + 0.2),
            None,
            Some(f64::NAN),
        ]))
    };
    assert_eq!(
        column(NUMBER, "format: 1\nfloat: {x: nearest}\n", floats()),
        "3e-1 - other"
    );
    let single: ArrayRef = Arc::new(Float32Array::from(vec![0.1]));
    assert_eq!(
        column(NUMBER, "format: 1\nfloat: {x: nearest}\n", single),
        "1e-1"
    );
    let folder = Folder::new();
    let ids: ArrayRef = Arc::new(StringArray::from(vec!["1", "2", "3"]));
    let input = write(&folder, vec![("claim_id", ids), ("sum", floats())]);
    let error = open(&input, &map("format: 1\ncolumns: {amount: sum}\n"))
        .err()
        .unwrap()
        .to_string();
    assert!(
        error.contains("the column `sum` of `amount` holds binary floats"),
        "{error}"
    );
    assert!(error.contains("`float: {amount: nearest}`"), "{error}");
}

#[test]
fn floats_of_minutes_are_results() {
    let folder = Folder::new();
    let input = write(
        &folder,
        vec![
            (
                "claim_id",
                Arc::new(StringArray::from(vec!["1"])) as ArrayRef,
            ),
            ("amount", Arc::new(Int64Array::from(vec![5]))),
            ("review_minutes", Arc::new(Float64Array::from(vec![7.25]))),
            ("justified", Arc::new(BooleanArray::from(vec![true]))),
        ],
    );
    let mut reader = open(&input, &ClaimsMap::default()).unwrap();
    let blocks = blocks(&mut reader);
    let row = blocks[0].row(0).unwrap();
    assert_eq!(shown(row.result(ResultField::ReviewMinutes)), "725e-2");
    assert_eq!(row.justified(), Some(true));
}

#[test]
fn a_missing_column_is_named() {
    let folder = Folder::new();
    let input = write(
        &folder,
        vec![(
            "claim_id",
            Arc::new(StringArray::from(vec!["1"])) as ArrayRef,
        )],
    );
    let error = open(&input, &ClaimsMap::default())
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("no column `amount`"), "{error}");
}

#[test]
fn a_file_that_is_no_parquet_is_refused() {
    let folder = Folder::new();
    for bytes in [&b""[..], b"PAR1", b"claim_id,amount\nC-1,5\n"] {
        let error = open(&folder.write("a.parquet", bytes), &ClaimsMap::default())
            .err()
            .unwrap();
        assert!(
            error.to_string().contains("not a readable Parquet file"),
            "{error}"
        );
    }
}
