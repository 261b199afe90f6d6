//! The claims of some customers: in memory, or in a temporary file once there are too many.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};

use super::bytes::{Taken, damaged};
use super::record::{Head, LENGTH_BYTES, head};

/// Records one after the other.
#[derive(Debug, Default)]
pub(super) struct Partition {
    pub(super) bytes: Vec<u8>,
    /// Records that came earlier.
    file: Option<File>,
}

/// In which order claims pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// By time.
    Time,
    /// By the sequence of the source.
    Sequence,
}

impl Order {
    /// What decides first.
    pub(super) fn rank(self, head: &Head<'_>) -> (i64, i64) {
        match self {
            Self::Time => (head.time, 0),
            Self::Sequence => (head.sequence, head.time),
        }
    }

    /// Which of two claims passes first.
    pub(super) fn compare(self, one: &Head<'_>, other: &Head<'_>) -> Ordering {
        { self.rank(one).cmp(&self.rank(other)) }
            .then_with(|| one.id.cmp(other.id))
            .then(one.row.cmp(&other.row))
    }
}

impl Partition {
    /// Moves what is in memory to the file; returns how many bytes that were.
    pub(super) fn spill(&mut self) -> io::Result<usize> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        file.write_all(&self.bytes)?;
        let moved = self.bytes.len();
        self.bytes = Vec::new();
        Ok(moved)
    }

    /// The file at its beginning, if the records are in one.
    pub(super) fn reopened(&self) -> io::Result<Option<File>> {
        let Some(file) = &self.file else {
            return Ok(None);
        };
        let mut file = file.try_clone()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Some(file))
    }

    /// Every record; none is left here.
    pub(super) fn take(&mut self) -> io::Result<Vec<u8>> {
        let Some(mut file) = self.file.take() else {
            return Ok(std::mem::take(&mut self.bytes));
        };
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        file.read_to_end(&mut bytes)?;
        bytes.append(&mut self.bytes);
        Ok(bytes)
    }

    /// Puts the records into the order in which claims pass.
    pub(super) fn sort(&mut self, order: Order) -> io::Result<()> {
        let was_in_file = self.file.is_some();
        let bytes = self.take()?;
        let mut heads = heads(&bytes)?;
        heads.sort_unstable_by(|(one, _), (other, _)| order.compare(one, other));
        let mut sorted = Vec::with_capacity(bytes.len());
        for (_, at) in &heads {
            let record = record_at(&bytes, *at)?;
            sorted.extend_from_slice(
                &u32::try_from(record.len())
                    .map_err(|_| damaged())?
                    .to_le_bytes(),
            );
            sorted.extend_from_slice(record);
        }
        self.bytes = sorted;
        if was_in_file {
            self.spill()?;
        }
        Ok(())
    }
}

/// The head of every record, and where the record begins.
pub(super) fn heads(bytes: &[u8]) -> io::Result<Vec<(Head<'_>, usize)>> {
    let mut heads = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let record = record_at(bytes, at)?;
        heads.push((head(&mut Taken(record))?, at));
        at += LENGTH_BYTES + record.len();
    }
    Ok(heads)
}

/// The record that begins at a place.
pub(super) fn record_at(bytes: &[u8], at: usize) -> io::Result<&[u8]> {
    let mut rest = Taken(bytes.get(at..).ok_or_else(damaged)?);
    let len = u32::from_le_bytes(rest.fixed()?);
    rest.bytes(usize::try_from(len).map_err(|_| damaged())?)
}
