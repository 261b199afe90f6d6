//! Folders of test material that may lie beside the repository and need not.

use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of this name beside the repository; where it is absent a line on standard error says
/// what was not tested.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared")
        .join(name);
    if path.is_dir() {
        return Some(path);
    }
    let line = format!("SKIPPED: there is no folder of {name} beside the repository\n");
    std::io::stderr().write_all(line.as_bytes()).ok();
    None
}
