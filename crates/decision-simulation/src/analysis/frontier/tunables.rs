//! What may be tuned, and a compiled matrix for each value that it may take.

use std::sync::Arc;

use decision_matrix::table::{
    DecisionTables, FactorIndex, HistoryEvents, Outcome, ParameterIndex, TableForm, TableIndex,
    value_text,
};
use decision_matrix::{CompileConfig, CompiledMatrix, Fact, Facts};

use super::classes::FactorClasses;
use super::closure::LevelOrder;
use super::compared::Compared;
use super::plan::Plan;
use super::variant::{with_cells, with_parameter};
use super::{FrontierPoint, LimitValue};
use crate::analysis::limit_cells::LimitReader;

/// The most values of a parameter that are tried; of more some are left out, evenly.
const MOST_LEVELS: usize = 64;

/// What may be tuned in a matrix: the cells of cross-tables and the parameters with `tune`.
#[derive(Debug)]
pub struct Tunables {
    tables: Arc<DecisionTables>,
    pub(super) variables: Vec<Variable>,
    pub(super) cells: Vec<TunableCell>,
    /// The order that the directions of `tune` demand; `None` where frozen cells break it.
    pub(super) order: Option<LevelOrder>,
    pub(super) classes: Option<FactorClasses>,
}

/// A cross-table or a parameter.
#[derive(Debug)]
pub(super) struct Variable {
    pub(super) of: VariableOf,
    /// The permitted values, rising.
    pub(super) levels: Vec<i64>,
    /// The matrix with each of them, in every tunable cell.
    variants: Vec<CompiledMatrix>,
    /// The only factor that its value is compared with, where there is only one.
    compared: Option<FactorIndex>,
    /// Whether values were left out.
    pub(super) is_thinned: bool,
}

/// What a variable is.
#[derive(Debug)]
pub(super) enum VariableOf {
    /// A cross-table; each rule's tunable cell.
    Table(TableIndex, Box<LimitReader>, Vec<Option<usize>>),
    /// A parameter and its cell.
    Parameter(ParameterIndex, usize),
}

/// Something that takes one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TunableCell {
    pub(super) variable: usize,
    /// The rule of the table; `None` for a parameter.
    pub(super) rule: Option<usize>,
    /// The level of the present value.
    pub(super) present: usize,
    pub(super) levels: usize,
    /// Where its levels begin in a list of all levels of all cells.
    pub(super) offset: usize,
}

impl Tunables {
    /// What may be tuned; `None` where nothing may. `tables` are those that the claims are decided
    /// by and `config` is what they were compiled with.
    pub fn new(tables: &Arc<DecisionTables>, config: &CompileConfig) -> Option<Self> {
        let mut plan = Plan::default();
        let mut texts: Vec<Arc<DecisionTables>> = vec![Arc::clone(tables)];
        let mut variables = Vec::new();
        for (index, table) in (0..).map(TableIndex).zip(&tables.tables) {
            if let TableForm::Cross(form) = &table.form
                && let Some(tune) = &form.tune
                && let Some(reader) = LimitReader::new(tables, index)
            {
                let slots = plan.add_table(tables, index, form, tune, variables.len());
                let rules: Vec<usize> = (0..)
                    .zip(&slots)
                    .filter_map(|it| it.1.map(|_| it.0))
                    .collect();
                let variants = { tune.grid.iter() }
                    .map(|value| Arc::new(with_cells(tables, index, &rules, *value)));
                let of = VariableOf::Table(index, Box::new(reader), slots);
                let compared = Compared::of_table(tables, index);
                variables.push(Variable::new(
                    of,
                    tune.grid.clone(),
                    variants.collect(),
                    compared,
                    config,
                    &mut texts,
                ));
            }
        }
        for (index, parameter) in (0..).map(ParameterIndex).zip(&tables.parameters) {
            let Some(tune) = parameter.tune else { continue };
            let (values, is_thinned) = steps(tune.min, tune.max, tune.step, parameter.value);
            let variants = values.iter().filter_map(|value| {
                let changed = with_parameter(tables, index, *value)?;
                Some((*value, Arc::new(changed)))
            });
            let (levels, variants): (Vec<i64>, Vec<_>) = variants.unzip();
            let cell = plan.add_parameter(&levels, parameter.value, variables.len())?;
            let of = VariableOf::Parameter(index, cell);
            let compared = Compared::of_parameter(tables, index);
            let variable = Variable::new(of, levels, variants, compared, config, &mut texts);
            variables.push(Variable {
                is_thinned,
                ..variable
            });
        }
        (!plan.cells.is_empty()).then(|| Self {
            tables: Arc::clone(tables),
            variables,
            order: plan.order(),
            cells: plan.cells,
            classes: FactorClasses::new(&texts, config),
        })
    }

