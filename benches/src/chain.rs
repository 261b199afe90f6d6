//! The rules as a chain of `if` statements with constants in them, as a programmer would write
//! them: what the engine is measured against.
//!
//! Each rule becomes `if a && b && .. { return at }` with literal limits; conditions that ask
//! nothing vanish when the function is compiled.

use crate::claims::Claim;
use crate::rules::{RuleSpec, rule};

/// One `if` statement.
macro_rules! ask {
    ($claim:ident, $count:literal, $at:expr) => {{
        const RULE: RuleSpec = rule($count, $at);
        if RULE[0].holds($claim[0])
            && RULE[1].holds($claim[1])
            && RULE[2].holds($claim[2])
            && RULE[3].holds($claim[3])
            && RULE[4].holds($claim[4])
            && RULE[5].holds($claim[5])
            && RULE[6].holds($claim[6])
            && RULE[7].holds($claim[7])
            && RULE[8].holds($claim[8])
            && RULE[9].holds($claim[9])
        {
            return Some($at);
        }
    }};
}

/// `if` statements for some rules.
macro_rules! ask_each {
    ($claim:ident, $count:literal, $base:expr, $($at:literal)*) => {
        $(ask!($claim, $count, $base + $at);)*
    };
}

/// Ten `if` statements for each of some tens.
macro_rules! ask_tens {
    ($claim:ident, $count:literal, $base:expr, $($ten:literal)*) => {
        $(ask_each!($claim, $count, $base + $ten * 10, 0 1 2 3 4 5 6 7 8 9);)*
    };
}

/// A hundred `if` statements for each of some hundreds.
macro_rules! ask_hundreds {
    ($claim:ident, $count:literal, $($hundred:literal)*) => {
        $(ask_tens!($claim, $count, $hundred * 100, 0 1 2 3 4 5 6 7 8 9);)*
    };
}

/// The first of 12 rules that matches.
#[inline(never)]
pub fn chain_12(claim: &Claim) -> Option<u32> {
    first_of_12(claim).and_then(|at| u32::try_from(at).ok())
}

#[inline]
fn first_of_12(claim: &Claim) -> Option<usize> {
    ask_each!(claim, 12, 0, 0 1 2 3 4 5 6 7 8 9 10 11);
    None
}

/// The first of 100 rules that matches.
#[inline(never)]
pub fn chain_100(claim: &Claim) -> Option<u32> {
    first_of_100(claim).and_then(|at| u32::try_from(at).ok())
}

#[inline]
fn first_of_100(claim: &Claim) -> Option<usize> {
    ask_hundreds!(claim, 100, 0);
    None
}

/// The first of 1,000 rules that matches.
#[inline(never)]
pub fn chain_1000(claim: &Claim) -> Option<u32> {
    first_of_1000(claim).and_then(|at| u32::try_from(at).ok())
}

#[inline]
fn first_of_1000(claim: &Claim) -> Option<usize> {
    ask_hundreds!(claim, 1_000, 0 1 2 3 4 5 6 7 8 9);
    None
}
