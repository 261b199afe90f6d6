//! What the facts must know of the factors, prepared once.

use std::sync::Arc;

use crate::table::{DecisionTables, FactorIndex, ValueType};

use super::value_set::ValueSet;

/// The factors of a matrix.
#[derive(Debug)]
pub(crate) struct Schema {
    tables: Arc<DecisionTables>,
    factors: Vec<FactorSchema>,
    /// The indexes of the factors of type text.
    text_factors: Vec<u32>,
}

/// One factor.
#[derive(Debug)]
pub(crate) struct FactorSchema {
    pub(crate) value_type: ValueType,
    pub(crate) scale: u8,
    pub(crate) nullable: bool,
    /// The values that the domain or the range of the type permits.
    pub(crate) domain: ValueSet,
    /// The code of the first text that no literal equals.
    pub(crate) first_text_code: i64,
    /// Words of a category, or literals of the matrix for a text, sorted, each with its code.
    words: Arc<[(String, i64)]>,
}

impl Schema {
    pub(crate) fn new(tables: Arc<DecisionTables>) -> Self {
        let literals = coded(&tables.texts);
        let first_text_code = count(&tables.texts);
        let factors: Vec<_> = tables
            .factors
            .iter()
            .map(|factor| FactorSchema {
                value_type: factor.column.value_type.clone(),
                scale: factor.column.scale,
                nullable: factor.column.nullable,
                domain: ValueSet::of_domain(&factor.column),
                first_text_code,
                words: match &factor.column.value_type {
                    ValueType::Category(words) => coded(words),
                    ValueType::Text => Arc::clone(&literals),
                    _ => Arc::default(),
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
        Self {
            tables,
            factors,
            text_factors,
        }
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

    pub(crate) fn first_text_code(&self) -> i64 {
        count(&self.tables.texts)
    }

    pub(crate) fn text_factors(&self) -> &[u32] {
        &self.text_factors
    }
}

impl FactorSchema {
    /// The code of a category word, or of a text that is a literal of the matrix.
    pub(crate) fn word_code(&self, word: &str) -> Option<i64> {
        let at = self
            .words
            .binary_search_by(|(known, _)| known.as_str().cmp(word))
            .ok()?;
        self.words.get(at).map(|(_, code)| *code)
    }
}

/// Each word with its place, sorted by word.
fn coded(words: &[String]) -> Arc<[(String, i64)]> {
    let mut coded: Vec<_> = words.iter().cloned().zip(0..).collect();
    coded.sort_unstable();
    coded.into()
}

fn count(words: &[String]) -> i64 {
    words.len().try_into().unwrap_or(i64::MAX)
}
