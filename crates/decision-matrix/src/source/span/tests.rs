use super::*;

fn place(line: usize, column: usize) -> LineColumn {
    LineColumn { line, column }
}

#[test]
fn columns_count_characters() {
    let source = SourceText::new("t", "\u{feff}aé日\r\n\tx\n");
    for (byte, expected) in [
        (0, place(1, 1)),
        (3, place(1, 1)),
        (4, place(1, 2)),
        (5, place(1, 2)),
        (6, place(1, 3)),
        (9, place(1, 4)),
        (11, place(2, 1)),
        (12, place(2, 2)),
        (14, place(3, 1)),
        (99, place(3, 1)),
    ] {
        assert_eq!(source.line_column(byte), expected, "{byte}");
    }
}

#[test]
fn a_span_ends_behind_its_last_character() {
    let source = SourceText::new("t", "ab\r\ncd\n");
    assert_eq!(source.end_line_column(Span::new(0, 2)), place(1, 3));
    assert_eq!(source.end_line_column(Span::new(0, 4)), place(1, 3));
    assert_eq!(source.end_line_column(Span::new(1, 6)), place(2, 3));
    assert_eq!(source.end_line_column(Span::new(1, 1)), place(1, 2));
}

#[test]
fn lines_have_spans_without_their_ends() {
    let source = SourceText::new("t", "ab\r\n\ncd");
    let lines: Vec<_> = (1..=4)
        .map(|line| source.slice(source.line_span(line)))
        .collect();
    assert_eq!(lines, ["ab", "", "cd", ""]);
    assert_eq!(source.line_span(0), source.line_span(1));
    assert_eq!(source.line_span(9), Span::new(7, 7));
}

#[test]
fn parts_of_texts_keep_their_places() {
    let straight = Text::new("abcd", Span::new(10, 14));
    assert_eq!(straight.span_of(1..3), Span::new(11, 13));
    assert_eq!(straight.part(1..3), Text::new("bc", Span::new(11, 13)));

    let unknown = Text::new("abcd", Span::new(10, 20));
    assert_eq!(unknown.span_of(1..3), Span::new(10, 20));
    assert_eq!(unknown.part(1..3).span, Span::new(10, 20));

    // Two lines of a block: `ab` at 10, `cd` at 20.
    let runs = [
        Run { text: 0, file: 10 },
        Run { text: 3, file: 20 },
        Run { text: 5, file: 22 },
    ];
    let places = Places::Runs(runs.into());
    let block = Text::with_places("ab\ncd", Span::new(8, 22), places);
    assert_eq!(block.span_of(0..2), Span::new(10, 12));
    assert_eq!(block.span_of(3..5), Span::new(20, 22));
    assert_eq!(block.span_of(1..4), Span::new(11, 21));
    assert_eq!(block.part(3..5), Text::new("cd", Span::new(20, 22)));
    let across = block.part(1..5);
    assert_eq!(
        (across.as_str(), across.span_of(2..4)),
        ("b\ncd", Span::new(20, 22))
    );
    assert_eq!(block.part(4..9).as_str(), "");
}
