//! Builds blocks from Markdown events.
//!
//! pulldown-cmark returns a flat stream of events; [`BodyBuilder`] keeps open elements on a stack of its own, so deeply
//! nested text cannot overflow the call stack.

mod callout;
mod code;
mod comments;
mod definitions;
mod guards;
mod heading;
mod html;
mod image;
mod levels;
mod links;
mod lists;
mod marks;
mod names;
mod notes;
mod open;
mod ordinals;
mod pasted;
mod raw_html;
mod shifted;
mod spaces;
mod table;
mod unseen;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, Options, Parser, Tag};

use super::cell;
use super::inline::{self, LineBuilder};
use super::source::File;
use crate::diag::Diagnostic;
use crate::model::{
    Allowance, Block, BlockKind, BlockLabel, Break, Cell, Definition, Footnote, Inline, Item, Label, Link, List, Mark, Punctuation, Text,
    is_odd_space,
};
use crate::span::Span;
use crate::yaml::Origin;
use comments::Comments;
use definitions::Definitions;
use levels::Pasted;
use notes::Notes;
use open::{Element, Open};
use raw_html::OpenTags;
use spaces::OddSpaces;

/// The content of a file or a YAML value.
pub(crate) struct Body {
    pub(crate) blocks: Vec<Block<Label>>,
    pub(crate) footnotes: Vec<Footnote<Label>>,
    pub(crate) allowances: Vec<Allowance>,
}

/// Maximum depth of nested elements; deeper content is added to the level above.
const DEEPEST: usize = 48;

/// How often a text is read again without comments that would be shown, before everything that may be one is left out.
const MOST_PASSES: usize = 2;

/// Anchors that every page uses itself.
const RESERVED_ANCHORS: [&str; 1] = ["main"];

/// Parses the Markdown of `file` from byte `start`.
pub(crate) fn parse(file: File<'_>, start: usize, diagnostics: &mut Vec<Diagnostic>) -> Body {
    build(file, &file.text[start..], Origin::At(file.id, start), diagnostics)
}

/// Parses the Markdown of a YAML value.
pub(crate) fn parse_blocks(file: File<'_>, text: &str, origin: Origin, diagnostics: &mut Vec<Diagnostic>) -> Vec<Block<Label>> {
    let body = build(file, text, origin, diagnostics);
    for note in &body.footnotes {
        diagnostics.push(inline::guest_footnote(note.span));
    }
    body.blocks
}

fn build(file: File<'_>, text: &str, origin: Origin, diagnostics: &mut Vec<Diagnostic>) -> Body {
    let mut text = Cow::Borrowed(text);
    let mut pass = 0;
    loop {
        let mut findings = Vec::new();
        let (body, mut comments) = build_once(file, &text, origin, &mut findings);
        if pass >= MOST_PASSES {
            comments.distrust();
        }
        pass += 1;
        // A comment that readers would see is left out, and the text is read again without it.
        let Some(rest) = comments.report(&text, origin, diagnostics) else {
            diagnostics.append(&mut findings);
            return body;
        };
        text = Cow::Owned(rest);
    }
}

fn build_once(file: File<'_>, text: &str, origin: Origin, diagnostics: &mut Vec<Diagnostic>) -> (Body, Comments) {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    if file.settings.punctuation == Punctuation::Curly {
        options |= Options::ENABLE_SMART_PUNCTUATION;
    }
    let mut broken = Vec::new();
    let mut see_broken = |link: BrokenLink<'_>| {
        broken.push((link.span, link.link_type, guards::restored_text(&link.reference)));
        None
    };
    let guarded = guards::guarded(text);
    let parser = Parser::new_with_broken_link_callback(guarded.as_deref().unwrap_or(text), options, Some(&mut see_broken));
    let mut definitions = Definitions::of(&parser, text);
    let mut odd_spaces = OddSpaces::of(text);
    let mut builder = BodyBuilder {
        file,
        origin,
        diagnostics,
        open: vec![Open::new(Element::Root, origin.span(0..text.len()))],
        skipped: 0,
        notes: Notes::default(),
        comments: Comments::of(text),
        tags: OpenTags::default(),
        pasted: Pasted::default(),
        links: 0,
        odd_spans: 0,
        deep_spans: 0,
        anchors: RESERVED_ANCHORS.iter().map(|anchor| (*anchor).to_owned()).collect(),
        anchor_counts: HashMap::new(),
        level: 1,
        underline: None,
        callouts: 0,
        allowances: Vec::new(),
        name: None,
        waiting: Vec::new(),
        spare: LineBuilder::default(),
    };
    for (event, range) in parser.into_offset_iter() {
        let event = if guarded.is_some() { guards::restored(event) } else { event };
        definitions.see(text, &event, &range);
        builder.comments.see(&event, &range);
        odd_spaces.see(&event, &range);
        let span = origin.span(range.clone());
        builder.event(event, span, range);
    }
    let (body, comments) = builder.finish();
    odd_spaces.report(origin, diagnostics);
    definitions.report(text, origin, &broken, diagnostics);
    // The file may be long, and this text one of thousands of values in it.
    if text.contains("[^") {
        inline::report_unknown_notes(&body.blocks, &body.footnotes, file.text, diagnostics);
    }
    (body, comments)
}

