//! From the row of a claims file to the facts of the engine: which columns are read, and how a row
//! fills the facts. No value is judged here; the engine does that.

use decision_claims::{Field, FieldKind, ResultField, Row};
use decision_matrix::table::{DecisionTables, FactorIndex};
use decision_matrix::{Facts, RawValue};
use decision_simulation::{KnownResults, RawResults};

/// Whether a file may lack the columns of factors that are counted from earlier claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HistoryColumns {
    /// The caller of the engine supplies them, as any other factor.
    Required,
    /// They are the replay's matter; it warns where they are absent.
    Optional,
}

/// The columns that the rules read of every claim.
#[derive(Clone, Debug)]
pub(crate) struct ClaimFields {
    /// One field a factor, then the columns of keys that are no factors.
    fields: Vec<Field>,
    factor_count: u32,
    claim: usize,
    time: Option<usize>,
    language: Option<usize>,
}

impl ClaimFields {
    /// The columns of a matrix.
    pub(crate) fn new(tables: &DecisionTables, history: HistoryColumns) -> Self {
        let mut fields: Vec<Field> =
            Vec::with_capacity(tables.factors.len() + tables.keys.columns.len());
        for factor in &tables.factors {
            let mut field = Field::factor(factor);
            field.required &= factor.history.is_none() || history == HistoryColumns::Required;
            fields.push(field);
        }
        let factor_count = u32::try_from(tables.factors.len()).unwrap_or(u32::MAX);
        let mut place_of = |key: &str| {
            let column = tables.keys.column(key)?;
            let known = fields.iter().position(|field| field.name == column);
            // Rules that are in force for some time cannot decide a claim without its time.
            let is_required = key == "claim" || (key == "time" && tables.effective.is_some());
            if let Some(field) = known.and_then(|place| fields.get_mut(place)) {
                field.required |= key == "time" && is_required;
            }
            let kind = if key == "time" {
                FieldKind::Timestamp
            } else {
                FieldKind::Text
            };
            let field = if is_required {
                Field::new(column, kind)
            } else {
                Field::optional(column, kind)
            };
            Some(known.unwrap_or_else(|| {
                fields.push(field);
                fields.len() - 1
            }))
        };
        // `claim` is required in every matrix; without it the place is one that no row has.
        let claim = place_of("claim").unwrap_or(usize::MAX);
        let (time, language) = (place_of("time"), place_of("language"));
        for key in &tables.keys.columns {
            place_of(&key.name);
        }
        Self {
            fields,
            factor_count,
            claim,
            time,
            language,
        }
    }

    /// The fields, for the reader of claims and its map.
    pub(crate) fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The facts of a row. A row that is no claim, or has no claim id, is marked as unreadable.
    pub(crate) fn fill(&self, row: Row<'_>, facts: &mut Facts) {
        facts.clear();
        if !row.is_claim() {
            facts.mark_unreadable();
            return;
        }
        if !with_text(row.value(self.claim), |id| facts.set_claim(id)) {
            facts.mark_unreadable();
        }
        if let Some(time) = self.time {
            facts.set_time_raw(row.value(time));
        }
        for index in 0..self.factor_count {
            facts.set(FactorIndex(index), row.value(index as usize));
        }
    }

    /// The id of a claim, if the row has one.
    pub(crate) fn claim_id(&self, row: Row<'_>) -> Option<String> {
        let mut text = None;
        with_text(row.value(self.claim), |id| text = Some(id.to_owned()));
        text
    }

    /// The language of the customer, if the row has one.
    pub(crate) fn language(&self, row: Row<'_>) -> Option<String> {
        let mut text = None;
        with_text(row.value(self.language?), |language| {
            text = Some(language.to_owned());
        });
        text
    }
}

/// The value of a factor as the file has it: the fields of the factors come first.
pub(crate) fn factor_value(row: Row<'_>, factor: FactorIndex) -> RawValue<'_> {
    row.value(factor.0 as usize)
}

/// Gives the text of a key to `use_text`; tells whether there is one.
fn with_text(value: RawValue<'_>, use_text: impl FnOnce(&str)) -> bool {
    match value {
        RawValue::Text(text) | RawValue::Number(text) => use_text(text),
        RawValue::Decimal { mantissa, scale: 0 } => use_text(&mantissa.to_string()),
        _ => return false,
    }
    true
}

/// What is known of a claim afterwards; `scale` is that of the currency.
pub(crate) fn known_results(row: Row<'_>, scale: u8) -> KnownResults {
    let flag = |result| row.flag(result).map_or(RawValue::Null, RawValue::Boolean);
    // A word that means neither yes nor no leaves the result unknown, whatever was paid.
    let justified = flag(ResultField::Justified);
    let is_undecided =
        justified == RawValue::Null && row.result(ResultField::Justified) != RawValue::Null;
    let due_amount = if is_undecided {
        RawValue::Null
    } else {
        row.result(ResultField::DueAmount)
    };
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
