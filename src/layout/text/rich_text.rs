//! Text to be set: characters with their styles and leaves.

use std::ops::Range;

use super::destinations::DestKey;
use crate::layout::paged::pages::PlacedItem;
use crate::layout::paged::tags::{LeafId, TagId};
use crate::layout::paged::units::{Pt, Size};
use crate::layout::style::text_style::TextStyle;
use crate::model::Mark;
use crate::span::Span;

/// A run of characters of one style and leaf.
#[derive(Debug, Clone)]
pub(in crate::layout) struct TextPiece {
    /// Bytes of the text.
    pub(in crate::layout) range: Range<usize>,
    /// The leaf that owns them.
    pub(in crate::layout) leaf: LeafId,
    /// Their style.
    pub(in crate::layout) style: TextStyle,
    /// The link whose area they are part of, and whether it is underlined.
    pub(in crate::layout) link: Option<TagId>,
    /// Whether they are struck out.
    pub(in crate::layout) struck: bool,
    /// How far they are raised.
    pub(in crate::layout) raised: Pt,
    /// The footnote that they refer to.
    pub(in crate::layout) note: Option<u32>,
    /// Their span in the source.
    pub(in crate::layout) span: Option<Span>,
    /// Whether they were added or removed; only in a redline.
    pub(in crate::layout) mark: Mark,
    /// Replacement text, for screen readers.
    pub(in crate::layout) spoken: Option<Box<str>>,
}

impl TextPiece {
    /// Characters without a link, change mark or shift.
    pub(in crate::layout) fn plain(range: Range<usize>, leaf: LeafId, style: TextStyle) -> Self {
        Self { range, leaf, style, link: None, struck: false, raised: Pt::ZERO, note: None, span: None, mark: Mark::Unchanged, spoken: None }
    }
}

/// An inline box: something in a line other than text.
#[derive(Debug, Clone)]
pub(in crate::layout) struct InlineThing {
    /// The byte offset of the text that follows it.
    pub(in crate::layout) at: usize,
    /// Its size; its bottom is on the baseline.
    pub(in crate::layout) size: Size,
    /// Its content.
    pub(in crate::layout) kind: InlineKind,
}

/// Kinds of inline boxes.
#[derive(Debug, Clone)]
pub(in crate::layout) enum InlineKind {
    /// A picture, drawn with its origin at its top left corner.
    Picture(LeafId, TagId, Box<PlacedItem>),
    /// A page number that is filled in when it is known.
    Number { leaf: LeafId, link: Option<TagId>, key: DestKey, style: TextStyle },
}

/// Text to be set.
#[derive(Debug, Default)]
pub(in crate::layout) struct RichText {
    /// All characters.
    pub(in crate::layout) buffer: String,
    /// They cover the buffer without gap.
    pub(in crate::layout) pieces: Vec<TextPiece>,
    /// Inline boxes, in order.
    pub(in crate::layout) things: Vec<InlineThing>,
    /// Substituted characters, in order.
    pub(in crate::layout) replaced: Vec<Replaced>,
}

/// Substituted characters.
#[derive(Debug)]
pub(in crate::layout) struct Replaced {
    /// Bytes of the text as it is set.
    pub(in crate::layout) range: Range<usize>,
    /// The text that is read aloud and copied.
    pub(in crate::layout) said: Box<str>,
}

/// `range` of `buffer` as it is read; `replaced` in order.
pub(in crate::layout) fn as_read(buffer: &str, replaced: &[Replaced], range: Range<usize>) -> String {
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
pub(in crate::layout) struct Missing {
    /// The character.
    pub(in crate::layout) character: char,
    /// Its text run in the source; what is missing there is reported together.
    pub(in crate::layout) span: Option<Span>,
    /// Its own position, where it is known.
    pub(in crate::layout) place: Option<Span>,
}
