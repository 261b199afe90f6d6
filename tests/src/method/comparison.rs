//! Champion and challenger on the same claims.
