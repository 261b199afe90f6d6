//! Clocks: the time of the day's clock, and the time that processors worked.

use std::time::{Duration, Instant};

/// A span of time, as one waits for it and as processors spend it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spent {
    /// Time that passed.
    pub(super) wall: Duration,
    /// Time of all processors, where the system tells it.
    pub(super) processor: Option<Duration>,
}

/// What a piece of work takes, in all threads of this process.
pub(super) fn spent(work: impl FnOnce()) -> Spent {
    let (started, before) = (Instant::now(), process_time());
    work();
    Spent {
        wall: started.elapsed(),
        processor: process_time()
            .zip(before)
            .map(|(after, before)| after.saturating_sub(before)),
    }
}

/// The time that this thread worked, where the system tells it.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems tell none")]
pub(super) fn thread_time() -> Option<Duration> {
    Some(clock(rustix::time::ClockId::ThreadCPUTime))
}

#[cfg(not(unix))]
pub(super) fn thread_time() -> Option<Duration> {
    None
}

/// The time that all threads of this process worked.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems tell none")]
fn process_time() -> Option<Duration> {
    Some(clock(rustix::time::ClockId::ProcessCPUTime))
}

#[cfg(not(unix))]
fn process_time() -> Option<Duration> {
    None
}

#[cfg(unix)]
fn clock(id: rustix::time::ClockId) -> Duration {
    let now = rustix::time::clock_gettime(id);
    let seconds = now.tv_sec.try_into().unwrap_or_default();
    Duration::new(seconds, now.tv_nsec.try_into().unwrap_or_default())
}
