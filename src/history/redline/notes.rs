//! Footnotes of two versions, and their numbers in the redline.

use super::redliner::{List, Redliner, Scope};
use super::words::Notes;
use crate::model::{Block, BlockKind, Change, Chapter, Footnote, Inline, InlineChange, Label, Mark};

impl<'a> Redliner<'a> {
    /// The number of each footnote of an old text: the index of the corresponding note of the new one. Removed notes follow
    /// all of the new ones if `keeps_removed`.
    pub(super) fn notes(&self, old: &'a Chapter<Label>, old_root: usize, new: &'a Chapter<Label>, new_root: usize, keeps_removed: bool) -> Notes {
        let news = starts(&new.footnotes, |body, at| self.new.end_of(body, at), self.new.roots[new_root].notes);
        let olds = starts(&old.footnotes, |body, at| self.old.end_of(body, at), self.old.roots[old_root].notes);
        let mut taken = vec![false; news.len()];
        let mut next = news.len() as u32;
        let call = |(note, start): (&Footnote<Label>, usize)| {
            let now = (!note.body.is_empty()).then(|| self.alignment.new_of(start)).flatten();
            let place = now.and_then(|now| news.binary_search(&now).ok()).filter(|place| !new.footnotes[*place].body.is_empty());
            if let Some(place) = place.filter(|place| !std::mem::replace(&mut taken[*place], true)) {
                return Some(place as u32);
            }
            next += u32::from(keeps_removed);
            keeps_removed.then(|| next - 1)
        };
        old.footnotes.iter().zip(olds).map(call).collect()
    }

    /// The numbers of the footnotes of the old text at node `before` in the new text at node `now`.
    pub(super) fn notes_between(&self, before: usize, now: usize) -> Notes {
        let (old_root, new_root) = (self.old.root_of(before), self.new.root_of(now));
        match (self.old.roots[old_root].chapter, self.new.roots[new_root].chapter) {
            (Some(old), Some(new)) => self.notes(old, old_root, new, new_root, false),
            _ => Vec::new(),
        }
    }

    /// The footnotes of a text of both versions: first those of the new one, then removed ones.
    pub(super) fn footnotes(
        &self, scope: &Scope, old: &'a Chapter<Label>, old_root: usize, new: &'a Chapter<Label>, new_root: usize,
    ) -> (Vec<Footnote<Label>>, bool) {
        let news = starts(&new.footnotes, |body, at| self.new.end_of(body, at), self.new.roots[new_root].notes);
        let olds = starts(&old.footnotes, |body, at| self.old.end_of(body, at), self.old.roots[old_root].notes);
        let mut footnotes = Vec::with_capacity(new.footnotes.len());
        let mut differs = false;
        for (place, (note, start)) in new.footnotes.iter().zip(&news).enumerate() {
            let before = scope.notes.iter().position(|called| *called == Some(place as u32));
            footnotes.push(match before {
                Some(before) => {
                    let was: List<'a> = (&old.footnotes[before].body, olds[before]);
                    let (body, is_changed) = self.list(scope, was, (&note.body, *start));
                    differs |= is_changed;
                    Footnote { body, marks: note.marks, span: note.span, mark: Mark::Unchanged }
                }
                None => {
                    differs = true;
                    self.fresh_note(note, *start, Mark::Added)
                }
            });
        }
        let gone = old.footnotes.iter().zip(olds).zip(&scope.notes);
        for ((note, start), _) in gone.filter(|(_, called)| called.is_some_and(|called| called as usize >= new.footnotes.len())) {
            differs = true;
            footnotes.push(self.past_note(scope, note, start, Mark::Removed));
        }
        (footnotes, differs)
    }

    pub(super) fn fresh_note(&self, note: &'a Footnote<Label>, start: usize, mark: Mark) -> Footnote<Label> {
        Footnote { body: self.fresh_list(&note.body, start), marks: note.marks, span: note.span, mark }
    }

    pub(super) fn past_note(&self, scope: &Scope, note: &Footnote<Label>, start: usize, mark: Mark) -> Footnote<Label> {
        Footnote { body: self.past_list(scope, &note.body, start), marks: note.marks, span: note.span, mark }
    }
}

/// The node of the first block of each footnote.
fn starts(notes: &[Footnote<Label>], end_of: impl Fn(&[Block<Label>], usize) -> usize, mut at: usize) -> Vec<usize> {
    let start = |note: &Footnote<Label>| {
        let here = at;
        at = end_of(&note.body, at);
        here
    };
    notes.iter().map(start).collect()
}

/// Renumbers the footnote references of an old line as in the redline, and drops those to other texts.
pub(super) fn call_notes(line: &mut Vec<Inline<Label>>, notes: &Notes) {
    line.retain_mut(|inline| {
        if let Inline::FootnoteReference(note, _) = inline {
            let called = notes.get(*note as usize).copied().flatten();
            *note = called.unwrap_or(0);
            return called.is_some();
        }
        if let Some(content) = inline.content_mut() {
            call_notes(content, notes);
        }
        true
    });
}

