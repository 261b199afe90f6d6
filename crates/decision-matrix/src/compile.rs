//! From the checked matrix to a form that decides fast: values become classes, classes become bit
//! sets of rules. It reads [`crate::table`] only and knows no YAML and no claims.

mod block_table;
mod column_groups;
mod column_ranges;
mod decision;
mod expression;
mod hmac;
mod lookup;
mod packing;
mod partition;
mod residual;
mod rule_bits;
mod rule_mask;
mod rule_table;
mod schema;
mod value_set;

use std::sync::Arc;

use crate::table::{
    Audit, ColumnRef, ColumnType, Conclusion, DecisionTables, DeriveIndex, FactorIndex, ResultCell,
    RuleTable, TableIndex,
};

pub use decision::{AuditMark, Decision, DecisionReason, EngineReason, FaultSource, RuleRef};

pub(crate) use block_table::{BlockColumn, BlockTable};
pub(crate) use column_ranges::ColumnRanges;
pub(crate) use expression::{
    BooleanNode, CodeNode, CompiledDerive, Node, NumberNode, Part, Temporal,
};
pub(crate) use hmac::HmacKey;
pub(crate) use lookup::{GroupBits, Lookup, TakeEntry};
pub(crate) use packing::PackedField;
pub(crate) use residual::{ResidualCell, ResidualItem, ResidualOperand, ResidualTest, recoded};
pub(crate) use rule_bits::{LaterBlocks, LaterEntry, RuleBits};
pub(crate) use rule_mask::{BLOCK_WORDS, Block};
pub(crate) use rule_table::{CompiledTable, Hit};
pub(crate) use schema::{ClaimField, FactorSchema, Name, Schema};
pub(crate) use value_set::ValueSet;

use expression::Names;
use packing::Packing;
use rule_mask::{GROUP_SHARE, MASK_BYTES, class_limit};
use rule_table::{MaskLimits, ROW_MASK_BYTES, Results, TableCells};

/// The code of null in a column of `i64`.
///
/// INVARIANT: no value of any type reaches it; the largest magnitude is 10^18.
pub(crate) const NULL: i64 = i64::MIN;

/// What a matrix is compiled with.
#[derive(Clone, Copy, Debug)]
pub struct CompileConfig {
    /// The deployment's secret that chooses audits; without it no claim is chosen.
    pub audit_key: Option<[u8; 32]>,
}

/// A matrix that is ready to decide. It is shared between threads in an `Arc`.
#[derive(Debug)]
pub struct CompiledMatrix {
    pub(crate) schema: Arc<Schema>,
    /// Derives and tables, each after everything it reads.
    pub(crate) steps: Vec<Step>,
    /// The table `decision`.
    pub(crate) decision: CompiledTable,
    /// What each rule of `decision` says, in the order in which they are asked, then what holds
    /// where none matches.
    pub(crate) decisions: Arc<[Decision]>,
    /// Whether there is nothing but a table `decision` whose first candidate answers: no step, no
    /// time in force, no audit.
    pub(crate) is_one_question: bool,
    /// How many values the steps compute.
    pub(crate) computed_count: usize,
    /// The factors that are read row by row in a batch, sorted.
    pub(crate) row_factors: Vec<usize>,
    /// Between which ends the values of columns lie.
    pub(crate) ranges: ColumnRanges,
    /// The random check of approvals, where there is one and a key for it.
    pub(crate) audit: Option<AuditPlan>,
}

/// One derive or table.
#[derive(Debug)]
pub(crate) struct Step {
    /// Where its value goes.
    pub(crate) target: usize,
    /// What it computes.
    pub(crate) kind: StepKind,
}

/// What a step computes.
#[derive(Debug)]
pub(crate) enum StepKind {
    /// A derived factor.
    Derive(DeriveIndex, CompiledDerive),
    /// A table.
    Table(TableIndex, Box<CompiledTable>),
}

/// The choice of audits.
#[derive(Debug)]
pub(crate) struct AuditPlan {
    pub(crate) audit: Audit,
    pub(crate) key: HmacKey,
}

/// Where the value of a column is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    /// Among the facts.
    Factor(u32),
    /// Among the computed values: derives, then tables.
    Computed(u32),
}

/// Columns to slots.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SlotMap {
    derive_count: u32,
}

impl SlotMap {
    /// The slots of a matrix.
    pub(crate) fn new(tables: &DecisionTables) -> Self {
        Self {
            derive_count: u32::try_from(tables.derives.len()).unwrap_or(u32::MAX),
        }
    }

    /// The slot of a column.
    pub(crate) fn column(self, column: ColumnRef) -> Slot {
        match column {
            ColumnRef::Factor(FactorIndex(index)) => Slot::Factor(index),
            ColumnRef::Derive(DeriveIndex(index)) => Slot::Computed(index),
            ColumnRef::Table(index) => self.table(index),
        }
    }

    /// The slot of a table.
    pub(crate) fn table(self, index: TableIndex) -> Slot {
        Slot::Computed(self.derive_count.saturating_add(index.0))
    }
}

impl CompiledMatrix {
    /// Compiles a checked matrix.
    pub fn new(tables: Arc<DecisionTables>, config: &CompileConfig) -> Self {
        Self::with_mask_budget(tables, config, MASK_BYTES)
    }

