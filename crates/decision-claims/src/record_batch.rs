//! Arrow record batches in and out, for callers that have their claims in arrays already.

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, DictionaryArray, PrimitiveArray, RecordBatch};
use arrow_buffer::{Buffer, ScalarBuffer};
use arrow_schema::{ArrowError, Field, Schema, SchemaRef};
use decision_matrix::{CompiledMatrix, DecisionColumns};

use crate::binding::{Binding, columns};
use crate::block::{ArrowRows, ClaimBlock, Content};
use crate::claim_fields::ClaimFields;
use crate::decide::BlockDecider;
use crate::decision_rows::{decision_columns, distinct_rows};
use crate::error::ClaimsError;
use crate::map::ClaimsMap;
use crate::reader::ReadOptions;
use crate::tally::Tally;
use crate::write::parquet;

/// What messages call a batch.
const NAME: &str = "record batch";

/// Decides record batches of one schema. Arrays whose unit and scale are those of their factor are
/// read where they lie: integers and decimals of 32 and 64 bits at the factor's scale, days. A
/// dictionary is translated once, and its keys are looked up; other arrays are brought into codes
/// in memory that is used again. Every value is judged as one of a file is.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{ArrayRef, Decimal64Array, RecordBatch, StringArray};
/// use decision_claims::{ClaimFields, ClaimsMap, HistoryColumns, ReadOptions};
/// use decision_claims::{RecordBatchDecider, decisions_to_record_batch};
/// use decision_matrix::{DecisionColumns, DecisionMatrix};
///
/// let matrix = DecisionMatrix::from_yaml("matrix.yaml", r#"
/// format: 1
/// matrix: cash-refund
/// version: "1"
/// currency: RUB
/// keys: {claim: claim_id}
/// factors:
///   amount: {type: money, domain: ">= 0"}
/// decision:
///   hit: first
///   rules: |
///     | id | amount  || outcome | reason |
///     |----|---------||---------|--------|
///     | A1 | <= 5000 || approve | SMALL  |
///   default: {outcome: review, reason: LARGE}
/// "#)?;
/// let compiled = matrix.compile();
/// let fields = ClaimFields::new(compiled.tables(), HistoryColumns::Required);
/// let amounts = Decimal64Array::from(vec![150_000, 999_999]).with_precision_and_scale(18, 2)?;
/// let ids: ArrayRef = Arc::new(StringArray::from(vec!["C-1", "C-2"]));
/// let batch = RecordBatch::try_from_iter([("claim_id", ids), ("amount", Arc::new(amounts) as _)])?;
///
/// let (map, options) = (ClaimsMap::default(), ReadOptions::default());
/// let mut decider = RecordBatchDecider::new(&compiled, &fields, &batch.schema(), &map, &options)?;
/// let mut decisions = DecisionColumns::new();
/// decider.decide(&batch, &mut decisions)?;
/// let decided = decisions_to_record_batch(&compiled, &mut decisions)?;
/// assert_eq!(decided.num_rows(), 2);
/// assert_eq!(decided.schema().field(0).name(), "outcome");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct RecordBatchDecider<'m> {
    decider: BlockDecider<'m>,
    binding: Arc<Binding>,
    schema: SchemaRef,
    columns: Arc<[String]>,
    field_columns: Arc<[Option<usize>]>,
}

