//! The document in other formats that are made from its pages: plain text, and the texts of an e-book.

mod plain;
mod tokens;
mod xhtml;

pub use xhtml::page as xhtml_page;

use std::collections::HashSet;
use std::sync::Mutex;

use rayon::prelude::*;

use super::context::Letter;
use super::language::language_attributes;
use super::output::{Emit, SiteFile};
use super::site::{BOOK_STYLESHEET, Site};
use super::words;
use super::writer::View;
use super::{address, escaped};
use crate::export;
use crate::model::{BlockKind, Chapter, PageId, Target, is_right_to_left, plain_text};

/// The texts of an e-book.
#[derive(Debug)]
pub struct Book {
    /// The texts, in reading order.
    pub texts: Vec<BookText>,
    /// The stylesheet of all of them: `book.css`.
    pub style: Vec<u8>,
}

/// A text of an e-book.
#[derive(Debug)]
pub struct BookText {
    /// What it shows.
    pub id: PageId,
    /// Path in the book, as it is in links.
    pub path: String,
    /// Number and title.
    pub title: String,
    /// Whether it is a section of the chapter before it.
    pub is_section: bool,
    /// Anchors and texts of its main headings.
    pub headings: Vec<(String, String)>,
    /// The file.
    pub xhtml: String,
}

/// A page that is part of a book.
struct Part<'d> {
    id: PageId,
    /// None for the glossary.
    text: Option<&'d Chapter<Target>>,
    path: String,
}

