//! Claims as columns of their own, filled claim by claim. Each column is as narrow as the domain of
//! its factor permits, so that more claims fit into a cache.

use std::sync::Arc;

use crate::compile::{CompiledMatrix, Decision, DecisionReason, FactorSchema, NULL, Schema};
use crate::table::ValueType;

use super::borrowed::ClaimColumns;
use super::view::{ColumnValues, ColumnView, Validity};
use crate::evaluate::decision_columns::DecisionColumns;
use crate::evaluate::facts::Facts;
use crate::evaluate::input_fault;

/// Claims as columns of numbers, one a factor.
#[derive(Clone, Debug)]
pub struct Columns {
    schema: Arc<Schema>,
    factors: Vec<Column>,
    /// Rows whose input alone decides them, rising.
    refused: Vec<(usize, Decision)>,
    /// The ids of all claims, one after the other, where they are needed.
    claims: Option<Claims>,
    len: usize,
}

/// The column of a factor.
#[derive(Clone, Debug)]
struct Column {
    values: Values,
    /// Bits that say where there is a value; empty as long as there is one everywhere.
    validity: Vec<u8>,
}

/// Values of some width.
#[derive(Clone, Debug)]
enum Values {
    I8(Vec<i8>),
    I16(Vec<i16>),
    I32(Vec<i32>),
    I64(Vec<i64>),
}

/// Texts in one buffer.
#[derive(Clone, Debug, Default)]
struct Claims {
    text: String,
    /// The end of each id, and whether there is one.
    ends: Vec<(usize, bool)>,
}

impl CompiledMatrix {
    /// Columns of this matrix, empty.
    pub fn columns(&self) -> Columns {
        Columns {
            schema: Arc::clone(&self.schema),
            factors: self.schema.factors().iter().map(Column::new).collect(),
            refused: Vec::new(),
            claims: self.audit.is_some().then(Claims::default),
            len: 0,
        }
    }
}

impl Columns {
    /// Adds a claim. The facts must come from the same matrix.
    pub fn push(&mut self, facts: &Facts) {
        if let Some(decision) = input_fault(self.schema.tables(), facts) {
            self.refused.push((self.len, decision));
        }
        for (column, value) in self.factors.iter_mut().zip(facts.values()) {
            column.push(*value);
        }
        if let Some(claims) = &mut self.claims {
            claims.push(facts.claim());
        }
        self.len += 1;
    }

    /// How many claims there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no claim.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Forgets all claims and keeps the memory.
    pub fn clear(&mut self) {
        self.factors.iter_mut().for_each(Column::clear);
        self.refused.clear();
        if let Some(claims) = &mut self.claims {
            claims.text.clear();
            claims.ends.clear();
        }
        self.len = 0;
    }

    /// Replaces the decisions on the rows whose input alone decides them.
    pub(in crate::evaluate) fn refuse(&self, out: &mut DecisionColumns) {
        for (row, decision) in &self.refused {
            if let DecisionReason::Engine(reason) = decision.reason {
                out.set_fault(*row, reason, decision.fault);
            }
        }
    }

    /// The same claims as borrowed columns.
    pub(in crate::evaluate) fn borrowed(&self) -> ClaimColumns<'_> {
        let ids = self.claims.as_ref().map(|claims| {
            let rows = 0..self.len;
            rows.map(|row| claims.id(row)).collect()
        });
        ClaimColumns {
            columns: self.factors.iter().map(|it| Some(it.view())).collect(),
            faults: Vec::new(),
            unreadable: Vec::new(),
            time: None,
            time_faults: Vec::new(),
            ids,
            len: self.len,
        }
    }
}

impl Column {
    /// A column that holds every value of a factor.
    fn new(factor: &FactorSchema) -> Self {
        let ranges = factor.domain.ranges();
        let (low, high) = match (ranges.first(), ranges.last(), &factor.value_type) {
            // Texts that no literal equals are numbered, claim by claim.
            (_, _, ValueType::Text) => (0, i64::from(i32::MAX)),
            (Some((low, _)), Some((_, high)), _) => (*low, *high),
            _ => (0, 0),
        };
        let fits = |least: i64, most: i64| least <= low && high <= most;
        let values = if fits(i8::MIN.into(), i8::MAX.into()) {
            Values::I8(Vec::new())
        } else if fits(i16::MIN.into(), i16::MAX.into()) {
            Values::I16(Vec::new())
        } else if fits(i32::MIN.into(), i32::MAX.into()) {
            Values::I32(Vec::new())
        } else {
            Values::I64(Vec::new())
        };
        Self {
            values,
            validity: Vec::new(),
        }
    }

    fn len(&self) -> usize {
        match &self.values {
            Values::I8(values) => values.len(),
            Values::I16(values) => values.len(),
            Values::I32(values) => values.len(),
            Values::I64(values) => values.len(),
        }
    }

    /// Adds a value of the factor, or null.
    #[inline]
    fn push(&mut self, value: i64) {
        let row = self.len();
        let is_null = value == NULL;
        if is_null && self.validity.is_empty() {
            self.validity = vec![u8::MAX; row / 8 + 1];
        }
        if !self.validity.is_empty() {
            if self.validity.len() <= row / 8 {
                self.validity.push(u8::MAX);
            }
            if is_null && let Some(byte) = self.validity.last_mut() {
                *byte &= !(1 << (row % 8));
            }
        }
        let value = if is_null { 0 } else { value };
        match &mut self.values {
            Values::I8(values) => values.push(narrow(value)),
            Values::I16(values) => values.push(narrow(value)),
            Values::I32(values) => values.push(narrow(value)),
            Values::I64(values) => values.push(value),
        }
    }

    fn clear(&mut self) {
        self.validity.clear();
        match &mut self.values {
            Values::I8(values) => values.clear(),
            Values::I16(values) => values.clear(),
            Values::I32(values) => values.clear(),
            Values::I64(values) => values.clear(),
        }
    }

    fn view(&self) -> ColumnView<'_> {
        let values = match &self.values {
            Values::I8(values) => ColumnValues::I8(values),
            Values::I16(values) => ColumnValues::I16(values),
            Values::I32(values) => ColumnValues::I32(values),
            Values::I64(values) => ColumnValues::I64(values),
        };
        let has_nulls = !self.validity.is_empty();
        ColumnView {
            values,
            validity: has_nulls.then(|| Validity::new(&self.validity, 0)),
        }
    }
}

/// A value in fewer bits.
///
/// INVARIANT: the width was chosen so that every value of the factor fits.
fn narrow<T: TryFrom<i64> + Default>(value: i64) -> T {
    T::try_from(value).unwrap_or_default()
}

impl Claims {
    fn push(&mut self, id: Option<&str>) {
        self.text.push_str(id.unwrap_or_default());
        self.ends.push((self.text.len(), id.is_some()));
    }

    /// The id of a claim.
    fn id(&self, row: usize) -> Option<&str> {
        let (end, is_known) = *self.ends.get(row)?;
        let start = row
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .map_or(0, |(end, _)| *end);
        self.text.get(start..end).filter(|_| is_known)
    }
}
