//! Tables before they are set: an author's, or a generated one.

use crate::model::{Alignment, Inline, Mark, Spans, TableSetting, Target};

/// Content of a cell.
pub(in crate::layout) enum CellText<'t> {
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
    pub(in crate::layout) fn is_empty(&self) -> bool {
        match self {
            Self::Inlines(content) | Self::Marked(_, content) | Self::Past(content) => content.is_empty(),
            Self::Words(words) => words.is_empty(),
        }
    }
}

/// A table to set: an author's or a generated one.
#[derive(Default)]
pub(in crate::layout) struct Grid<'t> {
    pub(in crate::layout) caption: Option<CellText<'t>>,
    pub(in crate::layout) alignments: Vec<Alignment>,
    /// Shares of the width, in per cent, that the author set; may be shorter than the columns.
    pub(in crate::layout) widths: Vec<Option<u8>>,
    /// Names of groups of columns, above the head; may be empty.
    pub(in crate::layout) groups: Vec<CellText<'t>>,
    pub(in crate::layout) group_spans: Spans,
    pub(in crate::layout) head: Vec<CellText<'t>>,
    pub(in crate::layout) rows: Vec<Vec<CellText<'t>>>,
    /// Which cells of the rows are joined.
    pub(in crate::layout) spans: Spans,
    pub(in crate::layout) row_headers: bool,
    pub(in crate::layout) setting: TableSetting,
    /// Below the table; may be empty.
    pub(in crate::layout) notes: &'t [Inline<Target>],
}
