//! Diagnostics as text: place, source line, caret, help.
