//! One walk over each text that feeds all rules.

use std::sync::LazyLock;

use super::rules::{FAMILIES, PageCapitals, references};
use super::visit::{BlocksVisitor, Findings, Found, Gathered, Inside, Page, Phrase, PhraseVisitor, Visit, Visitor, Written};
use crate::model::{Block, BlockKind, Callout, CalloutKind, Chapter, Document, GlossaryTerm, Image, Inline, Link, Target, Transcript, Video};
use crate::span::{FileId, SourceMap, Span};
use crate::text::line::{Line, LineBuffer, Role, Voice};
use crate::text::phrases::Phrases;

/// The checks of all families, grouped by what they visit.
struct Visitors {
    lines: Vec<fn(&Line<'_>, &mut Findings)>,
    blocks: Vec<BlocksVisitor>,
    images: Vec<Visitor<Image>>,
    pages: Vec<fn(&Page<'_>, &mut Findings)>,
    written: Vec<fn(&Written<'_>, &mut Findings)>,
    /// The phrases of all families.
    phrases: Phrases,
    /// The phrase and the check that belong to each pattern of `phrases`.
    phrase_checks: Vec<(&'static Phrase, PhraseVisitor)>,
}

static VISITORS: LazyLock<Visitors> = LazyLock::new(|| {
    let (mut lines, mut blocks, mut images, mut pages) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut written, mut phrase_checks) = (Vec::new(), Vec::new());
    for family in FAMILIES {
        match &family.visit {
            Visit::Line(check) => lines.push(*check),
            Visit::Blocks(check) => blocks.push(*check),
            Visit::Image(check) => images.push(*check),
            Visit::Page(check) => pages.push(*check),
            Visit::Written(check) => written.push(*check),
            Visit::Phrases(list, check) => phrase_checks.extend(list.iter().map(|phrase| (phrase, *check))),
            Visit::Document(_) | Visit::References(_) | Visit::Respondents(_) | Visit::Never => {}
        }
    }
    let phrases = Phrases::new(&phrase_checks.iter().map(|(phrase, _)| phrase.0).collect::<Vec<_>>());
    Visitors { lines, blocks, images, pages, written, phrases, phrase_checks }
});

/// Builds the tables that rules share. This takes some milliseconds, best spent while files are being read.
pub fn prepare() {
    LazyLock::force(&VISITORS);
}

/// Walks through texts and collects findings.
pub(super) struct Walker<'d> {
    visitors: &'static Visitors,
    sources: &'d SourceMap,
    voice: Voice,
    links: Vec<&'d Link<Target>>,
    buffer: LineBuffer,
    capitals: PageCapitals,
    pub(super) findings: Findings,
    pub(super) gathered: Gathered,
}

impl<'d> Walker<'d> {
    pub(super) fn new(document: &Document, sources: &'d SourceMap) -> Self {
        Self {
            visitors: &VISITORS,
            sources,
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
        self.front_matter(chapter.file);
        let own = chapter.front.language.as_deref().map(Voice::of);
        let before = own.map(|own| std::mem::replace(&mut self.voice, own));
        let voice = Voice { is_value: true, ..self.voice };
        let line = self.buffer.lay_out_text(&chapter.front.title, chapter.front.title_span, Role::Title, voice);
        check_line(self.visitors, &line, &mut self.findings, &mut self.capitals);
        self.blocks(&chapter.body, Inside::Body);
        for footnote in &chapter.footnotes {
            self.blocks(&footnote.body, Inside::Note);
        }
        let page = Page { chapter, links: &self.links };
        self.visitors.pages.iter().for_each(|check| check(&page, &mut self.findings));
        self.voice = before.unwrap_or(self.voice);
        self.links.clear();
        self.capitals.finish(&self.sources.file(chapter.file).path, &mut self.gathered);
    }

    /// Walks through the definition of a term.
    pub(super) fn definition(&mut self, term: &'d GlossaryTerm<Target>) {
        self.blocks(&term.definition, Inside::Note);
        self.links.clear();
        self.capitals.finish(&self.sources.file(term.span.file).path, &mut self.gathered);
    }

    /// Visits the settings, a data file, or the front matter of a file.
    pub(super) fn front_matter(&mut self, file: FileId) {
        let text = &self.sources.file(file).text;
        let end = text.match_indices("\n---").map(|(at, _)| at).find(|at| text[at + 4..].lines().next().unwrap_or("").trim().is_empty());
        let end = end.filter(|_| text.trim_start().starts_with("---")).unwrap_or(0);
        self.written(Span::new(file, 0..end), true);
    }

    /// Visits values as written in `span`.
    pub(super) fn written(&mut self, span: Span, is_yaml: bool) {
        let written = Written { text: self.sources.text(span), span, is_yaml };
        self.visitors.written.iter().for_each(|check| check(&written, &mut self.findings));
    }

    fn blocks(&mut self, blocks: &'d [Block<Target>], inside: Inside) {
        let was_others = self.voice.is_others;
        self.voice.is_others |= inside == Inside::Quotation;
        self.visitors.blocks.iter().for_each(|check| check(blocks, inside, &mut self.findings));
        for block in blocks {
            self.block(block, inside);
        }
        self.voice.is_others = was_others;
    }

    fn block(&mut self, block: &'d Block<Target>, inside: Inside) {
        let was_value = self.voice.is_value;
        if is_data(&block.kind) {
            self.voice.is_value |= !is_from_file(block);
            self.written(block.span, true);
        }
        self.block_of(block, inside);
        self.voice.is_value = was_value;
    }

    fn block_of(&mut self, block: &'d Block<Target>, inside: Inside) {
        match &block.kind {
            BlockKind::Heading(heading) => self.line(&heading.content, Role::Heading),
            BlockKind::Paragraph(line) => self.paragraph(line, block.span, inside.role()),
            BlockKind::List(list) => list.items.iter().for_each(|item| self.blocks(&item.body, within(inside, Inside::Item))),
            BlockKind::DefinitionList(definitions) => {
                for definition in definitions {
                    self.line(&definition.term, Role::Term);
                    definition.descriptions.iter().for_each(|description| self.blocks(description, within(inside, Inside::Item)));
                }
            }
            BlockKind::Table(table) => {
                table.caption.iter().for_each(|caption| self.line(caption, Role::Caption));
                table.groups.iter().chain(&table.head).for_each(|cell| self.line(&cell.content, Role::ColumnHead));
                table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.line(&cell.content, Role::Cell));
                if !table.notes.is_empty() {
                    self.line(&table.notes, Role::Caption);
                }
            }
            BlockKind::Figure(image, caption) => {
                self.image(image);
                self.line(caption, Role::Caption);
            }
            BlockKind::Gallery(gallery) => {
                for item in &gallery.items {
                    self.image(&item.image);
                    self.line(&item.caption, Role::Caption);
                }
            }
            BlockKind::BlockQuote(body) => self.blocks(body, Inside::Quotation),
            BlockKind::Quotation(quotation) => {
                self.blocks(&quotation.body, Inside::Quotation);
                self.line(&quotation.attribution, Role::Attribution);
            }
            BlockKind::Callout(Callout { kind, title, body, .. }) => {
                self.line(title, Role::Heading);
                let inside = if *kind == CalloutKind::Transcript { Inside::Quotation } else { within(inside, Inside::Panel) };
                self.blocks(body, inside);
            }
            BlockKind::Cards(cards) => {
                for card in cards {
                    self.line(&card.title, Role::Heading);
                    self.blocks(&card.body, within(inside, Inside::Panel));
                }
            }
            BlockKind::Statistics(statistics) => {
                for statistic in statistics {
                    self.line(&statistic.label, Role::Data);
                    self.source(&statistic.source);
                }
            }
            BlockKind::Chart(_, source) => self.source(source),
            BlockKind::Timeline(moments) => moments.iter().for_each(|moment| self.line(&moment.text, Role::Data)),
            BlockKind::Action(action) => self.line(&action.what, Role::Data),
            BlockKind::Video(video) => {
                let Video { transcript: Transcript::Blocks(blocks), .. } = &**video else { return };
                self.blocks(blocks, Inside::Quotation);
            }
            BlockKind::Code(_)
            | BlockKind::ThematicBreak
            | BlockKind::VersionHistory
            | BlockKind::ListOf(_)
            | BlockKind::Survey(_)
            | BlockKind::RawHtml(_) => {}
        }
    }

    fn line(&mut self, line: &'d [Inline<Target>], role: Role) {
        self.objects(line);
        self.references(line, role);
        let line = self.buffer.lay_out(line, role, self.voice);
        check_line(self.visitors, &line, &mut self.findings, &mut self.capitals);
    }

    /// The source of figures: names that others gave.
    fn source(&mut self, line: &'d [Inline<Target>]) {
        let was_others = std::mem::replace(&mut self.voice.is_others, true);
        self.line(line, Role::Attribution);
        self.voice.is_others = was_others;
    }

    /// Collects references by number that the author made.
    fn references(&mut self, line: &[Inline<Target>], role: Role) {
        if self.voice.is_english && !self.voice.is_others {
            references(line, role, &mut self.gathered);
        }
    }

    fn paragraph(&mut self, line: &'d [Inline<Target>], block: Span, role: Role) {
        self.objects(line);
        self.references(line, role);
        let mut line = self.buffer.lay_out(line, role, self.voice);
        line.opens_block = line.span(0, 0).start == block.start;
        check_line(self.visitors, &line, &mut self.findings, &mut self.capitals);
    }

    /// Visits the links and images of a line.
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
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content)
                | Inline::Shifted(_, content)
                | Inline::Language(_, content) => {
                    self.objects(content);
                }
                // Redlines are not checked: both of their versions have been.
                Inline::Changed(_)
                | Inline::Expanded(..)
                | Inline::Text(_)
                | Inline::Code(_)
                | Inline::FootnoteReference(..)
                | Inline::LineBreak(_)
                | Inline::RawHtml(_) => {}
            }
        }
    }

    fn image(&mut self, image: &Image) {
        self.visitors.images.iter().for_each(|check| check(image, &mut self.findings));
    }
}

