use super::*;
use crate::compile::NULL;
use crate::compile::rule_mask::rule_bits;
use crate::compile::value_set::ValueSet;

/// Each way of looking up gives the rules whose set holds the value.
#[track_caller]
fn check(domain: &ValueSet, sets: &[ValueSet], ways: [usize; 4]) {
    let partition = Partition::new(domain, sets.iter());
    let mut lookup = Lookup::default();
    let cells: Vec<_> = sets.iter().cloned().enumerate().collect();
    let bits = rule_bits(&partition, sets.len(), &cells);
    lookup.add(&LookupKey::Column(Slot::Factor(0), &partition), &bits);
    let columns = &lookup.factors;
    assert_eq!(
        [
            lookup.covered.len(),
            columns.direct.len(),
            columns.parted.len(),
            columns.searched.len()
        ],
        ways
    );
    let ends = sets
        .iter()
        .flat_map(ValueSet::ranges)
        .flat_map(|(low, high)| [*low, *high]);
    let near = ends.flat_map(|end| [end.saturating_sub(1), end, end.saturating_add(1)]);
    for value in near
        .chain([NULL, NULL + 1, -1, 0, 1, 1 << 60])
        .filter(|value| domain.contains(*value))
    {
        let mut word = u64::MAX;
        let entry = lookup.covered.first().map(|it| it.entry(value));
        word &= entry.copied().unwrap_or(u64::MAX);
        columns.each(|_| value, &mut word);
        for (rule, set) in sets.iter().enumerate() {
            assert_eq!(
                word >> rule & 1 == 1,
                set.contains(value),
                "rule {rule} of {sets:?}, {value}"
            );
        }
    }
}

fn at_least(value: i64) -> ValueSet {
    ValueSet::range(value, 1 << 61)
}

#[test]
fn each_way_gives_the_rules_that_hold_the_value() {
    let all = ValueSet::range(NULL, 1 << 61);
    let null = ValueSet::range(NULL, NULL);
    let even = [
        at_least(1_000),
        at_least(1_001),
        ValueSet::range(5_000, 9_000),
        ValueSet::range(20_000, 90_000),
    ];
    check(&all, &even, [0, 0, 1, 0]);
    check(&ValueSet::range(0, 50_000), &even, [1, 0, 0, 0]);
    let uneven = [
        at_least(1),
        at_least(2),
        at_least(3),
        at_least(4),
        at_least(1 << 60),
        null.clone(),
    ];
    check(&all, &uneven, [0, 0, 0, 1]);
    check(&ValueSet::range(0, 3), &uneven, [1, 0, 0, 0]);
    let few = ValueSet::from_ranges(vec![(NULL, NULL), (0, 3)]);
    check(&few, &uneven, [1, 0, 0, 0]);
    check(&all, &[at_least(7)], [0, 0, 1, 0]);
    check(&ValueSet::range(0, 1 << 60), &[at_least(-7)], [1, 0, 0, 0]);
}
