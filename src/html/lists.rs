//! Lists of chapters: beside a page, on the contents page, as cards.
//!
//! A very large document is listed by part, so that no page grows with the whole.

use std::ops::Range;

use super::address;
use super::context::{Entry, Link};
use super::markup::{View, Writer};
use crate::model::{Chapter, Document, PageId, Target};
use crate::theme::Strings;

/// Above this many chapters a document is listed by part.
const MOST_IN_ONE_LIST: usize = 120;
/// Chapters in a part.
const PART: usize = 50;
/// Up to this many pages every list shows every section.
const MOST_WITH_SECTIONS: usize = 60;

/// How the chapters are divided for listing.
#[derive(Debug)]
pub(super) struct Parts {
    ranges: Vec<Range<usize>>,
    all_sections: bool,
}

impl Parts {
    pub(super) fn of(document: &Document) -> Self {
        let count = document.chapters.len();
        let pages = document.chapter_pages().take(MOST_WITH_SECTIONS + 1).count();
        let size = if count > MOST_IN_ONE_LIST { PART } else { count.max(1) };
        let ranges = (0..count.div_ceil(size)).map(|part| part * size..((part + 1) * size).min(count)).collect();
        Self { ranges, all_sections: pages <= MOST_WITH_SECTIONS }
    }

    /// The parts of a very large document; nothing where one list holds all.
    pub(super) fn parts(&self) -> &[Range<usize>] {
        if self.ranges.len() > 1 { &self.ranges } else { &[] }
    }

    fn containing(&self, page: PageId) -> Range<usize> {
        let at = match page {
            PageId::Chapter(at) | PageId::Section(at, _) => at as usize,
            _ => 0,
        };
        self.ranges.iter().find(|range| range.contains(&at)).cloned().unwrap_or(0..0)
    }
}

/// The list beside a page.
struct Contents {
    /// Which part of a very large document it is.
    part: Option<String>,
    entries: Vec<Entry>,
}

/// Where the list of a part stands.
pub(super) fn part_path(part: &Range<usize>) -> String {
    format!("contents/{}-{}.html", part.start + 1, part.end)
}

/// Makes entries of lists for one page.
#[derive(Clone, Copy)]
pub(super) struct Lister<'a> {
    pub(super) document: &'a Document,
    pub(super) strings: &'a Strings,
    pub(super) parts: &'a Parts,
    pub(super) root: &'a str,
    /// The page that lists.
    pub(super) page: Option<PageId>,
}

