//! Block-level elements.

use super::{
    Action, BlockLabel, Chart, Gallery, Image, Inline, InlineChange, Mark, Moment, MoveEnd, NodeId, NumberedKind, Row, Statistic, Survey, Table,
    ValueChange,
};
use crate::span::Span;

/// A block-level element with its span and its identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block<L> {
    /// Identity, the same in every version; set by `history`.
    pub id: NodeId,
    /// The whole block in the source.
    pub span: Span,
    /// The element itself.
    pub kind: BlockKind<L>,
    /// Its name and number, if it has either.
    pub label: Option<Box<BlockLabel>>,
    /// Change mark (redlines only).
    pub change: Option<Box<Change<L>>>,
}

impl<L> Block<L> {
    /// A block without an identity or a change mark.
    #[must_use]
    pub fn new(span: Span, kind: BlockKind<L>) -> Self {
        Self { id: NodeId::NONE, span, kind, label: None, change: None }
    }

    /// Whether this is a list or a block quotation without words of its own, and all blocks in it are at this end of a move.
    #[must_use]
    pub fn holds_only_moved(&self, end: MoveEnd) -> bool {
        let has_moved = |block: &Self| block.change.as_ref().and_then(|change| change.move_end()) == Some(end);
        let (mut count, mut all) = (0, matches!(self.kind, BlockKind::List(_) | BlockKind::BlockQuote(_)));
        self.kind.each_list(&mut |list| {
            count += list.len();
            all &= list.iter().all(has_moved);
        });
        all && count > 0
    }

    /// Whether this is a paragraph of which every sentence is at this end of a move, perhaps with edits.
    #[must_use]
    pub fn is_moved_line(&self, end: MoveEnd) -> bool {
        let BlockKind::Paragraph(line) = &self.kind else { return false };
        let mut has_moved = false;
        let is_part = |inline: &Inline<L>| {
            let Inline::Changed(change) = inline else { return false };
            match (&**change, end) {
                (InlineChange::MovedHere(_), MoveEnd::New) | (InlineChange::MovedAway(_), MoveEnd::Old) => has_moved = true,
                // An edit, not a sentence of its own.
                (InlineChange::Added(words), MoveEnd::New) | (InlineChange::Removed(words), MoveEnd::Old) => {
                    return !super::ends_sentence(&super::plain_text(words));
                }
                _ => return false,
            }
            true
        };
        line.iter().all(is_part) && has_moved
    }

    /// Whether this is a paragraph with marks on its words, or a table with rows that moved.
    #[must_use]
    pub fn has_marked_parts(&self) -> bool {
        let is_moved = |row: &Row<L>| matches!(row.mark, Mark::MovedHere | Mark::MovedAway);
        if let BlockKind::Table(table) = &self.kind {
            table.rows.iter().any(is_moved)
        } else {
            matches!(&self.kind, BlockKind::Paragraph(line) if line.iter().any(|inline| matches!(inline, Inline::Changed(_))))
        }
    }

    /// Whether pages give it an anchor made from its identity. Headings have their own, and rules and HTML have none.
    #[must_use]
    pub fn has_own_anchor(&self) -> bool {
        !matches!(self.kind, BlockKind::Heading(_) | BlockKind::ThematicBreak | BlockKind::RawHtml(_))
    }
}

/// Every kind of block. Renderers match on it exhaustively.
///
/// Nearly all blocks are paragraphs, and a value is as large as its largest variant, so large and rare variants are boxed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind<L> {
    /// A heading below the chapter's title.
    Heading(Heading<L>),
    /// A paragraph.
    Paragraph(Vec<Inline<L>>),
    /// A list.
    List(List<L>),
    /// A definition list.
    DefinitionList(Vec<Definition<L>>),
    /// A table.
    Table(Box<Table<L>>),
    /// A picture on its own, with its caption.
    Figure(Box<Image>, Vec<Inline<L>>),
    /// A plain quotation.
    BlockQuote(Vec<Block<L>>),
    /// A quotation with its attribution.
    Quotation(Quotation<L>),
    /// A note, a warning, a case study or another callout.
    Callout(Callout<L>),
    /// A group of adjacent cards.
    Cards(Vec<Card<L>>),
    /// A code block.
    Code(CodeBlock),
    /// A thematic break (`---`).
    ThematicBreak,
    /// Key figures.
    Statistics(Vec<Statistic<L>>),
    /// A chart.
    /// With its source, which may be empty.
    Chart(Box<Chart>, Vec<Inline<L>>),
    /// A timeline of dated events.
    Timeline(Vec<Moment<L>>),
    /// A link to a video, with its transcript.
    Video(Box<Video<L>>),
    /// The version history, as a table.
    VersionHistory,
    /// A list of all numbered blocks of a kind.
    ListOf(NumberedKind),
    /// Pictures beside each other.
    Gallery(Box<Gallery<L>>),
    /// A survey question.
    Survey(Box<Survey>),
    /// Something that the strategy promises to do.
    Action(Box<Action<L>>),
    /// Raw HTML, if the strategy allows it; on the site only.
    RawHtml(Box<str>),
}

