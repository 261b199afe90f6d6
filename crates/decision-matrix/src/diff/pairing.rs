//! What two matrices over the same factors have in common before any claim is looked at: derived
//! factors and tables of one name, those of them that are the same function, and rules that say the
//! same.

use std::collections::{BTreeMap, BTreeSet};

use crate::compile::ValueSet;
use crate::table::{
    Cell, ColumnRef, ColumnType, Conclusion, DecisionTables, DeriveIndex, HitPolicy, Item, Operand,
    RuleTable, TableIndex, Test, columns_of, expression_text, value_text,
};
use crate::verify::reads::{Name, each_name};

/// The common parts of two matrices. Tables are numbered as in the proofs: the intermediate ones,
/// then the decision.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    /// For a derived factor or table of the old version the new one of the same name and type.
    pub(super) to_new: BTreeMap<ColumnRef, ColumnRef>,
    to_old: BTreeMap<ColumnRef, ColumnRef>,
    /// The columns of the old version that are the same function of the factors in the new one.
    same: BTreeSet<ColumnRef>,
    /// The old version's rules.
    pub(super) old: RuleKeys,
    /// The new version's rules.
    pub(super) new: RuleKeys,
    names: BTreeMap<String, u32>,
}

/// What the rules of one version say, as numbers: equal numbers, equal rules.
#[derive(Debug, Default)]
pub(super) struct RuleKeys {
    /// For each table, for each rule.
    pub(super) keys: Vec<Vec<u32>>,
    /// Whether a rule reads only columns that are the same in both versions.
    steady: Vec<Vec<bool>>,
    /// What each table gives when nothing matches.
    defaults: Vec<Option<u32>>,
}

/// Which version a matrix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    Old,
    New,
}

impl Pairing {
    /// Compares two matrices.
    pub(super) fn new(old: &DecisionTables, new: &DecisionTables) -> Self {
        let mut pairing = Self::default();
        pairing.pair_names(old, new);
        let empty = |tables: &DecisionTables| RuleKeys {
            keys: vec![Vec::new(); tables.tables.len() + 1],
            steady: vec![Vec::new(); tables.tables.len() + 1],
            defaults: vec![None; tables.tables.len() + 1],
        };
        (pairing.old, pairing.new) = (empty(old), empty(new));
        for column in &new.order {
            if let ColumnRef::Table(index) = column {
                pairing.table(new, Version::New, *index);
            }
        }
        for column in &old.order {
            if let ColumnRef::Table(index) = column {
                pairing.table(old, Version::Old, *index);
            }
            if pairing.is_same_function(old, new, *column) {
                pairing.same.insert(*column);
            }
        }
        for (tables, version) in [(old, Version::Old), (new, Version::New)] {
            let result = |it: &Conclusion| conclusion_text(tables, it);
            pairing.rules(
                tables,
                version,
                tables.tables.len(),
                &tables.decision,
                &result,
            );
        }
        pairing.find_steady(old, Version::Old);
        pairing.find_steady(new, Version::New);
        pairing
    }

    /// Whether a column of the old version is the same function in the new one.
    pub(super) fn is_same(&self, column: ColumnRef) -> bool {
        matches!(column, ColumnRef::Factor(_)) || self.same.contains(&column)
    }

    /// The column of the old version that stands for one of the new.
    pub(super) fn old_of(&self, column: ColumnRef) -> Option<ColumnRef> {
        match column {
            ColumnRef::Factor(_) => Some(column),
            _ => self.to_old.get(&column).copied(),
        }
    }

    fn pair_names(&mut self, old: &DecisionTables, new: &DecisionTables) {
        let pairs = |count: usize, column: &dyn Fn(u32) -> ColumnRef| -> Vec<ColumnRef> {
            (0..).take(count).map(column).collect()
        };
        let derive = |at| ColumnRef::Derive(DeriveIndex(at));
        let table = |at| ColumnRef::Table(TableIndex(at));
        let olds = [
            pairs(old.derives.len(), &derive),
            pairs(old.tables.len(), &table),
        ]
        .concat();
        let news = [
            pairs(new.derives.len(), &derive),
            pairs(new.tables.len(), &table),
        ]
        .concat();
        for column in olds {
            let twin = news.iter().find(|other| {
                old.column_name(column) == new.column_name(**other)
                    && std::mem::discriminant(&column) == std::mem::discriminant(*other)
            });
            let types = twin.and_then(|twin| old.column_type(column).zip(new.column_type(*twin)));
            if let Some((twin, (one, other))) = twin.zip(types)
                && one.value_type == other.value_type
                && one.scale == other.scale
            {
                self.to_new.insert(column, *twin);
                self.to_old.insert(*twin, column);
            }
        }
    }

