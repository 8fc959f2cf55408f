//! One pass over a page: labels become targets, and terms become links.

mod first_pages;
mod terms;

pub(super) use first_pages::first_pages;

use super::index::{Broken, Index};
use super::matcher::{Folded, Matcher};
use crate::diag::Diagnostic;
use crate::model::{
    Block, BlockKind, Callout, Card, Cell, Chapter, Definition, Footnote, GlossaryTerm, Heading, Image, ImageSource, Inline, Label, Link, LinkPolicy,
    List, Moment, PageId, Place, Quotation, Settings, Statistic, Table, Target, TermId, TermUse, Text, Transcript, Video, WordUse,
};
use crate::span::{SourceMap, Span};

/// What holds for all pages.
pub(super) struct Rules<'a> {
    pub(super) settings: &'a Settings,
    pub(super) matcher: &'a Matcher,
    pub(super) policies: &'a [LinkPolicy],
    /// For each term that is linked once in the document: the page that links it.
    pub(super) owners: &'a [Option<PageId>],
    pub(super) index: &'a Index<'a>,
    pub(super) terms: &'a [GlossaryTerm<Label>],
}

/// Whether terms become links in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Linking {
    /// Links, captions.
    Off,
    /// Headings and the like: no links, but what they spell out is spelled out.
    Named,
    /// Running text.
    Prose,
    /// Text that the author made bold.
    Marked,
}

/// What a page has of one term so far.
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

/// The last term on this line, and what came after it so far.
struct Trail {
    term: TermId,
    is_abbreviation: bool,
    gap: String,
}

/// What divides a term from its abbreviation: "Integrated Care Board (ICB)".
const BRACKETS: [&str; 2] = [" (", "\n("];

/// Stands in a gap for whatever is no text.
const OBJECT: char = '\u{fffc}';