impl<L> BlockKind<L> {
    /// Calls `see` for each list of blocks directly inside this one, in reading order: items, descriptions, bodies.
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
            | Self::Chart(..)
            | Self::Timeline(_)
            | Self::VersionHistory
            | Self::ListOf(_)
            | Self::Gallery(_)
            | Self::Survey(_)
            | Self::Action(_)
            | Self::RawHtml(_) => {}
        }
    }

    /// Calls `see` for each line of text directly inside this block, in the order of its fields.
    pub fn each_line_mut(&mut self, see: &mut dyn FnMut(&mut Vec<Inline<L>>)) {
        match self {
            Self::Heading(heading) => see(&mut heading.content),
            Self::Paragraph(line) | Self::Figure(_, line) => see(line),
            Self::DefinitionList(definitions) => definitions.iter_mut().for_each(|definition| see(&mut definition.term)),
            Self::Table(table) => {
                table.caption.iter_mut().for_each(&mut *see);
                table.cells_mut().for_each(|cell| see(&mut cell.content));
                see(&mut table.notes);
            }
            Self::Quotation(quotation) => see(&mut quotation.attribution),
            Self::Callout(callout) => see(&mut callout.title),
            Self::Cards(cards) => cards.iter_mut().for_each(|card| see(&mut card.title)),
            Self::Statistics(statistics) => statistics.iter_mut().flat_map(|one| [&mut one.label, &mut one.source]).for_each(see),
            Self::Chart(_, source) => see(source),
            Self::Timeline(moments) => moments.iter_mut().for_each(|moment| see(&mut moment.text)),
            Self::Action(action) => see(&mut action.what),
            Self::Gallery(gallery) => gallery.items.iter_mut().for_each(|item| see(&mut item.caption)),
            Self::List(_)
            | Self::BlockQuote(_)
            | Self::Code(_)
            | Self::ThematicBreak
            | Self::Video(_)
            | Self::VersionHistory
            | Self::ListOf(_)
            | Self::Survey(_)
            | Self::RawHtml(_) => {}
        }
    }

    /// Like [`BlockKind::each_list`], with mutable lists.
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
            | Self::Chart(..)
            | Self::Timeline(_)
            | Self::VersionHistory
            | Self::ListOf(_)
            | Self::Gallery(_)
            | Self::Survey(_)
            | Self::Action(_)
            | Self::RawHtml(_) => {}
        }
    }
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading<L> {
    /// 2 to 6, as on the chapter's own page.
    pub level: u8,
    /// Anchor, unique in its file.
    pub anchor: Box<str>,
    /// `4.1`, if sections are numbered; set by `resolve`.
    pub number: Option<Box<str>>,
    /// Text of the heading.
    pub content: Vec<Inline<L>>,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<L> {
    /// First number of a numbered list; `None` for bullets.
    pub start: Option<u64>,
    /// Whether the list is tight (CommonMark): no blank lines between its items.
    pub tight: bool,
    /// Items in order.
    pub items: Vec<Item<L>>,
}

/// A list item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item<L> {
    /// Content.
    pub body: Vec<Block<L>>,
    /// Change mark (redlines only).
    pub mark: Mark,
}

/// A term of a definition list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition<L> {
    /// The term.
    pub term: Vec<Inline<L>>,
    /// Descriptions of the term.
    pub descriptions: Vec<Vec<Block<L>>>,
    /// The term in the source.
    pub span: Span,
    /// Change mark (redlines only).
    pub mark: Mark,
}

/// A quotation with its attribution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation<L> {
    /// Quoted text.
    pub body: Vec<Block<L>>,
    /// Who said it, and where.
    pub attribution: Vec<Inline<L>>,
}

/// A passage set apart from the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callout<L> {
    /// Kind of callout.
    pub kind: CalloutKind,
    /// Title; may be empty.
    pub title: Vec<Inline<L>>,
    /// Heading level of the title, if it is a heading (case studies).
    pub level: u8,
    /// Anchor, unique in its file.
    pub anchor: Box<str>,
    /// Content.
    pub body: Vec<Block<L>>,
}

