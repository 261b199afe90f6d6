//! From a claims file to claims that wait to be replayed: read in parallel, repeated ones left
//! out, everything that deciding and pricing needs kept.

use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};

use decision_claims::{ClaimBlock, ClaimsReader, FileFormat, Row};
use decision_matrix::Facts;
use decision_matrix::table::DecisionTables;
use decision_simulation::history::{HistoryPlan, OwnValues};
use decision_simulation::replay::{ClaimIds, Replay};
use decision_simulation::spool::{ClaimSpool, SpoolBatch, SpooledClaim};

use super::policy::Policy;
use crate::claim_values::{ClaimFields, factor_value, known_results};
use crate::failure::Failure;
use crate::output::Console;
use crate::pipeline;

/// Bytes of claims that are kept in memory; more go to temporary files.
const BYTES_IN_MEMORY: usize = 2 << 30;

/// Which history factors a replay of this file computes.
pub(super) fn history_plan(tables: &DecisionTables, reader: &ClaimsReader) -> HistoryPlan {
    let absent: Vec<&str> = reader.absent_fields().collect();
    HistoryPlan::new(tables, |factor| match reader.format() {
        FileFormat::Jsonl { .. } => OwnValues::ByRow,
        _ if absent.contains(&factor) => OwnValues::Absent,
        _ => OwnValues::Column,
    })
}

/// Reads every claim; of claims with one id the first is kept and the others are counted.
pub(super) fn read_claims(
    policy: &Policy,
    history: &HistoryPlan,
    reader: &mut ClaimsReader,
    console: &Console,
) -> Result<(ClaimSpool, Replay), Failure> {
    let tables = policy.tables();
    let keys = history.keys();
    let spool = ClaimSpool::new(tables.factors.len(), keys.len(), BYTES_IN_MEMORY);
    let kept = Mutex::new((spool, Replay::new()));
    let key_places: Vec<Option<usize>> = keys.iter().map(|key| key_place(tables, key)).collect();
    let mut ids = ClaimIds::new();
    let mut next_row = 0;
    let prepare = |block: &ClaimBlock| {
        let first_row = next_row;
        next_row += block.len() as u64;
        (first_row, repeated_rows(&policy.fields, &mut ids, block))
    };
    let worker = || {
        let batch = kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .0
            .batch();
        let mut work = BlockWork {
            policy,
            key_places: &key_places,
            facts: policy.compiled.facts(),
            batch,
        };
        let kept = &kept;
        move |block: &ClaimBlock, (first_row, repeated): (u64, Vec<usize>)| {
            work.add(block, first_row, &repeated);
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            let (spool, duplicates) = &mut *kept;
            for row in repeated {
                let id = block.row(row).and_then(|row| policy.fields.claim_id(row));
                duplicates.add_duplicate(&id.unwrap_or_default());
            }
            spool
                .append(&mut work.batch)
                .map_err(|error| temporary(&error))
        }
    };
    pipeline::run_prepared(reader, console, prepare, worker, |_, ()| Ok(()))?;
    Ok(kept.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// What is said where a temporary file fails.
pub(super) fn temporary(error: &std::io::Error) -> Failure {
    Failure::input(format!(
        "cannot keep the claims in a temporary file: {error}; make room in the folder for temporary files, or name another one in `TMPDIR`"
    ))
}

/// The place of a key in order of declaration.
fn key_place(tables: &DecisionTables, name: &str) -> Option<usize> {
    tables.keys.columns.iter().position(|key| key.name == name)
}

/// The rows of a block whose claim id has come before, rising.
fn repeated_rows(fields: &ClaimFields, ids: &mut ClaimIds, block: &ClaimBlock) -> Vec<usize> {
    let mut is_repeated = |row: &Row<'_>| {
        let id = fields.claim_id(*row);
        id.is_some_and(|id| !id.is_empty() && !ids.is_first(&id))
    };
    block
        .rows()
        .filter(|row| is_repeated(row))
        .map(Row::index)
        .collect()
}

/// What one thread needs to take blocks in.
struct BlockWork<'a> {
    policy: &'a Policy,
    key_places: &'a [Option<usize>],
    facts: Facts,
    batch: SpoolBatch,
}

impl BlockWork<'_> {
    /// Adds the claims of a block to the batch, repeated ones aside.
    fn add(&mut self, block: &ClaimBlock, first_row: u64, repeated: &[usize]) {
        let Policy { plan, fields, .. } = self.policy;
        for row in block.rows() {
            if repeated.binary_search(&row.index()).is_ok() {
                continue;
            }
            fields.fill(row, &mut self.facts);
            let texts: Vec<Option<Cow<'_, str>>> = { self.key_places.iter() }
                .map(|place| fields.key(row, (*place)?))
                .collect();
            let keys: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
            let amount = plan.amount_factor();
            self.batch.push(&SpooledClaim {
                row: first_row + row.index() as u64,
                sequence: fields.sequence(row),
                keys: &keys,
                facts: &self.facts,
                results: &known_results(row, plan.scale()),
                amount: amount.and_then(|factor| plan.read_amount(factor_value(row, factor))),
            });
        }
    }
}
