//! Writes the HTML of one page: text, attributes and ids. Blocks and lines are in `markup`.

use std::collections::HashMap;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::address::{block_id, one_page_slug};
use crate::model::{Document, Mark, NodeId, PageId};
use crate::theme::Strings;

/// The page on which a text is shown, which decides where links lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// Its own page.
    Page(PageId),
    /// The page with the whole document, with headings this many levels lower.
    OnePage(PageId, u8),
    /// A redline, with headings this many levels lower.
    Redline(PageId, u8),
    /// An entry on the glossary page.
    Glossary,
    /// Anything else, such as a list of words.
    Elsewhere,
}

/// Initial capacity in bytes: enough for most pages.
const USUAL_PAGE: usize = 32 * 1024;

/// Writes HTML for one page.
pub(super) struct Writer<'a> {
    pub(super) document: &'a Document,
    pub(super) strings: &'a Strings,
    /// Whether the text is for a book or plain: without HTML of the author's own.
    pub(super) is_book: bool,
    pub(super) view: View,
    /// Relative path to the output folder.
    pub(super) root: &'a str,
    /// Prefix of every id: empty unless several chapters share a page.
    pub(super) prefix: String,
    pub(super) out: String,
    /// Ids given by [`Writer::next_id`] so far.
    pub(super) count: usize,
    /// The attributes `lang` and `dir` of its notes, if the text has a language of its own.
    pub(super) language: String,
    /// The block whose first tag is written next.
    pub(super) begun: NodeId,
    /// The number to be shown before the next paragraph.
    pub(super) number: Option<Box<str>>,
    /// The number to be shown before the next caption or title.
    pub(super) caption_number: Option<String>,
    pub(super) changes: RedlineState,
    /// The site of the older version of a redline, if it has one.
    pub(super) past_root: Option<String>,
    /// The ends of the moves of a redline.
    pub(super) moves: Option<Moves<'a>>,
    /// The page of a redline with the change before the first on this page.
    pub(super) before: Option<String>,
    /// Where in `out` the link from the last change to the next one belongs.
    pub(super) next_at: Option<usize>,
    /// The changes written so far.
    pub(super) noted: Vec<Noted>,
}

/// Where the ends of moves are in a redline on several pages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moves<'a> {
    /// The page of each new (`true`) and each old end.
    pub(super) ends: &'a HashMap<(NodeId, bool), usize>,
    /// The addresses of all pages from one another.
    pub(super) paths: &'a [String],
    /// The page being written.
    pub(super) page: usize,
}

/// What a change is about, by which readers choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChangeKind {
    /// Words and figures.
    Words,
    /// Passages that moved.
    Move,
    /// Formatting only.
    Formatting,
}

/// A change that has been written, for lists of changes.
#[derive(Debug)]
pub(super) struct Noted {
    pub(super) kind: ChangeKind,
    /// Number of changes, if several are shown together.
    pub(super) count: usize,
    pub(super) label: String,
    /// Its ids; links lead to the first.
    pub(super) ids: Vec<String>,
}

/// The state of a writer within a redline.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RedlineState {
    /// Number of changes labelled so far.
    pub(super) count: u32,
    /// Number of labelled changes that are open.
    pub(super) open: u32,
    /// Number of removed passages that are open.
    pub(super) removed: u32,
    /// The mark of everything that is written, except what moved: set where one mark cannot go around all of it.
    pub(super) spread: Mark,
    /// Whether a label has just said what the next mark says.
    pub(super) is_said: bool,
    /// Whether the last change was a part of a split paragraph.
    pub(super) in_division: bool,
}

impl RedlineState {
    /// Whether the text being written was removed: nothing links to it, and it links nowhere.
    pub(super) fn is_removed(self) -> bool {
        self.removed > 0
    }
}

impl<'a> Writer<'a> {
    pub(super) fn new(document: &'a Document, strings: &'a Strings, view: View, root: &'a str) -> Self {
        let out = String::with_capacity(USUAL_PAGE);
        Self {
            document,
            strings,
            is_book: false,
            view,
            root,
            prefix: prefix(document, view),
            out,
            count: 0,
            language: String::new(),
            begun: NodeId::NONE,
            number: None,
            caption_number: None,
            changes: RedlineState::default(),
            past_root: None,
            moves: None,
            before: None,
            next_at: None,
            noted: Vec::new(),
        }
    }

    /// Writes another text on the same page.
    pub(super) fn show(&mut self, view: View) {
        self.view = view;
        self.prefix = prefix(self.document, view);
    }

    /// Escapes text.
    pub(super) fn text(&mut self, text: &str) {
        // Writing to a string cannot fail.
        let _ = escape_html_body_text(&mut self.out, text);
    }

    /// ` name=value`, quoted only where HTML requires it, so that nothing is left to minify.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.attribute_of(name, &[value]);
    }

    /// The same for a value in several parts.
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
        self.id_attribute("id", id);
    }

    /// ` aria-labelledby="…"`
    pub(super) fn labelled_by(&mut self, id: &str) {
        self.id_attribute("aria-labelledby", id);
    }

    /// The name of a scrollable region: its caption, and on a page with several chapters the chapter's title too, because
    /// regions of a page need different names.
    pub(super) fn region_named_by(&mut self, id: &str) {
        if let View::OnePage(page, _) | View::Redline(page, _) = self.view {
            let ids = format!("{} {}{id}", one_page_slug(self.document, page), self.prefix);
            self.attribute("aria-labelledby", &ids);
        } else {
            self.labelled_by(id);
        }
    }

    /// An attribute whose value is an id on this page.
    fn id_attribute(&mut self, attribute: &str, id: &str) {
        if self.prefix.is_empty() {
            self.attribute(attribute, id);
        } else {
            let prefix = std::mem::take(&mut self.prefix);
            self.attribute_of(attribute, &[&prefix, id]);
            self.prefix = prefix;
        }
    }

    /// An id that is unique on the page.
    pub(super) fn next_id(&mut self, kind: &str) -> String {
        self.count += 1;
        format!("{kind}_{}", self.count)
    }

    /// Text for screen readers only.
    pub(super) fn hidden(&mut self, text: &str) {
        self.element("span", "visually-hidden", text);
    }

    pub(super) fn level(&self, level: u8) -> u8 {
        match self.view {
            View::OnePage(_, lower) | View::Redline(_, lower) => (level + lower).min(6),
            _ => level,
        }
    }

    /// Sets the block that begins next; it has no id where it is only quoted.
    pub(super) fn begin(&mut self, id: NodeId) {
        if matches!(self.view, View::Page(_) | View::OnePage(..)) {
            self.begun = id;
        }
    }

    /// The id of the block whose first tag is being written: links to it work in every version that has the block.
    pub(super) fn own_id(&mut self) {
        let id = std::mem::take(&mut self.begun);
        if id.is_some() {
            self.id(&block_id(id));
        }
    }

    /// The tag of a heading: removed ones are not part of the page's outline.
    pub(super) fn heading_tag(&self, level: u8) -> String {
        if self.changes.is_removed() { "p".into() } else { format!("h{}", self.level(level)) }
    }
}

/// Prefix of the ids of a text that shares its page with others.
fn prefix(document: &Document, view: View) -> String {
    match view {
        View::OnePage(page, _) | View::Redline(page, _) => format!("{}--", one_page_slug(document, page)),
        View::Page(_) | View::Glossary | View::Elsewhere => String::new(),
    }
}
