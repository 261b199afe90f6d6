//! A third workload: rules that ask about derived factors nearly alone, durations and differences,
//! rates, fallbacks and conditions.

use std::fmt::Write as _;

use decision_matrix::{CompiledMatrix, Decision, Facts, calendar};

use crate::desk::Numbers;
use crate::workload::read;

/// Everything of the rules file above the rules of the decision.
const HEAD: &str = r#"format: 1
matrix: derived
version: "1"
currency: RUB
keys: {claim: claim_id}
factors:
  amount: {type: money, domain: "[0..200000]"}
  cash_overage: {type: money, nullable: true}
  credit_limit: {type: money, nullable: true}
  device_status: {type: category, values: [fault, warn, nodata, ok]}
  is_known: {type: boolean, nullable: true}
  prior_claims: {type: integer, domain: "[0..30]"}
  justified_claims: {type: integer, domain: "[0..30]"}
  happened_at: {type: timestamp}
  filed_at: {type: timestamp}
  opened_on: {type: date}
  filed_on: {type: date}
derive:
  claim_age: {type: duration, is: "filed_at - happened_at"}
  tenure_days: {type: integer, is: "days(filed_on - opened_on)"}
  uncovered: {type: money, is: "amount - coalesce(cash_overage, 0)"}
  covered: {type: boolean, is: "coalesce(cash_overage >= amount, false)"}
  justified_rate: {type: decimal, scale: 4, nullable: true, is: "justified_claims / prior_claims"}
  utilisation: {type: decimal, scale: 3, nullable: true, is: "amount / credit_limit"}
  exposure: {type: money, is: "if device_status = fault then max(amount - 5000, 0) else amount * 1.25"}
  is_fresh: {type: boolean, is: "claim_age < P1D and not coalesce(is_known, false)"}
decision:
  hit: first
  rules: |
    | id | uncovered | exposure | claim_age | tenure_days | covered | justified_rate | utilisation | is_fresh || outcome | reason |
"#;

const TAIL: &str = "  default: {outcome: review, reason: NO_RULE}\n";

/// Rules over derived factors, and claims.
#[derive(Debug)]
pub struct DerivedWorkload {
    /// How many rules the decision has.
    pub rules: usize,
    /// The rules.
    pub matrix: CompiledMatrix,
    /// The claims.
    pub facts: Vec<Facts>,
}

impl DerivedWorkload {
    /// Rules whose decision has so many, with so many claims.
    ///
    /// # Panics
    /// The rules are refused.
    pub fn new(rules: usize, count: usize) -> Self {
        let matrix = read(&rules_text(rules)).compile();
        let mut numbers = Numbers(0x2545_F491_4F6C_DD1D);
        let facts = (0..count).map(|_| claim(&matrix, &mut numbers)).collect();
        Self {
            rules,
            matrix,
            facts,
        }
    }

    /// What is decided of each claim, one by one.
    pub fn decisions(&self) -> Vec<Decision> {
        let decide = |facts| self.matrix.decide(facts);
        self.facts.iter().map(decide).collect()
    }
}

/// A rules file whose decision has so many rules.
fn rules_text(rules: usize) -> String {
    let mut numbers = Numbers(rules as u64);
    let mut text = String::from(HEAD);
    for at in 0..rules {
        let mut band = |limit: u64, width: u64| {
            let low = numbers.below(limit) * 1_000;
            format!("[{low}..{}]", low + (1 + numbers.below(width)) * 1_000)
        };
        let (uncovered, exposure) = (band(190, 40), band(240, 60));
        let cells = [
            uncovered,
            if at % 2 == 0 {
                "-".to_owned()
            } else {
                exposure
            },
            pick(&mut numbers, &["-", "-", "< PT12H", ">= P2D", "> P30D"]),
            pick(&mut numbers, &["-", "-", "< 90", "[30..400]", ">= 365"]),
            pick(&mut numbers, &["-", "-", "-", "true", "false"]),
            pick(&mut numbers, &["-", "-", "< 0.5", ">= 0.75", "null"]),
            pick(&mut numbers, &["-", "-", "< 0.4", ">= 0.9", "null"]),
            pick(&mut numbers, &["-", "-", "-", "true", "false"]),
        ];
        let outcomes = ["approve", "review", "escalate", "request_info"];
        let _ = writeln!(
            text,
            "    | R{at} | {} || {} | R{} |",
            cells.join(" | "),
            outcomes.get(at % 4).unwrap_or(&"review"),
            at % 5
        );
    }
    text.push_str(TAIL);
    text
}

fn pick(numbers: &mut Numbers, texts: &[&'static str]) -> String {
    numbers.pick(texts).to_owned()
}

/// One claim; about every fourth value that may be missing is.
fn claim(matrix: &CompiledMatrix, numbers: &mut Numbers) -> Facts {
    let known = |numbers: &mut Numbers, value: String| match numbers.below(4) {
        0 => "null".to_owned(),
        _ => value,
    };
    let (amount, overage, limit) = (money(numbers), money(numbers), money(numbers));
    let prior = numbers.number(5);
    let filed = 1_780_000_000 + numbers.number(30_000_000);
    let age = numbers.number(4_000_000) >> numbers.below(12);
    let day = filed / calendar::DAY_SECONDS;
    let text = format!(
        r#"{{"amount": {amount}, "cash_overage": {}, "credit_limit": {}, "device_status": "{}", "is_known": {},
        "prior_claims": {prior}, "justified_claims": {}, "happened_at": "{}", "filed_at": "{}",
        "opened_on": "{}", "filed_on": "{}"}}"#,
        known(numbers, overage),
        known(numbers, limit),
        numbers.pick(&["fault", "warn", "nodata", "ok"]),
        numbers.pick(&["true", "true", "false", "null"]),
        numbers.number(6).min(prior),
        calendar::format_timestamp(filed - age),
        calendar::format_timestamp(filed),
        calendar::format_date(day - numbers.number(2_000)),
        calendar::format_date(day),
    );
    let mut facts = matrix.facts();
    // A claim that could not be read would be decided as such, which the test would see.
    let _ = facts.set_json(&text);
    facts
}

fn money(numbers: &mut Numbers) -> String {
    format!("{}.{:02}", numbers.below(200_000), numbers.below(100))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use decision_matrix::reference;

    use super::DerivedWorkload;

    #[test]
    fn the_claims_are_decided_by_many_rules_and_never_at_fault() {
        let workload = DerivedWorkload::new(100, 500);
        let mut rules = BTreeSet::new();
        for (facts, decision) in workload.facts.iter().zip(workload.decisions()) {
            let tables = workload.matrix.tables();
            assert_eq!(decision, reference::decide(tables, facts));
            assert_eq!(workload.matrix.fault_name(&decision), None);
            rules.insert(workload.matrix.rule_id(&decision).to_owned());
        }
        assert!(rules.len() > 20, "{rules:?}");
    }
}
