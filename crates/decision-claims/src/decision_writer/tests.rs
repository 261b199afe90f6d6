//! Claims of every format with decisions beside them, in every format.

use super::*;
use crate::fixture::{Folder, fields, map};
use crate::{ClaimsMap, Input, OutputValue, ReadOptions};

/// Writes `outcome` and `share` beside every claim; `-` in the outcome of rows that are none.
fn decide(
    folder: &Folder,
    input: &Input,
    map: &ClaimsMap,
    name: &str,
    block_rows: usize,
) -> Vec<(String, u64)> {
    let options = ReadOptions {
        allow_missing: true,
        block_rows,
        ..ReadOptions::default()
    };
    let mut reader = ClaimsReader::open(input, map, &fields(), &options).unwrap();
    let columns = [
        OutputColumn::new("outcome", OutputType::Text),
        OutputColumn::new("share", OutputType::Decimal(2)),
    ];
    let mut writer =
        DecisionWriter::create(&Output::Path(folder.path(name)), &reader, &columns).unwrap();
    while let Some(block) = reader.next_block().unwrap() {
        let mut rows = writer.rows();
        for row in block.rows() {
            let (outcome, share) = if row.is_claim() {
                ("approve", OutputValue::Decimal(5))
            } else {
                ("-", OutputValue::Null)
            };
            rows.push(&[OutputValue::Text(outcome), share]).unwrap();
        }
        writer.write_block(&block, &rows).unwrap();
    }
    let left_out = writer
        .left_out()
        .map(|(name, count)| (name.to_owned(), count))
        .collect();
    writer.finish().unwrap();
    left_out
}

fn check(input_name: &str, text: &str, output_name: &str, expected: &str) {
    let folder = Folder::new();
    let input = folder.write(input_name, text);
    decide(&folder, &input, &ClaimsMap::default(), output_name, 2);
    assert_eq!(
        folder.read(output_name),
        expected,
        "{input_name} to {output_name}"
    );
}

#[test]
fn the_columns_of_the_input_are_kept_in_order() {
    check(
        "a.csv",
        "z,amount,claim_id\n\"x,\"\"y\"\"\",1.50,C-1\n,,\n007,-,C-3\n",
        "o.csv",
        "z,amount,claim_id,outcome,share\n\"x,\"\"y\"\"\",1.50,C-1,approve,0.05\n,,,approve,0.05\n007,-,C-3,approve,0.05\n",
    );
    check(
        "a.csv",
        "amount,claim_id\n1.50,C-1\n,C-2\n",
        "o.jsonl",
        "{\"amount\":\"1.50\",\"claim_id\":\"C-1\",\"outcome\":\"approve\",\"share\":0.05}\n\
         {\"amount\":null,\"claim_id\":\"C-2\",\"outcome\":\"approve\",\"share\":0.05}\n",
    );
    check(
        "a.jsonl",
        "{\"claim_id\":\"Ж\\n\",\"amount\":1.50,\"n\":{\"a\":[1, 2]}}\n{\"b\":true,\"claim_id\":null}\n",
        "o.jsonl",
        "{\"claim_id\":\"Ж\\n\",\"amount\":1.50,\"n\":{\"a\":[1, 2]},\"outcome\":\"approve\",\"share\":0.05}\n\
         {\"claim_id\":null,\"b\":true,\"outcome\":\"approve\",\"share\":0.05}\n",
    );
    check(
        "a.jsonl",
        "{\"claim_id\":\"C\",\"amount\":1.50,\"n\":[1, 2]}\n{\"b\":true}\n",
        "o.csv",
        "claim_id,amount,n,b,outcome,share\nC,1.50,\"[1, 2]\",,approve,0.05\n,,,true,approve,0.05\n",
    );
}

#[test]
fn names_that_are_taken_get_a_prefix() {
    check(
        "a.csv",
        "outcome,share,decision_share\n1,2,3\n",
        "o.csv",
        "outcome,share,decision_share,decision_outcome,decision_decision_share\n1,2,3,approve,0.05\n",
    );
}

#[test]
fn rows_that_are_no_claims_keep_their_place() {
    check(
        "a.csv",
        "claim_id,amount\nC-1\n\"C-2,2\nC-3,3,4\nC-4,4\n",
        "o.csv",
        "claim_id,amount,outcome,share\nC-1,,-,\n,,-,\nC-3,3,-,\nC-4,4,approve,0.05\n",
    );
    check(
        "a.jsonl",
        "nonsense\n{\"a\":1,\"a\":2}\n{\"a\":3}\n",
        "o.jsonl",
        "{\"outcome\":\"-\",\"share\":null}\n{\"a\":1,\"outcome\":\"-\",\"share\":null}\n\
         {\"a\":3,\"outcome\":\"approve\",\"share\":0.05}\n",
    );
}

