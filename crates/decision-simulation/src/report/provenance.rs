//! What is needed to compute a report again: digests, keys, versions, the command.

/// Where a report comes from, as far as the caller knows it; what is empty is not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The command line that gives this report again.
    pub command: String,
    /// The version of the program.
    pub program_version: String,
    /// SHA-256 of the claims file, as hexadecimal digits.
    pub claims_sha256: String,
    /// SHA-256 of the costs file, as hexadecimal digits.
    pub costs_sha256: String,
    /// The customers that clusters are made of: the name of the key; empty is claim by claim.
    pub cluster_key: String,
    /// How many clusters there are.
    pub clusters: Option<u64>,
    /// Further names and values, such as keys and seeds of random draws.
    pub others: Vec<(String, String)>,
}
