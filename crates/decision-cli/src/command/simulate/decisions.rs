//! `--decisions`: the claims once more, each with what was decided and what that costs.

use std::path::Path;

use decision_claims::{
    ClaimBlock, ClaimsReader, DecisionRow, DecisionWriter, Output, OutputColumn, OutputRows,
    OutputType, OutputValue, decision_columns,
};
use decision_simulation::replay::{RowDecision, RowDecisions};

use super::policy::Policy;
use crate::claims_file;
use crate::failure::Failure;
use crate::output::Console;
use crate::pipeline;

/// The columns of money that stand behind those of the decision.
const MONEY: [&str; 3] = ["cost", "cost_review", "loss"];

/// Where the decisions go, if the console leaves room for them.
pub(super) fn output(path: &Path, console: &Console) -> Result<Output, Failure> {
    let output = Output::from_argument(&path.to_string_lossy());
    if output == Output::Standard && console.is_json() {
        return Err(Failure::input(
            "`--decisions -` and `--format json` cannot share standard output: write the decisions to a file, such as `--decisions decided.csv`",
        ));
    }
    Ok(output)
}

/// Writes every row of the claims with its decision and its money; a row whose claim came before
/// has neither.
pub(super) fn write_decisions(
    policy: &Policy,
    reader: &mut ClaimsReader,
    output: &Output,
    said: &RowDecisions,
    console: &Console,
) -> Result<(), Failure> {
    let columns = columns(policy);
    let mut writer = DecisionWriter::create(output, reader, &columns)?;
    let mut next_row = 0;
    let prepare = |block: &ClaimBlock| {
        let first_row = next_row;
        next_row += block.len() as u64;
        first_row
    };
    let worker = || {
        let columns = &columns;
        move |block: &ClaimBlock, first_row: u64| {
            let mut rows = OutputRows::new(columns);
            for row in first_row..first_row + block.len() as u64 {
                match said.get(row) {
                    Some(said) => push(policy, &said, &mut rows)?,
                    None => rows.push(&vec![OutputValue::Null; columns.len()])?,
                }
            }
            Ok(rows)
        }
    };
    pipeline::run_prepared(reader, console, prepare, worker, |block, rows| {
        Ok(writer.write_block(block, &rows)?)
    })?;
    claims_file::warn_about_output(&writer, console);
    Ok(writer.finish()?)
}

/// The columns of a decision, then those of its money.
fn columns(policy: &Policy) -> Vec<OutputColumn> {
    let mut columns = decision_columns(policy.tables(), false);
    let scale = policy.plan.scale();
    columns.extend(MONEY.map(|name| OutputColumn::new(name, OutputType::Decimal(scale))));
    columns
}

/// Adds what is said of a row.
fn push(policy: &Policy, said: &RowDecision, rows: &mut OutputRows) -> Result<(), Failure> {
    let money = |minor: i64| {
        if said.is_known {
            OutputValue::Decimal(minor)
        } else {
            OutputValue::Null
        }
    };
    let money = [said.cost, said.cost_review, said.loss].map(money);
    Ok(DecisionRow::new(&policy.compiled, &said.decision, None).push_with(rows, &money)?)
}