pub(super) struct BodyBuilder<'a> {
    pub(super) file: File<'a>,
    origin: Origin,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
    open: Vec<Open>,
    /// Number of open elements that are nested too deeply.
    skipped: usize,
    notes: Notes,
    comments: Comments,
    tags: OpenTags,
    pasted: Pasted,
    /// Number of open links and images.
    links: usize,
    /// Number of open `<span>` tags that are shown as text.
    odd_spans: usize,
    /// Number of open `<span lang>` tags that are nested too deeply.
    deep_spans: usize,
    anchors: HashSet<String>,
    /// Number of headings so far with the same words.
    anchor_counts: HashMap<String, usize>,
    /// The level of the last heading.
    level: u8,
    /// The line below words in brackets, which begin a block of another tool: the same line ends it.
    underline: Option<String>,
    callouts: usize,
    allowances: Vec<Allowance>,
    /// The name of the block that is added next.
    name: Option<Box<str>>,
    /// Allowances whose block has not started yet: rule and comment.
    waiting: Vec<(String, Span)>,
    /// Buffers of a finished line, for reuse.
    spare: LineBuilder,
}

impl<'a> BodyBuilder<'a> {
    fn event(&mut self, event: Event<'a>, span: Span, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, span, range),
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text, span, range),
            Event::SoftBreak => self.text("\n", span, range),
            Event::HardBreak => self.inline(Inline::LineBreak(Break::Line)),
            Event::Code(text) => self.inline(Inline::Code(Text { text: text.as_ref().into(), span })),
            Event::Html(html) => match &mut self.top().element {
                Element::Html(text, _) => text.push_str(&html),
                _ => self.html_block(&html, span, &range),
            },
            Event::InlineHtml(html) => self.inline_html(&html, span),
            Event::FootnoteReference(name) => {
                let (note, nth) = self.notes.refer(&name, span);
                self.inline(Inline::FootnoteReference(note, nth));
            }
            Event::Rule => self.block(BlockKind::ThematicBreak, span),
            // Spoken as "ballot box with check" and "ballot box".
            Event::TaskListMarker(is_done) => self.line().push_text(if is_done { "\u{2611} " } else { "\u{2610} " }, span),
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn top(&mut self) -> &mut Open {
        self.open.last_mut().expect("the root stays open")
    }

