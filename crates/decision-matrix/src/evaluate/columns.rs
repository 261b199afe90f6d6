//! Many claims as columns, and many decisions as one.

use std::sync::Arc;

use crate::compile::{CompiledMatrix, Decision, NULL, Schema};

use super::facts::Facts;
use super::input_fault;

/// Claims as columns of numbers, one a factor.
#[derive(Clone, Debug)]
pub struct Columns {
    schema: Arc<Schema>,
    values: Vec<Vec<i64>>,
    /// Rows whose input alone decides them, rising.
    refused: Vec<(usize, Decision)>,
    /// The ids of all claims, one after the other, where they are needed.
    claims: Option<Claims>,
    len: usize,
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
            values: vec![Vec::new(); self.schema.factors().len()],
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
        for (column, value) in self.values.iter_mut().zip(facts.values()) {
            column.push(*value);
        }
        if let Some(claims) = &mut self.claims {
            claims.text.push_str(facts.claim().unwrap_or_default());
            claims
                .ends
                .push((claims.text.len(), facts.claim().is_some()));
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
        self.values.iter_mut().for_each(Vec::clear);
        self.refused.clear();
        if let Some(claims) = &mut self.claims {
            claims.text.clear();
            claims.ends.clear();
        }
        self.len = 0;
    }

    /// One column a factor.
    pub(super) fn values(&self) -> &[Vec<i64>] {
        &self.values
    }

    /// The value of a factor in a row, or null.
    #[inline]
    pub(super) fn value(&self, factor: u32, row: usize) -> i64 {
        self.values
            .get(factor as usize)
            .and_then(|column| column.get(row))
            .copied()
            .unwrap_or(NULL)
    }

    /// Rows whose input alone decides them, rising.
    pub(super) fn refused(&self) -> &[(usize, Decision)] {
        &self.refused
    }

    /// The id of a claim.
    pub(super) fn claim(&self, row: usize) -> Option<&str> {
        let claims = self.claims.as_ref()?;
        let (end, is_known) = *claims.ends.get(row)?;
        let start = row
            .checked_sub(1)
            .and_then(|before| claims.ends.get(before))
            .map_or(0, |(end, _)| *end);
        claims.text.get(start..end).filter(|_| is_known)
    }
}

/// Numbers at or above it mean a decision that is kept in full.
const SPECIAL: u32 = 1 << 31;

/// Decisions by row: four bytes a row, more only where a claim is at fault or was considered for
/// an audit.
#[derive(Clone, Debug, Default)]
pub struct DecisionColumns {
    /// What the rules say, in the order in which they are asked, and what the default says.
    rules: Arc<[Decision]>,
    /// For each row a rule, the default, or a special decision.
    places: Vec<u32>,
    special: Vec<Decision>,
}

impl DecisionColumns {
    /// No decisions.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many decisions there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is no decision.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The decision of a row.
    pub fn get(&self, row: usize) -> Option<Decision> {
        let place = *self.places.get(row)?;
        match place.checked_sub(SPECIAL) {
            Some(at) => self.special.get(at as usize).copied(),
            None => self.rules.get(place as usize).copied(),
        }
    }

    /// Every decision, in the order of the claims.
    pub fn iter(&self) -> impl Iterator<Item = Decision> {
        (0..self.len()).filter_map(|row| self.get(row))
    }

    /// Forgets all decisions and keeps the memory.
    pub(super) fn start(&mut self, matrix: &CompiledMatrix) {
        self.rules = Arc::clone(&matrix.decisions);
        self.places.clear();
        self.special.clear();
    }

    /// Adds the decision of a rule, by its place in the order in which rules are asked, or of the
    /// default.
    #[inline]
    pub(super) fn push_answer(&mut self, answer: Option<usize>) {
        let place = answer.unwrap_or(self.rules.len().saturating_sub(1));
        self.places
            .push(u32::try_from(place).unwrap_or(SPECIAL - 1));
    }

    /// Adds any decision.
    pub(super) fn push(&mut self, decision: Decision) {
        let at = u32::try_from(self.special.len()).unwrap_or(u32::MAX);
        self.places.push(SPECIAL.saturating_add(at));
        self.special.push(decision);
    }

    /// Replaces the decision of a row.
    pub(super) fn replace(&mut self, row: usize, decision: Decision) {
        let at = u32::try_from(self.special.len()).unwrap_or(u32::MAX);
        if let Some(place) = self.places.get_mut(row) {
            *place = SPECIAL.saturating_add(at);
            self.special.push(decision);
        }
    }
}
