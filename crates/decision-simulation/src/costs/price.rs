//! The price of one claim under each action, in minor units.

use decision_matrix::table::Outcome;

use super::model::{AmountStep, CostModel, MICRO, MICRO_SCALE};
use crate::money::{power_of_ten, round_by, round_narrow, round_sum};
use crate::results::KnownResults;

/// A rate of 1.
const NANO: i64 = 1_000_000_000;
/// One price unit.
const MICRO_UNIT: i64 = 1_000_000;
/// Days of a year of interest.
const YEAR_DAYS: i128 = 365;
/// The largest amount that is priced, either way, in minor units: 10^18, the range of the `money`
/// type.
const AMOUNT_LIMIT: i128 = 1_000_000_000_000_000_000;

/// How many of the smallest prices make up a minor unit: of 10^-6, 10^-12, 10^-15 and 10^-18 of a
/// whole unit.
#[derive(Clone, Copy, Debug)]
struct Units {
    micro: i64,
    pico: i64,
    femto: i64,
    atto: i64,
}

impl Units {
    /// Those of a currency with `scale` fraction digits, at most six.
    fn of_scale(scale: u8) -> &'static Self {
        const fn units(minor: i64) -> Units {
            Units {
                micro: minor,
                pico: minor * 1_000_000,
                femto: minor * 1_000_000_000,
                atto: minor * 1_000_000_000_000,
            }
        }
        match scale {
            0 => const { &units(1_000_000) },
            1 => const { &units(100_000) },
            2 => const { &units(10_000) },
            3 => const { &units(1_000) },
            4 => const { &units(100) },
            5 => const { &units(10) },
            _ => const { &units(1) },
        }
    }
}

/// What a review of one claim costs, term by term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReviewCost {
    /// Staff, calls and messages.
    pub direct: i128,
    /// Waiting: contacts, good will, interest.
    pub delay: i128,
    /// The penalty of being late.
    pub late: i128,
    /// Refusing a justified claim.
    pub wrong_refusal: i128,
    /// Paying an unjustified claim that the review does not recognise.
    pub residual_loss: i128,
    /// Days until the claim is settled, times 10^6.
    pub days: i64,
    /// Minutes of staff, times 10^9.
    pub minutes: i64,
    /// Days begun after the legal limit.
    pub days_late: i64,
    /// Whether the limit counts business days and the holidays of this wait are not all known:
    /// then `days_late` knows only weekends.
    pub is_outside_calendar: bool,
}

impl ReviewCost {
    /// The sum of all terms.
    #[inline]
    pub fn total(&self) -> i128 {
        self.direct + self.delay + self.late + self.wrong_refusal + self.residual_loss
    }
}

/// One claim with what decides its price.
#[derive(Clone, Copy, Debug)]
pub struct ClaimPrice<'a> {
    model: &'a CostModel,
    results: &'a KnownResults,
    scale: u8,
    units: &'static Units,
    filed_at: Option<i64>,
    amount: i128,
    due: i128,
    is_unjustified: bool,
    loss: i128,
    avoidable_loss: i128,
    review: ReviewCost,
}

impl<'a> ClaimPrice<'a> {
    /// Prices a claim; where its result is unknown it is taken to be `assumed_justified`.
    /// `amount` is in minor units of `scale` fraction digits, an unknown one counts as 0.
    pub fn new(
        model: &'a CostModel,
        results: &'a KnownResults,
        scale: u8,
        amount: Option<i64>,
        filed_at: Option<i64>,
        assumed_justified: bool,
    ) -> Self {
        let amount = i128::from(amount.unwrap_or_default()).clamp(-AMOUNT_LIMIT, AMOUNT_LIMIT);
        let due = results.due_amount.map(i128::from);
        let justified = results
            .justified
            .unwrap_or_else(|| due.map_or(assumed_justified, |due| due > 0));
        let due = due.unwrap_or(if justified { amount } else { 0 });
        let mut price = Self {
            model,
            results,
            scale: scale.min(MICRO_SCALE),
            units: Units::of_scale(scale),
            filed_at,
            amount,
            due,
            is_unjustified: !justified,
            loss: 0,
            avoidable_loss: 0,
            review: ReviewCost::default(),
        };
        let unowed = price.unowed();
        if unowed > 0 {
            price.loss = chance_of(unowed, price.kept_loss(), NANO);
            price.avoidable_loss = chance_of(unowed, price.kept_loss(), price.caught());
        }
        price.review = price.review_of(None, 0, 0);
        price
    }

