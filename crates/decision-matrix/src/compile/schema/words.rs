//! From a word to its number in a list: a few steps, and no look at the list's texts where the word
//! has at most sixteen bytes.

use std::sync::Arc;

/// Most words that have a table of slots. Beyond it a search by halves is bounded better, whatever
/// the words are.
const MOST_SLOTTED: usize = 256;

/// The words of a list, each with its place in it.
#[derive(Debug)]
pub(crate) struct Words {
    words: Arc<[String]>,
    lookup: Lookup,
}

/// A word that others are compared with, without a call where it has at most sixteen bytes.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    text: String,
    ends: Ends,
}

/// How a word is found.
#[derive(Debug)]
enum Lookup {
    /// A table at most half full, in which a word stands at its hash or in the slots behind.
    Slots {
        slots: Box<[Slot]>,
        /// How far a hash is shifted to be a place in the table.
        shift: u32,
    },
    /// The places of the words, in the order of the words.
    Sorted(Box<[u32]>),
}

/// A word, or none.
#[derive(Clone, Copy, Debug)]
struct Slot {
    ends: Ends,
    /// Its bytes.
    len: usize,
    /// Its place in the list; [`NONE`] where the slot is empty.
    place: u32,
}

/// The first and the last bytes of a word, at most eight each. Together with its length they are
/// the whole of a word of at most sixteen bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Ends {
    first: u64,
    last: u64,
}

const NONE: u32 = u32::MAX;
const WHOLE_BYTES: usize = 16;

impl Words {
    /// The words of a list; of equal ones the first counts.
    pub(crate) fn new(words: Arc<[String]>) -> Self {
        let lookup = if words.len() <= MOST_SLOTTED {
            slotted(&words)
        } else {
            let mut places: Vec<u32> = (0..).take(words.len()).collect();
            places.sort_by_key(|place| words.get(*place as usize));
            places.dedup_by_key(|place| words.get(*place as usize));
            Lookup::Sorted(places.into())
        };
        Self { words, lookup }
    }

    /// The place of a word.
    #[inline]
    pub(crate) fn place(&self, word: &str) -> Option<u32> {
        match &self.lookup {
            Lookup::Slots { slots, shift } => {
                let ends = Ends::of(word.as_bytes());
                let mut at = ends.hash(word.len(), *shift);
                loop {
                    let slot = slots.get(at)?;
                    if slot.place == NONE {
                        return None;
                    }
                    if slot.ends == ends && slot.len == word.len() && self.is_whole(slot, word) {
                        return Some(slot.place);
                    }
                    at = (at + 1) & (slots.len() - 1);
                }
            }
            Lookup::Sorted(places) => {
                let text = |place: &u32| self.words.get(*place as usize).map(String::as_str);
                let at = places.binary_search_by(|place| text(place).cmp(&Some(word)));
                places.get(at.ok()?).copied()
            }
        }
    }

    /// The word at a place.
    #[inline]
    pub(crate) fn word(&self, place: u32) -> Option<&str> {
        self.words.get(place as usize).map(String::as_str)
    }

    /// Whether a word with the ends and the length of a slot's is the same one.
    #[inline]
    fn is_whole(&self, slot: &Slot, word: &str) -> bool {
        let text = || self.words.get(slot.place as usize);
        word.len() <= WHOLE_BYTES || text().is_some_and(|text| text == word)
    }
}

impl Name {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ends: Ends::of(text.as_bytes()),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether another word is the same one.
    #[inline]
    pub(crate) fn is(&self, other: &str) -> bool {
        let len = other.len();
        self.text.len() == len
            && self.ends == Ends::of(other.as_bytes())
            && (len <= WHOLE_BYTES || self.text == other)
    }
}

/// The table of slots of a few words.
fn slotted(words: &[String]) -> Lookup {
    let size = (words.len() * 2).next_power_of_two().max(2);
    let shift = u64::BITS - size.trailing_zeros();
    let empty = Slot {
        ends: Ends::default(),
        len: 0,
        place: NONE,
    };
    let mut slots = vec![empty; size];
    for (place, word) in (0..).zip(words) {
        let ends = Ends::of(word.as_bytes());
        let len = word.len();
        let mut at = ends.hash(len, shift);
        // INVARIANT: there are twice as many slots as words, so an empty one comes.
        while let Some(slot) = slots.get_mut(at) {
            if slot.place == NONE {
                *slot = Slot { ends, len, place };
                break;
            }
            let known = words.get(slot.place as usize);
            if known == Some(word) {
                break;
            }
            at = (at + 1) & (size - 1);
        }
    }
    Lookup::Slots {
        slots: slots.into(),
        shift,
    }
}

impl Ends {
    #[inline]
    fn of(word: &[u8]) -> Self {
        if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
            return Self {
                first: u64::from_le_bytes(*first),
                last: u64::from_le_bytes(*last),
            };
        }
        if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
            return Self {
                first: u64::from(u32::from_le_bytes(*first)),
                last: u64::from(u32::from_le_bytes(*last)),
            };
        }
        match *word {
            [] => Self::default(),
            [only] => Self {
                first: u64::from(only),
                last: 0,
            },
            [first, second] => Self {
                first: u64::from(u16::from_le_bytes([first, second])),
                last: 0,
            },
            [first, second, .., last] => Self {
                first: u64::from(u16::from_le_bytes([first, second])),
                last: u64::from(last),
            },
        }
    }

    /// A place in a table of `2^(64 - shift)` slots.
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "at most ten bits are left after the shift"
    )]
    fn hash(self, len: usize, shift: u32) -> usize {
        let mixed = self.first ^ self.last.rotate_left(29) ^ (len as u64).rotate_left(56);
        (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> shift) as usize
    }
}

#[cfg(test)]
mod tests;
