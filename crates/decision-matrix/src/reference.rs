//! The naive interpreter: the definition of what a matrix means, and the oracle of the tests.
//!
//! It walks the checked model rule by rule, cell by cell, item by item, and computes every derive
//! and every table of every claim. It is slow and plain on purpose. It shares the arithmetic of
//! `decimal`, [`crate::number`] and [`crate::calendar`] and the vocabulary of claims and
//! decisions with the fast engine, and no logic. It makes no audit choice.

mod cell;
mod expression;

use crate::evaluate::{
    AuditMark, Decision, DecisionReason, EngineReason, Fact, Facts, FaultSource, InputFault,
    RuleRef,
};
use crate::table::{
    ColumnRef, Conclusion, DecisionTables, FactorIndex, HitPolicy, Outcome, ResultCell, RuleTable,
    Table,
};

use expression::derive_value;

/// What is known of a derive or a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Computed {
    /// Not computed yet.
    Pending,
    /// A value, or null.
    Value(Option<i64>),
    /// At fault by itself, for this reason.
    Fault(EngineReason),
    /// It reads something that is at fault.
    Inherited,
}

/// A value that is needed and at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ReadsFault;

/// All values of one claim.
struct Claim<'a> {
    tables: &'a DecisionTables,
    factors: Vec<Option<i64>>,
    derives: Vec<Computed>,
    results: Vec<Computed>,
}

impl Claim<'_> {
    /// The value of a column, or null.
    fn value(&self, column: ColumnRef) -> Result<Option<i64>, ReadsFault> {
        let computed = match column {
            ColumnRef::Factor(index) => {
                return Ok(self.factors.get(index.0 as usize).copied().flatten());
            }
            ColumnRef::Derive(index) => self.derives.get(index.0 as usize),
            ColumnRef::Table(index) => self.results.get(index.0 as usize),
        };
        match computed {
            Some(Computed::Value(value)) => Ok(*value),
            _ => Err(ReadsFault),
        }
    }
}

/// Decides one claim.
pub fn decide(tables: &DecisionTables, facts: &Facts) -> Decision {
    if facts.is_unreadable() {
        return fault(EngineReason::InputRow, None);
    }
    if let Some(reason) = time_fault(tables, facts.time()) {
        return fault(reason, Some(FaultSource::Time));
    }
    let mut factors = Vec::new();
    for index in (0..).map(FactorIndex).take(tables.factors.len()) {
        match facts.fact(index) {
            Fact::Null => factors.push(None),
            Fact::Value(value) => factors.push(Some(value)),
            Fact::Fault(input) => {
                return fault(input_reason(input), Some(FaultSource::Factor(index)));
            }
        }
    }
    let mut claim = Claim {
        tables,
        factors,
        derives: vec![Computed::Pending; tables.derives.len()],
        results: vec![Computed::Pending; tables.tables.len()],
    };
    for column in &tables.order {
        compute(&mut claim, *column);
    }
    first_fault(&claim).unwrap_or_else(|| conclude(&claim))
}

/// Why the claim's time keeps the rules from being asked.
fn time_fault(tables: &DecisionTables, time: Fact) -> Option<EngineReason> {
    let effective = tables.effective?;
    match time {
        Fact::Value(time) if effective.from.is_some_and(|from| time < from) => {
            Some(EngineReason::NotEffective)
        }
        Fact::Value(time) if effective.to.is_some_and(|to| to <= time) => {
            Some(EngineReason::NotEffective)
        }
        Fact::Value(_) => None,
        Fact::Null => Some(EngineReason::InputMissing),
        Fact::Fault(input) => Some(input_reason(input)),
    }
}

fn input_reason(input: InputFault) -> EngineReason {
    match input {
        InputFault::Missing => EngineReason::InputMissing,
        InputFault::OutOfDomain => EngineReason::InputOutOfDomain,
        InputFault::Type => EngineReason::InputType,
    }
}

/// Computes one derive or table.
fn compute(claim: &mut Claim<'_>, column: ColumnRef) {
    let tables = claim.tables;
    match column {
        ColumnRef::Factor(_) => {}
        ColumnRef::Derive(index) => {
            let Some(derive) = tables.derives.get(index.0 as usize) else {
                return;
            };
            let value = derive_value(derive, claim);
            if let Some(slot) = claim.derives.get_mut(index.0 as usize) {
                *slot = value;
            }
        }
        ColumnRef::Table(index) => {
            let Some(table) = tables.tables.get(index.0 as usize) else {
                return;
            };
            let value = match table_result(table, claim) {
                Ok(Ok(value)) => Computed::Value(value),
                Ok(Err(reason)) => Computed::Fault(reason),
                Err(ReadsFault) => Computed::Inherited,
            };
            if let Some(slot) = claim.results.get_mut(index.0 as usize) {
                *slot = value;
            }
        }
    }
}

/// The decision on the first derive, else the first table, that is at fault by itself.
fn first_fault(claim: &Claim<'_>) -> Option<Decision> {
    let derives = (0..)
        .map(|at| FaultSource::Derive(crate::table::DeriveIndex(at)))
        .zip(&claim.derives);
    let results = (0..)
        .map(|at| FaultSource::Table(crate::table::TableIndex(at)))
        .zip(&claim.results);
    derives
        .chain(results)
        .find_map(|(source, computed)| match computed {
            Computed::Fault(reason) => Some(fault(*reason, Some(source))),
            _ => None,
        })
}

