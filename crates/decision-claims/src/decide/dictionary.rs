//! Columns of words with a dictionary: each text is judged once, and the keys are translated.

use arrow_array::{Array, ArrayRef};
use arrow_buffer::NullBuffer;
use decision_matrix::{Fact, InputFault};

use super::codes::Codes;

/// What the values of a dictionary were judged to be.
#[derive(Debug, Default)]
pub(super) struct Translation {
    /// The dictionary, held so that no other can come to lie in its place.
    values: Option<ArrayRef>,
    facts: Vec<Fact>,
    /// The codes, where each fits and is there.
    narrow: Option<Vec<i8>>,
}

impl Translation {
    /// Whether these are the values that were translated.
    pub(super) fn is_of(&self, values: &ArrayRef) -> bool {
        self.values.as_ref().is_some_and(|known| {
            std::sync::Arc::ptr_eq(known, values) || known.to_data().ptr_eq(&values.to_data())
        })
    }

    /// Forgets what was translated.
    pub(super) fn clear(&mut self) {
        self.values = None;
    }

    /// Translates the values of a dictionary; `judge` says what the value of a place is.
    pub(super) fn set(&mut self, values: &ArrayRef, judge: impl FnMut(usize) -> Fact) {
        self.values = Some(values.clone());
        self.facts.clear();
        self.facts.extend((0..values.len()).map(judge));
        let code = |fact: &Fact| match fact {
            Fact::Value(code) => i8::try_from(*code).ok(),
            Fact::Null | Fact::Fault(_) => None,
        };
        self.narrow = self.facts.iter().map(code).collect();
    }

    /// Writes the codes of keys. What keys of rows without a value point at does not matter. The
    /// answer tells whether rows without a value are left to the validity of the array.
    pub(super) fn write<K: Copy + TryInto<usize>>(
        &self,
        keys: &[K],
        nulls: Option<&NullBuffer>,
        null: Fact,
        codes: &mut Codes,
    ) -> bool {
        let place = |key: &K| (*key).try_into().unwrap_or(usize::MAX);
        let has_plain_null = matches!(null, Fact::Null | Fact::Fault(InputFault::Missing));
        if let Some(narrow) = &self.narrow
            && (nulls.is_none() || has_plain_null)
        {
            let target = codes.begin_narrow();
            let code = |key: &K| narrow.get(place(key)).copied().unwrap_or_default();
            target.extend(keys.iter().map(code));
            return true;
        }
        codes.begin_wide();
        for (row, key) in keys.iter().enumerate() {
            let is_null = nulls.is_some_and(|nulls| nulls.is_null(row));
            let known = self.facts.get(place(key)).filter(|_| !is_null);
            codes.push(known.copied().unwrap_or(null));
        }
        codes.end(keys.len());
        false
    }
}
