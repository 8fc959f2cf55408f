//! Marks of what the current version changed, on its own pages.

use std::collections::{HashMap, HashSet};

use super::address::{self, block_id, one_page_slug};
use super::change_pages::ChangePages;
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
    /// Texts with changes, by address, each with its page of changes and its anchor there.
    texts: HashMap<String, (String, String)>,
}

impl Changed {
    pub(super) fn of(redline: &Redline, strings: &Strings) -> Self {
        let label = strings.fill("changed_mark", &[("version", redline.to.version.as_str())]);
        let last = strings.fill("changed_in", &[("version", redline.to.version.as_str())]);
        let document = &redline.document;
        let pages = ChangePages::of(redline);
        let touched = pages.pages.iter().flat_map(|page| &page.texts).filter(|touched| touched.changes > 0).map(|touched| touched.page);
        let texts = touched.map(|text| (document.address(text), (pages.of_text(text).to_owned(), one_page_slug(document, text)))).collect();
        Self { blocks: redline.changed_blocks(), label, last, path: pages.path, texts }
    }

    /// "Last changed in version 3.3.", and the link from the output folder to the changes of the text at `address`, if it has any.
    pub(super) fn of_text(&self, address: &str) -> Option<(&str, String)> {
        let (page, anchor) = self.texts.get(address)?;
        Some((&self.last, format!("{}#{}", address::encode(page), address::encode(anchor))))
    }

    /// The marks of the text at `address`.
    pub(super) fn marks(&self, address: &str) -> ChangedMarks<'_> {
        let page = self.texts.get(address).map_or(&self.path, |(page, _)| page);
        ChangedMarks { changed: self, page: address::encode(page).into_owned(), is_inside: false }
    }
}

/// Writes the marks of a page: one for each run of changed blocks.
#[derive(Debug)]
pub(super) struct ChangedMarks<'c> {
    changed: &'c Changed,
    /// Address of the page with its changes from the output folder.
    page: String,
    is_inside: bool,
}

impl ChangedMarks<'_> {
    /// Before the first of neighbouring blocks that the current version has changed: a link to the change in the redline.
    pub(super) fn before(&mut self, writer: &mut Writer<'_>, block: &Block<Target>) {
        let is_changed = self.changed.blocks.contains(&block.id) && !matches!(block.kind, BlockKind::Heading(_));
        if is_changed && !self.is_inside {
            writer.raw("<p class=changed-mark><a");
            writer.attribute("href", &format!("{}{}#{}", writer.root, self.page, block_id(block.id)));
            writer.raw(">");
            writer.text(&self.changed.label);
            // Several links with the same words would tell screen readers nothing.
            if let Some(words) = first_words(block) {
                writer.hidden(&format!(": {words}"));
            }
            writer.raw("</a></p>");
        }
        self.is_inside = is_changed;
    }
}
