//! What changed between two versions: marks on the tree that every renderer shows.
//!
//! A redline is a document like any other, with these marks on it. What carries no mark is in both versions. Whatever is
//! inside something added, removed or moved away carries no marks of its own, but for blocks that moved in or out. An id
//! stands at most once as moved here and once as moved away, and always as both.

use std::fmt;

use super::{Block, FrontMatter, GlossaryTerm, Inline, LinkPolicy};
use crate::span::Span;

/// The identity of a block: the same in every version that has the block, whatever was edited, moved or renumbered.
///
/// Forty bits. Written as eight letters and digits that cannot be taken for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct NodeId(u64);

/// Crockford's base 32 in lower case: no i, l, o, u.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl NodeId {
    /// What a block has until it is given its identity.
    pub const NONE: Self = Self(0);

    /// An identity of the lowest forty bits; [`NodeId::NONE`] if they are all zero.
    #[must_use]
    pub fn new(bits: u64) -> Self {
        Self(bits & 0xff_ffff_ffff)
    }

    /// Whether it was given.
    #[must_use]
    pub fn is_some(self) -> bool {
        self != Self::NONE
    }

    /// The forty bits.
    #[must_use]
    pub fn bits(self) -> u64 {
        self.0
    }

    fn digits(self) -> [u8; 8] {
        std::array::from_fn(|at| DIGITS[(self.0 >> (35 - 5 * at)) as usize & 31])
    }

    /// Reads what `Display` writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digit = |byte: u8| DIGITS.iter().position(|digit| *digit == byte).map(|at| at as u64);
        let bits = text.bytes().try_fold(0, |bits, byte| Some(bits << 5 | digit(byte)?))?;
        (text.len() == 8).then_some(Self(bits))
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

/// What became of a block. A block that carries none is the same in both versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<L> {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It stood elsewhere: there a block with the same id is [`Change::MovedAway`]. Marks inside say what was edited.
    MovedHere,
    /// It stands elsewhere now: here is what it said before.
    MovedAway,
    /// Something inside differs, and is marked.
    Edited,
    /// Something differs that is no words: what it was before, and its values that changed.
    Replaced(Box<Replacement<L>>),
}

/// The block before, where marks inside cannot say all that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement<L> {
    /// The block before, without marks.
    pub was: Block<L>,
    /// All that differs besides marked words; empty where only both blocks side by side can show it (program text, HTML).
    pub values: Vec<ValueChange>,
}

/// A value that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueChange {
    /// Which value.
    pub field: Field,
    /// What it was; none where there was none.
    pub was: Option<String>,
    /// What it is; none where there is none now.
    pub now: Option<String>,
}

/// Which value of a block differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// A figure, called as the author calls it: a chart's label with its series, a statistic's label.
    Figure(String),
    /// A title or a question.
    Title,
    /// A summary.
    Summary,
    /// What is counted.
    Unit,
    /// Where it comes from.
    Source,
    /// How a chart is drawn, a question is answered, which kind of callout it is: a name of the source format.
    Kind,
    /// A figure beside another: what it is compared with.
    Comparison(String),
    /// The heading of the column of labels.
    LabelHeading,
    /// One of the options to choose from.
    Option,
    /// Where a video is.
    Address,
    /// The file of a picture or of a transcript, as written.
    File,
    /// What a picture says in words.
    Alternative,
    /// The level of a heading.
    Level,
    /// The first number of a list; none for bullets.
    Start,
}

impl Field {
    /// A name for the words of the interface: `figure`, `label_heading`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Figure(_) => "figure",
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Unit => "unit",
            Self::Source => "source",
            Self::Kind => "kind",
            Self::Comparison(_) => "comparison",
            Self::LabelHeading => "label_heading",
            Self::Option => "option",
            Self::Address => "address",
            Self::File => "file",
            Self::Alternative => "alternative",
            Self::Level => "level",
            Self::Start => "start",
        }
    }
}

/// A change within a line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InlineChange<L> {
    /// New words.
    Added(Vec<Inline<L>>),
    /// Words that are gone.
    Removed(Vec<Inline<L>>),
    /// The same words with other emphasis, in another language or with another link.
    Reformatted {
        /// How they were.
        was: Vec<Inline<L>>,
        /// How they are.
        now: Vec<Inline<L>>,
    },
}

/// What became of a part of a block: an item, a row, a column, a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
    /// It is in both versions; what differs inside is marked there.
    #[default]
    Unchanged,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

/// What became of a chapter, a section or a page. In a redline each of them carries one, also those that are the same.
#[derive(Debug, Clone)]
pub struct ChapterChange {
    /// Whether it is new, gone or in both versions.
    pub mark: Mark,
    /// Whether it stands elsewhere among the others.
    pub is_reordered: bool,
    /// Whether its text or its notes differ.
    pub is_edited: bool,
    /// Its place among its siblings before, from 0; none if it is new.
    pub old_place: Option<u32>,
    /// Its slug and front matter before, if they differ: `was.front.title` where it was renamed.
    pub was: Option<Box<FormerChapter>>,
}

/// Slug and front matter that a chapter had before.
#[derive(Debug, Clone)]
pub struct FormerChapter {
    /// File or folder name without its number prefix.
    pub slug: String,
    /// The front matter.
    pub front: FrontMatter,
}

impl ChapterChange {
    /// Whether anything differs.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.mark != Mark::Unchanged || self.is_reordered || self.is_edited || self.was.is_some()
    }
}

/// What became of a term of the glossary. In a redline each of them carries one, also those that are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermChange {
    /// Whether it is new, gone or in both versions.
    pub mark: Mark,
    /// Whether its definition differs; the marks stand there.
    pub is_reworded: bool,
    /// Its place among the terms before, from 0; none if it is new.
    pub old_place: Option<u32>,
    /// Its forms before, if they differ.
    pub was: Option<Box<Forms>>,
}

impl TermChange {
    /// Whether anything differs but its place among the terms.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.mark != Mark::Unchanged || self.is_reworded || self.was.is_some()
    }
}

/// The forms of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    /// What its anchors are made of.
    pub slug: String,
    /// The term.
    pub term: String,
    /// Its short form.
    pub abbreviation: Option<String>,
    /// Further forms.
    pub also: Vec<String>,
    /// Its own policy.
    pub link: Option<LinkPolicy>,
    /// Names of related terms, as written.
    pub see_also: Vec<(String, Span)>,
}

impl Forms {
    /// The forms of `term`.
    #[must_use]
    pub fn of<L>(term: &GlossaryTerm<L>) -> Self {
        let GlossaryTerm { slug, term, abbreviation, also, link, see_also, .. } = term;
        let (slug, term, abbreviation, also) = (slug.clone(), term.clone(), abbreviation.clone(), also.clone());
        Self { slug, term, abbreviation, also, link: *link, see_also: see_also.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::NodeId;

    #[test]
    fn identities_are_read_as_they_are_written() {
        for bits in [1, 31, 0xff_ffff_ffff, 0x12_3456_789a] {
            let id = NodeId::new(bits);
            assert_eq!(NodeId::parse(&id.to_string()), Some(id));
        }
        assert_eq!(NodeId::new(31).to_string(), "0000000z");
        for bad in ["", "0000000", "000000000", "0000000l", "0000000Z"] {
            assert_eq!(NodeId::parse(bad), None, "{bad:?}");
        }
    }
}
