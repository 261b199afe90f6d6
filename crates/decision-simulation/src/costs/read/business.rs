//! The key `calendar`: a word, or weekends and holidays of one's own; the shipped calendars are
//! written in the same words.

use decision_matrix::calendar;
use decision_matrix::diagnostic::Findings;
use decision_matrix::limits::FILE_BYTES;
use decision_matrix::source::span::SourceText;
use decision_matrix::source::yaml::{self, Entry, Node, NodeValue};

use super::super::calendar::BusinessCalendar;
use super::super::late::LateCalendar;
use super::nodes::Reader;

/// The days of a week in order.
const WEEK: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
/// The first and the last year of a date.
const YEARS: (i64, i64) = (1, 9_999);

/// Reads a calendar file.
///
/// # Errors
/// Everything that is wrong with it.
pub(crate) fn business_calendar(name: &str, text: &str) -> Result<BusinessCalendar, Findings> {
    let source = SourceText::new(name, text);
    let mut reader = Reader::default();
    let calendar = match yaml::read(&source, FILE_BYTES) {
        Ok(root) => reader.business(&root),
        Err(diagnostics) => {
            reader.diagnostics = diagnostics;
            BusinessCalendar::default()
        }
    };
    if reader.diagnostics.is_empty() {
        Ok(calendar)
    } else {
        Err(Findings::new(
            std::sync::Arc::new(source),
            reader.diagnostics,
        ))
    }
}

impl Reader {
    /// Which days count.
    pub(super) fn calendar(&mut self, node: &Node) -> LateCalendar {
        if matches!(node.value, NodeValue::Mapping(_)) {
            return LateCalendar::Business(self.business(node));
        }
        match self.text(node) {
            Some("business_days") => LateCalendar::Business(BusinessCalendar::default()),
            Some("days") | None => LateCalendar::Days,
            Some(word) => BusinessCalendar::named(word).map_or_else(
                || {
                    let mut known = vec!["days", "business_days"];
                    known.extend(BusinessCalendar::NAMES);
                    self.unknown_word("calendar", node, word, &known);
                    LateCalendar::Days
                },
                LateCalendar::Business,
            ),
        }
    }

    /// Weekends, holidays, weekend days with work, and the years for which they are complete.
    fn business(&mut self, node: &Node) -> BusinessCalendar {
        let (mut weekend, mut holidays, mut worked) = (vec![6, 7], Vec::new(), Vec::new());
        let mut years = None;
        let keys = ["weekend", "holidays", "work_days", "years"];
        for Entry { key, value } in self.entries(node, &keys) {
            match key.as_str() {
                "weekend" => weekend = self.weekend(value),
                "holidays" => holidays = self.dates(value),
                "work_days" => worked = self.dates(value),
                "years" => years = self.years(value),
                _ => {}
            }
        }
        if let Some(day) = worked.iter().find(|day| holidays.contains(day)) {
            let (year, month, day) = calendar::civil_from_days(*day);
            let message = format!("{year:04}-{month:02}-{day:02} is a holiday and a work day");
            self.bad(node, message, "name a day in one of the two lists");
        }
        BusinessCalendar::new(&weekend, &holidays, &worked, years)
    }

    /// Days of the week, Monday 1 .. Sunday 7.
    fn weekend(&mut self, node: &Node) -> Vec<i64> {
        let mut days = Vec::new();
        for item in self.items(node) {
            let Some(text) = self.text(item) else {
                continue;
            };
            match (1..).zip(WEEK).find(|(_, name)| *name == text) {
                Some((number, _)) => days.push(number),
                None => self.unknown_word("weekend", item, text, &WEEK),
            }
        }
        if (1..=7).all(|day| days.contains(&day)) {
            let help = "leave at least one day of the week for work";
            self.bad(node, "a week without a work day is never late", help);
        }
        days
    }

    /// Dates, in days since 1970-01-01.
    fn dates(&mut self, node: &Node) -> Vec<i64> {
        let mut days = Vec::new();
        for item in self.items(node) {
            let Some(text) = self.text(item) else {
                continue;
            };
            match calendar::parse_date(text) {
                Ok(day) => days.push(day),
                Err(_) => self.bad(
                    item,
                    format!("`{text}` is no date"),
                    "write a day like `2026-01-31`",
                ),
            }
        }
        days
    }

    /// The first and the last year.
    fn years(&mut self, node: &Node) -> Option<(i64, i64)> {
        let before = self.diagnostics.len();
        let items = self.items(node);
        let years: Vec<_> = items
            .iter()
            .map(|item| self.number(item, 0, YEARS.1))
            .collect();
        match years.as_slice() {
            [first, last] if YEARS.0 <= *first && first <= last => return Some((*first, *last)),
            _ if self.diagnostics.len() > before => {}
            _ => self.bad(
                node,
                "the years are a first and a last one",
                "write the years of the holidays like `[2024, 2027]`",
            ),
        }
        None
    }
}
