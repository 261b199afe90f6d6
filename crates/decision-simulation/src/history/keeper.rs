//! The events of the claims that have passed.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use decision_matrix::table::{HistoryEvents, HistoryFunction, Outcome};
use decision_matrix::{Decision, Fact, Facts, InputFault};

use super::timeline::{Timeline, Window};
use super::{ComputedHistory, HistoryPlan, Stream};
use crate::results::KnownResults;

/// History while claims pass in their order: [`Self::fill`] before a claim is decided,
/// [`Self::record`] after it.
#[derive(Clone, Debug)]
pub struct HistoryKeeper {
    /// For each stream, by number of its key.
    timelines: Vec<Vec<Timeline>>,
    /// For each key the number of each text.
    numbers: Vec<HashMap<Box<str>, usize>>,
    /// Results that become known later, the earliest first.
    pending: BinaryHeap<Reverse<Pending>>,
    /// The latest time so far.
    latest: i64,
    /// Whether claims come in order of time, so that what no window reaches can be forgotten.
    is_in_time_order: bool,
}

/// A result that becomes known at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pending {
    known_at: i64,
    stream: usize,
    key: usize,
    value: i64,
}

impl HistoryKeeper {
    /// No claim has passed. Claims come in order of time, or else in an order that their source
    /// gives.
    pub fn new(plan: &HistoryPlan, is_in_time_order: bool) -> Self {
        Self {
            timelines: vec![Vec::new(); plan.streams.len()],
            numbers: vec![HashMap::new(); plan.keys.len()],
            pending: BinaryHeap::new(),
            latest: i64::MIN,
            is_in_time_order,
        }
    }

    /// Forgets every claim.
    pub fn clear(&mut self) {
        self.timelines.iter_mut().for_each(Vec::clear);
        self.numbers.iter_mut().for_each(HashMap::clear);
        self.pending.clear();
        self.latest = i64::MIN;
    }

