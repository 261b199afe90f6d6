//! Which factors each column hangs on, through derived factors and tables.

use std::collections::BTreeSet;

use crate::table::{ColumnRef, DecisionTables, FactorIndex, columns_of};

/// The factors behind every column, sorted.
pub(super) struct Reads {
    derives: Vec<Vec<FactorIndex>>,
    tables: Vec<Vec<FactorIndex>>,
}

impl Reads {
    pub(super) fn new(tables: &DecisionTables) -> Self {
        let mut reads = Self {
            derives: vec![Vec::new(); tables.derives.len()],
            tables: vec![Vec::new(); tables.tables.len()],
        };
        for column in &tables.order {
            let factors = reads.of_all(columns_of(tables, *column));
            let place = match column {
                ColumnRef::Factor(_) => None,
                ColumnRef::Derive(index) => reads.derives.get_mut(index.0 as usize),
                ColumnRef::Table(index) => reads.tables.get_mut(index.0 as usize),
            };
            if let Some(place) = place {
                *place = factors;
            }
        }
        reads
    }

    /// The factors behind some columns, sorted.
    pub(super) fn of_all(&self, columns: impl IntoIterator<Item = ColumnRef>) -> Vec<FactorIndex> {
        let mut factors = BTreeSet::new();
        for column in columns {
            match column {
                ColumnRef::Factor(index) => {
                    factors.insert(index);
                }
                computed => factors.extend(self.of(computed)),
            }
        }
        factors.into_iter().collect()
    }

    /// Whether a derived factor hangs on the factor.
    pub(super) fn derive_reads(&self, derive: usize, factor: FactorIndex) -> bool {
        self.derives
            .get(derive)
            .is_some_and(|factors| factors.binary_search(&factor).is_ok())
    }

    /// Of a computed column.
    fn of(&self, column: ColumnRef) -> &[FactorIndex] {
        match column {
            ColumnRef::Factor(_) => None,
            ColumnRef::Derive(index) => self.derives.get(index.0 as usize),
            ColumnRef::Table(index) => self.tables.get(index.0 as usize),
        }
        .map_or(&[], Vec::as_slice)
    }
}