    /// The matrix with the limits of a point.
    pub fn tables_at(&self, point: &FrontierPoint) -> DecisionTables {
        self.tables_with(&point.limits)
    }

    /// The matrix with these limits, in the order of [`Self::limits`].
    pub fn tables_with(&self, limits: &[LimitValue]) -> DecisionTables {
        let mut tables = DecisionTables::clone(&self.tables);
        for (cell, limit) in self.cells.iter().zip(limits) {
            tables = match (self.of(cell), cell.rule) {
                (Some(VariableOf::Table(index, ..)), Some(rule)) => {
                    with_cells(&tables, *index, &[rule], limit.value)
                }
                (Some(VariableOf::Parameter(index, _)), _) => {
                    with_parameter(&tables, *index, limit.value).unwrap_or(tables)
                }
                _ => tables,
            };
        }
        tables
    }

    /// Names of what is varied, in order of declaration: tables, then parameters.
    pub fn names(&self) -> Vec<String> {
        { self.variables.iter() }
            .map(|it| self.name(&it.of).to_owned())
            .collect()
    }

    /// Names of parameters of whose values some were left out.
    pub fn thinned(&self) -> Vec<String> {
        let thinned = self.variables.iter().filter(|it| it.is_thinned);
        thinned.map(|it| self.name(&it.of).to_owned()).collect()
    }

    /// Whether a history factor counts what was decided or found out, so that another policy
    /// would have led to another history.
    pub fn is_history_held(&self) -> bool {
        let histories = { self.tables.factors.iter() }.filter_map(|it| it.history.as_ref());
        { histories }.any(|history| history.of != HistoryEvents::Claims)
    }

    /// How many permitted values each tunable cell has, in the order of
    /// [`FrontierPoint::limits`].
    pub fn level_counts(&self) -> Vec<usize> {
        self.cells.iter().map(|cell| cell.levels).collect()
    }

    /// Whether a choice of levels keeps to the directions and bounds of `tune`.
    pub fn permits(&self, levels: &[usize]) -> bool {
        { self.order.as_ref() }.is_some_and(|order| order.permits(levels))
    }

    /// How many levels all cells have together.
    pub(super) fn level_count(&self) -> usize {
        self.cells.iter().map(|cell| cell.levels).sum()
    }

    /// The levels as they stand in the rules.
    pub fn present(&self) -> Vec<usize> {
        self.cells.iter().map(|cell| cell.present).collect()
    }

    /// The limits of a choice of levels, one a tunable cell.
    pub fn limits(&self, levels: &[usize]) -> Vec<LimitValue> {
        let cells = self.cells.iter().zip(levels);
        let limits = cells.filter_map(|(cell, level)| self.limit(cell, *level));
        limits.collect()
    }

    fn limit(&self, cell: &TunableCell, level: usize) -> Option<LimitValue> {
        let variable = self.variables.get(cell.variable)?;
        let value = *variable.levels.get(level)?;
        let (column, rule) = match &variable.of {
            VariableOf::Table(index, ..) => {
                let table = self.tables.tables.get(index.0 as usize)?;
                (&table.output, table.rules.rules.get(cell.rule?)?.id.clone())
            }
            VariableOf::Parameter(index, _) => {
                let parameter = self.tables.parameters.get(index.0 as usize)?;
                (&parameter.column, String::new())
            }
        };
        Some(LimitValue {
            name: self.name(&variable.of).to_owned(),
            cell: rule,
            value,
            text: value_text(&self.tables, column, value),
        })
    }

    fn of(&self, cell: &TunableCell) -> Option<&VariableOf> {
        self.variables.get(cell.variable).map(|it| &it.of)
    }

