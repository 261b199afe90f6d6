//! The summary of a simulation as one screen of text.

use decision_simulation::report::Summary;

use crate::output::{Align, Style, Table};

/// Longest line of running text, in characters.
const LINE_CHARS: usize = 100;

/// The screen: what came out, the numbers behind it, the baselines, and every warning.
pub(crate) fn summary_text(summary: &Summary, style: Style) -> String {
    let mut parts = vec![style.bold(&summary.title), wrapped(&summary.headline, "")];
    let mut numbers = Table::plain(&[Align::Left, Align::Right, Align::Left]);
    for line in &summary.lines {
        numbers.row([line.name.as_str(), &line.value, &line.note]);
    }
    parts.push(numbers.render());
    let [policy, cost, share] = summary.baselines_head.each_ref().map(String::as_str);
    let mut baselines = Table::new(&[
        (policy, Align::Left),
        (cost, Align::Right),
        (share, Align::Right),
    ]);
    for row in &summary.baselines {
        baselines.row(row.each_ref().map(String::as_str));
    }
    parts.push(baselines.render());
    let warnings: Vec<String> = summary
        .warnings
        .iter()
        .map(|text| format!("{} {}", style.yellow("!"), wrapped(text, "  ")))
        .collect();
    if !warnings.is_empty() {
        parts.push(warnings.join("\n"));
    }
    parts.join("\n\n")
}

/// Running text broken between words; `indent` stands before every line but the first.
pub(crate) fn wrapped(text: &str, indent: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        let chars = line.chars().count() + 1 + word.chars().count() + indent.len();
        if line.is_empty() {
            line.push_str(word);
        } else if chars <= LINE_CHARS {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join(&format!("\n{indent}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_between_words() {
        let text = wrapped(&"word ".repeat(30), "  ");
        assert!(
            text.lines().all(|line| line.chars().count() <= LINE_CHARS),
            "{text}"
        );
        assert_eq!(text.lines().count(), 2);
        assert!(
            text.lines()
                .nth(1)
                .is_some_and(|line| line.starts_with("  word"))
        );
    }
}
