//! Events of one kind of one key, by their time.

use std::collections::VecDeque;

/// Events in order of time. Events mostly come in that order; a late one is sorted in.
#[derive(Clone, Debug, Default)]
pub(super) struct Timeline {
    events: VecDeque<Event>,
    /// The sum of everything that was forgotten.
    forgotten: i128,
}

/// One event.
#[derive(Clone, Copy, Debug)]
struct Event {
    time: i64,
    /// The sum of the values of all events up to and with this one.
    sum: i128,
}

/// What lies in a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) count: usize,
    pub(super) sum: i128,
    /// The time of the last event.
    pub(super) last: Option<i64>,
}

impl Timeline {
    /// Adds an event.
    pub(super) fn insert(&mut self, time: i64, value: i64) {
        let mut at = self.events.len();
        while at > 0 && self.time(at - 1) > Some(time) {
            at -= 1;
        }
        let value = i128::from(value);
        let event = Event {
            time,
            sum: self.sum_before(at) + value,
        };
        self.events.insert(at, event);
        for later in self.events.range_mut(at + 1..) {
            later.sum += value;
        }
    }

    /// The events from the first time to the last, both included.
    pub(super) fn window(&self, first: i64, last: i64) -> Window {
        let from = self.events.partition_point(|event| event.time < first);
        let end = match self.events.back() {
            Some(event) if event.time <= last => self.events.len(),
            _ => self.events.partition_point(|event| event.time <= last),
        };
        if end <= from {
            return Window::default();
        }
        Window {
            count: end - from,
            sum: self.sum_before(end) - self.sum_before(from),
            last: self.time(end - 1),
        }
    }

    /// Forgets the events before a time.
    pub(super) fn forget_before(&mut self, time: i64) {
        while let Some(event) = self.events.front().filter(|event| event.time < time) {
            self.forgotten = event.sum;
            self.events.pop_front();
        }
    }

    fn time(&self, at: usize) -> Option<i64> {
        self.events.get(at).map(|event| event.time)
    }

    fn sum_before(&self, at: usize) -> i128 {
        let before = at.checked_sub(1).and_then(|at| self.events.get(at));
        before.map_or(self.forgotten, |event| event.sum)
    }
}

#[cfg(test)]
mod tests {
    use super::{Timeline, Window};

    #[test]
    fn windows_hold_what_lies_between_their_ends() {
        let mut line = Timeline::default();
        for (time, value) in [(10, 1), (20, 2), (20, 4), (40, 8), (30, 16), (5, 32)] {
            line.insert(time, value);
        }
        let window = |first, last| line.window(first, last);
        let found = |count, sum, last| Window {
            count,
            sum,
            last: Some(last),
        };
        assert_eq!(window(i64::MIN, i64::MAX), found(6, 63, 40));
        assert_eq!(window(20, 30), found(3, 22, 30));
        assert_eq!(window(20, 29), found(2, 6, 20));
        assert_eq!(window(41, i64::MAX), Window::default());
        assert_eq!(window(30, 20), Window::default());
    }

    #[test]
    fn forgotten_events_leave_the_sums_of_the_others() {
        let mut line = Timeline::default();
        for time in 0..10 {
            line.insert(time, 1);
        }
        line.forget_before(4);
        line.insert(6, 100);
        let window = line.window(5, 8);
        assert_eq!((window.count, window.sum), (5, 104));
        line.forget_before(100);
        line.insert(200, 7);
        assert_eq!(line.window(i64::MIN, i64::MAX).sum, 7);
    }
}
