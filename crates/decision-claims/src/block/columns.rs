//! Rows of a Parquet file: a batch of arrays, read value by value without copying.

mod passed;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type,
    Decimal256Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use decision_matrix::{RawValue, calendar};

use super::Passed;
use crate::binding::{FloatUse, float_value};

/// The rows of a block.
#[derive(Debug)]
pub(crate) struct ArrowRows {
    batch: RecordBatch,
    first_row: u64,
}

impl ArrowRows {
    /// A batch whose first row has this number in the file, from 1.
    pub(crate) fn new(batch: RecordBatch, first_row: u64) -> Self {
        Self { batch, first_row }
    }

    /// The arrays as they were read.
    pub(crate) fn batch(&self) -> &RecordBatch {
        &self.batch
    }

    pub(crate) fn len(&self) -> usize {
        self.batch.num_rows()
    }

    pub(crate) fn line(&self, row: usize) -> u64 {
        self.first_row + row as u64
    }

    /// A value, and whether it is a timestamp without an offset.
    pub(crate) fn value(
        &self,
        row: usize,
        column: usize,
        float: Option<FloatUse>,
    ) -> (RawValue<'_>, bool) {
        match self.array(row, column) {
            Some(array) => Self::value_in(array, row, float),
            None => (RawValue::Null, false),
        }
    }

    /// A value of an array that is not null, and whether it is a timestamp without an offset.
    pub(crate) fn value_in(
        array: &dyn Array,
        row: usize,
        float: Option<FloatUse>,
    ) -> (RawValue<'_>, bool) {
        let is_local = matches!(array.data_type(), DataType::Timestamp(_, None));
        let float = float.unwrap_or(FloatUse::Refused);
        (value(array, row, float), is_local)
    }

    /// What passes through to an output of texts. `zone_seconds` is the offset of times that have
    /// none.
    pub(crate) fn passed(
        &self,
        row: usize,
        column: usize,
        zone_seconds: Option<i64>,
    ) -> Passed<'_> {
        self.array(row, column).map_or(Passed::Null, |array| {
            passed::passed(array, row, zone_seconds)
        })
    }

    /// How many values of a column have no text.
    pub(crate) fn unwritable(&self, column: usize) -> u64 {
        let is_written = |array: &dyn Array| {
            let kind = array.data_type();
            kind.is_numeric()
                || matches!(
                    kind,
                    DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
                )
        };
        if self
            .batch
            .columns()
            .get(column)
            .is_none_or(|array| is_written(array.as_ref()))
        {
            return 0;
        }
        let has_none = |row: &usize| self.passed(*row, column, None) == Passed::Unwritable;
        (0..self.len()).filter(has_none).count() as u64
    }

    /// The array of a column, unless the value is null.
    fn array(&self, row: usize, column: usize) -> Option<&dyn Array> {
        let array = self.batch.columns().get(column)?.as_ref();
        (row < array.len() && !array.is_null(row)).then_some(array)
    }
}

/// Whether a column of this type holds binary floats.
pub(crate) fn is_float(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Float16 | DataType::Float32 | DataType::Float64
    )
}

