//! Columns of few values that are looked up together, by the combination of their values.

use super::Slot;
use super::lookup::{GroupBits, LookupKey};
use super::packing::{PackedField, Packing};
use super::partition::Partition;
use super::rule_bits::RuleBits;

/// The bit sets of a column, class by class.
pub(super) struct ColumnBits {
    pub(super) slot: Slot,
    pub(super) partition: Partition,
    pub(super) bits: Vec<u64>,
}

/// The columns of a table that can be looked up together.
pub(super) struct ColumnGroups<'a> {
    packing: &'a Packing,
    /// Most bits of a group.
    most_bits: u32,
    columns: Vec<GroupColumn>,
}

/// A column of a group.
struct GroupColumn {
    factor: u32,
    field: PackedField,
    column: ColumnBits,
}

impl<'a> ColumnGroups<'a> {
    /// No columns yet; a group has at most so many combinations of values.
    pub(super) fn new(packing: &'a Packing, most_combinations: usize) -> Self {
        Self {
            packing,
            most_bits: most_combinations.max(1).ilog2(),
            columns: Vec::new(),
        }
    }

    /// Takes a column, or gives it back where it must be looked up by itself.
    pub(super) fn take(&mut self, column: ColumnBits) -> Option<ColumnBits> {
        let Slot::Factor(factor) = column.slot else {
            return Some(column);
        };
        let field = self.packing.field(factor);
        if !(1..=self.most_bits).contains(&field.bits()) {
            return Some(column);
        }
        self.columns.push(GroupColumn {
            factor,
            field,
            column,
        });
        None
    }

    /// Adds the groups: neighbours in the packed word, as many as fit into one.
    pub(super) fn add_to(mut self, rules: &mut RuleBits) {
        self.columns.sort_by_key(|it| it.field.shift());
        let mut rest = self.columns.as_slice();
        while let Some(first) = rest.first() {
            let start = first.field.shift();
            let end = |it: &GroupColumn| it.field.shift() + it.field.bits();
            let len = rest.partition_point(|it| end(it) - start <= self.most_bits);
            let (group, others) = rest.split_at(len);
            add_group(rules, group);
            rest = others;
        }
    }
}

/// Adds the bit sets of all combinations of the values of some columns.
fn add_group(rules: &mut RuleBits, columns: &[GroupColumn]) {
    let fields = columns.iter().map(|it| (it.factor, it.field)).collect();
    let group = GroupBits::new(fields);
    let count = group.count();
    let mut bits = Vec::new();
    for combination in 0..count {
        let start = bits.len();
        for GroupColumn { field, column, .. } in columns {
            let value = field.value(group.code(*field, combination));
            let class = column.partition.class(value);
            let words = column.bits.len() / column.partition.count();
            let class_bits = { column.bits.chunks(words) }.nth(class).unwrap_or_default();
            if bits.len() == start {
                bits.extend_from_slice(class_bits);
            } else {
                let combined = bits.iter_mut().skip(start);
                combined.zip(class_bits).for_each(|(all, it)| *all &= it);
            }
        }
    }
    rules.add(&LookupKey::Group(group), &bits);
}
