//! The limits of the format, each with its number in one place.

/// Largest size of a rules file, in bytes.
pub const FILE_BYTES: usize = 262_144;
/// Largest size of a rules file with `large`, in bytes.
pub const LARGE_FILE_BYTES: usize = 16 * 1024 * 1024;
/// Deepest nesting of collections; the root mapping is 1.
pub const YAML_DEPTH: usize = 16;
/// Most rules of a table.
pub const TABLE_RULES: usize = 10_000;
/// Most columns of a table, conditions and results together.
pub const TABLE_COLUMNS: usize = 256;
/// Most tables of a file, the decision included.
pub const TABLES: usize = 256;
/// Deepest nesting of an expression: operators, functions, brackets.
pub const EXPRESSION_DEPTH: usize = 64;
/// Most values of a category.
pub const CATEGORY_VALUES: usize = 1_024;
/// Longest name, in bytes.
pub const NAME_BYTES: usize = 64;
/// Longest text value of a claim, in bytes.
pub const TEXT_BYTES: usize = 256;
/// Largest scale of a decimal.
pub const SCALE: u8 = 9;
/// Most different results of a `collect sum` table that a cell names.
pub const NAMED_TABLE_RESULTS: usize = 4_096;

/// Steps that the proof of one property may take by default.
pub const PROOF_STEPS: u64 = 10_000_000;
