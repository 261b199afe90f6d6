//! From files to decisions: Parquet, CSV and JSON Lines, against mere decoding and against deciding
//! the same claims in memory. One thread.
//!
//! `cargo bench -p verdict-benches --bench files` first compares all answers, then prints a table of
//! processor time, whose ways take turns, and then runs criterion. With a filter only criterion runs.

#![expect(clippy::print_stdout, reason = "the table is what the bench is for")]

mod claims_file;

use std::fs::File;
use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput};
use decision_claims::{BlockDecider, ClaimFields, ClaimsReader, HistoryColumns};
use decision_matrix::{CompiledMatrix, DecisionColumns};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use verdict_benches::{FACTORS, OwnedColumns, Way, Workload, find, median, take_turns};

use claims_file::{ClaimsFiles, FORMATS, Fallible};

/// Claims of a file.
const CLAIMS: usize = 131_072;
/// Claims where the bench only shows that it works.
const TEST_CLAIMS: usize = 2_048;
/// Rounds of the table.
const ROUNDS: usize = 15;
/// How many rules are asked.
const SIZES: [usize; 3] = [12, 100, 1_000];

fn main() -> Fallible<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_test = !arguments.iter().any(|it| it == "--bench");
    let (claims, rounds) = if is_test {
        (TEST_CLAIMS, 1)
    } else {
        (CLAIMS, ROUNDS)
    };
    let workloads = SIZES.map(|rules| Workload::new(rules, claims));
    let files = ClaimsFiles::write(&workloads)?;
    for workload in &workloads {
        compare_answers(workload, &files)?;
    }
    if arguments.iter().all(|it| it.starts_with('-')) {
        print(&workloads, &files, rounds);
    }
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    measure(&mut criterion, &workloads, &files);
    criterion.final_summary();
    Ok(())
}

/// Reads the columns of the factors with the parquet crate, and nothing else; gives the rows.
fn decode(path: &Path) -> Fallible<usize> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?;
    let names = FACTORS.iter().map(|(name, _)| *name);
    let mask = ProjectionMask::columns(builder.parquet_schema(), names);
    let mut rows = 0;
    for batch in builder
        .with_projection(mask)
        .with_batch_size(8_192)
        .build()?
    {
        rows += black_box(batch?).num_rows();
    }
    Ok(rows)
}

/// Reads a claims file and decides it block by block.
fn decide(
    path: &Path,
    matrix: &CompiledMatrix,
    mut take: impl FnMut(&DecisionColumns),
) -> Fallible<()> {
    let fields = ClaimFields::new(matrix.tables(), HistoryColumns::Required);
    let mut reader = open(path, &fields)?;
    let mut decider = BlockDecider::new(matrix, &fields);
    let mut out = DecisionColumns::new();
    while let Some(block) = reader.next_block()? {
        decider.decide(&block, &mut out);
        take(&out);
    }
    Ok(())
}

/// Reads a claims file, and nothing else.
fn read(path: &Path, matrix: &CompiledMatrix) -> Fallible<()> {
    let fields = ClaimFields::new(matrix.tables(), HistoryColumns::Required);
    let mut reader = open(path, &fields)?;
    while let Some(block) = reader.next_block()? {
        black_box(block);
    }
    Ok(())
}

fn open(path: &Path, fields: &ClaimFields) -> Fallible<ClaimsReader> {
    let input = decision_claims::Input::Path(path.to_owned());
    let (map, options) = Default::default();
    let mut reader = ClaimsReader::open(&input, &map, fields.fields(), &options)?;
    reader.keep_only_fields(false);
    Ok(reader)
}

/// Every file gives the decisions of its claims.
fn compare_answers(workload: &Workload, files: &ClaimsFiles) -> Fallible<()> {
    let expected = workload.decisions();
    for format in FORMATS {
        let mut found = Vec::with_capacity(expected.len());
        decide(&files.path(format), &workload.matrix, |out| {
            found.extend(out.iter());
        })?;
        assert!(found == expected, "{format} with {} rules", workload.rules);
    }
    assert_eq!(decode(&files.path("parquet"))?, expected.len());
    Ok(())
}

