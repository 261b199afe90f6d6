use super::*;

fn set(ranges: &[(i64, i64)]) -> ValueSet {
    ValueSet::from_ranges(ranges.to_vec())
}

/// Every value of the domain is in a class of a set exactly where it is in the set.
#[track_caller]
fn check(domain: &ValueSet, sets: &[ValueSet], limit: usize, values: impl Iterator<Item = i64>) {
    let exact = Partition::new(domain, sets.iter());
    let merged = exact.merged(limit);
    let is_coarse = merged.is_some();
    let partition = merged.unwrap_or(exact);
    assert!(partition.count() <= limit.max(2), "{partition:?}");
    for value in values.filter(|value| domain.contains(*value)) {
        let class = partition.class(value);
        assert!(class < partition.count());
        for set in sets {
            let is_held = partition
                .classes(set)
                .iter()
                .any(|(first, last)| (*first..=*last).contains(&class));
            assert!(
                is_held || !set.contains(value),
                "{value} of {set:?} is lost in {partition:?}"
            );
            assert!(
                is_coarse || is_held == set.contains(value),
                "{value}, {set:?}, {partition:?}"
            );
        }
    }
}

#[test]
fn classes_tell_sets_apart() {
    let far = i64::MAX - 1;
    let sets = [
        set(&[(NULL, NULL)]),
        set(&[(NULL + 1, far)]),
        set(&[(NULL, far)]),
        set(&[(5, 5)]),
        set(&[(NULL + 1, 7)]),
        set(&[(0, 3), (8, 90)]),
        set(&[(101, far)]),
        set(&[(NULL, -1)]),
        set(&[]),
        set(&[(100, 100), (500, 900)]),
    ];
    let domains = [
        set(&[(NULL, far)]),
        set(&[(0, 100)]),
        set(&[(NULL, NULL), (0, 100)]),
        set(&[(NULL, NULL), (-5, 1_000_000)]),
        set(&[(5, 5)]),
        set(&[(NULL, NULL), (3, 3)]),
        set(&[(0, 1)]),
        set(&[(NULL, NULL), (0, 62)]),
        set(&[(1, 2), (50, 60)]),
    ];
    for domain in &domains {
        for limit in [1_000, 66, 5, 2] {
            check(
                domain,
                &sets,
                limit,
                (-10..1_000).chain([NULL, NULL + 1, far]),
            );
        }
    }
}
