//! A Word document as a flow of paragraphs, tables and boxes, before it has chapters.

use super::numbering::ListMark;
use super::role::Role;
use crate::model::{Inline, Label};
use crate::span::Span;

/// The placeholder for a bookmark in the target of a link, until it is known which file the bookmark is in.
pub(super) const BOOKMARK: &str = "bookmark:";

/// One thing after another.
#[derive(Debug, Clone)]
pub(super) enum Item {
    Paragraph(Paragraph),
    Table(Grid),
    /// A text box or shape.
    Box(Vec<Item>, Span),
}

/// A paragraph.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    pub(super) role: Role,
    /// 1 to 9, if its style or an outline level makes it a heading.
    pub(super) level: Option<u8>,
    pub(super) mark: Option<ListMark>,
    pub(super) line: Vec<Inline<Label>>,
    pub(super) bookmarks: Vec<String>,
    /// Whether all of its words are bold.
    pub(super) is_bold: bool,
    /// Its line in the text of the document.
    pub(super) span: Span,
}

impl Paragraph {
    pub(super) fn is_empty(&self) -> bool {
        self.line.is_empty()
    }
}

/// A table as Word has it.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub(super) rows: Vec<GridRow>,
    pub(super) span: Span,
    /// Alt text of the table.
    pub(super) description: Option<String>,
}

impl Grid {
    /// Whether it only arranges things on the page: it has tables or headings in its cells.
    pub(super) fn is_layout(&self) -> bool {
        let is_text = |item: &Item| match item {
            Item::Paragraph(paragraph) => paragraph.level.is_none(),
            Item::Table(_) => false,
            Item::Box(..) => true,
        };
        !self.rows.iter().flat_map(|row| &row.cells).all(|cell| cell.items.iter().all(is_text))
    }
}

#[derive(Debug, Clone)]
pub(super) struct GridRow {
    pub(super) cells: Vec<GridCell>,
    pub(super) is_header: bool,
}

/// A cell of a table.
#[derive(Debug, Clone)]
pub(super) struct GridCell {
    pub(super) items: Vec<Item>,
    /// How many columns it takes.
    pub(super) columns: usize,
    /// Whether it goes on from the cell above.
    pub(super) goes_on: bool,
    /// How many rows it takes.
    pub(super) rows: usize,
    pub(super) span: Span,
}

/// A file that is written beside the texts.
#[derive(Debug, Clone)]
pub(super) struct Media {
    /// Its path in the package.
    pub(super) part: String,
    /// Its path in the strategy.
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
}

/// A comment in the margin.
#[derive(Debug, Clone)]
pub(super) struct MarginNote {
    pub(super) author: String,
    pub(super) text: String,
    /// The words that it is about.
    pub(super) quoted: String,
    /// Bookmarks of its paragraph.
    pub(super) bookmarks: Vec<String>,
    pub(super) span: Span,
}

/// A tracked change.
#[derive(Debug, Clone)]
pub(super) struct Tracked {
    pub(super) is_insertion: bool,
    pub(super) author: String,
    pub(super) words: String,
    pub(super) bookmarks: Vec<String>,
    pub(super) span: Span,
}
