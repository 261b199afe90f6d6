//! What the facts must know of the factors, prepared once.

mod words;

use std::sync::Arc;

use crate::table::{ColumnType, DecisionTables, FactorIndex, ValueType};

use super::packing::{PackedField, Packing};
use super::value_set::ValueSet;
pub(crate) use words::Name;
use words::Words;

/// The factors of a matrix.
#[derive(Debug)]
pub(crate) struct Schema {
    tables: Arc<DecisionTables>,
    factors: Vec<FactorSchema>,
    /// The indexes of the factors of type text.
    text_factors: Vec<u32>,
    /// The names by which a claim gives its values.
    names: Words,
    /// What each name is of.
    fields: Vec<ClaimField>,
}

/// What a name in a claim is of: a factor, the claim's id, its time, or several of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ClaimField {
    pub(crate) factor: Option<FactorIndex>,
    pub(crate) is_claim: bool,
    pub(crate) is_time: bool,
}

/// One factor.
#[derive(Debug)]
pub(crate) struct FactorSchema {
    pub(crate) value_type: ValueType,
    pub(crate) scale: u8,
    pub(crate) nullable: bool,
    /// The values that the domain or the range of the type permits.
    pub(crate) domain: ValueSet,
    /// The first and the last value of a number whose domain is one range, in the unit of its type;
    /// of everything else an empty range.
    pub(crate) numbers: (i64, i64),
    /// The code of the first text that no literal equals.
    pub(crate) first_text_code: i64,
    /// Its bits in the packed word of a claim.
    pub(crate) packed: PackedField,
    /// Words of a category, or literals of the matrix for a text.
    words: Arc<Words>,
}

impl ClaimField {
    /// The factor, where the name is of nothing else.
    #[inline]
    pub(crate) fn only_factor(self) -> Option<FactorIndex> {
        self.factor.filter(|_| !self.is_claim && !self.is_time)
    }
}

impl Schema {
    pub(crate) fn new(tables: Arc<DecisionTables>) -> Self {
        let literals = Arc::new(Words::new(tables.texts.as_slice().into()));
        let first_text_code = count(&tables.texts);
        let packing = Packing::new(&tables);
        let factors: Vec<_> = (0..)
            .zip(&tables.factors)
            .map(|(index, factor)| FactorSchema {
                value_type: factor.column.value_type.clone(),
                scale: factor.column.scale,
                nullable: factor.column.nullable,
                numbers: number_range(&factor.column),
                domain: ValueSet::of_domain(&factor.column),
                first_text_code,
                packed: packing.field(index),
                words: match &factor.column.value_type {
                    ValueType::Category(words) => Arc::new(Words::new(Arc::clone(words))),
                    _ => Arc::clone(&literals),
                },
            })
            .collect();
        let is_text =
            |(_, factor): &(u32, &FactorSchema)| matches!(factor.value_type, ValueType::Text);
        let text_factors = (0..)
            .zip(&factors)
            .filter(is_text)
            .map(|(at, _)| at)
            .collect();
        let (names, fields) = claim_fields(&tables);
        Self {
            tables,
            factors,
            text_factors,
            names,
            fields,
        }
    }

    /// The number of a name among [`Self::fields`].
    #[inline]
    pub(crate) fn field_place(&self, name: &str) -> Option<u32> {
        self.names.place(name)
    }

    /// The name with this number.
    #[inline]
    pub(crate) fn field_name(&self, place: u32) -> Option<&str> {
        self.names.word(place)
    }

    /// What each name of a claim is of.
    pub(crate) fn fields(&self) -> &[ClaimField] {
        &self.fields
    }

    pub(crate) fn tables(&self) -> &Arc<DecisionTables> {
        &self.tables
    }

    pub(crate) fn factors(&self) -> &[FactorSchema] {
        &self.factors
    }

    pub(crate) fn factor(&self, index: FactorIndex) -> Option<&FactorSchema> {
        self.factors.get(index.0 as usize)
    }

    /// The values of narrow factors side by side, of one value a factor.
    pub(crate) fn pack(&self, values: &[i64]) -> u64 {
        let factors = self.factors.iter().zip(values);
        factors.fold(0, |packed, (factor, value)| {
            packed | factor.packed.place(*value)
        })
    }

    pub(crate) fn first_text_code(&self) -> i64 {
        count(&self.tables.texts)
    }

    pub(crate) fn text_factors(&self) -> &[u32] {
        &self.text_factors
    }
}

impl FactorSchema {
    /// The code of a category word, or of a text that is a literal of the matrix.
    #[inline]
    pub(crate) fn word_code(&self, word: &str) -> Option<i64> {
        self.words.place(word).map(i64::from)
    }
}

/// The domain of a number, where it is one range.
fn number_range(column: &ColumnType) -> (i64, i64) {
    match ValueSet::of_domain(column).ranges() {
        [range] if column.value_type.is_number() => *range,
        _ => (0, -1),
    }
}

/// The names of factors and of the keys that are read, each once.
fn claim_fields(tables: &DecisionTables) -> (Words, Vec<ClaimField>) {
    let mut names: Vec<String> = Vec::new();
    let mut fields: Vec<ClaimField> = Vec::new();
    for (index, factor) in (0..).map(FactorIndex).zip(&tables.factors) {
        names.push(factor.name.clone());
        fields.push(ClaimField {
            factor: Some(index),
            ..ClaimField::default()
        });
    }
    for key in ["claim", "time"] {
        let Some(column) = tables.keys.column(key) else {
            continue;
        };
        let known = names.iter().position(|name| name == column);
        let at = known.unwrap_or_else(|| {
            names.push(column.to_owned());
            fields.push(ClaimField::default());
            names.len() - 1
        });
        if let Some(field) = fields.get_mut(at) {
            field.is_claim |= key == "claim";
            field.is_time |= key == "time";
        }
    }
    (Words::new(names.into()), fields)
}

fn count(words: &[String]) -> i64 {
    words.len().try_into().unwrap_or(i64::MAX)
}
