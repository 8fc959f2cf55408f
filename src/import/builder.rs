//! The flow of a chapter as blocks of the model.

use std::collections::{HashMap, HashSet};

use super::flow::{Grid, Item, Paragraph};
use super::lists::{self, Entry};
use super::report::Findings;
use super::role::Role;
use super::typed;
use crate::model::{
    Block, BlockKind, Callout, CalloutKind, CodeBlock, Definition, Heading, Image, Inline, Label, Mark, Quotation, Text, plain_text, slug,
};
use crate::span::{FileId, Span};

/// Where a bookmark is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// At a heading or below it: the index of the text, and the anchor; none for the text as a whole.
    Heading(usize, Option<String>),
    /// In a caption, which cannot be linked to.
    Caption,
    /// At a term of the glossary.
    Term(String),
}

/// Makes blocks.
pub(super) struct Builder<'w> {
    /// The text of the document, a paragraph a line.
    pub(super) words: &'w str,
    pub(super) findings: Findings,
    pub(super) places: HashMap<String, Place>,
    /// Words of headings by bookmark, for references that show a number alone.
    pub(super) titles: HashMap<String, String>,
    /// Whether a numbered paragraph lost its number.
    pub(super) has_numbered_paragraphs: bool,
    /// Lists whose numbers belong to headings.
    pub(super) heading_lists: HashSet<String>,
    text: usize,
    anchors: HashSet<String>,
    anchor: Option<String>,
    undescribed: usize,
}

/// Anchors that every page uses itself.
const RESERVED: &str = "main";

impl<'w> Builder<'w> {
    pub(super) fn new(words: &'w str, findings: Findings, heading_lists: HashSet<String>) -> Self {
        let has_numbered_paragraphs = !findings.numbers.is_empty();
        Self {
            words,
            findings,
            places: HashMap::new(),
            titles: HashMap::new(),
            has_numbered_paragraphs,
            heading_lists,
            text: 0,
            anchors: HashSet::new(),
            anchor: None,
            undescribed: 0,
        }
    }

    /// Begins the text with this index, whose title has these bookmarks.
    pub(super) fn begin(&mut self, text: usize, title: &str, bookmarks: &[String]) {
        self.text = text;
        self.anchors = HashSet::from([RESERVED.to_owned()]);
        self.anchor = None;
        for bookmark in bookmarks {
            self.places.insert(bookmark.clone(), Place::Heading(text, None));
            self.titles.insert(bookmark.clone(), title.to_owned());
        }
    }

