//! What values a column has: type keys of factors, parameters, derives and outputs.

use super::Checker;
use super::domains;
use super::literals::literal;
use super::names::{Name, choice, is_word, unknown};
use crate::calendar::parse_duration;
use crate::diagnostic::{Code, Diagnostic};
use crate::limits;
use crate::source::cell::Comparison;
use crate::source::matrix::{SourceFactor, SourceHistory, SourceParameter, SourceType};
use crate::source::span::{Span, Text};
use crate::source::suggest::closest;
use crate::table::{
    Cell, ColumnRef, ColumnType, Factor, FactorIndex, History, HistoryEvents, HistoryFunction,
    Item, KeyIndex, Operand, Parameter, ParameterTune, Test, ValueType,
};

impl Checker<'_> {
    /// Every factor; its type enters the scope.
    pub(super) fn factors(&mut self) -> Option<Vec<Factor>> {
        let source = self.source;
        let types: Vec<_> = source
            .factors
            .iter()
            .map(|factor| self.column_type_of(&factor.value_type))
            .collect();
        self.scope.factor_types.clone_from(&types);
        let factors: Vec<_> = source
            .factors
            .iter()
            .zip(types)
            .enumerate()
            .map(|(position, (factor, column))| self.factor(position, factor, column))
            .collect();
        super::all(factors)
    }

    fn factor(
        &mut self,
        position: usize,
        factor: &SourceFactor,
        column: Option<ColumnType>,
    ) -> Option<Factor> {
        let history = factor
            .history
            .as_ref()
            .map(|history| self.history(history, column.as_ref()));
        let mut column = column?;
        let history = match history {
            None => None,
            Some(history) => Some(history?),
        };
        if history
            .as_ref()
            .is_some_and(|it| it.function != HistoryFunction::Sum)
            && column.domain.is_none()
        {
            column.domain = Some(not_negative());
            if let Some(slot) = self.scope.factor_types.get_mut(position) {
                *slot = Some(column.clone());
            }
        }
        Some(Factor {
            name: factor.name.text.clone(),
            column,
            changeable: factor.changeable,
            sensitive: factor.sensitive,
            unit: super::plain(factor.unit.as_ref()),
            label: super::plain(factor.label.as_ref()),
            history,
        })
    }

    fn history(&mut self, history: &SourceHistory, column: Option<&ColumnType>) -> Option<History> {
        let functions = [
            ("count", HistoryFunction::Count),
            ("sum", HistoryFunction::Sum),
            ("age_of_last", HistoryFunction::AgeOfLast),
        ];
        let events = [
            ("claims", HistoryEvents::Claims),
            ("approvals", HistoryEvents::Approvals),
            ("reviews", HistoryEvents::Reviews),
            ("justified", HistoryEvents::Justified),
            ("unjustified", HistoryEvents::Unjustified),
        ];
        let function = self.choose(&history.function, "function of history", &functions);
        let of = self.choose(&history.of, "kind of event", &events);
        let per = self.history_key(&history.per);
        let window = self.history_window(&history.window);
        let function = function?;
        let field = self.history_field(history, function, column);
        self.history_type(history, function, column?);
        Some(History {
            function,
            of: of?,
            field: field?,
            per: per?,
            window_seconds: window?,
        })
    }

    #[expect(
        clippy::option_option,
        reason = "`all` and an error are different answers"
    )]
    fn history_key(&mut self, text: &Text) -> Option<Option<KeyIndex>> {
        if text.text == "all" {
            return Some(None);
        }
        if text.text == "claim" || text.text == "time" {
            let message = format!("history cannot be counted per `{}`", text.text);
            let diagnostic = Diagnostic::new(Code::BadValue, text.span, message)
                .with_help("name a key that several claims share, like `customer`, or `all`");
            return self.refuse(diagnostic);
        }
        self.key_position(text)
            .map(|position| Some(KeyIndex(super::index(position))))
    }

    fn history_window(&mut self, text: &Text) -> Option<i64> {
        match parse_duration(&text.text) {
            Ok(seconds) if seconds > 0 => Some(seconds),
            Ok(_) => {
                let message = format!("the window `{}` is not longer than nothing", text.text);
                self.refuse(Diagnostic::new(Code::BadValue, text.span, message))
            }
            Err(problem) => {
                let message = format!("`{}` is not a duration", text.text);
                let diagnostic = Diagnostic::new(Code::BadLiteral, text.span, message);
                self.refuse(diagnostic.with_help(problem.to_string()))
            }
        }
    }

    #[expect(
        clippy::option_option,
        reason = "absence and error are different answers"
    )]
    fn history_field(
        &mut self,
        history: &SourceHistory,
        function: HistoryFunction,
        column: Option<&ColumnType>,
    ) -> Option<Option<FactorIndex>> {
        let Some(field) = history
            .field
            .as_ref()
            .filter(|_| function == HistoryFunction::Sum)
        else {
            if function != HistoryFunction::Sum {
                return Some(None);
            }
            let message = "a sum over history needs the `field` that is added up";
            return self.refuse(Diagnostic::new(Code::MissingKey, history.span, message));
        };
        let Some(Name::Column(ColumnRef::Factor(index))) = self.scope.find(&field.text) else {
            let factors = self
                .source
                .factors
                .iter()
                .map(|factor| factor.name.text.as_str());
            let diagnostic = unknown(field, "factor", closest(&field.text, factors));
            return self.refuse(diagnostic);
        };
        let field_type = self.scope.column_type(ColumnRef::Factor(index));
        if let Some((own, other)) = column.zip(field_type)
            && (!same_type(own, other) || own.scale != other.scale || !own.value_type.is_number())
        {
            let message = format!(
                "`{}` cannot be added up to {}",
                field.text,
                own.value_type.as_str()
            );
            return self.refuse(Diagnostic::new(Code::WrongType, field.span, message));
        }
        Some(Some(index))
    }

    fn history_type(
        &mut self,
        history: &SourceHistory,
        function: HistoryFunction,
        column: &ColumnType,
    ) {
        let expected = match function {
            HistoryFunction::Count => ValueType::Integer,
            HistoryFunction::AgeOfLast => ValueType::Duration,
            HistoryFunction::Sum => return,
        };
        if column.value_type != expected {
            let message = format!(
                "`{}` gives {}, but the factor is {}",
                history.function.text,
                expected.as_str(),
                column.value_type.as_str()
            );
            self.error(Code::WrongType, history.function.span, message);
        }
    }

    /// Every parameter; its type and value enter the scope.
    pub(super) fn parameters(&mut self) -> Option<Vec<Parameter>> {
        let source = self.source;
        let parameters: Vec<_> = source
            .parameters
            .iter()
            .map(|it| self.parameter(it))
            .collect();
        self.scope.parameters = parameters
            .iter()
            .map(|parameter| parameter.as_ref().map(|it| (it.column.clone(), it.value)))
            .collect();
        super::all(parameters)
    }

    fn parameter(&mut self, parameter: &SourceParameter) -> Option<Parameter> {
        let column = self.column_type_of(&parameter.value_type)?;
        let value = self.literal_in_domain(&column, &parameter.value)?;
        let tune = match &parameter.tune {
            None => None,
            Some(tune) => {
                if !column.value_type.is_number() && column.value_type != ValueType::Duration {
                    let message = format!("a {} cannot be tuned", column.value_type.as_str());
                    return self.refuse(Diagnostic::new(Code::WrongType, tune.span, message));
                }
                let min = self.literal_of(&column, &tune.min);
                let max = self.literal_of(&column, &tune.max);
                let step = self.literal_of(&column, &tune.step);
                let tune_values = ParameterTune {
                    min: min?,
                    max: max?,
                    step: step?,
                };
                self.tune_holds_value(&parameter.value, value, tune_values, tune.span)?;
                Some(tune_values)
            }
        };
        let label = super::plain(parameter.label.as_ref());
        Some(Parameter {
            name: parameter.name.text.clone(),
            column,
            value,
            label,
            tune,
        })
    }

    fn tune_holds_value(
        &mut self,
        text: &Text,
        value: i64,
        tune: ParameterTune,
        span: Span,
    ) -> Option<()> {
        if tune.step <= 0 {
            return self.refuse(Diagnostic::new(
                Code::BadValue,
                span,
                "the `step` of `tune` is not above 0",
            ));
        }
        if tune.min > value || value > tune.max {
            let message = format!(
                "the value `{}` does not lie between `min` and `max` of `tune`",
                text.text
            );
            return self.refuse(Diagnostic::new(Code::BadValue, span, message));
        }
        Some(())
    }

    /// The types of derives and tables enter the scope before any of them is checked.
    pub(super) fn declare_computed_types(&mut self) {
        let source = self.source;
        self.scope.derive_types = source
            .derives
            .iter()
            .map(|derive| self.column_type_of(&derive.value_type))
            .collect();
        self.scope.output_types = source
            .tables
            .iter()
            .map(|table| {
                let output = table.output.as_ref()?;
                self.column_type_of(output)
            })
            .collect();
    }

    /// The values that type keys describe.
    pub(super) fn column_type_of(&mut self, keys: &SourceType) -> Option<ColumnType> {
        let (value_type, scale) = self.value_type_of(keys)?;
        let mut column = ColumnType {
            value_type,
            scale,
            nullable: keys.nullable,
            domain: None,
        };
        if let Some(text) = &keys.domain {
            column.domain = self.domain(&column, text)?;
        }
        Some(column)
    }

    fn value_type_of(&mut self, keys: &SourceType) -> Option<(ValueType, u8)> {
        if keys.scale.is_some() && keys.type_name.text != "decimal" {
            let span = keys.scale.as_ref().map_or(keys.span, |scale| scale.span);
            self.error(Code::BadValue, span, "only a decimal has a `scale`");
        }
        if let Some((span, _)) = keys
            .values
            .as_ref()
            .filter(|_| keys.type_name.text != "category")
        {
            self.error(Code::BadValue, *span, "only a category has `values`");
        }
        Some(match keys.type_name.text.as_str() {
            "money" => (ValueType::Money, self.money_scale(keys.type_name.span)?),
            "decimal" => (ValueType::Decimal, self.decimal_scale(keys)?),
            "integer" => (ValueType::Integer, 0),
            "boolean" => (ValueType::Boolean, 0),
            "category" => (self.category(keys)?, 0),
            "text" => (ValueType::Text, 0),
            "date" => (ValueType::Date, 0),
            "timestamp" => (ValueType::Timestamp, 0),
            "duration" => (ValueType::Duration, 0),
            _ => {
                let words = [
                    "money",
                    "decimal",
                    "integer",
                    "boolean",
                    "category",
                    "text",
                    "date",
                    "timestamp",
                    "duration",
                ];
                let choices = words.map(|word| (word, ()));
                let diagnostic = choice(&keys.type_name, "type", &choices, Code::BadValue).err()?;
                return self.refuse(diagnostic);
            }
        })
    }

    fn money_scale(&mut self, span: Span) -> Option<u8> {
        if self.currency.is_none() && !self.currency_reported {
            self.currency_reported = true;
            let diagnostic = Diagnostic::new(
                Code::MissingKey,
                span,
                "`money` is used but no `currency` is declared",
            )
            .with_help("write `currency: RUB`, or whichever it is, at the top of the file");
            self.report(diagnostic);
        }
        self.currency.map(|currency| currency.scale())
    }

    fn decimal_scale(&mut self, keys: &SourceType) -> Option<u8> {
        let Some(text) = &keys.scale else {
            let diagnostic =
                Diagnostic::new(Code::MissingKey, keys.span, "a decimal needs its `scale`")
                    .with_help("write `scale: 2` for two fraction digits, at most 9");
            return self.refuse(diagnostic);
        };
        if let [digit @ b'0'..=b'9'] = text.text.as_bytes() {
            return Some(digit - b'0');
        }
        let message = format!("`{}` is not a scale: a whole number from 0 to 9", text.text);
        self.refuse(Diagnostic::new(Code::BadValue, text.span, message))
    }

    fn category(&mut self, keys: &SourceType) -> Option<ValueType> {
        let Some((span, words)) = &keys.values else {
            let diagnostic =
                Diagnostic::new(Code::MissingKey, keys.span, "a category needs its `values`")
                    .with_help("write `values: [ok, warn]`");
            return self.refuse(diagnostic);
        };
        if words.is_empty() || words.len() > limits::CATEGORY_VALUES {
            let message = format!(
                "a category has 1 to {} values, not {}",
                limits::CATEGORY_VALUES,
                words.len()
            );
            return self.refuse(Diagnostic::new(Code::BadValue, *span, message));
        }
        let mut seen = std::collections::BTreeSet::new();
        let mut failed = false;
        for word in words {
            if !is_word(&word.text)
                || ["null", "true", "false", "not"].contains(&word.text.as_str())
            {
                failed = true;
                let message = format!("`{}` cannot be a value of a category", word.text);
                let diagnostic = Diagnostic::new(Code::BadValue, word.span, message).with_help(
                    "values begin with a letter, go on with letters, digits, `_` and `-`, and are not \
                     `null`, `true`, `false` or `not`",
                );
                self.report(diagnostic);
            } else if !seen.insert(word.text.as_str()) {
                failed = true;
                let message = format!("the value `{}` stands twice", word.text);
                self.error(Code::BadValue, word.span, message);
            }
        }
        (!failed).then(|| ValueType::Category(words.iter().map(|word| word.text.clone()).collect()))
    }

    /// A literal of this type, reported if it is none.
    pub(super) fn literal_of(&mut self, column: &ColumnType, text: &Text) -> Option<i64> {
        match literal(column, &text.text, text.span, &mut self.texts) {
            Ok(value) => Some(value),
            Err(diagnostic) => self.refuse(diagnostic),
        }
    }

    /// A literal of this type inside the domain, reported if it is none.
    fn literal_in_domain(&mut self, column: &ColumnType, text: &Text) -> Option<i64> {
        let value = self.literal_of(column, text)?;
        self.in_domain(column, value, &text.text, text.span)
            .then_some(value)
    }

    /// Whether a constant lies in the domain of what it is a value of; reported if not.
    pub(super) fn in_domain(
        &mut self,
        column: &ColumnType,
        value: i64,
        word: &str,
        span: Span,
    ) -> bool {
        let inside = column
            .domain
            .as_ref()
            .is_none_or(|domain| domains::holds(domain, value));
        if !inside {
            let message = format!("`{word}` lies outside the declared domain");
            self.error(Code::BadLiteral, span, message);
        }
        inside
    }

    /// One word of a list, reported if it is none of them.
    pub(super) fn choose<T: Copy>(
        &mut self,
        text: &Text,
        kind: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        match choice(text, kind, choices, Code::BadValue) {
            Ok(value) => Some(value),
            Err(diagnostic) => self.refuse(diagnostic),
        }
    }
}

/// `>= 0`
fn not_negative() -> Cell {
    Cell::Items(vec![Item::Test(Test::Compare(
        Comparison::GreaterOrEqual,
        Operand::Literal(0),
    ))])
}

/// Whether values of the two columns can be compared. Decimals may have different scales and
/// categories different words.
pub(super) fn same_type(one: &ColumnType, other: &ColumnType) -> bool {
    std::mem::discriminant(&one.value_type) == std::mem::discriminant(&other.value_type)
}
