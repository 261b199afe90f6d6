//! Counts over decisions.

use std::collections::BTreeMap;

use decision_matrix::table::Outcome;
use decision_matrix::{CompiledMatrix, Decision, DecisionColumns};
use serde_json::{Map, Value, json};

use crate::output::{percent, thousands};

/// How many claims got which outcome, and how many are at fault.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    outcomes: [u64; Outcome::ALL.len()],
    faults: BTreeMap<String, u64>,
    fault_count: u64,
    selected: u64,
}

impl Counts {
    /// Counts every decision of some columns.
    pub(crate) fn add_all(&mut self, compiled: &CompiledMatrix, decisions: &DecisionColumns) {
        let mut rows = vec![0_u64; decisions.distinct().len()];
        for key in decisions.keys() {
            if let Some(count) = rows.get_mut(*key as usize) {
                *count += 1;
            }
        }
        for (decision, count) in decisions.distinct().iter().zip(rows) {
            if count > 0 {
                self.add(compiled, decision, count);
            }
        }
    }

    /// Counts so many claims with one decision.
    pub(crate) fn add(&mut self, compiled: &CompiledMatrix, decision: &Decision, rows: u64) {
        let place = Outcome::ALL
            .iter()
            .position(|outcome| *outcome == decision.outcome);
        if let Some(count) = place.and_then(|place| self.outcomes.get_mut(place)) {
            *count += rows;
        }
        self.selected += u64::from(decision.audit.selected) * rows;
        if compiled.rule_id(decision) == "-" {
            let reason = compiled.reason_code(decision);
            let name = compiled
                .fault_name(decision)
                .map_or(reason.to_owned(), |fault| format!("{reason} {fault}"));
            *self.faults.entry(name).or_default() += rows;
            self.fault_count += rows;
        }
    }

    /// Adds the counts of another part.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.outcomes.iter_mut().zip(other.outcomes) {
            *mine += theirs;
        }
        for (name, count) in &other.faults {
            *self.faults.entry(name.clone()).or_default() += count;
        }
        self.fault_count += other.fault_count;
        self.selected += other.selected;
    }

    /// How many claims were decided.
    fn rows(&self) -> u64 {
        self.outcomes.iter().sum()
    }

    /// The outcomes that came, in order of declaration.
    fn outcomes(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let named = Outcome::ALL
            .into_iter()
            .map(Outcome::as_str)
            .zip(self.outcomes);
        named.filter(|(_, count)| *count > 0)
    }

    /// A few lines for people.
    pub(crate) fn text(&self) -> String {
        let rows = self.rows();
        let outcomes = self
            .outcomes()
            .map(|(name, count)| format!("{name} {} ({})", thousands(count), percent(count, rows)));
        let outcomes: Vec<_> = outcomes.collect();
        let colon = if outcomes.is_empty() { "" } else { ": " };
        let claims = if rows == 1 { "claim" } else { "claims" };
        let mut lines = vec![format!(
            "{} {claims} decided{colon}{}",
            thousands(rows),
            outcomes.join(", ")
        )];
        if self.selected > 0 {
            lines.push(format!(
                "{} chosen for a later check",
                thousands(self.selected)
            ));
        }
        if self.fault_count > 0 {
            let faults = self
                .faults
                .iter()
                .map(|(name, count)| format!("{name} {}", thousands(*count)));
            let faults: Vec<_> = faults.collect();
            let count = thousands(self.fault_count);
            lines.push(format!(
                "{count} at fault, for a person to review: {}",
                faults.join(", ")
            ));
        }
        lines.join("\n")
    }

    /// The members of the JSON document.
    pub(super) fn members(&self) -> Map<String, Value> {
        let outcomes: Map<String, Value> = self
            .outcomes()
            .map(|(name, count)| (name.to_owned(), json!(count)))
            .collect();
        let mut members = Map::new();
        members.insert("rows".to_owned(), json!(self.rows()));
        members.insert("outcomes".to_owned(), Value::Object(outcomes));
        members.insert("faults".to_owned(), json!(self.fault_count));
        members.insert("fault_reasons".to_owned(), json!(self.faults));
        members.insert("audit_selected".to_owned(), json!(self.selected));
        members
    }

    /// The summary of decisions that were written to a file.
    pub(super) fn document(&self, file: &str) -> Value {
        let mut document = Map::new();
        document.insert("format".to_owned(), json!(1));
        document.insert("file".to_owned(), json!(file));
        document.extend(self.members());
        Value::Object(document)
    }
}

#[cfg(test)]
mod tests;
