//! Fewer claims for slow engines: claims whose answers lie as deep in the table as those of all.

use crate::engine::RuleNumber;

/// Places of `count` claims, spread evenly over the claims in order of the rule that answers them,
/// so that an engine that tries rule after rule tries as many as for all claims. In order of place.
pub(crate) fn spread(answers: &[RuleNumber], count: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..answers.len()).collect();
    // A claim that no rule answers is the deepest.
    places.sort_by_key(|place| {
        let answer = answers.get(*place).copied().flatten();
        (answer.is_none(), answer, *place)
    });
    let count = count.min(answers.len());
    let mut chosen: Vec<usize> = (0..count)
        .filter_map(|at| places.get((2 * at + 1) * answers.len() / (2 * count)))
        .copied()
        .collect();
    chosen.sort_unstable();
    chosen
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn a_sample_lies_as_deep_as_the_whole() {
        let answers: Vec<Option<u32>> = (0..1_000)
            .map(|at| (at % 10 != 0).then_some(at * 37 % 500))
            .collect();
        let depth = |places: &[usize]| -> f64 {
            let depths = places
                .iter()
                .map(|at| f64::from(answers[*at].unwrap_or(500)));
            depths.sum::<f64>() / f64::from(u32::try_from(places.len()).unwrap())
        };
        let all: Vec<usize> = (0..answers.len()).collect();
        assert_eq!(spread(&answers, 5_000), all);
        let few = spread(&answers, 20);
        assert_eq!(few.len(), 20);
        assert!(few.is_sorted());
        assert!((depth(&few) - depth(&all)).abs() < 5.0);
        assert_eq!(spread(&[], 5), Vec::<usize>::new());
    }
}