#[test]
fn a_row_with_a_byte_that_is_no_text_can_be_found() {
    let folder = Folder::new();
    let input = folder.write("a.csv", b"claim_id,amount\nC-1,\xe01\n");
    decide(&folder, &input, &ClaimsMap::default(), "o.csv", 2);
    assert_eq!(
        folder.read("o.csv"),
        "claim_id,amount,outcome,share\nC-1,\u{fffd}1,-,\n"
    );
}

#[test]
fn formulas_do_not_pass_through() {
    check(
        "a.csv",
        "claim_id,amount\n=1+2,-5\n'=x,+5\n",
        "o.csv",
        "claim_id,amount,outcome,share\n'=1+2,-5,approve,0.05\n''=x,'+5,approve,0.05\n",
    );
}

#[test]
fn a_spreadsheet_of_another_country_becomes_plain_csv() {
    let folder = Folder::new();
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("claim_id;amount\r\n\"З;1\";1,50\r\n");
    let input = folder.write("a.csv", bytes);
    let map = map("format: 1\ncsv: {delimiter: ';', encoding: windows-1251, decimal: ','}\n");
    decide(&folder, &input, &map, "o.csv", 10);
    assert_eq!(
        folder.read("o.csv"),
        "claim_id,amount,outcome,share\nЗ;1,\"1,50\",approve,0.05\n"
    );
}

#[test]
fn later_keys_are_left_out_and_counted_or_renamed() {
    let folder = Folder::new();
    let text = "{\"a\":1}\n{\"a\":2}\n{\"a\":3,\"late\":4,\"outcome\":5}\n";
    let input = folder.write("a.jsonl", text);
    let left_out = decide(&folder, &input, &ClaimsMap::default(), "o.csv", 2);
    assert_eq!(
        left_out,
        [("late".to_owned(), 1), ("outcome".to_owned(), 1)]
    );
    assert_eq!(
        folder.read("o.csv"),
        "a,outcome,share\n1,approve,0.05\n2,approve,0.05\n3,approve,0.05\n"
    );
    let left_out = decide(&folder, &input, &ClaimsMap::default(), "o.jsonl", 2);
    assert!(left_out.is_empty());
    let last = "{\"a\":3,\"late\":4,\"input_outcome\":5,\"outcome\":\"approve\",\"share\":0.05}";
    assert_eq!(folder.read("o.jsonl").lines().last(), Some(last));
}

#[test]
fn inputs_without_rows_give_a_header() {
    check(
        "a.csv",
        "claim_id,amount\n",
        "o.csv",
        "claim_id,amount,outcome,share\n",
    );
    check("a.jsonl", "", "o.csv", "outcome,share\n");
    check("a.jsonl", "", "o.jsonl", "");
}

#[test]
fn parquet_keeps_the_types_of_the_input() {
    let folder = Folder::new();
    let input = folder.write("a.csv", "claim_id,amount\nC-1,1.50\nC-2\nC-3,\n");
    decide(&folder, &input, &ClaimsMap::default(), "first.parquet", 2);
    // Once more over the first output: its own decision columns are now columns of the input.
    decide(
        &folder,
        &folder.input("first.parquet"),
        &ClaimsMap::default(),
        "second.parquet",
        2,
    );
    decide(
        &folder,
        &folder.input("second.parquet"),
        &ClaimsMap::default(),
        "o.csv",
        2,
    );
    assert_eq!(
        folder.read("o.csv"),
        "claim_id,amount,outcome,share,decision_outcome,decision_share,decision_decision_outcome,decision_decision_share\n\
         C-1,1.50,approve,0.05,approve,0.05,approve,0.05\n\
         C-2,,-,,approve,0.05,approve,0.05\n\
         C-3,,approve,0.05,approve,0.05,approve,0.05\n"
    );
    let options = ReadOptions {
        allow_missing: true,
        ..ReadOptions::default()
    };
    let path = folder.input("second.parquet");
    let reader = ClaimsReader::open(&path, &ClaimsMap::default(), &fields(), &options).unwrap();
    let types: Vec<String> = reader
        .arrow_fields()
        .unwrap()
        .iter()
        .map(|field| field.data_type().to_string())
        .collect();
    assert_eq!(
        types,
        [
            "Utf8",
            "Utf8",
            "Utf8",
            "Decimal128(18, 2)",
            "Utf8",
            "Decimal128(18, 2)"
        ]
    );
}

