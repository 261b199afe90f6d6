//! The formats of claims files, told from the name of the file.

use std::path::Path;

use crate::error::ClaimsError;

/// The format of a claims file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// Comma-separated values with a header line.
    Csv {
        /// Whether it is compressed with gzip.
        gzip: bool,
    },
    /// One JSON object a line.
    Jsonl {
        /// Whether it is compressed with gzip.
        gzip: bool,
    },
    /// Apache Parquet.
    Parquet,
}

impl FileFormat {
    /// The format by the extension: .csv, .csv.gz, .jsonl, .jsonl.gz or .parquet, in any case.
    ///
    /// # Errors
    /// [`ClaimsError::Extension`] for every other name.
    pub fn of_path(path: &Path) -> Result<Self, ClaimsError> {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .to_ascii_lowercase();
        let (name, gzip) = match name.strip_suffix(".gz") {
            Some(name) => (name, true),
            None => (name.as_str(), false),
        };
        match name.rsplit_once('.').map(|(_, extension)| extension) {
            Some("csv") => Ok(Self::Csv { gzip }),
            Some("jsonl") => Ok(Self::Jsonl { gzip }),
            Some("parquet") if !gzip => Ok(Self::Parquet),
            _ => Err(ClaimsError::Extension {
                path: path.to_path_buf(),
            }),
        }
    }
}
