//! `cargo xtask setup`: the optional tools, and the one that is installed where that is allowed.
//!
//! Nothing but a Rust toolchain is needed to build and test Verdict. A browser shows that the report
//! works in one; a C++ compiler builds the fuzzer; valgrind counts instructions.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::shell::{self, Failure, Shell, is_on_path};
use crate::{expect_no_more, fuzz};

const VALGRIND: &str = "valgrind";
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
    let counted = match valgrind(shell) {
        Ok(()) => VALGRIND.to_owned(),
        Err(reason) => format!("none, no instructions are counted: {reason}"),
    };
    println!("valgrind       {counted}");
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
    install(shell, "Chromium", &["chromium", "fonts-dejavu-core"])?;
    installed().ok_or_else(|| "apt-get installed no Chromium".to_owned())
}

/// Looks for valgrind; where it is not here, Debian's is installed if that is allowed. The error is
/// the reason for there being none.
pub(crate) fn valgrind(shell: &Shell) -> Result<(), String> {
    if is_on_path(VALGRIND) {
        return Ok(());
    }
    install(shell, VALGRIND, &[VALGRIND])?;
    if is_on_path(VALGRIND) {
        Ok(())
    } else {
        Err("apt-get installed no valgrind".to_owned())
    }
}

/// Installs packages of Debian, if that is allowed. The error is the reason why it is not done.
fn install(shell: &Shell, what: &str, packages: &[&str]) -> Result<(), String> {
    if !is_on_path("apt-get") {
        return Err(format!(
            "no {what} on the path, and no apt-get to install it"
        ));
    }
    if !is_root(shell) {
        return Err(format!(
            "no {what} on the path, and only root may install it"
        ));
    }
    let update = ["update", "--quiet"];
    let install = ["install", "--quiet", "--yes", "--no-install-recommends"];
    for (arguments, packages) in [(update.as_slice(), [].as_slice()), (&install, packages)] {
        let mut command = shell.program("apt-get");
        command
            .args(arguments)
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive");
        shell::capture(&mut command).map_err(|failure| failure.to_string())?;
    }
    Ok(())
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
