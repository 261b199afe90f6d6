//! One column of a batch as codes of its factor: in place where it can be, else computed.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal32Type, Decimal64Type, Decimal128Type, Int8Type,
    Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, TimeUnit};
use decision_matrix::table::{DecisionTables, FactorIndex, ValueType};
use decision_matrix::{
    ClaimColumns, ColumnValues, ColumnView, Fact, InputFault, RawValue, Validity,
};

use super::codes::Codes;
use super::convert::{self, Scaling};
use super::converted;
use super::dictionary::Translation;
use super::judge::Judge;
use super::text_cache::TextCache;
use crate::block::{ArrowRows, ClaimBlock};

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A factor, by its index, which is that of its field.
    Factor(u32),
    /// The time of the claim, by its field.
    Time(usize),
}

impl Target {
    /// The field that is read.
    fn field(self) -> usize {
        match self {
            Self::Factor(index) => index as usize,
            Self::Time(field) => field,
        }
    }
}

/// What values of a factor are, as far as arrays may fit them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Numbers with these fraction digits.
    Number(u8),
    Boolean,
    Date,
    Timestamp,
    /// Texts of every sort.
    Other,
}

/// Where the codes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Nowhere: every row is without a value.
    Nowhere,
    /// In the array of this column.
    Array(usize),
    /// Computed; where they have no validity of their own it is that of this column.
    Computed(Option<usize>),
}

/// Turns the columns of one target into codes.
#[derive(Debug)]
pub(super) struct ColumnCoder {
    target: Target,
    kind: Kind,
    place: Place,
    codes: Codes,
    odd: Vec<usize>,
    translation: Translation,
    texts: TextCache,
}

impl ColumnCoder {
    /// A coder for a target of a matrix.
    pub(super) fn new(target: Target, tables: &DecisionTables) -> Self {
        let factor = match target {
            Target::Factor(index) => tables.factors.get(index as usize),
            Target::Time(_) => None,
        };
        let kind = factor.map_or(Kind::Timestamp, |factor| match &factor.column.value_type {
            ValueType::Money | ValueType::Decimal | ValueType::Integer => {
                Kind::Number(factor.column.scale)
            }
            ValueType::Boolean => Kind::Boolean,
            ValueType::Date => Kind::Date,
            ValueType::Timestamp => Kind::Timestamp,
            ValueType::Category(_) | ValueType::Text | ValueType::Duration => Kind::Other,
        });
        Self {
            target,
            kind,
            place: Place::Nowhere,
            codes: Codes::default(),
            odd: Vec::new(),
            translation: Translation::default(),
            texts: TextCache::default(),
        }
    }

    /// Finds the codes of a batch.
    pub(super) fn code(&mut self, block: &ClaimBlock, rows: &ArrowRows, judge: &mut Judge<'_>) {
        let field = self.target.field();
        let null = judge.fact(
            self.target,
            block.binding.convert(field, RawValue::Null, false),
        );
        if judge.is_of_block(self.target) {
            self.translation.clear();
            self.texts.clear();
        }
        let column = block.field_columns.get(field).copied().flatten();
        let array = column.and_then(|column| Some((column, rows.batch().columns().get(column)?)));
        let Some((column, array)) = array else {
            self.code_nothing(null, rows.len());
            return;
        };
        let is_plain = !block.binding.has_words(field)
            && matches!(null, Fact::Null | Fact::Fault(InputFault::Missing));
        if is_plain && let Some(place) = self.code_fast(block, column, array) {
            self.place = place;
            self.look_closer(block, array, judge);
            return;
        }
        if matches!(array.data_type(), DataType::Dictionary(..)) {
            self.code_dictionary(block, column, array, judge, null);
            return;
        }
        self.code_values(block, array, judge, null);
        self.place = Place::Computed(None);
    }

    /// No column: every row has the fact of no value.
    fn code_nothing(&mut self, null: Fact, rows: usize) {
        if matches!(null, Fact::Null | Fact::Fault(InputFault::Missing)) {
            self.place = Place::Nowhere;
            return;
        }
        self.codes.begin_wide();
        (0..rows).for_each(|_| self.codes.push(null));
        self.codes.end(rows);
        self.place = Place::Computed(None);
    }