impl Lister<'_> {
    /// The contents beside a page, as HTML: written here because every page has them.
    pub(super) fn contents_html(&self) -> String {
        let contents = self.contents();
        let mut writer = Writer::new(self.document, self.strings, View::Elsewhere, self.root);
        if let Some(part) = &contents.part {
            writer.element("p", "contents-part", part);
        }
        writer.raw("<ol class=contents-list>");
        contents.entries.iter().for_each(|entry| contents_entry(&mut writer, entry));
        writer.raw("</ol>");
        if contents.part.is_some() {
            writer.raw("<p class=contents-all><a");
            writer.attribute("href", &self.href(PageId::Contents));
            writer.raw(">");
            writer.text(self.strings.text("all_contents"));
            writer.raw("</a></p>");
        }
        writer.out
    }

    /// The chapters, or those of the page's part.
    fn contents(&self) -> Contents {
        let shown = self.parts.containing(self.page.unwrap_or(PageId::Home));
        let part = (!self.parts.parts().is_empty()).then(|| self.part_title(&shown));
        let glossary = (!self.document.glossary.terms.is_empty() && part.is_none()).then(|| self.own(PageId::Glossary, "glossary"));
        let chapters = shown.map(|at| self.chapter(at, false));
        Contents { part, entries: chapters.chain(glossary).collect() }
    }

    /// Chapters with their summaries.
    pub(super) fn chapters(&self, range: Range<usize>) -> Vec<Entry> {
        range.map(|at| self.chapter(at, true)).collect()
    }

    /// All chapters, or all parts, with their summaries.
    pub(super) fn overview(&self) -> Vec<Entry> {
        match self.parts.parts() {
            [] => self.chapters(0..self.document.chapters.len()),
            parts => parts.iter().map(|part| self.part(part)).collect(),
        }
    }

    /// Pages that are no chapters.
    pub(super) fn pages(&self) -> Vec<Entry> {
        let pages = self.document.pages.iter().zip(0..);
        pages.map(|(page, at)| self.entry(PageId::Page(at), page, true)).collect()
    }

    fn part(&self, part: &Range<usize>) -> Entry {
        let first = &self.document.chapters[part.start].title;
        let last = &self.document.chapters[part.end - 1].title;
        Entry {
            href: format!("{}{}", self.root, part_path(part)),
            title: self.part_title(part),
            number: None,
            label: None,
            summary: Some(self.strings.fill("part_summary", &[("first", first), ("last", last)])),
            current: false,
            sections: Vec::new(),
        }
    }

    pub(super) fn part_title(&self, part: &Range<usize>) -> String {
        let number = |at: usize| self.strings.number(at as f64);
        self.strings.fill("part_title", &[("first", &number(part.start + 1)), ("last", &number(part.end))])
    }

    fn chapter(&self, at: usize, summaries: bool) -> Entry {
        let chapter = &self.document.chapters[at];
        let id = PageId::Chapter(at as u32);
        let mut entry = self.entry(id, chapter, summaries);
        let is_here = matches!(self.page, Some(PageId::Chapter(here) | PageId::Section(here, _)) if here as usize == at);
        if self.parts.all_sections || is_here || summaries {
            entry.sections = self.sections(at as u32, summaries);
        }
        entry
    }

    /// The sections of a folder chapter.
    pub(super) fn sections(&self, chapter: u32, summaries: bool) -> Vec<Entry> {
        let sections = self.document.chapters[chapter as usize].sections.iter().zip(0..);
        sections.map(|(section, at)| self.entry(PageId::Section(chapter, at), section, summaries)).collect()
    }

    fn entry(&self, page: PageId, chapter: &Chapter<Target>, with_summary: bool) -> Entry {
        Entry {
            href: self.href(page),
            title: chapter.title.clone(),
            number: chapter.number.clone(),
            label: chapter_label(self.strings, page, chapter),
            summary: chapter.summary.clone().filter(|_| with_summary),
            current: self.page == Some(page),
            sections: Vec::new(),
        }
    }

    fn own(&self, page: PageId, key: &str) -> Entry {
        let title = self.strings.text(key).to_owned();
        let current = self.page == Some(page);
        Entry { href: self.href(page), title, number: None, label: None, summary: None, current, sections: Vec::new() }
    }

    pub(super) fn href(&self, page: PageId) -> String {
        format!("{}{}", self.root, address::path(self.document, page))
    }

    pub(super) fn link(&self, page: PageId) -> Option<Link> {
        let chapter = self.document.chapter(page)?;
        let label = match &chapter.number {
            Some(number) => format!("{number} {}", chapter.title),
            None => chapter.title.clone(),
        };
        Some(Link { href: self.href(page), label, current: false })
    }
}

fn contents_entry(writer: &mut Writer<'_>, entry: &Entry) {
    writer.raw("<li><a");
    writer.attribute("href", &entry.href);
    if entry.current {
        writer.raw(" aria-current=page");
    }
    writer.raw(">");
    if let Some(number) = &entry.number {
        writer.element("span", "number", number);
        writer.raw(" ");
    }
    writer.text(&entry.title);
    writer.raw("</a>");
    if !entry.sections.is_empty() {
        writer.raw("<ol>");
        entry.sections.iter().for_each(|section| contents_entry(writer, section));
        writer.raw("</ol>");
    }
    writer.raw("</li>");
}

/// "Chapter 4" or "Section 6.1".
pub(super) fn chapter_label(strings: &Strings, page: PageId, chapter: &Chapter<Target>) -> Option<String> {
    let key = if matches!(page, PageId::Section(..)) { "section_number" } else { "chapter_number" };
    chapter.number.as_ref().map(|number| strings.fill(key, &[("number", number)]))
}
