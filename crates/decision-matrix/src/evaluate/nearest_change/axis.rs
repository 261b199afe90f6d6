//! One factor that may be changed: the values it may take, and where the rules tell them apart.

use std::collections::BTreeSet;

use crate::calendar::DAY_SECONDS;
use crate::compile::{ResidualCell, Slot, SlotMap, ValueSet};
use crate::evaluate::facts::{Fact, Facts};
use crate::table::{ColumnRef, DecisionTables, DeriveIndex, FactorIndex, ValueType};

use super::bounds::Bounds;
use super::reads::Reads;

/// A factor that may be changed.
pub(super) struct Axis {
    pub(super) factor: FactorIndex,
    /// The value that the claim has; `None` is null or a fault.
    pub(super) present: Option<i64>,
    /// Whether the claim cannot be decided without a value of the factor.
    pub(super) is_faulted: bool,
    pub(super) values: AxisValues,
}

/// The values that a factor may take.
pub(super) enum AxisValues {
    /// Values without an order; each stands for itself.
    Words(Vec<i64>),
    /// Values with an order.
    Ordered(OrderedValues),
}

/// Values with an order.
pub(super) struct OrderedValues {
    /// The domain: closed, sorted, apart, not empty.
    pub(super) ranges: Vec<(i64, i64)>,
    /// Cuts of cells that are the same for every claim, rising.
    pub(super) fixed: Vec<i64>,
    /// All cuts that the factor's own cells may have, rising.
    pub(super) possible: Vec<i64>,
    /// The factor's own cells that name tables.
    pub(super) named: Vec<ResidualCell>,
    /// The derived factors that hang on the factor, each with what its cells tell apart.
    pub(super) derives: Vec<AxisDerive>,
}

/// A derived factor that hangs on a factor.
pub(super) struct AxisDerive {
    pub(super) slot: Slot,
    pub(super) fixed: Vec<i64>,
    pub(super) named: Vec<ResidualCell>,
}

impl Axis {
    /// The factor as an axis; `None` where it has no value that it could take.
    pub(super) fn new(
        tables: &DecisionTables,
        facts: &Facts,
        factor: FactorIndex,
        bounds: &Bounds,
        reads: &Reads,
    ) -> Option<Self> {
        let column = tables.column_type(ColumnRef::Factor(factor))?;
        let domain = ValueSet::of_domain(column).intersection(&in_force(tables, factor));
        let words = |count: usize| {
            let codes = (0..).take(count).filter(|code| domain.contains(*code));
            AxisValues::Words(codes.collect())
        };
        let values = match &column.value_type {
            ValueType::Boolean => words(2),
            ValueType::Category(list) => words(list.len()),
            ValueType::Text => {
                let codes = text_codes(tables, facts, factor).into_iter();
                AxisValues::Words(codes.filter(|code| domain.contains(*code)).collect())
            }
            _ => AxisValues::Ordered(OrderedValues::new(&domain, tables, factor, bounds, reads)),
        };
        let is_empty = match &values {
            AxisValues::Words(codes) => codes.is_empty(),
            AxisValues::Ordered(values) => values.ranges.is_empty(),
        };
        let fact = facts.fact(factor);
        (!is_empty).then_some(Self {
            factor,
            present: match fact {
                Fact::Value(value) => Some(value),
                Fact::Null | Fact::Fault(_) => None,
            },
            is_faulted: matches!(fact, Fact::Fault(_)),
            values,
        })
    }

    /// Whether a derived factor hangs on the factor.
    pub(super) fn feeds_derives(&self) -> bool {
        matches!(&self.values, AxisValues::Ordered(values) if !values.derives.is_empty())
    }
}

