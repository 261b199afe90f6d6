//! Waiting for staff: the queue M/M/c.
//!
//! Source: A. K. Erlang, 1917; the stable recursion of the blocking probability is that of
//! Cooper, "Introduction to Queueing Theory", chapter 3.

/// Mean days that a claim waits before staff take it up, with `arrivals_per_day` claims a day,
/// `reviews_per_person_day` reviews that one person finishes in a day, and `staff` people.
/// `None` where the staff cannot keep up, and for rates that are not positive.
pub fn waiting_days(arrivals_per_day: f64, reviews_per_person_day: f64, staff: u32) -> Option<f64> {
    let capacity = reviews_per_person_day * f64::from(staff);
    let is_stable =
        arrivals_per_day > 0.0 && reviews_per_person_day > 0.0 && arrivals_per_day < capacity;
    if !is_stable {
        return None;
    }
    let load = arrivals_per_day / reviews_per_person_day;
    let blocked = (1..=staff).fold(1.0, |blocked, servers| {
        let offered = load * blocked;
        offered / (f64::from(servers) + offered)
    });
    let busy = load / f64::from(staff);
    let waits = blocked / (1.0 - busy * (1.0 - blocked));
    Some(waits / (capacity - arrivals_per_day))
}
