//! The engines that take part: Verdict, its rivals, and the rules written as a program.
//!
//! Each file translates the rules into what a competent user of that engine would write.

mod cel;
mod dsntk;
mod if_chain;
mod regorus;
#[cfg(test)]
mod tests;
mod verdict;
mod zen;

use anyhow::Result;
use verdict_benches::{RuleSpec, rule};

use crate::engine::{Contestant, contestant};
use crate::versions;

/// An engine that takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entrant {
    /// The compiled engine of this repository.
    Verdict,
    /// The rules as a chain of `if` statements in Rust.
    IfChain,
    /// ZEN of `GoRules`: a decision table in the JSON Decision Model.
    Zen,
    /// Decision Toolkit: a decision table in DMN.
    Dsntk,
    /// Common Expression Language: one expression a rule.
    Cel,
    /// Open Policy Agent's language: one rule with `else`.
    Regorus,
}

impl Entrant {
    /// All of them; the first is what the others are compared with.
    pub(crate) const ALL: [Self; 6] = [
        Self::Verdict,
        Self::IfChain,
        Self::Zen,
        Self::Cel,
        Self::Regorus,
        Self::Dsntk,
    ];

    /// The name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Verdict => "verdict",
            Self::IfChain => "if-chain",
            Self::Zen => "zen",
            Self::Dsntk => "dsntk",
            Self::Cel => "cel",
            Self::Regorus => "regorus",
        }
    }

    /// The title in the tables.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Verdict => "Verdict",
            Self::IfChain => "`if` chain in Rust",
            Self::Zen => "ZEN",
            Self::Dsntk => "dsntk",
            Self::Cel => "cel",
            Self::Regorus => "regorus",
        }
    }

    /// The package whose version the tables state.
    fn package(self) -> Option<&'static str> {
        match self {
            Self::Verdict => Some("decision-matrix"),
            Self::IfChain => None,
            Self::Zen => Some("zen-engine"),
            Self::Dsntk => Some("dsntk-model-evaluator"),
            Self::Cel => Some("cel"),
            Self::Regorus => Some("regorus"),
        }
    }

    /// The title with the version that was compiled in.
    pub(crate) fn title_with_version(self) -> String {
        match self.package() {
            Some(package) => match versions::of(package) {
                Some(version) => format!("{} {version}", self.title()),
                None => self.title().to_owned(),
            },
            None => self.title().to_owned(),
        }
    }

    /// Whether it has the rules of a table of this size.
    pub(crate) fn takes_part(self, count: usize) -> bool {
        self != Self::IfChain || if_chain::IfChain::new(count).is_some()
    }

    /// Reads and compiles the rules of a table of this size.
    pub(crate) fn build(self, count: usize) -> Result<Box<dyn Contestant>> {
        match self {
            Self::Verdict => Ok(contestant(verdict::Verdict::new(count))),
            Self::IfChain => if_chain::IfChain::new(count)
                .map(contestant)
                .ok_or_else(|| anyhow::anyhow!("there is no chain of {count} rules")),
            rival => rival.build_rival(&rules(count)),
        }
    }

    /// Reads and compiles any rules; the two engines that have their rules by other ways cannot.
    fn build_rival(self, rules: &[RuleSpec]) -> Result<Box<dyn Contestant>> {
        Ok(match self {
            Self::Zen => contestant(zen::Zen::new(rules)?),
            Self::Dsntk => contestant(dsntk::Dsntk::new(rules)?),
            Self::Cel => contestant(cel::Cel::new(rules)?),
            Self::Regorus => contestant(regorus::Regorus::new(rules)?),
            Self::Verdict | Self::IfChain => {
                anyhow::bail!("`{}` takes no translated rules", self.name())
            }
        })
    }
}

/// The rules of a table of this size.
pub(crate) fn rules(count: usize) -> Vec<RuleSpec> {
    (0..count).map(|at| rule(count, at)).collect()
}
