//! Claims files in and out: CSV, JSON Lines and Parquet, and the map files that say which column
//! is which factor.
//!
//! A claim's path through this crate: a [`ClaimsMap`] and the [`Field`]s that the rules need are
//! bound to the columns of a file by [`ClaimsReader::open`]; [`ClaimsReader::next_block`] gives
//! [`ClaimBlock`]s of some thousand rows, or [`ClaimsReader::next_part`] gives parts that other
//! threads read; a [`BlockDecider`] decides them, arrays column by column and where they lie,
//! texts row by row; [`DecisionWriter`] repeats the columns of each block with the decision beside
//! them. Everything is streamed: memory holds a few blocks, however long the file is. A
//! [`RecordBatchDecider`] does the same for arrays that the caller has.
//!
//! This is the only crate that knows arrow and parquet. It judges no value: a text that is no
//! number goes to the engine as it stands, which reports it.
//!
//! ```
//! use decision_claims::{ClaimsMap, ClaimsReader, Field, FieldKind, Input, ReadOptions};
//!
//! let path = std::env::temp_dir().join(format!("claims-doc-{}.csv", std::process::id()));
//! std::fs::write(&path, "claim_id,amount\nC-1,1500.00\n")?;
//! let fields = [Field::new("amount", FieldKind::Number { scale: 2 })];
//! let options = ReadOptions::default();
//! let mut reader = ClaimsReader::open(&Input::Path(path.clone()), &ClaimsMap::default(), &fields, &options)?;
//! while let Some(block) = reader.next_block()? {
//!     for row in block.rows() {
//!         assert_eq!(row.value(0), decision_matrix::RawValue::Text("1500.00"));
//!     }
//! }
//! std::fs::remove_file(path)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`RawValue`]: decision_matrix::RawValue

mod binding;
mod block;
mod claim_fields;
mod decide;
mod decision_rows;
mod decision_writer;
mod error;
mod field;
mod file_format;
#[cfg(test)]
mod fixture;
mod input;
mod map;
mod output;
mod output_rows;
mod part;
mod read;
mod reader;
mod record_batch;
mod result_field;
mod table_writer;
mod tally;
mod write;

pub use block::{ClaimBlock, Row, RowFault};
pub use claim_fields::{ClaimFields, HistoryColumns};
pub use decide::BlockDecider;
pub use decision_rows::{DecisionRow, decision_columns, decision_rows};
pub use decision_writer::DecisionWriter;
pub use error::{ClaimsError, MissingColumn};
pub use field::{Field, FieldKind};
pub use file_format::FileFormat;
pub use input::{Input, Progress};
pub use map::{ClaimsMap, CsvDialect};
pub use output::{Output, OutputColumn, OutputType, OutputValue};
pub use output_rows::OutputRows;
pub use part::ClaimsPart;
pub use reader::{ClaimsReader, ReadOptions};
pub use record_batch::{RecordBatchDecider, decisions_to_record_batch};
pub use result_field::ResultField;
pub use table_writer::TableWriter;
