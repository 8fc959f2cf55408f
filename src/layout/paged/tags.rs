//! The tag tree: the structure of the content, in reading order (ISO 32000-1, 14.7 and 14.8).

use crate::model::CellSpan;

/// Index into [`TagTree::tags`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct TagId(pub u32);

/// A piece of content that one tag owns. Leaves are numbered in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LeafId(pub u32);

/// Standard structure types that the layout uses (ISO 32000-1, 14.8.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TagRole {
    /// The document.
    Document,
    /// A chapter, a callout.
    Sect,
    /// A group without a meaning of its own.
    Div,
    /// A paragraph.
    P,
    /// A heading of level 1 to 6.
    H(u8),
    /// A quotation.
    BlockQuote,
    /// A list.
    L,
    /// An item of a list.
    LI,
    /// The label of an item or a note.
    Lbl,
    /// The body of an item.
    LBody,
    /// A table.
    Table,
    /// Its head.
    THead,
    /// Its rows.
    TBody,
    /// A row.
    TR,
    /// A heading cell.
    TH,
    /// A cell.
    TD,
    /// A caption.
    Caption,
    /// A picture.
    Figure,
    /// A link.
    Link,
    /// A mark that refers to a note, or a line of the contents.
    Reference,
    /// A footnote.
    Note,
    /// The contents.
    Toc,
    /// A line of the contents.
    Toci,
    /// A run of characters.
    Span,
    /// Program text.
    Code,
}

impl TagRole {
    /// Its name in the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "Document",
            Self::Sect => "Sect",
            Self::Div => "Div",
            Self::P => "P",
            Self::H(1) => "H1",
            Self::H(2) => "H2",
            Self::H(3) => "H3",
            Self::H(4) => "H4",
            Self::H(5) => "H5",
            Self::H(_) => "H6",
            Self::BlockQuote => "BlockQuote",
            Self::L => "L",
            Self::LI => "LI",
            Self::Lbl => "Lbl",
            Self::LBody => "LBody",
            Self::Table => "Table",
            Self::THead => "THead",
            Self::TBody => "TBody",
            Self::TR => "TR",
            Self::TH => "TH",
            Self::TD => "TD",
            Self::Caption => "Caption",
            Self::Figure => "Figure",
            Self::Link => "Link",
            Self::Reference => "Reference",
            Self::Note => "Note",
            Self::Toc => "TOC",
            Self::Toci => "TOCI",
            Self::Span => "Span",
            Self::Code => "Code",
        }
    }
}

/// Child of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kid {
    /// Another tag.
    Tag(TagId),
    /// Content.
    Leaf(LeafId),
}

/// A node of the tree.
#[derive(Debug, Clone)]
pub struct Tag {
    /// Role.
    pub role: TagRole,
    /// The tag that holds it; `None` for the root.
    pub parent: Option<TagId>,
    /// Children, in reading order.
    pub kids: Vec<Kid>,
    /// Attributes that few tags have.
    pub details: Option<Box<Details>>,
}

/// Attributes that few tags have.
#[derive(Debug, Clone, Default)]
pub struct Details {
    /// Alternative text of a figure.
    pub alternative: Option<Box<str>>,
    /// Replacement text (`ActualText`).
    pub spoken: Option<Box<str>>,
    /// BCP 47 tag, where it differs from the document's.
    pub language: Option<Box<str>>,
    /// Scope of a header cell.
    pub scope: Option<HeaderScope>,
    /// How far a cell of a table reaches.
    pub span: Option<CellSpan>,
    /// Numbering of a list.
    pub numbering: Option<ListNumbering>,
    /// Target of a link.
    pub link: Option<TagLink>,
}

/// Scope of a header cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderScope {
    /// Its row.
    Row,
    /// Its column.
    Column,
}

/// Numbering of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListNumbering {
    /// None.
    None,
    /// Dots.
    Disc,
    /// Numbers.
    Decimal,
}

/// A link.
#[derive(Debug, Clone)]
pub struct TagLink {
    /// Target.
    pub target: LinkTarget,
    /// The description that screen readers announce.
    pub contents: Box<str>,
}

/// Target of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// Within the document: index into [`Paged::destinations`](crate::layout::Paged::destinations).
    Inside(u32),
    /// To another document.
    Outside(Box<str>),
}

/// The tree.
#[derive(Debug, Default)]
pub struct TagTree {
    /// The nodes; the first is the root.
    pub tags: Vec<Tag>,
    /// The tag that owns each leaf.
    pub leaves: Vec<TagId>,
}

impl TagTree {
    /// A tree of a root alone.
    #[must_use]
    pub fn new(role: TagRole) -> Self {
        Self { tags: vec![Tag { role, parent: None, kids: Vec::new(), details: None }], leaves: Vec::new() }
    }

    /// The root.
    pub const ROOT: TagId = TagId(0);

    /// The tag.
    #[must_use]
    pub fn tag(&self, id: TagId) -> &Tag {
        &self.tags[id.0 as usize]
    }

    /// Appends a tag to `parent`.
    pub fn add(&mut self, parent: TagId, role: TagRole) -> TagId {
        let id = TagId(self.tags.len() as u32);
        self.tags.push(Tag { role, parent: Some(parent), kids: Vec::new(), details: None });
        self.tags[parent.0 as usize].kids.push(Kid::Tag(id));
        id
    }

    /// The last tag that `parent` holds.
    #[must_use]
    pub fn last_of(&self, parent: TagId) -> Option<TagId> {
        self.tag(parent).kids.iter().rev().find_map(|kid| if let Kid::Tag(id) = kid { Some(*id) } else { None })
    }

    /// Appends content to `owner`.
    pub fn leaf(&mut self, owner: TagId) -> LeafId {
        let id = LeafId(self.leaves.len() as u32);
        self.leaves.push(owner);
        self.tags[owner.0 as usize].kids.push(Kid::Leaf(id));
        id
    }

    /// Appends content to `owner`; after a tag it is a span, because some readers speak the content of a tag
    /// before the tags in it.
    pub fn continued(&mut self, owner: TagId) -> LeafId {
        let has_tags = self.tags[owner.0 as usize].kids.iter().any(|kid| matches!(kid, Kid::Tag(_)));
        let owner = if has_tags { self.add(owner, TagRole::Span) } else { owner };
        self.leaf(owner)
    }

    /// Attributes, created on first use.
    pub fn details(&mut self, id: TagId) -> &mut Details {
        self.tags[id.0 as usize].details.get_or_insert_default()
    }

    /// Appends another tree as the last kid of the root; returns what is added to its tag and leaf numbers.
    pub fn append(&mut self, other: Self) -> (u32, u32) {
        let (tags, leaves) = (self.tags.len() as u32, self.leaves.len() as u32);
        for mut tag in other.tags {
            tag.parent = Some(tag.parent.map_or(Self::ROOT, |parent| TagId(parent.0 + tags)));
            for kid in &mut tag.kids {
                *kid = match *kid {
                    Kid::Tag(id) => Kid::Tag(TagId(id.0 + tags)),
                    Kid::Leaf(id) => Kid::Leaf(LeafId(id.0 + leaves)),
                };
            }
            self.tags.push(tag);
        }
        self.leaves.extend(other.leaves.into_iter().map(|owner| TagId(owner.0 + tags)));
        self.tags[0].kids.push(Kid::Tag(TagId(tags)));
        (tags, leaves)
    }
}
