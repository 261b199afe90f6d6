//! The versions of the engines, out of the lock file that this program was built with.

const LOCK: &str = include_str!("../Cargo.lock");

/// The version of a package; the last one where there are several.
pub(crate) fn of(package: &str) -> Option<&'static str> {
    let name = format!("name = \"{package}\"");
    let mut lines = LOCK.lines();
    let mut version = None;
    while lines.by_ref().any(|line| line == name) {
        let found = lines
            .next()
            .and_then(|line| line.strip_prefix("version = "));
        version = found.map(|version| version.trim_matches('"')).or(version);
    }
    version
}

#[cfg(test)]
mod tests {
    #[test]
    fn versions_are_found_by_the_whole_name() {
        assert_eq!(super::of("verdict-rivals"), Some(env!("CARGO_PKG_VERSION")));
        assert_eq!(super::of("verdict-rival"), None);
        assert!(super::of("cel").is_some());
    }
}
