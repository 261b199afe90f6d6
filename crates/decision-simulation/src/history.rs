//! History factors as of then: what earlier claims and the decisions on them come to at the moment
//! of a claim.
//!
//! Approvals, reviews and results follow from the simulated decisions, never from the file. Which
//! factors are computed, and from which streams of events, says [`HistoryPlan`];
//! [`HistoryKeeper`] holds the events while claims pass in their order.

mod keeper;
mod timeline;

use decision_matrix::table::{
    DecisionTables, FactorIndex, HistoryEvents, HistoryFunction, KeyIndex,
};

pub use keeper::HistoryKeeper;

/// Which history factors a replay computes, and what it keeps for them.
#[derive(Clone, Debug, Default)]
pub struct HistoryPlan {
    factors: Vec<ComputedHistory>,
    streams: Vec<Stream>,
    keys: Vec<String>,
}

/// Whether a source of claims has values of its own for a history factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnValues {
    /// It has none.
    Absent,
    /// It has a column for them.
    Column,
    /// Each row stands for itself.
    ByRow,
}

/// One computed factor.
#[derive(Clone, Copy, Debug)]
struct ComputedHistory {
    factor: FactorIndex,
    /// Whether a value of the claim's own counts.
    yields_to_own: bool,
    function: HistoryFunction,
    stream: usize,
    window_seconds: i64,
}

/// Events that are kept apart: of one kind, by one key, with the sum of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stream {
    of: HistoryEvents,
    /// The place of the key among the texts of a claim; `None` is all claims together.
    key: Option<usize>,
    field: Option<FactorIndex>,
    /// The longest window over it.
    keep_seconds: i64,
}

impl Stream {
    /// Whether its events become known some time after the claim.
    fn is_of_results(&self) -> bool {
        matches!(
            self.of,
            HistoryEvents::Justified | HistoryEvents::Unjustified
        )
    }
}

impl HistoryPlan {
    /// The history factors of a matrix that a replay computes: all but those that count claims
    /// and have values of their own, because a file may begin later than the history it counts.
    pub fn new(tables: &DecisionTables, own_values: impl Fn(&str) -> OwnValues) -> Self {
        let mut plan = Self {
            keys: customer_key(tables).into_iter().collect(),
            ..Self::default()
        };
        for (index, factor) in (0..).map(FactorIndex).zip(&tables.factors) {
            let Some(history) = &factor.history else {
                continue;
            };
            let own_values = match history.of {
                HistoryEvents::Claims => own_values(&factor.name),
                _ => OwnValues::Absent,
            };
            if own_values == OwnValues::Column {
                continue;
            }
            let key = history.per.map(|key| plan.key_place(tables, key));
            let stream = plan.stream_place(Stream {
                of: history.of,
                key,
                field: history.field,
                keep_seconds: history.window_seconds,
            });
            plan.factors.push(ComputedHistory {
                factor: index,
                yields_to_own: own_values == OwnValues::ByRow,
                function: history.function,
                stream,
                window_seconds: history.window_seconds,
            });
        }
        plan
    }

    /// The names of the keys whose texts a claim must carry, the customer's first where the matrix
    /// has one.
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// Whether the first of the keys is the customer.
    pub fn has_customer(&self) -> bool {
        self.keys.first().is_some_and(|key| key == CUSTOMER)
    }

    /// The computed factors.
    pub fn factors(&self) -> impl Iterator<Item = FactorIndex> {
        self.factors.iter().map(|history| history.factor)
    }

    /// Whether a factor is computed for claims without a value of their own only.
    pub fn yields_to_own(&self, factor: FactorIndex) -> bool {
        let mut factors = self.factors.iter();
        factors.any(|history| history.factor == factor && history.yields_to_own)
    }

    /// Whether nothing is computed.
    pub fn is_empty(&self) -> bool {
        self.factors.is_empty()
    }

    /// Whether the claims of one customer can be decided without those of the others.
    pub(crate) fn is_by_customer(&self) -> bool {
        let is_own = |stream: &Stream| stream.key == Some(0) && self.has_customer();
        self.streams.iter().all(is_own)
    }

    fn key_place(&mut self, tables: &DecisionTables, key: KeyIndex) -> usize {
        let name = tables.keys.columns.get(key.0 as usize);
        let name = name.map_or("", |key| key.name.as_str());
        let known = self.keys.iter().position(|known| known == name);
        known.unwrap_or_else(|| {
            self.keys.push(name.to_owned());
            self.keys.len() - 1
        })
    }

    fn stream_place(&mut self, stream: Stream) -> usize {
        let is_same = |known: &Stream| {
            (known.of, known.key, known.field) == (stream.of, stream.key, stream.field)
        };
        let place = self.streams.iter().position(is_same);
        if let Some(known) = place.and_then(|place| self.streams.get_mut(place)) {
            known.keep_seconds = known.keep_seconds.max(stream.keep_seconds);
        }
        place.unwrap_or_else(|| {
            self.streams.push(stream);
            self.streams.len() - 1
        })
    }
}

/// The key that tells customers apart.
const CUSTOMER: &str = "customer";

fn customer_key(tables: &DecisionTables) -> Option<String> {
    tables.keys.column(CUSTOMER).map(|_| CUSTOMER.to_owned())
}
