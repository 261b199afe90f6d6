//! `verdict fmt`: the canonical layout of rules, comments kept.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use decision_matrix::diagnostic::Findings;
use decision_matrix::source::print;
use decision_matrix::source::yaml;
use serde_json::json;

use crate::failure::{Failure, Status};
use crate::output::{self, Console, counted};
use crate::rules_file::RulesFile;

/// Arguments of `fmt`.
#[derive(Debug, Args)]
pub(crate) struct FmtArguments {
    /// Rules folders or files; `-` lays out standard input on standard output
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Change nothing; fail if a file would change
    #[arg(long)]
    check: bool,
}

/// Lays out every path.
pub(crate) fn run(arguments: &FmtArguments, console: &Console) -> Result<Status, Failure> {
    let files = arguments
        .paths
        .iter()
        .map(|path| RulesFile::find(path))
        .collect::<Result<Vec<_>, _>>()?;
    let mut changed = Vec::new();
    let mut refused = Vec::new();
    for file in &files {
        let read = file.read(console)?;
        let laid_out = read.and_then(|bytes| Ok((laid_out(file, &bytes, console)?, bytes)));
        let (text, bytes) = match laid_out {
            Ok(both) => both,
            Err(findings) => {
                console.findings_as_error(&findings);
                refused.push(file.name());
                continue;
            }
        };
        let is_changed = text.as_bytes() != bytes;
        if is_changed {
            changed.push(file.name());
        }
        match file {
            RulesFile::Standard if !arguments.check && !console.is_json() => output::print(&text)?,
            RulesFile::Path(path) if is_changed && !arguments.check => {
                output::replace_file(path, text.as_bytes())?;
                console.note(&format!("laid out `{}`", path.display()));
            }
            _ if is_changed => console.note(&format!(
                "`{}` is not laid out: run `verdict fmt` on it",
                file.name()
            )),
            _ => {}
        }
    }
    let what = if arguments.check {
        "would change"
    } else {
        "changed"
    };
    console.note(&format!(
        "{}: {} {what}",
        counted(files.len(), "file"),
        changed.len()
    ));
    if console.is_json() {
        console.document(&json!({
            "format": 1, "files": files.len(), "changed": changed, "refused": refused, "written": !arguments.check,
        }))?;
    }
    let passed = refused.is_empty() && (changed.is_empty() || !arguments.check);
    Ok(if passed {
        Status::Done
    } else {
        Status::NotPassed
    })
}

/// The canonical text of a file.
fn laid_out(file: &RulesFile, bytes: &[u8], console: &Console) -> Result<String, Findings> {
    let source = yaml::decode(&file.name(), bytes, console.load_config().limit_bytes())?;
    print::format(&source).map_err(|diagnostics| Findings::new(Arc::new(source), diagnostics))
}
