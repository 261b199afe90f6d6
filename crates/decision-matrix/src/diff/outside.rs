//! What two versions declare differently outside of their rules, so that claims may be decided
//! differently that no region tells of: what they demand of a claim, in which order, what they count
//! from earlier claims, when they are in force, which approvals are checked.

use crate::table::{Audit, DecisionTables, Factor, HistoryFunction, ValueType};

use super::unify::Unified;

/// What differs outside of the regions.
#[derive(Debug)]
pub(super) struct Outside {
    /// Each difference in words.
    pub(super) differences: Vec<String>,
    /// Whether both versions read the same factors, permit the same values of each, and look at
    /// them in the same order.
    pub(super) reads_alike: bool,
}

impl Outside {
    /// Compares what two versions declare.
    pub(super) fn new(old: &DecisionTables, new: &DecisionTables, unified: &Unified) -> Self {
        let mut differences = Vec::new();
        for (one, other, version) in [(old, new, "old"), (new, old, "new")] {
            let is_known = |name: &str| other.factors.iter().any(|it| it.name == name);
            let alone = one.factors.iter().filter(|it| !is_known(&it.name));
            differences.extend(alone.filter_map(|factor| demand(factor, version)));
        }
        let is_moved = order(old, new) != order(new, old);
        if is_moved {
            differences.push(
                "the order of factors differs: claims with several faults may go to review for another one"
                    .to_owned(),
            );
        }
        differences.extend(histories(old, new));
        differences.extend(keys(old, new));
        if old.effective != new.effective {
            differences
                .push("`effective` differs: the versions are in force at other times".into());
        }
        if !is_same_audit(old.audit.as_ref(), new.audit.as_ref()) {
            differences.push("`audit` differs: other claims may be selected for a check".into());
        }
        Self {
            differences,
            reads_alike: !is_moved && unified.old.domains == unified.new.domains,
        }
    }
}

/// What a factor that only one version has demands of a claim, if anything.
fn demand(factor: &Factor, version: &str) -> Option<String> {
    let name = &factor.name;
    let is_limited = factor.column.domain.is_some()
        || matches!(factor.column.value_type, ValueType::Category(_));
    if !factor.column.nullable {
        let rest = if is_limited {
            "claims without it or with a value that is not permitted go to review"
        } else {
            "claims without it go to review"
        };
        Some(format!(
            "`{name}` is required by the {version} version only: {rest}"
        ))
    } else if is_limited {
        Some(format!(
            "`{name}` is limited to certain values by the {version} version only: claims with another value go to review"
        ))
    } else {
        None
    }
}

/// The names of the factors that both versions have and that can be at fault, in the order of one.
fn order<'a>(one: &'a DecisionTables, other: &DecisionTables) -> Vec<&'a str> {
    let cannot_fail = |it: &Factor| {
        it.column.nullable && it.column.domain.is_none() && it.column.value_type == ValueType::Text
    };
    let shared = one.factors.iter().filter(|factor| {
        let known = other.factors.iter().find(|it| it.name == factor.name);
        known.is_some_and(|known| !(cannot_fail(factor) && cannot_fail(known)))
    });
    shared.map(|factor| factor.name.as_str()).collect()
}

/// The factors that both versions have and count from earlier claims in another way.
fn histories(old: &DecisionTables, new: &DecisionTables) -> Vec<String> {
    let pairs = old.factors.iter().filter_map(|factor| {
        let other = new.factors.iter().find(|it| it.name == factor.name)?;
        Some((factor, other))
    });
    let told = pairs.filter_map(|(one, other)| {
        let name = &one.name;
        match (&one.history, &other.history) {
            (None, None) => None,
            (Some(_), None) => Some(format!(
                "`{name}` is counted from earlier claims by the old version only"
            )),
            (None, Some(_)) => Some(format!(
                "`{name}` is counted from earlier claims by the new version only"
            )),
            (Some(_), Some(_)) => (counting(old, one) != counting(new, other))
                .then(|| format!("history of `{name}` differs: other earlier claims count")),
        }
    });
    told.collect()
}

/// How a factor is counted, by names in place of indexes.
fn counting<'a>(tables: &'a DecisionTables, factor: &Factor) -> Option<impl PartialEq + use<'a>> {
    let history = factor.history.as_ref()?;
    let field = history.field.and_then(|at| {
        let field = tables.factors.get(at.0 as usize);
        field.map(|it| it.name.as_str())
    });
    let per = history.per.map(|at| {
        let key = tables.keys.columns.get(at.0 as usize);
        key.map(|it| it.column.as_str())
    });
    let function: HistoryFunction = history.function;
    Some((function, history.of, field, per, history.window_seconds))
}

/// Which columns identify and date a claim.
fn keys(old: &DecisionTables, new: &DecisionTables) -> Vec<String> {
    let columns = |name: &str| [old, new].map(|it| it.keys.column(name).map(str::to_owned));
    let named = |column: Option<String>| column.map_or("none".to_owned(), |it| format!("`{it}`"));
    let mut differences = Vec::new();
    let [one, other] = columns("claim");
    if one != other {
        differences.push(format!(
            "the claim is identified by another column: {} in the old version, {} in the new one",
            named(one),
            named(other)
        ));
    }
    let [one, other] = columns("time");
    let reads_time = |it: &DecisionTables| {
        it.effective.is_some() || it.factors.iter().any(|it| it.history.is_some())
    };
    let is_read = reads_time(old) || reads_time(new);
    if one != other && (is_read || (one.is_some() && other.is_some())) {
        differences.push(format!(
            "the time of a claim is read from another column: {} in the old version, {} in the new one",
            named(one),
            named(other)
        ));
    }
    differences
}

/// Whether the same approvals are checked in the same way, in whatever order they are listed.
fn is_same_audit(old: Option<&Audit>, new: Option<&Audit>) -> bool {
    match (old, new) {
        (None, None) => true,
        (Some(old), Some(new)) => {
            old.share_nano == new.share_nano
                && old.mode == new.mode
                && old.of.iter().all(|it| new.of.contains(it))
                && new.of.iter().all(|it| old.of.contains(it))
        }
        _ => false,
    }
}
