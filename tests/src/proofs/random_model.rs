//! Random small matrices: up to five factors, chains of tables, nulls, parameters, cross-tables.

use crate::strategies::Random;

use super::model::{Column, Derive, Kind, LARGEST, Model, Parameter, Rule, Table, Unit, quoted};
use super::random_cells::{cell, operand, parameter, parts};

/// Lists of words; the second shares one with the first.
const WORDS: [&[&str]; 3] = [
    &["ok", "warn", "fault"],
    &["fault", "jam"],
    &["north", "south", "east", "west"],
];

const UNITS: [Unit; 5] = [
    Unit::Integer,
    Unit::Money,
    Unit::Decimal,
    Unit::Date,
    Unit::Duration,
];

const OUTCOMES: [&str; 6] = [
    "review",
    "approve",
    "escalate",
    "approve_provisional",
    "request_info",
    "decline",
];

/// The model of a seed.
pub(super) fn random_model(random: &mut Random) -> Model {
    let mut model = Model::default();
    for at in 0..=random.below(5) {
        let factor = factor(random, format!("f{at}"));
        model.factors.push(factor);
    }
    for at in 0..random.below(3) {
        let unit = random.pick(&model.factors).kind.unit();
        model.parameters.push(Parameter {
            name: format!("p{at}"),
            unit: unit.unwrap_or(Unit::Integer),
            value: 1 + value(random, LARGEST),
        });
    }
    let (mut tables, mut derives) = (random.below(4), random.below(3));
    while tables + derives > 0 {
        if random.below(tables + derives) < tables {
            let name = format!("t{}", model.tables.len());
            let table = intermediate(random, &model, name);
            model.tables.push(table);
            tables -= 1;
        } else {
            derives -= 1;
            let name = format!("d{}", model.derives.len());
            let derive = derive(random, &model, name);
            model.derives.push(derive);
        }
    }
    model.decision = decision(random, &model);
    for at in 0..random.below(4) {
        let guarantee = guarantee(random, &model, at);
        model.guarantees.push(guarantee);
    }
    model
}

/// A number from 0 to below the limit.
fn value(random: &mut Random, limit: i64) -> i64 {
    i64::try_from(random.below(usize::try_from(limit).unwrap_or(0))).unwrap_or(0)
}

fn kind(random: &mut Random) -> Kind {
    match random.below(8) {
        0 => Kind::Boolean,
        1 | 2 => Kind::Category(random.pick(&WORDS).to_vec()),
        3 => Kind::Text,
        4 | 5 => Kind::Ordered(Unit::Integer),
        _ => Kind::Ordered(*random.pick(&UNITS)),
    }
}

fn factor(random: &mut Random, name: String) -> Column {
    let kind = kind(random);
    let domain = match &kind {
        Kind::Boolean => None,
        Kind::Category(words) => (random.percent(15)).then(|| words[..2].join(", ")),
        Kind::Text => random.percent(25).then(|| kind.literals().join(", ")),
        Kind::Ordered(unit) => {
            let at = |value| unit.literal(value);
            let domains = [
                format!("[{}..{}]", at(0), at(6)),
                format!("[{}..{}]", at(0), at(3)),
                format!("({}..{})", at(0), at(5)),
                format!(">= {}", at(0)),
                format!("[{}..{}], {}, {}", at(0), at(2), at(5), at(6)),
                format!("{}, {}, {}", at(1), at(3), at(5)),
            ];
            random.percent(80).then(|| random.pick(&domains).clone())
        }
    };
    Column {
        name,
        kind,
        nullable: random.percent(40),
        domain,
    }
}

/// Every column so far.
fn columns(model: &Model) -> Vec<String> {
    let factors = model.factors.iter().map(|it| &it.name);
    let derives = model.derives.iter().map(|it| &it.name);
    let tables = model.tables.iter().map(|it| &it.output.name);
    factors.chain(derives).chain(tables).cloned().collect()
}

/// Different columns, the computed ones more often than they are frequent.
fn some_columns(random: &mut Random, model: &Model, most: usize) -> Vec<String> {
    let mut left = columns(model);
    let mut chosen = Vec::new();
    for _ in 0..=random.below(most) {
        if left.is_empty() {
            break;
        }
        let last = random.percent(30).then(|| left.len() - 1);
        let at = last.unwrap_or_else(|| random.below(left.len()));
        chosen.push(left.remove(at));
    }
    chosen
}

