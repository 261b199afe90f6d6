//! Borrowed columns decide as facts do: any width, bits of validity at any offset, values outside
//! of the domain, missing values, rows that are no claims, one thread or many.

use std::sync::Arc;

use decision_matrix::table::{DecisionTables, FactorIndex, ValueType};
use decision_matrix::{
    BatchConfig, ClaimColumns, ColumnValues, ColumnView, CompiledMatrix, Decision, DecisionColumns,
    Fact, Facts, InputFault, Instructions, RawValue, Validity, reference,
};

use super::NO_AUDIT;
use crate::strategies::{Random, Shape, fill, matrix};

/// The values of a factor in every claim, as a file would hold them.
struct Column {
    factor: FactorIndex,
    /// What stands where there is no value is drawn too.
    narrow: Vec<i8>,
    wide: Vec<i64>,
    validity: Vec<u8>,
    offset: usize,
    is_narrow: bool,
    faults: Vec<(usize, InputFault)>,
}

impl Column {
    fn new(factor: FactorIndex, facts: &[Facts], random: &mut Random) -> Self {
        let offset = random.below(70);
        let mut column = Self {
            factor,
            narrow: Vec::new(),
            wide: Vec::new(),
            validity: vec![0; (offset + facts.len()).div_ceil(8)],
            offset,
            is_narrow: true,
            faults: Vec::new(),
        };
        for (row, facts) in facts.iter().enumerate() {
            let junk = i64::from(i8::try_from(random.below(200)).unwrap_or(-7));
            let value = match facts.fact(factor) {
                Fact::Value(value) => Some(value),
                Fact::Null | Fact::Fault(InputFault::Missing) => None,
                Fact::Fault(fault) => {
                    column.faults.push((row, fault));
                    None
                }
            };
            if value.is_some() {
                column.validity[(offset + row) / 8] |= 1 << ((offset + row) % 8);
            }
            let value = value.unwrap_or(junk);
            column.wide.push(value);
            column.is_narrow &= i8::try_from(value).is_ok();
            column.narrow.push(i8::try_from(value).unwrap_or_default());
        }
        column
    }

    fn view(&self) -> ColumnView<'_> {
        ColumnView {
            values: if self.is_narrow {
                ColumnValues::I8(&self.narrow)
            } else {
                ColumnValues::I64(&self.wide)
            },
            validity: Some(Validity::new(&self.validity, self.offset)),
        }
    }
}

/// Sets some values that their factor does not permit.
fn spoil(random: &mut Random, facts: &mut Facts) {
    let factors = facts.tables().factors.len();
    for index in 0..u32::try_from(factors).unwrap() {
        let factor = FactorIndex(index);
        match random.below(60) {
            0 => facts.set(factor, RawValue::Null),
            1 => facts.set(factor, RawValue::Other),
            2 => facts.set(
                factor,
                RawValue::Decimal {
                    mantissa: i128::MAX,
                    scale: 0,
                },
            ),
            _ => {}
        }
    }
    if random.below(40) == 0 {
        facts.mark_unreadable();
    }
}

fn borrowed<'a>(
    compiled: &CompiledMatrix,
    columns: &'a [Column],
    facts: &[Facts],
) -> ClaimColumns<'a> {
    let mut claims = compiled.claim_columns(facts.len());
    for column in columns {
        claims.set(column.factor, column.view());
        for (row, fault) in &column.faults {
            claims.set_fault(*row, column.factor, *fault);
        }
    }
    for (row, _) in facts
        .iter()
        .enumerate()
        .filter(|(_, it)| it.is_unreadable())
    {
        claims.set_unreadable(row);
    }
    claims
}

fn check_seed(seed: u64, rules: usize, rows: usize) -> bool {
    let mut random = Random::new(seed);
    let shape = Shape {
        rules,
        factors: 6,
        computed: 4,
        derive_percent: 50,
    };
    let tables = Arc::new(matrix(&mut random, shape));
    let is_text = |it: &&decision_matrix::table::Factor| it.column.value_type == ValueType::Text;
    if tables.effective.is_some() || tables.factors.iter().any(|it| is_text(&it)) {
        return false;
    }
    let compiled = CompiledMatrix::new(Arc::clone(&tables), &NO_AUDIT);
    let mut facts = Vec::new();
    for _ in 0..rows {
        let mut claim = compiled.facts();
        fill(&mut random, &tables, &mut claim);
        spoil(&mut random, &mut claim);
        facts.push(claim);
    }
    let expected: Vec<Decision> = facts
        .iter()
        .map(|claim| reference::decide(&tables, claim))
        .collect();
    let factors = (0..).map(FactorIndex).take(tables.factors.len());
    let columns: Vec<_> = factors
        .map(|factor| Column::new(factor, &facts, &mut random))
        .collect();
    let claims = borrowed(&compiled, &columns, &facts);
    let mut out = DecisionColumns::new();
    for instructions in Instructions::all() {
        for block_rows in [7, 512] {
            let config = BatchConfig {
                block_rows,
                instructions,
            };
            compiled.decide_columns_with(&claims, &mut out, config);
            assert!(
                out.iter().eq(expected.iter().copied()),
                "seed {seed}, {config:?}"
            );
        }
    }
    let (start, end) = (random.below(rows), rows - rows / 5);
    let part = claims.rows(start.min(end)..end);
    compiled.decide_columns_parallel(&part, &mut out);
    let wanted = &expected[start.min(end)..end];
    assert!(out.iter().eq(wanted.iter().copied()), "seed {seed}, rows");
    true
}

#[test]
fn borrowed_columns_decide_as_facts_do() {
    let seeds = 300 * u64::from(super::soak_factor());
    let decided = (0..seeds).filter(|seed| check_seed(*seed, 9, 700)).count();
    assert!(decided * 4 > usize::try_from(seeds).unwrap(), "{decided}");
    let large = (0..seeds / 10).filter(|seed| check_seed(*seed, 400, 600));
    assert!(large.count() > 0);
}

#[test]
fn a_range_for_each_thread_is_joined_in_order() {
    let (mut timed, mut timeless) = (0, 0);
    for seed in 0..100 {
        let shape = Shape {
            rules: 20,
            factors: 4,
            computed: 0,
            derive_percent: 50,
        };
        let tables = Arc::new(matrix(&mut Random::new(seed), shape));
        let seen = if tables.effective.is_some() {
            &mut timed
        } else {
            &mut timeless
        };
        *seen += 1;
        if *seen == 1 {
            joined_in_order(&tables);
        }
    }
    assert!(timed > 0 && timeless > 0);
}

fn joined_in_order(tables: &Arc<DecisionTables>) {
    let compiled = CompiledMatrix::new(Arc::clone(tables), &NO_AUDIT);
    let mut random = Random::new(1);
    let mut columns = compiled.columns();
    let mut claim = compiled.facts();
    for _ in 0..70_000 {
        fill(&mut random, tables, &mut claim);
        spoil(&mut random, &mut claim);
        columns.push(&claim);
    }
    let (mut one, mut many) = (DecisionColumns::new(), DecisionColumns::new());
    compiled.decide_batch(&columns, &mut one);
    compiled.decide_batch_parallel(&columns, &mut many);
    assert_eq!(many.len(), 70_000);
    assert!(one.iter().any(|decision| decision.fault.is_none()));
    assert!(one.iter().eq(many.iter()));
}
