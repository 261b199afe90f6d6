//! `verdict decide`: every claim of a file, with its decision beside it, in order.

mod counts;
mod document;

use std::path::PathBuf;

use clap::Args;
use decision_claims::{
    BlockDecider, ClaimBlock, DecisionWriter, Output, OutputRows, decision_rows,
};
use decision_matrix::{CompiledMatrix, DecisionColumns};

use crate::claim_values::{ClaimFields, HistoryColumns};
use crate::claims_file::{self, ReadArguments};
use crate::failure::{Failure, Status};
use crate::output::Console;
use crate::{pipeline, rules_file};

pub(super) use counts::Counts;
pub(super) use decision_claims::{DecisionRow, decision_columns};
use document::DocumentWriter;

/// Arguments of `decide`.
#[derive(Debug, Args)]
pub(crate) struct DecideArguments {
    /// Rules folder or file
    #[arg(long, value_name = "DIR")]
    rules: PathBuf,
    /// Claims: .csv, .csv.gz, .jsonl, .jsonl.gz or .parquet; `-` is standard input
    #[arg(long, value_name = "FILE")]
    claims: PathBuf,
    #[command(flatten)]
    read: ReadArguments,
    /// Where the decisions go, in the format of the name; without it CSV on standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Add a column with the whole reasoning, as JSON
    #[arg(long)]
    trace: bool,
    /// Secret that chooses audits: 32 bytes, or 64 hexadecimal digits
    #[arg(long, value_name = "FILE")]
    audit_key: Option<PathBuf>,
}

/// Decides every claim.
pub(crate) fn run(arguments: &DecideArguments, console: &Console) -> Result<Status, Failure> {
    refuse_two_standard_inputs(&arguments.rules, &arguments.claims)?;
    let config = claims_file::audit_config(arguments.audit_key.as_deref())?;
    let (_, matrix) = rules_file::load(&arguments.rules, console)?;
    let tables = matrix.tables();
    let fields = ClaimFields::new(tables, HistoryColumns::Required);
    let mut reader = claims_file::open(&arguments.claims, &arguments.read, tables, &fields)?;
    let compiled = CompiledMatrix::new(std::sync::Arc::clone(tables), &config);
    let columns = decision_columns(tables, arguments.trace);
    let output = arguments.out.as_ref().map_or(Output::Standard, |path| {
        Output::from_argument(&path.to_string_lossy())
    });
    let mut sink = if console.is_json() && output == Output::Standard {
        Sink::Document(DocumentWriter::begin(&columns)?)
    } else {
        Sink::File(Box::new(DecisionWriter::create(
            &output, &reader, &columns,
        )?))
    };
    let mut counts = Counts::default();
    let worker = || {
        let (compiled, fields, columns) = (&compiled, &fields, &columns);
        let mut facts = compiled.facts();
        let mut decider = BlockDecider::new(compiled, fields);
        let mut decisions = DecisionColumns::new();
        move |block: &ClaimBlock| {
            decider.decide(block, &mut decisions);
            let mut counts = Counts::default();
            counts.add_all(compiled, &decisions);
            if !arguments.trace {
                return Ok((decision_rows(compiled, columns, &mut decisions)?, counts));
            }
            let mut rows = OutputRows::new(columns);
            for (row, decision) in block.rows().zip(decisions.iter()) {
                fields.fill(row, &mut facts);
                let trace = super::explain::trace_text(compiled, &facts);
                DecisionRow::new(compiled, &decision, Some(&trace)).push(&mut rows)?;
            }
            Ok((rows, counts))
        }
    };
    pipeline::run(&mut reader, console, worker, |block, (rows, some)| {
        counts.merge(&some);
        sink.write(block, &rows, &fields)
    })?;
    sink.finish(&counts, console)?;
    claims_file::warn_about_rows(&reader, console);
    console.note(&counts.text());
    if console.is_json() && output != Output::Standard {
        console.document(&counts.document(&output.name()))?;
    }
    Ok(Status::Done)
}

/// Rules and claims cannot both come from standard input.
pub(super) fn refuse_two_standard_inputs(
    rules: &std::path::Path,
    claims: &std::path::Path,
) -> Result<(), Failure> {
    if rules.as_os_str() == "-" && claims.as_os_str() == "-" {
        return Err(Failure::input(
            "rules and claims cannot both be `-`: standard input is one file, so name the other one",
        ));
    }
    Ok(())
}

/// Where the decisions go.
enum Sink {
    /// A file, or CSV on standard output.
    File(Box<DecisionWriter>),
    /// The JSON document on standard output.
    Document(DocumentWriter),
}

impl Sink {
    fn write(
        &mut self,
        block: &ClaimBlock,
        rows: &OutputRows,
        fields: &ClaimFields,
    ) -> Result<(), Failure> {
        match self {
            Self::File(writer) => Ok(writer.write_block(block, rows)?),
            Self::Document(writer) => writer.write(block, rows, fields),
        }
    }

    fn finish(self, counts: &Counts, console: &Console) -> Result<(), Failure> {
        match self {
            Self::File(writer) => {
                claims_file::warn_about_output(&writer, console);
                writer.finish()?;
                Ok(())
            }
            Self::Document(writer) => writer.finish(counts),
        }
    }
}
