//! `verdict schema`: JSON Schemas, with which an editor completes and checks while one types.

use clap::{Args, ValueEnum};

use crate::failure::{Failure, Status};
use crate::output::{Console, print};
use crate::schema;

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub(crate) struct SchemaArguments {
    /// The kind of file
    #[arg(value_enum, value_name = "KIND")]
    kind: Kind,
}

/// The kinds of files that people write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// matrix.yaml
    Rules,
    /// cases.yaml
    Cases,
    /// costs.yaml
    Costs,
    /// map.yaml
    Map,
}

/// Prints the schema on standard output.
pub(crate) fn run(arguments: &SchemaArguments, _: &Console) -> Result<Status, Failure> {
    print(match arguments.kind {
        Kind::Rules => schema::RULES,
        Kind::Cases => schema::CASES,
        Kind::Costs => schema::COSTS,
        Kind::Map => schema::MAP,
    })?;
    Ok(Status::Done)
}
