//! Gaming: whether claims gather just below a limit since it is known.
//!
//! People claim round amounts, and limits are round, so claims always gather at a limit. A test of
//! one period (`McCrary` 2008 and its successors) takes the amounts for a smooth density and rejects
//! nearly always for that reason alone (Barreca, Lindo and Waddell, NBER working paper 17408). Here
//! the claims just below and just above a limit are compared *before and after* it came into
//! force: what was round before is round after.
//!
//! A limit is a cell of a cross-table of money, with the claims that read the cell, or a parameter
//! that the amount is compared with, with all claims. Of limits with a common value in one
//! table each is tested for itself. The windows are as wide as the limit. The test cannot tell
//! shading from other reasons for smaller amounts, such as prices that fell.

pub(super) mod limits;

#[cfg(test)]
mod tests;

use decision_matrix::table::{ColumnRef, DecisionTables, TableIndex};

use super::limit_cells::LimitReaders;
use crate::replay::{PricedClaim, ReplayPlan};
use crate::statistics::fisher_one_sided;

/// The chance that any of the tests rings where nothing changed.
const LEVEL: f64 = 0.05;
/// The fewest claims in both windows together, before and after.
const FEWEST_CLAIMS: u64 = 20;

/// The test at one limit: claims in the window below against the window above, before and after
/// the limit came into force (Fisher's exact test, one-sided).
#[derive(Clone, Debug, PartialEq)]
pub struct GamingTest {
    /// The table or parameter and its cell, as in a message.
    pub limit_of: String,
    /// The limit, in minor units.
    pub limit: i64,
    /// The width of each window, in minor units: `(limit - width, limit]` and
    /// `(limit, limit + width]`.
    pub width: i64,
    /// Claims below and above, before.
    pub before: (u64, u64),
    /// Claims below and above, after.
    pub after: (u64, u64),
    /// The chance of so many below after, if nothing changed.
    pub p_value: f64,
    /// Whether it stays below 5% after the correction for the number of limits (Holm).
    pub is_alarming: bool,
}

/// The tests at every limit with enough claims.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gaming {
    /// When the limits came into force, in seconds since 1970-01-01T00:00:00Z; `None` where the
    /// claims do not lie on both sides of it: then there are no tests.
    pub since: Option<i64>,
    /// The tests, in order of declaration.
    pub tests: Vec<GamingTest>,
}

/// The windows at a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitWindow {
    limit: i64,
    width: i64,
}

/// Which window an amount lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitSide {
    /// `(limit - width, limit]`
    Below,
    /// `(limit, limit + width]`
    Above,
}

/// Counts claims near limits, before and after the limits came into force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GamingTally {
    since: Option<i64>,
    /// Claims with a time before and after, near a limit or not.
    before: u64,
    after: u64,
    /// Table by table, in the order of the readers, cell by cell.
    cells: Vec<Vec<Limit>>,
    parameters: Vec<Limit>,
}

/// One limit and the claims near it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Limit {
    /// `None` where the cell holds no limit above 0.
    window: Option<LimitWindow>,
    name: String,
    before: (u64, u64),
    after: (u64, u64),
}

impl LimitWindow {
    /// Windows as wide as the limit; `None` where the limit is not above 0.
    pub fn new(limit: i64) -> Option<Self> {
        (limit > 0).then_some(Self {
            limit,
            width: limit,
        })
    }

    /// The window of an amount; `None` where it is far from the limit.
    #[inline]
    pub fn side(self, amount: i64) -> Option<LimitSide> {
        let distance = amount.saturating_sub(self.limit);
        if distance <= -self.width || distance > self.width {
            None
        } else if distance <= 0 {
            Some(LimitSide::Below)
        } else {
            Some(LimitSide::Above)
        }
    }
}

/// The readers for this tally. They find the limit that a claim would have read, whether or not the
/// rules were in force at its time; readers that know the time would find none before.
pub fn readers(tables: &DecisionTables) -> LimitReaders {
    LimitReaders::new(&DecisionTables {
        effective: None,
        ..tables.clone()
    })
}

impl GamingTally {
    /// Nothing counted yet. The limits are in force from the `effective.from` of the plan on; the
    /// readers are those of [`readers`].
    pub fn new(plan: &ReplayPlan, readers: &LimitReaders) -> Self {
        let effective = plan.tables().effective;
        Self::since(
            plan,
            readers,
            effective.and_then(|effective| effective.from),
        )
    }

