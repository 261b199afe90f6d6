//! Small random rules files: mostly valid, every type, hit policy and form of a cell among them.

use std::fmt::Write as _;

use crate::bytes::Bytes;

/// The type of a factor, with a few values that stand close together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    /// The keys of the type in the rules file.
    keys: &'static str,
    /// Values as a cell writes them, ascending where the type has an order.
    values: &'static [&'static str],
    /// Whether comparisons and intervals are permitted.
    is_ordered: bool,
    /// Whether expressions can calculate with it.
    is_number: bool,
}

impl Kind {
    /// Values as a cell writes them; texts in their quotes.
    pub(crate) fn values(self) -> &'static [&'static str] {
        self.values
    }
}

const KINDS: &[Kind] = &[
    Kind {
        keys: "type: money",
        values: &["-2.00", "0", "0.01", "1.50", "100"],
        is_ordered: true,
        is_number: true,
    },
    Kind {
        keys: "type: integer, domain: '[0..10]'",
        values: &["0", "1", "2", "9", "10"],
        is_ordered: true,
        is_number: true,
    },
    Kind {
        keys: "type: category, values: [a, b, c]",
        values: &["a", "b", "c"],
        is_ordered: false,
        is_number: false,
    },
    Kind {
        keys: "type: boolean",
        values: &["false", "true"],
        is_ordered: false,
        is_number: false,
    },
    Kind {
        keys: "type: decimal, scale: 2",
        values: &["-1.25", "0", "0.85", "1"],
        is_ordered: true,
        is_number: true,
    },
    Kind {
        keys: "type: date",
        values: &["2024-02-29", "2026-01-01", "2026-01-31"],
        is_ordered: true,
        is_number: false,
    },
    Kind {
        keys: "type: text",
        values: &["\"\"", "\"x\"", "\"x y\""],
        is_ordered: false,
        is_number: false,
    },
    Kind {
        keys: "type: duration",
        values: &["-PT1S", "PT0S", "P1D", "P30D"],
        is_ordered: true,
        is_number: false,
    },
    Kind {
        keys: "type: timestamp",
        values: &[
            "2026-01-31T09:59:59Z",
            "2026-01-31T10:00:00Z",
            "2026-02-01T00:00:00Z",
        ],
        is_ordered: true,
        is_number: false,
    },
    Kind {
        keys: "type: integer",
        values: &["-1", "0", "1", "5", "6", "7"],
        is_ordered: true,
        is_number: true,
    },
];

/// A declared factor.
pub(crate) struct Factor {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) is_nullable: bool,
}

/// A rules file, and what a claim must know of it.
pub(crate) struct Rules {
    pub(crate) text: String,
    pub(crate) factors: Vec<Factor>,
}

/// A column of a table: its name and how its cells are written.
#[derive(Clone)]
struct Column {
    name: String,
    kind: Kind,
}

const BOOLEAN: Kind = KINDS[3];
const POINTS: Kind = KINDS[9];
const MONEY: Kind = KINDS[0];

/// The cross-table of limits, which cells on money may name.
const LIMIT: &str = "auto_limit";

/// Draws a rules file.
pub(crate) fn draw(bytes: &mut Bytes<'_>) -> Rules {
    let factors = draw_factors(bytes);
    let mut columns: Vec<Column> = factors
        .iter()
        .map(|factor| Column {
            name: factor.name.clone(),
            kind: factor.kind,
        })
        .collect();
    let mut text = String::from(
        "format: 1\nmatrix: drawn\nversion: '1'\ncurrency: RUB\nkeys: {claim: claim_id, time: filed_at}\n",
    );
    if bytes.one_in(6) {
        text.push_str("effective: {from: 2026-01-01, to: 2026-02-01}\n");
    }
    if bytes.one_in(6) {
        text.push_str("audit: {share: 0.5, of: [approve], mode: before_payment}\n");
    }
    text.push_str("factors:\n");
    for Factor {
        name,
        kind,
        is_nullable,
    } in &factors
    {
        let _ = writeln!(text, "  {name}: {{{}, nullable: {is_nullable}}}", kind.keys);
    }
    text.push_str(
        "parameters:\n  limit: {type: money, value: 1.5}\n  most: {type: integer, value: 5}\n",
    );
    push_derives(bytes, &factors, &mut columns, &mut text);
    push_tables(bytes, &mut columns, &mut text);
    push_decision(bytes, &columns, &mut text);
    Rules { text, factors }
}

fn draw_factors(bytes: &mut Bytes<'_>) -> Vec<Factor> {
    let count = 1 + bytes.below(6);
    let draw = |place| Factor {
        name: format!("f{place}"),
        kind: bytes.pick(KINDS),
        is_nullable: bytes.one_in(2),
    };
    (0..count).map(draw).collect()
}

