//! The parts beside columns and tables: identity, reasons, guarantees, audit.

use super::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::matrix::{
    SourceAudit, SourceEffective, SourceGuarantee, SourceGuaranteeClaim, SourceKeys, SourceReason,
};
use crate::source::span::Text;
use crate::source::suggest;
use crate::source::yaml::{Entry, Fields, Node};

/// The keys of a reason that are no languages.
const REASON: [&str; 3] = ["staff", "customer", "root_cause"];
/// What a guarantee may state.
const CLAIMS: [&str; 3] = ["never", "always", "more_cautious"];
/// Letters of the longest language subtag in use; a longer key is a misspelt word.
const LANGUAGE_LETTERS_MAX: usize = 3;

/// A wording: languages and texts.
type Wordings = Vec<(Option<Text>, Text)>;

impl Reader {
    /// `effective`
    pub(super) fn effective(&mut self, entry: &Entry) -> Option<SourceEffective> {
        let span = entry.key.span;
        let fields = self
            .walker
            .fields(&entry.value, span, "`effective`", &["from", "to"])?;
        let from = self.walker.optional_text(&fields, "from");
        let to = self.walker.optional_text(&fields, "to");
        Some(SourceEffective { span, from, to })
    }

    /// `keys`
    pub(super) fn keys(&mut self, entry: &Entry) -> Option<SourceKeys> {
        let entries = self.walker.mapping(&entry.value, "`keys`")?;
        let mut keys = SourceKeys {
            span: entry.key.span,
            columns: Vec::new(),
            natural: Vec::new(),
        };
        for entry in entries {
            let what = format!("`{}`", entry.key.text);
            if entry.key.text == "natural" {
                keys.natural = self.walker.texts(&entry.value, &what).unwrap_or_default();
            } else if let Some(column) = self.walker.text(&entry.value, &what) {
                keys.columns.push((entry.key.clone(), column));
            }
        }
        Some(keys)
    }

    /// `reasons`
    pub(super) fn reasons(&mut self, entry: &Entry) -> Option<Vec<SourceReason>> {
        let entries = self.walker.mapping(&entry.value, "`reasons`")?;
        Some(entries.iter().map(|entry| self.reason(entry)).collect())
    }

    /// One reason: a text, texts by language, or both for staff and for customers apart. A wording
    /// that names no reader is for staff.
    fn reason(&mut self, entry: &Entry) -> SourceReason {
        let mut reason = SourceReason {
            code: entry.key.clone(),
            staff: Vec::new(),
            customer: Vec::new(),
            root_cause: None,
        };
        let Some(entries) = entry.value.mapping() else {
            let what = format!("the wording of `{}`", entry.key.text);
            if entry.value.scalar().is_some() {
                reason.staff.extend(
                    self.walker
                        .text(&entry.value, &what)
                        .map(|text| (None, text)),
                );
            } else {
                self.walker
                    .wrong_shape(&entry.value, &what, "a text or a mapping");
            }
            return reason;
        };
        let has_readers = entries
            .iter()
            .any(|e| matches!(e.key.text.as_str(), "staff" | "customer"));
        for entry in entries {
            let what = format!("`{}`", entry.key.text);
            match entry.key.text.as_str() {
                "staff" => reason.staff = self.wordings(&entry.value, &what),
                "customer" => reason.customer = self.wordings(&entry.value, &what),
                "root_cause" => reason.root_cause = self.walker.text(&entry.value, &what),
                key if has_readers || is_misspelt(key) => {
                    self.walker.unknown_key(&entry.key, "a reason", &REASON);
                }
                _ => {
                    let text = self.walker.text(&entry.value, &what);
                    reason
                        .staff
                        .extend(text.map(|text| (Some(entry.key.clone()), text)));
                }
            }
        }
        reason
    }

    /// A text, or texts by language.
    fn wordings(&mut self, node: &Node, what: &str) -> Wordings {
        if node.scalar().is_some() {
            return self
                .walker
                .text(node, what)
                .map(|text| (None, text))
                .into_iter()
                .collect();
        }
        if node.mapping().is_none() {
            self.walker
                .wrong_shape(node, what, "a text or a mapping of languages");
            return Vec::new();
        }
        let pairs = self.walker.pairs(node, what).unwrap_or_default();
        pairs
            .into_iter()
            .map(|(language, text)| (Some(language), text))
            .collect()
    }

