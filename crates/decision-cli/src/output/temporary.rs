//! Files that appear whole or not at all: written under another name, then renamed.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Writes a file whole: nobody ever sees a half of it.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    replace(path, bytes, None)
        .map_err(|error| Failure::file("write", &path.display().to_string(), &error))
}

/// Replaces a file that is there; its permissions stay, and a link goes on pointing at it.
pub(crate) fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let replaced = fs::canonicalize(path)
        .and_then(|real| fs::metadata(&real).map(|metadata| (real, metadata.permissions())))
        .and_then(|(real, permissions)| replace(&real, bytes, Some(permissions)));
    replaced.map_err(|error| Failure::file("write", &path.display().to_string(), &error))
}

fn replace(path: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let temporary = temporary_path(path);
    let written = fs::File::options()
        .write(true)
        .create_new(true)
        .open(&temporary)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            if let Some(permissions) = permissions {
                file.set_permissions(permissions)?;
            }
            file.sync_all()?;
            fs::rename(&temporary, path)
        });
    if written.is_err() {
        // The half file is of no use; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// A name beside the target that no other run uses.
fn temporary_path(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let folder = std::env::temp_dir().join(format!("verdict-replace-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("a.yaml");
        write_file(&path, b"one").unwrap();
        replace_file(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        assert!(write_file(&folder, b"three").is_err());
        assert!(replace_file(&folder.join("absent.yaml"), b"four").is_err());
        fs::remove_dir_all(folder).unwrap();
    }
}
