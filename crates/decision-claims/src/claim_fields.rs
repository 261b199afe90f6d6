//! From the row of a claims file to the facts of the engine: which columns are read, and how a row
//! fills the facts. No value is judged here; the engine does that.

use std::borrow::Cow;

use decision_matrix::table::{DecisionTables, FactorIndex};
use decision_matrix::{Facts, RawValue};

use crate::block::Row;
use crate::field::{Field, FieldKind};

/// Whether a file may lack the columns of factors that are counted from earlier claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryColumns {
    /// The caller of the engine supplies them, as any other factor.
    Required,
    /// They are the replay's matter; it warns where they are absent.
    Optional,
}

/// The columns that the rules read of every claim.
#[derive(Clone, Debug)]
pub struct ClaimFields {
    /// One field a factor, then the columns of keys that are no factors.
    fields: Vec<Field>,
    factor_count: u32,
    claim: usize,
    time: Option<usize>,
    language: Option<usize>,
    /// The field of each key, in order of declaration.
    keys: Vec<Option<usize>>,
    sequence: Option<usize>,
}

/// The column that says in which order claims came, where a source has one.
const SEQUENCE: &str = "seq";

impl ClaimFields {
    /// The columns of a matrix.
    pub fn new(tables: &DecisionTables, history: HistoryColumns) -> Self {
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
        let keys = tables.keys.columns.iter();
        let keys = keys.map(|key| place_of(&key.name)).collect();
        let sequence = (history == HistoryColumns::Optional).then(|| {
            let known = fields.iter().position(|field| field.name == SEQUENCE);
            known.unwrap_or_else(|| {
                fields.push(Field::optional(SEQUENCE, FieldKind::Number { scale: 0 }));
                fields.len() - 1
            })
        });
        Self {
            fields,
            factor_count,
            claim,
            time,
            language,
            keys,
            sequence,
        }
    }

    /// The fields, for the reader of claims and its map.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The facts of a row. A row that is no claim, or has no claim id, is marked as unreadable.
    pub fn fill(&self, row: Row<'_>, facts: &mut Facts) {
        facts.clear();
        if !row.is_claim() {
            facts.mark_unreadable();
            return;
        }
        match key_text(row.value(self.claim)) {
            Some(id) => facts.set_claim(&id),
            None => facts.mark_unreadable(),
        }
        if let Some(time) = self.time {
            facts.set_time_raw(row.value(time));
        }
        for index in 0..self.factor_count {
            facts.set(FactorIndex(index), row.value(index as usize));
        }
    }

    /// The id of a claim, if the row has one.
    pub fn claim_id(&self, row: Row<'_>) -> Option<String> {
        key_text(row.value(self.claim)).map(Cow::into_owned)
    }

    /// The text of a key, by its place in order of declaration, if the row has one.
    pub fn key<'r>(&self, row: Row<'r>, key: usize) -> Option<Cow<'r, str>> {
        key_text(row.value(self.keys.get(key).copied().flatten()?)).filter(|text| !text.is_empty())
    }

    /// The place of the claim in the order of its source, if the row has one: the column `seq`,
    /// for a replay only.
    pub fn sequence(&self, row: Row<'_>) -> Option<i64> {
        match row.value(self.sequence?) {
            RawValue::Text(text) | RawValue::Number(text) => text.parse().ok(),
            RawValue::Decimal { mantissa, scale: 0 } => mantissa.try_into().ok(),
            _ => None,
        }
    }

    /// The language of the customer, if the row has one.
    pub fn language(&self, row: Row<'_>) -> Option<String> {
        key_text(row.value(self.language?)).map(Cow::into_owned)
    }

    /// How many factors there are; theirs are the first fields.
    pub(crate) fn factor_count(&self) -> u32 {
        self.factor_count
    }

    /// The field of the claim's id.
    pub(crate) fn claim_field(&self) -> usize {
        self.claim
    }

    /// The field of the claim's time.
    pub(crate) fn time_field(&self) -> Option<usize> {
        self.time
    }
}

/// The text of a key, if there is one.
pub(crate) fn key_text(value: RawValue<'_>) -> Option<Cow<'_, str>> {
    match value {
        RawValue::Text(text) | RawValue::Number(text) => Some(Cow::Borrowed(text)),
        RawValue::Decimal { mantissa, scale: 0 } => Some(Cow::Owned(mantissa.to_string())),
        _ => None,
    }
}
