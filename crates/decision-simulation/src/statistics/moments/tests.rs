use num_bigint::BigInt;
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

use super::{Estimate, Method, RatioMoments};

fn of(pairs: impl IntoIterator<Item = (i64, i64)>) -> RatioMoments {
    let mut moments = RatioMoments::default();
    for (n, d) in pairs {
        moments.add(n, d);
    }
    moments
}

/// Compares value and ends with figures that were computed from the formulas in 50 digits.
#[track_caller]
fn check(moments: &RatioMoments, expected: [f64; 3]) {
    let estimate = moments.hall();
    let found = [estimate.value, estimate.low, estimate.high].map(Option::unwrap);
    let scale = expected[2] - expected[1];
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            (found - expected).abs() <= 1e-12 * scale.max(expected.abs() * 1e-3),
            "{estimate:?} for {expected}"
        );
    }
    assert_eq!(estimate.method, Method::Hall);
}

#[test]
fn intervals_agree_with_the_formulas_in_50_digits() {
    check(
        &of((0..40).map(|i| ((i * i * 7 + 3 * i) % 101, 50 + (i * 13) % 37))),
        [
            0.662_107_208_872_458_4,
            0.517_819_093_229_669_1,
            0.819_846_532_758_482_4,
        ],
    );
    // One customer of twelve lost everything: very skewed, so the upper end is far away.
    check(
        &of((0..11).map(|i| (0, 1_000 + i)).chain([(5_000, 7)])),
        [
            0.451_997_830_410_414,
            -0.178_942_307_954_356_93,
            3.748_066_473_717_955,
        ],
    );
    // Negative numerators, and skewness to the left.
    check(
        &of((0..20).map(|i| ((7 - i % 7) % 7 - 2, 3))),
        [
            0.366_666_666_666_666_7,
            0.062_200_753_988_252_41,
            0.661_226_755_797_416_7,
        ],
    );
    // No skewness at all: the symmetric interval.
    check(
        &of((0..20).map(|i| (if i % 2 == 0 { 1 } else { -1 }, 1))),
        [0.0, -0.449_646_575_873_126_9, 0.449_646_575_873_126_9],
    );
}

#[test]
fn nothing_cancels_next_to_a_ratio_of_one() {
    let pairs = (0..30).map(|i| (1_000_000 - i64::from(i == 3), 1_000_000));
    check(
        &of(pairs),
        [
            0.999_999_966_666_666_7,
            0.999_999_755_606_043_1,
            1.000_000_008_198_689_6,
        ],
    );
    let wide = 100_000_000_000_000_000;
    let pairs = (0..12).map(|i| {
        (
            wide + i * i * 1_000_000_000_000,
            wide + i * 1_000_000_000_000_000,
        )
    });
    check(
        &of(pairs),
        [
            0.948_266_982_622_432_9,
            0.930_176_809_452_612_6,
            0.966_424_015_352_994_4,
        ],
    );
}

#[test]
fn without_spread_or_with_few_clusters_there_is_no_interval() {
    let none = |value| Estimate {
        value,
        low: None,
        high: None,
        method: Method::None,
    };
    assert_eq!(of([]).hall(), none(None));
    assert_eq!(of([(3, 0), (4, 0)]).hall(), none(None));
    assert_eq!(of((0..1_000).map(|i| (0, i))).hall(), none(Some(0.0)));
    assert_eq!(
        of((1..1_000).map(|i| (7 * i, 28 * i))).hall(),
        none(Some(0.25))
    );
    let few = |count: i64| of((0..count).map(|i| (i, 10)).chain([(0, 0); 50])).hall();
    assert_eq!(few(9), none(Some(0.4)));
    assert_eq!(few(10).method, Method::Hall);
    assert!(few(10).low.unwrap() < 0.45 && few(10).high.unwrap() > 0.45);
}

#[test]
fn clusters_are_counted() {
    let moments = of([(0, 5), (3, 5), (0, 0), (-1, 2)]);
    assert_eq!((moments.clusters(), moments.events()), (4, 2));
    assert_eq!((moments.numerator(), moments.denominator()), (2, 12));
}

#[test]
fn a_sum_is_the_ratio_times_what_it_is_a_ratio_of() {
    let moments = of((0..40).map(|i| ((i * i * 7 + 3 * i) % 101, 50 + (i * 13) % 37)));
    let (ratio, sum) = (moments.hall(), moments.hall_sum(2));
    let times = moments.denominator().to_string().parse::<f64>().unwrap() / 100.0;
    for (one, all) in [
        (ratio.value, sum.value),
        (ratio.low, sum.low),
        (ratio.high, sum.high),
    ] {
        let (one, all) = (one.unwrap() * times, all.unwrap());
        assert!((one - all).abs() < 1e-12 * all.abs(), "{one} {all}");
    }
    // Sums of money below zero keep their ends in order.
    let turned = of((0..40).map(|i| (-i * i, 1))).hall_sum(0);
    assert!(turned.low < turned.value && turned.value < turned.high);
}

/// What the sums must be, from numbers of any size.
fn naive(pairs: &[(i64, i64)], powers: (u32, u32)) -> BigInt {
    pairs
        .iter()
        .map(|(n, d)| BigInt::from(*n).pow(powers.0) * BigInt::from(*d).pow(powers.1))
        .sum()
}

proptest! {
    #[test]
    fn sums_are_exact_in_any_order_and_division(
        pairs in proptest::collection::vec((any::<i64>(), any::<i64>()), 0..20),
        small in proptest::collection::vec((-3..3_i64, 0..3_i64), 0..20),
        ends in proptest::collection::vec(
            (proptest::sample::select(vec![i64::MIN, i64::MAX, 0, -1]), any::<bool>()), 0..9),
        cut in any::<proptest::sample::Index>(),
    ) {
        let ends = ends.iter().map(|(end, first)| if *first { (*end, i64::MIN) } else { (7, *end) });
        let pairs: Vec<_> = pairs.into_iter().chain(small).chain(ends).collect();
        let whole = of(pairs.iter().copied());
        for (sum, powers) in [
            (whole.nn, (2, 0)), (whole.nd, (1, 1)), (whole.dd, (0, 2)),
            (whole.nnn, (3, 0)), (whole.nnd, (2, 1)), (whole.ndd, (1, 2)), (whole.ddd, (0, 3)),
        ] {
            prop_assert_eq!(sum.to_big(), naive(&pairs, powers));
        }
        let cut = cut.index(pairs.len() + 1);
        let mut merged = of(pairs[cut..].iter().rev().copied());
        merged.merge(&of(pairs[..cut].iter().copied()));
        prop_assert_eq!(merged, whole);
    }

    #[test]
    fn the_unit_of_measurement_changes_nothing(
        pairs in proptest::collection::vec((-50..1_000_i64, 1..1_000_i64), 10..40),
    ) {
        let once = of(pairs.iter().copied()).hall();
        let large = of(pairs.iter().map(|(n, d)| (n * 1_000_000, d * 1_000_000))).hall();
        prop_assert_eq!(once.method, large.method);
        if let (Some(low), Some(other), Some(value)) = (once.low, large.low, once.value) {
            prop_assert!((low - other).abs() <= 1e-12 * (1.0 + low.abs()));
            prop_assert!(low <= value && Some(value) <= once.high);
        }
    }
}
