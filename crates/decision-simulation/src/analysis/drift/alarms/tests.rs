use super::*;

/// Moments of skewed clusters, and their error and skewness computed directly.
fn clusters() -> (RatioMoments, f64, f64, f64) {
    let pairs: Vec<(i32, i32)> = (0..400_i32)
        .map(|at| (if at % 9 == 0 { at * at % 977 } else { 0 }, 50 + at % 31))
        .collect();
    let mut moments = RatioMoments::default();
    for (n, d) in &pairs {
        moments.add(i64::from(*n), i64::from(*d));
    }
    let pairs: Vec<(f64, f64)> = { pairs.iter() }
        .map(|(n, d)| (f64::from(*n), f64::from(*d)))
        .collect();
    let count = 400.0;
    let sum_d: f64 = pairs.iter().map(|(_, d)| d).sum();
    let r = pairs.iter().map(|(n, _)| n).sum::<f64>() / sum_d;
    let u: Vec<f64> = { pairs.iter() }
        .map(|(n, d)| (n - r * d) / (sum_d / count))
        .collect();
    let squares: f64 = u.iter().map(|u| u.powi(2)).sum();
    let cubes: f64 = u.iter().map(|u| u.powi(3)).sum();
    let error = (squares / (count - 1.0) / count).sqrt();
    let skewness = (cubes / count) / (squares / count).powf(1.5) / count.sqrt();
    (moments, r, error, skewness)
}

#[test]
fn an_interval_gives_back_its_error_and_its_skewness() {
    let (moments, value, error, skewness) = clusters();
    let spread = Spread::of(&moments).unwrap();
    assert!(skewness > 0.1, "the case is skewed: {skewness}");
    assert!((spread.value - value).abs() < 1e-12);
    assert!(
        (spread.error / error - 1.0).abs() < 1e-9,
        "{spread:?} {error}"
    );
    assert!(
        (spread.skewness - skewness).abs() < 1e-8,
        "{spread:?} {skewness}"
    );
}

#[test]
fn the_pivot_has_the_interval_as_its_region() {
    // Against a value without error the pivot passes 1.96 exactly where the interval ends.
    let spread = Spread::of(&clusters().0).unwrap();
    let low = clusters().0.hall().low.unwrap();
    let exact = Spread {
        value: low,
        error: 0.0,
        skewness: 0.0,
    };
    assert!((spread.less(&exact) - INTERVAL_QUANTILE).abs() < 1e-7);
}

#[test]
fn the_parts_of_the_level_never_add_up_to_more_than_it() {
    let sum: f64 = (1..=10_000).map(part_of_month).sum();
    assert!(sum < 1.0 && sum > 0.999, "{sum}");
}

#[test]
fn rare_levels_are_taken_together() {
    let check = |then: &[u64], now: &[u64], bins: &[(u64, u64)]| {
        let (pooled_then, pooled_now) = pooled(then, now);
        let pairs: Vec<_> = pooled_then.into_iter().zip(pooled_now).collect();
        assert_eq!(pairs, bins, "{then:?} {now:?}");
    };
    check(&[500, 500], &[50, 50], &[(500, 50), (500, 50)]);
    // 60 and 50 of 1,000 are 6 and 5 of a hundred claims: rare apart, not together.
    check(
        &[440, 60, 450, 50],
        &[40, 9, 50, 1],
        &[(440, 40), (450, 50), (110, 10)],
    );
    // Still rare together: with the smallest one.
    check(&[400, 5, 595], &[40, 5, 50, 5], &[(405, 50), (595, 50)]);
    // The only level there was, and something new.
    check(&[1_000], &[70, 0, 30], &[(1_000, 70), (0, 30)]);
    check(&[], &[], &[]);
}

#[test]
fn effective_counts_are_the_counts_where_each_customer_has_one_claim() {
    assert_eq!(effective_pair(30, 70, 100, 100), (30, 70));
    // Twenty customers with five claims each.
    assert_eq!(effective_pair(30, 70, 100, 500), (6, 14));
    assert_eq!(effective_pair(0, 0, 0, 0), (0, 0));
}
