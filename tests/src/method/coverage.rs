//! Intervals cover the truth as often as they say.
