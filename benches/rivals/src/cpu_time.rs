//! CPU time of this process, which other programs on the machine disturb less than the clock.

use std::time::Duration;

use verdict_benches::cpu_time;

/// The user and system time that some work takes.
pub(crate) fn of(work: impl FnOnce()) -> Duration {
    let start = cpu_time();
    work();
    cpu_time().saturating_sub(start)
}
