//! Reads the text of a document: paragraphs, tables, boxes, notes.

use std::collections::HashMap;
use std::mem::take;

use roxmltree::Node;

use super::changes::Changes;
use super::fields::Fields;
use super::flow::{Item, MarginNote, Media, Paragraph, Tracked};
use super::numbering::Numbering;
use super::package::{Package, Related};
use super::passages::Passages;
use super::pieces::{self, Look, Piece, PieceKind};
use super::report::Findings;
use super::role::Role;
use super::styles::{ParagraphStyle, RunLook, Styles, own_numbering};
use super::xml::{self, Kind, attribute, child, children, kind, name, switch, value};
use crate::span::{FileId, Span};

/// Reads one document into a flow.
pub(super) struct Reader<'p> {
    pub(super) package: &'p Package<'p>,
    pub(super) styles: &'p Styles,
    pub(super) numbering: Numbering,
    /// Relationships of the part that is being read.
    pub(super) related: HashMap<String, Related>,
    pub(super) changes: Changes,
    pub(super) file: FileId,
    /// The language of the text, to tell passages in another one.
    pub(super) language: String,
    /// Every word that has been read, a paragraph a line: what findings point to.
    pub(super) words: String,
    pub(super) findings: Findings,
    pub(super) media: Vec<Media>,
    pub(super) tracked: Vec<Tracked>,
    /// Notes by kind (`f`, `e`) and identifier, in the order of their first marks.
    pub(super) notes: Vec<(char, String)>,
    pub(super) note_index: HashMap<(char, String), u32>,
    /// Where comments begin and end in `words`.
    pub(super) comments: HashMap<String, (usize, Option<usize>, Vec<String>)>,
    /// Styles without a known role, with the number of paragraphs and the first of them.
    pub(super) unknown: HashMap<String, (u32, Span)>,
    /// The paragraph that is being read.
    pub(super) now: Open<'p>,
    pub(super) fields: Fields,
    pub(super) links: usize,
    /// Bookmarks between paragraphs.
    waiting: Vec<String>,
    pub(super) passages: Passages,
}

/// What runs inherit from around them.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    pub(super) look: RunLook,
}

/// The paragraph that is being read.
#[derive(Default)]
pub(super) struct Open<'p> {
    pub(super) pieces: Vec<Piece>,
    pub(super) style: Option<ParagraphStyle>,
    pub(super) bookmarks: Vec<String>,
    /// Boxes and shapes with text that are anchored in it.
    pub(super) boxes: Vec<Node<'p, 'p>>,
    /// Whether some of it is the result of a contents field.
    pub(super) is_contents: bool,
    /// The start of its line in `words`.
    pub(super) start: usize,
    /// Where hyperlinks around the present run lead.
    pub(super) link: Option<(usize, String)>,
    /// The change that the present run is part of.
    pub(super) change: Option<Mark>,
    pub(super) depth: usize,
}

/// A tracked change around runs.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) is_kept: bool,
}

impl<'p> Reader<'p> {
    pub(super) fn new(package: &'p Package<'p>, styles: &'p Styles, numbering: Numbering, changes: Changes, file: FileId) -> Self {
        Self {
            package,
            styles,
            numbering,
            related: HashMap::new(),
            changes,
            file,
            language: String::new(),
            words: String::new(),
            findings: Findings::default(),
            media: Vec::new(),
            tracked: Vec::new(),
            notes: Vec::new(),
            note_index: HashMap::new(),
            comments: HashMap::new(),
            unknown: HashMap::new(),
            now: Open::default(),
            fields: Fields::default(),
            links: 0,
            waiting: Vec::new(),
            passages: Passages::default(),
        }
    }

    /// A range of `words`.
    pub(super) fn span(&self, start: usize) -> Span {
        Span::new(self.file, start..self.words.len())
    }

    /// Reads what is in a body, a cell, a note or a box.
    pub(super) fn items(&mut self, parent: Node<'p, 'p>) -> Vec<Item> {
        let mut items = Vec::new();
        self.items_into(parent, false, &mut items);
        items
    }

