use super::Reciprocal;

const LARGEST: u64 = (1 << 63) - 1;

#[track_caller]
fn check(divisor: u64) {
    let reciprocal = Reciprocal::new(divisor);
    assert_eq!(reciprocal.divisor(), divisor);
    let around = |value: u64| [value.saturating_sub(1), value, value.saturating_add(1)];
    let multiples = [1, 2, 3, 7, 1_000, LARGEST / divisor].map(|it| divisor.saturating_mul(it));
    let ends = [0, 1, 1 << 31, 1 << 32, 1 << 62, LARGEST];
    for dividend in multiples.into_iter().chain(ends).flat_map(around) {
        let dividend = dividend.min(LARGEST);
        assert_eq!(
            reciprocal.quotient(dividend),
            dividend / divisor,
            "{dividend} / {divisor}"
        );
    }
}

#[test]
fn quotients_are_exact_up_to_63_bits() {
    for divisor in 1..2_000 {
        check(divisor);
    }
    for power in 0..=18 {
        for divisor in [10_u64.pow(power), 10_u64.pow(power) + 1] {
            check(divisor);
        }
    }
    for bits in 1..63 {
        for divisor in [(1 << bits) - 1, 1 << bits, (1 << bits) + 1] {
            check(divisor);
        }
    }
    for divisor in [86_400, LARGEST - 1, LARGEST] {
        check(divisor);
    }
    let mut divisor: u64 = 88_172_645_463_325_252;
    for _ in 0..10_000 {
        divisor ^= divisor << 13;
        divisor ^= divisor >> 7;
        divisor ^= divisor << 17;
        check((divisor >> (1 + divisor % 60)).max(1));
    }
}

#[test]
fn what_is_no_divisor_is_taken_as_one() {
    for divisor in [0, 1 << 63, u64::MAX] {
        assert_eq!(Reciprocal::new(divisor), Reciprocal::new(1));
    }
}
