//! Marks of what the current version changed, on its own pages.

use std::collections::HashSet;

use super::address::{self, block_id};
use super::writer::Writer;
use crate::model::{Block, BlockKind, NodeId, Redline, Target, first_words};
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

/// Writes the marks of a page: one for each run of changed blocks.
#[derive(Debug, Default)]
pub(super) struct ChangedMarks {
    is_inside: bool,
}

impl ChangedMarks {
    /// Before the first of neighbouring blocks that the current version has changed: a link to the change in the redline.
    pub(super) fn before(&mut self, writer: &mut Writer<'_>, block: &Block<Target>, changed: &Changed) {
        let is_changed = changed.blocks.contains(&block.id) && !matches!(block.kind, BlockKind::Heading(_));
        if is_changed && !self.is_inside {
            writer.raw("<p class=changed-mark><a");
            writer.attribute("href", &format!("{}{}#{}", writer.root, address::encode(&changed.path), block_id(block.id)));
            writer.raw(">");
            writer.text(&changed.label);
            // Several links with the same words would tell screen readers nothing.
            if let Some(words) = first_words(block) {
                writer.hidden(&format!(": {words}"));
            }
            writer.raw("</a></p>");
        }
        self.is_inside = is_changed;
    }
}

/// Path of a redline from the output folder.
pub(super) fn path(redline: &Redline) -> String {
    format!("changes/{}-{}.html", redline.from.version, redline.to.version)
}
