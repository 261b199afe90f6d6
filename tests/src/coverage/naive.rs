//! What a claim shows, by asking the reference interpreter about every rule and every cell: each is
//! put into a decision of its own.

use decision_matrix::table::{
    Cell, ColumnRef, Conclusion, DecisionTables, HitPolicy, Outcome, ReasonIndex, Rule, RuleTable,
    TableIndex,
};
use decision_matrix::verify::{TableRef, Target};
use decision_matrix::{Facts, RuleRef, reference};

/// A matrix with every rule and every cell on its own.
pub(super) struct Oracle {
    tables: DecisionTables,
    rule_tables: Vec<Questions>,
}

struct Questions {
    table: TableRef,
    is_ordered: bool,
    /// The rules in asking order, each with its place.
    rules: Vec<(usize, Vec<Question>)>,
}

/// Whether a cell holds: a matrix that answers with its rule then.
struct Question {
    column: usize,
    tables: DecisionTables,
}

impl Oracle {
    pub(super) fn new(tables: &DecisionTables) -> Self {
        let mut rule_tables = Vec::new();
        for (at, table) in (0..).zip(&tables.tables) {
            let rank = |rule: &Rule<decision_matrix::table::ResultCell>| {
                let value = rule.result.value;
                (value.is_none(), value.unwrap_or_default())
            };
            let place = TableRef::Table(TableIndex(at));
            rule_tables.push(questions(tables, place, &table.rules, &rank));
        }
        let order = [
            Outcome::Escalate,
            Outcome::Review,
            Outcome::RequestInfo,
            Outcome::Decline,
            Outcome::ApproveProvisional,
            Outcome::Approve,
        ];
        let rank = |rule: &Rule<Conclusion>| {
            let at = order.iter().position(|it| *it == rule.result.outcome);
            (false, i64::try_from(at.unwrap()).unwrap())
        };
        rule_tables.push(questions(
            tables,
            TableRef::Decision,
            &tables.decision,
            &rank,
        ));
        Self {
            tables: tables.clone(),
            rule_tables,
        }
    }

    /// Everything that a claim shows.
    pub(super) fn shown(&self, facts: &Facts) -> Vec<Target> {
        let mut shown = Vec::new();
        if reference::decide(&self.tables, facts).fault.is_some() || facts.is_unreadable() {
            return shown;
        }
        for table in &self.rule_tables {
            for (rule, cells) in &table.rules {
                let fails = cells.iter().filter(|cell| !cell.holds(facts));
                let fails: Vec<usize> = fails.map(|cell| cell.column).collect();
                let target = |cell| Target {
                    table: table.table,
                    rule: *rule,
                    cell,
                };
                match fails.as_slice() {
                    [] => shown.push(target(None)),
                    [column] => shown.push(target(Some(*column))),
                    _ => {}
                }
                if fails.is_empty() && table.is_ordered {
                    break;
                }
            }
        }
        shown
    }
}

impl Question {
    fn holds(&self, facts: &Facts) -> bool {
        reference::decide(&self.tables, facts).rule == RuleRef::Rule(0)
    }
}

fn questions<R>(
    tables: &DecisionTables,
    table: TableRef,
    rules: &RuleTable<R>,
    rank: &dyn Fn(&Rule<R>) -> (bool, i64),
) -> Questions {
    let mut order: Vec<(usize, &Rule<R>)> = rules.rules.iter().enumerate().collect();
    if rules.hit == HitPolicy::Priority {
        order.sort_by_key(|(at, rule)| (rank(rule), *at));
    }
    let rules_in_order = order.into_iter().map(|(at, rule)| {
        let cells = rules.columns.iter().zip(&rule.cells).enumerate();
        let stated = cells.filter(|(_, (_, cell))| **cell != Cell::Any);
        let questions = stated.map(|(column, (reads, cell))| Question {
            column,
            tables: asking(tables, *reads, cell),
        });
        (at, questions.collect())
    });
    Questions {
        table,
        is_ordered: matches!(
            rules.hit,
            HitPolicy::First | HitPolicy::Any | HitPolicy::Priority
        ),
        rules: rules_in_order.collect(),
    }
}

/// The matrix with a decision of one rule of one cell.
fn asking(tables: &DecisionTables, column: ColumnRef, cell: &Cell) -> DecisionTables {
    let conclusion = Conclusion {
        outcome: Outcome::Review,
        reason: ReasonIndex(0),
        route: None,
        due_seconds: None,
    };
    let mut asking = tables.clone();
    asking.decision = RuleTable {
        hit: HitPolicy::First,
        columns: vec![column],
        rules: vec![Rule {
            id: "Q".to_owned(),
            cells: vec![cell.clone()],
            result: conclusion,
        }],
        default: Some(conclusion),
    };
    asking
}
