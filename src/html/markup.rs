//! Blocks and lines to HTML.
//!
//! [`Writer`] matches exhaustively on [`BlockKind`] and [`Inline`]. This markup is not left to templates: the accessibility of
//! every page depends on it, and it is written far too often for a template call each time.

pub(super) mod actions;
mod changes;
mod gallery;
mod links;
mod measures;
mod notes;
mod panels;
mod same;
mod table;
mod values;

pub(super) use changes::{ChangeLabel, words_in};
pub(super) use same::Same;

use super::address::{block_id, encode};
use super::writer::Writer;
use crate::model::{
    Block, BlockKind, Change, Definition, Extent, Heading, Inline, List, Mark, NodeId, NumberedKind, RawHtml, Target, continues_move,
    is_right_to_left,
};
use crate::wording;

impl Writer<'_> {
    pub(super) fn blocks(&mut self, blocks: &[Block<Target>]) {
        match self.changes.spread {
            Mark::Unchanged => blocks.iter().for_each(|block| self.block(block)),
            mark => self.marked_blocks(mark, blocks, false),
        }
    }

    fn block(&mut self, block: &Block<Target>) {
        let is_past = block.change.as_ref().is_some_and(|change| change.is_past());
        if let Some(name) = block.label.as_ref().and_then(|label| label.name.as_ref()).filter(|_| !is_past && !self.changes.is_removed()) {
            self.raw("<span class=target");
            self.id(name);
            self.raw("></span>");
        }
        self.caption_number = wording::caption_number(block.label.as_deref(), self.strings);
        match &block.change {
            None => {
                self.begin(block.id);
                self.kind(&block.kind);
            }
            Some(change) => self.changed_block(block, change),
        }
    }

    /// A block without its change mark.
    fn kind(&mut self, kind: &BlockKind<Target>) {
        match kind {
            BlockKind::Heading(heading) => self.heading(heading),
            BlockKind::Paragraph(line) => {
                let id = self.begun;
                self.raw("<p");
                self.own_id();
                self.raw(">");
                self.former_anchors(id);
                if let Some(number) = self.number.take() {
                    self.paragraph_number(id, &number);
                    self.raw(" ");
                }
                self.line(line);
                self.raw("</p>");
            }
            BlockKind::List(list) => self.list(list),
            BlockKind::DefinitionList(definitions) => self.definitions(definitions),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure(image, caption) => {
                // Only a picture with a caption is a figure.
                let tag = if caption.is_empty() { "div" } else { "figure" };
                self.raw(&format!("<{tag} class=image"));
                self.own_id();
                self.raw(">");
                self.image(image);
                if !caption.is_empty() {
                    self.raw("<figcaption>");
                    self.caption(caption);
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
                self.raw(">");
                self.code(&code.text);
                self.raw("</pre>");
            }
            BlockKind::ThematicBreak => {
                self.begun = NodeId::NONE;
                self.raw("<hr>");
            }
            BlockKind::Statistics(statistics) => self.statistics(statistics),
            BlockKind::Chart(chart, source) => self.chart(chart, source),
            BlockKind::Timeline(moments) => self.timeline(moments),
            BlockKind::Video(video) => self.video(video),
            BlockKind::VersionHistory => self.version_table(),
            BlockKind::ListOf(kind) => self.list_of(*kind),
            BlockKind::Gallery(gallery) => self.gallery(gallery),
            BlockKind::Survey(survey) => self.survey(survey),
            BlockKind::Action(action) => self.action(action),
            BlockKind::RawHtml(_) if self.is_book => {}
            BlockKind::RawHtml(html) if self.document.settings.raw_html == RawHtml::Allow => {
                self.begun = NodeId::NONE;
                self.raw(html);
            }
            BlockKind::RawHtml(html) => {
                self.begun = NodeId::NONE;
                self.raw("<pre>");
                self.code(html);
                self.raw("</pre>");
            }
        }
    }

    /// The number of a paragraph: a link to it, by which readers quote it.
    fn paragraph_number(&mut self, id: NodeId, number: &str) {
        if id.is_some() {
            self.raw("<a class=paragraph-number");
            let href = format!("#{}{}", encode(&self.prefix), block_id(id));
            self.attribute("href", &href);
            self.raw(">");
            self.text(number);
            self.raw("</a>");
        } else {
            self.element("span", "paragraph-number", number);
        }
    }

    /// A caption or a title, after its number.
    pub(super) fn caption(&mut self, line: &[Inline<Target>]) {
        if let Some(number) = self.caption_number.take() {
            self.element("span", "caption-number", &number);
            self.raw(" ");
        }
        self.line(line);
    }

    /// All numbered blocks of a kind.
    fn list_of(&mut self, kind: NumberedKind) {
        self.raw("<ul class=list-of");
        self.own_id();
        self.raw(">");
        for line in wording::list_of(kind, self.document, self.strings) {
            self.raw("<li>");
            self.line(&line);
            self.raw("</li>");
        }
        self.raw("</ul>");
    }

    fn code(&mut self, text: &str) {
        self.raw("<code>");
        self.text(text);
        self.raw("</code>");
    }

    /// The anchors that earlier versions had for a block, or for what is part of it now.
    fn former_anchors(&mut self, id: NodeId) {
        let document = self.document;
        for anchor in document.former.renamed.get(&id).into_iter().flatten() {
            self.raw("<span");
            self.id(anchor);
            self.raw("></span>");
        }
    }

    fn heading(&mut self, heading: &Heading<Target>) {
        // A heading has an id of its own.
        let id = std::mem::replace(&mut self.begun, NodeId::NONE);
        let tag = self.heading_tag(heading.level);
        self.raw("<");
        self.raw(&tag);
        self.id(&heading.anchor);
        self.raw(">");
        self.former_anchors(id);
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
        let items: Vec<_> = list.items.iter().filter(|item| item.mark != Mark::Joined).collect();
        let same = self.same_parts(items.len(), |at| items[at].mark == Mark::Unchanged && !Extent::of_blocks(&items[at].body).is_marked());
        for (at, item) in items.into_iter().enumerate() {
            match same[at] {
                Same::Shown => {}
                Same::Counted(count) => {
                    self.same_part("li", count);
                    continue;
                }
                Same::Hidden => continue,
            }
            self.raw("<li");
            if let Some(start) = list.start.filter(|_| at > 0 && same[at - 1] != Same::Shown) {
                self.raw(&format!(" value={}", start + at as u64));
            }
            self.end_item_tag(&item.body, list.tight);
            self.move_note(item.mark);
            self.marked_blocks(item.mark, &item.body, list.tight);
            self.raw("</li>");
        }
        self.raw("</");
        self.raw(tag);
        self.raw(">");
    }

    fn definitions(&mut self, definitions: &[Definition<Target>]) {
        let is_same = |at: usize| {
            let definition = &definitions[at];
            let is_marked = |body: &Vec<Block<Target>>| Extent::of_blocks(body).is_marked();
            definition.mark == Mark::Unchanged && !Extent::of_line(&definition.term).is_marked() && !definition.descriptions.iter().any(is_marked)
        };
        let same = self.same_parts(definitions.len(), is_same);
        self.raw("<dl");
        self.own_id();
        self.raw(">");
        for (definition, same) in definitions.iter().zip(same) {
            match same {
                Same::Shown => {}
                Same::Counted(count) => {
                    // A list of terms has room for nothing else.
                    self.raw("</dl>");
                    self.same_part("p", count);
                    self.raw("<dl>");
                    continue;
                }
                Same::Hidden => continue,
            }
            self.raw("<dt>");
            self.marked(self.own_or_spread(definition.mark), |writer| writer.line(&definition.term));
            self.raw("</dt>");
            for description in &definition.descriptions {
                let is_tight = definition.descriptions.len() == 1 && description.len() == 1;
                self.raw("<dd");
                self.end_item_tag(description, is_tight);
                self.marked_blocks(definition.mark, description, is_tight);
                self.raw("</dd>");
            }
        }
        self.raw("</dl>");
        // Where parts at an end are left out.
        if self.out.ends_with("<dl></dl>") {
            self.out.truncate(self.out.len() - "<dl></dl>".len());
        }
    }

    /// Ends the first tag of an item. Paragraphs of a tight list have no tags, so that the item has the id of its first one.
    fn end_item_tag(&mut self, body: &[Block<Target>], tight: bool) {
        let Some(Block { id, kind: BlockKind::Paragraph(_), .. }) = body.first().filter(|_| tight) else { return self.raw(">") };
        self.begin(*id);
        let id = self.begun;
        self.own_id();
        self.raw(">");
        self.former_anchors(id);
    }

    /// Blocks of an item; paragraphs of a tight list have no tags.
    fn item(&mut self, blocks: &[Block<Target>], tight: bool) {
        for block in blocks {
            if let BlockKind::Paragraph(line) = &block.kind
                && tight
                && block.change.as_deref().is_none_or(|change| matches!(change, Change::Edited))
            {
                self.line(line);
                self.raw("\n");
            } else {
                self.block(block);
            }
        }
    }

    pub(super) fn line(&mut self, line: &[Inline<Target>]) {
        for (at, inline) in line.iter().enumerate() {
            match inline {
                Inline::Text(text) => self.text(&text.text),
                Inline::Emphasis(content) => self.wrapped("em", content),
                Inline::Strong(content) => self.wrapped("strong", content),
                Inline::Strikethrough(content) => self.wrapped("del", content),
                Inline::Shifted(shift, content) => self.wrapped(shift.names().0, content),
                Inline::Code(text) => self.code(&text.text),
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
                    self.attribute("dir", if is_right_to_left(tag) { "rtl" } else { "ltr" });
                    self.raw(">");
                    self.line(content);
                    self.raw("</span>");
                }
                Inline::FootnoteReference(note, nth) => self.footnote_reference(*note, *nth),
                Inline::LineBreak(_) => self.raw("<br>"),
                Inline::RawHtml(_) if self.is_book => {}
                Inline::RawHtml(html) if self.document.settings.raw_html == RawHtml::Allow => self.raw(html),
                // An earlier version that allowed HTML, in a strategy that does not.
                Inline::RawHtml(html) => self.code(html),
                Inline::Changed(change) => self.changed(change, continues_move(line, at)),
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
