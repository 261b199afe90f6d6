//! `verdict demo`: the main job without anything of the user's own, on one screen.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use decision_claims::ClaimsReader;
use decision_matrix::limits::LARGE_FILE_BYTES;
use decision_matrix::{CompileConfig, DecisionMatrix};
use decision_simulation::analysis::AnalysisOptions;
use decision_simulation::report::{Language, ReportInputs, SimulationReport};
use decision_simulation::{CostModel, Portfolio};
use serde_json::json;

use super::simulate::{
    LanguageTag, Policy, Wanted, provenance, remarks, summary_text, write_report,
};
use super::{generate, test};
use crate::arguments::whole_number;
use crate::claims_file::{self, ReadArguments};
use crate::failure::{Failure, Status};
use crate::output::{self, Console, counted};
use crate::rules_file;

/// The name of the shipped rules, and of their folder.
const NAME: &str = "atm-cash-dispute";
/// The shipped rules, so that the demo works anywhere.
const FILES: [(&str, &str); 3] = [
    (
        "matrix.yaml",
        include_str!("../../../../rules/atm-cash-dispute/matrix.yaml"),
    ),
    (
        "cases.yaml",
        include_str!("../../../../rules/atm-cash-dispute/cases.yaml"),
    ),
    (
        "costs.yaml",
        include_str!("../../../../rules/atm-cash-dispute/costs.yaml"),
    ),
];
/// The loss over money settled at once that the bank of the demo accepts.
const ACCEPTED_LOSS_RATE: f64 = 0.01;
/// The generated claims.
const CLAIMS: &str = "portfolio.csv";
/// The report.
const REPORT: &str = "report.html";

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub(crate) struct DemoArguments {
    /// Customers of the generated portfolio; about six in ten have a claim
    #[arg(long, value_name = "N", default_value_t = generate::CUSTOMERS, value_parser = whole_number)]
    customers: u64,
    /// Folder to write portfolio.csv, report.html and the rules, atm-cash-dispute, into
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
    /// Language of the summary and the report
    #[arg(long, value_enum, value_name = "en|ru", default_value_t = LanguageTag::En)]
    #[arg(hide_possible_values = true)]
    language: LanguageTag,
}

/// Generates, checks, replays, and tells.
pub(crate) fn run(arguments: &DemoArguments, console: &Console) -> Result<Status, Failure> {
    let started = Instant::now();
    let folder = &arguments.out;
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::file("make the folder", &folder.display().to_string(), &error))?;
    let matrix = DecisionMatrix::from_yaml(&format!("{NAME}/matrix.yaml"), shipped("matrix.yaml"))
        .map_err(|findings| Failure::RefusedRules(Box::new(findings)))?;
    let costs = CostModel::from_yaml(&format!("{NAME}/costs.yaml"), shipped("costs.yaml"))
        .map_err(|findings| Failure::RefusedRules(Box::new(findings)))?;
    let cases = test::run_text(
        &matrix,
        &format!("{NAME}/cases.yaml"),
        shipped("cases.yaml"),
        console,
    )?;
    let portfolio = Portfolio::new(arguments.customers, Portfolio::REFERENCE_SEED);
    let claims = shortened(&folder.join(CLAIMS));
    generate::write(&portfolio, &claims, console)?;
    let language = Language::from(arguments.language);
    let rules_count = matrix.tables().decision.rules.len();
    let report = replayed(matrix, costs, &portfolio, &claims, language, console)?;
    let page = shortened(&folder.join(REPORT));
    write_report(&report, language, &page)?;
    let (rules, remark) = rules_on_disk(folder)?;
    let summary = summary_text(&report.summary(language), console.style());
    let made = format!(
        "{} checked, {}. Claims: `{}`. Report: `{}`. Rules: `{}`.",
        counted(rules_count, "rule"),
        cases,
        claims.display(),
        page.display(),
        rules.display(),
    );
    let next = format!(
        "Open the report in a browser. Then change a limit in `{}` and run\n  verdict simulate --rules {} --claims {} --report {}",
        rules.join("matrix.yaml").display(),
        rules.display(),
        claims.display(),
        page.display(),
    );
    console.text(&format!("{summary}\n\n{made}\n{remark}{next}"))?;
    console.note(&format!("took {:.1} s", started.elapsed().as_secs_f64()));
    if console.is_json() {
        let mut document = report.to_json();
        if let Some(members) = document.as_object_mut() {
            let files = json!({ "claims": claims, "report": page, "rules": rules });
            members.insert("files".to_owned(), files);
        }
        console.document(&document)?;
    }
    Ok(Status::Done)
}

