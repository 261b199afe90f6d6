//! From a region to a concrete claim.
//!
//! Where every derived factor is analysed exactly, any claim of the region will do. Where one is
//! free, the region only says which value it would need: then the factors that it reads are moved
//! within the region, by bisection, until it has that value, and some further claims are tried.

use crate::calendar::DAY_SECONDS;
use crate::compile::{CompiledMatrix, NULL};
use crate::evaluate::Probe;
use crate::number::format_scaled;
use crate::table::{
    ColumnRef, DecisionTables, DeriveIndex, FactorIndex, ValueType, factors_behind, value_text,
};

use super::finding::Witness;
use super::region::{Region, Scope};

/// How often each free derived factor is moved into its range.
const PASSES: usize = 2;
/// How many claims are drawn in a region after that.
const DRAWS: u64 = 12;
/// The day and the second that a claim prefers where its class permits them: 2026-01-01.
const PLAIN_DAY: i64 = 20_454;
const PLAIN_SECOND: i64 = PLAIN_DAY * DAY_SECONDS;

/// Draws claims from regions.
pub(crate) struct Sampler {
    factors: Vec<Sampled>,
    /// Each free derived factor: its column, its variable, its classes, the factors it reads.
    free: Vec<Free>,
}

/// A factor.
struct Sampled {
    variable: usize,
    value_type: ValueType,
    /// Its classes; null is `i64::MIN`.
    classes: Vec<(i64, i64)>,
}

/// A free derived factor.
struct Free {
    column: ColumnRef,
    variable: usize,
    classes: Vec<(i64, i64)>,
    reads: Vec<usize>,
}

impl Sampler {
    /// Draws from the regions of a scope.
    pub(crate) fn new(scope: Scope<'_>) -> Self {
        let classes = |variable: usize| -> Vec<(i64, i64)> {
            let classes = scope.space.classes(variable);
            (0..classes.count())
                .filter_map(|class| classes.values(class))
                .collect()
        };
        let factors = scope.model.factors.iter();
        let derives = (0..).map(|at| ColumnRef::Derive(DeriveIndex(at)));
        let free = derives
            .take(scope.model.derives.len())
            .filter_map(|column| Some((column, scope.model.variable(column)?)))
            .map(|(column, variable)| Free {
                column,
                variable,
                classes: classes(variable),
                reads: factors_behind(scope.model.tables, column),
            });
        Self {
            factors: factors
                .zip(&scope.model.tables.factors)
                .map(|(variable, factor)| Sampled {
                    variable: *variable,
                    value_type: factor.column.value_type.clone(),
                    classes: classes(*variable),
                })
                .collect(),
            free: free.collect(),
        }
    }

