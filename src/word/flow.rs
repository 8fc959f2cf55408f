//! The text of one part: paragraphs, tables, and the bookmarks in them.

use std::fmt::Write as _;

use super::shape::{Look, Place};
use crate::html::escaped;

/// The numbering of bullets, and that of paragraphs without a mark of their own, which belong to the item before them.
pub(super) const BULLETS: usize = 1;
pub(super) const CONTINUED: usize = 2;
/// The first number of the numberings of numbered lists.
pub(super) const FIRST_NUMBERED: usize = 3;
/// Word has nine levels.
pub(super) const DEEPEST: usize = 8;

/// Writes a part.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub(super) xml: String,
    open: Option<Open>,
    waiting: Vec<Waiting>,
    /// How many bookmarks there are in all parts.
    bookmarks: u32,
    /// Numbering and level of the item that begins with the next paragraph.
    pub(super) item: Option<(usize, usize)>,
    /// What the next paragraph begins with.
    pub(super) lead: Option<&'static str>,
    /// Whether the last block is a table.
    is_after_table: bool,
    /// Addresses that links of this part lead to.
    pub(super) links: Vec<String>,
    /// Indices of pictures that this part shows.
    pub(super) pictures: Vec<usize>,
}

/// The paragraph that is being written.
#[derive(Debug)]
struct Open {
    properties: String,
    runs: String,
    ends_in_space: bool,
}

/// A bookmark that begins with the next paragraph.
#[derive(Debug)]
struct Waiting {
    number: u32,
    name: String,
    has_ended: bool,
}

impl Flow {
    /// What has been written, and room for the next part.
    pub(super) fn taken(&mut self) -> Self {
        self.close();
        let next = Self { bookmarks: self.bookmarks, ..Self::default() };
        std::mem::replace(self, next)
    }

    /// This part, with another after it.
    pub(super) fn then(mut self, next: Self) -> Self {
        self.xml.push_str(&next.xml);
        self.links.extend(next.links);
        self.pictures.extend(next.pictures);
        self
    }

    /// Begins a bookmark, and returns its number.
    pub(super) fn begin_mark(&mut self, name: &str) -> u32 {
        self.bookmarks += 1;
        let number = self.bookmarks;
        match &mut self.open {
            Some(open) => open.runs.push_str(&start_of(number, name)),
            None => self.waiting.push(Waiting { number, name: name.to_owned(), has_ended: false }),
        }
        number
    }

    pub(super) fn end_mark(&mut self, number: u32) {
        if let Some(waiting) = self.waiting.iter_mut().find(|waiting| waiting.number == number) {
            waiting.has_ended = true;
            return;
        }
        let end = end_of(number);
        match &mut self.open {
            Some(open) => open.runs.push_str(&end),
            None => self.xml.push_str(&end),
        }
    }

    /// Bookmarks that begin here, the innermost first: it is the one that comments belong to.
    fn marks(&mut self) -> String {
        let mut out = String::new();
        for waiting in self.waiting.drain(..).rev() {
            out.push_str(&start_of(waiting.number, &waiting.name));
            if waiting.has_ended {
                out.push_str(&end_of(waiting.number));
            }
        }
        out
    }

    /// Begins a table.
    pub(super) fn begin_table(&mut self) {
        self.close();
        if std::mem::take(&mut self.is_after_table) {
            // Two tables without anything between them are one.
            self.xml.push_str("<w:p><w:pPr><w:pStyle w:val=\"Gap\"/></w:pPr></w:p>");
        }
        let marks = self.marks();
        self.xml.push_str(&marks);
    }

    pub(super) fn end_table(&mut self) {
        self.is_after_table = true;
    }

    /// Ends a cell or another container of blocks, which must end with a paragraph.
    pub(super) fn end_container(&mut self) {
        self.close();
        if std::mem::take(&mut self.is_after_table) || !self.xml.ends_with("</w:p>") {
            self.xml.push_str("<w:p/>");
        }
    }

