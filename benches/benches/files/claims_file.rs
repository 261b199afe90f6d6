//! The claims of the workload as files of every format, in a folder that goes away.

use std::path::PathBuf;

use decision_claims::{Output, OutputColumn, OutputType, OutputValue, TableWriter};
use verdict_benches::{Claim, FACTORS, Workload};

/// What may go wrong here goes wrong for the whole bench.
pub(crate) type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// The endings of the files.
pub(crate) const FORMATS: [&str; 3] = ["parquet", "csv", "jsonl"];

/// The files.
pub(crate) struct ClaimsFiles(PathBuf);

impl ClaimsFiles {
    /// Writes the claims, which are the same for every number of rules.
    pub(crate) fn write(workloads: &[Workload]) -> Fallible<Self> {
        let name = format!("claims-{}", std::process::id());
        let files = Self(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name));
        std::fs::create_dir_all(&files.0)?;
        for format in FORMATS {
            let claims = workloads.iter().map(|it| it.claims.as_slice()).next();
            write_one(
                &Output::Path(files.path(format)),
                claims.unwrap_or_default(),
            )?;
        }
        Ok(files)
    }

    /// The file of a format.
    pub(crate) fn path(&self, format: &str) -> PathBuf {
        self.0.join(format!("claims.{format}"))
    }
}

impl Drop for ClaimsFiles {
    fn drop(&mut self) {
        // What cannot be removed lies in the target folder.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Writes a claim a row: its id, money, words as texts, numbers.
fn write_one(output: &Output, claims: &[Claim]) -> Fallible<()> {
    let kind = |(at, largest): (usize, i64)| match at {
        0 => OutputType::Decimal(2),
        _ if largest < 16 => OutputType::Text,
        _ => OutputType::Integer,
    };
    let mut columns = vec![OutputColumn::new("id", OutputType::Text)];
    for (at, (name, largest)) in FACTORS.into_iter().enumerate() {
        columns.push(OutputColumn::new(name, kind((at, largest))));
    }
    let words: Vec<String> = (0..16).map(|word| format!("w{word}")).collect();
    let mut writer = TableWriter::create(output, &columns)?;
    for (number, claim) in claims.iter().enumerate() {
        let id = format!("C-{number:07}");
        let mut row = vec![OutputValue::Text(&id)];
        for (column, value) in columns.iter().skip(1).zip(claim) {
            row.push(match column.output_type {
                OutputType::Decimal(_) => OutputValue::Decimal(*value),
                OutputType::Integer => OutputValue::Integer(*value),
                _ => {
                    let word = usize::try_from(*value).ok().and_then(|at| words.get(at));
                    word.map_or(OutputValue::Null, |word| OutputValue::Text(word))
                }
            });
        }
        writer.write_row(&row)?;
    }
    writer.finish()?;
    Ok(())
}
