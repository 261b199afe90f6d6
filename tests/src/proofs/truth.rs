//! Which findings a matrix must have, as the oracle sees it.

use std::collections::{BTreeMap, BTreeSet};

use decision_matrix::diagnostic::{Code, Diagnostic};
use decision_matrix::table::{Cell, ColumnRef, HitPolicy, Item, Outcome};

use super::grid::named_tables;
use super::model::Model;
use super::naive::Said;
use super::oracle::{Given, Oracle, View, rules_of};
use super::random_model::rename;

/// What a finding says, without its words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// The code.
    pub(super) code: Code,
    /// The table; `decision` for the last one.
    pub(super) table: String,
    /// The rules, in order of the table.
    pub(super) rules: Vec<String>,
    /// What else tells it from others: a guarantee, a column, an outcome.
    pub(super) what: String,
}

/// How often each finding stands there.
pub(super) type Expected = BTreeMap<Key, usize>;

impl Key {
    fn new(code: Code, view: &View<'_>, rules: &[usize]) -> Self {
        Self {
            code,
            table: view.name.to_owned(),
            rules: rules.iter().map(|at| view.ids[*at].to_owned()).collect(),
            what: String::new(),
        }
    }

    fn about(self, what: &str) -> Self {
        Self {
            what: what.to_owned(),
            ..self
        }
    }
}

/// The errors of tables that read nothing at fault, and of guarantees where no table is at fault.
pub(super) fn errors(oracle: &Oracle<'_>) -> Expected {
    let mut found = Expected::new();
    for (table, view) in oracle.views().iter().enumerate() {
        if is_reached_by_faults(oracle, table) {
            continue;
        }
        let sets = oracle.match_sets(table);
        if view.hit == HitPolicy::Unique {
            for [a, b] in pairs(&sets, |_, _| true) {
                add(&mut found, Key::new(Code::Overlap, view, &[a, b]));
            }
        }
        if view.hit == HitPolicy::Any {
            for [a, b] in pairs(&sets, |a, b| !view.is_alike(a, b)) {
                add(&mut found, Key::new(Code::Conflict, view, &[a, b]));
            }
        }
        if !view.has_default && sets.contains(&0) {
            add(&mut found, Key::new(Code::Incomplete, view, &[]));
        }
    }
    if found.is_empty() {
        for (at, guarantee) in oracle.tables.guarantees.iter().enumerate() {
            for _ in 0..oracle.violations(at) {
                let key = Key {
                    code: Code::GuaranteeViolated,
                    table: "decision".to_owned(),
                    rules: Vec::new(),
                    what: guarantee.id.clone(),
                };
                add(&mut found, key);
            }
        }
    }
    found
}

/// Whether a table reads something that can be at fault, so that nothing is said of it.
pub(super) fn is_reached_by_faults(oracle: &Oracle<'_>, table: usize) -> bool {
    let mut claims = 0..oracle.grid.len();
    claims.any(|at| oracle.seen(table, at).said == Said::Inherited)
}

/// The warnings of a matrix whose tables are never at fault.
pub(super) fn warnings(oracle: &Oracle<'_>) -> Expected {
    let mut found = Expected::new();
    for (table, view) in oracle.views().iter().enumerate() {
        let sets = oracle.match_sets(table);
        cell_warnings(&mut found, oracle, view);
        table_warnings(&mut found, oracle, view, &sets);
        for (position, column) in view.columns.iter().enumerate() {
            if oracle.null_falls(table, view, position) {
                let key = Key::new(Code::NullToDefault, view, &[]);
                add(&mut found, key.about(oracle.tables.column_name(*column)));
            }
        }
        if view.name == "decision" {
            let given = oracle.outcomes();
            let rules = oracle.tables.decision.rules.iter();
            let written: BTreeSet<&str> = rules.map(|rule| rule.result.outcome.as_str()).collect();
            for word in written {
                if !given.contains(&Outcome::from_word(word).unwrap()) {
                    let key = Key::new(Code::UnreachableOutcome, view, &[]);
                    add(&mut found, key.about(word));
                }
            }
        }
    }
    found
}

