//! The factors of few values, packed side by side into one word of a claim: some columns of a table
//! are then one look-up, by a few bits of the word.
//!
//! Measured at 12 rules and 10 factors: seven columns become three look-ups of some eleven
//! instructions each, and with the other savings a decision takes 169 instructions in place of 257.
//! Keeping the word costs some ten instructions for each fact that is set.

use crate::table::{DecisionTables, Factor, ValueType};

use super::NULL;
use super::value_set::ValueSet;

/// Most bits of a field: as many values as one look-up may have.
pub(crate) const MOST_FIELD_BITS: u32 = 10;

/// The fields of all factors.
#[derive(Clone, Debug)]
pub(crate) struct Packing {
    fields: Vec<PackedField>,
}

/// Where a factor stands in the word; nowhere where it has no bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PackedField {
    /// The value whose code is 0; one less than the smallest where null has that code.
    base: i64,
    /// Its bits, where they stand.
    mask: u64,
    /// How far they stand from the lowest bit.
    shift: u32,
    /// How many they are.
    bits: u32,
    is_nullable: bool,
}

impl Packing {
    /// The fields of the factors of a matrix: narrow ones first, so that a few neighbours have few
    /// combinations, until the word is full.
    pub(crate) fn new(tables: &DecisionTables) -> Self {
        Self::place(tables.factors.iter().map(PackedField::of_factor).collect())
    }

    /// Gives the fields their places.
    fn place(mut fields: Vec<PackedField>) -> Self {
        let mut order: Vec<&mut PackedField> =
            fields.iter_mut().filter(|field| field.bits > 0).collect();
        order.sort_by_key(|field| field.bits);
        let mut shift = 0;
        for field in order {
            if shift + field.bits > u64::BITS {
                *field = PackedField::default();
                continue;
            }
            field.shift = shift;
            field.mask = ((1 << field.bits) - 1) << shift;
            shift += field.bits;
        }
        Self { fields }
    }

    /// The field of a factor; one without bits for a factor that is not packed.
    pub(crate) fn field(&self, factor: u32) -> PackedField {
        let field = self.fields.get(factor as usize);
        field.copied().unwrap_or_default()
    }
}

impl PackedField {
    /// A field of as many bits as the factor needs, without a place.
    fn of_factor(factor: &Factor) -> Self {
        let none = Self::default();
        // Texts that are in no literal have codes of their own, claim by claim.
        if matches!(factor.column.value_type, ValueType::Text) {
            return none;
        }
        let domain = ValueSet::of_domain(&factor.column);
        let (Some((low, _)), Some((_, high))) = (domain.ranges().first(), domain.ranges().last())
        else {
            return none;
        };
        let base = low - i64::from(factor.column.nullable);
        let bits = u64::BITS - high.abs_diff(base).leading_zeros();
        if bits > MOST_FIELD_BITS {
            return none;
        }
        Self {
            base,
            bits,
            is_nullable: factor.column.nullable,
            ..none
        }
    }

    /// How many bits it has; none where the factor is not packed.
    pub(crate) fn bits(self) -> u32 {
        self.bits
    }

    /// How far its bits stand from the lowest bit of the word.
    pub(crate) fn shift(self) -> u32 {
        self.shift
    }

    /// Its bits, where they stand.
    #[inline]
    pub(crate) fn mask(self) -> u64 {
        self.mask
    }

    /// The bits of a value of the domain, or of null, where they stand.
    #[inline]
    pub(crate) fn place(self, value: i64) -> u64 {
        if value == NULL {
            return 0;
        }
        self.place_value(value)
    }

    /// The bits of a value of the domain, where they stand.
    #[inline]
    pub(crate) fn place_value(self, value: i64) -> u64 {
        // The mask makes nothing of factors that are not packed, and of values of no claim.
        value.wrapping_sub(self.base).cast_unsigned() << (self.shift & 63) & self.mask
    }

    /// The value of a code, or null.
    pub(crate) fn value(self, code: u64) -> i64 {
        if code == 0 && self.is_nullable {
            return NULL;
        }
        self.base.wrapping_add(code.cast_signed())
    }
}

#[cfg(test)]
mod tests;
