//! CSV files, as programs, people and spreadsheets write them.

use super::*;

fn check(text: impl AsRef<[u8]>, map_text: &str, expected: &[&str]) {
    let folder = Folder::new();
    let input = folder.write("a.csv", text);
    assert_eq!(rows(&input, &map(map_text)), expected);
}

const PLAIN: &str = "format: 1\n";

#[test]
fn fields_are_exact_texts_and_empty_is_null() {
    check(
        "claim_id,amount,device_status\nC-1,1500.00,ok\nC-2,,\"\"\n\"C,3\",007,null\n",
        PLAIN,
        &[
            "2: 'C-1' '1500.00' 'ok' - -",
            "3: 'C-2' - - - -",
            "4: 'C,3' '007' 'null' - -",
        ],
    );
}

#[test]
fn lines_may_end_and_fields_may_break_in_every_way() {
    check(
        "\u{feff}claim_id,amount\r\n\"C\n1\",1\r\n\r\nC-2,2\r\n\n\"C\"\"3\",3",
        PLAIN,
        &[
            "2: 'C\n1' '1' - - -",
            "5: 'C-2' '2' - - -",
            "7: 'C\"3' '3' - - -",
        ],
    );
}

#[test]
fn a_spreadsheet_of_another_country_is_read() {
    // Semicolons, decimal commas, windows-1251, day first, times of Moscow.
    let text = "claim_id;amount;статус;filed_on;filed_at\r\nЗ-1;1500,50;замятие;31.01.2026;31.01.2026 01:30\r\n\
                З-2;1.500,50;\"сбой; связи\";2026-01-31;нет\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
    let map = r#"
format: 1
columns: {device_status: статус}
values: {device_status: {замятие: fault, "сбой; связи": nodata}}
csv: {delimiter: ";", encoding: windows-1251, decimal: ","}
dates: {filed_on: "%d.%m.%Y", filed_at: "%d.%m.%Y %H:%M"}
zone: "+03:00"
"#;
    check(
        bytes,
        map,
        &[
            "2: 'З-1' 15005e-1 'fault' d2026-01-31 t2026-01-30T22:30:00Z",
            "3: 'З-2' other 'nodata' other 'нет'",
        ],
    );
}

#[test]
fn a_byte_order_mark_comes_before_the_encoding() {
    let text = "claim_id,amount\nЗ-1,1\n";
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    check(&utf16, PLAIN, &["2: 'З-1' '1' - - -"]);
    check(
        format!("\u{feff}{text}"),
        "format: 1\ncsv: {encoding: windows-1251}\n",
        &["2: 'З-1' '1' - - -"],
    );
}

#[test]
fn a_bad_row_is_no_claim_and_the_next_one_is() {
    check(
        b"claim_id,amount\nC-1\nC-2,2,3\nC-\xff,1\nC-4,4\n",
        PLAIN,
        &[
            "2: 1 fields where the header has 2",
            "3: 3 fields where the header has 2",
            "4: bytes that are not text of the file's encoding: save the file as UTF-8, or name the encoding of a CSV file in the map",
            "5: 'C-4' '4' - - -",
        ],
    );
}

#[test]
fn a_stray_quote_costs_one_row() {
    let fault = "a quoted field does not end with a quote and a delimiter";
    check(
        "claim_id,amount\n\"C-1,1\nC-2,2\nC-3,\"3\"\nC-4,4\n",
        PLAIN,
        &[
            &format!("2: {fault}"),
            "3: 'C-2' '2' - - -",
            "4: 'C-3' '3' - - -",
            "5: 'C-4' '4' - - -",
        ],
    );
    check(
        "claim_id,amount\nC-1,\"1\nC-2,2\n",
        PLAIN,
        &[&format!("2: {fault}"), "3: 'C-2' '2' - - -"],
    );
    check(
        "claim_id,amount\n\"C\"-1,1\nC-2,2",
        PLAIN,
        &[&format!("2: {fault}"), "3: 'C-2' '2' - - -"],
    );
}

#[test]
fn rows_without_end_do_not_fill_the_memory() {
    let open_quote = format!("claim_id,amount\n\"C-1,1\n{}", "C-2,2\n".repeat(400_000));
    let folder = Folder::new();
    let mut reader = open(&folder.write("a.csv", open_quote), &ClaimsMap::default()).unwrap();
    blocks(&mut reader);
    assert_eq!((reader.row_count(), reader.fault_count()), (400_001, 1));
    assert_eq!(reader.first_faults(), [(2, RowFault::Quotes)]);

    let long_line = format!("claim_id,amount\n{}\nC-2,2\n", "x".repeat(5 << 20));
    let mut reader = open(&folder.write("a.csv", long_line), &ClaimsMap::default()).unwrap();
    assert_eq!(blocks(&mut reader)[0].len(), 2);
    assert_eq!(reader.first_faults(), [(2, RowFault::TooLong)]);
}

#[test]
fn bytes_that_cannot_be_decoded_spoil_their_row_only() {
    // 0x81 begins a letter of two bytes in Shift_JIS; a comma does not end it.
    let text = b"claim_id,amount\n\x83A,1\n\x81,2\nC-3,3\n";
    let folder = Folder::new();
    let map = map("format: 1\ncsv: {encoding: shift_jis}\n");
    let rows = rows(&folder.write("a.csv", text), &map);
    assert_eq!(
        rows,
        [
            "2: 'ア' '1' - - -",
            "3: bytes that are not text of the file's encoding: save the file as UTF-8, or name the encoding of a CSV file in the map",
            "4: 'C-3' '3' - - -"
        ]
    );
}

fn refused(text: impl AsRef<[u8]>) -> String {
    let folder = Folder::new();
    open(&folder.write("a.csv", text), &ClaimsMap::default())
        .err()
        .unwrap()
        .to_string()
}

#[test]
fn headers_that_cannot_be_used_are_refused() {
    for (text, part) in [
        (&b""[..], "is empty"),
        (b"\n\n", "is empty"),
        (
            b"claim_id,amount,claim_id\n",
            "a.csv:1: the column `claim_id` stands twice in the header (columns 1 and 3)",
        ),
        (b"\nclaim_id,,\n", "a.csv:2: the column `` stands twice"),
        (b"claim_id,\xe0mount\n", "it is not UTF-8"),
        (b"\"claim_id,amount\n", "the header cannot be read"),
    ] {
        let error = refused(text);
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn a_file_of_a_header_has_no_rows() {
    check("claim_id,amount", PLAIN, &[]);
}

#[test]
fn rows_are_the_same_at_every_chunk_boundary() {
    // The padding moves a row with everything in it over the end of the first chunk read.
    for padding in 0..48 {
        let start = input::CHUNK_BYTES - 40 + padding;
        let filler = "x".repeat(start - "claim_id,amount\n,1\n".len());
        let text = format!("claim_id,amount\n{filler},1\n\"C,\"\"ж\"\"\r\n2\",2\r\nC-3,3\r\n");
        let folder = Folder::new();
        let rows = rows(&folder.write("a.csv", text), &ClaimsMap::default());
        assert_eq!(
            rows[1..],
            ["3: 'C,\"ж\"\r\n2' '2' - - -", "5: 'C-3' '3' - - -"],
            "{padding}"
        );
    }
}
