//! The search page, and the records of its index: sections of texts and entries of the glossary.

use super::address::{self, term_id};
use super::frame::PageFrame;
use super::output::{Emit, SiteFile};
use super::site::Site;
use crate::diag::Diagnostic;
use crate::model::{Block, BlockKind, CalloutKind, Chapter, Image, Inline, LinkPolicy, PageId, Target, TermId, Walk, WalkContext, plain_text};
use crate::search::{self, Record};

impl Site<'_> {
    /// The page on which readers search, which works in the browser alone.
    pub(super) fn search_page(&self, emit: Emit<'_>) -> Result<(), Diagnostic> {
        let title = self.theme.strings.text("search").to_owned();
        let frame = PageFrame { kind: "search", title, path: address::SEARCH.into(), page: None, has_contents: false };
        let mut page = self.page(&frame);
        page.noindex = true;
        self.finish("search.html", &page, &frame.path, emit)
    }

    /// The index of the search.
    pub(super) fn search_index(&self, emit: Emit<'_>) {
        let document = self.document;
        let mut records = Vec::new();
        for (page, text) in document.texts() {
            self.text_records(page, text, &mut records);
        }
        let terms: Vec<Vec<&str>> = document.glossary.terms.iter().map(|term| forms(term).collect()).collect();
        records.extend(document.glossary.alphabetical.iter().map(|id| self.term_record(*id)));
        for file in search::index(&records, &terms, &document.settings.language) {
            emit(SiteFile { path: file.path, bytes: file.script.into_bytes() });
        }
    }

    /// The sections of a text: each begins with a heading or a case study.
    fn text_records(&self, page: PageId, text: &Chapter<Target>, records: &mut Vec<Record>) {
        let (document, strings) = (self.document, &self.theme.strings);
        let href = address::path(document, page);
        let title = if page == PageId::Home { document.settings.full_title() } else { text.front.title.clone() };
        let place = match &text.number {
            Some(number) => format!("{number} {title}"),
            None => title.clone(),
        };
        let is_foreign = text.front.language.as_ref().is_some_and(|own| !is_same_language(own, &document.settings.language));
        let section = |anchor: &str, title: String| Record {
            is_foreign,
            href: format!("{href}#{}", address::encode(anchor)),
            title,
            place: place.clone(),
            ..Record::default()
        };
        let mut opening = Lines::default();
        opening.line_of(text.front.summary.as_deref().unwrap_or(""));
        let mut current = (Record { href: href.clone(), title, is_foreign, ..Record::default() }, opening);
        let mut finish = |(mut record, lines): (Record, Lines)| {
            record.text = lines.text;
            records.push(record);
        };
        for block in &text.body {
            if let BlockKind::Heading(heading) = &block.kind {
                let next = (section(&heading.anchor, plain_text(&heading.content)), Lines::default());
                finish(std::mem::replace(&mut current, next));
            } else if let BlockKind::Callout(callout) = &block.kind
                && callout.kind == CalloutKind::CaseStudy
            {
                let mut lines = Lines::default();
                callout.body.iter().for_each(|block| lines.add(block));
                let title = format!("{}: {}", strings.text("callout_case_study"), plain_text(&callout.title));
                finish((section(&callout.anchor, title), lines));
            } else {
                current.1.add(block);
            }
        }
        finish(current);
        if !text.footnotes.is_empty() {
            let mut lines = Lines::default();
            text.footnotes.iter().for_each(|note| lines.blocks(&note.body));
            finish((section("notes_heading", strings.text("notes").to_owned()), lines));
        }
    }

    fn term_record(&self, id: TermId) -> Record {
        let term = self.document.glossary.term(id);
        let mut lines = Lines::default();
        lines.blocks(&term.definition);
        Record {
            href: format!("{}#{}", address::path(self.document, PageId::Glossary), address::encode(&term_id(self.document, id))),
            title: term.full_name(),
            place: self.theme.strings.text("glossary").to_owned(),
            forms: term.also.join(" "),
            is_foreign: false,
            text: lines.text,
        }
    }
}

/// Whether two language tags name varieties of one language.
fn is_same_language(one: &str, other: &str) -> bool {
    let language = |tag: &str| tag.split('-').next().unwrap_or("").to_lowercase();
    language(one) == language(other)
}

/// The forms of a term that mean nothing else.
fn forms<L>(term: &crate::model::GlossaryTerm<L>) -> impl Iterator<Item = &str> {
    let is_certain = !matches!(term.link, Some(LinkPolicy::Marked | LinkPolicy::Never));
    let forms = std::iter::once(&term.term).chain(&term.abbreviation).chain(&term.also);
    forms.filter(move |_| is_certain).map(String::as_str)
}

/// The words of blocks: a line for each paragraph, item and row.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn add(&mut self, block: &Block<Target>) {
        if let BlockKind::Table(table) = &block.kind {
            self.line_of(&plain_text(table.caption.as_deref().unwrap_or(&[])));
            for row in &table.rows {
                let cells: Vec<String> = row.cells.iter().map(|cell| plain_text(&cell.content)).filter(|text| !text.trim().is_empty()).collect();
                self.line_of(&cells.join("; "));
            }
            self.line_of(&plain_text(&table.notes));
        } else {
            self.blocks(std::slice::from_ref(block));
        }
    }

    fn line_of(&mut self, text: &str) {
        let mut words = text.split_whitespace();
        let Some(first) = words.next() else { return };
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(first);
        for word in words {
            self.text.push(' ');
            self.text.push_str(word);
        }
    }
}

impl Walk<Target> for Lines {
    fn block(&mut self, block: &Block<Target>) {
        match &block.kind {
            BlockKind::Chart(chart, _) => {
                self.line_of(&chart.title);
                self.line_of(&chart.summary);
                self.line_of(&chart.labels.join(", "));
            }
            BlockKind::Survey(survey) => {
                self.line_of(&survey.question);
                self.line_of(&survey.options.join(", "));
            }
            BlockKind::Video(video) => self.line_of(&video.title),
            BlockKind::Code(code) => self.line_of(&code.text),
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
            | BlockKind::ThematicBreak
            | BlockKind::Statistics(_)
            | BlockKind::Timeline(_)
            | BlockKind::Action(_)
            | BlockKind::VersionHistory
            | BlockKind::ListOf(_)
            | BlockKind::Gallery(_)
            | BlockKind::RawHtml(_) => {}
        }
    }

    fn line(&mut self, line: &[Inline<Target>], _: WalkContext) {
        self.line_of(&plain_text(line));
    }

    fn figure(&mut self, image: &Image) {
        self.line_of(image.alternative.as_deref().unwrap_or(""));
    }
}
