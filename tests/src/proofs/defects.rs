//! Clean matrices, and defects planted into them as people make them by mistake.

use decision_matrix::diagnostic::Code;

use crate::strategies::Random;

use super::model::{Column, Kind, Model, Parameter, Rule, Table, Unit};
use super::random_model::{parts, rename};
use super::truth::Key;

/// What was planted, and what must be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Planted {
    /// The code of the finding.
    pub(super) code: Code,
    /// Its table.
    pub(super) table: String,
    /// A rule that must be among its rules, if any.
    pub(super) rule: Option<String>,
    /// The name or the guarantee that it must be about, if any.
    pub(super) what: Option<String>,
}

impl Planted {
    /// Whether a finding is the one that must be found.
    pub(super) fn is(&self, key: &Key) -> bool {
        let mut rules = self.rule.iter();
        let mut names = self.what.iter();
        self.code == key.code
            && self.table == key.table
            && rules.all(|rule| key.rules.contains(rule))
            && names.all(|name| *name == key.what)
    }
}

/// A matrix without errors: every table divides its columns.
pub(super) fn clean_model(random: &mut Random) -> Model {
    let mut model = Model {
        factors: vec![
            factor("amount", Kind::Ordered(Unit::Money), "[0..1000]"),
            factor("age", Kind::Ordered(Unit::Integer), "[0..9]"),
            Column {
                name: "status".to_owned(),
                kind: Kind::Category(vec!["ok", "warn", "fault"]),
                nullable: true,
                domain: None,
            },
            Column {
                name: "risk".to_owned(),
                kind: Kind::Boolean,
                nullable: random.percent(50),
                domain: None,
            },
        ],
        parameters: vec![Parameter {
            name: "limit".to_owned(),
            unit: Unit::Money,
            value: 2 + i64::try_from(random.below(3)).unwrap(),
        }],
        ..Model::default()
    };
    for at in 0..=random.below(2) {
        let table = clean_table(random, &model, format!("t{at}"));
        model.tables.push(table);
    }
    model.decision = clean_decision(random, &model);
    let limit = Unit::Money.literal(model.parameters[0].value);
    model.guarantees = vec![
        format!("id: G1, never: [approve], when: {{amount: \"> {limit}\"}}"),
        "id: G2, more_cautious: {amount: rising}".to_owned(),
    ];
    model
}

fn factor(name: &str, kind: Kind, domain: &str) -> Column {
    Column {
        name: name.to_owned(),
        kind,
        nullable: false,
        domain: Some(domain.to_owned()),
    }
}

/// A table over one or two of the columns that divides them.
fn clean_table(random: &mut Random, model: &Model, name: String) -> Table {
    let output = Column {
        name: name.clone(),
        kind: Kind::Category(vec!["low", "middle", "high"]),
        nullable: false,
        domain: None,
    };
    let mut columns: Vec<String> = ["age", "status", "risk"].map(str::to_owned).to_vec();
    if name == "t1" {
        columns.push("t0".to_owned());
    }
    while columns.len() > 2 {
        columns.remove(random.below(columns.len()));
    }
    let words = output.kind.literals();
    let rules = crossed(random, model, &columns, |random| {
        vec![random.pick(&words).clone()]
    });
    let hit = *random.pick(&["unique", "first", "any", "priority"]);
    let default = random.percent(40).then(|| vec![words[0].clone()]);
    Table {
        output,
        hit,
        columns,
        rules,
        default,
        cross: None,
    }
}

