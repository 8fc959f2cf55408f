//! Paragraphs that were split or joined.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::super::align::{FARTHEST, shares_most_words};
use super::blocks::call_notes;
use super::redliner::{Redliner, Scope};
use super::words::{self, Cut};
use crate::model::{Block, BlockKind, Change, Division, Inline, InlineChange, Label, Text, plain_text};
use crate::span::Span;

/// A paragraph in a list of others: its node and itself; none for anything else.
pub(super) type Paragraph<'a> = Option<(usize, &'a Block<Label>)>;

/// The paragraphs of two lists of which one was split, or several were joined.
#[derive(Debug, Default)]
pub(super) struct Divisions {
    /// Parts of split paragraphs and joined ones, by their indexes in the new list.
    pub(super) made: HashMap<usize, Block<Label>>,
    /// Indexes in the old list of those that were joined to others.
    pub(super) away: HashSet<usize>,
}

impl<'a> Redliner<'a> {
    /// Finds what was split or joined. `pairs` are corresponding indexes of both lists.
    pub(super) fn divisions(&self, scope: &Scope, pairs: &[(usize, usize)], olds: &[Paragraph<'a>], news: &[Paragraph<'a>]) -> Divisions {
        let mut found = Divisions::default();
        let as_called = |line: &'a [Inline<Label>]| {
            let mut line = line.to_vec();
            call_notes(&mut line, &scope.notes);
            Cow::Owned(line)
        };
        for (o, n) in pairs {
            let (Some((before, old)), Some((now, new))) = (olds[*o], news[*n]) else { continue };
            if self.old.nodes[before].hash == self.new.nodes[now].hash {
                continue;
            }
            let Divisions { made, away } = &mut found;
            let is_free = |at: usize| news[at].filter(|(node, _)| !made.contains_key(&at) && self.alignment.old_of(*node).is_none());
            let whole = line_of(old).map(as_called);
            if let Some((first, parts, cuts)) = divided(whole, (*n, news.len()), &is_free, new, &|line| Cow::Borrowed(line)) {
                let count = parts.len() as u32;
                for (at, (part, cut)) in parts.into_iter().zip(cuts).enumerate() {
                    let (node, block) = if first + at == *n { (now, new) } else { news[first + at].unwrap_or((now, new)) };
                    let is_own = first + at == *n;
                    let line = words::called_line(&self.repainted_line(&cut.line), &part).0;
                    let division = Division { was: is_own.then(|| self.past(scope, before, old)), part: at as u32 + 1, parts: count };
                    made.insert(first + at, self.paragraph(node, block, line, Change::Split(Box::new(division))));
                }
                continue;
            }
            let is_free = |at: usize| olds[at].filter(|(node, _)| !away.contains(&at) && self.alignment.new_of(*node).is_none());
            if let Some((first, parts, cuts)) = divided(line_of(new).map(Cow::Borrowed), (*o, olds.len()), &is_free, old, &as_called) {
                let count = parts.len();
                let mut line = Vec::new();
                for (part, Cut { space, line: cut }) in parts.into_iter().zip(cuts) {
                    if !line.is_empty() {
                        line.push(pilcrow(new.span));
                    }
                    line.extend(space);
                    line.extend(words::called_line(&self.repainted_line(&part), &cut).0);
                }
                let division = Division { was: Some(self.past(scope, before, old)), part: 1, parts: count as u32 };
                made.insert(*n, self.paragraph(now, new, line, Change::Joined(Box::new(division))));
                away.extend((first..first + count).filter(|at| at != o));
            }
        }
        found
    }

    fn paragraph(&self, now: usize, new: &Block<Label>, line: Vec<Inline<Label>>, change: Change<Label>) -> Block<Label> {
        Block { id: self.new_id(now), span: new.span, kind: BlockKind::Paragraph(line), change: Some(Box::new(change)) }
    }

    fn past(&self, scope: &Scope, before: usize, old: &Block<Label>) -> Block<Label> {
        let mut was = old.clone();
        self.make_past(&scope.notes, &mut was, before, &Some(0..usize::MAX));
        was
    }
}

/// A block as a paragraph of a list.
pub(super) fn as_paragraph<'a>((node, block): (usize, &'a Block<Label>)) -> Paragraph<'a> {
    matches!(block.kind, BlockKind::Paragraph(_)).then_some((node, block))
}

/// Where a removed paragraph break was.
fn pilcrow(span: Span) -> Inline<Label> {
    let text = Inline::Text(Text { text: "\u{b6}".into(), span });
    Inline::Changed(Box::new(InlineChange::Removed(vec![text])))
}

type Line<'a> = Cow<'a, [Inline<Label>]>;
type Parts<'a> = (usize, Vec<Line<'a>>, Vec<Cut>);

/// The parts of `whole`: `own`, at the index `at` among `count` blocks, with free neighbours. Returns the index of the first,
/// the lines of all, and the pieces of the whole.
///
/// Both sides must refer to notes by the numbers of the redline: `read` makes this so for the lines of parts.
fn divided<'a>(
    whole: Option<Line<'_>>, (at, count): (usize, usize), is_free: &dyn Fn(usize) -> Paragraph<'a>, own: &'a Block<Label>,
    read: &dyn Fn(&'a [Inline<Label>]) -> Line<'a>,
) -> Option<Parts<'a>> {
    let whole = whole?;
    let has_neighbour = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().any(|other| other < count && is_free(other).is_some());
    if !has_neighbour {
        return None;
    }
    let text = plain_text(&whole);
    let is_part = |at: &usize| is_free(*at).is_some_and(|(_, block)| line_of(block).is_some_and(|part| shares_most_words(&plain_text(part), &text)));
    let before = (at.saturating_sub(FARTHEST)..at).rev().take_while(is_part).count();
    let after = (at + 1..count.min(at + 1 + FARTHEST)).take_while(is_part).count();
    for (before, after) in [(before, after), (0, after), (before, 0)] {
        if before + after == 0 {
            continue;
        }
        let block = |other: usize| if other == at { Some(own) } else { is_free(other).map(|(_, block)| block) };
        let parts: Vec<Line<'a>> = (at - before..=at + after).filter_map(|other| line_of(block(other)?)).map(read).collect();
        if let Some(cuts) = words::cut(&whole, &parts) {
            return Some((at - before, parts, cuts));
        }
    }
    None
}

fn line_of(block: &Block<Label>) -> Option<&[Inline<Label>]> {
    if let BlockKind::Paragraph(line) = &block.kind { Some(line) } else { None }
}