    fn items_into(&mut self, parent: Node<'p, 'p>, in_contents: bool, items: &mut Vec<Item>) {
        for node in parent.children().filter(Node::is_element) {
            match name(node) {
                "p" => self.paragraph(node, in_contents, items),
                "tbl" => {
                    let table = self.table(node);
                    items.push(Item::Table(table));
                }
                "sdt" => {
                    let is_contents = in_contents || is_contents_control(node);
                    if let Some(content) = child(node, "sdtContent") {
                        self.items_into(content, is_contents, items);
                    }
                }
                "bookmarkStart" => {
                    self.passages.begin(node, usize::MAX);
                    self.waiting.extend(attribute(node, "name").filter(|name| *name != "_GoBack").map(str::to_owned));
                }
                "bookmarkEnd" => self.passages.end(node),
                "commentRangeStart" | "commentRangeEnd" => self.comment_mark(node),
                "altChunk" => {
                    let start = self.start_line();
                    self.words.push_str("(embedded file)");
                    let place = self.end_line(start);
                    self.findings.loss(
                        place,
                        "a file is embedded here, and its text is not imported",
                        "open it in Word, copy its text into the document, and import that",
                    );
                }
                "sectPr" | "proofErr" => {}
                "" if kind(node) == Kind::Compatibility => {
                    if let Some(chosen) = xml::chosen(node) {
                        self.items_into(chosen, in_contents, items);
                    }
                }
                // Custom markup and changes around paragraphs.
                _ => self.items_into(node, in_contents, items),
            }
        }
    }

    pub(super) fn start_line(&mut self) -> usize {
        if !self.words.is_empty() && !self.words.ends_with('\n') {
            self.words.push('\n');
        }
        self.words.len()
    }

    pub(super) fn end_line(&mut self, start: usize) -> Span {
        let span = self.span(start);
        self.words.push('\n');
        span
    }

    fn paragraph(&mut self, node: Node<'p, 'p>, in_contents: bool, items: &mut Vec<Item>) {
        let properties = child(node, "pPr");
        let style = self.styles.paragraph(properties.and_then(|node| value(node, "pStyle")));
        // After a mark of a paragraph that was deleted, the paragraph goes on.
        let goes_on = self.now.style.is_some();
        if !goes_on {
            let start = self.start_line();
            self.now = Open { style: Some(style), start, bookmarks: take(&mut self.waiting), ..Open::default() };
        } else if !self.now.pieces.is_empty() {
            self.words.push(' ');
            let span = self.span(self.words.len() - 1);
            self.now.pieces.push(Piece { kind: PieceKind::Text(" ".into(), span), look: Look::default() });
        }
        self.now.is_contents |= in_contents || self.fields.is_contents();
        self.runs(node, &Run::default());
        if properties.is_some_and(|properties| self.is_joined(properties)) {
            return;
        }
        let open = take(&mut self.now);
        self.close(open, properties, items);
    }

    /// Whether the end of a paragraph is a change that takes it away.
    fn is_joined(&self, properties: Node<'_, '_>) -> bool {
        let Some(mark) = child(properties, "rPr") else { return false };
        match self.changes {
            Changes::Accept => child(mark, "del").is_some() || child(mark, "moveFrom").is_some(),
            Changes::Reject => child(mark, "ins").is_some() || child(mark, "moveTo").is_some(),
        }
    }

    fn close(&mut self, open: Open<'p>, properties: Option<Node<'p, 'p>>, items: &mut Vec<Item>) {
        let span = self.end_line(open.start);
        let style = open.style.unwrap_or_else(|| self.styles.paragraph(None));
        let has_words = open.pieces.iter().any(|piece| !matches!(&piece.kind, PieceKind::Text(text, _) if text.trim().is_empty()));
        let is_bold = has_words
            && open.pieces.iter().all(|piece| match &piece.kind {
                PieceKind::Text(text, _) => piece.look.bold || style.look.bold == Some(true) || !text.contains(char::is_alphanumeric),
                PieceKind::Break | PieceKind::Note(_) => true,
                PieceKind::Image(_) => false,
            });
        if !style.is_known && has_words {
            let (count, _) = self.unknown.entry(style.name.clone()).or_insert((0, span));
            *count += 1;
        }
        let outline = properties.and_then(|node| value(node, "outlineLvl")).and_then(|level| level.parse::<u8>().ok());
        let level = match (style.role, outline) {
            (Role::Heading(level), _) => Some(level),
            (Role::Body, Some(level)) if level < 9 => Some(level + 1),
            _ => None,
        };
        let (own, own_level) = properties.map(own_numbering).unwrap_or_default();
        let list = match (own, &style.numbering) {
            (Some(own), _) if own == "0" => None,
            (Some(own), styled) => Some((own, own_level.or(styled.as_ref().map(|(_, level)| *level)).unwrap_or(0))),
            (None, styled) => styled.clone().map(|(list, level)| (list, own_level.unwrap_or(level))),
        };
        let mark = if has_words { list.and_then(|(list, level)| self.numbering.next(&list, level)) } else { None };
        let role = if open.is_contents { Role::Contents } else { style.role };
        let line = if role == Role::Code { pieces::verbatim(open.pieces) } else { pieces::line(open.pieces) };
        self.findings.count_bookmarks(&open.bookmarks);
        if !line.is_empty() || !open.bookmarks.is_empty() {
            items.push(Item::Paragraph(Paragraph { role, level, mark, line, bookmarks: open.bookmarks, is_bold, span }));
        }
        for content in open.boxes {
            let start = self.start_line();
            let inside = self.items(content);
            if inside.iter().any(|item| !matches!(item, Item::Paragraph(paragraph) if paragraph.is_empty())) {
                items.push(Item::Box(inside, Span::new(self.file, start..self.words.trim_end().len().max(start))));
            }
        }
    }