/// Up to the limit the results vary, above it a person looks.
fn clean_decision(random: &mut Random, model: &Model) -> Table {
    let last = model.tables[model.tables.len() - 1].output.name.clone();
    let columns = vec!["amount".to_owned(), last.clone()];
    let mut rules = Vec::new();
    for cell in parts(random, &model.column(&last)) {
        let (outcome, reason) = *random.pick(&[("approve", "SMALL"), ("review", "DOUBT")]);
        rules.push(Rule {
            id: String::new(),
            cells: vec!["<= limit".to_owned(), cell],
            results: conclusion(outcome, reason),
        });
    }
    rules.push(Rule {
        id: String::new(),
        cells: vec!["> limit".to_owned(), "-".to_owned()],
        results: conclusion("review", "LARGE"),
    });
    rules[0].results = conclusion("approve", "SMALL");
    let mut table = Table {
        hit: *random.pick(&["unique", "first", "any", "priority"]),
        columns,
        rules,
        default: random.percent(40).then(|| conclusion("review", "NO_RULE")),
        ..Table::default()
    };
    table.output.name = "decision".to_owned();
    rename(&mut table);
    table
}

fn conclusion(outcome: &str, reason: &str) -> Vec<String> {
    [outcome, reason, "-", "-"].map(str::to_owned).to_vec()
}

/// Rules over every combination of parts of the columns.
fn crossed(
    random: &mut Random,
    model: &Model,
    columns: &[String],
    result: impl Fn(&mut Random) -> Vec<String>,
) -> Vec<Rule> {
    let mut rows: Vec<Vec<String>> = vec![Vec::new()];
    for name in columns {
        let cells = parts(random, &model.column(name));
        let extended = rows.iter().flat_map(|row| {
            let row = row.clone();
            cells
                .iter()
                .map(move |cell| [row.as_slice(), std::slice::from_ref(cell)].concat())
        });
        rows = extended.collect();
    }
    let rules = rows.into_iter().enumerate().map(|(at, cells)| Rule {
        id: format!("r{at}"),
        cells,
        results: result(random),
    });
    rules.collect()
}

/// How many kinds of defects there are.
pub(super) const KINDS: usize = 13;

/// Plants a defect of this kind; `None` where the matrix has no place for it.
pub(super) fn plant(random: &mut Random, model: &mut Model, kind: usize) -> Option<Planted> {
    let tables: Vec<String> = model
        .tables
        .iter()
        .map(|it| it.output.name.clone())
        .collect();
    let tables = [tables.as_slice(), &["decision".to_owned()]].concat();
    let name = random.pick(&tables).clone();
    let column = |at: usize, model: &Model| {
        let table = model.tables.iter().chain([&model.decision]);
        let mut table = table.filter(|it| it.output.name == name);
        table.next().map(|it| model.column(&it.columns[at]))
    };
    let at = random.below(2);
    let planted = |code: Code, rule: Option<String>| {
        Some(Planted {
            code,
            table: name.clone(),
            rule,
            what: None,
        })
    };
    let first_column = column(at, model)?;
    if kind >= 9 {
        return plant_name(random, model, kind);
    }
    let is_decision = name == "decision";
    let table = model.table_mut(&name);
    let rule = random.below(table.rules.len());
    match kind {
        // A rule is deleted.
        0 => {
            table.rules.remove(rule);
            let has_default = table.default.is_some();
            planted(
                if has_default {
                    Code::Gap
                } else {
                    Code::Incomplete
                },
                None,
            )
        }
        // A cell is widened, so that two rules meet.
        1 => {
            table.rules[rule].cells[at] = "-".to_owned();
            let id = table.rules[rule].id.clone();
            match table.hit {
                "unique" => planted(Code::Overlap, Some(id)),
                "any" => planted(Code::Conflict, Some(id)),
                "first" => planted(Code::OverlapUnderFirst, Some(id)),
                _ => None,
            }
        }
        // A rule is copied below, with another result.
        2 => {
            let copy = copy_below(table, rule, is_decision);
            match table.hit {
                "first" => planted(Code::Shadowed, Some(copy)),
                "unique" => planted(Code::Overlap, Some(copy)),
                "any" => planted(Code::Conflict, Some(copy)),
                _ => None,
            }
        }
        // A rule is copied below as it is.
        3 => {
            let copy = copy_below(table, rule, is_decision);
            let results = table.rules[rule].results.clone();
            table.rules.last_mut()?.results = results;
            match table.hit {
                "first" | "priority" => planted(Code::Shadowed, Some(copy)),
                "any" => planted(Code::Redundant, Some(copy)),
                _ => None,
            }
        }
        // `or` was written where `and` was meant: the cell holds everything.
        4 => {
            let rule = if table.rules[rule].cells[at] == "-" {
                rule
            } else {
                table.rules.len() - 1
            };
            let literals = first_column.kind.literals();
            let cell = match first_column.kind {
                Kind::Ordered(_) => format!(">= {}, < {}", literals[2], literals[4]),
                _ => literals.join(", "),
            };
            table.rules[rule].cells[at] = cell;
            planted(Code::AlwaysTrue, Some(table.rules[rule].id.clone()))
        }
        // A cell asks for what the column never holds.
        5 => {
            let literals = first_column.kind.literals();
            let copy = copy_below(table, rule, is_decision);
            table.rules.last_mut()?.cells[at] = match &first_column.kind {
                Kind::Ordered(unit) => format!("> {}", unit.literal(20)),
                _ => format!("not({})", literals.join(", ")),
            };
            planted(Code::NeverTrue, Some(copy))
        }
        // A wide rule is moved to the top.
        6 => {
            let mut wide = table.rules[rule].clone();
            wide.id = "wide".to_owned();
            wide.cells[at] = "-".to_owned();
            let below = table.rules[rule].id.clone();
            table.rules.insert(0, wide);
            matches!(table.hit, "first").then_some(())?;
            planted(Code::Shadowed, Some(below))
        }
        // A rule above takes a part of the rules below.
        7 => {
            let cells = &mut table.rules[0].cells;
            cells[at] = "-".to_owned();
            matches!(table.hit, "first" | "priority").then_some(())?;
            planted(Code::PartlyHidden, None)
        }
        // The missing value is forgotten.
        _ => {
            for rule in &mut table.rules {
                let cell = rule.cells[at].replace(", null", "");
                rule.cells[at] = cell;
            }
            table.rules.retain(|rule| rule.cells[at] != "null");
            let has_default = table.default.is_some();
            let planted = planted(
                if has_default {
                    Code::NullToDefault
                } else {
                    Code::Incomplete
                },
                None,
            );
            let what = has_default.then_some(first_column.name);
            planted.map(|planted| Planted { what, ..planted })
        }
    }
}

