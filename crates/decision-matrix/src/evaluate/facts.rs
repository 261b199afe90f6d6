//! The facts of one claim: the value of every factor, the claim's id and its time.
//!
//! Setting a fact never fails a claim: a value that is no value of its factor becomes an input
//! fault, and the claim is decided as `review`. Facts are reusable and allocate nothing once their
//! text buffers have grown.

mod read;
mod restore;
mod setters;

use std::fmt::Write as _;
use std::sync::Arc;

use crate::calendar::DAY_SECONDS;
use crate::compile::{ClaimField, NULL, Schema};
use crate::raw_value::RawValue;
use crate::table::{DecisionTables, FactorIndex};

pub use setters::FactError;

use super::json::JsonMemory;
use crate::compile::EngineReason;
use read::{Reading, read_time};

/// The state of one factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Null, and null is permitted.
    Null,
    /// A value, in the unit of its type.
    Value(i64),
    /// The input is at fault.
    Fault(InputFault),
}

/// Why the input of a factor is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InputFault {
    /// Absent or null, and null is not permitted.
    Missing,
    /// Outside the domain, the words or the range of the type.
    OutOfDomain,
    /// Of another type, or not readable.
    Type,
}

impl InputFault {
    /// The reason of the decision.
    pub fn reason(self) -> EngineReason {
        match self {
            Self::Missing => EngineReason::InputMissing,
            Self::OutOfDomain => EngineReason::InputOutOfDomain,
            Self::Type => EngineReason::InputType,
        }
    }
}

/// The facts of one claim. What a decision reads is kept small, so that many claims fit into a
/// cache.
#[derive(Clone, Debug)]
pub struct Facts {
    schema: Arc<Schema>,
    /// One value a factor, [`NULL`] where there is none.
    values: Vec<i64>,
    /// How many factors are at fault.
    fault_count: usize,
    is_unreadable: bool,
    pub(super) memory: Box<Memory>,
}

/// What is needed to set facts, and of claims at fault.
#[derive(Clone, Debug)]
pub(super) struct Memory {
    /// One fault a factor.
    faults: Vec<Option<InputFault>>,
    /// The faults of a claim in which everything is null, and how many there are.
    null_faults: Arc<[Option<InputFault>]>,
    null_fault_count: usize,
    /// For each factor the text that no literal of the matrix equals; empty where no factor is a
    /// text.
    texts: Vec<String>,
    /// The next code for such a text.
    next_text_code: i64,
    claim: String,
    has_claim: bool,
    time: Fact,
    /// What reading JSON keeps from claim to claim.
    pub(super) json: JsonMemory,
}

impl Facts {
    /// Facts of a claim in which everything is null.
    pub fn new(tables: Arc<DecisionTables>) -> Self {
        Self::with_schema(Arc::new(Schema::new(tables)))
    }

    /// Facts of a claim in which everything is null.
    pub(crate) fn with_schema(schema: Arc<Schema>) -> Self {
        let count = schema.factors().len();
        let fault_of_null = |nullable: bool| (!nullable).then_some(InputFault::Missing);
        let null_faults: Arc<[_]> = schema
            .factors()
            .iter()
            .map(|factor| fault_of_null(factor.nullable))
            .collect();
        let memory = Memory {
            faults: vec![None; count],
            null_fault_count: null_faults.iter().flatten().count(),
            null_faults,
            texts: if schema.text_factors().is_empty() {
                Vec::new()
            } else {
                vec![String::new(); count]
            },
            next_text_code: 0,
            claim: String::new(),
            has_claim: false,
            time: Fact::Fault(InputFault::Missing),
            json: JsonMemory::default(),
        };
        let mut facts = Self {
            values: vec![NULL; count],
            fault_count: 0,
            is_unreadable: false,
            memory: Box::new(memory),
            schema,
        };
        facts.clear();
        facts
    }

