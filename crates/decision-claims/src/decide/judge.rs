//! Judges single values as the facts of a claim do: for each what its code is, or what is wrong.

use std::collections::BTreeMap;

use decision_matrix::table::{FactorIndex, ValueType};
use decision_matrix::{CompiledMatrix, Fact, Facts, RawValue};

use super::coder::Target;

/// Facts that are set and asked again at once.
pub(super) struct Judge<'m> {
    compiled: &'m CompiledMatrix,
    facts: Facts,
    /// The code of the first text that no literal equals.
    first_text_code: i64,
    /// Whether texts are told apart that no literal equals: two columns may be compared.
    has_own_texts: bool,
    /// The texts of a block that no literal equals.
    own_texts: BTreeMap<String, i64>,
}

impl<'m> Judge<'m> {
    /// Judges by the factors of a matrix.
    pub(super) fn new(compiled: &'m CompiledMatrix) -> Self {
        let tables = compiled.tables();
        let is_text = |value_type: &ValueType| matches!(value_type, ValueType::Text);
        let factors = tables.factors.iter();
        let text_factors = factors.filter(|factor| is_text(&factor.column.value_type));
        Self {
            compiled,
            facts: compiled.facts(),
            first_text_code: i64::try_from(tables.texts.len()).unwrap_or(i64::MAX),
            has_own_texts: text_factors.count() > 1,
            own_texts: BTreeMap::new(),
        }
    }

    /// Forgets the texts of the block before.
    pub(super) fn begin_block(&mut self) {
        self.own_texts.clear();
    }

    /// Whether codes of a target hold for this block only.
    pub(super) fn is_of_block(&self, target: Target) -> bool {
        self.has_own_texts && matches!(self.value_type(target), Some(ValueType::Text))
    }

    fn value_type(&self, target: Target) -> Option<&'m ValueType> {
        let Target::Factor(index) = target else {
            return None;
        };
        let factor = self.compiled.tables().factors.get(index as usize);
        factor.map(|factor| &factor.column.value_type)
    }

    /// What a value is to a factor, or to the time of a claim.
    pub(super) fn fact(&mut self, target: Target, value: RawValue<'_>) -> Fact {
        let Target::Factor(index) = target else {
            self.facts.set_time_raw(value);
            return self.facts.time();
        };
        let factor = FactorIndex(index);
        self.facts.set(factor, value);
        match (self.facts.fact(factor), value) {
            (Fact::Value(code), RawValue::Text(text))
                if code >= self.first_text_code
                    && matches!(self.value_type(target), Some(ValueType::Text)) =>
            {
                Fact::Value(self.code_of_own(text))
            }
            (fact, _) => fact,
        }
    }

    /// The code of a text that no literal equals, the same for equal texts of a block.
    fn code_of_own(&mut self, text: &str) -> i64 {
        if !self.has_own_texts {
            return self.first_text_code;
        }
        if let Some(code) = self.own_texts.get(text) {
            return *code;
        }
        let count = i64::try_from(self.own_texts.len()).unwrap_or(i64::MAX);
        let code = self.first_text_code.saturating_add(count);
        self.own_texts.insert(text.to_owned(), code);
        code
    }
}
