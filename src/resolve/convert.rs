//! One pass over a page: labels become targets, terms become links.

mod first_pages;
mod line;
mod piece;
mod terms;

pub(super) use first_pages::first_pages;

use super::lookup::{Answer, Broken, Question};
use super::matcher::{Folded, Found};
use super::rules::Rules;
use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::model::{
    Action, Block, BlockKind, Callout, Card, Cell, Change, Chapter, Definition, Division, Footnote, Gallery, GalleryItem, GlossaryTerm, Heading,
    Inline, Item, Label, List, Mark, Moment, NodeId, PageId, ProgressEntry, ProgressReport, Quotation, Replacement, Row, Statistic, Table, Target,
    TermId, TermUse, Text, Transcript, Video, WordUse,
};
use crate::span::{SourceMap, Span};
use piece::Piece;

/// Whether terms become links in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Linking {
    /// Links, captions.
    Off,
    /// Headings and the like: no links, but an abbreviation spelled out there counts as spelled out.
    Named,
    /// Running text.
    Prose,
    /// Text that the author made bold.
    Marked,
}

/// How an occurrence of a term is shown, if not as written.
enum Shown {
    Link(TermUse),
    /// Spelled out, without a link.
    Expanded,
}

/// The occurrences of one term on a page so far.
#[derive(Clone, Default)]
struct Seen {
    count: u32,
    links: u32,
    /// The section that linked it last, counted from 1.
    linked_in: u32,
    spelled_out: bool,
    abbreviated: bool,
    not_spelled_out: Option<Span>,
    skipped: bool,
}

/// The last term on this line, and the text after it so far.
struct Trail {
    term: TermId,
    is_abbreviation: bool,
    gap: Gap,
}

/// As much of the text after a term as it takes to see whether it is a bracket alone.
#[derive(Default)]
struct Gap {
    bytes: [u8; BRACKETS[0].len() + 1],
    length: usize,
}

impl Gap {
    fn push(&mut self, text: &str) {
        for (room, byte) in self.bytes[self.length..].iter_mut().zip(text.bytes()) {
            *room = byte;
            self.length += 1;
        }
    }

    fn is_bracket(&self) -> bool {
        BRACKETS.iter().any(|bracket| bracket.as_bytes() == &self.bytes[..self.length])
    }
}

/// What separates a term from its abbreviation: "Integrated Care Board (ICB)".
const BRACKETS: [&str; 2] = [" (", "\n("];

/// Placeholder in a gap for anything that is not text.
const OBJECT: char = '\u{fffc}';

/// Buffers for the parts of a line, reused for the next one.
#[derive(Default)]
struct Room {
    /// Adjacent texts.
    run: Vec<Piece>,
    hits: Vec<Found>,
    shown: Vec<(Found, Shown)>,
    line: Vec<Inline<Target>>,
}

/// Converts one page.
pub(super) struct Converter<'a> {
    rules: &'a Rules<'a>,
    page: Option<PageId>,
    from: &'a str,
    map: &'a SourceMap,
    /// Only of those that occur: a glossary has a converter for each of its terms.
    seen: BTreeMap<u32, Seen>,
    folded: Folded,
    room: Room,
    section: u32,
    trail: Option<Trail>,
    /// Whether the text is embedded in other pages, as transcripts and definitions are: without headings, notes and anchors.
    is_embedded: bool,
    /// Whether this is removed text (redlines only).
    is_past: bool,
    embedded: u32,
    diagnostics: Vec<Diagnostic>,
    asked: Vec<(Question, Answer)>,
}

/// A resolved text.
pub(super) struct Converted {
    pub(super) text: Chapter<Target>,
    pub(super) faults: Vec<Diagnostic>,
    /// Its lookups in the rest of the document, if they are recorded.
    pub(super) asked: Vec<(Question, Answer)>,
}

