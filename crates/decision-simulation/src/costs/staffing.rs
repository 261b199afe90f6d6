//! How many people reviews take: today, when every claim is reviewed, and under a policy that
//! reviews only a share of them.
//!
//! The method is that of [`queue`](super::queue): M/M/c, so claims arrive at random and the waiting
//! grows without end as the staff becomes fully busy. Waiting for evidence is not part of it; no
//! staff shortens that.

use super::queue::{Queue, next_blocked, waiting_when_blocked};

/// The work of one full-time person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkTime {
    /// Hours of a day at work.
    pub hours_per_day: u32,
    /// Days at work in a year, without weekends, holidays, leave and sickness.
    pub days_per_year: u32,
}

impl WorkTime {
    /// 8 hours on 220 days, 1,760 hours a year: about 250 work days less 30 of leave and sickness.
    pub const FULL_TIME: Self = Self {
        hours_per_day: 8,
        days_per_year: 220,
    };

    /// Hours of a year.
    pub fn hours_per_year(self) -> u64 {
        u64::from(self.hours_per_day) * u64::from(self.days_per_year)
    }

    /// Full-time people for `minutes` of work (times 10^9) that came up within `period_days` days
    /// of the calendar; `None` without a period.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a figure for people: 53 bits are more than enough"
    )]
    pub fn full_time_people(self, minutes: i128, period_days: i64) -> Option<f64> {
        let hours = minutes as f64 / 60e9;
        let hours_of_period = self.hours_per_year() as f64 * period_days as f64 / 365.0;
        (hours_of_period > 0.0).then(|| hours / hours_of_period)
    }
}

/// A queue in its steady state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QueueState {
    /// People who review.
    pub staff: u32,
    /// Claims a day that are reviewed.
    pub reviews_per_day: f64,
    /// Share of their time that the people are busy; 0 without people.
    pub busy: f64,
    /// Mean days that a claim waits for a person.
    pub waiting_days: f64,
    /// Claims a day that the people could review beyond those that arrive.
    pub spare_per_day: f64,
}

impl QueueState {
    /// Days until `claims` that wait beside the new ones are worked off; `None` where there is no
    /// spare time.
    pub fn clearing_days(&self, claims: f64) -> Option<f64> {
        (self.spare_per_day > 0.0).then(|| claims / self.spare_per_day)
    }

    /// The state with `arrivals` claims a day and `staff` people, of which `blocked` is Erlang's
    /// blocking probability.
    fn new(queue: &Queue, arrivals: f64, staff: u32, blocked: f64) -> Self {
        let reviews = queue.reviews();
        let load = arrivals / reviews;
        let is_idle = arrivals <= 0.0;
        Self {
            staff,
            reviews_per_day: arrivals,
            busy: if is_idle {
                0.0
            } else {
                load / f64::from(staff)
            },
            waiting_days: if is_idle {
                0.0
            } else {
                waiting_when_blocked(load, reviews, staff, blocked)
            },
            spare_per_day: reviews * f64::from(staff) - arrivals,
        }
    }
}

/// The staff of a queue today and after a share of the claims is settled without review.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Staffing {
    /// Share of the claims that are reviewed after the change.
    pub share_reviewed: f64,
    /// Every claim is reviewed by the staff of the cost model.
    pub today: QueueState,
    /// Only the share is reviewed, by the same staff.
    pub same_staff: QueueState,
    /// The fewest people with whom the queue of the share does not grow without end.
    pub least_staff: QueueState,
    /// The fewest people with whom a claim of the share waits at most as long as today.
    pub same_waiting: QueueState,
}

impl Staffing {
    /// What the staff of this queue is needed for if `reviewed` of `claims` claims are reviewed.
    ///
    /// `None` without claims, or where the staff of the queue cannot review them all today.
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of claims are below 2^53"
    )]
    pub fn new(queue: &Queue, reviewed: u64, claims: u64) -> Option<Self> {
        if claims == 0 {
            return None;
        }
        let share = reviewed.min(claims) as f64 / claims as f64;
        let arrivals = queue.arrivals();
        let today = fewest(queue, arrivals, |state| state.staff == queue.staff)?;
        let find = |wanted: &dyn Fn(&QueueState) -> bool| fewest(queue, arrivals * share, wanted);
        Some(Self {
            share_reviewed: share,
            today,
            same_staff: find(&|state| state.staff == queue.staff)?,
            least_staff: find(&|_| true)?,
            same_waiting: find(&|state| state.waiting_days <= today.waiting_days)?,
        })
    }
}

/// The state of the fewest people that keep up with `arrivals` claims a day and are `wanted`: from
/// nobody, where nothing arrives, to the staff of the queue.
fn fewest(
    queue: &Queue,
    arrivals: f64,
    wanted: impl Fn(&QueueState) -> bool,
) -> Option<QueueState> {
    let load = arrivals / queue.reviews();
    let mut blocked = 1.0;
    for staff in 0..=queue.staff {
        if staff > 0 {
            blocked = next_blocked(load, blocked, staff);
        }
        let keeps_up = arrivals <= 0.0 || load < f64::from(staff);
        let state = QueueState::new(queue, arrivals, staff, blocked);
        if keeps_up && wanted(&state) {
            return Some(state);
        }
    }
    None
}
