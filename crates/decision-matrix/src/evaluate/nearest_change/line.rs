//! What the rules say along one factor while everything else stays: pieces of neighbouring values
//! that no cell of any table tells apart.

use crate::compile::{
    CompiledMatrix, Decision, NULL, ResidualCell, ResidualItem, ResidualOperand, ResidualTest,
};
use crate::evaluate::residual::cell_holds;
use crate::evaluate::row::{ClaimRow, FAULTED, Row};
use crate::table::FactorIndex;

use super::axis::{Axis, AxisValues, OrderedValues};

/// Every question to the engine that the search may ask is asked.
#[derive(Debug)]
pub(super) struct Spent;

/// Neighbouring values of one factor that no cell tells apart.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) decision: Decision,
}

/// All values of one factor.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Rising; of words in order of declaration.
    pub(super) pieces: Vec<Piece>,
    /// The piece of the value that the claim has, where it has one.
    present: Option<usize>,
    is_ordered: bool,
}

impl Line {
    /// How many bounds lie between the claim's value and a piece. A word, or a value where there
    /// was none, is one step.
    pub(super) fn crossed(&self, piece: usize) -> u32 {
        match self.present {
            Some(present) if self.is_ordered => {
                u32::try_from(piece.abs_diff(present)).unwrap_or(u32::MAX)
            }
            Some(present) => u32::from(present != piece),
            None => 1,
        }
    }

    /// The piece that holds a value.
    pub(super) fn piece_of(&self, value: i64) -> Option<usize> {
        let holds = |piece: &Piece| piece.low <= value && value <= piece.high;
        self.pieces.iter().position(holds)
    }

    /// The value of a piece that is nearest to the claim's value. Where there is none it is the
    /// end at which a person would name the piece: `.. or less`, `.. or more`, `from ..`.
    pub(super) fn near_end(&self, piece: usize) -> Option<i64> {
        let Piece { low, high, .. } = *self.pieces.get(piece)?;
        let is_last = piece + 1 == self.pieces.len();
        Some(match self.present {
            Some(present) if piece < present => high,
            None if piece == 0 && !is_last => high,
            None if piece == 0 && low < 0 && 0 < high => 0,
            _ => low,
        })
    }

    /// Whether the claim's own value lies in the piece.
    pub(super) fn is_present(&self, piece: usize) -> bool {
        self.present == Some(piece)
    }
}

/// Asks the engine, and counts how often.
pub(super) struct Asker<'a> {
    pub(super) matrix: &'a CompiledMatrix,
    /// Derived factors and tables of the claim that was asked last.
    pub(super) computed: Vec<i64>,
    steps_left: u32,
}

/// What the cells that hang on one factor say of a claim, and the decision on it.
#[derive(Clone, PartialEq, Eq)]
struct Answers {
    /// Where the value lies between the factor's own fixed cuts.
    class: usize,
    /// Each cell that names a table, each derived factor.
    others: Vec<i64>,
    decision: Decision,
}

impl<'a> Asker<'a> {
    pub(super) fn new(matrix: &'a CompiledMatrix, steps: u32) -> Self {
        Self {
            matrix,
            computed: vec![FAULTED; matrix.computed_count],
            steps_left: steps,
        }
    }

    /// What the rules decide, before any choice of an audit.
    pub(super) fn ask(&mut self, factors: &[i64]) -> Result<Decision, Spent> {
        self.count(1)?;
        let row = ClaimRow::new(self.matrix, factors, &[]);
        Ok(self.matrix.compute_into(row, &mut self.computed))
    }

    /// Counts work as so many questions.
    pub(super) fn count(&mut self, steps: u32) -> Result<(), Spent> {
        self.steps_left = self.steps_left.checked_sub(steps).ok_or(Spent)?;
        Ok(())
    }

    /// Everything along one factor; the claim is given back as it was.
    pub(super) fn line(&mut self, axis: &Axis, claim: &mut [i64]) -> Result<Line, Spent> {
        let before = value_of(claim, axis.factor);
        let pieces = match &axis.values {
            AxisValues::Words(codes) => self.words(axis, codes, claim),
            AxisValues::Ordered(values) => self.ordered(axis, values, claim),
        };
        set_value(claim, axis.factor, before);
        let mut line = Line {
            pieces: pieces?,
            present: None,
            is_ordered: matches!(axis.values, AxisValues::Ordered(_)),
        };
        line.present = axis.present.and_then(|value| line.piece_of(value));
        Ok(line)
    }

    fn words(
        &mut self,
        axis: &Axis,
        codes: &[i64],
        claim: &mut [i64],
    ) -> Result<Vec<Piece>, Spent> {
        let pieces = codes.iter().map(|code| {
            set_value(claim, axis.factor, *code);
            Ok(Piece {
                low: *code,
                high: *code,
                decision: self.ask(claim)?,
            })
        });
        pieces.collect()
    }

    fn ordered(
        &mut self,
        axis: &Axis,
        values: &OrderedValues,
        claim: &mut [i64],
    ) -> Result<Vec<Piece>, Spent> {
        let mut starts: Vec<(i64, Answers)> = Vec::new();
        for (low, high) in &values.ranges {
            let mut before: Option<(i64, Answers)> = None;
            for probe in probes(values, axis.present, *low, *high) {
                let answers = self.answers(axis, values, claim, probe)?;
                match &before {
                    // Between two probes only what is derived from the factor changes.
                    Some((at, known)) if *known != answers && axis.feeds_derives() => {
                        let ends = ((*at, known), (probe, &answers));
                        self.changes(axis, values, claim, ends, &mut starts)?;
                    }
                    _ if starts.last().is_none_or(|(_, known)| *known != answers) => {
                        starts.push((probe, answers.clone()));
                    }
                    _ => {}
                }
                before = Some((probe, answers));
            }
        }
        let ends = starts.iter().skip(1).map(|(start, _)| values.below(*start));
        let ends: Vec<i64> = ends.chain([values.last()]).collect();
        let pieces = starts.into_iter().zip(ends);
        let pieces = pieces.map(|((low, answers), high)| Piece {
            low,
            high,
            decision: answers.decision,
        });
        Ok(pieces.collect())
    }

