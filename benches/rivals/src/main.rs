//! Verdict and other rules engines on the same rules and the same claims.
//!
//! `cargo xtask rivals` runs all of it; this program is its parts. How the comparison is made and
//! what is left out is in `benches/rivals/README.md`.

mod batch;
mod columns;
mod cpu_time;
mod engine;
mod engines;
mod probe;
mod question;
mod report;
mod sample;
mod single;
mod tables;
mod terminal;
mod versions;

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::engines::Entrant;
use crate::terminal::answer;

const USAGE: &str = "verdict-rivals COMMAND

  single ROUNDS FILE           measures single decisions, writes a report
  batch ROUNDS FILE            measures decisions of columns, writes a report
  claims FOLDER                writes the claims and the rules for batch.py
  tables FOLDER                prints the tables of single.json, batch.json and python.json in it
  probe ENGINE RULES           reads so many rules and decides one claim";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["single", rounds, file] => write(file, &single::run(number(rounds)?)?),
        ["batch", rounds, file] => write(file, &batch::run(number(rounds)?)?),
        ["claims", folder] => columns::write(Path::new(folder)),
        ["tables", folder] => print_tables(Path::new(folder)),
        ["probe", engine, rules] => {
            let mut entrants = Entrant::ALL.into_iter();
            let entrant = entrants.find(|entrant| entrant.name() == *engine);
            let entrant = entrant.with_context(|| format!("there is no engine `{engine}`"))?;
            probe::run(entrant, number(rules)?)
        }
        _ => bail!("{USAGE}"),
    }
}

/// The tables of the reports that are there.
fn print_tables(folder: &Path) -> Result<()> {
    let single = folder.join("single.json");
    if single.is_file() {
        answer(&tables::single(&read(&single)?));
    }
    let batches = ["batch.json", "python.json"].map(|name| folder.join(name));
    let batches = batches.iter().filter(|file| file.is_file());
    let batches: Vec<_> = batches.map(|file| read(file)).collect::<Result<_>>()?;
    if !batches.is_empty() {
        answer(&tables::batch(&batches));
    }
    Ok(())
}

fn number(word: &str) -> Result<usize> {
    let number = word.parse().ok().filter(|number| *number > 0);
    number.with_context(|| format!("`{word}` is not a number above 0"))
}

fn write(file: &str, report: &impl Serialize) -> Result<()> {
    let text = serde_json::to_string_pretty(report)?;
    std::fs::write(file, text).with_context(|| file.to_owned())
}

fn read<T: DeserializeOwned>(file: &Path) -> Result<T> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    serde_json::from_str(&text).with_context(|| file.display().to_string())
}
