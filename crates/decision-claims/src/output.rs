//! Where rows are written: a file that appears under its name only when it is whole, or standard
//! output. And the typed values of the columns that are written.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::error::ClaimsError;
use crate::file_format::FileFormat;

/// Where rows go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Standard output, as CSV.
    Standard,
    /// A file, whose name tells the format.
    Path(PathBuf),
}

impl Output {
    /// The output that a command line names: `-` is standard output.
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
            Self::Standard => "standard output".into(),
            Self::Path(path) => path.display().to_string(),
        }
    }

    /// The format that is written.
    pub(crate) fn format(&self) -> Result<FileFormat, ClaimsError> {
        match self {
            Self::Standard => Ok(FileFormat::Csv { gzip: false }),
            Self::Path(path) => FileFormat::of_path(path),
        }
    }
}

/// The type of a column that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputType {
    /// A text.
    Text,
    /// An exact number with this many fraction digits.
    Decimal(u8),
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// A second of UTC.
    Timestamp,
}

/// A column that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputColumn {
    /// Its name.
    pub name: String,
    /// Its type.
    pub output_type: OutputType,
}

impl OutputColumn {
    /// A column.
    pub fn new(name: impl Into<String>, output_type: OutputType) -> Self {
        Self {
            name: name.into(),
            output_type,
        }
    }
}

/// A value that is written; it must fit the type of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputValue<'a> {
    /// An empty cell, a JSON null.
    Null,
    /// A text.
    Text(&'a str),
    /// Units of the column's scale: minor units for money.
    Decimal(i64),
    /// A whole number.
    Integer(i64),
    /// True or false.
    Boolean(bool),
    /// Seconds since 1970-01-01T00:00:00Z.
    Timestamp(i64),
}

impl OutputValue<'_> {
    /// Whether the value may stand in a column of this type.
    pub(crate) fn fits(self, output_type: OutputType) -> bool {
        matches!(
            (self, output_type),
            (Self::Null, _)
                | (Self::Text(_), OutputType::Text)
                | (Self::Decimal(_), OutputType::Decimal(_))
                | (Self::Integer(_), OutputType::Integer)
                | (Self::Boolean(_), OutputType::Boolean)
                | (Self::Timestamp(_), OutputType::Timestamp)
        )
    }
}

/// A file under a temporary name beside its target, or standard output.
pub(crate) struct OutputFile {
    name: String,
    stream: Box<dyn Write + Send>,
    /// The temporary file, its path and its target; nothing for standard output.
    file: Option<(File, PathBuf, PathBuf)>,
}

impl OutputFile {
    /// Opens the output. The target is not touched before [`Self::commit`].
    pub(crate) fn create(output: &Output) -> Result<Self, ClaimsError> {
        let name = output.name();
        let Output::Path(target) = output else {
            return Ok(Self {
                name,
                stream: Box::new(std::io::stdout()),
                file: None,
            });
        };
        let failed = |source| ClaimsError::Write {
            file: name.clone(),
            source,
        };
        if target.is_dir() {
            return Err(failed(std::io::ErrorKind::IsADirectory.into()));
        }
        // A link goes on pointing at its file, and a file that is there keeps its permissions.
        let target = std::fs::canonicalize(target).unwrap_or_else(|_| target.clone());
        let permissions = std::fs::metadata(&target).ok().map(|it| it.permissions());
        let temporary = temporary_path(&target);
        let file = create_new(&temporary, permissions).map_err(failed)?;
        let stream = Box::new(file.try_clone().map_err(failed)?);
        Ok(Self {
            name,
            stream,
            file: Some((file, temporary, target)),
        })
    }

    /// What messages call it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Makes the file durable and gives it its name.
    pub(crate) fn commit(mut self) -> Result<(), ClaimsError> {
        let result = self.stream.flush().and_then(|()| {
            let Some((file, temporary, target)) = &self.file else {
                return Ok(());
            };
            file.sync_all()?;
            std::fs::rename(temporary, target)
        });
        if result.is_ok() {
            self.file = None;
        }
        result.map_err(|source| ClaimsError::Write {
            file: self.name.clone(),
            source,
        })
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.stream.flush()
    }
}

impl Drop for OutputFile {
    fn drop(&mut self) {
        if let Some((_, temporary, _)) = &self.file {
            // The run was broken off; that the half file cannot be removed changes nothing.
            let _ = std::fs::remove_file(temporary);
        }
    }
}

/// Creates a file that nobody can read who may not read the file that it replaces.
fn create_new(path: &Path, permissions: Option<std::fs::Permissions>) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if let Some(permissions) = &permissions {
        use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
        options.mode(permissions.mode() & 0o777);
    }
    let file = options.open(path)?;
    if let Some(permissions) = permissions
        && let Err(error) = file.set_permissions(permissions)
    {
        // The empty file is of no use; that it cannot be removed changes nothing.
        let _ = std::fs::remove_file(path);
        return Err(error);
    }
    Ok(file)
}

/// A name beside the target that no other run uses.
fn temporary_path(target: &Path) -> PathBuf {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}-{number}.part", std::process::id()))
}

#[cfg(test)]
mod tests;
