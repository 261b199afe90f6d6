//! Rules that never answer, and rules that others hide in part.
//!
//! Whether the rules above cover a rule is decided for all of them together: three rules may hide
//! a fourth, though none of them does so alone.

use crate::diagnostic::Code;
use crate::table::HitPolicy;

use super::finding::{Finding, Place, TableRef};
use super::model::TableModel;
use super::prover::{Answer, Prover};
use super::search::Exhausted;
use super::words::{listed, rule_id};

/// Most rules from which the smallest cover is sought.
const COVER_MAX: usize = 64;

/// Reports the rules of a table that never answer, and those that are hidden in part.
pub(crate) fn find(
    prover: &mut Prover<'_>,
    table: TableRef,
    found: &mut Vec<Finding>,
) -> Result<(), Exhausted> {
    let Some(model) = prover.model(table) else {
        return Ok(());
    };
    let has_order = matches!(model.hit, HitPolicy::First | HitPolicy::Priority);
    for (at, rule) in model.order.iter().enumerate() {
        if model.has_empty_cell(*rule) {
            prover.silent.insert((table, *rule));
            continue;
        }
        if matches!(prover.exists(table, &[*rule], &[])?, Answer::No) {
            prover.silent.insert((table, *rule));
            found.push(unreached(prover, table, *rule));
            continue;
        }
        if !has_order {
            continue;
        }
        let above = above(model, at, *rule);
        match prover.exists(table, &[*rule], &above)? {
            Answer::No => {
                prover.silent.insert((table, *rule));
                let cover = smallest_cover(prover, table, *rule, above)?;
                found.push(shadowed(prover, table, *rule, &cover)?);
            }
            Answer::Yes(_) => found.extend(hidden_in_part(prover, table, *rule, &above)?),
            Answer::Possible => {}
        }
    }
    Ok(())
}

/// The rules that are asked before a rule and do not exclude it.
pub(crate) fn above(model: &TableModel, at: usize, rule: u32) -> Vec<u32> {
    let before = model.order.get(..at).unwrap_or_default().iter().copied();
    before
        .filter(|other| !model.exclude_each_other(*other, rule))
        .collect()
}

/// Rules of which none can be left out without uncovering the rule.
fn smallest_cover(
    prover: &mut Prover<'_>,
    table: TableRef,
    rule: u32,
    mut cover: Vec<u32>,
) -> Result<Vec<u32>, Exhausted> {
    if cover.len() > COVER_MAX {
        return Ok(cover);
    }
    for candidate in cover.clone().into_iter().rev() {
        let rest: Vec<u32> = cover
            .iter()
            .copied()
            .filter(|it| *it != candidate)
            .collect();
        if matches!(prover.exists(table, &[rule], &rest)?, Answer::No) {
            cover = rest;
        }
    }
    Ok(cover)
}

fn shadowed(
    prover: &mut Prover<'_>,
    table: TableRef,
    rule: u32,
    cover: &[u32],
) -> Result<Finding, Exhausted> {
    let tables = prover.tables();
    let id = rule_id(tables, table, rule);
    let by = listed(cover.iter().map(|it| rule_id(tables, table, *it)));
    let verb = if cover.len() == 1 {
        "covers"
    } else {
        "together cover"
    };
    let mut finding = Finding::new(
        Code::Shadowed,
        Place::Rule(table, rule as usize),
        format!("`{id}` can never answer: {by} {verb} it"),
    );
    finding.set_label("never answers");
    let is_first = prover
        .model(table)
        .is_some_and(|model| model.hit == HitPolicy::First);
    finding.help = Some(if is_first {
        format!("delete `{id}`, or put it above {by} if it is the exception")
    } else {
        format!("delete `{id}`, or correct it: what {by} give comes first whatever the order")
    });
    finding.table = Some(table);
    finding.rules = std::iter::once(id)
        .chain(cover.iter().map(|it| rule_id(tables, table, *it)))
        .map(str::to_owned)
        .collect();
    for other in cover {
        let id = rule_id(tables, table, *other);
        finding.related.push((
            Place::Rule(table, *other as usize),
            format!("`{id}` answers first"),
        ));
    }
    if let Some(first) = cover.first()
        && let Answer::Yes(claim) = prover.exists(table, &[rule, *first], &[])?
    {
        finding.witness.push(prover.witness(&claim));
    }
    Ok(finding)
}

fn unreached(prover: &Prover<'_>, table: TableRef, rule: u32) -> Finding {
    let id = rule_id(prover.tables(), table, rule);
    let mut finding = Finding::new(
        Code::Shadowed,
        Place::Rule(table, rule as usize),
        format!("`{id}` can never match: no claim fulfils all of its cells together"),
    );
    finding.set_label("never matches");
    finding.help = Some(format!(
        "delete `{id}`, or look at the tables and derived factors that its cells test: they never give these values together"
    ));
    finding.table = Some(table);
    finding.rules = vec![id.to_owned()];
    finding
}

fn hidden_in_part(
    prover: &mut Prover<'_>,
    table: TableRef,
    rule: u32,
    above: &[u32],
) -> Result<Option<Finding>, Exhausted> {
    let (mut hiding, mut claim) = (Vec::new(), None);
    for other in above {
        if let Answer::Yes(found) = prover.exists(table, &[rule, *other], &[])? {
            hiding.push(*other);
            claim = claim.or(Some(found));
        }
    }
    let Some(claim) = claim else {
        return Ok(None);
    };
    let tables = prover.tables();
    let id = rule_id(tables, table, rule);
    let by = listed(hiding.iter().map(|it| rule_id(tables, table, *it)));
    let verb = if hiding.len() == 1 {
        "comes first and matches"
    } else {
        "come first and match"
    };
    let mut finding = Finding::new(
        Code::PartlyHidden,
        Place::Rule(table, rule as usize),
        format!("{by} {verb} some of the claims of `{id}`"),
    );
    finding.set_label("hidden in part");
    finding.help = Some(format!(
        "narrow `{id}` to the claims that are left to it, or say with `allow: {{{}: why}}` that it is meant",
        Code::PartlyHidden.id()
    ));
    finding.table = Some(table);
    finding.rules = std::iter::once(id)
        .chain(hiding.iter().map(|it| rule_id(tables, table, *it)))
        .map(str::to_owned)
        .collect();
    for other in &hiding {
        let id = rule_id(tables, table, *other);
        finding.related.push((
            Place::Rule(table, *other as usize),
            format!("`{id}` comes first"),
        ));
    }
    finding.witness.push(prover.witness(&claim));
    Ok(Some(finding))
}