    pub(super) fn comment_mark(&mut self, node: Node<'_, '_>) {
        let Some(id) = attribute(node, "id").map(str::to_owned) else { return };
        let at = self.words.len();
        match name(node) {
            "commentRangeStart" => {
                self.comments.insert(id, (at, None, self.passages.around(&self.now.bookmarks)));
            }
            "commentRangeEnd" => {
                if let Some((_, end, bookmarks)) = self.comments.get_mut(&id) {
                    end.get_or_insert(at);
                    if bookmarks.is_empty() {
                        *bookmarks = self.passages.around(&self.now.bookmarks);
                    }
                }
            }
            _ => {
                let bookmarks = self.passages.around(&self.now.bookmarks);
                self.comments.entry(id).or_insert((self.now.start, Some(at), bookmarks));
            }
        }
    }

    /// The comments of `comments.xml`, in the order of the text.
    pub(super) fn margin_notes(&mut self, root: Node<'p, 'p>) -> Vec<MarginNote> {
        let mut notes = Vec::new();
        for node in children(root, "comment") {
            let Some(id) = attribute(node, "id") else { continue };
            let text: Vec<String> = children(node, "p").map(plain).collect();
            let (start, end, bookmarks) = self.comments.get(id).cloned().unwrap_or((0, Some(0), Vec::new()));
            let end = end.unwrap_or(start).max(start);
            let quoted = self.shown(start..end).split_whitespace().collect::<Vec<_>>().join(" ");
            let author = attribute(node, "author").unwrap_or("").to_owned();
            notes.push(MarginNote { author, text: text.join("\n"), quoted, bookmarks, span: Span::new(self.file, start..end) });
        }
        notes.sort_by_key(|note| note.span);
        notes
    }
}

impl Reader<'_> {
    /// The words in a range, without those that a change takes away.
    fn shown(&self, range: std::ops::Range<usize>) -> String {
        let is_gone = |change: &&Tracked| change.is_insertion != (self.changes == Changes::Accept);
        let first = self.tracked.partition_point(|change| change.span.range().end <= range.start);
        let mut shown = String::new();
        let mut from = range.start;
        for change in self.tracked[first..].iter().take_while(|change| change.span.range().start < range.end).filter(is_gone) {
            let gone = change.span.range();
            shown.push_str(self.words.get(from..gone.start.max(from)).unwrap_or(""));
            from = gone.end.min(range.end).max(from);
        }
        shown.push_str(self.words.get(from..range.end).unwrap_or(""));
        shown
    }
}

/// The words of a paragraph, without any look.
fn plain(node: Node<'_, '_>) -> String {
    let words = node.descendants().filter_map(|node| match name(node) {
        "t" => node.text(),
        "tab" | "br" => Some(" "),
        _ => None,
    });
    words.collect()
}

/// Whether a content control holds the contents list.
fn is_contents_control(node: Node<'_, '_>) -> bool {
    let gallery = child(node, "sdtPr").and_then(|node| child(node, "docPartObj")).and_then(|node| value(node, "docPartGallery"));
    gallery.is_some_and(|gallery| gallery.eq_ignore_ascii_case("table of contents"))
}

/// Whether a content control shows the words that ask for its content.
pub(super) fn is_prompt(node: Node<'_, '_>) -> bool {
    child(node, "sdtPr").and_then(|node| switch(node, "showingPlcHdr")) == Some(true)
}
