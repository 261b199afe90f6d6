//! Two versions over one space of claims: variables that both share, the classes that either tells
//! apart, and conclusions that are equal in words.

use std::collections::BTreeMap;

use crate::compile::{EngineReason, NULL, ValueSet};
use crate::table::{
    Arithmetic, ColumnRef, ColumnType, Conclusion, DecisionTables, Derive, DeriveIndex, Expr,
    ExprKind, ExprType, Outcome, TableIndex,
};
use crate::verify::classes::{ClassSet, Status};
use crate::verify::model::{Model, Outline};
use crate::verify::region::{Cut, Region, Scope};
use crate::verify::space::{Space, Variable, variable};

use super::pairing::{Pairing, Version};
use super::unify::{Side, Unified, index};

/// What a version decides, without the rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Verdict {
    /// The place of the outcome in [`Outcome::ALL`].
    pub(super) outcome: usize,
    pub(super) reason: String,
    pub(super) route: Option<String>,
    pub(super) due_seconds: Option<i64>,
}

/// Two versions over one space.
pub(super) struct Joint<'a> {
    pub(super) space: Space,
    /// What each variable is called, and which column it is in which versions.
    pub(super) variables: Vec<Meaning>,
    pub(super) old: Model<'a>,
    pub(super) new: Model<'a>,
    pub(super) pairing: Pairing,
    /// Every conclusion of either version, each once.
    pub(super) verdicts: Vec<Verdict>,
    old_verdicts: Vec<usize>,
    new_verdicts: Vec<usize>,
    old_guards: Vec<Guard>,
    new_guards: Vec<Guard>,
}

/// What a variable stands for.
#[derive(Clone, Debug)]
pub(super) struct Meaning {
    /// Its name; of a derived factor that is not the same in both versions with the version.
    pub(super) name: String,
    /// Its values.
    pub(super) column: ColumnType,
    /// The column of the old version, if it has it.
    pub(super) old: Option<ColumnRef>,
    /// The column of the new version, if it has it.
    pub(super) new: Option<ColumnRef>,
}

/// A factor of which a version does not permit every value of the joint space.
#[derive(Debug)]
struct Guard {
    variable: usize,
    permitted: ClassSet,
    /// Whether the first class is null.
    has_null: bool,
}

/// What a version says of the input of the claims of a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// Every factor is as it should be.
    Good,
    /// The claims are at fault: the place of the verdict.
    Fault(usize),
    /// It has to be cut here to be known.
    Open(Cut),
}

/// The verdicts of claims whose input is at fault; the first two of every list.
const MISSING: usize = 0;
const OUT_OF_DOMAIN: usize = 1;

impl<'a> Joint<'a> {
    /// Puts two versions into one space.
    pub(super) fn new(unified: &'a Unified) -> Self {
        let (old, new) = (&*unified.old.tables, &*unified.new.tables);
        let pairing = Pairing::new(old, new);
        let outlines = (Outline::new(old), Outline::new(new));
        let mut plan = Plan::factors(unified, &outlines);
        let (old_free, new_free) = plan.derives(&pairing, &outlines);
        let space = Space::from_variables(plan.variables);
        let factors: Vec<usize> = (0..unified.factors.len()).collect();
        let old_model = Model::new(&outlines.0, &space, factors.clone(), &old_free);
        let new_model = Model::new(&outlines.1, &space, factors, &new_free);
        let mut verdicts = vec![
            Verdict::fault(EngineReason::InputMissing),
            Verdict::fault(EngineReason::InputOutOfDomain),
        ];
        let old_verdicts = places(&mut verdicts, old, &old_model.conclusions);
        let new_verdicts = places(&mut verdicts, new, &new_model.conclusions);
        Self {
            old_guards: guards(&space, &unified.old, unified.factors.len()),
            new_guards: guards(&space, &unified.new, unified.factors.len()),
            variables: plan.meanings,
            space,
            old: old_model,
            new: new_model,
            pairing,
            verdicts,
            old_verdicts,
            new_verdicts,
        }
    }

    /// Says which factors stand for tables: those from a place on.
    pub(super) fn name_tables(&mut self, first: usize, tables: &[(TableIndex, TableIndex)]) {
        for (meaning, (old, new)) in self.variables.iter_mut().skip(first).zip(tables) {
            meaning.old = Some(ColumnRef::Table(*old));
            meaning.new = Some(ColumnRef::Table(*new));
        }
    }

