//! Paragraphs that were split or joined.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::super::align::{FARTHEST, shares_most_words};
use super::notes::call_notes;
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
    /// Finds what was split or joined. `pairs` are corresponding indexes of both lists. `between` says which old and which new
    /// blocks may be between two parts: those without a counterpart.
    pub(super) fn divisions(
        &self, scope: &Scope, pairs: &[(usize, usize)], (olds, news): (&[Paragraph<'a>], &[Paragraph<'a>]),
        between: (&dyn Fn(usize) -> bool, &dyn Fn(usize) -> bool),
    ) -> Divisions {
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
            let neighbours =
                Neighbours { own: (*n, new), count: news.len(), is_free: &is_free, is_between: between.1, read: &|line| Cow::Borrowed(line) };
            if let Some((parts, cuts)) = neighbours.parts_of(whole) {
                let count = parts.len() as u32;
                for (nth, ((at, part), cut)) in parts.into_iter().zip(cuts).enumerate() {
                    let (node, block) = if at == *n { (now, new) } else { news[at].unwrap_or((now, new)) };
                    let is_own = at == *n;
                    let line = words::called_line(&self.repainted_line(&cut.line), &part).0;
                    let division = Division { was: is_own.then(|| self.past(scope, before, old)), part: nth as u32 + 1, parts: count };
                    made.insert(at, self.paragraph(node, block, line, Change::Split(Box::new(division))));
                }
                continue;
            }
            let is_free = |at: usize| olds[at].filter(|(node, _)| !away.contains(&at) && self.alignment.new_of(*node).is_none());
            let neighbours = Neighbours { own: (*o, old), count: olds.len(), is_free: &is_free, is_between: between.0, read: &as_called };
            if let Some((parts, cuts)) = neighbours.parts_of(line_of(new).map(Cow::Borrowed)) {
                let count = parts.len() as u32;
                let places: Vec<usize> = parts.iter().map(|(at, _)| *at).filter(|at| at != o).collect();
                let mut line = Vec::new();
                for ((_, part), Cut { space, line: cut }) in parts.into_iter().zip(cuts) {
                    if !line.is_empty() {
                        line.push(pilcrow(new.span));
                    }
                    line.extend(space);
                    line.extend(words::called_line(&self.repainted_line(&part), &cut).0);
                }
                let division = Division { was: Some(self.past(scope, before, old)), part: 1, parts: count };
                made.insert(*n, self.paragraph(now, new, line, Change::Joined(Box::new(division))));
                away.extend(places);
            }
        }
        found
    }

    fn paragraph(&self, now: usize, new: &Block<Label>, line: Vec<Inline<Label>>, change: Change<Label>) -> Block<Label> {
        Block { id: self.new_id(now), span: new.span, kind: BlockKind::Paragraph(line), label: new.label.clone(), change: Some(Box::new(change)) }
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
/// Parts with their indexes, and the piece of the whole that each was.
type Parts<'a> = (Vec<(usize, Line<'a>)>, Vec<Cut>);
type Called<'f, 'a> = &'f dyn Fn(&'a [Inline<Label>]) -> Line<'a>;

/// A paragraph in a list, and what is around it.
struct Neighbours<'f, 'a> {
    /// Its index, and itself.
    own: (usize, &'a Block<Label>),
    /// The length of the list.
    count: usize,
    /// The paragraph at an index, if it has no counterpart.
    is_free: &'f dyn Fn(usize) -> Paragraph<'a>,
    /// Whether the block at an index may be between two parts.
    is_between: &'f dyn Fn(usize) -> bool,
    /// The line of a part, with notes numbered as in the redline.
    read: Called<'f, 'a>,
}

impl<'a> Neighbours<'_, 'a> {
    /// The parts of `whole`, in order: the paragraph and free ones near it, with their indexes, and the pieces of the whole. The
    /// notes of `whole` are numbered as in the redline.
    fn parts_of(&self, whole: Option<Line<'_>>) -> Option<Parts<'a>> {
        let (whole, (at, own)) = (whole?, self.own);
        let is_open = |other: &usize| (self.is_free)(*other).is_some() || (self.is_between)(*other);
        if ![at.checked_sub(1), Some(at + 1)].into_iter().flatten().any(|other| other < self.count && is_open(&other)) {
            return None;
        }
        let text = plain_text(&whole);
        let line = |other: &usize| (self.is_free)(*other).and_then(|(_, block)| line_of(block));
        let is_part = |other: &usize| line(other).is_some_and(|part| shares_most_words(&plain_text(part), &text));
        let near = |others: &mut dyn Iterator<Item = usize>| others.take(FARTHEST).take_while(is_open).filter(is_part).collect::<Vec<_>>();
        let mut before = near(&mut (0..at).rev());
        before.reverse();
        let after = near(&mut (at + 1..self.count));
        for (before, after) in [(&before[..], &after[..]), (&[], &after), (&before, &[])] {
            if before.is_empty() && after.is_empty() {
                continue;
            }
            let places = before.iter().chain([&at]).chain(after).copied();
            let parts: Vec<(usize, &'a [Inline<Label>])> =
                places.filter_map(|other| Some((other, if other == at { line_of(own) } else { line(&other) }?))).collect();
            let parts: Vec<(usize, Line<'a>)> = parts.into_iter().map(|(other, line)| (other, (self.read)(line))).collect();
            if let Some(cuts) = words::cut(&whole, &parts.iter().map(|(_, line)| &**line).collect::<Vec<_>>()) {
                return Some((parts, cuts));
            }
        }
        None
    }
}

fn line_of(block: &Block<Label>) -> Option<&[Inline<Label>]> {
    if let BlockKind::Paragraph(line) = &block.kind { Some(line) } else { None }
}
