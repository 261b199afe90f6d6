//! Rego in regorus: one rule with an `else` for each rule of the table, for its interpreter, which
//! is reused from claim to claim. Its virtual machine has 255 registers for a rule, too few for a table.

use std::fmt::Write as _;
use std::num::{NonZeroU32, NonZeroUsize};

use anyhow::Result;
use regorus::{Engine as RegoEngine, PolicyLengthConfig, Value};
use verdict_benches::{Claim, FACTORS, RuleSpec};

use crate::engine::{Engine, RuleNumber};
use crate::question::{Question, asked, is_word, quoted, word};

const ENTRY_POINT: &str = "data.claims.rule";

pub(super) struct Regorus(RegoEngine);

impl Regorus {
    pub(super) fn new(rules: &[RuleSpec]) -> Result<Self> {
        let mut engine = RegoEngine::new();
        engine.set_policy_length_config(PolicyLengthConfig {
            max_col: NonZeroU32::MAX,
            max_file_bytes: NonZeroUsize::MAX,
            max_lines: NonZeroUsize::MAX,
        });
        engine.add_policy("claims.rego".to_owned(), policy(rules))?;
        // The first evaluation prepares the policy; what it answers does not matter.
        engine.set_input(Value::new_object());
        engine.eval_rule(ENTRY_POINT.to_owned())?;
        Ok(Self(engine))
    }
}

impl Engine for Regorus {
    type Input = Value;
    type Answer = Result<Value>;

    fn input(&self, claim: &Claim) -> Result<Value> {
        let mut input = Value::new_object();
        let fields = input.as_object_mut()?;
        for ((name, largest), value) in FACTORS.into_iter().zip(claim) {
            let value = if is_word(largest) {
                Value::from(word(*value))
            } else {
                Value::from(*value)
            };
            fields.insert(Value::from(name), value);
        }
        Ok(input)
    }

    /// The clone is one of a reference count.
    fn decide(&mut self, input: &Value) -> Result<Value> {
        self.0.set_input(input.clone());
        self.0.eval_rule(ENTRY_POINT.to_owned())
    }

    fn rule(&self, answer: Result<Value>) -> Result<RuleNumber> {
        Ok(u32::try_from(answer?.as_i64()?).ok())
    }
}

/// The policy; -1 is the default.
fn policy(rules: &[RuleSpec]) -> String {
    let mut text = "package claims\n\nimport rego.v1\n\ndefault rule := -1\n".to_owned();
    for (number, rule) in rules.iter().enumerate() {
        let head = if number == 0 { "\nrule" } else { " else" };
        let conditions: Vec<String> = asked(rule)
            .flat_map(|(name, question)| conditions(name, &question))
            .collect();
        let body = if conditions.is_empty() {
            "true".to_owned()
        } else {
            conditions.join("\n\t")
        };
        let _ = write!(text, "{head} := {number} if {{\n\t{body}\n}}");
    }
    text.push('\n');
    text
}

/// What a question is in Rego: one line a condition.
fn conditions(name: &str, question: &Question) -> Vec<String> {
    match question {
        Question::Any => vec![],
        Question::OneOf(words) => vec![format!("input.{name} in {{{}}}", quoted(words, ", "))],
        Question::AtMost(high) => vec![format!("input.{name} <= {high}")],
        Question::AtLeast(low) => vec![format!("input.{name} >= {low}")],
        Question::Between(low, high) => vec![
            format!("input.{name} >= {low}"),
            format!("input.{name} <= {high}"),
        ],
    }
}

#[cfg(test)]
mod tests {
    use verdict_benches::Condition;

    use super::*;

    #[test]
    fn rules_are_a_chain_of_else() {
        let mut rule = [Condition::Any; FACTORS.len()];
        rule[0] = Condition::Between(10, 20);
        rule[1] = Condition::OneOf(0b101);
        let policy = policy(&[rule, [Condition::Any; FACTORS.len()]]);
        let expected = "rule := 0 if {\n\tinput.amount >= 10\n\tinput.amount <= 20\n\tinput.fault_class in {\"w0\", \"w2\"}\n} else := 1 if {\n\ttrue\n}\n";
        assert!(policy.ends_with(expected), "{policy}");
    }
}
