//! Makes moves consistent.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::{Block, BlockKind, Change, Chapter, Draft, Label, Mark, MoveEnd, NodeId};

/// Shows every move once at both ends: a block without its other end becomes added or removed.
///
/// A block that moved within a moved block may lack one.
pub(super) fn settle(redline: &mut Draft) {
    let mut ends = Ends::default();
    each(redline, &mut |block, _| match block.change.as_deref() {
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
    each(redline, &mut |block, _| match block.change.as_deref() {
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

/// Visits every block of changed texts, with the only version that has what it is in, if one version alone does.
pub(super) fn each(redline: &mut Draft, see: &mut impl FnMut(&mut Block<Label>, Option<MoveEnd>)) {
    fn blocks(list: &mut [Block<Label>], of: Option<MoveEnd>, see: &mut impl FnMut(&mut Block<Label>, Option<MoveEnd>)) {
        for block in list {
            see(block, of);
            let inside = match block.change.as_deref() {
                None => of,
                Some(change) => end_of_change(change),
            };
            let mut marks = marks(&block.kind).into_iter();
            block.kind.each_list_mut(&mut |list| blocks(list, inside.or(marks.next().and_then(end_of)), see));
        }
    }
    fn text(chapter: &mut Chapter<Label>, see: &mut impl FnMut(&mut Block<Label>, Option<MoveEnd>)) {
        if let Some(change) = chapter.change.as_ref().filter(|change| change.is_change()) {
            let of = end_of(change.mark);
            blocks(&mut chapter.body, of, see);
            chapter.footnotes.iter_mut().for_each(|note| blocks(&mut note.body, of.or(end_of(note.mark)), see));
        }
        chapter.sections.iter_mut().for_each(|section| text(section, see));
    }
    let pages = redline.pages.iter_mut().chain(&mut redline.home).chain(&mut redline.statement).chain(&mut redline.transcripts);
    redline.chapters.iter_mut().map(Arc::make_mut).chain(pages).for_each(|page| text(page, see));
    for term in &mut redline.terms {
        let of = term.change.as_ref().and_then(|change| end_of(change.mark));
        blocks(&mut term.definition, of, see);
    }
}

/// The marks of the parts of a block, one for each list in it.
fn marks(kind: &BlockKind<Label>) -> Vec<Mark> {
    if let BlockKind::List(list) = kind {
        list.items.iter().map(|item| item.mark).collect()
    } else if let BlockKind::DefinitionList(definitions) = kind {
        definitions.iter().flat_map(|definition| definition.descriptions.iter().map(|_| definition.mark)).collect()
    } else if let BlockKind::Cards(cards) = kind {
        cards.iter().map(|card| card.mark).collect()
    } else {
        Vec::new()
    }
}

/// The only version that has a block with this change at its position.
pub(super) fn end_of_change(change: &Change<Label>) -> Option<MoveEnd> {
    match change {
        Change::Added => Some(MoveEnd::New),
        Change::Removed => Some(MoveEnd::Old),
        _ => None,
    }
}

/// The only version that has a part with this mark.
pub(super) fn end_of(mark: Mark) -> Option<MoveEnd> {
    match mark {
        Mark::Added => Some(MoveEnd::New),
        Mark::Removed => Some(MoveEnd::Old),
        Mark::Unchanged | Mark::MovedHere | Mark::MovedAway | Mark::Split | Mark::Joined => None,
    }
}
