//! The demo as a user runs it: in an empty folder, with nothing prepared.

use std::path::PathBuf;
use std::time::Instant;

use crate::shell::{self, Failure, Shell};
use crate::steps::Done;

/// Longest time that the demo may take once it is built, in seconds.
const DEMO_SECONDS_MAX: u64 = 90;

/// Most lines of the summary: what one screen shows.
const SCREEN_LINES_MAX: usize = 80;

/// The net saving of the shipped rules on the portfolio of 100,000 customers, in kopecks: a golden value.
const NET_SAVING_DIGITS: &str = "3413205828";

/// The report that [`check`] leaves behind for the browser.
pub(crate) fn report(shell: &Shell) -> PathBuf {
    shell.target("demo/report.html")
}

/// Runs the demo and looks at what it says and leaves.
pub(crate) fn check(shell: &Shell) -> Result<Done, Failure> {
    let folder = shell.empty_folder("demo")?;
    let manifest = shell.path("Cargo.toml");
    let mut command = shell.cargo(&["run", "--release", "--quiet", "--locked"]);
    command
        .arg("--manifest-path")
        .arg(&manifest)
        .args(["--", "demo"])
        .current_dir(&folder);
    let start = Instant::now();
    let (mut lines, mut digits) = (0_usize, String::new());
    shell::run_watched(&mut command, |line| {
        lines += 1;
        digits.extend(line.chars().filter(char::is_ascii_digit));
    })?;
    let seconds = start.elapsed().as_secs();
    if seconds > DEMO_SECONDS_MAX {
        return Err(Failure::new(format!(
            "the demo took {seconds} s, at most {DEMO_SECONDS_MAX} are permitted"
        )));
    }
    if lines > SCREEN_LINES_MAX {
        return Err(Failure::new(format!(
            "the demo printed {lines} lines, one screen is {SCREEN_LINES_MAX}"
        )));
    }
    if !digits.contains(NET_SAVING_DIGITS) {
        return Err(Failure::new(format!(
            "the demo does not show the net saving {NET_SAVING_DIGITS} to the kopeck"
        )));
    }
    let report = shell::read(&report(shell))?;
    needs_no_network(&report)?;
    Ok(Done::Passed(format!(
        "{lines} lines, a report of {} KiB",
        report.len() / 1024
    )))
}

/// The report is one file: nothing in it may be fetched from elsewhere.
fn needs_no_network(html: &str) -> Result<(), Failure> {
    let fetches = [
        "src=\"http",
        "src='http",
        "src=\"//",
        "<link",
        "@import",
        "url(http",
        "url(//",
        "fetch(",
        "XMLHttpRequest",
    ];
    match fetches.iter().find(|fetch| html.contains(*fetch)) {
        Some(fetch) => Err(Failure::new(format!(
            "the report reaches beyond its own file: `{fetch}`"
        ))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::needs_no_network;

    #[test]
    fn a_report_that_fetches_something_is_refused() {
        assert!(
            needs_no_network("<h1>a</h1><svg xmlns=\"http://www.w3.org/2000/svg\"></svg>").is_ok()
        );
        assert!(needs_no_network("<img src=\"https://example.com/a.png\">").is_err());
        assert!(needs_no_network("<style>@import 'a.css'</style>").is_err());
    }
}