/// Whether a block is written as YAML.
fn is_data(kind: &BlockKind<Target>) -> bool {
    match kind {
        BlockKind::Statistics(_)
        | BlockKind::Chart(..)
        | BlockKind::Timeline(_)
        | BlockKind::Video(_)
        | BlockKind::Survey(_)
        | BlockKind::Action(_) => true,
        BlockKind::Heading(_)
        | BlockKind::Paragraph(_)
        | BlockKind::List(_)
        | BlockKind::DefinitionList(_)
        | BlockKind::Table(_)
        | BlockKind::Figure(..)
        | BlockKind::BlockQuote(_)
        | BlockKind::Quotation(_)
        | BlockKind::Callout(_)
        | BlockKind::Cards(_)
        | BlockKind::Code(_)
        | BlockKind::ThematicBreak
        | BlockKind::VersionHistory
        | BlockKind::ListOf(_)
        | BlockKind::Gallery(_)
        | BlockKind::RawHtml(_) => false,
    }
}

/// Whether a block is a video whose transcript is a file of its own.
fn is_from_file(block: &Block<Target>) -> bool {
    let BlockKind::Video(video) = &block.kind else { return false };
    match &video.transcript {
        Transcript::Blocks(blocks) => blocks.first().is_some_and(|first| first.span.file != block.span.file),
        Transcript::File(..) => true,
    }
}

