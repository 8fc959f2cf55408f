//! Pairs the passages of a translation with those of its original.

use std::collections::HashMap;
use std::mem::discriminant;
use std::sync::Arc;

use super::tree::Tree;
use crate::model::{Block, BlockKind, Chapter, Draft, Label, NodeId};
use crate::span::{SourceMap, Span};

/// A part of a translation whose passages are not those of its original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unpaired {
    /// Where the part begins in the translation.
    pub span: Span,
    /// Where it begins in the original.
    pub original: Span,
    /// How many passages it has in the translation and in the original; the same number if they are of different kinds.
    pub counts: [usize; 2],
}

/// Two passages that say the same: in the translation, with the identities of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The identity of both.
    pub id: NodeId,
    /// In the translation.
    pub span: Span,
    /// In the original.
    pub original: Span,
    /// How many of the pairs before this one are inside it.
    pub inside: usize,
}

/// The pairs of each text of a translation that has an original, and what could not be paired.
#[derive(Debug, Default)]
pub struct Pairs {
    /// By file of the translation; children before parents.
    pub texts: Vec<(crate::span::FileId, Vec<Pair>)>,
    /// What could not be paired, in reading order.
    pub unpaired: Vec<Unpaired>,
}

/// Gives the blocks of a translated `draft` the identities of their counterparts in `original`, so that both have the same anchors. `map` and
/// `original_map` have the files of the two. Texts are paired by their paths, blocks by kind and order: section by section if both have the same
/// headings, otherwise from either end. Both drafts have identities.
pub fn pair(draft: &mut Draft, map: &SourceMap, original: &Draft, original_map: &SourceMap) -> Pairs {
    let originals: HashMap<&str, &Chapter<Label>> = original.texts().map(|text| (&*original_map.file(text.file).path, text)).collect();
    let mut found = Pairs::default();
    let mut each = |text: &mut Chapter<Label>| {
        let Some(original) = originals.get(map.file(text.file).path.as_str()) else { return };
        let mut pairs = Vec::new();
        pair_lists(&mut text.body, &original.body, text.front.title_span, original.front.title_span, &mut pairs, &mut found.unpaired);
        found.texts.push((text.file, pairs));
    };
    for chapter in &mut draft.chapters {
        let chapter = Arc::make_mut(chapter);
        each(chapter);
        chapter.sections.iter_mut().for_each(&mut each);
    }
    draft.pages.iter_mut().chain(&mut draft.home).chain(&mut draft.statement).for_each(each);
    found
}

/// A hash of each passage of `draft`, with all that is inside it, by its identity.
#[must_use]
pub fn passages(draft: &Draft) -> HashMap<NodeId, u64> {
    Tree::new(draft).nodes.iter().map(|node| (node.block.id, node.hash)).collect()
}

/// Whether two blocks may be translations of each other.
fn is_alike(translation: &Block<Label>, original: &Block<Label>) -> bool {
    match (&translation.kind, &original.kind) {
        (BlockKind::Heading(one), BlockKind::Heading(other)) => one.level == other.level,
        (one, other) => discriminant(one) == discriminant(other),
    }
}

fn whole(blocks: &[Block<Label>]) -> Vec<std::ops::Range<usize>> {
    std::iter::once(0..blocks.len()).collect()
}

/// Ranges of blocks, each but the first beginning with a heading.
fn sections(blocks: &[Block<Label>]) -> Vec<std::ops::Range<usize>> {
    let headings = blocks.iter().enumerate().skip(1).filter(|(_, block)| matches!(block.kind, BlockKind::Heading(_))).map(|(at, _)| at);
    let starts: Vec<usize> = std::iter::once(0).chain(headings).collect();
    let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn pair_lists(
    translation: &mut [Block<Label>], original: &[Block<Label>], span: Span, original_span: Span, pairs: &mut Vec<Pair>, unpaired: &mut Vec<Unpaired>,
) {
    let (mut parts, mut originals) = (sections(translation), sections(original));
    let begins_alike = |(one, other): (&std::ops::Range<usize>, &std::ops::Range<usize>)| {
        translation.get(one.start).zip(original.get(other.start)).is_none_or(|(one, other)| is_alike(one, other))
    };
    if parts.len() != originals.len() || !parts.iter().zip(&originals).skip(1).all(begins_alike) {
        (parts, originals) = (whole(translation), whole(original));
    }
    for (part, other) in parts.into_iter().zip(originals) {
        let (part, other) = (&mut translation[part], &original[other]);
        let counts = [part.len(), other.len()];
        let front = part.iter().zip(other).take_while(|(one, other)| is_alike(one, other)).count();
        let rest = part[front..].len().min(other[front..].len());
        let back = part.iter().rev().zip(other.iter().rev()).take(rest).take_while(|(one, other)| is_alike(one, other)).count();
        if front < counts[0] || front < counts[1] {
            let place = |blocks: &[Block<Label>], whole: Span| blocks.first().map_or(whole, |block| block.span);
            unpaired.push(Unpaired { span: place(part, span), original: place(other, original_span), counts });
        }
        let ends = (counts[0] - back, counts[1] - back);
        let (before, after) = part.split_at_mut(ends.0);
        let matched = before[..front].iter_mut().zip(&other[..front]).chain(after.iter_mut().zip(&other[ends.1..]));
        matched.for_each(|(one, other)| pair_blocks(one, other, pairs, unpaired));
    }
}

fn pair_blocks(translation: &mut Block<Label>, original: &Block<Label>, pairs: &mut Vec<Pair>, unpaired: &mut Vec<Unpaired>) {
    let before = pairs.len();
    let (span, id) = (translation.span, original.id);
    let mut lists = Vec::new();
    original.kind.each_list(&mut |list| lists.push(list));
    let mut count = 0;
    translation.kind.each_list_mut(&mut |list| {
        if let Some(original_list) = lists.get(count) {
            pair_lists(list, original_list, span, original.span, pairs, unpaired);
        }
        count += 1;
    });
    if count != lists.len() {
        unpaired.push(Unpaired { span, original: original.span, counts: [count, lists.len()] });
    }
    translation.id = id;
    pairs.push(Pair { id, span, original: original.span, inside: pairs.len() - before });
}
