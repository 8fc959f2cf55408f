//! Destinations of links, and page numbers that are filled in once all pages are known.

use crate::layout::paged::tags::LeafId;
use crate::layout::paged::units::{Point, Pt, Rect};
use crate::layout::style::text_style::TextStyle;
use crate::model::{NodeId, PageId, TermId};

/// Target of an internal link, before pages are known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::layout) enum DestKey {
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
pub(in crate::layout) struct Patch {
    /// Leaf of the number.
    pub(in crate::layout) leaf: LeafId,
    /// Start of its baseline.
    pub(in crate::layout) at: Point,
    /// Right edge, if it is right-aligned.
    pub(in crate::layout) right: Option<Pt>,
    /// Destination whose page number it is.
    pub(in crate::layout) key: DestKey,
    /// Style.
    pub(in crate::layout) style: TextStyle,
    /// The number alone, or "(page 7)".
    pub(in crate::layout) bare: bool,
    /// The room reserved for it in a line of text.
    pub(in crate::layout) reserved: Option<Reserved>,
}

/// Room for a page number in a line of text.
#[derive(Debug, Clone, Copy)]
pub(in crate::layout) struct Reserved {
    /// Width of the room, from the number's origin.
    pub(in crate::layout) width: Pt,
    /// The rest of the line, which closes up to the number once its width is known.
    pub(in crate::layout) rest: Rect,
    /// Whether the line reads from right to left, so that its rest is at the left.
    pub(in crate::layout) right_to_left: bool,
}

impl Reserved {
    /// The origin of a number of this width that starts at `x`, and how far the rest of the line moves to the right.
    pub(in crate::layout) fn closed_up(&self, x: Pt, width: Pt) -> (Pt, Pt) {
        let spare = self.width - width;
        if self.right_to_left { (x + spare, spare) } else { (x, -spare) }
    }
}

/// Target of a link on paper.
pub(in crate::layout) enum Lead {
    /// Within this document.
    Inside(DestKey),
    /// To another document.
    Outside(Box<str>),
}

impl Patch {
    pub(in crate::layout) fn moved(mut self, by: Point) -> Self {
        self.at = self.at.moved(by);
        self.right = self.right.map(|right| right + by.x);
        if let Some(reserved) = &mut self.reserved {
            reserved.rest = reserved.rest.moved(by);
        }
        self
    }
}

/// Whether a page of the site is also a part of the printed document.
pub(in crate::layout) fn is_printed(page: PageId) -> bool {
    matches!(page, PageId::Chapter(_) | PageId::Section(..) | PageId::Glossary | PageId::Versions | PageId::Contents | PageId::Actions)
}
