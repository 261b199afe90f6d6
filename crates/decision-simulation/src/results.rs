//! What became known about a claim afterwards, each piece perhaps missing, as read from a source.

#[cfg(test)]
mod tests;

use decision_matrix::{RawValue, calendar, number};

use crate::money;

/// Fraction digits of minutes and days.
const DETAIL_SCALE: u8 = 9;
/// The largest number of minutes or days that is believed.
const DETAIL_LIMIT: i64 = 100_000;

/// What is known of a claim afterwards; `None` is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KnownResults {
    /// Whether the money was owed, at least in part.
    pub justified: Option<bool>,
    /// What was owed in truth, in minor units.
    pub due_amount: Option<i64>,
    /// Whether an unjustified payment was won back.
    pub clawed_back: Option<bool>,
    /// Minutes of staff that the review took or would take, times 10^9.
    pub review_minutes: Option<i64>,
    /// Days of waiting for evidence, times 10^9.
    pub evidence_days: Option<i64>,
    /// Whether a review recognises the claim if it is unjustified.
    pub caught_by_review: Option<bool>,
    /// Whether a review refuses the claim although it is justified.
    pub wrongly_refused: Option<bool>,
    /// Whether the cash of a justified claim was found.
    pub cash_found: Option<bool>,
    /// Probability with which the result became known, times 10^9.
    pub audit_probability: Option<u64>,
    /// Who settled the claim.
    pub decided_by: Option<DecidedBy>,
    /// When the result became known, in seconds since 1970-01-01T00:00:00Z.
    pub known_at: Option<i64>,
    /// Answer to the survey after settlement, 0..=10.
    pub score: Option<u8>,
    /// How many values stood in the source and could not be read.
    pub unreadable: u8,
    /// Whether days of waiting were negative.
    pub is_negative_delay: bool,
}

/// Who settled a claim in the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecidedBy {
    /// A machine.
    Auto,
    /// A person.
    Review,
}

/// The results of one claim as a source wrote them.
#[derive(Clone, Copy, Debug)]
pub struct RawResults<'a> {
    /// `justified`
    pub justified: RawValue<'a>,
    /// `due_amount`
    pub due_amount: RawValue<'a>,
    /// `clawed_back`
    pub clawed_back: RawValue<'a>,
    /// `review_minutes`
    pub review_minutes: RawValue<'a>,
    /// `evidence_days`
    pub evidence_days: RawValue<'a>,
    /// `caught_by_review`
    pub caught_by_review: RawValue<'a>,
    /// `wrongly_refused`
    pub wrongly_refused: RawValue<'a>,
    /// `cash_found`
    pub cash_found: RawValue<'a>,
    /// `audit_probability`
    pub audit_probability: RawValue<'a>,
    /// `decided_by`
    pub decided_by: RawValue<'a>,
    /// `known_at`
    pub known_at: RawValue<'a>,
    /// `score`
    pub score: RawValue<'a>,
}

impl Default for RawResults<'_> {
    fn default() -> Self {
        Self {
            justified: RawValue::Null,
            due_amount: RawValue::Null,
            clawed_back: RawValue::Null,
            review_minutes: RawValue::Null,
            evidence_days: RawValue::Null,
            caught_by_review: RawValue::Null,
            wrongly_refused: RawValue::Null,
            cash_found: RawValue::Null,
            audit_probability: RawValue::Null,
            decided_by: RawValue::Null,
            known_at: RawValue::Null,
            score: RawValue::Null,
        }
    }
}

impl KnownResults {
    /// Reads what a source wrote; `scale` is that of the currency. A value that cannot be read is
    /// unknown and counted in `unreadable`, never taken for "no".
    pub fn from_raw(raw: &RawResults<'_>, scale: u8) -> Self {
        let mut count = 0;
        let evidence = keep(number_of(raw.evidence_days, DETAIL_SCALE), &mut count);
        Self {
            justified: keep(boolean(raw.justified), &mut count),
            due_amount: keep(number_of(raw.due_amount, scale), &mut count),
            clawed_back: keep(boolean(raw.clawed_back), &mut count),
            review_minutes: keep(detail(raw.review_minutes), &mut count),
            evidence_days: evidence.filter(|days| is_believable(*days)),
            caught_by_review: keep(boolean(raw.caught_by_review), &mut count),
            wrongly_refused: keep(boolean(raw.wrongly_refused), &mut count),
            cash_found: keep(boolean(raw.cash_found), &mut count),
            audit_probability: keep(probability(raw.audit_probability), &mut count),
            decided_by: keep(decided_by(raw.decided_by), &mut count),
            known_at: keep(time(raw.known_at), &mut count),
            score: keep(score(raw.score), &mut count),
            is_negative_delay: evidence.is_some_and(|days| days < 0),
            unreadable: count
                + u8::from(evidence.is_some_and(|days| days >= 0 && !is_believable(days))),
        }
    }

    /// Whether the claim was justified, as far as it is known: what was owed tells it, too.
    pub fn is_justified(&self) -> Option<bool> {
        self.justified
            .or_else(|| self.due_amount.map(|due| due > 0))
    }