/// Everything inside a quotation is part of the quotation.
fn within(outer: Inside, inner: Inside) -> Inside {
    if matches!(outer, Inside::Quotation) { outer } else { inner }
}

fn check_line(visitors: &Visitors, line: &Line<'_>, findings: &mut Findings, capitals: &mut PageCapitals) {
    if line.text.is_empty() {
        return;
    }
    visitors.lines.iter().for_each(|check| check(line, findings));
    if line.is_english {
        capitals.gather(line);
    }
    if line.is_style {
        check_phrases(visitors, line, findings);
    }
}

/// Matches phrases at the start of words and at punctuation only: "cookies" contains "ie".
fn check_phrases(visitors: &Visitors, line: &Line<'_>, findings: &mut Findings) {
    let bytes = line.text.as_bytes();
    let mut end_of_last = 0;
    for chunk in line.chunks {
        let last = if chunk.has_special { chunk.end } else { chunk.start + 1 };
        for at in chunk.start.max(end_of_last)..last {
            let is_start = at == chunk.start || !bytes[at].is_ascii_alphabetic() || !bytes[at - 1].is_ascii_alphanumeric();
            if at < end_of_last || !is_start || !visitors.phrases.may_begin(&bytes[at..]) {
                continue;
            }
            if let Some((nth, end)) = visitors.phrases.at(bytes, at..bytes.len()) {
                let (phrase, check) = visitors.phrase_checks[nth];
                check(&Found { line, start: at, end, advice: phrase.1 }, findings);
                end_of_last = end;
            }
        }
    }
}
