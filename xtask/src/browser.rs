//! The report in a real browser: three widths, two languages, light and dark, by content; the
//! pictures are for people.

use std::path::Path;
use std::process::Command;

use crate::demo;
use crate::setup;
use crate::shell::{self, Failure, Shell};
use crate::steps::Done;

/// Widths of the window in CSS pixels: a phone, a tablet, a desk.
const WIDTHS: [usize; 3] = [360, 768, 1440];

/// Height of the pictures in CSS pixels.
const PICTURE_HEIGHT: usize = 4000;

/// Languages of the report.
const LANGUAGES: [&str; 2] = ["en", "ru"];

/// What readers may prefer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The browser's option for it.
    fn option(self) -> &'static str {
        match self {
            Self::Light => "--blink-settings=preferredColorScheme=1",
            Self::Dark => "--blink-settings=preferredColorScheme=0",
        }
    }
}

/// What a page found out about one frame.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Facts {
    width: usize,
    content_width: usize,
    tables: usize,
    rows: usize,
    requests: usize,
    /// Pictures, of which each frame shows one of two sizes.
    pictures: usize,
    /// Pictures in sections without a table.
    bare_pictures: usize,
    /// Whether a press on a head sorts and a second one sorts the other way.
    sorts: bool,
    /// Whether a point that is reached by the keyboard tells more.
    has_tip: bool,
    is_dark: bool,
    language: String,
    heading: String,
}

/// Opens the report of the demo in every language, scheme and width, and looks at what it holds.
pub(crate) fn check(shell: &Shell) -> Result<Done, Failure> {
    let browser = match setup::browser(shell) {
        Ok(browser) => browser,
        Err(reason) => return Ok(Done::Skipped(reason)),
    };
    let folder = shell.empty_folder("browser")?;
    let english = shell::read(&demo::report(shell))?;
    shell::write(&folder.join("report-en.html"), &english)?;
    shell::write(&folder.join("report-ru.html"), &russian(shell)?)?;
    let mut frames = 0;
    for language in LANGUAGES {
        let page = folder.join(format!("frames-{language}.html"));
        shell::write(&page, &frames_page(language))?;
        for scheme in [Scheme::Light, Scheme::Dark] {
            look(shell, &browser, &page, scheme, language)?;
            picture(shell, &browser, &page, scheme, language)?;
            frames += WIDTHS.len();
        }
    }
    let folder = folder.display();
    Ok(Done::Passed(format!(
        "{frames} frames, pictures in {folder}"
    )))
}

/// The report of the demo in Russian.
fn russian(shell: &Shell) -> Result<String, Failure> {
    let folder = shell.empty_folder("browser-demo")?;
    let mut command = shell.cargo(&["run", "--release", "--quiet", "--locked"]);
    command
        .args(["--", "demo", "--language", "ru", "--out"])
        .arg(&folder);
    shell::capture(&mut command)?;
    shell::read(&folder.join("report.html"))
}

/// Opens the frames in the browser and judges each.
fn look(
    shell: &Shell,
    browser: &Path,
    page: &Path,
    scheme: Scheme,
    language: &str,
) -> Result<(), Failure> {
    let mut command = chromium(shell, browser, page, scheme);
    let seen = shell::capture(command.arg("--dump-dom").arg(address(page)))?;
    if let Some(line) = complaint_of_browser(&seen.stderr) {
        return Err(Failure::new(format!(
            "the browser complains about the report: {line}"
        )));
    }
    for width in WIDTHS {
        let facts = facts_of(&seen.stdout, width)?;
        judge(&facts, scheme, language).map_err(|complaint| {
            let scheme = scheme.as_str();
            Failure::new(format!(
                "{language}, {scheme}, at a width of {width}: {complaint}"
            ))
        })?;
    }
    Ok(())
}

/// An error of a script, or something that the page's own policy refused to load.
fn complaint_of_browser(log: &str) -> Option<&str> {
    let is_complaint = |line: &&str| {
        line.contains("CONSOLE")
            && ["rror", "Refused", "violates"]
                .iter()
                .any(|word| line.contains(word))
    };
    log.lines().find(is_complaint)
}

