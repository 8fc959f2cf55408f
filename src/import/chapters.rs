//! The texts of a strategy: chapters, the words of the home page, the glossary.

use std::collections::HashMap;

use super::builder::{Builder, Place, on_one_line, without_look};
use super::cover::{self, Cover};
use super::document::Document;
use super::flow::{Item, Paragraph};
use super::glossary::{self, Term};
use super::outline::{Outline, outline};
use super::role::Role;
use crate::model::{Block, BlockKind, Footnote, Inline, Label, Mark, plain_text};
use crate::span::{FileId, Span};

/// The place of what is not in the document.
const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };

/// A chapter, or the words of the home page.
#[derive(Debug, Clone)]
pub(super) struct Text {
    /// The document that it comes from.
    pub(super) document: usize,
    pub(super) title: String,
    pub(super) summary: Option<String>,
    pub(super) is_home: bool,
    /// Whether it has no number, while others have one.
    pub(super) is_unnumbered: bool,
    pub(super) blocks: Vec<Block<Label>>,
    pub(super) notes: Vec<Footnote<Label>>,
}

/// What a document became.
pub(super) struct Divided<'w> {
    pub(super) cover: Cover,
    pub(super) outline: Outline,
    pub(super) texts: Vec<Text>,
    pub(super) terms: Vec<Term>,
    pub(super) builder: Builder<'w>,
}

/// Divides a document into texts, whose indexes begin with `first`. One of several documents with a title is one chapter.
pub(super) fn divide<'w>(document: &mut Document, words: &'w str, at: usize, first: usize, is_one_of_several: bool) -> Divided<'w> {
    let mut findings = std::mem::take(&mut document.findings);
    let mut items = std::mem::take(&mut document.items);
    let notes = std::mem::take(&mut document.notes);
    let mut outline = outline(&mut items, words, &mut findings);
    let starts = |item: &Item| matches!(item, Item::Paragraph(paragraph) if paragraph.level == Some(1) && !paragraph.is_empty());
    let start = items.iter().position(starts).unwrap_or(if items.iter().any(has_title) { first_after_title(&items) } else { 0 });
    let body = items.split_off(start);
    let (mut cover, mut before) = cover::read(items, &mut findings);
    if let Some(publisher) = &document.publisher {
        before.retain(|item| {
            let Item::Paragraph(paragraph) = item else { return true };
            let is_publisher = plain_text(&paragraph.line).trim() == publisher;
            if is_publisher {
                findings.replaced(paragraph.span, "the publisher is in strategy.yaml now", "check `publisher` there");
            }
            !is_publisher
        });
    }
    let mut body = body;
    if is_one_of_several {
        one_chapter(&mut body, &mut before, &mut cover, &document.name);
        outline = Outline { sections: outline.chapters, ..outline };
    }
    let has_chapters = body.iter().any(starts);
    if cover.title.is_none() {
        cover.title = document.title.clone().or_else(|| cover::title_in(&mut before).map(|(title, _)| title));
    }
    let mut builder = Builder::new(words, findings, std::mem::take(&mut document.heading_lists));
    let mut divided = Divided { cover, outline, texts: Vec::new(), terms: Vec::new(), builder };
    if !has_chapters {
        // One text without headings: what was taken for its cover belongs to it.
        before.append(&mut body);
        body = vec![];
    }
    if before.iter().any(|item| !matches!(item, Item::Paragraph(paragraph) if paragraph.is_empty())) {
        let title = if has_chapters { "Welcome".to_owned() } else { "Text".to_owned() };
        let text = Part { title, is_home: has_chapters, bookmarks: Vec::new(), is_numbered: has_chapters, items: before, note: None, span: NOWHERE };
        divided.add(text, at, first, &notes);
    }
    for part in parts(body) {
        divided.add(part, at, first, &notes);
    }
    builder = divided.builder;
    for term in &divided.terms {
        builder.places.extend(term.bookmarks.iter().map(|bookmark| (bookmark.clone(), Place::Term(term.name.clone()))));
    }
    builder.findings.counts.chapters = divided.texts.iter().filter(|text| !text.is_home).count();
    Divided { builder, ..divided }
}

fn has_title(item: &Item) -> bool {
    matches!(item, Item::Paragraph(paragraph) if matches!(paragraph.role, Role::Title | Role::Subtitle))
}

/// The place after the title, for a document without headings.
fn first_after_title(items: &[Item]) -> usize {
    items.iter().rposition(has_title).map_or(0, |at| at + 1)
}

