//! Files that appear whole or not at all.

use super::*;
use crate::fixture::Folder;

#[test]
fn a_file_appears_only_when_it_is_whole() {
    let folder = Folder::new();
    let output = Output::Path(folder.path("a.csv"));
    folder.write("a.csv", "old");
    let mut file = OutputFile::create(&output).unwrap();
    file.write_all(b"half").unwrap();
    assert_eq!(folder.read("a.csv"), "old");
    drop(file);
    assert_eq!(
        folder.names(),
        ["a.csv"],
        "a run that was broken off leaves nothing"
    );
    assert_eq!(folder.read("a.csv"), "old");
    let mut file = OutputFile::create(&output).unwrap();
    file.write_all(b"new").unwrap();
    file.commit().unwrap();
    assert_eq!(folder.names(), ["a.csv"]);
    assert_eq!(folder.read("a.csv"), "new");
}

#[test]
fn places_that_cannot_be_written_are_named() {
    let folder = Folder::new();
    for path in [folder.path("no/such/folder.csv"), folder.path("")] {
        let error = OutputFile::create(&Output::Path(path))
            .err()
            .unwrap()
            .to_string();
        assert!(error.contains("cannot write `"), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_is_replaced_keeps_its_permissions_and_its_links() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    let (target, link) = (folder.path("secret.csv"), folder.path("link.csv"));
    std::fs::write(&target, "old").unwrap();
    std::fs::set_permissions(&target, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let mut file = OutputFile::create(&Output::Path(link.clone())).unwrap();
    let part = folder
        .names()
        .into_iter()
        .find(|name| name != "secret.csv" && name != "link.csv");
    assert_eq!(mode(&folder.path(&part.unwrap())), 0o600);
    file.write_all(b"new").unwrap();
    file.commit().unwrap();
    assert_eq!(folder.read("secret.csv"), "new");
    assert_eq!(mode(&target), 0o600);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
}
