//! The bytes that were read and not yet used: a window that slides over the stream.

use std::io::Read;

use crate::input::{Bytes, CHUNK_BYTES};

/// A window over a stream.
pub(crate) struct Pending {
    input: Bytes,
    buffer: Vec<u8>,
    start: usize,
    is_at_end: bool,
    line: u64,
}

impl Pending {
    /// An empty window at line 1.
    pub(crate) fn new(input: Bytes) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            start: 0,
            is_at_end: false,
            line: 1,
        }
    }

    /// The bytes in the window.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    /// Whether nothing comes after the window.
    pub(crate) fn is_at_end(&self) -> bool {
        self.is_at_end
    }

    /// The line of the first byte in the window, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// Reads more. The window doubles, so that a long row is looked at a few times only.
    pub(crate) fn fill(&mut self) -> std::io::Result<()> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let more = self.buffer.len().max(CHUNK_BYTES);
        let count = self
            .input
            .by_ref()
            .take(more as u64)
            .read_to_end(&mut self.buffer)?;
        self.is_at_end = count < more;
        Ok(())
    }

    /// Moves the window on by `bytes`, which hold this many line ends.
    pub(crate) fn consume(&mut self, bytes: usize, lines: u64) {
        self.start = (self.start + bytes).min(self.buffer.len());
        self.line += lines;
    }

    /// Moves the window to the line after this one, without keeping what it passes.
    pub(crate) fn skip_line(&mut self) -> std::io::Result<()> {
        loop {
            if let Some(end) = self.bytes().iter().position(|byte| *byte == b'\n') {
                self.consume(end + 1, 1);
                return Ok(());
            }
            self.consume(self.bytes().len(), 0);
            if self.is_at_end {
                return Ok(());
            }
            self.fill()?;
        }
    }
}
