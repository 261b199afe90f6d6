//! Pictures as SVG inside the page: shapes, texts and points with a tip, and nothing that knows
//! what is shown. Colours come from classes of the page's style sheet, so a picture follows light
//! and dark; every text is escaped here.

mod axis;
mod number;

#[cfg(test)]
mod tests;

use std::fmt::{Display, Write as _};

pub(super) use axis::{Axis, nice_ticks, tick_digits};
pub(super) use number::whole_pixels;

/// Where a text stands against its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A place in a picture, in its pixels.
pub(super) type Place = (f64, f64);

/// A picture that is being drawn; its pixels are CSS pixels where it is shown at full width.
pub(super) struct Picture {
    width: f64,
    height: f64,
    body: String,
}

impl Picture {
    /// An empty picture.
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self {
            width,
            height,
            body: String::new(),
        }
    }

    /// A straight line.
    pub(super) fn line(&mut self, class: &str, from: Place, to: Place) {
        let (x1, y1, x2, y2) = (short(from.0), short(from.1), short(to.0), short(to.1));
        self.put(format_args!(
            "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"
        ));
    }

    /// A rectangle by two opposite corners.
    pub(super) fn rectangle(&mut self, class: &str, one: Place, other: Place) {
        let (x, y) = (short(one.0.min(other.0)), short(one.1.min(other.1)));
        let (width, height) = (
            short((one.0 - other.0).abs()),
            short((one.1 - other.1).abs()),
        );
        self.put(format_args!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
        ));
    }

    /// A line through places.
    pub(super) fn path(&mut self, class: &str, places: &[Place]) {
        let places = joined(places);
        self.put(format_args!(
            "<polyline class=\"{class}\" points=\"{places}\"/>"
        ));
    }

    /// A closed, filled shape.
    pub(super) fn shape(&mut self, class: &str, places: &[Place]) {
        let places = joined(places);
        self.put(format_args!(
            "<polygon class=\"{class}\" points=\"{places}\"/>"
        ));
    }

    /// A disc.
    pub(super) fn disc(&mut self, class: &str, at: Place, radius: f64) {
        let (x, y, r) = (short(at.0), short(at.1), short(radius));
        self.put(format_args!(
            "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/>"
        ));
    }

    /// A square on its corner.
    pub(super) fn diamond(&mut self, class: &str, at: Place, radius: f64) {
        let (x, y) = at;
        let places = [
            (x, y - radius),
            (x + radius, y),
            (x, y + radius),
            (x - radius, y),
        ];
        self.shape(class, &places);
    }

    /// A text on one line.
    pub(super) fn text(&mut self, class: &str, anchor: Anchor, at: Place, text: &str) {
        let (x, y) = (short(at.0), short(at.1));
        let (anchor, text) = (anchor.as_str(), escaped(text));
        self.put(format_args!(
            "<text class=\"{class}\" text-anchor=\"{anchor}\" x=\"{x}\" y=\"{y}\">{text}</text>"
        ));
    }

    /// Something that tells more when it is pointed at or reached by the keyboard. The lines of the
    /// tip are its name for those who do not see the picture.
    pub(super) fn with_tip(&mut self, tip: &[String], draw: impl FnOnce(&mut Self)) {
        let name = escaped(&tip.join("; "));
        let lines = escaped(&tip.join("\n"));
        self.put(format_args!(
            "<g class=\"tipped\" tabindex=\"0\" role=\"img\" aria-label=\"{name}\"><title>{lines}</title>"
        ));
        draw(self);
        self.body.push_str("</g>");
    }

    /// The picture with its name.
    pub(super) fn finish(self, class: &str, name: &str) -> String {
        let (width, height) = (short(self.width), short(self.height));
        format!(
            "<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"group\" aria-label=\"{}\">{}</svg>",
            escaped(name),
            self.body
        )
    }

    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing into a text cannot fail.
        let _ = self.body.write_fmt(text);
    }
}

/// A number in a tenth of a pixel, as short as it goes.
fn short(value: f64) -> impl Display {
    let tenths = number::tenths(value);
    let (whole, rest) = (tenths / 10, tenths % 10);
    match (rest, tenths < 0 && whole == 0) {
        (0, _) => whole.to_string(),
        (_, true) => format!("-0.{}", rest.abs()),
        (_, false) => format!("{whole}.{}", rest.abs()),
    }
}

fn joined(places: &[Place]) -> String {
    let places = places.iter();
    let places = places.map(|(x, y)| format!("{},{}", short(*x), short(*y)));
    places.collect::<Vec<_>>().join(" ")
}

/// Text inside a document, between tags or in double quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// One part of a bar: its class, where it begins and where it ends, of a whole of 1.
pub(super) type BarPart<'a> = (&'a str, f64, f64);

/// A bar inside a cell of a table; the number beside it says the same, so it is hidden from
/// readers. `marks` are fine lines over the whole height.
pub(super) fn bar(parts: &[BarPart<'_>], marks: &[(&str, f64)]) -> String {
    let mut body = String::new();
    let place = |share: f64| short(share.clamp(0.0, 1.0) * 1_000.0);
    for (class, from, to) in parts {
        let (from, to) = (from.min(*to).clamp(0.0, 1.0), from.max(*to).clamp(0.0, 1.0));
        let (x, width) = (place(from), place(to - from));
        let _ = write!(
            body,
            "<rect class=\"{class}\" x=\"{x}\" y=\"2\" width=\"{width}\" height=\"8\"/>"
        );
    }
    for (class, at) in marks {
        let x = place(*at);
        let _ = write!(
            body,
            "<line class=\"{class}\" x1=\"{x}\" y1=\"0\" x2=\"{x}\" y2=\"12\"/>"
        );
    }
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 1000 12\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">{body}</svg>"
    )
}
