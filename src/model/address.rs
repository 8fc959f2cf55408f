//! Addresses of pages: paths from the folder of the site.

use super::{Document, PageId};

/// Address of a chapter or page, without percent-encoding: `SLUG.html`.
#[must_use]
pub fn page_address(slug: &str) -> String {
    format!("{slug}.html")
}

/// Address of a section of a folder chapter, without percent-encoding: `CHAPTER/SECTION.html`.
#[must_use]
pub fn section_address(chapter: &str, section: &str) -> String {
    format!("{chapter}/{section}.html")
}

impl Document {
    /// Address of `page`, without percent-encoding.
    #[must_use]
    pub fn address(&self, page: PageId) -> String {
        let slug = |page| self.chapter(page).map_or("", |chapter| chapter.slug.as_str());
        match page {
            PageId::Chapter(_) | PageId::Page(_) => page_address(slug(page)),
            PageId::Section(chapter, _) => section_address(slug(PageId::Chapter(chapter)), slug(page)),
            PageId::Home => page_address("index"),
            PageId::Statement => page_address("accessibility"),
            PageId::Glossary => page_address("glossary"),
            PageId::Versions => page_address("versions"),
            PageId::Contents => page_address("contents"),
            PageId::Downloads => page_address("downloads"),
            PageId::Actions => page_address("actions"),
            PageId::Progress => page_address("progress"),
        }
    }
}