    /// Types that need no look at each value by itself, but at `self.odd`.
    fn code_fast(&mut self, block: &ClaimBlock, column: usize, array: &ArrayRef) -> Option<Place> {
        self.odd.clear();
        if let Some(values) = in_place(self.kind, array.as_ref()) {
            // The smallest number is a mark of the engine.
            let is_clean =
                !matches!(values, ColumnValues::I64(values) if values.contains(&i64::MIN));
            if is_clean {
                return Some(Place::Array(column));
            }
        }
        let is_coded = match self.kind {
            Kind::Number(scale) => self.code_numbers(scale, array.as_ref()),
            Kind::Boolean => self.code_booleans(array.as_ref()),
            Kind::Timestamp => self.code_timestamps(array.as_ref(), block.binding.zone_seconds()),
            Kind::Date | Kind::Other => false,
        };
        is_coded.then_some(Place::Computed(Some(column)))
    }

    fn code_numbers(&mut self, to: u8, array: &dyn Array) -> bool {
        match array.data_type() {
            DataType::Int8 => self.rescale::<Int8Type>(array, 0, to),
            DataType::Int16 => self.rescale::<Int16Type>(array, 0, to),
            DataType::Int32 => self.rescale::<Int32Type>(array, 0, to),
            DataType::Int64 => self.rescale::<Int64Type>(array, 0, to),
            DataType::UInt8 => self.rescale::<UInt8Type>(array, 0, to),
            DataType::UInt16 => self.rescale::<UInt16Type>(array, 0, to),
            DataType::UInt32 => self.rescale::<UInt32Type>(array, 0, to),
            DataType::UInt64 => self.rescale::<UInt64Type>(array, 0, to),
            DataType::Decimal32(_, from) => self.rescale::<Decimal32Type>(array, *from, to),
            DataType::Decimal64(_, from) => self.rescale::<Decimal64Type>(array, *from, to),
            DataType::Decimal128(_, from) => self.rescale::<Decimal128Type>(array, *from, to),
            _ => false,
        }
    }

    fn rescale<T: ArrowPrimitiveType>(&mut self, array: &dyn Array, from: i8, to: u8) -> bool
    where
        T::Native: TryInto<i64>,
    {
        let Some(scaling) = Scaling::between(from, to) else {
            return false;
        };
        let values = array.as_primitive::<T>().values();
        convert::rescale(values, scaling, self.codes.begin_wide(), &mut self.odd);
        true
    }

    fn code_booleans(&mut self, array: &dyn Array) -> bool {
        let Some(array) = array.as_boolean_opt() else {
            return false;
        };
        let bits = array.values().iter();
        self.codes.begin_narrow().extend(bits.map(i8::from));
        true
    }

    fn code_timestamps(&mut self, array: &dyn Array, zone_seconds: Option<i64>) -> bool {
        let DataType::Timestamp(unit, zone) = array.data_type() else {
            return false;
        };
        let offset = match zone {
            Some(_) => 0,
            None => zone_seconds.unwrap_or_default(),
        };
        let (values, ticks) = match unit {
            TimeUnit::Second => (values::<TimestampSecondType>(array), 1),
            TimeUnit::Millisecond => (values::<TimestampMillisecondType>(array), 1_000),
            TimeUnit::Microsecond => (values::<TimestampMicrosecondType>(array), 1_000_000),
            TimeUnit::Nanosecond => (values::<TimestampNanosecondType>(array), 1_000_000_000),
        };
        convert::seconds(
            values,
            ticks,
            offset,
            self.codes.begin_wide(),
            &mut self.odd,
        );
        true
    }

    /// Judges the odd values of a column one by one.
    fn look_closer(&mut self, block: &ClaimBlock, array: &ArrayRef, judge: &mut Judge<'_>) {
        for row in std::mem::take(&mut self.odd) {
            if array.is_valid(row) {
                let value = converted(block, self.target.field(), array.as_ref(), row, false);
                let fact = judge.fact(self.target, value);
                self.codes.replace(row, fact);
            }
        }
    }

    /// Translates the keys of a dictionary.
    fn code_dictionary(
        &mut self,
        block: &ClaimBlock,
        column: usize,
        array: &ArrayRef,
        judge: &mut Judge<'_>,
        null: Fact,
    ) {
        let dictionary = array.as_any_dictionary();
        let (target, values) = (self.target, dictionary.values());
        if !self.translation.is_of(values) {
            // A dictionary may be long and the batch short; texts that no key names cost little.
            self.translation.set(values, |place| {
                if values.is_null(place) {
                    return null;
                }
                let value = converted(block, target.field(), values.as_ref(), place, true);
                judge.fact(target, value)
            });
        }
        let (keys, nulls) = (dictionary.keys(), array.nulls());
        let translation = &self.translation;
        let codes = &mut self.codes;
        let has_array_nulls = match keys.data_type() {
            DataType::Int8 => translation.write(native::<Int8Type>(keys), nulls, null, codes),
            DataType::Int16 => translation.write(native::<Int16Type>(keys), nulls, null, codes),
            DataType::Int32 => translation.write(native::<Int32Type>(keys), nulls, null, codes),
            DataType::Int64 => translation.write(native::<Int64Type>(keys), nulls, null, codes),
            DataType::UInt8 => translation.write(native::<UInt8Type>(keys), nulls, null, codes),
            DataType::UInt16 => translation.write(native::<UInt16Type>(keys), nulls, null, codes),
            DataType::UInt32 => translation.write(native::<UInt32Type>(keys), nulls, null, codes),
            _ => translation.write(native::<UInt64Type>(keys), nulls, null, codes),
        };
        self.place = Place::Computed(has_array_nulls.then_some(column));
    }

