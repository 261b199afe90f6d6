//! `cargo xtask setup`: the optional tools, and the one that is installed where that is allowed.
//!
//! Nothing but a Rust toolchain is needed to build and test Verdict. A browser shows that the report
//! works in one; a C++ compiler builds the fuzzer.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::shell::{self, Failure, Shell, is_on_path};
use crate::{expect_no_more, fuzz};

const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// Says what is here, and installs what may be.
pub(crate) fn run(shell: &Shell, arguments: &[String]) -> Result<ExitCode, Failure> {
    expect_no_more(arguments)?;
    let browser = match browser(shell) {
        Ok(path) => path.display().to_string(),
        Err(reason) => format!("none, the browser test is skipped: {reason}"),
    };
    println!("browser        {browser}");
    println!(
        "c++ compiler   {}",
        fuzz::compiler().unwrap_or("none, fuzzing is skipped")
    );
    Ok(ExitCode::SUCCESS)
}

/// The browser to test with; where none is here, Debian's is installed if that is allowed. The error
/// is the reason for there being none.
pub(crate) fn browser(shell: &Shell) -> Result<PathBuf, String> {
    if let Some(path) = std::env::var_os("VERDICT_CHROMIUM") {
        return Ok(PathBuf::from(path));
    }
    if let Some(found) = installed() {
        return Ok(found);
    }
    if !is_on_path("apt-get") {
        return Err("no Chromium on the path, and no apt-get to install it".to_owned());
    }
    if !is_root(shell) {
        return Err("no Chromium on the path, and only root may install it".to_owned());
    }
    let steps: [&[&str]; 2] = [
        &["update", "--quiet"],
        &[
            "install",
            "--quiet",
            "--yes",
            "--no-install-recommends",
            "chromium",
            "fonts-dejavu-core",
        ],
    ];
    for arguments in steps {
        let mut command = shell.program("apt-get");
        command
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        shell::capture(&mut command).map_err(|failure| failure.to_string())?;
    }
    installed().ok_or_else(|| "apt-get installed no Chromium".to_owned())
}

fn installed() -> Option<PathBuf> {
    BROWSERS
        .iter()
        .find(|name| is_on_path(name))
        .map(PathBuf::from)
}

fn is_root(shell: &Shell) -> bool {
    shell::capture(shell.program("id").arg("-u")).is_ok_and(|output| output.stdout.trim() == "0")
}
