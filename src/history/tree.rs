//! A draft as a sequence of blocks: every block of every text, parents before children.
//!
//! The order is that of the tree, so that the index and size of a block give the range of its descendants.

use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::line_text::{NOTE, PART, line, picture};
use super::source::words_of_source;
use crate::model::{Block, BlockKind, Chapter, ChartKind, Draft, Joined, Label, SurveyKind, Transcript};
use crate::span::FileId;

/// The text that blocks are in, the same in every version: `(kind of text, parent's slug, slug)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key<'a> {
    kind: TextKind,
    parent: &'a str,
    slug: &'a str,
}

impl Key<'_> {
    /// Whether it is that of a glossary term.
    pub(super) fn is_term(&self) -> bool {
        self.kind == TextKind::Term
    }

    /// Whether one text may correspond to the other: a chapter becomes a section only by moving its blocks.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum TextKind {
    Chapter,
    Section,
    Page,
    Home,
    Statement,
    Transcript,
    Term,
}

/// A text (a chapter, a section, a page or a term), with the range of its blocks in [`Tree::nodes`].
#[derive(Debug)]
pub(super) struct Root<'a> {
    pub(super) key: Key<'a>,
    pub(super) file: FileId,
    /// The text itself; none for a term.
    pub(super) chapter: Option<&'a Chapter<Label>>,
    /// Index of the first block of its body.
    pub(super) start: usize,
    /// Index of the first block of its notes.
    pub(super) notes: usize,
    /// End of its blocks, exclusive.
    pub(super) end: usize,
}

impl Root<'_> {
    /// Its file in the strategy, without the numbers that order files and without `.md`; the folder, for a file `index.md`.
    pub(super) fn location(&self) -> String {
        let Key { kind, parent, slug } = self.key;
        match kind {
            TextKind::Chapter => format!("/chapters/{slug}"),
            TextKind::Section => format!("/chapters/{parent}/{slug}"),
            TextKind::Home => "/pages".to_owned(),
            TextKind::Page | TextKind::Statement => format!("/pages/{slug}"),
            TextKind::Transcript => format!("/pages/transcripts/{slug}"),
            TextKind::Term => format!("/glossary/{slug}"),
        }
    }

    /// The folder of that file.
    pub(super) fn folder(&self) -> String {
        let mut folder = self.location();
        let is_index = self.key.kind == TextKind::Home || self.chapter.is_some_and(|chapter| !chapter.sections.is_empty());
        if !is_index {
            folder.truncate(folder.rfind('/').unwrap_or(0));
        }
        folder
    }
}

/// A block.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) block: &'a Block<Label>,
    /// Hash of its kind, its words and its contents.
    pub(super) hash: u64,
    /// The number of blocks, with all descendants.
    pub(super) size: u32,
    /// The parent's index, counted from its root's first node; [`Node::TOP`] for none.
    pub(super) parent: u32,
    /// The number of letters and digits, roughly.
    pub(super) weight: u32,
    /// Whether it contains a footnote reference.
    pub(super) has_notes: bool,
}

impl Node<'_> {
    pub(super) const TOP: u32 = u32::MAX;
}

/// A draft's blocks.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) roots: Vec<Root<'a>>,
}

impl<'a> Tree<'a> {
    /// All blocks of `draft`, in the order of [`each_mut`].
    pub(super) fn new(draft: &'a Draft) -> Self {
        Self::of(draft, &draft.chapters)
    }

    /// All blocks outside chapters.
    pub(super) fn of_others(draft: &'a Draft) -> Self {
        Self::of(draft, &[])
    }

