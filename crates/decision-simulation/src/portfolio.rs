//! The reference portfolio ATMGEN-1: claims about our own machines, made from integers only, so
//! that any language gives the same bytes.
//!
//! It streams customer by customer, in order of customer and then of time, and knows nothing of
//! rules or costs.

mod claim;
mod claims;
mod split_mix;
mod weights;

#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

pub use claim::{COLUMNS, CustomerType, Device, GeneratedClaim, GeneratedValue};
pub use claims::GeneratedClaims;

/// The reference portfolio of one size and one seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portfolio {
    customers: u64,
    seed: u64,
}

impl Portfolio {
    /// The seed of the published totals.
    pub const REFERENCE_SEED: u64 = 20_261_122;

    /// The portfolio of this many customers. One customer in about 1.7 has a claim.
    pub fn new(customers: u64, seed: u64) -> Self {
        Self { customers, seed }
    }

    /// How many customers there are, with and without claims.
    pub fn customers(&self) -> u64 {
        self.customers
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The claims, in order of customer, then of time.
    pub fn claims(&self) -> GeneratedClaims {
        GeneratedClaims::new(self.seed, self.customers)
    }

    /// SHA-256, in hex, over the claims as rows of thirteen little-endian `i64`: customer, day,
    /// device, history, amount, unjustified, clawed back, cash found, caught, wrongly refused,
    /// evidence days, minutes, type.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for claim in self.claims() {
            for value in claim.digest_row() {
                hash.update(value.to_le_bytes());
            }
        }
        hash.finalize()
            .iter()
            .fold(String::with_capacity(64), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            })
    }
}
