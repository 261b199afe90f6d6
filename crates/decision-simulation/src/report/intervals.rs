//! How intervals are written for people.

use super::wording::{Language, MoneyWriter};
use crate::statistics::{Estimate, Method};

/// `low – high`; `None` where there is no interval.
pub(super) fn range(estimate: &Estimate, write: impl Fn(f64) -> String) -> Option<String> {
    let (low, high) = estimate.low.zip(estimate.high)?;
    let is_finite = low.is_finite() && high.is_finite();
    is_finite.then(|| format!("{} – {}", write(low), write(high)))
}

/// `low – high` of money in whole units, its size told once; `None` where there is no interval.
pub(super) fn money_range(money: &MoneyWriter, estimate: &Estimate) -> Option<String> {
    let (low, high) = estimate.low.zip(estimate.high)?;
    let is_finite = low.is_finite() && high.is_finite();
    is_finite.then(|| money.short_range(low, high))
}

/// What kind of interval it is, before a colon.
pub(super) fn kind(language: Language, method: Method) -> &'static str {
    if method == Method::Bounds {
        language.pick("all results", "все исходы")
    } else {
        "95%"
    }
}

/// The interval with its kind, `95%: 0.9% – 1.2%`; empty where there is none.
pub(super) fn labelled(
    language: Language,
    estimate: &Estimate,
    write: impl Fn(f64) -> String,
) -> String {
    range(estimate, write).map_or_else(String::new, |range| {
        format!("{}: {range}", kind(language, estimate.method))
    })
}