fn intermediate(random: &mut Random, model: &Model, name: String) -> Table {
    let kind = match random.below(3) {
        // The kind of a factor, so that a cell of the factor can name the table.
        0 | 1 => random.pick(&model.factors).kind.clone(),
        _ => kind(random),
    };
    let hits: &[&str] = match &kind {
        Kind::Ordered(Unit::Integer | Unit::Money | Unit::Decimal) => &[
            "unique",
            "any",
            "first",
            "priority",
            "collect sum",
            "collect min",
            "collect max",
            "collect count",
        ],
        Kind::Category(_) => &["unique", "any", "first", "first", "priority"],
        _ => &["unique", "any", "first", "first"],
    };
    let mut hit = *random.pick(hits);
    if hit == "priority" && matches!(kind, Kind::Ordered(_)) {
        hit = "first";
    }
    let output = Column {
        name,
        kind,
        nullable: random.percent(35),
        domain: None,
    };
    let result = |random: &mut Random, model: &Model| {
        if output.nullable && random.percent(20) {
            return vec!["null".to_owned()];
        }
        let fitting = output
            .kind
            .unit()
            .and_then(|unit| parameter(random, model, unit));
        if let Some(name) = fitting.filter(|_| random.percent(10)) {
            return vec![name];
        }
        vec![random.pick(&output.kind.literals()).clone()]
    };
    let mut table = rules(random, model, hit, &result);
    table.output = output.clone();
    table
}

fn decision(random: &mut Random, model: &Model) -> Table {
    let hit = *random.pick(&["first", "first", "first", "unique", "any", "priority"]);
    let limit = if random.percent(8) { 6 } else { 5 };
    let outcomes = 1 + random.below(limit);
    let has_details = random.percent(25);
    let result = |random: &mut Random, _: &Model| {
        let outcome = random.below(outcomes);
        let reason = if random.percent(80) { outcome } else { 7 };
        let mut results = vec![
            OUTCOMES[outcome].to_owned(),
            format!("R{reason}"),
            "-".to_owned(),
            "-".to_owned(),
        ];
        if has_details && random.percent(30) {
            results[2] = "desk".to_owned();
        }
        if has_details && random.percent(30) {
            results[3] = "P1D".to_owned();
        }
        results
    };
    let mut table = rules(random, model, hit, &result);
    table.output.name = "decision".to_owned();
    if table.cross.take().is_some() {
        rename(&mut table);
    }
    table
}

/// Gives rules plain ids.
pub(super) fn rename(table: &mut Table) {
    for (at, rule) in table.rules.iter_mut().enumerate() {
        rule.id = format!("r{at}");
    }
}

type Results<'a> = &'a dyn Fn(&mut Random, &Model) -> Vec<String>;

/// Rules under a hit policy: some tables are drawn cell by cell, others divide their columns.
fn rules(random: &mut Random, model: &Model, hit: &'static str, results: Results<'_>) -> Table {
    let divides = if hit == "unique" { 80 } else { 25 };
    let mut table = if random.percent(divides) {
        divided(random, model, results)
    } else {
        let columns = some_columns(random, model, 3);
        let rules = (0..=random.below(6)).map(|_| Rule {
            id: String::new(),
            cells: columns
                .iter()
                .map(|name| cell(random, model, &model.column(name), 35))
                .collect(),
            results: results(random, model),
        });
        Table {
            rules: rules.collect(),
            columns,
            ..Table::default()
        }
    };
    rename(&mut table);
    table.hit = hit;
    if hit == "unique" && table.columns.len() == 2 && random.percent(50) {
        let head = &table.rules[0].cells[0];
        let width = table.rules.iter().filter(|rule| rule.cells[0] == *head);
        let width = width.count();
        let is_cross = table.rules.chunks(width).enumerate().all(|(at, row)| {
            let heads = table.rules.iter().take(width);
            let is_row = row.iter().all(|rule| rule.cells[0] == row[0].cells[0]);
            is_row
                && row.len() == width
                && at * width < table.rules.len()
                && row
                    .iter()
                    .zip(heads)
                    .all(|(rule, head)| rule.cells[1] == head.cells[1])
        });
        table.cross = is_cross.then_some(width);
    }
    table.default = random.percent(55).then(|| results(random, model));
    table
}

