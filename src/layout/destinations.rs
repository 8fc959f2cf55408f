//! Where links inside a document lead, and the page numbers that are set once pages are known.

use super::style::TextLook;
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
    /// The leaf that the number belongs to.
    pub(super) leaf: LeafId,
    /// Where its baseline starts.
    pub(super) at: Point,
    /// Its right edge, if it is right-aligned.
    pub(super) right: Option<Pt>,
    /// The destination whose page it is.
    pub(super) key: DestKey,
    /// How it looks.
    pub(super) look: TextLook,
    /// The number alone, or "(page 7)".
    pub(super) bare: bool,
}

impl Patch {
    pub(super) fn moved(mut self, by: Point) -> Self {
        self.at = self.at.moved(by);
        self.right = self.right.map(|right| right + by.x);
        self
    }
}
