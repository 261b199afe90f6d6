//! Claims that the user named: the file, its map, and what has to be said about its columns.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use decision_claims::{ClaimsMap, ClaimsReader, DecisionWriter, Input, ReadOptions};
use decision_matrix::CompileConfig;
use decision_matrix::limits::FILE_BYTES;
use decision_matrix::table::DecisionTables;
use decision_simulation::report::Language;

use crate::claim_values::ClaimFields;
use crate::failure::Failure;
use crate::output::{Console, printable, thousands};
use crate::rules_file::{self, Reading, read_at_most};

/// How many messages of one kind are printed before they are only counted.
const SHOWN: usize = 5;

/// Most bytes of an audit key: 64 digits and a line end.
const KEY_BYTES: usize = 66;

/// The options that say how claims are read.
#[derive(Clone, Debug, Args)]
pub(crate) struct ReadArguments {
    /// Map file: which column is which factor, key or result
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,
    /// Read a file that lacks the column of a factor; its value is missing in every claim then
    #[arg(long)]
    pub(crate) allow_missing: bool,
}

/// Opens a claims file for the fields of a matrix.
pub(crate) fn open(
    claims: &Path,
    arguments: &ReadArguments,
    tables: &DecisionTables,
    fields: &ClaimFields,
) -> Result<ClaimsReader, Failure> {
    let (map, options) = arguments.resolve(tables, fields)?;
    let input = Input::from_argument(&claims.to_string_lossy());
    Ok(ClaimsReader::open(&input, &map, fields.fields(), &options)?)
}

/// Opens claims that come as a stream; `name` is what messages call them.
pub(crate) fn open_stream(
    stream: impl Read + Send + 'static,
    name: &str,
    arguments: &ReadArguments,
    tables: &DecisionTables,
    fields: &ClaimFields,
) -> Result<ClaimsReader, Failure> {
    let (map, options) = arguments.resolve(tables, fields)?;
    Ok(ClaimsReader::from_stream(
        stream,
        name,
        &map,
        fields.fields(),
        &options,
    )?)
}

impl ReadArguments {
    /// The map and the options that they stand for.
    fn resolve(
        &self,
        tables: &DecisionTables,
        fields: &ClaimFields,
    ) -> Result<(ClaimsMap, ReadOptions), Failure> {
        let map = match &self.map {
            Some(path) => read_map(path, fields)?,
            None => ClaimsMap::default(),
        };
        let options = ReadOptions {
            allow_missing: self.allow_missing,
            money_scale: tables.currency.map_or(2, |currency| currency.scale()),
            ..ReadOptions::default()
        };
        Ok((map, options))
    }
}

/// Reads a map file.
fn read_map(path: &Path, fields: &ClaimFields) -> Result<ClaimsMap, Failure> {
    let text = rules_file::read_text(path, "map file", FILE_BYTES)?;
    ClaimsMap::from_yaml(&path.display().to_string(), &text, fields.fields())
        .map_err(|findings| Failure::RefusedFile(Box::new(findings)))
}

/// Warns about rows and texts of a file that could not be used, once it is read.
pub(crate) fn warn_about_rows(reader: &ClaimsReader, console: &Console) {
    let file = reader.file();
    for (line, fault) in reader.first_faults().iter().take(SHOWN) {
        let fault = fault.to_string();
        let fault = printable(&fault);
        console.warning(&format!("{file}:{line}: the row is no claim: {fault}"));
    }
    let more = reader.fault_count().saturating_sub(SHOWN as u64);
    if more > 0 {
        console.warning(&format!(
            "{file}: {} more rows are no claims",
            thousands(more)
        ));
    }
    if reader.left_out_values() > 0 {
        let count = thousands(reader.left_out_values());
        console.warning(&format!(
            "{file}: {count} values of more than 1,024 different keys cannot pass through"
        ));
    }
}

/// Warns about values of the input that the output does not have.
pub(crate) fn warn_about_output(writer: &DecisionWriter, console: &Console) {
    let left_out: Vec<String> = writer
        .left_out()
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    if !left_out.is_empty() {
        console.warning(&format!(
            "keys that are not in the first rows have no column in the output: {}: write .jsonl to keep them",
            left_out.join(", ")
        ));
    }
    for (name, count) in writer.unwritable() {
        let count = thousands(count);
        console.warning(&format!(
            "values of the column `{name}` that have no text are empty in the output: {count}: write .parquet to keep them"
        ));
    }
}

/// The texts of yes-or-no results that mean neither, as sentences.
pub(crate) fn unknown_results(reader: &ClaimsReader, language: Language) -> Vec<String> {
    let mut results: Vec<(&str, u64, Vec<String>)> = Vec::new();
    for (result, text, count) in reader.unknown_results() {
        let shown = format!("`{}` ({})", printable(text), thousands(count));
        match results
            .iter_mut()
            .find(|(name, ..)| *name == result.as_str())
        {
            Some((_, total, texts)) => {
                *total += count;
                texts.push(shown);
            }
            None => results.push((result.as_str(), count, vec![shown])),
        }
    }
    let sentence = |(name, total, texts): (&str, u64, Vec<String>)| {
        let (total, listed) = (thousands(total), texts.join(", "));
        match language {
            Language::English => {
                format!(
                    "{total} values of `{name}` mean neither yes nor no and count as unknown: {listed}."
                )
            }
            Language::Russian => {
                format!(
                    "Значений `{name}`, которые не значат ни «да», ни «нет» и считаются неизвестными: {total}: {listed}."
                )
            }
        }
    };
    results.into_iter().map(sentence).collect()
}

/// The key for audits: 32 bytes, or their 64 hexadecimal digits.
pub(crate) fn audit_config(path: Option<&Path>) -> Result<CompileConfig, Failure> {
    let Some(path) = path else {
        return Ok(CompileConfig { audit_key: None });
    };
    if !path.exists() {
        return Err(Failure::input(crate::folder::missing(path, "audit key")));
    }
    let name = path.display().to_string();
    let read = File::open(path).and_then(|file| read_at_most(file, KEY_BYTES));
    let key = match read.map_err(|error| Failure::file("read", &name, &error))? {
        Reading::Whole(bytes) => key_of(&bytes),
        Reading::Cut(_) => None,
    };
    match key {
        Some(key) => Ok(CompileConfig {
            audit_key: Some(key),
        }),
        None => Err(Failure::input(format!(
            "the audit key `{name}` is neither 32 bytes nor 64 hexadecimal digits: make one with `openssl rand -hex 32`"
        ))),
    }
}

/// The key in the bytes of a file.
fn key_of(bytes: &[u8]) -> Option<[u8; 32]> {
    if let Ok(key) = bytes.try_into() {
        return Some(key);
    }
    let text = std::str::from_utf8(bytes).ok()?.trim();
    if text.len() != 64 {
        return None;
    }
    let mut key = [0; 32];
    for (byte, at) in key.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(
            text.get(at..at + 2).filter(|pair| !pair.starts_with('+'))?,
            16,
        )
        .ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::key_of;

    #[test]
    fn a_key_is_bytes_or_digits() {
        assert_eq!(key_of(&[7; 32]), Some([7; 32]));
        assert_eq!(key_of("ab".repeat(32).as_bytes()), Some([0xab; 32]));
        assert_eq!(
            key_of(format!("{}\n", "01".repeat(32)).as_bytes()),
            Some([1; 32])
        );
        assert_eq!(key_of(b"secret"), None);
        assert_eq!(key_of("zz".repeat(32).as_bytes()), None);
        assert_eq!(key_of("+1".repeat(32).as_bytes()), None);
    }
}
