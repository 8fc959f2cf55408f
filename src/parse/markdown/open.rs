//! Elements that are open while Markdown is read.

use std::ops::Range;

use pulldown_cmark::HeadingLevel;

use super::super::inline::LineBuilder;
use crate::model::{Block, Cell, Column, Definition, Item, Label, Shift};
use crate::span::Span;

/// An open element.
pub(super) struct Open {
    pub(super) element: Element,
    pub(super) span: Span,
    pub(super) blocks: Vec<Block<Label>>,
    pub(super) line: LineBuilder,
    pub(super) cells: Vec<Cell<Label>>,
}

impl Open {
    pub(super) fn new(element: Element, span: Span) -> Self {
        Self { element, span, blocks: Vec::new(), line: LineBuilder::default(), cells: Vec::new() }
    }
}

/// What is open.
pub(super) enum Element {
    Root,
    Paragraph,
    /// With its anchor, and the other attributes in the curly brackets.
    Heading(HeadingLevel, Option<String>, Vec<String>),
    /// With the level of the last heading before it.
    BlockQuote(u8),
    List {
        start: Option<u64>,
        tight: bool,
        items: Vec<Item<Label>>,
        /// How much greater the typed number of the last item is than the one that is shown.
        skipped: u64,
    },
    Item,
    Footnote(String),
    DefinitionList(Vec<Definition<Label>>),
    DefinitionTerm,
    DefinitionDescription,
    Table {
        columns: Vec<Column>,
        rows: Vec<Vec<Cell<Label>>>,
    },
    TableRow,
    TableCell,
    Code {
        info: String,
        text: String,
        /// Its range in the text, unless it is indented.
        fenced: Option<Range<usize>>,
        start: Option<usize>,
        end: usize,
        exact: bool,
    },
    /// With its range in the text.
    Html(String, Range<usize>),
    Emphasis,
    Strong,
    Strikethrough,
    /// Target, and whether the text of the link is the target itself: an address or a name.
    Link(Label, bool),
    Image {
        path: String,
        title: String,
    },
    Language(Box<str>),
    /// In HTML: `<sub>`, `<sup>`.
    Shifted(Shift),
}

impl Element {
    /// Whether addresses in it are only text.
    pub(super) fn is_link(&self) -> bool {
        matches!(self, Self::Link(..) | Self::Image { .. })
    }
}
