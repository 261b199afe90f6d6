//! A claims file, read, decided and written as `verdict decide` does it; the decisions go into a file
//! of the same format that is thrown away.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use decision_claims::{
    BlockDecider, ClaimBlock, ClaimsReader, DecisionWriter, FileFormat, Output, OutputColumn,
    OutputRows, decision_columns, decision_rows,
};
use decision_matrix::{CompiledMatrix, DecisionColumns, Facts};

use super::clock::{Spent, spent, thread_time};
use super::measurement::{Measurement, Shares};
use crate::claim_values::{ClaimFields, HistoryColumns};
use crate::claims_file::{self, ReadArguments};
use crate::failure::Failure;
use crate::output::Console;
use crate::pipeline;

/// How long a file is read again and again, and how long one pass may take at most.
const MEASURED: Duration = Duration::from_secs(1);

/// A claims file with the rules that decide it.
pub(super) struct BenchFile<'a> {
    path: &'a Path,
    read: &'a ReadArguments,
    compiled: &'a CompiledMatrix,
    fields: ClaimFields,
    columns: Vec<OutputColumn>,
}

/// What one pass over the file did.
#[derive(Clone, Copy, Debug, Default)]
struct Pass {
    rows: u64,
    spent: Spent,
    deciding: Duration,
    writing: Duration,
}

/// The work on one block.
struct Done {
    rows: OutputRows,
    deciding: Duration,
    writing: Duration,
}

impl<'a> BenchFile<'a> {
    pub(super) fn new(
        path: &'a Path,
        read: &'a ReadArguments,
        compiled: &'a CompiledMatrix,
    ) -> Self {
        Self {
            path,
            read,
            compiled,
            fields: ClaimFields::new(compiled.tables(), HistoryColumns::Optional),
            columns: decision_columns(compiled.tables(), false),
        }
    }

    /// The first claims of the file as facts; their decisions by columns are compared with single
    /// ones.
    ///
    /// # Panics
    /// Two of them differ, which is a fault of this program.
    pub(super) fn first_claims(&self, count: usize) -> Result<Vec<Facts>, Failure> {
        let tables = self.compiled.tables();
        let mut reader = claims_file::open(self.path, self.read, tables, &self.fields)?;
        let mut claims = Vec::new();
        let mut worker = Worker::new(self);
        while claims.len() < count {
            let Some(block) = reader.next_block()? else {
                break;
            };
            worker.decider.decide(&block, &mut worker.decisions);
            for (row, decision) in block.rows().zip(worker.decisions.iter()) {
                let mut facts = self.compiled.facts();
                self.fields.fill(row, &mut facts);
                let claim = facts.claim().unwrap_or_default();
                assert!(
                    self.compiled.decide(&facts) == decision,
                    "the claim `{claim}` is decided otherwise in a block than alone"
                );
                claims.push(facts);
            }
        }
        claims.truncate(count);
        Ok(claims)
    }

    /// Measures with one thread, and with all that the console has.
    pub(super) fn measure(&self, console: &Console) -> Result<Vec<Measurement>, Failure> {
        let mut measurements = vec![self.passes(1, || self.alone())?];
        let threads = console.threads().get();
        if threads > 1 {
            measurements.push(self.passes(threads, || self.in_threads(console))?);
        }
        Ok(measurements)
    }

    /// Repeats a pass, and takes the middle.
    fn passes(
        &self,
        threads: usize,
        pass: impl Fn() -> Result<Pass, Failure>,
    ) -> Result<Measurement, Failure> {
        let started = Instant::now();
        let mut passes = Vec::new();
        while passes.is_empty() || started.elapsed() < MEASURED {
            passes.push(pass()?);
        }
        passes.sort_unstable_by(|one, other| one.per_row().total_cmp(&other.per_row()));
        let middle = passes.get(passes.len() / 2).copied().unwrap_or_default();
        if middle.rows == 0 {
            return Err(Failure::input(format!(
                "`{}` has no claims to measure with",
                self.path.display()
            )));
        }
        let mut measurement = Measurement::new("file", threads, middle.rows, &[middle.spent]);
        measurement.shares = middle
            .spent
            .processor
            .and_then(|whole| Shares::new(whole, middle.deciding, middle.writing));
        Ok(measurement)
    }

    /// One pass in this thread.
    fn alone(&self) -> Result<Pass, Failure> {
        Pass::of(|pass, started| {
            let tables = self.compiled.tables();
            let mut reader = claims_file::open(self.path, self.read, tables, &self.fields)?;
            let mut sink = Sink::create(self, &reader)?;
            let mut worker = Worker::new(self);
            while let Some(block) = reader.next_block()? {
                let done = worker.work(&block)?;
                sink.take(&block, &done, pass)?;
                if started.elapsed() > MEASURED {
                    break;
                }
            }
            sink.finish(pass)
        })
    }

