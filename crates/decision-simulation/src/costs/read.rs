//! `costs.yaml` to a cost model: every key optional, none unknown, every mistake with its place.

mod nodes;

use decision_matrix::calendar;
use decision_matrix::diagnostic::{Code, Diagnostic, Findings};
use decision_matrix::limits::FILE_BYTES;
use decision_matrix::source::span::{SourceText, Span};
use decision_matrix::source::suggest;
use decision_matrix::source::yaml::{self, Entry, Node, NodeValue};
use decision_matrix::table::Currency;

use nodes::{Reader, scalar};

use super::late::{BusinessCalendar, LateCalendar, LatePenalty};
use super::model::{
    AmountStep, ApproveCosts, AuditCosts, CostModel, DelayCosts, EscalateCosts, MICRO_SCALE,
    NANO_SCALE, RequestInfoCosts, ReviewCosts,
};
use super::queue::waiting_days;

/// The largest price, in whole units.
const PRICE_LIMIT: i64 = 1_000_000_000;
/// The largest number of calls, messages and contacts.
const COUNT_LIMIT: i64 = 1_000;
/// The largest number of days and minutes.
const TIME_LIMIT: i64 = 100_000;
/// The largest interest of a year: a hundred times the amount.
const YEARLY_LIMIT: i64 = 100;
/// The largest amount of a step, in whole units.
const AMOUNT_LIMIT: i64 = 1_000_000_000_000;

/// Reads a cost model.
pub(super) fn cost_model(name: &str, text: &str) -> Result<CostModel, Findings> {
    let source = SourceText::new(name, text);
    let mut reader = Reader {
        diagnostics: Vec::new(),
    };
    let model = match yaml::read(&source, FILE_BYTES) {
        Ok(root) => reader.model(&root),
        Err(diagnostics) => {
            reader.diagnostics = diagnostics;
            CostModel::none()
        }
    };
    if reader.diagnostics.is_empty() {
        Ok(model)
    } else {
        Err(Findings::new(
            std::sync::Arc::new(source),
            reader.diagnostics,
        ))
    }
}

impl Reader {
    fn model(&mut self, root: &Node) -> CostModel {
        let mut model = CostModel::none();
        let keys = [
            "format",
            "currency",
            "review",
            "delay",
            "late",
            "approve",
            "audit",
            "escalate",
            "request_info",
        ];
        let entries = self.entries(root, &keys);
        if !entries.iter().any(|entry| entry.key.as_str() == "format") {
            let missing = Diagnostic::new(
                Code::MissingKey,
                Span::new(0, 0),
                "the key `format` is missing",
            );
            self.diagnostics
                .push(missing.with_help("put `format: 1` at the top"));
        }
        for Entry { key, value } in entries {
            match key.as_str() {
                "format" => self.format(value),
                "currency" => model.currency = self.currency(value),
                "review" => self.review(value, &mut model.review),
                "delay" => self.delay(value, &mut model.delay),
                "late" => self.late(value, &mut model.late),
                "approve" => self.approve(value, &mut model.approve),
                "audit" => self.audit(value, &mut model.audit),
                "escalate" => self.escalate(value, &mut model.escalate),
                "request_info" => self.request_info(value, &mut model.request_info),
                _ => {}
            }
        }
        model
    }

    fn format(&mut self, value: &Node) {
        if scalar(value) != Some("1") {
            self.bad(
                value,
                "the format of a cost model is 1",
                "write `format: 1`",
            );
        }
    }

    fn currency(&mut self, value: &Node) -> Option<Currency> {
        let code = self.text(value)?;
        let currency = Currency::from_code(code);
        if currency.is_none() {
            let help = suggest::closest(code, Currency::codes())
                .map_or("write a code of ISO 4217, like `RUB`".to_owned(), |code| {
                    format!("did you mean `{code}`?")
                });
            self.bad(value, format!("`{code}` is no currency of ISO 4217"), help);
        }
        currency
    }

