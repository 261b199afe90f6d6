//! Claims that may be read more than once: a file, or a copy of standard input.

use std::fs::File;
use std::io::{self, Seek as _};
use std::path::{Path, PathBuf};

use decision_claims::ClaimsReader;
use decision_matrix::table::DecisionTables;

use super::read::temporary;
use crate::claim_values::ClaimFields;
use crate::claims_file::{self, ReadArguments};
use crate::failure::Failure;

/// Where claims come from.
pub(super) enum ClaimsSource {
    /// A file, or standard input that is read once.
    Named(PathBuf),
    /// Everything that came from standard input.
    Copied(File),
}

impl ClaimsSource {
    /// Claims that the user named. Standard input is copied where it `is_read_again`.
    pub(super) fn new(claims: &Path, is_read_again: bool) -> Result<Self, Failure> {
        if claims.as_os_str() != "-" || !is_read_again {
            return Ok(Self::Named(claims.to_path_buf()));
        }
        let copied = tempfile::tempfile().and_then(|mut file| {
            io::copy(&mut io::stdin().lock(), &mut file)?;
            Ok(file)
        });
        Ok(Self::Copied(copied.map_err(|error| temporary(&error))?))
    }

    /// Opens the claims at their beginning.
    pub(super) fn open(
        &self,
        read: &ReadArguments,
        tables: &DecisionTables,
        fields: &ClaimFields,
    ) -> Result<ClaimsReader, Failure> {
        match self {
            Self::Named(path) => claims_file::open(path, read, tables, fields),
            Self::Copied(file) => {
                // One reader is done before the next one begins, so they can share the place.
                let reopened = file.try_clone().and_then(|mut file| {
                    file.rewind()?;
                    Ok(file)
                });
                let file = reopened.map_err(|error| temporary(&error))?;
                claims_file::open_stream(file, "standard input", read, tables, fields)
            }
        }
    }
}
