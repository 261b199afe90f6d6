//! The readers of the three formats. Each has two halves: what goes through the file in order and
//! cuts off parts, and what turns a part into the rows of blocks, in any thread.

pub(crate) mod csv;
pub(crate) mod csv_part;
pub(crate) mod csv_row;
pub(crate) mod cut;
pub(crate) mod json_row;
pub(crate) mod jsonl;
pub(crate) mod jsonl_part;
pub(crate) mod parquet;
pub(crate) mod pending;
pub(crate) mod positioned;

/// The longest row, in bytes of UTF-8: a quote that is never closed or a line without an end must
/// not fill the memory.
pub(crate) const ROW_BYTES_MAX: usize = 1 << 20;

/// A block ends when it holds this much text, however few rows it has.
pub(crate) const BLOCK_BYTES: usize = 8 << 20;
