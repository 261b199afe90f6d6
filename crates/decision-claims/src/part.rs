//! A part of a claims file on its way from the thread that cuts it off to the one that reads it.

use std::sync::Arc;

use crate::binding::Binding;
use crate::block::{ClaimBlock, Content};
use crate::error::ClaimsError;
use crate::read::csv_part::{self, CsvLayout};
use crate::read::cut::Cut;
use crate::read::jsonl_part;
use crate::read::parquet::ParquetPart;
use crate::tally::Tally;

/// The next rows of a file, not read yet: it may be sent to another thread and read there. Its
/// blocks, in the order of the parts, go back to [`crate::ClaimsReader::settle`].
pub struct ClaimsPart {
    pub(crate) binding: Arc<Binding>,
    /// The columns that are read; those of JSON Lines are known with the rows.
    pub(crate) columns: Arc<[String]>,
    pub(crate) field_columns: Arc<[Option<usize>]>,
    pub(crate) rows: PartRows,
}

/// The rows of a part.
pub(crate) enum PartRows {
    Csv {
        cut: Option<Cut>,
        layout: CsvLayout,
    },
    Jsonl {
        cut: Option<Cut>,
        kept: Option<Arc<[String]>>,
    },
    Parquet(Box<ParquetPart>),
}

impl ClaimsPart {
    /// The next block, with at least one row; `None` at the end of the part.
    ///
    /// # Errors
    /// Reading breaks off. A row that is no claim is no error: see [`crate::Row::fault`].
    pub fn next_block(&mut self) -> Result<Option<ClaimBlock>, ClaimsError> {
        let (mut columns, mut field_columns) =
            (Arc::clone(&self.columns), Arc::clone(&self.field_columns));
        let mut key_counts = Vec::new();
        let content = match &mut self.rows {
            PartRows::Csv { cut, layout } => cut
                .take()
                .map(|cut| Content::Cells(csv_part::read(cut, layout))),
            PartRows::Jsonl { cut, kept } => cut.take().map(|cut| {
                let part = jsonl_part::read(cut, kept.as_deref());
                field_columns = ClaimBlock::bind(&self.binding, &part.keys);
                (columns, key_counts) = (part.keys, part.counts);
                Content::Cells(part.rows)
            }),
            PartRows::Parquet(part) => part.next_rows()?.map(Content::Arrow),
        };
        let Some(content) = content else {
            return Ok(None);
        };
        let mut block = ClaimBlock {
            binding: Arc::clone(&self.binding),
            columns,
            field_columns,
            places: None,
            key_counts,
            content,
            tally: Tally::default(),
        };
        block.tally = Tally::of(&block);
        Ok((!block.is_empty()).then_some(block))
    }
}