/// Converts one page.
pub(super) struct Converter<'a> {
    rules: &'a Rules<'a>,
    page: Option<PageId>,
    from: &'a str,
    map: &'a SourceMap,
    seen: Vec<Seen>,
    folded: Folded,
    section: u32,
    trail: Option<Trail>,
    /// Transcripts and definitions are shown inside other pages: no headings, no notes, no anchors of their own.
    is_guest: bool,
    guests: u32,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Converter<'a> {
    pub(super) fn new(rules: &'a Rules<'a>, page: PageId, text: &Chapter<Label>, map: &'a SourceMap) -> Self {
        let mut converter = Self::bare(rules, Some(page), text.file, map);
        for (name, span) in &text.skip {
            match rules.index.term(name) {
                Some(term) => converter.seen[term.0 as usize].skipped = true,
                None => converter.diagnostics.push(
                    Diagnostic::warning("unknown-term", *span, format!("the glossary has no term \"{name}\" to skip"))
                        .nearest(name, rules.terms.iter().map(|term| term.term.as_str())),
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
            seen: vec![Seen::default(); rules.terms.len()],
            folded: Folded::default(),
            section: 1,
            trail: None,
            is_guest: false,
            guests: 0,
            diagnostics: Vec::new(),
        }
    }

    /// Converts a chapter without its sections.
    pub(super) fn chapter(mut self, chapter: Chapter<Label>) -> (Chapter<Target>, Vec<Diagnostic>) {
        let body = self.blocks(chapter.body);
        let footnotes =
            chapter.footnotes.into_iter().map(|note| Footnote { body: self.blocks(note.body), marks: note.marks, span: note.span }).collect();
        let used = self.seen.iter().zip(0..).filter(|(seen, _)| seen.count > 0 || seen.not_spelled_out.is_some());
        let words = used
            .map(|(seen, at)| WordUse { term: TermId(at), count: seen.count, links: seen.links, not_spelled_out: seen.not_spelled_out })
            .collect();
        let chapter = Chapter {
            slug: chapter.slug,
            file: chapter.file,
            title: chapter.title,
            title_span: chapter.title_span,
            numbered: chapter.numbered,
            number: chapter.number,
            version: chapter.version,
            summary: chapter.summary,
            authors: chapter.authors,
            status: chapter.status,
            skip: chapter.skip,
            aliases: chapter.aliases,
            body,
            footnotes,
            sections: Vec::new(),
            words,
        };
        (chapter, self.diagnostics)
    }

    fn blocks(&mut self, blocks: Vec<Block<Label>>) -> Vec<Block<Target>> {
        blocks.into_iter().map(|block| Block { span: block.span, kind: self.block(block.kind) }).collect()
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
                if self.is_guest {
                    // A guest's headings are no headings of the page that shows it.
                    return BlockKind::Paragraph(vec![Inline::Strong(content)]);
                }
                BlockKind::Heading(Heading { level: heading.level, anchor: heading.anchor, number: heading.number, content })
            }
            BlockKind::Paragraph(line) => BlockKind::Paragraph(self.line(line, Prose)),
            BlockKind::List(list) => {
                let items = list.items.into_iter().map(|item| self.blocks(item)).collect();
                BlockKind::List(List { start: list.start, tight: list.tight, items })
            }
            BlockKind::DefinitionList(definitions) => {
                let convert = |entry: Definition<Label>| Definition {
                    term: self.line(entry.term, Named),
                    descriptions: entry.descriptions.into_iter().map(|description| self.blocks(description)).collect(),
                    span: entry.span,
                };
                BlockKind::DefinitionList(definitions.into_iter().map(convert).collect())
            }
            BlockKind::Table(table) => BlockKind::Table(self.table(table)),
            BlockKind::Figure(image, caption) => {
                let span = image.span;
                let caption = self.line(caption, Off);
                match self.image(image) {
                    Some(image) => BlockKind::Figure(image, caption),
                    // Reported; the caption stands in until the picture is found.
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
                let anchor = if self.is_guest { self.guest_anchor() } else { callout.anchor };
                BlockKind::Callout(Callout { kind: callout.kind, title, level: callout.level, anchor, body })
            }
            BlockKind::Cards(cards) => {
                let convert = |card: Card<Label>| {
                    let title = self.line(card.title, Named);
                    Card { title, level: card.level, body: self.blocks(card.body), span: card.span }
                };
                BlockKind::Cards(cards.into_iter().map(convert).collect())
            }
            BlockKind::Statistics(statistics) => {
                let convert = |statistic: Statistic<Label>| Statistic {
                    value: statistic.value,
                    label: self.line(statistic.label, Prose),
                    compare: statistic.compare,
                    source: statistic.source,
                };
                BlockKind::Statistics(statistics.into_iter().map(convert).collect())
            }
            BlockKind::Timeline(moments) => {
                let convert = |moment: Moment<Label>| Moment { date: moment.date, text: self.line(moment.text, Prose) };
                BlockKind::Timeline(moments.into_iter().map(convert).collect())
            }
            BlockKind::Video(video) => {
                let transcript = Transcript::Blocks(self.transcript(video.transcript));
                BlockKind::Video(Box::new(Video { title: video.title, url: video.url, transcript }))
            }
            BlockKind::Code(code) => BlockKind::Code(code),
            BlockKind::ThematicBreak => BlockKind::ThematicBreak,
            BlockKind::Chart(chart) => BlockKind::Chart(chart),
            BlockKind::VersionHistory => BlockKind::VersionHistory,
            BlockKind::Survey(survey) => BlockKind::Survey(survey),
            BlockKind::RawHtml(html) => BlockKind::RawHtml(html),
        }
    }

    /// An anchor for a callout of a text that is shown inside another page.
    fn guest_anchor(&mut self) -> Box<str> {
        self.guests += 1;
        format!("guest_{}", self.guests).into()
    }

    fn table(&mut self, table: Table<Label>) -> Table<Target> {
        let mut cell = |cell: Cell<Label>, linking| Cell { content: self.line(cell.content, linking), span: cell.span };
        let caption_cell = table.caption.map(|content| cell(Cell { content, span: Span::new(crate::span::FileId(0), 0..0) }, Linking::Off).content);
        let head = table.head.into_iter().map(|this| cell(this, Linking::Named)).collect();
        let rows = table.rows.into_iter().map(|row| {
            // A first column that was bold throughout lost its bold type to being headers, not its meaning.
            let linking = |at: usize| if at == 0 && table.row_headers { Linking::Marked } else { Linking::Prose };
            row.into_iter().enumerate().map(|(at, this)| cell(this, linking(at))).collect()
        });
        let rows = rows.collect();
        Table { caption: caption_cell, columns: table.columns, head, rows, row_headers: table.row_headers }
    }

    fn transcript(&mut self, transcript: Transcript<Label>) -> Vec<Block<Target>> {
        let (blocks, from) = match transcript {
            Transcript::Blocks(blocks) => (blocks, self.from),
            Transcript::File(path, span) => match self.rules.index.transcript(&path, self.from) {
                Ok(text) => (text.body.clone(), self.map.file(text.file).path.as_str()),
                Err(broken) => {
                    self.report(broken, span);
                    return Vec::new();
                }
            },
        };
        let outer = std::mem::replace(&mut self.from, from);
        let was_guest = std::mem::replace(&mut self.is_guest, true);
        let blocks = self.blocks(blocks);
        self.from = outer;
        self.is_guest = was_guest;
        blocks
    }

    fn line(&mut self, line: Vec<Inline<Label>>, linking: Linking) -> Vec<Inline<Target>> {
        let mut out = Vec::with_capacity(line.len());
        let mut rest = line.into_iter().peekable();
        let mut run: Vec<Text> = Vec::new();
        while let Some(inline) = rest.next() {
            if let Inline::Text(text) = inline {
                run.push(text);
                if !matches!(rest.peek(), Some(Inline::Text(_))) {
                    self.text(&mut run, linking, &mut out);
                }
            } else {
                self.inline(inline, linking, &mut out);
            }
        }
        out
    }

    fn inline(&mut self, inline: Inline<Label>, linking: Linking, out: &mut Vec<Inline<Target>>) {
        let marked = if linking == Linking::Prose { Linking::Marked } else { linking };
        if matches!(inline, Inline::Code(_) | Inline::Image(_) | Inline::RawHtml(_)) {
            self.pass(OBJECT.encode_utf8(&mut [0; 4]));
        }
        match inline {
            Inline::Text(text) => out.push(Inline::Text(text)),
            Inline::Expanded(term, text) => out.push(Inline::Expanded(term, text)),
            Inline::Emphasis(content) => out.push(Inline::Emphasis(self.line(content, linking))),
            Inline::Strong(content) => out.push(Inline::Strong(self.line(content, marked))),
            Inline::Strikethrough(content) => out.push(Inline::Strikethrough(self.line(content, linking))),
            Inline::Code(text) => out.push(Inline::Code(text)),
            // Terms are words of the document's language.
            Inline::Language(tag, content) => out.push(Inline::Language(tag, self.line(content, Linking::Off))),
            Inline::LineBreak => out.push(Inline::LineBreak),
            Inline::RawHtml(html) => out.push(Inline::RawHtml(html)),
            Inline::FootnoteReference(note, nth) => {
                if !self.is_guest {
                    out.push(Inline::FootnoteReference(note, nth));
                }
            }
            Inline::Image(image) => out.extend(self.image(*image).map(|image| Inline::Image(Box::new(image)))),
            Inline::Link(link) => {
                let Link { target, content, span } = *link;
                let content = self.line(content, Linking::Off);
                match self.target(target, span, &content) {
                    Some(target) => out.push(Inline::Link(Box::new(Link { target, content, span }))),
                    None => out.extend(content),
                }
            }
        }
    }

    fn target(&mut self, label: Label, span: Span, content: &[Inline<Target>]) -> Option<Target> {
        let target = match label {
            // A guest's own headings are none of the page that shows it.
            Label::Path(dest) => self.rules.index.path(&dest, self.from, self.page.filter(|_| !self.is_guest)),
            Label::Name { name, .. } => match self.rules.index.term(&name) {
                Some(term) => Ok(Target::Term(TermUse { term, nth: 0, expand: false })),
                None => self.rules.index.title(&name).map(|page| Target::Place(Place { page, anchor: None })),
            },
        };
        if !has_words(content) {
            let fault = Diagnostic::error("empty-link", span, "this link has no words to click");
            self.diagnostics.push(fault.hint("write them between the square brackets"));
            return None;
        }
        match target {
            Ok(Target::Term(link)) => {
                let seen = &mut self.seen[link.term.0 as usize];
                seen.count += 1;
                seen.links += 1;
                seen.linked_in = self.section;
                self.trail = Some(Trail { term: link.term, is_abbreviation: false, gap: String::new() });
                Some(Target::Term(TermUse { nth: seen.links, ..link }))
            }
            Ok(target) => Some(target),
            Err(broken) => {
                self.report(broken, span);
                None
            }
        }
    }

    fn image(&mut self, image: Image) -> Option<Image> {
        let ImageSource::Path(path) = &image.source else { return Some(image) };
        match self.rules.index.picture(path, self.from) {
            Ok(at) => Some(Image { source: ImageSource::Picture(at), ..image }),
            Err(broken) => {
                self.report(broken, image.span);
                None
            }
        }
    }

    fn report(&mut self, broken: Broken, span: Span) {
        let mut fault = Diagnostic::error(broken.rule, span, broken.message);
        fault.hints = broken.hints;
        self.diagnostics.push(fault);
    }
}

/// Whether a link has something that can be read out.
fn has_words(line: &[Inline<Target>]) -> bool {
    line.iter().any(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) | Inline::Expanded(_, text) => !text.text.trim().is_empty(),
        // A picture without an alternative is reported as that.
        Inline::Image(_) | Inline::RawHtml(_) => true,
        Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) | Inline::Language(_, content) => has_words(content),
        Inline::Link(link) => has_words(&link.content),
        Inline::FootnoteReference(..) | Inline::LineBreak => false,
    })
}

/// Converts a term's definition. The term itself is no link in it.
pub(super) fn definition(rules: &Rules<'_>, id: TermId, term: &GlossaryTerm<Label>, map: &SourceMap) -> (Vec<Block<Target>>, Vec<Diagnostic>) {
    let mut converter = Converter::bare(rules, None, term.span.file, map);
    converter.seen[id.0 as usize] = Seen { skipped: true, abbreviated: true, ..Seen::default() };
    converter.is_guest = true;
    let definition = converter.blocks(term.definition.clone());
    (definition, converter.diagnostics)
}
