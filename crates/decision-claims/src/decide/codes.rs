//! Codes of a column that had to be computed: numbers, which of them are there, and faults.

use decision_matrix::{ColumnValues, ColumnView, Fact, InputFault, Validity};

/// Codes of one column, row by row; memory is used again.
#[derive(Debug, Default)]
pub(super) struct Codes {
    values: Values,
    /// Bits of the rows that have a value; empty where all have one.
    validity: Vec<u8>,
    /// Rows at fault, rising.
    pub(super) faults: Vec<(usize, InputFault)>,
}

/// Codes of some width.
#[derive(Debug, Default)]
struct Values {
    wide: Vec<i64>,
    narrow: Vec<i8>,
    is_narrow: bool,
}

impl Codes {
    /// Forgets everything; wide codes come next.
    pub(super) fn begin_wide(&mut self) -> &mut Vec<i64> {
        self.clear(false);
        &mut self.values.wide
    }

    /// Forgets everything; narrow codes come next.
    pub(super) fn begin_narrow(&mut self) -> &mut Vec<i8> {
        self.clear(true);
        &mut self.values.narrow
    }

    fn clear(&mut self, is_narrow: bool) {
        self.validity.clear();
        self.faults.clear();
        self.values.wide.clear();
        self.values.narrow.clear();
        self.values.is_narrow = is_narrow;
    }

    /// Adds a fact to wide codes. What stands where there is a fault does not matter.
    pub(super) fn push(&mut self, fact: Fact) {
        let row = self.values.wide.len();
        let code = match fact {
            Fact::Value(code) => code,
            Fact::Null | Fact::Fault(_) => 0,
        };
        self.values.wide.push(code);
        match fact {
            Fact::Null | Fact::Fault(InputFault::Missing) => {
                self.set_null(row);
                return;
            }
            Fact::Fault(fault) => self.faults.push((row, fault)),
            Fact::Value(_) => {}
        }
        self.set_valid(row);
    }

    /// Replaces a wide code.
    pub(super) fn replace(&mut self, row: usize, fact: Fact) {
        if let Fact::Fault(fault) = fact {
            self.faults.push((row, fault));
        }
        if let (Fact::Value(code), Some(value)) = (fact, self.values.wide.get_mut(row)) {
            *value = code;
        }
    }

    /// Notes that the next row has a value.
    fn set_valid(&mut self, row: usize) {
        if !self.validity.is_empty() && self.validity.len() <= row / 8 {
            self.validity.push(u8::MAX);
        }
    }

    /// Notes that a row, the next or one before it, has no value.
    pub(super) fn set_null(&mut self, row: usize) {
        if self.validity.len() <= row / 8 {
            self.validity.resize(row / 8 + 1, u8::MAX);
        }
        if let Some(byte) = self.validity.get_mut(row / 8) {
            *byte &= !(1 << (row % 8));
        }
    }

    /// Ends codes of so many rows.
    pub(super) fn end(&mut self, rows: usize) {
        if !self.validity.is_empty() {
            self.validity.resize(rows.div_ceil(8), u8::MAX);
        }
    }

    /// The column. `validity` is that of the array, where the codes have none of their own.
    pub(super) fn view<'a>(&'a self, validity: Option<Validity<'a>>) -> ColumnView<'a> {
        let own = (!self.validity.is_empty()).then(|| Validity::new(&self.validity, 0));
        ColumnView {
            values: if self.values.is_narrow {
                ColumnValues::I8(&self.values.narrow)
            } else {
                ColumnValues::I64(&self.values.wide)
            },
            validity: own.or(validity),
        }
    }
}
