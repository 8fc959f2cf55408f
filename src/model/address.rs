//! Addresses of pages: paths from the folder of the site.

use std::ops::Range;

use super::{Document, PageId};

/// Address of a chapter or page, without percent-encoding: `SLUG.html`.
#[must_use]
pub fn page_address(slug: &str) -> String {
    format!("{slug}.html")
}

/// Above this many chapters a document is listed by part.
pub const MOST_IN_ONE_LIST: usize = 120;
/// Chapters in a part.
const PART: usize = 50;

/// The parts in which the contents of a document with this many chapters are listed, as ranges of chapters: one if there are few.
#[must_use]
pub fn contents_parts(chapters: usize) -> Vec<Range<usize>> {
    let size = if chapters > MOST_IN_ONE_LIST { PART } else { chapters.max(1) };
    (0..chapters.div_ceil(size)).map(|part| part * size..((part + 1) * size).min(chapters)).collect()
}

/// Address of the page that lists a part of the chapters: `contents/1-50.html`.
#[must_use]
pub fn contents_address(part: &Range<usize>) -> String {
    format!("contents/{}-{}.html", part.start + 1, part.end)
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
