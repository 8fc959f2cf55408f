//! What every part of a redline works with.

use std::ops::Range;

use super::super::align::Alignment;
use super::super::tree::Tree;
use super::words::Notes;
use crate::model::{Block, BlockKind, Label, ValueChange};

/// Two versions and how their blocks are aligned. Its methods, one file a concern, compare texts, lists, blocks and lines.
pub(super) struct Redliner<'a> {
    pub(super) old: Tree<'a>,
    pub(super) new: Tree<'a>,
    pub(super) alignment: Alignment,
    /// Whether blocks have identities; otherwise they get some for this redline alone.
    pub(super) has_ids: bool,
}

impl<'a> Redliner<'a> {
    pub(super) fn new(old: Tree<'a>, new: Tree<'a>, alignment: Alignment) -> Self {
        let has_ids = old.nodes.iter().chain(&new.nodes).all(|node| node.block.id.is_some());
        Self { old, new, alignment, has_ids }
    }
}

/// The text in which two versions are compared.
pub(super) struct Scope {
    /// The number of each of the old text's footnotes in the redline.
    pub(super) notes: Notes,
    /// Inside a block that moved: the nodes of the old block, whose words are shown at their old position.
    pub(super) moved: Option<Range<usize>>,
}

impl Scope {
    /// A text without a counterpart, which has this many footnotes.
    pub(super) fn own(notes: usize) -> Self {
        Self { notes: (0..notes as u32).map(Some).collect(), moved: None }
    }
}

/// A list of blocks, and the node of its first block.
pub(super) type List<'a> = (&'a [Block<Label>], usize);

/// A block with change marks, what else differs, and whether anything does.
pub(super) struct Compared {
    pub(super) kind: BlockKind<Label>,
    /// Values that marks cannot show, so that the old block must be shown as a whole.
    pub(super) replaced: Option<Vec<ValueChange>>,
    pub(super) differs: bool,
}
