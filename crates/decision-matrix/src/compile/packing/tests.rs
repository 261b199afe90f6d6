use super::*;
use crate::comparison::Comparison;
use crate::compile::GroupBits;
use crate::table::{Cell, ColumnType, Item, Operand, Test};

/// A factor of the whole numbers from `low` to `high`.
fn field(low: i64, high: i64, nullable: bool) -> PackedField {
    let compare = |comparison, value| {
        Cell::Items(vec![Item::Test(Test::Compare(
            comparison,
            Operand::Literal(value),
        ))])
    };
    let domain = if low == high {
        compare(Comparison::Equal, low)
    } else {
        Cell::Items(vec![Item::Test(Test::Interval {
            low: Operand::Literal(low),
            low_included: true,
            high: Operand::Literal(high),
            high_included: true,
        })])
    };
    PackedField::of_factor(&Factor {
        name: "factor".to_owned(),
        column: ColumnType {
            value_type: ValueType::Integer,
            scale: 0,
            nullable,
            domain: Some(domain),
        },
        changeable: true,
        sensitive: false,
        unit: None,
        label: None,
        history: None,
    })
}

#[test]
fn a_factor_has_as_many_bits_as_its_values_and_null_need() {
    assert_eq!(field(0, 1, false).bits(), 1);
    assert_eq!(field(0, 1, true).bits(), 2);
    assert_eq!(field(-5, 2, false).bits(), 3);
    assert_eq!(field(-5, 3, false).bits(), 4);
    assert_eq!(field(0, 1_023, false).bits(), 10);
    assert_eq!(field(0, 1_023, true).bits(), 0);
    assert_eq!(field(7, 7, false).bits(), 0);
    assert_eq!(field(-(1 << 50), 1 << 50, true).bits(), 0);
}

#[test]
fn every_combination_is_read_back_from_the_word_and_from_the_values() {
    let packing = Packing::place(vec![
        field(-3, 4, false),
        field(0, 5_000, false),
        field(10, 12, true),
        field(0, 1, false),
    ]);
    let fields = [0, 2, 3].map(|factor| (factor, packing.field(factor)));
    assert_eq!(packing.field(1), PackedField::default());
    let group = GroupBits::new(fields.to_vec());
    assert_eq!(group.count(), 64);
    for wide in [-3, 0, 4] {
        for nullable in [NULL, 10, 12] {
            for narrow in [0, 1] {
                let values = [wide, 4_999, nullable, narrow];
                let packed = (0..)
                    .zip(values)
                    .fold(0, |all, (factor, it)| all | packing.field(factor).place(it));
                // Bits of other factors do not matter.
                let combination = group.of_packed(packed | 1 << 63);
                let value = |factor: u32| values[factor as usize];
                assert_eq!(group.of_factors(value), combination);
                for (factor, field) in fields {
                    let code = group.code(field, combination);
                    assert_eq!(field.value(code), value(factor), "{values:?}");
                }
            }
        }
    }
}

#[test]
fn a_full_word_leaves_the_widest_factors_out() {
    let packing = Packing::place([field(0, 1_023, false); 7].to_vec());
    let bits = [0, 5, 6].map(|factor| packing.field(factor).bits());
    assert_eq!(bits, [10, 10, 0]);
    assert_eq!(packing.field(5).shift(), 50);
}
