//! Compares lists of blocks, and single blocks.

use std::ops::Range;

use super::super::align::has_name;
use super::super::sequence::{Slot, in_order, merged};
use super::super::tree::{Node, Tree};
use super::division::{Paragraph, as_paragraph};
use super::notes::call_notes;
use super::redliner::{Compared, List, Redliner, Scope};
use super::words::{self, Notes};
use crate::model::{Block, BlockKind, Change, Inline, Label, NodeId, Replacement};

/// Paragraphs and the like with fewer letters and digits are shown as removed and added, not as moved.
const MOVABLE: u32 = 12;

impl<'a> Redliner<'a> {
    /// Compares two corresponding lists of siblings.
    pub(super) fn list(&self, scope: &Scope, old: List<'a>, new: List<'a>) -> (Vec<Block<Label>>, bool) {
        let (olds, news) = (self.old.list(old.0, old.1), self.new.list(new.0, new.1));
        let place = |node: usize| olds.binary_search_by_key(&node, |(at, _)| *at).ok();
        let pairs: Vec<_> = news.iter().enumerate().filter_map(|(at, (node, _))| Some((place(self.alignment.old_of(*node)?)?, at))).collect();
        let mut differs = false;
        let mut blocks = Vec::with_capacity(news.len());
        let pairs = in_order(&pairs);
        let paragraphs = |list: &[(usize, &'a Block<Label>)]| list.iter().map(|block| as_paragraph(*block)).collect::<Vec<_>>();
        let is_gone = |at: usize| self.alignment.new_of(olds[at].0).is_none();
        let is_new = |at: usize| self.alignment.old_of(news[at].0).is_none();
        let mut divisions = self.divisions(scope, &pairs, (&paragraphs(&olds), &paragraphs(&news)), (&is_gone, &is_new));
        for slot in merged(&pairs, olds.len(), news.len()) {
            let block = match slot {
                Slot::Both(_, n) | Slot::New(n) if divisions.made.contains_key(&n) => {
                    divisions.made.remove(&n).unwrap_or_else(|| self.came(scope, news[n]))
                }
                Slot::Both(o, n) => self.both(scope, olds[o], news[n]),
                Slot::Old(o) if divisions.away.contains(&o) => self.joined_away(scope, olds[o]),
                Slot::Old(o) => self.gone(scope, olds[o]),
                Slot::New(n) => self.came(scope, news[n]),
            };
            differs |= block.change.is_some();
            blocks.push(block);
        }
        (blocks, differs)
    }

    /// Compares a block of both versions in its position.
    fn both(&self, scope: &Scope, (before, old): (usize, &'a Block<Label>), (now, new): (usize, &'a Block<Label>)) -> Block<Label> {
        let (old_node, new_node) = (&self.old.nodes[before], &self.new.nodes[now]);
        let is_same = old_node.hash == new_node.hash
            && !new_node.has_notes
            && (0..new_node.size as usize).all(|at| self.alignment.old_of(now + at) == Some(before + at))
            && !self.shows_repainted(now..now + new_node.size as usize);
        if is_same {
            let mut block = new.clone();
            self.give_ids(&mut block, now);
            return block;
        }
        let Compared { kind, replaced, differs } = self.kind(scope, (before, &old.kind), (now, &new.kind));
        let change = match replaced {
            Some(values) => {
                let mut was = old.clone();
                self.make_past(&scope.notes, &mut was, before, &Some(0..usize::MAX));
                Some(Change::Replaced(Box::new(Replacement { was, values })))
            }
            None => differs.then_some(Change::Edited),
        };
        Block { id: self.new_id(now), span: new.span, kind, label: new.label.clone(), change: change.map(Box::new) }
    }

    /// A block of the new list only.
    fn came(&self, scope: &Scope, new: (usize, &'a Block<Label>)) -> Block<Label> {
        let before = self.moved_from(new.0).filter(|before| !scope.moved.as_ref().is_some_and(|moved| moved.contains(before)));
        match before {
            Some(before) => self.moved_here(before, new),
            None => {
                let mut block = self.fresh(new);
                block.change = Some(Box::new(Change::Added));
                block
            }
        }
    }

    /// A block of the old list only.
    fn gone(&self, scope: &Scope, (before, old): (usize, &'a Block<Label>)) -> Block<Label> {
        let mut block = old.clone();
        let now = self.moved_to(before).filter(|_| scope.moved.is_none());
        let inside = match (now, &scope.moved) {
            (Some(now), _) => Some(now..now + self.new.nodes[now].size as usize),
            (None, Some(_)) => Some(0..usize::MAX),
            (None, None) => None,
        };
        self.make_past(&scope.notes, &mut block, before, &inside);
        block.change = Some(Box::new(if now.is_some() { Change::MovedAway } else { Change::Removed }));
        block
    }

    /// A paragraph of the old list whose words are shown in the one that it was joined to.
    pub(super) fn joined_away(&self, scope: &Scope, old: (usize, &'a Block<Label>)) -> Block<Label> {
        let mut block = self.gone(scope, old);
        block.change = Some(Box::new(Change::JoinedAway));
        block
    }

    /// The old node of a new one that must be shown as moved, if its position changed.
    fn moved_from(&self, now: usize) -> Option<usize> {
        let before = self.alignment.old_of(now)?;
        let is_movable = |node: &Node<'_>| node.weight >= MOVABLE || has_name(&node.block.kind);
        (is_movable(&self.new.nodes[now]) && is_movable(&self.old.nodes[before])).then_some(before)
    }

    /// Whether two equal paragraphs are too short to be shown as moved blocks.
    pub(super) fn is_short(&self, old: Paragraph<'_>, new: Paragraph<'_>) -> bool {
        let (Some((before, _)), Some((now, _))) = (old, new) else { return false };
        let is_same = self.old.nodes[before].hash == self.new.nodes[now].hash;
        is_same && self.moved_from(now).is_none() && self.moved_to(before).is_none()
    }

    fn moved_to(&self, before: usize) -> Option<usize> {
        self.alignment.new_of(before).filter(|now| self.moved_from(*now).is_some())
    }

    fn moved_here(&self, before: usize, (now, new): (usize, &'a Block<Label>)) -> Block<Label> {
        let node = &self.old.nodes[before];
        let (moved, roots) = (before..before + node.size as usize, (self.old.root_of(before), self.new.root_of(now)));
        let scope = Scope { notes: self.notes_between(before, now), moved: Some(moved), roots: Some(roots) };
        let mut block = self.both(&scope, (before, node.block), (now, new));
        let replacement = match block.change.take().map(|change| *change) {
            Some(Change::Replaced(replacement)) => Some(replacement),
            _ => None,
        };
        block.change = Some(Box::new(Change::MovedHere(replacement)));
        block
    }

    /// A new block, without a mark of its own; what moved into it is marked.
    fn fresh(&self, (now, new): (usize, &'a Block<Label>)) -> Block<Label> {
        let mut block = new.clone();
        self.give_ids(&mut block, now);
        let is_new = |at: usize| self.moved_from(at).is_none();
        if (now + 1..now + self.new.nodes[now].size as usize).all(is_new) {
            return block;
        }
        let mut lists = Vec::new();
        let mut at = now + 1;
        new.kind.each_list(&mut |list| {
            lists.push(self.fresh_list(list, at));
            at = self.new.end_of(list, at);
        });
        let mut lists = lists.into_iter();
        block.kind.each_list_mut(&mut |list| *list = lists.next().unwrap_or_default());
        block
    }

    /// The blocks of an added container: unmarked, except for those that moved here.
    pub(super) fn fresh_list(&self, blocks: &'a [Block<Label>], start: usize) -> Vec<Block<Label>> {
        let list = self.new.list(blocks, start).into_iter();
        list.map(|new| self.moved_from(new.0).map_or_else(|| self.fresh(new), |before| self.moved_here(before, new))).collect()
    }

    /// The blocks of a removed container: unmarked, except for those that moved away.
    pub(super) fn past_list(&self, scope: &Scope, blocks: &[Block<Label>], start: usize) -> Vec<Block<Label>> {
        let inside = scope.moved.as_ref().map(|_| 0..usize::MAX);
        let mut at = start;
        let past = |block: &Block<Label>| {
            let mut block = block.clone();
            let here = at;
            at += self.old.nodes[here].size as usize;
            self.mark_past(&scope.notes, &mut block, here, &inside);
            block
        };
        blocks.iter().map(past).collect()
    }

    /// Marks a block of the old version as moved away, unless it moved with its container: into the nodes `inside`.
    fn mark_past(&self, notes: &Notes, block: &mut Block<Label>, before: usize, inside: &Option<Range<usize>>) {
        let now = self.moved_to(before).filter(|now| !inside.as_ref().is_some_and(|inside| inside.contains(now)));
        match now {
            Some(now) => {
                self.make_past(notes, block, before, &Some(now..now + self.new.nodes[now].size as usize));
                block.change = Some(Box::new(Change::MovedAway));
            }
            None => self.make_past(notes, block, before, inside),
        }
    }

    /// Makes a copy of an old block fit into the new text, with free anchors and note numbers.
    pub(super) fn make_past(&self, notes: &Notes, block: &mut Block<Label>, before: usize, inside: &Option<Range<usize>>) {
        block.id = self.old_id(before);
        match &mut block.kind {
            BlockKind::Heading(heading) => heading.anchor = format!("was_{}", heading.anchor).into(),
            BlockKind::Callout(callout) => callout.anchor = format!("was_{}", callout.anchor).into(),
            BlockKind::Action(action) => action.name = format!("was_{}", action.name).into(),
            BlockKind::Paragraph(_)
            | BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::Table(_)
            | BlockKind::Figure(..)
            | BlockKind::BlockQuote(_)
            | BlockKind::Quotation(_)
            | BlockKind::Cards(_)
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
            | BlockKind::RawHtml(_) => {}
        }
        if self.old.nodes[before].has_notes {
            block.kind.each_line_mut(&mut |line| call_notes(line, notes));
        }
        let mut at = before + 1;
        block.kind.each_list_mut(&mut |list| {
            for block in list {
                let here = at;
                at += self.old.nodes[here].size as usize;
                self.mark_past(notes, block, here, inside);
            }
        });
    }

    /// The lists of blocks directly in a node, each with the node of its first block.
    pub(super) fn lists_of<'b>(tree: &Tree<'_>, kind: &'b BlockKind<Label>, node: usize) -> Vec<(&'b [Block<Label>], usize)> {
        let mut lists = Vec::new();
        let mut at = node + 1;
        kind.each_list(&mut |list| {
            lists.push((list, at));
            at = tree.end_of(list, at);
        });
        lists
    }

    pub(super) fn new_id(&self, now: usize) -> NodeId {
        if self.has_ids { self.new.nodes[now].block.id } else { NodeId::new(now as u64 + 1) }
    }

    /// The identity of an old block: that of its partner, so that both ends of a move have the same.
    fn old_id(&self, before: usize) -> NodeId {
        let past = || if self.has_ids { self.old.nodes[before].block.id } else { NodeId::new((self.new.nodes.len() + before) as u64 + 1) };
        self.alignment.new_of(before).map_or_else(past, |now| self.new_id(now))
    }

    fn give_ids(&self, block: &mut Block<Label>, now: usize) {
        if self.has_ids {
            return;
        }
        block.id = self.new_id(now);
        let mut at = now + 1;
        block.kind.each_list_mut(&mut |list| {
            for block in list {
                let here = at;
                at += self.new.nodes[here].size as usize;
                self.give_ids(block, here);
            }
        });
    }

    /// Compares two lines.
    pub(super) fn line(&self, scope: &Scope, old: &[Inline<Label>], new: &[Inline<Label>], differs: &mut bool) -> Vec<Inline<Label>> {
        let mut old = self.repainted_line(old);
        if let Some((before, now)) = scope.roots {
            old = self.links.line(old, new, (&self.old.roots[before], &self.new.roots[now]));
        }
        let (line, is_changed) = words::line(&old, new, &scope.notes);
        *differs |= is_changed;
        line
    }
}
