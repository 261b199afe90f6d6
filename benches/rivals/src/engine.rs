//! An engine that decides claims one by one, and a contest of engines of different types.

use std::hint::black_box;

use anyhow::{Context as _, Result};
use verdict_benches::Claim;

/// The rule that answers a claim, counted from 0; nothing where the default answers.
pub(crate) type RuleNumber = Option<u32>;

/// An engine with its rules, ready to decide.
pub(crate) trait Engine {
    /// A claim in the form that the engine takes, made before anything is timed.
    type Input;
    /// What the engine answers, read after everything is timed.
    type Answer;

    /// Makes the input out of a claim.
    fn input(&self, claim: &Claim) -> Result<Self::Input>;

    /// Decides: this alone is timed.
    fn decide(&mut self, input: &Self::Input) -> Self::Answer;

    /// The rule that an answer names.
    fn rule(&self, answer: Self::Answer) -> Result<RuleNumber>;
}

/// An engine with the claims that it decides.
pub(crate) trait Contestant {
    /// Takes the claims that it decides from now on.
    fn hold(&mut self, claims: &[Claim]) -> Result<()>;

    /// The rule that answers each claim.
    fn answers(&mut self) -> Result<Vec<RuleNumber>>;

    /// Decides each claim once, and looks at no answer.
    fn run(&mut self);
}

struct Held<E: Engine> {
    engine: E,
    inputs: Vec<E::Input>,
}

/// Makes an engine take part.
pub(crate) fn contestant<E: Engine + 'static>(engine: E) -> Box<dyn Contestant> {
    Box::new(Held {
        engine,
        inputs: Vec::new(),
    })
}

impl<E: Engine> Contestant for Held<E> {
    fn hold(&mut self, claims: &[Claim]) -> Result<()> {
        let inputs = claims.iter().map(|claim| self.engine.input(claim));
        self.inputs = inputs.collect::<Result<_>>()?;
        Ok(())
    }

    fn answers(&mut self) -> Result<Vec<RuleNumber>> {
        let mut answers = Vec::with_capacity(self.inputs.len());
        for (at, input) in self.inputs.iter().enumerate() {
            let answer = self.engine.decide(input);
            let rule = self.engine.rule(answer);
            answers.push(rule.with_context(|| format!("claim {at} got no answer"))?);
        }
        Ok(answers)
    }

    fn run(&mut self) {
        for input in &self.inputs {
            black_box(self.engine.decide(black_box(input)));
        }
    }
}
