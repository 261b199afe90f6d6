//! What each fuzz target checks: functions from bytes that panic where the core breaks a promise.
//!
//! They know nothing of the fuzzer, so that a finding can be repeated in a plain test.

pub mod cells;
pub mod differential;
pub mod expressions;
pub mod numbers;
pub mod reader;

mod bytes;
mod claims;
mod rules;

use decision_matrix::diagnostic::Diagnostic;

/// Every place of a finding lies inside the text, on borders of characters.
fn assert_places(text: &str, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        let related = diagnostic.related().iter().map(|related| related.span);
        for span in related.chain([diagnostic.span()]) {
            assert!(
                text.get(span.start..span.end).is_some(),
                "{diagnostic:?} stands outside of the text"
            );
        }
        assert!(
            !diagnostic.message().is_empty(),
            "{diagnostic:?} says nothing"
        );
    }
}
