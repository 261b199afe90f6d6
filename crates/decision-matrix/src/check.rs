//! From what a file says to what it means: every name looked up, every value typed.
//!
//! All problems are collected; a part that has one is left out and does not raise others. The
//! centre is handed out only when there is no error at all. What needs a proof (overlaps,
//! conflicts, gaps, guarantees) is not looked at here.

mod audit;
mod cells;
mod collect;
mod cross_tables;
mod decision;
mod domains;
mod expressions;
mod guarantees;
mod header;
mod literals;
mod names;
mod operators;
mod order;
mod reasons;
mod results;
mod rules;
mod tables;
mod types;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::matrix::SourceMatrix;
use crate::source::span::{Span, Text};
use crate::table::{ColumnRef, Currency, DecisionTables, TableIndex};
use literals::Texts;
use names::Scope;
use reasons::Reasons;

/// Most findings of one check.
const DIAGNOSTICS_MAX: usize = 1_000;

/// What checking gave: the centre, unless there was an error, and everything that was found.
pub(crate) struct Checked {
    /// The checked matrix.
    pub(crate) tables: Option<DecisionTables>,
    /// Everything that was found.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Checks a source matrix.
pub(crate) fn check(source: &SourceMatrix) -> Checked {
    let mut checker = Checker {
        source,
        currency: None,
        currency_reported: false,
        scope: Scope::default(),
        texts: Texts::default(),
        reasons: Reasons::default(),
        routes: Vec::new(),
        reads: vec![BTreeSet::new(); source.derives.len() + source.tables.len()],
        reader: None,
        hyphenated: hyphenated_words(source),
        too_many_results: BTreeMap::new(),
        found: Vec::new(),
    };
    let tables = checker.matrix();
    let failed = checker
        .found
        .iter()
        .any(|diagnostic| diagnostic.severity() == crate::diagnostic::Severity::Error);
    Checked {
        tables: tables.filter(|_| !failed),
        diagnostics: checker.found,
    }
}

/// The state of one check.
struct Checker<'a> {
    source: &'a SourceMatrix,
    currency: Option<Currency>,
    currency_reported: bool,
    scope: Scope,
    texts: Texts,
    reasons: Reasons,
    routes: Vec<String>,
    /// What each computed column reads: derives first, then tables.
    reads: Vec<BTreeSet<ColumnRef>>,
    /// The computed column that is being checked.
    reader: Option<ColumnRef>,
    /// The category values with a hyphen, which expressions read as one word.
    hyphenated: BTreeSet<String>,
    /// The tables that cells name, and whether they have too many results for that.
    too_many_results: BTreeMap<TableIndex, bool>,
    found: Vec<Diagnostic>,
}

impl Checker<'_> {
    /// Everything, in an order in which each part finds the names it needs.
    fn matrix(&mut self) -> Option<DecisionTables> {
        let source = self.source;
        let header = self.header();
        self.declare_names();
        let factors = self.factors();
        let parameters = self.parameters();
        self.declare_computed_types();
        self.declare_reasons();
        let derives = self.derives();
        let tables = self.tables();
        let decision = self.decision();
        let order = self.order();
        let guarantees = self.guarantees();
        let audit = self.audit();
        let header = header?;
        Some(DecisionTables {
            id: header.id,
            version: source.version.text.clone(),
            title: plain(source.title.as_ref()),
            owner: plain(source.owner.as_ref()),
            currency: self.currency,
            effective: header.effective,
            keys: header.keys,
            permits_decline: header.permits_decline,
            factors: factors?,
            parameters: parameters?,
            derives: derives?,
            tables: tables?,
            order: order?,
            decision: decision?,
            reasons: std::mem::take(&mut self.reasons).into_reasons(),
            routes: std::mem::take(&mut self.routes),
            guarantees: guarantees?,
            audit: audit?,
            texts: std::mem::take(&mut self.texts).into_texts(),
        })
    }

    /// Reports a finding. Of a file with thousands of problems the first thousand are enough.
    fn report(&mut self, diagnostic: Diagnostic) {
        if !self.is_full() {
            self.found.push(diagnostic);
        }
    }

    /// Whether no more findings are collected.
    fn is_full(&self) -> bool {
        self.found.len() >= DIAGNOSTICS_MAX
    }

    /// Reports a finding that needs no more than code, place and message.
    fn error(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.report(Diagnostic::new(code, span, message));
    }

    /// Reports an error and keeps nothing.
    fn refuse<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.report(diagnostic);
        None
    }

    /// Notes that the column being checked reads another one.
    fn note_read(&mut self, column: ColumnRef) {
        let slot = self.reader.and_then(|reader| self.computed_slot(reader));
        if let Some(reads) = slot.and_then(|slot| self.reads.get_mut(slot)) {
            reads.insert(column);
        }
    }

    /// The place of a computed column in `reads`.
    fn computed_slot(&self, column: ColumnRef) -> Option<usize> {
        match column {
            ColumnRef::Factor(_) => None,
            ColumnRef::Derive(index) => Some(index.0 as usize),
            ColumnRef::Table(index) => Some(self.source.derives.len() + index.0 as usize),
        }
    }
}

/// Every category value of the file that has a hyphen.
fn hyphenated_words(source: &SourceMatrix) -> BTreeSet<String> {
    let types = source
        .factors
        .iter()
        .map(|factor| &factor.value_type)
        .chain(
            source
                .parameters
                .iter()
                .map(|parameter| &parameter.value_type),
        )
        .chain(source.derives.iter().map(|derive| &derive.value_type))
        .chain(
            source
                .tables
                .iter()
                .filter_map(|table| table.output.as_ref()),
        );
    let words = types
        .filter_map(|keys| keys.values.as_ref())
        .flat_map(|(_, words)| words);
    words
        .map(|word| &word.text)
        .filter(|word| word.contains('-'))
        .cloned()
        .collect()
}

/// The text without its place.
fn plain(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.text.clone())
}

/// All of the parts, or nothing if one is missing. Every part is made in any case, so that each
/// tells what is wrong with it.
fn all<T>(parts: impl IntoIterator<Item = Option<T>>) -> Option<Vec<T>> {
    let parts = parts.into_iter();
    let mut whole = Some(Vec::with_capacity(parts.size_hint().0));
    for part in parts {
        match (part, &mut whole) {
            (Some(part), Some(whole)) => whole.push(part),
            (None, whole) => *whole = None,
            (Some(_), None) => {}
        }
    }
    whole
}

/// An index of one of the lists of a file; their lengths are limited by its size.
fn index(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
