//! Invisible characters.

/// Whether a character is a control code. Lines of program text are broken by U+000A.
pub(in crate::layout) fn is_unprintable(c: char) -> bool {
    c.is_control() && c != '\n'
}
