//! A second workload, as claims desks write it: money, decimals, dates, texts and values that may be
//! missing; derived factors, and tables that read other tables.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use serde::Serialize;

/// Everything of the rules file above the rules of the decision.
const HEAD: &str = r#"format: 1
matrix: desk
version: "1"
currency: RUB
keys: {claim: claim_id}
factors:
  amount: {type: money, domain: "[0..200000]"}
  cash_overage: {type: money, nullable: true}
  device_status: {type: category, values: [fault, warn, nodata, ok]}
  journal: {type: category, values: [taken, not_taken, partial, jam, unreadable], nullable: true}
  channel: {type: text, nullable: true}
  is_known_incident: {type: boolean, nullable: true}
  prior_claims: {type: integer, domain: "[0..30]"}
  justified_claims: {type: integer, domain: "[0..30]"}
  score: {type: decimal, scale: 3, domain: "[0..1]", nullable: true}
  happened_on: {type: date}
  filed_on: {type: date}
  tenure_months: {type: integer, domain: "[0..600]", nullable: true}
derive:
  claim_age: {type: duration, is: "filed_on - happened_on"}
  covered: {type: boolean, is: "coalesce(cash_overage >= amount, false)"}
  justified_rate: {type: decimal, scale: 4, nullable: true, is: "justified_claims / prior_claims"}
tables:
  evidence:
    hit: first
    output: {type: category, values: [strong, weak, none]}
    rules: |
      | id | journal                 | covered | is_known_incident || evidence |
      | E1 | taken                   | -       | -                 || none     |
      | E2 | -                       | true    | -                 || strong   |
      | E3 | not_taken, partial, jam | -       | not(null)         || strong   |
      | E4 | not(null)               | -       | -                 || weak     |
    default: none
  auto_limit:
    output: {type: money}
    rows: device_status
    columns: prior_claims
    cells: |
      | device_status | 0      | 1      | 2     | >= 3 |
      | fault         | 150000 | 100000 | 30000 | 7000 |
      | warn          | 75000  | 10000  | 5000  | 3000 |
      | nodata        | 12000  | 5000   | 3000  | 2000 |
      | ok            | 3000   | 3000   | 2000  | 1000 |
  risk_points:
    hit: collect sum
    output: {type: integer}
    default: 0
    rules: |
      | id | prior_claims | tenure_months | claim_age | justified_rate || risk_points |
      | P1 | >= 3         | -             | -         | -              || 40          |
      | P2 | -            | < 6, null     | -         | -              || 25          |
      | P3 | -            | -             | > P30D    | -              || 10          |
      | P4 | -            | -             | -         | < 0.5          || 30          |
decision:
  hit: first
  rules: |
    | id | amount | evidence | risk_points | score | channel | tenure_months || outcome | reason |
"#;

const TAIL: &str = "  default: {outcome: review, reason: NO_RULE}\n";

const OUTCOMES: [&str; 5] = [
    "approve",
    "review",
    "escalate",
    "request_info",
    "approve_provisional",
];
const STATUSES: [&str; 4] = ["fault", "warn", "nodata", "ok"];
const JOURNALS: [&str; 5] = ["taken", "not_taken", "partial", "jam", "unreadable"];
const CHANNELS: [&str; 6] = ["branch", "app", "phone", "letter", "A-17", "A-18"];