    /// A claim of the region that the engine confirms.
    pub(crate) fn claim(
        &self,
        engine: &CompiledMatrix,
        region: &Region,
        confirm: &dyn Fn(&Probe<'_>) -> bool,
    ) -> Option<Vec<i64>> {
        let bounds: Vec<(i64, i64)> = self
            .factors
            .iter()
            .map(|factor| bounds_of(region.range(factor.variable), &factor.classes))
            .collect();
        let types = || self.factors.iter().map(|factor| &factor.value_type);
        let plain = bounds.iter().zip(types());
        let mut claim: Vec<i64> = plain.map(|(range, it)| plain_value(*range, it)).collect();
        self.settle(region, &mut claim);
        if confirm(&engine.probe(claim.clone())) {
            return Some(claim);
        }
        if self.free.is_empty() {
            return None;
        }
        for draw in 0..DRAWS {
            for _ in 0..PASSES {
                for free in &self.free {
                    free.adjust(engine, region, &bounds, &mut claim);
                }
                self.settle(region, &mut claim);
                if confirm(&engine.probe(claim.clone())) {
                    return Some(claim);
                }
            }
            let ranges = (0..).zip(bounds.iter().zip(types()));
            claim = ranges
                .map(|(at, (range, it))| drawn(*range, it, (draw, at)))
                .collect();
            self.leave_out(region, draw, &mut claim);
            self.settle(region, &mut claim);
            if confirm(&engine.probe(claim.clone())) {
                return Some(claim);
            }
        }
        None
    }

    /// Leaves out some of the values that may be null: in the first draw all of them.
    fn leave_out(&self, region: &Region, draw: u64, claim: &mut [i64]) {
        for (at, (value, factor)) in (0..).zip(claim.iter_mut().zip(&self.factors)) {
            let (low, _) = region.range(factor.variable);
            let may_be_null = factor.classes.get(low as usize) == Some(&(NULL, NULL));
            if may_be_null && (draw == 0 || (draw + at).is_multiple_of(4)) {
                *value = NULL;
            }
        }
    }

    /// Moves values that lie between two classes, where a domain has a hole, into the nearest class.
    fn settle(&self, region: &Region, claim: &mut [i64]) {
        for (value, factor) in claim.iter_mut().zip(&self.factors) {
            let (low, high) = region.range(factor.variable);
            let classes = factor.classes.get(low as usize..=high as usize);
            let classes = classes.unwrap_or_default();
            let at = classes.partition_point(|class| class.1 < *value);
            match (classes.get(at), classes.last()) {
                (Some(class), _) => *value = (*value).max(class.0),
                (None, Some(class)) => *value = class.1,
                (None, None) => {}
            }
        }
    }
}

impl Free {
    /// Moves the factors that it reads, one after the other, until its value is in the region.
    fn adjust(
        &self,
        engine: &CompiledMatrix,
        region: &Region,
        bounds: &[(i64, i64)],
        claim: &mut [i64],
    ) {
        let range = bounds_of(region.range(self.variable), &self.classes);
        let wanted = range;
        let value = |claim: &[i64]| engine.probe(claim.to_vec()).value(self.column);
        let is_inside = |value: i64| wanted.0 <= value && value <= wanted.1;
        for factor in &self.reads {
            if value(claim).is_some_and(is_inside) {
                return;
            }
            let (Some((low, high)), Some(slot)) = (bounds.get(*factor), claim.get_mut(*factor))
            else {
                continue;
            };
            let before = *slot;
            let at = |units: i64, claim: &mut [i64]| {
                if let Some(slot) = claim.get_mut(*factor) {
                    *slot = units;
                }
                value(claim)
            };
            if let Some(found) = bisect(*low, *high, wanted, &mut |units| at(units, claim)) {
                at(found, claim);
            } else {
                at(before, claim);
            }
        }
    }
}

/// A place in `low..=high` at which a function that rises or falls is in the wanted range.
fn bisect(
    low: i64,
    high: i64,
    wanted: (i64, i64),
    function: &mut impl FnMut(i64) -> Option<i64>,
) -> Option<i64> {
    // Beyond these no type has values; a range that is cut here has only few of them.
    let (mut low, mut high) = (
        low.max(-2_000_000_000_000_000_000),
        high.min(2_000_000_000_000_000_000),
    );
    let (first, last) = (function(low), function(high));
    for (at, value) in [(low, first), (high, last)] {
        if value.is_some_and(|value| wanted.0 <= value && value <= wanted.1) {
            return Some(at);
        }
    }
    let rises = match (first, last) {
        (Some(first), Some(last)) => first < last,
        // An end at fault: look towards the other one.
        (Some(first), None) => first < wanted.0,
        (None, Some(last)) => last > wanted.1,
        (None, None) => true,
    };
    while low < high {
        let middle = low + (high - low) / 2;
        match function(middle) {
            Some(value) if wanted.0 <= value && value <= wanted.1 => return Some(middle),
            Some(value) if (value < wanted.0) == rises => low = middle + 1,
            Some(_) => high = middle,
            None if first.is_some() => high = middle,
            None => low = middle + 1,
        }
    }
    None
}

/// The first and the last value of a range of classes; null only where there is nothing else.
fn bounds_of((low, high): (u32, u32), classes: &[(i64, i64)]) -> (i64, i64) {
    let is_null = classes.get(low as usize) == Some(&(NULL, NULL));
    let low = if is_null && low < high { low + 1 } else { low };
    let low = classes.get(low as usize).map_or(NULL, |range| range.0);
    let high = classes.get(high as usize).map_or(NULL, |range| range.1);
    (low, high)
}

/// A value that people find easy to read: null only where there is nothing else, a day of 2026, a
/// small number, a round one.
fn plain_value((low, high): (i64, i64), value_type: &ValueType) -> i64 {
    let preferred: &[i64] = match value_type {
        ValueType::Date => &[PLAIN_DAY],
        ValueType::Timestamp => &[PLAIN_SECOND],
        ValueType::Money | ValueType::Decimal => &[100_000, 0],
        _ => &[0, 1],
    };
    let preferred = preferred
        .iter()
        .find(|value| low <= **value && **value <= high);
    match preferred {
        Some(value) => *value,
        None if low > 0 => round_above(low, high),
        None => high,
    }
}

/// The roundest number not far above the lower end.
fn round_above(low: i64, high: i64) -> i64 {
    let most = high.min(low.saturating_mul(2));
    let powers = (0..18).rev().map(|digits| 10_i64.pow(digits));
    let round = powers.map(|power| {
        low.div_euclid(power)
            .saturating_add(i64::from(low % power != 0))
            .saturating_mul(power)
    });
    { round }
        .find(|value| low <= *value && *value <= most)
        .unwrap_or(low)
}

/// A value of the range, by a fixed rule: draw and place give always the same.
fn drawn((low, high): (i64, i64), value_type: &ValueType, (draw, place): (u64, u64)) -> i64 {
    let mut mixed = (draw + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ (place + 1).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^= mixed >> 32;
    mixed = mixed.wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^= mixed >> 29;
    let middle = plain_value((low, high), value_type);
    let near = |distance: u64| {
        let distance = i64::try_from(distance).unwrap_or(i64::MAX);
        middle.saturating_add(if mixed & 1 == 0 { distance } else { -distance })
    };
    let value = match (mixed >> 8) % 8 {
        0 => low,
        1 => high,
        2 => middle,
        3 => near(mixed >> 60),
        4 => near(mixed >> 50),
        5 => near(mixed >> 40),
        6 => near(mixed >> 30),
        _ => near(mixed >> 16),
    };
    value.clamp(low, high)
}

/// A claim for people: each factor as a claims file writes it, and what the engine decides.
pub(crate) fn describe(engine: &CompiledMatrix, claim: &[i64]) -> Witness {
    let tables = engine.tables();
    let values = tables.factors.iter().zip((0..).map(FactorIndex)).zip(claim);
    let values = values.map(|((factor, _), value)| {
        let text = (*value != NULL).then(|| match factor.column.value_type {
            ValueType::Text => text_of(tables, *value),
            ValueType::Money | ValueType::Decimal | ValueType::Integer => {
                format_scaled(*value, factor.column.scale)
            }
            _ => value_text(tables, &factor.column, *value),
        });
        (factor.name.clone(), text)
    });
    let decision = engine.probe(claim.to_vec()).decision();
    let said = match engine.fault_name(&decision) {
        Some(fault) => format!(
            "{} ({} of `{fault}`)",
            decision.outcome.as_str(),
            engine.reason_code(&decision)
        ),
        None => format!(
            "{} ({})",
            decision.outcome.as_str(),
            engine.rule_id(&decision)
        ),
    };
    Witness {
        values: values.collect(),
        decision: said,
    }
}

/// The text of a code; one that no literal has stands for any other text.
fn text_of(tables: &DecisionTables, code: i64) -> String {
    let known = usize::try_from(code)
        .ok()
        .and_then(|at| tables.texts.get(at));
    known.cloned().unwrap_or_else(|| {
        let mut other = "other".to_owned();
        while tables.texts.contains(&other) {
            other.push('_');
        }
        other
    })
}
