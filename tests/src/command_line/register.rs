//! Claims as a spreadsheet in a Russian bank writes them: `;`, decimal commas, windows-1251, days
//! before months, times of day in local time. A map makes them ordinary claims.

use crate::verdict_binary::Workplace;

/// In force from the first of March in UTC, so that the zone of a time decides.
const MATRIX: &str = "\
format: 1
matrix: refund
version: \"1\"
currency: RUB
effective: {from: 2026-03-01, to: 2027-03-01}
keys: {claim: claim_id, time: filed_at}
factors:
  amount: {type: money}
  device_status: {type: category, values: [fault, warn, ok]}
  happened_on: {type: date, nullable: true}
decision:
  hit: first
  rules: |
    | id | amount    | device_status | happened_on   || outcome | reason  |
    |----|-----------|---------------|---------------||---------|---------|
    | A1 | <= 120.50 | fault         | >= 2026-02-01 || approve | SMALL   |
  default: {outcome: review, reason: NO_RULE}
";

const MAP: &str = "\
format: 1
columns: {claim_id: Номер, filed_at: Подано, amount: \"Сумма, руб.\", device_status: Банкомат, happened_on: Дата}
values: {device_status: {Сбой: fault, Внимание: warn, Норма: ok}}
csv: {delimiter: \";\", encoding: windows-1251, decimal: \",\"}
dates: {filed_at: \"%d.%m.%Y %H:%M\", happened_on: \"%d.%m.%Y\"}
zone: \"+03:00\"
";

const REGISTER: &str = "\
Номер;Подано;Сумма, руб.;Банкомат;Дата;Примечание
1;01.03.2026 03:00;120,50;Сбой;01.02.2026;\"купюры; не выданы\"
2;01.03.2026 02:59;120,50;Сбой;01.02.2026;
3;01.03.2026 03:00;120,51;Сбой;01.02.2026;
4;01.03.2026 03:00;120,50;Норма;01.02.2026;
5;01.03.2026 03:00;120,50;Сбой;31.01.2026;
6;31.02.2026 03:00;120,50;Сбой;01.02.2026;
7;01.03.2026 03:00;120.50;Сбой;01.02.2026;
8;01.03.2026 03:00;120,50;Поломка;01.02.2026;
";

/// The text in windows-1251: letters from `А` to `я` in one run, the rest of this text is ASCII.
fn windows_1251(text: &str) -> Vec<u8> {
    let byte = |letter: char| match u32::from(letter) {
        code @ 0..0x80 => u8::try_from(code).unwrap(),
        code @ 0x410..=0x44f => u8::try_from(code - 0x410 + 0xc0).unwrap(),
        code => panic!("U+{code:04X}"),
    };
    text.chars().map(byte).collect()
}

fn place() -> Workplace {
    let place = Workplace::new();
    place
        .write("rules/matrix.yaml", MATRIX)
        .write("map.yaml", MAP);
    place.write(
        "register.csv",
        windows_1251(&REGISTER.replace('\n', "\r\n")),
    );
    place
}

/// Rule, reason and fault of every row of a decided CSV text.
fn decided(text: &str) -> Vec<String> {
    let fields = |row: &str| {
        let fields: Vec<String> = row.rsplitn(9, ',').map(str::to_owned).collect();
        format!("{} {} {}", fields[6], fields[5], fields[0])
            .trim_end()
            .to_owned()
    };
    text.lines().skip(1).map(fields).collect()
}

#[test]
fn a_russian_spreadsheet_is_read_through_its_map() {
    let place = place();
    let run = place
        .verdict("decide --rules rules --claims register.csv --map map.yaml")
        .exits(0);
    assert_eq!(
        decided(&run.output),
        [
            "A1 SMALL",
            "- NOT_EFFECTIVE filed_at",
            "default NO_RULE",
            "default NO_RULE",
            "default NO_RULE",
            "- INPUT_TYPE filed_at",
            "- INPUT_TYPE amount",
            "- INPUT_OUT_OF_DOMAIN device_status",
        ],
        "{run}"
    );
    let first = run.output.lines().nth(1).unwrap();
    assert!(
        first.contains("купюры; не выданы"),
        "extra columns pass through as UTF-8: {first}"
    );
    assert!(run.error.contains("4 at fault"), "{run}");
}

#[test]
fn without_its_map_the_spreadsheet_is_refused_with_advice() {
    let run = place()
        .verdict("decide --rules rules --claims register.csv")
        .exits(2);
    assert!(run.error.contains("csv: {encoding: windows-1251}"), "{run}");
    assert_eq!(run.output, "", "{run}");
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_column() {
    let place = place();
    place.write("map.yaml", MAP.replace("windows-1251", "utf-8"));
    place.write("register.csv", format!("\u{feff}{REGISTER}"));
    let run = place
        .verdict("decide --rules rules --claims register.csv --map map.yaml")
        .exits(0);
    assert_eq!(decided(&run.output)[0], "A1 SMALL", "{run}");
}