    /// Compiles a checked matrix with another memory for its bit sets than 64 MiB, in bytes. The
    /// decisions do not depend on it, their speed does.
    pub fn with_mask_budget(
        tables: Arc<DecisionTables>,
        config: &CompileConfig,
        mask_bytes: usize,
    ) -> Self {
        let slots = SlotMap::new(&tables);
        let packing = Packing::new(&tables);
        let results: Vec<_> = tables
            .tables
            .iter()
            .map(|it| table_results(&it.rules, &it.output))
            .collect();
        let cells: Vec<_> = tables
            .tables
            .iter()
            .zip(&results)
            .map(|(table, results)| TableCells::new(&table.rules, &results.ranks, &tables, slots))
            .collect();
        let decision_results = decision_results(&tables.decision);
        let decision = TableCells::new(&tables.decision, &decision_results.ranks, &tables, slots);
        let wishes: Vec<_> = cells
            .iter()
            .flat_map(TableCells::wishes)
            .chain(decision.wishes())
            .collect();
        let limits = MaskLimits {
            classes: class_limit(&wishes, mask_bytes),
            row_masks: mask_bytes / ROW_MASK_BYTES,
            group_bytes: mask_bytes / GROUP_SHARE,
        };
        let mut compiled: Vec<_> = tables
            .tables
            .iter()
            .zip(cells)
            .zip(results)
            .map(|((table, cells), results)| {
                Some(cells.compile(table.rules.hit, &results, limits, slots, &packing))
            })
            .collect();
        let decision = decision.compile(
            tables.decision.hit,
            &decision_results,
            limits,
            slots,
            &packing,
        );
        let steps = steps(&tables, slots, &mut compiled);
        let audit = AuditPlan::new(&tables, config);
        Self {
            is_one_question: decision.is_plain
                && steps.is_empty()
                && tables.effective.is_none()
                && audit.is_none(),
            row_factors: row_factors(&steps, &decision),
            ranges: ColumnRanges::new(&tables),
            decisions: decisions(&tables.decision, &decision.places),
            steps,
            decision,
            computed_count: tables.derives.len() + tables.tables.len(),
            audit,
            schema: Arc::new(Schema::new(tables)),
        }
    }

    /// The checked matrix.
    pub fn tables(&self) -> &DecisionTables {
        self.schema.tables()
    }
}

impl AuditPlan {
    /// The choice of audits, where the matrix has one and there is a key.
    fn new(tables: &DecisionTables, config: &CompileConfig) -> Option<Self> {
        let (audit, key) = tables.audit.clone().zip(config.audit_key)?;
        Some(Self {
            audit,
            key: HmacKey::new(&key),
        })
    }
}

/// What is computed before the decision, in its order.
fn steps(
    tables: &DecisionTables,
    slots: SlotMap,
    compiled: &mut [Option<CompiledTable>],
) -> Vec<Step> {
    let names = Names {
        tables,
        slots: &slots,
    };
    let steps = tables.order.iter().filter_map(|column| {
        let Slot::Computed(target) = slots.column(*column) else {
            return None;
        };
        let kind = match column {
            ColumnRef::Factor(_) => return None,
            ColumnRef::Derive(index) => {
                let derive = tables.derives.get(index.0 as usize)?;
                StepKind::Derive(*index, CompiledDerive::new(derive, &names))
            }
            ColumnRef::Table(index) => {
                let table = compiled.get_mut(index.0 as usize)?.take()?;
                StepKind::Table(*index, Box::new(table))
            }
        };
        Some(Step {
            target: target as usize,
            kind,
        })
    });
    steps.collect()
}

/// The factors that tables read row by row.
fn row_factors(steps: &[Step], decision: &CompiledTable) -> Vec<usize> {
    let asked = steps.iter().filter_map(|step| match &step.kind {
        StepKind::Table(_, table) => Some(table.as_ref()),
        StepKind::Derive(..) => None,
    });
    let tested = asked.chain([decision]).flat_map(|table| &table.row_factors);
    let mut factors: Vec<usize> = tested.copied().collect();
    factors.sort_unstable();
    factors.dedup();
    factors
}

/// What each rule of `decision` says, in the order of `places`, then what the default says.
fn decisions(table: &RuleTable<Conclusion>, places: &[u32]) -> Arc<[Decision]> {
    let rules = places.iter().filter_map(|place| {
        let rule = table.rules.get(*place as usize)?;
        Some(Decision::of_rule(RuleRef::Rule(*place), rule.result))
    });
    let default = match table.default {
        Some(default) => Decision::of_rule(RuleRef::Default, default),
        None => Decision::INCOMPLETE,
    };
    rules.chain([default]).collect()
}

/// The results of an intermediate table.
fn table_results(table: &RuleTable<ResultCell>, output: &ColumnType) -> Results {
    let code = |cell: &ResultCell| cell.value.unwrap_or(NULL);
    let values: Vec<i64> = table.rules.iter().map(|rule| code(&rule.result)).collect();
    Results {
        ranks: values
            .iter()
            .map(|value| if *value == NULL { i64::MAX } else { *value })
            .collect(),
        default: table.default.as_ref().map(code),
        unit: 10_i64.saturating_pow(u32::from(output.scale)),
        values,
    }
}

/// The results of `decision`: equal conclusions have equal numbers.
fn decision_results(table: &RuleTable<Conclusion>) -> Results {
    let key = |it: &Conclusion| (it.outcome.priority(), it.reason, it.route, it.due_seconds);
    let mut distinct: Vec<_> = table.rules.iter().map(|rule| key(&rule.result)).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let number = |it: &Conclusion| {
        let at = distinct.binary_search(&key(it)).unwrap_or_else(|at| at);
        i64::try_from(at).unwrap_or(i64::MAX)
    };
    Results {
        values: table
            .rules
            .iter()
            .map(|rule| number(&rule.result))
            .collect(),
        ranks: table
            .rules
            .iter()
            .map(|rule| i64::from(rule.result.outcome.priority()))
            .collect(),
        default: table.default.as_ref().map(|_| NULL),
        unit: 1,
    }
}
