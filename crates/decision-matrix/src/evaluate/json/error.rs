//! Why a text is no claim in JSON.

/// Why a text is no claim in JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JsonError {
    /// The text does not follow the grammar of JSON.
    #[error("the claim is no JSON: {expected} was expected at byte {at}")]
    Malformed {
        /// The byte, from 0.
        at: usize,
        /// What was expected there.
        expected: &'static str,
    },
    /// Arrays and objects nest too deep.
    #[error("the claim nests more than {limit} levels, at byte {at}")]
    TooDeep {
        /// The byte, from 0.
        at: usize,
        /// The most levels.
        limit: usize,
    },
    /// The text is JSON, but no object.
    #[error("the claim is no JSON object: write `{{\"name\": value, ..}}`")]
    NotAnObject,
    /// An object has a key twice.
    #[error("the claim has the key `{key}` twice")]
    RepeatedKey {
        /// The key.
        key: String,
    },
}

impl JsonError {
    /// The finding that something else was expected at a byte.
    #[cold]
    pub(super) fn malformed(at: usize, expected: &'static str) -> Self {
        Self::Malformed { at, expected }
    }
}
