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
