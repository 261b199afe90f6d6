//! The blocks of rules after the first one: they are asked where the first one gives no answer, and
//! only those groups of them that no column excludes.

use crate::compile::{Block, CompiledTable, LaterBlocks, LaterEntry, TakeEntry};
use crate::limits;

use super::{Row, take_entries};

/// Most columns whose places fit into a small array.
const FEW_COLUMNS: usize = 16;

/// Takes what every column has of the later blocks.
struct Taken<'a> {
    /// The groups of blocks that may have candidates.
    groups: u64,
    /// Where the blocks of each column begin.
    places: &'a mut [u32],
    count: usize,
}

impl TakeEntry<LaterEntry> for Taken<'_> {
    #[inline(always)]
    fn take(&mut self, entry: &LaterEntry) {
        self.groups &= entry.groups;
        if let Some(place) = self.places.get_mut(self.count) {
            *place = entry.place;
        }
        self.count += 1;
    }
}

/// Visits the candidates of the blocks after the first one that may have any, with the number of
/// the block, until told to stop by false.
#[inline]
pub(super) fn each_later(
    table: &CompiledTable,
    later: &LaterBlocks,
    row: &impl Row,
    visit: impl FnMut(usize, Block) -> bool,
) {
    if later.lookup.len <= FEW_COLUMNS {
        each_with_places(table, later, row, &mut [0; FEW_COLUMNS], visit);
    } else {
        each_with_places(table, later, row, &mut [0; limits::TABLE_COLUMNS], visit);
    }
}

#[inline]
fn each_with_places(
    table: &CompiledTable,
    later: &LaterBlocks,
    row: &impl Row,
    places: &mut [u32],
    mut visit: impl FnMut(usize, Block) -> bool,
) {
    let mut taken = Taken {
        groups: u64::MAX,
        places,
        count: 0,
    };
    take_entries(&later.lookup, row, &mut taken);
    let Taken {
        mut groups,
        places,
        count,
    } = taken;
    let places = places.get(..count).unwrap_or_default();
    let block_count = table.all_rules.len();
    while groups != 0 {
        let start = groups.trailing_zeros() as usize * later.group;
        if start >= block_count {
            return;
        }
        let end = (start + later.group).min(block_count);
        for at in start.max(1)..end {
            if !visit(at, candidates(table, later, places, at)) {
                return;
            }
        }
        groups &= groups - 1;
    }
}

/// The candidates of one block of rules.
#[inline]
fn candidates(table: &CompiledTable, later: &LaterBlocks, places: &[u32], at: usize) -> Block {
    let mut block = table.all_rules.get(at).copied().unwrap_or_default();
    for place in places {
        let bits = later.blocks.get(*place as usize + at);
        block.take(bits.unwrap_or(&Block::EMPTY));
    }
    block
}