    /// The blocks of some items.
    pub(super) fn blocks(&mut self, items: Vec<Item>) -> Vec<Block<Label>> {
        let items = typed::marked(items, self.words, &mut self.findings);
        let mut blocks: Vec<Block<Label>> = Vec::new();
        let mut items = items.into_iter().peekable();
        // A caption waits for the table or picture below it.
        let mut caption: Option<Paragraph> = None;
        while let Some(item) = items.next() {
            match item {
                Item::Table(grid) => {
                    let line = caption.take().map(|caption| self.caption(caption));
                    let line = line.or_else(|| match items.peek() {
                        Some(Item::Paragraph(next)) if is_caption(next, true) => {
                            if let Some(Item::Paragraph(next)) = items.next() {
                                Some(self.caption(next))
                            } else {
                                None
                            }
                        }
                        _ => None,
                    });
                    self.table(grid, line, &mut blocks);
                }
                Item::Box(inside, span) => {
                    self.flush(&mut caption, &mut blocks);
                    self.findings.counts.boxes += 1;
                    self.findings.doubt(
                        span,
                        "this text box is a box now",
                        "change `[!box]` to another kind, or write its text in the paragraphs around it",
                    );
                    self.panel(CalloutKind::Box, inside, span, &mut blocks);
                }
                Item::Paragraph(paragraph) => {
                    if paragraph.is_empty() {
                        self.place(&paragraph.bookmarks);
                        continue;
                    }
                    if is_caption(&paragraph, matches!(items.peek(), Some(Item::Table(_)))) && paragraph.level.is_none() {
                        // Below a picture, or else above what follows.
                        if let Some(Block { kind: BlockKind::Figure(_, line), .. }) = blocks.last_mut()
                            && line.is_empty()
                            && caption.is_none()
                            && !is_for_table(&paragraph)
                        {
                            let words = self.caption(paragraph);
                            if let Some(Block { kind: BlockKind::Figure(_, line), .. }) = blocks.last_mut() {
                                *line = words;
                            }
                            continue;
                        }
                        self.flush(&mut caption, &mut blocks);
                        caption = Some(paragraph);
                        continue;
                    }
                    if only_images(&paragraph.line) {
                        self.place(&paragraph.bookmarks);
                        self.figures(paragraph, &mut caption, &mut blocks);
                        continue;
                    }
                    self.flush(&mut caption, &mut blocks);
                    match (paragraph.role, paragraph.level) {
                        (_, Some(level)) => self.heading(paragraph, level, &mut blocks),
                        (Role::Quote, _) => {
                            let span = paragraph.span;
                            let mut quoted = vec![Item::Paragraph(Paragraph { role: Role::Body, ..paragraph })];
                            while let Some(Item::Paragraph(next)) =
                                items.next_if(|next| matches!(next, Item::Paragraph(next) if next.role == Role::Quote))
                            {
                                quoted.push(Item::Paragraph(Paragraph { role: Role::Body, ..next }));
                            }
                            let body = self.blocks(quoted);
                            let said_by = items.next_if(|next| matches!(next, Item::Paragraph(next) if next.role == Role::Attribution));
                            blocks.push(Block::new(
                                span,
                                match said_by {
                                    Some(Item::Paragraph(next)) => {
                                        self.place(&next.bookmarks);
                                        BlockKind::Quotation(Quotation { body, attribution: on_one_line(next.line) })
                                    }
                                    _ => BlockKind::BlockQuote(body),
                                },
                            ));
                        }
                        (Role::Callout(kind) | Role::CalloutTitle(kind), _) => {
                            let span = paragraph.span;
                            let mut inside = vec![Item::Paragraph(Paragraph { role: Role::Body, ..paragraph })];
                            while let Some(Item::Paragraph(next)) =
                                items.next_if(|next| matches!(next, Item::Paragraph(next) if next.role == Role::Callout(kind)))
                            {
                                inside.push(Item::Paragraph(Paragraph { role: Role::Body, ..next }));
                            }
                            self.panel(kind, inside, span, &mut blocks);
                        }
                        (Role::Term, _) => {
                            let span = paragraph.span;
                            self.place(&paragraph.bookmarks);
                            let mut inside = Vec::new();
                            let is_meaning = |next: &Item| matches!(next, Item::Paragraph(next) if next.role == Role::Meaning);
                            while let Some(Item::Paragraph(next)) = items.next_if(is_meaning) {
                                inside.push(Item::Paragraph(Paragraph { role: Role::Body, ..next }));
                            }
                            let meaning = self.blocks(inside);
                            let term = on_one_line(without_look(paragraph.line));
                            if meaning.is_empty() {
                                blocks.push(Block::new(span, BlockKind::Paragraph(term)));
                                continue;
                            }
                            let definition = Definition { term, descriptions: vec![meaning], span, mark: Mark::Unchanged };
                            if let Some(Block { kind: BlockKind::DefinitionList(definitions), .. }) = blocks.last_mut() {
                                definitions.push(definition);
                            } else {
                                blocks.push(Block::new(span, BlockKind::DefinitionList(vec![definition])));
                            }
                        }
                        (Role::Code, _) => {
                            let span = paragraph.span;
                            let mut text = plain_text(&paragraph.line);
                            text.push('\n');
                            while let Some(Item::Paragraph(next)) =
                                items.next_if(|next| matches!(next, Item::Paragraph(next) if next.role == Role::Code))
                            {
                                text.push_str(&plain_text(&next.line));
                                text.push('\n');
                            }
                            blocks.push(Block::new(span, BlockKind::Code(CodeBlock { language: None, text: text.into() })));
                        }
                        (Role::LeftOut, _) => self.findings.replaced(
                            paragraph.span,
                            "this paragraph is left out, as import.yaml says",
                            "no action is needed if that is right",
                        ),
                        _ => {
                            if !self.is_item(&paragraph) {
                                self.plain(paragraph, &mut blocks);
                                continue;
                            }
                            let mut entries = vec![self.entry(paragraph)];
                            while let Some(Item::Paragraph(next)) =
                                items.next_if(|next| matches!(next, Item::Paragraph(next) if self.goes_on(next, entries.last())))
                            {
                                if !next.is_empty() {
                                    lists::add(&mut entries, self.entry(next));
                                }
                            }
                            self.findings.counts.lists += 1;
                            blocks.extend(lists::build(entries, &mut self.findings));
                        }
                    }
                }
            }
        }
        self.flush(&mut caption, &mut blocks);
        blocks
    }