impl<'a> Converter<'a> {
    pub(super) fn new(rules: &'a Rules<'a>, page: PageId, text: &Chapter<Label>, map: &'a SourceMap) -> Self {
        let mut converter = Self::bare(rules, Some(page), text.file, map);
        for (name, span) in &text.front.skip {
            match rules.index.term(name) {
                Some(term) => converter.seen.entry(term.0).or_default().skipped = true,
                None => converter.diagnostics.push(
                    Diagnostic::warning("unknown-term", *span, format!("the glossary has no term \"{name}\" to skip"))
                        .nearest(name, rules.terms.iter().map(|term| term.term.as_str()))
                        .hint("remove it from `skip`, or write the term as in the glossary"),
                ),
            }
        }
        converter
    }

    fn bare(rules: &'a Rules<'a>, page: Option<PageId>, file: crate::span::FileId, map: &'a SourceMap) -> Self {
        Self {
            rules,
            page,
            from: &map.file(file).path,
            map,
            seen: BTreeMap::new(),
            folded: Folded::default(),
            room: Room::default(),
            section: 1,
            trail: None,
            is_embedded: false,
            is_past: false,
            embedded: 0,
            diagnostics: Vec::new(),
            asked: Vec::new(),
        }
    }

    /// Converts a chapter without its sections.
    pub(super) fn chapter(mut self, chapter: Chapter<Label>) -> Converted {
        self.is_past = chapter.is_removed();
        let body = self.blocks(chapter.body);
        let footnotes = chapter.footnotes.into_iter().map(|note| self.footnote(note)).collect();
        let used = self.seen.iter().filter(|(_, seen)| seen.count > 0 || seen.not_spelled_out.is_some());
        let mut words: Vec<WordUse> = used
            .map(|(at, seen)| WordUse { term: TermId(*at), count: seen.count, links: seen.links, not_spelled_out: seen.not_spelled_out })
            .collect();
        // One for every page, held until the end.
        words.shrink_to_fit();
        words.sort_by_key(|word| self.rules.rank[word.term.0 as usize]);
        let text = Chapter {
            slug: chapter.slug,
            file: chapter.file,
            front: chapter.front,
            number: chapter.number,
            body,
            paragraph_numbers: chapter.paragraph_numbers,
            footnotes,
            sections: Vec::new(),
            words,
            change: chapter.change,
        };
        Converted { text, faults: self.diagnostics, asked: self.asked }
    }

    /// Records a lookup in the rest of the document, with its answer.
    fn note(&mut self, remember: impl FnOnce(&str, Option<PageId>) -> (Question, Answer)) {
        if self.rules.records_lookups {
            // Headings of an embedded text are not part of the page.
            self.asked.push(remember(self.from, self.page.filter(|_| !self.is_embedded)));
        }
    }

    fn blocks(&mut self, blocks: Vec<Block<Label>>) -> Vec<Block<Target>> {
        let convert = |Block { id, span, kind, label, change }: Block<Label>| {
            let is_past = change.as_ref().is_some_and(|change| change.is_past());
            let kind = self.in_past(is_past, |this| this.block(kind));
            Block { id, span, kind, label, change: change.map(|change| Box::new(self.change(*change))) }
        };
        blocks.into_iter().map(convert).collect()
    }

    fn change(&mut self, change: Change<Label>) -> Change<Target> {
        match change {
            Change::Added => Change::Added,
            Change::Removed => Change::Removed,
            Change::MovedHere(replacement) => Change::MovedHere(replacement.map(|replacement| self.replacement(*replacement))),
            Change::MovedAway => Change::MovedAway,
            Change::Section(end) => Change::Section(end),
            Change::Led(end) => Change::Led(end),
            Change::Edited => Change::Edited,
            Change::Replaced(replacement) => Change::Replaced(self.replacement(*replacement)),
            Change::Split(division) => Change::Split(Box::new(self.division(*division))),
            Change::Joined(division) => Change::Joined(Box::new(self.division(*division))),
            Change::JoinedAway => Change::JoinedAway,
        }
    }

