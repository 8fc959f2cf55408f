//! Counts of what changed.

use std::collections::HashMap;

use serde::Serialize;

use crate::model::{
    Block, BlockKind, Change, Chapter, Draft, Forms, GlossaryTerm, Inline, InlineChange, Label, Mark, MoveEnd, NodeId, Walk, WalkContext,
};

/// The changes between two versions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Chapters, each followed by its sections, then pages, the home page, the statement and transcripts: those that
    /// changed, in the order of the redline.
    pub texts: Vec<ChapterSummary>,
    /// Terms that changed, in the order of the redline.
    pub terms: Vec<TermSummary>,
}

/// The changes in a chapter, a section or a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterSummary {
    /// The chapter's slug; for a section, both: `priorities/starting-well`.
    pub path: String,
    /// Its title; the last one, if it was removed.
    pub title: String,
    /// Whether it was added or removed.
    pub mark: Mark,
    /// Its title before, if that differs.
    pub was_title: Option<String>,
    /// Whether its position among the others changed.
    pub is_reordered: bool,
    /// Whether anything else above its text differs: summary, authors, status.
    pub front_differs: bool,
    /// The changes in its text.
    pub counts: Counts,
}

/// The changes in a text. Only the outermost changed blocks count: a new list is one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Added blocks.
    pub added: u32,
    /// Removed blocks.
    pub removed: u32,
    /// Edited blocks.
    pub edited: u32,
    /// Blocks that moved here, from this or another text.
    pub moved_here: u32,
    /// Blocks that moved away, within this text or to another.
    pub moved_away: u32,
    /// Paragraphs that were split.
    pub split: u32,
    /// Paragraphs that others were joined to.
    pub joined: u32,
    /// Added words, without those of moved blocks.
    pub words_added: u32,
    /// Removed words, without those of moved blocks.
    pub words_removed: u32,
}

impl Counts {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// The changes in a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermSummary {
    /// The basis of its anchor, before `resolve` makes it unique.
    pub slug: String,
    /// The term; its last form, if it was removed.
    pub term: String,
    /// Whether it was added or removed.
    pub mark: Mark,
    /// Its earlier forms, if they differ.
    pub was: Option<Forms>,
    /// Whether its definition differs.
    pub is_reworded: bool,
}

/// Counts the changes of a redline.
#[must_use]
pub fn changes(redline: &Draft) -> Summary {
    let mut summary = Summary::default();
    summary.texts.extend(every(redline).filter_map(|(path, chapter)| text(chapter, &path)));
    summary.terms.extend(redline.terms.iter().filter_map(term));
    summary
}

/// The number of places where only quotation marks or dashes differ.
#[must_use]
pub fn respellings(redline: &Draft) -> u32 {
    struct Count(u32);
    impl Walk<Label> for Count {
        fn line(&mut self, line: &[Inline<Label>], _: WalkContext) {
            for inline in line {
                match inline {
                    Inline::Changed(change) => self.0 += u32::from(matches!(**change, InlineChange::Respelled { .. })),
                    Inline::Emphasis(content)
                    | Inline::Strong(content)
                    | Inline::Strikethrough(content)
                    | Inline::Shifted(_, content)
                    | Inline::Language(_, content) => {
                        self.line(content, WalkContext::Prose);
                    }
                    Inline::Link(link) => self.line(&link.content, WalkContext::Prose),
                    Inline::Text(_)
                    | Inline::Code(_)
                    | Inline::Expanded(..)
                    | Inline::Image(_)
                    | Inline::FootnoteReference(..)
                    | Inline::LineBreak(_)
                    | Inline::RawHtml(_) => {}
                }
            }
        }
    }
    let mut count = Count(0);
    every(redline).for_each(|(_, text)| count.chapter(text));
    redline.terms.iter().for_each(|term| count.blocks(&term.definition));
    count.0
}

