//! The method of simulation, against itself repeated many times, against naive oracles and against
//! real claims. `VERDICT_SOAK_FACTOR` makes the long ones longer.

mod comparison;
mod coverage;
mod drift;
mod frontier;
mod missing_outcomes;
mod stateful;
