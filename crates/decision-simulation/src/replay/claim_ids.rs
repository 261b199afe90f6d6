//! Which claim ids have come before.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// The ids seen so far, each kept as a hash of 128 bits.
#[derive(Clone, Debug, Default)]
pub struct ClaimIds {
    seen: HashSet<u128>,
}

impl ClaimIds {
    /// No id seen.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the id comes for the first time; it has come from now on.
    pub fn is_first(&mut self, id: &str) -> bool {
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, id).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        self.seen.insert(half(0) << 64 | half(1))
    }
}
