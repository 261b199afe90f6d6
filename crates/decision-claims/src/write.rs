//! The writers of the three formats: rows of texts for CSV and JSON Lines, arrays for Parquet.

pub(crate) mod csv;
pub(crate) mod jsonl;
pub(crate) mod parquet;

use std::io::{BufWriter, Write};

use decision_matrix::{calendar, number};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::error::ClaimsError;
use crate::output::{Output, OutputFile, OutputType, OutputValue};

/// The bytes of a text file on their way out.
pub(crate) struct TextStream {
    name: String,
    stream: Stream,
}

/// Plain or packed.
enum Stream {
    Plain(BufWriter<OutputFile>),
    Gzip(GzEncoder<BufWriter<OutputFile>>),
}

impl TextStream {
    /// Opens the output.
    pub(crate) fn create(output: &Output, gzip: bool) -> Result<Self, ClaimsError> {
        let file = OutputFile::create(output)?;
        let name = file.name().to_owned();
        let buffered = BufWriter::with_capacity(1 << 16, file);
        let stream = if gzip {
            Stream::Gzip(GzEncoder::new(buffered, Compression::new(6)))
        } else {
            Stream::Plain(buffered)
        };
        Ok(Self { name, stream })
    }

    /// Writes some bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), ClaimsError> {
        let result = match &mut self.stream {
            Stream::Plain(stream) => stream.write_all(bytes),
            Stream::Gzip(stream) => stream.write_all(bytes),
        };
        result.map_err(|source| ClaimsError::Write {
            file: self.name.clone(),
            source,
        })
    }

    /// Ends the file and gives it its name.
    pub(crate) fn finish(self) -> Result<(), ClaimsError> {
        let failed = |source| ClaimsError::Write {
            file: self.name.clone(),
            source,
        };
        let buffered = match self.stream {
            Stream::Plain(stream) => stream,
            Stream::Gzip(stream) => stream.finish().map_err(failed)?,
        };
        buffered
            .into_inner()
            .map_err(|error| failed(error.into_error()))?
            .commit()
    }
}

/// The text of a value in CSV and, but for texts and timestamps, in JSON; `None` is null.
pub(crate) fn value_text(
    value: OutputValue<'_>,
    output_type: OutputType,
) -> Option<std::borrow::Cow<'_, str>> {
    use std::borrow::Cow;
    let scale = if let OutputType::Decimal(scale) = output_type {
        scale
    } else {
        0
    };
    Some(match value {
        OutputValue::Null => return None,
        OutputValue::Text(text) => Cow::Borrowed(text),
        OutputValue::Decimal(units) => Cow::Owned(number::format_scaled(units, scale)),
        OutputValue::Integer(value) => Cow::Owned(value.to_string()),
        OutputValue::Boolean(value) => Cow::Borrowed(if value { "true" } else { "false" }),
        OutputValue::Timestamp(seconds) => Cow::Owned(calendar::format_timestamp(seconds)),
    })
}
