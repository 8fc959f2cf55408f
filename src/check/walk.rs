//! One walk over each text that feeds all rules.

use std::sync::LazyLock;

use super::line::{Line, LineBuffer, Stand, Voice};
use super::rules::{FAMILIES, PageCapitals};
use super::visit::{Findings, Found, Gathered, Inside, Look, Page, Phrase, See, SeeBlocks, SeePhrase};
use crate::model::{Block, BlockKind, Callout, CalloutKind, Chapter, Document, GlossaryTerm, Image, Inline, Link, Target, Transcript, Video};
use crate::phrases::Phrases;
use crate::span::Span;

/// What all families of rules look for, sorted by how they look.
struct Looks {
    lines: Vec<fn(&Line<'_>, &mut Findings)>,
    blocks: Vec<SeeBlocks>,
    images: Vec<See<Image>>,
    pages: Vec<fn(&Page<'_>, &mut Findings)>,
    /// The phrases of all families.
    phrases: Phrases,
    /// Whose each phrase is.
    families: Vec<(&'static Phrase, SeePhrase)>,
}

static LOOKS: LazyLock<Looks> = LazyLock::new(|| {
    let (mut lines, mut blocks, mut images, mut pages, mut families) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for family in FAMILIES {
        match &family.look {
            Look::Line(look) => lines.push(*look),
            Look::Blocks(look) => blocks.push(*look),
            Look::Image(look) => images.push(*look),
            Look::Page(look) => pages.push(*look),
            Look::Phrases(list, look) => families.extend(list.iter().map(|phrase| (phrase, *look))),
            Look::Document(_) | Look::Elsewhere => {}
        }
    }
    let phrases = Phrases::new(&families.iter().map(|(phrase, _)| phrase.0).collect::<Vec<_>>());
    Looks { lines, blocks, images, pages, phrases, families }
});

/// Builds what rules look for, which takes some milliseconds: better done while files are read.
pub fn prepare() {
    LazyLock::force(&LOOKS);
}

/// Walks through texts and gathers what is wrong with them.
pub(super) struct Walker<'d> {
    looks: &'static Looks,
    voice: Voice,
    links: Vec<&'d Link<Target>>,
    buffer: LineBuffer,
    capitals: PageCapitals,
    pub(super) findings: Findings,
    pub(super) gathered: Gathered,
}

impl<'d> Walker<'d> {
    pub(super) fn new(document: &Document) -> Self {
        Self {
            looks: &LOOKS,
            voice: Voice::of(&document.settings.language),
            links: Vec::new(),
            buffer: LineBuffer::default(),
            capitals: PageCapitals::default(),
            findings: Vec::new(),
            gathered: Gathered::default(),
        }
    }

    /// Walks through a chapter without its sections.
    pub(super) fn chapter(&mut self, chapter: &'d Chapter<Target>) {
        let voice = Voice { is_value: true, ..self.voice };
        let line = self.buffer.lay_out_text(&chapter.title, chapter.title_span, Stand::Title, voice);
        see_line(self.looks, &line, &mut self.findings, &mut self.capitals);
        self.blocks(&chapter.body, Inside::Body);
        for footnote in &chapter.footnotes {
            self.blocks(&footnote.body, Inside::Note);
        }
        let page = Page { chapter, links: &self.links };
        self.looks.pages.iter().for_each(|look| look(&page, &mut self.findings));
        self.links.clear();
        self.capitals.finish(&mut self.gathered.capitals);
    }

    /// Walks through the definition of a term.
    pub(super) fn definition(&mut self, term: &'d GlossaryTerm<Target>) {
        self.blocks(&term.definition, Inside::Note);
        self.links.clear();
        self.capitals.finish(&mut self.gathered.capitals);
    }

    fn blocks(&mut self, blocks: &'d [Block<Target>], inside: Inside) {
        let was_others = self.voice.is_others;
        self.voice.is_others |= inside == Inside::Quotation;
        self.looks.blocks.iter().for_each(|look| look(blocks, inside, &mut self.findings));
        for block in blocks {
            self.block(block, inside);
        }
        self.voice.is_others = was_others;
    }

    fn block(&mut self, block: &'d Block<Target>, inside: Inside) {
        let was_value = self.voice.is_value;
        self.voice.is_value |= matches!(block.kind, BlockKind::Statistics(_) | BlockKind::Timeline(_) | BlockKind::Video(_));
        self.block_of(block, inside);
        self.voice.is_value = was_value;
    }

    fn block_of(&mut self, block: &'d Block<Target>, inside: Inside) {
        match &block.kind {
            BlockKind::Heading(heading) => self.line(&heading.content, Stand::Heading),
            BlockKind::Paragraph(line) => self.paragraph(line, block.span, inside.stand()),
            BlockKind::List(list) => list.items.iter().for_each(|item| self.blocks(&item.body, within(inside, Inside::Item))),
            BlockKind::DefinitionList(definitions) => {
                for definition in definitions {
                    self.line(&definition.term, Stand::Term);
                    definition.descriptions.iter().for_each(|description| self.blocks(description, within(inside, Inside::Item)));
                }
            }
            BlockKind::Table(table) => {
                table.caption.iter().for_each(|caption| self.line(caption, Stand::Caption));
                table.head.iter().for_each(|cell| self.line(&cell.content, Stand::ColumnHead));
                table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.line(&cell.content, Stand::Cell));
            }
            BlockKind::Figure(image, caption) => {
                self.image(image);
                self.line(caption, Stand::Caption);
            }
            BlockKind::BlockQuote(body) => self.blocks(body, Inside::Quotation),
            BlockKind::Quotation(quotation) => {
                self.blocks(&quotation.body, Inside::Quotation);
                self.line(&quotation.attribution, Stand::Attribution);
            }
            BlockKind::Callout(Callout { kind, title, body, .. }) => {
                self.line(title, Stand::Heading);
                let inside = if *kind == CalloutKind::Transcript { Inside::Quotation } else { within(inside, Inside::Panel) };
                self.blocks(body, inside);
            }
            BlockKind::Cards(cards) => {
                for card in cards {
                    self.line(&card.title, Stand::Heading);
                    self.blocks(&card.body, within(inside, Inside::Panel));
                }
            }
            BlockKind::Statistics(statistics) => statistics.iter().for_each(|statistic| self.line(&statistic.label, Stand::Data)),
            BlockKind::Timeline(moments) => moments.iter().for_each(|moment| self.line(&moment.text, Stand::Data)),
            BlockKind::Video(video) => {
                let Video { transcript: Transcript::Blocks(blocks), .. } = &**video else { return };
                self.blocks(blocks, Inside::Quotation);
            }
            BlockKind::Code(_)
            | BlockKind::ThematicBreak
            | BlockKind::Chart(_)
            | BlockKind::VersionHistory
            | BlockKind::Survey(_)
            | BlockKind::RawHtml(_) => {}
        }
    }

    fn line(&mut self, line: &'d [Inline<Target>], stand: Stand) {
        self.objects(line);
        let line = self.buffer.lay_out(line, stand, self.voice);
        see_line(self.looks, &line, &mut self.findings, &mut self.capitals);
    }

    fn paragraph(&mut self, line: &'d [Inline<Target>], block: Span, stand: Stand) {
        self.objects(line);
        let mut line = self.buffer.lay_out(line, stand, self.voice);
        line.opens_block = line.span(0, 0).start == block.start;
        see_line(self.looks, &line, &mut self.findings, &mut self.capitals);
    }

    /// Links and pictures of a line.
    fn objects(&mut self, line: &'d [Inline<Target>]) {
        for inline in line {
            match inline {
                Inline::Link(link) => {
                    match &link.target {
                        Target::Term(_) => {}
                        Target::Place(place) => {
                            self.gathered.linked.insert(place.page);
                            self.links.push(link);
                        }
                        Target::External(_) | Target::File(_) => self.links.push(link),
                    }
                    self.objects(&link.content);
                }
                Inline::Image(image) => self.image(image),
                Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) | Inline::Language(_, content) => {
                    self.objects(content);
                }
                // Redlines are not checked: both of their versions were.
                Inline::Changed(_)
                | Inline::Expanded(..)
                | Inline::Text(_)
                | Inline::Code(_)
                | Inline::FootnoteReference(..)
                | Inline::LineBreak
                | Inline::RawHtml(_) => {}
            }
        }
    }