    /// One pass in several threads.
    fn in_threads(&self, console: &Console) -> Result<Pass, Failure> {
        Pass::of(|pass, started| {
            let tables = self.compiled.tables();
            let mut reader = claims_file::open(self.path, self.read, tables, &self.fields)?;
            let mut sink = Sink::create(self, &reader)?;
            let worker = || {
                let mut worker = Worker::new(self);
                move |block: &ClaimBlock| worker.work(block)
            };
            let ended = pipeline::run(&mut reader, console, worker, |block, done| {
                sink.take(block, &done, pass)?;
                if started.elapsed() > MEASURED {
                    // Nobody wants more, as where standard output is closed.
                    return Err(Failure::ClosedOutput);
                }
                Ok(())
            });
            match ended {
                Ok(()) | Err(Failure::ClosedOutput) => sink.finish(pass),
                Err(failure) => Err(failure),
            }
        })
    }
}

impl Pass {
    /// The pass that some work is, with the time that it takes.
    fn of(work: impl FnOnce(&mut Self, Instant) -> Result<(), Failure>) -> Result<Self, Failure> {
        let mut pass = Self::default();
        let mut ended = Ok(());
        let time = spent(|| ended = work(&mut pass, Instant::now()));
        pass.spent = time;
        ended.map(|()| pass)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "numbers of rows are far below 2^53"
    )]
    fn per_row(&self) -> f64 {
        self.spent.wall.as_secs_f64() / self.rows.max(1) as f64
    }
}

/// One thread with its memory.
struct Worker<'a> {
    file: &'a BenchFile<'a>,
    decider: BlockDecider<'a>,
    decisions: DecisionColumns,
}

impl<'a> Worker<'a> {
    fn new(file: &'a BenchFile<'a>) -> Self {
        Self {
            file,
            decider: BlockDecider::new(file.compiled, &file.fields),
            decisions: DecisionColumns::new(),
        }
    }

    /// Decides a block and prepares what is written.
    fn work(&mut self, block: &ClaimBlock) -> Result<Done, Failure> {
        let before = thread_time();
        self.decider.decide(block, &mut self.decisions);
        let deciding = since(before);
        let before = thread_time();
        let (compiled, columns) = (self.file.compiled, &self.file.columns);
        Ok(Done {
            rows: decision_rows(compiled, columns, &mut self.decisions)?,
            deciding,
            writing: since(before),
        })
    }
}

/// The time that this thread worked since then.
fn since(before: Option<Duration>) -> Duration {
    let time = thread_time().zip(before);
    time.map_or(Duration::ZERO, |(after, before)| {
        after.saturating_sub(before)
    })
}

/// A file of decisions that goes away with the value.
struct Sink {
    writer: Option<DecisionWriter>,
    path: PathBuf,
}

impl Sink {
    fn create(file: &BenchFile<'_>, reader: &ClaimsReader) -> Result<Self, Failure> {
        let mut name = OsString::from(format!("verdict-bench-{}.", std::process::id()));
        name.push(extension(file.path)?);
        let path = std::env::temp_dir().join(name);
        let output = Output::Path(path.clone());
        let writer = DecisionWriter::create(&output, reader, &file.columns)?;
        Ok(Self {
            writer: Some(writer),
            path,
        })
    }

    fn take(&mut self, block: &ClaimBlock, done: &Done, pass: &mut Pass) -> Result<(), Failure> {
        let before = thread_time();
        if let Some(writer) = &mut self.writer {
            writer.write_block(block, &done.rows)?;
        }
        pass.rows += block.len() as u64;
        pass.deciding += done.deciding;
        pass.writing += done.writing + since(before);
        Ok(())
    }

    fn finish(mut self, pass: &mut Pass) -> Result<(), Failure> {
        let before = thread_time();
        if let Some(writer) = self.writer.take() {
            writer.finish()?;
        }
        pass.writing += since(before);
        Ok(())
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        // A file that was not finished does not have its name yet.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// The end of the name that tells the format.
fn extension(path: &Path) -> Result<&'static str, Failure> {
    Ok(match FileFormat::of_path(path)? {
        FileFormat::Csv { gzip: false } => "csv",
        FileFormat::Csv { gzip: true } => "csv.gz",
        FileFormat::Jsonl { gzip: false } => "jsonl",
        FileFormat::Jsonl { gzip: true } => "jsonl.gz",
        FileFormat::Parquet => "parquet",
    })
}
