//! `verdict explain`: one claim in full, for people: its values, the decision, and why not
//! otherwise.

mod document;
mod nearest;
mod text;
mod why;
mod wording;

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use decision_claims::{ClaimBlock, ClaimsReader, FileFormat, ResultField};
use decision_matrix::source::suggest;
use decision_matrix::{CompileConfig, CompiledMatrix, DecisionMatrix, Explanation, Facts};

use super::decide::refuse_two_standard_inputs;
use crate::claim_values::{ClaimFields, HistoryColumns};
use crate::claims_file::{self, ReadArguments};
use crate::failure::{Failure, Status};
use crate::output::Console;
use crate::rules_file::{self, Reading, read_at_most};
use crate::{folder, output};

pub(super) use document::trace_text;

/// Most bytes of a claim that stands over several lines.
const CLAIM_BYTES: usize = 1 << 20;

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// Rules folder or file
    #[arg(long, value_name = "DIR")]
    rules: PathBuf,
    /// The claim: .json, .jsonl, .csv or any other claims file; `-` is standard input
    #[arg(long, value_name = "FILE")]
    claim: PathBuf,
    #[command(flatten)]
    read: ReadArguments,
}

/// One claim, explained.
struct ExplainedClaim<'a> {
    matrix: &'a DecisionMatrix,
    compiled: &'a CompiledMatrix,
    facts: &'a Facts,
    explanation: Explanation,
    language: Option<String>,
}

/// Explains the first claim of the file.
pub(crate) fn run(arguments: &ExplainArguments, console: &Console) -> Result<Status, Failure> {
    refuse_two_standard_inputs(&arguments.rules, &arguments.claim)?;
    let (_, matrix) = rules_file::load(&arguments.rules, console)?;
    let tables = matrix.tables();
    let fields = ClaimFields::new(tables, HistoryColumns::Required);
    let mut reader = open(&arguments.claim, &arguments.read, &matrix, &fields)?;
    let block = reader.next_block()?;
    let Some((block, row)) = block
        .as_ref()
        .and_then(|block| Some((block, block.row(0)?)))
    else {
        return Err(Failure::input(format!(
            "`{}` holds no claim",
            reader.file()
        )));
    };
    if arguments.read.map.is_none() {
        warn_about_names(block, &reader, &fields, console);
    }
    if let Some(fault) = row.fault() {
        console.warning(&format!(
            "{}:{}: the row is no claim: {}",
            reader.file(),
            row.line(),
            output::printable(&fault.to_string())
        ));
    }
    if block.len() > 1 {
        console.note(&format!(
            "`{}` holds more claims: this is the first one",
            reader.file()
        ));
    }
    let compiled = CompiledMatrix::new(
        std::sync::Arc::clone(tables),
        &CompileConfig { audit_key: None },
    );
    let mut facts = compiled.facts();
    fields.fill(row, &mut facts);
    let claim = ExplainedClaim {
        matrix: &matrix,
        compiled: &compiled,
        facts: &facts,
        explanation: compiled.explain(&facts),
        language: fields.language(row),
    };
    console.text(&text::explanation(&claim, console.style()))?;
    if console.is_json() {
        console.document(&document::explanation(&claim))?;
    }
    Ok(Status::Done)
}

/// Opens the file of the claim. A JSON object may stand over several lines here.
fn open(
    path: &Path,
    read: &ReadArguments,
    matrix: &DecisionMatrix,
    fields: &ClaimFields,
) -> Result<ClaimsReader, Failure> {
    let is_table = matches!(FileFormat::of_path(path), Ok(format) if format != FileFormat::Jsonl { gzip: false });
    if is_table {
        return claims_file::open(path, read, matrix.tables(), fields);
    }
    let name = path.display().to_string();
    let mut stream: Box<dyn Read + Send> = if name == "-" {
        Box::new(io::stdin())
    } else if path.exists() {
        let file = File::open(path).map_err(|error| Failure::file("read", &name, &error))?;
        Box::new(file)
    } else {
        return Err(Failure::input(folder::missing(path, "claim file")));
    };
    let start = read_at_most(&mut stream, CLAIM_BYTES)
        .map_err(|error| Failure::file("read", &name, &error))?;
    let (mut bytes, is_cut) = match start {
        Reading::Whole(bytes) => (bytes, false),
        Reading::Cut(bytes) => (bytes, true),
    };
    let is_flattened = flatten_object(&mut bytes);
    if is_cut && (is_flattened || !bytes.contains(&b'\n')) {
        return Err(Failure::input(format!(
            "the first claim of `{name}` has more than {} bytes: name a file whose first claim is smaller",
            output::thousands(CLAIM_BYTES as u64)
        )));
    }
    let stream = Cursor::new(bytes).chain(stream);
    claims_file::open_stream(stream, &name, read, matrix.tables(), fields)
}

/// Puts an object that stands over several lines on one line; lines that are whole objects stay.
/// The answer tells whether it did.
fn flatten_object(bytes: &mut [u8]) -> bool {
    let is_object = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    let mut lines = bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.trim_ascii().is_empty());
    let first_is_whole = lines
        .next()
        .is_some_and(|line| serde_json::from_slice::<serde_json::Value>(line).is_ok());
    if !is_object || first_is_whole {
        return false;
    }
    // Strings hold no line ends of their own, so only space between tokens changes.
    for byte in bytes
        .iter_mut()
        .filter(|byte| matches!(**byte, b'\n' | b'\r'))
    {
        *byte = b' ';
    }
    true
}

/// Warns about names in the claim that look like those of values that are absent.
fn warn_about_names(
    block: &ClaimBlock,
    reader: &ClaimsReader,
    fields: &ClaimFields,
    console: &Console,
) {
    let absent: Vec<&str> = reader.absent_fields().collect();
    // Results are known by name, though the rules do not read them.
    let is_known = |column: &str| {
        ResultField::from_name(column).is_some()
            || fields.fields().iter().any(|field| field.name == column)
    };
    for column in block.columns().iter().filter(|column| !is_known(column)) {
        if let Some(close) = suggest::closest(column, absent.iter().copied()) {
            let column = output::printable(column);
            console.warning(&format!(
                "`{column}` is not known to the rules, did you mean `{close}`?"
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::flatten_object;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut bytes = text.as_bytes().to_vec();
        flatten_object(&mut bytes);
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }

    #[test]
    fn only_an_object_over_several_lines_is_flattened() {
        check(
            "{\n \"a\": 1,\n \"b\": \"x\"\n}\n",
            "{  \"a\": 1,  \"b\": \"x\" } ",
        );
        check("{\"a\": 1}\n{\"a\": 2}\n", "{\"a\": 1}\n{\"a\": 2}\n");
        check("a,b\n1,2\n", "a,b\n1,2\n");
    }
}
