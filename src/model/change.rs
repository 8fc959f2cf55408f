//! Change marks: what differs between two versions.
//!
//! A redline is a document with these marks. Anything without a mark is in both versions. Content of something that was
//! added, removed or moved away has no marks of its own, except blocks and sentences that moved in or out. An id occurs at most once as
//! moved here and once as moved away, and never as only one of them.

use std::fmt;

/// Identity of a block: the same in every version that has the block, even if it was edited, moved or renumbered.
///
/// Forty bits, written as eight letters and digits that cannot be confused with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct NodeId(u64);

/// Crockford's base 32 in lower case, without i, l, o and u.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl NodeId {
    /// The identity of a block that has not been given one.
    pub const NONE: Self = Self(0);

    /// An identity made of the lowest forty bits; [`NodeId::NONE`] if they are all zero.
    #[must_use]
    pub fn new(bits: u64) -> Self {
        Self(bits & 0xff_ffff_ffff)
    }

    /// Whether it is an identity, not [`NodeId::NONE`].
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

    /// Parses the form that `Display` writes.
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

/// A changed value of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueChange {
    /// Which value.
    pub field: Field,
    /// Older value, if there was one.
    pub was: Option<String>,
    /// Newer value, if there is one.
    pub now: Option<String>,
}

impl ValueChange {
    /// Key of the interface words that say this change in a sentence, with `{was}` and `{now}`; none if its values are listed.
    #[must_use]
    pub fn sentence(&self) -> Option<&'static str> {
        match (&self.field, &self.was, &self.now) {
            (Field::Picture, ..) => Some("change_picture"),
            (Field::Start, None, Some(_)) => Some("change_numbered"),
            (Field::Start, Some(_), None) => Some("change_bulleted"),
            (Field::Level, Some(was), Some(now)) if was < now => Some("change_level_lower"),
            (Field::Level, Some(_), Some(_)) => Some("change_level_higher"),
            _ => None,
        }
    }
}

/// A value of a block that can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// A figure, with its label: that of a chart with its series, or of a statistic.
    Figure(String),
    /// A title or a question.
    Title,
    /// A summary.
    Summary,
    /// Unit of a chart.
    Unit,
    /// Source of a figure.
    Source,
    /// Kind of chart, question or callout, by its name in the source format.
    Kind,
    /// The figure that a statistic is compared with, with its label.
    Comparison(String),
    /// The label of a bar or of a time in a chart.
    Label,
    /// Heading of the column of labels.
    LabelHeading,
    /// The time that a chart's figures are about.
    Period,
    /// An option of a survey question.
    Option,
    /// The position of a bar, a series or an option with this name, from 1.
    Position(String),
    /// Address of a video.
    Address,
    /// File of a picture or transcript, as written.
    File,
    /// Content of a picture whose file has the same name; without values.
    Picture,
    /// Alt text of a picture.
    Alternative,
    /// Level of a heading.
    Level,
    /// First number of a list; no value for bullets.
    Start,
    /// Who is responsible for an action.
    Owner,
    /// When an action is due.
    Due,
    /// The day of an event on a timeline, with its words.
    Day(String),
    /// What is counted to see how far an action has come.
    Measure,
    /// The figure that an action starts from.
    Baseline,
    /// The figure that an action is to reach.
    Target,
    /// What an action costs.
    Money,
}

impl Field {
    /// Key of its name in the interface words: `figure`, `label_heading`.
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
            Self::Label => "label",
            Self::LabelHeading => "label_heading",
            Self::Period => "period",
            Self::Option => "option",
            Self::Position(_) => "position",
            Self::Address => "address",
            Self::File => "file",
            Self::Picture => "picture",
            Self::Alternative => "alternative",
            Self::Level => "level",
            Self::Start => "start",
            Self::Owner => "owner",
            Self::Due => "due",
            Self::Measure => "measure",
            Self::Baseline => "baseline",
            Self::Day(_) => "day",
            Self::Target => "target",
            Self::Money => "money",
        }
    }
}

/// An end of a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MoveEnd {
    /// The position in the newer version.
    New,
    /// The position in the older version.
    Old,
}

/// Change mark of a part of a block: an item, a row, a column, a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
    /// In both versions; changes inside have marks of their own.
    #[default]
    Unchanged,
    /// Only in the newer version.
    Added,
    /// Only in the older version.
    Removed,
    /// In the newer version at its new position; changes inside have marks of their own.
    MovedHere,
    /// In the older version at its old position, with its older text.
    MovedAway,
    /// Only in the newer version: an item whose words were part of an adjacent one.
    Split,
    /// Only in the older version: an item whose words are part of an adjacent one now.
    Joined,
}

impl Mark {
    /// Whether the older version does not have the part at this position.
    #[must_use]
    pub fn is_new(self) -> bool {
        matches!(self, Self::Added | Self::MovedHere | Self::Split)
    }

    /// The mark of the cell at index `at` of a row: the row's, or else its column's. What moved says so once, in the first cell of a
    /// row and in the head of a column.
    #[must_use]
    pub fn of_cell(row: Self, column: Self, at: usize) -> Self {
        match (row, column) {
            (Self::MovedHere | Self::MovedAway, _) if at > 0 => Self::Unchanged,
            (Self::Unchanged, Self::MovedHere | Self::MovedAway) => Self::Unchanged,
            (Self::Unchanged, column) => column,
            (row, _) => row,
        }
    }

    /// Whether a cell without a [mark](Self::of_cell) is at the old position of its row or column, which says so.
    #[must_use]
    pub fn moved_away_with(row: Self, column: Self) -> bool {
        row == Self::MovedAway || row == Self::Unchanged && column == Self::MovedAway
    }

    /// Whether the newer version does not have the part at this position.
    #[must_use]
    pub fn is_past(self) -> bool {
        matches!(self, Self::Removed | Self::MovedAway | Self::Joined)
    }
}

#[cfg(test)]
mod tests {
    use super::NodeId;

    #[test]
    fn identities_survive_a_round_trip() {
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
