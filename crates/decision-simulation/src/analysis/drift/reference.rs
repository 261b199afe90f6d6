//! Which months are looked at, and which of them are the reference.
//!
//! Without a choice of the caller the reference is the first third of the months, at most twelve,
//! so that it covers the seasons once and most months are left to be judged. It grows up to a half
//! of the months while it has fewer than three or fewer than 1,000 known results: a smaller one
//! would still not ring falsely, because its own uncertainty counts in every test, but it would
//! hardly ring at all.

use std::collections::BTreeMap;

use super::month::MonthSums;

/// The most months of a reference that nobody chose.
const MOST_MONTHS: usize = 12;
/// The fewest months and known results, as far as half of the months go.
const FEWEST_MONTHS: usize = 3;
const FEWEST_KNOWN: u64 = 1_000;
/// Months without a claim that set a few claims apart from the others.
const GAP_MONTHS: i64 = 12;
/// Claims of which one may be set apart.
const STRAY_OF: u64 = 1_000;

/// How many of the first months are the reference; `until` is the first that is none, counted from
/// the first month.
pub(super) fn months(sums: &[&MonthSums], until: Option<i64>) -> usize {
    if let Some(until) = until {
        return usize::try_from(until).unwrap_or(0).min(sums.len());
    }
    let mut months = sums.len().div_ceil(3).min(MOST_MONTHS);
    let known = |months: usize| -> u64 { sums.iter().take(months).map(|it| it.known).sum() };
    while months < sums.len() / 2 && (months < FEWEST_MONTHS || known(months) < FEWEST_KNOWN) {
        months += 1;
    }
    months
}

/// The first and the last month, and how many claims lie outside: at each end at most a thousandth
/// of all claims, more than a year away from the rest.
pub(super) fn without_strays(months: &BTreeMap<i64, MonthSums>) -> (Option<(i64, i64)>, u64) {
    let claims: Vec<(i64, u64)> = months.iter().map(|(at, sums)| (*at, sums.claims)).collect();
    let most = claims.iter().map(|(_, claims)| claims).sum::<u64>() / STRAY_OF;
    let before = strays(claims.iter().copied(), most);
    let after = strays(claims.iter().rev().copied(), most);
    let kept = claims
        .get(before..claims.len().saturating_sub(after))
        .unwrap_or_default();
    let inside: u64 = kept.iter().map(|(_, claims)| claims).sum();
    let all: u64 = claims.iter().map(|(_, claims)| claims).sum();
    let ends = kept.first().zip(kept.last());
    (
        ends.map(|((first, _), (last, _))| (*first, *last)),
        all - inside,
    )
}

/// How many months with claims at this end are strays.
fn strays(months: impl Iterator<Item = (i64, u64)> + Clone, most: u64) -> usize {
    let mut passed = 0;
    let mut found = 0;
    let next = months.clone().skip(1);
    for (at, ((month, claims), (following, _))) in months.zip(next).enumerate() {
        passed += claims;
        if passed > most {
            break;
        }
        if (following - month).abs() > GAP_MONTHS {
            found = at + 1;
        }
    }
    found
}
