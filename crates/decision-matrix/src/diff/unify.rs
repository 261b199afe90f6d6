//! Two matrices with one list of factors: the same indexes, words and texts mean the same in both.
//!
//! Factors are paired by name. The joint type of a factor holds the values of both versions; what
//! each version itself permits is kept beside it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::comparison::Comparison;
use crate::compile::{NULL, ValueSet};
use crate::table::{
    Cell, ColumnType, DecisionTables, Factor, FactorIndex, Item, Operand, Test, ValueType,
};

use super::DiffError;
use super::recode::Recoding;

/// Two matrices over one list of factors.
#[derive(Debug)]
pub(super) struct Unified {
    /// The old version, with the joint factors.
    pub(super) old: Side,
    /// The new version, with the joint factors.
    pub(super) new: Side,
    /// Every factor: those of the old version, then those that only the new one has.
    pub(super) factors: Vec<Factor>,
    /// The texts of both.
    pub(super) texts: Vec<String>,
}

/// One version.
#[derive(Debug)]
pub(super) struct Side {
    /// The matrix over the joint factors.
    pub(super) tables: Arc<DecisionTables>,
    /// For each joint factor the values that the version itself permits, in joint codes; `None`
    /// where it does not have the factor.
    pub(super) domains: Vec<Option<ValueSet>>,
    /// For each of its own factors the joint one.
    pub(super) joint: Vec<usize>,
    /// From its own codes of texts to the joint ones.
    pub(super) texts: Vec<i64>,
    /// From its own codes of words to the joint ones, for each of its own factors that needs it.
    pub(super) words: BTreeMap<usize, Vec<i64>>,
}

impl Unified {
    /// Brings two versions together.
    pub(super) fn new(old: &DecisionTables, new: &DecisionTables) -> Result<Self, DiffError> {
        same_currency(old, new)?;
        let mut texts = old.texts.clone();
        let new_texts = joined(&mut texts, &new.texts);
        let old_texts = (0..).take(old.texts.len()).collect();
        let mut factors = old.factors.clone();
        let mut joint = Vec::new();
        let mut words = BTreeMap::new();
        for (at, factor) in new.factors.iter().enumerate() {
            let place = factors.iter().position(|it| it.name == factor.name);
            let Some(place) = place else {
                joint.push(factors.len());
                factors.push(factor.clone());
                continue;
            };
            joint.push(place);
            if let Some(known) = factors.get_mut(place) {
                let codes = together(known, factor)?;
                words.extend(codes.map(|codes| (at, codes)));
            }
        }
        let mut new_side = Side {
            tables: Arc::new(new.clone()),
            domains: Vec::new(),
            joint,
            texts: new_texts,
            words,
        };
        let mut old_side = Side {
            tables: Arc::new(old.clone()),
            domains: Vec::new(),
            joint: (0..old.factors.len()).collect(),
            texts: old_texts,
            words: BTreeMap::new(),
        };
        old_side.domains = old_side.own_domains(old, factors.len());
        new_side.domains = new_side.own_domains(new, factors.len());
        for (at, factor) in factors.iter_mut().enumerate() {
            let domain = |side: &Side| side.domains.get(at).cloned().flatten();
            let both = [domain(&old_side), domain(&new_side)];
            widen(&mut factor.column, both.iter().flatten());
        }
        old_side.tables = Arc::new(Recoding::new(&old_side).tables(old, &factors, &texts));
        new_side.tables = Arc::new(Recoding::new(&new_side).tables(new, &factors, &texts));
        Ok(Self {
            old: old_side,
            new: new_side,
            factors,
            texts,
        })
    }
}

impl Side {
    /// For each joint factor the values that this version permits.
    fn own_domains(&self, own: &DecisionTables, count: usize) -> Vec<Option<ValueSet>> {
        let mut domains = vec![None; count];
        for (at, (factor, place)) in own.factors.iter().zip(&self.joint).enumerate() {
            let set = ValueSet::of_column(&factor.column);
            let set = match factor.column.value_type {
                ValueType::Text => mapped(&set, &self.texts),
                _ => self
                    .words
                    .get(&at)
                    .map_or(set.clone(), |codes| mapped(&set, codes)),
            };
            if let Some(slot) = domains.get_mut(*place) {
                *slot = Some(set);
            }
        }
        domains
    }
}

