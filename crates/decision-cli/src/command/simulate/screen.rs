//! The summary of a simulation as one screen of text.

use decision_simulation::report::{Block, Summary, TextTable};

use crate::output::{Align, Style, Table};

/// Longest line of running text, in characters.
const LINE_CHARS: usize = 98;
/// The mark before the row of these rules; other rows have as much space.
const OWN: &str = "▸";

/// The screen: what came out, how sure it is, the numbers behind it, the baselines, what else was
/// found, and every warning.
pub(crate) fn summary_text(summary: &Summary, style: Style) -> String {
    let mut parts = vec![style.bold(&summary.title), headline(summary, style)];
    parts.push(numbers(summary));
    parts.push(table_text(&summary.baselines, style));
    parts.extend(summary.blocks.iter().map(|block| block_text(block, style)));
    if !summary.warnings.is_empty() {
        parts.push(warnings(summary, style));
    }
    parts.join("\n\n")
}

/// What came out and how sure it is.
fn headline(summary: &Summary, style: Style) -> String {
    let text = wrapped(&summary.headline, "");
    if summary.sure.is_empty() {
        return text;
    }
    let sure = wrapped(&format!("{} {}", summary.sure_head, summary.sure), "");
    let sure = sure.replacen(&summary.sure_head, &style.bold(&summary.sure_head), 1);
    format!("{text}\n{sure}")
}

/// The numbers, each with its interval and what to read it against.
fn numbers(summary: &Summary) -> String {
    let mut numbers = Table::plain(&[Align::Left, Align::Right, Align::Left, Align::Left]);
    for line in &summary.lines {
        numbers.row([line.name.as_str(), &line.value, &line.interval, &line.note]);
    }
    numbers.render()
}

/// A part with its name, its table, its lines and what is bad.
fn block_text(block: &Block, style: Style) -> String {
    let mut lines = vec![bold_lines(&wrapped(&block.title, "  "), style)];
    if !block.table.rows.is_empty() {
        lines.push(table_text(&block.table, style));
    }
    lines.extend(
        block
            .lines
            .iter()
            .map(|line| format!("  {}", wrapped(line, "    "))),
    );
    let alarm = |line: &String| format!("{} {}", style.red("▲"), wrapped(line, "  "));
    lines.extend(block.alarms.iter().map(alarm));
    lines.join("\n")
}

/// A table whose head has no rule below it, so that a screen holds more; the row of these rules
/// stands out.
fn table_text(table: &TextTable, style: Style) -> String {
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut aligns = vec![Align::Right; columns];
    if let Some(first) = aligns.first_mut() {
        *first = Align::Left;
    }
    let mut text = Table::plain(&aligns);
    let head = (!table.head.is_empty()).then_some(&table.head);
    let rows = head.into_iter().map(|row| (None, row));
    let rows = rows.chain(
        table
            .rows
            .iter()
            .enumerate()
            .map(|(place, row)| (Some(place), row)),
    );
    for (place, row) in rows {
        let is_own = place.is_some() && place == table.own;
        let mark = match table.own {
            None => "",
            Some(_) if is_own => OWN,
            Some(_) => " ",
        };
        let first = row.first().map_or("", String::as_str);
        let first = if mark.is_empty() {
            first.to_owned()
        } else {
            format!("{mark} {first}")
        };
        let others = row.iter().skip(1).map(String::as_str);
        text.row(std::iter::once(first.as_str()).chain(others));
    }
    let text = text.render();
    let lines = text.lines().map(|line| {
        if line.trim_start().starts_with(OWN) {
            style.bold(line)
        } else {
            line.to_owned()
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Every warning; the first is red where results were filled in by an assumption.
fn warnings(summary: &Summary, style: Style) -> String {
    let mut lines = vec![bold_lines(&summary.warnings_head, style)];
    for (place, text) in summary.warnings.iter().enumerate() {
        let sign = if summary.is_imputed && place == 0 {
            style.red("!")
        } else {
            style.yellow("!")
        };
        lines.push(format!("{sign} {}", wrapped(text, "  ")));
    }
    lines.join("\n")
}

/// Lines in bold, each by itself.
fn bold_lines(text: &str, style: Style) -> String {
    text.lines()
        .map(|line| style.bold(line))
        .collect::<Vec<_>>()
        .join("\n")
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

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        let texts = |row: &&[&str]| row.iter().map(|&text| text.to_owned()).collect();
        rows.iter().map(texts).collect()
    }

    fn summary() -> Summary {
        Summary {
            title: "Disputes (disputes 1)".to_owned(),
            headline: "What came out.".to_owned(),
            sure: "the saving lies between 1 and 2.".to_owned(),
            sure_head: "How sure:".to_owned(),
            lines: Vec::new(),
            baselines: TextTable {
                head: vec!["policy".to_owned(), "cost".to_owned()],
                rows: rows(&[&["review", "100"], &["these rules", "7"]]),
                own: Some(1),
            },
            blocks: vec![Block {
                title: "Months".to_owned(),
                table: TextTable::default(),
                lines: vec!["▁▂▃ loss rate".to_owned()],
                alarms: vec!["Since May more is unjustified.".to_owned()],
            }],
            warnings_head: "Before you rely on this".to_owned(),
            warnings: vec!["Imputed.".to_owned(), "Synthetic.".to_owned()],
            is_imputed: true,
        }
    }

    #[test]
    fn the_screen_has_every_part_in_its_order() {
        let text = summary_text(&summary(), Style::new(false));
        let parts = [
            "Disputes",
            "What came out.",
            "How sure: the saving",
            "policy",
            "review",
            "▸ these rules",
            "Months",
            "▁▂▃ loss rate",
            "▲ Since May",
            "Before you rely",
            "! Imputed.",
            "! Synthetic.",
        ];
        let places: Vec<_> = parts
            .iter()
            .map(|part| text.find(part).expect(part))
            .collect();
        assert!(places.is_sorted(), "{text}");
    }

    #[test]
    fn the_row_of_these_rules_and_an_assumption_stand_out() {
        let text = summary_text(&summary(), Style::new(true));
        let own = text
            .lines()
            .find(|line| line.contains("these rules"))
            .expect("a row");
        assert!(own.starts_with("\u{1b}[1m"), "{own:?}");
        assert!(text.contains(&format!("{} Imputed.", Style::new(true).red("!"))));
        assert!(text.contains(&format!("{} Synthetic.", Style::new(true).yellow("!"))));
    }
}
