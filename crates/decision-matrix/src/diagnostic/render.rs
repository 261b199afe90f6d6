//! Diagnostics as text: place, source line, caret, help, the claims that show a finding.
//!
//! Only the lines that are pointed at are handed to the renderer, cut to a sensible width, so that
//! a finding costs the same in a short file and in a long one.

mod claims;

use std::fmt;

use annotate_snippets::renderer::{DEFAULT_TERM_WIDTH, DecorStyle};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Findings, Severity};
use crate::source::span::{SourceText, Span, char_ceil, char_floor};

/// Longest source line that is shown whole, in characters.
const LINE_CHARS_MAX: usize = 160;
/// Characters shown in front of the place on a longer line.
const BEFORE_CHARS: usize = 60;
/// Most further places shown of one finding.
const RELATED_MAX: usize = 5;

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl Findings {
    /// All findings as text for people, each with its source line, and how many there are in the
    /// last line; nothing where there are none. `color` adds the escapes of a terminal.
    pub fn render(&self, color: bool) -> String {
        let mut text = String::new();
        for diagnostic in self.diagnostics() {
            self.render_one(diagnostic, color, &mut text);
        }
        if !self.is_empty() {
            text.push_str(&self.summary());
            text.push('\n');
        }
        text
    }

    /// How many findings there are of each severity: `2 errors, 1 warning`.
    pub fn summary(&self) -> String {
        let counted = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
            let count = self.count(severity);
            let plural = if count == 1 { "" } else { "s" };
            (count, format!("{count} {}{plural}", severity.as_str()))
        });
        let parts: Vec<String> = counted
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(_, part)| part)
            .collect();
        if parts.is_empty() {
            "no findings".to_owned()
        } else {
            parts.join(", ")
        }
    }

    fn render_one(&self, diagnostic: &Diagnostic, color: bool, text: &mut String) {
        let source = self.source();
        let place = self.place(diagnostic.span());
        let level = match diagnostic.severity() {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        text.push_str(&header(source.name(), place, diagnostic, color));
        let label = Some(diagnostic.label()).filter(|label| !label.is_empty());
        let mut group = Group::with_level(level);
        let primary = Line::of(source, diagnostic.span());
        let (mut shared, related): (Vec<_>, Vec<_>) = diagnostic
            .related()
            .iter()
            .take(RELATED_MAX)
            .map(|related| (related, Line::of(source, related.span)))
            .partition(|(related, line)| {
                line.number == primary.number && primary.annotation_range(related.span).is_some()
            });
        let mut snippet = primary.snippet().annotation(primary.primary(label));
        for (related, _) in shared.drain(..) {
            snippet = snippet.annotation(primary.context(related.span, &related.message));
        }
        group = group.element(snippet);
        for (related, line) in &related {
            let annotation = line.context(related.span, &related.message);
            let snippet = line.snippet().path(source.name());
            group = group.element(snippet.annotation(annotation));
        }
        for line in claims::lines(diagnostic.witness(), color) {
            group = group.element(Level::NOTE.with_name(line.name).message(line.text));
        }
        if let Some(help) = diagnostic.help() {
            group = group.element(Level::HELP.message(help));
        }
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let renderer = renderer
            .decor_style(DecorStyle::Ascii)
            .term_width(DEFAULT_TERM_WIDTH * 2);
        text.push_str(&renderer.render(&[group]));
        text.push_str("\n\n");
    }
}

impl Diagnostic {
    /// The claims that show it as lines for people: `claim: amount 5000.01, status null` and
    /// `decided: review (default)`; of two claims `before: ..` and `after: ..` with what changes.
    pub fn claim_lines(&self) -> impl Iterator<Item = String> {
        let lines = claims::lines(self.witness(), false).into_iter();
        lines.map(|line| format!("{}: {}", line.name, line.text.replace('\n', " ")))
    }
}

/// `path:line:column: error[DM0203]: message`
fn header(
    name: &str,
    place: crate::source::span::LineColumn,
    diagnostic: &Diagnostic,
    color: bool,
) -> String {
    let (line, column) = (place.line, place.column);
    let severity = diagnostic.severity();
    let code = diagnostic.code().id();
    let message = diagnostic.message();
    if !color {
        return format!(
            "{name}:{line}:{column}: {}[{code}]: {message}\n",
            severity.as_str()
        );
    }
    let style = match severity {
        Severity::Error => annotate_snippets::renderer::DEFAULT_ERROR_STYLE,
        Severity::Warning => annotate_snippets::renderer::DEFAULT_WARNING_STYLE,
        Severity::Note => annotate_snippets::renderer::DEFAULT_NOTE_STYLE,
    };
    let strong = annotate_snippets::renderer::DEFAULT_EMPHASIS_STYLE;
    format!(
        "{name}:{line}:{column}: {style}{}[{code}]{style:#}{strong}: {message}{strong:#}\n",
        severity.as_str()
    )
}

/// The part of a source line that is shown.
struct Line {
    number: usize,
    /// What is shown.
    shown: String,
    /// The byte of the file at which the shown part begins, without the mark of a cut.
    start: usize,
    /// The bytes of that mark.
    mark: usize,
    /// The place, in bytes of what is shown.
    place: std::ops::Range<usize>,
}

impl Line {
    /// The line on which a span begins, cut around the span if it is long.
    fn of(source: &SourceText, span: Span) -> Self {
        let number = source.line_column(span.start).line;
        let whole = source.line_span(number);
        let text = source.slice(whole);
        let at = char_floor(text, span.start.saturating_sub(whole.start));
        let is_long = text.chars().nth(LINE_CHARS_MAX).is_some();
        let before = text.get(..at).unwrap_or_default();
        let cut_front = if is_long {
            before
                .char_indices()
                .rev()
                .nth(BEFORE_CHARS)
                .map_or(0, |(byte, _)| byte)
        } else {
            0
        };
        let rest = text.get(cut_front..).unwrap_or_default();
        let length = rest
            .char_indices()
            .nth(LINE_CHARS_MAX)
            .map_or(rest.len(), |(byte, _)| byte);
        let front = if cut_front > 0 { "…" } else { "" };
        let back = if length < rest.len() { "…" } else { "" };
        let shown = format!("{front}{}{back}", rest.get(..length).unwrap_or_default());
        let start = whole.start + cut_front;
        let mut line = Self {
            number,
            shown,
            start,
            mark: front.len(),
            place: 0..0,
        };
        line.place = line.annotation_range(span).unwrap_or(0..0);
        line
    }

    /// A span in bytes of what is shown, clamped to it; `None` if it begins elsewhere.
    fn annotation_range(&self, span: Span) -> Option<std::ops::Range<usize>> {
        let start = (span.start.checked_sub(self.start)? + self.mark).min(self.shown.len());
        let end = (span.end.saturating_sub(self.start) + self.mark).min(self.shown.len());
        let start = char_floor(&self.shown, start);
        let end = char_ceil(&self.shown, end.max(start));
        Some(start..end)
    }

    fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        Snippet::source(self.shown.as_str())
            .line_start(self.number)
            .fold(false)
    }

    fn primary<'a>(&self, label: Option<&'a str>) -> Annotation<'a> {
        AnnotationKind::Primary
            .span(self.place.clone())
            .label(label)
    }

    fn context<'a>(&self, span: Span, message: &'a str) -> Annotation<'a> {
        let range = self.annotation_range(span).unwrap_or(0..0);
        AnnotationKind::Context.span(range).label(message)
    }
}

#[cfg(test)]
mod tests;
