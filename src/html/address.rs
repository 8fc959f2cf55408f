//! Paths of pages in the output, and the ids of places on them.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::model::{Document, NodeId, PageId, Settings, SinglePage, TermId, TermUse};

/// Everything that means something in a URL or in HTML is escaped; `/` divides folders.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A path as it stands in a link.
pub(super) fn encode(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, PATH).into()
}

/// The file of `page`, from the output folder, as it stands in a link.
///
/// Folder chapters are `CHAPTER.html` with sections at `CHAPTER/SECTION.html`.
pub(super) fn path(document: &Document, page: PageId) -> String {
    let slug = |page| document.chapter(page).map_or("", |chapter| chapter.slug.as_str());
    match page {
        PageId::Home => "index.html".into(),
        PageId::Chapter(_) | PageId::Page(_) => format!("{}.html", encode(slug(page))),
        PageId::Section(chapter, _) => format!("{}/{}.html", encode(slug(PageId::Chapter(chapter))), encode(slug(page))),
        PageId::Statement => "accessibility.html".into(),
        PageId::Glossary => "glossary.html".into(),
        PageId::Versions => "versions.html".into(),
        PageId::Contents => "contents.html".into(),
        PageId::Downloads => "downloads.html".into(),
    }
}

/// The whole document on one page.
pub(super) const ONE_PAGE: &str = "document.html";

/// What leads from the file `path` back to the output folder: empty or `../`, once for each folder.
pub(super) fn root_of(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// Above this many chapters, `single_page: auto` makes no page with the whole document.
const MOST_FOR_ONE_PAGE: usize = 100;

/// Whether the site of a document with so many chapters has a page with all of it.
pub(super) fn has_one_page(settings: &Settings, chapters: usize) -> bool {
    match settings.site.single_page {
        SinglePage::Always => true,
        SinglePage::Never => false,
        SinglePage::Auto => chapters <= MOST_FOR_ONE_PAGE,
    }
}

/// A block, in every version that has it.
pub(super) fn block_id(id: NodeId) -> String {
    format!("p_{id}")
}

/// A linked occurrence of a term.
pub(super) fn use_id(document: &Document, link: TermUse) -> String {
    format!("use_{}{}", document.glossary.term(link.term).slug, nth_use(link.nth))
}

/// What tells the id of a page's `nth` use of a term from that of the first.
pub(super) fn nth_use(nth: u32) -> Cow<'static, str> {
    if nth <= 1 { "".into() } else { format!("_{nth}").into() }
}

/// A term's entry in a page's own list of words.
pub(super) fn word_id(document: &Document, term: TermId) -> String {
    format!("word_{}", document.glossary.term(term).slug)
}

/// A term's entry in the glossary.
pub(super) fn term_id(document: &Document, term: TermId) -> String {
    format!("term_{}", document.glossary.term(term).slug)
}

/// What a chapter or section is called on the one-page edition.
pub(super) fn one_page_slug(document: &Document, page: PageId) -> String {
    let slug = |page| document.chapter(page).map_or("", |chapter| chapter.slug.as_str());
    match page {
        PageId::Section(chapter, _) => format!("{}--{}", slug(PageId::Chapter(chapter)), slug(page)),
        page => slug(page).to_owned(),
    }
}