    fn replacement(&mut self, Replacement { was, values }: Replacement<Label>) -> Box<Replacement<Target>> {
        let Block { id, span, kind, .. } = was;
        let kind = self.in_past(true, |this| this.block(kind));
        Box::new(Replacement { was: Block { id, span, kind, label: None, change: None }, values })
    }

    fn division(&mut self, Division { was, part, parts }: Division<Label>) -> Division<Target> {
        let was =
            was.map(|Block { id, span, kind, .. }| Block { id, span, kind: self.in_past(true, |this| this.block(kind)), label: None, change: None });
        Division { was, part, parts }
    }

    fn footnote(&mut self, note: Footnote<Label>) -> Footnote<Target> {
        let Footnote { body, marks, span, mark } = note;
        Footnote { body: self.in_past(mark.is_past(), |this| this.blocks(body)), marks, span, mark }
    }

    /// Removed text has no glossary links, and its dead links are not reported.
    fn in_past<T>(&mut self, is_past: bool, work: impl FnOnce(&mut Self) -> T) -> T {
        if !is_past {
            return work(self);
        }
        let was_past = std::mem::replace(&mut self.is_past, true);
        let faults = self.diagnostics.len();
        let result = work(self);
        self.diagnostics.truncate(faults);
        self.is_past = was_past;
        result
    }

