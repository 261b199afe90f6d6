//! Remembers what the last different texts of a column were judged to be.

use decision_matrix::Fact;

/// Texts that are kept, a power of two; a text has one place only.
const SLOTS: usize = 256;

/// Longer texts are not kept.
const TEXT_BYTES: usize = 64;

/// Texts and their facts.
#[derive(Debug, Default)]
pub(super) struct TextCache {
    slots: Vec<Option<(Box<str>, Fact)>>,
}

impl TextCache {
    /// Forgets all texts.
    pub(super) fn clear(&mut self) {
        self.slots.clear();
    }

    /// The fact of a text: the one that is kept, else what `judge` says.
    pub(super) fn fact(&mut self, text: &str, judge: impl FnOnce() -> Fact) -> Fact {
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, None);
        }
        let Some(slot) = self.slots.get_mut(place_of(text.as_bytes())) else {
            return judge();
        };
        if let Some((known, fact)) = slot
            && **known == *text
        {
            return *fact;
        }
        let fact = judge();
        if text.len() <= TEXT_BYTES {
            *slot = Some((text.into(), fact));
        }
        fact
    }
}

/// The place of a text: a mix of its length and its first and last bytes.
fn place_of(text: &[u8]) -> usize {
    let word = |bytes: &[u8]| {
        let mut word = [0; 8];
        for (target, byte) in word.iter_mut().zip(bytes) {
            *target = *byte;
        }
        u64::from_le_bytes(word)
    };
    let first = word(text);
    let last = word(text.get(text.len().saturating_sub(8)..).unwrap_or_default());
    let mixed =
        (first ^ last.rotate_left(29) ^ text.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from(mixed >> 56).unwrap_or_default()
}
