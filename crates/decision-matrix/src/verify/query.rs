//! The question that most findings ask: is there a claim for which these cells hold, these rules
//! match and none of those does?

use std::rc::Rc;

use crate::table::ColumnRef;

use super::classes::Status;
use super::model::CellModel;
use super::region::{Cut, Region, Scope};
use super::search::{Goal, Truth, World};

/// A question about the rules of one table.
#[derive(Clone)]
pub(crate) struct Query<'a> {
    pub(crate) scope: Scope<'a>,
    /// The table, by its place.
    pub(crate) table: usize,
    /// Cells that hold.
    pub(crate) when: Vec<(ColumnRef, CellModel)>,
    /// Rules that match.
    pub(crate) matching: Vec<u32>,
    /// Rules of which none matches.
    pub(crate) against: Rc<[u32]>,
}

/// A region with the rules that have not been excluded yet.
#[derive(Clone)]
pub(crate) struct Asked<'a> {
    pub(crate) scope: Scope<'a>,
    pub(crate) region: Region,
    against: Rc<[u32]>,
}

impl<'a> Query<'a> {
    /// A question without conditions.
    pub(crate) fn new(scope: Scope<'a>, table: usize) -> Self {
        Self {
            scope,
            table,
            when: Vec::new(),
            matching: Vec::new(),
            against: Rc::default(),
        }
    }

    /// The same question, where also this rule matches.
    pub(crate) fn matching(mut self, rule: u32) -> Self {
        self.matching.push(rule);
        self
    }

    /// The same question, where none of these matches.
    pub(crate) fn against(mut self, rules: impl IntoIterator<Item = u32>) -> Self {
        self.against = rules.into_iter().collect();
        self
    }

    /// The same question, where also these cells hold.
    pub(crate) fn when(mut self, cells: &[(ColumnRef, CellModel)]) -> Self {
        self.when.extend(cells.iter().cloned());
        self
    }

    /// Every claim, narrowed by what the cells say of single variables; `None` where two of them
    /// exclude each other.
    pub(crate) fn start(&self) -> Option<Asked<'a>> {
        let mut region = Region::whole(self.scope);
        let table = self.scope.model.rule_tables.get(self.table)?;
        let of_rules = self.matching.iter().flat_map(|rule| {
            let cells = table.rules.get(*rule as usize).map(|rule| &rule.cells);
            cells
                .into_iter()
                .flatten()
                .filter_map(|(at, cell)| Some((*table.columns.get(*at)?, cell)))
        });
        let cells = self.when.iter().map(|(column, cell)| (*column, cell));
        for (column, cell) in cells.chain(of_rules) {
            region.narrow_to(self.scope, column, cell)?;
        }
        Some(Asked {
            scope: self.scope,
            region,
            against: Rc::clone(&self.against),
        })
    }

    /// Whether the cells and the rules that have to match do so.
    fn conditions(&self, region: &mut Region) -> Truth<Cut> {
        let mut open = None;
        for (column, cell) in &self.when {
            match region.cell(self.scope, *column, cell) {
                Status::Never => return Truth::False,
                Status::Always => {}
                Status::Open => {
                    open = open.or_else(|| region.cut_of_cell(self.scope, *column, cell, true));
                }
            }
        }
        for rule in &self.matching {
            match region.rule(self.scope, self.table, *rule) {
                Status::Never => return Truth::False,
                Status::Always => {}
                Status::Open => {
                    open = open.or_else(|| region.cut_of_rule(self.scope, self.table, *rule, true));
                }
            }
        }
        open.map_or(Truth::True, Truth::Open)
    }
}

impl Asked<'_> {
    /// Whether none of the rules that may not match does; those that never do are forgotten.
    pub(crate) fn none_matches(&mut self, table: usize) -> Truth<Cut> {
        let scope = self.scope;
        let mut left = Vec::new();
        for rule in self.against.iter() {
            match self.region.rule(scope, table, *rule) {
                Status::Never => {}
                Status::Always => return Truth::False,
                Status::Open => left.push(*rule),
            }
        }
        self.against = left.into();
        let against = Rc::clone(&self.against);
        // The rule that is decided with the fewest cuts comes first.
        let next = against
            .iter()
            .min_by_key(|rule| self.region.open_cells(scope, table, **rule));
        match next.and_then(|rule| self.region.cut_of_rule(scope, table, *rule, false)) {
            Some(cut) => Truth::Open(cut),
            None => Truth::True,
        }
    }
}

impl World for Asked<'_> {
    type Cut = Cut;

    fn parts(self, cut: Cut) -> (Self, Self) {
        let part = |is_upper| Self {
            scope: self.scope,
            region: self.region.part(self.scope.model, cut, is_upper),
            against: Rc::clone(&self.against),
        };
        if cut.upper_first {
            (part(false), part(true))
        } else {
            (part(true), part(false))
        }
    }
}

impl<'a> Goal for Query<'a> {
    type World = Asked<'a>;

    fn judge(&self, world: &mut Asked<'a>) -> Truth<Cut> {
        let conditions = self.conditions(&mut world.region);
        if conditions == Truth::False {
            return Truth::False;
        }
        match (conditions, world.none_matches(self.table)) {
            (_, Truth::False) => Truth::False,
            (Truth::Open(cut), _) | (Truth::True, Truth::Open(cut)) => Truth::Open(cut),
            _ => Truth::True,
        }
    }

    fn work(&self) -> u64 {
        self.scope.model.work.take()
    }
}
