//! Replayed history against a naive count over all pairs of claims.
