//! A progress bar that appears only where somebody is waiting.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a run may take before a bar appears.
const PATIENCE: Duration = Duration::from_secs(1);

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Bytes of a file.
    Bytes,
    /// Things, by their name in the plural.
    Things(&'static str),
}

/// How far a run is.
pub(crate) struct Progress {
    is_wanted: bool,
    total: Option<u64>,
    unit: Unit,
    started: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Progress towards `total`; `is_wanted` is false where nobody would see it.
    pub(super) fn new(is_wanted: bool, total: Option<u64>, unit: Unit) -> Self {
        Self {
            is_wanted,
            total,
            unit,
            started: Instant::now(),
            bar: None,
        }
    }

    /// Shows how much is done.
    pub(crate) fn set(&mut self, done: u64) {
        if !self.is_wanted || (self.bar.is_none() && self.started.elapsed() < PATIENCE) {
            return;
        }
        let (total, unit) = (self.total, self.unit);
        self.bar
            .get_or_insert_with(|| bar(total, unit))
            .set_position(done);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// The bar of indicatif on standard error.
fn bar(total: Option<u64>, unit: Unit) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
    let count = match (unit, total) {
        (Unit::Bytes, Some(_)) => "{bytes} of {total_bytes}".to_owned(),
        (Unit::Bytes, None) => "{bytes}".to_owned(),
        (Unit::Things(things), Some(_)) => format!("{{human_pos}} of {{human_len}} {things}"),
        (Unit::Things(things), None) => format!("{{human_pos}} {things}"),
    };
    let template = match total {
        Some(_) => format!("{{bar:32}} {{percent:>3}}%  {count}  {{eta}} left"),
        None => format!("{{spinner}} {count}  {{elapsed}}"),
    };
    match ProgressStyle::with_template(&template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
