//! scratch
use decision_matrix::{Analyses, DecisionMatrix, LoadConfig, diagnostic::Severity};
use std::time::Instant;
fn main() {
    let all = std::env::args().nth(1).as_deref() == Some("all");
    let show = std::env::var("SHOW").is_ok();
    for path in std::env::args().skip(2) {
        let bytes = std::fs::read(&path).unwrap();
        let config = LoadConfig { analyses: if all { Analyses::All } else { Analyses::Errors }, large: true, ..LoadConfig::STRICT };
        let start = Instant::now();
        let (findings, guarantees) = match DecisionMatrix::from_bytes(&path, &bytes, config) {
            Ok(matrix) => (matrix.findings().clone(), format!("{:?}", matrix.guarantees())),
            Err(findings) => (findings, "refused".into()),
        };
        let took = start.elapsed();
        let mut codes = std::collections::BTreeMap::new();
        for it in findings.diagnostics() { *codes.entry(it.code().id()).or_insert(0) += 1; }
        let lines: Vec<_> = findings.diagnostics().iter().filter(|it| it.severity() == Severity::Error).map(|it| findings.place(it.span()).line).collect();
        println!("{path}\t{took:?}\t{codes:?}\t{lines:?}\t{guarantees}");
        if std::env::var("TABLES").is_ok() { let mut by = std::collections::BTreeMap::new(); for it in findings.diagnostics() { *by.entry((it.table().unwrap_or("").to_owned(), it.code().id())).or_insert(0) += 1; } println!("{by:?}"); }
        if show { println!("{findings}"); }
    }
}
