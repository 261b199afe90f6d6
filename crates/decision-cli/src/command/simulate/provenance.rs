//! What is needed to compute a report again.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use decision_simulation::report::Provenance;
use sha2::{Digest as _, Sha256};

use crate::failure::Failure;

/// Bytes that are digested at once.
const BUFFER_BYTES: usize = 1 << 16;

/// The command, the version and the digests of the files; standard input has none.
pub(in crate::command) fn provenance(
    claims: &Path,
    costs: Option<&str>,
    cluster_key: &str,
) -> Result<Provenance, Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).map(|it| quoted(&it)).collect();
    Ok(Provenance {
        command: format!("verdict {}", arguments.join(" ")),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        claims_sha256: match claims.to_str() {
            Some("-") => String::new(),
            _ => digest(claims)?,
        },
        costs_sha256: costs.map_or(Ok(String::new()), |costs| digest(Path::new(costs)))?,
        cluster_key: cluster_key.to_owned(),
        ..Provenance::default()
    })
}

/// An argument as a shell takes it.
fn quoted(argument: &str) -> String {
    let is_plain = |sign: char| sign.is_alphanumeric() || "-_./=:,+@".contains(sign);
    if !argument.is_empty() && argument.chars().all(is_plain) {
        argument.to_owned()
    } else {
        format!("'{}'", argument.replace('\'', r"'\''"))
    }
}

/// The SHA-256 of a file.
fn digest(path: &Path) -> Result<String, Failure> {
    let digested = File::open(path).and_then(|mut file| {
        let mut hash = Sha256::new();
        let mut buffer = vec![0; BUFFER_BYTES];
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(hash.finalize()),
                read => hash.update(buffer.get(..read).unwrap_or_default()),
            }
        }
    });
    let hash = digested
        .map_err(|error: io::Error| Failure::file("read", &path.display().to_string(), &error))?;
    let mut digits = String::new();
    for byte in hash {
        // A text that grows in memory takes everything.
        let _ = write!(digits, "{byte:02x}");
    }
    Ok(digits)
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn arguments_are_quoted_for_a_shell() {
        assert_eq!(quoted("rules/a-b.yaml"), "rules/a-b.yaml");
        assert_eq!(quoted("it's here"), r"'it'\''s here'");
        assert_eq!(quoted(""), "''");
    }
}