    /// Whether it is known what the bank would have lost by paying.
    pub fn is_known(&self) -> bool {
        self.justified.is_some() || self.due_amount.is_some()
    }
}

/// What a value says: nothing, something, or something that nobody can read.
type Reading<T> = Result<Option<T>, ()>;

/// The value, counting what could not be read.
fn keep<T>(reading: Reading<T>, unreadable: &mut u8) -> Option<T> {
    reading.unwrap_or_else(|()| {
        *unreadable += 1;
        None
    })
}

/// `true`, `false`, and the 1 and 0 of registers that have no booleans.
fn boolean(value: RawValue<'_>) -> Reading<bool> {
    match value {
        RawValue::Null => Ok(None),
        RawValue::Boolean(value) => Ok(Some(value)),
        RawValue::Text("true" | "1")
        | RawValue::Number("1")
        | RawValue::Decimal {
            mantissa: 1,
            scale: 0,
        } => Ok(Some(true)),
        RawValue::Text("false" | "0")
        | RawValue::Number("0")
        | RawValue::Decimal { mantissa: 0, .. } => Ok(Some(false)),
        _ => Err(()),
    }
}

/// A number in units of `scale`; digits beyond it are rounded half to even.
fn number_of(value: RawValue<'_>, scale: u8) -> Reading<i64> {
    match value {
        RawValue::Null => Ok(None),
        RawValue::Text(text) | RawValue::Number(text) => rounded(text, scale).map(Some).ok_or(()),
        RawValue::Decimal {
            mantissa,
            scale: from,
        } => decimal(mantissa, from, scale).map(Some).ok_or(()),
        _ => Err(()),
    }
}

/// A number text brought to a scale.
fn rounded(text: &str, scale: u8) -> Option<i64> {
    if let Ok(value) = number::parse_scaled(text, scale) {
        return Some(value);
    }
    if !number::is_number(text) {
        return None;
    }
    let (whole, fraction) = text.split_once('.')?;
    let kept = fraction.get(..fraction.len().min(20))?;
    let mantissa: i128 = format!("{whole}{kept}").parse().ok()?;
    decimal(mantissa, i8::try_from(kept.len()).ok()?, scale)
}

/// `mantissa · 10^-from` in units of `scale`, rounded half to even.
fn decimal(mantissa: i128, from: i8, scale: u8) -> Option<i64> {
    let value = match number::rescale(mantissa, i32::from(from), scale) {
        Ok(value) => value,
        Err(number::NumberError::TooFine) => {
            let digits = u8::try_from(i16::from(from) - i16::from(scale)).ok()?;
            let divisor = 10_i128.checked_pow(u32::from(digits))?;
            i64::try_from(money::round_ratio(mantissa, divisor)).ok()?
        }
        Err(_) => return None,
    };
    (value.unsigned_abs() <= number::limit(scale).unsigned_abs()).then_some(value)
}

/// Minutes or days that a person can believe.
fn detail(value: RawValue<'_>) -> Reading<i64> {
    match number_of(value, DETAIL_SCALE)? {
        Some(number) if !is_believable(number) => Err(()),
        number => Ok(number),
    }
}

/// Whether a number of minutes or days lies between 0 and 100,000.
fn is_believable(value: i64) -> bool {
    (0..=DETAIL_LIMIT * 1_000_000_000).contains(&value)
}

/// A probability above 0 and at most 1.
fn probability(value: RawValue<'_>) -> Reading<u64> {
    match number_of(value, DETAIL_SCALE)? {
        None => Ok(None),
        Some(number @ 0..=1_000_000_000) => Ok(Some(number.unsigned_abs())),
        Some(_) => Err(()),
    }
}

/// `auto` or `review`.
fn decided_by(value: RawValue<'_>) -> Reading<DecidedBy> {
    match value {
        RawValue::Null => Ok(None),
        RawValue::Text("auto") => Ok(Some(DecidedBy::Auto)),
        RawValue::Text("review") => Ok(Some(DecidedBy::Review)),
        _ => Err(()),
    }
}

/// A timestamp, or a date, which counts as its midnight.
fn time(value: RawValue<'_>) -> Reading<i64> {
    match value {
        RawValue::Null => Ok(None),
        RawValue::Timestamp(seconds) => Ok(Some(seconds)),
        RawValue::Date(days) => days.checked_mul(calendar::DAY_SECONDS).map(Some).ok_or(()),
        RawValue::Text(text) => calendar::parse_claim_timestamp(text)
            .or_else(|_| calendar::parse_date(text).map(|days| days * calendar::DAY_SECONDS))
            .map(Some)
            .map_err(|_| ()),
        _ => Err(()),
    }
}

/// A whole number from 0 to 10.
fn score(value: RawValue<'_>) -> Reading<u8> {
    match number_of(value, 0)? {
        None => Ok(None),
        Some(number) => u8::try_from(number)
            .ok()
            .filter(|score| *score <= 10)
            .map(Some)
            .ok_or(()),
    }
}
