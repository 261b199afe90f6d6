//! ZEN of `GoRules`: a graph of an input, a decision table with hit policy `first`, and an output in the
//! JSON Decision Model; compiled, without trace.

use anyhow::{Context as _, Result};
use futures_util::FutureExt as _;
use serde_json::{Map, Value, json};
use verdict_benches::{Claim, FACTORS, RuleSpec};
use zen_engine::model::GraphContent;
use zen_engine::{Decision, DecisionGraphResponse, Variable};

use crate::engine::{Engine, RuleNumber};
use crate::question::{Question, asked, is_word, quoted, word};

pub(super) struct Zen(Decision);

impl Zen {
    pub(super) fn new(rules: &[RuleSpec]) -> Result<Self> {
        let content: GraphContent = serde_json::from_str(&graph(rules).to_string())?;
        let mut decision = Decision::from(content);
        decision
            .validate()
            .map_err(|error| anyhow::anyhow!("{error:?}"))?;
        decision.compile();
        Ok(Self(decision))
    }
}

impl Engine for Zen {
    type Input = Variable;
    type Answer = Option<DecisionGraphResponse>;

    fn input(&self, claim: &Claim) -> Result<Variable> {
        let facts: Map<String, Value> = FACTORS
            .iter()
            .zip(claim)
            .map(|((name, largest), value)| {
                let value = if is_word(*largest) {
                    json!(word(*value))
                } else {
                    json!(value)
                };
                ((*name).to_owned(), value)
            })
            .collect();
        Ok(Variable::from(Value::Object(facts)))
    }

    /// The clone is one of a reference count. A graph of tables is ready at its first poll.
    fn decide(&mut self, input: &Variable) -> Self::Answer {
        self.0.evaluate(input.clone()).now_or_never()?.ok()
    }

    fn rule(&self, answer: Self::Answer) -> Result<RuleNumber> {
        let result = answer.context("the graph failed or waits")?.result;
        match result.to_value().get("rule") {
            Some(number) => Ok(Some(serde_json::from_value(number.clone())?)),
            None => Ok(None),
        }
    }
}

/// The whole document.
fn graph(rules: &[RuleSpec]) -> Value {
    let inputs: Vec<Value> = FACTORS
        .iter()
        .map(|(name, _)| json!({"id": name, "name": name, "field": name}))
        .collect();
    let rules: Vec<Value> = rules.iter().enumerate().map(row).collect();
    json!({
        "nodes": [
            {"id": "in", "name": "claim", "type": "inputNode", "content": {}},
            {"id": "table", "name": "table", "type": "decisionTableNode", "content": {
                "hitPolicy": "first",
                "inputs": inputs,
                "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
                "rules": rules,
                "passThrough": false,
            }},
            {"id": "out", "name": "decision", "type": "outputNode", "content": {}},
        ],
        "edges": [
            {"id": "first", "sourceId": "in", "targetId": "table"},
            {"id": "second", "sourceId": "table", "targetId": "out"},
        ],
    })
}

fn row((number, rule): (usize, &RuleSpec)) -> Value {
    let mut row = Map::new();
    row.insert("_id".to_owned(), json!(format!("R{number}")));
    row.insert("rule".to_owned(), json!(number.to_string()));
    for (name, question) in asked(rule) {
        row.insert(name.to_owned(), json!(cell(&question)));
    }
    Value::Object(row)
}

/// A cell. Words in this form are looked up in an index of the engine.
fn cell(question: &Question) -> String {
    match question {
        Question::Any => String::new(),
        Question::OneOf(words) => quoted(words, ", "),
        Question::AtMost(high) => format!("<= {high}"),
        Question::AtLeast(low) => format!(">= {low}"),
        Question::Between(low, high) => format!("[{low}..{high}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_written_as_unary_tests() {
        let words = Question::OneOf(vec!["w1".to_owned(), "w3".to_owned()]);
        assert_eq!(cell(&words), "\"w1\", \"w3\"");
        assert_eq!(cell(&Question::AtMost(7)), "<= 7");
        assert_eq!(cell(&Question::AtLeast(7)), ">= 7");
        assert_eq!(cell(&Question::Between(3, 7)), "[3..7]");
    }
}
