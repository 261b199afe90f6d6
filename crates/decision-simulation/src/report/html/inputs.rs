//! Everything that is needed to compute the page again.

use decision_matrix::calendar;

use crate::report::Mode;
use crate::report::desk::Desk;
use crate::report::wording::visible;
use crate::statistics::Method;

/// One line of what went in.
pub(super) struct Input {
    pub(super) name: String,
    pub(super) value: String,
}

/// The lines; what is not known is left out.
pub(super) fn inputs(desk: &Desk<'_>) -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut put = |english: &str, russian: &str, value: String| {
        if !value.is_empty() {
            let name = desk.t(english, russian);
            inputs.push(Input { name, value });
        }
    };
    let report = desk.report;
    let (source, provenance) = (&report.inputs, &report.provenance);
    put("command", "команда", visible(&provenance.command));
    put("program", "программа", program(&provenance.program_version));
    let rules = format!("{} {}", report.matrix, report.version);
    put("rules", "правила", visible(&rules));
    put(
        "fingerprint of the rules",
        "отпечаток правил",
        source.fingerprint.clone(),
    );
    put("claims", "обращения", visible(&source.claims_file));
    put(
        "SHA-256 of the claims",
        "SHA-256 обращений",
        provenance.claims_sha256.clone(),
    );
    if let Some((customers, seed)) = source.generated {
        put(
            "generated",
            "сгенерировано",
            format!("ATMGEN-1, customers {customers}, seed {seed}"),
        );
    }
    let costs = source.costs_file.as_deref().unwrap_or("–");
    put("costs", "затраты", visible(costs));
    put(
        "SHA-256 of the costs",
        "SHA-256 затрат",
        provenance.costs_sha256.clone(),
    );
    for (name, value) in about_claims(desk) {
        inputs.push(Input { name, value });
    }
    for (name, value) in &provenance.others {
        inputs.push(Input {
            name: visible(name),
            value: visible(value),
        });
    }
    inputs
}

/// The program with its version.
fn program(version: &str) -> String {
    let version = if version.is_empty() {
        env!("CARGO_PKG_VERSION")
    } else {
        version
    };
    format!("verdict {version}")
}

/// Rows, results, times, and how intervals were made.
fn about_claims(desk: &Desk<'_>) -> Vec<(String, String)> {
    let report = desk.report;
    let mut lines = vec![
        (
            desk.t("rows in the file", "строк в файле"),
            report.rows.to_string(),
        ),
        (
            desk.t("claims decided", "решено обращений"),
            report.overall.claims.to_string(),
        ),
        (
            desk.t("claims with an input fault", "обращений с ошибкой ввода"),
            report.faults.to_string(),
        ),
        (
            desk.t(
                "claims with a known result",
                "обращений с известным исходом",
            ),
            report.results_known.to_string(),
        ),
    ];
    if let Some((first, last)) = report.first_time.zip(report.last_time) {
        let (first, last) = (
            calendar::format_timestamp(first),
            calendar::format_timestamp(last),
        );
        lines.push((
            desk.t("first and last claim", "первое и последнее обращение"),
            format!("{first}, {last}"),
        ));
    }
    lines.push((
        desk.t("unknown results", "неизвестные исходы"),
        mode(desk, report.mode),
    ));
    lines.push((desk.t("intervals", "интервалы"), intervals(desk)));
    if !report.currency.is_empty() {
        lines.push((desk.t("currency", "валюта"), report.currency.clone()));
    }
    lines
}

/// The mode by its word and what it means.
fn mode(desk: &Desk<'_>, mode: Mode) -> String {
    let meaning = match mode {
        Mode::Full => desk.t("every result is known", "все исходы известны"),
        Mode::Bounds => desk.t(
            "sums over known results, bounds over the others",
            "суммы по известным, границы по остальным",
        ),
        Mode::Audit => desk.t(
            "estimated from audited claims by their weights",
            "оценено по выборочным проверкам с весами",
        ),
        Mode::Impute => desk.t(
            "filled in from known results of the same stratum",
            "восполнены по известным исходам того же слоя",
        ),
    };
    format!("{} ({meaning})", mode.as_str())
}

/// How the intervals of the totals were made.
fn intervals(desk: &Desk<'_>) -> String {
    let provenance = &desk.report.provenance;
    let method = desk.report.overall.auto_share.method;
    if method == Method::None {
        return desk.t("none computed", "не вычислялись");
    }
    let clusters = provenance
        .clusters
        .map_or_else(String::new, |clusters| format!(" ({clusters})"));
    let by = match provenance.cluster_key.as_str() {
        "" => desk.t("claim by claim", "по обращениям"),
        key => format!("{} {}", desk.t("clusters by", "кластеры по"), visible(key)),
    };
    format!(
        "95%, {}, {by}{clusters}",
        desk.t(
            "corrected for skewness (Hall 1992)",
            "с поправкой на асимметрию (Холл, 1992)"
        )
    )
}
