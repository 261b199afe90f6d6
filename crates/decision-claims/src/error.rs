//! What can stop reading or writing a claims file. A bad row never does: see `RowFault`.

use std::path::{Path, PathBuf};

/// A column that the rules or the map need and the file does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingColumn {
    /// The factor, key or result that needs it.
    pub field: String,
    /// The column's name as the map says it; the field's own name without a map.
    pub column: String,
    /// A column of the file with nearly that name.
    pub suggestion: Option<String>,
}

/// Why a claims file cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimsError {
    /// The file cannot be opened.
    #[error("cannot open `{}`: {}", path.display(), open_text(source))]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The name does not tell the format.
    #[error("cannot tell the format of `{}` from its name: use .csv, .csv.gz, .jsonl, .jsonl.gz or .parquet", path.display())]
    Extension {
        /// The file.
        path: PathBuf,
    },
    /// Reading broke off, for example inside a damaged gzip file.
    #[error("{}", read_text(file, *line, source))]
    Read {
        /// The file.
        file: String,
        /// The last line that was read.
        line: u64,
        /// What the system says.
        source: std::io::Error,
    },
    /// A CSV file without a header line.
    #[error("`{file}` is empty: a CSV file begins with a line of column names")]
    NoHeader {
        /// The file.
        file: String,
    },
    /// The header cannot be split into names.
    #[error("{file}:1: the header cannot be read: {reason}")]
    BadHeader {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
    /// A column name that stands twice in the header.
    #[error(
        "{file}:{line}: the column `{column}` stands twice in the header (columns {first} and {second}): rename or delete one"
    )]
    DuplicateColumn {
        /// The file.
        file: String,
        /// The line of the header.
        line: u64,
        /// The name.
        column: String,
        /// Where it stands first, from 1.
        first: usize,
        /// Where it stands again, from 1.
        second: usize,
    },
    /// Columns that are needed are not there.
    #[error("{}", missing_columns_text(file, missing, hint.as_deref()))]
    MissingColumns {
        /// The file.
        file: String,
        /// What is missing.
        missing: Vec<MissingColumn>,
        /// A likely cause.
        hint: Option<String>,
    },
    /// A binary float column where exact numbers are needed.
    #[error(
        "`{file}`: the column `{column}` of `{field}` holds binary floats, which are not exact: store it as a decimal, or write `float: {{{field}: nearest}}` in the map to round each to the nearest value of its scale"
    )]
    FloatColumn {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// The factor, key or result.
        field: String,
    },
    /// The Parquet reader or writer refuses the file.
    #[error("`{file}`: {message}")]
    Parquet {
        /// The file.
        file: String,
        /// What it says.
        message: String,
    },
    /// A batch of other columns than those that were bound; a mistake of the caller.
    #[error("the batch has other columns than those that were bound: bind its schema anew")]
    OtherSchema,
    /// Decisions that no record batch can hold.
    #[error("the decisions do not fit a record batch: {message}")]
    RecordBatch {
        /// What arrow says.
        message: String,
    },
    /// Writing failed.
    #[error("cannot write `{file}`: {source}")]
    Write {
        /// The file.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// A value that does not fit its output column; a mistake of the caller.
    #[error("`{file}`: the column `{column}` cannot hold this value")]
    Value {
        /// The file.
        file: String,
        /// The column.
        column: String,
    },
    /// Rows that do not fit the block or the columns; a mistake of the caller.
    #[error("`{file}`: {found} values where {expected} belong")]
    Shape {
        /// The file.
        file: String,
        /// How many belong.
        expected: usize,
        /// How many came.
        found: usize,
    },
}

/// Why a file cannot be opened, and what to do where that is known.
fn open_text(source: &std::io::Error) -> String {
    match source.kind() {
        std::io::ErrorKind::IsADirectory => "it is a folder: name a claims file in it".into(),
        std::io::ErrorKind::PermissionDenied => "permission denied".into(),
        _ => source.to_string(),
    }
}

/// Where reading broke off, and what to do about a damaged gzip file.
fn read_text(file: &str, line: u64, source: &std::io::Error) -> String {
    let place = match line {
        0 => format!("cannot read `{file}`"),
        _ => format!("cannot read `{file}` after line {line}"),
    };
    let ending = Path::new(file).extension();
    if ending.is_some_and(|ending| ending.eq_ignore_ascii_case("gz")) {
        let advice = "pack it again, or leave out `.gz` in the name of a file that is not packed";
        return format!("{place}: not a whole gzip file ({source}): {advice}");
    }
    format!("{place}: {source}")
}

/// One line that names every missing column.
fn missing_columns_text(file: &str, missing: &[MissingColumn], hint: Option<&str>) -> String {
    use std::fmt::Write;
    let mut text = format!("`{file}` has no column ");
    for (index, column) in missing.iter().enumerate() {
        if index > 0 {
            text.push_str("; no column ");
        }
        let _ = write!(text, "`{}`", column.column);
        if column.field != column.column {
            let _ = write!(text, " for `{}`", column.field);
        }
        if let Some(suggestion) = &column.suggestion {
            let _ = write!(text, ", did you mean `{suggestion}`?");
        }
    }
    let _ = match hint {
        Some(hint) => write!(text, " ({hint})"),
        None => write!(
            text,
            " (name the column in the map: `columns: {{factor: column}}`)"
        ),
    };
    text
}