impl OrderedValues {
    fn new(
        domain: &ValueSet,
        tables: &DecisionTables,
        factor: FactorIndex,
        bounds: &Bounds,
        reads: &Reads,
    ) -> Self {
        let own = bounds.factor(factor);
        let slots = SlotMap::new(tables);
        let derives = (0..).zip(bounds.derives());
        let derives = derives.filter(|(at, _)| reads.derive_reads(*at as usize, factor));
        let derives = derives.map(|(at, bounds)| AxisDerive {
            slot: slots.column(ColumnRef::Derive(DeriveIndex(at))),
            fixed: bounds.fixed.clone(),
            named: bounds.named.clone(),
        });
        Self {
            ranges: domain.ranges().to_vec(),
            fixed: own.fixed,
            possible: own.possible,
            named: own.named,
            derives: derives.collect(),
        }
    }

    /// The last value of the domain.
    pub(super) fn last(&self) -> i64 {
        self.ranges.last().map_or(0, |(_, high)| *high)
    }

    /// The first value of the domain.
    pub(super) fn first(&self) -> i64 {
        self.ranges.first().map_or(0, |(low, _)| *low)
    }

    /// The largest value of the domain below a value above its first one.
    pub(super) fn below(&self, value: i64) -> i64 {
        let at = self.ranges.partition_point(|(low, _)| *low < value);
        let range = at.checked_sub(1).and_then(|at| self.ranges.get(at));
        range.map_or(value, |(_, high)| (*high).min(value.saturating_sub(1)))
    }

    /// The value of the domain that is nearest to a wanted one.
    pub(super) fn nearest(&self, wanted: i64) -> i64 {
        let at = self.ranges.partition_point(|(_, high)| *high < wanted);
        let above = self.ranges.get(at).map(|(low, _)| wanted.max(*low));
        let below = at.checked_sub(1).and_then(|at| self.ranges.get(at));
        match (below, above) {
            (_, Some(above)) if above == wanted => above,
            (Some((_, below)), Some(above)) if above - wanted < wanted - below => above,
            (Some((_, below)), _) => *below,
            (None, above) => above.unwrap_or(wanted),
        }
    }
}

/// The texts that a factor may be given: the literals of the rules, one that stands for all the rest
/// and is different for each factor, and the other texts of the claim.
fn text_codes(tables: &DecisionTables, facts: &Facts, factor: FactorIndex) -> Vec<i64> {
    let literals = i64::try_from(tables.texts.len()).unwrap_or(i64::MAX);
    let is_text = |at: &FactorIndex| {
        let column = tables.column_type(ColumnRef::Factor(*at));
        column.is_some_and(|column| column.value_type == ValueType::Text)
    };
    let factors = (0..).map(FactorIndex).take(tables.factors.len());
    let claimed = factors.filter(is_text).filter_map(|at| {
        let Fact::Value(code) = facts.fact(at) else {
            return None;
        };
        (code >= literals).then_some(code)
    });
    let claimed: BTreeSet<i64> = claimed.collect();
    let free = claimed
        .last()
        .map_or(literals, |last| last.saturating_add(1));
    let rest = free.saturating_add(i64::from(factor.0));
    (0..literals).chain([rest]).chain(claimed).collect()
}

/// The values of the factor for which the rules are in force, where it is the time of the claim.
fn in_force(tables: &DecisionTables, factor: FactorIndex) -> ValueSet {
    let all = ValueSet::not_null();
    let is_time = tables.keys.column("time") == Some(tables.column_name(ColumnRef::Factor(factor)));
    let Some(effective) = tables.effective.as_ref().filter(|_| is_time) else {
        return all;
    };
    let unit = match tables.column_type(ColumnRef::Factor(factor)) {
        Some(column) if column.value_type == ValueType::Date => DAY_SECONDS,
        Some(column) if column.value_type == ValueType::Timestamp => 1,
        _ => return all,
    };
    // A date counts as its first second: the first day that begins not before the bound.
    let first = |seconds: i64| seconds.div_euclid(unit) + i64::from(seconds.rem_euclid(unit) > 0);
    let low = effective.from.map_or(i64::MIN + 1, first);
    let high = effective.to.map_or(i64::MAX, |to| first(to) - 1);
    ValueSet::range(low, high)
}