    /// Nothing counted yet. The limits are in force from a second on: `effective.from` of the rules
    /// file, which a replay of older claims leaves out of its plan. Without it nothing ever is
    /// counted.
    pub fn since(plan: &ReplayPlan, readers: &LimitReaders, since: Option<i64>) -> Self {
        let tables = plan.tables();
        let amount = plan.amount_factor().map(ColumnRef::Factor);
        let (Some(_), Some(amount)) = (since, amount) else {
            return Self {
                since: None,
                before: 0,
                after: 0,
                cells: Vec::new(),
                parameters: Vec::new(),
            };
        };
        let cells = readers.all().iter().map(|reader| {
            let limits = (0..reader.cells()).map(|cell| Limit {
                window: reader.limit_of(cell).and_then(LimitWindow::new),
                name: cell_name(tables, reader.table(), cell),
                before: (0, 0),
                after: (0, 0),
            });
            limits.collect()
        });
        let parameters = limits::parameters(tables, amount)
            .into_iter()
            .map(|(name, value)| Limit {
                window: LimitWindow::new(value),
                name: format!("`{name}`"),
                before: (0, 0),
                after: (0, 0),
            });
        Self {
            since,
            before: 0,
            after: 0,
            cells: cells.collect(),
            parameters: parameters.collect(),
        }
    }

    /// Adds a claim.
    pub fn add(&mut self, _plan: &ReplayPlan, readers: &LimitReaders, claim: &PricedClaim<'_>) {
        let (Some(since), Some(time), Some(amount)) = (self.since, claim.time, claim.amount) else {
            return;
        };
        let is_after = time >= since;
        self.before += u64::from(!is_after);
        self.after += u64::from(is_after);
        for (reader, cells) in readers.all().iter().zip(&mut self.cells) {
            let cell = reader.cell(claim.claim.facts);
            if let Some(limit) = cell.and_then(|cell| cells.get_mut(cell)) {
                limit.add(amount, is_after);
            }
        }
        for limit in &mut self.parameters {
            limit.add(amount, is_after);
        }
    }

    /// Adds what another tally of the same plan has counted.
    pub fn merge(&mut self, other: &Self) {
        self.before += other.before;
        self.after += other.after;
        let theirs = other.cells.iter().flatten().chain(&other.parameters);
        let mine = self.cells.iter_mut().flatten().chain(&mut self.parameters);
        for (mine, theirs) in mine.zip(theirs) {
            mine.before = sum(mine.before, theirs.before);
            mine.after = sum(mine.after, theirs.after);
        }
    }

    /// The tests.
    pub fn finish(&self, _plan: &ReplayPlan) -> Gaming {
        if self.before == 0 || self.after == 0 {
            return Gaming::default();
        }
        let limits = self.cells.iter().flatten().chain(&self.parameters);
        let mut tests: Vec<_> = limits.filter_map(Limit::test).collect();
        mark_alarms(&mut tests);
        Gaming {
            since: self.since,
            tests,
        }
    }
}

impl Limit {
    /// Counts a claim, where it lies in a window.
    #[inline]
    fn add(&mut self, amount: i64, is_after: bool) {
        let counts = if is_after {
            &mut self.after
        } else {
            &mut self.before
        };
        match self.window.and_then(|window| window.side(amount)) {
            Some(LimitSide::Below) => counts.0 += 1,
            Some(LimitSide::Above) => counts.1 += 1,
            None => {}
        }
    }

    /// The test, where there are enough claims.
    fn test(&self) -> Option<GamingTest> {
        let LimitWindow { limit, width } = self.window?;
        let is_enough = |(below, above): (u64, u64)| below + above >= FEWEST_CLAIMS;
        (is_enough(self.before) && is_enough(self.after)).then(|| GamingTest {
            limit_of: self.name.clone(),
            limit,
            width,
            before: self.before,
            after: self.after,
            p_value: fisher_one_sided(self.before, self.after),
            is_alarming: false,
        })
    }
}

/// Holm's step-down procedure (1979): the smallest p-value is held against the level divided by
/// the number of tests, the next one by one test less, until one stays above.
fn mark_alarms(tests: &mut [GamingTest]) {
    let mut order: Vec<usize> = (0..tests.len()).collect();
    let p_value = |at: usize| tests.get(at).map_or(1.0, |test| test.p_value);
    order.sort_by(|one, other| {
        p_value(*one)
            .total_cmp(&p_value(*other))
            .then(one.cmp(other))
    });
    let left = (1..=tests.len()).rev();
    let alarming: Vec<usize> = { order.into_iter().zip(left) }
        .take_while(|(at, left)| p_value(*at) * wide(*left) <= LEVEL)
        .map(|(at, _)| at)
        .collect();
    for at in alarming {
        if let Some(test) = tests.get_mut(at) {
            test.is_alarming = true;
        }
    }
}

/// A table and its cell, as in a message.
fn cell_name(tables: &DecisionTables, table: TableIndex, cell: usize) -> String {
    let Some(table) = tables.tables.get(table.0 as usize) else {
        return String::new();
    };
    let id = table.rules.rules.get(cell).map_or("", |rule| &rule.id);
    format!("`{}` {id}", table.name)
}

/// Two pairs of counts added.
fn sum(one: (u64, u64), other: (u64, u64)) -> (u64, u64) {
    (one.0 + other.0, one.1 + other.1)
}

/// A number of tests as a float.
#[expect(clippy::cast_precision_loss, reason = "limits are few")]
fn wide(count: usize) -> f64 {
    count as f64
}
