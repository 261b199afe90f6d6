use super::{
    format, format_readable, power_of_ten, round_by, round_narrow, round_ratio, round_sum,
    round_wide,
};

#[test]
fn halves_go_to_the_even_neighbour() {
    let rounded: Vec<_> = [-25, -15, -5, 0, 4, 5, 6, 15, 25, 26]
        .map(|value| round_ratio(value, 10))
        .into();
    assert_eq!(rounded, [-2, -2, 0, 0, 0, 0, 1, 2, 2, 3]);
}

#[test]
fn a_sum_of_fractions_is_rounded_once() {
    // 0.3 + 0.2 = 0.5 -> 0, 1.3 + 0.2 = 1.5 -> 2, and 1/3 + 1/6 = 0.5 -> 0.
    assert_eq!(round_sum((3, 10), (2, 10), 10), 0);
    assert_eq!(round_sum((13, 10), (2, 10), 10), 2);
    assert_eq!(round_sum((1, 3), (1, 6), 6), 0);
    assert_eq!(round_sum((7, 3), (1, 6), 6), 2);
    assert_eq!(round_sum((-15, 10), (0, 10), 10), -2);
    assert_eq!(round_sum((9, 10), (9, 10), 10), 2);
}

/// The nearest whole number, a half to the even one, from the floor alone.
fn by_floor(numerator: i128, denominator: i128) -> i128 {
    let floor = numerator.div_euclid(denominator);
    let twice = 2 * numerator.rem_euclid(denominator);
    let is_up = twice > denominator || (twice == denominator && floor.rem_euclid(2) == 1);
    floor + i128::from(is_up)
}

#[test]
fn narrow_and_wide_division_agree() {
    let mut state = 1_u64;
    let mut random = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state ^ (state >> 29)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    };
    for _ in 0..200_000 {
        // Any number of bits, so that small values, large ones and the border of 64 bits come up.
        let numerator = (random().cast_signed() >> (random() % 64)).wrapping_add(1);
        let denominator = (random().cast_signed() >> 1 >> (random() % 62))
            .abs()
            .max(1);
        let expected = by_floor(i128::from(numerator), i128::from(denominator));
        assert_eq!(i128::from(round_narrow(numerator, denominator)), expected);
        let (wide, unit) = (i128::from(numerator), i128::from(denominator));
        assert_eq!(round_wide(wide, unit), expected);
        assert_eq!(round_ratio(wide, unit), expected);
        assert_eq!(round_by(wide, denominator), expected);
        // Exact halves, and fractions beyond 64 bits on either side of them.
        let half = wide * unit * 2 + unit;
        for near in [half - 1, half, half + 1] {
            assert_eq!(round_ratio(near, 2 * unit), by_floor(near, 2 * unit));
        }
        let huge = wide * 1_000_000_007 + 1;
        assert_eq!(round_by(huge, denominator), by_floor(huge, unit));
        assert_eq!(
            round_ratio(huge, unit * 1_000_003),
            by_floor(huge, unit * 1_000_003)
        );
    }
    for extreme in [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX] {
        for denominator in [1, 2, 3, i64::MAX - 1, i64::MAX] {
            let expected = by_floor(i128::from(extreme), i128::from(denominator));
            assert_eq!(i128::from(round_narrow(extreme, denominator)), expected);
        }
    }
    assert_eq!(round_ratio(i128::MAX, 1), i128::MAX);
}

#[test]
fn powers_of_ten_end_at_thirty() {
    for exponent in 0..=30 {
        assert_eq!(power_of_ten(exponent), 10_i128.pow(u32::from(exponent)));
    }
    assert_eq!(power_of_ten(31), power_of_ten(30));
}

#[test]
fn money_is_written_exactly_and_for_people() {
    assert_eq!(format(37_058_016, 2), "370580.16");
    assert_eq!(format(-5, 2), "-0.05");
    assert_eq!(format_readable(37_058_016, 2), "370\u{202f}580.16");
    assert_eq!(format_readable(-100_000, 2), "\u{2212}1\u{202f}000");
    assert_eq!(format_readable(999, 0), "999");
}