/// Chapters, each followed by its sections, then pages, the home page, the statement and transcripts, with their paths as in
/// [`ChapterSummary::path`].
pub(crate) fn every(draft: &Draft) -> impl Iterator<Item = (String, &Chapter<Label>)> {
    let pages = draft.pages.iter().chain(&draft.home).chain(&draft.statement).chain(&draft.transcripts);
    let chapters = draft.chapters.iter().flat_map(|chapter| {
        let sections = chapter.sections.iter().map(|section| (format!("{}/{}", chapter.slug, section.slug), section));
        std::iter::once((chapter.slug.clone(), &**chapter)).chain(sections)
    });
    chapters.chain(pages.map(|page| (page.slug.clone(), page)))
}

/// Where each moved block is in a redline: for every identity that moved, the texts that it left and entered, as in
/// [`ChapterSummary::path`].
#[must_use]
pub fn moves(redline: &Draft) -> HashMap<NodeId, (String, String)> {
    let mut ends: HashMap<NodeId, (String, String)> = HashMap::new();
    let mut see = |chapter: &Chapter<Label>, path: &str| {
        each(chapter, &mut |block| match block.change.as_deref().and_then(Change::move_end) {
            Some(MoveEnd::Old) => path.clone_into(&mut ends.entry(block.id).or_default().0),
            Some(MoveEnd::New) => path.clone_into(&mut ends.entry(block.id).or_default().1),
            None => {}
        });
    };
    every(redline).for_each(|(path, text)| see(text, &path));
    ends
}

/// Visits every block of a text.
pub(super) fn each(chapter: &Chapter<Label>, see: &mut dyn FnMut(&Block<Label>)) {
    fn blocks(list: &[Block<Label>], see: &mut dyn FnMut(&Block<Label>)) {
        for block in list {
            see(block);
            block.kind.each_list(&mut |list| blocks(list, see));
        }
    }
    blocks(&chapter.body, see);
    chapter.footnotes.iter().for_each(|note| blocks(&note.body, see));
}

fn text(chapter: &Chapter<Label>, path: &str) -> Option<ChapterSummary> {
    let change = chapter.change.as_deref().filter(|change| change.is_change())?;
    let mut counts = Counts::default();
    let whole = Whole::of(change.mark);
    blocks(&chapter.body, whole, &mut counts);
    for note in &chapter.footnotes {
        blocks(&note.body, if whole == Whole::No { Whole::of(note.mark) } else { whole }, &mut counts);
    }
    let was_title = change.was.as_ref().map(|was| was.front.title.clone()).filter(|title| *title != chapter.front.title);
    let others = change.was.as_ref().is_some_and(|was| {
        let (was, is) = (&was.front, &chapter.front);
        (&was.summary, &was.authors, was.status, &was.numbered) != (&is.summary, &is.authors, is.status, &is.numbered)
    });
    Some(ChapterSummary {
        path: path.to_owned(),
        title: chapter.front.title.clone(),
        mark: change.mark,
        was_title,
        is_reordered: change.is_reordered,
        front_differs: others,
        counts,
    })
}

fn term(term: &GlossaryTerm<Label>) -> Option<TermSummary> {
    let change = term.change.as_deref().filter(|change| change.is_change())?;
    Some(TermSummary {
        slug: term.slug.clone(),
        term: term.term.clone(),
        mark: change.mark,
        was: change.was.as_deref().cloned(),
        is_reworded: change.is_reworded,
    })
}

/// Whether a whole text was added or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whole {
    No,
    Added,
    Removed,
}

impl Whole {
    fn of(mark: Mark) -> Self {
        match mark {
            Mark::Unchanged | Mark::MovedHere | Mark::MovedAway | Mark::Split | Mark::Joined => Self::No,
            Mark::Added => Self::Added,
            Mark::Removed => Self::Removed,
        }
    }
}

