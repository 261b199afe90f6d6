//! What the program says: notes for people on standard error, tables on standard output.

/// Says what is being done.
#[expect(clippy::print_stderr, reason = "a program speaks on the terminal")]
pub(crate) fn note(text: &str) {
    eprintln!("{text}");
}

/// Writes the answer.
#[expect(clippy::print_stdout, reason = "a program speaks on the terminal")]
pub(crate) fn answer(text: &str) {
    println!("{text}");
}
