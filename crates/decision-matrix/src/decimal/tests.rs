use super::*;

fn number(mantissa: i128, scale: u32) -> Decimal {
    Decimal::new(mantissa, scale)
}

const MAX: i128 = i128::MAX;

#[test]
fn sums_stand_at_the_larger_scale() {
    #[rustfmt::skip]
    let cases = [
        ((1, 0), (25, 2), Some((125, 2))),
        ((-1, 0), (25, 2), Some((-75, 2))),
        ((25, 2), (-1, 0), Some((-75, 2))),
        ((0, 0), (1, 900), Some((1, 900))),
        ((1, 900), (0, 0), Some((1, 900))),
        ((1, 0), (1, 900), None),
        ((0, 900), (0, 0), Some((0, 900))),
        ((MAX, 0), (1, 0), None),
        ((MAX, 0), (-1, 0), Some((MAX - 1, 0))),
        ((-MAX, 0), (-1, 0), None),
        // The coarser number alone passes 2^127 at the finer scale, the sum does not.
        ((MAX / 10 + 5, 0), (-100, 1), Some((MAX - 57, 1))),
        ((20 * 10_i128.pow(36), 0), (-MAX, 1), Some((29_858_816_539_530_768_268_312_696_284_115_894_273, 1))),
        ((40 * 10_i128.pow(36), 0), (-MAX, 1), None),
    ];
    for (a, b, expected) in cases {
        let sum = number(a.0, a.1).add(number(b.0, b.1));
        assert_eq!(
            sum.ok(),
            expected.map(|(m, s)| number(m, s)),
            "{a:?} + {b:?}"
        );
        let turned = number(a.0, a.1).negated().subtract(number(b.0, b.1));
        assert_eq!(
            turned.ok(),
            expected.map(|(m, s)| number(-m, s)),
            "-{a:?} - {b:?}"
        );
    }
}

#[test]
fn products_stand_at_the_sum_of_scales() {
    #[rustfmt::skip]
    let cases = [
        ((15, 1), (15, 1), Some((225, 2))),
        ((-15, 1), (15, 1), Some((-225, 2))),
        ((0, 5), (MAX, 7), Some((0, 12))),
        ((MAX, 0), (1, 3), Some((MAX, 3))),
        ((MAX, 0), (-1, 3), Some((-MAX, 3))),
        ((1 << 64, 0), (1 << 62, 0), Some((1 << 126, 0))),
        ((1 << 64, 0), (1 << 63, 0), None),
        ((MAX, 0), (2, 0), None),
        ((MAX, 0), (MAX, 0), None),
        ((i128::from(i64::MIN), 0), (i128::from(i64::MIN), 0), Some((1 << 126, 0))),
    ];
    for (a, b, expected) in cases {
        let product = number(a.0, a.1).multiply(number(b.0, b.1));
        assert_eq!(
            product.ok(),
            expected.map(|(m, s)| number(m, s)),
            "{a:?} * {b:?}"
        );
    }
}

#[test]
fn quotients_round_half_to_even_at_nine_digits() {
    #[rustfmt::skip]
    let cases = [
        ((1, 0), (3, 0), Some(333_333_333)),
        ((2, 0), (3, 0), Some(666_666_667)),
        ((-2, 0), (3, 0), Some(-666_666_667)),
        ((1, 0), (1 << 10, 0), Some(976_562)),              // 0.0009765625 -> even
        ((3, 0), (1 << 10, 0), Some(2_929_688)),            // 0.0029296875 -> even
        ((5, 10), (1, 0), Some(0)),
        ((15, 10), (1, 0), Some(2)),
        ((51, 11), (1, 0), Some(1)),
        ((1, 0), (5, 0), Some(200_000_000)),
        ((0, 3), (7, 0), Some(0)),
        ((1, 100), (1, 0), Some(0)),
        ((MAX, 48), (1, 0), Some(0)),
        ((MAX, 47), (1, 0), Some(2)),
        ((1, 0), (1, 100), None),
        ((1, 0), (1, 38), None),
        ((1, 0), (MAX, 38), Some(587_747_175)),
        ((MAX, 0), (MAX, 0), Some(1_000_000_000)),
        ((MAX, 0), (1_000_000_000, 0), Some(MAX)),
        ((MAX, 0), (-1_000_000_000, 0), Some(-MAX)),
        ((MAX, 0), (999_999_999, 0), None),
        ((MAX, 0), (1, 0), None),
        ((MAX, 9), (MAX, 76), None),
    ];
    for (a, b, expected) in cases {
        let quotient = number(a.0, a.1).divide(number(b.0, b.1));
        assert_eq!(
            quotient.ok(),
            expected.map(|m| Some(number(m, 9))),
            "{a:?} / {b:?}"
        );
    }
    assert_eq!(number(1, 0).divide(number(0, 4)), Ok(None));
    assert_eq!(number(0, 0).divide(number(0, 4)), Ok(None));
}

