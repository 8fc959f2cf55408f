//! Text to be set: characters with their styles and leaves.

use std::ops::Range;

use super::destinations::DestKey;
use super::paged::PlacedItem;
use super::style::TextStyle;
use super::tags::{LeafId, TagId};
use super::units::{Pt, Size};
use crate::model::Mark;
use crate::span::Span;

/// A run of characters of one style and leaf.
#[derive(Debug, Clone)]
pub(super) struct TextPiece {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// The leaf that owns them.
    pub(super) leaf: LeafId,
    /// Their style.
    pub(super) style: TextStyle,
    /// The link whose area they are part of, and whether it is underlined.
    pub(super) link: Option<TagId>,
    /// Whether they are struck out.
    pub(super) struck: bool,
    /// How far they are raised.
    pub(super) raised: Pt,
    /// The footnote that they refer to.
    pub(super) note: Option<u32>,
    /// Their span in the source.
    pub(super) span: Option<Span>,
    /// Whether they were added or removed; only in a redline.
    pub(super) mark: Mark,
    /// Replacement text, for screen readers.
    pub(super) spoken: Option<Box<str>>,
}

impl TextPiece {
    /// Characters without a link, change mark or shift.
    pub(super) fn plain(range: Range<usize>, leaf: LeafId, style: TextStyle) -> Self {
        Self { range, leaf, style, link: None, struck: false, raised: Pt::ZERO, note: None, span: None, mark: Mark::Unchanged, spoken: None }
    }
}

/// An inline box: something in a line other than text.
#[derive(Debug, Clone)]
pub(super) struct InlineThing {
    /// The byte offset of the text that follows it.
    pub(super) at: usize,
    /// Its size; its bottom is on the baseline.
    pub(super) size: Size,
    /// Its content.
    pub(super) kind: InlineKind,
}

/// Kinds of inline boxes.
#[derive(Debug, Clone)]
pub(super) enum InlineKind {
    /// A picture, drawn with its origin at its top left corner.
    Picture(LeafId, TagId, Box<PlacedItem>),
    /// A page number that is filled in when it is known.
    Number { leaf: LeafId, link: Option<TagId>, key: DestKey, style: TextStyle },
}

/// Text to be set.
#[derive(Debug, Default)]
pub(super) struct RichText {
    /// All characters.
    pub(super) buffer: String,
    /// They cover the buffer without gap.
    pub(super) pieces: Vec<TextPiece>,
    /// Inline boxes, in order.
    pub(super) things: Vec<InlineThing>,
    /// Substituted characters, in order.
    pub(super) replaced: Vec<Replaced>,
}

/// Substituted characters.
#[derive(Debug)]
pub(super) struct Replaced {
    /// Bytes of the text as it is set.
    pub(super) range: Range<usize>,
    /// The text that is read aloud and copied.
    pub(super) said: Box<str>,
}

/// `range` of `buffer` as it is read; `replaced` in order.
pub(super) fn as_read(buffer: &str, replaced: &[Replaced], range: Range<usize>) -> String {
    let mut read = String::new();
    let mut at = range.start;
    for one in &replaced[replaced.partition_point(|one| one.range.end <= range.start)..] {
        if one.range.start >= range.end {
            break;
        }
        read.push_str(buffer.get(at..one.range.start).unwrap_or(""));
        // If a substitution is divided between two lines, its first part is read as the whole.
        if one.range.start >= range.start {
            read.push_str(&one.said);
        }
        at = one.range.end;
    }
    read.push_str(buffer.get(at..range.end).unwrap_or(""));
    read
}

/// A character that no face has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Missing {
    /// The character.
    pub(super) character: char,
    /// Its text run in the source; what is missing there is reported together.
    pub(super) span: Option<Span>,
    /// Its own position, where it is known.
    pub(super) place: Option<Span>,
}
