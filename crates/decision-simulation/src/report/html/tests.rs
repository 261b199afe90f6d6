//! The page by its content: sections in order, tables beside pictures, escaped texts, colours that
//! can be read.

use std::collections::BTreeMap;

use crate::report::tests::fixtures::full_report;
use crate::report::{Language, Mode};

/// The page in a language.
fn page(language: Language) -> String {
    full_report(1_000).to_html(language).unwrap()
}

#[test]
fn sections_come_in_the_order_of_reading() {
    for language in [Language::English, Language::Russian] {
        let page = page(language);
        let order = [
            "class=\"headline\"",
            "class=\"cards\"",
            "class=\"warnings\"",
            "id=\"waterfall\"",
            "id=\"policies\"",
            "id=\"frontier\"",
            "id=\"limits\"",
            "id=\"rules\"",
            "id=\"factors\"",
            "id=\"outcomes\"",
            "id=\"time\"",
            "id=\"drift\"",
            "id=\"against\"",
            "id=\"stress\"",
            "id=\"gaming\"",
            "id=\"survey\"",
            "id=\"causes\"",
            "id=\"inputs\"",
        ];
        let places: Vec<_> = order
            .iter()
            .map(|mark| {
                page.find(mark)
                    .unwrap_or_else(|| panic!("{mark} is missing"))
            })
            .collect();
        assert!(places.is_sorted(), "{places:?}");
        assert_eq!(
            page.matches("href=\"#").count(),
            16,
            "contents and skip link"
        );
    }
}