/// Asks the final table.
fn conclude(claim: &Claim<'_>) -> Decision {
    let table = &claim.tables.decision;
    let matches = match matching(table, claim) {
        Ok(matches) => matches,
        Err(ReadsFault) => return fault(EngineReason::DeriveFault, None),
    };
    let rank = |at: &usize| {
        table
            .rules
            .get(*at)
            .map(|rule| rule.result.outcome.priority())
    };
    let result = |at: &usize| table.rules.get(*at).map(|rule| rule.result);
    let chosen = match choose(table.hit, table.default.is_some(), &matches, result, rank) {
        Ok(chosen) => chosen,
        Err(reason) => return fault(reason, Some(FaultSource::Decision)),
    };
    let (rule, conclusion) =
        match chosen.and_then(|at| Some((u32::try_from(at).ok()?, table.rules.get(at)?))) {
            Some((at, rule)) => (RuleRef::Rule(at), Some(rule.result)),
            None => (RuleRef::Default, table.default),
        };
    match conclusion {
        Some(Conclusion {
            outcome,
            reason,
            route,
            due_seconds,
        }) => Decision {
            outcome,
            rule,
            reason: DecisionReason::Rule(reason),
            route,
            due_seconds,
            audit: AuditMark {
                selected: false,
                probability_nano: None,
            },
            fault: None,
        },
        None => fault(EngineReason::TableIncomplete, Some(FaultSource::Decision)),
    }
}

/// Every rule that matches, topmost first. Every condition is read, whether it matters or not.
fn matching<R>(table: &RuleTable<R>, claim: &Claim<'_>) -> Result<Vec<usize>, ReadsFault> {
    for column in &table.columns {
        claim.value(*column)?;
    }
    let mut matches = Vec::new();
    for (at, rule) in table.rules.iter().enumerate() {
        let mut is_match = true;
        for (column, cell) in table.columns.iter().zip(&rule.cells) {
            is_match &= cell::holds(cell, claim.value(*column)?, claim)?;
        }
        if is_match {
            matches.push(at);
        }
    }
    Ok(matches)
}

/// The match that answers under a hit policy that does not collect; `None` is the default.
fn choose<T: PartialEq, K: Ord>(
    hit: HitPolicy,
    has_default: bool,
    matches: &[usize],
    result: impl Fn(&usize) -> T,
    rank: impl Fn(&usize) -> K,
) -> Result<Option<usize>, EngineReason> {
    let Some(first) = matches.first() else {
        return if has_default {
            Ok(None)
        } else {
            Err(EngineReason::TableIncomplete)
        };
    };
    match hit {
        HitPolicy::Unique if matches.len() > 1 => Err(EngineReason::TableConflict),
        HitPolicy::Any if matches.iter().any(|at| result(at) != result(first)) => {
            Err(EngineReason::TableConflict)
        }
        // `min_by_key` returns the first of equals: the topmost.
        HitPolicy::Priority => Ok(matches.iter().min_by_key(|at| rank(at)).copied()),
        _ => Ok(Some(*first)),
    }
}

/// The result of an intermediate table, null or the reason of its fault.
fn table_result(
    table: &Table,
    claim: &Claim<'_>,
) -> Result<Result<Option<i64>, EngineReason>, ReadsFault> {
    let rules = &table.rules;
    let matches = matching(rules, claim)?;
    let value = |at: &usize| rules.rules.get(*at).and_then(|rule| rule.result.value);
    let default = rules.default.map(|ResultCell { value, .. }| value);
    if !rules.hit.is_collect() {
        let rank = |at: &usize| value(at).map_or((1, 0), |value| (0, value));
        let chosen = choose(rules.hit, default.is_some(), &matches, value, rank);
        return Ok(chosen.map(|chosen| match chosen {
            Some(at) => value(&at),
            None => default.flatten(),
        }));
    }
    if matches.is_empty() {
        return Ok(default.ok_or(EngineReason::TableIncomplete));
    }
    let values: Vec<i128> = matches.iter().filter_map(value).map(i128::from).collect();
    let collected = match rules.hit {
        HitPolicy::CollectMin => values.iter().min().copied(),
        HitPolicy::CollectMax => values.iter().max().copied(),
        HitPolicy::CollectCount => {
            let count = i128::try_from(values.len()).unwrap_or(i128::MAX);
            Some(count * 10_i128.pow(u32::from(table.output.scale)))
        }
        _ if values.is_empty() => None,
        _ => Some(values.iter().sum()),
    };
    Ok(match collected.map(i64::try_from).transpose() {
        Ok(value) => Ok(value),
        Err(_) => Err(EngineReason::TableConflict),
    })
}

/// The decision on a claim that is at fault.
fn fault(reason: EngineReason, fault: Option<FaultSource>) -> Decision {
    Decision {
        outcome: Outcome::Review,
        rule: RuleRef::Fault,
        reason: DecisionReason::Engine(reason),
        route: None,
        due_seconds: None,
        audit: AuditMark {
            selected: false,
            probability_nano: None,
        },
        fault,
    }
}

#[cfg(test)]
mod tests;
