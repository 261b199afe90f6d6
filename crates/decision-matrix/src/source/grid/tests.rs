use super::*;

fn text(grid: &str) -> Text {
    Text::new(grid, Span::new(10, 10 + grid.len()))
}

fn row_shown(row: &GridRow) -> String {
    let joined = |cells: &[Text]| {
        cells
            .iter()
            .map(|cell| cell.text.as_str())
            .collect::<Vec<_>>()
            .join("/")
    };
    format!(
        "{}: {} -> {}",
        row.id.text,
        joined(&row.conditions),
        joined(&row.results)
    )
}

/// Line and message of each diagnostic.
fn problems(grid: &str, diagnostics: &[Diagnostic]) -> Vec<String> {
    let line =
        |diagnostic: &Diagnostic| grid[..diagnostic.span().start - 10].matches('\n').count() + 1;
    diagnostics
        .iter()
        .map(|d| format!("{}: {}", line(d), d.message()))
        .collect()
}

#[test]
fn splits_a_rule_grid() {
    let grid = "\
| id | a        | b     || outcome | reason |
|----|----------|-------||---------|--------|
# a comment | with a bar

| R1 | <= 5     | \"x\\|y\" || approve | OK     |
|R2|not(1, 2)|-||review|NO|
   # another
| R3 | \"a\\\\\" | -  || review  | NO     |
";
    let (parsed, diagnostics) = parse_rules(&text(grid));
    assert_eq!(problems(grid, &diagnostics), [""; 0]);
    let parsed = parsed.unwrap();
    let names = |texts: &[Text]| texts.iter().map(|t| t.text.clone()).collect::<Vec<_>>();
    assert_eq!(names(&parsed.conditions), ["a", "b"]);
    assert_eq!(names(&parsed.results), ["outcome", "reason"]);
    let rows: Vec<_> = parsed.rows.iter().map(row_shown).collect();
    assert_eq!(
        rows,
        [
            "R1: <= 5/\"x\\|y\" -> approve/OK",
            "R2: not(1, 2)/- -> review/NO",
            "R3: \"a\\\\\"/- -> review/NO",
        ]
    );
    for row in &parsed.rows {
        for cell in row.conditions.iter().chain(&row.results).chain([&row.id]) {
            assert_eq!(&grid[cell.span.start - 10..cell.span.end - 10], cell.text);
        }
    }
}

#[test]
fn a_grid_may_have_no_conditions_and_needs_no_ruler() {
    let (parsed, diagnostics) = parse_rules(&text("| id || outcome |\n| R1 || review |\n"));
    assert!(diagnostics.is_empty());
    assert_eq!(
        parsed
            .unwrap()
            .rows
            .iter()
            .map(row_shown)
            .collect::<Vec<_>>(),
        ["R1:  -> review"]
    );
}

#[test]
fn every_bad_line_is_reported_and_the_good_ones_stay() {
    let grid = "\
| id | a | b || r | s |
| A1 | 1 || x | y |
| A2 | 1 | 2 || x | y |
| A3 | 1 | 2 || x | y | z |
| A4 | 1 | 2 | x | y |
| A5 | 1 || 2 || x | y |
| A6 | 1 | 2 || x | y
A7 | 1 | 2 || x | y |
| A8 | 1 |  || x | y |
| A9 | 1 | 2 || x \\| y |
";
    let (parsed, diagnostics) = parse_rules(&text(grid));
    assert_eq!(
        problems(grid, &diagnostics),
        [
            "2: the line has 2 cells before `||`, the header has 3",
            "4: the line has 3 cells after `||`, the header has 2",
            "5: the line has no `||` between conditions and results",
            "6: the line has `||` more than once",
            "7: a grid line ends with `|`",
            "8: a grid line begins with `|`",
            "10: the line has 1 cell after `||`, the header has 2",
        ]
    );
    let rows: Vec<_> = parsed.unwrap().rows.iter().map(row_shown).collect();
    assert_eq!(rows, ["A2: 1/2 -> x/y", "A8: 1/ -> x/y"]);
}

#[test]
fn a_bad_header_hides_no_bad_line() {
    let grid = "| rule | a || |\n| R1 | 1 | x |\n";
    let (parsed, diagnostics) = parse_rules(&text(grid));
    assert!(parsed.is_some());
    assert_eq!(
        problems(grid, &diagnostics),
        [
            "1: the first column of a grid is `id`, not `rule`",
            "1: a column has no name",
            "2: the line has no `||` between conditions and results",
        ]
    );
    let grid = "| id | a | x |\n| R1 | 1 | x |\n| R2 | 1 || x |\n";
    let (parsed, diagnostics) = parse_rules(&text(grid));
    assert!(parsed.is_none());
    assert_eq!(diagnostics.len(), 2);
}

#[test]
fn an_empty_grid_has_no_header() {
    for grid in ["", "\n\n", "# only\n"] {
        let (parsed, diagnostics) = parse_rules(&text(grid));
        assert!(parsed.is_none());
        assert_eq!(diagnostics[0].message(), "the grid has no header line");
        assert!(parse_cross(&text(grid)).0.is_none());
    }
}

#[test]
fn splits_a_cross_table() {
    let grid = "\
| status | 0   | >= 1 |
|--------|-----|------|
| ok, x  | 100 | null |

# comment
| -      | lim | 5    |
";
    let (parsed, diagnostics) = parse_cross(&text(grid));
    assert_eq!(problems(grid, &diagnostics), [""; 0]);
    let parsed = parsed.unwrap();
    assert_eq!(parsed.corner.text, "status");
    assert_eq!(parsed.columns[1].text, ">= 1");
    assert_eq!(parsed.rows.len(), 2);
    assert_eq!(parsed.rows[0].header.text, "ok, x");
    assert_eq!(parsed.rows[1].results[0].text, "lim");
}

#[test]
fn bad_lines_of_a_cross_table_are_reported() {
    let grid = "| s | 0 | 1 |\n| a | 1 |\n| b | 1 || 2 |\n| c | 1 | 2\n| d | 1 | 2 |\n";
    let (parsed, diagnostics) = parse_cross(&text(grid));
    assert_eq!(
        problems(grid, &diagnostics),
        [
            "2: the line has 2 cells, the header has 3",
            "3: a cross-table has no `||`",
            "4: a grid line ends with `|`",
        ]
    );
    assert_eq!(parsed.unwrap().rows.len(), 1);
}
