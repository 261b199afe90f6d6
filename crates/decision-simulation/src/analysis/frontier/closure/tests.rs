use super::LevelOrder;

/// Numbers that look random, the same in every run (`SplitMix64`).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn weight(&mut self) -> i128 {
        i128::from(self.below(2_001)) - 1_000
    }
}

/// The order of a grid that falls down and to the right.
fn falling(rows: usize, columns: usize) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            let cell = row * columns + column;
            if row + 1 < rows {
                pairs.push((cell, cell + columns));
            }
            if column + 1 < columns {
                pairs.push((cell, cell + 1));
            }
        }
    }
    pairs
}

/// The largest sum of weights over every choice that is permitted, by trying all of them, and how
/// many were permitted.
fn brute_force(order: &LevelOrder, levels: usize, weights: &[Vec<i128>]) -> (i128, usize) {
    let cells = weights.len();
    let (mut best, mut permitted) = (i128::MIN, 0);
    for number in 0..levels.pow(u32::try_from(cells).unwrap()) {
        let mut rest = number;
        let choice: Vec<usize> = (0..cells)
            .map(|_| {
                let level = rest % levels;
                rest /= levels;
                level
            })
            .collect();
        if order.permits(&choice) {
            permitted += 1;
            best = best.max(sum(weights, &choice));
        }
    }
    (best, permitted)
}

fn sum(weights: &[Vec<i128>], choice: &[usize]) -> i128 {
    weights.iter().zip(choice).map(|(cell, at)| cell[*at]).sum()
}

/// Compares the cut with brute force on random weights.
#[track_caller]
fn check(seed: u64, levels: usize, bounds: &[(usize, usize)], pairs: &[(usize, usize)]) -> usize {
    let mut numbers = Numbers(seed);
    let order = LevelOrder::new(bounds.to_vec(), pairs.to_vec()).expect("some choice is permitted");
    let weights: Vec<Vec<i128>> = { bounds.iter() }
        .map(|_| (0..levels).map(|_| numbers.weight()).collect())
        .collect();
    let found = order.best(|cell, level| weights[cell][level]);
    let (best, permitted) = brute_force(&order, levels, &weights);
    assert!(order.permits(&found), "seed {seed}: {found:?}");
    assert_eq!(sum(&weights, &found), best, "seed {seed}: {found:?}");
    permitted
}

#[test]
fn monotone_tables_are_as_good_as_brute_force() {
    for seed in 0..120 {
        // Plane partitions in a 2 x 3 x 3 box (MacMahon): 175 tables.
        assert_eq!(check(seed, 4, &[(0, 3); 6], &falling(2, 3)), 175);
    }
    for seed in 0..20 {
        // The same box turned: three by three cells of three levels.
        check(seed, 3, &[(0, 2); 9], &falling(3, 3));
    }
}

#[test]
fn frozen_cells_and_free_cells_are_as_good_as_brute_force() {
    for seed in 0..120 {
        let mut numbers = Numbers(seed ^ 0xf0f0);
        // The last cell of the grid is frozen at a level, and a parameter stands apart.
        let mut bounds = [(0, 3); 7];
        let frozen = usize::try_from(numbers.below(4)).unwrap();
        bounds[5] = (frozen, frozen);
        bounds[6] = (1, 3);
        check(seed, 4, &bounds, &falling(2, 3));
    }
}

#[test]
fn any_partial_order_is_as_good_as_brute_force() {
    for seed in 0..120 {
        let mut numbers = Numbers(seed ^ 0xabcd);
        let pairs: Vec<_> = (0..7)
            .map(|_| {
                let upper = usize::try_from(numbers.below(5)).unwrap();
                let lower = usize::try_from(numbers.below(5)).unwrap();
                (upper.min(lower), upper.max(lower))
            })
            .filter(|(upper, lower)| upper != lower)
            .collect();
        check(seed, 4, &[(0, 3); 5], &pairs);
    }
}

#[test]
fn bounds_that_contradict_the_order_permit_nothing() {
    assert_eq!(LevelOrder::new(vec![(0, 1), (2, 3)], vec![(0, 1)]), None);
    let order = LevelOrder::new(vec![(0, 3), (2, 3), (0, 3)], vec![(0, 1), (1, 2)]).unwrap();
    assert!(order.permits(&[2, 2, 0]) && !order.permits(&[1, 1, 0]));
    assert_eq!(order.range(&[3, 2, 1], 1), (2, 3));
    assert_eq!(order.range(&[3, 3, 1], 2), (0, 3));
}

#[test]
fn equal_choices_give_the_lowest_levels() {
    let order = LevelOrder::new(vec![(0, 2); 3], falling(1, 3)).unwrap();
    assert_eq!(order.best(|_, _| 7), [0, 0, 0]);
    assert_eq!(order.best(|_, level| [0, 5, 5][level]), [1, 1, 1]);
}
