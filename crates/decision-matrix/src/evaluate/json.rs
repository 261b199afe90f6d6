//! Facts from the text of one claim: a flat JSON object whose keys are the names of factors and of
//! the keys of the matrix. No number passes through a float, and nothing is copied that need not be.

mod error;
mod scanner;
mod unescape;

use crate::raw_value::RawValue;
use crate::table::FactorIndex;

use super::facts::Facts;
pub use error::JsonError;
use scanner::{Scanner, Value};
use unescape::unescape;

/// The place of a key that is the name of nothing.
const NOTHING: u32 = u32::MAX;

/// Most keys whose order is remembered, and most names of nothing that room is kept for.
const REMEMBERED: usize = 1_024;

/// What is kept from claim to claim, so that reading allocates nothing once it has grown, and finds
/// keys where they stood in the claim before.
#[derive(Clone, Debug, Default)]
pub(super) struct JsonMemory {
    /// For each position the place of its key among the names of the matrix, or [`NOTHING`].
    order: Vec<u32>,
    /// For each name the last claim that gave it.
    given: Vec<u64>,
    /// The number of the claim.
    claim: u64,
    /// The keys of this claim that are names of nothing.
    strangers: Vec<Stranger>,
    /// The keys among them that had escapes, one after the other, without them.
    stranger_text: String,
    /// The text of a value that had escapes, without them.
    text: String,
}

/// A key that is the name of nothing.
#[derive(Clone, Copy, Debug)]
struct Stranger {
    start: usize,
    end: usize,
    /// Whether it stands among the texts without escapes, and not in the claim.
    is_unescaped: bool,
}

impl Facts {
    /// Sets the facts of a claim from its JSON text, one object whose keys are the names of factors
    /// and the columns of the keys `claim` and `time`. What the text does not have is null
    /// afterwards; other keys are passed over. Numbers are read by their own digits; an array or an
    /// object is a value of no factor (`INPUT_TYPE`).
    ///
    /// It allocates nothing once its buffers have grown with the first claims, and it is fastest
    /// where the keys come in the same order in each claim.
    ///
    /// # Errors
    /// The text is no JSON (RFC 8259), is no object, nests more than 128 levels, or has a key
    /// twice. It is then no claim: if it is decided all the same, it goes to `review` with reason
    /// `INPUT_ROW`.
    ///
    /// # Example
    ///
    /// ```
    /// # let rules = r#"
    /// # format: 1
    /// # matrix: cash-refund
    /// # version: "1"
    /// # currency: RUB
    /// # keys: {claim: claim_id}
    /// # factors:
    /// #   amount: {type: money}
    /// # decision:
    /// #   hit: first
    /// #   rules: |
    /// #     | id | amount  || outcome | reason |
    /// #     | A1 | <= 5000 || approve | SMALL  |
    /// #   default: {outcome: review, reason: NO_RULE}
    /// # "#;
    /// # let matrix = decision_matrix::DecisionMatrix::from_yaml("matrix.yaml", rules)?;
    /// let compiled = matrix.compile();
    /// let mut facts = compiled.facts();
    /// facts.set_json(r#"{"claim_id": "C-1", "amount": 1500.00}"#)?;
    /// assert_eq!(compiled.rule_id(&compiled.decide(&facts)), "A1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_json(&mut self, text: &str) -> Result<(), JsonError> {
        self.clear();
        let mut memory = std::mem::take(&mut self.memory.json);
        memory.begin(self.schema().fields().len());
        let result = Members {
            facts: self,
            memory: &mut memory,
            scanner: Scanner::new(text),
            repeated_at: None,
        }
        .read();
        self.memory.json = memory;
        if result.is_err() {
            self.clear();
            self.mark_unreadable();
        }
        result
    }
}

impl JsonMemory {
    /// Begins a claim of a matrix that knows so many names.
    fn begin(&mut self, name_count: usize) {
        self.claim += 1;
        self.given.resize(name_count, 0);
        self.strangers.clear();
        self.strangers.shrink_to(REMEMBERED);
        self.stranger_text.clear();
    }
}

/// Reads the members of one object.
struct Members<'a, 'f> {
    facts: &'f mut Facts,
    memory: &'f mut JsonMemory,
    scanner: Scanner<'a>,
    /// Where a name stands for the second time.
    repeated_at: Option<usize>,
}

impl Members<'_, '_> {
    fn read(&mut self) -> Result<(), JsonError> {
        self.scanner.skip_space();
        if !self.scanner.skip(b'{') {
            self.scanner.value()?;
            self.scanner.finish()?;
            return Err(JsonError::NotAnObject);
        }
        self.scanner.skip_space();
        let mut position = 0;
        if !self.scanner.skip(b'}') {
            loop {
                self.member(position)?;
                position += 1;
                self.scanner.skip_space();
                if self.scanner.skip(b',') {
                    self.scanner.skip_space();
                } else if self.scanner.skip(b'}') {
                    break;
                } else {
                    return Err(self.scanner.expected("`,` or `}`"));
                }
            }
        }
        self.scanner.finish()?;
        match self.repeated_at {
            Some(key_at) => Err(self.twice(key_at)),
            None => self.no_stranger_twice(),
        }
    }

