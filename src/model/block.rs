//! What stands below each other on a page.

use super::{Change, Chart, Image, Inline, Mark, Moment, NodeId, Statistic, Survey, Transcript, Video};
use crate::span::Span;

/// A block and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block<L> {
    /// Which block it is, in every version; given by `history`.
    pub id: NodeId,
    /// The block in the source.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind<L>,
    /// What became of it; only in a redline.
    pub change: Option<Box<Change<L>>>,
}

impl<L> Block<L> {
    /// A block that has no identity yet.
    #[must_use]
    pub fn new(span: Span, kind: BlockKind<L>) -> Self {
        Self { id: NodeId::NONE, span, kind, change: None }
    }
}

/// Every kind of block. Renderers match on it exhaustively.
///
/// Nearly all are paragraphs, and each takes the room of the largest kind: what is large and rare is boxed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind<L> {
    /// A heading below the chapter's title.
    Heading(Heading<L>),
    /// A paragraph.
    Paragraph(Vec<Inline<L>>),
    /// A list.
    List(List<L>),
    /// Terms and their descriptions.
    DefinitionList(Vec<Definition<L>>),
    /// A table.
    Table(Box<Table<L>>),
    /// A picture by itself: with its caption.
    Figure(Box<Image>, Vec<Inline<L>>),
    /// A plain quotation.
    BlockQuote(Vec<Block<L>>),
    /// Somebody's words, with who said them.
    Quotation(Quotation<L>),
    /// A note, a warning, a case study and the like.
    Callout(Callout<L>),
    /// Neighbouring cards.
    Cards(Vec<Card<L>>),
    /// Program text.
    Code(CodeBlock),
    /// A break between thoughts.
    ThematicBreak,
    /// Figures that stand out.
    Statistics(Vec<Statistic<L>>),
    /// A chart.
    Chart(Box<Chart>),
    /// What happened when.
    Timeline(Vec<Moment<L>>),
    /// A video elsewhere, with its words here.
    Video(Box<Video<L>>),
    /// The table of versions.
    VersionHistory,
    /// A question to the reader.
    Survey(Box<Survey>),
    /// HTML that the strategy allows; HTML output only.
    RawHtml(Box<str>),
}

impl<L> BlockKind<L> {
    /// Calls `see` for each list of blocks that stands right in this one, in reading order: items, descriptions, bodies.
    pub fn each_list<'a>(&'a self, see: &mut dyn FnMut(&'a [Block<L>])) {
        match self {
            Self::List(list) => list.items.iter().for_each(|item| see(&item.body)),
            Self::DefinitionList(definitions) => definitions.iter().flat_map(|definition| &definition.descriptions).for_each(|body| see(body)),
            Self::BlockQuote(body) => see(body),
            Self::Quotation(quotation) => see(&quotation.body),
            Self::Callout(callout) => see(&callout.body),
            Self::Cards(cards) => cards.iter().for_each(|card| see(&card.body)),
            Self::Video(video) => {
                if let Transcript::Blocks(blocks) = &video.transcript {
                    see(blocks);
                }
            }
            Self::Heading(_)
            | Self::Paragraph(_)
            | Self::Table(_)
            | Self::Figure(..)
            | Self::Code(_)
            | Self::ThematicBreak
            | Self::Statistics(_)
            | Self::Chart(_)
            | Self::Timeline(_)
            | Self::VersionHistory
            | Self::Survey(_)
            | Self::RawHtml(_) => {}
        }
    }

    /// Calls `see` for each line that stands right in this block, in the order of its fields.
    pub fn each_line_mut(&mut self, see: &mut dyn FnMut(&mut Vec<Inline<L>>)) {
        match self {
            Self::Heading(heading) => see(&mut heading.content),
            Self::Paragraph(line) | Self::Figure(_, line) => see(line),
            Self::DefinitionList(definitions) => definitions.iter_mut().for_each(|definition| see(&mut definition.term)),
            Self::Table(table) => {
                table.caption.iter_mut().for_each(&mut *see);
                let cells = table.head.iter_mut().chain(table.rows.iter_mut().flat_map(|row| &mut row.cells));
                cells.for_each(|cell| see(&mut cell.content));
            }
            Self::Quotation(quotation) => see(&mut quotation.attribution),
            Self::Callout(callout) => see(&mut callout.title),
            Self::Cards(cards) => cards.iter_mut().for_each(|card| see(&mut card.title)),
            Self::Statistics(statistics) => statistics.iter_mut().for_each(|statistic| see(&mut statistic.label)),
            Self::Timeline(moments) => moments.iter_mut().for_each(|moment| see(&mut moment.text)),
            Self::List(_)
            | Self::BlockQuote(_)
            | Self::Code(_)
            | Self::ThematicBreak
            | Self::Chart(_)
            | Self::Video(_)
            | Self::VersionHistory
            | Self::Survey(_)
            | Self::RawHtml(_) => {}
        }
    }