/// Kinds of callouts. Quotes and cards are blocks in their own right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalloutKind {
    /// Additional information.
    Note,
    /// Advice.
    Tip,
    /// Key information.
    Important,
    /// A danger.
    Warning,
    /// A possible harm.
    Caution,
    /// An example from practice.
    CaseStudy,
    /// A commitment to act.
    Action,
    /// Transcript of a recording.
    Transcript,
    /// What the strategy hopes for, in large letters.
    Vision,
    /// A promise, in large letters.
    Pledge,
    /// Words of the text, repeated in large letters.
    PullQuote,
    /// A text of its own beside the main one.
    Box,
    /// What the strategy asks somebody to do.
    Recommendation,
}

impl CalloutKind {
    /// Every kind, in the order of the variants.
    pub const ALL: [Self; 13] = [
        Self::Note,
        Self::Tip,
        Self::Important,
        Self::Warning,
        Self::Caution,
        Self::CaseStudy,
        Self::Action,
        Self::Transcript,
        Self::Vision,
        Self::Pledge,
        Self::PullQuote,
        Self::Box,
        Self::Recommendation,
    ];

    /// Name of the kind, as written in `[!name]`.
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
            Self::Vision => "vision",
            Self::Pledge => "pledge",
            Self::PullQuote => "pull-quote",
            Self::Box => "box",
            Self::Recommendation => "recommendation",
        }
    }
}

/// A card: a panel in a group of panels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card<L> {
    /// Title; a link in it is the link of the card.
    pub title: Vec<Inline<L>>,
    /// Heading level of the title.
    pub level: u8,
    /// Content.
    pub body: Vec<Block<L>>,
    /// The whole card in the source.
    pub span: Span,
    /// Change mark (redlines only).
    pub mark: Mark,
}

/// A code block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeBlock {
    /// First word of the info string.
    pub language: Option<Box<str>>,
    /// The code, including its last line ending.
    pub text: Box<str>,
}

/// A link to a video on another site, with its transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Video<L> {
    /// Title.
    pub title: String,
    /// Web address.
    pub url: String,
    /// Transcript.
    pub transcript: Transcript<L>,
}

/// Transcript of a video.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transcript<L> {
    /// In a file: its path as written, and the span of that path.
    File(Box<str>, Span),
    /// In the data block itself.
    Blocks(Vec<Block<L>>),
}

/// Change mark of a block. A block without one is the same in both versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<L> {
    /// Only in the newer version.
    Added,
    /// Only in the older version.
    Removed,
    /// Moved here: a block with the same id is [`Change::MovedAway`]. Marks inside it show what was edited, and the older block with the values
    /// that changed, if any did.
    MovedHere(Option<Box<Replacement<L>>>),
    /// Moved away from here, with its text of the older version.
    MovedAway,
    /// A heading that moved with its section: the blocks below it that are [`Change::Led`]. Like [`Change::MovedHere`] and
    /// [`Change::MovedAway`] otherwise.
    Section(MoveEnd),
    /// Moved with the heading above it, which says so for all.
    Led(MoveEnd),
    /// Changed inside, where the marks are.
    Edited,
    /// Changed in something other than words: the older block, and the values that changed.
    Replaced(Box<Replacement<L>>),
    /// One of the parts into which a paragraph was split. Marks inside it show what was edited.
    Split(Box<Division<L>>),
    /// Several adjacent paragraphs joined. Marks inside it show what was edited, `¶` where they met.
    Joined(Box<Division<L>>),
    /// A paragraph of the older version that was joined to an adjacent one, where its words are shown.
    JoinedAway,
}

impl<L> Change<L> {
    /// Whether the newer version does not have the block at this position.
    #[must_use]
    pub fn is_past(&self) -> bool {
        matches!(self, Self::Removed | Self::JoinedAway) || self.move_end() == Some(MoveEnd::Old)
    }

    /// Which end of a move this is; none if the block has not moved.
    #[must_use]
    pub fn move_end(&self) -> Option<MoveEnd> {
        match self {
            Self::MovedHere(_) => Some(MoveEnd::New),
            Self::MovedAway => Some(MoveEnd::Old),
            Self::Section(end) | Self::Led(end) => Some(*end),
            Self::Added | Self::Removed | Self::Edited | Self::Replaced(_) | Self::Split(_) | Self::Joined(_) | Self::JoinedAway => None,
        }
    }
}

/// A paragraph that was split, or several that were joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division<L> {
    /// The older paragraph with the same identity, without marks: none on the other parts of a split paragraph.
    pub was: Option<Block<L>>,
    /// Which part it is, from 1; the whole of joined paragraphs is 1.
    pub part: u32,
    /// How many parts there are.
    pub parts: u32,
}

/// The older form of a block whose changes cannot all be shown by marks inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement<L> {
    /// The block in the older version, without marks.
    pub was: Block<L>,
    /// Every difference except marked words; empty if only both blocks side by side can show it (code, HTML).
    pub values: Vec<ValueChange>,
}