    /// What is not owed: the loss of paying, before anything is won back.
    #[inline]
    fn unowed(&self) -> i128 {
        (self.amount - self.due).max(0)
    }

    /// Share of an unjustified payment that stays lost, times 10^9.
    #[inline]
    fn kept_loss(&self) -> i64 {
        NANO - rate(self.results.clawed_back, self.model.approve.claw_back)
    }

    /// Probability that a review recognises an unjustified claim, times 10^9.
    #[inline]
    fn caught(&self) -> i64 {
        rate(self.results.caught_by_review, self.model.review.caught)
    }

    /// The loss where the claim is settled at once.
    #[inline]
    pub fn loss(&self) -> i128 {
        self.loss
    }

    /// The part of the loss that a review would have stopped.
    #[inline]
    pub fn avoidable_loss(&self) -> i128 {
        self.avoidable_loss
    }

    /// The justified money whose cash is never found; it is lost under both actions.
    #[inline]
    pub fn unavoidable_loss(&self) -> i128 {
        let missing = NANO - rate(self.results.cash_found, self.model.approve.cash_found);
        chance_of(self.due.min(self.amount).max(0), missing, NANO)
    }

    /// Whether nothing of the claim was owed.
    #[inline]
    pub fn is_unjustified(&self) -> bool {
        self.is_unjustified
    }

    /// Probability that a payment of this claim, if unjustified, is a loss that a review would
    /// have stopped, times 10^9.
    #[inline]
    pub fn avoidable_share(&self) -> i128 {
        i128::from(round_narrow(self.kept_loss() * self.caught(), NANO))
    }

    /// What settling at once costs without the loss: machine, messages, and the check that comes
    /// later with probability `audit_nano` (times 10^9).
    #[inline]
    pub fn automatic_direct(&self, audit_nano: u64) -> i128 {
        let approve = &self.model.approve;
        let messages = i128::from(approve.messages) * i128::from(approve.per_message);
        let direct = round_by(
            i128::from(approve.fixed) * MICRO + messages,
            self.units.pico,
        );
        let check = i128::from(self.model.audit.per_check) * i128::from(audit_nano);
        if check == 0 {
            return direct;
        }
        direct + round_by(check, self.units.femto)
    }

    /// What a review costs.
    #[inline]
    pub fn review(&self) -> ReviewCost {
        self.review
    }

    /// [`Self::review`] without a copy.
    #[inline]
    pub(crate) fn as_review(&self) -> &ReviewCost {
        &self.review
    }

    /// What the person's work of this outcome costs; a review's for the outcomes without one.
    pub fn manual(&self, outcome: Outcome) -> ReviewCost {
        match outcome {
            Outcome::Escalate => self.review_of(self.model.escalate.minutes, 0, 0),
            Outcome::RequestInfo => self.review_of(None, 1, self.model.request_info.days),
            _ => self.review(),
        }
    }

    /// What a decision by machine costs, whatever it says.
    pub(crate) fn machine(&self) -> i128 {
        round_by(i128::from(self.model.approve.fixed), self.units.micro)
    }

    /// What an automatic refusal costs.
    pub fn decline(&self) -> i128 {
        let wrong = if self.is_unjustified {
            0
        } else {
            i128::from(self.model.review.wrong_refusal)
        };
        self.machine() + round_by(wrong, self.units.micro)
    }

    /// A review with other minutes, more messages, more days.
    #[inline]
    fn review_of(&self, minutes: Option<i64>, messages: i64, more_days: i64) -> ReviewCost {
        let minutes = match (minutes, self.results.review_minutes) {
            (Some(minutes), _) => minutes.saturating_mul(1_000),
            (None, Some(minutes)) => minutes,
            (None, None) => self.model.review.minutes.saturating_mul(1_000),
        };
        let days = self.days(more_days);
        let late = self.model.late.lateness(days, self.filed_at);
        let unowed = self.unowed();
        ReviewCost {
            direct: self.direct(minutes, messages),
            delay: self.delay(days),
            late: self.model.late.penalty(late.days, self.scale),
            wrong_refusal: self.wrong_refusal(),
            residual_loss: if unowed == 0 {
                0
            } else {
                chance_of(unowed, self.kept_loss(), NANO - self.caught())
            },
            days,
            minutes,
            days_late: late.days,
            is_outside_calendar: late.is_outside_calendar,
        }
    }

