//! Prices against the formulas of the method, written down a second time in plain fractions.

use decision_matrix::table::Outcome;

use super::super::{ClaimPrice, CostModel};
use super::model;
use crate::results::KnownResults;

/// A random number stream of `SplitMix64`.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: i64) -> i64 {
        (self.next() % limit.unsigned_abs()).cast_signed()
    }

    /// A number whose length is random too, so that small and large ones come up.
    fn of_any_size(&mut self, limit: i64) -> i64 {
        let size = 10_i64.pow(u32::try_from(self.below(19)).unwrap());
        self.below(size.min(limit) + 1)
    }

    fn maybe(&mut self) -> Option<bool> {
        [None, Some(false), Some(true)][usize::try_from(self.below(3)).unwrap()]
    }

    fn results(&mut self) -> KnownResults {
        let maybe =
            |random: &mut Self, limit| (random.below(2) == 0).then(|| random.of_any_size(limit));
        KnownResults {
            justified: self.maybe(),
            due_amount: (self.below(4) == 0).then(|| self.of_any_size(1_000_000_000_000_000_000)),
            clawed_back: self.maybe(),
            caught_by_review: self.maybe(),
            wrongly_refused: self.maybe(),
            cash_found: self.maybe(),
            review_minutes: maybe(self, 100_000_000_000_000),
            evidence_days: maybe(self, 100_000_000_000_000),
            ..KnownResults::default()
        }
    }

    fn model(&mut self) -> CostModel {
        let mut model = CostModel::none();
        let price = 1_000_000_000_000_000;
        let (count, time, rate) = (1_000_000_000, 100_000_000_000, 1_000_000_000);
        let review = &mut model.review;
        review.fixed = self.of_any_size(price);
        review.minutes = self.of_any_size(time);
        review.per_minute = self.of_any_size(price);
        review.calls = self.of_any_size(count);
        review.per_call = self.of_any_size(price);
        review.messages = self.of_any_size(count);
        review.per_message = self.of_any_size(price);
        review.caught = self.below(rate + 1);
        review.wrong_refusal = self.of_any_size(price);
        review.wrong_refusal_rate = self.below(rate + 1);
        model.delay.evidence_days = self.of_any_size(time);
        model.delay.queue_days = self.of_any_size(time);
        model.delay.contacts_per_day = self.of_any_size(count);
        model.delay.per_contact = self.of_any_size(price);
        model.delay.goodwill_per_day = self.of_any_size(price);
        model.delay.yearly_rate = self.below(2) * self.of_any_size(100_000_000);
        model.late.after_days = self.below(10);
        model.late.per_day = self.of_any_size(price);
        model.late.cap = self.below(2) * self.of_any_size(price);
        model.approve.fixed = self.of_any_size(price);
        model.approve.messages = self.of_any_size(count);
        model.approve.per_message = self.of_any_size(price);
        model.approve.claw_back = self.below(rate + 1);
        model.approve.cash_found = self.below(rate + 1);
        model.audit.per_check = self.of_any_size(price);
        model.escalate.minutes = (self.below(2) == 0).then(|| self.of_any_size(time));
        model.request_info.days = self.of_any_size(time);
        model
    }
}

/// `numerator / denominator` half to even, by trying the neighbours of the floor.
fn half_even(numerator: i128, denominator: i128) -> i128 {
    let floor = numerator.div_euclid(denominator);
    let twice = 2 * numerator.rem_euclid(denominator);
    let is_up = twice > denominator || (twice == denominator && floor.rem_euclid(2) == 1);
    floor + i128::from(is_up)
}

fn ten(exponent: u32) -> i128 {
    10_i128.pow(exponent)
}