    /// Finds by halving where the answers change between two values that answer differently.
    fn changes(
        &mut self,
        axis: &Axis,
        values: &OrderedValues,
        claim: &mut [i64],
        ((low, below), (high, above)): ((i64, &Answers), (i64, &Answers)),
        starts: &mut Vec<(i64, Answers)>,
    ) -> Result<(), Spent> {
        if below == above {
            return Ok(());
        }
        let middle = low + (high - low) / 2;
        if middle == low {
            starts.push((high, above.clone()));
            return Ok(());
        }
        let between = self.answers(axis, values, claim, middle)?;
        let (lower, upper) = (
            ((low, below), (middle, &between)),
            ((middle, &between), (high, above)),
        );
        self.changes(axis, values, claim, lower, starts)?;
        self.changes(axis, values, claim, upper, starts)
    }

    fn answers(
        &mut self,
        axis: &Axis,
        values: &OrderedValues,
        claim: &mut [i64],
        value: i64,
    ) -> Result<Answers, Spent> {
        set_value(claim, axis.factor, value);
        let decision = self.ask(claim)?;
        let row = ClaimRow::new(self.matrix, claim, &self.computed);
        let mut others: Vec<i64> = Vec::new();
        for cell in &values.named {
            others.push(i64::from(cell_holds(cell, &row)));
        }
        for derive in &values.derives {
            let value = row.value(derive.slot);
            others.push(match value {
                FAULTED => -2,
                NULL => -1,
                value => cuts_up_to(&derive.fixed, value),
            });
            for cell in &derive.named {
                sides(cell, value, &row, &mut others);
            }
        }
        Ok(Answers {
            class: values.fixed.partition_point(|cut| *cut <= value),
            others,
            decision,
        })
    }
}

/// On which side of each bound of a cell that names tables a derived value lies.
pub(super) fn sides(cell: &ResidualCell, value: i64, row: &impl Row, sides: &mut Vec<i64>) {
    let is_known = value != NULL && value != FAULTED;
    let mut push = |bound: i64| {
        let is_told = is_known && bound != NULL && bound != FAULTED;
        sides.push(if is_told { value.cmp(&bound) as i64 } else { 2 });
    };
    for item in &cell.items {
        let tests = match item {
            ResidualItem::Set(set) => {
                for (low, high) in set.ranges() {
                    push(*low);
                    push(*high);
                }
                &[]
            }
            ResidualItem::Test(test) => std::slice::from_ref(test),
            ResidualItem::Not(tests) => tests.as_slice(),
        };
        for test in tests {
            match test {
                ResidualTest::Compare(_, bound) => push(operand(bound, row)),
                ResidualTest::Between(low, _, high, _) => {
                    push(operand(low, row));
                    push(operand(high, row));
                }
            }
        }
    }
}

/// What a value is compared with, null and fault as they are.
fn operand(operand: &ResidualOperand, row: &impl Row) -> i64 {
    match operand {
        ResidualOperand::Constant(value) => *value,
        ResidualOperand::Slot(slot) => row.value(*slot),
        ResidualOperand::Converted(slot, conversion) => match row.value(*slot) {
            value @ (NULL | FAULTED) => value,
            value => conversion.apply(value),
        },
    }
}

/// How many cuts are not above a value.
fn cuts_up_to(cuts: &[i64], value: i64) -> i64 {
    let count = cuts.partition_point(|cut| *cut <= value);
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The values at which to ask in one range of the domain, rising.
///
/// Without derived factors the answers change at possible cuts only. With them the ends of each
/// class are asked too, and values ever farther from the claim's own, so that what rises and falls
/// again near it is seen.
fn probes(values: &OrderedValues, present: Option<i64>, low: i64, high: i64) -> Vec<i64> {
    let first = values.possible.partition_point(|cut| *cut <= low);
    let last = values.possible.partition_point(|cut| *cut <= high);
    let cuts = values.possible.get(first..last).unwrap_or_default();
    let mut probes = vec![low];
    probes.extend_from_slice(cuts);
    if !values.derives.is_empty() {
        probes.extend(cuts.iter().map(|cut| cut - 1));
        probes.push(high);
        let middle = present.unwrap_or_else(|| values.nearest(0));
        let steps = (0..62).map(|bits| 1_i64 << bits);
        let around = steps.flat_map(|step| [middle.checked_sub(step), middle.checked_add(step)]);
        let around = around.flatten().chain([middle]);
        probes.extend(around.filter(|value| low <= *value && *value <= high));
    }
    probes.sort_unstable();
    probes.dedup();
    probes
}

/// The value of a factor.
pub(super) fn value_of(claim: &[i64], factor: FactorIndex) -> i64 {
    claim.get(factor.0 as usize).copied().unwrap_or(NULL)
}

/// Gives a factor another value.
pub(super) fn set_value(claim: &mut [i64], factor: FactorIndex, value: i64) {
    if let Some(place) = claim.get_mut(factor.0 as usize) {
        *place = value;
    }
}