/// Renumbers footnotes in the order of their first references, and the references to each.
///
/// Footnotes without a reference come last.
pub(in crate::history) fn renumber(chapter: &mut Chapter<Label>) {
    if chapter.footnotes.is_empty() {
        return;
    }
    let mut numbers = FootnoteNumbers { new: vec![None; chapter.footnotes.len()], marks: vec![0; chapter.footnotes.len()], next: 0 };
    numbers.blocks(&mut chapter.body);
    chapter.footnotes.iter_mut().for_each(|note| numbers.blocks(&mut note.body));
    let counted = numbers.marks.clone();
    numbers.hidden(&mut chapter.body);
    chapter.footnotes.iter_mut().for_each(|note| numbers.hidden(&mut note.body));
    numbers.marks = counted;
    for number in numbers.new.iter_mut().filter(|number| number.is_none()) {
        *number = Some(numbers.next);
        numbers.next += 1;
    }
    let mut footnotes: Vec<_> = std::mem::take(&mut chapter.footnotes).into_iter().zip(numbers.new.into_iter().zip(numbers.marks)).collect();
    footnotes.sort_by_key(|(_, (number, _))| *number);
    chapter.footnotes = footnotes.into_iter().map(|(note, (_, marks))| Footnote { marks, ..note }).collect();
}

fn is_hidden(block: &Block<Label>) -> bool {
    matches!(block.change.as_deref(), Some(Change::JoinedAway))
}

struct FootnoteNumbers {
    new: Vec<Option<u32>>,
    marks: Vec<u32>,
    next: u32,
}

impl FootnoteNumbers {
    fn blocks(&mut self, blocks: &mut [Block<Label>]) {
        for block in blocks.iter_mut().filter(|block| !is_hidden(block)) {
            self.kind(&mut block.kind);
        }
    }

    /// Renumbers references in old blocks whose words are shown in others: only rejecting the redline shows them again.
    fn hidden(&mut self, blocks: &mut [Block<Label>]) {
        for block in blocks {
            if is_hidden(block) {
                self.kind(&mut block.kind);
                continue;
            }
            if let Some(Change::Split(division) | Change::Joined(division)) = block.change.as_deref_mut()
                && let Some(was) = &mut division.was
            {
                self.kind(&mut was.kind);
            }
            block.kind.each_list_mut(&mut |list| self.hidden(list));
        }
    }

    /// Visits a block in document order.
    fn kind(&mut self, kind: &mut BlockKind<Label>) {
        match kind {
            BlockKind::Cards(cards) => {
                for card in cards {
                    self.line(&mut card.title);
                    self.blocks(&mut card.body);
                }
            }
            BlockKind::DefinitionList(definitions) => {
                for definition in definitions {
                    self.line(&mut definition.term);
                    definition.descriptions.iter_mut().for_each(|description| self.blocks(description));
                }
            }
            other @ (BlockKind::Heading(_)
            | BlockKind::Paragraph(_)
            | BlockKind::List(_)
            | BlockKind::Table(_)
            | BlockKind::Figure(..)
            | BlockKind::BlockQuote(_)
            | BlockKind::Quotation(_)
            | BlockKind::Callout(_)
            | BlockKind::Code(_)
            | BlockKind::ThematicBreak
            | BlockKind::Statistics(_)
            | BlockKind::Chart(..)
            | BlockKind::Timeline(_)
            | BlockKind::Video(_)
            | BlockKind::VersionHistory
            | BlockKind::ListOf(_)
            | BlockKind::Gallery(_)
            | BlockKind::Survey(_)
            | BlockKind::Action(_)
            | BlockKind::RawHtml(_)) => {
                other.each_line_mut(&mut |line| self.line(line));
                other.each_list_mut(&mut |list| self.blocks(list));
            }
        }
    }

    fn line(&mut self, line: &mut [Inline<Label>]) {
        for inline in line {
            match inline {
                Inline::FootnoteReference(note, nth) => {
                    let Some(number) = self.new.get_mut(*note as usize) else { continue };
                    let marks = &mut self.marks[*note as usize];
                    *marks += 1;
                    *nth = *marks;
                    *note = *number.get_or_insert_with(|| {
                        self.next += 1;
                        self.next - 1
                    });
                }
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content)
                | Inline::Shifted(_, content)
                | Inline::Language(_, content) => {
                    self.line(content);
                }
                Inline::Link(link) => self.line(&mut link.content),
                Inline::Changed(change) => match &mut **change {
                    InlineChange::Added(words) | InlineChange::Removed(words) | InlineChange::MovedHere(words) | InlineChange::MovedAway(words) => {
                        self.line(words)
                    }
                    InlineChange::Reformatted { was, now } | InlineChange::Respelled { was, now } => {
                        self.line(was);
                        self.line(now);
                    }
                },
                Inline::Text(_) | Inline::Code(_) | Inline::Expanded(..) | Inline::Image(_) | Inline::LineBreak(_) | Inline::RawHtml(_) => {}
            }
        }
    }
}