    /// A number for the words of something; equal words, equal number.
    fn number(&mut self, words: String) -> u32 {
        let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        *self.names.entry(words).or_insert(next)
    }

    fn table(&mut self, tables: &DecisionTables, version: Version, index: TableIndex) {
        let Some(table) = tables.tables.get(index.0 as usize) else {
            return;
        };
        let result = |it: &crate::table::ResultCell| format!("{:?}", it.value);
        self.rules(tables, version, index.0 as usize, &table.rules, &result);
    }

    fn rules<R>(
        &mut self,
        tables: &DecisionTables,
        version: Version,
        place: usize,
        table: &RuleTable<R>,
        result: &dyn Fn(&R) -> String,
    ) {
        let keys: Vec<u32> = table
            .rules
            .iter()
            .map(|rule| {
                let cells = table.columns.iter().zip(&rule.cells);
                let mut words: Vec<String> = cells
                    .filter_map(|(column, cell)| self.cell_key(tables, version, *column, cell))
                    .collect();
                words.sort_unstable();
                self.number(format!("{} || {}", words.join(" | "), result(&rule.result)))
            })
            .collect();
        let default = table
            .default
            .as_ref()
            .map(|it| self.number(format!("default {}", result(it))));
        let side = match version {
            Version::Old => &mut self.old,
            Version::New => &mut self.new,
        };
        if let (Some(slot), Some(default_slot)) =
            (side.keys.get_mut(place), side.defaults.get_mut(place))
        {
            (*slot, *default_slot) = (keys, default);
        }
    }

    /// What a cell says; `None` where it holds everything.
    fn cell_key(
        &self,
        tables: &DecisionTables,
        version: Version,
        column: ColumnRef,
        cell: &Cell,
    ) -> Option<String> {
        let column_type = tables.column_type(column)?;
        let column_key = self.column_key(version, column);
        if let Some(set) = ValueSet::of_cell(cell) {
            let whole = ValueSet::of_column(column_type);
            let held = set.intersection(&whole);
            return (held != whole).then(|| format!("{column_key} {:?}", held.ranges()));
        }
        Some(format!("{column_key} {:?}", self.plain(version, cell)))
    }

    /// A column in words that both versions share where they pair it.
    fn column_key(&self, version: Version, column: ColumnRef) -> String {
        let old = match version {
            Version::Old if matches!(column, ColumnRef::Factor(_)) => Some(column),
            Version::Old => self.to_new.contains_key(&column).then_some(column),
            Version::New => self.old_of(column),
        };
        match old {
            Some(column) => format!("{column:?}"),
            None => format!("{version:?} {column:?}"),
        }
    }

    /// A cell that names tables, with values for parameters and common names for tables.
    fn plain(&self, version: Version, cell: &Cell) -> Vec<String> {
        let operand = |operand: &Operand| match operand {
            Operand::Literal(value) | Operand::Parameter { value, .. } => value.to_string(),
            Operand::Table { index, conversion } => {
                let column = self.column_key(version, ColumnRef::Table(*index));
                format!("{column} {conversion:?}")
            }
        };
        let test = |test: &Test| match test {
            Test::Compare(comparison, value) => format!("{comparison:?} {}", operand(value)),
            Test::Interval {
                low,
                low_included,
                high,
                high_included,
            } => format!(
                "{low_included} {} {high_included} {}",
                operand(low),
                operand(high)
            ),
        };
        let Cell::Items(items) = cell else {
            return Vec::new();
        };
        let items = items.iter().map(|item| match item {
            Item::Null | Item::NotNull => format!("{item:?}"),
            Item::Test(it) => test(it),
            Item::Not(tests) => format!("not {:?}", tests.iter().map(test).collect::<Vec<_>>()),
        });
        items.collect()
    }

