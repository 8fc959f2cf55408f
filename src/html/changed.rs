//! Marks of what the current version changed, on its own pages.

use std::collections::HashSet;

use super::address::{self, block_id};
use super::writer::Writer;
use crate::model::{Block, BlockKind, NodeId, Redline, Target};
use crate::theme::Strings;

/// The blocks of a version that carry a mark, and the page that the mark links to.
#[derive(Debug)]
pub(super) struct Changed {
    blocks: HashSet<NodeId>,
    /// "Changed in 3.3".
    label: String,
    /// Path of the redline from the output folder.
    path: String,
}

impl Changed {
    pub(super) fn of(redline: &Redline, strings: &Strings) -> Self {
        let label = strings.fill("changed_mark", &[("version", redline.to.version.as_str())]);
        Self { blocks: redline.changed_blocks(), label, path: path(redline) }
    }
}

impl Writer<'_> {
    /// After a block that the current version has changed: a link to the change in the redline.
    pub(super) fn changed_mark(&mut self, block: &Block<Target>, changed: &Changed) {
        if !changed.blocks.contains(&block.id) || matches!(block.kind, BlockKind::Heading(_)) {
            return;
        }
        self.raw("<p class=changed-mark><a");
        self.attribute("href", &format!("{}{}#{}", self.root, address::encode(&changed.path), block_id(block.id)));
        self.raw(">");
        self.text(&changed.label);
        self.raw("</a></p>");
    }
}

/// Path of a redline from the output folder.
pub(super) fn path(redline: &Redline) -> String {
    format!("changes/{}-{}.html", redline.from.version, redline.to.version)
}
