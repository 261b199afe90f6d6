use super::*;
use crate::compile::NULL;

#[test]
fn each_class_has_the_rules_that_hold_it() {
    for rules in [1_usize, 63, 64, 65, 512, 513, 1_300] {
        let sets: Vec<ValueSet> = (0..rules)
            .map(|rule| {
                let at = i64::try_from(rule * 7 % 500).unwrap();
                ValueSet::from_ranges(vec![(at, at + 20), (at + 100, at + 130), (NULL, NULL)])
            })
            .collect();
        let partition = Partition::new(&ValueSet::any(), sets.iter());
        // Every fifth rule has no cell.
        let cells: Vec<_> = sets
            .iter()
            .cloned()
            .enumerate()
            .filter(|(rule, _)| rule % 5 != 0)
            .collect();
        let rows = rule_bits(&partition, rules, &cells);
        for value in (-5..700).chain([NULL]) {
            let row = &rows[partition.class(value) * words_of(rules)..];
            for (rule, set) in sets.iter().enumerate() {
                assert_eq!(
                    row[rule / 64] >> (rule % 64) & 1 == 1,
                    rule % 5 == 0 || set.contains(value),
                    "{rules} rules, rule {rule}, {value}"
                );
            }
        }
    }
}

#[test]
fn the_limit_of_classes_keeps_the_budget() {
    let columns = [(1_280, 20_000), (1_280, 3), (8, 100)];
    for budget in [0, 1_000, 100_000, 5_000_000, 50_000_000] {
        let limit = class_limit(&columns, budget);
        let used: usize = columns
            .iter()
            .map(|(bytes, classes)| bytes * limit.min(*classes))
            .sum();
        assert!(
            limit == 2 || used <= budget,
            "{limit} classes need {used} bytes of {budget}"
        );
        let more: usize = columns
            .iter()
            .map(|(bytes, classes)| bytes * (limit + 1).min(*classes))
            .sum();
        assert!(
            limit >= 20_000 || more > budget,
            "{limit} classes leave room in {budget}"
        );
    }
}
