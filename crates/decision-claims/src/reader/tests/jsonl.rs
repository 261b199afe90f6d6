//! JSON Lines.

use super::*;

fn check(text: impl AsRef<[u8]>, expected: &[&str]) {
    let folder = Folder::new();
    assert_eq!(
        rows(&folder.write("a.jsonl", text), &ClaimsMap::default()),
        expected
    );
}

#[test]
fn values_keep_their_own_text_and_kind() {
    check(
        "{\"claim_id\":\"C-1\",\"amount\":1500.00}\n\
         {\"amount\":12345678901234567890.10,\"claim_id\":7}\r\n\n\
         {\"claim_id\":\"\",\"amount\":1e3,\"device_status\":null,\"filed_on\":true}\n\
         { \"claim_id\" : \"a\\\"\\u0416\\n\" , \"amount\" : [1, {\"x\": 2}] }\n\
         {}",
        &[
            "1: 'C-1' #1500.00 - - -",
            "2: #7 #12345678901234567890.10 - - -",
            "4: '' #1e3 - true -",
            "5: 'a\"Ж\n' other - - -",
            "6: - - - - -",
        ],
    );
}

#[test]
fn a_line_that_is_no_object_is_no_claim() {
    check(
        b"[1]\n\"x\"\n{\"claim_id\":1\n{\"claim_id\":01}\n{\"a\":1}{\"a\":2}\n{\"a\":1} x\n{\"a\":\"\\ud800\"}\n\
          {\"a\":\"\xff\"}\n{\"a\":NaN}\n{\"a\":1,}\nnull\n{\"claim_id\":1}\n",
        &[
            "1: JSON but not an object",
            "2: JSON but not an object",
            "3: not a line of JSON",
            "4: not a line of JSON",
            "5: not a line of JSON",
            "6: not a line of JSON",
            "7: not a line of JSON",
            "8: bytes that are not text of the file's encoding: save the file as UTF-8, or name the encoding of a CSV file in the map",
            "9: not a line of JSON",
            "10: not a line of JSON",
            "11: JSON but not an object",
            "12: #1 - - - -",
        ],
    );
}

#[test]
fn a_repeated_key_is_no_claim() {
    check(
        "{\"claim_id\":1,\"amount\":1,\"claim_id\":1}\n{\"x\":1,\"\\u0078\":2}\n{\"x\":1,\"X\":2}\n",
        &[
            "1: the key `claim_id` stands twice",
            "2: the key `x` stands twice",
            "3: - - - - -",
        ],
    );
}

#[test]
fn hostile_lines_are_survived() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(3 << 20));
    let folder = Folder::new();
    let text = format!("{deep}\n{long}\n{{\"claim_id\":\"C\"}}\n");
    let mut reader = open(&folder.write("a.jsonl", text), &ClaimsMap::default()).unwrap();
    let blocks = blocks(&mut reader);
    assert_eq!(blocks[0].len(), 3);
    assert!(blocks[0].row(2).unwrap().is_claim());
    assert_eq!(blocks[0].row(1).unwrap().fault(), Some(&RowFault::TooLong));
}

#[test]
fn keys_without_number_are_left_out_and_counted() {
    let lines = crate::fixture::lines(3_000, |number| format!("{{\"k{number}\":1}}"));
    let folder = Folder::new();
    let input = folder.write(
        "a.jsonl",
        format!("{lines}{{\"claim_id\":\"C\",\"k1\":2}}\n"),
    );
    let mut reader = open(&input, &ClaimsMap::default()).unwrap();
    let blocks = blocks(&mut reader);
    assert_eq!(reader.columns().len(), 1_025);
    assert_eq!(reader.left_out_values(), 3_000 - 1_024);
    let last = blocks.last().unwrap();
    assert_eq!(
        crate::fixture::shown(last.row(last.len() - 1).unwrap().value(0)),
        "'C'"
    );
}

#[test]
fn a_byte_order_mark_is_taken_off() {
    check("\u{feff}{\"claim_id\":\"C\"}\n", &["1: 'C' - - - -"]);
}
