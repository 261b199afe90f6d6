//! The difference as Markdown for a merge request.

use super::Comparison;
use super::claims::{Counted, Sum};
use super::words::{
    amount, change, conditions, headline, is_exact, money_change, proved, share, witness,
};
use crate::output::thousands;

/// A headline, a table of regions, and what was proved.
pub(super) fn of(comparison: &Comparison) -> String {
    let diff = &comparison.diff;
    let (old, new) = (comparison.old.tables(), comparison.new.tables());
    let mut lines = vec![
        format!(
            "### `{}`: {} to {}",
            new.id,
            code(&old.version),
            code(&new.version)
        ),
        String::new(),
    ];
    lines.push(format!("**{}.**", headline(comparison)));
    if !diff.outside().is_empty() {
        lines.push(String::new());
        lines.push("Also changed, outside of the regions:".to_owned());
        lines.push(String::new());
        lines.extend(diff.outside().iter().map(|it| format!("- {it}")));
    }
    if !diff.readable_regions().is_empty() {
        lines.push(String::new());
        lines.extend(table(comparison));
    }
    lines.extend(remarks(comparison));
    lines.push(String::new());
    lines.join("\n")
}

fn table(comparison: &Comparison) -> Vec<String> {
    let counted = comparison.counted.as_ref();
    let mut head = vec!["claims with", "change", "for example"];
    if counted.is_some() {
        head.extend(["claims", "money", "cost", "loss"]);
    }
    let mut lines = vec![row(head.iter().map(|it| (*it).to_owned()))];
    lines
        .push(row(head.iter().enumerate().map(|(at, _)| {
            if at < 3 { "---" } else { "---:" }.to_owned()
        })));
    for (at, region) in comparison.diff.readable_regions().iter().enumerate() {
        let example = witness(region).map(|it| code(&it));
        let example = example.unwrap_or_else(|| "none found: possible only".to_owned());
        let mut cells = vec![
            code(&conditions(region)),
            code(&change(&region.from, &region.to)),
            example,
        ];
        if let Some(counted) = counted {
            let sum = counted.readable.get(at).copied().unwrap_or_default();
            cells.extend(sums(counted, &sum));
        }
        lines.push(row(cells.into_iter()));
    }
    if let Some(counted) = counted {
        let mut cells = vec!["**all**".to_owned(), String::new(), String::new()];
        cells.extend(sums(counted, &counted.total()));
        lines.push(row(cells.into_iter()));
    }
    lines
}

fn sums(counted: &Counted, sum: &Sum) -> [String; 4] {
    let cost = match counted.costs_file {
        Some(_) => money_change(counted, sum.cost),
        None => "-".to_owned(),
    };
    [
        thousands(sum.claims),
        amount(counted, sum.amount),
        cost,
        money_change(counted, sum.loss),
    ]
}

fn remarks(comparison: &Comparison) -> Vec<String> {
    let diff = &comparison.diff;
    let mut lines = Vec::new();
    let listed = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        names.join(", ")
    };
    if !diff.uncompared().is_empty() {
        lines.push(format!(
            "Not compared are claims for which {} cannot be computed.",
            listed(diff.uncompared())
        ));
    }
    lines.push(format!("{}.", proved(comparison)));
    for (names, version) in [(diff.only_old(), "old"), (diff.only_new(), "new")] {
        if !names.is_empty() {
            lines.push(format!(
                "Only the {version} version reads {}.",
                listed(names)
            ));
        }
    }
    if let Some(counted) = &comparison.counted {
        lines.push(format!("{}.", share(counted)));
        if !is_exact(&counted.total()) {
            lines
                .push("Not every result is known: changes of cost and loss are bounds.".to_owned());
        }
        if counted.elsewhere.claims > 0 {
            lines.push(format!(
                "In `all` are {} outside of the regions, because a value is missing, or cannot be read or computed.",
                thousands(counted.elsewhere.claims)
            ));
        }
        lines.extend(counted.remarks.iter().cloned());
    }
    let [old, new] = diff.fingerprints();
    let print =
        |print: Option<&str>| print.map_or_else(|| "not found".to_owned(), |it| format!("`{it}`"));
    lines.push(format!(
        "Semantic fingerprint: {} to {}.",
        print(old),
        print(new)
    ));
    lines
        .into_iter()
        .flat_map(|line| [String::new(), line])
        .collect()
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.collect();
    format!("| {} |", cells.join(" | "))
}

/// A text as it is, inside a cell.
fn code(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|it| match it {
            '`' => '\'',
            it if it.is_control() => ' ',
            it => it,
        })
        .collect();
    format!("`{}`", text.replace('|', "\\|"))
}
