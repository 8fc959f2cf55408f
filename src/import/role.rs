//! What paragraphs are for.

use crate::model::CalloutKind;

/// What the paragraphs of a style are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Body,
    Heading(u8),
    Title,
    Subtitle,
    Caption,
    Quote,
    /// Who said the quotation above.
    Attribution,
    Code,
    Bullet,
    Numbered,
    /// A line of a contents list.
    Contents,
    Callout(CalloutKind),
    /// The title of a callout, which begins a new one.
    CalloutTitle(CalloutKind),
    /// A term of a definition list.
    Term,
    /// What the term before it means.
    Meaning,
    /// A bold line that is no heading: a date, a key figure, a label.
    Line,
    /// The summary of a chapter, below its title.
    Summary,
    /// Left out on request.
    LeftOut,
}
