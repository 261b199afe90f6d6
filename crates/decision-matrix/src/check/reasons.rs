//! Reason codes: declared or used, each once, with its wording.

use std::collections::BTreeMap;

use super::Checker;
use super::names::{is_word, unknown};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::matrix::SourceReason;
use crate::source::span::Text;
use crate::source::suggest::closest;
use crate::table::{Reason, ReasonIndex, Wording};

/// The reason codes of a file.
#[derive(Default)]
pub(super) struct Reasons {
    positions: BTreeMap<String, ReasonIndex>,
    listed: Vec<Reason>,
    /// Whether the file lists its reasons, so that no other may be used.
    is_closed: bool,
}

impl Reasons {
    /// Every reason, in the order of its index.
    pub(super) fn into_reasons(self) -> Vec<Reason> {
        self.listed
    }

    fn enter(&mut self, reason: Reason) -> ReasonIndex {
        let index = ReasonIndex(super::index(self.listed.len()));
        self.positions.insert(reason.code.clone(), index);
        self.listed.push(reason);
        index
    }
}

impl Checker<'_> {
    /// Enters the declared reasons.
    pub(super) fn declare_reasons(&mut self) {
        let Some(declared) = &self.source.reasons else {
            return;
        };
        for reason in declared {
            if self.is_reason_code(&reason.code) {
                let reason = self.declared_reason(reason);
                self.reasons.enter(reason);
            }
        }
        self.reasons.is_closed = true;
    }

    fn declared_reason(&mut self, reason: &SourceReason) -> Reason {
        for (language, _) in reason.staff.iter().chain(&reason.customer) {
            if let Some(language) = language
                .as_ref()
                .filter(|language| !is_language_tag(&language.text))
            {
                let message = format!("`{}` is not a language", language.text);
                let diagnostic = Diagnostic::new(Code::BadValue, language.span, message)
                    .with_help("languages are BCP 47 tags like `en`, `ru` or `de-AT`");
                self.report(diagnostic);
            }
        }
        if let Some(word) = reason
            .root_cause
            .as_ref()
            .filter(|word| !is_word(&word.text))
        {
            let message = format!("`{}` is not a word for a root cause", word.text);
            self.error(Code::BadValue, word.span, message);
        }
        Reason {
            code: reason.code.text.clone(),
            staff: wordings(&reason.staff),
            customer: wordings(&reason.customer),
            root_cause: super::plain(reason.root_cause.as_ref()),
        }
    }

    /// The reason that a rule names.
    pub(super) fn reason(&mut self, text: &Text) -> Option<ReasonIndex> {
        if !self.is_reason_code(text) {
            return None;
        }
        if let Some(index) = self.reasons.positions.get(&text.text) {
            return Some(*index);
        }
        if self.reasons.is_closed {
            let codes = self.reasons.positions.keys().map(String::as_str);
            let diagnostic = unknown(text, "reason", closest(&text.text, codes));
            let diagnostic = match diagnostic.help() {
                Some(_) => diagnostic,
                None => diagnostic.with_help("add it to `reasons`"),
            };
            return self.refuse(diagnostic);
        }
        let reason = Reason {
            code: text.text.clone(),
            staff: Vec::new(),
            customer: Vec::new(),
            root_cause: None,
        };
        Some(self.reasons.enter(reason))
    }

    fn is_reason_code(&mut self, text: &Text) -> bool {
        let code = text.text.as_str();
        let of_engine = code.starts_with("INPUT_")
            || code.starts_with("TABLE_")
            || ["DERIVE_FAULT", "AUDIT_SAMPLE", "NOT_EFFECTIVE"].contains(&code);
        let diagnostic = if of_engine {
            let message = format!("`{code}` is a reason that only the engine gives");
            Diagnostic::new(Code::BadValue, text.span, message).with_help("choose another code")
        } else if is_code(code) {
            return true;
        } else {
            let message = format!("`{code}` is not a reason code");
            Diagnostic::new(Code::BadValue, text.span, message).with_help(
                "codes are capitals, digits and `_`, and begin with a letter: `AMOUNT_OVER_LIMIT`",
            )
        };
        self.report(diagnostic);
        false
    }
}

fn wordings(texts: &[(Option<Text>, Text)]) -> Vec<Wording> {
    texts
        .iter()
        .map(|(language, text)| Wording {
            language: super::plain(language.as_ref()),
            text: text.text.clone(),
        })
        .collect()
}

/// `[A-Z][A-Z0-9_]*`
fn is_code(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase())
        && text
            .bytes()
            .all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_'))
}

/// The shape of a BCP 47 tag: parts of 1 to 8 letters and digits, the first one letters only.
fn is_language_tag(text: &str) -> bool {
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let first = text.split('-').next().unwrap_or_default();
    first.len() >= 2
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && text.split('-').all(is_part)
}