/// Numbers that are the same in every run: `SplitMix64`.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    /// A number in `0..limit`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }

    /// A number in `0..limit`, as facts have it.
    pub(crate) fn number(&mut self, limit: u64) -> i64 {
        self.below(limit).cast_signed()
    }

    /// One of some texts.
    pub(crate) fn pick(&mut self, texts: &[&'static str]) -> &'static str {
        let at = usize::try_from(self.below(texts.len() as u64)).unwrap_or(0);
        texts.get(at).copied().unwrap_or("-")
    }
}

/// A rules file whose decision has so many rules.
pub fn desk_text(rules: usize) -> String {
    let mut numbers = Numbers(rules as u64);
    let mut text = String::from(HEAD);
    for at in 0..rules {
        let low = numbers.below(190) * 1_000;
        let width = numbers.below(if rules > 200 { 5 } else { 40 }) * 1_000 + 500;
        let amount = match numbers.below(8) {
            0 => "<= auto_limit".to_owned(),
            _ => format!("[{low}..{}]", low + width),
        };
        let cells = [
            amount,
            numbers
                .pick(&["-", "strong", "weak", "none", "strong, weak"])
                .to_owned(),
            numbers
                .pick(&["-", "0", "< 30", ">= 40", "[25..60]"])
                .to_owned(),
            numbers
                .pick(&["-", "-", "< 0.25", ">= 0.75", "null"])
                .to_owned(),
            numbers
                .pick(&["-", "-", "\"app\"", "\"A-17\", \"A-18\"", "not(\"letter\")"])
                .to_owned(),
            numbers
                .pick(&["-", "-", "< 12", ">= 24", "not(null)"])
                .to_owned(),
        ];
        let outcome = OUTCOMES.get(at % OUTCOMES.len()).unwrap_or(&"review");
        let _ = writeln!(
            text,
            "    | R{at} | {} || {outcome} | R{} |",
            cells.join(" | "),
            at % 5
        );
    }
    text.push_str(TAIL);
    text
}

/// A claim of [`desk_text`]. Days are texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the factors of the rules, by their names")]
pub struct DeskClaim {
    pub claim_id: String,
    pub amount: Decimal,
    pub cash_overage: Option<Decimal>,
    pub device_status: String,
    pub journal: Option<String>,
    pub channel: Option<String>,
    pub is_known_incident: Option<bool>,
    pub prior_claims: i64,
    pub justified_claims: i64,
    pub score: Option<Decimal>,
    pub happened_on: String,
    pub filed_on: String,
    pub tenure_months: Option<i64>,
}

/// So many claims: about every fourth value that may be missing is.
pub fn desk_claims(count: usize) -> Vec<DeskClaim> {
    let mut numbers = Numbers(0x2545_F491_4F6C_DD1D);
    (0..count).map(|at| desk_claim(at, &mut numbers)).collect()
}

fn desk_claim(at: usize, numbers: &mut Numbers) -> DeskClaim {
    let prior_claims = numbers.number(5);
    let happened = 1 + numbers.below(28);
    let month = 1 + numbers.below(11);
    DeskClaim {
        claim_id: format!("C-{at:07}"),
        amount: Decimal::new(numbers.number(20_000_001), 2),
        cash_overage: known(numbers).then(|| Decimal::new(numbers.number(20_000_001), 2)),
        device_status: numbers.pick(&STATUSES).to_owned(),
        journal: known(numbers).then(|| numbers.pick(&JOURNALS).to_owned()),
        channel: known(numbers).then(|| numbers.pick(&CHANNELS).to_owned()),
        is_known_incident: known(numbers).then(|| numbers.below(2) == 1),
        prior_claims,
        justified_claims: numbers.number(6).min(prior_claims),
        score: known(numbers).then(|| Decimal::new(numbers.number(1_001), 3)),
        happened_on: format!("2026-{month:02}-{happened:02}"),
        filed_on: format!("2026-{:02}-{happened:02}", month + numbers.below(2)),
        tenure_months: known(numbers).then(|| numbers.number(601)),
    }
}

/// Whether a value that may be missing is there.
fn known(numbers: &mut Numbers) -> bool {
    numbers.below(4) > 0
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use decision_matrix::{Analyses, DecisionMatrix, LoadConfig, reference};

    use super::{desk_claims, desk_text};

    #[test]
    fn the_claims_are_decided_by_many_rules_and_never_at_fault() {
        let config = LoadConfig {
            analyses: Analyses::None,
            ..LoadConfig::STRICT
        };
        let matrix = DecisionMatrix::from_yaml_with("desk.yaml", &desk_text(100), config);
        let compiled = matrix
            .unwrap_or_else(|findings| panic!("{findings}"))
            .compile();
        let claims = desk_claims(500);
        let binding = compiled.bind(&claims[0]).unwrap();
        let mut facts = compiled.facts();
        let mut rules = BTreeSet::new();
        for claim in &claims {
            binding.fill(&mut facts, claim);
            let decision = compiled.decide(&facts);
            assert_eq!(decision, reference::decide(compiled.tables(), &facts));
            assert_eq!(compiled.fault_name(&decision), None, "{claim:?}");
            rules.insert(compiled.rule_id(&decision).to_owned());
        }
        assert!(rules.len() > 20, "{rules:?}");
    }
}
