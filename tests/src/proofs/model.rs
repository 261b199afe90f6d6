//! A small matrix as people write it, cell by cell as text, and the rules file that it makes.
//!
//! Cells stay text, so that a defect is planted the way a person would plant it.

use std::fmt::Write;

use decision_matrix::{calendar, number};

/// A whole matrix.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    /// Inputs.
    pub(super) factors: Vec<Column>,
    /// Constants.
    pub(super) parameters: Vec<Parameter>,
    /// Computed factors.
    pub(super) derives: Vec<Derive>,
    /// Intermediate tables.
    pub(super) tables: Vec<Table>,
    /// The final table; its results are outcome, reason, route and due.
    pub(super) decision: Table,
    /// Promises: the whole flow mapping of each, without its braces.
    pub(super) guarantees: Vec<String>,
}

/// A named column.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    /// Its name.
    pub(super) name: String,
    /// Its values.
    pub(super) kind: Kind,
    /// Whether null is one of them.
    pub(super) nullable: bool,
    /// The declared domain.
    pub(super) domain: Option<String>,
}

/// What values a column has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// True or false.
    #[default]
    Boolean,
    /// Words.
    Category(Vec<&'static str>),
    /// Texts; cells know [`TEXTS`].
    Text,
    /// Values with an order: literals stand for small whole numbers from 0 to 6.
    Ordered(Unit),
}

/// How a small whole number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// As it is.
    Integer,
    /// In hundreds.
    Money,
    /// In tenths.
    Decimal,
    /// As a day of January 2026.
    Date,
    /// In hours.
    Duration,
}

/// The texts that cells know.
pub(super) const TEXTS: [&str; 2] = ["A-17", "b"];

/// The largest small whole number that cells know.
pub(super) const LARGEST: i64 = 6;

/// A named constant.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    /// Its name.
    pub(super) name: String,
    /// Its unit.
    pub(super) unit: Unit,
    /// Its value as a small whole number.
    pub(super) value: i64,
}

/// A computed truth.
#[derive(Clone, Debug)]
pub(super) struct Derive {
    /// Its name.
    pub(super) name: String,
    /// Whether it may be null.
    pub(super) nullable: bool,
    /// How it is computed.
    pub(super) is: String,
}

/// A table of rules.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// Its name and its values; of the decision only the name counts.
    pub(super) output: Column,
    /// `unique`, `any`, ..
    pub(super) hit: &'static str,
    /// Names of the condition columns.
    pub(super) columns: Vec<String>,
    /// Rules, topmost first.
    pub(super) rules: Vec<Rule>,
    /// What is given when nothing matches.
    pub(super) default: Option<Vec<String>>,
    /// How many columns the cross-table has, where it is one: the rules stand row by row.
    pub(super) cross: Option<usize>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    /// Its id.
    pub(super) id: String,
    /// A cell each condition column.
    pub(super) cells: Vec<String>,
    /// A cell each result column.
    pub(super) results: Vec<String>,
}

/// The result columns of the decision.
pub(super) const CONCLUSION: [&str; 4] = ["outcome", "reason", "route", "due"];

impl Unit {
    /// The literal of a small whole number.
    pub(super) fn literal(self, value: i64) -> String {
        match self {
            Self::Integer => value.to_string(),
            Self::Money => (value * 100).to_string(),
            Self::Decimal => number::format_scaled(value, 1),
            Self::Date => calendar::format_date(20_454 + value),
            Self::Duration => calendar::format_duration(value * 3_600),
        }
    }

    /// The keys of its type.
    fn type_keys(self) -> &'static str {
        match self {
            Self::Integer => "type: integer",
            Self::Money => "type: money",
            Self::Decimal => "type: decimal, scale: 1",
            Self::Date => "type: date",
            Self::Duration => "type: duration",
        }
    }
}

impl Kind {
    /// Every literal that cells know, in order.
    pub(super) fn literals(&self) -> Vec<String> {
        match self {
            Self::Boolean => ["false", "true"].map(str::to_owned).to_vec(),
            Self::Category(words) => words.iter().map(|word| (*word).to_owned()).collect(),
            Self::Text => TEXTS.iter().map(|text| format!("\"{text}\"")).collect(),
            Self::Ordered(unit) => (0..=LARGEST).map(|value| unit.literal(value)).collect(),
        }
    }
}

impl Column {
    /// The keys of its type.
    fn type_keys(&self) -> String {
        let mut keys = match &self.kind {
            Kind::Boolean => "type: boolean".to_owned(),
            Kind::Category(words) => format!("type: category, values: [{}]", words.join(", ")),
            Kind::Text => "type: text".to_owned(),
            Kind::Ordered(unit) => unit.type_keys().to_owned(),
        };
        if self.nullable {
            keys.push_str(", nullable: true");
        }
        if let Some(domain) = &self.domain {
            let _ = write!(keys, ", domain: {}", quoted(domain));
        }
        keys
    }
}

