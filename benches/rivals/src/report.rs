//! What the measurements leave behind for the tables.

use serde::{Deserialize, Serialize};

/// Numbers of rules.
pub(crate) const COUNTS: [usize; 4] = [12, 100, 1_000, 10_000];

/// Single decisions.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SingleReport {
    /// Model of the processor.
    pub(crate) processor: String,
    /// Number of its cores.
    pub(crate) cores: usize,
    /// Rounds that took turns.
    pub(crate) rounds: usize,
    /// One for each engine and number of rules, in the order of the tables.
    pub(crate) cells: Vec<SingleCell>,
}

/// Single decisions of one engine with one number of rules.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SingleCell {
    /// Title of the engine.
    pub(crate) engine: String,
    /// Number of rules.
    pub(crate) rules: usize,
    /// What was measured, or why nothing was.
    pub(crate) outcome: SingleOutcome,
}

/// What was measured, or why nothing was.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SingleOutcome {
    /// Figures.
    Measured(SingleFigures),
    /// The reason.
    Left(String),
}

/// Figures of single decisions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SingleFigures {
    /// Different claims of a round.
    pub(crate) claims: usize,
    /// Median of the rounds, nanoseconds of CPU time a decision.
    pub(crate) median_ns: f64,
    /// Best of the rounds.
    pub(crate) best_ns: f64,
    /// CPU time to read and compile the rules, in milliseconds, once.
    pub(crate) build_ms: f64,
}

/// Decisions of whole columns.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BatchReport {
    /// Name of the program and its libraries with versions.
    pub(crate) versions: String,
    /// One for each way and number of rules, in the order of the tables.
    pub(crate) cells: Vec<BatchCell>,
}

/// Decisions of whole columns in one way with one number of rules.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BatchCell {
    /// Title of the way.
    pub(crate) engine: String,
    /// Number of rules.
    pub(crate) rules: usize,
    /// Claims of a round.
    pub(crate) rows: usize,
    /// Rounds.
    pub(crate) rounds: usize,
    /// Median of the rounds, rows per second of CPU time.
    pub(crate) median_rows_per_second: f64,
    /// Best of the rounds.
    pub(crate) best_rows_per_second: f64,
}

/// The value in the middle, or the mean of the two; 0 for none.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = sorted.get(sorted.len() / 2);
    let lower = sorted.get(sorted.len().saturating_sub(1) / 2);
    match (lower, upper) {
        (Some(lower), Some(upper)) => f64::midpoint(*lower, *upper),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_median_is_the_middle_or_between_two() {
        let cases: [(&[f64], f64); 4] = [
            (&[], 0.0),
            (&[3.0], 3.0),
            (&[9.0, 1.0, 2.0], 2.0),
            (&[4.0, 1.0, 2.0, 9.0], 3.0),
        ];
        for (values, expected) in cases {
            assert!(
                (super::median(values) - expected).abs() < 1e-9,
                "{values:?}"
            );
        }
    }
}