#[test]
fn sections_without_data_are_left_out() {
    let report = crate::report::tests::reference(200);
    let page = report.to_html(Language::English).unwrap();
    for id in [
        "waterfall",
        "frontier",
        "drift",
        "against",
        "stress",
        "gaming",
        "survey",
        "causes",
    ] {
        assert!(!page.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert!(page.contains("id=\"limits\"") && page.contains("id=\"rules\""));
}

#[test]
fn every_picture_has_a_table_beside_it() {
    let page = page(Language::English);
    for section in page.split("<section ").skip(1) {
        let pictures = section.matches("<svg class=\"chart").count();
        let tables = section.matches("<table").count();
        assert!(pictures == 0 || tables > 0, "{}", &section[..80]);
        assert_eq!(
            section.matches("class=\"chart wide\"").count() * 2,
            pictures
        );
    }
    assert!(page.matches("<svg class=\"chart").count() >= 14);
}

#[test]
fn texts_of_files_are_escaped_everywhere() {
    for language in [Language::English, Language::Russian] {
        let page = page(language);
        assert!(!page.contains("<b>\"") && !page.contains("-<b>") && !page.contains("rules/<b>"));
        assert!(page.contains("rules/&#60;b&#62;") || page.contains("rules/&lt;b&gt;"));
    }
}

#[test]
fn elements_are_closed_and_names_are_used_once() {
    for language in [Language::English, Language::Russian] {
        let page = page(language);
        for name in [
            "section", "table", "tr", "td", "th", "svg", "g", "details", "figure", "div", "p",
            "ul", "dl",
        ] {
            let opened = page.matches(&format!("<{name}>")).count()
                + page.matches(&format!("<{name} ")).count();
            let closed = page.matches(&format!("</{name}>")).count();
            assert_eq!(opened, closed, "{name}");
        }
        let ids: Vec<_> = page
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(ids.len(), unique.len(), "{ids:?}");
    }
}

#[test]
fn rows_have_as_many_cells_as_the_head() {
    let page = page(Language::English);
    for table in page.split("<table").skip(1) {
        let table = table.split("</table>").next().unwrap();
        let cells = |row: &str| row.matches("<th").count() + row.matches("<td").count();
        let rows: Vec<_> = table.split("<tr").skip(1).map(cells).collect();
        assert!(
            rows.windows(2).all(|pair| pair[0] == pair[1]),
            "{rows:?} in {}",
            &table[..200]
        );
    }
}

#[test]
fn imputed_results_have_a_red_banner() {
    let report = full_report(200);
    let banner = "role=\"alert\"";
    assert!(!report.to_html(Language::English).unwrap().contains(banner));
    let imputed = report.with_mode(Mode::Impute);
    for (language, words) in [
        (Language::English, "Part of the results is imputed."),
        (Language::Russian, "Часть исходов восполнена расчётом."),
    ] {
        let page = imputed.to_html(language).unwrap();
        assert!(page.contains(banner) && page.contains(words));
        assert!(imputed.summary(language).is_imputed);
    }
}

#[test]
fn the_waterfall_ends_at_the_cost_of_the_rules() {
    let report = full_report(1_000);
    let (before, after) = (report.overall.terms_review_all, report.overall.terms);
    assert_eq!(before.total(), report.overall.cost_review_all);
    assert_eq!(after.total(), report.overall.cost);
    let page = report.to_html(Language::English).unwrap();
    let section = page.split("id=\"waterfall\"").nth(1).unwrap();
    let section = section.split("</section>").next().unwrap();
    let changed = [
        before.direct != after.direct,
        before.delay != after.delay,
        before.late != after.late,
        before.wrong_refusal != after.wrong_refusal,
        before.residual_loss != after.residual_loss,
        after.machine != 0,
        after.audit != 0,
        after.loss != 0,
    ];
    let steps = changed.iter().filter(|changed| **changed).count();
    let body = section.split("<tbody>").nth(1).unwrap();
    assert_eq!(body.matches("<tr").count(), steps + 2);
}

/// The colours of one mode by name.
fn colours(style: &str) -> BTreeMap<String, [f64; 3]> {
    let channel = |hex: &str| {
        let value = f64::from(u8::from_str_radix(hex, 16).unwrap()) / 255.0;
        if value <= 0.039_28 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    style
        .split("--")
        .skip(1)
        .map(|rest| {
            let (name, rest) = rest.split_once(":#").unwrap();
            let hex = rest.split([';', ' ']).next().unwrap();
            let hex = if hex.len() == 3 {
                hex.chars().flat_map(|sign| [sign, sign]).collect()
            } else {
                hex.to_owned()
            };
            let at = |place: usize| channel(&hex[place..place + 2]);
            (name.to_owned(), [at(0), at(2), at(4)])
        })
        .collect()
}

/// The contrast of two colours (WCAG 2.2, relative luminance).
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let light = |[r, g, b]: [f64; 3]| 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let (one, other) = (light(one), light(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn colours_have_the_contrast_of_wcag_aa() {
    let style = include_str!("../../../templates/report/style.css");
    let blocks: Vec<_> = style
        .split(":root {")
        .skip(1)
        .take(2)
        .map(|block| colours(block.split('}').next().unwrap()))
        .collect();
    assert_eq!(blocks.len(), 2, "light and dark");
    for mode in blocks {
        let papers = [
            "paper", "card", "note-bg", "bad-bg", "good-bg", "low2", "low1", "even", "high1",
            "high2", "none",
        ];
        for paper in papers {
            let ratio = contrast(mode["ink"], mode[paper]);
            assert!(ratio >= 4.5, "ink on {paper}: {ratio:.2}");
        }
        for (text, papers) in [
            ("soft", ["paper", "card", "paper"]),
            ("loss", ["paper", "card", "bad-bg"]),
            ("save", ["paper", "card", "good-bg"]),
            ("cost", ["paper", "card", "paper"]),
        ] {
            for paper in papers {
                let ratio = contrast(mode[text], mode[paper]);
                assert!(ratio >= 4.5, "{text} on {paper}: {ratio:.2}");
            }
        }
        // Shapes need three to one.
        for (shape, paper) in [
            ("cost", "track"),
            ("loss", "track"),
            ("edge", "paper"),
            ("loss", "alarm"),
            ("cost", "band"),
        ] {
            let ratio = contrast(mode[shape], mode[paper]);
            assert!(ratio >= 3.0, "{shape} on {paper}: {ratio:.2}");
        }
        assert!(
            contrast([1.0; 3], mode["banner"]) >= 4.5,
            "white on the banner"
        );
    }
}
