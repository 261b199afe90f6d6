//! What is printed and where: results on standard output, everything else on standard error.
//!
//! With `--format json` or `sarif` standard output carries one document and nothing else; what people
//! read goes to standard error then.

mod progress;
mod style;
mod table;
mod temporary;

use std::io::{self, IsTerminal as _, Write};
use std::num::NonZeroUsize;

use decision_matrix::LoadConfig;
use decision_matrix::diagnostic::Findings;
use serde_json::Value;

pub(crate) use progress::{Progress, Unit};
pub(crate) use style::{Style, counted, percent, printable, printable_lines, thousands};
pub(crate) use table::{Align, Table};
pub(crate) use temporary::{replace_file, write_file};

use crate::arguments::{Color, Format, GlobalArguments};
use crate::failure::Failure;

/// The two outputs of a run and how they are used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Console {
    format: Format,
    quiet: bool,
    threads: NonZeroUsize,
    large: bool,
    proof_budget: u64,
    style: Style,
    error_style: Style,
}

impl Console {
    /// The outputs that the options ask for.
    pub(crate) fn new(global: &GlobalArguments) -> Self {
        let is_colored = |is_terminal: bool| match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        let default_threads = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self {
            format: global.format,
            quiet: global.quiet,
            threads: global.threads.unwrap_or_else(default_threads),
            large: global.large,
            proof_budget: global.proof_budget,
            style: Style::new(is_colored(io::stdout().is_terminal())),
            error_style: Style::new(is_colored(io::stderr().is_terminal())),
        }
    }

    /// Whether standard output carries a JSON document.
    pub(crate) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Whether standard output carries a SARIF log.
    pub(crate) fn is_sarif(&self) -> bool {
        self.format == Format::Sarif
    }

    /// Whether standard output carries Markdown.
    pub(crate) fn is_markdown(&self) -> bool {
        self.format == Format::Markdown
    }

    /// Whether standard output carries a document for programs.
    fn has_document(&self) -> bool {
        self.format != Format::Text
    }

    /// How many threads decide.
    pub(crate) fn threads(&self) -> NonZeroUsize {
        self.threads
    }

    /// How rules files are read.
    pub(crate) fn load_config(&self) -> LoadConfig {
        LoadConfig {
            large: self.large,
            proof_budget: self.proof_budget,
            ..LoadConfig::STRICT
        }
    }

    /// The style of the text that [`Self::text`] prints.
    pub(crate) fn style(&self) -> Style {
        if self.has_document() {
            self.error_style
        } else {
            self.style
        }
    }

    /// Prints text for people: on standard output, or on standard error beside a document.
    pub(crate) fn text(&self, text: &str) -> Result<(), Failure> {
        if self.has_document() {
            self.note(text);
            return Ok(());
        }
        print(text)
    }

    /// Prints a JSON document on standard output.
    #[expect(clippy::unused_self, reason = "whoever prints asks the console")]
    pub(crate) fn document(&self, document: &Value) -> Result<(), Failure> {
        print(&format!("{document:#}"))
    }

    /// Prints a remark on standard error, unless the run is quiet.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            print_error(text);
        }
    }

    /// Prints a warning on standard error.
    pub(crate) fn warning(&self, text: &str) {
        let text = printable_lines(text);
        print_error(&format!("{} {text}", self.error_style.yellow("warning:")));
    }

    /// Prints an error on standard error.
    pub(crate) fn error(&self, text: &str) {
        let text = printable_lines(text);
        print_error(&format!("{} {text}", self.error_style.red("error:")));
    }

    /// Prints findings on standard error.
    pub(crate) fn findings_as_error(&self, findings: &Findings) {
        print_error(&findings.render(self.error_style.is_colored()));
    }

    /// A progress bar towards `total`; it shows only on a terminal and after a second.
    pub(crate) fn progress(&self, total: Option<u64>, unit: Unit) -> Progress {
        Progress::new(!self.quiet && io::stderr().is_terminal(), total, unit)
    }
}

/// Writes a text to standard output, with a line end.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    print_part(text)?;
    if text.ends_with('\n') {
        Ok(())
    } else {
        print_part("\n")
    }
}

/// Writes a part of a text to standard output.
pub(crate) fn print_part(text: &str) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
        .map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ClosedOutput,
            _ => Failure::file("write", "standard output", &error),
        })
}

/// Writes a line to standard error.
fn print_error(text: &str) {
    // Nothing is left to be done if standard error is closed.
    let _ = writeln!(io::stderr().lock(), "{}", text.trim_end_matches('\n'));
}