    /// Reads one member.
    #[inline]
    fn member(&mut self, position: usize) -> Result<(), JsonError> {
        let key_at = self.scanner.at();
        let place = match self.expected_place(position) {
            Some(place) => place,
            None => self.place(position)?,
        };
        self.scanner.skip_space();
        if !self.scanner.skip(b':') {
            return Err(self.scanner.expected("`:`"));
        }
        self.scanner.skip_space();
        let value = self.scanner.value()?;
        let Some(given) = self.memory.given.get_mut(place as usize) else {
            return self.check_text(value);
        };
        if *given == self.memory.claim {
            // What is no JSON at all is told first.
            self.repeated_at.get_or_insert(key_at);
        }
        *given = self.memory.claim;
        self.set(place, value)
    }

    /// The place of the key that stands here, if it is the one that stood at this position in the
    /// claim before; the scanner is then behind it.
    #[inline]
    fn expected_place(&mut self, position: usize) -> Option<u32> {
        let place = *self.memory.order.get(position)?;
        let name = self.facts.schema().field_name(place)?;
        self.scanner.skip_key(name).then_some(place)
    }

    /// The place of the key that stands here, remembered for this position.
    fn place(&mut self, position: usize) -> Result<u32, JsonError> {
        let key = self.scanner.key()?;
        let kept = self.memory.stranger_text.len();
        let text = if key.has_escapes {
            unescape(key.inside, &mut self.memory.stranger_text)
                .map_err(|at| JsonError::malformed(key.at + at, "an escape of a character"))?;
            self.memory.stranger_text.get(kept..).unwrap_or_default()
        } else {
            key.inside
        };
        let place = self.facts.schema().field_place(text).unwrap_or(NOTHING);
        if place == NOTHING {
            let (start, end) = if key.has_escapes {
                (kept, self.memory.stranger_text.len())
            } else {
                (key.at, key.at + key.inside.len())
            };
            self.memory.strangers.push(Stranger {
                start,
                end,
                is_unescaped: key.has_escapes,
            });
        } else {
            self.memory.stranger_text.truncate(kept);
        }
        match self.memory.order.get_mut(position) {
            Some(known) => *known = place,
            None if position < REMEMBERED => self.memory.order.push(place),
            None => {}
        }
        Ok(place)
    }

    /// Sets what a name is of.
    #[inline]
    fn set(&mut self, place: u32, value: Value<'_>) -> Result<(), JsonError> {
        let fields = self.facts.schema().fields();
        let Some(field) = fields.get(place as usize).copied() else {
            return Ok(());
        };
        let factor: Option<FactorIndex> = field.only_factor();
        match (factor, value) {
            (Some(factor), Value::Number(number)) => match number.short {
                Some(short) => {
                    let (mantissa, scale) = (short.mantissa, short.fraction_digits);
                    self.facts.set_short(factor, mantissa, scale);
                }
                None => self.facts.set(factor, RawValue::Number(number.text)),
            },
            (Some(factor), Value::Text(text)) if !text.has_escapes => {
                self.facts.set_words(factor, text.inside);
            }
            (_, Value::Text(text)) if text.has_escapes => {
                self.memory.text.clear();
                unescape(text.inside, &mut self.memory.text)
                    .map_err(|at| JsonError::malformed(text.at + at, "an escape of a character"))?;
                let value = RawValue::Text(&self.memory.text);
                self.facts.set_field(field, value);
            }
            (_, Value::Text(text)) => self.facts.set_field(field, RawValue::Text(text.inside)),
            (_, Value::Number(number)) => {
                self.facts.set_field(field, RawValue::Number(number.text));
            }
            (_, Value::Boolean(value)) => self.facts.set_field(field, RawValue::Boolean(value)),
            (_, Value::Null) => self.facts.set_field(field, RawValue::Null),
            (_, Value::Nested) => self.facts.set_field(field, RawValue::Other),
        }
        Ok(())
    }

    /// Looks whether the text of a value that nobody reads has only escapes of characters.
    fn check_text(&mut self, value: Value<'_>) -> Result<(), JsonError> {
        let Value::Text(text) = value else {
            return Ok(());
        };
        if !text.has_escapes {
            return Ok(());
        }
        self.memory.text.clear();
        unescape(text.inside, &mut self.memory.text)
            .map_err(|at| JsonError::malformed(text.at + at, "an escape of a character"))
    }

    /// Refuses a key that is the name of nothing and stands twice.
    fn no_stranger_twice(&mut self) -> Result<(), JsonError> {
        if self.memory.strangers.len() < 2 {
            return Ok(());
        }
        let (document, unescaped) = (self.scanner.text(), self.memory.stranger_text.as_str());
        let text = |stranger: &Stranger| {
            let texts = if stranger.is_unescaped {
                unescaped
            } else {
                document
            };
            texts.get(stranger.start..stranger.end).unwrap_or_default()
        };
        let strangers = &mut self.memory.strangers;
        strangers.sort_unstable_by(|a, b| text(a).cmp(text(b)));
        let mut pairs = strangers.windows(2);
        let twice = pairs.find_map(|pair| match pair {
            [first, second] if text(first) == text(second) => Some(text(first).to_owned()),
            _ => None,
        });
        twice.map_or(Ok(()), |key| Err(JsonError::RepeatedKey { key }))
    }

    /// The finding about a name that stands twice, its key the second time at this byte.
    #[cold]
    fn twice(&mut self, key_at: usize) -> JsonError {
        self.scanner.go_to(key_at);
        let mut key = String::new();
        if let Ok(found) = self.scanner.key() {
            let _ = unescape(found.inside, &mut key);
        }
        JsonError::RepeatedKey { key }
    }
}

#[cfg(test)]
mod tests;
