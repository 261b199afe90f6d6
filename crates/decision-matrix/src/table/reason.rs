//! Reasons: the stable code of why, and how it is worded for staff and customers.

/// Index of a reason code in [`super::DecisionTables::reasons`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReasonIndex(pub u32);

/// Index of a queue in [`super::DecisionTables::routes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RouteIndex(pub u32);

/// A reason code with its wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The code, `[A-Z][A-Z0-9_]*`.
    pub code: String,
    /// Wording for staff.
    pub staff: Vec<Wording>,
    /// Wording for the customer.
    pub customer: Vec<Wording>,
    /// What made the claim arise, one word.
    pub root_cause: Option<String>,
}

/// A wording in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// BCP 47 tag; `None` where the file gives one text for all languages.
    pub language: Option<String>,
    /// The text.
    pub text: String,
}
