//! The decision as columns of a file, and counts over decisions.

use std::collections::BTreeMap;

use decision_claims::{ClaimsError, OutputColumn, OutputRows, OutputType, OutputValue};
use decision_matrix::table::{DecisionTables, Outcome};
use decision_matrix::{CompiledMatrix, Decision, calendar};
use serde_json::{Map, Value, json};

use crate::output::{percent, thousands};

/// Fraction digits of a probability inside.
const NANO_SCALE: u8 = 9;

/// The columns of a decision.
pub(crate) fn decision_columns(tables: &DecisionTables, has_trace: bool) -> Vec<OutputColumn> {
    let text = |name: &str| OutputColumn::new(name, OutputType::Text);
    let mut columns: Vec<_> = ["outcome", "rule", "reason", "route", "due"]
        .map(text)
        .into();
    columns.push(OutputColumn::new("audit_selected", OutputType::Boolean));
    columns.push(OutputColumn::new(
        "audit_probability",
        OutputType::Decimal(probability_scale(tables)),
    ));
    columns.push(text("fault"));
    if has_trace {
        columns.push(text("trace"));
    }
    columns
}

/// As many fraction digits as the audited share has.
fn probability_scale(tables: &DecisionTables) -> u8 {
    let mut share = tables.audit.as_ref().map_or(0, |audit| audit.share_nano);
    let mut scale = NANO_SCALE;
    while scale > 0 && share.is_multiple_of(10) {
        share /= 10;
        scale -= 1;
    }
    scale
}

/// One decision as values of [`decision_columns`].
pub(crate) struct DecisionRow<'a> {
    compiled: &'a CompiledMatrix,
    decision: &'a Decision,
    due: Option<String>,
    trace: Option<&'a str>,
}

impl<'a> DecisionRow<'a> {
    /// The row of a decision, with its trace where it is wanted.
    pub(crate) fn new(
        compiled: &'a CompiledMatrix,
        decision: &'a Decision,
        trace: Option<&'a str>,
    ) -> Self {
        Self {
            compiled,
            decision,
            due: decision.due_seconds.map(calendar::format_duration),
            trace,
        }
    }

    /// Adds the row.
    pub(crate) fn push(&self, rows: &mut OutputRows) -> Result<(), ClaimsError> {
        let text = |text: Option<&'a str>| text.map_or(OutputValue::Null, OutputValue::Text);
        let (compiled, decision) = (self.compiled, self.decision);
        let scale = probability_scale(compiled.tables());
        let probability = decision
            .audit
            .probability_nano
            .map_or(OutputValue::Null, |nano| {
                let units = nano / 10_u64.pow(u32::from(NANO_SCALE.saturating_sub(scale)));
                OutputValue::Decimal(i64::try_from(units).unwrap_or(i64::MAX))
            });
        let values = [
            OutputValue::Text(decision.outcome.as_str()),
            OutputValue::Text(compiled.rule_id(decision)),
            OutputValue::Text(compiled.reason_code(decision)),
            text(compiled.route(decision)),
            self.due
                .as_deref()
                .map_or(OutputValue::Null, OutputValue::Text),
            OutputValue::Boolean(decision.audit.selected),
            probability,
            text(compiled.fault_name(decision)),
        ];
        match self.trace {
            None => rows.push(&values),
            Some(trace) => {
                let mut with_trace = values.to_vec();
                with_trace.push(OutputValue::Text(trace));
                rows.push(&with_trace)
            }
        }
    }
}

/// How many claims got which outcome, and how many are at fault.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    outcomes: [u64; Outcome::ALL.len()],
    faults: BTreeMap<String, u64>,
    fault_count: u64,
    selected: u64,
}

impl Counts {
    /// Counts a decision.
    pub(crate) fn add(&mut self, compiled: &CompiledMatrix, decision: &Decision) {
        let place = Outcome::ALL
            .iter()
            .position(|outcome| *outcome == decision.outcome);
        if let Some(count) = place.and_then(|place| self.outcomes.get_mut(place)) {
            *count += 1;
        }
        self.selected += u64::from(decision.audit.selected);
        if compiled.rule_id(decision) == "-" {
            let reason = compiled.reason_code(decision);
            let name = compiled
                .fault_name(decision)
                .map_or(reason.to_owned(), |fault| format!("{reason} {fault}"));
            *self.faults.entry(name).or_default() += 1;
            self.fault_count += 1;
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