    fn of(draft: &'a Draft, chapters: &'a [Arc<Chapter<Label>>]) -> Self {
        let mut texts: Vec<(Key<'a>, FileId, TextBody<'a>)> = Vec::new();
        let key = |kind, parent: &'a str, slug: &'a str| Key { kind, parent, slug };
        for chapter in chapters {
            texts.push((key(TextKind::Chapter, "", &chapter.slug), chapter.file, TextBody::Chapter(chapter)));
            for section in &chapter.sections {
                texts.push((key(TextKind::Section, &chapter.slug, &section.slug), section.file, TextBody::Chapter(section)));
            }
        }
        let others = [(TextKind::Page, &draft.pages[..]), (TextKind::Home, draft.home.as_slice()), (TextKind::Statement, draft.statement.as_slice())];
        for (kind, pages) in others.into_iter().chain([(TextKind::Transcript, &draft.transcripts[..])]) {
            texts.extend(pages.iter().map(|page| (key(kind, "", &page.slug), page.file, TextBody::Chapter(page))));
        }
        texts.extend(draft.terms.iter().map(|term| (key(TextKind::Term, "", &term.slug), term.span.file, TextBody::Term(&term.definition))));

        let parts: Vec<(Vec<Node<'a>>, usize)> = texts.par_iter().map(|(_, _, text)| nodes_of(*text)).collect();
        let mut tree = Self { nodes: Vec::with_capacity(parts.iter().map(|(nodes, _)| nodes.len()).sum()), roots: Vec::with_capacity(texts.len()) };
        for ((key, file, text), (nodes, notes)) in texts.into_iter().zip(parts) {
            let start = tree.nodes.len();
            tree.nodes.extend(nodes);
            let chapter = match text {
                TextBody::Chapter(chapter) => Some(chapter),
                TextBody::Term(_) => None,
            };
            tree.roots.push(Root { key, file, chapter, start, notes: start + notes, end: tree.nodes.len() });
        }
        tree
    }

    /// The blocks of a list that starts at node `start`, with their nodes.
    pub(super) fn list(&self, blocks: &'a [Block<Label>], start: usize) -> Vec<(usize, &'a Block<Label>)> {
        let mut at = start;
        let place = |block| {
            let here = at;
            at += self.nodes[here].size as usize;
            (here, block)
        };
        blocks.iter().map(place).collect()
    }

    /// The number of blocks of each chapter of `draft`, which this tree is of, with its sections.
    pub(super) fn sizes(&self, draft: &Draft) -> Vec<usize> {
        let mut roots = self.roots.iter();
        draft.chapters.iter().map(|chapter| roots.by_ref().take(1 + chapter.sections.len()).map(|root| root.end - root.start).sum()).collect()
    }

    /// The index of the text that the node `at` is in.
    pub(super) fn root_of(&self, at: usize) -> usize {
        self.roots.partition_point(|root| root.end <= at)
    }

    /// What names the text that the node `at` is in, in every version.
    pub(super) fn text_of(&self, at: usize) -> Key<'a> {
        self.roots[self.root_of(at)].key
    }

    /// The end, exclusive, of a list that starts at node `start`.
    pub(super) fn end_of(&self, blocks: &[Block<Label>], start: usize) -> usize {
        blocks.iter().fold(start, |at, _| at + self.nodes[at].size as usize)
    }
}

#[derive(Debug, Clone, Copy)]
enum TextBody<'a> {
    Chapter(&'a Chapter<Label>),
    Term(&'a [Block<Label>]),
}

fn nodes_of(text: TextBody<'_>) -> (Vec<Node<'_>>, usize) {
    let mut reader = Reader { nodes: Vec::new(), buffer: String::new() };
    match text {
        TextBody::Term(definition) => {
            reader.blocks(definition, Node::TOP);
            let notes = reader.nodes.len();
            (reader.nodes, notes)
        }
        TextBody::Chapter(chapter) => {
            reader.blocks(&chapter.body, Node::TOP);
            let notes = reader.nodes.len();
            chapter.footnotes.iter().for_each(|note| reader.blocks(&note.body, Node::TOP));
            (reader.nodes, notes)
        }
    }
}

/// The blocks of a text without its sections.
pub(super) fn nodes_of_chapter(chapter: &Chapter<Label>) -> Vec<Node<'_>> {
    nodes_of(TextBody::Chapter(chapter)).0
}

/// Calls `see` for every block of `draft`, text by text; in a text, parents before children.
pub(super) fn each_mut(draft: &mut Draft, mut see: impl FnMut(&mut Block<Label>)) {
    draft.chapters.iter_mut().for_each(|chapter| each_of_chapter_mut(Arc::make_mut(chapter), &mut see));
    each_of_others_mut(draft, &mut see);
}

/// Calls `see` for every block of a chapter and its sections, in the same order.
pub(super) fn each_of_chapter_mut(chapter: &mut Chapter<Label>, see: &mut impl FnMut(&mut Block<Label>)) {
    text_mut(chapter, see);
    chapter.sections.iter_mut().for_each(|section| text_mut(section, see));
}

/// Calls `see` for every block that is in no chapter, in the same order.
pub(super) fn each_of_others_mut(draft: &mut Draft, see: &mut impl FnMut(&mut Block<Label>)) {
    let pages = draft.pages.iter_mut().chain(&mut draft.home).chain(&mut draft.statement).chain(&mut draft.transcripts);
    pages.for_each(|page| text_mut(page, see));
    draft.terms.iter_mut().for_each(|term| blocks_mut(&mut term.definition, see));
}

fn text_mut(text: &mut Chapter<Label>, see: &mut impl FnMut(&mut Block<Label>)) {
    blocks_mut(&mut text.body, see);
    text.footnotes.iter_mut().for_each(|note| blocks_mut(&mut note.body, see));
}

fn blocks_mut(list: &mut [Block<Label>], see: &mut impl FnMut(&mut Block<Label>)) {
    for block in list {
        see(block);
        block.kind.each_list_mut(&mut |list| blocks_mut(list, see));
    }
}