/// Rules that divide one or two columns among themselves, sometimes not quite.
fn divided(random: &mut Random, model: &Model, results: Results<'_>) -> Table {
    let columns = some_columns(random, model, 2);
    let mut parts: Vec<Vec<String>> = columns
        .iter()
        .map(|name| parts(random, &model.column(name)))
        .collect();
    if random.percent(25) {
        let (at, name) = (random.below(columns.len()), random.below(3));
        let column = model.column(&columns[at]);
        let name = name % parts[at].len();
        parts[at][name] = cell(random, model, &column, 10);
    }
    let mut rows: Vec<Vec<String>> = vec![Vec::new()];
    for part in &parts {
        let extended = rows.iter().flat_map(|row| {
            part.iter()
                .map(move |cell| [row.as_slice(), std::slice::from_ref(cell)].concat())
        });
        rows = extended.collect();
    }
    let mut rules: Vec<Rule> = rows
        .into_iter()
        .map(|cells| Rule {
            id: String::new(),
            cells,
            results: results(random, model),
        })
        .collect();
    if random.percent(15) && rules.len() > 1 {
        rules.remove(random.below(rules.len()));
    }
    Table {
        columns,
        rules,
        ..Table::default()
    }
}

/// A truth that is analysed exactly.
fn derive(random: &mut Random, model: &Model, name: String) -> Derive {
    let (mut is, mut nullable) = comparison(random, model);
    match random.below(10) {
        0 => {
            let (other, may_be_null) = comparison(random, model);
            let word = random.pick(&["and", "or"]);
            is = format!("{is} {word} {other}");
            nullable |= may_be_null;
        }
        1 => is = format!("not ({is})"),
        2 => {
            let (other, may_be_null) = comparison(random, model);
            is = format!("if {is} then {other} else {}", random.percent(50));
            nullable |= may_be_null;
        }
        3 => {
            let factor = random.pick(&model.factors);
            is = format!("is_null({}) or {is}", factor.name);
        }
        _ => {}
    }
    if nullable && random.percent(60) {
        is = format!("coalesce({is}, {})", random.percent(30));
        nullable = false;
    }
    Derive { name, nullable, is }
}

/// A factor beside a constant, a parameter, a table or a factor with the same words, or a truth
/// that is there already; and whether it may be null.
fn comparison(random: &mut Random, model: &Model) -> (String, bool) {
    if !model.derives.is_empty() && random.percent(15) {
        let derive = random.pick(&model.derives);
        return (derive.name.clone(), derive.nullable);
    }
    let factor = random.pick(&model.factors).clone();
    let operand = operand(random, model, &factor);
    let comparison = match factor.kind.unit() {
        Some(_) => *random.pick(&["=", "!=", "<", "<=", ">", ">="]),
        None => *random.pick(&["=", "!="]),
    };
    let words = |column: &Column| matches!(column.kind, Kind::Category(_));
    let alike = model.factors.iter().filter(|it| words(it));
    let alike: Vec<_> = alike.collect();
    if words(&factor) && random.percent(15) {
        let other = random.pick(&alike);
        let is = format!("{} {comparison} {}", factor.name, other.name);
        return (is, factor.nullable || other.nullable);
    }
    let table = model.tables.iter().find(|it| it.output.name == operand);
    let nullable = factor.nullable || table.is_some_and(|it| it.output.nullable);
    (format!("{} {comparison} {operand}", factor.name), nullable)
}

fn guarantee(random: &mut Random, model: &Model, at: usize) -> String {
    let ordered: Vec<_> = model
        .factors
        .iter()
        .filter(|factor| factor.kind.unit().is_some())
        .collect();
    if random.percent(40) && !ordered.is_empty() {
        let direction = random.pick(&["rising", "falling"]);
        let mut moves = format!("{}: {direction}", random.pick(&ordered).name);
        let other = random.pick(&ordered);
        if !moves.starts_with(&other.name) && random.percent(30) {
            moves = format!("{moves}, {}: rising", other.name);
        }
        return format!("id: G{at}, more_cautious: {{{moves}}}");
    }
    let mut outcomes = OUTCOMES.to_vec();
    let (word, keep) = *random.pick(&[("never", 1), ("never", 2), ("always", 2), ("always", 3)]);
    while outcomes.len() > keep {
        outcomes.remove(random.below(outcomes.len()));
    }
    let names = some_columns(random, model, 2);
    let cells = names.iter().map(|name| {
        let cell = cell(random, model, &model.column(name), 5);
        format!("{name}: {}", quoted(&cell))
    });
    let cells: Vec<_> = cells.collect();
    let when = if random.percent(85) {
        format!(", when: {{{}}}", cells.join(", "))
    } else {
        String::new()
    };
    format!("id: G{at}, {word}: [{}]{when}", outcomes.join(", "))
}