/// A set of codes in other codes; what has none, and null, stays as it is.
fn mapped(set: &ValueSet, codes: &[i64]) -> ValueSet {
    let count = i64::try_from(codes.len()).unwrap_or(i64::MAX);
    let known = codes.iter().enumerate().filter_map(|(at, code)| {
        let own = i64::try_from(at).ok()?;
        set.contains(own).then_some((*code, *code))
    });
    let mut ranges: Vec<(i64, i64)> = known.collect();
    if set.contains(NULL) {
        ranges.push((NULL, NULL));
    }
    if set.contains(i64::MAX) {
        // Every text: also those that only the other version names.
        let rest = set.intersection(&ValueSet::range(count, i64::MAX));
        let excluded: Vec<i64> = (0..count).filter(|own| !set.contains(*own)).collect();
        let excluded = excluded.iter().filter_map(|own| {
            let at = usize::try_from(*own).ok()?;
            codes.get(at).map(|code| (*code, *code))
        });
        let excluded = ValueSet::from_ranges(excluded.collect());
        if !rest.ranges().is_empty() {
            let all = ValueSet::range(0, i64::MAX);
            ranges.extend(crate::verify::cell_words::without(&all, &excluded).ranges());
        }
    }
    ValueSet::from_ranges(ranges)
}

/// Money of two currencies is not compared.
fn same_currency(old: &DecisionTables, new: &DecisionTables) -> Result<(), DiffError> {
    match (&old.currency, &new.currency) {
        (Some(old), Some(new)) if old != new => Err(DiffError::Currency {
            old: old.code().to_owned(),
            new: new.code().to_owned(),
        }),
        _ => Ok(()),
    }
}

/// The codes of `more` among the known names, which grow by those that are new.
fn joined(known: &mut Vec<String>, more: &[String]) -> Vec<i64> {
    let mut places: BTreeMap<String, usize> = known.iter().cloned().zip(0..).collect();
    let codes = more.iter().map(|name| {
        let place = *places.entry(name.clone()).or_insert_with(|| {
            known.push(name.clone());
            known.len() - 1
        });
        i64::try_from(place).unwrap_or(i64::MAX)
    });
    codes.collect()
}

/// Makes a factor of the old version also that of the new one; gives the codes of the new words
/// where they are not the same.
fn together(known: &mut Factor, other: &Factor) -> Result<Option<Vec<i64>>, DiffError> {
    let refused = |known: &Factor| DiffError::FactorType {
        factor: known.name.clone(),
        old: type_words(&known.column),
        new: type_words(&other.column),
    };
    if known.column.scale != other.column.scale {
        return Err(refused(known));
    }
    match (&known.column.value_type, &other.column.value_type) {
        (ValueType::Category(old), ValueType::Category(new)) => {
            if old == new {
                return Ok(None);
            }
            let mut words = old.to_vec();
            let codes = joined(&mut words, new);
            known.column.value_type = ValueType::Category(words.into());
            Ok(Some(codes))
        }
        (old, new) if old == new => Ok(None),
        _ => Err(refused(known)),
    }
}

/// The words of a type, for messages.
fn type_words(column: &ColumnType) -> String {
    match column.value_type {
        ValueType::Decimal => format!("decimal with scale {}", column.scale),
        _ => column.value_type.as_str().to_owned(),
    }
}

/// Makes a column hold all of some sets.
fn widen<'a>(column: &mut ColumnType, sets: impl Iterator<Item = &'a ValueSet>) {
    let ranges = sets.flat_map(|set| set.ranges().iter().copied()).collect();
    let all = ValueSet::from_ranges(ranges);
    column.nullable = all.contains(NULL);
    column.domain = None;
    let values = all.intersection(&ValueSet::not_null());
    if values != ValueSet::of_domain(column) {
        column.domain = Some(cell_of(&values));
    }
}

/// A column of this type that holds just these values.
pub(super) fn with_values(column: &ColumnType, values: &ValueSet) -> ColumnType {
    let mut column = column.clone();
    widen(&mut column, std::iter::once(values));
    column
}

/// A cell that holds just these values.
fn cell_of(set: &ValueSet) -> Cell {
    let items = set.ranges().iter().map(|(low, high)| {
        Item::Test(if low == high {
            Test::Compare(Comparison::Equal, Operand::Literal(*low))
        } else {
            Test::Interval {
                low: Operand::Literal(*low),
                low_included: true,
                high: Operand::Literal(*high),
                high_included: true,
            }
        })
    });
    Cell::Items(items.collect())
}

/// The names of the factors that only one of two lists has.
pub(super) fn only_in(one: &[Factor], other: &[Factor]) -> Vec<String> {
    let is_known = |factor: &&Factor| !other.iter().any(|it| it.name == factor.name);
    one.iter()
        .filter(is_known)
        .map(|factor| factor.name.clone())
        .collect()
}

/// The joint index of a factor.
pub(super) fn index(at: usize) -> FactorIndex {
    FactorIndex(u32::try_from(at).unwrap_or(u32::MAX))
}
