//! What a section of the page is made of, whatever it is about.

use crate::report::svg;

/// A section.
pub(super) struct Section {
    /// Its address inside the page.
    pub(super) id: &'static str,
    pub(super) title: String,
    /// What it shows and how to read it.
    pub(super) lead: Vec<String>,
    pub(super) parts: Vec<Part>,
}

/// One part of a section.
pub(super) enum Part {
    /// Pictures beside one another.
    Figures(Vec<Figure>),
    /// A table.
    Table(DataTable),
    /// A table whose cells are coloured by what they hold.
    HeatMap(HeatMap),
    /// What the colours mean: class and words.
    Key(Vec<(&'static str, String)>),
    /// Something that must not be overlooked: class (`bad`, `good` or `note`) and words.
    Remark(&'static str, String),
}

/// A picture in two sizes, of which the page shows one.
pub(super) struct Figure {
    pub(super) caption: String,
    pub(super) wide: String,
    pub(super) narrow: String,
}

/// Whether the rows of a table stand open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fold {
    /// Always.
    None,
    /// At first.
    Open,
    /// When they are asked for.
    Closed,
}

/// A table; the first cell of a row is its head.
pub(super) struct DataTable {
    pub(super) caption: String,
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// Rows that stay below when the others are sorted.
    pub(super) foot: Vec<Row>,
    pub(super) is_sortable: bool,
    pub(super) fold: Fold,
}

/// A row.
#[derive(Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    /// How it is emphasised; perhaps empty.
    pub(super) class: &'static str,
}

/// A cell.
#[derive(Clone, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    /// Small print below, such as an interval.
    pub(super) note: String,
    /// The number by which the column is sorted.
    pub(super) key: String,
    /// A picture of the number, ready for the page.
    pub(super) bar: String,
    pub(super) class: &'static str,
}

/// A cross-table with colours.
pub(super) struct HeatMap {
    pub(super) caption: String,
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<(String, Vec<HeatCell>)>,
}

/// One coloured cell.
pub(super) struct HeatCell {
    pub(super) class: &'static str,
    /// The sign of the colour, for those who do not see it.
    pub(super) sign: &'static str,
    pub(super) value: String,
    pub(super) lines: Vec<String>,
}

impl Section {
    /// A section without parts yet.
    pub(super) fn new(id: &'static str, title: String, lead: Vec<String>) -> Self {
        Self {
            id,
            title,
            lead,
            parts: Vec::new(),
        }
    }

    /// Whether it shows anything.
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

impl DataTable {
    /// An open table that is not sorted.
    pub(super) fn new(caption: String, head: Vec<String>, rows: Vec<Row>) -> Self {
        Self {
            caption,
            head,
            rows,
            foot: Vec::new(),
            is_sortable: false,
            fold: Fold::None,
        }
    }

    /// The same table behind its caption; open at first if it is short.
    pub(super) fn folded(self) -> Self {
        let fold = if self.rows.len() <= 20 {
            Fold::Open
        } else {
            Fold::Closed
        };
        Self { fold, ..self }
    }

    /// Whether it has so few columns that it need not be as wide as the page.
    pub(super) fn is_small(&self) -> bool {
        self.head.len() <= 4
            && self
                .rows
                .iter()
                .all(|row| row.cells.iter().all(|cell| cell.bar.is_empty()))
    }

    /// The same table, sorted by a click on a head.
    pub(super) fn sortable(self) -> Self {
        Self {
            is_sortable: true,
            ..self
        }
    }
}

impl Row {
    /// A plain row.
    pub(super) fn new(cells: Vec<Cell>) -> Self {
        Self { cells, class: "" }
    }

    /// The row with this emphasis.
    pub(super) fn with_class(self, class: &'static str) -> Self {
        Self { class, ..self }
    }
}

impl Cell {
    /// A text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// A whole number or a sum, as it is written and as it is sorted.
    pub(super) fn sum(text: String, key: i128) -> Self {
        Self {
            text,
            key: key.to_string(),
            ..Self::default()
        }
    }

    /// A sum that may be absent; absent ones have no key and are sorted to the end.
    pub(super) fn sum_if(text: String, key: Option<i128>) -> Self {
        Self {
            text,
            key: key.map_or_else(String::new, |key| key.to_string()),
            ..Self::default()
        }
    }

    /// A ratio that may be absent.
    pub(super) fn ratio(text: String, key: Option<f64>) -> Self {
        Self {
            text,
            key: key.map_or_else(String::new, |key| format!("{key:.9}")),
            ..Self::default()
        }
    }

    /// Nothing but a bar.
    pub(super) fn bar(parts: &[svg::BarPart<'_>], marks: &[(&str, f64)]) -> Self {
        Self {
            bar: svg::bar(parts, marks),
            class: "picture",
            ..Self::default()
        }
    }

    /// The cell with small print below.
    pub(super) fn with_note(self, note: String) -> Self {
        Self { note, ..self }
    }

    /// The cell with this emphasis.
    pub(super) fn with_class(self, class: &'static str) -> Self {
        Self { class, ..self }
    }
}
