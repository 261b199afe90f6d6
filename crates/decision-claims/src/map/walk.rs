//! What the walk through a map file needs beside the walk through any YAML file: names that are
//! declared elsewhere, and words that may be null.

use decision_matrix::diagnostic::{Code, Diagnostic};
use decision_matrix::source::span::Text;
use decision_matrix::source::suggest;
use decision_matrix::source::yaml::{Node, Walker};

use super::Word;

/// Reports a value that is not permitted, and how to mend it.
pub(super) fn bad_value(walker: &mut Walker, text: &Text, help: &str) {
    let message = format!("`{}` is not permitted here", text.text);
    walker.report(Diagnostic::new(Code::BadValue, text.span, message).with_help(help));
}

/// Whether `name` is one of `known`; if not, says so with a "did you mean".
pub(super) fn is_known(walker: &mut Walker, name: &Text, known: &[&str], what: &str) -> bool {
    if known.contains(&name.as_str()) {
        return true;
    }
    let message = format!("`{}` is no {what}", name.text);
    let diagnostic = Diagnostic::new(Code::UnknownName, name.span, message);
    walker.report(
        match suggest::closest(name.as_str(), known.iter().copied()) {
            Some(near) => diagnostic.with_help(format!("did you mean `{near}`?")),
            None if known.len() <= 16 => {
                diagnostic.with_help(format!("known: `{}`", known.join("`, `")))
            }
            None => diagnostic,
        },
    );
    false
}

/// A word of `values`, or null: the word `null`, quoted or not, as in rules files.
pub(super) fn word(walker: &mut Walker, node: &Node, what: &str) -> Option<(Text, Word)> {
    let text = walker.text(node, what)?;
    let word = if text.as_str() == "null" {
        Word::Null
    } else {
        Word::Text(text.text.clone())
    };
    Some((text, word))
}
