//! What findings mean: rules that meet, hide each other or leave claims out.

use super::Explanation;

pub(super) const GAP: Explanation = Explanation {
    meaning: "No rule matches a region of claims, so the default answers there.",
    why: "Often the region was forgotten: two bounds that should meet do not. The default then \
        decides what nobody thought about.",
    example: "decision:
  hit: first
  rules: |
    | id | amount  || outcome  | reason |
    | A1 | <= 5000 || approve  | SMALL  |
    | R1 | > 5001  || escalate | LARGE  |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Move the bound, or paste the row that the finding gives and set its results. If the \
        default is meant, say so: `allow: {DM0301: why}` in the table.",
};

pub(super) const OVERLAP_UNDER_FIRST: Explanation = Explanation {
    meaning: "Two rules of a `first` table match the same claim and give different results, so their \
        order decides.",
    why: "A reader of the lower rule alone is misled, and moving a line changes decisions.",
    example: "decision:
  hit: first
  rules: |
    | id | amount  | device || outcome | reason |
    | A1 | <= 5000 | -      || approve | SMALL  |
    | R1 | -       | fault  || review  | FAULT  |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Narrow one of the two so that each claim has one answer. If the order is meant, as with \
        exceptions above a general rule, say so: `allow: {DM0302: why}`.",
};

pub(super) const SHADOWED: Explanation = Explanation {
    meaning: "The rule never answers: the rules above it, perhaps only several of them together, take \
        every claim that it matches.",
    why: "What the rule was written for does not happen, and the table seems to say that it does.",
    example: "decision:
  hit: first
  rules: |
    | id | amount      || outcome  | reason |
    | A1 | < 1000      || approve  | SMALL  |
    | R1 | >= 1000     || review   | LARGE  |
    | E1 | [500..2000] || escalate | MIDDLE |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Move the rule above those that the finding names, narrow them, or delete it.",
};

pub(super) const PARTLY_HIDDEN: Explanation = Explanation {
    meaning: "The rules above answer some of the claims that the rule matches.",
    why: "The rule says more than it does: part of its cells is without effect.",
    example: "decision:
  hit: first
  rules: |
    | id | amount       || outcome  | reason |
    | A1 | <= 5000      || approve  | SMALL  |
    | R1 | [4000..9000] || escalate | MIDDLE |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Write the cells as they work, here `(5000..9000]`, or move the rule up if it should \
        win.",
};

pub(super) const REDUNDANT: Explanation = Explanation {
    meaning: "Without the rule every claim gets the same result.",
    why: "A line that changes nothing still has to be read, reviewed and kept true.",
    example: "decision:
  hit: first
  rules: |
    | id | amount  || outcome | reason |
    | A1 | <= 100  || approve | SMALL  |
    | A2 | <= 5000 || approve | SMALL  |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Delete the rule. If its id is wanted in reports, say so: `allow: {DM0305: why}`.",
};

pub(super) const MERGEABLE: Explanation = Explanation {
    meaning: "Two rules give the same results and differ in one column only, so one rule can say \
        both.",
    why: "One line is easier to read than two, and cannot be changed by half.",
    example: "decision:
  hit: first
  rules: |
    | id | amount       || outcome | reason |
    | A1 | <= 1000      || approve | SMALL  |
    | A2 | (1000..5000] || approve | SMALL  |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Keep one rule with the cell that the finding gives. Where two reasons are wanted, give \
        them two reasons.",
};

pub(super) const NULL_TO_DEFAULT: Explanation = Explanation {
    meaning: "A claim without a value in the column is answered by the default, where claims with a \
        value are answered by rules.",
    why: "No cell but `-` and `null` matches a missing value, not even `not(..)`. That is easily \
        overlooked, and the default was written for something else.",
    example: "decision:
  hit: first
  rules: |
    | id | device      || outcome | reason |
    | A1 | fault       || approve | FAULT  |
    | R1 | not(fault)  || review  | OTHER  |
  default: {outcome: escalate, reason: NO_RULE}
",
    remedy: "Say what a missing value means: add `null` to a cell or a rule of its own.",
};

pub(super) const OVERLAP: Explanation = Explanation {
    meaning: "Two rules of a `unique` table match the same claim.",
    why: "`unique` promises that the order of the rules does not matter. Here the claim would \
        have two answers.",
    example: "decision:
  hit: unique
  rules: |
    | id | amount       || outcome | reason |
    | A1 | <= 5000      || approve | SMALL  |
    | R1 | [5000..9000] || review  | MIDDLE |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Move the bound so that the two only touch, here `(5000..9000]`. If the topmost rule \
        should win, write `hit: first`.",
};

pub(super) const CONFLICT: Explanation = Explanation {
    meaning: "Two rules of an `any` table match the same claim and give different results.",
    why: "`any` permits several matches because it does not matter which one is taken. Here it \
        does.",
    example: "decision:
  hit: any
  rules: |
    | id | amount  | device || outcome | reason |
    | A1 | <= 5000 | -      || approve | SMALL  |
    | R1 | -       | fault  || review  | FAULT  |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Make the results equal, or narrow one of the two. If the topmost rule should win, write \
        `hit: first`.",
};

pub(super) const INCOMPLETE: Explanation = Explanation {
    meaning: "Some claim is matched by no rule of the table, and the table has no default.",
    why: "The claim would have no answer.",
    example: "decision:
  hit: first
  rules: |
    | id | amount  || outcome | reason |
    | A1 | <= 5000 || approve | SMALL  |
    | R1 | > 6000  || review  | LARGE  |
",
    remedy: "Paste the row that the finding gives and set its results, or write a `default`. A \
        missing value of a nullable column needs an answer too.",
};