/// Whether a frame shows the report whole; else what is wrong.
fn judge(facts: &Facts, scheme: Scheme, language: &str) -> Result<(), String> {
    let wrong = [
        (facts.heading.is_empty(), "there is no headline".to_owned()),
        (
            facts.tables == 0 || facts.rows < facts.tables,
            format!(
                "{} tables with {} rows are too few",
                facts.tables, facts.rows
            ),
        ),
        (
            facts.content_width > facts.width,
            format!("the page is {} pixels wide", facts.content_width),
        ),
        (
            facts.requests > 0,
            format!("the page asked for {} other files", facts.requests),
        ),
        (facts.pictures == 0, "there is no picture".to_owned()),
        (
            facts.bare_pictures > 0,
            format!("{} pictures have no table beside them", facts.bare_pictures),
        ),
        (!facts.sorts, "a press on a head does not sort".to_owned()),
        (
            !facts.has_tip,
            "a point in a picture tells nothing".to_owned(),
        ),
        (
            facts.is_dark != (scheme == Scheme::Dark),
            "the colour scheme is another".to_owned(),
        ),
        (
            facts.language != language,
            format!("the page says it is in `{}`", facts.language),
        ),
    ];
    match wrong.into_iter().find(|(is_wrong, _)| *is_wrong) {
        Some((_, complaint)) => Err(complaint),
        None => Ok(()),
    }
}

/// A page that shows the report in a frame of each width and writes down what it finds there.
fn frames_page(language: &str) -> String {
    let frames: String = WIDTHS.iter().map(|width| frame(language, *width)).collect();
    format!(
        "<!doctype html><meta charset=utf-8><meta name=color-scheme content='light dark'><body style='margin:0;white-space:nowrap'>{frames}<pre></pre><script>{LOOK}</script>"
    )
}

fn frame(language: &str, width: usize) -> String {
    format!(
        "<iframe src=report-{language}.html style='border:0;width:{width}px;height:{PICTURE_HEIGHT}px'></iframe>"
    )
}

/// One line a frame: `facts|` and the fields of [`Facts`] in their order, with bars between them.
const LOOK: &str = "\
addEventListener('load', () => {
  for (const { contentWindow: view, contentDocument: page } of document.querySelectorAll('iframe')) {
    const all = selector => [...page.querySelectorAll(selector)];
    const heading = (page.querySelector('.headline')?.textContent ?? '').trim().replace(/\\s+/g, ' ');
    const requests = view.performance.getEntriesByType('resource').length;
    const pictures = all('svg.chart');
    const bare = pictures.filter(picture => !picture.closest('section')?.querySelector('table'));
    const sorts = () => {
      const table = page.querySelector('table.sortable');
      const head = table?.tHead.rows[0].cells[1];
      const keys = () => [...table.tBodies[0].rows].map(row => Number(row.cells[1].dataset.key));
      const rises = sign => keys().every((key, place, all) => place === 0 || sign * (key - all[place - 1]) >= 0);
      const press = () => head?.querySelector('button')?.click();
      press();
      const falls = head?.getAttribute('aria-sort') === 'descending' && rises(-1);
      press();
      return falls && head.getAttribute('aria-sort') === 'ascending' && rises(1);
    };
    const tells = () => {
      const point = all('.tipped').find(point => point.getBoundingClientRect().width > 0);
      if (!point) return pictures.length > 0;
      point.dispatchEvent(new view.FocusEvent('focus'));
      const tip = page.getElementById('tip');
      const shown = tip && !tip.hidden && tip.textContent.length > 0;
      point.dispatchEvent(new view.FocusEvent('blur'));
      return Boolean(shown) && tip.hidden;
    };
    const isDark = view.matchMedia('(prefers-color-scheme: dark)').matches;
    const facts = ['facts', view.innerWidth, page.documentElement.scrollWidth, all('table').length, all('tr').length, requests,
      pictures.length, bare.length, sorts(), tells(), isDark, page.documentElement.lang, heading];
    document.querySelector('pre').append(facts.join('|') + '\\n');
  }
});";

/// The line about the frame of this width, out of the page that the browser printed.
fn facts_of(page: &str, width: usize) -> Result<Facts, Failure> {
    let lines = page
        .lines()
        .filter_map(|line| line.split_once("facts|"))
        .map(|(_, facts)| facts);
    lines
        .filter_map(facts)
        .find(|facts| facts.width == width)
        .ok_or_else(|| Failure::new(format!("the browser showed no frame of width {width}")))
}