/// Calls `see` for every block of a chapter and its sections, in the same order.
pub(super) fn each(chapter: &Chapter<Label>, see: &mut impl FnMut(&Block<Label>)) {
    fn blocks(list: &[Block<Label>], see: &mut impl FnMut(&Block<Label>)) {
        for block in list {
            see(block);
            block.kind.each_list(&mut |list| blocks(list, see));
        }
    }
    for text in std::iter::once(chapter).chain(&chapter.sections) {
        blocks(&text.body, see);
        text.footnotes.iter().for_each(|note| blocks(&note.body, see));
    }
}

/// The name of a kind of block in identities.
pub(super) fn kind_name(kind: &BlockKind<Label>) -> &'static str {
    match kind {
        BlockKind::Heading(_) => "heading",
        BlockKind::Paragraph(_) => "paragraph",
        BlockKind::List(_) => "list",
        BlockKind::DefinitionList(_) => "definitions",
        BlockKind::Table(_) => "table",
        BlockKind::Figure(..) => "figure",
        BlockKind::BlockQuote(_) => "block-quote",
        BlockKind::Quotation(_) => "quote",
        BlockKind::Callout(_) => "callout",
        BlockKind::Cards(_) => "cards",
        BlockKind::Code(_) => "code",
        BlockKind::ThematicBreak => "break",
        BlockKind::Statistics(_) => "stats",
        BlockKind::Chart(..) => "chart",
        BlockKind::Timeline(_) => "timeline",
        BlockKind::Video(_) => "video",
        BlockKind::VersionHistory => "version-history",
        BlockKind::ListOf(_) => "list-of",
        BlockKind::Gallery(_) => "gallery",
        BlockKind::Survey(_) => "survey",
        BlockKind::Action(_) => "action",
        BlockKind::RawHtml(_) => "html",
    }
}

/// Turns blocks into nodes. The same bytes give the same hash on every machine and in every release.
struct Reader<'a> {
    nodes: Vec<Node<'a>>,
    buffer: String,
}

impl<'a> Reader<'a> {
    fn blocks(&mut self, blocks: &'a [Block<Label>], parent: u32) {
        for block in blocks {
            self.block(block, parent);
        }
    }

    fn block(&mut self, block: &'a Block<Label>, parent: u32) {
        let at = self.nodes.len();
        self.buffer.clear();
        self.buffer.push_str(kind_name(&block.kind));
        let name = self.buffer.len();
        own_text(&block.kind, &mut self.buffer);
        let own = &self.buffer.as_bytes()[name..];
        let mut weight: u32 = own.iter().map(|byte| u32::from(byte.is_ascii_alphanumeric() | (0xc3..0xef).contains(byte))).sum();
        let mut has_notes = self.buffer.contains(NOTE);
        self.nodes.push(Node { block, hash: xxh3_64(self.buffer.as_bytes()), size: 1, parent, weight: 0, has_notes: false });
        // Nearly all blocks are leaves, and their hash is complete; for others, the contents are added.
        let mut inside: Option<Vec<u8>> = None;
        block.kind.each_list(&mut |list| {
            let known = inside.get_or_insert_with(|| self.buffer.as_bytes().to_vec());
            let mut child = self.nodes.len();
            self.blocks(list, at as u32);
            known.extend((list.len() as u32).to_le_bytes());
            while let Some(node) = self.nodes.get(child) {
                known.extend(node.hash.to_le_bytes());
                weight = weight.saturating_add(node.weight);
                has_notes |= node.has_notes;
                child += node.size as usize;
            }
        });
        let size = (self.nodes.len() - at) as u32;
        let node = &mut self.nodes[at];
        if let Some(inside) = inside {
            node.hash = xxh3_64(&inside);
        }
        (node.size, node.weight, node.has_notes) = (size, weight, has_notes);
    }
}

