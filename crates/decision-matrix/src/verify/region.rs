//! A region of claims: a range of classes for each variable, and what the matrix gives there.
//!
//! What a table gives in a region is a set of results: at least every result that a claim of the
//! region gets, and exactly that where the region has one class of every variable that matters. So
//! "always" and "never" are proved, and "open" asks to cut the region.

mod cells;
mod cuts;
mod derived;
mod tables;

use std::rc::Rc;

use crate::table::{ColumnRef, TableIndex};

use super::classes::ClassSet;
use super::model::{CellModel, Model};
use super::space::Space;

pub(crate) use tables::Found;

/// A region of claims.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    /// The classes of each variable.
    ranges: Vec<(u32, u32)>,
    /// The possible classes of each computed column, where they are known.
    computed: Vec<Option<Rc<[u32]>>>,
    /// The rules of each table that may still match, in asking order, where they are known.
    alive: Vec<Option<Rc<[u32]>>>,
}

/// Where to cut a region: the classes of a variable from `at` on are the upper part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) variable: usize,
    pub(crate) at: u32,
    /// Whether the upper part is the more promising one.
    pub(crate) upper_first: bool,
}

/// A matrix over its space: what is asked of regions.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) space: &'a Space,
    pub(crate) model: &'a Model<'a>,
}

impl Region {
    /// Every claim.
    pub(crate) fn whole(scope: Scope<'_>) -> Self {
        let ranges = scope
            .space
            .variables()
            .iter()
            .map(|variable| (0, variable.classes.count().saturating_sub(1)));
        Self {
            ranges: ranges.collect(),
            computed: vec![None; scope.model.computed_count()],
            alive: vec![None; scope.model.rule_tables.len()],
        }
    }

    /// The classes of a variable.
    pub(crate) fn range(&self, variable: usize) -> (u32, u32) {
        self.ranges.get(variable).copied().unwrap_or_default()
    }

    /// The classes of every variable.
    pub(crate) fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    /// Narrows a variable.
    pub(crate) fn narrow(&mut self, model: &Model<'_>, variable: usize, low: u32, high: u32) {
        if let Some(range) = self.ranges.get_mut(variable) {
            *range = (low, high);
        }
        for (at, computed) in self.computed.iter_mut().enumerate() {
            if computed.is_some() && model.depends(at, variable) {
                *computed = None;
            }
        }
    }

    /// The part of the region on one side of a cut.
    pub(crate) fn part(&self, model: &Model<'_>, cut: Cut, is_upper: bool) -> Self {
        let (low, high) = self.range(cut.variable);
        let mut part = self.clone();
        if is_upper {
            part.narrow(model, cut.variable, cut.at, high);
        } else {
            part.narrow(model, cut.variable, low, cut.at - 1);
        }
        part
    }

    /// Says which rules of a table may match here, in asking order.
    pub(crate) fn keep_alive(&mut self, table: usize, rules: Vec<u32>) {
        if let Some(slot) = self.alive.get_mut(table) {
            *slot = Some(rules.into());
        }
    }

    /// Narrows the region to where a cell can hold, as far as one range tells; `None` where it
    /// cannot hold at all.
    pub(crate) fn narrow_to(
        &mut self,
        scope: Scope<'_>,
        column: ColumnRef,
        cell: &CellModel,
    ) -> Option<()> {
        let (CellModel::Fixed(set), Some(variable)) = (cell, scope.model.variable(column)) else {
            return Some(());
        };
        let (low, high) = self.range(variable);
        let within = set.intersection(&ClassSet::range(low, high));
        let (first, last) = (within.ranges().first()?, within.ranges().last()?);
        if (first.0, last.1) != (low, high) {
            self.narrow(scope.model, variable, first.0, last.1);
        }
        Some(())
    }

    /// The same region with nothing remembered of another matrix.
    pub(crate) fn for_model(&self, model: &Model<'_>) -> Self {
        Self {
            ranges: self.ranges.clone(),
            computed: vec![None; model.computed_count()],
            alive: vec![None; model.rule_tables.len()],
        }
    }

    /// The possible classes of a computed column.
    pub(crate) fn possible(&mut self, scope: Scope<'_>, column: ColumnRef) -> Rc<[u32]> {
        let Some(at) = scope.model.computed_at(column) else {
            return Rc::default();
        };
        if let Some(Some(known)) = self.computed.get(at) {
            return Rc::clone(known);
        }
        let classes = scope.model.computed_classes(column);
        let found: Rc<[u32]> = if let ColumnRef::Table(TableIndex(table)) = column {
            self.results(scope, table as usize).classes(classes).into()
        } else {
            let values = self.derived(scope, column);
            values
                .iter()
                .filter_map(|value| classes.class(*value))
                .collect()
        };
        if let Some(slot) = self.computed.get_mut(at) {
            *slot = Some(Rc::clone(&found));
        }
        found
    }
}
