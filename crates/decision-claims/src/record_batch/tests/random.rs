//! Random arrays of every type that claims may come in, the same for the same seed.

use std::sync::Arc;

use arrow_array::types::{Int8Type, Int32Type, UInt16Type};
use arrow_array::*;
use arrow_schema::DataType;

/// A source of numbers.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    pub(super) fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    /// Values, some of which are missing in some columns.
    pub(super) fn options<T>(
        &mut self,
        rows: usize,
        value: impl Fn(&mut Self) -> T,
    ) -> Vec<Option<T>> {
        let has_nulls = self.below(2) == 0;
        (0..rows)
            .map(|_| {
                let is_null = has_nulls && self.below(4) == 0;
                let value = value(self);
                (!is_null).then_some(value)
            })
            .collect()
    }

    /// A number: mostly small, sometimes at the ends.
    fn number(&mut self) -> i64 {
        match self.below(12) {
            0 => i64::MIN,
            1 => i64::MAX,
            2 => -(self.below(50) as i64),
            3..=5 => self.below(20) as i64,
            6 => self.next() as i64,
            _ => self.below(900_000) as i64,
        }
    }

    /// A day of the last years.
    pub(super) fn day(&mut self) -> i32 {
        20_000 + self.below(900) as i32
    }

    /// Numbers of some width and scale, mostly of this scale.
    pub(super) fn decimal(&mut self, rows: usize, scale: i8) -> ArrayRef {
        let scale = match self.below(5) {
            0 => self.below(6) as i8,
            1 => -2,
            _ => scale,
        };
        match self.below(4) {
            0 => {
                let values = self.options(rows, |it| it.number() as i32);
                let array: Decimal32Array = values.into_iter().collect();
                Arc::new(array.with_data_type(DataType::Decimal32(9, scale)))
            }
            1 => {
                let values = self.options(rows, Self::number);
                let array: Decimal64Array = values.into_iter().collect();
                Arc::new(array.with_data_type(DataType::Decimal64(18, scale)))
            }
            2 => {
                let values = self.options(rows, |it| i128::from(it.number()));
                let array: Decimal128Array = values.into_iter().collect();
                Arc::new(array.with_data_type(DataType::Decimal128(38, scale)))
            }
            _ => {
                let values = self.options(rows, |it| i128::from(it.number()) << it.below(60));
                let array: Decimal128Array = values.into_iter().collect();
                Arc::new(array.with_data_type(DataType::Decimal128(38, scale)))
            }
        }
    }

    /// Whole numbers of any width.
    pub(super) fn integers(&mut self, rows: usize) -> ArrayRef {
        match self.below(8) {
            0 => Arc::new(
                self.options(rows, |it| it.number() as i8)
                    .into_iter()
                    .collect::<Int8Array>(),
            ),
            1 => Arc::new(
                self.options(rows, |it| it.number() as i16)
                    .into_iter()
                    .collect::<Int16Array>(),
            ),
            2 => Arc::new(
                self.options(rows, |it| it.number() as i32)
                    .into_iter()
                    .collect::<Int32Array>(),
            ),
            3 => Arc::new(
                self.options(rows, Self::number)
                    .into_iter()
                    .collect::<Int64Array>(),
            ),
            4 => Arc::new(
                self.options(rows, |it| it.number() as u8)
                    .into_iter()
                    .collect::<UInt8Array>(),
            ),
            5 => Arc::new(
                self.options(rows, |it| it.number() as u16)
                    .into_iter()
                    .collect::<UInt16Array>(),
            ),
            6 => Arc::new(
                self.options(rows, |it| it.number() as u32)
                    .into_iter()
                    .collect::<UInt32Array>(),
            ),
            _ => Arc::new(
                self.options(rows, |it| it.number() as u64)
                    .into_iter()
                    .collect::<UInt64Array>(),
            ),
        }
    }

    /// Moments of any unit, with and without a zone.
    pub(super) fn timestamps(&mut self, rows: usize) -> ArrayRef {
        let zone = (self.below(2) == 0).then(|| Arc::from("UTC"));
        let seconds = |it: &mut Self| match it.below(9) {
            0 => it.number() / 1_000_000_000,
            1 => 1_577_836_800 - it.below(3) as i64,
            _ => 1_500_000_000 + it.below(400_000_000) as i64,
        };
        match self.below(4) {
            0 => {
                let values = self.options(rows, seconds);
                Arc::new(
                    values
                        .into_iter()
                        .collect::<TimestampSecondArray>()
                        .with_timezone_opt(zone),
                )
            }
            1 => {
                let values = self.options(rows, |it| seconds(it).wrapping_mul(1_000) + 999);
                Arc::new(
                    values
                        .into_iter()
                        .collect::<TimestampMillisecondArray>()
                        .with_timezone_opt(zone),
                )
            }
            2 => {
                let values = self.options(rows, |it| seconds(it).wrapping_mul(1_000_000) - 1);
                Arc::new(
                    values
                        .into_iter()
                        .collect::<TimestampMicrosecondArray>()
                        .with_timezone_opt(zone),
                )
            }
            _ => {
                let values = self.options(rows, |it| seconds(it).wrapping_mul(1_000_000_000));
                Arc::new(
                    values
                        .into_iter()
                        .collect::<TimestampNanosecondArray>()
                        .with_timezone_opt(zone),
                )
            }
        }
    }

    /// Texts in every kind of array that holds them.
    pub(super) fn texts(&mut self, rows: usize, texts: &[&'static str]) -> ArrayRef {
        let few = 1 + self.below(texts.len());
        let values = self.options(rows, |it| texts[it.below(few)]);
        match self.below(7) {
            0 => Arc::new(values.into_iter().collect::<LargeStringArray>()),
            1 => Arc::new(values.into_iter().collect::<StringViewArray>()),
            2 => Arc::new(values.into_iter().collect::<DictionaryArray<Int32Type>>()),
            3 => Arc::new(values.into_iter().collect::<DictionaryArray<Int8Type>>()),
            4 => Arc::new(values.into_iter().collect::<DictionaryArray<UInt16Type>>()),
            5 => Arc::new(values.into_iter().collect::<BinaryArray>()),
            _ => Arc::new(values.into_iter().collect::<StringArray>()),
        }
    }

    /// A dictionary of numbers or moments, with values that are null and keys that point at them.
    fn dictionary(&mut self, rows: usize) -> ArrayRef {
        let count = 1 + self.below(9);
        let values = if self.below(2) == 0 {
            self.decimal(count, 2)
        } else {
            self.timestamps(count)
        };
        let keys = self.options(rows, |it| it.below(count) as i32);
        let keys: Int32Array = keys.into_iter().collect();
        Arc::new(DictionaryArray::try_new(keys, values).unwrap())
    }

    /// Anything.
    pub(super) fn any(&mut self, rows: usize, texts: &[&'static str]) -> ArrayRef {
        match self.below(11) {
            0 => self.decimal(rows, 2),
            1 => self.integers(rows),
            2 => self.timestamps(rows),
            3 => Arc::new(
                self.options(rows, |it| it.below(2) == 0)
                    .into_iter()
                    .collect::<BooleanArray>(),
            ),
            4 => Arc::new(
                self.options(rows, |it| it.number() as i32)
                    .into_iter()
                    .collect::<Date32Array>(),
            ),
            5 => Arc::new(
                self.options(rows, |it| it.number() >> 10)
                    .into_iter()
                    .collect::<Date64Array>(),
            ),
            6 => Arc::new(
                self.options(rows, |it| it.number() as f64 / 8.0)
                    .into_iter()
                    .collect::<Float64Array>(),
            ),
            7 => Arc::new(NullArray::new(rows)),
            8 => self.dictionary(rows),
            9 => Arc::new(Time32SecondArray::new(vec![1; rows].into(), None).slice(0, rows))
                as ArrayRef,
            _ => self.texts(rows, texts),
        }
    }
}