/// The text of a block without the blocks in it: the basis for comparing two versions.
pub(super) fn own_text(kind: &BlockKind<Label>, into: &mut String) {
    let part = |into: &mut String, text: &str| {
        into.push_str(text);
        into.push(PART);
    };
    match kind {
        BlockKind::Heading(heading) => {
            into.push(char::from(b'0' + heading.level));
            line(&heading.content, into);
        }
        BlockKind::Paragraph(content) => line(content, into),
        BlockKind::List(list) => {
            if let Some(start) = list.start {
                into.push_str(&start.to_string());
            }
        }
        BlockKind::DefinitionList(definitions) => definitions.iter().for_each(|definition| line(&definition.term, into)),
        BlockKind::Table(table) => {
            line(table.caption.as_deref().unwrap_or(&[]), into);
            let groups = Some(&table.groups).filter(|groups| !groups.is_empty());
            for row in groups.into_iter().chain([&table.head]).chain(table.rows.iter().map(|row| &row.cells)) {
                for cell in row {
                    line(&cell.content, into);
                    // Only where cells are joined, so that hashes of earlier releases hold.
                    match cell.joined {
                        Joined::No => {}
                        Joined::Left => into.push_str("\u{fdd0}<"),
                        Joined::Above => into.push_str("\u{fdd0}^"),
                    }
                }
                into.push(PART);
            }
            if !table.notes.is_empty() {
                line(&table.notes, into);
            }
        }
        BlockKind::Figure(image, caption) => {
            picture(image, into);
            line(caption, into);
        }
        BlockKind::BlockQuote(_) | BlockKind::ThematicBreak | BlockKind::VersionHistory => {}
        BlockKind::ListOf(kind) => part(into, kind.plural()),
        BlockKind::Gallery(gallery) => {
            part(into, gallery.kind.name());
            for item in &gallery.items {
                picture(&item.image, into);
                line(&item.caption, into);
            }
        }
        BlockKind::Quotation(quotation) => line(&quotation.attribution, into),
        BlockKind::Callout(callout) => {
            part(into, callout.kind.name());
            line(&callout.title, into);
        }
        BlockKind::Cards(cards) => cards.iter().for_each(|card| line(&card.title, into)),
        BlockKind::Code(code) => {
            part(into, code.language.as_deref().unwrap_or(""));
            into.push_str(&code.text);
        }
        BlockKind::Statistics(statistics) => {
            for statistic in statistics {
                part(into, &statistic.value);
                line(&statistic.label, into);
                if let Some(compare) = &statistic.compare {
                    part(into, &compare.value);
                    part(into, &compare.label);
                }
                part(into, &words_of_source(&statistic.source).unwrap_or_default());
            }
        }
        BlockKind::Chart(chart, source) => {
            part(into, chart_word(chart.kind));
            part(into, &chart.title);
            part(into, &chart.summary);
            let source = words_of_source(source);
            for text in [&chart.unit, &source, &chart.label_heading] {
                part(into, text.as_deref().unwrap_or(""));
            }
            chart.labels.iter().for_each(|label| part(into, label));
            for series in &chart.series {
                part(into, &series.name);
                // Only what a chart has, so that hashes of earlier releases hold.
                series.values.iter().for_each(|number| part(into, &number.map_or_else(String::new, |number| number.value.to_string())));
                for (low, high) in series.intervals.iter().flatten() {
                    part(into, &format!("{}..{}", low.value, high.value));
                }
                for (at, symbol) in series.symbols.iter().enumerate().filter_map(|(at, symbol)| Some((at, (*symbol)?))) {
                    part(into, &format!("{at}[{}]", symbol.letters()));
                }
            }
            for reference in &chart.references {
                part(into, &reference.name);
                part(into, &reference.number.value.to_string());
            }
            if let Some(from) = chart.from {
                part(into, &from.to_string());
            }
            chart.period.iter().chain(&chart.highlight).for_each(|text| part(into, text));
        }
        BlockKind::Timeline(moments) => {
            for moment in moments {
                part(into, &moment.date.to_string());
                line(&moment.text, into);
            }
        }
        BlockKind::Video(video) => {
            part(into, &video.title);
            part(into, &video.url);
            if let Transcript::File(path, _) = &video.transcript {
                part(into, path);
            }
        }
        BlockKind::Survey(survey) => {
            part(into, &survey.question);
            part(into, survey_word(survey.kind));
            survey.options.iter().for_each(|option| part(into, option));
        }
        BlockKind::Action(action) => {
            part(into, &action.name);
            line(&action.what, into);
            let due = action.due.map(|due| due.to_string());
            for value in [&action.owner, &due, &action.measure, &action.baseline, &action.target, &action.money] {
                part(into, value.as_deref().unwrap_or(""));
            }
        }
        BlockKind::RawHtml(html) => into.push_str(html),
    }
}

/// The hashed word for a kind of chart. Archives rest on it: it never changes.
fn chart_word(kind: ChartKind) -> &'static str {
    match kind {
        ChartKind::Bar => "Bar",
        ChartKind::Stacked => "Stacked",
        ChartKind::Line => "Line",
        ChartKind::Dot => "Dot",
        ChartKind::Dumbbell => "Dumbbell",
        ChartKind::Slope => "Slope",
        ChartKind::Multiples => "Multiples",
    }
}

/// The hashed word for a kind of question. Archives rest on it: it never changes.
fn survey_word(kind: SurveyKind) -> &'static str {
    match kind {
        SurveyKind::Rank => "Rank",
        SurveyKind::Choose => "Choose",
        SurveyKind::Text => "Text",
    }
}
