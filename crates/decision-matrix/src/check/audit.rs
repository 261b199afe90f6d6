//! The random check of approvals.

use super::Checker;
use crate::diagnostic::{Code, Diagnostic};
use crate::number::parse_scaled;
use crate::table::{Audit, AuditMode};

/// The share in units of 10^-9.
const WHOLE: i64 = 1_000_000_000;

impl Checker<'_> {
    /// The outer `None` is an error, the inner one the absence of the key.
    #[expect(
        clippy::option_option,
        reason = "absence and error are different answers"
    )]
    pub(super) fn audit(&mut self) -> Option<Option<Audit>> {
        let Some(audit) = &self.source.audit else {
            return Some(None);
        };
        let share = parse_scaled(&audit.share.text, crate::limits::SCALE);
        let share = share.ok().filter(|share| (0..=WHOLE).contains(share));
        if share.is_none() && !audit.share.text.is_empty() {
            let message = format!("`{}` is not a share", audit.share.text);
            let diagnostic = Diagnostic::new(Code::BadLiteral, audit.share.span, message)
                .with_help(
                    "a share is a number from 0 to 1, like `0.02`, with at most 9 fraction digits",
                );
            self.report(diagnostic);
        }
        let of = audit.of.iter().map(|word| self.outcome_word(word));
        let of = super::all(of);
        let modes =
            [AuditMode::AfterPayment, AuditMode::BeforePayment].map(|mode| (mode.as_str(), mode));
        let mode = match &audit.mode {
            None => Some(AuditMode::AfterPayment),
            Some(text) => self.choose(text, "mode of audit", &modes),
        };
        Some(Some(Audit {
            share_nano: u64::try_from(share?).ok()?,
            of: of?,
            mode: mode?,
        }))
    }
}
