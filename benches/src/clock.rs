//! The processor time of this process: what a measurement costs, whoever else is running.

use std::time::Duration;

/// User and system time of all threads of this process since it began.
#[cfg(unix)]
pub fn cpu_time() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(
        now.tv_sec.try_into().unwrap_or_default(),
        now.tv_nsec.try_into().unwrap_or_default(),
    )
}

/// The time since the first call, where the system does not tell the processor time.
#[cfg(not(unix))]
pub fn cpu_time() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

/// Nanoseconds of processor time that a round takes for each of its claims.
#[expect(
    clippy::cast_precision_loss,
    reason = "a round takes less than a second"
)]
pub fn cpu_nanoseconds(claims: usize, round: impl FnOnce()) -> f64 {
    let start = cpu_time();
    round();
    let time = cpu_time().saturating_sub(start);
    time.as_nanos() as f64 / claims as f64
}
