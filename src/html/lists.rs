//! Lists of chapters: beside a page, on the contents page, as cards.
//!
//! A very large document is listed by part, so that no page grows with the whole.

use std::ops::Range;

use super::address;
use super::context::{ListEntry, PageLink};
use super::digest::digest;
use super::language::language_attributes;
use super::writer::{View, Writer};
use crate::model::{BlockKind, Chapter, Document, MOST_IN_ONE_LIST, PageId, Target, contents_address, contents_parts, plain_text};
use crate::theme::Strings;
use crate::wording;

/// Up to this many pages every list shows every section.
const MOST_WITH_SECTIONS: usize = 60;

/// The parts into which chapters are divided for listing.
#[derive(Debug)]
pub(super) struct Parts {
    ranges: Vec<Range<usize>>,
    all_sections: bool,
}

impl Parts {
    pub(super) fn of(document: &Document) -> Self {
        let pages = document.chapter_pages().take(MOST_WITH_SECTIONS + 1).count();
        Self { ranges: contents_parts(document.chapters.len()), all_sections: pages <= MOST_WITH_SECTIONS }
    }

    /// The parts of a very large document; empty if one list has all chapters.
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

/// Creates list entries for one page.
#[derive(Clone, Copy)]
pub(super) struct Lister<'a> {
    pub(super) document: &'a Document,
    pub(super) strings: &'a Strings,
    pub(super) parts: &'a Parts,
    pub(super) root: &'a str,
    /// The page on which the list is.
    pub(super) page: Option<PageId>,
}

