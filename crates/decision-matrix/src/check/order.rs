//! The order of computed columns: each after everything it reads, or a report of the circle.

use std::collections::BTreeSet;

use super::Checker;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::span::Text;
use crate::table::{ColumnRef, DeriveIndex, TableIndex};

/// How far a computed column is placed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Untouched,
    Open,
    Placed,
    /// It is part of a circle, or reads one.
    Circular,
}

impl Checker<'_> {
    /// Derives and tables in an order in which each comes after what it reads.
    pub(super) fn order(&mut self) -> Option<Vec<ColumnRef>> {
        let total = self.reads.len();
        let mut order = Vec::with_capacity(total);
        let mut state = vec![State::Untouched; total];
        for start in 0..total {
            self.place(start, &mut state, &mut order);
        }
        let is_circular = state.contains(&State::Circular);
        if is_circular {
            let placed: Vec<bool> = state.iter().map(|state| *state == State::Placed).collect();
            self.report_circles(&placed);
        }
        (!is_circular).then_some(order)
    }

    /// Places a column after everything it reads, depth first, without recursion.
    fn place(&self, start: usize, state: &mut [State], order: &mut Vec<ColumnRef>) {
        let mut path = vec![start];
        while let Some(slot) = path.last().copied() {
            let of =
                |slot: usize, state: &[State]| state.get(slot).copied().unwrap_or(State::Placed);
            let set = |slot: usize, state: &mut [State], new: State| {
                if let Some(old) = state.get_mut(slot) {
                    *old = new;
                }
            };
            if of(slot, state) == State::Untouched {
                set(slot, state, State::Open);
                let below = self
                    .reads_of(slot)
                    .filter(|read| of(*read, state) == State::Untouched);
                let below: Vec<usize> = below.collect();
                let is_circular = self
                    .reads_of(slot)
                    .any(|read| of(read, state) == State::Open);
                if is_circular {
                    set(slot, state, State::Circular);
                }
                path.extend(below);
                continue;
            }
            path.pop();
            let is_open = of(slot, state) == State::Open;
            let reads_circle = self
                .reads_of(slot)
                .any(|read| of(read, state) == State::Circular);
            if is_open && reads_circle {
                set(slot, state, State::Circular);
            } else if is_open {
                set(slot, state, State::Placed);
                order.push(self.computed_column(slot));
            }
        }
    }

    /// The computed columns that a computed column reads.
    fn reads_of(&self, slot: usize) -> impl Iterator<Item = usize> {
        let reads = self.reads.get(slot).into_iter().flatten();
        reads.filter_map(|read| self.computed_slot(*read))
    }

    fn computed_column(&self, slot: usize) -> ColumnRef {
        match slot.checked_sub(self.source.derives.len()) {
            None => ColumnRef::Derive(DeriveIndex(super::index(slot))),
            Some(table) => ColumnRef::Table(TableIndex(super::index(table))),
        }
    }

    /// Reports each circle once, at its first member in the file.
    fn report_circles(&mut self, placed: &[bool]) {
        let mut reported: BTreeSet<usize> = BTreeSet::new();
        for start in (0..placed.len()).filter(|slot| !placed.get(*slot).copied().unwrap_or(true)) {
            if reported.contains(&start) {
                continue;
            }
            let Some(circle) = self.circle(start) else {
                continue;
            };
            reported.extend(circle.iter().copied());
            let names: Vec<String> = circle
                .iter()
                .map(|slot| self.slot_name(*slot).text.clone())
                .collect();
            let first = self.slot_name(start).clone();
            let message = if circle.len() == 1 {
                format!("`{}` reads itself", first.text)
            } else {
                format!(
                    "`{}` depends on itself: {} -> {}",
                    first.text,
                    names.join(" -> "),
                    first.text
                )
            };
            let diagnostic = Diagnostic::new(Code::Cycle, first.span, message)
                .with_help("derived factors and tables may use each other, but not in a circle");
            self.report(diagnostic);
        }
    }

    /// The shortest way from a column back to itself.
    fn circle(&self, start: usize) -> Option<Vec<usize>> {
        let mut paths = vec![vec![start]];
        let mut seen = BTreeSet::new();
        while !paths.is_empty() {
            let mut longer = Vec::new();
            for path in paths {
                let Some(last) = path.last() else { continue };
                for next in self.reads_of(*last) {
                    if next == start {
                        return Some(path);
                    }
                    if seen.insert(next) {
                        let mut path = path.clone();
                        path.push(next);
                        longer.push(path);
                    }
                }
            }
            paths = longer;
        }
        None
    }

    fn slot_name(&self, slot: usize) -> &Text {
        let tables = self.source.tables.iter().map(|table| &table.name);
        let mut names = self
            .source
            .derives
            .iter()
            .map(|derive| &derive.name)
            .chain(tables);
        names.nth(slot).unwrap_or(&self.source.decision.name)
    }
}
