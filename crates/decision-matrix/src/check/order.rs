//! The order of computed columns: each after everything it reads, or a report of the circle.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Checker;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::span::Text;
use crate::table::{ColumnRef, DeriveIndex, TableIndex};

/// Most circles of one file that are reported.
const CIRCLES_MAX: usize = 100;

/// How far a computed column is placed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Untouched,
    Open,
    Placed,
}

/// The order as far as it is found.
struct Placement {
    state: Vec<State>,
    order: Vec<ColumnRef>,
    /// Columns that close a circle.
    circular: Vec<usize>,
}

impl Placement {
    fn state(&self, slot: usize) -> State {
        self.state.get(slot).copied().unwrap_or(State::Placed)
    }

    fn set(&mut self, slot: usize, new: State) {
        if let Some(state) = self.state.get_mut(slot) {
            *state = new;
        }
    }
}

impl Checker<'_> {
    /// Derives and tables in an order in which each comes after what it reads.
    pub(super) fn order(&mut self) -> Option<Vec<ColumnRef>> {
        let total = self.reads.len();
        let mut placement = Placement {
            state: vec![State::Untouched; total],
            order: Vec::with_capacity(total),
            circular: Vec::new(),
        };
        for start in 0..total {
            self.place(start, &mut placement);
        }
        if placement.circular.is_empty() {
            return Some(placement.order);
        }
        self.report_circles(&placement.circular);
        None
    }

    /// Places a column after everything it reads, depth first, without recursion.
    fn place(&self, start: usize, placement: &mut Placement) {
        let mut path = vec![start];
        while let Some(slot) = path.last().copied() {
            match placement.state(slot) {
                State::Untouched => {
                    placement.set(slot, State::Open);
                    // What is open lies on the path that led here, so this column closes a circle.
                    if self
                        .reads_of(slot)
                        .any(|read| placement.state(read) == State::Open)
                    {
                        placement.circular.push(slot);
                    }
                    let untouched = |read: &usize| placement.state(*read) == State::Untouched;
                    path.extend(self.reads_of(slot).filter(untouched));
                }
                State::Open => {
                    path.pop();
                    placement.set(slot, State::Placed);
                    placement.order.push(self.computed_column(slot));
                }
                State::Placed => {
                    path.pop();
                }
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

    /// Reports each circle once.
    fn report_circles(&mut self, circular: &[usize]) {
        let mut reported: BTreeSet<usize> = BTreeSet::new();
        for start in circular.iter().take(CIRCLES_MAX) {
            if reported.contains(start) {
                continue;
            }
            let mut circle = self.circle(*start);
            reported.extend(circle.iter().copied());
            // It stands at the member that comes first in the file.
            let first = (0..circle.len()).min_by_key(|at| circle.get(*at));
            circle.rotate_left(first.unwrap_or_default());
            let names: Vec<&str> = circle
                .iter()
                .map(|slot| self.slot_name(*slot).as_str())
                .collect();
            let first = circle.first().map_or(*start, |slot| *slot);
            let first = self.slot_name(first).clone();
            let message = match names.as_slice() {
                [_] => format!("`{}` reads itself", first.text),
                names => format!(
                    "`{}` depends on itself: {} -> {}",
                    first.text,
                    names.join(" -> "),
                    first.text
                ),
            };
            let diagnostic = Diagnostic::new(Code::Cycle, first.span, message)
                .with_help("derived factors and tables may use each other, but not in a circle");
            self.report(diagnostic);
        }
    }

    /// The shortest way from a column of a circle back to itself.
    fn circle(&self, start: usize) -> Vec<usize> {
        let mut reached_from: BTreeMap<usize, usize> = BTreeMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(slot) = queue.pop_front() {
            for read in self.reads_of(slot) {
                if read == start {
                    return way_back(start, slot, &reached_from);
                }
                if let Entry::Vacant(place) = reached_from.entry(read) {
                    place.insert(slot);
                    queue.push_back(read);
                }
            }
        }
        vec![start]
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

/// The way from `start` to `last`, by the steps that led there.
fn way_back(start: usize, last: usize, reached_from: &BTreeMap<usize, usize>) -> Vec<usize> {
    let mut way = vec![last];
    while let Some(slot) = way.last().filter(|slot| **slot != start) {
        match reached_from.get(slot) {
            Some(before) => way.push(*before),
            None => break,
        }
    }
    way.reverse();
    way
}