fn blocks(list: &[Block<Label>], whole: Whole, counts: &mut Counts) {
    for block in list {
        match (block.change.as_deref(), whole) {
            (Some(Change::MovedHere(_) | Change::Section(MoveEnd::New)), _) => {
                counts.moved_here += 1;
                edited(block, counts);
            }
            (Some(Change::MovedAway | Change::Section(MoveEnd::Old)), _) => counts.moved_away += 1,
            (Some(Change::Led(MoveEnd::New)), _) => edited(block, counts),
            (Some(Change::Led(MoveEnd::Old)), _) => {}
            (Some(Change::Added), _) | (None, Whole::Added) => {
                counts.added += 1;
                inside(block, Whole::Added, counts);
            }
            (Some(Change::Removed), _) | (None, Whole::Removed) => {
                counts.removed += 1;
                inside(block, Whole::Removed, counts);
            }
            (Some(Change::Split(_) | Change::Joined(_) | Change::JoinedAway), _) => divided(block, counts),
            (Some(Change::Edited | Change::Replaced(_)), _) => {
                counts.edited += 1;
                edited(block, counts);
            }
            (None, Whole::No) => {}
        }
    }
}

/// Counts a paragraph that was split or joined, once, and the words in it that differ.
fn divided(block: &Block<Label>, counts: &mut Counts) {
    match block.change.as_deref() {
        Some(Change::Split(division)) => counts.split += u32::from(division.part == 1),
        Some(Change::Joined(_)) => counts.joined += 1,
        _ => return,
    }
    edited(block, counts);
}

/// Counts the words of an added or removed block, without what moved into or out of it.
fn inside(block: &Block<Label>, whole: Whole, counts: &mut Counts) {
    words(&block.kind, whole, counts);
    block.kind.each_list(&mut |list| {
        for block in list {
            match block.change.as_deref() {
                Some(Change::MovedHere(_)) => {
                    counts.moved_here += 1;
                    edited(block, counts);
                }
                Some(Change::MovedAway) => counts.moved_away += 1,
                _ => inside(block, whole, counts),
            }
        }
    });
}

/// Counts the words that differ in a block of both versions.
fn edited(block: &Block<Label>, counts: &mut Counts) {
    words(&block.kind, Whole::No, counts);
    let marks = marks(&block.kind);
    let mut at = 0;
    block.kind.each_list(&mut |list| {
        let whole = Whole::of(marks.get(at).copied().unwrap_or_default());
        at += 1;
        for block in list {
            match (block.change.as_deref(), whole) {
                (Some(Change::MovedHere(_)), _) => {
                    counts.moved_here += 1;
                    edited(block, counts);
                }
                (Some(Change::MovedAway), _) => counts.moved_away += 1,
                (Some(Change::Split(_) | Change::Joined(_) | Change::JoinedAway), _) => divided(block, counts),
                (Some(Change::Added), _) | (_, Whole::Added) => inside(block, Whole::Added, counts),
                (Some(Change::Removed), _) | (_, Whole::Removed) => inside(block, Whole::Removed, counts),
                _ => edited(block, counts),
            }
        }
    });
}

/// The mark of each list of blocks in a block.
fn marks(kind: &BlockKind<Label>) -> Vec<Mark> {
    match kind {
        BlockKind::List(list) => list.items.iter().map(|item| item.mark).collect(),
        BlockKind::DefinitionList(definitions) => {
            definitions.iter().flat_map(|definition| definition.descriptions.iter().map(|_| definition.mark)).collect()
        }
        BlockKind::Cards(cards) => cards.iter().map(|card| card.mark).collect(),
        BlockKind::Heading(_)
        | BlockKind::Paragraph(_)
        | BlockKind::Table(_)
        | BlockKind::Figure(..)
        | BlockKind::BlockQuote(_)
        | BlockKind::Quotation(_)
        | BlockKind::Callout(_)
        | BlockKind::Code(_)
        | BlockKind::ThematicBreak
        | BlockKind::Statistics(_)
        | BlockKind::Chart(..)
        | BlockKind::Timeline(_)
        | BlockKind::Video(_)
        | BlockKind::VersionHistory
        | BlockKind::ListOf(_)
        | BlockKind::Gallery(_)
        | BlockKind::Survey(_)
        | BlockKind::Action(_)
        | BlockKind::RawHtml(_) => Vec::new(),
    }
}

