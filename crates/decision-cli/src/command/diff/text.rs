//! What `verdict diff` tells people.

use super::Comparison;
use super::claims::{Counted, Sum};
use super::words::{amount, change, conditions, is_exact, money_change, rules, witness};
use crate::output::{Style, counted as number_of, thousands};

/// The whole text: one paragraph a region, then what was counted and what was proved.
pub(super) fn of(comparison: &Comparison, style: Style) -> String {
    let diff = &comparison.diff;
    let mut parts = Vec::new();
    for (at, region) in diff.readable_regions().iter().enumerate() {
        let mut lines = vec![format!(
            "{}: {}",
            style.bold(&conditions(region)),
            change(&region.from, &region.to)
        )];
        match witness(region).zip(rules(region)) {
            Some((claim, rules)) => lines.push(format!("  for example {claim} ({rules})")),
            None => lines.push(format!(
                "  {}",
                style.yellow("possible only: it rests on derived factors, and no claim was found that shows it")
            )),
        }
        if let Some(counted) = &comparison.counted
            && let Some(sum) = counted.readable.get(at)
        {
            lines.push(format!("  {}", sum_text(counted, sum)));
        }
        parts.push(lines.join("\n"));
    }
    if let Some(counted) = &comparison.counted {
        parts.push(totals(counted));
    }
    parts.push(conclusion(comparison, style));
    parts.join("\n\n")
}

/// The line of a sum.
fn sum_text(counted: &Counted, sum: &Sum) -> String {
    if sum.claims == 0 {
        return "none of the claims".to_owned();
    }
    let costs = match counted.costs_file {
        Some(_) => format!(
            "; cost {}, loss {}",
            money_change(counted, sum.cost),
            money_change(counted, sum.loss)
        ),
        None => format!("; loss {}", money_change(counted, sum.loss)),
    };
    let claims = if sum.claims == 1 { "claim" } else { "claims" };
    let bounds = if is_exact(sum) {
        ""
    } else {
        " (bounds: not every result is known)"
    };
    format!(
        "{} {claims}, {}{costs}{bounds}",
        thousands(sum.claims),
        amount(counted, sum.amount)
    )
}

fn totals(counted: &Counted) -> String {
    let total = counted.total();
    let mut lines = vec![format!(
        "of {} claims are decided differently: {}",
        thousands(counted.claims),
        sum_text(counted, &total)
    )];
    if counted.elsewhere.claims > 0 {
        lines.push(format!(
            "  among them outside of the regions, because a value cannot be read or computed: {}",
            sum_text(counted, &counted.elsewhere)
        ));
    }
    match &counted.costs_file {
        Some(file) => lines.push(format!("  costs from `{file}`")),
        None => lines.push(
            "  no cost model: without `costs.yaml` or `--costs` only losses are counted".to_owned(),
        ),
    }
    lines.extend(counted.remarks.iter().map(|remark| format!("  {remark}")));
    lines.join("\n")
}

/// What was proved, and what was not.
fn conclusion(comparison: &Comparison, style: Style) -> String {
    let diff = &comparison.diff;
    let mut lines = Vec::new();
    let regions = diff.readable_regions().len();
    let possible = diff
        .readable_regions()
        .iter()
        .filter(|region| region.is_possible_only())
        .count();
    if diff.is_equal() {
        lines.push(style.green("no difference: both versions decide every claim alike (proved)"));
    } else if regions == 0 {
        lines.push("no difference was found".to_owned());
    } else {
        let possible = match possible {
            0 => String::new(),
            some => format!(" ({} only possible)", thousands(some as u64)),
        };
        lines.push(format!(
            "{}{possible}; nothing else changes (proved)",
            style.bold(&number_of(regions, "region"))
        ));
    }
    let listed = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        names.join(", ")
    };
    if !diff.uncompared().is_empty() {
        lines.push(style.yellow(&format!(
            "not compared are claims for which {} cannot be computed",
            listed(diff.uncompared())
        )));
    }
    for (names, version) in [(diff.only_old(), "old"), (diff.only_new(), "new")] {
        if !names.is_empty() {
            lines.push(format!(
                "only the {version} version reads {}",
                listed(names)
            ));
        }
    }
    let [old, new] = diff.fingerprints();
    let print = |print: Option<&str>| print.unwrap_or("not found: too many steps").to_owned();
    if old.is_some() && old == new {
        lines.push(format!("semantic fingerprint of both {}", print(old)));
    } else {
        lines.push(format!("semantic fingerprint old {}", print(old)));
        lines.push(format!("semantic fingerprint new {}", print(new)));
    }
    lines.join("\n")
}
