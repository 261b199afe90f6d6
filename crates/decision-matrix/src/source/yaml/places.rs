//! Which byte of the file each byte of a scalar's text comes from.

use super::ScalarStyle;
use crate::source::span::{Places, Run, Span};

/// The places of a resolved text whose scalar stands at `span` of the file.
pub(super) fn of(text: &str, style: ScalarStyle, file: &str, span: Span) -> Places {
    let slice = file.get(span.start..span.end).unwrap_or_default();
    let (inner, start) = match style {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
            let inner = slice
                .get(1..slice.len().saturating_sub(1))
                .unwrap_or_default();
            (inner, span.start + 1)
        }
        _ => (slice, span.start),
    };
    if inner == text {
        return Places::Straight(start);
    }
    let is_one_line = !inner.contains('\n');
    let runs = match style {
        ScalarStyle::Literal => lines(text, file, span),
        ScalarStyle::SingleQuoted if is_one_line => quotes(text, inner, start),
        ScalarStyle::DoubleQuoted if is_one_line => escapes(text, inner, start),
        _ => words(text, inner, start),
    };
    runs.map_or(Places::Whole(span), |runs| Places::Runs(runs.into()))
}

/// A literal block: line by line, without the indentation. `None` if the lines do not agree.
fn lines(text: &str, file: &str, span: Span) -> Option<Vec<Run>> {
    // The span begins behind the indentation of the first line that is not blank.
    let content = text.trim_start_matches('\n');
    let mut at_text = text.len() - content.len();
    let line_ends = file
        .get(..span.start)?
        .rmatch_indices('\n')
        .map(|(at, _)| at);
    let mut runs: Vec<Run> = line_ends
        .take(at_text)
        .zip((0..at_text).rev())
        .map(|(file, text)| Run { text, file })
        .collect();
    runs.reverse();
    let mut at_file = span.start;
    let mut end = span.start;
    let mut file_lines = file.get(span.start..span.end)?.split('\n');
    for line in content.split('\n') {
        if at_text == text.len() {
            break;
        }
        let file_line = file_lines.next()?;
        let visible = file_line.strip_suffix('\r').unwrap_or(file_line);
        // A blank line may have fewer spaces than the block is indented.
        let indentation = visible.strip_suffix(line)?.len();
        runs.push(Run {
            text: at_text,
            file: at_file + indentation,
        });
        end = at_file + visible.len();
        at_text += line.len() + 1;
        at_file += file_line.len() + 1;
    }
    // A text that ends with a line end has it from the file's last line.
    let end = if text.ends_with('\n') {
        at_file.min(span.end)
    } else {
        end
    };
    runs.push(Run {
        text: text.len(),
        file: end,
    });
    Some(runs)
}

/// A text in single quotes on one line, where two quotes are one.
fn quotes(text: &str, inner: &str, start: usize) -> Option<Vec<Run>> {
    let mut runs = vec![Run {
        text: 0,
        file: start,
    }];
    for (pairs, (at, _)) in inner.match_indices("''").enumerate() {
        runs.push(Run {
            text: at + 1 - pairs,
            file: start + at + 2,
        });
    }
    finished(runs, text, inner, start)
}

/// A text in double quotes on one line: an escape is one character.
fn escapes(text: &str, inner: &str, start: usize) -> Option<Vec<Run>> {
    let mut runs = vec![Run {
        text: 0,
        file: start,
    }];
    let mut resolved = text.char_indices();
    let mut at = 0;
    while let Some(rest) = inner.get(at..).filter(|rest| !rest.is_empty()) {
        let mut length = rest.chars().next().map_or(1, char::len_utf8);
        let (text_at, character) = resolved.next()?;
        if rest.starts_with('\\') {
            length = escape_length(rest);
            // A character beyond U+FFFF may be written as two escapes of four digits.
            if rest.starts_with("\\u") && u32::from(character) > 0xFFFF {
                length *= 2;
            }
            let end = text_at + character.len_utf8();
            runs.push(Run {
                text: text_at,
                file: start + at,
            });
            runs.push(Run {
                text: end,
                file: start + at + length,
            });
        }
        at += length;
    }
    resolved.next().is_none().then_some(())?;
    runs.dedup_by(|next, run| {
        let is_same = next.text == run.text;
        if is_same {
            run.file = next.file;
        }
        is_same
    });
    finished(runs, text, inner, start)
}

/// How many bytes an escape has.
fn escape_length(rest: &str) -> usize {
    match rest.as_bytes().get(1) {
        Some(b'x') => 4,
        Some(b'u') => 6,
        Some(b'U') => 10,
        _ => 2,
    }
}

/// A text over several lines whose spaces were folded: word by word. A word that is not found (an
/// escape is in it) belongs to the place of the word before.
fn words(text: &str, inner: &str, start: usize) -> Option<Vec<Run>> {
    let mut runs = vec![Run {
        text: 0,
        file: start,
    }];
    let mut at = 0;
    for word in text.split_ascii_whitespace() {
        let text_at = word.as_ptr().addr() - text.as_ptr().addr();
        let found = inner.get(at..)?.find(word)?;
        if text_at > 0 {
            runs.push(Run {
                text: text_at,
                file: start + at + found,
            });
        } else {
            runs = vec![Run {
                text: 0,
                file: start + at + found,
            }];
        }
        at += found + word.len();
    }
    finished(runs, text, inner, start)
}

/// Closes a list of runs with the end of the text.
fn finished(mut runs: Vec<Run>, text: &str, inner: &str, start: usize) -> Option<Vec<Run>> {
    let end = Run {
        text: text.len(),
        file: start + inner.len(),
    };
    runs.retain(|run| run.text < end.text);
    runs.push(end);
    runs.is_sorted_by_key(|run| (run.text, run.file))
        .then_some(runs)
}
