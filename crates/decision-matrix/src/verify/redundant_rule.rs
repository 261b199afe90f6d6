//! Rules that change nothing: without them every claim gets the same result.

use crate::compile::NULL;
use crate::diagnostic::Code;
use crate::table::HitPolicy;

use super::classes::Status;
use super::finding::{Finding, Place, TableRef};
use super::model::TableModel;
use super::prover::{Answer, Prover};
use super::query::{Asked, Query};
use super::region::{Cut, Region};
use super::search::{Exhausted, Goal, Truth, find as search_first};
use super::words::rule_id;

/// Reports the rules of a table that could be left out. Those that never answer are reported as
/// such, and cross-tables are left out: equal neighbours are usual there.
pub(crate) fn find(
    prover: &mut Prover<'_>,
    table: TableRef,
    found: &mut Vec<Finding>,
) -> Result<(), Exhausted> {
    let tables = prover.tables();
    let Some(model) = prover.model(table).filter(|_| !table.is_cross(tables)) else {
        return Ok(());
    };
    for (at, rule) in model.order.iter().enumerate() {
        if prover.silent.contains(&(table, *rule)) {
            continue;
        }
        let is_redundant = if model.hit.is_collect() {
            adds_nothing(prover, table, model, *rule)?
        } else {
            answers_alike(prover, table, model, at, *rule)?
        };
        if is_redundant {
            found.push(finding(prover, table, at, *rule)?);
        }
    }
    Ok(())
}

/// Whether every claim that the rule answers would get the same result from the others.
fn answers_alike<'a>(
    prover: &mut Prover<'a>,
    table: TableRef,
    model: &'a TableModel,
    at: usize,
    rule: u32,
) -> Result<bool, Exhausted> {
    let apart = |other: &u32| !model.exclude_each_other(*other, rule);
    let (above, below) = model.order.split_at_checked(at).unwrap_or_default();
    let below = below.iter().copied().skip(1).filter(apart);
    let above = above.iter().copied().filter(apart);
    let has_order = matches!(model.hit, HitPolicy::First | HitPolicy::Priority);
    let (against, others): (Vec<u32>, Vec<u32>) = if has_order {
        (above.collect(), below.collect())
    } else {
        (Vec::new(), above.chain(below).collect())
    };
    let query = Query::new(prover.scope, prover.place(table))
        .matching(rule)
        .against(against);
    let Some(start) = query.start() else {
        return Ok(true);
    };
    let goal = OtherResult {
        query,
        model,
        result: model.result(rule),
        others,
    };
    Ok(search_first(start, &goal, &mut prover.budget)?.is_none())
}

/// The claims that a rule answers and that would get another result without it.
struct OtherResult<'a> {
    query: Query<'a>,
    model: &'a TableModel,
    result: Option<i64>,
    /// The rules that would answer instead, in asking order.
    others: Vec<u32>,
}

impl<'a> Goal for OtherResult<'a> {
    type World = Asked<'a>;

    fn judge(&self, world: &mut Asked<'a>) -> Truth<Cut> {
        let answered = self.query.judge(world);
        if answered == Truth::False {
            return Truth::False;
        }
        match (self.others(&mut world.region), answered) {
            (Truth::False, _) => Truth::False,
            (_, Truth::Open(cut)) => Truth::Open(cut),
            (truth, _) => truth,
        }
    }

    fn work(&self) -> u64 {
        self.query.work()
    }
}

impl OtherResult<'_> {
    /// Whether the others give another result, or none.
    fn others(&self, region: &mut Region) -> Truth<Cut> {
        let (scope, table) = (self.query.scope, self.query.table);
        let (mut same, mut other, mut open, mut is_answered) = (false, false, None, false);
        for rule in &self.others {
            let status = region.rule(scope, table, *rule);
            if status == Status::Never {
                continue;
            }
            let is_same = self.model.result(*rule) == self.result;
            same |= is_same;
            other |= !is_same;
            if status == Status::Always {
                is_answered = true;
                break;
            }
            open = open.or(Some(*rule));
        }
        if !is_answered {
            let is_same = self.model.default == self.result;
            same |= is_same;
            other |= !is_same;
        }
        match (same, other) {
            (_, false) => Truth::False,
            (false, true) => Truth::True,
            (true, true) => open
                .and_then(|rule| region.cut_of_rule(scope, table, rule, false))
                .map_or(Truth::True, Truth::Open),
        }
    }
}