    /// A version as proofs see it.
    pub(super) fn scope(&self, version: Version) -> Scope<'_> {
        Scope {
            space: &self.space,
            model: match version {
                Version::Old => &self.old,
                Version::New => &self.new,
            },
        }
    }

    /// The place of the decision among the tables of a version.
    pub(super) fn decision(&self, version: Version) -> usize {
        self.scope(version).model.tables.tables.len()
    }

    /// The verdict of a conclusion of a version.
    pub(super) fn verdict(&self, version: Version, conclusion: i64) -> Option<usize> {
        let places = match version {
            Version::Old => &self.old_verdicts,
            Version::New => &self.new_verdicts,
        };
        let at = usize::try_from(conclusion).ok()?;
        places.get(at).copied()
    }

    /// Derived factors that differ and whose value may fail to be computed.
    pub(super) fn uncompared(&self) -> Vec<String> {
        let mut names = Vec::new();
        for meaning in &self.variables {
            let may_fault = |tables: &DecisionTables, column: Option<ColumnRef>| match column {
                Some(ColumnRef::Derive(at)) => {
                    tables.derives.get(at.0 as usize).is_some_and(may_fault)
                }
                _ => false,
            };
            let is_shared = meaning.old.is_some() && meaning.new.is_some();
            if !is_shared
                && (may_fault(self.old.tables, meaning.old)
                    || may_fault(self.new.tables, meaning.new))
            {
                names.push(meaning.name.clone());
            }
        }
        names
    }

    /// What a version says of the input of a region's claims.
    pub(super) fn input(&self, version: Version, region: &Region) -> Input {
        let guards = match version {
            Version::Old => &self.old_guards,
            Version::New => &self.new_guards,
        };
        for guard in guards {
            let (low, high) = region.range(guard.variable);
            let cut = |at: u32| {
                Input::Open(Cut {
                    variable: guard.variable,
                    at,
                    upper_first: true,
                })
            };
            match guard.permitted.status(low, high) {
                Status::Always => {}
                Status::Never if guard.has_null && low == 0 && high == 0 => {
                    return Input::Fault(MISSING);
                }
                Status::Never if guard.has_null && low == 0 => return cut(1),
                Status::Never => return Input::Fault(OUT_OF_DOMAIN),
                Status::Open => match guard.permitted.cut(low, high) {
                    Some(at) => return cut(at),
                    None => return Input::Good,
                },
            }
        }
        Input::Good
    }

    /// The ranges of classes that one version does not permit.
    pub(super) fn outside(&self) -> Vec<(usize, (u32, u32))> {
        let mut found = Vec::new();
        for guard in self.old_guards.iter().chain(&self.new_guards) {
            let mut next = 0;
            let count = self.space.classes(guard.variable).count();
            for (low, high) in guard.permitted.ranges().iter().chain(&[(count, count)]) {
                if next < *low {
                    found.push((guard.variable, (next, low - 1)));
                }
                next = high + 1;
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Verdict {
    /// The verdict of the engine on a claim at fault.
    pub(super) fn fault(reason: EngineReason) -> Self {
        Self {
            outcome: outcome_place(Outcome::Review),
            reason: reason.as_str().to_owned(),
            route: None,
            due_seconds: None,
        }
    }
}

/// The place of an outcome in the list of all.
pub(super) fn outcome_place(outcome: Outcome) -> usize {
    Outcome::ALL
        .iter()
        .position(|it| *it == outcome)
        .unwrap_or_default()
}

/// The variables while they are being made.
struct Plan {
    variables: Vec<Variable>,
    meanings: Vec<Meaning>,
}

impl Plan {
    fn factors(unified: &Unified, outlines: &(Outline<'_>, Outline<'_>)) -> Self {
        let mut plan = Self {
            variables: Vec::new(),
            meanings: Vec::new(),
        };
        for (at, factor) in unified.factors.iter().enumerate() {
            let column = ColumnRef::Factor(index(at));
            let mut cuts = outlines.0.cuts_of(column);
            cuts.extend(outlines.1.cuts_of(column));
            let sides = [&unified.old, &unified.new];
            let domains = sides.map(|side| side.domains.get(at).and_then(Option::as_ref));
            for (low, high) in domains.into_iter().flatten().flat_map(ValueSet::ranges) {
                cuts.push(*low);
                cuts.extend(high.checked_add(1));
            }
            cuts.retain(|cut| *cut != NULL);
            let domain = ValueSet::of_column(&factor.column);
            plan.variables.push(variable(column, &domain, cuts));
            plan.meanings.push(Meaning {
                name: factor.name.clone(),
                column: factor.column.clone(),
                old: domains[0].is_some().then_some(column),
                new: domains[1].is_some().then_some(column),
            });
        }
        plan
    }

    /// Adds the derived factors that are not analysed exactly: one variable for those that are the
    /// same in both versions.
    fn derives(
        &mut self,
        pairing: &Pairing,
        outlines: &(Outline<'_>, Outline<'_>),
    ) -> (BTreeMap<DeriveIndex, usize>, BTreeMap<DeriveIndex, usize>) {
        let (mut old_free, mut new_free) = (BTreeMap::new(), BTreeMap::new());
        for (at, derive) in outlines.0.free_derives() {
            let column = ColumnRef::Derive(at);
            let twin = pairing
                .to_new
                .get(&column)
                .filter(|_| pairing.is_same(column));
            let mut cuts = outlines.0.cuts_of(column);
            let name = outlines.0.tables.column_name(column);
            old_free.insert(at, self.variables.len());
            let mut name = name.to_owned();
            if let Some(ColumnRef::Derive(twin)) = twin {
                cuts.extend(outlines.1.cuts_of(ColumnRef::Derive(*twin)));
                new_free.insert(*twin, self.variables.len());
            } else {
                name.push_str(" (old)");
            }
            self.derive(column, derive, cuts, name);
            if let Some(meaning) = self.meanings.last_mut() {
                (meaning.old, meaning.new) = (Some(column), twin.copied());
            }
        }
        for (at, derive) in outlines.1.free_derives() {
            if new_free.contains_key(&at) {
                continue;
            }
            let column = ColumnRef::Derive(at);
            let name = format!("{} (new)", outlines.1.tables.column_name(column));
            new_free.insert(at, self.variables.len());
            self.derive(column, derive, outlines.1.cuts_of(column), name);
            if let Some(meaning) = self.meanings.last_mut() {
                meaning.new = Some(column);
            }
        }
        (old_free, new_free)
    }

    fn derive(&mut self, column: ColumnRef, derive: &ColumnType, cuts: Vec<i64>, name: String) {
        let domain = ValueSet::of_column(derive);
        self.variables.push(variable(column, &domain, cuts));
        self.meanings.push(Meaning {
            name,
            column: derive.clone(),
            old: None,
            new: None,
        });
    }
}

/// The places of conclusions in the list of verdicts, which grows by those that are new.
fn places(
    verdicts: &mut Vec<Verdict>,
    tables: &DecisionTables,
    conclusions: &[Conclusion],
) -> Vec<usize> {
    let places = conclusions.iter().map(|conclusion| {
        let verdict = verdict_of(tables, conclusion);
        verdicts
            .iter()
            .position(|known| *known == verdict)
            .unwrap_or_else(|| {
                verdicts.push(verdict);
                verdicts.len() - 1
            })
    });
    places.collect()
}

/// A conclusion in words.
pub(super) fn verdict_of(tables: &DecisionTables, conclusion: &Conclusion) -> Verdict {
    let reason = tables.reasons.get(conclusion.reason.0 as usize);
    let route = conclusion
        .route
        .and_then(|it| tables.routes.get(it.0 as usize));
    Verdict {
        outcome: outcome_place(conclusion.outcome),
        reason: reason.map(|it| it.code.clone()).unwrap_or_default(),
        route: route.cloned(),
        due_seconds: conclusion.due_seconds,
    }
}

/// Whether the value of a derived factor may fail to be computed, as far as its form tells.
pub(super) fn may_fault(derive: &Derive) -> bool {
    let is_calendar = matches!(
        derive.expression.kind,
        ExprKind::Days(_) | ExprKind::Year(_) | ExprKind::Month(_) | ExprKind::Weekday(_)
    );
    derive.column.domain.is_some()
        || (derive.column.value_type.is_number() && !is_calendar)
        || computes(&derive.expression)
}

/// Whether there is arithmetic in an expression that may leave the range of its type: all but the
/// time between two moments.
fn computes(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Arithmetic(Arithmetic::Subtract, a, b)
            if a.value_type == b.value_type
                && matches!(a.value_type, ExprType::Date | ExprType::Timestamp) =>
        {
            computes(a) || computes(b)
        }
        ExprKind::Arithmetic(..) => true,
        _ => expr.parts().into_iter().any(computes),
    }
}

/// The factors of which a version does not permit all, in its own order of declaration.
fn guards(space: &Space, side: &Side, count: usize) -> Vec<Guard> {
    let own = side
        .joint
        .iter()
        .copied()
        .filter(|variable| *variable < count);
    let guards = own.filter_map(|variable| {
        let classes = space.classes(variable);
        let permitted = classes.inside(side.domains.get(variable)?.as_ref()?);
        (permitted != classes.all()).then(|| Guard {
            variable,
            permitted,
            has_null: classes.values(0) == Some((NULL, NULL)),
        })
    });
    guards.collect()
}
