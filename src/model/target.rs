//! Targets of links: pages, places, terms, files.

use super::BlockNumber;

/// Target of a link as the author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Label {
    /// A web address, or a path relative to the file.
    Path(Box<str>),
    /// `[[name]]`: a term, the title of a chapter, or a page.
    Name {
        /// The name.
        name: Box<str>,
        /// Whether the author gave a text for the link, as in `[[name|text]]`.
        has_text: bool,
    },
}

/// Target of a link after resolution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Outside the document: an absolute address.
    External(Box<str>),
    /// A place in the document.
    Place(Place),
    /// A glossary term.
    Term(TermUse),
    /// A file published with the document: its path in the output.
    File(Box<str>),
}

/// A page of the site or a part of the printed document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PageId {
    /// The home page.
    Home,
    /// A chapter, by its index into [`Document::chapters`](super::Document::chapters).
    Chapter(u32),
    /// A section of a folder chapter, by the indexes of the chapter and of the section.
    Section(u32, u32),
    /// Another page, by its index into [`Document::pages`](super::Document::pages).
    Page(u32),
    /// The accessibility statement.
    Statement,
    /// The glossary.
    Glossary,
    /// The version history.
    Versions,
    /// The contents.
    Contents,
    /// The downloads.
    Downloads,
    /// The action plan.
    Actions,
    /// What has been reported about actions.
    Progress,
}

/// A page, or an anchor on it, as the target of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The page.
    pub page: PageId,
    /// Anchor on the page.
    pub anchor: Option<Box<str>>,
    /// Number of the block there, if it has one.
    pub number: Option<Box<BlockNumber>>,
}

impl Place {
    /// A page, or an anchor on it.
    #[must_use]
    pub fn new(page: PageId, anchor: Option<Box<str>>) -> Self {
        Self { page, anchor, number: None }
    }
}

/// Index into [`Glossary::terms`](super::Glossary::terms).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermId(pub u32);

/// One linked occurrence of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermUse {
    /// The term.
    pub term: TermId,
    /// Which of the page's links to the term this is, from 1.
    pub nth: u32,
    /// Whether renderers write the full term before this abbreviation.
    pub expand: bool,
}