    /// Days until settlement, times 10^6, rounded half to even.
    #[inline]
    fn days(&self, more: i64) -> i64 {
        let delay = &self.model.delay;
        let whole = delay.queue_days.saturating_add(more);
        match self.results.evidence_days {
            Some(evidence) => {
                round_narrow(evidence.saturating_add(whole.saturating_mul(1_000)), 1_000)
            }
            None => delay.evidence_days.saturating_add(whole),
        }
    }

    /// Staff, calls and messages.
    #[inline]
    fn direct(&self, minutes: i64, more_messages: i64) -> i128 {
        let review = &self.model.review;
        // Each factor fits into 64 bits, so each product is one multiplication.
        let fixed = i128::from(review.fixed.saturating_add(self.step())) * MICRO;
        let messages = review.messages.saturating_add(more_messages * MICRO_UNIT);
        let contacts = i128::from(review.calls) * i128::from(review.per_call)
            + i128::from(messages) * i128::from(review.per_message);
        let without_work = fixed + contacts;
        // Minutes are seldom finer than a millionth: then the sum fits into 64 bits.
        if minutes % 1_000 == 0 {
            let work = i128::from(review.per_minute) * i128::from(minutes / 1_000);
            return round_by(without_work + work, self.units.pico);
        }
        let work = i128::from(review.per_minute) * i128::from(minutes);
        round_by(without_work * 1_000 + work, self.units.femto)
    }

    /// What the amount adds to a review, times 10^6.
    #[inline]
    fn step(&self) -> i64 {
        let reaches = |step: &&AmountStep| match step.up_to {
            // Both sides in 10^-6 of a whole unit.
            Some(up_to) => self.amount * i128::from(self.units.micro) <= i128::from(up_to),
            None => true,
        };
        self.model
            .review
            .by_amount
            .iter()
            .find(reaches)
            .map_or(0, |step| step.cost)
    }

    /// Contacts, good will and interest of waiting.
    #[inline]
    fn delay(&self, days: i64) -> i128 {
        let delay = &self.model.delay;
        let per_day = i128::from(delay.contacts_per_day) * i128::from(delay.per_contact)
            + i128::from(delay.goodwill_per_day) * MICRO;
        let days = i128::from(days);
        if delay.yearly_rate == 0 {
            // Prices of a day are seldom finer than a millionth: then the product fits 64 bits.
            return match i64::try_from(per_day) {
                Ok(per_day) if per_day % MICRO_UNIT == 0 => {
                    round_by(i128::from(per_day / MICRO_UNIT) * days, self.units.pico)
                }
                _ => round_by(per_day * days, self.units.atto),
            };
        }
        let waiting = (per_day * days, i128::from(self.units.atto));
        let interest = (
            i128::from(delay.yearly_rate) * self.amount * days,
            YEAR_DAYS * MICRO * MICRO,
        );
        round_sum(waiting, interest, YEAR_DAYS * power_of_ten(18))
    }

    /// Refusing a justified claim.
    #[inline]
    fn wrong_refusal(&self) -> i128 {
        if self.is_unjustified {
            return 0;
        }
        let review = &self.model.review;
        let refused = rate(self.results.wrongly_refused, review.wrong_refusal_rate);
        if refused == 0 {
            return 0;
        }
        round_by(
            i128::from(review.wrong_refusal) * i128::from(refused),
            self.units.femto,
        )
    }
}

/// What is known of one claim, else the rate that stands in for it, times 10^9.
#[inline]
fn rate(known: Option<bool>, rate: i64) -> i64 {
    known.map_or(rate, |known| if known { NANO } else { 0 })
}

/// An amount times two probabilities (times 10^9), rounded half to even once.
#[inline]
fn chance_of(amount: i128, first: i64, second: i64) -> i128 {
    // INVARIANT: rates are at most 10^9, so the product is at most 10^18.
    let both = first * second;
    if both == 0 || amount == 0 {
        return 0;
    }
    if both == NANO * NANO {
        return amount;
    }
    // Rates seldom need all of their eighteen digits: then the product fits into 64 bits.
    if both % NANO == 0 {
        round_by(amount * i128::from(both / NANO), NANO)
    } else {
        round_by(amount * i128::from(both), NANO * NANO)
    }
}
