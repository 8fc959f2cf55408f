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
    Code,
    Bullet,
    Numbered,
    /// A line of a contents list.
    Contents,
    Callout(CalloutKind),
    /// A term of a definition list.
    Term,
    /// What the term before it means.
    Meaning,
    /// Left out on request.
    LeftOut,
}
