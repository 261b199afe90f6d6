//! What findings mean: names and types.

use super::Explanation;

pub(super) const BAD_NAME: Explanation = Explanation {
    meaning: "The name does not follow the rules of names: `[a-z][a-z0-9_]*`, at most 64 characters, \
        not a word of the language and not a function.",
    why: "Names stand in cells and expressions, where a capital letter or a reserved word would \
        mean something else.",
    example: "parameters:
  Small-Amount: {type: money, value: 5000}
",
    remedy: "Write it in small letters with `_` between words, or choose another word.",
};

pub(super) const DUPLICATE_NAME: Explanation = Explanation {
    meaning: "The name is taken. Names are unique over factors, parameters, derive and tables; rule \
        ids in their table; a column stands once in a table.",
    why: "A reader, and the reason of a decision, could mean either of the two.",
    example: "decision:
  hit: first
  rules: |
    | id | amount  || outcome  | reason |
    | A1 | <= 5000 || approve  | SMALL  |
    | A1 | > 9000  || escalate | LARGE  |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Give one of the two another name.",
};

pub(super) const UNKNOWN_NAME: Explanation = Explanation {
    meaning: "The word is neither declared in the file nor a value of the column.",
    why: "A misspelt word would never match, so its rule would quietly do nothing.",
    example: "decision:
  hit: first
  rules: |
    | id | device || outcome | reason |
    | A1 | falut  || approve | FAULT  |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Take the suggestion, or declare the name.",
};

pub(super) const AMBIGUOUS_WORD: Explanation = Explanation {
    meaning: "The word is a value of the column and also the name of a parameter or a table that \
        could stand in the cell.",
    why: "The cell could mean either of the two.",
    example: "parameters:
  fault: {type: category, values: [fault, warn, ok], value: warn}
decision:
  hit: first
  rules: |
    | id | device || outcome | reason |
    | A1 | fault  || approve | FAULT  |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Rename the parameter or the table.",
};

pub(super) const CYCLE: Explanation = Explanation {
    meaning: "Derived factors or tables depend on each other in a circle.",
    why: "Neither of them could be computed first.",
    example: r#"derive:
  net: {type: money, is: "amount - fee"}
  fee: {type: money, is: "net / 100"}
"#,
    remedy: "Break the circle: let one of them read factors only.",
};

pub(super) const BAD_LITERAL: Explanation = Explanation {
    meaning: "The value is not written as its type demands, or lies outside the type's range.",
    why: "A number that has to be guessed at (is `5_000` five or five thousand?) has no place in \
        rules about money.",
    example: "parameters:
  small: {type: money, value: 5_000}
",
    remedy: "Write numbers as `15000` or `0.85` with no more fraction digits than the scale, dates \
        as `2026-01-31`, timestamps as `2026-01-31T10:00:00Z`, durations as `P30D`, texts in \
        double quotes.",
};

pub(super) const WRONG_TYPE: Explanation = Explanation {
    meaning: "A name or a comparison does not fit the type of the column.",
    why: "Comparing things of different kinds has no answer.",
    example: "decision:
  hit: first
  rules: |
    | id | amount          || outcome | reason |
    | A1 | <= device_limit || approve | SMALL  |
  default: {outcome: review, reason: NO_RULE}
parameters:
  device_limit: {type: integer, value: 5}
",
    remedy: "Name a parameter or a table of the column's type, or change the declaration.",
};

pub(super) const SUM_OUT_OF_RANGE: Explanation = Explanation {
    meaning: "The sum or the count over some of the rules lies outside the output's range or domain.",
    why: "A claim that collects those rules would have no valid result. The check looks at every \
        subset of the rules.",
    example: r#"tables:
  points:
    hit: collect sum
    output: {type: integer, domain: "[0..100]"}
    default: 0
    rules: |
      | id | amount | prior_claims || points |
      | P1 | > 1000 | -            || 60     |
      | P2 | -      | > 2          || 70     |
"#,
    remedy: "Lower the results, or widen the domain.",
};

pub(super) const EXPRESSION_SYNTAX: Explanation = Explanation {
    meaning: "The expression does not follow the grammar.",
    why: "An expression is computed exactly as written or not at all.",
    example: r#"derive:
  is_first: {type: boolean, is: "prior_claims == 0"}
"#,
    remedy: "Use names, literals, `+ - * /`, the comparisons `= != < <= > >=`, `and or not`, `if c \
        then a else b`, brackets and the functions of the format.",
};

pub(super) const EXPRESSION_TYPE: Explanation = Explanation {
    meaning: "An operator or a function is given a type that it does not take, or the result is not \
        of the declared type.",
    why: "Types are settled before any claim is decided, so that no claim can fail on them.",
    example: r#"derive:
  odd: {type: boolean, is: "amount + 1"}
"#,
    remedy: "Change the expression or the declared type.",
};

pub(super) const EXPRESSION_NULL: Explanation = Explanation {
    meaning: "The result may be null, but the derived factor is not declared nullable.",
    why: "A claim without the value would be at fault and go to a person, which is rarely what \
        was meant.",
    example: r#"derive:
  is_fault: {type: boolean, is: "device = fault"}
"#,
    remedy: "Say what a missing value means with `coalesce(.., value)`, or add `nullable: true`.",
};
