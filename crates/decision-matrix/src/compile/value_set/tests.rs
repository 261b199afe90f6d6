use super::*;
use crate::table::ValueType;

fn literal(value: i64) -> Operand {
    Operand::Literal(value)
}

fn compare(comparison: Comparison, value: i64) -> Test {
    Test::Compare(comparison, literal(value))
}

fn interval(low: i64, low_included: bool, high: i64, high_included: bool) -> Item {
    Item::Test(Test::Interval {
        low: literal(low),
        low_included,
        high: literal(high),
        high_included,
    })
}

#[test]
fn cells_are_sets() {
    use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual};
    let test = |comparison, value| Item::Test(compare(comparison, value));
    let not = |tests: &[(Comparison, i64)]| {
        Item::Not(
            tests
                .iter()
                .map(|(it, value)| compare(*it, *value))
                .collect(),
        )
    };
    let (low, high) = (NULL + 1, i64::MAX);
    #[rustfmt::skip]
    let cases = [
        (vec![Item::Null], vec![(NULL, NULL)]),
        (vec![Item::NotNull], vec![(low, high)]),
        (vec![Item::Null, Item::NotNull], vec![(NULL, high)]),
        (vec![test(Equal, 5)], vec![(5, 5)]),
        (vec![test(Less, 5)], vec![(low, 4)]),
        (vec![test(LessOrEqual, 5), Item::Null], vec![(NULL, 5)]),
        (vec![test(Greater, 5)], vec![(6, high)]),
        (vec![test(GreaterOrEqual, 5), test(Less, 5)], vec![(low, high)]),
        (vec![test(Equal, 6), test(Equal, 5), test(Equal, 8)], vec![(5, 6), (8, 8)]),
        (vec![interval(1, true, 4, true)], vec![(1, 4)]),
        (vec![interval(1, false, 4, false)], vec![(2, 3)]),
        (vec![interval(5, false, 5, true)], vec![]),
        (vec![interval(5, false, 6, false)], vec![]),
        (vec![not(&[(Equal, 5)])], vec![(low, 4), (6, high)]),
        (vec![not(&[(Equal, 5), (Equal, 6)])], vec![(low, 4), (7, high)]),
        (vec![not(&[(Less, 5)])], vec![(5, high)]),
        (vec![not(&[(GreaterOrEqual, 5), (Less, 5)])], vec![]),
        (vec![not(&[(Less, 5)]), Item::Null], vec![(NULL, NULL), (5, high)]),
    ];
    for (items, expected) in cases {
        let set = ValueSet::of_cell(&Cell::Items(items.clone())).unwrap();
        assert_eq!(set.ranges(), expected, "{items:?}");
        for value in [NULL, low, 0, 1, 2, 3, 4, 5, 6, 7, 8, high] {
            let is_in = expected
                .iter()
                .any(|(low, high)| *low <= value && value <= *high);
            assert_eq!(set.contains(value), is_in, "{items:?} {value}");
        }
    }
    assert_eq!(
        ValueSet::of_cell(&Cell::Any).unwrap().ranges(),
        [(NULL, high)]
    );
}

#[test]
fn a_cell_that_names_a_table_is_no_set() {
    let table = Operand::Table {
        index: crate::table::TableIndex(0),
        conversion: None,
    };
    let test = Test::Compare(Comparison::Less, table);
    for item in [Item::Test(test.clone()), Item::Not(vec![test])] {
        assert_eq!(
            ValueSet::of_cell(&Cell::Items(vec![Item::Null, item])),
            None
        );
    }
}

#[test]
fn domains() {
    let column = |value_type, nullable, domain| ColumnType {
        value_type,
        scale: 2,
        nullable,
        domain,
    };
    let domain = Cell::Items(vec![
        interval(0, true, 10, true),
        interval(20, true, i64::MAX, true),
    ]);
    #[rustfmt::skip]
    let cases = [
        (column(ValueType::Money, false, None), vec![(-100_000_000_000_000_000, 100_000_000_000_000_000)]),
        (column(ValueType::Money, true, Some(domain)), vec![(NULL, NULL), (0, 10), (20, 100_000_000_000_000_000)]),
        (column(ValueType::Boolean, true, None), vec![(NULL, NULL), (0, 1)]),
        (column(ValueType::Category(["a".to_owned(), "b".to_owned()].into()), false, None), vec![(0, 1)]),
    ];
    for (column, expected) in cases {
        assert_eq!(
            ValueSet::of_column(&column).ranges(),
            expected,
            "{column:?}"
        );
    }
}