fn words(kind: &BlockKind<Label>, whole: Whole, counts: &mut Counts) {
    let mut line = |line: &[Inline<Label>], mark: Mark| {
        let whole = match mark {
            Mark::MovedHere | Mark::MovedAway => Whole::No,
            mark if whole == Whole::No => Whole::of(mark),
            _ => whole,
        };
        count(line, whole, counts);
    };
    match kind {
        BlockKind::Heading(heading) => line(&heading.content, Mark::Unchanged),
        BlockKind::Paragraph(content) | BlockKind::Figure(_, content) => line(content, Mark::Unchanged),
        BlockKind::DefinitionList(definitions) => definitions.iter().for_each(|definition| line(&definition.term, definition.mark)),
        BlockKind::Table(table) => {
            line(table.caption.as_deref().unwrap_or(&[]), Mark::Unchanged);
            let column = |at: usize| table.columns.get(at).map_or(Mark::Unchanged, |column| column.mark);
            table.head.iter().enumerate().for_each(|(at, cell)| line(&cell.content, column(at)));
            table.groups.iter().enumerate().for_each(|(at, cell)| line(&cell.content, column(at)));
            line(&table.notes, Mark::Unchanged);
            for row in &table.rows {
                let mark = |at: usize| if row.mark == Mark::Unchanged { column(at) } else { row.mark };
                row.cells.iter().enumerate().for_each(|(at, cell)| line(&cell.content, mark(at)));
            }
        }
        BlockKind::Quotation(quotation) => line(&quotation.attribution, Mark::Unchanged),
        BlockKind::Callout(callout) => line(&callout.title, Mark::Unchanged),
        BlockKind::Cards(cards) => cards.iter().for_each(|card| line(&card.title, card.mark)),
        BlockKind::Statistics(statistics) => statistics.iter().for_each(|statistic| line(&statistic.label, statistic.mark)),
        BlockKind::Timeline(moments) => moments.iter().for_each(|moment| line(&moment.text, moment.mark)),
        BlockKind::Action(action) => line(&action.what, Mark::Unchanged),
        BlockKind::List(_)
        | BlockKind::BlockQuote(_)
        | BlockKind::Code(_)
        | BlockKind::ThematicBreak
        | BlockKind::Chart(..)
        | BlockKind::Video(_)
        | BlockKind::VersionHistory
        | BlockKind::ListOf(_)
        | BlockKind::Gallery(_)
        | BlockKind::Survey(_)
        | BlockKind::RawHtml(_) => {}
    }
}

fn count(line: &[Inline<Label>], whole: Whole, counts: &mut Counts) {
    for inline in line {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Expanded(_, text) => {
                let words = crate::text::words::count(&text.text) as u32;
                match whole {
                    Whole::No => {}
                    Whole::Added => counts.words_added += words,
                    Whole::Removed => counts.words_removed += words,
                }
            }
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Shifted(_, content)
            | Inline::Language(_, content) => {
                count(content, whole, counts);
            }
            Inline::Link(link) => count(&link.content, whole, counts),
            Inline::Changed(change) => match &**change {
                InlineChange::Added(words) => count(words, Whole::Added, counts),
                InlineChange::Removed(words) => count(words, Whole::Removed, counts),
                InlineChange::MovedHere(_) | InlineChange::MovedAway(_) | InlineChange::Reformatted { .. } | InlineChange::Respelled { .. } => {}
            },
            Inline::Image(_) | Inline::FootnoteReference(..) | Inline::LineBreak(_) | Inline::RawHtml(_) => {}
        }
    }
}