    fn image(&mut self, image: &Image) {
        self.looks.images.iter().for_each(|look| look(image, &mut self.findings));
    }
}

/// Inside a quotation or a note all is quotation or note.
fn within(outer: Inside, inner: Inside) -> Inside {
    if matches!(outer, Inside::Quotation) { outer } else { inner }
}

fn see_line(looks: &Looks, line: &Line<'_>, findings: &mut Findings, capitals: &mut PageCapitals) {
    if line.text.is_empty() {
        return;
    }
    looks.lines.iter().for_each(|look| look(line, findings));
    capitals.gather(line);
    if line.is_style {
        see_phrases(looks, line, findings);
    }
}

/// Looks for phrases where words begin and at signs: "ie" also stands in "families".
fn see_phrases(looks: &Looks, line: &Line<'_>, findings: &mut Findings) {
    let bytes = line.text.as_bytes();
    let mut behind = 0;
    for chunk in line.chunks {
        let last = if chunk.has_signs { chunk.end } else { chunk.start + 1 };
        for at in chunk.start.max(behind)..last {
            let is_start = at == chunk.start || !bytes[at].is_ascii_alphabetic() || !bytes[at - 1].is_ascii_alphanumeric();
            if at < behind || !is_start || !looks.phrases.may_begin(&bytes[at..]) {
                continue;
            }
            if let Some((nth, end)) = looks.phrases.at(bytes, at..bytes.len()) {
                let (phrase, look) = looks.families[nth];
                look(&Found { line, start: at, end, advice: phrase.1 }, findings);
                behind = end;
            }
        }
    }
}
