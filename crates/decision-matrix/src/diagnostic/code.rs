//! The registry of codes: each kind of finding once, with its severity and its explanation.
//! `docs/findings.md` is generated from it. The words of the explanations stand in a file a topic.

mod cells;
mod names;
mod promises;
mod rules;
mod schema;
mod syntax;

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
    /// Only the default answers a region.
    Gap,
    /// Two rules match the same claim.
    Overlap,
    /// Two rules of an `any` table match the same claim with different results.
    Conflict,
    /// A table without a default leaves a claim without an answer.
    Incomplete,
    /// A rule never answers.
    Shadowed,
    /// Other rules answer part of what a rule matches.
    PartlyHidden,
    /// A rule could be left out.
    Redundant,
    /// Two rules could be one.
    Mergeable,
    /// A cell holds every value.
    AlwaysTrue,
    /// A cell holds no value.
    NeverTrue,
    /// An outcome is written and never given.
    UnreachableOutcome,
    /// A name is declared and never used.
    Unused,
    /// A promised property does not hold, or may not hold.
    Guarantee,
    /// Only one rule keeps a property from holding.
    NearMonotone,
    /// A missing value falls to the default.
    NullToDefault,
    /// An automatic refusal is used.
    Decline,
    /// A proof did not end within its budget.
    NotProved,
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
            Self::Gap => "gap",
            Self::Overlap => "overlap",
            Self::Conflict => "conflict",
            Self::Incomplete => "incomplete",
            Self::Shadowed => "shadowed",
            Self::PartlyHidden => "partly_hidden",
            Self::Redundant => "redundant",
            Self::Mergeable => "mergeable",
            Self::AlwaysTrue => "always_true",
            Self::NeverTrue => "never_true",
            Self::UnreachableOutcome => "unreachable_outcome",
            Self::Unused => "unused",
            Self::Guarantee => "guarantee",
            Self::NearMonotone => "near_monotone",
            Self::NullToDefault => "null_to_default",
            Self::Decline => "decline",
            Self::NotProved => "not_proved",
        }
    }
}

/// What the reference and the log for code hosts say about a code, in sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What the finding means.
    pub meaning: &'static str,
    /// Why it is bad.
    pub why: &'static str,
    /// A part of a rules file in which it is found, top-level keys whole. What it leaves out is as in
    /// [`EXAMPLE_FRAME`].
    pub example: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
}

/// The rules file around every example: a key of the example stands in place of the same key here.
pub const EXAMPLE_FRAME: &str = r#"format: 1
matrix: example
version: "1"
currency: EUR
keys: {claim: claim_id}
factors:
  amount: {type: money, domain: ">= 0"}
  device: {type: category, values: [fault, warn, ok], nullable: true}
  prior_claims: {type: integer, domain: "[0..100]"}
decision:
  hit: first
  rules: |
    | id | amount  || outcome | reason |
    | A1 | <= 5000 || approve | SMALL  |
  default: {outcome: review, reason: NO_RULE}
"#;

/// Declares every code with its number, kind, severity and explanation, in one place.
macro_rules! codes {
    ($($variant:ident = $id:literal, $kind:ident, $severity:ident, $title:literal, $explanation:path;)*) => {
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

            /// What it means, why it is bad, an example, and what to do.
            pub fn explanation(self) -> &'static Explanation {
                match self { $(Self::$variant => &$explanation,)* }
            }
        }
    };
}

