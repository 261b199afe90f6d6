//! Parts that are read in any order, and columns that are left out: the same rows, faults and
//! counts as block by block.

use super::*;
use crate::block::Passed;

/// Everything that a reader tells.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    rows: Vec<String>,
    faults: Vec<String>,
    counts: (u64, u64, u64),
    unknown: Vec<(ResultField, String, u64)>,
    columns: Vec<String>,
}

/// One row with its values and everything that passes through.
fn row_text(block: &ClaimBlock, index: usize) -> String {
    let row = block.row(index).unwrap();
    let values: Vec<String> = (0..5)
        .map(|field| crate::fixture::shown(row.value(field)))
        .collect();
    let passed: Vec<String> = block
        .columns()
        .iter()
        .enumerate()
        .filter(|(column, _)| block.passed(index, *column) != Passed::Absent)
        .map(|(column, name)| format!("{name}={:?}", block.passed(index, column)))
        .collect();
    let (line, fault) = (row.line(), row.fault());
    format!(
        "{line} {fault:?} {} | {}",
        values.join(" "),
        passed.join(" ")
    )
}

fn told(reader: &ClaimsReader, rows: Vec<String>) -> Told {
    let faults = reader.first_faults().iter();
    Told {
        rows,
        faults: faults
            .map(|(line, fault)| format!("{line} {fault}"))
            .collect(),
        counts: (
            reader.row_count(),
            reader.fault_count(),
            reader.left_out_values(),
        ),
        unknown: reader
            .unknown_results()
            .map(|(result, text, count)| (result, text.to_owned(), count))
            .collect(),
        columns: reader.columns().to_vec(),
    }
}

fn reader(input: &Input, map: &ClaimsMap, block_rows: usize) -> ClaimsReader {
    let options = ReadOptions {
        block_rows,
        allow_missing: true,
        ..ReadOptions::default()
    };
    ClaimsReader::open(input, map, &fields(), &options).unwrap()
}

fn block_by_block(mut reader: ClaimsReader) -> Told {
    let mut rows = Vec::new();
    while let Some(block) = reader.next_block().unwrap() {
        rows.extend((0..block.len()).map(|index| row_text(&block, index)));
    }
    told(&reader, rows)
}

/// Reads the last part first.
fn part_by_part(mut reader: ClaimsReader) -> Told {
    let mut parts = Vec::new();
    while let Some(part) = reader.next_part().unwrap() {
        parts.push((part, Vec::new()));
    }
    for (part, blocks) in parts.iter_mut().rev() {
        while let Some(block) = part.next_block().unwrap() {
            blocks.push(block);
        }
    }
    let mut rows = Vec::new();
    for mut block in parts.into_iter().flat_map(|(_, blocks)| blocks) {
        reader.settle(&mut block);
        rows.extend((0..block.len()).map(|index| row_text(&block, index)));
    }
    told(&reader, rows)
}

/// The same however large the blocks are and in which order they are read.
fn check(input: &Input, map: &ClaimsMap) -> Told {
    let expected = block_by_block(reader(input, map, 8_192));
    for block_rows in [1, 2, 7, 100, 8_192] {
        let label = format!("{input:?} in blocks of {block_rows}");
        assert_eq!(
            block_by_block(reader(input, map, block_rows)),
            expected,
            "{label}"
        );
        assert_eq!(
            part_by_part(reader(input, map, block_rows)),
            expected,
            "{label}"
        );
    }
    expected
}

const RESULTS: &str = "format: 1\nresults: {justified: {column: o, yes: [paid], no: [denied]}}\n";

#[test]
fn csv_is_the_same_in_parts() {
    let folder = Folder::new();
    let mut text = b"claim_id,o,amount,note\r\n".to_vec();
    for number in 0..60 {
        let row: &[u8] = match number % 10 {
            0 => b"C-1,paid,1.00,plain\r\n",
            1 => b"\"C,\"\"2\"\"\",w1,\"2\",\"two\nlines\"\n",
            2 => b"C-3,denied\n",
            3 => b"\"C-4,open,1,quote\n",
            4 => b"C-\xff,w2,1,bytes\n",
            5 => b"\n\r\n",
            6 => b"C-7,w3,\"\"\"\",a\"b\r",
            7 => b"\"C\"-8,x,y,z\n",
            8 => b",,,\n",
            _ => "Ж,другой,1,ж\n".as_bytes(),
        };
        text.extend_from_slice(row);
        if number % 7 == 0 {
            text.extend_from_slice(format!("C-{number},w{number},1,last\n").as_bytes());
        }
    }
    let told = check(&folder.write("a.csv", &text), &map(RESULTS));
    assert!(told.counts.1 > 20, "{told:?}");
    assert_eq!(told.faults.len(), 20);
    check(&folder.write_gzip("a.csv.gz", &text), &map(RESULTS));
    let map_text = format!("{RESULTS}csv: {{encoding: windows-1251}}\n");
    check(&folder.write("b.csv", &text), &map(&map_text));
}

