//! What is refused before any parsing: size, control characters, characters that reverse text.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::span::{BYTE_ORDER_MARK, SourceText, Span};

/// Most control characters that are reported in one file.
const CONTROLS_MAX: usize = 20;

/// Everything in the text that no parser may see.
pub(super) fn check(source: &SourceText, limit_bytes: usize) -> Vec<Diagnostic> {
    let text = source.text();
    if text.len() > limit_bytes {
        return vec![too_large(source, text.len(), limit_bytes)];
    }
    if is_plain(text) {
        return Vec::new();
    }
    let mut characters = text.char_indices().peekable();
    if text.starts_with(BYTE_ORDER_MARK) {
        characters.next();
    }
    let mut found = Vec::new();
    while let Some((at, character)) = characters.next() {
        let is_line_end = character == '\r' && characters.peek().is_some_and(|(_, c)| *c == '\n');
        if is_refused(character) && !is_line_end {
            found.push(refused(Span::new(at, at + character.len_utf8()), character));
            if found.len() == CONTROLS_MAX {
                break;
            }
        }
    }
    found
}

/// The finding about a file of too many bytes, on line 1.
pub(super) fn too_large(source: &SourceText, bytes: usize, limit_bytes: usize) -> Diagnostic {
    let message = format!("the file has {bytes} bytes, the limit is {limit_bytes}");
    Diagnostic::new(Code::TooLarge, source.line_span(1), message)
        .with_label("in this file")
        .with_help("split the matrix, or lift the limit to 16 MiB with `--large`")
}

/// The finding about one refused character.
pub(super) fn refused(span: Span, character: char) -> Diagnostic {
    let code = u32::from(character);
    let what = match character {
        '\r' => "a carriage return without a line feed".to_owned(),
        BYTE_ORDER_MARK => "a byte order mark inside the file".to_owned(),
        _ if is_invisible(character) => format!("the invisible character U+{code:04X}"),
        _ => format!("the control character U+{code:04X}"),
    };
    Diagnostic::new(
        Code::ControlCharacter,
        span,
        format!("{what} is not permitted"),
    )
    .with_label("delete it")
    .with_help("control characters can make a rule look like another one, in comments too")
}

/// Whether a text has nothing but the characters that most texts have and that are all permitted.
pub(super) fn is_plain(text: &str) -> bool {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n');
    text.bytes().all(is_plain)
}

/// Whether a character may stand nowhere in a file; of the control characters TAB and LF may, and
/// CR in front of LF.
pub(super) fn is_refused(character: char) -> bool {
    match character {
        '\t' | '\n' | ' '..='~' => false,
        _ => character.is_control() || is_invisible(character),
    }
}

/// Whether a character shows nothing but changes how the text around it looks or is split.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{2028}'
            | '\u{2029}'
            | BYTE_ORDER_MARK
    )
}
