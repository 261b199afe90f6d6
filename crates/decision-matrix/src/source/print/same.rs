//! Whether two trees say the same, apart from places and from the layout of grids.

use super::GridKind;
use crate::source::cell::{CellSyntax, ItemSyntax, TestSyntax, ValueSyntax, parse};
use crate::source::grid::{parse_cross, parse_rules};
use crate::source::span::Text;
use crate::source::yaml::{Node, NodeValue, ScalarStyle};

/// Whether two trees say the same.
pub(super) fn node(left: &Node, right: &Node) -> bool {
    node_at(left, right, None)
}

fn node_at(left: &Node, right: &Node, key: Option<&str>) -> bool {
    match (&left.value, &right.value) {
        (NodeValue::Scalar(one), NodeValue::Scalar(other)) => {
            let is_literal = one.style == ScalarStyle::Literal;
            let kind = match key {
                Some("rules") if is_literal => Some(GridKind::Rules),
                Some("cells") if is_literal => Some(GridKind::Cross),
                _ => None,
            };
            one.style == other.style
                && (one.text == other.text || kind.is_some_and(|kind| grid(left, right, kind)))
        }
        (NodeValue::Sequence(one), NodeValue::Sequence(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| node_at(a, b, None))
        }
        (NodeValue::Mapping(one), NodeValue::Mapping(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(a, b)| {
                    a.key.text == b.key.text && node_at(&a.value, &b.value, Some(&a.key.text))
                })
        }
        _ => false,
    }
}

/// Whether two literal blocks are grids with the same cells and comments.
fn grid(left: &Node, right: &Node, kind: GridKind) -> bool {
    let (Some(left), Some(right)) = (left.text(), right.text()) else {
        return false;
    };
    if notes(&left.text) != notes(&right.text) {
        return false;
    }
    let (one, other) = match kind {
        GridKind::Rules => (rule_cells(&left), rule_cells(&right)),
        GridKind::Cross => (cross_cells(&left), cross_cells(&right)),
    };
    match (one, other) {
        (Some(one), Some(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(&other)
                    .all(|(a, b)| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| cell(a, b)))
        }
        _ => false,
    }
}

/// The comments of a grid.
fn notes(text: &str) -> Vec<&str> {
    text.lines()
        .map(str::trim)
        .filter(|line| line.starts_with('#'))
        .collect()
}

/// The lines of a rule grid without errors; the header's conditions and results apart, so that a
/// moved `||` shows.
fn rule_cells(text: &Text) -> Option<Vec<Vec<Text>>> {
    let (grid, diagnostics) = parse_rules(text);
    let grid = grid.filter(|_| diagnostics.is_empty())?;
    let mut lines = vec![grid.conditions, grid.results];
    for row in grid.rows {
        lines.push(
            std::iter::once(row.id)
                .chain(row.conditions)
                .chain(row.results)
                .collect(),
        );
    }
    Some(lines)
}

/// The lines of a cross-table without errors.
fn cross_cells(text: &Text) -> Option<Vec<Vec<Text>>> {
    let (grid, diagnostics) = parse_cross(text);
    let grid = grid.filter(|_| diagnostics.is_empty())?;
    let mut lines = vec![std::iter::once(grid.corner).chain(grid.columns).collect()];
    for row in grid.rows {
        lines.push(std::iter::once(row.header).chain(row.results).collect());
    }
    Some(lines)
}

fn cell(left: &Text, right: &Text) -> bool {
    if left.text == right.text {
        return true;
    }
    match (parse(left), parse(right)) {
        (Ok(CellSyntax::Any), Ok(CellSyntax::Any)) => true,
        (Ok(CellSyntax::Items(one)), Ok(CellSyntax::Items(other))) => all(&one, &other, item),
        _ => false,
    }
}

fn item(left: &ItemSyntax, right: &ItemSyntax) -> bool {
    match (left, right) {
        (ItemSyntax::Null, ItemSyntax::Null) | (ItemSyntax::NotNull, ItemSyntax::NotNull) => true,
        (ItemSyntax::Test(one), ItemSyntax::Test(other)) => test(one, other),
        (ItemSyntax::Not(one), ItemSyntax::Not(other)) => all(one, other, test),
        _ => false,
    }
}

fn test(left: &TestSyntax, right: &TestSyntax) -> bool {
    use TestSyntax::{Compare, Interval};
    match (left, right) {
        (Compare(one, a), Compare(other, b)) => one == other && value(a, b),
        (
            Interval {
                low,
                low_included,
                high,
                high_included,
            },
            Interval {
                low: l,
                low_included: li,
                high: h,
                high_included: hi,
            },
        ) => low_included == li && high_included == hi && value(low, l) && value(high, h),
        _ => false,
    }
}

fn value(left: &ValueSyntax, right: &ValueSyntax) -> bool {
    left.quoted == right.quoted && left.text == right.text
}

fn all<T>(left: &[T], right: &[T], is_same: impl Fn(&T, &T) -> bool) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(a, b)| is_same(a, b))
}