    fn is_same_function(
        &self,
        old: &DecisionTables,
        new: &DecisionTables,
        column: ColumnRef,
    ) -> bool {
        let Some(twin) = self.to_new.get(&column) else {
            return false;
        };
        let types = old.column_type(column).zip(new.column_type(*twin));
        let is_same_domain = |(one, other): (&ColumnType, &ColumnType)| {
            ValueSet::of_column(one) == ValueSet::of_column(other)
        };
        let reads = columns_of(old, column);
        if !reads.iter().all(|read| self.is_same(*read)) {
            return false;
        }
        match (column, *twin) {
            (ColumnRef::Derive(DeriveIndex(one)), ColumnRef::Derive(DeriveIndex(other))) => {
                types.is_some_and(is_same_domain)
                    && is_same_derive(old, one as usize, new, other as usize)
            }
            (ColumnRef::Table(TableIndex(one)), ColumnRef::Table(TableIndex(other))) => {
                let hit = |tables: &DecisionTables, at: u32| {
                    tables.tables.get(at as usize).map(|it| it.rules.hit)
                };
                self.has_same_rules((hit(old, one), one), (hit(new, other), other))
            }
            _ => false,
        }
    }

    fn has_same_rules(
        &self,
        (old_hit, old): (Option<HitPolicy>, u32),
        (new_hit, new): (Option<HitPolicy>, u32),
    ) -> bool {
        let (old, new) = (old as usize, new as usize);
        let (Some(one), Some(other)) = (self.old.keys.get(old), self.new.keys.get(new)) else {
            return false;
        };
        if old_hit != new_hit || self.old.defaults.get(old) != self.new.defaults.get(new) {
            return false;
        }
        if matches!(old_hit, Some(HitPolicy::First | HitPolicy::Priority)) {
            return one == other;
        }
        let sorted = |keys: &[u32]| {
            let mut keys = keys.to_vec();
            keys.sort_unstable();
            keys
        };
        sorted(one) == sorted(other)
    }

    fn find_steady(&mut self, tables: &DecisionTables, version: Version) {
        let is_same = |column: ColumnRef| {
            let old = match version {
                Version::Old => Some(column),
                Version::New => self.old_of(column),
            };
            old.is_some_and(|old| self.is_same(old))
        };
        let steady: Vec<Vec<bool>> = tables
            .tables
            .iter()
            .map(|table| steady_rules(&table.rules, &is_same))
            .chain([steady_rules(&tables.decision, &is_same)])
            .collect();
        match version {
            Version::Old => self.old.steady = steady,
            Version::New => self.new.steady = steady,
        }
    }
}

impl RuleKeys {
    /// What a rule says.
    pub(super) fn key(&self, table: usize, rule: u32) -> Option<u32> {
        self.keys.get(table)?.get(rule as usize).copied()
    }

    /// Whether a rule reads only what is the same in both versions.
    pub(super) fn is_steady(&self, table: usize, rule: u32) -> bool {
        let rules = self.steady.get(table);
        rules.and_then(|rules| rules.get(rule as usize)) == Some(&true)
    }

    /// What a table gives when nothing matches.
    pub(super) fn default(&self, table: usize) -> Option<u32> {
        self.defaults.get(table).copied().flatten()
    }
}

fn steady_rules<R>(table: &RuleTable<R>, is_same: &dyn Fn(ColumnRef) -> bool) -> Vec<bool> {
    let steady = table.rules.iter().map(|rule| {
        let mut cells = table.columns.iter().zip(&rule.cells);
        cells.all(|(column, cell)| {
            let named = cell.named_tables();
            *cell == Cell::Any
                || (is_same(*column)
                    && named
                        .into_iter()
                        .all(|table| is_same(ColumnRef::Table(table))))
        })
    });
    steady.collect()
}

fn is_same_derive(old: &DecisionTables, one: usize, new: &DecisionTables, other: usize) -> bool {
    let (Some(one), Some(other)) = (old.derives.get(one), new.derives.get(other)) else {
        return false;
    };
    let parameters = |tables: &DecisionTables, derive: &crate::table::Derive| {
        let mut values = Vec::new();
        each_name(&derive.expression, &mut |name| {
            if let Name::Parameter(index) = name
                && let Some(it) = tables.parameters.get(index.0 as usize)
            {
                values.push((it.column.scale, value_text(tables, &it.column, it.value)));
            }
        });
        values
    };
    one.rounding == other.rounding
        && expression_text(old, &one.expression) == expression_text(new, &other.expression)
        && parameters(old, one) == parameters(new, other)
}

/// A conclusion in words.
fn conclusion_text(tables: &DecisionTables, conclusion: &Conclusion) -> String {
    let reason = tables.reasons.get(conclusion.reason.0 as usize);
    let route = conclusion
        .route
        .and_then(|it| tables.routes.get(it.0 as usize));
    format!(
        "{:?} {:?} {route:?} {:?}",
        conclusion.outcome,
        reason.map(|it| &it.code),
        conclusion.due_seconds
    )
}
