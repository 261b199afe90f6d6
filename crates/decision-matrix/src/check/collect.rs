//! Collected results: how large a sum or a count can become, and how many sums there are.

use super::Checker;
use super::domains::holds;
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::NAMED_TABLE_RESULTS;
use crate::number;
use crate::source::matrix::{SourceBody, SourceTable};
use crate::table::{ColumnType, HitPolicy, ResultCell, RuleTable, TableIndex};

impl Checker<'_> {
    /// Reports a sum or a count that leaves the range or the domain of its output.
    pub(super) fn collected_range(
        &mut self,
        table: &SourceTable,
        output: &ColumnType,
        rules: &RuleTable<ResultCell>,
    ) {
        let values: Vec<i64> = rules
            .rules
            .iter()
            .filter_map(|rule| rule.result.value)
            .collect();
        let has_null = values.len() < rules.rules.len();
        let reachable = match rules.hit {
            HitPolicy::CollectSum => sums(&values),
            HitPolicy::CollectCount => counts(values.len(), has_null, output.scale),
            _ => return,
        };
        let limit = i128::from(number::limit(output.scale));
        let outside = reachable.iter().find(|value| {
            let in_domain = i64::try_from(**value).is_ok_and(|value| {
                output
                    .domain
                    .as_ref()
                    .is_none_or(|domain| holds(domain, value))
            });
            value.abs() > limit || !in_domain
        });
        if let Some(value) = outside {
            let name = &table.name;
            let message = format!(
                "`{}` can become {}, which its output does not permit",
                name.text,
                number::format_wide(*value, output.scale)
            );
            let diagnostic = Diagnostic::new(Code::SumOutOfRange, name.span, message)
                .with_table(&name.text)
                .with_help("widen the domain of the output, or lower the results");
            self.report(diagnostic);
        }
    }

    /// Whether a `collect sum` table has more different results than a cell may name. It is
    /// decided on the source, because a cell may stand above the table that it names.
    pub(super) fn too_many_results(&mut self, index: TableIndex) -> bool {
        if let Some(known) = self.too_many_results.get(&index) {
            return *known;
        }
        let too_many = self.count_results(index);
        self.too_many_results.insert(index, too_many);
        too_many
    }

    fn count_results(&mut self, index: TableIndex) -> bool {
        let source = self.source;
        let Some(table) = source.tables.get(index.0 as usize) else {
            return false;
        };
        let is_sum = table
            .hit
            .as_ref()
            .is_some_and(|hit| hit.text == "collect sum");
        let SourceBody::Rules { rules, .. } = &table.body else {
            return false;
        };
        let Some(output) = self
            .scope
            .column_type(crate::table::ColumnRef::Table(index))
            .cloned()
        else {
            return false;
        };
        if !is_sum {
            return false;
        }
        let found = self.found.len();
        let results = rules.iter().flat_map(|rule| rule.results.cells());
        let values: Vec<i64> = results
            .filter_map(|text| self.result(&output, text))
            .filter_map(|result| result.value)
            .collect();
        self.found.truncate(found);
        subset_sums(&values).is_none_or(|sums| sums.len() > NAMED_TABLE_RESULTS)
    }
}

/// Every sum over one or more of the values, or only the two extremes where there are too many.
fn sums(values: &[i64]) -> Vec<i128> {
    subset_sums(values).unwrap_or_else(|| vec![extreme(values, false), extreme(values, true)])
}

/// The smallest or the largest sum over one or more of the values.
fn extreme(values: &[i64], largest: bool) -> i128 {
    let values = values.iter().map(|value| i128::from(*value));
    let signed = values
        .clone()
        .filter(|value| (*value > 0) == largest && *value != 0);
    if signed.clone().next().is_some() {
        return signed.sum();
    }
    let nearest = if largest { values.max() } else { values.min() };
    nearest.unwrap_or_default()
}

/// Every sum over one or more of the values, rising; `None` where there are more than a cell may
/// name. Each step merges two sorted lists, so that the cost stays small for any table.
fn subset_sums(values: &[i64]) -> Option<Vec<i128>> {
    let mut sums: Vec<i128> = Vec::new();
    for value in values {
        let value = i128::from(*value);
        let mut with_value: Vec<i128> = sums.iter().map(|sum| sum + value).collect();
        with_value.insert(with_value.partition_point(|sum| *sum < value), value);
        sums.append(&mut with_value);
        sums.sort_unstable();
        sums.dedup();
        if sums.len() > NAMED_TABLE_RESULTS {
            return None;
        }
    }
    Some(sums)
}

/// Every count over one or more matching rules, in units of the output's scale.
fn counts(values: usize, has_null: bool, scale: u8) -> Vec<i128> {
    let unit = 10_i128.pow(u32::from(scale));
    let first = usize::from(!has_null);
    (first..=values)
        .map(|count| i128::from(super::index(count)) * unit)
        .collect()
}
