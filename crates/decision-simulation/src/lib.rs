//! Replays past claims against the rules and counts the money: the cost of reviewing them against
//! the risk of paying them.
//!
//! [`portfolio`] makes reference claims, [`costs`] prices a claim under each action, [`replay`]
//! adds up decided claims, [`report`] tells what came out: as JSON, as text, as one HTML page.
//! Files are read elsewhere; there is no clock here. Money is exact; floats appear only where a
//! printed ratio or a waiting time is computed.

pub mod analysis;
pub mod costs;
pub mod history;
pub mod money;
pub mod portfolio;
pub mod replay;
pub mod report;
pub mod results;
pub mod spool;
pub mod statistics;

pub use costs::CostModel;
pub use portfolio::{GeneratedClaim, Portfolio};
pub use replay::{Replay, ReplayPlan, ReplayedClaim, Simulation};
pub use report::{Language, ReportInputs, SimulationReport};
pub use results::{KnownResults, RawResults};
