//! Outcomes that rules name and no claim gets.

use crate::diagnostic::Code;
use crate::table::Outcome;

use super::finding::{Finding, Place, TableRef};
use super::prover::Prover;
use super::words::{listed, rule_id};

/// Reports the outcomes that only rules give which never answer. It rests on what the analysis of
/// shadowed rules and the one of gaps have proved.
pub(crate) fn find(prover: &Prover<'_>, found: &mut Vec<Finding>) {
    let Some(model) = prover.model(TableRef::Decision) else {
        return;
    };
    let outcome = |rule: u32| prover.scope.model.outcome(model.result(rule)?);
    let default = model
        .default
        .filter(|_| !prover.gapless.contains(&TableRef::Decision));
    let default = default.and_then(|result| prover.scope.model.outcome(result));
    for wanted in Outcome::ALL {
        let rules: Vec<u32> = (0..)
            .take(model.rules.len())
            .filter(|rule| outcome(*rule) == Some(wanted))
            .collect();
        let is_silent = |rule: &u32| prover.silent.contains(&(TableRef::Decision, *rule));
        let Some(first) = rules.first().filter(|_| rules.iter().all(is_silent)) else {
            continue;
        };
        if default == Some(wanted) {
            continue;
        }
        let tables = prover.tables();
        let ids = listed(
            rules
                .iter()
                .map(|rule| rule_id(tables, TableRef::Decision, *rule)),
        );
        let word = wanted.as_str();
        let verb = if rules.len() == 1 {
            "answers"
        } else {
            "answer"
        };
        let place = Place::Rule(TableRef::Decision, *first as usize);
        let message = format!("no claim gets the outcome `{word}`: {ids} never {verb}");
        let mut finding = Finding::new(Code::UnreachableOutcome, place, message);
        finding.set_label(format!("`{word}` is never reached"));
        finding.help = Some("see the findings about these rules, or delete them".to_owned());
        finding.table = Some(TableRef::Decision);
        finding.rules = rules
            .iter()
            .map(|rule| rule_id(tables, TableRef::Decision, *rule).to_owned())
            .collect();
        found.push(finding);
    }
}
