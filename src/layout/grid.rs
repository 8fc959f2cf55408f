//! Tables before they are set: an author's, or a generated one.

use crate::model::{Alignment, Inline, Mark, Spans, TableSetting, Target};

/// Content of a cell.
pub(super) enum CellText<'t> {
    /// The author's words.
    Inlines(&'t [Inline<Target>]),
    /// The author's words, added or removed.
    Marked(Mark, &'t [Inline<Target>]),
    /// The author's words, at the old position of a row or a column that moved, which says so.
    Past(&'t [Inline<Target>]),
    /// From the document or the interface.
    Words(String),
}

impl CellText<'_> {
    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Inlines(content) | Self::Marked(_, content) | Self::Past(content) => content.is_empty(),
            Self::Words(words) => words.is_empty(),
        }
    }
}

/// A table to set: an author's or a generated one.
#[derive(Default)]
pub(super) struct Grid<'t> {
    pub(super) caption: Option<CellText<'t>>,
    pub(super) alignments: Vec<Alignment>,
    /// Shares of the width, in per cent, that the author set; may be shorter than the columns.
    pub(super) widths: Vec<Option<u8>>,
    /// Names of groups of columns, above the head; may be empty.
    pub(super) groups: Vec<CellText<'t>>,
    pub(super) group_spans: Spans,
    pub(super) head: Vec<CellText<'t>>,
    pub(super) rows: Vec<Vec<CellText<'t>>>,
    /// Which cells of the rows are joined.
    pub(super) spans: Spans,
    pub(super) row_headers: bool,
    pub(super) setting: TableSetting,
    /// Below the table; may be empty.
    pub(super) notes: &'t [Inline<Target>],
}
