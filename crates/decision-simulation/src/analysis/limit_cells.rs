//! The limits of the rules as people draw them: cross-tables of money, and in each cell the claims
//! that read it, what they risk, and where a review would cost as much.

mod reader;

#[cfg(test)]
mod tests;

use decision_matrix::Fact;
use decision_matrix::table::{DecisionTables, TableForm};

pub use reader::LimitReader;

use crate::money::round_ratio;
use crate::replay::{PricedClaim, ReplayPlan};
use crate::statistics::ratio;

/// Bands of amounts that are told apart, as many as a factor has levels.
const BANDS: usize = 64;

/// A cross-table of money with what happened in its cells.
#[derive(Clone, Debug, PartialEq)]
pub struct LimitGrid {
    /// What the table is called.
    pub name: String,
    /// What rows and columns are.
    pub corner: String,
    /// Heads of the columns.
    pub columns: Vec<String>,
    /// Head and cells of each row.
    pub rows: Vec<(String, Vec<LimitCell>)>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub struct LimitCell {
    /// The limit in minor units; `None` is null.
    pub limit: Option<i64>,
    /// Claims that read the cell.
    pub claims: u64,
    /// Those of them that are settled at once.
    pub auto_claims: u64,
    /// Their loss over their money settled at once.
    pub loss_rate: Option<f64>,
    /// What they save against being reviewed, in minor units, over known results.
    pub net_saving: i128,
    /// The amount at which a review of such a claim costs as much as the loss that it can be
    /// expected to stop; `None` where none of them was unjustified.
    pub break_even_amount: Option<i128>,
    /// Avoidable loss per claim over the highest band of amounts that is settled at once.
    pub marginal_break_even: Option<i128>,
}

/// Finds for each claim the cells that it reads, in all cross-tables of money.
#[derive(Debug)]
pub struct LimitReaders {
    readers: Vec<LimitReader>,
}

impl LimitReaders {
    /// The readers of a matrix.
    pub fn new(tables: &DecisionTables) -> Self {
        Self {
            readers: LimitReader::of_money(tables),
        }
    }

    /// One reader a cross-table of money, in order of declaration.
    pub fn all(&self) -> &[LimitReader] {
        &self.readers
    }
}

/// Sums over the claims of each cell of each cross-table of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitCellsTally {
    grids: Vec<Vec<CellSums>>,
}

/// What is added up in one cell; over known results but for the counts of all claims.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct CellSums {
    claims: u64,
    auto_claims: u64,
    known: u64,
    unjustified: u64,
    auto_negative: u64,
    auto_amount: i128,
    loss: i128,
    net_saving: i128,
    without_loss: i128,
    avoidable_share: i128,
    /// Claims settled at once and their avoidable loss, by band of the amount.
    bands: Vec<(u64, i128)>,
}

impl LimitCellsTally {
    /// Nothing added up yet.
    pub fn new(readers: &LimitReaders) -> Self {
        let empty = CellSums {
            bands: vec![(0, 0); BANDS],
            ..CellSums::default()
        };
        let grid = |reader: &LimitReader| vec![empty.clone(); reader.cells()];
        Self {
            grids: readers.all().iter().map(grid).collect(),
        }
    }

    /// Adds a claim to the cells that it reads.
    pub fn add(&mut self, plan: &ReplayPlan, readers: &LimitReaders, claim: &PricedClaim<'_>) {
        for (grid, reader) in self.grids.iter_mut().zip(readers.all()) {
            let cell = reader.cell(claim.claim.facts);
            if let Some(sums) = cell.and_then(|cell| grid.get_mut(cell)) {
                sums.add(plan, claim);
            }
        }
    }

    /// Adds what was added up elsewhere of the same matrix.
    pub fn merge(&mut self, other: &Self) {
        let theirs = other.grids.iter().flatten();
        for (mine, theirs) in self.grids.iter_mut().flatten().zip(theirs) {
            mine.merge(theirs);
        }
    }

    /// The grids, in order of declaration of their tables.
    pub fn finish(&self, plan: &ReplayPlan, readers: &LimitReaders) -> Vec<LimitGrid> {
        { self.grids.iter().zip(readers.all()) }
            .filter_map(|(sums, reader)| grid(plan.tables(), reader, sums))
            .collect()
    }
}