    /// Forgets the claim: every factor is null again, and so are id and time.
    pub fn clear(&mut self) {
        self.values.fill(NULL);
        self.memory.faults.copy_from_slice(&self.memory.null_faults);
        self.fault_count = self.memory.null_fault_count;
        self.memory.next_text_code = self.schema.first_text_code();
        self.memory.claim.clear();
        self.memory.has_claim = false;
        self.memory.time = Fact::Fault(InputFault::Missing);
        self.is_unreadable = false;
    }

    /// What is known of the factors.
    #[inline]
    pub(super) fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The matrix that these facts are of.
    pub fn tables(&self) -> &DecisionTables {
        self.schema.tables()
    }

    /// Sets a factor to what a claims source gives. A value that is none of the factor's becomes
    /// an input fault: `INPUT_MISSING`, `INPUT_OUT_OF_DOMAIN` or `INPUT_TYPE`. An index of another
    /// matrix is ignored.
    pub fn set(&mut self, factor: FactorIndex, value: RawValue<'_>) {
        let Some(schema) = self.schema.factor(factor) else {
            return;
        };
        let reading = schema.read(value);
        self.set_reading(factor, reading);
    }

    /// Sets everything that a name of a claim is of. A claim id is a text or a whole number; with
    /// anything else in its place the row is no claim.
    pub(crate) fn set_field(&mut self, field: ClaimField, value: RawValue<'_>) {
        if let Some(factor) = field.factor {
            self.set(factor, value);
        }
        if field.is_time {
            self.set_time_raw(value);
        }
        if field.is_claim {
            match value {
                RawValue::Text(text) | RawValue::Number(text) => self.set_claim(text),
                RawValue::Decimal { mantissa, scale: 0 } => {
                    self.set_claim("");
                    // A text that grows in memory takes everything.
                    let _ = write!(self.memory.claim, "{mantissa}");
                }
                _ => self.mark_unreadable(),
            }
        }
    }

    fn set_reading(&mut self, factor: FactorIndex, reading: Reading<'_>) {
        let fact = match reading {
            Reading::Fact(fact) => fact,
            Reading::Text(text) => self.intern(factor, text),
        };
        self.store(factor, fact);
    }

    /// Sets a factor to `mantissa · 10^-scale`, as [`Self::set`] does.
    #[inline]
    pub(crate) fn set_short(&mut self, factor: FactorIndex, mantissa: i64, scale: u8) {
        if let Some(schema) = self.schema.factor(factor) {
            let fact = schema.read_short(mantissa, scale);
            self.store(factor, fact);
        }
    }

    /// Sets a factor to a text, as [`Self::set`] does.
    #[inline]
    pub(crate) fn set_words(&mut self, factor: FactorIndex, text: &str) {
        let schema = self.schema.factor(factor);
        match schema.and_then(|schema| schema.read_word(text)) {
            Some(fact) => self.store(factor, fact),
            None => self.set(factor, RawValue::Text(text)),
        }
    }

    /// Sets a factor to null.
    pub fn set_null(&mut self, factor: FactorIndex) {
        self.set(factor, RawValue::Null);
    }

    /// The state of a factor; an index of another matrix is missing.
    pub fn fact(&self, factor: FactorIndex) -> Fact {
        let at = factor.0 as usize;
        match (self.values.get(at), self.memory.faults.get(at)) {
            (Some(_), Some(Some(fault))) => Fact::Fault(*fault),
            (Some(&NULL), _) => Fact::Null,
            (Some(value), _) => Fact::Value(*value),
            (None, _) => Fact::Fault(InputFault::Missing),
        }
    }

    /// The text behind the value of a text factor.
    pub fn text(&self, factor: FactorIndex) -> Option<&str> {
        let Fact::Value(code) = self.fact(factor) else {
            return None;
        };
        self.text_of_code(code)
    }

    /// The text of a code: a literal of the matrix or a text of this claim.
    pub(crate) fn text_of_code(&self, code: i64) -> Option<&str> {
        if code < self.schema.first_text_code() {
            let at = usize::try_from(code).ok()?;
            return self.tables().texts.get(at).map(String::as_str);
        }
        let factors = self.schema.text_factors().iter().map(|at| *at as usize);
        let mut holders = factors.filter(|at| self.values.get(*at) == Some(&code));
        holders
            .next()
            .and_then(|at| self.memory.texts.get(at))
            .map(String::as_str)
    }

