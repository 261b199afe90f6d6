//! What the input of a block of claims alone says: rows that are no claims, times outside the time
//! in which the rules are in force, values that are none of their factor's. No rule is asked there.

#![expect(
    clippy::inline_always,
    reason = "a kernel is compiled for each set of instructions: all of its parts must be inside of it"
)]

use crate::calendar::SECOND_RANGE;
use crate::compile::{EngineReason, FactorSchema, FaultSource, NULL, Schema};
use crate::evaluate::columns::{ClaimColumns, ColumnValues, ColumnView};
use crate::evaluate::facts::InputFault;
use crate::evaluate::simd::{Instructions, Kernel, Lanes};
use crate::table::FactorIndex;

/// The order in which the faults of one claim count: the row, its time, its factors.
const ROW: u32 = 0;
const TIME: u32 = 1;
const FIRST_FACTOR: u32 = 2;

/// Faults that came with the claims, in order of their rows.
pub(super) struct InputCheck<'a> {
    claims: &'a ClaimColumns<'a>,
    schema: &'a Schema,
    instructions: Instructions,
    known: Vec<(usize, InputProblem)>,
}

/// What is wrong with the input of a claim; the smallest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct InputProblem {
    rank: u32,
    /// Whether it was found in a column; what the caller says of the same value counts before.
    is_found: bool,
    pub(super) reason: EngineReason,
}

impl InputProblem {
    /// What the problem is about.
    pub(super) fn source(self) -> Option<FaultSource> {
        match self.rank {
            ROW => None,
            TIME => Some(FaultSource::Time),
            factor => Some(FaultSource::Factor(FactorIndex(factor - FIRST_FACTOR))),
        }
    }

    fn said(rank: u32, reason: EngineReason) -> Self {
        Self {
            rank,
            is_found: false,
            reason,
        }
    }

    fn found(rank: u32, reason: EngineReason) -> Self {
        Self {
            rank,
            is_found: true,
            reason,
        }
    }
}

/// The rank of a factor.
fn rank_of(factor: u32) -> u32 {
    factor.saturating_add(FIRST_FACTOR)
}

impl<'a> InputCheck<'a> {
    /// Sorts what came with the claims.
    pub(super) fn new(
        claims: &'a ClaimColumns<'a>,
        schema: &'a Schema,
        instructions: Instructions,
    ) -> Self {
        let unreadable = InputProblem::said(ROW, EngineReason::InputRow);
        let rows = claims.unreadable.iter().map(|row| (*row, unreadable));
        let has_time = schema.tables().effective.is_some();
        let times = claims.time_faults.iter().filter(|_| has_time);
        let times = times.map(|(row, fault)| (*row, InputProblem::said(TIME, fault.reason())));
        let factors = claims.faults.iter().map(|(row, factor, fault)| {
            let problem = InputProblem::said(rank_of(*factor), fault.reason());
            (*row, problem)
        });
        let mut known: Vec<_> = rows.chain(times).chain(factors).collect();
        known.sort_unstable();
        Self {
            claims,
            schema,
            instructions,
            known,
        }
    }

    /// The problems of a block of rows: one a row, by the place of the row in the block, rising.
    pub(super) fn problems(
        &self,
        first: usize,
        len: usize,
        found: &mut Vec<(usize, InputProblem)>,
    ) {
        found.clear();
        let start = self.known.partition_point(|(row, _)| *row < first);
        let known = self.known.iter().skip(start);
        let known = known.take_while(|(row, _)| *row < first + len);
        found.extend(known.map(|(row, problem)| (row - first, *problem)));
        self.check_times(first, len, found);
        for (index, factor) in (0..).zip(self.schema.factors()) {
            let column = self.claims.columns.get(index as usize).copied().flatten();
            let rows = column.map(|column| column.rows(first..first + len));
            let is_whole = |rows: &ColumnView<'_>| rows.values.len() == len;
            if rows.is_some_and(|rows| is_whole(&rows) && self.is_within(&rows, factor)) {
                continue;
            }
            check_column(column.as_ref(), factor, first, len, |at, fault| {
                found.push((at, InputProblem::found(rank_of(index), fault.reason())));
            });
        }
        found.sort_unstable();
        found.dedup_by_key(|(at, _)| *at);
    }

    fn check_times(&self, first: usize, len: usize, found: &mut Vec<(usize, InputProblem)>) {
        let Some(effective) = &self.schema.tables().effective else {
            return;
        };
        for at in 0..len {
            let time = self.claims.time.map_or(NULL, |time| time.value(first + at));
            let reason = match time {
                NULL => EngineReason::InputMissing,
                time if time < SECOND_RANGE.0 || SECOND_RANGE.1 < time => {
                    EngineReason::InputOutOfDomain
                }
                time if effective.contains(time) => continue,
                _ => EngineReason::NotEffective,
            };
            found.push((at, InputProblem::found(TIME, reason)));
        }
    }
}

/// Finds the values of a block that are none of the factor's.
fn check_column(
    column: Option<&ColumnView<'_>>,
    factor: &FactorSchema,
    first: usize,
    len: usize,
    mut note: impl FnMut(usize, InputFault),
) {
    let Some(column) = column else {
        if !factor.nullable {
            (0..len).for_each(|at| note(at, InputFault::Missing));
        }
        return;
    };
    for at in 0..len {
        match column.value(first + at) {
            NULL if factor.nullable => {}
            NULL => note(at, InputFault::Missing),
            value if factor.domain.contains(value) => {}
            _ => note(at, InputFault::OutOfDomain),
        }
    }
}

impl InputCheck<'_> {
    /// Whether a look at the smallest and the largest value shows that all is well. What stands
    /// where there is no value may make it say no without need.
    fn is_within(&self, column: &ColumnView<'_>, factor: &FactorSchema) -> bool {
        let len = column.values.len();
        if !factor.nullable && column.validity.is_some_and(|bits| !bits.is_full(len)) {
            return false;
        }
        let [(low, high)] = factor.domain.ranges() else {
            return false;
        };
        let mut ends = None;
        self.instructions.run(Ends {
            values: column.values,
            ends: &mut ends,
        });
        ends.is_some_and(|(least, most)| *low <= least && most <= *high)
    }
}

/// Finds the smallest and the largest value; none where there are no values.
struct Ends<'a> {
    values: ColumnValues<'a>,
    ends: &'a mut Option<(i64, i64)>,
}

impl Kernel for Ends<'_> {
    #[inline(always)]
    fn run<L: Lanes>(self) {
        *self.ends = match self.values {
            ColumnValues::I8(values) => ends_of(values),
            ColumnValues::I16(values) => ends_of(values),
            ColumnValues::I32(values) => ends_of(values),
            ColumnValues::I64(values) => ends_of(values),
        };
    }
}

#[inline(always)]
fn ends_of<T: Copy + Ord + Into<i64>>(values: &[T]) -> Option<(i64, i64)> {
    let start = *values.first()?;
    let (mut least, mut most) = (start, start);
    for value in values {
        least = least.min(*value);
        most = most.max(*value);
    }
    Some((least.into(), most.into()))
}
