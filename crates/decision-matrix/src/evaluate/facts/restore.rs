//! Facts written back as they were read before, and values that are counted rather than read.

use crate::table::FactorIndex;

use super::{Fact, Facts};

impl Facts {
    /// Sets a factor to what [`Facts::fact`] gave for an equal claim of the same matrix, without
    /// judging it again. A text that no literal of the matrix equals decides as before, but its
    /// words are forgotten. An index of another matrix is ignored.
    pub fn restore(&mut self, factor: FactorIndex, fact: Fact) {
        self.store(factor, fact);
    }

    /// Sets the time to what [`Facts::time`] gave for an equal claim.
    pub fn restore_time(&mut self, time: Fact) {
        self.memory.time = time;
    }

    /// Sets a factor to a value in the unit of its type, such as minor units or seconds; `None` is
    /// null. Outside of the domain it becomes the input fault `INPUT_OUT_OF_DOMAIN`. An index of
    /// another matrix is ignored.
    pub fn set_units(&mut self, factor: FactorIndex, units: Option<i64>) {
        match units {
            Some(units) => self.set_code(factor, units),
            None => self.set_null(factor),
        }
    }
}
