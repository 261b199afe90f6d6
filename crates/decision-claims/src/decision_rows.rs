//! The decision as columns of an output.

use decision_matrix::table::DecisionTables;
use decision_matrix::{CompiledMatrix, Decision, DecisionColumns, calendar};

use crate::error::ClaimsError;
use crate::output::{OutputColumn, OutputType, OutputValue};
use crate::output_rows::OutputRows;

/// Fraction digits of a probability inside.
const NANO_SCALE: u8 = 9;

/// The columns of a decision.
pub fn decision_columns(tables: &DecisionTables, has_trace: bool) -> Vec<OutputColumn> {
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
pub struct DecisionRow<'a> {
    compiled: &'a CompiledMatrix,
    decision: &'a Decision,
    due: Option<String>,
    trace: Option<&'a str>,
}

impl<'a> DecisionRow<'a> {
    /// The row of a decision, with its trace where it is wanted.
    pub fn new(
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
    ///
    /// # Errors
    /// The rows are not of the columns of the decision's matrix.
    pub fn push(&self, rows: &mut OutputRows) -> Result<(), ClaimsError> {
        self.push_with(rows, &[])
    }

    /// Adds the row with further values behind those of the decision.
    ///
    /// # Errors
    /// The rows are not of the columns of the decision's matrix and as many further ones.
    pub fn push_with(
        &self,
        rows: &mut OutputRows,
        further: &[OutputValue<'_>],
    ) -> Result<(), ClaimsError> {
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
        if self.trace.is_none() && further.is_empty() {
            return rows.push(&values);
        }
        let mut all = values.to_vec();
        all.extend(self.trace.map(OutputValue::Text));
        all.extend_from_slice(further);
        rows.push(&all)
    }
}

/// Decisions as rows of the columns of their matrix, without traces. The text of each distinct
/// decision is made once. The keys are taken out of `decisions`.
///
/// # Errors
/// The decisions are of another matrix.
pub fn decision_rows(
    compiled: &CompiledMatrix,
    columns: &[OutputColumn],
    decisions: &mut DecisionColumns,
) -> Result<OutputRows, ClaimsError> {
    let distinct = distinct_rows(compiled, columns, decisions)?;
    Ok(distinct.repeated(decisions.take_keys()))
}

/// The distinct ones among decisions as rows of the columns of their matrix.
pub(crate) fn distinct_rows(
    compiled: &CompiledMatrix,
    columns: &[OutputColumn],
    decisions: &DecisionColumns,
) -> Result<OutputRows, ClaimsError> {
    let mut rows = OutputRows::new(columns);
    for decision in decisions.distinct() {
        DecisionRow::new(compiled, decision, None).push(&mut rows)?;
    }
    Ok(rows)
}

#[cfg(test)]
mod tests;
