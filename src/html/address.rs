//! Paths of pages in the output, and the ids of places on them.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::model::{Document, NodeId, PageId, TermId, TermUse};

/// Escapes every character with a special meaning in URLs or HTML, except `/`, which separates folders.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// `path`, percent-encoded for a link.
pub(super) fn encode(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, PATH).into()
}

/// Address of `page` from the output folder, percent-encoded for a link.
pub(super) fn path(document: &Document, page: PageId) -> String {
    encode(&document.address(page)).into_owned()
}

/// The page with the whole document.
pub(super) const ONE_PAGE: &str = "document.html";

/// The page on which readers search.
pub(super) const SEARCH: &str = "search.html";

/// The whole document as plain text, and for programs.
pub(super) const WHOLE_PLAIN_TEXT: &str = "downloads/document.txt";
pub(super) const MODEL: &str = "data/document.json";

/// The plain text of the page at `address`: in a folder of its own, so that it is never another file of the site.
pub(super) fn plain_text(address: &str) -> String {
    format!("text/{}.txt", address.strip_suffix(".html").unwrap_or(address))
}

/// The page on which readers choose how pages look.
pub(super) const READING_SETTINGS: &str = "reading-settings.html";

/// Relative path from the file `path` to the output folder: `../` for each folder in it.
pub(super) fn root_of(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// Id of a block: the same in every version that has it.
pub(super) fn block_id(id: NodeId) -> String {
    format!("p_{id}")
}

/// Id of a linked occurrence of a term.
pub(super) fn use_id(document: &Document, link: TermUse) -> String {
    format!("use_{}{}", document.glossary.term(link.term).slug, nth_use(link.nth))
}

/// Suffix of the id of a page's `nth` use of a term; empty for the first.
pub(super) fn nth_use(nth: u32) -> Cow<'static, str> {
    if nth <= 1 { "".into() } else { format!("_{nth}").into() }
}

/// Id of a term's entry in the list of words of a page.
pub(super) fn word_id(document: &Document, term: TermId) -> String {
    format!("word_{}", document.glossary.term(term).slug)
}

/// Id of a term's entry in the glossary.
pub(super) fn term_id(document: &Document, term: TermId) -> String {
    format!("term_{}", document.glossary.term(term).slug)
}

/// Id of a chapter or section on the page with the whole document.
pub(super) fn one_page_slug(document: &Document, page: PageId) -> String {
    let slug = |page| document.chapter(page).map_or("", |chapter| chapter.slug.as_str());
    match page {
        PageId::Section(chapter, _) => format!("{}--{}", slug(PageId::Chapter(chapter)), slug(page)),
        page => slug(page).to_owned(),
    }
}
