//! `costs.yaml` to a cost model: every key optional, none unknown, every mistake with its place.

mod business;
mod nodes;
mod queue;

use decision_matrix::diagnostic::{Code, Diagnostic, Findings};
use decision_matrix::limits::FILE_BYTES;
use decision_matrix::source::span::{SourceText, Span};
use decision_matrix::source::suggest;
use decision_matrix::source::yaml::{self, Entry, Node};
use decision_matrix::table::Currency;

use nodes::{Reader, scalar};

use super::late::LatePenalty;
use super::model::{
    AmountStep, ApproveCosts, AuditCosts, CostModel, DelayCosts, EscalateCosts, MICRO_SCALE,
    NANO_SCALE, RequestInfoCosts, ReviewCosts,
};

pub(super) use business::business_calendar;

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
    let mut reader = Reader::default();
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
                "queue_days" => (delay.queue_days, delay.queue) = self.queue(value),
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
