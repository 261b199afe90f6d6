//! The key `queue_days`: a number of days, or the staff and the claims from which it follows.

use decision_matrix::diagnostic::{Code, Diagnostic};
use decision_matrix::source::yaml::{Entry, Node, NodeValue};

use super::super::model::MICRO_SCALE;
use super::super::queue::{Queue, STAFF_LIMIT};
use super::nodes::Reader;

/// The most claims a day.
const ARRIVALS_LIMIT: i64 = 1_000_000_000;

impl Reader {
    /// Days of waiting, times 10^6, and the queue that they come from.
    pub(super) fn queue(&mut self, node: &Node) -> (i64, Option<Queue>) {
        if !matches!(node.value, NodeValue::Mapping(_)) {
            return (self.time(node), None);
        }
        let keys = ["arrivals_per_day", "reviews_per_person_day", "staff"];
        let before = self.diagnostics.len();
        let (mut arrivals, mut reviews, mut staff) = (None, None, None);
        for Entry { key, value } in self.entries(node, &keys) {
            let rate = |reader: &mut Self| reader.number(value, MICRO_SCALE, ARRIVALS_LIMIT);
            match key.as_str() {
                "arrivals_per_day" => arrivals = Some(rate(self)),
                "reviews_per_person_day" => reviews = Some(rate(self)),
                "staff" => staff = Some(self.number(value, 0, i64::from(STAFF_LIMIT))),
                _ => {}
            }
        }
        let (Some(arrivals_per_day), Some(reviews_per_person_day), Some(staff)) =
            (arrivals, reviews, staff)
        else {
            let missing = "a queue needs `arrivals_per_day`, `reviews_per_person_day` and `staff`";
            self.diagnostics
                .push(Diagnostic::new(Code::MissingKey, node.span, missing));
            return (0, None);
        };
        let queue = Queue {
            arrivals_per_day,
            reviews_per_person_day,
            staff: u32::try_from(staff).unwrap_or(STAFF_LIMIT),
        };
        let days = queue.waiting_micro();
        if days.is_none() && self.diagnostics.len() == before {
            let help = queue.least_staff().map_or_else(
                || "let `reviews_per_person_day` be above 0".to_owned(),
                |least| format!("raise `staff` to {least} or more: above arrivals_per_day / reviews_per_person_day"),
            );
            self.bad(node, "so few staff never work off the queue", help);
        }
        (days.unwrap_or_default(), Some(queue))
    }
}