/// The facts of one line; the headline is the last field and may hold bars.
fn facts(line: &str) -> Option<Facts> {
    let mut fields = line.splitn(12, '|');
    let mut number = || fields.next()?.parse::<usize>().ok();
    let [
        width,
        content_width,
        tables,
        rows,
        requests,
        pictures,
        bare_pictures,
    ] = [
        number()?,
        number()?,
        number()?,
        number()?,
        number()?,
        number()?,
        number()?,
    ];
    let mut is_true = || Some(fields.next()? == "true");
    let (sorts, has_tip, is_dark) = (is_true()?, is_true()?, is_true()?);
    Some(Facts {
        width,
        content_width,
        tables,
        rows,
        requests,
        pictures,
        bare_pictures,
        sorts,
        has_tip,
        is_dark,
        language: fields.next()?.to_owned(),
        heading: fields.next()?.to_owned(),
    })
}

/// Every width beside the others in one picture.
fn picture(
    shell: &Shell,
    browser: &Path,
    page: &Path,
    scheme: Scheme,
    language: &str,
) -> Result<(), Failure> {
    let name = format!("report-{language}-{}.png", scheme.as_str());
    let file = page.with_file_name(&name);
    let width: usize = WIDTHS.iter().sum();
    let mut command = chromium(shell, browser, page, scheme);
    command
        .arg(format!("--screenshot={}", file.display()))
        .arg(format!("--window-size={width},{PICTURE_HEIGHT}"))
        .arg(address(page));
    shell::capture(&mut command)?;
    if file.is_file() {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "the browser made no picture `{name}`"
        )))
    }
}

/// The browser without a window, a profile of an earlier run, or any wish for the network; given up
/// after two minutes.
fn chromium(shell: &Shell, browser: &Path, page: &Path, scheme: Scheme) -> Command {
    let mut command = shell.program("timeout");
    command.arg("120").arg(browser).args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--hide-scrollbars",
        "--allow-file-access-from-files",
        "--enable-logging=stderr",
        scheme.option(),
    ]);
    let profile = page.with_file_name("profile");
    command.arg(format!("--user-data-dir={}", profile.display()));
    command
}

fn address(file: &Path) -> String {
    format!("file://{}", file.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<pre>facts|360|360|3|20|0|4|0|true|true|false|en|Cost | risk\nfacts|768|900|3|20|0|4|0|true|true|false|en|\n</pre>";

    #[test]
    fn facts_are_read_from_the_printed_page() {
        let facts = facts_of(PAGE, 360).unwrap();
        assert_eq!(
            (facts.tables, facts.rows, facts.heading.as_str()),
            (3, 20, "Cost | risk")
        );
        assert!(facts.sorts && facts.has_tip && !facts.is_dark);
        assert!(facts_of(PAGE, 1440).is_err());
    }

    #[test]
    fn a_frame_is_judged_by_what_it_shows() {
        let good = || facts_of(PAGE, 360).unwrap();
        assert_eq!(judge(&good(), Scheme::Light, "en"), Ok(()));
        assert!(judge(&good(), Scheme::Dark, "en").is_err());
        assert!(judge(&good(), Scheme::Light, "ru").is_err());
        let spoil: [fn(&mut Facts); 8] = [
            |facts| facts.heading.clear(),
            |facts| facts.tables = 0,
            |facts| facts.content_width = 361,
            |facts| facts.requests = 1,
            |facts| facts.pictures = 0,
            |facts| facts.bare_pictures = 1,
            |facts| facts.sorts = false,
            |facts| facts.has_tip = false,
        ];
        for spoil in spoil {
            let mut facts = good();
            spoil(&mut facts);
            assert!(judge(&facts, Scheme::Light, "en").is_err(), "{facts:?}");
        }
    }

    #[test]
    fn errors_and_refusals_of_the_browser_are_seen() {
        let log = "INFO:CONSOLE(1) \"hello\"\nINFO:CONSOLE(2) \"Uncaught TypeError: x\"";
        assert!(complaint_of_browser(log).is_some_and(|line| line.contains("TypeError")));
        assert!(complaint_of_browser("INFO:CONSOLE(1) \"Refused to load\"").is_some());
        assert!(complaint_of_browser("ERROR:bus.cc failed").is_none());
    }
}