impl Lister<'_> {
    /// The contents beside a page, as HTML: its chapters, or those of the page's part. Not left to a template, because every
    /// page has them.
    pub(super) fn contents_html(&self) -> String {
        let shown = self.parts.containing(self.page.unwrap_or(PageId::Home));
        let is_part = !self.parts.parts().is_empty();
        let mut writer = Writer::new(self.document, self.strings, View::Elsewhere, self.root);
        if is_part {
            writer.element("p", "contents-part", &self.part_title(&shown));
        }
        writer.raw("<ol class=contents-list>");
        for at in shown {
            let chapter = &self.document.chapters[at];
            let id = PageId::Chapter(at as u32);
            self.chapter_entry(&mut writer, id, chapter);
            if !chapter.sections.is_empty() && self.lists_sections(at) {
                writer.raw("<ol>");
                for (section, nth) in chapter.sections.iter().zip(0..) {
                    self.chapter_entry(&mut writer, PageId::Section(at as u32, nth), section);
                    writer.raw("</li>");
                }
                writer.raw("</ol>");
            }
            writer.raw("</li>");
        }
        if !self.document.glossary.terms.is_empty() && !is_part {
            self.contents_entry(&mut writer, PageId::Glossary, None, self.strings.text("glossary"), "");
            writer.raw("</li>");
        }
        writer.raw("</ol>");
        if is_part {
            writer.raw("<p class=contents-all><a");
            writer.attribute("href", &self.href(PageId::Contents));
            writer.raw(">");
            writer.text(self.strings.text("all_contents"));
            writer.raw("</a></p>");
        }
        writer.out
    }

    fn chapter_entry(&self, writer: &mut Writer<'_>, page: PageId, chapter: &Chapter<Target>) {
        let number = chapter.number.as_deref().map(|number| wording::before_title(number, self.strings));
        self.contents_entry(writer, page, number.as_deref(), &chapter.front.title, &language_attributes(chapter));
    }

    /// An entry of the contents, without its sections and end tag; `attributes` are those of its language.
    fn contents_entry(&self, writer: &mut Writer<'_>, page: PageId, number: Option<&str>, title: &str, attributes: &str) {
        writer.raw("<li><a");
        writer.raw(attributes);
        writer.attribute("href", &self.href(page));
        if self.page == Some(page) {
            writer.raw(" aria-current=page");
        }
        writer.raw(">");
        if let Some(number) = number {
            writer.element("span", "number", number);
            writer.raw(" ");
        }
        writer.text(title);
        writer.raw("</a>");
        if self.page == Some(page)
            && let Some(chapter) = self.document.chapter(page)
        {
            headings(writer, chapter, " class=here");
        }
    }

    /// The headings of the page, as a list of links; empty if there are too few to choose from.
    pub(super) fn headings_html(&self, chapter: &Chapter<Target>) -> String {
        let mut writer = Writer::new(self.document, self.strings, View::Elsewhere, self.root);
        headings(&mut writer, chapter, "");
        writer.out
    }

    /// Whether a list without summaries shows the sections of the chapter `at`.
    fn lists_sections(&self, at: usize) -> bool {
        self.parts.all_sections || matches!(self.page, Some(PageId::Chapter(here) | PageId::Section(here, _)) if here as usize == at)
    }

    /// Chapters with their summaries.
    pub(super) fn chapters(&self, range: Range<usize>) -> Vec<ListEntry> {
        range.map(|at| self.chapter(at)).collect()
    }

    /// All chapters, or all parts, with their summaries; the glossary is the last of them.
    pub(super) fn overview(&self) -> Vec<ListEntry> {
        let mut entries = match self.parts.parts() {
            [] => self.chapters(0..self.document.chapters.len()),
            parts => parts.iter().map(|part| self.part(part)).collect(),
        };
        entries.extend((!self.document.glossary.terms.is_empty()).then(|| self.glossary()));
        entries
    }

    /// The same with the headings of each text.
    pub(super) fn full_overview(&self) -> Vec<ListEntry> {
        if self.parts.parts().is_empty() {
            let mut entries = self.full_chapters(0..self.document.chapters.len());
            entries.extend((!self.document.glossary.terms.is_empty()).then(|| self.glossary()));
            entries
        } else {
            self.overview()
        }
    }

    /// Chapters with their summaries and headings.
    pub(super) fn full_chapters(&self, range: Range<usize>) -> Vec<ListEntry> {
        let full = |at: usize| {
            let chapter = &self.document.chapters[at];
            let mut entry = ListEntry { headings: self.headings_of(PageId::Chapter(at as u32), chapter), ..self.chapter(at) };
            for ((section, entry), nth) in chapter.sections.iter().zip(&mut entry.sections).zip(0..) {
                entry.headings = self.headings_of(PageId::Section(at as u32, nth), section);
            }
            entry
        };
        range.map(full).collect()
    }

    fn headings_of(&self, page: PageId, chapter: &Chapter<Target>) -> Vec<PageLink> {
        let href = self.href(page);
        let link = |(anchor, number, title): (&str, Option<&str>, String)| PageLink {
            href: format!("{href}#{}", address::encode(anchor)),
            label: number.map_or_else(|| title.clone(), |number| format!("{number} {title}")),
            current: false,
            language: language_attributes(chapter),
        };
        main_headings(chapter).map(link).collect()
    }

    fn glossary(&self) -> ListEntry {
        ListEntry {
            href: self.href(PageId::Glossary),
            title: self.strings.text("glossary").to_owned(),
            summary: Some(self.strings.text("glossary_intro").to_owned()),
            ..ListEntry::default()
        }
    }

    /// Pages that are not chapters.
    pub(super) fn pages(&self) -> Vec<ListEntry> {
        let pages = self.document.pages.iter().zip(0..);
        pages.map(|(page, at)| self.entry(PageId::Page(at), page)).collect()
    }

    /// Links to each text as plain text.
    pub(super) fn plain_texts(&self) -> Vec<ListEntry> {
        let texts = self.document.texts().filter(|(page, _)| !matches!(page, PageId::Home | PageId::Statement)).take(MOST_IN_ONE_LIST);
        let entry = |(page, text): (PageId, &Chapter<Target>)| ListEntry {
            href: address::encode(&address::plain_text(&self.document.address(page))).into_owned(),
            ..self.entry(page, text)
        };
        texts.map(entry).collect()
    }

    fn part(&self, part: &Range<usize>) -> ListEntry {
        let first = &self.document.chapters[part.start].front.title;
        let last = &self.document.chapters[part.end - 1].front.title;
        ListEntry {
            href: format!("{}{}", self.root, contents_address(part)),
            title: self.part_title(part),
            summary: Some(self.strings.fill("part_summary", &[("first", first), ("last", last)])),
            ..ListEntry::default()
        }
    }

    pub(super) fn part_title(&self, part: &Range<usize>) -> String {
        self.strings.fill("part_title", &[("first", &(part.start + 1).to_string()), ("last", &part.end.to_string())])
    }

    fn chapter(&self, at: usize) -> ListEntry {
        ListEntry { sections: self.sections(at as u32), ..self.entry(PageId::Chapter(at as u32), &self.document.chapters[at]) }
    }

    /// The sections of a folder chapter.
    pub(super) fn sections(&self, chapter: u32) -> Vec<ListEntry> {
        let sections = self.document.chapters[chapter as usize].sections.iter().zip(0..);
        sections.map(|(section, at)| self.entry(PageId::Section(chapter, at), section)).collect()
    }

    fn entry(&self, page: PageId, chapter: &Chapter<Target>) -> ListEntry {
        ListEntry {
            href: self.href(page),
            title: chapter.front.title.clone(),
            language: language_attributes(chapter),
            number: chapter.number.as_deref().map(|number| wording::before_title(number, self.strings)),
            label: chapter_label(self.strings, page, chapter),
            summary: chapter.front.summary.clone(),
            current: self.page == Some(page),
            digest: matches!(page, PageId::Chapter(_) | PageId::Section(..)).then(|| digest(chapter, self.strings)),
            ..ListEntry::default()
        }
    }

    pub(super) fn href(&self, page: PageId) -> String {
        format!("{}{}", self.root, address::path(self.document, page))
    }

    pub(super) fn link(&self, page: PageId) -> Option<PageLink> {
        let chapter = self.document.chapter(page)?;
        let label = match &chapter.number {
            Some(number) => format!("{number} {}", chapter.front.title),
            None => chapter.front.title.clone(),
        };
        Some(PageLink { href: self.href(page), label, current: false, language: language_attributes(chapter) })
    }
}

