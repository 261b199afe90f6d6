//! One claim as bytes: a head by which claims are ordered, then everything that deciding and
//! pricing it needs.

use std::io;

use decision_matrix::table::FactorIndex;
use decision_matrix::{Fact, Facts, InputFault};

use super::bytes::{Taken, put_number, put_signed, put_text};
use crate::results::{DecidedBy, KnownResults};

/// A claim as it is kept, and as it comes back.
#[derive(Clone, Debug)]
pub(crate) struct KeptClaim {
    /// The place of its row in the file, from 0.
    pub(crate) row: u64,
    pub(crate) id: String,
    /// The texts of the keys.
    pub(crate) keys: Vec<Option<String>>,
    pub(crate) facts: Facts,
    pub(crate) results: KnownResults,
    /// The amount, where it is readable and no fact.
    pub(crate) amount: Option<i64>,
}

/// What is written of a claim; its texts are those of the caller.
#[derive(Clone, Copy, Debug)]
pub struct SpooledClaim<'a> {
    /// The place of its row in the file, from 0.
    pub row: u64,
    /// Its place in the order of the source, where the source has one.
    pub sequence: Option<i64>,
    /// The texts of the keys of the history plan.
    pub keys: &'a [Option<&'a str>],
    /// Its facts, id and time among them.
    pub facts: &'a Facts,
    /// What is known of it afterwards.
    pub results: &'a KnownResults,
    /// Its amount in minor units, where it is readable and no fact.
    pub amount: Option<i64>,
}

/// The head of a record, by which claims are grouped and ordered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head<'a> {
    /// A hash of the customer; of the row where there is none.
    pub(super) hash: u64,
    pub(super) sequence: i64,
    pub(super) time: i64,
    pub(super) customer: Option<&'a str>,
    pub(super) id: &'a str,
    pub(super) row: u64,
}

/// A number that no claim has: it comes after all others.
const NONE: i64 = i64::MAX;
/// Bytes of the length that stands before a record.
pub(super) const LENGTH_BYTES: usize = 4;

/// Appends a claim. `hash` is that of its customer.
pub(super) fn put(bytes: &mut Vec<u8>, claim: &SpooledClaim<'_>, hash: u64, factors: usize) {
    let start = bytes.len();
    bytes.extend_from_slice(&[0; LENGTH_BYTES]);
    bytes.extend_from_slice(&hash.to_le_bytes());
    bytes.extend_from_slice(&claim.sequence.unwrap_or(NONE).to_le_bytes());
    let time = claim.facts.time();
    let seconds = match time {
        Fact::Value(seconds) => seconds,
        _ => NONE,
    };
    bytes.extend_from_slice(&seconds.to_le_bytes());
    put_text(bytes, claim.keys.first().copied().flatten());
    put_text(bytes, claim.facts.claim());
    put_number(bytes, claim.row);
    let rest = claim.keys.iter().skip(1);
    rest.for_each(|key| put_text(bytes, *key));
    bytes.push(u8::from(claim.facts.is_unreadable()));
    put_fact(bytes, time);
    for factor in 0..factors {
        let factor = FactorIndex(u32::try_from(factor).unwrap_or(u32::MAX));
        put_fact(bytes, claim.facts.fact(factor));
    }
    put_results(bytes, claim.results);
    put_optional(bytes, claim.amount);
    let len = u32::try_from(bytes.len() - start - LENGTH_BYTES).unwrap_or(u32::MAX);
    if let Some(place) = bytes.get_mut(start..start + LENGTH_BYTES) {
        place.copy_from_slice(&len.to_le_bytes());
    }
}

/// Reads the head of a record; the rest is left.
pub(super) fn head<'a>(record: &mut Taken<'a>) -> io::Result<Head<'a>> {
    let hash = u64::from_le_bytes(record.fixed()?);
    let sequence = i64::from_le_bytes(record.fixed()?);
    let time = i64::from_le_bytes(record.fixed()?);
    Ok(Head {
        hash,
        sequence,
        time,
        customer: record.text()?,
        id: record.text()?.unwrap_or_default(),
        row: record.number()?,
    })
}

impl KeptClaim {
    /// A claim to read into.
    pub(crate) fn new(facts: Facts, keys: usize) -> Self {
        Self {
            row: 0,
            id: String::new(),
            keys: vec![None; keys],
            facts,
            results: KnownResults::default(),
            amount: None,
        }
    }