impl Model {
    /// The column of this name.
    pub(super) fn column(&self, name: &str) -> Column {
        let outputs = self.tables.iter().map(|table| &table.output);
        let declared = self.factors.iter().chain(outputs);
        declared
            .cloned()
            .chain(self.derives.iter().map(|derive| Column {
                name: derive.name.clone(),
                nullable: derive.nullable,
                ..Column::default()
            }))
            .find(|column| column.name == name)
            .expect("a table's columns are declared")
    }

    /// A table by its name.
    pub(super) fn table_mut(&mut self, name: &str) -> &mut Table {
        let tables = self.tables.iter_mut().chain([&mut self.decision]);
        tables
            .into_iter()
            .find(|table| table.output.name == name)
            .expect("there is such a table")
    }

    /// The rules file.
    pub(super) fn text(&self) -> String {
        let mut text = String::from(
            "format: 1\nmatrix: random\nversion: \"1\"\ncurrency: RUB\nkeys: {claim: claim_id}\n",
        );
        let conclusions = self.decision.rules.iter().map(|rule| &rule.results);
        let mut conclusions = conclusions.chain(&self.decision.default);
        if conclusions.any(|results| results[0] == "decline") {
            text.push_str("permits: [decline]\n");
        }
        text.push_str("factors:\n");
        for factor in &self.factors {
            let _ = writeln!(text, "  {}: {{{}}}", factor.name, factor.type_keys());
        }
        head(&mut text, "parameters", self.parameters.is_empty());
        for Parameter { name, unit, value } in &self.parameters {
            let keys = unit.type_keys();
            let _ = writeln!(
                text,
                "  {name}: {{{keys}, value: {}}}",
                unit.literal(*value)
            );
        }
        head(&mut text, "derive", self.derives.is_empty());
        for Derive { name, nullable, is } in &self.derives {
            let keys = format!("type: boolean, nullable: {nullable}, is: {}", quoted(is));
            let _ = writeln!(text, "  {name}: {{{keys}}}");
        }
        head(&mut text, "tables", self.tables.is_empty());
        for table in &self.tables {
            let name = &table.output.name;
            let _ = writeln!(
                text,
                "  {name}:\n    output: {{{}}}",
                table.output.type_keys()
            );
            if table.cross.is_some() {
                table.write_cross(&mut text);
            } else {
                table.write_grid(&mut text, "    ", &[name]);
            }
            if let Some(default) = &table.default {
                let _ = writeln!(text, "    default: {}", quoted(&default[0]));
            }
        }
        text.push_str("decision:\n");
        self.decision.write_grid(&mut text, "  ", &CONCLUSION);
        if let Some(default) = &self.decision.default {
            let keys = CONCLUSION.iter().zip(default);
            let keys: Vec<_> = keys
                .map(|(key, value)| format!("{key}: {}", quoted(value)))
                .collect();
            let _ = writeln!(text, "  default: {{{}}}", keys.join(", "));
        }
        head(&mut text, "guarantees", self.guarantees.is_empty());
        for guarantee in &self.guarantees {
            let _ = writeln!(text, "  - {{{guarantee}}}");
        }
        text
    }
}

impl Table {
    fn write_grid(&self, text: &mut String, indent: &str, results: &[&str]) {
        let _ = writeln!(text, "{indent}hit: {}\n{indent}rules: |", self.hit);
        let line = |id: &str, cells: &[String], results: &[String]| {
            let mut line = format!("{indent}  | {id} |");
            for cell in cells {
                let _ = write!(line, " {cell} |");
            }
            format!("{line}| {} |\n", results.join(" | "))
        };
        let results: Vec<_> = results.iter().map(|name| (*name).to_owned()).collect();
        text.push_str(&line("id", &self.columns, &results));
        for rule in &self.rules {
            text.push_str(&line(&rule.id, &rule.cells, &rule.results));
        }
    }

    fn write_cross(&self, text: &mut String) {
        let width = self.cross.unwrap_or(1);
        let [rows, columns] = self.columns.as_slice() else {
            panic!("a cross-table has two columns");
        };
        let _ = writeln!(
            text,
            "    rows: {rows}\n    columns: {columns}\n    cells: |"
        );
        let heads = self.rules.iter().take(width);
        let heads: Vec<_> = heads.map(|rule| rule.cells[1].as_str()).collect();
        let _ = writeln!(text, "      | {rows} | {} |", heads.join(" | "));
        for row in self.rules.chunks(width) {
            let results = row.iter().map(|rule| rule.results[0].as_str());
            let results: Vec<_> = results.collect();
            let _ = writeln!(
                text,
                "      | {} | {} |",
                row[0].cells[0],
                results.join(" | ")
            );
        }
    }
}

fn head(text: &mut String, name: &str, is_empty: bool) {
    if !is_empty {
        let _ = writeln!(text, "{name}:");
    }
}

/// A text in double quotes: JSON strings are YAML.
pub(super) fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}
