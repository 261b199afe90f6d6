//! One column of many claims as it lies in memory: whole numbers of some width, and bits that say
//! where there is a value. The layout is that of an Arrow array, so that one is read in place.

use std::ops::Range;

/// The values of a column, one a claim, in the unit of its factor: minor units of money and
/// decimals, the place of a category's word, days, seconds, 0 and 1.
#[derive(Clone, Copy, Debug)]
pub enum ColumnValues<'a> {
    /// 8 bits a value.
    I8(&'a [i8]),
    /// 16 bits a value.
    I16(&'a [i16]),
    /// 32 bits a value.
    I32(&'a [i32]),
    /// 64 bits a value.
    I64(&'a [i64]),
}

/// Which claims have a value: one bit a claim, the least significant bit of a byte first, 1 where
/// there is a value.
#[derive(Clone, Copy, Debug)]
pub struct Validity<'a> {
    bytes: &'a [u8],
    offset: usize,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct ColumnView<'a> {
    /// The values; what stands where there is none does not matter.
    pub values: ColumnValues<'a>,
    /// Where there is a value; without it everywhere.
    pub validity: Option<Validity<'a>>,
}

impl ColumnValues<'_> {
    /// How many values there are.
    pub fn len(&self) -> usize {
        match self {
            Self::I8(values) => values.len(),
            Self::I16(values) => values.len(),
            Self::I32(values) => values.len(),
            Self::I64(values) => values.len(),
        }
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl ColumnView<'_> {
    /// Some rows; those beyond the end are null.
    pub(in crate::evaluate) fn rows(&self, rows: Range<usize>) -> Self {
        let end = self.values.len();
        let held = rows.start.min(end)..rows.end.min(end);
        let values = match self.values {
            ColumnValues::I8(values) => ColumnValues::I8(values.get(held).unwrap_or_default()),
            ColumnValues::I16(values) => ColumnValues::I16(values.get(held).unwrap_or_default()),
            ColumnValues::I32(values) => ColumnValues::I32(values.get(held).unwrap_or_default()),
            ColumnValues::I64(values) => ColumnValues::I64(values.get(held).unwrap_or_default()),
        };
        let validity = self.validity.map(|validity| Validity {
            offset: validity.offset + rows.start,
            ..validity
        });
        Self { values, validity }
    }
}

impl<'a> Validity<'a> {
    /// Bits that begin `offset` bits into the bytes. Bits beyond the bytes are 0.
    pub fn new(bytes: &'a [u8], offset: usize) -> Self {
        Self { bytes, offset }
    }

    /// Whether a row has a value.
    #[inline]
    pub fn is_valid(&self, row: usize) -> bool {
        let at = self.offset + row;
        self.bytes
            .get(at / 8)
            .is_some_and(|byte| byte >> (at % 8) & 1 == 1)
    }

    /// Whether each of the first rows has a value.
    pub(in crate::evaluate) fn is_full(&self, rows: usize) -> bool {
        (0..rows).step_by(64).all(|row| {
            let beyond = u32::try_from((rows - row).min(64)).unwrap_or(0);
            self.word(row) | u64::MAX.checked_shl(beyond).unwrap_or(0) == u64::MAX
        })
    }

    /// The bits of 64 rows from `row` on.
    #[inline]
    pub(in crate::evaluate) fn word(&self, row: usize) -> u64 {
        let at = self.offset + row;
        let (byte, bit) = (at / 8, at % 8);
        let mut bytes = [0_u8; 9];
        for (target, source) in bytes.iter_mut().zip(self.bytes.iter().skip(byte)) {
            *target = *source;
        }
        let [low @ .., last] = bytes;
        let word = u64::from_le_bytes(low) >> bit;
        if bit == 0 {
            word
        } else {
            word | u64::from(last) << (64 - bit)
        }
    }
}

#[cfg(test)]
mod tests;