/// Makes a document one chapter, with its title or the name of its file.
fn one_chapter(body: &mut Vec<Item>, before: &mut Vec<Item>, cover: &mut Cover, name: &str) {
    let is_first = |item: &Item| matches!(item, Item::Paragraph(paragraph) if paragraph.level == Some(1));
    let count = body.iter().filter(|item| is_first(item)).count();
    if count == 1 && cover.title.is_none() && before.is_empty() && body.first().is_some_and(is_first) {
        return;
    }
    let title = cover.title.take().unwrap_or_else(|| {
        let stem = name.rsplit('/').next().unwrap_or(name);
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let words = stem.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | ' ' | '.')).replace(['_', '-'], " ");
        let mut letters = words.chars();
        letters.next().map_or_else(|| "Chapter".to_owned(), |first| first.to_uppercase().chain(letters).collect())
    });
    for item in body.iter_mut() {
        if let Item::Paragraph(paragraph) = item {
            paragraph.level = paragraph.level.map(|level| (level + 1).min(6));
        }
    }
    let span = NOWHERE;
    let line = vec![Inline::Text(crate::model::Text { text: title.into(), span })];
    let heading = Paragraph { role: Role::Heading(1), level: Some(1), mark: None, line, bookmarks: Vec::new(), is_bold: false, span };
    let mut whole = vec![Item::Paragraph(heading)];
    whole.append(before);
    whole.append(body);
    *body = whole;
}

/// A chapter before its blocks are made.
struct Part {
    title: String,
    is_home: bool,
    bookmarks: Vec<String>,
    is_numbered: bool,
    items: Vec<Item>,
    /// A footnote of the title, which cannot have one.
    note: Option<Inline<Label>>,
    /// The title in the document.
    span: Span,
}

/// Takes the summary below the title of a chapter: plain text, without pictures or notes.
fn take_summary(items: &mut Vec<Item>) -> Option<String> {
    let at = items.iter().position(|item| !matches!(item, Item::Paragraph(paragraph) if paragraph.is_empty()))?;
    let Item::Paragraph(paragraph) = &items[at] else { return None };
    let is_plain = paragraph.line.iter().all(|inline| matches!(inline, Inline::Text(_)));
    if paragraph.role != Role::Summary || !is_plain {
        return None;
    }
    let words = plain_text(&paragraph.line).split_whitespace().collect::<Vec<_>>().join(" ");
    items.remove(at);
    Some(words)
}

/// Divides items at headings of level 1.
fn parts(items: Vec<Item>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for item in items {
        match item {
            Item::Paragraph(paragraph) if paragraph.level == Some(1) && !paragraph.is_empty() => {
                let is_numbered = paragraph.mark.as_ref().is_some_and(|mark| mark.shown.contains(|c: char| c.is_ascii_digit()));
                let (images, line): (Vec<_>, Vec<_>) = paragraph.line.into_iter().partition(|inline| matches!(inline, Inline::Image(_)));
                let (notes, line): (Vec<_>, Vec<_>) =
                    without_look(line).into_iter().partition(|inline| matches!(inline, Inline::FootnoteReference(..)));
                let title = plain_text(&on_one_line(line)).split_whitespace().collect::<Vec<_>>().join(" ");
                let items = if images.is_empty() {
                    Vec::new()
                } else {
                    vec![Item::Paragraph(Paragraph {
                        role: Role::Body,
                        level: None,
                        mark: None,
                        line: images,
                        bookmarks: Vec::new(),
                        is_bold: false,
                        span: paragraph.span,
                    })]
                };
                parts.push(Part {
                    title,
                    is_home: false,
                    bookmarks: paragraph.bookmarks,
                    is_numbered,
                    items,
                    note: notes.into_iter().next(),
                    span: paragraph.span,
                });
            }
            item => {
                if let Some(part) = parts.last_mut() {
                    part.items.push(item);
                }
            }
        }
    }
    parts
}