    fn is_item(&self, paragraph: &Paragraph) -> bool {
        paragraph.level.is_none()
            && (matches!(paragraph.role, Role::Bullet | Role::Numbered)
                || paragraph.mark.as_ref().is_some_and(|mark| lists::is_item(mark) && !self.heading_lists.contains(&mark.list)))
    }

    /// Whether a paragraph belongs to the list before it.
    fn goes_on(&self, paragraph: &Paragraph, last: Option<&Entry>) -> bool {
        if paragraph.is_empty() {
            return true;
        }
        let is_plain = paragraph.level.is_none()
            && matches!(paragraph.role, Role::Body | Role::Bullet | Role::Numbered)
            && !only_images(&paragraph.line)
            && !is_caption(paragraph, false);
        is_plain && (self.is_item(paragraph) || paragraph.mark.as_ref().is_some_and(|mark| lists::is_continuation(mark, last)))
    }

    fn entry(&mut self, paragraph: Paragraph) -> Entry {
        self.place(&paragraph.bookmarks);
        let is_numbered = paragraph.role == Role::Numbered;
        Entry::new(paragraph, is_numbered)
    }

    /// A paragraph of running text.
    fn plain(&mut self, paragraph: Paragraph, blocks: &mut Vec<Block<Label>>) {
        self.place(&paragraph.bookmarks);
        if paragraph.mark.as_ref().is_some_and(|mark| self.heading_lists.contains(&mark.list)) {
            self.has_numbered_paragraphs = true;
        }
        self.findings.counts.paragraphs += 1;
        blocks.push(Block::new(paragraph.span, BlockKind::Paragraph(paragraph.line)));
    }

    /// What is at these bookmarks is below the last heading.
    pub(super) fn place(&mut self, bookmarks: &[String]) {
        for bookmark in bookmarks {
            self.places.entry(bookmark.clone()).or_insert_with(|| Place::Heading(self.text, self.anchor.clone()));
        }
    }

    /// The words of a caption.
    pub(super) fn caption(&mut self, caption: Paragraph) -> Vec<Inline<Label>> {
        for bookmark in caption.bookmarks {
            self.places.insert(bookmark, Place::Caption);
        }
        without_look(caption.line)
    }

    /// A caption without a table or a picture is a paragraph.
    fn flush(&mut self, caption: &mut Option<Paragraph>, blocks: &mut Vec<Block<Label>>) {
        if let Some(caption) = caption.take() {
            self.findings.doubt(
                caption.span,
                "this caption has no table and no picture beside it, so it is a paragraph",
                "move it next to what it describes",
            );
            self.plain(Paragraph { role: Role::Body, ..caption }, blocks);
        }
    }