    /// Sets the id of the claim. It is needed for the choice of audits only.
    pub fn set_claim(&mut self, id: &str) {
        self.memory.claim.clear();
        self.memory.claim.push_str(id);
        self.memory.has_claim = true;
    }

    /// The id of the claim.
    pub fn claim(&self) -> Option<&str> {
        self.memory.has_claim.then_some(self.memory.claim.as_str())
    }

    /// Sets the time of the claim, in seconds since 1970-01-01T00:00:00Z. It is needed where the
    /// matrix says when it is in force.
    pub fn set_time(&mut self, unix_seconds: i64) {
        self.memory.time = read_time(RawValue::Timestamp(unix_seconds));
    }

    /// Sets the time of the claim to what the column of the key holds: a timestamp, or a date,
    /// which counts as its 00:00:00Z.
    pub fn set_time_raw(&mut self, value: RawValue<'_>) {
        self.memory.time = read_time(value);
    }

    /// The time of the claim; never `Fact::Null`.
    pub fn time(&self) -> Fact {
        self.memory.time
    }

    /// Says that the row is no claim: it could not be split into fields, has no claim id, or has a
    /// key twice. The decision is `review` with reason `INPUT_ROW`.
    pub fn mark_unreadable(&mut self) {
        self.is_unreadable = true;
    }

    /// Whether the row is no claim.
    pub fn is_unreadable(&self) -> bool {
        self.is_unreadable
    }

    /// One value a factor, [`NULL`] where there is none.
    pub(crate) fn values(&self) -> &[i64] {
        &self.values
    }

    /// The first factor at fault, in order of declaration.
    #[inline]
    pub(crate) fn first_fault(&self) -> Option<(FactorIndex, InputFault)> {
        if self.fault_count == 0 {
            None
        } else {
            self.find_first_fault()
        }
    }

    #[cold]
    fn find_first_fault(&self) -> Option<(FactorIndex, InputFault)> {
        let faults = (0..).map(FactorIndex).zip(&self.memory.faults);
        { faults }.find_map(|(factor, fault)| Some((factor, (*fault)?)))
    }

    /// Whether the row is a claim without an input fault.
    #[inline]
    pub(crate) fn is_clean(&self) -> bool {
        self.fault_count == 0 && !self.is_unreadable
    }

    /// Writes a fact and keeps count of the faults.
    #[inline]
    fn store(&mut self, factor: FactorIndex, fact: Fact) {
        let at = factor.0 as usize;
        let (Some(value), Some(fault)) = (self.values.get_mut(at), self.memory.faults.get_mut(at))
        else {
            return;
        };
        self.fault_count -= usize::from(fault.is_some());
        (*value, *fault) = match fact {
            Fact::Null => (NULL, None),
            Fact::Value(new) => (new, None),
            Fact::Fault(new) => (NULL, Some(new)),
        };
        self.fault_count += usize::from(fault.is_some());
    }

    /// The code of a text that no literal equals: that of an equal text of this claim, or a new one.
    fn intern(&mut self, factor: FactorIndex, text: &str) -> Fact {
        let first_code = self.schema.first_text_code();
        let known = self.schema.text_factors().iter().find_map(|at| {
            let code = self
                .values
                .get(*at as usize)
                .filter(|code| **code >= first_code)?;
            self.memory
                .texts
                .get(*at as usize)
                .is_some_and(|known| known == text)
                .then_some(*code)
        });
        let code = known.unwrap_or_else(|| {
            self.memory.next_text_code += 1;
            self.memory.next_text_code - 1
        });
        if let Some(buffer) = self.memory.texts.get_mut(factor.0 as usize) {
            buffer.clear();
            buffer.push_str(text);
        }
        Fact::Value(code)
    }
}

/// Seconds of a day's beginning.
fn midnight(day: i64) -> Option<i64> {
    day.checked_mul(DAY_SECONDS)
}

#[cfg(test)]
mod tests;