/// The terms of a claim by the table of the method: `Cd`, `Cw`, `Cl`, `Cf`, residual loss, loss,
/// avoidable loss, unavoidable loss, `Ca` without loss.
fn by_the_book(
    model: &CostModel,
    known: &KnownResults,
    scale: u32,
    amount: i64,
    audit: u64,
) -> [i128; 9] {
    let wide = i128::from;
    let amount = wide(amount);
    let justified = known
        .justified
        .unwrap_or_else(|| known.due_amount.is_none_or(|due| due > 0));
    let due = known
        .due_amount
        .map_or(if justified { amount } else { 0 }, wide);
    let one = ten(9);
    let rate =
        |known: Option<bool>, rate| known.map_or(wide(rate), |known| wide(i64::from(known)) * one);
    let lost = one - rate(known.clawed_back, model.approve.claw_back);
    let caught = rate(known.caught_by_review, model.review.caught);
    let unowed = (amount - due).max(0);
    let (review, delay) = (&model.review, &model.delay);
    // Nano-minutes and micro-days.
    let minutes = known
        .review_minutes
        .map_or(wide(review.minutes) * 1_000, wide);
    let evidence = known
        .evidence_days
        .map_or(wide(delay.evidence_days) * 1_000, wide);
    let days = half_even(evidence + wide(delay.queue_days) * 1_000, 1_000);
    let direct = (wide(review.fixed) * ten(6)
        + wide(review.calls) * wide(review.per_call)
        + wide(review.messages) * wide(review.per_message))
        * 1_000
        + wide(review.per_minute) * minutes;
    let per_day = wide(delay.contacts_per_day) * wide(delay.per_contact)
        + wide(delay.goodwill_per_day) * ten(6);
    // Whole minor units and remainders apart: the common denominator is 365 * 10^18.
    let (waiting, waiting_unit) = (per_day * days, ten(18 - scale));
    let (interest, interest_unit) = (wide(delay.yearly_rate) * amount * days, 365 * ten(12));
    let whole = waiting.div_euclid(waiting_unit) + interest.div_euclid(interest_unit);
    let rest = waiting.rem_euclid(waiting_unit) * (365 * ten(18) / waiting_unit)
        + interest.rem_euclid(interest_unit) * (365 * ten(18) / interest_unit);
    let even = whole - whole.rem_euclid(2);
    let waiting = even + half_even((whole - even) * 365 * ten(18) + rest, 365 * ten(18));
    let days_late = if model.late.after_days == 0 {
        0
    } else {
        ((days + ten(6) - 1).div_euclid(ten(6)) - wide(model.late.after_days)).max(0)
    };
    let full = wide(model.late.per_day) * days_late;
    let cap = if model.late.cap == 0 {
        full
    } else {
        wide(model.late.cap)
    };
    let refused = rate(known.wrongly_refused, review.wrong_refusal_rate);
    let approve = &model.approve;
    let machine = wide(approve.fixed) * ten(6) + wide(approve.messages) * wide(approve.per_message);
    let missing = one - rate(known.cash_found, approve.cash_found);
    [
        half_even(direct, ten(15 - scale)),
        waiting,
        half_even(full.min(cap), ten(6 - scale)),
        if justified {
            half_even(wide(review.wrong_refusal) * refused, ten(15 - scale))
        } else {
            0
        },
        half_even(unowed * (lost * (one - caught)), ten(18)),
        half_even(unowed * lost, one),
        half_even(unowed * (lost * caught), ten(18)),
        half_even(due.min(amount).max(0) * missing, one),
        half_even(machine, ten(12 - scale))
            + half_even(
                wide(model.audit.per_check) * i128::from(audit),
                ten(15 - scale),
            ),
    ]
}

#[test]
fn every_term_is_that_of_the_method() {
    let mut random = Random(20_261_122);
    for round in 0..20_000 {
        let (model, known) = (random.model(), random.results());
        let scale = [0, 2, 3, 4][usize::try_from(random.below(4)).unwrap()];
        let amount = random.of_any_size(1_000_000_000_000_000_000) - random.below(2);
        let audit = random.below(1_000_000_001).unsigned_abs();
        let price = ClaimPrice::new(
            &model,
            &known,
            u8::try_from(scale).unwrap(),
            Some(amount),
            None,
            true,
        );
        let review = price.review();
        let ours = [
            review.direct,
            review.delay,
            review.late,
            review.wrong_refusal,
            review.residual_loss,
            price.loss(),
            price.avoidable_loss(),
            price.unavoidable_loss(),
            price.automatic_direct(audit),
        ];
        let book = by_the_book(&model, &known, scale, amount, audit);
        assert_eq!(ours, book, "round {round}: {model:?} {known:?} {amount}");
        assert_eq!(review.total(), book[..5].iter().sum::<i128>());
        // What a review lets pass and what it stops make up the loss, but for their rounding.
        let parts = review.residual_loss + price.avoidable_loss();
        assert!((price.loss() - parts).abs() <= 1, "round {round}");
    }
}