    fn heading(&mut self, paragraph: Paragraph, level: u8, blocks: &mut Vec<Block<Label>>) {
        let (images, line): (Vec<_>, Vec<_>) = paragraph.line.into_iter().partition(|inline| matches!(inline, Inline::Image(_)));
        let content = on_one_line(without_look(line));
        let words = plain_text(&content);
        if !words.trim().is_empty() {
            let anchor = self.unique(&words);
            for bookmark in &paragraph.bookmarks {
                self.places.insert(bookmark.clone(), Place::Heading(self.text, Some(anchor.clone())));
                self.titles.insert(bookmark.clone(), words.clone());
            }
            self.anchor = Some(anchor.clone());
            self.findings.counts.headings += 1;
            blocks.push(Block::new(paragraph.span, BlockKind::Heading(Heading { level, anchor: anchor.into(), number: None, content })));
        }
        for image in images {
            if let Inline::Image(image) = image {
                let image = self.described(*image, "");
                blocks.push(Block::new(image.span, BlockKind::Figure(Box::new(image), Vec::new())));
            }
        }
    }

    /// An anchor for a heading with these words, as a chapter counts them.
    fn unique(&mut self, words: &str) -> String {
        let base = Some(slug(words)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "section".into());
        let mut anchor = base.clone();
        let mut count = 1;
        while !self.anchors.insert(anchor.clone()) {
            count += 1;
            anchor = format!("{base}-{count}");
        }
        anchor
    }

    fn figures(&mut self, paragraph: Paragraph, caption: &mut Option<Paragraph>, blocks: &mut Vec<Block<Label>>) {
        for inline in flat(paragraph.line) {
            let Inline::Image(image) = inline else { continue };
            let line = caption.take().map(|caption| self.caption(caption)).unwrap_or_default();
            let image = self.described(*image, &plain_text(&line));
            blocks.push(Block::new(image.span, BlockKind::Figure(Box::new(image), line)));
        }
    }

    /// A picture with alt text: readers who cannot see it must know that something is missing.
    pub(super) fn described(&mut self, image: Image, _caption: &str) -> Image {
        if image.alternative.as_deref() != Some("") {
            return image;
        }
        self.undescribed += 1;
        self.findings.diagnostics.push(
            crate::diag::Diagnostic::warning(
                "import-alternative",
                image.span,
                "this picture has no alt text in Word, so people who cannot see it miss it",
            )
            .hint("describe it in the brackets `![…]`, in place of the words that are there now; for one that says nothing, write `![decorative]`"),
        );
        Image { alternative: Some(format!("Picture {} from the Word document, without a description", self.undescribed).into()), ..image }
    }

    fn panel(&mut self, kind: CalloutKind, mut inside: Vec<Item>, span: Span, blocks: &mut Vec<Block<Label>>) {
        inside.retain(|item| !matches!(item, Item::Paragraph(paragraph) if paragraph.is_empty()));
        let is_title = |item: &Item| matches!(item, Item::Paragraph(paragraph) if (paragraph.is_bold || paragraph.level.is_some()) && plain_text(&paragraph.line).len() <= 100 && paragraph.mark.is_none());
        let mut title = Vec::new();
        if inside.len() > 1
            && inside.first().is_some_and(is_title)
            && let Item::Paragraph(first) = inside.remove(0)
        {
            self.place(&first.bookmarks);
            title = on_one_line(without_look(first.line));
        }
        for item in &mut inside {
            if let Item::Paragraph(paragraph) = item {
                paragraph.level = None;
            }
        }
        let body = self.blocks(inside);
        if body.is_empty() && title.is_empty() {
            return;
        }
        let callout = Callout { kind, title, level: 3, anchor: "".into(), body };
        blocks.push(Block::new(span, BlockKind::Callout(callout)));
    }

