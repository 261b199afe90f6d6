use proptest::prelude::*;

use super::*;

const LIMIT: usize = 262_144;

/// The tree in a compact form.
fn tree(node: &Node) -> String {
    match &node.value {
        NodeValue::Scalar(scalar) => format!("{:?}", scalar.text),
        NodeValue::Sequence(items) => {
            format!("[{}]", items.iter().map(tree).collect::<Vec<_>>().join(" "))
        }
        NodeValue::Mapping(entries) => {
            let entry = |e: &Entry| format!("{}: {}", e.key.text, tree(&e.value));
            format!(
                "{{{}}}",
                entries.iter().map(entry).collect::<Vec<_>>().join(" ")
            )
        }
    }
}

fn source(text: &str) -> SourceText {
    SourceText::new("t", text)
}

/// `line:column code` of every diagnostic.
fn problems(text: &str) -> Vec<String> {
    let source = source(text);
    let diagnostics = read_all(&source, LIMIT).1;
    let shown = |d: &Diagnostic| {
        let place = source.line_column(d.span().start);
        format!("{}:{} {}", place.line, place.column, d.code().id())
    };
    diagnostics.iter().map(shown).collect()
}

#[test]
fn reads_the_subset() {
    for (text, expected) in [
        ("a: 1", r#"{a: "1"}"#),
        ("---\na: 1\n...\n", r#"{a: "1"}"#),
        ("\u{feff}a: 1", r#"{a: "1"}"#),
        (
            "a: [x, 'y z', \"q\\\"\"]\nb: {c: 1e3, d: {e: 007}}\n",
            r#"{a: ["x" "y z" "q\""] b: {c: "1e3" d: {e: "007"}}}"#,
        ),
        ("a:\n- x\n- y: 1\n  z: 2\n", r#"{a: ["x" {y: "1" z: "2"}]}"#),
        (
            "a: ~\nb: null\nc: ''\nd: yes\n",
            r#"{a: "~" b: "null" c: "" d: "yes"}"#,
        ),
        (
            "a: |\n  x\n\n    y\nb: >-\n  p\n  q\n",
            r#"{a: "x\n\n  y\n" b: "p q"}"#,
        ),
        ("a: |\r\n  x\r\n  y\r\n", r#"{a: "x\ny\n"}"#),
        ("? a\n: b\n'<<': c\n", r#"{a: "b" <<: "c"}"#),
        ("a: b # c\n# d\n", r#"{a: "b"}"#),
        ("a: [\n  x\n]\n", r#"{a: ["x"]}"#),
    ] {
        let node = read(&source(text), LIMIT).unwrap_or_else(|found| panic!("{text}: {found:?}"));
        assert_eq!(tree(&node), expected, "{text}");
    }
}

#[test]
fn refuses_with_a_place() {
    for (text, expected) in [
        ("", &["1:1 DM0103"][..]),
        ("# only\n", &["1:1 DM0103"]),
        (
            "a: &b 1\nc: *b\nd: *e\n",
            &["1:4 DM0006", "2:4 DM0006", "3:4 DM0006"],
        ),
        ("*a : b\n", &["1:1 DM0006"]),
        ("a: !!str b\nc: !d {}\n", &["1:4 DM0007", "2:4 DM0007"]),
        ("<<: {a: b}\n", &["1:1 DM0008"]),
        ("%YAML 1.2\n---\na: b\n", &["1:1 DM0004"]),
        ("a: b\n---\nc: d\n", &["2:1 DM0005"]),
        ("a: b\n...\nc: d\n", &["3:1 DM0005"]),
        (
            "a: b\nc: d\n\"a\": e\n'a': f\n",
            &["3:1 DM0011", "4:1 DM0011"],
        ),
        ("a: {b: 1, b: 2}\n", &["1:11 DM0011"]),
        (
            "a:\nb: {c, d: }\ne: [f, ]\n",
            &["1:1 DM0012", "2:5 DM0012", "2:8 DM0012"],
        ),
        ("- a\n-\n", &["2:2 DM0012"]),
        (": a\n", &["1:1 DM0012"]),
        ("[a]: b\n{c: d}: e\n", &["1:1 DM0010", "2:1 DM0010"]),
        ("a: [1\nb: 2\n", &["2:2 DM0010"]),
        ("a: \"b\n", &["1:6 DM0010"]),
        ("a:\n\tb: c\n", &["2:2 DM0010"]),
        ("a:\n  b: 1\n c: 2\n", &["3:2 DM0010"]),
        ("a: b: c\n", &["1:5 DM0010"]),
        ("a: @b\n", &["1:4 DM0010"]),
        (
            "x: 1\na: b\u{7}\nc: \u{202e}d # \u{200f}\n",
            &["2:5 DM0003", "3:4 DM0003", "3:9 DM0003"],
        ),
        ("a: b\rc\n", &["1:5 DM0003"]),
        ("a: \u{feff}b\n", &["1:4 DM0003"]),
        (
            "a: \u{85}\u{2028}\u{7f}\n",
            &["1:4 DM0003", "1:5 DM0003", "1:6 DM0003"],
        ),
        ("a: \"\\u202e\\0\"\n", &["1:5 DM0003"]),
        ("a: '\u{1f600}' &b\n", &["1:8 DM0010"]),
    ] {
        assert_eq!(problems(text), expected, "{text}");
    }
}

#[test]
fn size_is_a_limit_of_bytes() {
    let fits = format!("a: {}", "x".repeat(LIMIT - 3));
    assert!(read(&source(&fits), LIMIT).is_ok());
    assert_eq!(problems(&format!("{fits}x")), ["1:1 DM0002"]);
    assert!(decode("t", fits.as_bytes(), LIMIT).is_ok());
    let findings = decode("t", format!("{fits}x").as_bytes(), LIMIT).unwrap_err();
    assert_eq!(findings.diagnostics()[0].code(), Code::TooLarge);
    assert_eq!(findings.place(findings.diagnostics()[0].span()).line, 1);
}

#[test]
fn bytes_that_are_not_utf_8_are_a_finding_on_their_line() {
    for (bytes, line, column) in [
        (&b"a: b\nc: \xe0x\n"[..], 2, 4),
        (b"\xff", 1, 1),
        (b"\xc3\xa9\n\xc3\xa9 \xed\xa0\x80\n", 2, 3),
        (b"a\n\xf0\x9f", 2, 1),
    ] {
        let findings = decode("t", bytes, LIMIT).unwrap_err();
        let diagnostic = &findings.diagnostics()[0];
        assert_eq!(diagnostic.code(), Code::Encoding);
        let place = findings.place(diagnostic.span());
        assert_eq!((place.line, place.column), (line, column), "{bytes:?}");
    }
}

#[test]
fn depth_sixteen_is_the_deepest() {
    let nested = |levels: usize| format!("{}x{}", "[".repeat(levels), "]".repeat(levels));
    assert!(problems(&nested(16)).is_empty());
    assert_eq!(problems(&nested(17)), ["1:17 DM0009"]);
    // The mapping is a level, too, and block and flow collections count alike.
    assert!(problems(&format!("a:\n- - {}", nested(13))).is_empty());
    assert_eq!(
        problems(&format!("a:\n- - {}", nested(14))),
        ["2:18 DM0009"]
    );
    let blocks = |levels: usize| {
        let mut text = String::new();
        for level in 0..levels {
            text += &" ".repeat(level);
            text += "a:\n";
        }
        text + &" ".repeat(levels) + "b"
    };
    assert!(problems(&blocks(16)).is_empty());
    assert_eq!(problems(&blocks(17)), ["17:17 DM0009"]);
}

#[test]
fn hostile_texts_are_refused_or_read_in_the_end() {
    for part in [
        "[",
        "{",
        "{a: ",
        "- ",
        "? ",
        "a: ",
        "[{",
        "\"",
        "'",
        "{a,",
        "!",
        "&a ",
        "*a ",
        "#",
        "a\n",
        "a: b\n",
        ": ",
        "---\n",
        "...\n",
        "-\n",
        "[]\n",
        "a:\n ",
        "|\n",
        "\t",
        "[a]: b\n",
        "%\n",
        "&a [",
        "- [",
        "[a,\n",
        "{? ",
        "a: &b c\n",
        "- !x y\n",
        "\\\n",
        "a: |\n\n",
    ] {
        let (node, diagnostics) = read_all(&source(&part.repeat(100_000 / part.len())), LIMIT);
        assert!(node.is_some() || !diagnostics.is_empty(), "{part}");
    }
}

/// The bytes of the file that each character of the first value comes from.
fn pieces(text: &str) -> Vec<String> {
    let source = source(text);
    let node = read(&source, LIMIT).unwrap();
    let scalar = node.mapping().unwrap()[0].value.scalar().unwrap();
    let piece = |(at, c): (usize, char)| {
        source
            .slice(scalar.span_of(at..at + c.len_utf8()))
            .to_owned()
    };
    scalar.text.char_indices().map(piece).collect()
}

#[test]
fn every_character_knows_its_bytes() {
    for (text, expected) in [
        ("a: bé", &["b", "é"][..]),
        ("a: 'b''c'", &["b", "''", "c"]),
        ("a: ''''''", &["''", "''"]),
        ("a: \"b\\\"c\"", &["b", "\\\"", "c"]),
        (
            "a: \"\\u00e9\\x41\\U0001F600é\"",
            &["\\u00e9", "\\x41", "\\U0001F600", "é"],
        ),
        ("a: \"\\uD83D\\uDE00x\"", &["\\uD83D\\uDE00", "x"]),
        ("a: |\n  x\n   y\n", &["x", "\n  ", " ", "y", "\n"]),
        ("a: |-\r\n  x\r\n  y\r\n", &["x", "\r\n  ", "y"]),
    ] {
        assert_eq!(pieces(text), expected, "{text}");
    }
}

#[test]
fn blocks_know_the_lines_of_their_characters() {
    for text in [
        "a: |\n\n\n  x\n\n    y\n  z\n",
        "a: |   # note\n  x\n  \n\n  z",
        "a:\n  b: |2\n       x\n    y\n",
        "- |+\n x\n y\n\n\n",
        "a: >\n  x y\n  z\n",
        "a: x y\n  z\n",
        "a: \"x y\n\n  z\"\n",
    ] {
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let source = source(&text);
            let node = read(&source, LIMIT).unwrap();
            let mut node = &node;
            while node.scalar().is_none() {
                let entry = node.mapping().map(|entries| &entries[0].value);
                node = entry.unwrap_or_else(|| &node.sequence().unwrap()[0]);
            }
            let scalar = node.scalar().unwrap();
            for (at, character) in scalar
                .text
                .char_indices()
                .filter(|(_, c)| c.is_alphabetic())
            {
                let found = source.slice(scalar.span_of(at..at + 1));
                assert_eq!(found, character.to_string(), "{text:?}");
            }
        }
    }
}

#[test]
fn spans_of_nodes_and_keys() {
    let text = "é: [b, {c: d}]\ne:\n  f: |\n    g\n    h\n\ni: j\n";
    let source = source(text);
    let node = read(&source, LIMIT).unwrap();
    let slices: Vec<_> = node
        .mapping()
        .unwrap()
        .iter()
        .map(|entry| (source.slice(entry.key.span), source.slice(entry.value.span)))
        .collect();
    assert_eq!(
        slices,
        [
            ("é", "[b, {c: d}]"),
            ("e", "f: |\n    g\n    h"),
            ("i", "j")
        ]
    );
    assert_eq!(source.slice(node.span), text.trim_end());
    assert_eq!(source.slice(node.get("e").unwrap().head()), "f");
}

/// The tree of the second parser, with every scalar as a text.
fn second_tree(value: &serde_yaml::Value) -> String {
    match value {
        serde_yaml::Value::Sequence(items) => {
            format!(
                "[{}]",
                items.iter().map(second_tree).collect::<Vec<_>>().join(" ")
            )
        }
        serde_yaml::Value::Mapping(entries) => {
            let entry = |(key, value): (&serde_yaml::Value, &serde_yaml::Value)| {
                format!("{}: {}", key.as_str().unwrap(), second_tree(value))
            };
            format!(
                "{{{}}}",
                entries.iter().map(entry).collect::<Vec<_>>().join(" ")
            )
        }
        scalar => format!("{:?}", scalar.as_str().unwrap()),
    }
}

/// A value of at most `depth` levels, written in flow style with scalars that are texts for every
/// parser.
fn written_value(depth: u32) -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        "k[a-z]{0,5}( [a-z]{1,3}){0,2}",
        "'([a-zé:#, ]|''){0,8}x'",
        "\"([a-zé:#, ']|\\\\\"|\\\\\\\\|\\\\u00e9){0,8}x\"",
    ];
    scalar.prop_recursive(depth, 24, 4, |inner| {
        let keyed = |items: Vec<String>| {
            let entry = |(at, item): (usize, &String)| format!("k{at}: {item}");
            items.iter().enumerate().map(entry).collect::<Vec<_>>()
        };
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(", "))),
            prop::collection::vec(inner, 0..4)
                .prop_map(move |items| format!("{{{}}}", keyed(items).join(", "))),
        ]
    })
}

proptest! {
    #[test]
    fn a_second_parser_agrees(values in prop::collection::vec(written_value(4), 1..5)) {
        let lines = values.iter().enumerate().map(|(at, value)| format!("k{at}: {value}\n"));
        let text = lines.collect::<String>() + "z: |\n  | a | \\|b |\n  # c\nzz:\n  - >-\n    x\n    y\n";
        let ours = read(&source(&text), LIMIT).map(|node| tree(&node));
        let second: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        prop_assert_eq!(ours, Ok(second_tree(&second)), "{}", text);
    }

    #[test]
    fn no_text_makes_it_panic(text in "([a-c]|[-:?,#&*!|>'\"%@`{}\\[\\]\\\\<. \n\t~é]|: |- |\r\n|\\\\u[0-9a-f]{4}){0,60}") {
        let source = source(&text);
        let (node, diagnostics) = read_all(&source, LIMIT);
        prop_assert!(node.is_some() || !diagnostics.is_empty());
        let in_text = |span: Span| text.get(span.start..span.end).is_some();
        prop_assert!(diagnostics.iter().all(|diagnostic| in_text(diagnostic.span())));
        let mut nodes: Vec<&Node> = node.iter().collect();
        while let Some(node) = nodes.pop() {
            prop_assert!(in_text(node.span));
            let entries = node.mapping().unwrap_or_default().iter().map(|entry| &entry.value);
            let children: Vec<&Node> =
                node.sequence().unwrap_or_default().iter().chain(entries).collect();
            let are_inside = |child: &&Node| {
                node.span.start <= child.span.start && child.span.end <= node.span.end
            };
            prop_assert!(children.iter().all(are_inside));
            prop_assert!(children.is_sorted_by(|one, next| one.span.end <= next.span.start));
            nodes.extend(children);
            if let Some(scalar) = node.scalar() {
                for (at, c) in scalar.text.char_indices() {
                    prop_assert!(in_text(scalar.span_of(at..at + c.len_utf8())));
                }
            }
        }
    }
}
