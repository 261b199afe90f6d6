//! What findings mean: what a whole matrix promises and reaches.

use super::Explanation;

pub(super) const UNREACHABLE_OUTCOME: Explanation = Explanation {
    meaning: "Rules name the outcome, but no claim gets it.",
    why: "People and queues wait for claims that never come.",
    example: "decision:
  hit: first
  rules: |
    | id | amount  || outcome  | reason |
    | A1 | <= 5000 || approve  | SMALL  |
    | R1 | > 5000  || review   | LARGE  |
    | E1 | > 50000 || escalate | HUGE   |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Look at the rules that give the outcome: those above them take all their claims.",
};

pub(super) const UNUSED: Explanation = Explanation {
    meaning: "The name is declared and nothing reads it; or an entry of `allow` silences nothing.",
    why: "A limit that nobody reads looks as if it were in force. An entry of `allow` that is no \
        longer needed would hide a later mistake.",
    example: "parameters:
  escalate_above: {type: money, value: 200000}
",
    remedy: "Delete it, or use it. A name that is kept for later is silenced in the decision: \
        `allow: {DM0310: why}`.",
};

pub(super) const NEAR_MONOTONE: Explanation = Explanation {
    meaning: "But for one rule, raising the factor would never make the outcome less cautious.",
    why: "A larger claim that is treated more lightly than a smaller one is rarely meant, and \
        customers find such steps.",
    example: "decision:
  hit: first
  rules: |
    | id | amount       || outcome | reason |
    | A1 | <= 1000      || approve | SMALL  |
    | R1 | (1000..2000] || review  | MIDDLE |
    | A2 | (2000..5000] || approve | LARGE  |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Look at the rule that the finding names. Once it is right, a guarantee keeps it so: \
        `more_cautious: {amount: rising}`.",
};

pub(super) const GUARANTEE_POSSIBLE: Explanation = Explanation {
    meaning: "Whether the guarantee holds rests on a derived factor that is not analysed exactly, and \
        no claim that breaks it was found.",
    why: "The guarantee may hold, but it is not proved.",
    example: r#"derive:
  excess: {type: money, is: "max(amount - 5000, 0)"}
decision:
  hit: first
  rules: |
    | id | excess || outcome | reason |
    | A1 | 0      || approve | SMALL  |
  default: {outcome: review, reason: NO_RULE}
guarantees:
  - {id: G1, never: [approve], when: {amount: "> 5000"}}
"#,
    remedy: "Test the factor itself in the rule, here `amount` with `<= 5000`, or make the derived \
        factor a boolean that compares a factor with a constant.",
};

pub(super) const NOT_EXAMINED: Explanation = Explanation {
    meaning: "An analysis took more steps than permitted, and the rest of it was left out.",
    why: "What was not examined may hold a gap or a rule that never answers; only what was found \
        is certain.",
    example: "# checked with --proof-budget 1
decision:
  hit: first
  rules: |
    | id | amount  | prior_claims || outcome | reason |
    | A1 | <= 5000 | < 3          || approve | SMALL  |
    | R1 | > 4000  | > 1          || review  | LARGE  |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Give the analysis more steps with `--proof-budget`, or split the table.",
};

pub(super) const DECLINE_NOT_PERMITTED: Explanation = Explanation {
    meaning: "A rule refuses a claim for good, and the file does not permit that.",
    why: "An automatic final refusal is unlawful or needs consent in many places (Regulation E \
        1005.11, GDPR article 22, Russian law 152-FZ article 16), while paying without an \
        investigation is allowed.",
    example: "decision:
  hit: first
  rules: |
    | id | amount  || outcome | reason |
    | D1 | > 90000 || decline | HUGE   |
  default: {outcome: review, reason: NO_RULE}
",
    remedy: "Send the claim to `review`, or put `permits: [decline]` at the top if your lawyers \
        agree.",
};

pub(super) const GUARANTEE_VIOLATED: Explanation = Explanation {
    meaning: "There is a claim that breaks the guarantee. The finding shows it; for `more_cautious` \
        it shows the claim before and after the step.",
    why: "The file promises something that its rules do not keep.",
    example: "decision:
  hit: first
  rules: |
    | id | amount  || outcome | reason |
    | A1 | <= 5000 || approve | SMALL  |
  default: {outcome: review, reason: NO_RULE}
guarantees:
  - {id: G1, never: [approve], when: {device: fault}}
",
    remedy: "Correct the rule that decides the claim shown, or the guarantee if it promises too \
        much.",
};

pub(super) const NOT_PROVED: Explanation = Explanation {
    meaning: "The property may hold, but its proof would take more steps than permitted.",
    why: "A table that must not overlap, must be complete, or must keep a guarantee is used only \
        once that is proved.",
    example: "# checked with --proof-budget 1
decision:
  hit: first
  rules: |
    | id | amount  | prior_claims || outcome | reason |
    | A1 | <= 5000 | < 3          || approve | SMALL  |
    | R1 | > 5000  | -            || review  | LARGE  |
    | R2 | -       | >= 3         || review  | MANY   |
",
    remedy: "Give the proof more steps with `--proof-budget`, or split the table. `hit: first` with \
        a default needs no proof.",
};

pub(super) const DECLINE_PERMITTED: Explanation = Explanation {
    meaning: "The file permits `decline`.",
    why: "An automatic refusal needs the agreement of lawyers. This note stands in every check so \
        that nobody overlooks the permit.",
    example: "permits: [decline]\n",
    remedy: "Nothing, if the permit is meant. Otherwise take `decline` out of `permits`.",
};
