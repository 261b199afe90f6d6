use super::{chi_square_excess, chi_square_probability, chi_square_quantile, normal_quantile};

#[track_caller]
fn check(value: f64, expected: f64) {
    let error = (value - expected).abs();
    assert!(
        error <= 1e-11 * expected.abs(),
        "{value:e} for {expected:e}"
    );
}

#[test]
fn normal_quantiles_agree_with_40_digits() {
    check(normal_quantile(0.975), 1.959_963_984_540_054_2);
    check(normal_quantile(0.95), 1.644_853_626_951_472_7);
    check(normal_quantile(0.001), -3.090_232_306_167_813_5);
    check(normal_quantile(1e-12), -7.034_483_825_301_132);
    assert!(normal_quantile(0.5).abs() < 1e-15);
}

#[test]
fn chi_square_quantiles_agree_with_40_digits() {
    for (degrees, probability, expected) in [
        (1.0, 0.95, 3.841_458_820_694_126),
        (2.0, 0.5, 1.386_294_361_119_890_6),
        (9.0, 0.95, 16.918_977_604_620_45),
        (9.0, 0.99, 21.665_994_333_461_926),
        (63.0, 0.95, 82.528_726_541_471_8),
        (500.0, 0.999, 603.446_005_795_177_6),
        (3.0, 0.001, 0.024_297_585_815_692_733),
    ] {
        check(chi_square_quantile(degrees, probability), expected);
        check(chi_square_probability(degrees, expected), probability);
        check(chi_square_excess(degrees, expected), 1.0 - probability);
    }
}

#[test]
fn far_tails_and_ends() {
    check(chi_square_excess(9.0, 200.0), 3.312_992_393_909_55e-38);
    for value in [0.0, -1.0] {
        assert!(chi_square_probability(3.0, value).abs() < f64::MIN_POSITIVE);
        check(chi_square_excess(3.0, value), 1.0);
    }
    check(chi_square_probability(3.0, f64::INFINITY), 1.0);
    assert!(chi_square_excess(3.0, f64::INFINITY).abs() < f64::MIN_POSITIVE);
}
