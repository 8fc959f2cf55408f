//! Redlines: two versions as one document, and which parts of it changed.

use std::collections::HashSet;

use super::{Block, BlockKind, Change, Chapter, Document, GlossaryTerm, Inline, Mark, MoveEnd, NodeId, PageId, Target, VersionRow, plain_text};
use super::{ChangeSummary, Softening, TextSummary};

/// Two versions as one document with change marks.
#[derive(Debug)]
pub struct Redline {
    /// The newer version, with everything that was removed still in it, and change marks.
    pub document: Document,
    /// The older version.
    pub from: VersionRow,
    /// The newer version.
    pub to: VersionRow,
    /// Promises that the newer version made weaker, in the order of the older version.
    pub softened: Vec<Softening>,
    /// What changed, as a person would sum it up.
    pub summary: ChangeSummary,
}

/// A changed text of a redline.
#[derive(Debug, Clone, Copy)]
pub struct Touched {
    /// The text.
    pub page: PageId,
    /// Number of changes; 1 for a text that was added or removed.
    pub changes: usize,
    /// Number of blocks in which only the formatting changed; they are not among the changes.
    pub formatting: usize,
}

impl Redline {
    /// Outermost blocks of the newer version that are new or changed; none of a text that is new as a whole.
    #[must_use]
    pub fn changed_blocks(&self) -> HashSet<NodeId> {
        let is_changed = |block: &&Block<Target>| {
            let change = block.change.as_deref();
            matches!(change, Some(Change::Added | Change::Edited | Change::Replaced(_))) || change.and_then(Change::move_end) == Some(MoveEnd::New)
        };
        let blocks = self.document.texts().flat_map(|(_, chapter)| &chapter.body);
        blocks.filter(is_changed).filter(|block| !block.is_reformatted()).map(|block| block.id).collect()
    }

    /// Changed texts, in reading order.
    #[must_use]
    pub fn touched(&self) -> Vec<Touched> {
        let texts = self.document.texts().map(|(page, chapter)| {
            let (changes, formatting) = changes_of(chapter);
            Touched { page, changes, formatting }
        });
        texts.filter(|touched| touched.changes + touched.formatting > 0).collect()
    }

    /// The path of a text, as in [`TextSummary::path`]; empty for pages without one.
    #[must_use]
    pub fn path_of(&self, page: PageId) -> String {
        let slug = |page| self.document.chapter(page).map_or("", |text| text.slug.as_str());
        match page {
            PageId::Section(chapter, _) => format!("{}/{}", slug(PageId::Chapter(chapter)), slug(page)),
            _ => slug(page).to_owned(),
        }
    }

    /// What changed in a text; none if nothing did.
    #[must_use]
    pub fn summary_of(&self, page: PageId) -> Option<&TextSummary> {
        let path = self.path_of(page);
        self.summary.texts.iter().find(|text| text.path == path)
    }

    /// Changed terms, in the order of a dictionary of the language.
    pub fn changed_terms(&self) -> impl Iterator<Item = &GlossaryTerm<Target>> {
        let glossary = &self.document.glossary;
        glossary.alphabetical.iter().map(|id| glossary.term(*id)).filter(|term| is_changed(term))
    }
}

impl Chapter<Target> {
    /// Whether its title, summary, signatories or position changed (redlines only).
    #[must_use]
    pub fn is_front_changed(&self) -> bool {
        let Some(change) = &self.change else { return false };
        let was = change.was.as_ref();
        change.is_reordered
            || was.is_some_and(|was| {
                was.front.title != self.front.title || was.front.summary != self.front.summary || was.front.authors != self.front.authors
            })
    }

    /// Number of changed footnotes (redlines only).
    #[must_use]
    pub fn changed_notes(&self) -> usize {
        self.footnotes.iter().filter(|note| note.is_changed()).count()
    }
}

/// Number of changes of a text, and of changes of formatting: its front matter counts as one, and so does each block and each footnote.
fn changes_of(chapter: &Chapter<Target>) -> (usize, usize) {
    let Some(change) = &chapter.change else { return (0, 0) };
    if change.mark != Mark::Unchanged {
        return (1, 0);
    }
    // The parts of a split paragraph, those that were joined, and a section that moved are one change.
    let is_counted = |change: &Change<Target>| match change {
        Change::JoinedAway | Change::Led(_) => false,
        Change::Split(division) => division.part == 1,
        Change::Added | Change::Removed | Change::MovedHere(_) | Change::MovedAway | Change::Section(_) => true,
        Change::Edited | Change::Replaced(_) | Change::Joined(_) => true,
    };
    let changed = chapter.body.iter().filter(|block| block.change.as_deref().is_some_and(is_counted));
    let (formatting, content): (Vec<_>, Vec<_>) = changed.partition(|block| block.is_reformatted());
    (usize::from(chapter.is_front_changed()) + content.len() + chapter.changed_notes(), formatting.len())
}

fn is_changed(term: &GlossaryTerm<Target>) -> bool {
    term.change.as_ref().is_some_and(|change| {
        let was = change.was.as_ref();
        change.mark != Mark::Unchanged || change.is_reworded || was.is_some_and(|was| was.term != term.term || was.abbreviation != term.abbreviation)
    })
}

/// Whether each block is shown: changed blocks are, and so are the headings above them.
#[must_use]
pub fn shown_blocks(blocks: &[Block<Target>]) -> Vec<bool> {
    let mut shown = vec![false; blocks.len()];
    // Headings of a higher rank than this have a change below them.
    let mut wanted = 0;
    for (at, block) in blocks.iter().enumerate().rev() {
        if block.change.is_some() {
            shown[at] = true;
            wanted = u8::MAX;
        }
        if let BlockKind::Heading(heading) = &block.kind
            && heading.level < wanted
        {
            shown[at] = true;
            wanted = heading.level;
        }
    }
    shown
}

/// The first words of a block, so that readers know what a collapsed passage is about.
#[must_use]
pub fn first_words<L>(block: &Block<L>) -> Option<String> {
    const MOST: usize = 8;
    let text = match &block.kind {
        BlockKind::Heading(heading) => plain_text(&heading.content),
        // Words that left are all that this is about.
        BlockKind::Paragraph(line) if block.is_moved_line(MoveEnd::Old) => line.iter().filter_map(Inline::moved_away).map(plain_text).collect(),
        BlockKind::Paragraph(line) => plain_text(line),
        BlockKind::Callout(callout) => plain_text(&callout.title),
        BlockKind::Table(table) => plain_text(table.caption.as_deref()?),
        BlockKind::Action(action) => plain_text(&action.what),
        BlockKind::List(_)
        | BlockKind::DefinitionList(_)
        | BlockKind::Figure(..)
        | BlockKind::BlockQuote(_)
        | BlockKind::Quotation(_)
        | BlockKind::Cards(_)
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
        | BlockKind::RawHtml(_) => return None,
    };
    let words: Vec<&str> = text.split_whitespace().take(MOST + 1).collect();
    match words.len() {
        0 => None,
        count if count > MOST => Some(format!("{}\u{a0}…", words[..MOST].join(" "))),
        _ => Some(words.join(" ")),
    }
}
