//! The top of the file: id, version, currency, keys, effective dates, permits.

use super::Checker;
use super::names::{choice, is_name, unknown};
use crate::calendar::{DAY_SECONDS, parse_date, parse_timestamp};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::span::Text;
use crate::source::suggest::closest;
use crate::table::{Currency, Effective, Key, Keys};

/// The top of a matrix.
pub(super) struct Header {
    pub(super) id: String,
    pub(super) effective: Option<Effective>,
    pub(super) keys: Keys,
    pub(super) permits_decline: bool,
}

impl Checker<'_> {
    /// Checks everything that is no table.
    pub(super) fn header(&mut self) -> Option<Header> {
        let source = self.source;
        self.currency();
        let id = self.matrix_id(&source.id);
        let keys = self.keys();
        let effective = self.effective();
        let permits_decline = self.permits();
        Some(Header {
            id: id?,
            effective: effective?,
            keys: keys?,
            permits_decline,
        })
    }

    fn matrix_id(&mut self, text: &Text) -> Option<String> {
        if text.text.is_empty() {
            return None;
        }
        let is_part = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9'))
        };
        if text
            .text
            .starts_with(|first: char| first.is_ascii_lowercase())
            && text.text.split('-').all(is_part)
        {
            return Some(text.text.clone());
        }
        let message = format!("`{}` is not an id of a matrix", text.text);
        let diagnostic = Diagnostic::new(Code::BadValue, text.span, message).with_help(
            "ids are small letters and digits in parts joined by `-`, like `atm-cash-dispute`",
        );
        self.refuse(diagnostic)
    }

    fn currency(&mut self) {
        let Some(text) = &self.source.currency else {
            return;
        };
        self.currency = Currency::from_code(&text.text);
        if self.currency.is_none() {
            self.currency_reported = true;
            let message = format!("`{}` is not a currency of ISO 4217", text.text);
            let help = match closest(&text.text, Currency::codes()) {
                Some(code) => format!("did you mean `{code}`?"),
                None => "write the three letters, like `RUB` or `EUR`".to_owned(),
            };
            self.report(Diagnostic::new(Code::BadValue, text.span, message).with_help(help));
        }
    }

    fn keys(&mut self) -> Option<Keys> {
        let keys = &self.source.keys;
        for (name, column) in &keys.columns {
            if !is_name(&name.text) {
                let message = format!("`{}` is not a name of a key", name.text);
                self.error(Code::BadName, name.span, message);
            }
            if column.text.is_empty() {
                self.error(
                    Code::BadValue,
                    column.span,
                    format!("key `{}` names no column", name.text),
                );
            }
        }
        if !keys.columns.iter().any(|(name, _)| name.text == "claim") {
            let message = "`keys` lacks `claim`, the column that identifies a claim";
            return self.refuse(Diagnostic::new(Code::MissingKey, keys.span, message));
        }
        let columns = keys
            .columns
            .iter()
            .map(|(name, column)| Key {
                name: name.text.clone(),
                column: column.text.clone(),
            })
            .collect();
        let natural = keys
            .natural
            .iter()
            .map(|column| column.text.clone())
            .collect();
        Some(Keys { columns, natural })
    }

    /// The outer `None` is an error, the inner one the absence of the key.
    #[expect(
        clippy::option_option,
        reason = "absence and error are different answers"
    )]
    fn effective(&mut self) -> Option<Option<Effective>> {
        let Some(effective) = &self.source.effective else {
            return Some(None);
        };
        let from = self.moment(effective.from.as_ref());
        let to = self.moment(effective.to.as_ref());
        if !self
            .source
            .keys
            .columns
            .iter()
            .any(|(name, _)| name.text == "time")
        {
            let diagnostic = Diagnostic::new(
                Code::MissingKey,
                effective.span,
                "`effective` needs a time of the claim",
            )
            .with_help("name the column that holds it under `keys`, as `time`");
            return self.refuse(diagnostic);
        }
        let (from, to) = (from?, to?);
        if from.zip(to).is_some_and(|(from, to)| from >= to) {
            let message = "`effective` ends before it begins";
            return self.refuse(Diagnostic::new(Code::BadValue, effective.span, message));
        }
        Some(Some(Effective { from, to }))
    }

    #[expect(
        clippy::option_option,
        reason = "absence and error are different answers"
    )]
    fn moment(&mut self, text: Option<&Text>) -> Option<Option<i64>> {
        let Some(text) = text else { return Some(None) };
        let seconds = parse_date(&text.text)
            .map(|days| days * DAY_SECONDS)
            .or_else(|_| parse_timestamp(&text.text));
        match seconds {
            Ok(seconds) => Some(Some(seconds)),
            Err(problem) => {
                let message = format!("`{}` is not a date", text.text);
                let help = problem.to_string();
                self.refuse(Diagnostic::new(Code::BadLiteral, text.span, message).with_help(help))
            }
        }
    }

    fn permits(&mut self) -> bool {
        let mut permitted = false;
        for text in &self.source.permits {
            match choice(
                text,
                "outcome that needs a permit",
                &[("decline", ())],
                Code::BadValue,
            ) {
                Ok(()) => permitted = true,
                Err(diagnostic) => self.report(diagnostic),
            }
        }
        if let Some(text) = self.source.permits.first().filter(|_| permitted) {
            let diagnostic = Diagnostic::new(
                Code::DeclinePermitted,
                text.span,
                "this matrix may refuse claims automatically",
            )
            .with_help(
                "an automatic final refusal is unlawful or needs consent in many places \
                         (Regulation E 1005.11, GDPR article 22, Russian law 152-FZ article 16)",
            );
            self.report(diagnostic);
        }
        permitted
    }

    /// The position of a key by its name; an unknown one is reported.
    pub(super) fn key_position(&mut self, text: &Text) -> Option<usize> {
        let keys = &self.source.keys.columns;
        let position = keys.iter().position(|(name, _)| name.text == text.text);
        if position.is_none() {
            let names = keys
                .iter()
                .map(|(name, _)| name.text.as_str())
                .chain(["all"]);
            let diagnostic = unknown(text, "key", closest(&text.text, names));
            self.report(diagnostic);
        }
        position
    }
}