    /// The same lists, to be changed.
    pub fn each_list_mut(&mut self, see: &mut dyn FnMut(&mut Vec<Block<L>>)) {
        match self {
            Self::List(list) => list.items.iter_mut().for_each(|item| see(&mut item.body)),
            Self::DefinitionList(definitions) => definitions.iter_mut().flat_map(|definition| &mut definition.descriptions).for_each(see),
            Self::BlockQuote(body) => see(body),
            Self::Quotation(quotation) => see(&mut quotation.body),
            Self::Callout(callout) => see(&mut callout.body),
            Self::Cards(cards) => cards.iter_mut().for_each(|card| see(&mut card.body)),
            Self::Video(video) => {
                if let Transcript::Blocks(blocks) = &mut video.transcript {
                    see(blocks);
                }
            }
            Self::Heading(_)
            | Self::Paragraph(_)
            | Self::Table(_)
            | Self::Figure(..)
            | Self::Code(_)
            | Self::ThematicBreak
            | Self::Statistics(_)
            | Self::Chart(_)
            | Self::Timeline(_)
            | Self::VersionHistory
            | Self::Survey(_)
            | Self::RawHtml(_) => {}
        }
    }
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading<L> {
    /// 2 to 6: as on the chapter's own page.
    pub level: u8,
    /// Unique in its file.
    pub anchor: Box<str>,
    /// `4.1`, where sections are numbered; set by `resolve`.
    pub number: Option<Box<str>>,
    /// Its words.
    pub content: Vec<Inline<L>>,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<L> {
    /// The first number of a numbered list.
    pub start: Option<u64>,
    /// Whether its items stand close together.
    pub tight: bool,
    /// Its items.
    pub items: Vec<Item<L>>,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item<L> {
    /// What it says.
    pub body: Vec<Block<L>>,
    /// What became of it.
    pub mark: Mark,
}

/// A term of a definition list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition<L> {
    /// The term.
    pub term: Vec<Inline<L>>,
    /// What is said of it.
    pub descriptions: Vec<Vec<Block<L>>>,
    /// The term in the source.
    pub span: Span,
    /// What became of it.
    pub mark: Mark,
}

/// A table with one header row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<L> {
    /// Said above it.
    pub caption: Option<Vec<Inline<L>>>,
    /// How its columns are set.
    pub columns: Vec<Column>,
    /// The header row.
    pub head: Vec<Cell<L>>,
    /// The others, each as long as `columns`.
    pub rows: Vec<Row<L>>,
    /// Whether the first column heads its rows.
    pub row_headers: bool,
}

/// A row of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<L> {
    /// Its cells.
    pub cells: Vec<Cell<L>>,
    /// What became of it.
    pub mark: Mark,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// How it is aligned.
    pub alignment: Alignment,
    /// What became of it.
    pub mark: Mark,
}

/// How a column is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// Text.
    Start,
    /// By the author's wish.
    Center,
    /// Numbers.
    End,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<L> {
    /// Its text.
    pub content: Vec<Inline<L>>,
    /// Where it stands.
    pub span: Span,
}

/// Somebody's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation<L> {
    /// The words.
    pub body: Vec<Block<L>>,
    /// Who said them, and where.
    pub attribution: Vec<Inline<L>>,
}

/// A passage set apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callout<L> {
    /// Which kind.
    pub kind: CalloutKind,
    /// Its title; may be empty.
    pub title: Vec<Inline<L>>,
    /// The level of its title where that is a heading (a case study's).
    pub level: u8,
    /// Unique in its file.
    pub anchor: Box<str>,
    /// What it says.
    pub body: Vec<Block<L>>,
}

/// Kinds of callouts. Quotes and cards have blocks of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalloutKind {
    /// By the way.
    Note,
    /// Advice.
    Tip,
    /// Not to be missed.
    Important,
    /// A danger.
    Warning,
    /// A possible harm.
    Caution,
    /// A story that shows it.
    CaseStudy,
    /// What will be done.
    Action,
    /// The words of a recording.
    Transcript,
}

impl CalloutKind {
    /// Every kind.
    pub const ALL: [Self; 8] =
        [Self::Note, Self::Tip, Self::Important, Self::Warning, Self::Caution, Self::CaseStudy, Self::Action, Self::Transcript];

    /// The name in `[!name]`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
            Self::CaseStudy => "case-study",
            Self::Action => "action",
            Self::Transcript => "transcript",
        }
    }
}

/// One of several neighbouring panels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card<L> {
    /// Its title; a link in it is where the card leads.
    pub title: Vec<Inline<L>>,
    /// The level of its title.
    pub level: u8,
    /// What it says.
    pub body: Vec<Block<L>>,
    /// The card in the source.
    pub span: Span,
    /// What became of it.
    pub mark: Mark,
}

/// Program text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeBlock {
    /// The first word behind the fence.
    pub language: Option<Box<str>>,
    /// The text, with its last line end.
    pub text: Box<str>,
}
