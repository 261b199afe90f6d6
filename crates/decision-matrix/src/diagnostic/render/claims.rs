//! The claims that show a finding, as lines for people: factors with their values, and what the
//! engine decides.

use std::fmt::Write as _;

use crate::diagnostic::Witness;

/// Longest line of factors, in characters; one factor alone may be longer.
const LINE_CHARS_MAX: usize = 96;

/// One line below a finding: what it is called, and its text, of several lines where it is long.
pub(super) struct ClaimLine {
    pub(super) name: &'static str,
    pub(super) text: String,
}

/// The lines of the claims of a finding. Of two claims, which stand before and after a step, the
/// second one is told by what changes. `color` adds the escapes of a terminal.
pub(super) fn lines(claims: &[Witness], color: bool) -> Vec<ClaimLine> {
    match claims {
        [before, after] => [
            told(
                "before",
                &whole(before, |at| differs(before, after, at)),
                before,
                color,
            ),
            told("after", &changed(before, after), after, color),
        ]
        .into_iter()
        .flatten()
        .collect(),
        _ => claims
            .iter()
            .flat_map(|claim| told("claim", &whole(claim, |_| false), claim, color))
            .collect(),
    }
}

/// A part of a line that is not broken.
struct Part {
    text: String,
    is_strong: bool,
}

fn told(
    name: &'static str,
    parts: &[Part],
    claim: &Witness,
    color: bool,
) -> impl Iterator<Item = ClaimLine> + use<> {
    let text = joined(parts, color);
    let claim_line = (!parts.is_empty()).then_some(ClaimLine { name, text });
    let decided = (!claim.decision.is_empty()).then(|| ClaimLine {
        name: "decided",
        text: claim.decision.clone(),
    });
    claim_line.into_iter().chain(decided)
}

/// Every factor of a claim.
fn whole(claim: &Witness, is_strong: impl Fn(usize) -> bool) -> Vec<Part> {
    let values = claim.values.iter().enumerate();
    values
        .map(|(at, (factor, value))| Part {
            text: format!("{factor} {}", shown(value.as_deref())),
            is_strong: is_strong(at),
        })
        .collect()
}

/// The factors that a step changes.
fn changed(before: &Witness, after: &Witness) -> Vec<Part> {
    let is_comparable = before.values.len() == after.values.len();
    let mut parts = whole(after, |at| differs(before, after, at));
    if is_comparable && parts.iter().any(|part| part.is_strong) {
        let all = parts.len();
        parts.retain(|part| part.is_strong);
        if parts.len() < all {
            parts.push(Part {
                text: "all else the same".to_owned(),
                is_strong: false,
            });
        }
    }
    parts
}

fn differs(before: &Witness, after: &Witness, at: usize) -> bool {
    before.values.get(at) != after.values.get(at)
}

/// A value: in quotes where it could be taken for something else.
fn shown(value: Option<&str>) -> String {
    let Some(value) = value else {
        return "null".to_owned();
    };
    let is_plain = |letter: char| letter.is_alphanumeric() || "._:+-".contains(letter);
    if value.is_empty() || value == "null" || !value.chars().all(is_plain) {
        return format!("{value:?}");
    }
    value.to_owned()
}

/// The parts with commas between, broken between parts where a line gets long.
fn joined(parts: &[Part], color: bool) -> String {
    let strong = annotate_snippets::renderer::DEFAULT_EMPHASIS_STYLE;
    let mut text = String::new();
    let mut line_chars = 0;
    for (position, part) in parts.iter().enumerate() {
        let is_last = position + 1 == parts.len();
        let chars = part.text.chars().count() + usize::from(!is_last);
        if position > 0 {
            let is_full = line_chars + 1 + chars > LINE_CHARS_MAX;
            text.push(if is_full { '\n' } else { ' ' });
            line_chars = if is_full { 0 } else { line_chars + 1 };
        }
        if part.is_strong && color {
            // Writing to a text cannot fail.
            let _ = write!(text, "{strong}{}{strong:#}", part.text);
        } else {
            text.push_str(&part.text);
        }
        if !is_last {
            text.push(',');
        }
        line_chars += chars;
    }
    text
}
