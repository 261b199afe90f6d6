//! Map files that cannot be used.

use super::{MAP, compare, refund, spoilt};

#[track_caller]
fn check(name: &str, right: &str, wrong: &str) {
    let place = refund();
    place.write("map.yaml", spoilt(MAP, right, wrong));
    let run = place
        .verdict("decide --rules refund --claims register.csv --map map.yaml")
        .exits(2);
    compare(&format!("map_{name}"), &run);
}

#[test]
fn unknown_factor() {
    check(
        "unknown_factor",
        "{amount: claim_amount",
        "{ammount: claim_amount",
    );
}

#[test]
fn unknown_column() {
    check(
        "unknown_column",
        "amount: claim_amount",
        "amount: claimed_amount",
    );
}

#[test]
fn unknown_word() {
    check("unknown_word", "JAM: fault", "JAM: fualt");
}

#[test]
fn result_among_columns() {
    check(
        "result_among_columns",
        "filed_at: received}",
        "filed_at: received, justified: settlement}",
    );
}

#[test]
fn delimiter_of_two_characters() {
    check(
        "delimiter_of_two_characters",
        "delimiter: \";\"",
        "delimiter: \";;\"",
    );
}

#[test]
fn unknown_encoding() {
    check("unknown_encoding", "encoding: utf-8", "encoding: win1251");
}

#[test]
fn date_format_with_an_unknown_letter() {
    check(
        "date_format_with_an_unknown_letter",
        "%d.%m.%Y %H:%M",
        "%d.%b.%Y %H:%M",
    );
}

#[test]
fn named_zone() {
    check("named_zone", "zone: \"+03:00\"", "zone: Europe/Moscow");
}

#[test]
fn yes_without_no() {
    check(
        "yes_without_no",
        "yes: [paid], no: [refused]",
        "yes: [paid]",
    );
}
