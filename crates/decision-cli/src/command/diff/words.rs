//! The words that text and Markdown share.

use decision_matrix::calendar::format_duration;
use decision_matrix::diff::{DiffDecision, DiffRegion};
use decision_simulation::money;

use super::Comparison;
use super::claims::{Counted, Sum};
use crate::output::{counted as number_of, thousands};

/// What was found, in a few words: `2 regions are decided differently (1 only possible)`.
pub(super) fn headline(comparison: &Comparison) -> String {
    let regions = comparison.diff.readable_regions();
    let possible = regions.iter().filter(|it| it.is_possible_only()).count();
    let possible = match possible {
        0 => String::new(),
        some => format!(" ({} only possible)", thousands(some as u64)),
    };
    match regions.len() {
        0 if comparison.is_equal() => "no difference".to_owned(),
        0 if comparison.diff.is_equal() => {
            "the rules do not differ, but some of the claims are decided differently".to_owned()
        }
        0 if comparison.diff.outside().is_empty() => {
            "no difference was found, but not everything could be compared".to_owned()
        }
        0 => "no region of claims is decided differently".to_owned(),
        1 => format!("1 region is decided differently{possible}"),
        some => format!(
            "{} are decided differently{possible}",
            number_of(some, "region")
        ),
    }
}

/// What is proved, and of which claims.
pub(super) fn proved(comparison: &Comparison) -> &'static str {
    let diff = &comparison.diff;
    let is_all = diff.reads_alike() && diff.outside().is_empty();
    match (
        diff.readable_regions().is_empty(),
        diff.uncompared().is_empty(),
    ) {
        (true, true) if is_all && comparison.is_equal() => {
            "both versions decide every claim alike (proved)"
        }
        (true, true) => "claims that both versions can read: decided alike (proved)",
        (true, false) => "claims that both versions can read and compute: decided alike (proved)",
        (false, true) if is_all => "nothing else changes (proved)",
        (false, true) => "claims that both versions can read: nothing else changes (proved)",
        (false, false) => {
            "claims that both versions can read and compute: nothing else changes (proved)"
        }
    }
}

/// How many claims of those that were read are decided differently.
pub(super) fn share(counted: &Counted) -> String {
    let (claims, all) = (counted.total().claims, counted.claims);
    let are = if claims > 1 { "are" } else { "is" };
    let noun = if all == 1 { "claim" } else { "claims" };
    let claims = match claims {
        0 => "none".to_owned(),
        some => thousands(some),
    };
    format!(
        "{claims} of {} {noun} {are} decided differently",
        thousands(all)
    )
}

/// The conditions of a region: `amount (3000..5000], prior = 1, device_status warn`.
pub(super) fn conditions(region: &DiffRegion) -> String {
    if region.when.is_empty() {
        return "every claim".to_owned();
    }
    let conditions = region.when.iter().map(|(name, cell)| {
        let is_number = cell
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
        if is_number {
            format!("{name} = {cell}")
        } else {
            format!("{name} {cell}")
        }
    });
    conditions.collect::<Vec<_>>().join(", ")
}

/// From what to what: first the outcome, then of the rest what is not the same.
pub(super) fn change(from: &DiffDecision, to: &DiffDecision) -> String {
    let mut parts = Vec::new();
    let (old, new) = (from.outcome.as_str(), to.outcome.as_str());
    parts.push(arrow("", old, new).unwrap_or_else(|| format!("still {old}")));
    parts.extend(arrow("reason ", &from.reason, &to.reason));
    let route = |it: &DiffDecision| it.route.clone().unwrap_or_else(|| "none".to_owned());
    parts.extend(arrow("route ", &route(from), &route(to)));
    let due = |it: &DiffDecision| {
        it.due_seconds
            .map_or_else(|| "none".to_owned(), format_duration)
    };
    parts.extend(arrow("due ", &due(from), &due(to)));
    parts.join(", ")
}

fn arrow(name: &str, old: &str, new: &str) -> Option<String> {
    (old != new).then(|| format!("{name}{old} -> {new}"))
}

/// The claim that shows a region: its values, and that nothing else is given.
pub(super) fn witness(region: &DiffRegion) -> Option<String> {
    let values = region.witness.as_ref()?;
    let given = values
        .iter()
        .filter_map(|(name, value)| Some(format!("{name} {}", value.as_ref()?)));
    let mut given: Vec<String> = given.collect();
    if given.len() < values.len() {
        given.push(
            if given.is_empty() {
                "nothing given"
            } else {
                "nothing else given"
            }
            .to_owned(),
        );
    }
    Some(given.join(", "))
}

/// The rules that decide the witness: `default -> A1`.
pub(super) fn rules(region: &DiffRegion) -> Option<String> {
    let (old, new) = (region.from.rule.as_ref()?, region.to.rule.as_ref()?);
    Some(if old == new {
        format!("rule {old} in both")
    } else {
        format!("rule {old} -> {new}")
    })
}

/// An amount of money with its currency.
pub(super) fn amount(counted: &Counted, minor: i128) -> String {
    let text = money::format(minor, counted.scale);
    match counted.currency {
        Some(currency) => format!("{text} {currency}"),
        None => text,
    }
}

/// A change of money, `+` before it where it rises; two bounds where it is not known exactly.
pub(super) fn money_change(counted: &Counted, (least, most): (i128, i128)) -> String {
    let signed = |minor: i128| {
        let text = money::format(minor, counted.scale);
        if minor > 0 { format!("+{text}") } else { text }
    };
    if least == most {
        signed(least)
    } else {
        format!("{} to {}", signed(least), signed(most))
    }
}

/// Whether a sum is known exactly.
pub(super) fn is_exact(sum: &Sum) -> bool {
    sum.cost.0 == sum.cost.1 && sum.loss.0 == sum.loss.1
}
