//! What a row of a claims file tells besides the facts of the engine: the value of a factor as it
//! stands there, and what is known of the claim afterwards.

use decision_claims::{ResultField, Row};
use decision_matrix::RawValue;
use decision_matrix::table::FactorIndex;
use decision_simulation::{KnownResults, RawResults};

pub(crate) use decision_claims::{ClaimFields, HistoryColumns};

/// The value of a factor as the file has it: the fields of the factors come first.
pub(crate) fn factor_value(row: Row<'_>, factor: FactorIndex) -> RawValue<'_> {
    row.value(factor.0 as usize)
}

/// What is known of a claim afterwards; `scale` is that of the currency.
pub(crate) fn known_results(row: Row<'_>, scale: u8) -> KnownResults {
    let flag = |result| row.flag(result).map_or(RawValue::Null, RawValue::Boolean);
    // A word that means neither yes nor no leaves the result unknown, whatever was paid.
    let justified = flag(ResultField::Justified);
    let mut due_amount = row.result(ResultField::DueAmount);
    if justified == RawValue::Null
        && due_amount != RawValue::Null
        && row.result(ResultField::Justified) != RawValue::Null
    {
        due_amount = RawValue::Null;
    }
    let raw = RawResults {
        justified,
        due_amount,
        clawed_back: flag(ResultField::ClawedBack),
        review_minutes: row.result(ResultField::ReviewMinutes),
        evidence_days: row.result(ResultField::EvidenceDays),
        caught_by_review: flag(ResultField::CaughtByReview),
        wrongly_refused: flag(ResultField::WronglyRefused),
        cash_found: flag(ResultField::CashFound),
        audit_probability: row.result(ResultField::AuditProbability),
        decided_by: row.result(ResultField::DecidedBy),
        known_at: row.result(ResultField::KnownAt),
        score: row.result(ResultField::Score),
    };
    KnownResults::from_raw(&raw, scale)
}

#[cfg(test)]
mod tests {
    use decision_matrix::DecisionMatrix;

    use super::{ClaimFields, HistoryColumns};

    const RULES: &str = include_str!("../../../rules/atm-cash-dispute/matrix.yaml");

    /// Whether a file of claims needs the column of the time.
    fn needs_time(text: &str) -> bool {
        let matrix = DecisionMatrix::from_yaml("matrix.yaml", text).unwrap();
        let fields = ClaimFields::new(matrix.tables(), HistoryColumns::Required);
        fields
            .fields()
            .iter()
            .any(|field| field.name == "filed_at" && field.required)
    }

    #[test]
    fn rules_that_are_in_force_for_some_time_need_the_time_of_a_claim() {
        assert!(!needs_time(RULES));
        let effective = "\neffective: {from: 2020-01-01}\nversion:";
        assert!(needs_time(&RULES.replacen("\nversion:", effective, 1)));
    }
}