    /// Sets the history factors of a claim whose other facts, time among them, are set. `keys` are
    /// the texts of the plan's keys. Without a time or without the text of its key a factor is
    /// null.
    pub fn fill<'k>(
        &mut self,
        plan: &HistoryPlan,
        keys: impl Fn(usize) -> Option<&'k str>,
        facts: &mut Facts,
    ) {
        let time = match facts.time() {
            Fact::Value(time) => Some(time),
            Fact::Null | Fact::Fault(_) => None,
        };
        self.latest = self.latest.max(time.unwrap_or(i64::MIN));
        self.learn();
        for history in &plan.factors {
            let has_own = !matches!(
                facts.fact(history.factor),
                Fact::Null | Fact::Fault(InputFault::Missing)
            );
            if history.yields_to_own && has_own {
                continue;
            }
            let units = time
                .zip(plan.streams.get(history.stream))
                .and_then(|(time, stream)| {
                    let key = match stream.key {
                        Some(place) => self.known_number(place, keys(place)?),
                        None => Some(0),
                    };
                    let window = self.window(history, stream, key, time);
                    value(history.function, window, time)
                });
            facts.set_units(history.factor, units);
        }
    }

    /// Takes a decided claim into history.
    pub fn record<'k>(
        &mut self,
        plan: &HistoryPlan,
        keys: impl Fn(usize) -> Option<&'k str>,
        facts: &Facts,
        decision: &Decision,
        results: &KnownResults,
    ) {
        let Fact::Value(time) = facts.time() else {
            return;
        };
        for (place, stream) in plan.streams.iter().enumerate() {
            let Some(known_at) = event_time(stream.of, time, decision.outcome, results) else {
                continue;
            };
            let key = match stream.key.map(|place| (place, keys(place))) {
                Some((place, Some(text))) => self.number(place, text),
                Some((_, None)) => continue,
                None => 0,
            };
            let value = match stream.field.map(|field| facts.fact(field)) {
                Some(Fact::Value(value)) => value,
                _ => 0,
            };
            if stream.is_of_results() {
                self.pending.push(Reverse(Pending {
                    known_at,
                    stream: place,
                    key,
                    value,
                }));
            } else {
                self.insert(place, key, known_at, value, stream);
            }
        }
    }

    /// Makes history of the results that are known by now.
    fn learn(&mut self) {
        while let Some(Reverse(next)) = self.pending.peek().copied() {
            if next.known_at > self.latest {
                return;
            }
            self.pending.pop();
            self.timeline(next.stream, next.key)
                .insert(next.known_at, next.value);
        }
    }

    fn insert(&mut self, place: usize, key: usize, time: i64, value: i64, stream: &Stream) {
        let oldest = self.latest.saturating_sub(stream.keep_seconds);
        let is_in_time_order = self.is_in_time_order;
        let timeline = self.timeline(place, key);
        if is_in_time_order {
            timeline.forget_before(oldest);
        }
        timeline.insert(time, value);
    }

    /// What lies in the window of a factor. Events with a later time count, because they came
    /// earlier in order; results count from when they are known.
    fn window(
        &self,
        history: &ComputedHistory,
        stream: &Stream,
        key: Option<usize>,
        time: i64,
    ) -> Window {
        let timelines = self.timelines.get(history.stream);
        let timeline = timelines.zip(key).and_then(|(lines, key)| lines.get(key));
        let last = if stream.is_of_results() {
            time
        } else {
            i64::MAX
        };
        let first = time.saturating_sub(history.window_seconds);
        timeline.map_or_else(Window::default, |line| line.window(first, last))
    }

    fn timeline(&mut self, stream: usize, key: usize) -> &mut Timeline {
        if self.timelines.len() <= stream {
            self.timelines.resize_with(stream + 1, Vec::new);
        }
        #[expect(
            clippy::indexing_slicing,
            reason = "both vectors were made long enough"
        )]
        let lines = &mut self.timelines[stream];
        if lines.len() <= key {
            lines.resize_with(key + 1, Timeline::default);
        }
        #[expect(
            clippy::indexing_slicing,
            reason = "both vectors were made long enough"
        )]
        &mut lines[key]
    }

    fn known_number(&self, place: usize, text: &str) -> Option<usize> {
        self.numbers.get(place)?.get(text).copied()
    }

    fn number(&mut self, place: usize, text: &str) -> usize {
        let Some(numbers) = self.numbers.get_mut(place) else {
            return 0;
        };
        if let Some(number) = numbers.get(text) {
            return *number;
        }
        let number = numbers.len();
        numbers.insert(text.into(), number);
        number
    }
}

/// When a claim is an event of this kind; `None` where it is none.
fn event_time(
    of: HistoryEvents,
    time: i64,
    outcome: Outcome,
    results: &KnownResults,
) -> Option<i64> {
    let known = |wanted: bool| {
        let is_so = results.is_justified() == Some(wanted);
        // A result cannot be known before its claim.
        let known_at = results.known_at.filter(|_| is_so)?;
        Some(known_at.max(time))
    };
    match of {
        HistoryEvents::Claims => Some(time),
        HistoryEvents::Approvals => outcome.is_automatic_payment().then_some(time),
        HistoryEvents::Reviews => (outcome == Outcome::Review).then_some(time),
        HistoryEvents::Justified => known(true),
        HistoryEvents::Unjustified => known(false),
    }
}

/// The value of a factor.
fn value(function: HistoryFunction, window: Window, time: i64) -> Option<i64> {
    match function {
        HistoryFunction::Count => i64::try_from(window.count).ok(),
        // What does not fit is outside of every domain.
        HistoryFunction::Sum => Some(i64::try_from(window.sum).unwrap_or(i64::MAX)),
        HistoryFunction::AgeOfLast => window.last.map(|last| time.saturating_sub(last).max(0)),
    }
}
