//! Clean matrices, and defects planted into them as people make them by mistake.

use decision_matrix::diagnostic::Code;

use crate::strategies::Random;

use super::model::{Column, Kind, Model, Parameter, Rule, Table, Unit};
use super::random_cells::parts;
use super::random_model::rename;
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
        let table = clean_table(random, &model, &format!("t{at}"));
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
fn clean_table(random: &mut Random, model: &Model, name: &str) -> Table {
    let output = Column {
        name: name.to_owned(),
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
    let hit = *random.pick(&["unique", "first", "any", "priority"]);
    let mut table = Table {
        hit,
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

/// Where a defect is planted: a rule of a table, and one of its two condition columns.
struct Spot<'a> {
    table: &'a mut Table,
    rule: usize,
    at: usize,
    column: Column,
}

impl Spot<'_> {
    fn planted(&self, code: Code, rule: Option<String>) -> Planted {
        Planted {
            code,
            table: self.table.output.name.clone(),
            rule,
            what: None,
        }
    }

    /// The code under the hit policy of the table; `None` where the defect is none there.
    fn under(&self, codes: &[(&str, Code)], rule: &str) -> Option<Planted> {
        let (_, code) = codes.iter().find(|(hit, _)| *hit == self.table.hit)?;
        Some(self.planted(*code, Some(rule.to_owned())))
    }

    /// The id of the rule.
    fn id(&self) -> String {
        self.table.rules[self.rule].id.clone()
    }
}

/// Plants a defect of this kind; `None` where the matrix has no place for it.
pub(super) fn plant(random: &mut Random, model: &mut Model, kind: usize) -> Option<Planted> {
    if kind >= 9 {
        return plant_name(random, model, kind);
    }
    let tables = model.tables.len();
    let (table, at) = (random.below(tables + 1), random.below(2));
    let of_model = &model.tables;
    let columns = of_model
        .get(table)
        .unwrap_or(&model.decision)
        .columns
        .clone();
    let column = model.column(&columns[at]);
    let table = match model.tables.get_mut(table) {
        Some(table) => table,
        None => &mut model.decision,
    };
    let rule = random.below(table.rules.len());
    let spot = Spot {
        table,
        rule,
        at,
        column,
    };
    if kind < 5 {
        plant_rule(spot, kind)
    } else {
        plant_cell(spot, kind)
    }
}

/// Defects of whole rules.
fn plant_rule(spot: Spot<'_>, kind: usize) -> Option<Planted> {
    let code_of_gap = match spot.table.default {
        Some(_) => Code::Gap,
        None => Code::Incomplete,
    };
    match kind {
        // A rule is deleted.
        0 => {
            spot.table.rules.remove(spot.rule);
            Some(spot.planted(code_of_gap, None))
        }
        // A rule is copied below, with another result.
        1 => {
            copy_below(spot.table, spot.rule);
            let codes = [
                ("first", Code::Shadowed),
                ("unique", Code::Overlap),
                ("any", Code::Conflict),
            ];
            spot.under(&codes, "copy")
        }
        // A rule is copied below as it is.
        2 => {
            copy_below(spot.table, spot.rule);
            let results = spot.table.rules[spot.rule].results.clone();
            spot.table.rules.last_mut()?.results = results;
            let codes = [
                ("first", Code::Shadowed),
                ("priority", Code::Shadowed),
                ("any", Code::Redundant),
            ];
            spot.under(&codes, "copy")
        }
        // A wide rule is put on top.
        3 => {
            let below = spot.id();
            let mut wide = spot.table.rules[spot.rule].clone();
            wide.id = "wide".to_owned();
            wide.cells[spot.at] = "-".to_owned();
            spot.table.rules.insert(0, wide);
            spot.under(&[("first", Code::Shadowed)], &below)
        }
        // The missing value is forgotten.
        _ => {
            let at = spot.at;
            for rule in &mut spot.table.rules {
                rule.cells[at] = rule.cells[at].replace(", null", "");
            }
            spot.table.rules.retain(|rule| rule.cells[at] != "null");
            if code_of_gap == Code::Incomplete {
                return Some(spot.planted(code_of_gap, None));
            }
            let planted = spot.planted(Code::NullToDefault, None);
            Some(Planted {
                what: Some(spot.column.name),
                ..planted
            })
        }
    }
}

/// Defects of single cells.
fn plant_cell(mut spot: Spot<'_>, kind: usize) -> Option<Planted> {
    let literals = spot.column.kind.literals();
    let at = spot.at;
    match kind {
        // A cell is widened, so that two rules meet.
        5 => {
            spot.table.rules[spot.rule].cells[at] = "-".to_owned();
            let codes = [
                ("unique", Code::Overlap),
                ("any", Code::Conflict),
                ("first", Code::OverlapUnderFirst),
            ];
            let id = spot.id();
            spot.under(&codes, &id)
        }
        // `or` was written where `and` was meant: the cell holds everything.
        6 => {
            let wide = spot
                .table
                .rules
                .iter()
                .position(|rule| rule.cells[at] == "-");
            spot.rule = wide.unwrap_or(spot.rule);
            spot.table.rules[spot.rule].cells[at] = match spot.column.kind {
                Kind::Ordered(_) => format!(">= {}, < {}", literals[2], literals[4]),
                _ => literals.join(", "),
            };
            Some(spot.planted(Code::AlwaysTrue, Some(spot.id())))
        }
        // A cell asks for what the column never holds.
        7 => {
            copy_below(spot.table, spot.rule);
            spot.table.rules.last_mut()?.cells[at] = match &spot.column.kind {
                Kind::Ordered(unit) => format!("> {}", unit.literal(20)),
                _ => format!("not({})", literals.join(", ")),
            };
            Some(spot.planted(Code::NeverTrue, Some("copy".to_owned())))
        }
        // The first rule takes a part of the rules below.
        _ => {
            spot.table.rules[0].cells[at] = "-".to_owned();
            let has_order = matches!(spot.table.hit, "first" | "priority");
            has_order.then(|| spot.planted(Code::PartlyHidden, None))
        }
    }
}

/// Copies a rule to the end of the table, as `copy` and with another result.
fn copy_below(table: &mut Table, rule: usize) {
    let mut copy = table.rules[rule].clone();
    copy.id = "copy".to_owned();
    copy.results = match copy.results.as_slice() {
        [word] if word == "low" => vec!["high".to_owned()],
        [_] => vec!["low".to_owned()],
        _ => conclusion("request_info", "COPIED"),
    };
    table.rules.push(copy);
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
            copy_below(&mut model.decision, 0);
            model.decision.hit = "first";
            planted(Code::UnreachableOutcome, "decision", "request_info")
        }
    }
}
