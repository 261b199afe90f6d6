//! Guarantees: what they speak of. Whether they hold is a matter of proof, not of this check.

use std::collections::BTreeMap;

use super::Checker;
use super::names::{choice, unknown};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::matrix::{SourceGuarantee, SourceGuaranteeClaim};
use crate::source::span::{Span, Text};
use crate::source::suggest::closest;
use crate::table::{Cell, ColumnRef, Direction, Guarantee, GuaranteeClaim, Outcome};

impl Checker<'_> {
    /// Every guarantee.
    pub(super) fn guarantees(&mut self) -> Option<Vec<Guarantee>> {
        let source = self.source;
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut guarantees = Vec::with_capacity(source.guarantees.len());
        for guarantee in &source.guarantees {
            let id = &guarantee.id;
            if let Some(first) = seen.insert(&id.text, id.span) {
                let message = format!("the guarantee id `{}` stands twice", id.text);
                let diagnostic = Diagnostic::new(Code::DuplicateName, id.span, message)
                    .with_guarantee(&id.text)
                    .with_related(first, "first here");
                self.report(diagnostic);
            }
            self.allow(&guarantee.allow);
            guarantees.push(self.guarantee(guarantee));
        }
        super::all(guarantees)
    }

    fn guarantee(&mut self, guarantee: &SourceGuarantee) -> Option<Guarantee> {
        let when: Vec<_> = guarantee
            .when
            .iter()
            .map(|(column, cell)| self.condition(column, cell))
            .collect();
        let claim = match &guarantee.claim {
            SourceGuaranteeClaim::Never(words) => {
                self.outcome_words(words).map(GuaranteeClaim::Never)
            }
            SourceGuaranteeClaim::Always(words) => {
                self.outcome_words(words).map(GuaranteeClaim::Always)
            }
            SourceGuaranteeClaim::MoreCautious(factors) => {
                let moves = factors
                    .iter()
                    .map(|(factor, way)| self.movement(factor, way));
                super::all(moves).map(GuaranteeClaim::MoreCautious)
            }
        };
        Some(Guarantee {
            id: guarantee.id.text.clone(),
            claim: claim?,
            when: super::all(when)?,
        })
    }

    fn condition(&mut self, column: &Text, cell: &Text) -> Option<(ColumnRef, Cell)> {
        let column = self.column(column)?;
        let column_type = self.scope.column_type(column)?.clone();
        Some((column, self.cell(&column_type, cell)?))
    }

    fn outcome_words(&mut self, words: &[Text]) -> Option<Vec<Outcome>> {
        let outcomes = words.iter().map(|word| self.outcome_word(word));
        super::all(outcomes)
    }

    fn movement(&mut self, factor: &Text, way: &Text) -> Option<(ColumnRef, Direction)> {
        let choices = [
            ("rising", Direction::Rising),
            ("falling", Direction::Falling),
        ];
        let direction = match choice(way, "direction", &choices, Code::BadValue) {
            Ok(direction) => Some(direction),
            Err(diagnostic) => self.refuse(diagnostic),
        };
        let column = self.column(factor)?;
        let ColumnRef::Factor(_) = column else {
            let factors = self
                .source
                .factors
                .iter()
                .map(|factor| factor.name.text.as_str());
            let diagnostic = unknown(factor, "factor", closest(&factor.text, factors));
            return self.refuse(diagnostic);
        };
        if !self.scope.column_type(column)?.value_type.is_ordered() {
            let message = format!("`{}` has no order, so it cannot rise or fall", factor.text);
            return self.refuse(Diagnostic::new(Code::WrongType, factor.span, message));
        }
        Some((column, direction?))
    }
}