impl Site<'_> {
    /// The texts of an e-book.
    #[must_use]
    pub fn book(&self) -> Book {
        let document = self.document;
        let own = |(id, text)| Part { id, text: Some(text), path: address::path(document, id) };
        let glossary =
            (!document.glossary.terms.is_empty()).then(|| Part { id: PageId::Glossary, text: None, path: address::path(document, PageId::Glossary) });
        let pages = document.texts().filter(|(id, _)| matches!(id, PageId::Page(_)));
        let parts: Vec<Part<'_>> = document.chapter_pages().map(own).chain(glossary).chain(pages.map(own)).collect();
        let paths: HashSet<String> = parts.iter().map(|part| part.path.clone()).collect();
        Book { texts: parts.par_iter().map(|part| self.book_text(part, &paths)).collect(), style: self.book_style() }
    }

    /// The first chapter as a page that needs no other file: with `style` after the stylesheet of e-books, and `class` on its body.
    #[must_use]
    pub fn page_alone(&self, style: &str, class: &str) -> String {
        let first = self.document.chapter_pages().next();
        let title = first.map_or("", |(_, text)| &text.front.title);
        let body = first.map_or_else(String::new, |(id, text)| self.whole_text(id, text, ""));
        let language = &self.document.settings.language;
        let direction = if is_right_to_left(language) { "rtl" } else { "ltr" };
        format!(
            "<!doctype html>\n<html lang=\"{}\" dir={direction}>\n<head>\n<meta charset=utf-8>\n<title>{}</title>\n\
             <meta name=viewport content=\"width=device-width, initial-scale=1\">\n<style>\n{}{style}</style>\n</head>\n\
             <body class={class}>\n<main>\n{body}\n</main>\n</body>\n</html>\n",
            escaped(language),
            escaped(title),
            String::from_utf8_lossy(&self.book_style())
        )
    }

    fn book_style(&self) -> Vec<u8> {
        self.theme.assets.iter().find(|(path, _)| *path == BOOK_STYLESHEET).map_or_else(Vec::new, |(_, bytes)| bytes.clone())
    }

    fn book_text(&self, part: &Part<'_>, paths: &HashSet<String>) -> BookText {
        let (settings, root) = (&self.document.settings, address::root_of(&part.path));
        let title = part.text.map_or_else(|| self.theme.strings.text("glossary").to_owned(), |text| text.front.title.clone());
        let number = part.text.and_then(|text| text.number.clone());
        let html = match part.text {
            Some(text) => self.whole_text(part.id, text, &root),
            None => self.whole_glossary(),
        };
        let links = xhtml::Links { texts: paths, root: &root, base: settings.base_url.as_deref() };
        let language = part.text.and_then(|text| text.front.language.as_deref()).unwrap_or(&settings.language);
        let direction = if is_right_to_left(language) { "rtl" } else { "ltr" };
        let depth = part.path.matches('/').count();
        BookText {
            id: part.id,
            path: xhtml::in_book(&part.path),
            title: number.map_or_else(|| title.clone(), |number| format!("{number} {title}")),
            is_section: matches!(part.id, PageId::Section(..)),
            headings: part.text.map_or_else(Vec::new, headings),
            xhtml: xhtml::page(&title, language, direction, depth, &xhtml::xhtml(&html, &links)),
        }
    }

    /// A text with its title, summary, words and notes, as HTML.
    fn whole_text(&self, id: PageId, text: &Chapter<Target>, root: &str) -> String {
        let strings = &self.theme.strings;
        let mut writer = self.writer(View::Page(id), root);
        writer.is_book = true;
        writer.language = language_attributes(text);
        writer.raw("<h1>");
        if let Some(number) = &text.number {
            writer.element("span", "number", number);
            writer.raw(" ");
        }
        writer.text(&text.front.title);
        writer.raw("</h1>");
        if let Some(summary) = &text.front.summary {
            writer.element("p", "chapter-summary", summary);
        }
        super::pages::numbered(&mut writer, text, |_, _| {}, |_, _| {});
        writer.signatures(text);
        let key = if matches!(id, PageId::Chapter(_) | PageId::Section(..)) { "words_in_chapter" } else { "words_on_page" };
        writer.words(text, strings.text(key), &self.entries);
        writer.footnotes(&text.footnotes, 2);
        writer.out
    }

    fn whole_glossary(&self) -> String {
        let strings = &self.theme.strings;
        let mut html = format!("<h1>{}</h1>", escaped(strings.text("glossary")));
        for Letter { letter, id, entries } in words::letters(self.document, strings, "") {
            html.push_str(&format!("<section><h2 id={id}>{}</h2><dl class=glossary>{entries}</dl></section>", escaped(&letter)));
        }
        html
    }

    /// Which document, and which version of it.
    fn plain_heading(&self) -> String {
        let (settings, strings) = (&self.document.settings, &self.theme.strings);
        let current = settings.current();
        let version = strings.fill("version_line", &[("version", current.version.as_str()), ("date", &strings.date(current.date))]);
        let draft = if self.is_draft() { format!(" ({})", strings.text("status_draft").to_lowercase()) } else { String::new() };
        format!("{}\n{version}{draft}\n{}\n", settings.full_title(), settings.publisher)
    }

    /// Each text as plain text, and the whole document.
    pub(super) fn plain_texts(&self, emit: Emit<'_>) {
        // Earlier versions do not change: their pages are enough.
        if self.others.successor.is_some() {
            return;
        }
        let heading = self.plain_heading();
        let texts: Vec<_> = self.document.texts().filter(|(id, _)| !matches!(id, PageId::Home | PageId::Statement)).collect();
        let emit_text = |(id, text): &(PageId, &Chapter<Target>)| {
            let plain = plain::plain(&self.whole_text(*id, text, ""));
            emit(SiteFile { path: address::plain_text(&self.document.address(*id)), bytes: format!("{heading}\n{plain}").into_bytes() });
            // A very large document is not kept in memory as a whole.
            self.has_one_page.then_some(plain)
        };
        let mut parts: Vec<String> = texts.par_iter().filter_map(emit_text).collect();
        if self.has_one_page {
            if !self.document.glossary.terms.is_empty() {
                parts.push(plain::plain(&self.whole_glossary()));
            }
            let bytes = format!("{heading}\n{}", parts.join("\n")).into_bytes();
            emit(SiteFile { path: address::WHOLE_PLAIN_TEXT.into(), bytes });
        }
    }

    /// The document for programs.
    pub(super) fn model_data(&self, emit: Emit<'_>) {
        if self.others.successor.is_none() && self.has_one_page {
            emit(SiteFile { path: address::MODEL.into(), bytes: export::json(self.document).into_bytes() });
        }
    }

    /// The forms of the whole document that are not printed, with their sizes in bytes.
    pub(super) fn data_sizes(&self) -> Vec<(&'static str, &'static str, usize)> {
        let sizes: Mutex<Vec<(&'static str, &'static str, usize)>> = Mutex::default();
        let measure = |key: &'static str, path: &'static str| {
            let sizes = &sizes;
            move |file: SiteFile| {
                if file.path == path
                    && let Ok(mut sizes) = sizes.lock()
                {
                    sizes.push((key, path, file.bytes.len()));
                }
            }
        };
        self.plain_texts(&measure("download_text", address::WHOLE_PLAIN_TEXT));
        self.model_data(&measure("download_data", address::MODEL));
        sizes.into_inner().unwrap_or_default()
    }
}

/// Anchors and texts of the headings of the highest level.
fn headings(text: &Chapter<Target>) -> Vec<(String, String)> {
    let main = text.body.iter().filter_map(|block| {
        let BlockKind::Heading(heading) = &block.kind else { return None };
        (heading.level == 2).then_some(heading)
    });
    main.map(|heading| {
        let title = plain_text(&heading.content);
        (heading.anchor.to_string(), heading.number.as_ref().map_or_else(|| title.clone(), |number| format!("{number} {title}")))
    })
    .collect()
}