#[test]
fn outcomes_differ_from_a_review_as_the_method_says() {
    let mut random = Random(7);
    for _ in 0..2_000 {
        let (model, known) = (random.model(), random.results());
        let amount = random.of_any_size(1_000_000_000_000_000_000);
        let priced = |model: &CostModel, known: &KnownResults, outcome| {
            ClaimPrice::new(model, known, 2, Some(amount), Some(0), true).manual(outcome)
        };
        // `escalate` is a review with other minutes.
        let mut minutes = known;
        if let Some(own) = model.escalate.minutes {
            minutes.review_minutes = Some(own * 1_000);
        }
        assert_eq!(
            priced(&model, &known, Outcome::Escalate),
            priced(&model, &minutes, Outcome::Review)
        );
        // `request_info` is a review with one message and some days more.
        let mut more = model.clone();
        more.review.messages += 1_000_000;
        more.delay.queue_days += model.request_info.days;
        assert_eq!(
            priced(&model, &known, Outcome::RequestInfo),
            priced(&more, &known, Outcome::Review)
        );
        let price = ClaimPrice::new(&model, &known, 2, Some(amount), None, true);
        let wrong = if price.is_unjustified() {
            0
        } else {
            i128::from(model.review.wrong_refusal)
        };
        assert_eq!(
            price.decline(),
            half_even(i128::from(model.approve.fixed), 10_000) + half_even(wrong, 10_000)
        );
    }
}

#[test]
fn losses_rise_with_the_amount() {
    let mut random = Random(11);
    for _ in 0..2_000 {
        let (model, known) = (random.model(), random.results());
        let small = random.of_any_size(900_000_000_000_000_000);
        let large = small + random.of_any_size(100_000_000_000_000_000);
        let price = |amount| ClaimPrice::new(&model, &known, 2, Some(amount), None, true);
        let (small, large) = (price(small), price(large));
        assert!(small.loss() <= large.loss());
        assert!(small.avoidable_loss() <= large.avoidable_loss());
        assert!(small.unavoidable_loss() <= large.unavoidable_loss());
        assert!(small.review().total() <= large.review().total());
        assert_eq!(small.review().direct, large.review().direct, "no steps");
    }
}

/// Every value at its largest: no sum wraps, and each term is what the formula gives.
#[test]
fn the_largest_values_are_priced() {
    let mut model = Random(0).model();
    let (price, count, time) = (1_000_000_000_000_000, 1_000_000_000, 100_000_000_000);
    model.review.fixed = price;
    model.review.per_minute = price;
    model.review.calls = count;
    model.review.per_call = price;
    model.review.messages = count;
    model.review.per_message = price;
    model.review.minutes = time;
    model.delay.evidence_days = time;
    model.delay.queue_days = time;
    model.delay.contacts_per_day = count;
    model.delay.per_contact = price;
    model.delay.goodwill_per_day = price;
    model.delay.yearly_rate = 100_000_000;
    model.request_info.days = time;
    model.late.after_days = 1;
    model.late.per_day = price;
    model.late.cap = 0;
    for amount in [i64::MIN, -1, 0, 1_000_000_000_000_000_000, i64::MAX] {
        for due_amount in [None, Some(i64::MIN), Some(i64::MAX)] {
            for scale in [0, 2, 4] {
                let known = KnownResults {
                    due_amount,
                    justified: Some(false),
                    clawed_back: Some(false),
                    ..KnownResults::default()
                };
                let claim = ClaimPrice::new(&model, &known, scale, Some(amount), Some(0), false);
                let review = claim.manual(Outcome::RequestInfo);
                assert!(review.total() >= review.direct || amount < 0);
                assert!(claim.loss() >= 0 && claim.loss() >= claim.avoidable_loss());
                assert!(claim.unavoidable_loss() >= 0);
                assert!(claim.automatic_direct(1_000_000_000) > 0);
            }
        }
    }
}

#[test]
fn steps_hold_at_their_edges() {
    let model = model(
        "format: 1\nreview: {fixed: 1, by_amount: [{up_to: 0, cost: 2}, {up_to: 10.005, cost: 4}, {up_to: 500, cost: 8}]}\n",
    );
    let known = KnownResults {
        justified: Some(true),
        ..KnownResults::default()
    };
    let direct = |scale, amount| {
        ClaimPrice::new(&model, &known, scale, amount, None, true)
            .review()
            .direct
    };
    // Two, three and no fraction digits; a step finer than the minor unit ends below it.
    let cents = [
        None,
        Some(-100),
        Some(0),
        Some(1),
        Some(1_000),
        Some(1_001),
        Some(50_000),
        Some(50_001),
    ]
    .map(|amount| direct(2, amount));
    assert_eq!(cents, [300, 300, 300, 500, 500, 900, 900, 100]);
    assert_eq!(
        [Some(10_005), Some(10_006), Some(500_000), Some(500_001)].map(|amount| direct(3, amount)),
        [5_000, 9_000, 9_000, 1_000]
    );
    assert_eq!(
        [
            Some(0),
            Some(10),
            Some(11),
            Some(500),
            Some(501),
            Some(i64::MAX)
        ]
        .map(|amount| direct(0, amount)),
        [3, 5, 9, 9, 1, 1]
    );
}