fn table_warnings(
    found: &mut Expected,
    oracle: &Oracle<'_>,
    view: &View<'_>,
    sets: &BTreeSet<u64>,
) {
    if view.has_default && sets.contains(&0) {
        add(found, Key::new(Code::Gap, view, &[]));
    }
    if view.hit == HitPolicy::First {
        for [a, b] in pairs(sets, |a, b| !view.is_alike(a, b)) {
            add(found, Key::new(Code::OverlapUnderFirst, view, &[a, b]));
        }
    }
    for rule in 0..view.ids.len() {
        if is_shadowed(view, rule, sets) {
            // A cell that holds nothing says it already.
            let mut cells = view.columns.iter().zip(view.cells[rule]);
            if !cells.any(|(column, cell)| is_never(oracle, *column, cell)) {
                add(found, Key::new(Code::Shadowed, view, &[rule]));
            }
            continue;
        }
        let hidden = sets.iter().any(|set| {
            let said = view.said(*set);
            set >> rule & 1 == 1 && matches!(said, Said::Rule(other) if other != rule)
        });
        let asks_in_order = matches!(view.hit, HitPolicy::First | HitPolicy::Priority);
        if hidden && asks_in_order {
            add(found, Key::new(Code::PartlyHidden, view, &[rule]));
        }
        // Equal neighbours are usual in a cross-table.
        if view.cross.is_none() && view.is_same_without(rule, sets) {
            add(found, Key::new(Code::Redundant, view, &[rule]));
        }
    }
}

/// Whether a rule never answers: no claim matches it, or another always comes first.
pub(super) fn is_shadowed(view: &View<'_>, rule: usize, sets: &BTreeSet<u64>) -> bool {
    let mut matched = sets.iter().filter(|set| **set >> rule & 1 == 1);
    match view.hit {
        HitPolicy::First | HitPolicy::Priority => {
            !matched.any(|set| view.said(*set) == Said::Rule(rule))
        }
        _ => matched.next().is_none(),
    }
}

fn cell_warnings(found: &mut Expected, oracle: &Oracle<'_>, view: &View<'_>) {
    for (rule, cells) in view.cells.iter().enumerate() {
        for (at, cell) in cells.iter().enumerate() {
            // A head of a cross-table stands in many rules and is reported once, without them.
            let (is_first, rules) = match (view.cross, at) {
                (None, _) => (true, vec![rule]),
                (Some(width), 0) => (rule % width == 0, vec![]),
                (Some(width), _) => (rule < width, vec![]),
            };
            let Cell::Items(items) = cell else {
                continue;
            };
            if !is_first {
                continue;
            }
            let column = view.columns[at];
            let name = oracle.tables.column_name(column);
            let key = |code| Key::new(code, view, &rules).about(name);
            if is_never(oracle, column, cell) {
                add(found, key(Code::NeverTrue));
                continue;
            }
            // That a value is needed is a question of its own.
            let is_nullable = oracle.tables.column_type(column).unwrap().nullable;
            let asks_for_a_value = is_nullable && items.as_slice() == [Item::NotNull];
            if oracle.always_holds(column, cell) == Some(true) && !asks_for_a_value {
                add(found, key(Code::AlwaysTrue));
            }
        }
    }
}

/// Whether no value that the column can have is in the cell.
fn is_never(oracle: &Oracle<'_>, column: ColumnRef, cell: &Cell) -> bool {
    let Cell::Items(items) = cell else {
        return false;
    };
    let holds_null = items.contains(&Item::Null) && oracle.can_be_null(column);
    oracle.ever_holds(column, cell) == Some(false) && !holds_null
}

/// Pairs of rules, the upper first, that match the same claim.
fn pairs(sets: &BTreeSet<u64>, wanted: impl Fn(usize, usize) -> bool) -> BTreeSet<[usize; 2]> {
    let mut found = BTreeSet::new();
    for set in sets {
        for a in rules_of(*set) {
            let below = rules_of(*set).filter(|b| *b > a && wanted(a, *b));
            found.extend(below.map(|b| [a, b]));
        }
    }
    found
}

fn add(found: &mut Expected, key: Key) {
    *found.entry(key).or_default() += 1;
}