/// Copies a rule to the end of the table with another result, and says its id.
fn copy_below(table: &mut Table, rule: usize, is_decision: bool) -> String {
    let mut copy = table.rules[rule].clone();
    copy.id = "copy".to_owned();
    copy.results = if is_decision {
        conclusion("request_info", "COPIED")
    } else {
        let word = if copy.results[0] == "low" {
            "high"
        } else {
            "low"
        };
        vec![word.to_owned()]
    };
    table.rules.push(copy);
    "copy".to_owned()
}

/// Defects of names and guarantees.
fn plant_name(random: &mut Random, model: &mut Model, kind: usize) -> Option<Planted> {
    let planted = |code: Code, table: &str, what: &str| {
        Some(Planted {
            code,
            table: table.to_owned(),
            rule: None,
            what: Some(what.to_owned()),
        })
    };
    match kind {
        // A limit is raised above what was promised.
        9 => {
            model.parameters[0].value += 1 + i64::try_from(random.below(3)).unwrap();
            planted(Code::GuaranteeViolated, "decision", "G1")
        }
        // A large claim is paid.
        10 => {
            model.decision.rules.last_mut()?.results = conclusion("approve", "LARGE");
            model.decision.rules[0].results = conclusion("review", "DOUBT");
            model.guarantees.remove(0);
            planted(Code::GuaranteeViolated, "decision", "G2")
        }
        // A parameter is left behind.
        11 => {
            model.parameters.push(Parameter {
                name: "spare".to_owned(),
                unit: Unit::Money,
                value: 1,
            });
            planted(Code::Unused, "", "spare")
        }
        // An outcome stands in a rule that never answers.
        _ => {
            copy_below(&mut model.decision, 0, true);
            model.decision.hit = "first";
            planted(Code::UnreachableOutcome, "decision", "request_info")
        }
    }
}
