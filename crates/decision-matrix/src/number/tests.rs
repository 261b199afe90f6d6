//! Numbers: grammar, scale, limits, and back to text.

use super::*;
use proptest::strategy::Strategy as _;

#[test]
fn grammar() {
    for text in ["0", "-0", "7", "15000", "0.85", "-3.10", "10.000000000"] {
        assert!(is_number(text), "{text}");
    }
    for text in [
        "", "-", "+5", "05", "00", "1e3", "1_000", ".5", "5.", "0x1F", "1,5", " 1", "1 ", "١",
        "--1", "NaN", "1.2.3",
    ] {
        assert!(!is_number(text), "{text}");
    }
}

#[test]
fn scaling() {
    let check = |text: &str, scale: u8, expected| {
        assert_eq!(parse_scaled(text, scale), expected, "{text} at {scale}");
    };
    check("1500", 2, Ok(150_000));
    check("1500.5", 2, Ok(150_050));
    check("-0", 2, Ok(0));
    check("3.000", 0, Ok(3));
    check("0.001", 2, Err(NumberError::TooFine));
    check("1e3", 2, Err(NumberError::Syntax));
    check("1000000000000000.00", 2, Ok(100_000_000_000_000_000));
    check("1000000000000000.01", 2, Err(NumberError::OutOfRange));
    check("-1000000000", 9, Ok(-1_000_000_000_000_000_000));
    check("1000000000.000000001", 9, Err(NumberError::OutOfRange));
    check(
        "99999999999999999999999999999999999999999",
        0,
        Err(NumberError::OutOfRange),
    );
    check(
        "99999999999999999999999999999999999999999.5",
        0,
        Err(NumberError::TooFine),
    );
}

#[test]
fn rescaling_never_rounds() {
    assert_eq!(rescale(15, 1, 2), Ok(150));
    assert_eq!(rescale(1_500, 3, 2), Ok(150));
    assert_eq!(rescale(1_501, 3, 2), Err(NumberError::TooFine));
    assert_eq!(rescale(5, -3, 2), Ok(500_000));
    assert_eq!(rescale(0, -300, 2), Ok(0));
    assert_eq!(rescale(i128::MAX, 0, 9), Err(NumberError::OutOfRange));
    assert_eq!(rescale(1, -300, 2), Err(NumberError::OutOfRange));
    assert_eq!(rescale(1, 300, 2), Err(NumberError::TooFine));
}

#[test]
fn formatting() {
    assert_eq!(format_scaled(150_000, 2), "1500.00");
    assert_eq!(format_scaled(-5, 2), "-0.05");
    assert_eq!(format_scaled(0, 0), "0");
    assert_eq!(format_scaled(i64::MIN, 0), "-9223372036854775808");
    assert_eq!(
        format_wide(i128::MIN, 3),
        "-170141183460469231731687303715884105.728"
    );
}

#[test]
fn short_numbers_are_found_at_the_beginning() {
    let check = |text: &str, expected: Option<(i64, u8, usize)>| {
        let found = scan_short(text.as_bytes());
        let found = found.map(|it| (it.mantissa, it.fraction_digits, it.len));
        assert_eq!(found, expected, "{text}");
    };
    check("-12.50, ", Some((-1_250, 2, 6)));
    check("0}", Some((0, 0, 1)));
    check("999999999999999999", Some((999_999_999_999_999_999, 0, 18)));
    check(
        "0.99999999999999999",
        Some((99_999_999_999_999_999, 17, 19)),
    );
    check("1e3", Some((1, 0, 1)));
    for text in [
        "",
        "-",
        "01",
        "1.",
        ".5",
        "x",
        "1000000000000000000",
        "9223372036854775808",
        "0.999999999999999999",
    ] {
        check(text, None);
    }
}

proptest::proptest! {
    #[test]
    fn the_short_way_reads_as_the_long_one(
        text in "-?(0|[1-9][0-9]{0,19})(\\.[0-9]{1,12}0{0,9})?|[-.0-9e+]{0,8}",
        scale in 0_u8..=9,
    ) {
        proptest::prop_assert_eq!(parse_scaled(&text, scale), parse_any(&text, scale));
    }

    #[test]
    fn the_short_way_rescales_as_the_long_one(
        mantissa in proptest::prop_oneof![
            proptest::num::i64::ANY,
            (-9_000_i64..9_000, 0_u32..16).prop_map(|(value, power)| value * 10_i64.pow(power % 15)),
        ],
        from in 0_u8..40,
        scale in 0_u8..=9,
    ) {
        // Nineteen zeros more lead past 64 bits.
        let wide = rescale(i128::from(mantissa) * 10_i128.pow(19), i32::from(from) + 19, scale);
        proptest::prop_assert_eq!(rescale_short(mantissa, from, scale), wide);
    }

    #[test]
    fn what_is_written_is_read_back(value in -1_000_000_000_000_000_000_i64..=1_000_000_000_000_000_000, scale in 3_u8..=9) {
        proptest::prop_assert_eq!(parse_scaled(&format_scaled(value, scale), scale), Ok(value));
    }
}
