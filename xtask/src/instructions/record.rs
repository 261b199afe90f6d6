//! The recorded counts: their file, how new ones are compared with them, and what the runner prints.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;

/// Instructions of each bench, by its name.
pub(super) type Counts = BTreeMap<String, u64>;

/// How far a count may be from the recorded one, in thousandths.
const TOLERANCE_PER_MILLE: u64 = 50;

/// What was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// The compiler, and the processor for which it wrote code.
    pub(super) compiler: String,
    /// The counts.
    pub(super) counts: Counts,
}

/// A count beside the recorded one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Compared {
    /// The bench.
    pub(super) name: String,
    recorded: Option<u64>,
    counted: Option<u64>,
}

const HEAD: &str = "\
# Instructions of each bench of `benches/instructions.rs`, counted under valgrind.
# `cargo xtask instructions` compares with a tolerance of 5 %, `--record` writes this file anew.
";

impl Record {
    /// The file.
    pub(super) fn to_text(&self) -> String {
        let mut text = format!("{HEAD}compiler = \"{}\"\n\n[counts]\n", self.compiler);
        for (name, count) in &self.counts {
            let _ = writeln!(text, "\"{name}\" = {count}");
        }
        text
    }

    /// Reads the file.
    pub(super) fn from_text(text: &str) -> Result<Self, String> {
        let mut compiler = None;
        let mut counts = Counts::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.is_empty() || line.starts_with('#') || line == "[counts]" {
                continue;
            }
            let Some((name, value)) = line.split_once(" = ") else {
                return Err(format!("line {number} is no `name = value`"));
            };
            if name == "compiler" {
                compiler = Some(value.trim_matches('"').to_owned());
                continue;
            }
            let count = value
                .parse()
                .map_err(|_| format!("line {number}: `{value}` is no count"))?;
            counts.insert(name.trim_matches('"').to_owned(), count);
        }
        let compiler = compiler.ok_or("no compiler is named")?;
        Ok(Self { compiler, counts })
    }
}

impl Compared {
    /// Whether it is to be recorded: beyond the tolerance in either direction, new, or gone.
    pub(super) fn is_changed(&self) -> bool {
        let (Some(recorded), Some(counted)) = (self.recorded, self.counted) else {
            return true;
        };
        recorded.abs_diff(counted).saturating_mul(1_000)
            > recorded.saturating_mul(TOLERANCE_PER_MILLE)
    }

    /// The change as people read it.
    fn change(&self) -> String {
        match (self.recorded, self.counted) {
            (None, _) => "new".to_owned(),
            (_, None) => "gone".to_owned(),
            (Some(recorded), Some(counted)) => {
                let sign = if counted < recorded { '-' } else { '+' };
                let per_mille = recorded.abs_diff(counted).saturating_mul(1_000) / recorded.max(1);
                format!("{sign}{}.{} %", per_mille / 10, per_mille % 10)
            }
        }
    }
}

/// Each bench that was recorded or counted.
pub(super) fn compare(recorded: &Counts, counted: &Counts) -> Vec<Compared> {
    let names: BTreeSet<&String> = recorded.keys().chain(counted.keys()).collect();
    let compared = names.into_iter().map(|name| Compared {
        name: name.clone(),
        recorded: recorded.get(name).copied(),
        counted: counted.get(name).copied(),
    });
    compared.collect()
}

/// The table for people; an asterisk stands where something is to be recorded.
pub(super) fn table(compared: &[Compared]) -> String {
    let shown = |count: Option<u64>| count.map_or("-".to_owned(), |count| count.to_string());
    let mut text = format!(
        "{:<28}{:>14}{:>14}{:>10}\n",
        "bench", "recorded", "counted", "change"
    );
    for it in compared {
        let mark = if it.is_changed() { " *" } else { "" };
        let _ = writeln!(
            text,
            "{:<28}{:>14}{:>14}{:>10}{mark}",
            it.name,
            shown(it.recorded),
            shown(it.counted),
            it.change()
        );
    }
    text
}

/// The counts in what the runner prints: one JSON document a line.
pub(super) fn counts_of(output: &str) -> Counts {
    let documents = output
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let count = |document: Value| {
        let name = document.get("function_name")?.as_str()?.to_owned();
        let name = match document.get("id").and_then(Value::as_str) {
            Some(id) => format!("{name}/{id}"),
            None => name,
        };
        let count = document.pointer("/profiles/0/data/total/metrics/Ir/values/new")?;
        Some((name, count.as_u64()?))
    };
    documents.filter_map(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(of: &[(&str, u64)]) -> Counts {
        of.iter()
            .map(|(name, count)| ((*name).to_owned(), *count))
            .collect()
    }

    fn changed(recorded: &[(&str, u64)], counted: &[(&str, u64)]) -> Vec<(String, bool)> {
        let compared = compare(&counts(recorded), &counts(counted));
        compared
            .iter()
            .map(|it| (it.change(), it.is_changed()))
            .collect()
    }

    #[test]
    fn the_file_is_read_as_it_was_written() {
        let record = Record {
            compiler: "rustc 1.95.0 (59807616e 2026-04-14) on x86_64".to_owned(),
            counts: counts(&[("decide/rules_12", 78_358), ("compile/rules_1000", 1)]),
        };
        assert_eq!(Record::from_text(&record.to_text()), Ok(record));
    }

    #[test]
    fn a_file_that_was_edited_badly_is_refused() {
        let error = |text: &str| Record::from_text(text).unwrap_err();
        assert_eq!(error("[counts]\n\"a\" = 1\n"), "no compiler is named");
        assert_eq!(
            error("compiler = \"c\"\n\"a\" = many\n"),
            "line 2: `many` is no count"
        );
        assert_eq!(error("compiler\n"), "line 1 is no `name = value`");
    }

    #[test]
    fn five_in_a_hundred_are_tolerated_and_more_is_not() {
        let check = |counted, change: &str, is_changed| {
            assert_eq!(
                changed(&[("a", 1_000)], &[("a", counted)]),
                [(change.to_owned(), is_changed)]
            );
        };
        check(1_000, "+0.0 %", false);
        check(1_050, "+5.0 %", false);
        check(1_051, "+5.1 %", true);
        check(950, "-5.0 %", false);
        check(949, "-5.1 %", true);
    }

    #[test]
    fn benches_that_are_new_or_gone_are_to_be_recorded() {
        assert_eq!(
            changed(&[("gone", 1)], &[("new", 1)]),
            [("gone".to_owned(), true), ("new".to_owned(), true)]
        );
    }

    #[test]
    fn counts_are_read_from_the_documents_of_the_runner() {
        let document = r#"{"function_name":"decide","id":"rules_12","profiles":[{"data":{"total":{"metrics":{"Dr":{"values":{"new":1}},"Ir":{"values":{"new":78358,"old":5}}}}}}]}"#;
        let output = format!("some words\n{document}\n");
        assert_eq!(counts_of(&output), counts(&[("decide/rules_12", 78_358)]));
        assert_eq!(counts_of("{}"), Counts::new());
    }
}
