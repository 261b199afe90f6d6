//! The frame of a picture with two axes: grid, ticks, names. What is in it is the caller's matter.

use super::section::Figure;
use crate::report::svg::{Anchor, Axis, Picture};

/// Where a plot stands inside its picture, in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) left: f64,
    /// How many ticks an axis has about.
    pub(super) ticks: u8,
}

/// On a desk, on paper, on a tablet.
const WIDE: Size = Size {
    width: 540.0,
    height: 300.0,
    left: 62.0,
    ticks: 5,
};
/// On a phone.
const NARROW: Size = Size {
    width: 330.0,
    height: 230.0,
    left: 56.0,
    ticks: 4,
};
/// Room above the plot for the name of its axis.
const TOP: f64 = 30.0;
/// Room below it for ticks and their name.
const BOTTOM: f64 = 44.0;
/// Room to its right.
const RIGHT: f64 = 14.0;

/// An axis with what is written on it.
pub(super) struct Ticks {
    pub(super) name: String,
    pub(super) range: (f64, f64),
    pub(super) marks: Vec<(f64, String)>,
}

/// A picture with its axes drawn.
pub(super) struct Plot {
    pub(super) picture: Picture,
    pub(super) x: Axis,
    pub(super) y: Axis,
    /// The left, right, upper and lower end.
    pub(super) ends: (f64, f64, f64, f64),
}

impl Plot {
    /// Draws grid, ticks and names.
    pub(super) fn new(size: Size, across: &Ticks, up: &Ticks) -> Self {
        let ends = (size.left, size.width - RIGHT, TOP, size.height - BOTTOM);
        let (left, right, top, bottom) = ends;
        let x = Axis::new(across.range, (left, right));
        let y = Axis::new(up.range, (bottom, top));
        let mut picture = Picture::new(size.width, size.height);
        for (value, text) in &up.marks {
            let at = y.place(*value);
            picture.line("grid", (left, at), (right, at));
            picture.text("tick", Anchor::End, (left - 7.0, at + 4.0), text);
        }
        for (value, text) in &across.marks {
            let at = x.place(*value);
            picture.line("notch", (at, bottom), (at, bottom + 5.0));
            picture.text("tick", Anchor::Middle, (at, bottom + 19.0), text);
        }
        picture.line("axis", (left, bottom), (right, bottom));
        picture.text("name", Anchor::Start, (2.0, 15.0), &up.name);
        picture.text(
            "name",
            Anchor::End,
            (right, size.height - 6.0),
            &across.name,
        );
        Self {
            picture,
            x,
            y,
            ends,
        }
    }

    /// The place of a pair of values.
    pub(super) fn place(&self, x: f64, y: f64) -> (f64, f64) {
        (self.x.place(x), self.y.place(y))
    }
}

/// The same picture in both sizes.
pub(super) fn figure(caption: String, draw: impl Fn(Size) -> Plot) -> Figure {
    let wide = draw(WIDE).picture.finish("chart wide", &caption);
    let narrow = draw(NARROW).picture.finish("chart narrow", &caption);
    Figure {
        caption,
        wide,
        narrow,
    }
}
