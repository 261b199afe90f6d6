//! Decides the blocks of a file. Arrays are read in place wherever their unit and scale are those
//! of the factor, and brought into codes column by column where they are not; rows of texts go
//! through the facts of one claim after the other. Either way each value is judged by the engine.

mod coder;
mod codes;
mod convert;
mod dictionary;
mod judge;
mod text_cache;

use arrow_array::Array;
use arrow_schema::DataType;
use decision_matrix::{Columns, CompiledMatrix, DecisionColumns, Facts, RawValue};

use crate::block::{ArrowRows, ClaimBlock, Content};
use crate::claim_fields::{ClaimFields, key_text};
use coder::{ColumnCoder, Target};
use judge::Judge;

/// Decides blocks of claims of one reader, one after the other, in one thread; its memory is used
/// again.
pub struct BlockDecider<'m> {
    compiled: &'m CompiledMatrix,
    fields: &'m ClaimFields,
    facts: Facts,
    columns: Columns,
    judge: Judge<'m>,
    /// One a factor, then the one of the time where the rules need it.
    coders: Vec<ColumnCoder>,
}

impl<'m> BlockDecider<'m> {
    /// Decides by a matrix claims whose factors are `fields`, which must be of the same matrix.
    pub fn new(compiled: &'m CompiledMatrix, fields: &'m ClaimFields) -> Self {
        let factors = (0..fields.factor_count()).map(Target::Factor);
        let time = fields
            .time_field()
            .filter(|_| compiled.tables().effective.is_some());
        let targets = factors.chain(time.map(Target::Time));
        Self {
            compiled,
            fields,
            facts: compiled.facts(),
            columns: compiled.columns(),
            judge: Judge::new(compiled),
            coders: targets
                .map(|target| ColumnCoder::new(target, compiled.tables()))
                .collect(),
        }
    }

    /// Decides every row of a block; `out` then holds one decision a row, in order, the same that
    /// the facts of the row would give.
    pub fn decide(&mut self, block: &ClaimBlock, out: &mut DecisionColumns) {
        match &block.content {
            Content::Cells(_) => self.decide_rows(block, out),
            Content::Arrow(rows) => self.decide_arrays(block, rows, out),
        }
    }

    /// Decides through the facts of each row, which define what every other path must give.
    pub fn decide_rows(&mut self, block: &ClaimBlock, out: &mut DecisionColumns) {
        self.columns.clear();
        for row in block.rows() {
            self.fields.fill(row, &mut self.facts);
            self.columns.push(&self.facts);
        }
        self.compiled.decide_batch(&self.columns, out);
    }

    fn decide_arrays(&mut self, block: &ClaimBlock, rows: &ArrowRows, out: &mut DecisionColumns) {
        self.judge.begin_block();
        for coder in &mut self.coders {
            coder.code(block, rows, &mut self.judge);
        }
        let mut claims = self.compiled.claim_columns(rows.len());
        for coder in &self.coders {
            coder.give(rows, &mut claims);
        }
        if !all_have_ids(block, rows, self.fields.claim_field()) {
            for row in block.rows() {
                if key_text(row.value(self.fields.claim_field())).is_none() {
                    claims.set_unreadable(row.index());
                }
            }
        }
        let mut ids = Vec::new();
        if self.compiled.has_audit() {
            let field = self.fields.claim_field();
            ids.extend(block.rows().map(|row| key_text(row.value(field))));
            claims.set_claims(ids.iter().map(Option::as_deref).collect());
        }
        self.compiled.decide_columns(&claims, out);
    }
}

/// Whether a look at the column shows that every row has an id.
fn all_have_ids(block: &ClaimBlock, rows: &ArrowRows, field: usize) -> bool {
    let place = block.field_columns.get(field).copied().flatten();
    let column = place.and_then(|place| rows.batch().columns().get(place));
    let is_id = |kind: &DataType| {
        kind.is_integer()
            || matches!(
                kind,
                DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
            )
    };
    column.is_some_and(|column| {
        is_id(column.data_type()) && block.binding.is_verbatim(field) && column.null_count() == 0
    })
}

/// A value of an array as the map makes it for a field. In a dictionary a timestamp without an
/// offset is one of UTC.
fn converted<'a>(
    block: &'a ClaimBlock,
    field: usize,
    array: &'a dyn Array,
    row: usize,
    is_in_dictionary: bool,
) -> RawValue<'a> {
    let float = block.binding.field(field).map(|field| field.float);
    let (raw, is_local) = ArrowRows::value_in(array, row, float);
    let is_local = is_local && !is_in_dictionary;
    block.binding.convert(field, raw, is_local)
}