impl CellSums {
    fn add(&mut self, plan: &ReplayPlan, claim: &PricedClaim<'_>) {
        let sums = &claim.sums;
        self.claims += 1;
        self.auto_claims += sums.auto_claims;
        if !claim.is_known() {
            return;
        }
        self.known += 1;
        self.unjustified += sums.unjustified;
        self.auto_negative += sums.auto_negative;
        self.auto_amount += sums.auto_amount;
        self.loss += sums.loss;
        self.net_saving += sums.net_saving();
        self.without_loss += sums.review_without_loss - sums.auto_without_loss;
        self.avoidable_share += sums.avoidable_share;
        if sums.auto_claims > 0
            && let Some(amount) = claim.amount
            && let Some(levels) = plan.amount_factor().and_then(|it| plan.levels().of(it))
            && let Some(band) = self
                .bands
                .get_mut(usize::from(levels.level(Fact::Value(amount))))
        {
            band.0 += 1;
            band.1 += sums.avoidable_loss;
        }
    }

    fn merge(&mut self, other: &Self) {
        self.claims += other.claims;
        self.auto_claims += other.auto_claims;
        self.known += other.known;
        self.unjustified += other.unjustified;
        self.auto_negative += other.auto_negative;
        self.auto_amount += other.auto_amount;
        self.loss += other.loss;
        self.net_saving += other.net_saving;
        self.without_loss += other.without_loss;
        self.avoidable_share += other.avoidable_share;
        for (mine, theirs) in self.bands.iter_mut().zip(&other.bands) {
            mine.0 += theirs.0;
            mine.1 += theirs.1;
        }
    }

    fn cell(&self, limit: Option<i64>) -> LimitCell {
        let highest = self.bands.iter().rev().find(|(claims, _)| *claims > 0);
        LimitCell {
            limit,
            claims: self.claims,
            auto_claims: self.auto_claims,
            loss_rate: if self.auto_negative > 0 {
                None
            } else {
                ratio(self.loss, self.auto_amount)
            },
            net_saving: self.net_saving,
            break_even_amount: self.break_even_amount(),
            marginal_break_even: highest
                .map(|(claims, avoidable)| round_ratio(*avoidable, i128::from(*claims))),
        }
    }

    /// `a* = (Cd + Cw + Cl + (1-p)·E[f]·c_wrong - c_auto) / (p·(1-g)·k)` with the means of the
    /// cell (Elkan 2001).
    fn break_even_amount(&self) -> Option<i128> {
        let risk = i128::from(self.unjustified).checked_mul(self.avoidable_share)?;
        let scaled = { self.without_loss.checked_mul(i128::from(self.known)) }
            .and_then(|saved| saved.checked_mul(1_000_000_000))?;
        (risk > 0).then(|| round_ratio(scaled, risk))
    }
}

/// A cross-table with its heads and what its cells came to.
fn grid(tables: &DecisionTables, reader: &LimitReader, sums: &[CellSums]) -> Option<LimitGrid> {
    let table = tables.tables.get(reader.table().0 as usize)?;
    let TableForm::Cross(form) = &table.form else {
        return None;
    };
    if form.columns == 0 {
        return None;
    }
    let head = |id: &str| {
        id.split_once(" / ")
            .map_or((id.to_owned(), String::new()), |(row, column)| {
                (row.to_owned(), column.to_owned())
            })
    };
    let lines = table.rules.rules.chunks(form.columns);
    let heads = { table.rules.rules.iter().take(form.columns) }.map(|rule| head(&rule.id).1);
    let rows = lines.zip(sums.chunks(form.columns)).map(|(line, sums)| {
        let row = { line.first() }.map_or_else(String::new, |rule| head(&rule.id).0);
        let cells = line.iter().zip(sums);
        let cells = cells.map(|(rule, sums)| sums.cell(rule.result.value));
        (row, cells.collect())
    });
    let names: Vec<_> = { table.rules.columns.iter() }
        .map(|column| tables.column_name(*column))
        .collect();
    Some(LimitGrid {
        name: table.label.clone().unwrap_or_else(|| table.name.clone()),
        corner: names.join(" \u{2193} / ") + " \u{2192}",
        columns: heads.collect(),
        rows: rows.collect(),
    })
}
