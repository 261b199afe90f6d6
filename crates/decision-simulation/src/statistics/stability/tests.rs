use super::stability_index;

#[test]
fn an_index_computed_by_hand() {
    // Shares 1/2, 1/2 against 1/4, 3/4: (1/4)*ln 2 - (1/4)*ln(2/3) = ln(3)/4.
    let (index, quantile) = stability_index(&[50, 50], &[25, 75], 0.95).expect("filled bins");
    assert!((index - 3.0_f64.ln() / 4.0).abs() < 1e-15, "{index}");
    // 3.841... is the 95% quantile of chi-square with one degree of freedom.
    assert!(
        (quantile - 0.02 * 3.841_458_820_694_124).abs() < 1e-14,
        "{quantile}"
    );
}

#[test]
fn the_null_law_is_that_of_the_published_quantiles() {
    let reference = [2_000; 10];
    for (now, expected) in [(50, 0.0347), (200, 0.00931), (2_000, 0.00169)] {
        let (index, quantile) = stability_index(&reference, &[now; 10], 0.95).expect("filled");
        assert!((quantile - expected).abs() < 0.000_05, "{quantile}");
        assert!(index.abs() < 1e-15);
    }
}

#[test]
fn empty_bins_do_not_make_it_infinite() {
    let (index, _) = stability_index(&[100, 0, 0], &[90, 10, 0], 0.95).expect("two bins");
    assert!(index.is_finite() && index > 0.0);
    // The bin that nobody uses changes neither the index nor the degrees of freedom.
    assert_eq!(
        stability_index(&[100, 0, 0], &[90, 10, 0], 0.95),
        stability_index(&[100, 0], &[90, 10], 0.95)
    );
}

#[test]
fn nothing_to_compare_is_no_index() {
    for (reference, now) in [
        (&[][..], &[][..]),
        (&[5, 5], &[0, 0]),
        (&[0, 0], &[5, 5]),
        (&[5, 0], &[9, 0]),
        (&[5, 5], &[5, 5, 5]),
    ] {
        assert_eq!(
            stability_index(reference, now, 0.95),
            None,
            "{reference:?} {now:?}"
        );
    }
}
