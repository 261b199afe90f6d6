use statrs::function::beta::inv_beta_reg;

use super::{clopper_pearson, clopper_pearson_high, clopper_pearson_low, fisher_one_sided};

/// Whether two numbers agree to a relative 10^-12.
fn is_near(value: f64, expected: f64) -> bool {
    (value - expected).abs() <= 1e-12 * expected.abs().max(f64::MIN_POSITIVE)
}

#[test]
fn fisher_agrees_with_sums_in_40_digits() {
    let cases = [
        ((3, 1), (1, 3), 0.985_714_285_714_285_7),
        ((1, 3), (3, 1), 0.242_857_142_857_142_86),
        ((100, 80), (130, 60), 0.007_233_597_887_041_193),
        ((480, 520), (560, 440), 0.000_201_947_177_119_722_53),
        ((10, 0), (0, 10), 1.0),
        ((0, 10), (10, 0), 5.412_544_112_234_515e-6),
        (
            (20_000, 20_000),
            (20_600, 19_400),
            1.137_071_096_192_002_3e-5,
        ),
    ];
    for (before, after, expected) in cases {
        let p = fisher_one_sided(before, after);
        assert!(
            is_near(p, expected),
            "{before:?} {after:?}: {p:e} for {expected:e}"
        );
    }
}

#[test]
fn fisher_says_nothing_where_there_is_nothing_to_compare() {
    for (before, after) in [
        ((0, 0), (0, 0)),
        ((5, 5), (0, 0)),
        ((0, 0), (3, 1)),
        ((5, 0), (7, 0)),
    ] {
        assert!(
            is_near(fisher_one_sided(before, after), 1.0),
            "{before:?} {after:?}"
        );
    }
    // What has no chance at all has none.
    assert!(fisher_one_sided((0, 500_000), (500_000, 0)) < f64::MIN_POSITIVE);
}

#[test]
fn fisher_adds_up_to_one_over_both_sides() {
    // P(X >= a) + P(X <= a - 1) = 1; the other side is the test with the kinds exchanged.
    for inside in 1..40_u64 {
        let up = fisher_one_sided((17, 23), (inside, 40 - inside));
        let first = 17 + inside;
        let down = fisher_one_sided_of(inside - 1, first);
        assert!(is_near(up + down, 1.0), "{inside}: {up} + {down}");
    }
}

/// P(X <= inside) where 40 of 80 are drawn and `first` are of the first kind.
fn fisher_one_sided_of(inside: u64, first: u64) -> f64 {
    let outside = 40 - inside;
    fisher_one_sided((40 + inside - first, first - inside), (outside, inside))
}

#[test]
fn clopper_pearson_agrees_with_40_digits() {
    let cases = [
        (
            1,
            10,
            0.025,
            0.002_528_578_544_461_784_5,
            0.445_016_117_028_195_4,
        ),
        (
            5,
            10,
            0.025,
            0.187_086_028_447_398_53,
            0.812_913_971_552_601_5,
        ),
        (0, 299, 0.05, 0.0, 0.009_969_146_792_899_27),
        (
            3,
            300,
            0.05,
            0.002_731_030_218_207_038_7,
            0.025_641_393_082_609_62,
        ),
        (
            27,
            1_000,
            0.025,
            0.017_866_905_925_249_69,
            0.039_041_746_805_970_17,
        ),
        (
            500,
            20_000,
            0.025,
            0.022_880_525_081_978_14,
            0.027_259_038_729_895_665,
        ),
    ];
    for (hits, trials, rest, low, high) in cases {
        let found = (
            clopper_pearson_low(hits, trials, rest),
            clopper_pearson_high(hits, trials, rest),
        );
        assert!(
            is_near(found.0, low),
            "{hits} of {trials}: {found:?} for {low}"
        );
        assert!(
            is_near(found.1, high),
            "{hits} of {trials}: {found:?} for {high}"
        );
    }
}

#[test]
fn clopper_pearson_agrees_with_the_inverse_beta_function() {
    let mut checked = 0;
    for step in 0..50_u64 {
        let trials = 1 + step * step * 3 / 4;
        for part in 0..21 {
            let hits = trials * part / 20;
            let (low, high) = clopper_pearson(hits, trials, 0.95);
            let beta = |hits: u64, rest: f64, at: f64| {
                // Large shapes are beyond that library's continued fraction.
                let (a, b) = (count(hits), count(trials + 1 - hits));
                assert!(
                    (inv_beta_reg(a, b, rest) - at).abs() < 1e-10,
                    "{hits} of {trials}"
                );
            };
            if hits > 0 {
                beta(hits, 0.025, low);
            }
            if hits < trials {
                beta(hits + 1, 0.975, high);
            }
            assert!((0.0..=1.0).contains(&low) && low <= high && high <= 1.0);
            checked += 1;
        }
    }
    assert!(checked >= 1_000);
    assert_eq!(clopper_pearson(0, 0, 0.95), (0.0, 1.0));
}

/// A small count as a float.
fn count(count: u64) -> f64 {
    f64::from(u32::try_from(count).expect("a small count"))
}

#[test]
fn the_sizes_of_an_audit_without_a_failure_are_the_published_ones() {
    // The smallest number of clean checks that shows a rate below the limit with 95%.
    for (limit, size) in [(0.005, 598), (0.01, 299), (0.02, 149)] {
        assert!(clopper_pearson_high(0, size, 0.05) <= limit);
        assert!(clopper_pearson_high(0, size - 1, 0.05) > limit);
    }
}
