//! Random expressions of a wanted type.

use decision_matrix::table::{
    Arithmetic, ColumnRef, ColumnType, DecisionTables, Expr, ExprKind, ExprType, Ordering,
    ParameterIndex, ValueType,
};

use super::Random;
use super::cells::{codes, near};
use super::matrices::pool;

/// Draws expressions over the columns that are there.
pub(crate) struct Expressions<'a> {
    pub(crate) tables: &'a DecisionTables,
    pub(crate) columns: &'a [ColumnRef],
    pub(crate) random: &'a mut Random,
}

/// Deepest nesting.
const DEPTH: usize = 4;

impl Expressions<'_> {
    /// An expression whose values a column of this type can take.
    pub(crate) fn of_column(&mut self, column: &ColumnType) -> Expr {
        self.draw(&expression_type(column), DEPTH)
    }

    fn draw(&mut self, wanted: &ExprType, depth: usize) -> Expr {
        if depth == 0 || self.random.percent(20) {
            return self.leaf(wanted);
        }
        let depth = depth - 1;
        let kind = match self.random.below(8) {
            0 => ExprKind::If(
                self.boxed(&ExprType::Boolean, depth),
                self.boxed(wanted, depth),
                self.boxed(wanted, depth),
            ),
            1 => ExprKind::Coalesce(self.boxed(wanted, depth), self.boxed(wanted, depth)),
            _ => match wanted {
                ExprType::Number => self.number(depth),
                ExprType::Boolean => self.boolean(depth),
                ExprType::Date | ExprType::Timestamp | ExprType::Duration => {
                    self.temporal(wanted, depth)
                }
                ExprType::Category(_) | ExprType::Text => return self.leaf(wanted),
            },
        };
        expr(kind, wanted)
    }

    fn boxed(&mut self, wanted: &ExprType, depth: usize) -> Box<Expr> {
        Box::new(self.draw(wanted, depth))
    }

    fn several(&mut self, wanted: &ExprType, depth: usize) -> Vec<Expr> {
        (0..=self.random.below(3))
            .map(|_| self.draw(wanted, depth))
            .collect()
    }

    fn number(&mut self, depth: usize) -> ExprKind {
        let number = ExprType::Number;
        let moment = if self.random.percent(50) {
            ExprType::Date
        } else {
            ExprType::Timestamp
        };
        match self.random.below(14) {
            0 => ExprKind::Negate(self.boxed(&number, depth)),
            1 => ExprKind::Abs(self.boxed(&number, depth)),
            2 => ExprKind::Round(
                self.boxed(&number, depth),
                u8::try_from(self.random.below(10)).unwrap(),
            ),
            3 => ExprKind::Min(self.several(&number, depth)),
            4 => ExprKind::Max(self.several(&number, depth)),
            5 => ExprKind::Days(self.boxed(&ExprType::Duration, depth)),
            6 => ExprKind::Year(self.boxed(&moment, depth)),
            7 => ExprKind::Month(self.boxed(&moment, depth)),
            8 => ExprKind::Weekday(self.boxed(&moment, depth)),
            _ => {
                let operators = [
                    Arithmetic::Add,
                    Arithmetic::Subtract,
                    Arithmetic::Multiply,
                    Arithmetic::Divide,
                ];
                let operator = *self.random.pick(&operators);
                ExprKind::Arithmetic(
                    operator,
                    self.boxed(&number, depth),
                    self.boxed(&number, depth),
                )
            }
        }
    }

    fn boolean(&mut self, depth: usize) -> ExprKind {
        let boolean = ExprType::Boolean;
        match self.random.below(9) {
            0 => ExprKind::Not(self.boxed(&boolean, depth)),
            1 | 2 => ExprKind::And(self.boxed(&boolean, depth), self.boxed(&boolean, depth)),
            3 | 4 => ExprKind::Or(self.boxed(&boolean, depth), self.boxed(&boolean, depth)),
            5 => {
                let any = self.any_type();
                ExprKind::IsNull(self.boxed(&any, depth))
            }
            _ => self.comparison(depth),
        }
    }

    fn comparison(&mut self, depth: usize) -> ExprKind {
        let compared = self.any_type();
        let ordered = !matches!(
            compared,
            ExprType::Boolean | ExprType::Category(_) | ExprType::Text
        );
        let orderings = [
            Ordering::Equal,
            Ordering::NotEqual,
            Ordering::Less,
            Ordering::LessOrEqual,
            Ordering::Greater,
            Ordering::GreaterOrEqual,
        ];
        let ordering = *self
            .random
            .pick(if ordered { &orderings } else { &orderings[..2] });
        ExprKind::Compare(
            ordering,
            self.boxed(&compared, depth),
            self.boxed(&compared, depth),
        )
    }

    fn temporal(&mut self, wanted: &ExprType, depth: usize) -> ExprKind {
        let operator = *self.random.pick(&[Arithmetic::Add, Arithmetic::Subtract]);
        let duration = ExprType::Duration;
        match (wanted, self.random.below(8)) {
            (_, 0) => ExprKind::Min(self.several(wanted, depth)),
            (_, 1) => ExprKind::Max(self.several(wanted, depth)),
            (ExprType::Duration, 2) => ExprKind::Negate(self.boxed(wanted, depth)),
            (ExprType::Duration, 3) => ExprKind::Abs(self.boxed(wanted, depth)),
            (ExprType::Duration, 4) => {
                let (a, b) = (
                    self.boxed(&ExprType::Date, depth),
                    self.boxed(&ExprType::Date, depth),
                );
                ExprKind::Arithmetic(Arithmetic::Subtract, a, b)
            }
            (ExprType::Duration, 5) => {
                let (a, b) = (
                    self.boxed(&ExprType::Timestamp, depth),
                    self.boxed(&ExprType::Timestamp, depth),
                );
                ExprKind::Arithmetic(Arithmetic::Subtract, a, b)
            }
            (_, 6) => ExprKind::Arithmetic(
                Arithmetic::Add,
                self.boxed(&duration, depth),
                self.boxed(wanted, depth),
            ),
            _ => ExprKind::Arithmetic(
                operator,
                self.boxed(wanted, depth),
                self.boxed(&duration, depth),
            ),
        }
    }

    /// The type of some column, or number.
    fn any_type(&mut self) -> ExprType {
        let column = *self.random.pick(self.columns);
        self.tables
            .column_type(column)
            .map_or(ExprType::Number, expression_type)
    }

    /// A column, a parameter or a literal.
    fn leaf(&mut self, wanted: &ExprType) -> Expr {
        let fits = |column: &ColumnType| expression_type(column) == *wanted;
        let columns: Vec<_> = self
            .columns
            .iter()
            .filter(|it| self.tables.column_type(**it).is_some_and(fits))
            .collect();
        let parameters: Vec<_> = (0..)
            .map(ParameterIndex)
            .zip(&self.tables.parameters)
            .filter(|(_, it)| fits(&it.column))
            .collect();
        let kind = match self.random.below(10) {
            0..=5 if !columns.is_empty() => ExprKind::Column(**self.random.pick(&columns)),
            6 | 7 if !parameters.is_empty() => ExprKind::Parameter(self.random.pick(&parameters).0),
            8 => ExprKind::Null,
            _ => match self.foreign_word(wanted) {
                Some(kind) => kind,
                None => self.literal(wanted),
            },
        };
        expr(kind, wanted)
    }

    /// A category column of another list of words.
    fn foreign_word(&mut self, wanted: &ExprType) -> Option<ExprKind> {
        let ExprType::Category(to) = wanted else {
            return None;
        };
        let types = self
            .columns
            .iter()
            .filter_map(|it| Some((*it, self.tables.column_type(*it)?)));
        let foreign: Vec<_> = types
            .filter_map(|(column, it)| match &it.value_type {
                ValueType::Category(from) if from != to => Some((column, from)),
                _ => None,
            })
            .collect();
        if foreign.is_empty() || self.random.percent(50) {
            return None;
        }
        let (column, from) = self.random.pick(&foreign);
        let read = expr(
            ExprKind::Column(*column),
            &ExprType::Category((*from).clone()),
        );
        Some(ExprKind::Recode(Box::new(read), codes(from, to)))
    }

    fn literal(&mut self, wanted: &ExprType) -> ExprKind {
        let numbers = [
            (0, 0),
            (1, 0),
            (-3, 0),
            (25, 2),
            (1, 9),
            (333_333_333, 9),
            (1 << 100, 0),
            (10_i128.pow(38), 9),
        ];
        let value_type = match wanted {
            ExprType::Number => {
                let (mantissa, scale) = *self.random.pick(&numbers);
                return ExprKind::Number(mantissa, scale);
            }
            ExprType::Boolean => ValueType::Boolean,
            ExprType::Category(words) => ValueType::Category(words.clone()),
            ExprType::Text => ValueType::Text,
            ExprType::Date => ValueType::Date,
            ExprType::Timestamp => ValueType::Timestamp,
            ExprType::Duration => ValueType::Duration,
        };
        let column = ColumnType {
            value_type,
            scale: 0,
            nullable: false,
            domain: None,
        };
        let value = if self.random.percent(50) {
            *self.random.pick(&pool(&column))
        } else {
            near(self.random, &column)
        };
        let pool = pool(&column);
        let (first, last) = (
            pool.first().copied().unwrap_or(0),
            pool.last().copied().unwrap_or(0),
        );
        ExprKind::Code(value.clamp(first, last))
    }
}

fn expr(kind: ExprKind, value_type: &ExprType) -> Expr {
    Expr {
        kind,
        value_type: value_type.clone(),
        nullable: true,
    }
}

fn expression_type(column: &ColumnType) -> ExprType {
    match &column.value_type {
        ValueType::Money | ValueType::Decimal | ValueType::Integer => ExprType::Number,
        ValueType::Boolean => ExprType::Boolean,
        ValueType::Category(words) => ExprType::Category(words.clone()),
        ValueType::Text => ExprType::Text,
        ValueType::Date => ExprType::Date,
        ValueType::Timestamp => ExprType::Timestamp,
        ValueType::Duration => ExprType::Duration,
    }
}
