//! `cargo xtask bench`: the benches, and their medians as a table for the README.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::shell::{self, Failure, Shell};
use crate::unknown;

/// Runs the benches, all or those whose name holds the filter, and prints the table.
pub(crate) fn run(shell: &Shell, arguments: &[String]) -> Result<ExitCode, Failure> {
    if let Some(surplus) = arguments.get(1) {
        return Err(unknown("argument", surplus, ["one FILTER"].into_iter()));
    }
    let mut command = shell.cargo(&["bench", "--package", "verdict-benches", "--locked", "--"]);
    shell::run(command.args(arguments))?;
    let folder = shell.target("criterion");
    let mut rows = Vec::new();
    collect(&folder, &folder, &mut rows)?;
    rows.sort();
    println!("\n| bench | median, ns |\n|---|---:|");
    for (name, nanoseconds) in rows {
        println!("| {name} | {nanoseconds} |");
    }
    Ok(ExitCode::SUCCESS)
}

/// Finds the newest estimates of every bench below a folder.
fn collect(root: &Path, folder: &Path, rows: &mut Vec<(String, String)>) -> Result<(), Failure> {
    let estimates = folder.join("new/estimates.json");
    if estimates.is_file() {
        let name = folder
            .strip_prefix(root)
            .unwrap_or(folder)
            .display()
            .to_string();
        let median = median(&shell::read(&estimates)?)
            .ok_or_else(|| Failure::new(format!("{} holds no median", estimates.display())))?;
        rows.push((name, median));
    }
    let entries = std::fs::read_dir(folder).map_err(|error| shell::at(folder, &error))?;
    let folders: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders
        .iter()
        .try_for_each(|inner| collect(root, inner, rows))
}

/// The median in nanoseconds with one fraction digit, out of criterion's own document.
fn median(estimates: &str) -> Option<String> {
    let (_, after) = estimates.split_once("\"median\":")?;
    let (_, after) = after.split_once("\"point_estimate\":")?;
    let end = after.find([',', '}'])?;
    let value: f64 = after.get(..end)?.trim().parse().ok()?;
    Some(format!("{value:.1}"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_median_is_read_and_not_the_mean() {
        let estimates = r#"{"mean":{"point_estimate":9.0},"median":{"confidence_interval":{"upper_bound":5.0},"point_estimate":4.26,"standard_error":0.1}}"#;
        assert_eq!(super::median(estimates).as_deref(), Some("4.3"));
        assert_eq!(super::median("{}"), None);
    }
}
