//! Names and numbers of blocks: what cross-references lead to.

/// The name that an author gave a block, and its number among those of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BlockLabel {
    /// Anchor, unique in its file. `resolve` makes one for a numbered block without a name.
    pub name: Option<Box<str>>,
    /// Number, if its kind is numbered; set by `resolve`.
    pub number: Option<BlockNumber>,
}

/// The number of a block: `Table 4.2`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BlockNumber {
    /// Kind of block.
    pub kind: NumberedKind,
    /// `3`, or `4.2` if counted by chapter.
    pub number: Box<str>,
}

/// Kinds of blocks with numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberedKind {
    /// Pictures with captions, and charts unless they are counted on their own.
    Figure,
    /// Charts.
    Chart,
    /// Tables with captions.
    Table,
    /// Boxes and case studies with titles.
    Box,
    /// Recommendations.
    Recommendation,
    /// Actions.
    Action,
}

impl NumberedKind {
    /// Every kind, in the order of the variants.
    pub const ALL: [Self; 6] = [Self::Figure, Self::Chart, Self::Table, Self::Box, Self::Recommendation, Self::Action];

    /// Name of the kind.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Chart => "chart",
            Self::Table => "table",
            Self::Box => "box",
            Self::Recommendation => "recommendation",
            Self::Action => "action",
        }
    }

    /// Name of several, as in `numbering` and in `list-of`.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Figure => "figures",
            Self::Chart => "charts",
            Self::Table => "tables",
            Self::Box => "boxes",
            Self::Recommendation => "recommendations",
            Self::Action => "actions",
        }
    }
}

/// How blocks of a kind are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Counting {
    /// Not at all.
    #[default]
    None,
    /// Through the whole strategy: `7`.
    Throughout,
    /// Anew in each chapter: `4.2`.
    Chapter,
}