/// The text of a shipped file.
fn shipped(name: &str) -> &'static str {
    FILES
        .iter()
        .find(|(file, _)| *file == name)
        .map_or("", |(_, text)| text)
}

/// Replays the generated claims.
fn replayed(
    matrix: DecisionMatrix,
    costs: CostModel,
    portfolio: &Portfolio,
    claims: &Path,
    language: Language,
    console: &Console,
) -> Result<SimulationReport, Failure> {
    let config = CompileConfig { audit_key: None };
    let policy = Policy::new(matrix, costs, config, false)?;
    let read = ReadArguments {
        map: None,
        allow_missing: false,
    };
    let mut reader: ClaimsReader =
        claims_file::open(claims, &read, policy.tables(), &policy.fields)?;
    let costs_file = Some(format!("{NAME}/costs.yaml"));
    let inputs = ReportInputs {
        generated: Some((portfolio.customers(), portfolio.seed())),
        ..policy.inputs(&claims.display().to_string(), costs_file)
    };
    let wanted = Wanted {
        analyses: Some(AnalysisOptions {
            accepted_loss_rate: Some(ACCEPTED_LOSS_RATE),
            ..AnalysisOptions::default()
        }),
        ..Wanted::default()
    };
    let (report, history) = policy.replay(&mut reader, wanted, inputs, console)?;
    let origin = provenance(claims, None, policy.cluster_key())?;
    let report = report.with_remarks(remarks(&policy, &history, &reader, language));
    Ok(report.with_provenance(origin))
}

/// Where the rules of the demo lie on disk: in the folder's `rules`, if they are there, else they
/// are written beside the claims. A file with other content is never overwritten; the remark says
/// that the demo has not used it.
fn rules_on_disk(folder: &Path) -> Result<(PathBuf, String), Failure> {
    let own = folder.join("rules").join(NAME);
    if own.join("matrix.yaml").is_file() {
        return Ok((shortened(&own), remark_on_changes(&own)));
    }
    let rules = folder.join(NAME);
    std::fs::create_dir_all(&rules)
        .map_err(|error| Failure::file("make the folder", &rules.display().to_string(), &error))?;
    for (name, text) in FILES {
        let path = rules.join(name);
        if !path.exists() {
            output::write_file(&path, text.as_bytes())?;
        }
    }
    Ok((shortened(&rules), remark_on_changes(&rules)))
}

/// A line about rules on disk that are not those of the demo; empty where they are.
fn remark_on_changes(rules: &Path) -> String {
    let path = rules.join("matrix.yaml");
    let text = rules_file::read_text(&path, "rules file", LARGE_FILE_BYTES);
    if text.is_ok_and(|text| text == shipped("matrix.yaml")) {
        return String::new();
    }
    format!(
        "`{}` differs from the shipped rules: it was left alone, and the demo did not use it.\n",
        shortened(&path).display()
    )
}

/// A path without `./` before it.
fn shortened(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::{FILES, remark_on_changes, rules_on_disk};

    #[test]
    fn changed_rules_are_left_alone_and_that_is_said() {
        let folder = std::env::temp_dir().join(format!("verdict-demo-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (rules, remark) = rules_on_disk(&folder).unwrap();
        assert_eq!(remark, "");
        let matrix = rules.join(FILES[0].0);
        std::fs::write(&matrix, "format: 1\n").unwrap();
        let (_, remark) = rules_on_disk(&folder).unwrap();
        assert!(remark.contains("the demo did not use it"), "{remark}");
        assert_eq!(std::fs::read_to_string(&matrix).unwrap(), "format: 1\n");
        std::fs::remove_file(&matrix).unwrap();
        assert!(!remark_on_changes(&rules).is_empty());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
