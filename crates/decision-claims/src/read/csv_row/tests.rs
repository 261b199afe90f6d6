//! Rows that can be split and rows that cannot; the same however the bytes arrive.

use super::*;

/// Fields joined by `|`, then bytes and line ends; or the kind of failure.
fn shown(text: &str, is_at_end: bool) -> String {
    let mut fields = FieldBytes::default();
    match split(text.as_bytes(), b',', is_at_end, &mut fields) {
        Split::Row { bytes, lines } => {
            let texts: Vec<&str> = fields.texts().unwrap().collect();
            format!("{} {bytes}/{lines}", texts.join("|"))
        }
        Split::More => "more".into(),
        Split::Broken => "broken".into(),
    }
}

#[test]
fn rows_are_split() {
    for (text, expected) in [
        ("a,b\n", "a|b 4/1"),
        ("a,b\r\nc", "a|b 5/1"),
        ("a,b\rc", "a|b 4/1"),
        ("a,b", "a|b 3/1"),
        (",\n", "| 2/1"),
        ("\n", " 1/1"),
        ("a,", "a| 2/1"),
        ("\"a,b\",c\n", "a,b|c 8/1"),
        ("\"a\nb\r\nc\",d\n", "a\nb\r\nc|d 11/3"),
        ("\"a\"\"b\"\n", "a\"b 7/1"),
        ("\"\",\"\"\n", "| 6/1"),
        ("\"\"\"\"\n", "\" 5/1"),
        ("a\"b,c\"\n", "a\"b|c\" 7/1"),
        (" \"a\"\n", " \"a\" 5/1"),
        ("\"a\"", "a 3/1"),
        ("\"a\"\r", "a 4/1"),
        ("é,ж\n", "é|ж 6/1"),
        ("\"a\"b\n", "broken"),
        ("\"a\" ,b\n", "broken"),
        ("\"a", "broken"),
        ("x,\"", "broken"),
    ] {
        assert_eq!(shown(text, true), expected, "{text:?}");
    }
}

#[test]
fn a_row_is_the_same_however_its_bytes_arrive() {
    for text in [
        "a,\"b\"\"\r\nc\",d\r\nnext",
        "\"\",x\ny,z\n",
        "\"a\"b\n\"",
        "é,\"ж\"\r\n1",
    ] {
        let whole = shown(text, false);
        assert_ne!(whole, "more", "{text:?}");
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let part = shown(&text[..end], false);
            assert!(
                part == "more" || part == whole,
                "{:?} gives {part}, {text:?} {whole}",
                &text[..end]
            );
        }
    }
}

#[test]
fn fields_must_be_text_each_by_itself() {
    let mut fields = FieldBytes::default();
    // Together the two halves of a letter would be text again.
    split(b"\xc3,\xa9\n", b',', true, &mut fields);
    assert!(fields.texts().is_none());
    fields.clear();
    split(b"\xff,a\n", b',', true, &mut fields);
    assert!(fields.texts().is_none());
    fields.clear();
    split("\u{e9},a\n".as_bytes(), b',', true, &mut fields);
    assert_eq!(fields.texts().unwrap().collect::<Vec<_>>(), ["\u{e9}", "a"]);
}