    fn block(&mut self, kind: BlockKind<Label>) -> BlockKind<Target> {
        self.trail = None;
        use Linking::{Named, Off, Prose};
        match kind {
            BlockKind::Heading(heading) => {
                if heading.level == 2 {
                    self.section += 1;
                }
                let content = self.line(heading.content, Named);
                if self.is_embedded {
                    // Headings of an embedded transcript are not part of the page's outline.
                    return BlockKind::Paragraph(vec![Inline::Strong(content)]);
                }
                BlockKind::Heading(Heading { level: heading.level, anchor: heading.anchor, number: heading.number, content })
            }
            BlockKind::Paragraph(line) => BlockKind::Paragraph(self.line(line, Prose)),
            BlockKind::List(list) => {
                let convert = |Item { body, mark }: Item<Label>| Item { body: self.in_past(mark.is_past(), |this| this.blocks(body)), mark };
                let items = list.items.into_iter().map(convert).collect();
                BlockKind::List(List { start: list.start, tight: list.tight, items })
            }
            BlockKind::DefinitionList(definitions) => {
                let convert = |entry: Definition<Label>| {
                    self.in_past(entry.mark.is_past(), |this| Definition {
                        term: this.line(entry.term, Named),
                        descriptions: entry.descriptions.into_iter().map(|description| this.blocks(description)).collect(),
                        span: entry.span,
                        mark: entry.mark,
                    })
                };
                BlockKind::DefinitionList(definitions.into_iter().map(convert).collect())
            }
            BlockKind::Table(table) => BlockKind::Table(Box::new(self.table(*table))),
            BlockKind::Figure(image, caption) => {
                let span = image.span;
                let caption = self.line(caption, Off);
                match self.image(*image) {
                    Some(image) => BlockKind::Figure(Box::new(image), caption),
                    // Reported; the caption is shown in its place.
                    None => BlockKind::Paragraph(if caption.is_empty() { vec![Inline::Text(Text { text: "".into(), span })] } else { caption }),
                }
            }
            BlockKind::BlockQuote(body) => BlockKind::BlockQuote(self.blocks(body)),
            BlockKind::Quotation(quotation) => {
                let body = self.blocks(quotation.body);
                BlockKind::Quotation(Quotation { body, attribution: self.line(quotation.attribution, Off) })
            }
            BlockKind::Callout(callout) => {
                let title = self.line(callout.title, Named);
                let body = self.blocks(callout.body);
                let anchor = if self.is_embedded { self.guest_anchor() } else { callout.anchor };
                BlockKind::Callout(Callout { kind: callout.kind, title, level: callout.level, anchor, body })
            }
            BlockKind::Cards(cards) => {
                let convert = |card: Card<Label>| {
                    self.in_past(card.mark.is_past(), |this| {
                        let title = this.line(card.title, Named);
                        Card { title, level: card.level, body: this.blocks(card.body), span: card.span, mark: card.mark }
                    })
                };
                BlockKind::Cards(cards.into_iter().map(convert).collect())
            }
            BlockKind::Statistics(statistics) => {
                let convert = |statistic: Statistic<Label>| Statistic {
                    value: statistic.value,
                    label: self.in_past(statistic.mark.is_past(), |this| this.line(statistic.label, Prose)),
                    compare: statistic.compare,
                    source: self.in_past(statistic.mark.is_past(), |this| this.line(statistic.source, Off)),
                    mark: statistic.mark,
                };
                BlockKind::Statistics(statistics.into_iter().map(convert).collect())
            }
            BlockKind::Timeline(moments) => {
                let convert = |moment: Moment<Label>| {
                    let text = self.in_past(moment.mark.is_past(), |this| this.line(moment.text, Prose));
                    Moment { date: moment.date, text, mark: moment.mark }
                };
                BlockKind::Timeline(moments.into_iter().map(convert).collect())
            }
            BlockKind::Video(video) => {
                let transcript = Transcript::Blocks(self.transcript(video.transcript));
                BlockKind::Video(Box::new(Video { title: video.title, url: video.url, transcript }))
            }
            BlockKind::Action(action) => {
                let Action { name, number, what, owner, due, measure, baseline, target, money } = *action;
                let what = self.line(what, Prose);
                BlockKind::Action(Box::new(Action { name, number, what, owner, due, measure, baseline, target, money }))
            }
            BlockKind::Code(code) => BlockKind::Code(code),
            BlockKind::ThematicBreak => BlockKind::ThematicBreak,
            BlockKind::Chart(chart, source) => BlockKind::Chart(chart, self.line(source, Off)),
            BlockKind::VersionHistory => BlockKind::VersionHistory,
            BlockKind::ListOf(kind) => BlockKind::ListOf(kind),
            BlockKind::Gallery(gallery) => {
                let item = |GalleryItem { image, caption }: GalleryItem<Label>| {
                    let caption = self.line(caption, Off);
                    Some(GalleryItem { image: self.image(image)?, caption })
                };
                let items = gallery.items.into_iter().filter_map(item).collect();
                BlockKind::Gallery(Box::new(Gallery { kind: gallery.kind, items }))
            }
            BlockKind::Survey(survey) => BlockKind::Survey(survey),
            BlockKind::RawHtml(html) => BlockKind::RawHtml(html),
        }
    }

    /// An anchor for a callout in an embedded text.
    fn guest_anchor(&mut self) -> Box<str> {
        self.embedded += 1;
        format!("guest_{}", self.embedded).into()
    }

    fn table(&mut self, table: Table<Label>) -> Table<Target> {
        let Table { caption, columns, groups, head, rows, row_headers, setting, notes } = table;
        let mut cells = |cells: Vec<Cell<Label>>, mark: Mark, linking: &dyn Fn(usize) -> Linking| {
            let convert = |(at, Cell { content, span, joined, rejoined }): (usize, Cell<Label>)| {
                let is_past = mark.is_past() || columns.get(at).is_some_and(|column| column.mark.is_past());
                Cell { content: self.in_past(is_past, |this| this.line(content, linking(at))), span, joined, rejoined }
            };
            cells.into_iter().enumerate().map(convert).collect()
        };
        // A first column that was bold throughout became row headers: its terms still count as bold.
        let linking = |at: usize| if at == 0 && row_headers { Linking::Marked } else { Linking::Prose };
        let groups = cells(groups, Mark::Unchanged, &|_| Linking::Named);
        let head = cells(head, Mark::Unchanged, &|_| Linking::Named);
        let rows = rows.into_iter().map(|Row { cells: row, mark }| Row { cells: cells(row, mark, &linking), mark }).collect();
        let caption = caption.map(|caption| self.line(caption, Linking::Off));
        let notes = self.line(notes, Linking::Named);
        Table { caption, columns, groups, head, rows, row_headers, setting, notes }
    }

