//! The registry of codes: each kind of finding once, with its severity and its explanation.
//! `docs/findings.md` is generated from it.

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file is refused.
    Error,
    /// The file is accepted; somebody should look.
    Warning,
    /// Worth knowing; never fails a check.
    Note,
}

impl Severity {
    /// The word in messages and documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// The family of a finding, as the JSON document of `check` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The text is not readable as YAML of the permitted subset.
    Syntax,
    /// The shape of the file: keys, kinds of nodes, permitted words.
    Schema,
    /// A value or a name has the wrong type.
    Type,
    /// A name is unknown, taken, reserved or part of a cycle.
    Name,
    /// A cell does not follow the grammar of cells.
    Cell,
    /// An automatic refusal is used.
    Decline,
}

impl Kind {
    /// The word in the JSON document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Schema => "schema",
            Self::Type => "type",
            Self::Name => "name",
            Self::Cell => "cell",
            Self::Decline => "decline",
        }
    }
}

/// Declares every code with its number, kind, severity and explanation, in one place.
macro_rules! codes {
    ($($variant:ident = $id:literal, $kind:ident, $severity:ident, $title:literal, $explanation:literal;)*) => {
        /// A stable code of a finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $variant,)*
        }

        impl Code {
            /// Every code, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable identifier, `DM` and four digits.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// The family.
            pub fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind,)* }
            }

            /// The severity.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// A short title.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            /// What it means and what to do, for the reference.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $explanation,)* }
            }
        }
    };
}

codes! {
    Encoding = "DM0001", Syntax, Error, "the file is not UTF-8",
        "A rules file is UTF-8 text. Save it as UTF-8 in the editor; a byte order mark at the start is fine.";
    TooLarge = "DM0002", Syntax, Error, "the file is too large",
        "A file may have 262,144 bytes, or 16 MiB with `--large`. Split the matrix or lift the limit.";
    ControlCharacter = "DM0003", Syntax, Error, "a control character stands in the file",
        "Control characters and characters that reverse the direction of text can make a rule look like another one. They are refused everywhere, in comments too.";
    Directive = "DM0004", Syntax, Error, "a YAML directive is used",
        "Lines that start with `%` are not part of the format. Delete the line.";
    SeveralDocuments = "DM0005", Syntax, Error, "the file holds several documents",
        "One file holds one matrix. Delete everything from the second `---`.";
    Anchor = "DM0006", Syntax, Error, "an anchor or an alias is used",
        "Anchors (`&`) and aliases (`*`) are not part of the format, because a reader must see each value where it is used. Write the value out, or in quotes if the character is meant.";
    Tag = "DM0007", Syntax, Error, "a YAML tag is used",
        "Tags (`!`) are not part of the format. Delete the tag, or put the text in quotes.";
    MergeKey = "DM0008", Syntax, Error, "a merge key is used",
        "Merge keys (`<<`) are not part of the format. Write the keys out.";
    TooDeep = "DM0009", Syntax, Error, "the nesting is too deep",
        "Collections may be nested 16 deep. No part of the format needs more than 8.";
    Yaml = "DM0010", Syntax, Error, "the text is not valid YAML",
        "The usual causes are a wrong indentation, a tab, an unclosed quote or an unclosed bracket on the line or just above it.";
    DuplicateKey = "DM0011", Syntax, Error, "a key stands twice",
        "A key may stand once in a mapping. Delete or rename one of the two.";
    EmptyScalar = "DM0012", Syntax, Error, "a value is empty",
        "Every key needs a value. Write `null` for none, or delete the key.";
    UnknownKey = "DM0101", Schema, Error, "a key is not known",
        "The key is not part of the format at this place. The message lists what may stand there.";
    MissingKey = "DM0102", Schema, Error, "a required key is missing",
        "The mapping lacks a key that the format requires.";
    WrongShape = "DM0103", Schema, Error, "a value has the wrong shape",
        "A mapping, a list, a text or a literal block was expected and something else stands there.";
    BadValue = "DM0104", Schema, Error, "a value is not permitted",
        "The value is not one of those that the format permits here.";
    LimitExceeded = "DM0105", Schema, Error, "a limit of the format is exceeded",
        "A table has at most 10,000 rules and 256 columns, a file at most 256 tables, an expression a depth of at most 64.";
    GridShape = "DM0106", Schema, Error, "a grid line does not fit the grid",
        "Each line of a grid starts and ends with `|`, has one `||` between conditions and results, and as many cells as the header line.";
    BadName = "DM0201", Name, Error, "a name is not permitted",
        "Names are `[a-z][a-z0-9_]*`, at most 64 characters, and not a word of the language or a function.";
    DuplicateName = "DM0202", Name, Error, "a name is taken",
        "Names are unique over factors, parameters, derive and tables; rule ids are unique in their table; a column stands once in a table.";
    UnknownName = "DM0203", Name, Error, "a name is not known",
        "The word is neither declared in the file nor a value of the column.";
    AmbiguousWord = "DM0204", Name, Error, "a word has two meanings",
        "The word is both a value of the column and the name of a parameter or a table. Rename one.";
    Cycle = "DM0205", Name, Error, "names depend on each other in a circle",
        "Derived factors and tables may use each other, but not in a circle.";
    BadLiteral = "DM0206", Type, Error, "a value is not written as its type demands",
        "Numbers are written `15000` or `0.85`, dates `2026-01-31`, timestamps `2026-01-31T10:00:00Z`, durations `P30D`, texts in double quotes. A number lies in the range of its type and has no more fraction digits than its scale.";
    WrongType = "DM0207", Type, Error, "a value has the wrong type",
        "The name or the comparison does not fit the type of the column.";
    CellSyntax = "DM0208", Cell, Error, "a cell does not follow the grammar",
        "A cell is `-`, or values, comparisons and intervals joined by commas, each perhaps in `not(..)`.";
    EmptyCell = "DM0209", Cell, Error, "a cell is empty",
        "Write `-` for any value, or `null` for no value.";
    ReversedInterval = "DM0210", Cell, Error, "an interval is reversed",
        "The lower end of an interval stands first.";
    TooManyResults = "DM0211", Cell, Error, "a table has too many results to be named in a cell",
        "A `collect sum` table may be named in a cell only if it has at most 4,096 different results.";
    SumOutOfRange = "DM0212", Type, Error, "a collected result can leave its range",
        "The sum or count over some subset of the rules lies outside the output's range or domain. Lower the results or widen the domain.";
    ExpressionSyntax = "DM0220", Type, Error, "an expression does not follow the grammar",
        "Expressions have names, literals, `+ - * /`, comparisons, `and or not`, `if c then a else b`, brackets and functions.";
    ExpressionType = "DM0221", Type, Error, "an expression has the wrong type",
        "Operators and functions take fixed types, checked before any claim is decided.";
    ExpressionNull = "DM0222", Type, Error, "an expression may be null",
        "The result may be null but the derived factor is not nullable. Add `nullable: true` or wrap it in `coalesce(.., value)`.";
    DeclineNotPermitted = "DM0401", Decline, Error, "an automatic refusal is not permitted",
        "An automatic final refusal is unlawful or needs consent in many places. Send the claim to `review`, or put `permits: [decline]` at the top if your lawyers agree.";
    DeclinePermitted = "DM0501", Decline, Note, "an automatic refusal is permitted",
        "The file permits `decline`. This note stands in every check so that nobody overlooks it.";
}