#[test]
fn times_pass_through_with_their_fractions() {
    use arrow_array::{RecordBatch, TimestampMicrosecondArray};
    let folder = Folder::new();
    let local = TimestampMicrosecondArray::from(vec![1_500_000]);
    let placed = local.clone().with_timezone("UTC");
    let batch = RecordBatch::try_from_iter([
        ("local", Arc::new(local) as ArrayRef),
        ("utc", Arc::new(placed)),
    ])
    .unwrap();
    let file = std::fs::File::create(folder.path("a.parquet")).unwrap();
    let mut writer = ::parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    decide(
        &folder,
        &folder.input("a.parquet"),
        &ClaimsMap::default(),
        "o.csv",
        2,
    );
    assert_eq!(
        folder.read("o.csv"),
        "local,utc,outcome,share\n1970-01-01T00:00:01.5Z,1970-01-01T00:00:01.5Z,approve,0.05\n"
    );
    let map = map("format: 1\nzone: '+03:00'\n");
    decide(&folder, &folder.input("a.parquet"), &map, "o.csv", 2);
    assert_eq!(
        folder.read("o.csv"),
        "local,utc,outcome,share\n1970-01-01T00:00:01.5+03:00,1970-01-01T00:00:01.5Z,approve,0.05\n"
    );
}

#[test]
fn numbers_of_every_size_pass_through_and_what_has_no_text_is_counted() {
    use arrow_array::types::{ArrowPrimitiveType, Decimal256Type, Int32Type};
    use arrow_array::{
        BinaryArray, Decimal256Array, Float32Array, Float64Array, ListArray, RecordBatch,
        Time32SecondArray,
    };
    let folder = Folder::new();
    let huge: <Decimal256Type as ArrowPrimitiveType>::Native =
        "-1234567890123456789012345678901234567890".parse().unwrap();
    let wide = Decimal256Array::from(vec![huge]).with_precision_and_scale(76, 2);
    let list = ListArray::from_iter_primitive::<Int32Type, _, _>([Some(vec![Some(1)])]);
    let batch = RecordBatch::try_from_iter([
        ("f", Arc::new(Float64Array::from(vec![-1e39])) as ArrayRef),
        ("s", Arc::new(Float32Array::from(vec![0.1]))),
        ("n", Arc::new(Float64Array::from(vec![f64::NAN]))),
        ("w", Arc::new(wide.unwrap())),
        ("t", Arc::new(Time32SecondArray::from(vec![3_723]))),
        ("l", Arc::new(list)),
        ("b", Arc::new(BinaryArray::from(vec![&b"\xff"[..]]))),
    ])
    .unwrap();
    let file = std::fs::File::create(folder.path("a.parquet")).unwrap();
    let mut writer = ::parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let input = folder.input("a.parquet");
    for (name, expected) in [
        (
            "o.csv",
            "f,s,n,w,t,l,b\n-1000000000000000000000000000000000000000,0.1,NaN,\
             -12345678901234567890123456789012345678.90,01:02:03,,\n",
        ),
        (
            "o.jsonl",
            "{\"f\":-1000000000000000000000000000000000000000,\"s\":0.1,\"n\":\"NaN\",\
             \"w\":-12345678901234567890123456789012345678.90,\"t\":\"01:02:03\",\"l\":null,\"b\":null}\n",
        ),
    ] {
        let options = ReadOptions {
            allow_missing: true,
            ..ReadOptions::default()
        };
        let map = ClaimsMap::default();
        let mut reader = ClaimsReader::open(&input, &map, &fields(), &options).unwrap();
        let output = Output::Path(folder.path(name));
        let mut writer = DecisionWriter::create(&output, &reader, &[]).unwrap();
        let block = reader.next_block().unwrap().unwrap();
        let mut rows = writer.rows();
        rows.push(&[]).unwrap();
        writer.write_block(&block, &rows).unwrap();
        let unwritable: Vec<(String, u64)> = writer
            .unwritable()
            .map(|(name, count)| (name.to_owned(), count))
            .collect();
        assert_eq!(unwritable, [("b".to_owned(), 1), ("l".to_owned(), 1)]);
        writer.finish().unwrap();
        assert_eq!(folder.read(name), expected);
    }
}

#[test]
fn a_block_and_its_decisions_must_fit() {
    let folder = Folder::new();
    let input = folder.write("a.csv", "claim_id,amount\nC-1,1\n");
    let mut reader = ClaimsReader::open(
        &input,
        &ClaimsMap::default(),
        &fields(),
        &ReadOptions::default(),
    )
    .unwrap();
    let columns = [OutputColumn::new("outcome", OutputType::Text)];
    let output = Output::Path(folder.path("o.csv"));
    let mut writer = DecisionWriter::create(&output, &reader, &columns).unwrap();
    let block = reader.next_block().unwrap().unwrap();
    let error = writer
        .write_block(&block, &writer.rows())
        .unwrap_err()
        .to_string();
    assert!(error.contains("0 values where 1 belong"), "{error}");
    drop(writer);
    assert_eq!(folder.names(), ["a.csv"]);
}