fn print(workloads: &[Workload], files: &ClaimsFiles, rounds: usize) {
    let columns: Vec<_> = workloads
        .iter()
        .map(|it| OwnedColumns::narrow(&it.claims))
        .collect();
    let mut ways = Vec::new();
    for (workload, columns) in workloads.iter().zip(&columns) {
        add_ways(&mut ways, workload, columns, files);
    }
    take_turns(&mut ways, rounds);
    println!(
        "\nns of processor time per claim, 1 thread, {} claims of 10 factors, median (best) of {rounds} rounds in turns",
        workloads.first().map_or(0, |it| it.claims.len())
    );
    println!("{:>6}{:>28}{:>20}{:>12}", "rules", "way", "ns", "Mrows/s");
    for way in &ways {
        let time = format!("{:.1} ({:.1})", way.median(), way.best());
        println!(
            "{:>6}{:>28}{time:>20}{:>12.1}",
            way.rules(),
            way.name(),
            1e3 / way.median()
        );
    }
    println!();
    for rules in SIZES {
        print_ratios(&ways, rules);
    }
    println!();
}

fn add_ways<'a>(
    ways: &mut Vec<Way<'a>>,
    workload: &'a Workload,
    columns: &'a OwnedColumns,
    files: &'a ClaimsFiles,
) {
    let (rules, count, matrix) = (workload.rules, workload.claims.len(), &workload.matrix);
    let claims = columns.borrowed(matrix);
    let mut out = DecisionColumns::new();
    ways.push(Way::new("decided in memory", rules, count, move || {
        matrix.decide_columns(black_box(&claims), &mut out);
    }));
    ways.push(Way::new("parquet crate alone", rules, count, || {
        let _ = black_box(decode(&files.path("parquet")));
    }));
    let named = [
        ("parquet", "parquet read", "parquet decided"),
        ("csv", "csv read", "csv decided"),
        ("jsonl", "jsonl read", "jsonl decided"),
    ];
    for (format, is_read, is_decided) in named {
        let path = files.path(format);
        ways.push(Way::new(is_read, rules, count, move || {
            let _ = black_box(read(&path, matrix));
        }));
        let path = files.path(format);
        ways.push(Way::new(is_decided, rules, count, move || {
            let _ = decide(&path, matrix, |out| {
                black_box(out);
            });
        }));
    }
}

/// Deciding a file against its parts: decoding and deciding, and decoding alone.
fn print_ratios(ways: &[Way<'_>], rules: usize) {
    let way = |name| find(ways, name, rules);
    let (Some(decided), Some(alone), Some(memory)) = (
        way("parquet decided"),
        way("parquet crate alone"),
        way("decided in memory"),
    ) else {
        return;
    };
    let rounds = decided
        .times()
        .iter()
        .zip(alone.times())
        .zip(memory.times());
    let ratio = median(
        rounds
            .map(|((decided, alone), memory)| decided / (alone + memory))
            .collect(),
    );
    println!(
        "{rules:>6} rules: parquet decided / (parquet crate alone + decided in memory) {ratio:.2}x; throughput {:.0} % of mere decoding",
        100.0 / decided.ratio_to(alone)
    );
}

fn measure(criterion: &mut Criterion, workloads: &[Workload], files: &ClaimsFiles) {
    let mut group = criterion.benchmark_group("files");
    let count = workloads.first().map_or(0, |it| it.claims.len());
    group.throughput(Throughput::Elements(count as u64));
    let path = files.path("parquet");
    group.bench_function("parquet crate alone", |bencher| {
        bencher.iter(|| decode(&path).map_or(0, black_box));
    });
    for workload in workloads {
        for format in FORMATS {
            let path = files.path(format);
            let id = BenchmarkId::new(format!("{format} decided"), workload.rules);
            group.bench_function(id, |bencher| {
                bencher.iter(|| {
                    decide(&path, &workload.matrix, |out| {
                        black_box(out);
                    })
                    .is_ok()
                });
            });
        }
    }
    group.finish();
}