    fn name(&self, of: &VariableOf) -> &str {
        match of {
            VariableOf::Table(index, ..) => {
                let table = self.tables.tables.get(index.0 as usize);
                table.map_or("", |it| &it.name)
            }
            VariableOf::Parameter(index, _) => {
                let parameter = self.tables.parameters.get(index.0 as usize);
                parameter.map_or("", |it| &it.name)
            }
        }
    }
}

impl Variable {
    fn new(
        of: VariableOf,
        levels: Vec<i64>,
        variants: Vec<Arc<DecisionTables>>,
        compared: Compared,
        config: &CompileConfig,
        texts: &mut Vec<Arc<DecisionTables>>,
    ) -> Self {
        texts.extend(variants.iter().cloned());
        let compiled = { variants.into_iter() }.map(|it| CompiledMatrix::new(it, config));
        Self {
            of,
            levels,
            variants: compiled.collect(),
            compared: compared.only(),
            is_thinned: false,
        }
    }

    /// The cell that the facts read, where it may be tuned.
    pub(super) fn cell(&self, facts: &Facts) -> Option<usize> {
        match &self.of {
            VariableOf::Table(_, reader, slots) => {
                slots.get(reader.cell(facts)?).copied().flatten()
            }
            VariableOf::Parameter(_, cell) => Some(*cell),
        }
    }

    /// Writes the outcome of the claim at each level to `outcomes`, all else as it stands; false
    /// where the level changes nothing. At the present level it is `present`.
    ///
    /// Where the value is compared with one factor only, the outcome changes only where the level
    /// passes the value of that factor: one decision for the levels below, at and above it.
    pub(super) fn outcomes(
        &self,
        facts: &Facts,
        (level, present): (usize, Outcome),
        outcomes: &mut Vec<Outcome>,
    ) -> bool {
        outcomes.clear();
        outcomes.resize(self.levels.len(), present);
        let all = self.levels.len();
        let (below, above) = match self.compared.map(|factor| facts.fact(factor)) {
            None => {
                for (at, outcome) in outcomes.iter_mut().enumerate().filter(|it| it.0 != level) {
                    *outcome = self.decide(at, facts);
                }
                return outcomes.iter().any(|outcome| *outcome != present);
            }
            Some(Fact::Value(value)) => (
                self.levels.partition_point(|level| *level < value),
                self.levels.partition_point(|level| *level <= value),
            ),
            // A comparison with null holds for no level.
            Some(Fact::Null | Fact::Fault(_)) => return false,
        };
        let mut changes = false;
        for range in [0..below, below..above, above..all] {
            if range.is_empty() || range.contains(&level) {
                continue;
            }
            let outcome = self.decide(range.start, facts);
            changes |= outcome != present;
            if let Some(outcomes) = outcomes.get_mut(range) {
                outcomes.fill(outcome);
            }
        }
        changes
    }

    /// Whether its value is compared with one factor only.
    #[cfg(test)]
    pub(super) fn is_compared_with_one_factor(&self) -> bool {
        self.compared.is_some()
    }

    fn decide(&self, level: usize, facts: &Facts) -> Outcome {
        let variant = self.variants.get(level);
        variant.map_or(Outcome::Review, |it| it.decide(facts).outcome)
    }
}

/// The values from `min` to `max`, thinned evenly to [`MOST_LEVELS`], the present one among them,
/// and whether any was left out.
fn steps(min: i64, max: i64, step: i64, present: i64) -> (Vec<i64>, bool) {
    let step = i128::from(step.max(1));
    let last = (i128::from(max) - i128::from(min)) / step;
    let most = i128::try_from(MOST_LEVELS - 2).unwrap_or(1);
    let is_thinned = last > most;
    let places: Vec<i128> = if is_thinned {
        (0..=most).map(|at| at * last / most).collect()
    } else {
        (0..=last).collect()
    };
    let values = { places.into_iter() }
        .filter_map(|place| i64::try_from(i128::from(min) + place * step).ok());
    let mut values: Vec<i64> = values.chain([present]).collect();
    values.sort_unstable();
    values.dedup();
    (values, is_thinned)
}
