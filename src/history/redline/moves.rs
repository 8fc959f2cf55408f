//! Makes moves consistent.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::{Block, Change, Chapter, Draft, Label, NodeId};

/// Shows every move once at both ends: a block without its other end becomes added or removed.
///
/// A block that moved within a moved block may lack one.
pub(super) fn settle(redline: &mut Draft) {
    let mut ends = Ends::default();
    each(redline, &mut |block| match block.change.as_deref() {
        Some(Change::MovedHere(_)) => _ = ends.here.insert(block.id),
        Some(Change::MovedAway) => _ = ends.away.insert(block.id),
        _ => {}
    });
    let is_whole = ends.here == ends.away;
    let mut both: HashSet<NodeId> = ends.here.intersection(&ends.away).copied().collect();
    let mut left = both.clone();
    if is_whole && both.is_empty() {
        return;
    }
    each(redline, &mut |block| match block.change.as_deref() {
        Some(Change::MovedHere(_)) if !both.remove(&block.id) => block.change = Some(Box::new(Change::Added)),
        Some(Change::MovedAway) if !left.remove(&block.id) => block.change = Some(Box::new(Change::Removed)),
        _ => {}
    });
}

#[derive(Default)]
struct Ends {
    here: HashSet<NodeId>,
    away: HashSet<NodeId>,
}

/// Visits every block of changed texts.
pub(super) fn each(redline: &mut Draft, see: &mut impl FnMut(&mut Block<Label>)) {
    fn blocks(list: &mut [Block<Label>], see: &mut impl FnMut(&mut Block<Label>)) {
        for block in list {
            see(block);
            block.kind.each_list_mut(&mut |list| blocks(list, see));
        }
    }
    fn text(chapter: &mut Chapter<Label>, see: &mut impl FnMut(&mut Block<Label>)) {
        if chapter.change.as_ref().is_some_and(|change| change.is_change()) {
            blocks(&mut chapter.body, see);
            chapter.footnotes.iter_mut().for_each(|note| blocks(&mut note.body, see));
        }
        chapter.sections.iter_mut().for_each(|section| text(section, see));
    }
    let pages = redline.pages.iter_mut().chain(&mut redline.home).chain(&mut redline.statement).chain(&mut redline.transcripts);
    redline.chapters.iter_mut().map(Arc::make_mut).chain(pages).for_each(|page| text(page, see));
    redline.terms.iter_mut().for_each(|term| blocks(&mut term.definition, see));
}
