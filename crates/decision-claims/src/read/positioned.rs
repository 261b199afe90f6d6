//! A file that is read at any place by several threads at once: no place is kept in it, so that
//! nobody moves anybody else's.

use std::fs::File;
use std::io::{BufReader, Read};
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

/// A file, cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct PositionedFile {
    file: Arc<Handle>,
    length: u64,
}

/// A file from a place onwards.
pub(crate) struct FileFrom {
    file: Arc<Handle>,
    position: u64,
}

impl PositionedFile {
    /// A file and its length.
    pub(crate) fn new(file: File) -> std::io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self {
            file: Arc::new(Handle::new(file)),
            length,
        })
    }

    fn from(&self, position: u64) -> FileFrom {
        FileFrom {
            file: Arc::clone(&self.file),
            position,
        }
    }
}

impl Length for PositionedFile {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for PositionedFile {
    type T = BufReader<FileFrom>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(BufReader::new(self.from(start)))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        // The length comes from the file, so memory is taken as bytes come, not as they are told.
        let mut bytes = Vec::with_capacity(length.min(1 << 20));
        let wanted = u64::try_from(length).unwrap_or(u64::MAX);
        self.from(start).take(wanted).read_to_end(&mut bytes)?;
        if bytes.len() == length {
            Ok(bytes.into())
        } else {
            let found = bytes.len();
            Err(ParquetError::EOF(format!(
                "expected {length} bytes, found {found}"
            )))
        }
    }
}

impl Read for FileFrom {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read_at(buffer, self.position)?;
        self.position += count as u64;
        Ok(count)
    }
}

/// A file that is read without moving its place.
#[cfg(any(unix, windows))]
#[derive(Debug)]
struct Handle(File);

#[cfg(any(unix, windows))]
impl Handle {
    fn new(file: File) -> Self {
        Self(file)
    }

    #[cfg(unix)]
    fn read_at(&self, buffer: &mut [u8], position: u64) -> std::io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.0, buffer, position)
    }

    #[cfg(windows)]
    fn read_at(&self, buffer: &mut [u8], position: u64) -> std::io::Result<usize> {
        // It moves the file's place, which nobody here relies on.
        std::os::windows::fs::FileExt::seek_read(&self.0, buffer, position)
    }
}

/// A file whose place is moved under a lock.
#[cfg(not(any(unix, windows)))]
#[derive(Debug)]
struct Handle(std::sync::Mutex<File>);

#[cfg(not(any(unix, windows)))]
impl Handle {
    fn new(file: File) -> Self {
        Self(std::sync::Mutex::new(file))
    }

    fn read_at(&self, buffer: &mut [u8], position: u64) -> std::io::Result<usize> {
        use std::io::{Seek, SeekFrom};
        let mut file = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        file.seek(SeekFrom::Start(position))?;
        file.read(buffer)
    }
}