#[test]
fn json_lines_are_the_same_in_parts() {
    let folder = Folder::new();
    let mut text = Vec::new();
    for number in 0..400 {
        let line = match number % 8 {
            0 => format!(
                "{{\"claim_id\":\"C-{number}\",\"amount\":1.50,\"o\":\"w{}\"}}\n",
                number % 9
            ),
            1 => "{\"amount\":2,\"claim_id\":\"\\u0416\",\"o\":\"paid\"}\r\n".to_owned(),
            2 => "not json\n\n".to_owned(),
            3 => format!(
                "{{\"k{number}\":[1,{{}}],\"claim_id\":7,\"k{}\":true}}\n",
                number - 3
            ),
            4 => "{\"b\":1,\"a\":2,\"b\":3,\"a\":4}\n".to_owned(),
            5 => "[1]\n".to_owned(),
            6 => "  {\"o\":null,\"claim_id\":\"\"}  \n".to_owned(),
            _ => "{}\n".to_owned(),
        };
        text.extend_from_slice(line.as_bytes());
        if number % 50 == 0 {
            text.extend_from_slice(b"{\"claim_id\":\"\xff\"}\n");
        }
    }
    let told = check(&folder.write("a.jsonl", &text), &map(RESULTS));
    assert!(
        told.rows
            .iter()
            .any(|row| row.contains("RepeatedKey(\"a\")"))
    );
    assert!(told.unknown.len() > 5);
}

#[test]
fn json_lines_with_more_keys_than_pass_through_are_the_same_in_parts() {
    let folder = Folder::new();
    let line = |number: usize| {
        let (one, two) = (number * 7 % 1_500, number % 40);
        format!("{{\"k{one}\":{number},\"amount\":{number},\"j{two}\":1}}")
    };
    let input = folder.write("a.jsonl", crate::fixture::lines(1_600, line));
    let told = check(&input, &ClaimsMap::default());
    assert!(told.counts.2 > 0, "{:?}", told.counts);
    // A field's key has a column all the same, first or last.
    assert!(told.columns.len() <= 1_025);
}

#[test]
fn parquet_is_the_same_in_parts() {
    let folder = Folder::new();
    let columns = [
        OutputColumn::new("claim_id", OutputType::Text),
        OutputColumn::new("amount", OutputType::Decimal(2)),
        OutputColumn::new("o", OutputType::Text),
    ];
    let output = crate::Output::Path(folder.path("a.parquet"));
    let mut writer = TableWriter::create(&output, &columns).unwrap();
    for number in 0..300_i64 {
        let (id, word) = (format!("C-{number}"), format!("w{}", number % 13));
        let word = [OutputValue::Null, OutputValue::Text(&word)][usize::from(number % 3 > 0)];
        writer
            .write_row(&[OutputValue::Text(&id), OutputValue::Decimal(number), word])
            .unwrap();
    }
    writer.finish().unwrap();
    let input = folder.input("a.parquet");
    let expected = check(&input, &map(RESULTS));
    // Parts of a row group, too.
    for block_rows in [1, 7, 64] {
        let mut reader = reader(&input, &map(RESULTS), block_rows);
        let mut rows = Vec::new();
        while let Some(mut part) = reader.part_of(50).unwrap() {
            while let Some(mut block) = part.next_block().unwrap() {
                reader.settle(&mut block);
                rows.extend((0..block.len()).map(|index| row_text(&block, index)));
            }
        }
        assert_eq!(told(&reader, rows), expected, "blocks of {block_rows}");
    }
}

/// The fields' values and the faults of every row.
fn values(mut reader: ClaimsReader) -> (Vec<String>, Vec<(u64, RowFault)>, u64) {
    let mut rows = Vec::new();
    while let Some(block) = reader.next_block().unwrap() {
        for row in block.rows() {
            let values: Vec<String> = (0..5)
                .map(|field| crate::fixture::shown(row.value(field)))
                .collect();
            rows.push(format!(
                "{} {} {:?}",
                row.line(),
                values.join(" "),
                row.justified()
            ));
        }
    }
    let unknown = reader.unknown_results().map(|(_, _, count)| count).sum();
    (rows, reader.first_faults().to_vec(), unknown)
}

#[test]
fn fields_are_the_same_without_the_other_columns() {
    let folder = Folder::new();
    let csv =
        "x,amount,y,o,claim_id\n1,2.50,\"a,b\",paid,C-1\n1,2,3\n\"\",7,\"q\"\"\",open,\"C-2\"\n";
    let json = "{\"x\":1,\"amount\":2,\"x\":3}\n{\"y\":[1],\"claim_id\":\"C\",\"o\":\"denied\"}\n{\"z\":1}\n";
    let columns = [
        OutputColumn::new("x", OutputType::Text),
        OutputColumn::new("amount", OutputType::Decimal(2)),
        OutputColumn::new("o", OutputType::Text),
        OutputColumn::new("device_status", OutputType::Text),
        OutputColumn::new("claim_id", OutputType::Text),
    ];
    let output = crate::Output::Path(folder.path("a.parquet"));
    let mut writer = TableWriter::create(&output, &columns).unwrap();
    for (number, word) in [(5, "ok"), (6, ""), (7, "ok"), (8, "other")] {
        let text = OutputValue::Text(word);
        let id = OutputValue::Text("C-1");
        writer
            .write_row(&[text, OutputValue::Decimal(number), text, text, id])
            .unwrap();
    }
    writer.finish().unwrap();
    folder.write("a.csv", csv);
    folder.write("a.jsonl", json);
    for name in ["a.csv", "a.jsonl", "a.parquet"] {
        let input = folder.input(name);
        let whole = reader(&input, &map(RESULTS), 2);
        let mut some = reader(&input, &map(RESULTS), 2);
        some.keep_only_fields(true);
        let expected = values(whole);
        assert_eq!(values(some), expected, "{name}");
        let mut none = reader(&input, &map(RESULTS), 2);
        none.keep_only_fields(false);
        assert!(!none.has_result(ResultField::Justified));
        let (rows, faults, unknown) = values(none);
        assert_eq!(
            (rows.len(), faults, unknown),
            (expected.0.len(), expected.1, 0)
        );
    }
}
