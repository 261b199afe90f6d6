//! Claims in memory, decided in every way; the answers are compared before a clock starts.

use std::hint::black_box;
use std::thread;

use decision_matrix::{Binding, Columns, CompiledMatrix, Decision, DecisionColumns, Facts};

use super::claim_forms::{ClaimRecord, FieldNames, has_forms};
use super::measurement::Measurement;
use crate::failure::Failure;

/// How often a thread decides its columns in one pass, so that starting it does not count.
const REPEATS: usize = 16;

/// Claims in every form.
pub(super) struct MemoryClaims<'a> {
    compiled: &'a CompiledMatrix,
    facts: Vec<Facts>,
    records: Vec<ClaimRecord>,
    binding: Binding,
    lines: Vec<String>,
    columns: Columns,
}

impl<'a> MemoryClaims<'a> {
    /// The forms of some claims. Claims with a value that a caller could not hold are left out.
    pub(super) fn new(
        compiled: &'a CompiledMatrix,
        mut facts: Vec<Facts>,
    ) -> Result<Self, Failure> {
        facts.retain(has_forms);
        let names = FieldNames::new(compiled.tables());
        let records: Vec<ClaimRecord> = facts.iter().map(|claim| names.record(claim)).collect();
        let Some(example) = records.first() else {
            return Err(Failure::input(
                "there is no claim to measure with whose values are all of their types",
            ));
        };
        let binding = compiled.bind(example).map_err(|error| {
            Failure::input(format!("the claims cannot be bound to the rules: {error}"))
        })?;
        let mut columns = compiled.columns();
        for claim in &facts {
            columns.push(claim);
        }
        Ok(Self {
            compiled,
            lines: records.iter().map(ClaimRecord::json).collect(),
            facts,
            records,
            binding,
            columns,
        })
    }

    /// How many claims there are.
    pub(super) fn len(&self) -> usize {
        self.facts.len()
    }

    /// Compares the answers of all ways with those of single decisions.
    ///
    /// # Panics
    /// Two of them differ, which is a fault of this program.
    pub(super) fn compare(&self) {
        let mut facts = self.compiled.facts();
        let records = self.records.iter().map(|record| {
            self.binding.fill(&mut facts, record);
            self.compiled.decide(&facts)
        });
        self.same("struct", records);
        let mut facts = self.compiled.facts();
        let lines = self.lines.iter().map(|line| {
            // A line that is no claim is decided as one that cannot be read.
            let _ = facts.set_json(line);
            self.compiled.decide(&facts)
        });
        self.same("json", lines);
        let mut decisions = DecisionColumns::new();
        self.compiled.decide_batch(&self.columns, &mut decisions);
        self.same("batch", decisions.iter());
    }

    /// Compares some answers with those of single decisions.
    fn same(&self, mode: &str, answers: impl Iterator<Item = Decision>) {
        let mut count = 0;
        for (facts, found) in self.facts.iter().zip(answers) {
            let claim = facts.claim().unwrap_or_default();
            assert!(
                self.compiled.decide(facts) == found,
                "the mode `{mode}` decides the claim `{claim}` otherwise than alone"
            );
            count += 1;
        }
        assert!(
            count == self.len(),
            "the mode `{mode}` decides {count} of {} claims",
            self.len()
        );
    }

    /// Measures every way, the batch also over this many threads.
    pub(super) fn measure(&self, threads: usize) -> Vec<Measurement> {
        let (compiled, rows) = (self.compiled, self.len() as u64);
        let single = Measurement::of_passes("single", 1, rows, || {
            for facts in &self.facts {
                black_box(compiled.decide(black_box(facts)));
            }
        });
        let mut facts = compiled.facts();
        let record = Measurement::of_passes("struct", 1, rows, || {
            for record in &self.records {
                self.binding.fill(&mut facts, black_box(record));
                black_box(compiled.decide(&facts));
            }
        });
        let json = Measurement::of_passes("json", 1, rows, || {
            for line in &self.lines {
                let _ = black_box(facts.set_json(black_box(line)));
                black_box(compiled.decide(&facts));
            }
        });
        let mut measurements = vec![single, record, json, self.measure_batch(1)];
        if threads > 1 {
            measurements.push(self.measure_batch(threads));
        }
        measurements
    }

    /// Each thread decides all columns, again and again.
    fn measure_batch(&self, threads: usize) -> Measurement {
        let mut out = vec![DecisionColumns::new(); threads];
        let rows = self.len() * threads * REPEATS;
        let decide = |out: &mut DecisionColumns| {
            for _ in 0..REPEATS {
                self.compiled.decide_batch(black_box(&self.columns), out);
            }
        };
        Measurement::of_passes("batch", threads, rows as u64, || match out.as_mut_slice() {
            [alone] => decide(alone),
            many => thread::scope(|scope| {
                for out in many {
                    scope.spawn(|| decide(out));
                }
            }),
        })
    }
}
