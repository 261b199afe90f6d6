//! The regions in which a rule answers, or in which one of its cells is false by itself.

use std::cell::Cell as Counter;

use crate::table::ColumnRef;
use crate::verify::classes::Status;
use crate::verify::coverage::{Matching, Target};
use crate::verify::model::CellModel;
use crate::verify::prover::Prover;
use crate::verify::query::{Asked, Query};
use crate::verify::region::{Cut, Region};
use crate::verify::search::{Goal, Truth};

/// The regions in which a target is shown.
pub(super) struct Sought<'a> {
    /// The rule, or its other cells; and none of the rules that would hide it.
    pub(super) query: Query<'a>,
    /// The cell that fails.
    fails: Option<(ColumnRef, &'a CellModel)>,
    /// Steps of the search.
    pub(super) steps: Counter<u64>,
}

impl<'a> Sought<'a> {
    /// `None` where no claim can show the target.
    pub(super) fn new(
        prover: &Prover<'a>,
        matching: &Matching<'a>,
        target: Target,
    ) -> Option<Self> {
        let model = prover.model(target.table)?;
        let hiding = matching.hiding(target).iter().copied();
        let query = Query::new(prover.scope, prover.place(target.table)).against(hiding);
        let Some(column) = target.cell else {
            return Some(Self {
                query: query.matching(u32::try_from(target.rule).ok()?),
                fails: None,
                steps: Counter::new(0),
            });
        };
        // A cell that holds everything is not among those of the model: it never fails.
        let cells = &model.rules.get(target.rule)?.cells;
        let (_, failing) = cells.iter().find(|(at, _)| *at == column)?;
        let others = cells.iter().filter(|(at, _)| *at != column);
        let others = others.filter_map(|(at, cell)| Some((*model.columns.get(*at)?, cell.clone())));
        let others: Vec<(ColumnRef, CellModel)> = others.collect();
        Some(Self {
            query: query.when(&others),
            fails: Some((*model.columns.get(column)?, failing)),
            steps: Counter::new(0),
        })
    }

    fn failing(&self, region: &mut Region) -> Truth<Cut> {
        let Some((column, cell)) = self.fails else {
            return Truth::True;
        };
        match region.cell(self.query.scope, column, cell) {
            Status::Always => Truth::False,
            Status::Never => Truth::True,
            Status::Open => region
                .cut_of_cell(self.query.scope, column, cell, false)
                .map_or(Truth::True, Truth::Open),
        }
    }
}

impl<'a> Goal for Sought<'a> {
    type World = Asked<'a>;

    fn judge(&self, world: &mut Asked<'a>) -> Truth<Cut> {
        match (self.failing(&mut world.region), self.query.judge(world)) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (Truth::Open(cut), _) | (Truth::True, Truth::Open(cut)) => Truth::Open(cut),
            (Truth::True, Truth::True) => Truth::True,
        }
    }

    fn work(&self) -> u64 {
        let work = self.query.work();
        self.steps.set(self.steps.get() + 1 + work);
        work
    }
}
