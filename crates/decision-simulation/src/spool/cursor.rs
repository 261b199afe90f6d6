//! The records of a sorted partition, one after the other, from memory or from its file.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, BufReader, Read as _};

use super::bytes::{Taken, damaged};
use super::partition::{Order, Partition};
use super::record::{LENGTH_BYTES, head};

/// Bytes that are read from a file at once.
const BUFFER_BYTES: usize = 256 * 1024;

/// Where a partition is being read.
pub(super) struct Cursor<'a> {
    source: Source<'a>,
    record: Vec<u8>,
}

enum Source<'a> {
    Memory(&'a [u8]),
    File(BufReader<File>),
}

impl<'a> Cursor<'a> {
    /// At the first record.
    pub(super) fn new(partition: &'a Partition) -> io::Result<Self> {
        let source = match partition.reopened()? {
            Some(file) => Source::File(BufReader::with_capacity(BUFFER_BYTES, file)),
            None => Source::Memory(&partition.bytes),
        };
        let mut cursor = Self {
            source,
            record: Vec::new(),
        };
        cursor.advance()?;
        Ok(cursor)
    }

    /// The record; empty at the end.
    pub(super) fn record(&self) -> &[u8] {
        &self.record
    }

    /// Goes to the next record.
    pub(super) fn advance(&mut self) -> io::Result<()> {
        self.record.clear();
        match &mut self.source {
            Source::Memory([]) => {}
            Source::Memory(bytes) => {
                let mut rest = Taken(bytes);
                let len = u32::from_le_bytes(rest.fixed()?);
                let record = rest.bytes(usize::try_from(len).map_err(|_| damaged())?)?;
                self.record.extend_from_slice(record);
                *bytes = rest.0;
            }
            Source::File(file) => {
                let mut len = [0; LENGTH_BYTES];
                match file.read_exact(&mut len) {
                    Ok(()) => {}
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
                    Err(error) => return Err(error),
                }
                let len = usize::try_from(u32::from_le_bytes(len)).map_err(|_| damaged())?;
                self.record.resize(len, 0);
                file.read_exact(&mut self.record)?;
            }
        }
        Ok(())
    }
}

/// The next claim of a partition; the greatest is the one that passes first.
#[derive(PartialEq, Eq)]
pub(super) struct Next {
    rank: (i64, i64),
    id: Box<str>,
    row: u64,
    pub(super) place: usize,
}

impl Next {
    /// The claim at which a cursor is, if there is one.
    pub(super) fn of(place: usize, cursor: &Cursor<'_>, order: Order) -> io::Result<Option<Self>> {
        if cursor.record().is_empty() {
            return Ok(None);
        }
        let head = head(&mut Taken(cursor.record()))?;
        Ok(Some(Self {
            rank: order.rank(&head),
            id: head.id.into(),
            row: head.row,
            place,
        }))
    }
}

impl Ord for Next {
    fn cmp(&self, other: &Self) -> Ordering {
        { self.rank.cmp(&other.rank) }
            .then_with(|| self.id.cmp(&other.id))
            .then(self.row.cmp(&other.row))
            .reverse()
    }
}

impl PartialOrd for Next {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
