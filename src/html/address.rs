//! Where each page stands in the output, and how one page names another.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::model::{Document, PageId};

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
