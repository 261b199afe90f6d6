//! A missing rule as text that can be pasted into its table, in the form in which the table is
//! written.

use crate::source::matrix::{SourceBody, SourceTable};

/// The line of a rule with these conditions; each is a column and a cell. What it is to give is
/// left to the reader.
pub(super) fn line(table: &SourceTable, conditions: &[(&str, &str)]) -> String {
    let SourceBody::Rules {
        is_grid,
        columns,
        results,
        ..
    } = &table.body
    else {
        let asked = conditions
            .iter()
            .map(|(name, cell)| format!("{name}: {cell}"));
        let asked: Vec<String> = asked.collect();
        return format!("a row or a column for {}", asked.join(", "));
    };
    let cell = |column: &str| {
        let found = conditions.iter().find(|(name, _)| *name == column);
        found.map_or("-", |(_, cell)| *cell)
    };
    let names = columns.iter().map(|column| column.text.as_str());
    if *is_grid {
        let cells: Vec<String> = names.map(|name| cell(name).replace('|', "\\|")).collect();
        let given: Vec<&str> = results.iter().map(|it| placeholder(&it.text)).collect();
        return format!("| NEW | {} || {} |", cells.join(" | "), given.join(" | "));
    }
    let asked = names
        .map(|name| (name, cell(name)))
        .filter(|(_, cell)| *cell != "-");
    let asked: Vec<String> = asked
        .map(|(name, cell)| format!("{name}: '{cell}'"))
        .collect();
    let given = results
        .iter()
        .map(|it| format!("{}: {}", it.text, placeholder(&it.text)));
    let given: Vec<String> = given.collect();
    format!(
        "- {{id: NEW, when: {{{}}}, then: {{{}}}}}",
        asked.join(", "),
        given.join(", ")
    )
}

/// What stands for a result that only people can choose.
fn placeholder(result: &str) -> &'static str {
    match result {
        "outcome" => "review",
        "reason" => "REASON",
        "route" | "due" => "-",
        _ => "..",
    }
}

#[cfg(test)]
mod tests {
    use crate::{Analyses, DecisionMatrix, LoadConfig};

    /// The help of the gap of `decision`.
    #[track_caller]
    fn help(decision: &str) -> String {
        let text = format!(
            "format: 1\nmatrix: demo\nversion: \"1\"\ncurrency: RUB\nkeys: {{claim: claim_id}}\nfactors:\n  \
             amount: {{type: money, domain: \"[0..1000]\"}}\n  status: {{type: category, values: [ok, bad]}}\n\
             decision:\n{decision}"
        );
        let config = LoadConfig {
            analyses: Analyses::All,
            ..LoadConfig::STRICT
        };
        let findings = match DecisionMatrix::from_yaml_with("demo.yaml", &text, config) {
            Ok(matrix) => matrix.findings().clone(),
            Err(findings) => findings,
        };
        let gap = findings
            .diagnostics()
            .iter()
            .find(|it| it.message().contains("no rule of"));
        gap.and_then(|it| it.help()).unwrap_or_default().to_owned()
    }

    #[test]
    fn the_line_has_the_columns_of_its_table_in_their_order() {
        let grid = "  hit: first\n  rules: |\n    | id | status | amount || reason | outcome | due |\n    \
                    | A1 | ok | <= 10 || SMALL | approve | P1D |\n    | A2 | bad | - || BAD | review | - |\n";
        let help = help(grid);
        assert!(
            help.ends_with("| NEW | ok | > 10 || REASON | review | - |"),
            "{help}"
        );
        let long = "  hit: first\n  rules:\n    - {id: A1, when: {amount: \"<= 10\"}, then: {outcome: approve, reason: SMALL}}\n";
        let help = self::help(long);
        let expected =
            "- {id: NEW, when: {amount: '> 10'}, then: {outcome: review, reason: REASON}}";
        assert!(help.ends_with(expected), "{help}");
    }
}
