//! Two rules that match the same claim: an error in a `unique` table, an error in an `any` table
//! where the results differ, and under `first` a warning where they differ, for then the order
//! decides.

use crate::diagnostic::Code;
use crate::table::HitPolicy;

use super::finding::{Finding, Place, TableRef};
use super::prover::{Answer, Prover};
use super::search::Exhausted;
use super::words::{free_names, rule_id};

/// Most pairs that are listed of one table.
const PAIRS_MAX: usize = 1_000;

/// What an overlap means under a hit policy.
struct Meaning {
    code: Code,
    /// Whether it matters only where the results differ.
    only_different: bool,
}

/// Reports the overlaps of a table.
pub(crate) fn find(
    prover: &mut Prover<'_>,
    table: TableRef,
    found: &mut Vec<Finding>,
) -> Result<(), Exhausted> {
    let Some((model, meaning)) = prover
        .model(table)
        .and_then(|model| Some((model, Meaning::of(model.hit)?)))
    else {
        return Ok(());
    };
    let count = u32::try_from(model.rules.len()).unwrap_or(u32::MAX);
    let mut pairs = 0;
    for later in 0..count {
        for earlier in 0..later {
            let differ = model.result(earlier) != model.result(later);
            if (meaning.only_different && !differ) || model.exclude_each_other(earlier, later) {
                continue;
            }
            let answer = prover.exists(table, &[earlier, later], &[])?;
            let Some(finding) = overlap(prover, &meaning, table, (earlier, later), answer) else {
                continue;
            };
            pairs += 1;
            if pairs > PAIRS_MAX {
                found.push(too_many(prover, &meaning, table, later));
                return Ok(());
            }
            found.push(finding);
        }
    }
    Ok(())
}

impl Meaning {
    fn of(hit: HitPolicy) -> Option<Self> {
        let (code, only_different) = match hit {
            HitPolicy::Unique => (Code::Overlap, false),
            HitPolicy::Any => (Code::Conflict, true),
            HitPolicy::First => (Code::OverlapUnderFirst, true),
            _ => return None,
        };
        Some(Self {
            code,
            only_different,
        })
    }

    /// Whether the matrix is refused for it.
    pub(crate) fn is_error(hit: HitPolicy) -> bool {
        matches!(hit, HitPolicy::Unique | HitPolicy::Any)
    }
}

/// Whether overlaps under a hit policy refuse the matrix.
pub(crate) fn is_error(hit: HitPolicy) -> bool {
    Meaning::is_error(hit)
}

fn overlap(
    prover: &Prover<'_>,
    meaning: &Meaning,
    table: TableRef,
    (earlier, later): (u32, u32),
    answer: Answer<Vec<i64>>,
) -> Option<Finding> {
    let tables = prover.tables();
    let (first, second) = (
        rule_id(tables, table, earlier),
        rule_id(tables, table, later),
    );
    let place = Place::Rule(table, later as usize);
    let effect = match meaning.code {
        Code::Overlap => "match the same claim, but the table is `unique`",
        Code::Conflict => "match the same claim with different results, but the table is `any`",
        _ => "match the same claim with different results, so their order decides",
    };
    let mut finding = match answer {
        Answer::No => return None,
        Answer::Possible if meaning.code == Code::OverlapUnderFirst => return None,
        // The claims end at another table, which is reported itself.
        Answer::Possible if free_names(prover, table).is_empty() => return None,
        Answer::Possible => {
            let names = free_names(prover, table);
            let message = format!(
                "whether `{first}` and `{second}` {} rests on {names}, which proofs treat as free",
                effect.split(',').next().unwrap_or(effect),
            );
            Finding::new(meaning.code, place, message)
        }
        Answer::Yes(claim) => {
            let message = format!("`{first}` and `{second}` {effect}");
            let mut finding = Finding::new(meaning.code, place, message);
            finding.witness.push(prover.witness(&claim));
            finding
        }
    };
    finding.set_label(format!("overlaps `{first}`"));
    finding.help = Some(match meaning.code {
        Code::OverlapUnderFirst => format!(
            "narrow one of the two so that they exclude each other, or say with `allow: {{{}: why}}` that the order is meant",
            meaning.code.id()
        ),
        _ if table.is_cross(tables) => {
            "narrow one of the two headers so that they exclude each other".to_owned()
        }
        _ => "narrow one of the two so that they exclude each other, or write `hit: first` if the upper one is to answer".to_owned(),
    });
    finding.related.push((
        Place::Rule(table, earlier as usize),
        format!("`{first}` is here"),
    ));
    finding.table = Some(table);
    finding.rules = vec![first.to_owned(), second.to_owned()];
    Some(finding)
}

/// The finding that stands for all further ones.
fn too_many(prover: &Prover<'_>, meaning: &Meaning, table: TableRef, rule: u32) -> Finding {
    let message = format!(
        "more pairs of rules of `{}` overlap; {PAIRS_MAX} are listed",
        table.name(prover.tables())
    );
    let mut finding = Finding::new(meaning.code, Place::Rule(table, rule as usize), message);
    finding.table = Some(table);
    finding.rules = vec![rule_id(prover.tables(), table, rule).to_owned()];
    finding
}
