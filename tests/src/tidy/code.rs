//! Rust text without its comments, the contents of its literals and its test modules: what is left is
//! code, and a word found in it is used.

use std::iter::Peekable;
use std::str::Chars;

/// The code of a file, line by line where it was; what is no code is blank.
pub(super) fn code_of(text: &str) -> String {
    without_test_modules(&without_literals(text))
}

/// The paths that follow a prefix such as `crate::`, those in braces one by one and whole.
pub(super) fn paths(code: &str, prefix: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code.get(..at).unwrap_or_default();
        if !before.ends_with(|letter: char| letter == ':' || is_word(letter)) {
            push_paths(
                code.get(at + prefix.len()..).unwrap_or_default(),
                "",
                &mut paths,
            );
        }
    }
    paths
}

/// The paths that a text begins with: one, or those of a group.
fn push_paths(text: &str, base: &str, paths: &mut Vec<String>) {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        for item in items(group) {
            push_paths(item, base, paths);
        }
        return;
    }
    let name = word(text);
    let path = if base.is_empty() {
        name.to_owned()
    } else {
        format!("{base}::{name}")
    };
    match text
        .strip_prefix(name)
        .and_then(|rest| rest.strip_prefix("::"))
    {
        Some(rest) => push_paths(rest, &path, paths),
        None if !name.is_empty() => paths.push(path),
        None => {}
    }
}

/// The words of a code, in order.
pub(super) fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|letter: char| !is_word(letter))
        .filter(|word| !word.is_empty())
}

/// The line of a byte, from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The word that a text begins with.
fn word(text: &str) -> &str {
    let text = text.trim_start();
    text.split(|letter: char| !is_word(letter))
        .next()
        .unwrap_or_default()
}

/// The items of a group up to its closing brace, without those of groups inside.
fn items(group: &str) -> Vec<&str> {
    let (mut items, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' | ',' if depth == 0 => {
                items.push(group.get(start..at).unwrap_or_default());
                start = at + 1;
                if letter == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    items
}

/// Blanks every `#[cfg(test)] mod name { .. }`.
fn without_test_modules(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut left = String::new();
    let mut rest = code;
    while let Some((before, after)) = rest.split_once(MARK) {
        left.push_str(before);
        let open = after.find('{').filter(|open| {
            let head = after.get(..*open).unwrap_or_default().trim();
            head.starts_with("mod ") && !head.contains(';')
        });
        let Some(open) = open else {
            rest = after;
            continue;
        };
        let mut depth = 0_usize;
        let close = after.char_indices().skip(open).find(|(_, letter)| {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let end = close.map_or(after.len(), |(at, _)| at + 1);
        let (module, beyond) = after.split_at(end);
        left.extend(module.chars().filter(|letter| *letter == '\n'));
        rest = beyond;
    }
    left.push_str(rest);
    left
}

/// Blanks comments and the contents of texts and characters.
fn without_literals(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('/', Some('/')) => blank_while(&mut letters, &mut code, |letter| letter != '\n'),
            ('/', Some('*')) => blank_comment(&mut letters, &mut code),
            ('r', Some('"' | '#')) if !is_word(before) || before == 'b' => {
                blank_raw_text(&mut letters, &mut code);
            }
            ('"', _) => blank_text(&mut letters, &mut code),
            ('\'', Some(_)) => blank_character(&mut letters, &mut code),
            _ => code.push(letter),
        }
        before = letter;
    }
    code
}

fn blank_while(
    letters: &mut Peekable<Chars<'_>>,
    code: &mut String,
    goes_on: impl Fn(char) -> bool,
) {
    while let Some(letter) = letters.next_if(|letter| goes_on(*letter)) {
        code.push(if letter == '\n' { '\n' } else { ' ' });
    }
}

fn blank_comment(letters: &mut Peekable<Chars<'_>>, code: &mut String) {
    let (mut depth, mut before) = (1_usize, ' ');
    letters.next();
    while depth > 0 {
        let Some(letter) = letters.next() else { return };
        match (before, letter) {
            ('*', '/') => (depth, before) = (depth - 1, ' '),
            ('/', '*') => (depth, before) = (depth + 1, ' '),
            _ => before = letter,
        }
        code.push(if letter == '\n' { '\n' } else { ' ' });
    }
}

/// After the `r`: `"..."` or `#"..."#`; `r#name` is a name and stays.
fn blank_raw_text(letters: &mut Peekable<Chars<'_>>, code: &mut String) {
    let mut hashes = 0_usize;
    while letters.next_if_eq(&'#').is_some() {
        hashes += 1;
    }
    if letters.next_if_eq(&'"').is_none() {
        return;
    }
    loop {
        blank_while(letters, code, |letter| letter != '"');
        if letters.next().is_none() {
            return;
        }
        let mut closing = 0_usize;
        while closing < hashes && letters.next_if_eq(&'#').is_some() {
            closing += 1;
        }
        if closing == hashes {
            return;
        }
    }
}

fn blank_text(letters: &mut Peekable<Chars<'_>>, code: &mut String) {
    code.push('"');
    while let Some(letter) = letters.next() {
        match letter {
            '"' => break,
            '\\' => {
                letters.next_if(|escaped| *escaped != '\n');
            }
            '\n' => code.push('\n'),
            _ => code.push(' '),
        }
    }
    code.push('"');
}

/// After a `'`: a character in quotes is blanked, a lifetime stays.
fn blank_character(letters: &mut Peekable<Chars<'_>>, code: &mut String) {
    let mut ahead = letters.clone();
    let is_escaped = ahead.next() == Some('\\');
    if !is_escaped && ahead.next() != Some('\'') {
        code.push('\'');
        return;
    }
    if is_escaped {
        letters.next();
    }
    letters.next();
    blank_while(letters, code, |letter| letter != '\'');
    letters.next();
    code.push_str("' '");
}

#[test]
fn comments_literals_and_test_modules_are_no_code() {
    let text = r##"
fn kept<'a>(x: &'a str) -> char { '"' } // f32
/* f32 /* f32 */ f32 */ fn also() { "f32 \" f32"; r#"f32 " f32"#; '\''; 'f'; r#type() }
#[cfg(test)]
mod tests { fn inner() { f32; } }
#[cfg(test)]
mod more;
fn last() {}
"##;
    let code = code_of(text);
    assert!(!code.contains("f32") && !code.contains("inner"), "{code}");
    for kept in ["fn kept<'a>", "fn also", "type()", "mod more", "fn last"] {
        assert!(code.contains(kept), "{kept}: {code}");
    }
    assert_eq!(code.lines().count(), text.lines().count());
}

#[test]
fn paths_are_found_alone_and_in_groups() {
    let code = "use crate::table::{Cell, value::{Item, Test}}; use crate::{check, Name as Other};
        not_crate::x; crate::number::parse(1)";
    let expected = [
        "table::Cell",
        "table::value::Item",
        "table::value::Test",
        "check",
        "Name",
        "number::parse",
    ];
    assert_eq!(paths(code, "crate::"), expected);
    assert_eq!(paths("super::super::a; super::b", "super::super::"), ["a"]);
}
