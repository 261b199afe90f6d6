//! Files of every format, whole, broken and hostile.

mod csv;
mod jsonl;
mod parquet;
mod parts;

use super::*;
use crate::block::RowFault;
use crate::fixture::{Folder, blocks, fields, map, open, rows};
use crate::tally::UNKNOWN_RESULTS_MAX;
use crate::{OutputColumn, OutputType, OutputValue, TableWriter};

#[test]
fn names_tell_the_format() {
    for (name, expected) in [
        ("a.csv", Some(FileFormat::Csv { gzip: false })),
        ("a.b.CSV.GZ", Some(FileFormat::Csv { gzip: true })),
        ("a.jsonl", Some(FileFormat::Jsonl { gzip: false })),
        ("a.jsonl.gz", Some(FileFormat::Jsonl { gzip: true })),
        ("a.parquet", Some(FileFormat::Parquet)),
        ("a.parquet.gz", None),
        ("a.txt", None),
        ("csv", None),
        (".gz", None),
    ] {
        assert_eq!(FileFormat::of_path(name.as_ref()).ok(), expected, "{name}");
    }
}

#[test]
fn a_file_that_is_not_there_is_an_error() {
    let folder = Folder::new();
    let error = open(&folder.input("none.csv"), &ClaimsMap::default())
        .err()
        .unwrap();
    assert!(error.to_string().contains("cannot open `"), "{error}");
    assert!(error.to_string().contains("none.csv"), "{error}");
    std::fs::create_dir(folder.path("folder.csv")).unwrap();
    let error = open(&folder.input("folder.csv"), &ClaimsMap::default())
        .err()
        .unwrap();
    assert!(error.to_string().contains("cannot open `"), "{error}");
}

#[test]
fn standard_input_is_told_by_its_first_character() {
    let read = |bytes: Vec<u8>| {
        let stream = std::io::Cursor::new(bytes);
        let options = ReadOptions::default();
        let mut reader = ClaimsReader::from_stream(
            stream,
            "standard input",
            &ClaimsMap::default(),
            &fields(),
            &options,
        )
        .unwrap();
        let format = reader.format();
        let amounts: Vec<String> = blocks(&mut reader)
            .iter()
            .flat_map(|block| {
                block
                    .rows()
                    .map(|row| crate::fixture::shown(row.value(1)))
                    .collect::<Vec<_>>()
            })
            .collect();
        (format, amounts.join(" "))
    };
    let jsonl = FileFormat::Jsonl { gzip: false };
    let csv = FileFormat::Csv { gzip: false };
    assert_eq!(read(b"{\"amount\":1}\n".to_vec()), (jsonl, "#1".into()));
    assert_eq!(
        read(b"\xef\xbb\xbf\n {\"amount\":1}".to_vec()),
        (jsonl, "#1".into())
    );
    assert_eq!(
        read(b"claim_id,amount\nC,1\n".to_vec()),
        (csv, "'1'".into())
    );
    let mut packed =
        flate2::read::GzEncoder::new(&b"claim_id,amount\nC,2\n"[..], flate2::Compression::fast());
    let mut bytes = Vec::new();
    packed.read_to_end(&mut bytes).unwrap();
    assert_eq!(read(bytes), (csv, "'2'".into()));
}

#[test]
fn progress_ends_at_the_size_of_the_file() {
    let folder = Folder::new();
    let input = folder.write_gzip("a.csv.gz", b"claim_id,amount\nC-1,5\n");
    let mut reader = open(&input, &ClaimsMap::default()).unwrap();
    assert_eq!(blocks(&mut reader).len(), 1);
    let progress = reader.progress();
    assert_eq!(
        progress.bytes_total(),
        Some(std::fs::metadata(folder.path("a.csv.gz")).unwrap().len())
    );
    assert_eq!(Some(progress.bytes_read()), progress.bytes_total());
}

#[test]
fn results_are_read_and_surprises_are_counted() {
    let folder = Folder::new();
    let map = map(
        "format: 1\nresults: {justified: {column: o, yes: [paid], no: [denied]}, due_amount: due}\n",
    );
    let text =
        "claim_id,amount,o,due\n1,1,paid,0.50\n2,1,denied,\n3,1,open,\n4,1,,\n5,1,open,\n6\n";
    let mut reader = open(&folder.write("a.csv", text), &map).unwrap();
    let blocks = blocks(&mut reader);
    let justified: Vec<Option<bool>> = blocks[0].rows().map(crate::Row::justified).collect();
    assert_eq!(justified, [Some(true), Some(false), None, None, None, None]);
    let due = blocks[0].row(0).unwrap().result(ResultField::DueAmount);
    assert_eq!(crate::fixture::shown(due), "'0.50'");
    let unknown: Vec<_> = reader.unknown_results().collect();
    assert_eq!(unknown, [(ResultField::Justified, "open", 2)]);
    assert!(reader.has_result(ResultField::DueAmount));
    assert!(!reader.has_result(ResultField::Score));
    assert_eq!((reader.row_count(), reader.fault_count()), (6, 1));
}

#[test]
fn unknown_results_are_counted_in_bounded_memory() {
    let folder = Folder::new();
    let map = map("format: 1\nresults: {justified: o}\n");
    let lines = crate::fixture::lines(1_000, |number| format!("C-{number},1,w{number}"));
    let mut reader = open(
        &folder.write("a.csv", format!("claim_id,amount,o\n{lines}")),
        &map,
    )
    .unwrap();
    blocks(&mut reader);
    assert!(reader.unknown_results().count() <= UNKNOWN_RESULTS_MAX + 1);
    assert_eq!(
        reader
            .unknown_results()
            .map(|(_, _, count)| count)
            .sum::<u64>(),
        1_000
    );
}

