//! Claims that are spread evenly over the values of all factors.

use decision_matrix::table::FactorIndex;
use decision_matrix::{CompiledMatrix, Facts, RawValue};

use crate::rules::FACTORS;

/// One claim as a program with its rules in the source would hold it.
pub type Claim = [i64; FACTORS.len()];

/// So many claims.
pub fn claims(count: usize) -> Vec<Claim> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |largest: i64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % (largest.cast_unsigned() + 1)).cast_signed()
    };
    (0..count)
        .map(|_| FACTORS.map(|(_, largest)| next(largest)))
        .collect()
}

/// The facts of a claim.
pub fn facts(matrix: &CompiledMatrix, claim: &Claim) -> Facts {
    let mut facts = matrix.facts();
    for ((index, value), (_, largest)) in (0..).map(FactorIndex).zip(claim).zip(FACTORS) {
        let text = if largest < 16 {
            format!("w{value}")
        } else {
            value.to_string()
        };
        facts.set(index, RawValue::Text(&text));
    }
    facts
}
