//! The first rule that matches, for every row of a block at once.
//!
//! A rule matches the rows that are in all of its masks. The numbers of rules are kept as bits,
//! one mask for each binary digit, and become numbers of rows only at the end.

#![expect(
    clippy::inline_always,
    reason = "a kernel is compiled for each set of instructions: all of its parts must be inside of it"
)]

use crate::compile::BlockTable;
use crate::evaluate::simd::{Kernel, Lanes};

use super::row_mask::RowMask;

/// Rules whose lowest four digits are set together.
const GROUP: usize = 16;
/// The digits of a rule within its group.
const LOW_DIGITS: usize = 4;
/// Digits of any number of rules.
const DIGITS: usize = 20;

/// Finds the first rule of every row.
pub(super) struct FirstRules<'a> {
    pub(super) table: &'a BlockTable,
    pub(super) masks: &'a [RowMask],
    /// How many rules there are: the number of rows that no rule matches.
    pub(super) rules: usize,
    /// For each row of the block the number of its rule.
    pub(super) keys: &'a mut [u32],
}

impl Kernel for FirstRules<'_> {
    #[inline(always)]
    fn run<L: Lanes>(self) {
        let mut digits = [RowMask::NONE; DIGITS];
        let mut left = RowMask::first(self.keys.len());
        let mut rules = self.table.rules();
        let mut group = 0;
        while !left.is_empty() && group * GROUP < self.rules {
            let before = left;
            let mut found = [RowMask::NONE; GROUP];
            for (target, needed) in found.iter_mut().zip(&mut rules) {
                *target = matched(needed, self.masks, left);
                left = left.without(target);
            }
            let any = before.without(&left);
            if !any.is_empty() {
                note_low_digits(&found, &mut digits);
                note_digits(group, &any, digits.iter_mut().skip(LOW_DIGITS));
            }
            group += 1;
        }
        note_digits(self.rules, &left, digits.iter_mut());
        let count = (usize::BITS - self.rules.leading_zeros()) as usize;
        write_keys(digits.get(..count).unwrap_or(&digits), self.keys);
    }
}

/// The rows of `left` that are in all needed masks.
#[inline(always)]
pub(super) fn matched(needed: &[u32], masks: &[RowMask], left: RowMask) -> RowMask {
    let mut rows = left;
    for number in needed {
        rows = rows.and(masks.get(*number as usize).unwrap_or(&RowMask::NONE));
    }
    rows
}

/// Notes the place within the group of every row that a rule of the group matches.
#[inline(always)]
fn note_low_digits(found: &[RowMask; GROUP], digits: &mut [RowMask; DIGITS]) {
    for (digit, target) in digits.iter_mut().take(LOW_DIGITS).enumerate() {
        for (at, rows) in found.iter().enumerate() {
            if at >> digit & 1 == 1 {
                *target = target.or(rows);
            }
        }
    }
}

/// Notes a number for some rows.
#[inline(always)]
fn note_digits<'a>(number: usize, rows: &RowMask, digits: impl Iterator<Item = &'a mut RowMask>) {
    for (digit, target) in digits.enumerate() {
        if number >> digit & 1 == 1 {
            *target = target.or(rows);
        }
    }
}

/// From one mask a digit to one number a row.
#[inline(always)]
fn write_keys(digits: &[RowMask], keys: &mut [u32]) {
    keys.fill(0);
    for (digit, mask) in digits.iter().enumerate() {
        let one = 1_u32 << digit;
        for (word, keys) in mask.0.iter().zip(keys.chunks_mut(64)) {
            for (bits, keys) in halves(*word).into_iter().zip(keys.chunks_mut(32)) {
                for (at, key) in keys.iter_mut().enumerate() {
                    *key |= if bits & 1 << at == 0 { 0 } else { one };
                }
            }
        }
    }
}

/// The bits of the first 32 rows, and of the others.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the halves of a word")]
fn halves(word: u64) -> [u32; 2] {
    [word as u32, (word >> 32) as u32]
}