#[test]
fn wide_quotients_agree_with_multiplication() {
    let mut seed = 7_u128;
    for _ in 0..10_000 {
        seed = seed
            .wrapping_mul(0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645)
            .wrapping_add(11);
        let divisor = (seed >> 17 >> (seed % 100)) | 1;
        let quotient = seed.rotate_left(40) >> (seed % 90);
        let rest = seed.rotate_left(77) % divisor;
        let product = Wide::product(divisor, quotient);
        // The rest is below the divisor: the quotient stays, and rounds by it.
        let Some(value) = product.plus(rest) else {
            continue;
        };
        let away = rest > divisor - rest || (rest == divisor - rest && quotient % 2 == 1);
        assert_eq!(
            value.divide_half_even(divisor),
            quotient.checked_add(u128::from(away)),
            "{divisor} {quotient} {rest}"
        );
    }
}

#[test]
fn rounding_modes() {
    use Rounding::{Down, HalfEven, HalfUp, Up};
    #[rustfmt::skip]
    let cases = [
        (25, 1, [2, 3, 2, 3]), (35, 1, [4, 4, 3, 4]), (-25, 1, [-2, -3, -2, -3]), (24, 1, [2, 2, 2, 3]), (26, 1, [3, 3, 2, 3]),
        (20, 1, [2, 2, 2, 2]), (1, 50, [0, 0, 0, 1]), (-1, 50, [0, 0, 0, -1]), (0, 50, [0, 0, 0, 0]), (MAX, 38, [2, 2, 1, 2]),
        (5, 1, [0, 1, 0, 1]), (MAX, 39, [0, 0, 0, 1]),
    ];
    for (mantissa, scale, expected) in cases {
        for (rounding, expected) in [HalfEven, HalfUp, Down, Up].into_iter().zip(expected) {
            let rounded = number(mantissa, scale).rounded(0, rounding);
            assert_eq!(
                rounded,
                number(expected, 0),
                "{mantissa}e-{scale} {rounding:?}"
            );
        }
    }
    assert_eq!(number(25, 1).rounded(3, HalfEven), number(25, 1));
    assert_eq!(number(25, 1).to_units(3, HalfEven), Some(2_500));
    assert_eq!(number(MAX, 0).to_units(0, HalfEven), None);
    assert_eq!(number(MAX, 20).to_units(9, HalfEven), None);
    assert_eq!(number(MAX, 38).to_units(2, HalfEven), Some(170));
}

#[test]
fn comparisons_never_overflow() {
    #[rustfmt::skip]
    let cases = [
        ((1, 0), (10, 1), Ordering::Equal), ((1, 0), (11, 1), Ordering::Less), ((-1, 0), (-11, 1), Ordering::Greater),
        ((MAX, 0), (1, 900), Ordering::Greater), ((-MAX, 0), (1, 900), Ordering::Less), ((1, 900), (2, 901), Ordering::Greater),
        ((0, 900), (0, 0), Ordering::Equal), ((0, 0), (-1, 900), Ordering::Greater), ((MAX, 0), (MAX, 1), Ordering::Greater),
    ];
    for (a, b, expected) in cases {
        assert_eq!(
            number(a.0, a.1).compare(number(b.0, b.1)),
            expected,
            "{a:?} ? {b:?}"
        );
        assert_eq!(
            number(b.0, b.1).compare(number(a.0, a.1)),
            expected.reverse(),
            "{b:?} ? {a:?}"
        );
    }
}
