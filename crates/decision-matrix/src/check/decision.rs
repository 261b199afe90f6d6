//! The final table: outcome, reason, route and due of every rule.

use std::collections::BTreeSet;

use super::Checker;
use super::names::{choice, is_word, unknown};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits;
use crate::source::matrix::{SourceBody, SourceRule, SourceTable};
use crate::source::span::{Span, Text};
use crate::source::suggest::closest;
use crate::table::{
    ColumnType, Conclusion, HitPolicy, Outcome, RouteIndex, Rule, RuleTable, ValueType,
};

/// The result columns of the decision.
const RESULTS: [&str; 4] = ["outcome", "reason", "route", "due"];

impl Checker<'_> {
    /// The decision.
    pub(super) fn decision(&mut self) -> Option<RuleTable<Conclusion>> {
        let decision = &self.source.decision;
        self.allow(&decision.allow);
        let hit = self.decision_hit(decision);
        let default = self.decision_default(decision);
        let SourceBody::Rules {
            columns,
            results,
            rules,
            ..
        } = &decision.body
        else {
            let message = "the decision is written as rules, not as a cross-table";
            return self.refuse(Diagnostic::new(
                Code::WrongShape,
                decision.name.span,
                message,
            ));
        };
        self.table_size(decision, columns.len() + results.len(), rules.len());
        let columns = self.condition_columns(columns);
        let types = self.column_types(&columns);
        self.rule_ids("decision", rules);
        let results_fit = self.result_columns(decision, results);
        let rules = rules.iter().map(|rule| {
            self.allow(&rule.allow);
            let cells = self.rule_cells(&columns, &types, rule);
            let result = if results_fit {
                self.rule_conclusion(results, rule)
            } else {
                None
            };
            Some(Rule {
                id: rule.id.text.clone(),
                cells: cells?,
                result: result?,
            })
        });
        let rules = super::all(rules);
        Some(RuleTable {
            hit: hit?,
            columns: super::all(columns)?,
            rules: rules?,
            default: default?,
        })
    }

    fn decision_hit(&mut self, decision: &SourceTable) -> Option<HitPolicy> {
        let hit = self.hit_policy(decision)?;
        if !hit.is_collect() {
            return Some(hit);
        }
        let span = decision
            .hit
            .as_ref()
            .map_or(decision.name.span, |text| text.span);
        let message = format!(
            "the decision cannot be `{}`: outcomes are no numbers",
            hit.as_str()
        );
        let diagnostic = Diagnostic::new(Code::WrongType, span, message)
            .with_table("decision")
            .with_help("use `first`, `unique`, `any` or `priority`");
        self.refuse(diagnostic)
    }

    #[expect(
        clippy::option_option,
        reason = "absence and error are different answers"
    )]
    fn decision_default(&mut self, decision: &SourceTable) -> Option<Option<Conclusion>> {
        let Some(default) = &decision.default else {
            return Some(None);
        };
        let mut known = true;
        for (name, _) in default
            .results
            .iter()
            .filter(|(name, _)| !RESULTS.contains(&name.text.as_str()))
        {
            known = false;
            self.unknown_result(name);
        }
        let find = |wanted: &str| {
            default
                .results
                .iter()
                .find(|(name, _)| name.text == wanted)
                .map(|(_, text)| text)
        };
        let cells = RESULTS.map(find);
        let conclusion = self.conclusion(cells, default.span, "the default");
        if known { conclusion.map(Some) } else { None }
    }

    fn unknown_result(&mut self, name: &Text) {
        let mut diagnostic = unknown(name, "result", closest(&name.text, RESULTS));
        if diagnostic.help().is_none() {
            diagnostic =
                diagnostic.with_help(format!("results of the decision: {}", RESULTS.join(", ")));
        }
        self.report(diagnostic.with_table("decision"));
    }

    /// Whether the header has the columns that every rule needs, and no others.
    fn result_columns(&mut self, decision: &SourceTable, results: &[Text]) -> bool {
        let mut fits = true;
        let mut seen = BTreeSet::new();
        for name in results.iter().take(limits::TABLE_COLUMNS + 1) {
            if !RESULTS.contains(&name.text.as_str()) {
                fits = false;
                self.unknown_result(name);
            }
            if !seen.insert(name.text.as_str()) {
                fits = false;
                let message = format!("the column `{}` stands twice", name.text);
                self.error(Code::DuplicateName, name.span, message);
            }
        }
        let SourceBody::Rules { rules, .. } = &decision.body else {
            return fits;
        };
        // In the long form each rule answers for itself, and without rules nothing is missing.
        let is_grid = !(rules.is_empty() && results.is_empty())
            && rules
                .iter()
                .all(|rule| rule.results.cells().len() == results.len());
        let span = results.first().map_or(decision.name.span, |name| name.span);
        for needed in ["outcome", "reason"].into_iter().filter(|_| is_grid) {
            if !results.iter().any(|name| name.text == needed) {
                fits = false;
                let message = format!("the decision has no column `{needed}`");
                let diagnostic = Diagnostic::new(Code::MissingKey, span, message)
                    .with_table("decision")
                    .with_help("every rule gives an `outcome` and a `reason`");
                self.report(diagnostic);
            }
        }
        fits
    }

    fn rule_conclusion(&mut self, results: &[Text], rule: &SourceRule) -> Option<Conclusion> {
        let find = |wanted: &str| {
            let position = results.iter().position(|name| name.text == wanted)?;
            rule.results.get(position)
        };
        self.conclusion(
            RESULTS.map(find),
            rule.span,
            &format!("rule `{}`", rule.id.text),
        )
    }

    fn conclusion(
        &mut self,
        cells: [Option<&Text>; 4],
        span: Span,
        who: &str,
    ) -> Option<Conclusion> {
        let [outcome, reason, route, due] = cells;
        let outcome = self
            .required(outcome, "outcome", span, who)
            .and_then(|text| self.outcome(text));
        let reason = self
            .required(reason, "reason", span, who)
            .and_then(|text| self.reason(text));
        let route = match route.filter(|text| !is_none(text)) {
            None => Some(None),
            Some(text) => self.route(text).map(Some),
        };
        let due = match due.filter(|text| !is_none(text)) {
            None => Some(None),
            Some(text) => self.due(text).map(Some),
        };
        Some(Conclusion {
            outcome: outcome?,
            reason: reason?,
            route: route?,
            due_seconds: due?,
        })
    }

    fn required<'t>(
        &mut self,
        text: Option<&'t Text>,
        key: &str,
        span: Span,
        who: &str,
    ) -> Option<&'t Text> {
        if text.is_none() {
            let message = format!("{who} gives no `{key}`");
            self.report(Diagnostic::new(Code::MissingKey, span, message).with_table("decision"));
        }
        text
    }

    /// An outcome that a rule gives.
    fn outcome(&mut self, text: &Text) -> Option<Outcome> {
        let outcome = self.outcome_word(text)?;
        let permitted = self
            .source
            .permits
            .iter()
            .any(|permit| permit.text == "decline");
        if outcome == Outcome::Decline && !permitted {
            let diagnostic = Diagnostic::new(
                Code::DeclineNotPermitted,
                text.span,
                "an automatic refusal is not permitted in this matrix",
            )
            .with_table("decision")
            .with_help(
                "use `review`, so that a person decides, or write `permits: [decline]` at the top",
            );
            return self.refuse(diagnostic);
        }
        Some(outcome)
    }

    /// The outcome of a word.
    pub(super) fn outcome_word(&mut self, text: &Text) -> Option<Outcome> {
        let choices = Outcome::ALL.map(|outcome| (outcome.as_str(), outcome));
        match choice(text, "outcome", &choices, Code::UnknownName) {
            Ok(outcome) => Some(outcome),
            Err(diagnostic) => self.refuse(diagnostic),
        }
    }

    fn route(&mut self, text: &Text) -> Option<RouteIndex> {
        if !is_word(&text.text) {
            let message = format!("`{}` is not the name of a queue", text.text);
            let diagnostic = Diagnostic::new(Code::BadValue, text.span, message)
                .with_help("one word of letters, digits, `_` and `-`, or `-` for none");
            return self.refuse(diagnostic);
        }
        let position = self
            .routes
            .iter()
            .position(|route| *route == text.text)
            .unwrap_or_else(|| {
                self.routes.push(text.text.clone());
                self.routes.len() - 1
            });
        Some(RouteIndex(super::index(position)))
    }

    fn due(&mut self, text: &Text) -> Option<i64> {
        let output = ColumnType {
            value_type: ValueType::Duration,
            scale: 0,
            nullable: false,
            domain: None,
        };
        self.result(&output, text)?.value
    }
}

/// `-` and `null` say that there is none.
fn is_none(text: &Text) -> bool {
    text.text == "-" || text.text == "null"
}