/// Whether a rule of a table that collects never changes what is collected.
fn adds_nothing(
    prover: &mut Prover<'_>,
    table: TableRef,
    model: &TableModel,
    rule: u32,
) -> Result<bool, Exhausted> {
    let Some(value) = model.result(rule) else {
        return Ok(false);
    };
    let others = |keep: &dyn Fn(i64) -> bool| -> Vec<u32> {
        let others = model.order.iter().copied().filter(|other| *other != rule);
        others
            .filter(|other| model.result(*other).is_some_and(keep))
            .collect()
    };
    let without = match model.hit {
        HitPolicy::CollectCount => 0,
        _ => NULL,
    };
    if value == NULL {
        let is_alike = model.default == Some(without);
        return Ok(is_alike || is_never(prover, table, &[rule], &others(&|_| true))?);
    }
    let known = |other: i64| other != NULL;
    match model.hit {
        HitPolicy::CollectSum if value == 0 => {
            let known = others(&known);
            if is_never(prover, table, &[rule], &known)? {
                return Ok(true);
            }
            if model.default != Some(0) {
                return Ok(false);
            }
            for null in others(&|other| other == NULL) {
                if !is_never(prover, table, &[rule, null], &known)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        HitPolicy::CollectMin => best_of(prover, table, model, rule, &|other| {
            known(other) && other <= value
        }),
        HitPolicy::CollectMax => best_of(prover, table, model, rule, &|other| {
            known(other) && other >= value
        }),
        HitPolicy::CollectSum => is_like_default(prover, table, model, rule, value),
        HitPolicy::CollectCount => is_like_default(prover, table, model, rule, model.unit),
        _ => Ok(false),
    }
}

/// Whether a rule matches only alone and counts then as much as the default gives.
fn is_like_default(
    prover: &mut Prover<'_>,
    table: TableRef,
    model: &TableModel,
    rule: u32,
    counted: i64,
) -> Result<bool, Exhausted> {
    if model.default != Some(counted) {
        return Ok(false);
    }
    for other in model.order.iter().filter(|other| **other != rule) {
        if !is_never(prover, table, &[rule, *other], &[])? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a rule of `collect min` or `max` matches only together with one that is as good, or
/// where the default gives the same.
fn best_of(
    prover: &mut Prover<'_>,
    table: TableRef,
    model: &TableModel,
    rule: u32,
    is_as_good: &dyn Fn(i64) -> bool,
) -> Result<bool, Exhausted> {
    let others = model.order.iter().copied().filter(|other| *other != rule);
    let (better, worse): (Vec<u32>, Vec<u32>) =
        others.partition(|other| model.result(*other).is_some_and(is_as_good));
    if is_never(prover, table, &[rule], &better)? {
        return Ok(true);
    }
    if model.default != model.result(rule) {
        return Ok(false);
    }
    for other in worse {
        if !is_never(prover, table, &[rule, other], &better)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether no claim is matched by these rules and by none of those.
fn is_never(
    prover: &mut Prover<'_>,
    table: TableRef,
    matching: &[u32],
    against: &[u32],
) -> Result<bool, Exhausted> {
    Ok(matches!(
        prover.exists(table, matching, against)?,
        Answer::No
    ))
}

fn finding(
    prover: &mut Prover<'_>,
    table: TableRef,
    at: usize,
    rule: u32,
) -> Result<Finding, Exhausted> {
    let tables = prover.tables();
    let id = rule_id(tables, table, rule);
    let place = Place::Rule(table, rule as usize);
    let message = format!("`{id}` changes nothing: without it every claim gets the same result");
    let mut finding = Finding::new(Code::Redundant, place, message);
    finding.set_label("could be left out");
    finding.help = Some(format!(
        "delete `{id}`, or correct it if it was meant to differ"
    ));
    finding.table = Some(table);
    finding.rules = vec![id.to_owned()];
    let model = prover.model(table);
    let above = model.filter(|model| !model.hit.is_collect());
    let above = above.map(|model| super::shadowed_rule::above(model, at, rule));
    if let Answer::Yes(claim) = prover.exists(table, &[rule], &above.unwrap_or_default())? {
        finding.witness.push(prover.witness(&claim));
    }
    Ok(finding)
}
