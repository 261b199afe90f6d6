//! Ways of deciding that are measured in turns: each round runs every way once, so that all of them
//! meet the same disturbances of the machine, and a ratio compares two neighbours in time.

use crate::clock::cpu_nanoseconds;

/// One way of deciding a number of claims.
pub struct Way<'a> {
    name: &'static str,
    rules: usize,
    claims: usize,
    run: Box<dyn FnMut() + 'a>,
    times: Vec<f64>,
}

impl<'a> Way<'a> {
    /// A way: what tables call it, the rules it asks, and how many claims one run decides.
    pub fn new(name: &'static str, rules: usize, claims: usize, run: impl FnMut() + 'a) -> Self {
        Self {
            name,
            rules,
            claims,
            run: Box::new(run),
            times: Vec::new(),
        }
    }

    /// What tables call it.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The rules that it asks.
    pub fn rules(&self) -> usize {
        self.rules
    }

    /// Every round, in nanoseconds of processor time for a claim.
    pub fn times(&self) -> &[f64] {
        &self.times
    }

    /// The middle of all rounds, in nanoseconds of processor time for a claim.
    pub fn median(&self) -> f64 {
        median(self.times.clone())
    }

    /// The best round, in nanoseconds of processor time for a claim.
    pub fn best(&self) -> f64 {
        self.times.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// How many times as long as another way it takes: the middle of the ratios of all rounds.
    pub fn ratio_to(&self, other: &Self) -> f64 {
        let ratios = self.times.iter().zip(&other.times);
        median(ratios.map(|(mine, theirs)| mine / theirs).collect())
    }
}

/// Measures every way once in each round. It runs once more before, so that each finds its own
/// claims in the cache and not those of the way before it.
pub fn take_turns(ways: &mut [Way<'_>], rounds: usize) {
    for _ in 0..rounds {
        for way in &mut *ways {
            (way.run)();
            let time = cpu_nanoseconds(way.claims, &mut way.run);
            way.times.push(time);
        }
    }
}

/// The way of this name for so many rules, if it was measured.
pub fn find<'w, 'a>(ways: &'w [Way<'a>], name: &str, rules: usize) -> Option<&'w Way<'a>> {
    ways.iter()
        .find(|way| way.name == name && way.rules == rules)
}

/// The middle of some numbers; not a number where there are none.
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::{Way, find, median, take_turns};

    #[test]
    fn every_way_is_measured_once_a_round_after_a_run_that_is_not() {
        let mut calls = [0, 0];
        let [first, second] = &mut calls;
        let mut ways = [
            Way::new("first", 12, 1, || *first += 1),
            Way::new("second", 12, 1, || *second += 1),
        ];
        take_turns(&mut ways, 3);
        assert_eq!(ways.each_ref().map(|way| way.times.len()), [3, 3]);
        assert!(find(&ways, "second", 12).is_some());
        assert!(find(&ways, "second", 100).is_none());
        drop(ways);
        assert_eq!(calls, [6, 6]);
    }

    #[test]
    fn the_middle_is_not_moved_by_one_disturbance() {
        assert!((median(vec![3.0, 1.0, 900.0]) - 3.0).abs() < f64::EPSILON);
        assert!(median(Vec::new()).is_nan());
    }

    #[test]
    fn a_ratio_compares_rounds_with_each_other() {
        let mut one = Way::new("one", 12, 1, || ());
        let mut two = Way::new("two", 12, 1, || ());
        // The machine became three times as slow after the first round.
        one.times = vec![10.0, 30.0, 30.0];
        two.times = vec![20.0, 60.0, 60.0];
        assert!((two.ratio_to(&one) - 2.0).abs() < f64::EPSILON);
        assert!((one.best() - 10.0).abs() < f64::EPSILON);
    }
}
