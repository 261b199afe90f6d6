//! Common Expression Language: one compiled expression a rule, tried in order.
//!
//! The language has no tables. One large expression of `? :` would nest as deeply as there are rules.

use std::sync::Arc;

use anyhow::{Result, anyhow};
use cel::{Context, Env, Program, Value};
use verdict_benches::{Claim, FACTORS, RuleSpec};

use crate::engine::{Engine, RuleNumber};
use crate::question::{Question, asked, is_word, word};

pub(super) struct Cel {
    environment: Arc<Env>,
    rules: Vec<Program>,
}

impl Cel {
    pub(super) fn new(rules: &[RuleSpec]) -> Result<Self> {
        let environment = Arc::new(Env::stdlib());
        let compile = |rule| {
            let text = expression(rule);
            let program = environment.compile(&text);
            program.map_err(|error| anyhow!("`{text}`: {error}"))
        };
        Ok(Self {
            rules: rules.iter().map(compile).collect::<Result<_>>()?,
            environment,
        })
    }
}

impl Engine for Cel {
    type Input = Context<'static, 'static>;
    type Answer = Result<RuleNumber>;

    fn input(&self, claim: &Claim) -> Result<Self::Input> {
        let mut context = Context::with_env(Arc::clone(&self.environment));
        for ((name, largest), value) in FACTORS.into_iter().zip(claim) {
            if is_word(largest) {
                context.add_variable_from_value(name, word(*value));
            } else {
                context.add_variable_from_value(name, *value);
            }
        }
        Ok(context)
    }

    fn decide(&mut self, context: &Self::Input) -> Result<RuleNumber> {
        for (number, rule) in (0..).zip(&self.rules) {
            match rule.execute(context) {
                Ok(Value::Bool(false)) => {}
                Ok(Value::Bool(true)) => return Ok(Some(number)),
                Ok(other) => return Err(anyhow!("rule {number} gave {other:?}")),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }

    fn rule(&self, answer: Result<RuleNumber>) -> Result<RuleNumber> {
        answer
    }
}

/// A rule as one expression.
fn expression(rule: &RuleSpec) -> String {
    let conditions: Vec<String> = asked(rule)
        .filter_map(|(name, question)| condition(name, &question))
        .collect();
    if conditions.is_empty() {
        "true".to_owned()
    } else {
        conditions.join(" && ")
    }
}

fn condition(name: &str, question: &Question) -> Option<String> {
    match question {
        Question::Any => None,
        Question::OneOf(words) => {
            let words: Vec<String> = words
                .iter()
                .map(|word| format!("{name} == \"{word}\""))
                .collect();
            Some(format!("({})", words.join(" || ")))
        }
        Question::AtMost(high) => Some(format!("{name} <= {high}")),
        Question::AtLeast(low) => Some(format!("{name} >= {low}")),
        Question::Between(low, high) => Some(format!("{name} >= {low} && {name} <= {high}")),
    }
}

#[cfg(test)]
mod tests {
    use verdict_benches::Condition;

    use super::*;

    #[test]
    fn a_rule_is_one_expression() {
        let mut rule = [Condition::Any; FACTORS.len()];
        assert_eq!(expression(&rule), "true");
        rule[0] = Condition::Between(10, 20);
        rule[1] = Condition::OneOf(0b101);
        assert_eq!(
            expression(&rule),
            "amount >= 10 && amount <= 20 && (fault_class == \"w0\" || fault_class == \"w2\")"
        );
    }
}
