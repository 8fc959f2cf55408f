//! Sections that moved as a whole are one change.

use std::collections::HashMap;

use super::super::sequence::in_order;
use super::moves::each;
use crate::model::{Block, BlockKind, Change, Chapter, Draft, Label, MoveEnd, NodeId};

/// Marks headings that moved with their sections, and what moved with them.
///
/// A section moved if most of what is left of it did, in the same order. Everything else in it keeps its own mark.
pub(super) fn gather(redline: &mut Draft) {
    let leads = leads(redline);
    if leads.is_empty() {
        return;
    }
    each(redline, &mut |block, _| {
        let Some(end) = block.change.as_deref().and_then(Change::move_end) else { return };
        if let Some(is_heading) = leads.get(&block.id) {
            block.change = Some(Box::new(if *is_heading { Change::Section(end) } else { Change::Led(end) }));
        }
    });
}

/// The blocks of sections that moved, and whether each is the heading that leads the others.
fn leads(redline: &Draft) -> HashMap<NodeId, bool> {
    let bodies: Vec<&[Block<Label>]> = texts(redline).map(|text| &text.body[..]).collect();
    let mut away: HashMap<NodeId, (usize, usize)> = HashMap::new();
    for (text, body) in bodies.iter().enumerate() {
        let places = body.iter().enumerate().filter(|(_, block)| is_end(block, MoveEnd::Old));
        away.extend(places.map(|(at, block)| (block.id, (text, at))));
    }
    let mut leads = HashMap::new();
    for body in &bodies {
        for (at, heading) in body.iter().enumerate() {
            let Some((text, before)) = away.get(&heading.id).copied() else { continue };
            if !is_end(heading, MoveEnd::New) || leads.contains_key(&heading.id) || !matches!(heading.kind, BlockKind::Heading(_)) {
                continue;
            }
            let (news, olds) = (section(body, at, MoveEnd::New), section(bodies[text], before, MoveEnd::Old));
            let place = |block: &Block<Label>| {
                let at = away.get(&block.id).filter(|(other, _)| *other == text)?.1;
                olds.binary_search(&at).ok()
            };
            let moved = news.iter().enumerate().filter(|(_, at)| is_end(&body[**at], MoveEnd::New));
            let mut pairs: Vec<(usize, usize)> = moved.filter_map(|(n, at)| Some((place(&body[*at])?, n))).collect();
            // What has values that changed says so itself.
            let has_values = |block: &Block<Label>| matches!(block.change.as_deref(), Some(Change::MovedHere(Some(_))));
            pairs.retain(|(o, n)| !has_marks(&bodies[text][olds[*o]]) && !has_values(&body[news[*n]]));
            let led = in_order(&pairs);
            // What was written or removed at the same time says nothing about the move.
            let stayed = |block: &Block<Label>| !matches!(block.change.as_deref(), Some(Change::Added | Change::Removed));
            let new_size = news.iter().filter(|at| stayed(&body[**at])).count();
            let old_size = olds.iter().filter(|at| stayed(&bodies[text][**at])).count();
            if !led.is_empty() && led.len() * 2 >= new_size.max(old_size) {
                leads.insert(heading.id, true);
                leads.extend(led.iter().map(|(_, n)| (body[news[*n]].id, false)));
            }
        }
    }
    leads
}

/// The indexes of the blocks below a heading, as far as its section goes in one of the versions.
fn section(body: &[Block<Label>], heading: usize, end: MoveEnd) -> Vec<usize> {
    let level = |block: &Block<Label>| if let BlockKind::Heading(heading) = &block.kind { Some(heading.level) } else { None };
    let own = level(&body[heading]).unwrap_or_default();
    let is_here = |block: &Block<Label>| match (block.change.as_deref(), end) {
        (Some(change), MoveEnd::New) => !change.is_past(),
        (Some(change), MoveEnd::Old) => !matches!(change, Change::Added) && change.move_end() != Some(MoveEnd::New),
        (None, _) => true,
    };
    let below = (heading + 1..body.len()).filter(|at| is_here(&body[*at]));
    below.take_while(|at| level(&body[*at]).is_none_or(|level| level > own)).collect()
}

fn is_end(block: &Block<Label>, end: MoveEnd) -> bool {
    block.change.as_deref().and_then(Change::move_end) == Some(end)
}

/// Whether something inside a block has a mark of its own: it must be shown at its old position.
fn has_marks(block: &Block<Label>) -> bool {
    let mut found = false;
    block.kind.each_list(&mut |list| found = found || list.iter().any(|block| block.change.is_some() || has_marks(block)));
    found
}

fn texts(draft: &Draft) -> impl Iterator<Item = &Chapter<Label>> {
    let pages = draft.pages.iter().chain(&draft.home).chain(&draft.statement).chain(&draft.transcripts);
    draft.chapters.iter().flat_map(|chapter| std::iter::once(&**chapter).chain(&chapter.sections)).chain(pages)
}