    fn review(&mut self, node: &Node, review: &mut ReviewCosts) {
        let keys = [
            "fixed",
            "minutes",
            "per_minute",
            "calls",
            "per_call",
            "messages",
            "per_message",
            "by_amount",
            "caught",
            "wrong_refusal",
            "wrong_refusal_rate",
        ];
        for Entry { key, value } in self.entries(node, &keys) {
            match key.as_str() {
                "fixed" => review.fixed = self.price(value),
                "minutes" => review.minutes = self.time(value),
                "per_minute" => review.per_minute = self.price(value),
                "calls" => review.calls = self.count(value),
                "per_call" => review.per_call = self.price(value),
                "messages" => review.messages = self.count(value),
                "per_message" => review.per_message = self.price(value),
                "by_amount" => review.by_amount = self.steps(value),
                "caught" => review.caught = self.rate(value),
                "wrong_refusal" => review.wrong_refusal = self.price(value),
                "wrong_refusal_rate" => review.wrong_refusal_rate = self.rate(value),
                _ => {}
            }
        }
    }

    fn delay(&mut self, node: &Node, delay: &mut DelayCosts) {
        let keys = [
            "evidence_days",
            "queue_days",
            "contacts_per_day",
            "per_contact",
            "goodwill_per_day",
            "yearly_rate",
        ];
        for Entry { key, value } in self.entries(node, &keys) {
            match key.as_str() {
                "evidence_days" => delay.evidence_days = self.time(value),
                "queue_days" => delay.queue_days = self.queue(value),
                "contacts_per_day" => delay.contacts_per_day = self.count(value),
                "per_contact" => delay.per_contact = self.price(value),
                "goodwill_per_day" => delay.goodwill_per_day = self.price(value),
                "yearly_rate" => delay.yearly_rate = self.number(value, MICRO_SCALE, YEARLY_LIMIT),
                _ => {}
            }
        }
    }

    fn approve(&mut self, node: &Node, approve: &mut ApproveCosts) {
        let keys = [
            "fixed",
            "messages",
            "per_message",
            "claw_back",
            "cash_found",
        ];
        for Entry { key, value } in self.entries(node, &keys) {
            match key.as_str() {
                "fixed" => approve.fixed = self.price(value),
                "messages" => approve.messages = self.count(value),
                "per_message" => approve.per_message = self.price(value),
                "claw_back" => approve.claw_back = self.rate(value),
                "cash_found" => approve.cash_found = self.rate(value),
                _ => {}
            }
        }
    }

    fn audit(&mut self, node: &Node, audit: &mut AuditCosts) {
        for entry in self.entries(node, &["per_check"]) {
            audit.per_check = self.price(&entry.value);
        }
    }

    fn escalate(&mut self, node: &Node, escalate: &mut EscalateCosts) {
        for entry in self.entries(node, &["minutes"]) {
            escalate.minutes = Some(self.time(&entry.value));
        }
    }

    fn request_info(&mut self, node: &Node, request_info: &mut RequestInfoCosts) {
        for entry in self.entries(node, &["days"]) {
            request_info.days = self.time(&entry.value);
        }
    }

    fn late(&mut self, node: &Node, late: &mut LatePenalty) {
        let entries = self.entries(
            node,
            &["preset", "after_days", "per_day", "cap", "calendar"],
        );
        for Entry { key, value } in entries
            .iter()
            .filter(|entry| entry.key.as_str() == "preset")
        {
            match self
                .text(value)
                .map(|word| (word, LatePenalty::preset(word)))
            {
                Some((_, Some(preset))) => *late = preset,
                Some((word, None)) => {
                    self.unknown_word(key.as_str(), value, word, &LatePenalty::PRESETS);
                }
                None => {}
            }
        }
        for Entry { key, value } in entries {
            match key.as_str() {
                "after_days" => late.after_days = self.number(value, 0, TIME_LIMIT),
                "per_day" => late.per_day = self.price(value),
                "cap" => late.cap = self.price(value),
                "calendar" => late.calendar = self.calendar(value),
                _ => {}
            }
        }
    }

    fn calendar(&mut self, node: &Node) -> LateCalendar {
        if matches!(node.value, NodeValue::Mapping(_)) {
            return LateCalendar::Business(self.business(node));
        }
        match self.text(node) {
            Some("business_days") => LateCalendar::Business(BusinessCalendar::default()),
            Some("days") | None => LateCalendar::Days,
            Some(word) => {
                self.unknown_word("calendar", node, word, &["days", "business_days"]);
                LateCalendar::Days
            }
        }
    }

