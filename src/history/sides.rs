//! Both sides of a redline: the new version and the old one.

use std::sync::Arc;

use super::redline::renumber;
use crate::model::{
    Block, BlockKind, Cell, Change, Chapter, ChapterChange, Draft, Forms, FrontMatter, Inline, InlineChange, Label, Link, Mark, MoveEnd, Rejoined,
    TermChange, Text,
};

/// The new version: keeps what was added and drops what was removed.
#[must_use]
pub fn accept(redline: Draft) -> Draft {
    Side::New.draft(redline)
}

/// The old version: restores what was removed and drops what was added. Settings stay those of the new one.
#[must_use]
pub fn reject(redline: Draft) -> Draft {
    Side::Old.draft(redline)
}

/// A block of both versions, without its own mark, as it is in one of them.
pub(crate) fn block_of(block: &Block<Label>, end: MoveEnd) -> Block<Label> {
    let side = if end == MoveEnd::New { Side::New } else { Side::Old };
    let mut block = match block.change.as_deref() {
        Some(Change::MovedHere(Some(replacement)) | Change::Replaced(replacement)) if side == Side::Old => replacement.was.clone(),
        _ => block.clone(),
    };
    block.change = None;
    side.kind(&mut block.kind);
    block
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

impl Side {
    fn has(self, mark: Mark) -> bool {
        mark == Mark::Unchanged || mark.is_new() == (self == Self::New)
    }

    fn draft(self, redline: Draft) -> Draft {
        let one = |page: Option<Chapter<Label>>| self.chapters(page.into_iter().collect()).pop();
        let mut terms = Vec::with_capacity(redline.terms.len());
        for mut term in redline.terms {
            let change = term.change.take().map(|change| *change);
            if !self.has(change.as_ref().map_or(Mark::Unchanged, |change| change.mark)) {
                continue;
            }
            let definition = self.blocks(std::mem::take(&mut term.definition));
            let mut term = term.with_definition(definition);
            let place = change.as_ref().and_then(|change| change.old_place).filter(|_| self == Self::Old);
            if let Some(TermChange { was: Some(was), .. }) = change.filter(|_| self == Self::Old) {
                let Forms { slug, term: name, abbreviation, also, link, see_also } = *was;
                (term.slug, term.term, term.abbreviation, term.also, term.link, term.see_also) = (slug, name, abbreviation, also, link, see_also);
            }
            terms.push((place, term));
        }
        terms.sort_by_key(|(place, _)| *place);
        Draft {
            chapters: self.chapters(redline.chapters.into_iter().map(Arc::unwrap_or_clone).collect()).into_iter().map(Arc::new).collect(),
            pages: self.chapters(redline.pages),
            home: one(redline.home),
            statement: one(redline.statement),
            transcripts: self.chapters(redline.transcripts),
            progress: redline.progress,
            terms: terms.into_iter().map(|(_, term)| term).collect(),
            settings: redline.settings,
            allowances: redline.allowances,
            pictures: redline.pictures,
            files: redline.files,
        }
    }

    fn chapters(self, chapters: Vec<Chapter<Label>>) -> Vec<Chapter<Label>> {
        let mut kept = Vec::with_capacity(chapters.len());
        for mut chapter in chapters {
            let change = chapter.change.take().map(|change| *change);
            if !self.has(change.as_ref().map_or(Mark::Unchanged, |change| change.mark)) {
                continue;
            }
            let place = change.as_ref().and_then(|change| change.old_place).filter(|_| self == Self::Old);
            chapter.body = self.blocks(std::mem::take(&mut chapter.body));
            kept.push((place, self.chapter(chapter, change)));
        }
        kept.sort_by_key(|(place, _)| *place);
        kept.into_iter().map(|(_, chapter)| chapter).collect()
    }

    fn chapter(self, mut chapter: Chapter<Label>, change: Option<ChapterChange>) -> Chapter<Label> {
        for note in &mut chapter.footnotes {
            let body = std::mem::take(&mut note.body);
            note.body = if self.has(note.mark) { self.blocks(body) } else { Vec::new() };
        }
        // Removed items have no marks left, and come last.
        renumber(&mut chapter);
        chapter.footnotes.retain(|note| self.has(note.mark));
        chapter.footnotes.iter_mut().for_each(|note| note.mark = Mark::Unchanged);
        chapter.sections = self.chapters(std::mem::take(&mut chapter.sections));
        if let Some(ChapterChange { was: Some(was), .. }) = change.filter(|_| self == Self::Old) {
            chapter.slug = was.slug;
            chapter.front = FrontMatter { title_span: chapter.front.title_span, version_span: chapter.front.version_span, ..was.front };
        }
        chapter
    }

    fn blocks(self, blocks: Vec<Block<Label>>) -> Vec<Block<Label>> {
        blocks.into_iter().filter_map(|block| self.block(block)).collect()
    }

    fn block(self, mut block: Block<Label>) -> Option<Block<Label>> {
        let change = block.change.take().map(|change| *change);
        let end = change.as_ref().and_then(Change::move_end);
        match (self, change) {
            (Self::New, Some(Change::Removed | Change::JoinedAway)) | (Self::Old, Some(Change::Added)) => return None,
            (Self::New, _) if end == Some(MoveEnd::Old) => return None,
            (Self::Old, _) if end == Some(MoveEnd::New) => return None,
            (Self::Old, Some(Change::Replaced(replacement))) => {
                let mut was = replacement.was;
                self.kind(&mut was.kind);
                return Some(was);
            }
            (Self::Old, Some(Change::Split(division) | Change::Joined(division))) => return division.was,
            _ => {}
        }
        self.kind(&mut block.kind);
        Some(block)
    }

    fn kind(self, kind: &mut BlockKind<Label>) {
        fn keep<T>(side: Side, parts: &mut Vec<T>, mark: impl Fn(&mut T) -> &mut Mark) {
            parts.retain_mut(|part| side.has(*mark(part)));
            parts.iter_mut().for_each(|part| *mark(part) = Mark::Unchanged);
        }
        match kind {
            BlockKind::List(list) => keep(self, &mut list.items, |item| &mut item.mark),
            BlockKind::DefinitionList(definitions) => keep(self, definitions, |definition| &mut definition.mark),
            BlockKind::Cards(cards) => keep(self, cards, |card| &mut card.mark),
            BlockKind::Statistics(statistics) => keep(self, statistics, |statistic| &mut statistic.mark),
            BlockKind::Timeline(moments) => keep(self, moments, |moment| &mut moment.mark),
            BlockKind::Table(table) => {
                keep(self, &mut table.rows, |row| &mut row.mark);
                let columns: Vec<bool> = table.columns.iter().map(|column| self.has(column.mark)).collect();
                let narrow = |cells: &mut Vec<Cell<Label>>| {
                    let mut columns = columns.iter();
                    cells.retain(|_| columns.next().copied().unwrap_or(true));
                };
                narrow(&mut table.groups);
                narrow(&mut table.head);
                table.rows.iter_mut().for_each(|row| narrow(&mut row.cells));
                for cell in table.cells_mut() {
                    if let Some(Rejoined { was, now }) = cell.rejoined.take() {
                        cell.joined = if self == Self::Old { was } else { now };
                    }
                }
                keep(self, &mut table.columns, |column| &mut column.mark);
            }
            BlockKind::Heading(_)
            | BlockKind::Paragraph(_)
            | BlockKind::Figure(..)
            | BlockKind::BlockQuote(_)
            | BlockKind::Quotation(_)
            | BlockKind::Callout(_)
            | BlockKind::Code(_)
            | BlockKind::ThematicBreak
            | BlockKind::Chart(..)
            | BlockKind::Video(_)
            | BlockKind::VersionHistory
            | BlockKind::ListOf(_)
            | BlockKind::Gallery(_)
            | BlockKind::Survey(_)
            | BlockKind::Action(_)
            | BlockKind::RawHtml(_) => {}
        }
        // Old actions have another name beside those of the new version; their own has no underscore.
        if let BlockKind::Action(action) = kind
            && let Some(own) = action.name.strip_prefix("was_").filter(|_| self == Self::Old)
        {
            action.name = own.into();
        }
        kind.each_line_mut(&mut |line| *line = self.line(std::mem::take(line)));
        let mut left = Vec::new();
        kind.each_list_mut(&mut |list| {
            let was_empty = list.is_empty();
            *list = self.blocks(std::mem::take(list));
            left.push(was_empty || !list.is_empty());
        });
        // A description that only the other version has.
        if let BlockKind::DefinitionList(definitions) = kind {
            let mut left = left.into_iter();
            definitions.iter_mut().for_each(|definition| definition.descriptions.retain(|_| left.next().unwrap_or(true)));
        }
        if let BlockKind::Table(table) = kind {
            table.caption.take_if(|caption| caption.is_empty());
        }
    }

    /// Adds formatted text, unless nothing of it is on this side.
    fn part(self, content: Vec<Inline<Label>>, formatted: impl FnOnce(Vec<Inline<Label>>) -> Inline<Label>, kept: &mut Vec<Inline<Label>>) {
        let was_empty = content.is_empty();
        let content = self.line(content);
        if was_empty || !content.is_empty() {
            join(kept, formatted(content));
        }
    }

    fn line(self, line: Vec<Inline<Label>>) -> Vec<Inline<Label>> {
        let mut kept = Vec::with_capacity(line.len());
        for inline in line {
            match inline {
                Inline::Changed(change) => match (self, *change) {
                    (
                        Self::New,
                        InlineChange::Added(words)
                        | InlineChange::MovedHere(words)
                        | InlineChange::Reformatted { now: words, .. }
                        | InlineChange::Respelled { now: words, .. },
                    )
                    | (
                        Self::Old,
                        InlineChange::Removed(words)
                        | InlineChange::MovedAway(words)
                        | InlineChange::Reformatted { was: words, .. }
                        | InlineChange::Respelled { was: words, .. },
                    ) => {
                        words.into_iter().for_each(|inline| join(&mut kept, inline));
                    }
                    _ => {}
                },
                Inline::Emphasis(content) => self.part(content, Inline::Emphasis, &mut kept),
                Inline::Strong(content) => self.part(content, Inline::Strong, &mut kept),
                Inline::Strikethrough(content) => self.part(content, Inline::Strikethrough, &mut kept),
                Inline::Shifted(shift, content) => self.part(content, |content| Inline::Shifted(shift, content), &mut kept),
                Inline::Language(tag, content) => self.part(content, |content| Inline::Language(tag, content), &mut kept),
                Inline::Link(mut link) => {
                    let content = std::mem::take(&mut link.content);
                    self.part(content, |content| Inline::Link(Box::new(Link { content, ..*link })), &mut kept);
                }
                other @ (Inline::Text(_)
                | Inline::Code(_)
                | Inline::Expanded(..)
                | Inline::Image(_)
                | Inline::FootnoteReference(..)
                | Inline::LineBreak(_)
                | Inline::RawHtml(_)) => join(&mut kept, other),
            }
        }
        kept
    }
}

/// Appends to a line, joining elements that a change had divided.
fn join(line: &mut Vec<Inline<Label>>, next: Inline<Label>) {
    let all = |into: &mut Vec<Inline<Label>>, content: Vec<Inline<Label>>| content.into_iter().for_each(|inline| join(into, inline));
    match (line.last_mut(), next) {
        (Some(Inline::Text(last)), Inline::Text(next)) => {
            *last = Text { text: format!("{}{}", last.text, next.text).into(), span: last.span };
        }
        (Some(Inline::Emphasis(last)), Inline::Emphasis(content))
        | (Some(Inline::Strong(last)), Inline::Strong(content))
        | (Some(Inline::Strikethrough(last)), Inline::Strikethrough(content)) => all(last, content),
        (Some(Inline::Shifted(shift, last)), Inline::Shifted(other, content)) if *shift == other => all(last, content),
        (Some(Inline::Language(tag, last)), Inline::Language(other, content)) if *tag == other => all(last, content),
        (Some(Inline::Link(last)), Inline::Link(link)) if last.target == link.target => all(&mut last.content, link.content),
        (_, next) => line.push(next),
    }
}