impl<'m> RecordBatchDecider<'m> {
    /// Binds the fields of a matrix to the columns of a schema, by the names of a map.
    ///
    /// # Errors
    /// A column is missing, unless the options permit it, or holds binary floats where exact
    /// numbers are needed.
    pub fn new(
        compiled: &'m CompiledMatrix,
        fields: &'m ClaimFields,
        schema: &SchemaRef,
        map: &ClaimsMap,
        options: &ReadOptions,
    ) -> Result<Self, ClaimsError> {
        let mut binding = Binding::new(map, fields.fields(), options.money_scale, false);
        binding.forget_results();
        let names: Arc<[String]> = {
            let fields = schema.fields().iter();
            fields.map(|field| field.name().clone()).collect()
        };
        let places = ClaimBlock::bind(&binding, &names);
        if !options.allow_missing {
            columns::check_missing(&binding, &names, &places, map, NAME)?;
        }
        columns::check_floats(&binding, schema, &places, NAME)?;
        Ok(Self {
            decider: BlockDecider::new(compiled, fields),
            binding: Arc::new(binding),
            schema: Arc::clone(schema),
            columns: names,
            field_columns: places,
        })
    }

    /// Decides every row of a batch; `out` then holds one decision a row, in order.
    ///
    /// # Errors
    /// The batch has other columns than those that were bound.
    pub fn decide(
        &mut self,
        batch: &RecordBatch,
        out: &mut DecisionColumns,
    ) -> Result<(), ClaimsError> {
        let block = self.block(batch)?;
        self.decider.decide(&block, out);
        Ok(())
    }

    /// Decides row by row through the facts of each claim: the definition of what
    /// [`Self::decide`] gives, for tests and comparisons.
    ///
    /// # Errors
    /// As [`Self::decide`].
    pub fn decide_rows(
        &mut self,
        batch: &RecordBatch,
        out: &mut DecisionColumns,
    ) -> Result<(), ClaimsError> {
        let block = self.block(batch)?;
        self.decider.decide_rows(&block, out);
        Ok(())
    }

    fn block(&self, batch: &RecordBatch) -> Result<ClaimBlock, ClaimsError> {
        let schema = batch.schema_ref();
        if !Arc::ptr_eq(schema, &self.schema) && schema.fields() != self.schema.fields() {
            return Err(ClaimsError::OtherSchema);
        }
        Ok(ClaimBlock {
            binding: Arc::clone(&self.binding),
            columns: Arc::clone(&self.columns),
            field_columns: Arc::clone(&self.field_columns),
            places: None,
            key_counts: Vec::new(),
            content: Content::Arrow(ArrowRows::new(batch.clone(), 1)),
            tally: Tally::default(),
        })
    }
}

/// Decisions as a record batch with the columns that outputs have: `outcome`, `rule`, `reason`,
/// `route`, `due`, `audit_selected`, `audit_probability`, `fault`. Each is a dictionary array;
/// all of them share one buffer of keys, which is taken out of `decisions` and not copied. A null
/// is a null in the dictionary.
///
/// # Errors
/// The decisions are of another matrix.
pub fn decisions_to_record_batch(
    compiled: &CompiledMatrix,
    decisions: &mut DecisionColumns,
) -> Result<RecordBatch, ClaimsError> {
    let failed = |error: ArrowError| ClaimsError::RecordBatch {
        message: error.to_string(),
    };
    let columns = decision_columns(compiled.tables(), false);
    let distinct = distinct_rows(compiled, &columns, decisions)?;
    let keys = decisions.take_keys();
    let row_count = keys.len();
    // The same bits as signed numbers, which is what most readers of dictionaries know.
    let keys = ScalarBuffer::<i32>::new(Buffer::from_vec(keys), 0, row_count);
    let keys = PrimitiveArray::<Int32Type>::new(keys, None);
    let mut first: Option<DictionaryArray<Int32Type>> = None;
    let mut fields = Vec::new();
    let mut arrays: Vec<ArrayRef> = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let values = parquet::array(&distinct, index, NAME)?;
        let array = match &first {
            // The keys are checked with the first column; every dictionary has the same length.
            Some(first) => first.with_values(values),
            None => DictionaryArray::try_new(keys.clone(), values).map_err(failed)?,
        };
        first.get_or_insert_with(|| array.clone());
        fields.push(Field::new(&column.name, array.data_type().clone(), true));
        arrays.push(Arc::new(array));
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).map_err(failed)
}

#[cfg(test)]
mod tests;
