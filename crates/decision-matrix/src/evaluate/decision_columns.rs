//! Many decisions as one column of numbers: each names one of the distinct decisions.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::compile::{CompiledMatrix, Decision, EngineReason, FaultSource};

/// Decisions by row: four bytes a row. What the rules and the default say is numbered by the
/// matrix; what a fault or an audit makes of a decision is added where it occurs, once for all
/// rows.
#[derive(Clone, Debug, Default)]
pub struct DecisionColumns {
    /// What the rules say, in the order in which they are asked, then what the default says.
    rules: Arc<[Decision]>,
    /// The same, then every special decision.
    distinct: Vec<Decision>,
    special: BTreeMap<Special, u32>,
    keys: Vec<u32>,
}

/// A decision that is no rule's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Special {
    Fault(EngineReason, Option<FaultSource>),
    /// The decision of a rule's key after a look at its audit: whether it was chosen.
    Audited(u32, bool),
}

impl DecisionColumns {
    /// No decisions.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many decisions there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no decision.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The decision of a row.
    #[inline]
    pub fn get(&self, row: usize) -> Option<Decision> {
        self.distinct.get(*self.keys.get(row)? as usize).copied()
    }

    /// Every decision, in the order of the claims.
    pub fn iter(&self) -> impl Iterator<Item = Decision> {
        (0..self.len()).filter_map(|row| self.get(row))
    }

    /// For each row the place of its decision among the distinct ones.
    pub fn keys(&self) -> &[u32] {
        &self.keys
    }

    /// Decisions that no two places share, but for rules of the same conclusion: first those of the
    /// rules in the order in which they are asked, then that of the default, then those that faults
    /// and audits made. Not every one of them has a row.
    pub fn distinct(&self) -> &[Decision] {
        &self.distinct
    }

    /// Takes the keys out without copying them. No decision is left.
    pub fn take_keys(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.keys)
    }

    /// Adds the decisions of another batch of the same matrix.
    pub fn append(&mut self, other: &Self) {
        if self.is_empty() {
            self.rules = Arc::clone(&other.rules);
            self.distinct.clone_from(&other.distinct);
            self.special.clone_from(&other.special);
            self.keys.extend_from_slice(&other.keys);
            return;
        }
        let mut moved: BTreeMap<u32, u32> = BTreeMap::new();
        for (special, key) in &other.special {
            if let Some(decision) = other.distinct.get(*key as usize) {
                moved.insert(*key, self.special_key(*special, || *decision));
            }
        }
        let keys = other.keys.iter();
        self.keys
            .extend(keys.map(|key| moved.get(key).copied().unwrap_or(*key)));
    }

    /// Forgets all decisions, keeps the memory, and makes room for so many rows.
    pub(super) fn start(&mut self, matrix: &CompiledMatrix, rows: usize) {
        if !Arc::ptr_eq(&self.rules, &matrix.decisions) {
            self.rules = Arc::clone(&matrix.decisions);
            self.distinct.clear();
            self.distinct.extend_from_slice(&self.rules);
        }
        self.distinct.truncate(self.rules.len());
        self.special.clear();
        self.keys.clear();
        self.keys.resize(rows, 0);
    }

    /// The keys of some rows, to be written.
    pub(super) fn keys_mut(&mut self, first: usize, len: usize) -> &mut [u32] {
        self.keys.get_mut(first..first + len).unwrap_or_default()
    }

    /// Replaces the decision of a row by that of a fault.
    pub(super) fn set_fault(
        &mut self,
        row: usize,
        reason: EngineReason,
        source: Option<FaultSource>,
    ) {
        let decision = || Decision::faulted(reason, source);
        let fault = self.special_key(Special::Fault(reason, source), decision);
        if let Some(key) = self.keys.get_mut(row) {
            *key = fault;
        }
    }

    /// Replaces the decision of a row by what an audit made of it.
    pub(super) fn set_audited(&mut self, row: usize, decision: Decision) {
        let Some(base) = self.keys.get(row).copied() else {
            return;
        };
        let audited =
            self.special_key(Special::Audited(base, decision.audit.selected), || decision);
        if let Some(key) = self.keys.get_mut(row) {
            *key = audited;
        }
    }

    fn special_key(&mut self, special: Special, decision: impl FnOnce() -> Decision) -> u32 {
        let distinct = &mut self.distinct;
        *self.special.entry(special).or_insert_with(|| {
            distinct.push(decision());
            u32::try_from(distinct.len() - 1).unwrap_or(u32::MAX)
        })
    }
}
