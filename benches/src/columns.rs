//! The claims of both workloads as columns of the caller: as narrow as their values permit, or with
//! 64 bits a value, and with a bit a value where values may be missing.

use decision_matrix::table::FactorIndex;
use decision_matrix::{
    ClaimColumns, ColumnValues, ColumnView, CompiledMatrix, Fact, Facts, Validity,
};

use crate::claims::Claim;
use crate::rules::FACTORS;

/// Columns that own their values.
#[derive(Clone, Debug, Default)]
pub struct OwnedColumns {
    columns: Vec<OwnedColumn>,
    len: usize,
}

#[derive(Clone, Debug)]
struct OwnedColumn {
    values: Values,
    /// One bit a value, least significant first, where values are missing.
    validity: Option<Vec<u8>>,
}

#[derive(Clone, Debug)]
enum Values {
    I8(Vec<i8>),
    I16(Vec<i16>),
    I32(Vec<i32>),
    I64(Vec<i64>),
}

impl OwnedColumns {
    /// The claims with 64 bits a value.
    pub fn wide(claims: &[Claim]) -> Self {
        Self::of_claims(claims, |values, _| Values::I64(values))
    }

    /// The claims with 8, 16 or 32 bits a value, as the largest value of each factor permits.
    pub fn narrow(claims: &[Claim]) -> Self {
        Self::of_claims(claims, |values, largest| {
            if largest <= i64::from(i8::MAX) {
                Values::I8(narrowed(&values))
            } else if largest <= i64::from(i16::MAX) {
                Values::I16(narrowed(&values))
            } else {
                Values::I32(narrowed(&values))
            }
        })
    }

    fn of_claims(claims: &[Claim], values: impl Fn(Vec<i64>, i64) -> Values) -> Self {
        let column = |(at, (_, largest)): (usize, &(&str, i64))| OwnedColumn {
            values: values(
                claims
                    .iter()
                    .filter_map(|claim| claim.get(at).copied())
                    .collect(),
                *largest,
            ),
            validity: None,
        };
        Self {
            columns: FACTORS.iter().enumerate().map(column).collect(),
            len: claims.len(),
        }
    }

    /// Facts without input faults, with 64 bits a value.
    pub fn of_facts(facts: &[Facts]) -> Self {
        let count = facts.first().map_or(0, |one| one.tables().factors.len());
        let column = |index| {
            let mut values = Vec::with_capacity(facts.len());
            let mut validity = vec![0_u8; facts.len().div_ceil(8)];
            for (row, claim) in facts.iter().enumerate() {
                let Fact::Value(value) = claim.fact(index) else {
                    values.push(0);
                    continue;
                };
                values.push(value);
                if let Some(byte) = validity.get_mut(row / 8) {
                    *byte |= 1 << (row % 8);
                }
            }
            OwnedColumn {
                values: Values::I64(values),
                validity: Some(validity),
            }
        };
        Self {
            columns: (0..).map(FactorIndex).take(count).map(column).collect(),
            len: facts.len(),
        }
    }

    /// The columns for a matrix of the same factors, not copied.
    pub fn borrowed(&self, matrix: &CompiledMatrix) -> ClaimColumns<'_> {
        let mut claims = matrix.claim_columns(self.len);
        for (index, column) in (0..).map(FactorIndex).zip(&self.columns) {
            let values = match &column.values {
                Values::I8(values) => ColumnValues::I8(values),
                Values::I16(values) => ColumnValues::I16(values),
                Values::I32(values) => ColumnValues::I32(values),
                Values::I64(values) => ColumnValues::I64(values),
            };
            let validity = column.validity.as_deref();
            claims.set(
                index,
                ColumnView {
                    values,
                    validity: validity.map(|bytes| Validity::new(bytes, 0)),
                },
            );
        }
        claims
    }

    /// How many claims there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no claim.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

/// Values that fit a narrower type.
fn narrowed<T: TryFrom<i64> + Default>(values: &[i64]) -> Vec<T> {
    values
        .iter()
        .map(|value| T::try_from(*value).unwrap_or_default())
        .collect()
}

#[cfg(test)]
mod tests {
    use decision_matrix::{Decision, DecisionColumns};

    use super::OwnedColumns;
    use crate::{DeskWorkload, Workload};

    #[test]
    fn columns_of_every_width_hold_the_same_claims() {
        let workload = Workload::new(100, 500);
        let expected: Vec<Decision> = workload.decisions();
        for columns in [
            OwnedColumns::wide(&workload.claims),
            OwnedColumns::narrow(&workload.claims),
            OwnedColumns::of_facts(&workload.facts),
        ] {
            let mut out = DecisionColumns::new();
            let claims = columns.borrowed(&workload.matrix);
            workload.matrix.decide_columns(&claims, &mut out);
            assert_eq!(out.iter().collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn missing_values_are_missing_in_columns() {
        let workload = DeskWorkload::new(100, 500);
        let columns = OwnedColumns::of_facts(&workload.facts);
        let mut out = DecisionColumns::new();
        let claims = columns.borrowed(&workload.matrix);
        workload.matrix.decide_columns(&claims, &mut out);
        assert_eq!(out.iter().collect::<Vec<_>>(), workload.decisions());
    }
}
