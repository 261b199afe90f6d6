use super::*;
use crate::compile::{EngineReason, FaultSource, StepKind};
use crate::evaluate::tests::{compiled, facts};

/// Every form of expression; a fault lies in a branch that only some claims take.
const MATRIX: &str = r#"
format: 1
matrix: derives
version: "1"
currency: RUB
keys: {claim: claim_id}
factors:
  a: {type: money, nullable: true}
  b: {type: decimal, scale: 4, nullable: true}
  n: {type: integer, domain: "[-50..50]"}
  d: {type: date, nullable: true}
  e: {type: date}
  t: {type: timestamp, nullable: true}
  s: {type: duration}
  w: {type: category, values: [ok, warn, fault], nullable: true}
  v: {type: category, values: [fault, ok, jam]}
  x: {type: boolean, nullable: true}
  m: {type: text, nullable: true}
derive:
  sum: {type: money, nullable: true, is: "a + b - 3.7"}
  product: {type: money, nullable: true, rounding: half_up, is: "a * b"}
  cube: {type: decimal, scale: 2, nullable: true, rounding: up, is: "b * b * a"}
  rate: {type: decimal, scale: 4, nullable: true, is: "n / (a - 1)"}
  share: {type: decimal, scale: 3, nullable: true, rounding: down, is: "a / 12"}
  back: {type: decimal, scale: 9, nullable: true, is: "-abs(b) / -0.0003"}
  half: {type: integer, nullable: true, is: "round(n / 2, 0) + round(b, 2) * 100"}
  best: {type: decimal, scale: 4, nullable: true, is: "max(a, b, n) - min(b, 2.5)"}
  near: {type: integer, domain: "[-3..3], 7", is: "n"}
  rest: {type: integer, nullable: true, is: "if n > 40 then near else if x then n * 2 else coalesce(near, 1)"}
  lazy: {type: boolean, is: "n > 3 or near = 1 or coalesce(x, false)"}
  kleene: {type: boolean, nullable: true, is: "x and (n < 0 or a > 5) and not (b = 1)"}
  same: {type: boolean, nullable: true, is: "x = (n < 0) or x != (b > 0)"}
  apart: {type: duration, nullable: true, is: "e - d"}
  moved: {type: date, nullable: true, is: "if x then e + s else d - P2D"}
  later: {type: timestamp, nullable: true, is: "max(t + s, 2026-01-01T00:00:00Z)"}
  parts: {type: integer, nullable: true, is: "year(d) + month(t) * 10 + weekday(e) + days(-s)"}
  words: {type: boolean, nullable: true, is: "w = v and w != ok or m = \"A-17\""}
  gone: {type: boolean, is: "is_null(a / n) or is_null(w) or is_null(x and x)"}
  pick: {type: category, values: [ok, warn, fault], nullable: true, is: "coalesce(if x then null else w, if n > 0 then ok else fault)"}
  mixed: {type: decimal, scale: 6, nullable: true, is: "(if x then a else b * 0.000001) + coalesce(b * b, 1.5)"}
  after: {type: money, nullable: true, is: "coalesce(coalesce(sum, product), 0) + rest"}
decision:
  hit: first
  rules: |
    | id | n | m || outcome | reason |
    | R1 | 1 | "A-17" || approve | A |
  default: {outcome: review, reason: NO_RULE}
"#;

