//! What `verdict diff` tells people.

use super::Comparison;
use super::claims::{Counted, Sum};
use super::words::{
    amount, change, conditions, headline, is_exact, money_change, proved, rules, share, witness,
};
use crate::output::{Style, thousands};

/// The whole text: how much differs, one paragraph a region, then what was counted and what was proved.
pub(super) fn of(comparison: &Comparison, style: Style) -> String {
    let diff = &comparison.diff;
    let mut parts = vec![style.bold(&headline(comparison))];
    if !diff.outside().is_empty() {
        let listed = diff.outside().iter().map(|it| format!("\n  {it}"));
        parts.push(format!(
            "{}{}",
            style.yellow("also changed, outside of the regions:"),
            listed.collect::<String>()
        ));
    }
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

/// The line of a sum: how many claims, and their money.
fn sum_text(counted: &Counted, sum: &Sum) -> String {
    if sum.claims == 0 {
        return "none of the claims".to_owned();
    }
    let claims = if sum.claims == 1 { "claim" } else { "claims" };
    format!(
        "{} {claims}, {}",
        thousands(sum.claims),
        money_text(counted, sum)
    )
}

/// The money of a sum, and what changes.
fn money_text(counted: &Counted, sum: &Sum) -> String {
    let costs = match counted.costs_file {
        Some(_) => format!(
            "; cost {}, loss {}",
            money_change(counted, sum.cost),
            money_change(counted, sum.loss)
        ),
        None => format!("; loss {}", money_change(counted, sum.loss)),
    };
    let bounds = if is_exact(sum) {
        ""
    } else {
        " (bounds: not every result is known)"
    };
    format!("{}{costs}{bounds}", amount(counted, sum.amount))
}

fn totals(counted: &Counted) -> String {
    let total = counted.total();
    let mut lines = vec![share(counted)];
    if total.claims > 0 {
        lines = vec![format!(
            "{}: {}",
            share(counted),
            money_text(counted, &total)
        )];
    }
    if counted.elsewhere.claims > 0 {
        lines.push(format!(
            "  among them outside of the regions, because a value is missing, or cannot be read or computed: {}",
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
    lines.push(if comparison.is_equal() {
        style.green(proved(comparison))
    } else {
        proved(comparison).to_owned()
    });
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
