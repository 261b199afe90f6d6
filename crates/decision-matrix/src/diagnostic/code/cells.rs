//! What findings mean: single cells.

use super::Explanation;

pub(super) const CELL_SYNTAX: Explanation = Explanation {
    meaning: "The cell does not follow the grammar of cells.",
    why: "A cell is one set of values; a sign that is passed over would change which claims it \
        holds.",
    example: "decision:
  hit: first
  rules: |
    | id | amount         || outcome | reason |
    | A1 | 0 < and < 5000 || approve | SMALL  |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Write `-`, or values, comparisons and intervals such as `(0..5000)` with commas \
        between, each perhaps in `not(..)`.",
};

pub(super) const EMPTY_CELL: Explanation = Explanation {
    meaning: "The cell is empty.",
    why: "Nobody can tell whether any value was meant or none, or whether the cell was forgotten.",
    example: "decision:
  hit: first
  rules: |
    | id | amount  | device || outcome | reason |
    | A1 | <= 5000 |        || approve | SMALL  |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Write `-` for any value, or `null` for a missing one.",
};

pub(super) const REVERSED_INTERVAL: Explanation = Explanation {
    meaning: "The lower end of an interval is above its upper end.",
    why: "The interval holds nothing, and the writer surely meant it to hold something.",
    example: "decision:
  hit: first
  rules: |
    | id | amount       || outcome | reason |
    | A1 | [5000..1000] || approve | MIDDLE |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Write the lower end first. Where an end is a parameter, look at its value.",
};

pub(super) const TOO_MANY_RESULTS: Explanation = Explanation {
    meaning: "The cell names a `collect sum` table that can have more than 4,096 different results.",
    why: "Proofs go through the results of a named table one by one; beyond this number they \
        would not end.",
    example: "tables:
  points:
    hit: collect sum
    output: {type: integer}
    default: 0
    rules: |
      | id  | prior_claims || points |
      | P1  | >= 1         || 1      |
      | P2  | >= 2         || 2      |
      | P3  | >= 3         || 4      |
      | P4  | >= 4         || 8      |
      | P5  | >= 5         || 16     |
      | P6  | >= 6         || 32     |
      | P7  | >= 7         || 64     |
      | P8  | >= 8         || 128    |
      | P9  | >= 9         || 256    |
      | P10 | >= 10        || 512    |
      | P11 | >= 11        || 1024   |
      | P12 | >= 12        || 2048   |
      | P13 | >= 13        || 4096   |
decision:
  hit: first
  rules: |
    | id | prior_claims || outcome | reason |
    | A1 | <= points    || approve | SMALL  |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Put a table of few results between the two, which turns the sum into steps.",
};

pub(super) const ALWAYS_TRUE: Explanation = Explanation {
    meaning: "The cell holds every value of its column without being `-`.",
    why: "It looks like a condition and is none. The usual cause is a comma, which means *or*: \
        `>= 30, < 50` is every number.",
    example: "decision:
  hit: first
  rules: |
    | id | prior_claims || outcome | reason |
    | A1 | >= 30, < 50  || approve | MIDDLE |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Write the interval, `[30..50)`. If any value is meant, write `-`; if any value but a \
        missing one, `not(null)`.",
};

pub(super) const NEVER_TRUE: Explanation = Explanation {
    meaning: "No value of the column's domain is in the cell.",
    why: "The rule never matches, so what it was written for does not happen.",
    example: "decision:
  hit: first
  rules: |
    | id | prior_claims || outcome  | reason |
    | R1 | > 200        || escalate | MANY   |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Correct the bound, or widen the `domain` of the column. A comma joins values by *or*; \
        an interval such as `[30..50)` is the way to say *and*.",
};