/// Texts of each factor, an empty one for null.
type Choices = [(&'static str, &'static [&'static str]); 11];

/// What claims usually hold.
const USUAL: Choices = [
    (
        "a",
        &["", "0", "1", "1", "-3.27", "12.5", "5000.25", "80000.01"],
    ),
    ("b", &["", "0", "0.0001", "1", "-2.5", "0.3333", "3.125"]),
    (
        "n",
        &["-50", "-3", "-1", "0", "1", "2", "3", "7", "12", "41", "50"],
    ),
    ("d", &["", "2025-12-31", "2026-01-01", "2026-02-28"]),
    ("e", &["2026-01-01", "2026-03-01", "1970-01-01"]),
    (
        "t",
        &[
            "",
            "2026-01-01T00:00:00Z",
            "2025-12-31T23:59:59Z",
            "1969-12-31T23:59:59Z",
        ],
    ),
    ("s", &["PT0S", "P1D", "PT1S", "-P3D", "-PT86399S"]),
    ("w", &["", "ok", "warn", "fault"]),
    ("v", &["fault", "ok", "jam"]),
    ("x", &["", "true", "false"]),
    ("m", &["", "A-17", "B"]),
];

/// The ends of the types, where most expressions leave 64 bits or their type.
const EXTREME: Choices = [
    (
        "a",
        &[
            "",
            "1",
            "92233720368.54",
            "1000000000000000",
            "-1000000000000000",
        ],
    ),
    (
        "b",
        &[
            "",
            "0.0001",
            "-0.0001",
            "30370.0049",
            "100000000000000",
            "-100000000000000",
        ],
    ),
    ("n", &["-50", "0", "3", "41"]),
    ("d", &["", "0001-01-01", "9999-12-31"]),
    ("e", &["0001-01-01", "9999-12-31", "2026-01-01"]),
    ("t", &["", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]),
    (
        "s",
        &[
            "P11574074074D",
            "-P11574074074D",
            "P1D",
            "PT1000000000000000S",
        ],
    ),
    ("w", &["", "ok", "warn", "fault"]),
    ("v", &["fault", "ok", "jam"]),
    ("x", &["", "true", "false"]),
    ("m", &["", "A-17", "B"]),
];

/// Compares each derive with the values of single rows, in blocks of so many; says how many derives
/// are computed for whole blocks to the end.
fn check(choices: &Choices, block_rows: usize, instructions: Instructions) -> usize {
    let matrix = compiled(MATRIX);
    let mut state = 7_u64;
    let mut pick = |texts: &[&'static str]| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        texts[usize::try_from(state >> 33).unwrap() % texts.len()]
    };
    let mut columns = matrix.columns();
    for _ in 0..1_100 {
        let values = choices.each_ref().map(|(name, texts)| (*name, pick(texts)));
        columns.push(&facts(&matrix, &values));
    }
    let claims = columns.borrowed();
    let mut block = RowBlock::new(&matrix, &claims);
    let mut derives = Derives::new(&matrix.ranges, matrix.computed_count, instructions);
    for first in (0..claims.len).step_by(block_rows) {
        block.load(first, block_rows.min(claims.len - first), &[]);
        for step in &matrix.steps {
            let StepKind::Derive(index, derive) = &step.kind else {
                continue;
            };
            let mut results = Vec::new();
            let faults = derives.compute(derive, step.target, &block, &mut results);
            assert_eq!(results.len(), block.len);
            for (at, result) in results.iter().enumerate() {
                let expected = derive_value(derive, &block.claim(at));
                let is_own = expected == Err(ExpressionFault::Own);
                let found = (*result, faults.rows().any(|row| row == at));
                assert_eq!(
                    found,
                    (expected.unwrap_or(FAULTED), is_own),
                    "{index:?}, row {}, {block_rows} rows a block",
                    first + at
                );
                if is_own {
                    let source = FaultSource::Derive(*index);
                    block.note(at, source, EngineReason::DeriveFault);
                }
            }
            block.computed[step.target] = results;
        }
    }
    derives.by_row.iter().filter(|by_row| !**by_row).count()
}

#[test]
fn blocks_have_the_values_and_faults_of_single_rows() {
    for instructions in Instructions::all() {
        for block_rows in [1, 63, 64, 200, 512] {
            assert_eq!(check(&USUAL, block_rows, instructions), 22);
            assert!(check(&EXTREME, block_rows, instructions) < 22);
        }
    }
}
