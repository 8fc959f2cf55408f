//! Where links lead, and the page numbers that are filled in once all pages are known.

use super::style::TextStyle;
use super::tags::LeafId;
use super::units::{Point, Pt};
use crate::model::{NodeId, PageId, TermId};

/// What a link leads to, before pages are known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum DestKey {
    /// A chapter or a section, and an anchor in it.
    Place(PageId, Option<Box<str>>),
    /// A term's entry.
    Term(TermId),
    /// A footnote of a chapter or section.
    Note(PageId, u32),
    /// One end of a move in a redline: the new position of a block, or the old one.
    Moved(NodeId, bool),
}

/// A page number that is filled in when all pages are known.
#[derive(Debug, Clone)]
pub(super) struct Patch {
    /// What the number belongs to.
    pub(super) leaf: LeafId,
    /// Where its baseline starts.
    pub(super) at: Point,
    /// Where it ends, if it is set to the right.
    pub(super) right: Option<Pt>,
    /// Whose page.
    pub(super) key: DestKey,
    /// How it looks.
    pub(super) style: TextStyle,
    /// The number alone, or "(page 7)".
    pub(super) bare: bool,
}

/// Where a link leads that is shown on paper.
pub(super) enum Lead {
    /// Into this document.
    Inside(DestKey),
    /// Out of it.
    Outside(Box<str>),
}

impl Patch {
    pub(super) fn moved(mut self, by: Point) -> Self {
        self.at = self.at.moved(by);
        self.right = self.right.map(|right| right + by.x);
        self
    }
}

/// Whether a page of the site is also a part of the printed document.
pub(super) fn is_printed(page: PageId) -> bool {
    matches!(page, PageId::Chapter(_) | PageId::Section(..) | PageId::Glossary | PageId::Versions | PageId::Contents | PageId::Actions)
}