    fn start(&mut self, tag: Tag<'a>, span: Span, range: Range<usize>) {
        if self.skipped > 0 || self.open.len() > DEEPEST {
            if self.skipped == 0 {
                self.report_depth(span);
            }
            self.skipped += 1;
            return;
        }
        let is_inline = matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock);
        if !is_inline {
            self.allow(span);
        }
        let element = match tag {
            Tag::Paragraph => Element::Paragraph,
            Tag::Heading { level, id, classes, attrs } => {
                let others = classes.iter().map(|class| format!(".{class}")).chain(attrs.iter().map(|(name, _)| name.to_string()));
                Element::Heading(level, id.map(|id| id.to_string()), others.collect())
            }
            Tag::BlockQuote(_) => Element::BlockQuote(self.level),
            Tag::CodeBlock(kind) => {
                let (info, fenced) = match kind {
                    CodeBlockKind::Fenced(info) => (self.seen(info.trim_matches(is_odd_space), span), Some(range)),
                    CodeBlockKind::Indented => (String::new(), None),
                };
                Element::Code { info, text: String::new(), fenced, start: None, end: 0, exact: true }
            }
            Tag::HtmlBlock => Element::Html(String::new(), range),
            Tag::List(start) => {
                self.begin_list_below_item(span);
                Element::List { start, tight: true, items: Vec::new(), skipped: 0 }
            }
            Tag::Item => Element::Item,
            Tag::FootnoteDefinition(name) => Element::Footnote(name.to_string()),
            Tag::DefinitionList => Element::DefinitionList(Vec::new()),
            Tag::DefinitionListTitle => Element::DefinitionTerm,
            Tag::DefinitionListDefinition => Element::DefinitionDescription,
            Tag::Table(alignments) => Element::Table { columns: Self::columns(&alignments), rows: Vec::new() },
            Tag::TableHead | Tag::TableRow => Element::TableRow,
            Tag::TableCell => Element::TableCell,
            Tag::Emphasis => Element::Emphasis,
            Tag::Strong => Element::Strong,
            Tag::Strikethrough => Element::Strikethrough,
            Tag::Link { link_type, dest_url, .. } => {
                let (label, is_own_address) = links::label(link_type, &dest_url);
                Element::Link(label, is_own_address)
            }
            Tag::Image { dest_url, title, .. } => Element::Image { path: dest_url.to_string(), title: self.seen(&title, span) },
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => Element::Emphasis,
        };
        self.links += usize::from(element.is_link());
        self.open.push(Open::new(element, span));
    }

    fn report_depth(&mut self, span: Span) {
        let hint = "use fewer levels: readers lose their place after three or four";
        self.diagnostics.push(Diagnostic::error("nested-too-deep", span, "this is nested too deeply").hint(hint));
    }

    fn text(&mut self, text: &str, span: Span, range: Range<usize>) {
        let text = &*self.without_controls(text, span, range.len());
        let text = if range.len() == 1 { self.file.quotes.in_place_of(text).unwrap_or(text) } else { text };
        match &mut self.top().element {
            Element::Code { text: code, start, end, exact, .. } => {
                *exact &= start.is_none() || *end == range.start;
                *exact &= text.len() == range.len();
                start.get_or_insert(range.start);
                *end = range.end;
                code.push_str(text);
            }
            Element::Html(html, _) => html.push_str(text),
            // pulldown-cmark does not apply smart punctuation to a name in double brackets.
            Element::Link(Label::Name { has_text: false, .. }, _) => {
                let text = self.file.plain(&links::on_one_line(text));
                let whole = self.top().span;
                self.line().push_text(&text, whole);
            }
            _ => {
                // Text that is itself the address has the span of the whole link, so that no rule suggests changing it alone.
                let named = self.open.iter().rev().find(|open| matches!(open.element, Element::Link(_, true))).map(|open| open.span);
                self.line().push_text(text, named.unwrap_or(span));
            }
        }
    }

    fn inline(&mut self, inline: Inline<Label>) {
        self.line().push(inline);
    }

    /// The line being built.
    fn line(&mut self) -> &mut LineBuilder {
        let is_linked = self.links > 0;
        let open = self.open.last_mut().expect("the root stays open");
        if open.line.is_new() {
            std::mem::swap(&mut open.line, &mut self.spare);
        }
        open.line.set_linked(is_linked);
        &mut open.line
    }

    /// Finishes a line and keeps its buffers for the next.
    fn finished(&mut self, mut line: LineBuilder) -> Vec<Inline<Label>> {
        let done = line.finish();
        if !line.is_new() {
            self.spare = line;
        }
        done
    }

    fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        while matches!(self.top().element, Element::Language(_) | Element::Shifted(_)) {
            self.close_unclosed_language();
        }
        if self.open.len() < 2 {
            return;
        }
        let Some(closed) = self.open.pop() else { return };
        self.close(closed);
    }

    fn close(&mut self, closed: Open) {
        let Open { element, span, mut blocks, line, mut cells } = closed;
        let mut line = self.finished(line);
        self.links -= usize::from(element.is_link());
        match element {
            Element::Root => {}
            Element::Paragraph => {
                if let Element::List { tight, .. } = &mut self.parent_of_item().element {
                    *tight = false;
                }
                self.paragraph(line, span);
            }
            Element::Heading(level, id, others) => self.heading(level, id, &others, line, span),
            Element::BlockQuote(level) => {
                self.level = level;
                self.block_quote(blocks, span);
            }
            Element::List { start, tight, items, .. } => {
                self.report_shallow_list(span);
                self.report_equal_items(span);
                self.report_second_marks(&items);
                self.report_boxes(&items);
                self.block(BlockKind::List(List { start, tight, items }), span);
            }
            Element::Item => {
                self.report_pasted_in(&line, span, true);
                flush_line(&mut blocks, &mut line, span);
                blocks.shrink_to_fit();
                self.report_skipped_number(span);
                self.report_item_below(span, blocks.len());
                if let Element::List { items, .. } = &mut self.top().element {
                    items.push(Item { body: blocks, mark: Mark::Unchanged });
                }
            }
            Element::Footnote(name) => self.notes.define(&name, blocks, span, self.diagnostics),
            Element::DefinitionList(definitions) => self.block(BlockKind::DefinitionList(definitions), span),
            Element::DefinitionTerm => {
                if let Element::DefinitionList(definitions) = &mut self.top().element {
                    definitions.push(Definition { term: line, descriptions: Vec::new(), span, mark: Mark::Unchanged });
                }
            }
            Element::DefinitionDescription => {
                self.report_pasted_in(&line, span, false);
                flush_line(&mut blocks, &mut line, span);
                if let Element::DefinitionList(definitions) = &mut self.top().element
                    && let Some(definition) = definitions.last_mut()
                {
                    definition.descriptions.push(blocks);
                }
            }
            Element::Table { columns, rows } => self.table(columns, rows, span),
            Element::TableRow => {
                self.report_lost_cells(cells.len(), span);
                cells.shrink_to_fit();
                self.place_missing_cells(&mut cells, span);
                if let Element::Table { rows, .. } = &mut self.top().element {
                    rows.push(cells);
                }
            }
            Element::TableCell => {
                cell::read_items(&mut line);
                self.top().cells.push(Cell::new(line, span));
            }
            Element::Code { info, text, fenced, start, exact, .. } => self.code(&info, text, start.filter(|_| exact), span, fenced.as_ref()),
            Element::Html(html, range) => self.html_block(&html, span, &range),
            Element::Emphasis => self.inline(Inline::Emphasis(line)),
            Element::Strong => self.inline(Inline::Strong(line)),
            Element::Strikethrough => self.inline(Inline::Strikethrough(line)),
            Element::Link(target, _) => self.inline(Inline::Link(Box::new(Link { target, content: line, span }))),
            Element::Image { path, title } => self.image(path, &title, &line, span),
            Element::Language(tag) => self.inline(Inline::Language(tag, line)),
            Element::Shifted(shift) => self.inline(Inline::Shifted(shift, line)),
        }
    }

    /// The list, if the element just closed is directly inside one of its items; otherwise the innermost open element.
    fn parent_of_item(&mut self) -> &mut Open {
        let last = self.open.len() - 1;
        let at = if matches!(self.open[last].element, Element::Item) && last > 0 { last - 1 } else { last };
        &mut self.open[at]
    }

    /// Adds a finished block to the innermost open element.
    pub(super) fn block(&mut self, kind: BlockKind<Label>, span: Span) {
        self.allow(span);
        let open = self.open.last_mut().expect("the root stays open");
        let mut line = open.line.finish();
        flush_line(&mut open.blocks, &mut line, span);
        let label = self.name.take().map(|name| Box::new(BlockLabel { name: Some(name), number: None }));
        open.blocks.push(Block { label, ..Block::new(span, kind) });
    }

    /// The last block of the innermost open element, to look at.
    fn block_before(&self) -> Option<&Block<Label>> {
        self.open.last()?.blocks.last()
    }

    /// The last block of the innermost open element.
    pub(super) fn last_block(&mut self) -> Option<&mut Block<Label>> {
        self.top().blocks.last_mut()
    }

    /// Applies pending allowances to the block that starts next, including everything inside it.
    fn allow(&mut self, span: Span) {
        self.allowances.extend(self.waiting.drain(..).map(|(rule, comment)| Allowance { rule, span, comment }));
    }

    /// The next number of a callout in this file, from 1.
    pub(super) fn next_callout(&mut self) -> usize {
        self.callouts += 1;
        self.callouts
    }

    fn finish(mut self) -> (Body, Comments) {
        while self.open.len() > 1 {
            self.end();
        }
        let mut root = self.open.pop().expect("the root stays open");
        let mut blocks = root.blocks;
        let mut line = root.line.finish();
        flush_line(&mut blocks, &mut line, root.span);
        blocks.shrink_to_fit();
        for (_, comment) in self.waiting.drain(..) {
            self.diagnostics.push(
                Diagnostic::warning("allow-comment", comment, "no block follows this comment, so it allows nothing")
                    .hint("put it immediately before the block"),
            );
        }
        self.tags.report(self.diagnostics);
        inline::report_lone_captions(&blocks, self.diagnostics);
        let footnotes = self.notes.finish(self.diagnostics);
        (Body { blocks, footnotes, allowances: self.allowances }, self.comments)
    }
}

/// Turns text directly inside an item of a tight list into a paragraph.
fn flush_line(blocks: &mut Vec<Block<Label>>, line: &mut Vec<Inline<Label>>, span: Span) {
    if !line.is_empty() {
        blocks.push(Block::new(span, BlockKind::Paragraph(std::mem::take(line))));
    }
}
