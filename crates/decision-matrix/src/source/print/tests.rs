use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;

fn formatted(text: &str) -> String {
    let once = format(&SourceText::new("m.yaml", text)).unwrap();
    let twice = format(&SourceText::new("m.yaml", once.as_str())).unwrap();
    assert_eq!(once, twice, "formatting twice changes nothing");
    once
}

const FILE: &str = "format: 1   \n\
\n\
tables:   # the tables\t
  limit:
    output: {type: money}
    rows: status
    columns: claims
    cells: |
      |status|0|>=1|
      # a comment
      | ok ,warn|  5000 | 1000|
      |not ( null ),null|small|2000|
  points:
    hit: first
    output: {type: integer}
    rules: |

        |id|claims|serial||points|
          #   deeper | comment
        |-|-|-||-|
        |P1|>=3 , [ 0 .. 2 )|\"a\\|b\" , not(\"c\\\\\",=\"\\\"\")||40|

        |P22| = 5|-  ||null|
    label: 'a  text
      over lines  '
decision:
  rules: [{id: A, then: {outcome: review}}]



";

#[test]
fn grids_are_aligned_and_the_rest_stays() {
    assert_snapshot!(formatted(FILE), @r#"
    format: 1

    tables:   # the tables
      limit:
        output: {type: money}
        rows: status
        columns: claims
        cells: |
          | status          | 0     | >= 1 |
          |-----------------|-------|------|
          # a comment
          | ok, warn        | 5000  | 1000 |
          | not(null), null | small | 2000 |
      points:
        hit: first
        output: {type: integer}
        rules: |

            | id  | claims       | serial                   || points |
            #   deeper | comment
            |-----|--------------|--------------------------||--------|
            | P1  | >= 3, [0..2) | "a\|b", not("c\\", "\"") || 40     |

            | P22 | 5            | -                        || null   |
        label: 'a  text
          over lines  '
    decision:
      rules: [{id: A, then: {outcome: review}}]
    "#);
}

#[test]
fn line_ends_stay_as_they_are() {
    let unix = formatted(FILE);
    let windows = formatted(&FILE.replace('\n', "\r\n"));
    assert_eq!(windows, unix.replace('\n', "\r\n"));
}

#[test]
fn the_end_of_the_file_is_one_line_end() {
    assert_eq!(formatted("a: b"), "a: b\n");
    assert_eq!(formatted("a: b\n\n \n"), "a: b\n");
    assert_eq!(formatted("\u{feff}a: b  \n# end"), "\u{feff}a: b\n# end\n");
    assert_eq!(formatted("a: b\r\nc: d"), "a: b\r\nc: d\r\n");
}

#[test]
fn texts_over_several_lines_keep_their_spaces() {
    for text in [
        "a: |\n  x  \n   y\t\n\n  z\nb: c\n",
        "a: >\n  x  \n\n  y  \nb: c\n",
        "a: \"x  \n  y\"\nb: c\n",
        "a: |+\n  x\n\n\nb: c\n",
    ] {
        assert_eq!(formatted(text), text);
    }
    // What a change would alter stays as it is.
    let kept = "a: |+\n  x\n\n\n";
    assert_eq!(formatted(kept), kept);
}

#[test]
fn grids_elsewhere_are_texts() {
    let text = "rules: |\n  |a|b|\nx: {rules: y}\n";
    assert_eq!(formatted(text), text);
}

#[test]
fn a_grid_with_a_bad_line_is_refused() {
    let text = "decision:\n  rules: |\n    | id | a || b |\n    | R1 | 1 | 2 |\n    | R2 |\n";
    let diagnostics = format(&SourceText::new("m", text)).unwrap_err();
    assert_eq!(diagnostics.len(), 2);
    assert!(format(&SourceText::new("m", "a: [")).is_err());
}

#[test]
fn explicit_indentation_is_kept() {
    let text = "decision:\n  rules: |2\n      |id||outcome|\n     | R1 || review |\n";
    let expected = "decision:\n  rules: |2\n    | id || outcome |\n    |----||---------|\n    | R1 || review  |\n";
    assert_eq!(formatted(text), expected);
}

#[test]
fn a_file_stays_within_the_limit() {
    let line = "    |R|1||2|\n";
    let head =
        "decision:\n  rules: |\n    |id|a||b|\n    # long\n    |R|12345678901234567890||2|\n";
    let count = (FILE_BYTES - head.len()) / line.len();
    let text = format!("{head}{}", line.repeat(count));
    assert_eq!(formatted(&text), text);
}

/// A line of a grid, mostly of three cells.
fn grid_line() -> impl Strategy<Value = String> {
    let cell = prop_oneof![
        "[ ]{0,2}(-|null|a|b c|>= ?3|=5|not ?\\( ?a ,b\\)|\\[ 1 ?\\.\\. 2\\)|\"a\\\\\\|b\"|x,y|)[ ]{0,2}",
        "[é日\\\\#\"<=(,]{0,3}",
    ];
    prop_oneof![
        8 => prop::collection::vec(cell, 3).prop_map(|c| format!("|{}|{}||{}|", c[0], c[1], c[2])),
        1 => "[ ]{0,4}# ?[|a ]{0,4}",
        1 => "[ ]{0,6}",
        1 => Just("|-|--||---|".to_owned()),
    ]
}

proptest! {
    #[test]
    fn formatting_twice_is_formatting_once(
        lines in prop::collection::vec(grid_line(), 0..6),
        spaces in prop::collection::vec(0_usize..3, 6),
        header in prop::sample::select(vec!["|", "|-", "|+", "|2"]),
        tail in "[ \n]{0,4}(a: b *)?\n{0,3}",
        end in prop::sample::select(vec!["\n", "\r\n"]),
    ) {
        let mut text = format!("decision: # x  \n  rules: {header}\n    |id|a||b|\n");
        for (line, spaces) in lines.iter().zip(&spaces) {
            text += &" ".repeat(4 + spaces);
            text += line;
            text.push('\n');
        }
        let text = (text + &tail).replace('\n', end);
        let source = SourceText::new("m", text.as_str());
        if let Ok(once) = format(&source) {
            let twice = format(&SourceText::new("m", once.as_str()));
            prop_assert_eq!(twice.as_ref(), Ok(&once), "{}", text);
            let before = yaml::read(&source, FILE_BYTES).unwrap();
            let after = yaml::read(&SourceText::new("m", once.as_str()), FILE_BYTES).unwrap();
            prop_assert!(same::node(&before, &after));
        }
    }
}