    /// Judges every value; texts that came before are known.
    fn code_values(
        &mut self,
        block: &ClaimBlock,
        array: &ArrayRef,
        judge: &mut Judge<'_>,
        null: Fact,
    ) {
        let target = self.target;
        self.codes.begin_wide();
        for row in 0..array.len() {
            let fact = if array.is_null(row) {
                null
            } else {
                // A text may stand for the same through the map, so it is looked up before it.
                let (raw, _) = ArrowRows::value_in(array.as_ref(), row, None);
                let mut judged = || {
                    judge.fact(
                        target,
                        converted(block, target.field(), array.as_ref(), row, false),
                    )
                };
                match raw {
                    RawValue::Text(text) => self.texts.fact(text, judged),
                    _ => judged(),
                }
            };
            self.codes.push(fact);
        }
        self.codes.end(array.len());
    }

    /// Gives the column to the claims.
    pub(super) fn give<'a>(&'a self, rows: &'a ArrowRows, claims: &mut ClaimColumns<'a>) {
        let array = |column: usize| rows.batch().columns().get(column);
        let view = match self.place {
            Place::Nowhere => return,
            Place::Array(column) => array(column).and_then(|array| {
                Some(ColumnView {
                    values: in_place(self.kind, array.as_ref())?,
                    validity: array.nulls().map(validity),
                })
            }),
            Place::Computed(column) => {
                let nulls = column.and_then(array).and_then(|array| array.nulls());
                Some(self.codes.view(nulls.map(validity)))
            }
        };
        let (Some(view), faults) = (view, &self.codes.faults) else {
            return;
        };
        let is_computed = matches!(self.place, Place::Computed(_));
        let faults = faults.iter().filter(|_| is_computed);
        match self.target {
            Target::Factor(index) => {
                claims.set(FactorIndex(index), view);
                faults.for_each(|(row, fault)| claims.set_fault(*row, FactorIndex(index), *fault));
            }
            Target::Time(_) => {
                claims.set_time(view);
                faults.for_each(|(row, fault)| claims.set_time_fault(*row, *fault));
            }
        }
    }
}

/// The values of an array whose unit and scale are those of the factor.
fn in_place(kind: Kind, array: &dyn Array) -> Option<ColumnValues<'_>> {
    Some(match (kind, array.data_type()) {
        (Kind::Number(0), DataType::Int8) => ColumnValues::I8(native::<Int8Type>(array)),
        (Kind::Number(0), DataType::Int16) => ColumnValues::I16(native::<Int16Type>(array)),
        (Kind::Number(0), DataType::Int32) => ColumnValues::I32(native::<Int32Type>(array)),
        (Kind::Number(0), DataType::Int64) => ColumnValues::I64(native::<Int64Type>(array)),
        (Kind::Number(to), DataType::Decimal32(_, from)) if i32::from(*from) == i32::from(to) => {
            ColumnValues::I32(native::<Decimal32Type>(array))
        }
        (Kind::Number(to), DataType::Decimal64(_, from)) if i32::from(*from) == i32::from(to) => {
            ColumnValues::I64(native::<Decimal64Type>(array))
        }
        (Kind::Date, DataType::Date32) => ColumnValues::I32(native::<Date32Type>(array)),
        _ => return None,
    })
}

/// The values of an array of 64-bit ticks.
fn values<T: ArrowPrimitiveType<Native = i64>>(array: &dyn Array) -> &[i64] {
    array.as_primitive::<T>().values()
}

fn native<T: ArrowPrimitiveType>(array: &dyn Array) -> &[T::Native] {
    array.as_primitive::<T>().values()
}

fn validity(nulls: &NullBuffer) -> Validity<'_> {
    Validity::new(nulls.validity(), nulls.offset())
}