    fn table(&mut self, grid: Grid, caption: Option<Vec<Inline<Label>>>, blocks: &mut Vec<Block<Label>>) {
        let is_box = grid.rows.iter().all(|row| row.cells.len() <= 1);
        if is_box || grid.is_layout() {
            if let Some(caption) = caption {
                blocks.push(Block::new(grid.span, BlockKind::Paragraph(caption)));
            }
            let span = grid.span;
            let inside: Vec<Item> = grid.rows.into_iter().flat_map(|row| row.cells).flat_map(|cell| cell.items).collect();
            if is_box {
                self.findings.doubt(
                    span,
                    "this table has one column, so it is a box now",
                    "change `[!box]` to another kind, or write its text in the paragraphs around it",
                );
                self.panel(CalloutKind::Box, inside, span, blocks);
            } else {
                self.findings.doubt(
                    span,
                    "this table only arranges things on the page, so they now follow each other",
                    "put them in the order in which they should be read",
                );
                blocks.extend(self.blocks(inside));
            }
            return;
        }
        let table = self.cells(grid, caption);
        blocks.extend(table);
    }
}

/// A paragraph whose words are those of a caption.
fn is_caption(paragraph: &Paragraph, beside_table: bool) -> bool {
    paragraph.role == Role::Caption || beside_table && paragraph.level.is_none() && paragraph.mark.is_none() && is_for_table(paragraph)
}

fn is_for_table(paragraph: &Paragraph) -> bool {
    let words = plain_text(&paragraph.line);
    let rest = words.strip_prefix("Table ").or_else(|| words.strip_prefix("Tabl "));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) && words.len() < 200
}

/// Whether a line has pictures and nothing else.
fn only_images(line: &[Inline<Label>]) -> bool {
    let is_image = |inline: &Inline<Label>| {
        matches!(inline, Inline::Image(_)) || if let Inline::Link(link) = inline { only_images(&link.content) } else { false }
    };
    let is_gap =
        |inline: &Inline<Label>| matches!(inline, Inline::LineBreak(_)) || matches!(inline, Inline::Text(text) if text.text.trim().is_empty());
    line.iter().any(is_image) && line.iter().all(|inline| is_image(inline) || is_gap(inline))
}

fn flat(line: Vec<Inline<Label>>) -> Vec<Inline<Label>> {
    line.into_iter().flat_map(|inline| if let Inline::Link(link) = inline { flat(link.content) } else { vec![inline] }).collect()
}

/// A line without bold and emphasis, which headings and captions have anyway.
pub(super) fn without_look(line: Vec<Inline<Label>>) -> Vec<Inline<Label>> {
    let mut out: Vec<Inline<Label>> = Vec::new();
    for inline in line {
        if let Inline::Strong(content) | Inline::Emphasis(content) = inline {
            without_look(content).into_iter().for_each(|inline| push(&mut out, inline));
        } else {
            push(&mut out, inline);
        }
    }
    out
}

/// Adds to a line; text beside text is one.
pub(super) fn push(line: &mut Vec<Inline<Label>>, inline: Inline<Label>) {
    match (line.last_mut(), inline) {
        (Some(Inline::Text(last)), Inline::Text(next)) => {
            last.text = format!("{}{}", last.text, next.text).into();
            last.span.end = next.span.end.max(last.span.end);
        }
        (_, inline) => line.push(inline),
    }
}

/// A line with spaces in place of line breaks.
pub(super) fn on_one_line(line: Vec<Inline<Label>>) -> Vec<Inline<Label>> {
    let mut out = Vec::new();
    for inline in line {
        let inline = if matches!(inline, Inline::LineBreak(_)) { space() } else { inline };
        push(&mut out, inline);
    }
    out
}

/// A space that is not in the document.
pub(super) fn space() -> Inline<Label> {
    Inline::Text(Text { text: " ".into(), span: Span::new(FileId(0), 0..0) })
}
