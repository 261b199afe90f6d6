use super::fixtures::full_report;
use crate::report::{Language, TextTable};
use serde_json::json;
#[test]
fn report_dump() {
    let Some(folder) = std::env::var_os("VERDICT_REPORT_DIR") else {
        return;
    };
    for language in [Language::English, Language::Russian] {
        let s = full_report(20_000).summary(language);
        let t = |t: &TextTable| json!({"head": t.head, "rows": t.rows, "own": t.own});
        let v = json!({"title": s.title, "headline": s.headline, "sure": s.sure, "sure_head": s.sure_head,
            "lines": s.lines.iter().map(|l| json!([l.name, l.value, l.interval, l.note])).collect::<Vec<_>>(),
            "baselines": t(&s.baselines),
            "blocks": s.blocks.iter().map(|b| json!({"title": b.title, "table": t(&b.table), "lines": b.lines, "alarms": b.alarms})).collect::<Vec<_>>(),
            "warnings_head": s.warnings_head, "warnings": s.warnings, "is_imputed": s.is_imputed});
        std::fs::write(
            std::path::Path::new(&folder).join(format!("summary-{}.json", language.tag())),
            v.to_string(),
        )
        .unwrap();
    }
}
