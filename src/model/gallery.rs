//! Pictures beside each other.

use super::{Image, Inline};

/// Pictures beside each other, each with a caption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gallery<L> {
    /// What they are.
    pub kind: GalleryKind,
    /// In reading order.
    pub items: Vec<GalleryItem<L>>,
}

/// What the pictures of a gallery are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GalleryKind {
    /// Pictures to compare or to look at together.
    Pictures,
    /// Logos of partners, with their names.
    Logos,
    /// Photo and signature of a person, with name and role.
    Signature,
}

impl GalleryKind {
    /// Name of the data block.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pictures => "pictures",
            Self::Logos => "logos",
            Self::Signature => "signature",
        }
    }
}

/// A picture of a gallery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GalleryItem<L> {
    /// The picture.
    pub image: Image,
    /// Caption, or the name of a partner or a person; may be empty.
    pub caption: Vec<Inline<L>>,
}
