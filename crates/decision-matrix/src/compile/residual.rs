//! Cells that bit sets cannot hold: those that name a table, and those of columns whose classes
//! were merged. They are tested one by one, for candidate rules only.

use crate::comparison::Comparison;
use crate::table::{Cell, Conversion, Item, Operand, Test};

use super::value_set::ValueSet;
use super::{NULL, Slot, SlotMap};

/// A cell that is tested for its own sake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ResidualCell {
    /// Where the value is found.
    pub(crate) slot: Slot,
    /// Its items, joined by "or".
    pub(crate) items: Vec<ResidualItem>,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ResidualItem {
    /// A set that is the same for every claim.
    Set(ValueSet),
    /// The test holds.
    Test(ResidualTest),
    /// All tests are known and none holds.
    Not(Vec<ResidualTest>),
}

/// A test with operands that may be tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ResidualTest {
    /// A comparison.
    Compare(Comparison, ResidualOperand),
    /// The value is at or above the first and at or below the second; a flag says "or at".
    Between(ResidualOperand, bool, ResidualOperand, bool),
}

/// What a value is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ResidualOperand {
    /// A constant.
    Constant(i64),
    /// The result of a table.
    Slot(Slot),
    /// The result of a table in other words: its code to the code of the column.
    Converted(Slot, Conversion),
}

impl ResidualCell {
    /// A cell that depends on the claim; `None` where it does not.
    pub(crate) fn of_cell(cell: &Cell, slot: Slot, slots: SlotMap) -> Option<Self> {
        let Cell::Items(items) = cell else {
            return None;
        };
        if ValueSet::of_cell(cell).is_some() {
            return None;
        }
        let items = items
            .iter()
            .map(|item| ResidualItem::of_item(item, slots))
            .collect();
        Some(Self { slot, items })
    }

    /// A cell that does not depend on the claim.
    pub(crate) fn of_set(set: ValueSet, slot: Slot) -> Self {
        Self {
            slot,
            items: vec![ResidualItem::Set(set)],
        }
    }

    /// Every slot that the cell reads, its own included.
    pub(crate) fn slots(&self) -> impl Iterator<Item = Slot> {
        let tests = self.items.iter().flat_map(|item| match item {
            ResidualItem::Set(_) => &[],
            ResidualItem::Test(test) => std::slice::from_ref(test),
            ResidualItem::Not(tests) => tests.as_slice(),
        });
        let operands = tests.flat_map(|test| match test {
            ResidualTest::Compare(_, operand) => [operand.slot(), None],
            ResidualTest::Between(low, _, high, _) => [low.slot(), high.slot()],
        });
        std::iter::once(self.slot).chain(operands.flatten())
    }
}

impl ResidualItem {
    fn of_item(item: &Item, slots: SlotMap) -> Self {
        match (ValueSet::of_item(item), item) {
            (Some(set), _) => Self::Set(set),
            (None, Item::Test(test)) => Self::Test(ResidualTest::of_test(test, slots)),
            (None, Item::Not(tests)) => Self::Not(
                tests
                    .iter()
                    .map(|test| ResidualTest::of_test(test, slots))
                    .collect(),
            ),
            (None, Item::Null | Item::NotNull) => Self::Set(ValueSet::EMPTY),
        }
    }
}

impl ResidualTest {
    fn of_test(test: &Test, slots: SlotMap) -> Self {
        match test {
            Test::Compare(comparison, operand) => {
                Self::Compare(*comparison, ResidualOperand::of_operand(operand, slots))
            }
            Test::Interval {
                low,
                low_included,
                high,
                high_included,
            } => Self::Between(
                ResidualOperand::of_operand(low, slots),
                *low_included,
                ResidualOperand::of_operand(high, slots),
                *high_included,
            ),
        }
    }
}

impl ResidualOperand {
    fn of_operand(operand: &Operand, slots: SlotMap) -> Self {
        match operand {
            Operand::Literal(value) | Operand::Parameter { value, .. } => Self::Constant(*value),
            Operand::Table {
                index,
                conversion: None,
            } => Self::Slot(slots.table(*index)),
            Operand::Table {
                index,
                conversion: Some(conversion),
            } => Self::Converted(slots.table(*index), conversion.clone()),
        }
    }

    fn slot(&self) -> Option<Slot> {
        match self {
            Self::Constant(_) => None,
            Self::Slot(slot) | Self::Converted(slot, _) => Some(*slot),
        }
    }
}

/// A code in the words of another list; null stays null, and a word that the other list does not
/// have equals nothing there.
#[inline]
pub(crate) fn recoded(code: i64, codes: &[i64]) -> i64 {
    if code == NULL {
        return NULL;
    }
    usize::try_from(code)
        .ok()
        .and_then(|at| codes.get(at))
        .copied()
        .unwrap_or(-1)
}