    /// Begins a paragraph, unless one is open.
    pub(super) fn open(&mut self, place: &Place) {
        if self.open.is_some() {
            return;
        }
        let is_heading = place.style.starts_with("Heading");
        let list = match self.item.take() {
            _ if is_heading => None,
            Some(item) => Some(item),
            None => place.depth.checked_sub(1).map(|level| (CONTINUED, level.min(DEEPEST))),
        };
        let mut properties = String::new();
        let style = if list.is_some() && place.style.is_empty() { "ListParagraph" } else { &place.style };
        if !style.is_empty() {
            let _ = write!(properties, "<w:pStyle w:val=\"{style}\"/>");
        }
        if let Some((numbering, level)) = list {
            let _ = write!(properties, "<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{numbering}\"/></w:numPr>");
        }
        if place.is_right_to_left {
            properties.push_str("<w:bidi/>");
        }
        if std::mem::take(&mut self.is_after_table) && style.is_empty() {
            properties.push_str("<w:spacing w:before=\"160\"/>");
        }
        if let Some(alignment) = place.alignment {
            let _ = write!(properties, "<w:jc w:val=\"{alignment}\"/>");
        }
        if !properties.is_empty() {
            properties = format!("<w:pPr>{properties}</w:pPr>");
        }
        let mut runs = self.marks();
        runs.push_str(self.lead.take().unwrap_or(""));
        self.open = Some(Open { properties, runs, ends_in_space: true });
    }

    /// Ends the paragraph that is open, if any.
    pub(super) fn close(&mut self) {
        let Some(Open { properties, mut runs, .. }) = self.open.take() else { return };
        // White space at the end of a line.
        if let Some(kept) = runs.strip_suffix(" </w:t></w:r>") {
            let length = kept.len();
            runs.truncate(length);
            runs.push_str("</w:t></w:r>");
        }
        let _ = write!(self.xml, "<w:p>{properties}{runs}</w:p>");
    }

    /// Adds words; without an open paragraph, white space is nothing.
    pub(super) fn words(&mut self, text: &str, look: &Look, place: &Place) {
        if self.open.is_none() && text.trim_matches(is_space).is_empty() {
            return;
        }
        self.open(place);
        let Some(open) = &mut self.open else { return };
        let properties = look.properties();
        if look.is_verbatim {
            for (at, line) in text.trim_end_matches('\n').split('\n').enumerate() {
                let line_break = if at > 0 { "<w:br/>" } else { "" };
                let _ = write!(open.runs, "<w:r>{properties}{line_break}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(line));
            }
            return;
        }
        let mut words = String::with_capacity(text.len());
        for c in text.chars() {
            if !is_space(c) {
                words.push(c);
                open.ends_in_space = false;
            } else if !open.ends_in_space {
                words.push(' ');
                open.ends_in_space = true;
            }
        }
        if !words.is_empty() {
            let _ = write!(open.runs, "<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(&words));
        }
    }

    /// Adds a run, or what goes around some.
    pub(super) fn raw(&mut self, xml: &str, place: &Place) {
        self.open(place);
        if let Some(open) = &mut self.open {
            open.runs.push_str(xml);
        }
    }

    /// After this, white space counts.
    pub(super) fn has_words(&mut self, is_space: bool) {
        if let Some(open) = &mut self.open {
            open.ends_in_space = is_space;
        }
    }

    /// The identifier of a link to this address.
    pub(super) fn link(&mut self, address: &str) -> String {
        self.links.push(address.to_owned());
        link_id(address)
    }
}

/// The identifier of a relationship to an address: the same address has the same one.
pub(super) fn link_id(address: &str) -> String {
    format!("link{:x}", xxhash_rust::xxh3::xxh3_64(address.as_bytes()))
}

fn start_of(number: u32, name: &str) -> String {
    format!("<w:bookmarkStart w:id=\"{number}\" w:name=\"{}\"/>", escaped(name))
}

fn end_of(number: u32) -> String {
    format!("<w:bookmarkEnd w:id=\"{number}\"/>")
}

fn is_space(c: char) -> bool {
    c.is_ascii_whitespace()
}