fn push_derives(
    bytes: &mut Bytes<'_>,
    factors: &[Factor],
    columns: &mut Vec<Column>,
    text: &mut String,
) {
    let count = bytes.below(3);
    if count > 0 {
        text.push_str("derive:\n");
    }
    for place in 0..count {
        let name = format!("d{place}");
        let kind = if bytes.one_in(2) {
            let is = condition(bytes, factors, 2);
            let _ = writeln!(
                text,
                "  {name}: {{type: boolean, nullable: true, is: '{is}'}}"
            );
            BOOLEAN
        } else {
            let is = number(bytes, factors, 2);
            let rounding = bytes.pick(&[
                "",
                ", rounding: half_up",
                ", rounding: down",
                ", rounding: up",
            ]);
            let _ = writeln!(
                text,
                "  {name}: {{type: integer, nullable: true, is: '{is}'{rounding}}}"
            );
            POINTS
        };
        columns.push(Column { name, kind });
    }
}

/// An expression that gives a number, perhaps null.
fn number(bytes: &mut Bytes<'_>, factors: &[Factor], depth: usize) -> String {
    let numbers: Vec<&Factor> = factors
        .iter()
        .filter(|factor| factor.kind.is_number)
        .collect();
    if depth == 0 || bytes.one_in(3) {
        return match numbers.as_slice() {
            [] => bytes.pick(&["0", "2", "0.5"]).to_owned(),
            some => some[bytes.below(some.len())].name.clone(),
        };
    }
    let form = bytes.below(9);
    let mut inner = || number(bytes, factors, depth - 1);
    match form {
        0 => format!("{} + {}", inner(), inner()),
        1 => format!("{} - {}", inner(), inner()),
        2 => format!("({}) * ({})", inner(), inner()),
        3 => format!("({}) / ({})", inner(), inner()),
        4 => format!("coalesce({}, 3)", inner()),
        5 => format!("round({}, 1)", inner()),
        6 => format!("min({}, {})", inner(), inner()),
        7 => format!("abs({}) + most", inner()),
        _ => {
            let (yes, no) = (inner(), inner());
            format!(
                "(if {} then {yes} else {no})",
                condition(bytes, factors, depth - 1)
            )
        }
    }
}

/// An expression that is true, false or null.
fn condition(bytes: &mut Bytes<'_>, factors: &[Factor], depth: usize) -> String {
    let factor = &factors[bytes.below(factors.len())];
    if depth == 0 || bytes.one_in(3) {
        let value = bytes.pick(factor.kind.values);
        let operator = if factor.kind.is_ordered {
            bytes.pick(&["=", "!=", "<", "<=", ">", ">="])
        } else {
            bytes.pick(&["=", "!="])
        };
        return format!("{} {operator} {value}", factor.name);
    }
    let form = bytes.below(6);
    let mut inner = || condition(bytes, factors, depth - 1);
    match form {
        0 => format!("({}) and ({})", inner(), inner()),
        1 => format!("({}) or ({})", inner(), inner()),
        2 => format!("not ({})", inner()),
        3 => format!("is_null({})", factor.name),
        4 => format!("coalesce({}, true)", inner()),
        _ => format!(
            "{} >= {}",
            number(bytes, factors, depth - 1),
            number(bytes, factors, depth - 1)
        ),
    }
}

fn push_tables(bytes: &mut Bytes<'_>, columns: &mut Vec<Column>, text: &mut String) {
    let mut tables = String::new();
    if bytes.one_in(2) {
        push_points(bytes, columns, &mut tables);
    }
    if bytes.one_in(3) {
        push_cross_table(bytes, columns, &mut tables);
    }
    if !tables.is_empty() {
        text.push_str("tables:\n");
        text.push_str(&tables);
    }
}

fn push_points(bytes: &mut Bytes<'_>, columns: &mut Vec<Column>, text: &mut String) {
    let hits = [
        "first",
        "unique",
        "any",
        "collect sum",
        "collect min",
        "collect max",
        "collect count",
    ];
    let _ = writeln!(
        text,
        "  points:\n    hit: {}\n    output: {{type: integer, nullable: true}}",
        bytes.pick(&hits)
    );
    if !bytes.one_in(4) {
        text.push_str("    default: 0\n");
    }
    push_rules(bytes, columns, text, 4, &["points"], |bytes| {
        vec![bytes.pick(&["5", "-1", "most", "null"])]
    });
    columns.push(Column {
        name: "points".to_owned(),
        kind: POINTS,
    });
}

