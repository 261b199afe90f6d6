//! Bytes of a claims file: from a path or standard input, unpacked, as UTF-8, and counted.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{Decoder, Encoding};
use flate2::read::MultiGzDecoder;

use crate::error::ClaimsError;
use crate::file_format::FileFormat;

/// Bytes read at once, unpacked or not.
pub(crate) const CHUNK_BYTES: usize = 64 * 1024;

/// Where claims come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Standard input: JSON Lines if its first character is `{`, else CSV; gzip is unpacked.
    Standard,
    /// A file, whose name tells the format.
    Path(PathBuf),
}

impl Input {
    /// The input that a command line names: `-` is standard input.
    pub fn from_argument(argument: &str) -> Self {
        if argument == "-" {
            Self::Standard
        } else {
            Self::Path(argument.into())
        }
    }

    /// What messages call it.
    pub fn name(&self) -> String {
        match self {
            Self::Standard => "standard input".into(),
            Self::Path(path) => path.display().to_string(),
        }
    }
}

/// How far reading is; cheap to clone and to ask from another thread.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    read: Arc<AtomicU64>,
    total: Option<u64>,
}

impl Progress {
    pub(crate) fn new(total: Option<u64>) -> Self {
        Self {
            read: Arc::default(),
            total,
        }
    }

    /// Bytes of the file that were read, packed as they are in the file.
    pub fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Bytes of the whole file; `None` for standard input and pipes.
    pub fn bytes_total(&self) -> Option<u64> {
        self.total
    }

    pub(crate) fn set(&self, bytes: u64) {
        self.read.store(bytes, Ordering::Relaxed);
    }
}

/// A stream of bytes.
pub(crate) type Bytes = Box<dyn Read + Send>;

/// Opens a file.
pub(crate) fn open_file(path: &PathBuf) -> Result<(File, Progress), ClaimsError> {
    let failed = |source| ClaimsError::Open {
        path: path.clone(),
        source,
    };
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if metadata.is_dir() {
        return Err(failed(std::io::Error::from(
            std::io::ErrorKind::IsADirectory,
        )));
    }
    let total = metadata.is_file().then_some(metadata.len());
    Ok((file, Progress::new(total)))
}

/// Counts what passes.
pub(crate) fn counted(inner: impl Read + Send + 'static, progress: &Progress) -> Bytes {
    Box::new(Counted {
        inner,
        progress: progress.clone(),
    })
}

/// Unpacks gzip, also of several members one after another.
pub(crate) fn gunzip(bytes: Bytes) -> Bytes {
    Box::new(MultiGzDecoder::new(bytes))
}

/// Tells the format of standard input from its first bytes.
pub(crate) fn sniff(bytes: Bytes) -> std::io::Result<(FileFormat, Bytes)> {
    let (head, bytes) = peek(bytes, 2)?;
    let bytes = if head == [0x1f, 0x8b] {
        gunzip(bytes)
    } else {
        bytes
    };
    // Blank lines and a byte order mark may stand before the first character.
    let (head, bytes) = peek(bytes, 256)?;
    let mark_end = if head.starts_with(&[0xef, 0xbb, 0xbf]) {
        3
    } else {
        0
    };
    let first = head
        .iter()
        .skip(mark_end)
        .find(|byte| !byte.is_ascii_whitespace());
    let is_jsonl = first == Some(&b'{');
    let format = if is_jsonl {
        FileFormat::Jsonl { gzip: false }
    } else {
        FileFormat::Csv { gzip: false }
    };
    Ok((format, bytes))
}

/// Turns a stream of some encoding into UTF-8. A byte order mark is taken off and comes before
/// `encoding`. What cannot be decoded becomes U+FFFD; UTF-8 itself is left as it is.
/// The answer tells whether the stream was decoded.
pub(crate) fn decoded(bytes: Bytes, encoding: &'static Encoding) -> std::io::Result<(bool, Bytes)> {
    let (head, mut bytes) = peek(bytes, 3)?;
    let (encoding, mark_bytes) = Encoding::for_bom(&head).unwrap_or((encoding, 0));
    let mut mark = [0_u8; 3];
    if let Some(mark) = mark.get_mut(..mark_bytes) {
        bytes.read_exact(mark)?;
    }
    if encoding == encoding_rs::UTF_8 {
        return Ok((false, bytes));
    }
    Ok((
        true,
        Box::new(Decoding::new(
            bytes,
            encoding.new_decoder_without_bom_handling(),
        )),
    ))
}

/// The first bytes of a stream, at most `count`, and the whole stream again.
fn peek(mut bytes: Bytes, count: u64) -> std::io::Result<(Vec<u8>, Bytes)> {
    let mut head = Vec::new();
    bytes.by_ref().take(count).read_to_end(&mut head)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(bytes))))
}

/// A reader that counts.
struct Counted<R> {
    inner: R,
    progress: Progress,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.progress
            .read
            .fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// A reader that decodes.
struct Decoding {
    inner: Bytes,
    decoder: Decoder,
    /// Bytes of the file that are not decoded yet.
    raw: Vec<u8>,
    raw_start: usize,
    /// Decoded text that is not handed out yet.
    text: Vec<u8>,
    text_start: usize,
    is_at_end: bool,
}

impl Decoding {
    fn new(inner: Bytes, decoder: Decoder) -> Self {
        Self {
            inner,
            decoder,
            raw: Vec::new(),
            raw_start: 0,
            text: Vec::new(),
            text_start: 0,
            is_at_end: false,
        }
    }

    /// Decodes the next chunk.
    fn refill(&mut self) -> std::io::Result<()> {
        if self.raw_start == self.raw.len() && !self.is_at_end {
            self.raw.clear();
            self.raw_start = 0;
            let chunk = self
                .inner
                .by_ref()
                .take(CHUNK_BYTES as u64)
                .read_to_end(&mut self.raw)?;
            self.is_at_end = chunk == 0;
        }
        self.text.resize(CHUNK_BYTES * 2, 0);
        let raw = self.raw.get(self.raw_start..).unwrap_or_default();
        let (_, consumed, written, _) =
            self.decoder
                .decode_to_utf8(raw, &mut self.text, self.is_at_end);
        self.raw_start += consumed;
        self.text.truncate(written);
        self.text_start = 0;
        Ok(())
    }
}

impl Read for Decoding {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.text_start == self.text.len() {
            let was_at_end = self.is_at_end && self.raw_start == self.raw.len();
            if was_at_end {
                return Ok(0);
            }
            self.refill()?;
        }
        let mut rest = self.text.get(self.text_start..).unwrap_or_default();
        let count = rest.read(buffer)?;
        self.text_start += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
