//! How rules lie in a region, and what a table may give there.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::compile::{NULL, ValueSet};
use crate::table::HitPolicy;

use super::{Region, Scope};
use crate::verify::classes::{Classes, Status};
use crate::verify::model::{RuleModel, TableModel};

/// Most undecided rules of a `collect sum` whose subsets are added up one by one.
const SUBSETS_MAX: usize = 10;

impl Region {
    /// How a rule lies in the region.
    pub(crate) fn rule(&mut self, scope: Scope<'_>, table: usize, rule: u32) -> Status {
        let Some((table, rule)) = rule_of(scope, table, rule) else {
            return Status::Never;
        };
        scope.model.work.set(scope.model.work.get() + 1);
        let mut status = Status::Always;
        for (at, cell) in &rule.cells {
            let Some(column) = table.columns.get(*at) else {
                continue;
            };
            match self.cell(scope, *column, cell) {
                Status::Never => return Status::Never,
                Status::Open => status = Status::Open,
                Status::Always => {}
            }
        }
        status
    }

    /// How many cells of a rule are open.
    pub(crate) fn open_cells(&mut self, scope: Scope<'_>, table: usize, rule: u32) -> usize {
        let Some((table, rule)) = rule_of(scope, table, rule) else {
            return 0;
        };
        let mut count = 0;
        for (at, cell) in &rule.cells {
            if let Some(column) = table.columns.get(*at) {
                count += usize::from(self.cell(scope, *column, cell) == Status::Open);
            }
        }
        count
    }

    /// The rules that may answer here, in asking order, the last of them always; and whether one
    /// always does.
    pub(crate) fn answering(&mut self, scope: Scope<'_>, table: usize) -> (Rc<[u32]>, bool) {
        let Some(model) = scope.model.rule_tables.get(table) else {
            return (Rc::default(), false);
        };
        let known: Rc<[u32]> = match self.alive.get(table) {
            Some(Some(known)) => Rc::clone(known),
            _ => model.order.as_slice().into(),
        };
        let mut alive = Vec::new();
        let mut is_answered = false;
        for rule in known.iter() {
            match self.rule(scope, table, *rule) {
                Status::Never => {}
                Status::Open => alive.push(*rule),
                Status::Always => {
                    alive.push(*rule);
                    is_answered = true;
                    if !model.hit.is_collect() {
                        break;
                    }
                }
            }
        }
        let alive: Rc<[u32]> = alive.into();
        if let Some(slot) = self.alive.get_mut(table) {
            *slot = Some(Rc::clone(&alive));
        }
        (alive, is_answered)
    }

    /// Every result that a table may give here. A claim that no rule matches, where there is no
    /// default, has none.
    pub(crate) fn results(&mut self, scope: Scope<'_>, table: usize) -> Found {
        let (rules, is_answered) = self.answering(scope, table);
        let Some(model) = scope.model.rule_tables.get(table) else {
            return Found::Values(BTreeSet::new());
        };
        if model.hit.is_collect() {
            return self.collected(scope, table, model, &rules, is_answered);
        }
        let given = rules
            .iter()
            .filter_map(|rule| model.rules.get(*rule as usize));
        let mut values: BTreeSet<i64> = given.map(|rule| rule.result).collect();
        if !is_answered {
            values.extend(model.default);
        }
        Found::Values(values)
    }

    fn collected(
        &mut self,
        scope: Scope<'_>,
        table: usize,
        model: &TableModel,
        rules: &[u32],
        is_answered: bool,
    ) -> Found {
        let (mut sure, mut open) = (Vec::new(), Vec::new());
        for rule in rules {
            let result = model
                .rules
                .get(*rule as usize)
                .map_or(NULL, |rule| rule.result);
            match self.rule(scope, table, *rule) {
                Status::Always => sure.push(result),
                Status::Open => open.push(result),
                Status::Never => {}
            }
        }
        let default = model.default.filter(|_| !is_answered);
        collect(model, &sure, &open, default)
    }
}

/// What a table may give in a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// These values.
    Values(BTreeSet<i64>),
    /// Any value of a range, and these.
    Between(i64, i64, BTreeSet<i64>),
}

impl Found {
    /// The classes of the results, sorted.
    pub(crate) fn classes(&self, classes: &Classes) -> Vec<u32> {
        let (between, values) = match self {
            Self::Values(values) => (ValueSet::EMPTY, values),
            Self::Between(low, high, others) => (ValueSet::range(*low, *high), others),
        };
        let mut found = classes.touching(&between);
        found.extend(values.iter().filter_map(|value| classes.class(*value)));
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The results of a table that collects over sure and open matches; the default where none
/// matches.
fn collect(model: &TableModel, sure: &[i64], open: &[i64], default: Option<i64>) -> Found {
    let known = |values: &[i64]| -> Vec<i64> {
        values
            .iter()
            .copied()
            .filter(|value| *value != NULL)
            .collect()
    };
    let (sure_values, open_values) = (known(sure), known(open));
    let is_count = model.hit == HitPolicy::CollectCount;
    let mut others: BTreeSet<i64> = default.into_iter().collect();
    let can_be_null = sure_values.is_empty() && (sure.contains(&NULL) || open.contains(&NULL));
    if can_be_null && !is_count {
        others.insert(NULL);
    }
    let base: Vec<i64> = match model.hit {
        HitPolicy::CollectSum => {
            let sure_sum: i64 = sure_values.iter().sum();
            if open_values.len() > SUBSETS_MAX {
                let low = open_values.iter().filter(|value| **value < 0).sum::<i64>();
                let high = open_values.iter().filter(|value| **value > 0).sum::<i64>();
                return Found::Between(sure_sum + low, sure_sum + high, others);
            }
            let mut sums: BTreeSet<i64> = BTreeSet::new();
            sums.extend((!sure_values.is_empty()).then_some(sure_sum));
            for value in &open_values {
                let mut with: Vec<i64> = sums.iter().map(|sum| sum + value).collect();
                with.extend(sure_values.is_empty().then_some(*value));
                sums.extend(with);
            }
            sums.into_iter().collect()
        }
        HitPolicy::CollectCount => {
            let least = i64::try_from(sure_values.len()).unwrap_or(i64::MAX);
            let most = least + i64::try_from(open_values.len()).unwrap_or(0);
            let has_match = !sure.is_empty() || open.contains(&NULL);
            let first = if least == 0 && !has_match { 1 } else { least };
            (first..=most)
                .map(|count| count.saturating_mul(model.unit))
                .collect()
        }
        _ => {
            let is_min = model.hit == HitPolicy::CollectMin;
            let best = if is_min {
                sure_values.iter().min()
            } else {
                sure_values.iter().max()
            };
            let better = |value: &i64| match best {
                Some(best) if is_min => value < best,
                Some(best) => value > best,
                None => true,
            };
            best.copied()
                .into_iter()
                .chain(open_values.iter().copied().filter(better))
                .collect()
        }
    };
    others.extend(base);
    Found::Values(others)
}

/// A rule with its table.
pub(super) fn rule_of(
    scope: Scope<'_>,
    table: usize,
    rule: u32,
) -> Option<(&TableModel, &RuleModel)> {
    let table = scope.model.rule_tables.get(table)?;
    Some((table, table.rules.get(rule as usize)?))
}