/// Below this number of headings a page needs no list of them.
const FEWEST_HEADINGS: usize = 2;

/// A list of links to the headings of the page itself.
fn headings(writer: &mut Writer<'_>, chapter: &Chapter<Target>, attributes: &str) {
    if main_headings(chapter).nth(FEWEST_HEADINGS - 1).is_none() {
        return;
    }
    writer.raw("<ol");
    writer.raw(attributes);
    writer.raw(&language_attributes(chapter));
    writer.raw(">");
    for (anchor, number, title) in main_headings(chapter) {
        writer.raw("<li><a");
        writer.attribute_of("href", &["#", &address::encode(anchor)]);
        writer.raw(">");
        if let Some(number) = number {
            writer.element("span", "number", number);
            writer.raw(" ");
        }
        writer.text(&title);
        writer.raw("</a></li>");
    }
    writer.raw("</ol>");
}

/// Anchor, number and text of each heading of the highest level.
fn main_headings(chapter: &Chapter<Target>) -> impl Iterator<Item = (&str, Option<&str>, String)> {
    chapter.body.iter().filter_map(|block| {
        let BlockKind::Heading(heading) = &block.kind else { return None };
        (heading.level == 2).then(|| (&*heading.anchor, heading.number.as_deref(), plain_text(&heading.content)))
    })
}

/// "Chapter 4", "Section 6.1" or "Annex A".
pub(super) fn chapter_label(strings: &Strings, page: PageId, chapter: &Chapter<Target>) -> Option<String> {
    chapter.number.as_ref().map(|number| wording::chapter(number, matches!(page, PageId::Section(..)), strings))
}
