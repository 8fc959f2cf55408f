//! Blocks and lines to HTML.
//!
//! [`Writer`] matches exhaustively on [`BlockKind`] and [`Inline`]. Markup is fixed here, not in templates: it is what
//! the accessibility of every page rests on, and it is written far too often for a template call each time.

pub(super) mod changes;
mod links;
mod notes;
mod panels;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

pub(super) use links::{block_id, nth_use, one_page_slug, term_id, use_id, word_id};

use crate::model::{Alignment, Block, BlockKind, Document, Heading, Inline, List, Mark, NodeId, PageId, Table, Target, plain_text};
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
    count: usize,
    /// The block that begins with the next tag.
    begun: NodeId,
    /// The printed number of the paragraph that comes next.
    pub(super) number: Option<Box<str>>,
    pub(super) changes: changes::State,
}

impl<'a> Writer<'a> {
    pub(super) fn new(document: &'a Document, strings: &'a Strings, view: View, root: &'a str) -> Self {
        let prefix = match view {
            View::OnePage(page, _) | View::Redline(page, _) => format!("{}--", one_page_slug(document, page)),
            _ => String::new(),
        };
        let out = String::with_capacity(USUAL_PAGE);
        Self { document, strings, view, root, prefix, out, count: 0, begun: NodeId::NONE, number: None, changes: changes::State::default() }
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

    fn level(&self, level: u8) -> u8 {
        match self.view {
            View::OnePage(_, lower) | View::Redline(_, lower) => (level + lower).min(6),
            _ => level,
        }
    }

    pub(super) fn blocks(&mut self, blocks: &[Block<Target>]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block<Target>) {
        match &block.change {
            None => {
                self.begin(block.id);
                self.kind(&block.kind);
            }
            Some(change) => self.changed_block(block, change),
        }
    }

    /// Blocks that are shown on pages of others have no names there.
    fn begin(&mut self, id: NodeId) {
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

    /// A block as it is, whatever became of it.
    fn kind(&mut self, kind: &BlockKind<Target>) {
        match kind {
            BlockKind::Heading(heading) => self.heading(heading),
            BlockKind::Paragraph(line) => {
                self.raw("<p");
                self.own_id();
                self.raw(">");
                if let Some(number) = self.number.take() {
                    self.element("span", "paragraph-number", &number);
                    self.raw(" ");
                }
                self.line(line);
                self.raw("</p>");
            }
            BlockKind::List(list) => self.list(list),
            BlockKind::DefinitionList(definitions) => {
                self.raw("<dl");
                self.own_id();
                self.raw(">");
                for definition in definitions {
                    self.raw("<dt>");
                    self.marked(definition.mark, |writer| writer.line(&definition.term));
                    self.raw("</dt>");
                    for description in &definition.descriptions {
                        self.raw("<dd>");
                        let is_close = definition.descriptions.len() == 1 && description.len() == 1;
                        self.marked(definition.mark, |writer| writer.item(description, is_close));
                        self.raw("</dd>");
                    }
                }
                self.raw("</dl>");
            }
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure(image, caption) => {
                // Without a caption there is nothing that the picture would be a figure of.
                let tag = if caption.is_empty() { "div" } else { "figure" };
                self.raw(&format!("<{tag} class=image"));
                self.own_id();
                self.raw(">");
                self.image(image);
                if !caption.is_empty() {
                    self.raw("<figcaption>");
                    self.line(caption);
                    self.raw("</figcaption>");
                }
                self.raw(&format!("</{tag}>"));
            }
            BlockKind::BlockQuote(body) => {
                self.raw("<blockquote");
                self.own_id();
                self.raw(">");
                self.blocks(body);
                self.raw("</blockquote>");
            }
            BlockKind::Quotation(quotation) => self.quotation(quotation),
            BlockKind::Callout(callout) => self.callout(callout),
            BlockKind::Cards(cards) => self.cards(cards),
            BlockKind::Code(code) => {
                self.raw("<pre");
                self.own_id();
                if let Some(language) = &code.language {
                    self.attribute("data-language", language);
                }
                self.raw("><code>");
                self.text(&code.text);
                self.raw("</code></pre>");
            }
            BlockKind::ThematicBreak => {
                self.begun = NodeId::NONE;
                self.raw("<hr>");
            }
            BlockKind::Statistics(statistics) => self.statistics(statistics),
            BlockKind::Chart(chart) => self.chart(chart),
            BlockKind::Timeline(moments) => self.timeline(moments),
            BlockKind::Video(video) => self.video(video),
            BlockKind::VersionHistory => self.version_table(),
            BlockKind::Survey(survey) => self.survey(survey),
            BlockKind::RawHtml(html) => {
                self.begun = NodeId::NONE;
                self.raw(html);
            }
        }
    }

    fn heading(&mut self, heading: &Heading<Target>) {
        // A heading has a name of its own.
        self.begun = NodeId::NONE;
        let tag = self.heading_tag(heading.level);
        self.raw("<");
        self.raw(&tag);
        self.id(&heading.anchor);
        self.raw(">");
        if let Some(number) = &heading.number {
            self.element("span", "number", number);
            self.raw(" ");
        }
        self.line(&heading.content);
        self.raw("</");
        self.raw(&tag);
        self.raw(">");
    }

    fn list(&mut self, list: &List<Target>) {
        let tag = match list.start {
            None => "ul",
            Some(_) => "ol",
        };
        self.raw("<");
        self.raw(tag);
        self.own_id();
        if let Some(start) = list.start.filter(|start| *start != 1) {
            self.raw(&format!(" start={start}"));
        }
        self.raw(">");
        for item in &list.items {
            self.raw("<li");
            // In a close-set list a paragraph has no tag of its own: the item's name is that of its first.
            if list.tight
                && let Some(Block { id, kind: BlockKind::Paragraph(_), .. }) = item.body.first()
            {
                self.begin(*id);
                self.own_id();
            }
            self.raw(">");
            self.marked(item.mark, |writer| writer.item(&item.body, list.tight));
            self.raw("</li>");
        }
        self.raw("</");
        self.raw(tag);
        self.raw(">");
    }

    /// Blocks of an item: in a close-set list its paragraphs stand bare.
    fn item(&mut self, blocks: &[Block<Target>], tight: bool) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(line) if tight && block.change.as_deref().is_none_or(changes::is_within) => {
                    self.line(line);
                    self.raw("\n");
                }
                _ => self.block(block),
            }
        }
    }

    fn table(&mut self, table: &Table<Target>) {
        let id = self.next_id("table");
        self.raw("<div class=table-scroll role=region tabindex=0");
        self.own_id();
        if table.caption.is_some() {
            self.region_named_by(&id);
            self.raw("><table><caption");
            self.id(&id);
            self.raw(">");
            self.line(table.caption.as_deref().unwrap_or(&[]));
            self.raw("</caption><thead><tr>");
        } else {
            // A region must have a name; a table without a caption is called by its first header.
            let names: Vec<String> = table.head.iter().map(|cell| plain_text(&cell.content)).filter(|name| !name.is_empty()).collect();
            let name = names.join(", ");
            let label = self.strings.fill("table_of", &[("number", &self.count.to_string()), ("columns", &name)]);
            self.attribute("aria-label", &label);
            self.raw("><table><thead><tr>");
        }
        for (cell, column) in table.head.iter().zip(&table.columns) {
            // The corner above row headers may be empty; a header cell may not.
            let tag = if cell.content.is_empty() { "td" } else { "th scope=col" };
            self.cell(tag, column.alignment, column.mark, &cell.content);
        }
        self.raw("</tr></thead><tbody>");
        for row in &table.rows {
            self.raw("<tr>");
            for (at, (cell, column)) in row.cells.iter().zip(&table.columns).enumerate() {
                let tag = if at == 0 && table.row_headers { "th scope=row" } else { "td" };
                let mark = if row.mark == Mark::Unchanged { column.mark } else { row.mark };
                self.cell(tag, column.alignment, mark, &cell.content);
            }
            self.raw("</tr>");
        }
        self.raw("</tbody></table></div>");
    }

    /// A cell whose start tag is `<tag>`.
    fn cell(&mut self, tag: &str, alignment: Alignment, mark: Mark, content: &[Inline<Target>]) {
        self.raw("<");
        self.raw(tag);
        self.raw(match alignment {
            Alignment::Start => ">",
            Alignment::Center => " class=center>",
            Alignment::End => " class=num>",
        });
        let mark = if content.is_empty() { Mark::Unchanged } else { mark };
        self.marked(mark, |writer| writer.line(content));
        self.raw(if tag.starts_with("th") { "</th>" } else { "</td>" });
    }

    pub(super) fn line(&mut self, line: &[Inline<Target>]) {
        for inline in line {
            match inline {
                Inline::Text(text) => self.text(&text.text),
                Inline::Emphasis(content) => self.wrapped("em", content),
                Inline::Strong(content) => self.wrapped("strong", content),
                Inline::Strikethrough(content) => self.wrapped("del", content),
                Inline::Code(text) => {
                    self.raw("<code>");
                    self.text(&text.text);
                    self.raw("</code>");
                }
                Inline::Link(link) => self.link(link),
                Inline::Expanded(term, text) => {
                    self.text(&self.document.glossary.term(*term).term);
                    self.raw(" (");
                    self.text(&text.text);
                    self.raw(")");
                }
                Inline::Image(image) => self.image(image),
                Inline::Language(tag, content) => {
                    self.raw("<span");
                    self.attribute("lang", tag);
                    self.raw(">");
                    self.line(content);
                    self.raw("</span>");
                }
                Inline::FootnoteReference(note, nth) => self.footnote_reference(*note, *nth),
                Inline::LineBreak => self.raw("<br>"),
                Inline::RawHtml(html) => self.raw(html),
                Inline::Changed(change) => self.changed(change),
            }
        }
    }

    fn wrapped(&mut self, tag: &str, content: &[Inline<Target>]) {
        self.raw("<");
        self.raw(tag);
        self.raw(">");
        self.line(content);
        self.raw("</");
        self.raw(tag);
        self.raw(">");
    }
}
