//! The variables of a proof: what a claim is free to choose.

use std::collections::BTreeMap;

use crate::calendar::DAY_SECONDS;
use crate::compile::{NULL, ValueSet};
use crate::table::{
    ColumnRef, ColumnType, DecisionTables, DeriveIndex, Factor, FactorIndex, ValueType,
};

use super::classes::Classes;
use super::model::Model;
use super::outline::Outline;

/// Everything that a claim is free to choose: the factors, and the derived factors that are not
/// analysed exactly.
#[derive(Debug)]
pub(crate) struct Space {
    variables: Vec<Variable>,
}

/// One variable.
#[derive(Debug)]
pub(crate) struct Variable {
    /// The column of the first matrix that has it.
    pub(crate) column: ColumnRef,
    /// Its values.
    pub(crate) classes: Classes,
}

impl Space {
    /// No classes at all.
    pub(crate) const NONE: &'static Classes = &Classes::NONE;

    /// The variables of one matrix, and the matrix over them.
    pub(crate) fn of(tables: &DecisionTables) -> (Self, Model<'_>) {
        let outline = Outline::new(tables);
        let mut variables = Vec::new();
        for (at, factor) in (0..).map(FactorIndex).zip(&tables.factors) {
            let column = ColumnRef::Factor(at);
            let domain = factor_domain(tables, factor);
            variables.push(variable(column, &domain, outline.cuts_of(column)));
        }
        let factors = (0..variables.len()).collect();
        let mut free = BTreeMap::new();
        for (at, derive) in outline.free_derives() {
            let column = ColumnRef::Derive(at);
            free.insert(at, variables.len());
            let domain = ValueSet::of_column(derive);
            variables.push(variable(column, &domain, outline.cuts_of(column)));
        }
        let space = Self { variables };
        let model = Model::new(&outline, &space, factors, &free);
        (space, model)
    }

    /// Variables made elsewhere.
    pub(crate) fn from_variables(variables: Vec<Variable>) -> Self {
        Self { variables }
    }

    /// How many variables there are.
    pub(crate) fn len(&self) -> usize {
        self.variables.len()
    }

    /// The classes of a variable.
    pub(crate) fn classes(&self, variable: usize) -> &Classes {
        self.variables
            .get(variable)
            .map_or(Self::NONE, |variable| &variable.classes)
    }

    /// The variables.
    pub(crate) fn variables(&self) -> &[Variable] {
        &self.variables
    }
}

impl Outline<'_> {
    /// Where the classes of a column begin.
    pub(crate) fn cuts_of(&self, column: ColumnRef) -> Vec<i64> {
        self.cuts.get(&column).cloned().unwrap_or_default()
    }

    /// The derived factors that are not analysed exactly.
    pub(crate) fn free_derives(&self) -> impl Iterator<Item = (DeriveIndex, &ColumnType)> {
        let derives = (0..).map(DeriveIndex).zip(&self.tables.derives);
        derives
            .zip(&self.exact)
            .filter(|(_, exact)| exact.is_none())
            .map(|((at, derive), _)| (at, &derive.column))
    }
}

/// A variable with its classes.
pub(crate) fn variable(column: ColumnRef, domain: &ValueSet, mut cuts: Vec<i64>) -> Variable {
    Variable {
        column,
        classes: Classes::new(domain, &mut cuts),
    }
}

/// The values that a factor can have in a claim that the rules are asked for: where the factor is
/// also the claim's time, only those at which the rules are in force.
pub(crate) fn factor_domain(tables: &DecisionTables, factor: &Factor) -> ValueSet {
    let domain = ValueSet::of_column(&factor.column);
    let is_time = tables.keys.column("time") == Some(factor.name.as_str());
    let Some(effective) = tables.effective.filter(|_| is_time) else {
        return domain;
    };
    let seconds = match factor.column.value_type {
        ValueType::Timestamp => 1,
        ValueType::Date => DAY_SECONDS,
        _ => return domain,
    };
    let from = effective.from.map_or(NULL + 1, |from| {
        from.div_euclid(seconds) + i64::from(from.rem_euclid(seconds) != 0)
    });
    let to = effective
        .to
        .map_or(i64::MAX, |to| (to - 1).div_euclid(seconds));
    domain.intersection(&ValueSet::range(from, to))
}
