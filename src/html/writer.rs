//! Writes the HTML of one page: text, attributes and ids. What blocks and lines look like is in `markup`.

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::address::{block_id, one_page_slug};
use crate::model::{Document, NodeId, PageId};
use crate::theme::Strings;

/// Where what is written will stand: it decides what links look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// On the page of its own.
    Page(PageId),
    /// On the page that holds the whole document, with headings this many levels lower.
    OnePage(PageId, u8),
    /// On a page that compares two versions, with headings this many levels lower.
    Redline(PageId, u8),
    /// In an entry of the glossary page.
    Glossary,
    /// Somewhere else: in a list of words, say.
    Elsewhere,
}

/// Room for a usual page, in bytes: most never need more.
const USUAL_PAGE: usize = 32 * 1024;

/// Writes HTML for one page.
pub(super) struct Writer<'a> {
    pub(super) document: &'a Document,
    pub(super) strings: &'a Strings,
    pub(super) view: View,
    /// What leads back to the output folder.
    pub(super) root: &'a str,
    /// What stands before each id: empty but where several chapters share a page.
    pub(super) prefix: String,
    pub(super) out: String,
    /// Ids given by [`Writer::next_id`] so far.
    pub(super) count: usize,
    /// The block that begins with the next tag.
    pub(super) begun: NodeId,
    /// The printed number of the paragraph that comes next.
    pub(super) number: Option<Box<str>>,
    pub(super) changes: RedlineState,
}

/// What a writer knows of the redline it is in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RedlineState {
    /// Changes that were labelled so far.
    pub(super) count: u32,
    /// How many labelled changes are open.
    pub(super) open: u32,
    /// How many passages that are gone are open.
    pub(super) past: u32,
}

impl RedlineState {
    /// Whether what is written now is gone from the new version: nothing leads there, and it leads nowhere.
    pub(super) fn is_past(self) -> bool {
        self.past > 0
    }
}

impl<'a> Writer<'a> {
    pub(super) fn new(document: &'a Document, strings: &'a Strings, view: View, root: &'a str) -> Self {
        let prefix = match view {
            View::OnePage(page, _) | View::Redline(page, _) => format!("{}--", one_page_slug(document, page)),
            _ => String::new(),
        };
        let out = String::with_capacity(USUAL_PAGE);
        Self { document, strings, view, root, prefix, out, count: 0, begun: NodeId::NONE, number: None, changes: RedlineState::default() }
    }

    /// Escapes text.
    pub(super) fn text(&mut self, text: &str) {
        // Writing to a string cannot fail.
        let _ = escape_html_body_text(&mut self.out, text);
    }

    /// ` name=value`: quoted where HTML asks for it, so that nothing is left to make smaller.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.attribute_of(name, &[value]);
    }

    /// The same for a value in parts, one behind the other.
    pub(super) fn attribute_of(&mut self, name: &str, value: &[&str]) {
        self.raw(" ");
        self.raw(name);
        self.raw("=");
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'#' | b'%' | b'-' | b'.' | b'/' | b':' | b'_' | b'~');
        let last = value.iter().flat_map(|part| part.bytes().last()).last();
        if last.is_some_and(|byte| byte != b'/') && value.iter().all(|part| part.bytes().all(is_plain)) {
            value.iter().for_each(|part| self.raw(part));
        } else {
            self.raw("\"");
            for part in value {
                let _ = escape_html(&mut self.out, part);
            }
            self.raw("\"");
        }
    }

    pub(super) fn raw(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// `<tag class>text</tag>` for text without markup.
    pub(super) fn element(&mut self, tag: &str, class: &str, text: &str) {
        self.raw("<");
        self.raw(tag);
        self.raw(" class=");
        self.raw(class);
        self.raw(">");
        self.text(text);
        self.raw("</");
        self.raw(tag);
        self.raw(">");
    }

    /// ` id="…"`
    pub(super) fn id(&mut self, id: &str) {
        self.own_name("id", id);
    }

    /// ` aria-labelledby="…"`
    pub(super) fn labelled_by(&mut self, id: &str) {
        self.own_name("aria-labelledby", id);
    }

    /// The name of a region that scrolls: its caption, and on the one-page edition the chapter's title too, because
    /// regions of one page need names that differ.
    pub(super) fn region_named_by(&mut self, id: &str) {
        if let View::OnePage(page, _) | View::Redline(page, _) = self.view {
            let ids = format!("{} {}{id}", one_page_slug(self.document, page), self.prefix);
            self.attribute("aria-labelledby", &ids);
        } else {
            self.labelled_by(id);
        }
    }

    /// An attribute that names an id of this page.
    fn own_name(&mut self, attribute: &str, id: &str) {
        if self.prefix.is_empty() {
            self.attribute(attribute, id);
        } else {
            let prefix = std::mem::take(&mut self.prefix);
            self.attribute_of(attribute, &[&prefix, id]);
            self.prefix = prefix;
        }
    }

    /// An id that nothing else on the page has.
    pub(super) fn next_id(&mut self, kind: &str) -> String {
        self.count += 1;
        format!("{kind}_{}", self.count)
    }

    /// Words that only a screen reader speaks.
    pub(super) fn hidden(&mut self, text: &str) {
        self.element("span", "visually-hidden", text);
    }

    pub(super) fn level(&self, level: u8) -> u8 {
        match self.view {
            View::OnePage(_, lower) | View::Redline(_, lower) => (level + lower).min(6),
            _ => level,
        }
    }

    /// Blocks that are shown on pages of others have no names there.
    pub(super) fn begin(&mut self, id: NodeId) {
        if matches!(self.view, View::Page(_) | View::OnePage(..)) {
            self.begun = id;
        }
    }

    /// The id of the block whose first tag is being written: readers can point to it, in every version that has it.
    pub(super) fn own_id(&mut self) {
        let id = std::mem::take(&mut self.begun);
        if id.is_some() {
            self.id(&block_id(id));
        }
    }

    /// The tag of a heading: what is gone is no part of the page's outline.
    pub(super) fn heading_tag(&self, level: u8) -> String {
        if self.changes.is_past() { "p".into() } else { format!("h{}", self.level(level)) }
    }
}
