//! The names behind the indexes of a decision.

use crate::compile::CompiledMatrix;
use crate::source::suggest;
use crate::table::{ColumnRef, FactorIndex, RouteIndex};

use crate::compile::{Decision, DecisionReason, FaultSource, RuleRef};

/// A name that is no factor of the matrix.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the matrix `{matrix}` has no factor `{name}`{}", suggestion(.closest.as_deref()))]
pub struct UnknownFactorError {
    matrix: String,
    name: String,
    closest: Option<String>,
}

impl UnknownFactorError {
    /// The factor that was probably meant.
    pub fn closest(&self) -> Option<&str> {
        self.closest.as_deref()
    }
}

fn suggestion(closest: Option<&str>) -> String {
    closest.map_or_else(String::new, |closest| {
        format!(": did you mean `{closest}`?")
    })
}

impl CompiledMatrix {
    /// The index of a factor, by its name.
    ///
    /// # Errors
    /// The matrix has no factor of this name; the error names the closest one.
    pub fn factor(&self, name: &str) -> Result<FactorIndex, UnknownFactorError> {
        let tables = self.tables();
        let mut indexed = (0..).map(FactorIndex).zip(&tables.factors);
        indexed
            .find(|(_, factor)| factor.name == name)
            .map(|(index, _)| index)
            .ok_or_else(|| {
                let names = tables.factors.iter().map(|factor| factor.name.as_str());
                UnknownFactorError {
                    matrix: tables.id.clone(),
                    name: name.to_owned(),
                    closest: suggest::closest(name, names).map(str::to_owned),
                }
            })
    }

    /// The id of the rule: its own, `default`, or `-` where no rule was asked.
    pub fn rule_id(&self, decision: &Decision) -> &str {
        match decision.rule {
            RuleRef::Rule(place) => self
                .tables()
                .decision
                .rules
                .get(place as usize)
                .map_or("-", |rule| rule.id.as_str()),
            RuleRef::Default => "default",
            RuleRef::Fault => "-",
        }
    }

    /// The reason code.
    pub fn reason_code(&self, decision: &Decision) -> &str {
        match decision.reason {
            DecisionReason::Rule(index) => self
                .tables()
                .reasons
                .get(index.0 as usize)
                .map_or("-", |reason| reason.code.as_str()),
            DecisionReason::Engine(reason) => reason.as_str(),
        }
    }

    /// The queue, if the rule names one.
    pub fn route(&self, decision: &Decision) -> Option<&str> {
        let RouteIndex(index) = decision.route?;
        self.tables().routes.get(index as usize).map(String::as_str)
    }

    /// The name of what is at fault: a factor, derived factor or table, the time column, or
    /// `decision`.
    pub fn fault_name(&self, decision: &Decision) -> Option<&str> {
        let tables = self.tables();
        let source = decision.fault?;
        Some(match (column_of(source), source) {
            (Some(column), _) => tables.column_name(column),
            (None, FaultSource::Time) => tables.keys.column("time").unwrap_or("time"),
            (None, _) => "decision",
        })
    }
}

/// The column that is at fault, if it is one.
pub(super) fn column_of(source: FaultSource) -> Option<ColumnRef> {
    match source {
        FaultSource::Factor(index) => Some(ColumnRef::Factor(index)),
        FaultSource::Derive(index) => Some(ColumnRef::Derive(index)),
        FaultSource::Table(index) => Some(ColumnRef::Table(index)),
        FaultSource::Time | FaultSource::Decision => None,
    }
}
