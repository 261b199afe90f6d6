//! The report in a real browser: three widths, by content and as pictures.

use std::path::Path;
use std::process::Command;

use crate::demo;
use crate::setup;
use crate::shell::{self, Failure, Shell};
use crate::steps::Done;

/// Widths of the window in CSS pixels: a phone, a tablet, a desk.
const WIDTHS: [usize; 3] = [360, 768, 1280];

/// Height of the pictures in CSS pixels.
const PICTURE_HEIGHT: usize = 2400;

/// What a page found out about one frame.
#[derive(Debug, PartialEq, Eq)]
struct Facts {
    width: usize,
    content_width: usize,
    tables: usize,
    rows: usize,
    requests: usize,
    heading: String,
}

/// Opens the report of the demo in frames of three widths and looks at what they hold.
pub(crate) fn check(shell: &Shell) -> Result<Done, Failure> {
    let browser = match setup::browser(shell) {
        Ok(browser) => browser,
        Err(reason) => return Ok(Done::Skipped(reason)),
    };
    let folder = shell.empty_folder("browser")?;
    let report = folder.join("report.html");
    shell::write(&report, &shell::read(&demo::report(shell))?)?;
    let page = folder.join("frames.html");
    shell::write(&page, &frames_page())?;
    let seen = shell::capture(
        chromium(shell, &browser, &folder)
            .arg("--dump-dom")
            .arg(address(&page)),
    )?;
    if let Some(line) = seen
        .stderr
        .lines()
        .find(|line| line.contains("CONSOLE") && line.contains("rror"))
    {
        return Err(Failure::new(format!(
            "the report has an error in its script: {line}"
        )));
    }
    for width in WIDTHS {
        judge(&facts_of(&seen.stdout, width)?)?;
        picture(shell, &browser, &folder, width)?;
    }
    Ok(Done::Passed(format!("pictures in {}", folder.display())))
}

/// Whether a frame shows the report whole.
fn judge(facts: &Facts) -> Result<(), Failure> {
    let Facts {
        width,
        content_width,
        tables,
        rows,
        requests,
        heading,
    } = facts;
    let complaint = if heading.is_empty() {
        "there is no headline".to_owned()
    } else if *tables == 0 || rows < tables {
        format!("{tables} tables with {rows} rows are too few")
    } else if content_width > width {
        format!("the page is {content_width} pixels wide")
    } else if *requests > 0 {
        format!("the page asked for {requests} other files")
    } else {
        return Ok(());
    };
    Err(Failure::new(format!("at a width of {width}: {complaint}")))
}

/// A page that shows the report in a frame of each width and writes down what it finds there.
fn frames_page() -> String {
    let frames: String = WIDTHS.iter().map(|width| frame(*width)).collect();
    format!("<!doctype html><meta charset=utf-8><body>{frames}<pre></pre><script>{LOOK}</script>")
}

fn frame(width: usize) -> String {
    format!(
        "<iframe src=report.html style='border:0;width:{width}px;height:{PICTURE_HEIGHT}px'></iframe>"
    )
}

/// One line a frame: `facts|width|content width|tables|rows|requests|headline`.
const LOOK: &str = "\
addEventListener('load', () => {
  for (const { contentWindow: view, contentDocument: page } of document.querySelectorAll('iframe')) {
    const count = selector => page.querySelectorAll(selector).length;
    const heading = page.querySelector('h1')?.textContent.trim().replace(/\\s+/g, ' ') ?? '';
    const requests = view.performance.getEntriesByType('resource').length;
    const facts = ['facts', view.innerWidth, page.documentElement.scrollWidth, count('table'), count('tr'), requests, heading];
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
        .filter_map(|line| {
            let mut fields = line.splitn(6, '|');
            let mut number = || fields.next()?.parse::<usize>().ok();
            let (width, content_width, tables, rows, requests) =
                (number()?, number()?, number()?, number()?, number()?);
            let heading = fields.next()?.to_owned();
            Some(Facts {
                width,
                content_width,
                tables,
                rows,
                requests,
                heading,
            })
        })
        .find(|facts| facts.width == width)
        .ok_or_else(|| Failure::new(format!("the browser showed no frame of width {width}")))
}

fn picture(shell: &Shell, browser: &Path, folder: &Path, width: usize) -> Result<(), Failure> {
    let page = folder.join(format!("frame-{width}.html"));
    shell::write(
        &page,
        &format!("<!doctype html><body style='margin:0'>{}", frame(width)),
    )?;
    let file = folder.join(format!("report-{width}.png"));
    let mut command = chromium(shell, browser, folder);
    command.arg(format!("--screenshot={}", file.display()));
    command
        .arg(format!("--window-size={width},{PICTURE_HEIGHT}"))
        .arg(address(&page));
    shell::capture(&mut command)?;
    if file.is_file() {
        Ok(())
    } else {
        Err(Failure::new(format!("no picture at a width of {width}")))
    }
}

/// The browser without a window, a profile of an earlier run, or any wish for the network; given up
/// after two minutes.
fn chromium(shell: &Shell, browser: &Path, folder: &Path) -> Command {
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
    ]);
    command.arg(format!(
        "--user-data-dir={}",
        folder.join("profile").display()
    ));
    command
}

fn address(file: &Path) -> String {
    format!("file://{}", file.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<pre>facts|360|360|3|20|0|Cost | risk\nfacts|768|900|3|20|0|\n</pre>";

    #[test]
    fn facts_are_read_from_the_printed_page() {
        let facts = facts_of(PAGE, 360).unwrap();
        assert_eq!(
            (facts.tables, facts.rows, facts.heading.as_str()),
            (3, 20, "Cost | risk")
        );
        assert!(facts_of(PAGE, 1280).is_err());
    }

    #[test]
    fn a_frame_is_judged_by_what_it_shows() {
        let good = || facts_of(PAGE, 360).unwrap();
        assert!(judge(&good()).is_ok());
        let bad = [
            Facts {
                heading: String::new(),
                ..good()
            },
            Facts {
                tables: 0,
                ..good()
            },
            Facts {
                content_width: 361,
                ..good()
            },
            Facts {
                requests: 1,
                ..good()
            },
        ];
        for facts in bad {
            assert!(judge(&facts).is_err(), "{facts:?}");
        }
    }
}
