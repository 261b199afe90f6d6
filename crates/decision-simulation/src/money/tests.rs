use super::{format, format_readable, round_ratio, round_sum};

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

#[test]
fn money_is_written_exactly_and_for_people() {
    assert_eq!(format(37_058_016, 2), "370580.16");
    assert_eq!(format(-5, 2), "-0.05");
    assert_eq!(format_readable(37_058_016, 2), "370\u{202f}580.16");
    assert_eq!(format_readable(-100_000, 2), "\u{2212}1\u{202f}000");
    assert_eq!(format_readable(999, 0), "999");
}
