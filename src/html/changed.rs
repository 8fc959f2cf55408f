//! Marks of what the current version changed, on its own pages.

use std::collections::{HashMap, HashSet};

use super::address::{self, block_id, one_page_slug};
use super::writer::Writer;
use crate::model::{Block, BlockKind, NodeId, Redline, Target, first_words};
use crate::theme::Strings;

/// The blocks of a version that carry a mark, and the page that the mark links to.
#[derive(Debug)]
pub(super) struct Changed {
    blocks: HashSet<NodeId>,
    /// "Changed in 3.3".
    label: String,
    /// "Last changed in version 3.3."
    last: String,
    /// Path of the redline from the output folder.
    path: String,
    /// Texts with changes, by address, each with its anchor in the redline.
    texts: HashMap<String, String>,
}

impl Changed {
    pub(super) fn of(redline: &Redline, strings: &Strings) -> Self {
        let label = strings.fill("changed_mark", &[("version", redline.to.version.as_str())]);
        let last = strings.fill("changed_in", &[("version", redline.to.version.as_str())]);
        let document = &redline.document;
        let touched = redline.touched().into_iter().filter(|touched| touched.changes > 0);
        let texts = touched.map(|touched| (document.address(touched.page), one_page_slug(document, touched.page).to_string())).collect();
        Self { blocks: redline.changed_blocks(), label, last, path: path(redline), texts }
    }

    /// "Last changed in version 3.3.", and the link from the output folder to the changes of the text at `address`, if it has any.
    pub(super) fn of_text(&self, address: &str) -> Option<(&str, String)> {
        let anchor = self.texts.get(address)?;
        Some((&self.last, format!("{}#{}", address::encode(&self.path), address::encode(anchor))))
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
