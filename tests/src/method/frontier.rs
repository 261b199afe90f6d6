//! The frontier against policies replayed in full.
