//! Tables before they are set: an author's, or a generated one.

use crate::model::{Alignment, Inline, Mark, TableSetting, Target};

/// Content of a cell.
pub(super) enum CellText<'t> {
    /// The author's words.
    Inlines(&'t [Inline<Target>]),
    /// The author's words, added or removed.
    Marked(Mark, &'t [Inline<Target>]),
    /// From the document or the interface.
    Words(String),
}

/// A table to set: an author's or a generated one.
pub(super) struct Grid<'t> {
    pub(super) caption: Option<CellText<'t>>,
    pub(super) alignments: Vec<Alignment>,
    pub(super) head: Vec<CellText<'t>>,
    pub(super) rows: Vec<Vec<CellText<'t>>>,
    pub(super) row_headers: bool,
    pub(super) setting: TableSetting,
}