/// A long file through small blocks: every block but the last is full and none is larger, every
/// claim comes once and in order. The blocks of a Parquet file end with its row groups.
fn check_streamed(name: &str) {
    const ROWS: i64 = 200_000;
    const BLOCK_ROWS: usize = 777;
    let is_parquet = name == "a.parquet";
    let folder = Folder::new();
    let columns = [
        OutputColumn::new("claim_id", OutputType::Text),
        OutputColumn::new("amount", OutputType::Decimal(2)),
    ];
    let output = crate::Output::Path(folder.path(name));
    let mut writer = TableWriter::create(&output, &columns).unwrap();
    for number in 0..ROWS {
        let id = format!("C-{number}");
        writer
            .write_row(&[OutputValue::Text(&id), OutputValue::Decimal(number)])
            .unwrap();
    }
    writer.finish().unwrap();
    let options = ReadOptions {
        block_rows: BLOCK_ROWS,
        ..ReadOptions::default()
    };
    let map = ClaimsMap::default();
    let mut reader = ClaimsReader::open(&folder.input(name), &map, &fields(), &options).unwrap();
    let mut next = 0_i64;
    let mut last_len = BLOCK_ROWS;
    while let Some(block) = reader.next_block().unwrap() {
        let is_full = last_len == BLOCK_ROWS || (is_parquet && next == 1 << 17);
        assert!(is_full, "only the last block may be short");
        assert!((1..=BLOCK_ROWS).contains(&block.len()));
        last_len = block.len();
        for row in block.rows() {
            let id = format!("C-{next}");
            assert_eq!(row.value(0), decision_matrix::RawValue::Text(&id));
            next += 1;
        }
    }
    assert_eq!(next, ROWS);
    assert_eq!(reader.row_count(), next.unsigned_abs());
    assert!(
        reader.next_block().unwrap().is_none(),
        "the end stays the end"
    );
}

#[test]
fn long_files_come_in_small_blocks() {
    for name in ["a.csv", "a.csv.gz", "a.jsonl", "a.parquet"] {
        check_streamed(name);
    }
}

#[test]
fn wide_rows_end_a_block_before_it_grows_large() {
    let folder = Folder::new();
    let wide = "x".repeat(500_000);
    let lines = crate::fixture::lines(64, |number| format!("C-{number},1,{wide}"));
    let input = folder.write("a.csv", format!("claim_id,amount,note\n{lines}"));
    let mut reader = open(&input, &ClaimsMap::default()).unwrap();
    let sizes: Vec<usize> = blocks(&mut reader).iter().map(ClaimBlock::len).collect();
    assert_eq!(sizes.iter().sum::<usize>(), 64);
    assert!(sizes.iter().all(|size| *size <= 17), "{sizes:?}");
}

#[test]
fn a_damaged_gzip_file_is_an_error_with_a_line() {
    let folder = Folder::new();
    let lines = crate::fixture::lines(50_000, |number| format!("C-{number},{number}"));
    folder.write_gzip("a.csv.gz", format!("claim_id,amount\n{lines}").as_bytes());
    let bytes = std::fs::read(folder.path("a.csv.gz")).unwrap();
    let input = folder.write("a.csv.gz", &bytes[..bytes.len() / 2]);
    let mut reader = open(&input, &ClaimsMap::default()).unwrap();
    let error = loop {
        match reader.next_block() {
            Ok(Some(_)) => {}
            Ok(None) => panic!("the damage was not seen"),
            Err(error) => break error,
        }
    };
    assert!(error.to_string().contains("after line "), "{error}");
}

#[test]
fn missing_columns_are_named_together_with_what_is_near() {
    let folder = Folder::new();
    let map = map("format: 1\ncolumns: {device_status: devcie}\nresults: {known_at: closed}\n");
    let input = folder.write("a.csv", "claimid,amuont,device,closed_at\n");
    let error = open(&input, &map).err().unwrap().to_string();
    for part in [
        "no column `claim_id`, did you mean `claimid`?",
        "no column `amount`, did you mean `amuont`?",
        "no column `devcie` for `device_status`, did you mean `device`?",
        "no column `closed` for `known_at`, did you mean `closed_at`?",
    ] {
        assert!(error.contains(part), "{error}");
    }
    let options = ReadOptions {
        allow_missing: true,
        ..ReadOptions::default()
    };
    let reader = ClaimsReader::open(&input, &map, &fields(), &options).unwrap();
    assert_eq!(reader.absent_fields().count(), 5);
}

#[test]
fn the_wrong_delimiter_is_guessed() {
    let folder = Folder::new();
    let input = folder.write("a.csv", "claim_id;amount\nC-1;5\n");
    let error = open(&input, &ClaimsMap::default())
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("write `csv: {delimiter: \";\"}`"), "{error}");
}

#[test]
fn a_column_may_serve_two_fields() {
    let folder = Folder::new();
    let map = map("format: 1\ncolumns: {filed_on: day, filed_at: day}\n");
    let input = folder.write("a.csv", "claim_id,amount,day\nC-1,5,2026-01-31\n");
    assert_eq!(
        rows(&input, &map),
        ["2: 'C-1' '5' - '2026-01-31' '2026-01-31'"]
    );
}
