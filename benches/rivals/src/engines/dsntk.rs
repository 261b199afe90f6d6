//! Decision Toolkit: a DMN model of ten inputs and one decision table with hit policy `FIRST`.

use std::fmt::Write as _;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use dsntk_feel::context::FeelContext;
use dsntk_feel::values::Value;
use dsntk_feel::{FeelNumber, Name};
use dsntk_model_evaluator::ModelEvaluator;
use verdict_benches::{Claim, FACTORS, RuleSpec};

use crate::engine::{Engine, RuleNumber};
use crate::question::{Question, is_word, questions, quoted, word};

const NAMESPACE: &str = "https://example.com/claims";
const MODEL: &str = "claims";
const DECISION: &str = "rule";

pub(super) struct Dsntk(Arc<ModelEvaluator>);

impl Dsntk {
    pub(super) fn new(rules: &[RuleSpec]) -> Result<Self> {
        let definitions = dsntk_model::parse(&model(rules)?).map_err(|error| anyhow!("{error}"))?;
        let evaluator = ModelEvaluator::new(&[definitions]).map_err(|error| anyhow!("{error}"))?;
        Ok(Self(evaluator))
    }
}

impl Engine for Dsntk {
    type Input = FeelContext;
    type Answer = Value;

    fn input(&self, claim: &Claim) -> Result<FeelContext> {
        let mut context = FeelContext::new();
        for ((name, largest), value) in FACTORS.into_iter().zip(claim) {
            let value = if is_word(largest) {
                Value::String(word(*value))
            } else {
                Value::Number(FeelNumber::from(*value))
            };
            context.set_entry(&Name::from(name), value);
        }
        Ok(context)
    }

    fn decide(&mut self, input: &FeelContext) -> Value {
        self.0.evaluate_invocable(NAMESPACE, MODEL, DECISION, input)
    }

    fn rule(&self, answer: Value) -> Result<RuleNumber> {
        match answer {
            Value::Number(number) => Ok(u32::try_from(number.to_string().parse::<i64>()?).ok()),
            other => Err(anyhow!("the decision is `{other}`")),
        }
    }
}

/// The whole document; -1 is the default.
fn model(rules: &[RuleSpec]) -> Result<String> {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" namespace=\"{NAMESPACE}\" name=\"{MODEL}\" id=\"model\">\n<decision name=\"{DECISION}\" id=\"decision\">\n<variable name=\"{DECISION}\" typeRef=\"number\"/>\n"
    );
    for (name, _) in FACTORS {
        writeln!(
            text,
            "<informationRequirement><requiredInput href=\"#{name}\"/></informationRequirement>"
        )?;
    }
    text.push_str("<decisionTable hitPolicy=\"FIRST\">\n");
    for (name, largest) in FACTORS {
        writeln!(
            text,
            "<input><inputExpression typeRef=\"{}\"><text>{name}</text></inputExpression></input>",
            type_name(largest)
        )?;
    }
    text.push_str("<output><defaultOutputEntry><text>-1</text></defaultOutputEntry></output>\n");
    for (number, rule) in rules.iter().enumerate() {
        text.push_str("<rule>");
        for (_, question) in questions(rule) {
            let cell = cell(&question).replace('<', "&lt;").replace('>', "&gt;");
            write!(text, "<inputEntry><text>{cell}</text></inputEntry>")?;
        }
        writeln!(
            text,
            "<outputEntry><text>{number}</text></outputEntry></rule>"
        )?;
    }
    text.push_str("</decisionTable>\n</decision>\n");
    for (name, largest) in FACTORS {
        writeln!(
            text,
            "<inputData name=\"{name}\" id=\"{name}\"><variable name=\"{name}\" typeRef=\"{}\"/></inputData>",
            type_name(largest)
        )?;
    }
    text.push_str("</definitions>\n");
    Ok(text)
}

fn type_name(largest: i64) -> &'static str {
    if is_word(largest) { "string" } else { "number" }
}

/// A cell as unary tests of FEEL.
fn cell(question: &Question) -> String {
    match question {
        Question::Any => "-".to_owned(),
        Question::OneOf(words) => quoted(words, ", "),
        Question::AtMost(high) => format!("<= {high}"),
        Question::AtLeast(low) => format!(">= {low}"),
        Question::Between(low, high) => format!("[{low}..{high}]"),
    }
}

#[cfg(test)]
mod tests {
    use verdict_benches::Condition;

    use super::*;

    #[test]
    fn a_rule_has_an_entry_for_each_input() {
        let mut rule = [Condition::Any; FACTORS.len()];
        rule[0] = Condition::Between(0, 20);
        rule[1] = Condition::OneOf(0b101);
        let model = model(&[rule]).unwrap();
        let row = "<rule><inputEntry><text>&lt;= 20</text></inputEntry><inputEntry><text>\"w0\", \"w2\"</text></inputEntry><inputEntry><text>-</text></inputEntry>";
        assert!(model.contains(row), "{model}");
        assert_eq!(model.matches("<inputEntry>").count(), FACTORS.len());
    }
}
