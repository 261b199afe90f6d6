//! Which cells may be tuned, between which levels, and which of them must not be below others.

use decision_matrix::table::{CrossForm, CrossTune, DecisionTables, TableIndex};

use super::closure::LevelOrder;
use super::tunables::TunableCell;

/// Cells, bounds and order while they are gathered.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) cells: Vec<TunableCell>,
    bounds: Vec<(usize, usize)>,
    not_below: Vec<(usize, usize)>,
    levels: usize,
    is_broken: bool,
}

impl Plan {
    /// The order; `None` where cells that stay break it.
    pub(super) fn order(&self) -> Option<LevelOrder> {
        if self.is_broken {
            return None;
        }
        LevelOrder::new(self.bounds.clone(), self.not_below.clone())
    }

    fn add(
        &mut self,
        variable: usize,
        rule: Option<usize>,
        present: usize,
        levels: usize,
    ) -> usize {
        self.cells.push(TunableCell {
            variable,
            rule,
            present,
            levels,
            offset: self.levels,
        });
        self.bounds.push((0, levels.saturating_sub(1)));
        self.levels += levels;
        self.cells.len() - 1
    }

    pub(super) fn add_parameter(
        &mut self,
        levels: &[i64],
        present: i64,
        variable: usize,
    ) -> Option<usize> {
        let present = levels.binary_search(&present).ok()?;
        Some(self.add(variable, None, present, levels.len()))
    }

    /// Adds the tunable cells of a cross-table; gives the cell of each rule.
    pub(super) fn add_table(
        &mut self,
        tables: &DecisionTables,
        index: TableIndex,
        form: &CrossForm,
        tune: &CrossTune,
        variable: usize,
    ) -> Vec<Option<usize>> {
        let rules = { tables.tables.get(index.0 as usize) }.map_or(&[][..], |it| &it.rules.rules);
        let slots: Vec<Option<usize>> = { rules.iter().enumerate() }
            .map(|(at, rule)| {
                let is_free = rule.result.parameter.is_none() && !tune.frozen.contains(&at);
                let present = tune.grid.binary_search(&rule.result.value?).ok()?;
                is_free.then(|| self.add(variable, Some(at), present, tune.grid.len()))
            })
            .collect();
        let values: Vec<Option<i64>> = rules.iter().map(|rule| rule.result.value).collect();
        let at = |row: usize, column: usize| row * form.columns + column;
        for column in 0..form.columns {
            let line: Vec<usize> = (0..form.rows).map(|row| at(row, column)).collect();
            self.order_line(&line, tune.falling_down, (&slots, &values), &tune.grid);
        }
        for row in 0..form.rows {
            let line: Vec<usize> = (0..form.columns).map(|column| at(row, column)).collect();
            self.order_line(&line, tune.falling_right, (&slots, &values), &tune.grid);
        }
        slots
    }

    /// Demands that limits only fall along a line of cells, or against it. Cells without a value
    /// are passed over; cells that stay bound those that may be tuned.
    fn order_line(
        &mut self,
        line: &[usize],
        falling: Option<bool>,
        (slots, values): (&[Option<usize>], &[Option<i64>]),
        grid: &[i64],
    ) {
        let Some(is_forward) = falling else { return };
        let value = |rule: &usize| values.get(*rule).copied().flatten();
        let slot = |rule: usize| slots.get(rule).copied().flatten();
        let line: Vec<usize> = line
            .iter()
            .copied()
            .filter(|it| value(it).is_some())
            .collect();
        for (first, second) in line.iter().zip(line.iter().skip(1)) {
            let (upper, lower) = if is_forward {
                (first, second)
            } else {
                (second, first)
            };
            match (slot(*upper), slot(*lower)) {
                (Some(upper), Some(lower)) => self.not_below.push((upper, lower)),
                (Some(cell), None) => {
                    let floor = value(lower).unwrap_or(i64::MIN);
                    let floor = grid.partition_point(|level| *level < floor);
                    self.is_broken |= floor == grid.len();
                    if let Some(bounds) = self.bounds.get_mut(cell) {
                        bounds.0 = bounds.0.max(floor);
                    }
                }
                (None, Some(cell)) => {
                    let ceiling = value(upper).unwrap_or(i64::MAX);
                    let end = grid.partition_point(|level| *level <= ceiling);
                    self.is_broken |= end == 0;
                    if let Some(bounds) = self.bounds.get_mut(cell) {
                        bounds.1 = bounds.1.min(end.saturating_sub(1));
                    }
                }
                (None, None) => self.is_broken |= value(upper) < value(lower),
            }
        }
    }
}