    /// Reads a record.
    pub(super) fn read(&mut self, mut record: Taken<'_>, factors: usize) -> io::Result<()> {
        let head = head(&mut record)?;
        self.row = head.row;
        self.id.clear();
        self.id.push_str(head.id);
        for (place, key) in self.keys.iter_mut().enumerate() {
            let text = if place == 0 {
                head.customer
            } else {
                record.text()?
            };
            keep_text(key, text);
        }
        self.facts.clear();
        self.facts.set_claim(head.id);
        if record.byte()? == 1 {
            self.facts.mark_unreadable();
        }
        self.facts.restore_time(take_fact(&mut record)?);
        for factor in 0..factors {
            let factor = FactorIndex(u32::try_from(factor).unwrap_or(u32::MAX));
            let fact = take_fact(&mut record)?;
            self.facts.restore(factor, fact);
        }
        self.results = take_results(&mut record)?;
        self.amount = take_optional(&mut record)?;
        Ok(())
    }
}

/// Replaces a text, in the memory of the old one.
fn keep_text(kept: &mut Option<String>, text: Option<&str>) {
    match (kept.as_mut(), text) {
        (Some(kept), Some(text)) => {
            kept.clear();
            kept.push_str(text);
        }
        _ => *kept = text.map(str::to_owned),
    }
}

/// Facts that are no value, then values from here on.
const FIRST_VALUE: u64 = 5;
/// A value too large for the numbers that are left.
const WIDE: u64 = 4;

/// Appends a fact.
pub(super) fn put_fact(bytes: &mut Vec<u8>, fact: Fact) {
    let code = match fact {
        Fact::Null => 0,
        Fact::Fault(InputFault::Missing) => 1,
        Fact::Fault(InputFault::OutOfDomain) => 2,
        Fact::Fault(InputFault::Type) => 3,
        Fact::Value(value) => {
            let folded = ((value << 1) ^ (value >> 63)).cast_unsigned();
            let Some(code) = folded.checked_add(FIRST_VALUE) else {
                put_number(bytes, WIDE);
                put_signed(bytes, value);
                return;
            };
            code
        }
    };
    put_number(bytes, code);
}

/// Reads a fact.
pub(super) fn take_fact(record: &mut Taken<'_>) -> io::Result<Fact> {
    Ok(match record.number()? {
        0 => Fact::Null,
        1 => Fact::Fault(InputFault::Missing),
        2 => Fact::Fault(InputFault::OutOfDomain),
        3 => Fact::Fault(InputFault::Type),
        WIDE => Fact::Value(record.signed()?),
        code => {
            let folded = code - FIRST_VALUE;
            Fact::Value((folded >> 1).cast_signed() ^ -(folded & 1).cast_signed())
        }
    })
}

/// Appends the results: yes-or-no ones as two bits each, the others where there are any.
fn put_results(bytes: &mut Vec<u8>, results: &KnownResults) {
    let flags = [
        results.justified,
        results.clawed_back,
        results.caught_by_review,
        results.wrongly_refused,
        results.cash_found,
        results.decided_by.map(|by| by == DecidedBy::Auto),
        Some(results.is_negative_delay),
    ];
    let bits = flags.iter().rev().fold(0, |bits, flag| {
        bits << 2
            | match flag {
                None => 0,
                Some(false) => 1,
                Some(true) => 2,
            }
    });
    put_number(bytes, bits);
    put_optional(bytes, results.due_amount);
    put_optional(bytes, results.review_minutes);
    put_optional(bytes, results.evidence_days);
    put_optional(bytes, results.audit_probability.map(u64::cast_signed));
    put_optional(bytes, results.known_at);
    put_optional(bytes, results.score.map(i64::from));
    bytes.push(results.unreadable);
}

/// Reads the results.
fn take_results(record: &mut Taken<'_>) -> io::Result<KnownResults> {
    let mut bits = record.number()?;
    let mut flag = || {
        let value = match bits & 3 {
            0 => None,
            value => Some(value == 2),
        };
        bits >>= 2;
        value
    };
    Ok(KnownResults {
        justified: flag(),
        clawed_back: flag(),
        caught_by_review: flag(),
        wrongly_refused: flag(),
        cash_found: flag(),
        decided_by: flag().map(|is_auto| {
            if is_auto {
                DecidedBy::Auto
            } else {
                DecidedBy::Review
            }
        }),
        is_negative_delay: flag().unwrap_or_default(),
        due_amount: take_optional(record)?,
        review_minutes: take_optional(record)?,
        evidence_days: take_optional(record)?,
        audit_probability: take_optional(record)?.map(i64::cast_unsigned),
        known_at: take_optional(record)?,
        score: take_optional(record)?.and_then(|score| u8::try_from(score).ok()),
        unreadable: record.byte()?,
    })
}

fn put_optional(bytes: &mut Vec<u8>, number: Option<i64>) {
    put_fact(bytes, number.map_or(Fact::Null, Fact::Value));
}

fn take_optional(record: &mut Taken<'_>) -> io::Result<Option<i64>> {
    Ok(match take_fact(record)? {
        Fact::Value(value) => Some(value),
        _ => None,
    })
}