/// What is wrong with the further rules that a finding names: those that cover a rule are too few
/// or too many, those that hide it are others, or two rules cannot be merged.
pub(super) fn complaint(oracle: &Oracle<'_>, finding: &Diagnostic) -> Option<&'static str> {
    let views = oracle.views();
    let table = views
        .iter()
        .position(|view| Some(view.name) == finding.table())?;
    let view = &views[table];
    let sets = oracle.match_sets(table);
    let named = finding.rules().iter();
    let rules: Vec<usize> = named
        .map(|id| view.ids.iter().position(|it| it == id).unwrap())
        .collect();
    match (finding.code(), rules.as_slice()) {
        (Code::Shadowed, [rule, cover @ ..]) => {
            let covers = |cover: &[usize]| {
                let mut matched = sets.iter().filter(|set| **set >> rule & 1 == 1);
                matched.all(|set| cover.iter().any(|other| set >> other & 1 == 1))
            };
            let is_needed = |left_out: &usize| {
                let rest = cover.iter().copied().filter(|other| other != left_out);
                !covers(&rest.collect::<Vec<_>>())
            };
            let is_right = covers(cover) && cover.iter().all(is_needed);
            (!is_right).then_some("the rules are no smallest cover")
        }
        (Code::PartlyHidden, [rule, hiding @ ..]) => {
            let hides = |other: &usize| {
                let both = 1_u64 << rule | 1 << other;
                let is_before = view.said(both) == Said::Rule(*other);
                is_before && sets.iter().any(|set| set & both == both)
            };
            let others = (0..view.ids.len()).filter(|other| other != rule);
            let expected: BTreeSet<usize> = others.filter(hides).collect();
            let is_right = expected == hiding.iter().copied().collect();
            (!is_right).then_some("other rules hide it")
        }
        (Code::Mergeable, [a, b]) => {
            (!can_merge(view, &sets, [*a, *b])).then_some("the two cannot be one")
        }
        _ => None,
    }
}

/// Whether two rules of a table can be one: matching where either does, in the place of one of
/// them, it changes no result.
pub(super) fn can_merge(view: &View<'_>, sets: &BTreeSet<u64>, [a, b]: [usize; 2]) -> bool {
    let merged = |into: usize, out: usize| {
        sets.iter().all(|set| {
            let either = set >> a & 1 == 1 || set >> b & 1 == 1;
            let together = set & !(1 << out) | u64::from(either) << into;
            view.given(*set) == view.given(together) && view.given(*set) != Given::Fault
        })
    };
    view.is_alike(a, b) && (merged(a, b) || merged(b, a))
}

/// Whether the oracle speaks of a finding in a matrix some of whose tables are at fault.
pub(super) fn is_examined(oracle: &Oracle<'_>, key: &Key) -> bool {
    let is_of_table = matches!(key.code, Code::Overlap | Code::Conflict | Code::Incomplete);
    let views = oracle.views();
    let table = views.iter().position(|view| view.name == key.table);
    is_of_table && table.is_some_and(|table| !is_reached_by_faults(oracle, table))
}

/// Whether a finding rests on a cell that names several tables: no value is tried there.
pub(super) fn is_open(oracle: &Oracle<'_>, key: &Key) -> bool {
    let views = oracle.views();
    let Some(view) = views.iter().find(|view| view.name == key.table) else {
        return false;
    };
    let columns = view.columns.iter();
    let position = columns
        .into_iter()
        .position(|column| oracle.tables.column_name(*column) == key.what);
    key.code == Code::NullToDefault
        && position.is_some_and(|position| {
            let mut cells = view.cells.iter();
            cells.any(|cells| named_tables(&cells[position]).len() > 1)
        })
}

/// Makes what is at fault in tables possible; says whether there was anything.
pub(super) fn mend(model: &mut Model, expected: &Expected) -> bool {
    let mut is_mended = false;
    for key in expected.keys() {
        match key.code {
            Code::Overlap | Code::Conflict => {
                let table = model.table_mut(&key.table);
                table.hit = "first";
                if table.cross.take().is_some() {
                    rename(table);
                }
            }
            Code::Incomplete => {
                let table = model.table_mut(&key.table);
                table.default = Some(table.rules[0].results.clone());
            }
            _ => continue,
        }
        is_mended = true;
    }
    is_mended
}
