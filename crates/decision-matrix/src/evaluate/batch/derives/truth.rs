//! Booleans of an expression in a block of rows: one mask of the rows in which it is true, one of
//! those in which it is null.

use crate::compile::{BooleanNode, Node};
use crate::table::Ordering;

use super::super::row_mask::RowMask;
use super::column::{Column, Truth, Values};
use super::evaluator::Evaluator;

impl Truth {
    const NULL: Self = Self {
        yes: RowMask::NONE,
        nulls: RowMask::ALL,
    };

    fn constant(value: bool) -> Self {
        Self {
            yes: if value { RowMask::ALL } else { RowMask::NONE },
            nulls: RowMask::NONE,
        }
    }

    /// True in these rows, null in those.
    fn new(yes: &RowMask, nulls: RowMask) -> Self {
        Self {
            yes: yes.without(&nulls),
            nulls,
        }
    }

    /// Rows in which it is false.
    fn no(&self) -> RowMask {
        RowMask::ALL.without(&self.yes).without(&self.nulls)
    }

    fn negated(self) -> Self {
        Self {
            yes: self.no(),
            nulls: self.nulls,
        }
    }
}

impl Evaluator<'_, '_> {
    /// A boolean in the rows asked about.
    pub(super) fn truth(&mut self, node: &BooleanNode, active: &RowMask) -> Truth {
        match node {
            BooleanNode::Null => Truth::NULL,
            BooleanNode::Literal(value) => Truth::constant(*value),
            BooleanNode::Column(slot) => {
                let column = self.read(*slot, 0, active);
                let zero = self.between(&column.values, 0, 0);
                self.release(column.values);
                Truth::new(&RowMask::ALL.without(&zero), column.nulls)
            }
            BooleanNode::Not(a) => self.truth(a, active).negated(),
            BooleanNode::And(pair) => self.both(pair, active),
            BooleanNode::Or(pair) => self.either(pair, active),
            BooleanNode::CompareUnits(ordering, a, b) => {
                let (a, b) = (self.code(a, active), self.code(b, active));
                self.compared(*ordering, (a, b), active)
            }
            BooleanNode::CompareNumbers(ordering, pair) => {
                let (a, b) = (self.number(&pair.0, active), self.number(&pair.1, active));
                let (a, b) = self.aligned((a, active), (b, active));
                self.compared(*ordering, (a, b), active)
            }
            BooleanNode::CompareCodes(ordering, pair) => {
                let (a, b) = (self.code(&pair.0, active), self.code(&pair.1, active));
                self.compared(*ordering, (a, b), active)
            }
            BooleanNode::CompareWords(ordering, pair) => {
                let (a, b) = (self.code(&pair.0, active), self.code(&pair.1, active));
                let known = self.reaching(&a.values, 0);
                let same = self.compared(Ordering::Equal, (a, b), active);
                let same = Truth::new(&same.yes.and(&known), same.nulls);
                if *ordering == Ordering::Equal {
                    same
                } else {
                    same.negated()
                }
            }
            BooleanNode::CompareBooleans(ordering, pair) => {
                let (a, b) = (self.truth(&pair.0, active), self.truth(&pair.1, active));
                compared_truths(*ordering, a, b)
            }
            BooleanNode::If(parts) => self.chosen_truth(parts, active),
            BooleanNode::Coalesce(pair) => {
                let a = self.truth(&pair.0, active);
                let in_b = active.and(&a.nulls);
                if in_b.is_empty() {
                    return a;
                }
                let b = self.truth(&pair.1, &in_b);
                Truth {
                    yes: a.yes.or(&a.nulls.and(&b.yes)),
                    nulls: a.nulls.and(&b.nulls),
                }
            }
            BooleanNode::IsNull(a) => {
                let nulls = self.nulls_of(a, active);
                Truth::new(&nulls, RowMask::NONE)
            }
        }
    }

    /// `a and b`; `b` is needed where `a` is not false.
    fn both(&mut self, pair: &(BooleanNode, BooleanNode), active: &RowMask) -> Truth {
        let a = self.truth(&pair.0, active);
        let in_b = active.and(&a.yes.or(&a.nulls));
        if in_b.is_empty() {
            return Truth::constant(false);
        }
        let b = self.truth(&pair.1, &in_b);
        let unknown = a.nulls.and(&b.yes.or(&b.nulls));
        Truth::new(&a.yes.and(&b.yes), unknown.or(&a.yes.and(&b.nulls)))
    }