codes! {
    Encoding = "DM0001", Syntax, Error, "the file is not UTF-8", syntax::ENCODING;
    TooLarge = "DM0002", Syntax, Error, "the file is too large", syntax::TOO_LARGE;
    ControlCharacter = "DM0003", Syntax, Error, "a control character stands in the file", syntax::CONTROL_CHARACTER;
    Directive = "DM0004", Syntax, Error, "a YAML directive is used", syntax::DIRECTIVE;
    SeveralDocuments = "DM0005", Syntax, Error, "the file holds several documents", syntax::SEVERAL_DOCUMENTS;
    Anchor = "DM0006", Syntax, Error, "an anchor or an alias is used", syntax::ANCHOR;
    Tag = "DM0007", Syntax, Error, "a YAML tag is used", syntax::TAG;
    MergeKey = "DM0008", Syntax, Error, "a merge key is used", syntax::MERGE_KEY;
    TooDeep = "DM0009", Syntax, Error, "the nesting is too deep", syntax::TOO_DEEP;
    Yaml = "DM0010", Syntax, Error, "the text is not valid YAML", syntax::YAML;
    DuplicateKey = "DM0011", Syntax, Error, "a key stands twice", syntax::DUPLICATE_KEY;
    EmptyScalar = "DM0012", Syntax, Error, "a value is empty", syntax::EMPTY_SCALAR;
    UnknownKey = "DM0101", Schema, Error, "a key is not known", schema::UNKNOWN_KEY;
    MissingKey = "DM0102", Schema, Error, "a required key is missing", schema::MISSING_KEY;
    WrongShape = "DM0103", Schema, Error, "a value has the wrong shape", schema::WRONG_SHAPE;
    BadValue = "DM0104", Schema, Error, "a value is not permitted", schema::BAD_VALUE;
    LimitExceeded = "DM0105", Schema, Error, "a limit of the format is exceeded", schema::LIMIT_EXCEEDED;
    GridShape = "DM0106", Schema, Error, "a grid line does not fit the grid", schema::GRID_SHAPE;
    BadName = "DM0201", Name, Error, "a name is not permitted", names::BAD_NAME;
    DuplicateName = "DM0202", Name, Error, "a name is taken", names::DUPLICATE_NAME;
    UnknownName = "DM0203", Name, Error, "a name is not known", names::UNKNOWN_NAME;
    AmbiguousWord = "DM0204", Name, Error, "a word has two meanings", names::AMBIGUOUS_WORD;
    Cycle = "DM0205", Name, Error, "names depend on each other in a circle", names::CYCLE;
    BadLiteral = "DM0206", Type, Error, "a value is not written as its type demands", names::BAD_LITERAL;
    WrongType = "DM0207", Type, Error, "a value has the wrong type", names::WRONG_TYPE;
    CellSyntax = "DM0208", Cell, Error, "a cell does not follow the grammar", cells::CELL_SYNTAX;
    EmptyCell = "DM0209", Cell, Error, "a cell is empty", cells::EMPTY_CELL;
    ReversedInterval = "DM0210", Cell, Error, "an interval is reversed", cells::REVERSED_INTERVAL;
    TooManyResults = "DM0211", Cell, Error, "a table has too many results to be named in a cell", cells::TOO_MANY_RESULTS;
    SumOutOfRange = "DM0212", Type, Error, "a collected result can leave its range", names::SUM_OUT_OF_RANGE;
    ExpressionSyntax = "DM0220", Type, Error, "an expression does not follow the grammar", names::EXPRESSION_SYNTAX;
    ExpressionType = "DM0221", Type, Error, "an expression has the wrong type", names::EXPRESSION_TYPE;
    ExpressionNull = "DM0222", Type, Error, "an expression may be null", names::EXPRESSION_NULL;
    Gap = "DM0301", Gap, Warning, "only the default answers some claims", rules::GAP;
    OverlapUnderFirst = "DM0302", Overlap, Warning, "the order of two rules decides", rules::OVERLAP_UNDER_FIRST;
    Shadowed = "DM0303", Shadowed, Warning, "a rule never answers", rules::SHADOWED;
    PartlyHidden = "DM0304", PartlyHidden, Warning, "a rule is hidden in part", rules::PARTLY_HIDDEN;
    Redundant = "DM0305", Redundant, Warning, "a rule changes nothing", rules::REDUNDANT;
    Mergeable = "DM0306", Mergeable, Warning, "two rules can be one", rules::MERGEABLE;
    AlwaysTrue = "DM0307", AlwaysTrue, Warning, "a cell holds every value", cells::ALWAYS_TRUE;
    NeverTrue = "DM0308", NeverTrue, Warning, "a cell holds no value", cells::NEVER_TRUE;
    UnreachableOutcome = "DM0309", UnreachableOutcome, Warning, "an outcome is never reached", promises::UNREACHABLE_OUTCOME;
    Unused = "DM0310", Unused, Warning, "a name is never used", promises::UNUSED;
    NearMonotone = "DM0311", NearMonotone, Warning, "one rule breaks a direction", promises::NEAR_MONOTONE;
    NullToDefault = "DM0312", NullToDefault, Warning, "a missing value falls to the default", rules::NULL_TO_DEFAULT;
    GuaranteePossible = "DM0313", Guarantee, Warning, "a guarantee rests on a derived factor", promises::GUARANTEE_POSSIBLE;
    NotExamined = "DM0314", NotProved, Warning, "an analysis did not end within its budget", promises::NOT_EXAMINED;
    DeclineNotPermitted = "DM0401", Decline, Error, "an automatic refusal is not permitted", promises::DECLINE_NOT_PERMITTED;
    Overlap = "DM0402", Overlap, Error, "two rules of a `unique` table overlap", rules::OVERLAP;
    Conflict = "DM0403", Conflict, Error, "two rules of an `any` table disagree", rules::CONFLICT;
    Incomplete = "DM0404", Incomplete, Error, "a table without a default is incomplete", rules::INCOMPLETE;
    GuaranteeViolated = "DM0405", Guarantee, Error, "a guarantee does not hold", promises::GUARANTEE_VIOLATED;
    NotProved = "DM0406", NotProved, Error, "a proof did not end within its budget", promises::NOT_PROVED;
    DeclinePermitted = "DM0501", Decline, Note, "an automatic refusal is permitted", promises::DECLINE_PERMITTED;
}
