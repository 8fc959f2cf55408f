//! Where a line is.

/// Where a line is, which decides what may be in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a paragraph, which may have several lines.
    Text,
    /// In a heading, a title or a term: one line.
    Title,
    /// In a cell of a table: one line, with escaped bars.
    Cell,
}