/// One value that is not null.
fn value(array: &dyn Array, row: usize, float: FloatUse) -> RawValue<'_> {
    let whole = |mantissa: i128| RawValue::Decimal { mantissa, scale: 0 };
    match array.data_type() {
        DataType::Null => RawValue::Null,
        DataType::Utf8 => RawValue::Text(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => RawValue::Text(array.as_string::<i64>().value(row)),
        DataType::Utf8View => RawValue::Text(array.as_string_view().value(row)),
        DataType::Binary => text_of(array.as_binary::<i32>().value(row)),
        DataType::LargeBinary => text_of(array.as_binary::<i64>().value(row)),
        DataType::Dictionary(_, _) => dictionary_value(array, row, float),
        DataType::Boolean => RawValue::Boolean(array.as_boolean().value(row)),
        DataType::Int8 => whole(native::<Int8Type>(array, row).into()),
        DataType::Int16 => whole(native::<Int16Type>(array, row).into()),
        DataType::Int32 => whole(native::<Int32Type>(array, row).into()),
        DataType::Int64 => whole(native::<Int64Type>(array, row).into()),
        DataType::UInt8 => whole(native::<UInt8Type>(array, row).into()),
        DataType::UInt16 => whole(native::<UInt16Type>(array, row).into()),
        DataType::UInt32 => whole(native::<UInt32Type>(array, row).into()),
        DataType::UInt64 => whole(native::<UInt64Type>(array, row).into()),
        DataType::Decimal32(_, scale) => RawValue::Decimal {
            mantissa: native::<Decimal32Type>(array, row).into(),
            scale: *scale,
        },
        DataType::Decimal64(_, scale) => RawValue::Decimal {
            mantissa: native::<Decimal64Type>(array, row).into(),
            scale: *scale,
        },
        DataType::Decimal128(_, scale) => RawValue::Decimal {
            mantissa: native::<Decimal128Type>(array, row),
            scale: *scale,
        },
        DataType::Decimal256(_, scale) => match native::<Decimal256Type>(array, row).to_i128() {
            Some(mantissa) => RawValue::Decimal {
                mantissa,
                scale: *scale,
            },
            None => whole(i128::MAX), // beyond every type, so its size and sign do not matter
        },
        DataType::Float16 => float_value(native::<Float16Type>(array, row).to_f64(), float),
        DataType::Float32 => float_value(native::<Float32Type>(array, row).into(), float),
        DataType::Float64 => float_value(native::<Float64Type>(array, row), float),
        DataType::Date32 => RawValue::Date(native::<Date32Type>(array, row).into()),
        DataType::Date64 => RawValue::Date(
            native::<Date64Type>(array, row).div_euclid(calendar::DAY_SECONDS * 1_000),
        ),
        // Floor, so that a fraction before 1970 is cut as one after it.
        DataType::Timestamp(unit, _) => {
            RawValue::Timestamp(ticks(array, row, *unit).div_euclid(ticks_of_second(*unit)))
        }
        _ => RawValue::Other,
    }
}

/// A primitive value.
fn native<T: ArrowPrimitiveType>(array: &dyn Array, row: usize) -> T::Native {
    array.as_primitive::<T>().value(row)
}

/// Old writers store texts as bytes.
fn text_of(bytes: &[u8]) -> RawValue<'_> {
    std::str::from_utf8(bytes).map_or(RawValue::Other, RawValue::Text)
}

/// The value that a dictionary's key points at.
fn dictionary_value(array: &dyn Array, row: usize, float: FloatUse) -> RawValue<'_> {
    dictionary_place(array, row).map_or(RawValue::Null, |(values, key)| value(values, key, float))
}

/// The values of a dictionary, and where the key of a row points; nothing if that is null.
fn dictionary_place(array: &dyn Array, row: usize) -> Option<(&dyn Array, usize)> {
    let dictionary = array.as_any_dictionary();
    let keys = dictionary.keys();
    let key = match keys.data_type() {
        DataType::Int8 => usize::try_from(native::<Int8Type>(keys, row)).ok(),
        DataType::Int16 => usize::try_from(native::<Int16Type>(keys, row)).ok(),
        DataType::Int32 => usize::try_from(native::<Int32Type>(keys, row)).ok(),
        DataType::Int64 => usize::try_from(native::<Int64Type>(keys, row)).ok(),
        DataType::UInt8 => Some(usize::from(native::<UInt8Type>(keys, row))),
        DataType::UInt16 => Some(usize::from(native::<UInt16Type>(keys, row))),
        DataType::UInt32 => usize::try_from(native::<UInt32Type>(keys, row)).ok(),
        DataType::UInt64 => usize::try_from(native::<UInt64Type>(keys, row)).ok(),
        _ => None,
    };
    let values = dictionary.values().as_ref();
    let key = key?;
    (key < values.len() && values.is_valid(key)).then_some((values, key))
}

/// A timestamp in its own unit.
fn ticks(array: &dyn Array, row: usize, unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => native::<TimestampSecondType>(array, row),
        TimeUnit::Millisecond => native::<TimestampMillisecondType>(array, row),
        TimeUnit::Microsecond => native::<TimestampMicrosecondType>(array, row),
        TimeUnit::Nanosecond => native::<TimestampNanosecondType>(array, row),
    }
}

fn ticks_of_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1_000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => 1_000_000_000,
    }
}