    fn asked_for_transcript(&mut self, path: &str) -> Result<&'a Chapter<Label>, Broken> {
        self.note(|_, _| (Question::Transcript, Answer::Much));
        self.rules.index.transcript(path, self.from)
    }

    fn transcript(&mut self, transcript: Transcript<Label>) -> Vec<Block<Target>> {
        let (blocks, from) = match transcript {
            Transcript::Blocks(blocks) => (blocks, self.from),
            Transcript::File(path, span) => match self.asked_for_transcript(&path) {
                Ok(text) => (text.body.clone(), self.map.file(text.file).path.as_str()),
                Err(broken) => {
                    self.report(broken, span);
                    return Vec::new();
                }
            },
        };
        // Transcripts within transcripts could be circular, and would be unreadable.
        if let Some(video) = first_video(&blocks) {
            let fault = Diagnostic::error("nested-too-deep", video, "a transcript cannot contain a video");
            self.diagnostics.push(fault.hint("put the video on the page, next to the one whose transcript this is"));
            return Vec::new();
        }
        let outer = std::mem::replace(&mut self.from, from);
        let was_guest = std::mem::replace(&mut self.is_embedded, true);
        // Two videos may share one transcript: its blocks have no identities there.
        let mut blocks = self.blocks(blocks);
        blocks.iter_mut().for_each(forget);
        self.from = outer;
        self.is_embedded = was_guest;
        blocks
    }

    fn report(&mut self, broken: Broken, span: Span) {
        let mut fault = Diagnostic::error(broken.rule, span, broken.message);
        fault.hints = broken.hints;
        self.diagnostics.push(fault);
    }
}

/// The span of the first video in `blocks` or their contents.
fn first_video(blocks: &[Block<Label>]) -> Option<Span> {
    blocks.iter().find_map(|block| {
        let mut found = matches!(block.kind, BlockKind::Video(_)).then_some(block.span);
        block.kind.each_list(&mut |list| found = found.or_else(|| first_video(list)));
        found
    })
}

/// Takes the identity off a block and all that is in it.
fn forget(block: &mut Block<Target>) {
    block.id = NodeId::NONE;
    block.kind.each_list_mut(&mut |list| list.iter_mut().for_each(forget));
}

/// Converts a report on actions.
pub(super) fn progress(rules: &Rules<'_>, report: ProgressReport<Label>, map: &SourceMap) -> (ProgressReport<Target>, Vec<Diagnostic>) {
    let mut converter = Converter::bare(rules, Some(PageId::Progress), report.file, map);
    converter.is_embedded = true;
    let convert = |ProgressEntry { action, span, status, what, evidence, value }| {
        let what = converter.line(what, Linking::Prose);
        ProgressEntry { action, span, status, what, evidence, value }
    };
    let entries = report.entries.into_iter().map(convert).collect();
    (ProgressReport { period: report.period, file: report.file, entries }, converter.diagnostics)
}

/// Resolves a term's definition. The term itself is not a link in it.
pub(super) fn definition(rules: &Rules<'_>, id: TermId, term: &GlossaryTerm<Label>, map: &SourceMap) -> (Vec<Block<Target>>, Vec<Diagnostic>) {
    let mut converter = Converter::bare(rules, None, term.span.file, map);
    converter.seen.insert(id.0, Seen { skipped: true, abbreviated: true, ..Seen::default() });
    converter.is_embedded = true;
    let definition = converter.blocks(term.definition.clone());
    (definition, converter.diagnostics)
}