/// A cross-table of money limits; cells on the money factors may name it afterwards.
fn push_cross_table(bytes: &mut Bytes<'_>, columns: &mut Vec<Column>, text: &mut String) {
    let (row, column) = (bytes.below(columns.len()), bytes.below(columns.len()));
    if row == column {
        return;
    }
    let (row, column) = (columns[row].clone(), columns[column].clone());
    let heads: Vec<String> = (0..1 + bytes.below(3))
        .map(|_| cell(bytes, column.kind))
        .collect();
    let _ = writeln!(
        text,
        "  {LIMIT}:\n    output: {{type: money, nullable: true}}\n    default: 0\n    rows: {}\n    columns: {}\n    cells: |\n      | {} | {} |",
        row.name,
        column.name,
        row.name,
        heads.join(" | ")
    );
    for _ in 0..=bytes.below(3) {
        let head = cell(bytes, row.kind);
        let cells: Vec<&str> = heads
            .iter()
            .map(|_| bytes.pick(&["0", "1.50", "limit", "null"]))
            .collect();
        let _ = writeln!(text, "      | {head} | {} |", cells.join(" | "));
    }
    columns.push(Column {
        name: LIMIT.to_owned(),
        kind: MONEY,
    });
}

fn push_decision(bytes: &mut Bytes<'_>, columns: &[Column], text: &mut String) {
    let hit = bytes.pick(&["first", "unique", "any", "priority"]);
    let _ = writeln!(text, "decision:\n  hit: {hit}");
    if !bytes.one_in(4) {
        text.push_str("  default: {outcome: review, reason: NO_RULE}\n");
    }
    push_rules(
        bytes,
        columns,
        text,
        2,
        &["outcome", "reason", "route", "due"],
        |bytes| {
            let (outcome, reason) = bytes.pick(&[
                ("approve", "SMALL"),
                ("review", "LARGE"),
                ("escalate", "RISK"),
                ("approve_provisional", "SMALL"),
                ("request_info", "PAPERS"),
            ]);
            vec![
                outcome,
                reason,
                bytes.pick(&["-", "front", "back"]),
                bytes.pick(&["-", "P1D", "PT4H"]),
            ]
        },
    );
}

/// Rules as a grid or in the long form.
fn push_rules(
    bytes: &mut Bytes<'_>,
    columns: &[Column],
    text: &mut String,
    indent: usize,
    results: &[&str],
    mut result: impl FnMut(&mut Bytes<'_>) -> Vec<&'static str>,
) {
    let margin = " ".repeat(indent);
    let is_grid = bytes.one_in(2);
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    if is_grid {
        let _ = writeln!(
            text,
            "{margin}rules: |\n{margin}  | id | {} || {} |",
            names.join(" | "),
            results.join(" | ")
        );
    } else {
        let _ = writeln!(text, "{margin}rules:");
    }
    for place in 0..=bytes.below(8) {
        let cells: Vec<String> = columns
            .iter()
            .map(|column| any_or_cell(bytes, column, &names))
            .collect();
        let values = result(bytes);
        if is_grid {
            let _ = writeln!(
                text,
                "{margin}  | R{place} | {} || {} |",
                cells.join(" | "),
                values.join(" | ")
            );
            continue;
        }
        let when: Vec<String> = names
            .iter()
            .zip(&cells)
            .map(|(name, cell)| format!("{name}: '{cell}'"))
            .collect();
        let then: Vec<String> = results
            .iter()
            .zip(&values)
            .map(|(name, value)| format!("{name}: {}", long(value)))
            .collect();
        let _ = writeln!(
            text,
            "{margin}  - {{id: R{place}, when: {{{}}}, then: {{{}}}}}",
            when.join(", "),
            then.join(", ")
        );
    }
}

/// A result in the long form: nothing is `null` there.
fn long(value: &str) -> &str {
    if value == "-" { "null" } else { value }
}

fn any_or_cell(bytes: &mut Bytes<'_>, column: &Column, names: &[&str]) -> String {
    if bytes.one_in(2) {
        return "-".to_owned();
    }
    let has_limit = column.name != LIMIT && names.contains(&LIMIT);
    match column.kind {
        MONEY if bytes.one_in(3) => {
            let operand = if has_limit && bytes.one_in(2) {
                LIMIT
            } else {
                "limit"
            };
            bytes
                .pick(&[
                    "<= {}",
                    "> {}",
                    "{}",
                    "not(< {})",
                    "[0..{}]",
                    "({}..100], null",
                ])
                .replace("{}", operand)
        }
        POINTS if bytes.one_in(4) => "not(> most)".to_owned(),
        kind => cell(bytes, kind),
    }
}

fn cell(bytes: &mut Bytes<'_>, kind: Kind) -> String {
    let mut places = [
        bytes.below(kind.values.len()),
        bytes.below(kind.values.len()),
    ];
    places.sort_unstable();
    let [low, high] = places.map(|place| kind.values[place]);
    let forms = if kind.is_ordered { 12 } else { 6 };
    match bytes.below(forms) {
        0 => low.to_owned(),
        1 => format!("{low}, {high}"),
        2 => format!("not({low})"),
        3 => format!("{low}, null"),
        4 => "not(null)".to_owned(),
        5 => "null".to_owned(),
        6 => format!("< {high}"),
        7 => format!(">= {low}"),
        8 => format!("[{low}..{high}]"),
        9 => format!("({low}..{high}]"),
        10 => format!("not([{low}..{high}), {high}), null"),
        _ => format!("<= {low}, > {high}"),
    }
}