    /// `a or b`; `b` is needed where `a` is not true.
    fn either(&mut self, pair: &(BooleanNode, BooleanNode), active: &RowMask) -> Truth {
        let a = self.truth(&pair.0, active);
        let in_b = active.without(&a.yes);
        if in_b.is_empty() {
            return Truth::constant(true);
        }
        let b = self.truth(&pair.1, &in_b);
        let unknown = a.nulls.without(&b.yes);
        Truth::new(&a.yes.or(&b.yes), unknown.or(&a.no().and(&b.nulls)))
    }

    fn chosen_truth(
        &mut self,
        (condition, yes, no): &(BooleanNode, BooleanNode, BooleanNode),
        active: &RowMask,
    ) -> Truth {
        let condition = self.truth(condition, active);
        let (in_yes, in_no) = (active.and(&condition.yes), active.and(&condition.no()));
        let mut found = Truth {
            yes: RowMask::NONE,
            nulls: condition.nulls,
        };
        for (rows, branch) in [(in_yes, yes), (in_no, no)] {
            if !rows.is_empty() {
                let branch = self.truth(branch, &rows);
                found.yes = found.yes.or(&branch.yes.and(&rows));
                found.nulls = found.nulls.or(&branch.nulls.and(&rows));
            }
        }
        found
    }

    /// The rows in which an expression of any type is null.
    fn nulls_of(&mut self, node: &Node, active: &RowMask) -> RowMask {
        let column = match node {
            Node::Number(node) => self.number(node, active),
            Node::Code(node) => self.code(node, active),
            Node::Boolean(node) => return self.truth(node, active).nulls,
        };
        self.release(column.values);
        column.nulls
    }

    /// A comparison of two columns of one scale.
    fn compared(
        &mut self,
        ordering: Ordering,
        (a, b): (Column, Column),
        active: &RowMask,
    ) -> Truth {
        let nulls = a.nulls.or(&b.nulls);
        let (values, bound) = match (&a.values, &b.values) {
            (_, Values::Constant(bound)) => (a.values, *bound),
            (Values::Constant(bound), _) => {
                let bound = *bound;
                return self.compared_values(mirrored(ordering), b.values, bound, nulls);
            }
            _ => (self.added(a, b, true, active).values, 0),
        };
        self.compared_values(ordering, values, bound, nulls)
    }

    fn compared_values(
        &mut self,
        ordering: Ordering,
        values: Values,
        bound: i64,
        nulls: RowMask,
    ) -> Truth {
        let below = |rows: RowMask| RowMask::ALL.without(&rows);
        let above = |it: &Self| match bound.checked_add(1) {
            Some(next) => it.reaching(&values, next),
            None => RowMask::NONE,
        };
        let yes = match ordering {
            Ordering::Equal => self.between(&values, bound, bound),
            Ordering::NotEqual => below(self.between(&values, bound, bound)),
            Ordering::Less => below(self.reaching(&values, bound)),
            Ordering::GreaterOrEqual => self.reaching(&values, bound),
            Ordering::LessOrEqual => below(above(self)),
            Ordering::Greater => above(self),
        };
        self.release(values);
        Truth::new(&yes, nulls)
    }
}

/// The comparison with its sides exchanged.
fn mirrored(ordering: Ordering) -> Ordering {
    match ordering {
        Ordering::Equal | Ordering::NotEqual => ordering,
        Ordering::Less => Ordering::Greater,
        Ordering::LessOrEqual => Ordering::GreaterOrEqual,
        Ordering::Greater => Ordering::Less,
        Ordering::GreaterOrEqual => Ordering::LessOrEqual,
    }
}

/// False is less than true.
fn compared_truths(ordering: Ordering, a: Truth, b: Truth) -> Truth {
    let (less, greater) = (b.yes.without(&a.yes), a.yes.without(&b.yes));
    let all = RowMask::ALL;
    let yes = match ordering {
        Ordering::Equal => all.without(&less).without(&greater),
        Ordering::NotEqual => less.or(&greater),
        Ordering::Less => less,
        Ordering::LessOrEqual => all.without(&greater),
        Ordering::Greater => greater,
        Ordering::GreaterOrEqual => all.without(&less),
    };
    Truth::new(&yes, a.nulls.or(&b.nulls))
}