impl Divided<'_> {
    fn add(&mut self, part: Part, document: usize, first: usize, notes: &[Vec<Item>]) {
        let Part { title, is_home, bookmarks, is_numbered, mut items, note, span } = part;
        if glossary::is_heading(&title) {
            items = glossary::take_terms(items, &mut self.terms, &mut self.builder.findings.lost);
        }
        if self.cover.rows.is_empty() && cover::is_version_heading(&title) {
            let (cover, findings) = (&mut self.cover, &mut self.builder.findings);
            items.retain(|item| !matches!(item, Item::Table(grid) if cover.rows.is_empty() && cover::versions(grid, cover, findings)));
        }
        let summary = take_summary(&mut items);
        let items = self.words_elsewhere(items);
        let is_empty = items.iter().all(|item| matches!(item, Item::Paragraph(paragraph) if paragraph.is_empty()));
        if is_empty && (glossary::is_heading(&title) || cover::is_version_heading(&title)) {
            self.builder.findings.replaced(
                span,
                format!("the site has a page of its own for \"{title}\", so this heading is left out"),
                "no action is needed",
            );
            return;
        }
        let at = first + self.texts.len();
        self.builder.begin(at, &title, &bookmarks);
        let mut blocks = self.builder.blocks(items);
        if let Some(note) = note {
            match blocks.iter_mut().find_map(|block| if let BlockKind::Paragraph(line) = &mut block.kind { Some(line) } else { None }) {
                Some(line) => line.push(note),
                None => blocks.insert(0, Block::new(NOWHERE, BlockKind::Paragraph(vec![note]))),
            }
        }
        let notes = self.footnotes(&mut blocks, notes);
        self.texts.push(Text { document, title, summary, is_home, is_unnumbered: !is_numbered, blocks, notes });
    }

    /// Takes tables and sections of words out of a chapter that is no glossary.
    fn words_elsewhere(&mut self, items: Vec<Item>) -> Vec<Item> {
        let mut out: Vec<Item> = Vec::new();
        // A section of words: its level.
        let mut inside: Option<(u8, usize)> = None;
        let mut section: Vec<Item> = Vec::new();
        let close = |inside: &mut Option<(u8, usize)>, section: &mut Vec<Item>, out: &mut Vec<Item>, terms: &mut Vec<Term>, lost: &mut Vec<Span>| {
            if let Some((_, heading)) = inside.take() {
                let rest = glossary::take_terms(std::mem::take(section), terms, lost);
                if rest.iter().all(|item| matches!(item, Item::Paragraph(paragraph) if paragraph.is_empty())) {
                    let gone =
                        out.drain(heading..).filter_map(|item| if let Item::Paragraph(paragraph) = item { Some(paragraph.span) } else { None });
                    lost.extend(gone);
                }
                out.extend(rest);
            }
        };
        for item in items {
            let level = if let Item::Paragraph(paragraph) = &item { paragraph.level.filter(|_| !paragraph.is_empty()) } else { None };
            if let Some(level) = level {
                if inside.is_some_and(|(open, _)| level <= open) {
                    close(&mut inside, &mut section, &mut out, &mut self.terms, &mut self.builder.findings.lost);
                }
                let is_words = if let Item::Paragraph(paragraph) = &item { glossary::is_heading(&plain_text(&paragraph.line)) } else { false };
                if is_words && inside.is_none() {
                    inside = Some((level, out.len()));
                    out.push(item);
                    continue;
                }
            }
            match (inside.is_some(), item) {
                (true, item) => section.push(item),
                (false, Item::Table(grid)) => {
                    out.extend(glossary::take_table(grid, &mut self.terms, &mut self.builder.findings.lost, true).map(Item::Table))
                }
                (false, item) => out.push(item),
            }
        }
        close(&mut inside, &mut section, &mut out, &mut self.terms, &mut self.builder.findings.lost);
        out
    }

    /// The notes of a text in the order of their first marks, which are numbered anew.
    fn footnotes(&mut self, blocks: &mut [Block<Label>], notes: &[Vec<Item>]) -> Vec<Footnote<Label>> {
        let mut order: Vec<u32> = Vec::new();
        let mut counts: HashMap<u32, u32> = HashMap::new();
        each_line(blocks, &mut |line| renumber(line, &mut order, &mut counts));
        let mut footnotes = Vec::new();
        for note in order {
            let items = notes.get(note as usize).cloned().unwrap_or_default();
            let span = items.iter().find_map(|item| if let Item::Paragraph(paragraph) = item { Some(paragraph.span) } else { None });
            let span = span.unwrap_or(NOWHERE);
            let mut body = self.builder.blocks(items);
            if body.is_empty() {
                body.push(Block::new(span, BlockKind::Paragraph(vec![Inline::Text(crate::model::Text { text: "(empty note)".into(), span })])));
            }
            self.builder.findings.counts.notes += 1;
            footnotes.push(Footnote { body, marks: counts.get(&note).copied().unwrap_or(1), span, mark: Mark::Unchanged });
        }
        footnotes
    }
}

/// Calls `see` for every line of the blocks, in reading order.
pub(super) fn each_line(blocks: &mut [Block<Label>], see: &mut dyn FnMut(&mut Vec<Inline<Label>>)) {
    for block in blocks {
        block.kind.each_line_mut(see);
        block.kind.each_list_mut(&mut |blocks| each_line(blocks, see));
    }
}

fn renumber(line: &mut [Inline<Label>], order: &mut Vec<u32>, counts: &mut HashMap<u32, u32>) {
    for inline in line {
        let Inline::FootnoteReference(note, nth) = inline else {
            if let Some(content) = inline.content_mut() {
                renumber(content, order, counts);
            }
            continue;
        };
        let at = match counts.get_mut(note) {
            Some(count) => {
                *count += 1;
                *nth = *count;
                order.iter().position(|other| other == note).unwrap_or(0)
            }
            None => {
                counts.insert(*note, 1);
                order.push(*note);
                order.len() - 1
            }
        };
        *note = at as u32;
    }
}
