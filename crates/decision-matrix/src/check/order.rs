//! The order of computed columns: each after everything it reads, or a report of the circle.

use std::collections::BTreeSet;

use super::Checker;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::span::Text;
use crate::table::{ColumnRef, DeriveIndex, TableIndex};

impl Checker<'_> {
    /// Derives and tables in an order in which each comes after what it reads; of several possible
    /// orders the one closest to the declaration.
    pub(super) fn order(&mut self) -> Option<Vec<ColumnRef>> {
        let total = self.reads.len();
        let mut order = Vec::with_capacity(total);
        let mut placed = vec![false; total];
        let mut progress = true;
        while progress {
            progress = false;
            for slot in 0..total {
                let ready = !placed.get(slot).copied().unwrap_or(true) && self.is_ready(slot, &placed);
                if ready {
                    if let Some(flag) = placed.get_mut(slot) {
                        *flag = true;
                    }
                    order.push(self.computed_column(slot));
                    progress = true;
                }
            }
        }
        if order.len() == total {
            return Some(order);
        }
        self.report_circles(&placed);
        None
    }

    fn is_ready(&self, slot: usize, placed: &[bool]) -> bool {
        self.reads_of(slot).all(|read| placed.get(read).copied().unwrap_or(true))
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
            let Some(circle) = self.circle(start) else { continue };
            reported.extend(circle.iter().copied());
            let names: Vec<String> = circle.iter().map(|slot| self.slot_name(*slot).text.clone()).collect();
            let first = self.slot_name(start).clone();
            let message = if circle.len() == 1 {
                format!("`{}` reads itself", first.text)
            } else {
                format!("`{}` depends on itself: {} -> {}", first.text, names.join(" -> "), first.text)
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
        let mut names = self.source.derives.iter().map(|derive| &derive.name).chain(tables);
        names.nth(slot).unwrap_or(&self.source.decision.name)
    }
}