    /// One guarantee.
    pub(super) fn guarantee(&mut self, node: &Node) -> Option<SourceGuarantee> {
        let what = "a guarantee";
        let known = ["id", "never", "always", "more_cautious", "when", "allow"];
        let fields = self.walker.fields(node, node.head(), what, &known)?;
        let id = self.required_text(&fields, what, "id");
        let claim = self.guarantee_claim(&fields);
        let when = fields
            .get("when")
            .map_or_else(Vec::new, |entry| self.cells(entry));
        let allow = self.allow(&fields);
        Some(SourceGuarantee {
            span: node.span,
            id,
            claim: claim?,
            when,
            allow,
        })
    }

    fn guarantee_claim(&mut self, fields: &Fields<'_>) -> Option<SourceGuaranteeClaim> {
        let mut stated = fields
            .entries()
            .iter()
            .filter(|e| CLAIMS.contains(&e.key.text.as_str()));
        let Some(first) = stated.next() else {
            let message = "a guarantee has one of `never`, `always`, `more_cautious`";
            let diagnostic = Diagnostic::new(Code::MissingKey, fields.at(), message);
            self.walker
                .report(diagnostic.with_label("none of them is there"));
            return None;
        };
        for entry in stated {
            let message = "a guarantee has only one of `never`, `always`, `more_cautious`";
            let diagnostic = Diagnostic::new(Code::BadValue, entry.key.span, message)
                .with_label("make it a guarantee of its own")
                .with_related(first.key.span, "first here");
            self.walker.report(diagnostic);
        }
        let what = format!("`{}`", first.key.text);
        match first.key.text.as_str() {
            "never" => Some(SourceGuaranteeClaim::Never(
                self.walker.texts(&first.value, &what)?,
            )),
            "always" => Some(SourceGuaranteeClaim::Always(
                self.walker.texts(&first.value, &what)?,
            )),
            _ => {
                if let Some(when) = fields.get("when") {
                    let message = "`when` cannot stand beside `more_cautious`";
                    let diagnostic = Diagnostic::new(Code::BadValue, when.key.span, message);
                    let label = "delete it: the guarantee speaks of all claims";
                    self.walker.report(diagnostic.with_label(label));
                }
                Some(SourceGuaranteeClaim::MoreCautious(
                    self.walker.pairs(&first.value, &what)?,
                ))
            }
        }
    }

    /// `audit`
    pub(super) fn audit(&mut self, entry: &Entry) -> Option<SourceAudit> {
        let (what, span) = ("`audit`", entry.key.span);
        let fields = self
            .walker
            .fields(&entry.value, span, what, &["share", "of", "mode"])?;
        let share = self.required_text(&fields, what, "share");
        let of = self.walker.required(&fields, what, "of");
        let of = of
            .and_then(|entry| self.walker.texts(&entry.value, "`of`"))
            .unwrap_or_default();
        Some(SourceAudit {
            span,
            share,
            of,
            mode: self.walker.optional_text(&fields, "mode"),
        })
    }

    /// Columns and cells; an empty cell stays, for the grammar of cells refuses it.
    pub(super) fn cells(&mut self, entry: &Entry) -> Vec<(Text, Text)> {
        let what = format!("`{}`", entry.key.text);
        let entries = self.walker.mapping(&entry.value, &what).unwrap_or_default();
        let mut cells = Vec::with_capacity(entries.len());
        for entry in entries {
            let what = format!("the cell of `{}`", entry.key.text);
            if let Some(cell) = self.walker.text_or_empty(&entry.value, &what) {
                cells.push((entry.key.clone(), cell));
            }
        }
        cells
    }

    /// `allow`
    pub(super) fn allow(&mut self, fields: &Fields<'_>) -> Vec<(Text, Text)> {
        let entry = fields.get("allow");
        entry
            .and_then(|entry| self.walker.pairs(&entry.value, "`allow`"))
            .unwrap_or_default()
    }
}

/// Whether a key is rather a misspelt word than a language.
fn is_misspelt(key: &str) -> bool {
    let language = key.split('-').next().unwrap_or_default();
    language.chars().count() > LANGUAGE_LETTERS_MAX && suggest::closest(key, REASON).is_some()
}
