//! Work in the order of numbers that are given out in order and come back in any.

use std::collections::BTreeSet;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Lets through one number after the other.
pub(super) struct Turnstile {
    passed: Mutex<Passed>,
    changed: Condvar,
}

/// Which numbers are through.
#[derive(Default)]
struct Passed {
    /// Every number below it.
    below: usize,
    /// And some above it, whose holders never waited.
    above: BTreeSet<usize>,
}

/// A number's right to pass; once dropped it is through, whether it waited or not.
pub(super) struct Ticket<'a> {
    turnstile: &'a Turnstile,
    number: usize,
}

impl Turnstile {
    /// Nobody has passed.
    pub(super) fn new() -> Self {
        Self {
            passed: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// The ticket of a number, of which there is one from 0 on.
    pub(super) fn ticket(&self, number: usize) -> Ticket<'_> {
        Ticket {
            turnstile: self,
            number,
        }
    }

    fn passed(&self) -> MutexGuard<'_, Passed> {
        self.passed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket<'_> {
    /// Waits until every smaller number is through.
    pub(super) fn wait(self) -> Self {
        let mut passed = self.turnstile.passed();
        while passed.below < self.number {
            let changed = self.turnstile.changed.wait(passed);
            passed = changed.unwrap_or_else(PoisonError::into_inner);
        }
        drop(passed);
        self
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        let mut passed = self.turnstile.passed();
        passed.above.insert(self.number);
        while passed.above.first() == Some(&passed.below) {
            passed.above.pop_first();
            passed.below += 1;
        }
        drop(passed);
        self.turnstile.changed.notify_all();
    }
}