    fn business(&mut self, node: &Node) -> BusinessCalendar {
        const WEEK: [&str; 7] = [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ];
        let mut business = BusinessCalendar::default();
        for Entry { key, value } in self.entries(node, &["weekend", "holidays"]) {
            let mut days = Vec::new();
            for item in self.items(value) {
                let Some(text) = self.text(item) else {
                    continue;
                };
                if key.as_str() == "weekend" {
                    match (1..).zip(WEEK).find(|(_, name)| *name == text) {
                        Some((number, _)) => days.push(number),
                        None => self.unknown_word("weekend", item, text, &WEEK),
                    }
                } else {
                    match calendar::parse_date(text) {
                        Ok(day) => days.push(day),
                        Err(_) => self.bad(
                            item,
                            format!("`{text}` is no date"),
                            "write a day like `2026-01-31`",
                        ),
                    }
                }
            }
            days.sort_unstable();
            days.dedup();
            if key.as_str() == "weekend" {
                business.weekend = days;
            } else {
                business.holidays = days;
            }
        }
        business
    }

    fn steps(&mut self, node: &Node) -> Vec<AmountStep> {
        let mut steps: Vec<AmountStep> = Vec::new();
        for item in self.items(node) {
            let mut step = AmountStep {
                up_to: None,
                cost: 0,
            };
            for Entry { key, value } in self.entries(item, &["up_to", "cost"]) {
                match key.as_str() {
                    "up_to" => step.up_to = Some(self.number(value, MICRO_SCALE, AMOUNT_LIMIT)),
                    "cost" => step.cost = self.price(value),
                    _ => {}
                }
            }
            let is_rising = steps
                .last()
                .is_none_or(|last| match (last.up_to, step.up_to) {
                    (Some(last), Some(next)) => last < next,
                    (last, _) => last.is_some(),
                });
            if !is_rising {
                let help =
                    "let `up_to` rise from step to step; only the last step may be without it";
                self.bad(item, "the step is never reached", help);
            }
            steps.push(step);
        }
        steps
    }

    /// A number of days, or the staff and the arrivals from which it follows.
    fn queue(&mut self, node: &Node) -> i64 {
        if !matches!(node.value, NodeValue::Mapping(_)) {
            return self.time(node);
        }
        let keys = ["arrivals_per_day", "reviews_per_person_day", "staff"];
        let before = self.diagnostics.len();
        let (mut arrivals, mut reviews, mut staff) = (None, None, None);
        for Entry { key, value } in self.entries(node, &keys) {
            match key.as_str() {
                "arrivals_per_day" => arrivals = Some(self.number(value, MICRO_SCALE, PRICE_LIMIT)),
                "reviews_per_person_day" => {
                    reviews = Some(self.number(value, MICRO_SCALE, PRICE_LIMIT));
                }
                "staff" => staff = Some(self.number(value, 0, TIME_LIMIT)),
                _ => {}
            }
        }
        let (Some(arrivals), Some(reviews), Some(staff)) = (arrivals, reviews, staff) else {
            let missing = "a queue needs `arrivals_per_day`, `reviews_per_person_day` and `staff`";
            self.diagnostics
                .push(Diagnostic::new(Code::MissingKey, node.span, missing));
            return 0;
        };
        let days = queue_micro(arrivals, reviews, staff);
        if days.is_none() && self.diagnostics.len() == before {
            let help = "raise `staff` above arrivals_per_day / reviews_per_person_day";
            self.bad(node, "so few staff never work off the queue", help);
        }
        days.unwrap_or_default()
    }

    fn price(&mut self, node: &Node) -> i64 {
        self.number(node, MICRO_SCALE, PRICE_LIMIT)
    }

    fn count(&mut self, node: &Node) -> i64 {
        self.number(node, MICRO_SCALE, COUNT_LIMIT)
    }

    fn time(&mut self, node: &Node) -> i64 {
        self.number(node, MICRO_SCALE, TIME_LIMIT)
    }

    fn rate(&mut self, node: &Node) -> i64 {
        self.number(node, NANO_SCALE, 1)
    }
}

/// Days of waiting, times 10^6, rounded to the nearest.
#[expect(
    clippy::cast_precision_loss,
    reason = "rates below 10^15 are exact in 53 bits"
)]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the result is held below the limit of days"
)]
fn queue_micro(arrivals: i64, reviews: i64, staff: i64) -> Option<i64> {
    let days = waiting_days(
        arrivals as f64 / 1e6,
        reviews as f64 / 1e6,
        u32::try_from(staff).ok()?,
    )?;
    Some((days * 1e6).round_ties_even().min(TIME_LIMIT as f64 * 1e6) as i64)
}
