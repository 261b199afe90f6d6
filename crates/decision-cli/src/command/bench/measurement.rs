//! What was measured of one way of deciding, and how a number comes out of many passes.

use std::time::{Duration, Instant};

use super::clock::{Spent, spent};

/// How long one way is measured.
const MEASURED: Duration = Duration::from_millis(300);
/// Fewest passes.
const PASSES: usize = 5;

/// The time of one way.
#[derive(Clone, Debug)]
pub(super) struct Measurement {
    /// What it is called.
    pub(super) mode: &'static str,
    /// How many threads decide.
    pub(super) threads: usize,
    /// Claims that one pass decides.
    pub(super) rows: u64,
    /// Nanoseconds that pass for one claim.
    pub(super) nanoseconds: f64,
    /// Nanoseconds of all processors for one claim, where the system tells them.
    pub(super) processor_nanoseconds: Option<f64>,
    /// Where the work of a file goes.
    pub(super) shares: Option<Shares>,
}

/// Parts of the processor time of a file; together 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shares {
    pub(super) reading: f64,
    pub(super) deciding: f64,
    pub(super) writing: f64,
}

impl Measurement {
    /// A way by its passes.
    pub(super) fn new(mode: &'static str, threads: usize, rows: u64, passes: &[Spent]) -> Self {
        let processor: Option<Vec<Duration>> = passes.iter().map(|it| it.processor).collect();
        Self {
            mode,
            threads,
            rows,
            nanoseconds: median_of(passes.iter().map(|it| it.wall).collect(), rows),
            processor_nanoseconds: processor.map(|times| median_of(times, rows)),
            shares: None,
        }
    }

    /// Repeats a pass for a third of a second, after one that warms up.
    pub(super) fn of_passes(
        mode: &'static str,
        threads: usize,
        rows: u64,
        mut pass: impl FnMut(),
    ) -> Self {
        pass();
        let started = Instant::now();
        let mut passes = Vec::new();
        while passes.len() < PASSES || started.elapsed() < MEASURED {
            passes.push(spent(&mut pass));
        }
        Self::new(mode, threads, rows, &passes)
    }

    /// How many claims are decided in a second.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rate is far below 2^53"
    )]
    pub(super) fn per_second(&self) -> u64 {
        if self.nanoseconds > 0.0 {
            (1e9 / self.nanoseconds).round() as u64
        } else {
            0
        }
    }
}

impl Shares {
    /// The parts of a time, of which deciding and writing are known and reading is the rest.
    pub(super) fn new(whole: Duration, deciding: Duration, writing: Duration) -> Option<Self> {
        let part = |time: Duration| time.as_secs_f64() / whole.as_secs_f64();
        (!whole.is_zero()).then(|| {
            let (deciding, writing) = (part(deciding).min(1.0), part(writing));
            let writing = writing.min(1.0 - deciding);
            Self {
                reading: 1.0 - deciding - writing,
                deciding,
                writing,
            }
        })
    }
}

/// The middle of some times, in nanoseconds for one claim.
#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of rows are far below 2^53"
)]
fn median_of(mut times: Vec<Duration>, rows: u64) -> f64 {
    times.sort_unstable();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    middle.as_secs_f64() * 1e9 / rows.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass(wall: u64, processor: Option<u64>) -> Spent {
        Spent {
            wall: Duration::from_nanos(wall),
            processor: processor.map(Duration::from_nanos),
        }
    }

    #[test]
    fn the_middle_pass_counts() {
        let passes = [
            pass(100, Some(80)),
            pass(900, Some(85)),
            pass(110, Some(90)),
        ];
        let it = Measurement::new("single", 1, 10, &passes);
        assert!((it.nanoseconds - 11.0).abs() < 1e-9, "{it:?}");
        assert!(
            (it.processor_nanoseconds.unwrap() - 8.5).abs() < 1e-9,
            "{it:?}"
        );
        assert_eq!(it.per_second(), 90_909_091);
    }

    #[test]
    fn a_system_that_tells_no_processor_time_gives_none() {
        let it = Measurement::new("single", 1, 10, &[pass(100, None)]);
        assert_eq!(it.processor_nanoseconds, None);
        assert_eq!(Measurement::new("file", 1, 0, &[]).per_second(), 0);
    }

    #[test]
    fn shares_are_parts_of_one() {
        let time = Duration::from_millis;
        let shares = Shares::new(time(100), time(10), time(30)).unwrap();
        assert!((shares.reading - 0.6).abs() < 1e-9, "{shares:?}");
        // Clocks of single threads and of the process need not agree to the last bit.
        let shares = Shares::new(time(100), time(70), time(31)).unwrap();
        assert!(shares.reading.abs() < 1e-9, "{shares:?}");
        assert_eq!(Shares::new(time(0), time(0), time(0)), None);
    }
}
