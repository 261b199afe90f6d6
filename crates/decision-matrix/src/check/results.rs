//! Result cells: literals, parameters or null.

use super::Checker;
use super::cells::converted;
use super::literals::article;
use super::names::{Name, is_name};
use super::types::same_type;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::cell::{CellSyntax, Comparison, ItemSyntax, TestSyntax, ValueSyntax, parse};
use crate::source::span::Text;
use crate::table::{ColumnRef, ColumnType, ResultCell, ValueType};

impl Checker<'_> {
    /// Checks a result of a table.
    pub(super) fn result(&mut self, output: &ColumnType, text: &Text) -> Option<ResultCell> {
        if text.text.trim() == "null" {
            if output.nullable {
                return Some(ResultCell {
                    value: None,
                    parameter: None,
                });
            }
            let diagnostic = Diagnostic::new(
                Code::BadLiteral,
                text.span,
                "the result is null, but the output is not nullable",
            )
            .with_help("write `nullable: true` in the `output`, or give a value");
            return self.refuse(diagnostic);
        }
        let value = self.single_value(text, output)?;
        match self
            .scope
            .find(&value.text)
            .filter(|_| Self::may_be_name(output, &value))
        {
            Some(Name::Parameter(index)) => {
                let (own, constant) = self.scope.parameter(index)?.clone();
                if !same_type(output, &own) {
                    return self.refuse(wrong_result(&value, own.value_type.as_str(), output));
                }
                let constant = self.parameter_result(&value, &own, output, constant)?;
                self.in_domain(output, constant, &value.text, value.span)
                    .then_some(ResultCell {
                        value: Some(constant),
                        parameter: Some(index),
                    })
            }
            Some(name) => {
                let mut what = name.kind().to_owned();
                if matches!(name, Name::Column(ColumnRef::Table(_))) {
                    what.push_str("; name it in a condition instead");
                }
                self.refuse(wrong_result(&value, &what, output))
            }
            None if value.quoted != (output.value_type == ValueType::Text) => {
                let diagnostic = Self::result_quotes(&value, output);
                self.refuse(diagnostic)
            }
            None => {
                let text = Text::new(value.text.clone(), value.span);
                let constant = self.literal_of(output, &text)?;
                self.in_domain(output, constant, &value.text, value.span)
                    .then_some(ResultCell {
                        value: Some(constant),
                        parameter: None,
                    })
            }
        }
    }

    /// Whether the word may name a parameter: it is not quoted and no literal of the output.
    fn may_be_name(output: &ColumnType, value: &ValueSyntax) -> bool {
        let is_literal = match &output.value_type {
            ValueType::Category(values) => values.contains(&value.text),
            _ => false,
        };
        !value.quoted && is_name(&value.text) && !is_literal
    }

    /// The value of a parameter as the output counts.
    fn parameter_result(
        &mut self,
        value: &ValueSyntax,
        own: &ColumnType,
        output: &ColumnType,
        constant: i64,
    ) -> Option<i64> {
        let converted = converted(own, output, constant);
        if converted.is_none() {
            let message = format!("the value of `{}` is none of the output", value.text);
            self.error(Code::WrongType, value.span, message);
        }
        converted
    }

    /// The one value that a result cell holds.
    fn single_value(&mut self, text: &Text, output: &ColumnType) -> Option<ValueSyntax> {
        let syntax = match parse(text) {
            Ok(syntax) => syntax,
            Err(diagnostic) => return self.refuse(diagnostic),
        };
        if let CellSyntax::Items(items) = syntax
            && let [ItemSyntax::Test(TestSyntax::Compare(Comparison::Equal, value))] =
                items.as_slice()
            && !text.text.trim_start().starts_with('=')
        {
            return Some(value.clone());
        }
        let message = format!("`{}` is not a single value", text.text);
        let mut help = format!(
            "a result is {}, a parameter, or `null`",
            article(&output.value_type)
        );
        if text.text.contains(',') {
            help.push_str("; a comma means `or`, fractions are written with a point");
        }
        self.refuse(Diagnostic::new(Code::CellSyntax, text.span, message).with_help(help))
    }

    fn result_quotes(value: &ValueSyntax, output: &ColumnType) -> Diagnostic {
        let message = format!("`{}` is not {}", value.text, article(&output.value_type));
        let help = match output.value_type {
            ValueType::Text => format!("texts stand in double quotes: `\"{}\"`", value.text),
            _ => "delete the quotes".to_owned(),
        };
        Diagnostic::new(Code::BadLiteral, value.span, message).with_help(help)
    }
}

fn wrong_result(value: &ValueSyntax, what: &str, output: &ColumnType) -> Diagnostic {
    let message = format!(
        "`{}` is {what}, but the output is {}",
        value.text,
        output.value_type.as_str()
    );
    Diagnostic::new(Code::WrongType, value.span, message)
        .with_help("a result is a literal, a parameter of the output's type, or `null`")
}
