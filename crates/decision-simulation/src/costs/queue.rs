//! Waiting for staff: the queue M/M/c.
//!
//! Source: A. K. Erlang, 1917; the stable recursion of the blocking probability is that of
//! Cooper, "Introduction to Queueing Theory", chapter 3.

/// The most staff that is reckoned with.
pub(crate) const STAFF_LIMIT: u32 = 100_000;
/// The longest waiting time, in days.
const WAITING_LIMIT: f64 = 100_000.0;

/// Claims that wait for staff: they arrive at random, one person at a time takes up the oldest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Claims a day, all of them: as many as reviews a day when everything is reviewed. Times
    /// 10^6.
    pub arrivals_per_day: i64,
    /// Reviews that one person finishes in a day, times 10^6.
    pub reviews_per_person_day: i64,
    /// People who review.
    pub staff: u32,
}

/// A number of staff that a cost model cannot take.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StaffError {
    /// The model waits a constant time, whatever the staff.
    #[error(
        "the costs give the waiting time as a number of days, which no staff changes; write `queue_days: {{arrivals_per_day: .., reviews_per_person_day: .., staff: ..}}` under `delay`"
    )]
    NoQueue,
    /// More claims arrive than the staff can review.
    #[error(transparent)]
    NeverWorksOff(NeverWorksOff),
    /// More people than are reckoned with.
    #[error("`{0}` people are out of range; give a number from 1 to {STAFF_LIMIT}")]
    OutOfRange(u32),
}

/// More claims arrive than the staff can review: the queue grows without end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{staff} people never work off the queue: they finish {} reviews a day and {} claims a day arrive; it takes {}",
    decimal(i128::from(self.queue.reviews_per_person_day) * i128::from(self.staff)),
    decimal(i128::from(self.queue.arrivals_per_day)),
    least_people(&self.queue)
)]
pub struct NeverWorksOff {
    queue: Queue,
    staff: u32,
}

impl Queue {
    /// The same claims with other staff.
    ///
    /// # Errors
    /// The staff never works off the queue, or is out of range.
    pub fn with_staff(self, staff: u32) -> Result<Self, StaffError> {
        if staff > STAFF_LIMIT {
            return Err(StaffError::OutOfRange(staff));
        }
        let queue = Self { staff, ..self };
        if queue.waiting_days().is_some() {
            Ok(queue)
        } else {
            Err(StaffError::NeverWorksOff(NeverWorksOff {
                queue: self,
                staff,
            }))
        }
    }

    /// Mean days that a claim waits if every claim is reviewed; `None` where the queue grows
    /// without end.
    pub fn waiting_days(&self) -> Option<f64> {
        waiting_days(self.arrivals(), self.reviews(), self.staff)
    }

    /// [`Self::waiting_days`] times 10^6, rounded to the nearest.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the result is held below the limit of days"
    )]
    pub(crate) fn waiting_micro(&self) -> Option<i64> {
        let days = self.waiting_days()?.min(WAITING_LIMIT);
        Some((days * 1e6).round_ties_even() as i64)
    }

    /// Claims a day.
    #[expect(
        clippy::cast_precision_loss,
        reason = "rates below 10^15 are exact in 53 bits"
    )]
    pub(crate) fn arrivals(&self) -> f64 {
        self.arrivals_per_day as f64 / 1e6
    }

    /// Reviews that one person finishes in a day.
    #[expect(
        clippy::cast_precision_loss,
        reason = "rates below 10^15 are exact in 53 bits"
    )]
    pub(crate) fn reviews(&self) -> f64 {
        self.reviews_per_person_day as f64 / 1e6
    }

    /// The fewest people who work off all claims; `None` where nobody finishes a review.
    pub(crate) fn least_staff(&self) -> Option<i64> {
        // Exactly as many reviews as arrivals is too few: the queue would still grow.
        let least = self
            .arrivals_per_day
            .checked_div(self.reviews_per_person_day)?;
        Some(least + 1)
    }
}

/// Mean days that a claim waits before staff take it up, with `arrivals_per_day` claims a day,
/// `reviews_per_person_day` reviews that one person finishes in a day, and `staff` people.
/// 0 where no claims arrive; `None` where the staff cannot keep up.
pub fn waiting_days(arrivals_per_day: f64, reviews_per_person_day: f64, staff: u32) -> Option<f64> {
    if arrivals_per_day <= 0.0 {
        return Some(0.0);
    }
    let capacity = reviews_per_person_day * f64::from(staff);
    let is_stable = reviews_per_person_day > 0.0 && arrivals_per_day < capacity;
    if !is_stable {
        return None;
    }
    let load = arrivals_per_day / reviews_per_person_day;
    let blocked = (1..=staff).fold(1.0, |blocked, servers| next_blocked(load, blocked, servers));
    Some(waiting_when_blocked(
        load,
        reviews_per_person_day,
        staff,
        blocked,
    ))
}

/// Erlang's blocking probability of `servers` people from that of one fewer.
pub(crate) fn next_blocked(load: f64, blocked: f64, servers: u32) -> f64 {
    let offered = load * blocked;
    offered / (f64::from(servers) + offered)
}

/// Mean days of waiting of a stable queue with this load (in people) and blocking probability.
pub(crate) fn waiting_when_blocked(load: f64, reviews: f64, staff: u32, blocked: f64) -> f64 {
    let busy = load / f64::from(staff);
    let waits = blocked / (1.0 - busy * (1.0 - blocked));
    waits / (reviews * (f64::from(staff) - load))
}

/// Millionths as a decimal number without trailing zeros.
fn decimal(millionths: i128) -> String {
    let text = crate::money::format(millionths, 6);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// How many people a queue takes, in words.
fn least_people(queue: &Queue) -> String {
    queue.least_staff().map_or_else(
        || "people who finish reviews".to_owned(),
        |least| format!("at least {least}"),
    )
}
