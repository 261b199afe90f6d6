//! What findings mean: the shape of a file: keys, values, grids, limits.

use super::Explanation;

pub(super) const UNKNOWN_KEY: Explanation = Explanation {
    meaning: "The key is not part of the format at this place.",
    why: "A misspelt key that is passed over would leave out what its writer meant, a limit for \
        example.",
    example: r#"factors:
  amount: {type: money, domian: ">= 0"}
"#,
    remedy: "Take the suggestion, or one of the keys that the finding lists.",
};

pub(super) const MISSING_KEY: Explanation = Explanation {
    meaning: "The mapping lacks a key that the format requires.",
    why: "Without it the meaning would have to be guessed.",
    example: "keys: {customer: customer_id}\n",
    remedy: "Add the key that the finding names.",
};

pub(super) const WRONG_SHAPE: Explanation = Explanation {
    meaning: "Something of another shape is expected here: a mapping, a list, a text or a literal \
        block.",
    why: "A value of the wrong shape is usually a line with the wrong indentation, and the rest \
        below it belongs elsewhere too.",
    example: "factors: [amount, device]\n",
    remedy: "Write the shape that the finding names. A grid stands below `rules: |`, indented.",
};

pub(super) const BAD_VALUE: Explanation = Explanation {
    meaning: "The value is not one of those that the format permits here.",
    why: "Guessing the nearest permitted value could decide claims in a way that nobody wrote \
        down.",
    example: "decision:
  hit: frist
  rules: |
    | id | amount  || outcome | reason |
    | A1 | <= 5000 || approve | SMALL  |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Take one of the values that the finding lists.",
};

pub(super) const LIMIT_EXCEEDED: Explanation = Explanation {
    meaning: "A limit of the format is exceeded: a table has at most 10,000 rules and 256 columns, a \
        file at most 256 tables, an expression a depth of at most 64.",
    why: "The limits keep reading, proving and deciding within known time and memory.",
    example: r#"derive:
  deep:
    type: integer
    is: "(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((prior_claims)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))"
"#,
    remedy: "Split the table or the expression; a part of an expression can be a derived factor of \
        its own.",
};

pub(super) const GRID_SHAPE: Explanation = Explanation {
    meaning: "A line does not fit its grid.",
    why: "A missing bar shifts every cell behind it into the column of another factor.",
    example: "decision:
  hit: first
  rules: |
    | id | amount  || outcome | reason |
    | A1 | <= 5000 || approve |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Begin and end each line with `|`, put one `||` between conditions and results, and \
        write as many cells as the header has. `verdict fmt` aligns the bars.",
};
