//! What was proved of a file that is accepted.

use decision_matrix::{DecisionMatrix, GuaranteeStatus};
use serde_json::{Value, json};

use crate::rules_file::RulesFile;

/// The properties of one accepted file.
pub(super) struct Proved {
    file: String,
    /// Each guarantee, and whether it is proved or rests on derived factors.
    guarantees: Vec<(String, GuaranteeStatus)>,
    permits_decline: bool,
}

impl Proved {
    /// What was proved of a matrix.
    pub(super) fn of(file: &RulesFile, matrix: &DecisionMatrix) -> Self {
        let tables = matrix.tables();
        let ids = tables.guarantees.iter().map(|it| it.id.clone());
        Self {
            file: file.name(),
            guarantees: ids.zip(matrix.guarantees().iter().copied()).collect(),
            permits_decline: tables.permits_decline,
        }
    }

    /// The line for people. That no claim is refused automatically is always said, one way or the
    /// other.
    pub(super) fn line(&self) -> String {
        let proved = self
            .guarantees
            .iter()
            .filter(|(_, status)| *status == GuaranteeStatus::Proved);
        let ids: Vec<&str> = proved.map(|(id, _)| id.as_str()).collect();
        let guarantees = match ids.as_slice() {
            [] => String::new(),
            [one] => format!("guarantee {one} holds, "),
            many => format!("guarantees {} hold, ", many.join(", ")),
        };
        let declines = if self.permits_decline {
            "claims may be refused automatically"
        } else {
            "no claim is refused automatically"
        };
        format!(
            "{}: proved for every claim: every table answers without contradiction, {guarantees}{declines}",
            self.file
        )
    }

    /// Each guarantee for programs.
    pub(super) fn values(&self) -> impl Iterator<Item = Value> {
        self.guarantees.iter().map(|(id, status)| {
            let status = match status {
                GuaranteeStatus::Proved => "proved",
                GuaranteeStatus::Violated => "violated",
                GuaranteeStatus::Possible => "possible",
                GuaranteeStatus::NotProved => "not_proved",
            };
            json!({ "file": self.file, "id": id, "status": status })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_is_named_and_refusals_are_always_spoken_of() {
        let mut proved = Proved {
            file: "m.yaml".to_owned(),
            guarantees: vec![
                ("G1".to_owned(), GuaranteeStatus::Proved),
                ("G2".to_owned(), GuaranteeStatus::Possible),
            ],
            permits_decline: false,
        };
        let line = proved.line();
        assert!(
            line.contains("guarantee G1 holds, no claim is refused automatically"),
            "{line}"
        );
        assert!(!line.contains("G2"), "{line}");
        proved.permits_decline = true;
        assert!(
            proved
                .line()
                .ends_with("claims may be refused automatically")
        );
        let statuses: Vec<Value> = proved.values().map(|it| it["status"].clone()).collect();
        assert_eq!(statuses, ["proved", "possible"]);
    }
}
